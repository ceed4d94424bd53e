"""Your own town in four figures: people, moves by age, wages, the pull of neighbours.

Where the tables have nothing to draw, a figure is a sentence that says so.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases import town
from regecon.cases.gazetteer import Town
from regecon.figures import town_told as told
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, label, plural, written
from regecon.kit.palette import LIGHT

OLDEST = 80  # the last age group is open
HEIGHT = 240
ROW = 22  # pixels for a bar with its name
ROOM = 0.7  # years beside the first and the last, for their labels


def people(here: Town) -> Figure | told.Told:
    """Inhabitants since 2016, one line for each census on which the figures stand."""
    counted = town.people(here).loc[town.BEFORE[0] :]
    if len(counted) < 2:
        return told.nothing()
    bases = {
        year: _("census of 2010") if year <= town.BEFORE[1] else _("census of 2021")
        for year in counted.index
    }
    rows = counted.reset_index().assign(base=lambda frame: frame["year"].map(bases))
    order = list(dict.fromkeys(rows["base"]))
    years = [town.BEFORE[0] - ROOM, town.AFTER[1] + ROOM]
    ticks = alt.Axis(format="d", values=[*town.BEFORE, *town.AFTER])
    x = alt.X("year:Q", title=None, axis=ticks, scale=alt.Scale(domain=years, nice=False))
    low, high = rows["people"].min(), rows["people"].max()
    room = max(high - low, 0.02 * high) / 2
    reach = alt.Scale(domain=[low - room, high + room], zero=False, nice=False)
    bare = alt.Axis(labels=False, tickCount=3)
    y = alt.Y("people:Q", title=_("inhabitants"), axis=bare, scale=reach)
    pair = [LIGHT["novokuznetsk"], LIGHT["sheregesh"]]
    colour = alt.Color(
        "base:N",
        title=_("on the base of the"),
        legend=alt.Legend(orient="top"),
        scale=alt.Scale(domain=order, range=pair[: len(order)]),
    )
    text = alt.Text("people:Q", format=",d")
    lines = alt.Chart(rows).mark_line(point=True).encode(x, y, colour)
    # The last two years are neighbours: one number above its point, one below.
    beside = alt.ExprRef(f"datum.year == {town.AFTER[1]} ? 16 : -12")
    labels = alt.Chart(rows).mark_text(dy=beside).encode(x, y, text)
    chart = alt.layer(lines, labels, width="container", height=HEIGHT)
    words = _(
        "Inhabitants of {town}: {points}. A line joins the years that stand on the same census; "
        "between the two censuses there is no line."
    )
    one = _("{people} in {year}")
    points = [
        one.format(people=written(value, ",.0f"), year=year) for year, value in counted.items()
    ]
    spoken = words.format(town=label(here.name), points=", ".join(points))
    return Figure(chart, spoken)


def moves(here: Town) -> Figure | told.Told:
    """Registered net migration of 2023 by age; the groups of the artefact are marked."""
    net = town.moves(here)
    if net.empty:
        return told.nothing()
    marked, other = _("where the rule of registration shows"), _("other ages")
    special = {town.STUDY, town.RETURN}
    rows = net.rename_axis("age").reset_index()
    rows["group"] = [_ages(age) for age in rows["age"]]
    rows["kind"] = [marked if age in special else other for age in rows["age"]]
    colour = alt.Color(
        "kind:N",
        title=None,
        legend=alt.Legend(orient="top", labelLimit=260),
        scale=alt.Scale(domain=[marked, other], range=[LIGHT["novokuznetsk"], LIGHT["muted"]]),
    )
    level = alt.Axis(labelAngle=0, labelOverlap=True)
    x = alt.X("group:O", title=_("age"), sort=list(rows["group"]), axis=level)
    y = alt.Y("net:Q", title=_("arrivals less departures"))
    chart = alt.Chart(rows, width="container", height=HEIGHT).mark_bar().encode(x, y, colour)
    words = _(
        "Bars of net moves by age group in {town} in {year}: {study} in the group of 15 to 19, "
        "{back} in that of 20 to 24; the highest is {most} in that of {top}, the lowest {least} in "
        "that of {low}."
    )
    spoken = words.format(
        town=label(here.name),
        year=town.YEAR,
        study=told.signed(net[town.STUDY]),
        back=told.signed(net[town.RETURN]),
        top=_ages(net.idxmax()),
        most=told.signed(net.max()),
        low=_ages(net.idxmin()),
        least=told.signed(net.min()),
    )
    return Figure(chart, spoken)


def _ages(age: int) -> str:
    return f"{age}+" if age == OLDEST else f"{age}\u2013{age + 4}"


def pay(here: Town) -> Figure | told.Told:
    """Wages of 2024 by industry beside the median of the municipalities; withheld ones left out."""
    table = town.pay(here)
    shown = table.dropna(subset=["wage"])
    if shown.empty:
        return told.nothing()
    own, usual = _("here"), _("median of the municipalities that have one")
    average, *others = shown.itertuples()
    others.sort(key=lambda row: -row.wage)
    order = [label(row.industry) for row in (average, *others)]
    rows = pd.DataFrame(
        [
            {"industry": name, "who": who, "wage": wage}
            for name, row in zip(order, (average, *others), strict=True)
            for who, wage in ((own, row.wage), (usual, row.median))
        ]
    )
    y = alt.Y("industry:N", title=None, sort=order, axis=alt.Axis(labelLimit=170))
    x = alt.X("wage:Q", title=_("roubles a month"), axis=alt.Axis(format=",d", tickCount=4))
    pair = alt.Scale(domain=[own, usual], range=[LIGHT["sheregesh"], LIGHT["muted"]])
    legend = alt.Legend(orient="top", labelLimit=280, columns=1)
    colour = alt.Color("who:N", title=None, scale=pair, legend=legend)
    signs = alt.Scale(domain=[own, usual], range=["circle", "diamond"])
    shape = alt.Shape("who:N", title=None, scale=signs)
    chart = alt.Chart(rows, width="container", height=ROW * len(shown) + 20)
    chart = chart.mark_point(filled=True, size=60).encode(x, y, colour, shape)
    above = sum(row.wage > row.median for row in others)
    words = plural(
        "Points of the wages of {year} in {town}: the average is {wage} roubles a month; of {of} "
        "industries with a wage {count} pays more than its median in the municipalities.",
        "Points of the wages of {year} in {town}: the average is {wage} roubles a month; of {of} "
        "industries with a wage {count} pay more than their median in the municipalities.",
        above,
        year=town.AFTER[1],
        town=label(here.name),
        wage=written(average.wage, ",.0f"),
        of=len(others),
    )
    return Figure(chart, words)


def pull(here: Town) -> Figure | told.Told:
    """Where people would choose to work under three decays, as week 8 assumes."""
    table = town.pull(here)
    if table.empty:
        return told.nothing()
    rows = table.assign(place=[label(names[0]) for names in table["names"]])
    shares = rows[["share", "half", "double"]]
    rows = rows[["place", "share"]].assign(low=shares.min(axis=1), high=shares.max(axis=1))
    y = alt.Y("place:N", title=None, sort=list(rows["place"]), axis=alt.Axis(labelLimit=190))
    title, whole = _("of 100 who choose a place of work"), alt.Scale(domain=[0, 100])
    low, high = alt.X("low:Q", title=title, scale=whole), alt.X2("high:Q")
    line = alt.Chart(rows).mark_rule(strokeWidth=3, color=LIGHT["water"]).encode(low, high, y)
    share = alt.X("share:Q", title=title, scale=whole)
    points = alt.Chart(rows).mark_point(filled=True, size=70, color=LIGHT["sheregesh"])
    height = ROW * len(rows) + 20
    chart = alt.layer(line, points.encode(share, y), width="container", height=height)
    words = _(
        "For each place a point with the decay that week 8 assumes, and a line from half of it to "
        "twice. At home stay {home} of 100 ({half} with half, {double} with twice); of the others "
        "{first} draws most, {share} of 100."
    )
    home, away = table.iloc[0], table.iloc[1]
    fields = {"home": home["share"], "half": home["half"], "double": home["double"]}
    numbers = {name: written(value, ".0f") for name, value in fields.items()}
    spoken = words.format(
        first=told.named(away["names"]), share=written(away["share"], ".1f"), **numbers
    )
    return Figure(chart, spoken)


def peer_table(here: Town) -> pd.DataFrame | told.Told:
    """The town beside its peers in the five traits, with names in words."""
    rows = town.peers(here)
    return _in_words(rows) if len(rows) else told.peers(here)


def pattern_table(here: Town) -> pd.DataFrame | told.Told:
    """The town beside the municipalities of the three patterns, with names in words."""
    rows = town.patterns(here)
    return _in_words(rows) if len(rows) else told.peers(here)


def _in_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Traits with names in words, each rounded to what is known."""
    whole = {"people": _("people"), "wage": _("wage, roubles"), "capital": _("km to the capital")}
    table = {_("region"): [label(name) for name in rows["region"]]}
    table |= {title: rows[trait].round().astype(int).to_numpy() for trait, title in whole.items()}
    table[_("65 and over, %")] = rows["old"].round(1).to_numpy()
    table[_("net moves for 1,000")] = rows["net"].round(1).to_numpy()
    table[_("distance from you")] = rows["gap"].round(2).to_numpy()
    return pd.DataFrame(table, index=[label(name) for name in rows["name"]])

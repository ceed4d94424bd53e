"""Week 7: the numbers and figures of the chapter on what to diversify into."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases import branching
from regecon.data import load
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, label, written
from regecon.kit.palette import LIGHT
from regecon.methods.branching import proximity, relatedness_density

HOME, KRAI = branching.HOME, "Altai krai"
BINS = (0, 0.15, 0.3, 0.45, 0.6, 1)
DENSEST = 0.9  # where the drawn curve ends
HELD = {
    "nothing": _("nothing"),
    "diversity": _("diversity"),
    "diversity and sector": _("diversity and sector"),
}
WINDOWS = {
    "main": _("2016 to 2022"),
    "first half": _("2016 to 2019"),
    "second half": _("2019 to 2022"),
    "mining on the map": _("mining on the map"),
    "older classification": _("2005 to 2015"),
}


def named(sections) -> list[str]:
    """Sections in a word or two, in the reader's language."""
    return [label(branching.names()[section]) for section in sections]


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text names."""
    named = _home() | _entry() | _complexity() | _tradeoff() | _jumps() | _plans()
    return named | quotients().numbers | entry().numbers


def _home() -> dict[str, float]:
    own, country = (branching.shares(branching.END).loc[place] for place in (HOME, "Russia"))
    market, rest = list(branching.MARKET), list(branching.CANDIDATES)
    with_mining, without = (branching.outlook(HOME, key) for key in ("with", "without"))
    start = branching.space("without", branching.START)
    return {
        "mining_share": own["B"],
        "mining_2016": branching.shares(2016).loc[HOME, "B"],
        "mining_2020": branching.shares(2020).loc[HOME, "B"],
        "made_own": own["C"],
        "made_country": country["C"],
        "sum_own": own[market].sum(),
        "sum_country": country[market].sum(),
        "rest_own": own[rest].sum(),
        "rest_country": country[rest].sum(),
        "made_without": without.loc["C", "quotient"],
        "professional": without.loc["M", "quotient"],
        "trade": without.loc["G", "quotient"],
        "made_2016": start.quotients.loc[HOME, "C"],
        "has_2016": start.presence.loc[HOME].sum(),
        "has_with": with_mining["has"].sum(),
        "has_without": without["has"].sum(),
        "regions": len(branching.space().presence),
    }


def _entry() -> dict[str, float]:
    found, rows = branching.entries(), branching.chances()
    tests, shuffles = branching.slopes(), branching.shuffled()
    held = {"slope": "nothing", "slope_both": "diversity", "slope_sector": "diversity and sector"}
    named = {}
    for name, what in held.items():
        named[name], named[f"{name}_error"] = tests.loc[("main", what), ["slope", "error"]]
        named[f"{name}_above"] = (shuffles[what] >= named[name]).sum()
        named[f"{name}_shuffled"] = shuffles[what].median()
    leave, far = branching.exits(), rows[rows["quotient"] < branching.STOOD]
    beside = branching.slope(rows, branching.THRESHOLD)
    apart = branching.slope(far, "diversity")
    within = [one["density"].corr(one["diversity"]) for _key, one in rows.groupby(level="section")]
    sector = tests.xs("diversity and sector", level="held")
    return named | {
        "chances": found.chances,
        "entries": found.entries,
        "constant": found.constant,
        "diversity_slope": -tests.loc[("main", "diversity"), "diversity"],
        "diversity_slope_error": tests.loc[("main", "diversity"), "diversity_error"],
        "sector_least": sector["slope"].min(),
        "sector_most": sector["slope"].max(),
        "sector_clear": (sector["slope"] > 2 * sector["error"]).sum(),
        "windows": len(sector),
        "slope_quotient": beside["slope"],
        "slope_quotient_error": beside["error"],
        "slope_leave": -leave.slope,
        "slope_leave_error": leave.slope_error,
        "chance_low": 100 * found.probability(0.2),
        "chance_high": 100 * found.probability(0.6),
        "odds_ratio": np.exp(0.1 * found.slope),
        "shuffles": branching.SHUFFLES,
        "diversity_alike": rows["density"].corr(rows["diversity"]),
        "within_low": min(within),
        "within_high": max(within),
        "slope_far": apart["slope"],
        "slope_far_error": apart["error"],
        "far": len(far),
        "far_entered": far["entered"].sum(),
        "near_entered": (rows["quotient"] >= branching.STOOD)[rows["entered"] == 1].sum(),
    }


def _complexity() -> dict[str, float]:
    here = branching.outlook(HOME, "without")
    restless = {
        year: branching.space("with", year).complexity.sectors["complexity"]["M"]
        for year in (2016, 2019)
    }
    ubiquity = branching.space("without").complexity.sectors["ubiquity"]
    named = {"farming": "A", "electricity": "D", "trade": "G", "it": "J"}
    return {f"ubiquity_{name}": ubiquity[key] for name, key in named.items()} | {
        "home_complexity": here.loc[here["has"], "complexity"].mean(),
        "made_simple": -here.loc["C", "complexity"],
        "without_it": here.loc["J", "complexity"],
        "professional_complexity_2016": restless[2016],
        "professional_complexity_2019": restless[2019],
    }


def _tradeoff() -> dict[str, float]:
    here, krai = branching.outlook(HOME, "without"), branching.outlook(KRAI, "without")
    last, result = branching.space("without", 2021), {}
    for name, key in {
        "it": "J",
        "trade": "G",
        "farming": "A",
        "hotels": "I",
        "support": "N",
    }.items():
        result[f"{name}_density_2021"] = last.density.loc[HOME, key]
        result[f"{name}_quotient"] = here.loc[key, "quotient"]
        result[f"{name}_density"] = here.loc[key, "density"]
        result[f"{name}_chance"] = 100 * here.loc[key, "chance"]
        result[f"{name}_gain"] = here.loc[key, "gain"]
    for pick in branching.PICKS:
        stand, gain = branching.after_years(KRAI, "without", pick)
        result |= {f"krai_{pick}_stand": stand, f"krai_{pick}_gain": gain}
    for pick in ("finger", "complex"):
        ends = branching.endings(KRAI, "without", pick)
        result[f"krai_it_{pick}"] = 100 * ends.groupby(level="J").sum()[1]
    return result | {
        "farming_loss": -result["farming_gain"],
        "krai_it_density": krai.loc["J", "density"],
        "krai_it_chance": 100 * krai.loc["J", "chance"],
        "professional_2021": last.quotients.loc[HOME, "M"],
        "it_chance_2021": 100 * branching.entries().probability(last.density.loc[HOME, "J"]),
    }


def _jumps() -> dict[str, float]:
    jumps = branching.siberian_entries()
    siberia = branching.chances().loc[list(branching.SIBERIA), "density"]
    jump = jumps.loc[(HOME, "M")]
    return {
        "jumps": len(jumps),
        "jumps_low": (jumps["rank"] > jumps["open"] / 2).sum(),
        "jumps_expected": branching.entries().probability(siberia).sum(),
        "jump_then": jump["then"],
        "jump_before": jump["quotient"],
        "jump_chance": 100 * jump["chance"],
        "jump_rank": jump["rank"],
        "jump_open": jump["open"],
    }


def _plans() -> dict[str, float]:
    figures, kuzbass = branching.zones(), branching.kuzbass_plan()
    kept, has = branching.announced(), branching.pencil()
    small, enterprise = proximity(has), load("enterprises").set_index("id")["value"]
    return {
        "residents_money": kuzbass["residents"] / 1000,
        "expected_money": kuzbass["expected"] / 1000,
        "residents": figures["kuzbass_tors_2024_residents"],
        "expected": figures["kuzbass_tors_2024_new_residents_plan"],
        "gap": 100 * branching.largest_gap(),
        "investors_2018": figures["novokuznetsk_2018_investors_plan"],
        "zarinsk_done": 100 * kept.loc["Zarinsk", "invested"] / kept.loc["Zarinsk", "announced"],
        "novoaltaysk_done": 100
        * kept.loc["Novoaltaysk", "invested"]
        / kept.loc["Novoaltaysk", "announced"],
        "residents_2025": figures["kuzbass_tors_2025_residents"],
        "jobs_2025": figures["kuzbass_tors_2025_jobs"],
        "turnover_made": enterprise["novokuznetsk_2016_turnover_share_manufacturing"],
        "turnover_coal": enterprise["novokuznetsk_2016_turnover_share_coal"],
        "pencil_twins": small.loc["D", "C"],
        "pencil_density": relatedness_density(has, small, itself=False).loc[
            "Novosibirsk oblast", "C"
        ],
    }


def quotients() -> Figure:
    """Location quotients of the oblast with mining in the table and without."""
    kinds = {"with": _("with mining"), "without": _("mining left out")}
    rows = pd.DataFrame({key: branching.outlook(HOME, key)["quotient"] for key in kinds})
    rows = rows.loc[list(branching.CANDIDATES)].sort_values("without", ascending=False)
    rows["name"] = named(rows.index)
    above = {key: list(rows.index[rows[key] >= 1]) for key in kinds}
    told = _(
        "Eleven sectors with two points each. All quotients rise by {rise:.0f} per cent when "
        "mining is left out. Then {count} sectors lie at 1 or above: {names}; with "
        "mining in the table {few}. Trade ends just below, at {trade:.2f}, and {last} is last, "
        "at {least_quotient:.1f}."
    ).format(
        rise=100 * (rows["without"] / rows["with"] - 1).mean(),
        count=len(above["without"]),
        names="; ".join(named(above["without"])),
        few="; ".join(named(above["with"])),
        trade=rows.loc["G", "without"],
        last=rows["name"].iloc[-1],
        least_quotient=rows["without"].iloc[-1],
    )
    crossed = {"crossed": len(above["without"]) - len(above["with"])}
    return Figure(_quotients(rows, kinds), told, crossed)


def _quotients(rows: pd.DataFrame, kinds: dict[str, str]) -> alt.LayerChart:
    long = rows.melt("name", list(kinds), "kind", "quotient")
    long["kind"] = long["kind"].map(kinds)
    y = alt.Y("name:N", sort=list(rows["name"]), title=None).axis(
        labelLimit=160, domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    title = _("location quotient, 2022")
    x = alt.X("quotient:Q", title=title).scale(domain=[0, 2], nice=False).axis(tickCount=5)
    legend, names = alt.Legend(orient="top", title=None), list(kinds.values())
    colour = alt.Color("kind:N", legend=legend).scale(
        domain=names, range=[LIGHT["muted"], LIGHT["novokuznetsk"]]
    )
    shape = alt.Shape("kind:N", legend=legend).scale(domain=names, range=["circle", "square"])
    steps = alt.Chart(rows).mark_rule(color=LIGHT["rule"], strokeWidth=3)
    steps = steps.encode(alt.X("with:Q", title=title), y, alt.X2("without:Q"))
    one = alt.Chart(pd.DataFrame({"quotient": [1]}))
    one = one.mark_rule(color=LIGHT["ink"], strokeDash=[5, 4]).encode(x)
    points = alt.Chart(long).mark_point(size=90).encode(x, y, colour, shape)
    return (one + steps + points).properties(width="container", height=26 * len(rows))


def entry() -> Figure:
    """Share of chances taken by density, and the estimated curve."""
    rows, found = branching.chances(), branching.entries()
    groups = rows.groupby(pd.cut(rows["density"], BINS, include_lowest=True), observed=True)
    seen = groups.agg(
        density=("density", "mean"), share=("entered", "mean"), chances=("entered", "size")
    ).reset_index(drop=True)
    told = _(
        "Five points on a rising curve. Of {first} chances with a density below {thin}, {low:.0f} "
        "per cent were taken; of the {last} above {thick}, {high:.0f} per cent. The curve runs "
        "from {bottom:.0f} per cent at no density to {top:.0f} at {end}."
    ).format(
        thin=BINS[1],
        thick=BINS[-2],
        end=DENSEST,
        first=seen["chances"].iloc[0],
        low=100 * seen["share"].iloc[0],
        last=seen["chances"].iloc[-1],
        high=100 * seen["share"].iloc[-1],
        bottom=100 * found.probability(0.0),
        top=100 * found.probability(DENSEST),
    )
    ends = {"entry_low": 100 * seen["share"].iloc[0], "entry_high": 100 * seen["share"].iloc[-1]}
    return Figure(_entries(seen), told, ends)


def _entries(seen: pd.DataFrame) -> alt.LayerChart:
    grid = np.linspace(0, DENSEST, 46)
    curve = pd.DataFrame({"density": grid, "share": branching.entries().probability(grid)})
    x = alt.X("density:Q", title=_("density in 2016")).scale(domain=[0, DENSEST], nice=False)
    y = alt.Y("share:Q", title=_("share that entered by 2022")).axis(format="%", tickCount=5)
    y = y.scale(domain=[0, 0.5])
    line = alt.Chart(curve).mark_line(color=LIGHT["muted"]).encode(x, y)
    base = alt.Chart(seen).encode(x, y)
    points = base.mark_point(size=120, shape="square", color=LIGHT["novokuznetsk"])
    texts = base.mark_text(dy=-17, fontSize=12).encode(text="chances:Q")
    return (line + points + texts).properties(width="container", height=280)


def shuffled() -> Figure:
    """Slopes of two hundred maps with exchanged sectors, with nothing held fixed and with more."""
    slopes, real = branching.shuffled(), branching.slopes().loc["main", "slope"]
    told = _(
        "Three histograms of {count} slopes of shuffled maps. With nothing held fixed they lie "
        "around {alone:.1f}, and {beyond} reach the real map's {real:.1f}. With diversity held "
        "fixed they lie around {both}, and {few} reach {real_both:.1f}. With a constant for "
        "each sector as well they lie around {sector:.1f}, and {several} reach {real_sector:.1f}."
    ).format(
        count=len(slopes),
        alone=slopes["nothing"].median(),
        beyond=(slopes["nothing"] >= real["nothing"]).sum(),
        real=real["nothing"],
        both=written(slopes["diversity"].median(), ".1f").replace("-", "−"),
        few=(slopes["diversity"] >= real["diversity"]).sum(),
        real_both=real["diversity"],
        sector=slopes["diversity and sector"].median(),
        several=(slopes["diversity and sector"] >= real["diversity and sector"]).sum(),
        real_sector=real["diversity and sector"],
    )
    return Figure(_shuffled(slopes, real), told)


def _shuffled(slopes: pd.DataFrame, real: pd.Series) -> alt.LayerChart:
    # Three histograms in one chart, since a concatenation does not follow the width of its box.
    edges = np.arange(-6, 7.5, 0.5)
    counts = {held: np.histogram(slopes[held], edges)[0] for held in HELD}
    row = max(max(count) for count in counts.values()) * 1.5
    bars, marks = [], []
    for place, (held, name) in enumerate(HELD.items()):
        floor = -row * (place + 1)
        seen = pd.DataFrame({"left": edges[:-1], "right": edges[1:], "top": floor + counts[held]})
        bars.append(seen[counts[held] > 0].assign(floor=floor))
        title = _("held fixed: {what}").format(what=name)
        marks.append({"slope": real[held], "floor": floor, "top": floor + 0.72 * row})
        marks[-1] |= {"left": edges[0], "title": title, "name": floor + 0.86 * row}
    scale = alt.Scale(domain=[-6, 7], nice=False)
    x_axis = alt.Axis(values=list(range(-6, 8, 2)), title=_("slope"))
    left, slope = (alt.X(f"{name}:Q", scale=scale, axis=x_axis) for name in ("left", "slope"))
    y_axis = alt.Axis(
        title=_("number of shuffled maps"), labels=False, ticks=False, domain=False, grid=False
    )
    y = alt.Y("floor:Q", axis=y_axis, scale=alt.Scale(domain=[-row * len(HELD), 0], nice=False))
    bar = alt.Chart(pd.concat(bars)).mark_bar(color=LIGHT["water"], stroke=LIGHT["card"])
    base = alt.Chart(pd.DataFrame(marks).assign(text=_("real map")))
    line = base.mark_rule(color=LIGHT["muted"])
    rule = base.mark_rule(color=LIGHT["novokuznetsk"], strokeWidth=3)
    title = base.mark_text(align="left", dx=2, fontWeight=600, fontSize=12)
    text = base.mark_text(align="left", baseline="top", dx=6, fontWeight=600, fontSize=12)
    layers = (
        bar.encode(left, y, alt.X2("right:Q"), alt.Y2("top:Q")),
        line.encode(y),
        rule.encode(slope, y, alt.Y2("top:Q")),
        title.encode(left, alt.Y("name:Q", axis=y_axis), text="title:N"),
        text.encode(slope, alt.Y("top:Q", axis=y_axis), text="text:N"),
    )
    return alt.layer(*layers).properties(width="container", height=330)


def windows() -> Figure:
    """The slope of density in five windows, with diversity held fixed and with sectors as well."""
    rows = branching.slopes().reset_index().query("held != 'nothing'")
    rows = rows.assign(
        low=rows["slope"] - 2 * rows["error"], high=rows["slope"] + 2 * rows["error"]
    )
    by_held = rows.set_index(["held", "window"])["slope"]
    clear = (rows["low"] > 0).groupby(rows["held"]).sum()
    told = _(
        "Five windows with two slopes each and a bar of two standard errors to either side. With "
        "diversity held fixed the slopes lie between {least:.1f} and {most:.1f} and {clear} of the "
        "five bars stay above zero. With a constant for each sector as well they lie between "
        "{low:.1f} and {high:.1f}, all above zero, and {few} of the five bars stay above it."
    ).format(
        least=by_held["diversity"].min(),
        most=by_held["diversity"].max(),
        clear=clear["diversity"],
        low=by_held["diversity and sector"].min(),
        high=by_held["diversity and sector"].max(),
        few=clear["diversity and sector"],
    )
    return Figure(_windows(rows), told)


def _windows(rows: pd.DataFrame) -> alt.LayerChart:
    rows = rows.assign(window=rows["window"].map(WINDOWS), held=rows["held"].map(HELD))
    names = [HELD["diversity"], HELD["diversity and sector"]]
    title = _("slope of density, with two standard errors")
    x = alt.X("slope:Q", title=title).scale(domain=[-2, 10], nice=False)
    y = alt.Y("window:N", sort=list(WINDOWS.values()), title=None).axis(
        labelLimit=170, domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    offset = alt.YOffset("held:N", sort=names)
    legend = alt.Legend(orient="top", title=_("held fixed"), columns=1)
    colour = alt.Color("held:N", legend=legend, sort=names).scale(
        domain=names, range=[LIGHT["muted"], LIGHT["novokuznetsk"]]
    )
    shape = alt.Shape("held:N", legend=legend, sort=names).scale(
        domain=names, range=["circle", "square"]
    )
    base = alt.Chart(rows)
    bars = base.mark_rule(strokeWidth=2).encode(
        alt.X("low:Q", title=title), y, alt.X2("high:Q"), colour, yOffset=offset
    )
    points = base.mark_point(size=90).encode(x, y, colour, shape, yOffset=offset)
    zero = alt.Chart(pd.DataFrame({"slope": [0]})).mark_rule(color=LIGHT["ink"], strokeDash=[5, 4])
    return (zero.encode(x) + bars + points).properties(width="container", height=46 * len(WINDOWS))


def tradeoff() -> Figure:
    """Chance of entry and complexity of the candidates in two regions."""
    places = {HOME: _("Kemerovo oblast"), KRAI: _("Altai krai")}
    rows = pd.concat(
        [branching.outlook(region, "without").assign(place=name) for region, name in places.items()]
    ).reset_index(names="section")
    rows = rows[~rows["has"]]
    rows["name"] = named(rows["section"])
    krai = rows[rows["place"] == places[KRAI]].set_index("section")
    home = rows[rows["place"] == places[HOME]].set_index("section")
    column = home.drop("G")["chance"]
    told = _(
        "Candidates by chance of entry and complexity. In Altai krai {top}, the most complex, has "
        "a chance of {least:.0f} per cent, and {likely}, the likeliest, one of {most:.0f} at a "
        "complexity of {low:.1f}. In Kemerovo oblast all but trade have chances of {left:.0f} to "
        "{right:.0f} per cent, from {simple}, the simplest, to {hard}, the most complex; trade "
        "has {trade:.0f} per cent."
    ).format(
        top=krai["name"][krai["complexity"].idxmax()],
        least=100 * krai["chance"][krai["complexity"].idxmax()],
        likely=krai["name"][krai["chance"].idxmax()],
        most=100 * krai["chance"].max(),
        low=krai["complexity"][krai["chance"].idxmax()],
        left=100 * column.min(),
        right=100 * column.max(),
        simple=home["name"][home["complexity"].idxmin()],
        hard=home["name"][home["complexity"].idxmax()],
        trade=100 * home.loc["G", "chance"],
    )
    return Figure(_tradeoffs(rows, list(places.values())), told)


def _tradeoffs(rows: pd.DataFrame, names: list[str]) -> alt.LayerChart:
    x = alt.X("chance:Q", title=_("chance of entry in six years"))
    x = x.scale(domain=[0, 0.24], nice=False).axis(format="%", tickCount=5)
    y = alt.Y("complexity:Q", title=_("complexity of the sector")).scale(domain=[-1, 5])
    legend = alt.Legend(orient="top", title=None)
    colour = alt.Color("place:N", legend=legend).scale(
        domain=names, range=[LIGHT["novokuznetsk"], LIGHT["biysk"]]
    )
    shape = alt.Shape("place:N", legend=legend).scale(domain=names, range=["square", "circle"])
    base = alt.Chart(rows)
    points = base.mark_point(size=90).encode(x, y, colour, shape)
    # Where points lie close together, a name stands below its point or to the left of it.
    sides = {"F": {"dy": 17}, "HR": {"align": "right", "dx": -10}}
    sides["ACDGIJMN"] = {"dy": -13}
    texts = [
        base.transform_filter(alt.FieldOneOfPredicate("section", list(sections)))
        .mark_text(fontSize=12, **side)
        .encode(x, y, text="name:N")
        for sections, side in sides.items()
    ]
    return alt.layer(points, *texts).properties(width="container", height=320)


def plans() -> Figure:
    """Planned and invested money of the territories, as far as both are known."""
    kept = branching.announced() / 1000
    towns = {"Zarinsk": _("Zarinsk"), "Novoaltaysk": _("Novoaltaysk")}
    kinds = {"announced": _("announced"), "invested": _("invested")}
    rows = kept.reset_index(names="town").melt("town", list(kinds), "kind", "billion")
    rows = rows.assign(town=rows["town"].map(towns), kind=rows["kind"].map(kinds))
    told = _(
        "Pairs of bars. Zarinsk: {zarinsk:.1f} billion roubles announced, {zarinsk_done:.1f} "
        "invested. Novoaltaysk: {novoaltaysk:.1f} announced, {novoaltaysk_done:.1f} invested."
    ).format(
        zarinsk=kept.loc["Zarinsk", "announced"],
        zarinsk_done=kept.loc["Zarinsk", "invested"],
        novoaltaysk=kept.loc["Novoaltaysk", "announced"],
        novoaltaysk_done=kept.loc["Novoaltaysk", "invested"],
    )
    return Figure(_announced(rows, list(towns.values()), list(kinds.values())), told)


def _announced(rows: pd.DataFrame, towns: list[str], kinds: list[str]) -> alt.LayerChart:
    x = alt.X("billion:Q", title=_("billion roubles, 2018 to April 2023"))
    x = x.scale(domain=[0, 2.8], nice=False).axis(tickCount=5)
    y = alt.Y("town:N", sort=towns, title=None).axis(
        labelLimit=140, domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    offset = alt.YOffset("kind:N", sort=kinds)
    colour = alt.Color("kind:N", legend=alt.Legend(orient="top", title=None)).scale(
        domain=kinds, range=[LIGHT["muted"], LIGHT["novokuznetsk"]]
    )
    base = alt.Chart(rows).encode(x, y, offset)
    bars = base.mark_bar().encode(colour)
    texts = base.mark_text(align="left", dx=6).encode(text=alt.Text("billion:Q", format=".1f"))
    return (bars + texts).properties(width="container", height=32 * len(rows))

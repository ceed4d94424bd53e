"""Quotient explorer: how specialised a region is, against whom, and in which three years."""

from __future__ import annotations

from functools import cache

import altair as alt
import pandas as pd

from regecon.cases.structure import BREAK, EVEN, HOME, quotients, trend, verdict
from regecon.kit.chart import in_expression
from regecon.kit.explorer import Choice, Explorer, Headline, Part, Prediction, Preset, Slider, View
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT

REGIONS = {
    HOME: _("Kemerovo oblast"),
    "Altai krai": _("Altai krai"),
    "Novosibirsk oblast": _("Novosibirsk oblast"),
    "Tomsk oblast": _("Tomsk oblast"),
    "Krasnoyarsk krai": _("Krasnoyarsk krai"),
    "Republic of Khakassia": _("Republic of Khakassia"),
}
GROUPS = {
    "mining": _("mining"),
    "manufacturing": _("manufacturing"),
    "agriculture and fishing": _("farming"),
    "transport and communication": _("transport"),
}
# The same in the controls, where there is little room.
SHORT = {
    HOME: _("Kemerovo"),
    "Altai krai": _("Altai krai"),
    "Novosibirsk oblast": _("Novosibirsk"),
    "Tomsk oblast": _("Tomsk"),
    "Krasnoyarsk krai": _("Krasnoyarsk"),
    "Republic of Khakassia": _("Khakassia"),
}
AGAINST = {
    "Russia": _("Russia"),
    "Siberia": _("Siberia"),
    "Russia without oil": _("Russia without Tyumen"),
}
WORDS = {
    "rise": _("a rise"),
    "fall": _("a fall"),
    "flat": _("no change"),
    "mixed": _("no direction"),
}
SHOWN = {
    "rise": _("The three years show a rise."),
    "fall": _("The three years show a fall."),
    "flat": _("The three years show that nothing has changed."),
    "mixed": _("The three years show no direction."),
}


@cache
def _line(region: str, group: str, against: str) -> pd.Series:
    return quotients(region, against)[group]


def line_view(region: str, group: str, against: str) -> View:
    """The quotient of every year, its range and its trend."""
    line = _line(region, group, against)
    slope = trend(line)
    low, high = written(line.min(), ".2f"), written(line.max(), ".2f")
    told = _(
        "Over all eighteen years it lies between {low} ({low_year}) and {high} ({high_year}); its "
        "trend is {slope} % a year, give or take {error}."
    ).format(
        low=low,
        low_year=line.idxmin(),
        high=high,
        high_year=line.idxmax(),
        slope=written(round(slope["slope"], 1) or 0.0, "+.1f").replace("-", "−"),
        error=written(2 * slope["se"], ".1f"),
    )
    rows = pd.DataFrame({"year": line.index, "quotient": line.round(3).to_numpy()})
    rows = rows.assign(newer=rows["year"] >= BREAK)
    reach = Headline(_("all eighteen years"), line.max() - line.min(), f"{low}–{high}")
    return View(rows, (reach,), told)


def years_view(region: str, group: str, against: str, years: tuple[int, int, int]) -> View:
    """Three years of the line, and what they show."""
    values = [_line(region, group, against)[year] for year in years]
    texts = [written(value, ".2f") for value in values]
    told = _(
        "{region}, {group}, against {against}: {first}, {second}, {third} in {years}. {shows}"
    ).format(
        region=REGIONS[region],
        group=GROUPS[group],
        against=AGAINST[against],
        first=texts[0],
        second=texts[1],
        third=texts[2],
        years=YEARS.write(years),
        shows=SHOWN[verdict(values)],
    )
    change = 100 * (values[2] / values[0] - 1)
    shown = written(round(change) or 0, "+.0f" if round(change) else ".0f").replace("-", "−")
    line = Headline(_("first to last of your years"), round(change), f"{shown} %")
    # The chart takes the values from the line; here it finds what it calls them.
    return View(pd.DataFrame({"shows": [verdict(values)]}), (line,), told)


def marks_view(years: tuple[int, int, int]) -> View:
    """Which years the chart marks."""
    return View(pd.DataFrame({"year": list(years)}))


YEARS = Slider(
    "years",
    _("Three years"),
    EVEN,
    (2006, 2014, 2022),
    text="{0[0]} · {0[1]} · {0[2]}",
)


def chart() -> alt.LayerChart:
    """All years in grey, three of them joined, the break of the classification as a line."""
    first, last = EVEN[0][0], max(years[2] for years in EVEN)
    x = alt.X("year:Q", title=None).scale(domain=[first - 0.5, last + 0.7], nice=False)
    x = x.axis(format="d", values=list(range(first, last + 1, 5)))
    y = alt.Y("quotient:Q", title=_("location quotient")).scale(zero=True).axis(tickCount=4)
    every = alt.Chart(alt.NamedData(name="line"))
    path = every.mark_line(color=LIGHT["muted"], strokeWidth=1.5).encode(x, y, detail="newer:N")
    dots = every.mark_point(color=LIGHT["muted"], size=28).encode(
        x, y, tooltip=[alt.Tooltip("year:Q", format="d"), alt.Tooltip("quotient:Q", format=".2f")]
    )
    quotient = alt.LookupData(alt.NamedData(name="line"), key="year", fields=["quotient"])
    chosen = alt.Chart(alt.NamedData(name="marks")).transform_lookup("year", from_=quotient)
    orange = LIGHT["novokuznetsk"]
    joined = chosen.mark_line(color=orange, strokeWidth=3).encode(x, y)
    ends = chosen.mark_point(color=orange, size=110).encode(x, y)
    halo = {"stroke": LIGHT["card"], "strokeWidth": 4}
    look = {"dy": -14, "fontWeight": 600, "color": orange}
    texts = [
        chosen.mark_text(**look, **more).encode(x, y, text=alt.Text("quotient:Q", format=".2f"))
        for more in (halo, {})
    ]
    one = alt.Chart(pd.DataFrame({"quotient": [1]})).mark_rule(strokeDash=[2, 3]).encode(y)
    broken = alt.Chart(pd.DataFrame({"year": [BREAK - 0.5]})).encode(x)
    rule = broken.mark_rule(color=LIGHT["muted"], strokeDash=[5, 3])
    sides = [
        broken.mark_text(align=align, dx=gap, baseline="bottom", color=LIGHT["muted"]).encode(
            y=alt.value(236), text=alt.value(name)
        )
        for name, align, gap in (("OKVED", "right", -5), ("OKVED2", "left", 5))
    ]
    *others, (_last, text) = WORDS.items()
    tests = [f"datum.shows == '{key}' ? {in_expression(word)}" for key, word in others]
    called = (
        alt.Chart(alt.NamedData(name="years"))
        .transform_calculate(word=" : ".join([*tests, in_expression(text)]))
        .mark_text(align="left", baseline="bottom", fontWeight=600, color=orange)
        .encode(x=alt.value(8), y=alt.value(236), text="word:N")
    )
    return alt.layer(one, rule, *sides, called, path, dots, joined, ends, *texts).properties(
        width="container", height=240
    )


EXPLORER = Explorer(
    name="quotient-explorer",
    title=_("Three years, please"),
    kicker=_("real structures, 2005 to 2022"),
    controls=(
        Choice("region", _("Region"), SHORT, HOME),
        Choice("group", _("Sector"), GROUPS, "mining"),
        Choice("against", _("Held against"), AGAINST, "Russia"),
        YEARS,
    ),
    parts={
        "years": Part(("region", "group", "against", "years"), years_view),
        "line": Part(("region", "group", "against"), line_view),
        "marks": Part(("years",), marks_view),
    },
    chart=chart,
    presets=(
        Preset(_("A rise"), {}),
        Preset(_("A fall"), {"years": (2008, 2014, 2020)}),
        Preset(_("No change"), {"years": (2010, 2016, 2022)}),
        Preset(_("Siberia"), {"against": "Siberia"}),
    ),
    prediction=Prediction(
        _(
            "Mining's location quotient in Kemerovo oblast is known for eighteen years. Your slide "
            "has room for three of them, evenly spaced and at least four years apart. What can it "
            "show?"
        ),
        {
            _("only a rise: coal boomed"): _(
                "It can show one. Press “A fall”, and look at what the grey line does in between."
            ),
            _("only a fall: the economy has become more diverse"): _(
                "It can show one. Press “A rise”, and look at what the grey line does in between."
            ),
            _("whatever you like"): _(
                "A rise, a fall, no change: each is three true figures, evenly spaced. Then ask "
                "what all eighteen say."
            ),
            _("nothing: three years are too few for any pattern"): _(
                "They are too few to find one and quite enough to show one. Try the presets."
            ),
        },
    ),
    alt=_(
        "A grey line of a location quotient from 2005 to 2022, broken at a dashed mark where the "
        "classification changes in 2016. Three years stand out in orange and are joined; their "
        "values stand beside them, and what they show below. A dotted level marks one."
    ),
    source=_(
        "Figures: shares of value added, tables grp_structure and sections; weights of Siberia and "
        "of Russia without Tyumen oblast: table grp. Current prices."
    ),
    limits=_(
        "prices: a share in roubles follows them without anybody having built or closed "
        "anything. Ten broad groups cross the change of 2016 roughly, and accounts changed then, "
        "too. Siberia is the sum of twelve regions, the chosen one included."
    ),
)

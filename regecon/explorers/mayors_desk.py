"""The mayor's desk: one town, one budget, one road, and a fan of what may come of it by 2035."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases import desk
from regecon.kit.explorer import Choice, Explorer, Headline, Part, Prediction, Preset, View
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT

TOWNS = {"Novokuznetsk": _("Novokuznetsk"), "Sheregesh": _("Sheregesh"), "Biysk": _("Biysk")}
USES = {
    "kept": _("nothing"),
    "works": _("works"),
    "pipes": _("pipes"),
    "shared": _("pipes, shared"),
    "workshops": _("clusters"),
    "neighbours": _("neighbours"),
    "evenly": _("all four"),
}
SCENARIOS = {
    "flat": _("as usual"),
    "slump": _("slump"),
    "as it was": _("as it was"),
    "less snow": _("less snow"),
}
LOOKS = {"jobs": _("jobs"), "people": _("people"), "pay": _("pay"), "budget": _("budget")}
HEADED = ("jobs", "people", "budget")  # pay hardly moves
SHOWN = [*range(desk.FIRST, desk.LAST, 2), desk.LAST]
BOTTOM, TOP = 70, 110  # per cent of 2016: the ends of the chart


def kept_view(town: str, scenario: str, look: str) -> View:
    """The middle course if the money is kept."""
    return View(_path(desk.fan(town, "kept", scenario).loc[look, ["middle"]]))


def fan_view(town: str, money: str, scenario: str, look: str) -> View:
    """The fan of one outcome, where it ends, and how far the money moves the one."""
    fan = desk.fan(town, money, scenario)
    ends, rows = fan["middle"].xs(desk.LAST, level="year"), fan.loc[look]
    labels = LOOKS | {"jobs": _("jobs, {first} = 100").format(first=desk.FIRST)}
    lines = (Headline(labels[name], ends[name], written(ends[name], ".0f")) for name in HEADED)
    kept = desk.fan(town, "kept", scenario).loc[(look, desk.LAST), "middle"]
    told = _sentence(money, look, rows.iloc[-1], kept, fan.attrs["worst"])
    return View(_path(rows), tuple(lines), told)


def _path(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.loc[SHOWN].round(1).reset_index()


def _sentence(money: str, look: str, last: pd.Series, kept: float, worst: float) -> str:
    words = {
        "jobs": _(
            "In eight futures of ten the town has {low} to {high} per cent of its jobs in {y}."
        ),
        "people": _(
            "In eight futures of ten the town has {low} to {high} per cent of its people in {y}."
        ),
        "pay": _("In eight futures of ten pay is {low} to {high} per cent of what it was in {y}."),
        "budget": _(
            "In eight futures of ten {low} to {high} per cent of the own revenue of {y} are left "
            "when the money is spent."
        ),
    }[look].format(low=written(last["low"], ".0f"), high=written(last["high"], ".0f"), y=desk.FIRST)
    if money == "kept":
        return words
    moved = last["middle"] - kept
    more = _("The money moves the middle by {moved} points; the fan is {wide} wide.").format(
        moved=written(moved, "+.1f"), wide=written(last["high"] - last["low"], ".1f")
    )
    fall = _("In its worst year own revenue falls by {fall} per cent.").format(
        fall=written(-worst, ".1f")
    )
    return f"{words} {more} {fall}"


def chart() -> alt.LayerChart:
    """The fan of the chosen outcome, its middle, and the middle if the money is kept."""
    x = alt.X("year:Q", title=None).scale(domain=[desk.FIRST, desk.LAST], nice=False)
    x = x.axis(format="d", values=[2016, 2020, 2025, 2030, 2035], grid=False)
    title = _("per cent of {year}").format(year=desk.FIRST)
    scale = alt.Scale(domain=[BOTTOM, TOP], zero=False)  # an area would begin at nought
    y = alt.Y("middle:Q", title=title, scale=scale).axis(tickCount=5)
    band = (
        alt.Chart(alt.NamedData(name="fan"))
        .mark_area(color=LIGHT["accent"], opacity=0.22, clip=True)
        .encode(x, alt.Y("low:Q", title=title, scale=scale), alt.Y2("high:Q"))
    )
    middle = (
        alt.Chart(alt.NamedData(name="fan"))
        .mark_line(color=LIGHT["accent"], strokeWidth=2.5, clip=True)
        .encode(x, y)
    )
    kept = (
        alt.Chart(alt.NamedData(name="kept"))
        .mark_line(color=LIGHT["ink"], strokeDash=[5, 4], clip=True)
        .encode(x, y)
    )
    word = (
        alt.Chart(alt.NamedData(name="kept"))
        .transform_filter(f"datum.year == {SHOWN[-2]}")
        .mark_text(dy=18, align="right", color=LIGHT["ink"], text=_("money kept"))
        .encode(x, y)
    )
    return alt.layer(band, kept, middle, word).properties(width="container", height=220)


EXPLORER = Explorer(
    name="mayors-desk",
    title=_("The mayor's desk"),
    kicker=_("start from tables, much of the rest assumed"),
    controls=(
        Choice("town", _("Town"), TOWNS, "Biysk"),
        Choice("money", _("The money goes to"), USES, "kept"),
        Choice("scenario", _("The world"), SCENARIOS, "flat"),
        Choice("look", _("Look at"), LOOKS, "jobs"),
    ),
    parts={
        "kept": Part(("town", "scenario", "look"), kept_view),
        "fan": Part(("town", "money", "scenario", "look"), fan_view),
    },
    chart=chart,
    presets=(
        Preset(_("Nothing"), {}),
        Preset(_("Clusters"), {"money": "workshops"}),
        Preset(_("Slump"), {"town": "Novokuznetsk", "money": "works", "scenario": "slump"}),
        Preset(_("Pipes"), {"town": "Sheregesh", "money": "shared"}),
    ),
    prediction=Prediction(
        _(
            "A mayor can move some five roubles in a hundred of what the town itself takes in, "
            "every year until {last}. All of it goes to the road that does most for jobs. By how "
            "much does it lift the jobs of {last}, in the middle course?"
        ).format(last=desk.LAST),
        {
            _("by less than a tenth"): _(
                "So it is in all three towns. Put the ages of the town beside it: press “Nothing” "
                "and read what they take."
            ),
            _("by about a fifth"): _(
                "That is near what the ages take away, in two of the towns. No lever of a town "
                "hall comes near it here."
            ),
            _("by about a half"): _(
                "No future in a hundred comes near it. Look at the upper edge of the fan in Biysk "
                "with clusters, above which one future in ten lies: it is about a fifth above what "
                "comes of nothing."
            ),
            _("it does not change them"): _(
                "It does, by a few points. Whether that is much depends on what a point is worth; "
                "it is less than the fan is wide."
            ),
        },
    ),
    alt=_(
        "A fan from 2016 to 2035 around a line, the middle course of the chosen outcome in per "
        "cent of 2016, with a dashed line for the middle course if the money is kept."
    ),
    source=_(
        "Start: tables municipal_population, municipal_wages, budget_lines. Coefficients: table "
        "desk_assumptions, most of them assumed or SYNTHETIC. Works: head office and suppliers; "
        "clusters: and training. Sheregesh is counted with its district. In a slump prices are a "
        "third lower from {year} on; as it was: prices of {first} to 2023."
    ).format(year=desk.SLUMP_YEAR, first=desk.FIRST),
    limits=_(
        "the federation, the oblast, inflation, who gets the jobs, and everything else "
        "that no week of the course has a model for. Each coefficient is drawn on its own, and "
        "money goes to the same road all years."
    ),
)

"""Shift-share dissector: a stylised city's change cut in three, by two sectors."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases.structure import CITY, toy
from regecon.kit.chart import in_expression
from regecon.kit.explorer import Choice, Explorer, Headline, Part, Prediction, Preset, Slider, View
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT

PARTS = {
    "national_share": (_("nation"), "muted"),
    "industry_mix": (_("mix"), "sheregesh"),
    "regional_share": (_("local"), "novokuznetsk"),
}
ROWS = {"steel": _("steel"), "services": _("services"), "city": _("the city")}
YARDSTICKS = {
    "nation": _("nation, two sectors"),
    "finer": _("nation, three sectors"),
    "belt": _("steel belt"),
}


def signed(value: float) -> str:
    """A number with its sign, one decimal, a true minus; no sign before nought."""
    value = round(value, 1) or 0.0
    return written(value, "+.1f" if value else ".1f").replace("-", "−")


def view(steel: float, steel_growth: float, services_growth: float, yardstick: str) -> View:
    """The parts of every row, three headline numbers, the sum in a sentence."""
    parts = toy(steel, steel_growth, services_growth, yardstick)
    whole = parts.sum()
    table = pd.concat([parts, whole.to_frame("city").T]).rename_axis("row")
    rows = table.reset_index().melt(["row", "change"], list(PARTS), "part", "jobs")
    rows["order"] = rows["part"].map({part: place for place, part in enumerate(PARTS)})
    headlines = tuple(
        Headline(label, whole[part], signed(whole[part])) for part, (label, _c) in PARTS.items()
    )
    local = parts["regional_share"]
    sentence = _(
        "Jobs change by {change} = {nation} (nation) {mix} (mix) {local} (local). In the local "
        "part steel counts {steel} and services {services}."
    ).format(
        change=signed(whole["change"]),
        nation=signed(whole["national_share"]),
        mix=_spaced(whole["industry_mix"]),
        local=_spaced(whole["regional_share"]),
        steel=signed(local["steel"]),
        services=signed(local["services"]),
    )
    return View(rows.round(3), headlines, sentence)


def _spaced(value: float) -> str:
    """A term of a sum: its sign stands apart from it."""
    size = written(abs(round(value, 1)), ".1f")
    return f"− {size}" if round(value, 1) < 0 else f"+ {size}"


def chart() -> alt.LayerChart:
    """Stacked parts to the left and right of nought; a black mark where they add up."""
    base = alt.Chart(alt.NamedData(name="parts")).transform_calculate(
        name=_chosen("row", ROWS), label=_chosen("part", {k: v[0] for k, v in PARTS.items()})
    )
    x = alt.X("jobs:Q", title=_("change, jobs of a hundred")).scale(domain=[-26, 26], nice=False)
    x = x.axis(values=[-20, -10, 0, 10, 20])
    y = alt.Y("name:N", sort=list(ROWS.values()), title=None)
    y = y.axis(domain=False, ticks=False, labelColor=LIGHT["ink"])
    labels = [label for label, _colour in PARTS.values()]
    legend = alt.Legend(orient="top", title=None, symbolType="square")
    colour = alt.Color("label:N", sort=labels, legend=legend)
    colour = colour.scale(domain=labels, range=[LIGHT[key] for _label, key in PARTS.values()])
    bars = base.mark_bar(height=26).encode(x, y, colour, order=alt.Order("order:Q"))
    marks = base.transform_filter("datum.order == 0")
    sums = marks.mark_tick(color=LIGHT["ink"], thickness=4, size=38)
    sums = sums.encode(alt.X("change:Q", title=_("change, jobs of a hundred")), y)
    nought = alt.Chart(pd.DataFrame({"jobs": [0]})).mark_rule(color=LIGHT["ink"]).encode(x)
    return alt.layer(bars, nought, sums).properties(width="container", height=170)


def _chosen(field: str, words: dict[str, str]) -> str:
    """An expression that says a field's value in words."""
    *others, (_last, text) = words.items()
    tests = [f"datum.{field} == '{key}' ? {in_expression(word)}" for key, word in others]
    return " : ".join([*tests, in_expression(text)])


EXPLORER = Explorer(
    name="shift-share-dissector",
    title=_("Shift-share dissector"),
    kicker=_("stylised case, SYNTHETIC"),
    controls=(
        Slider("steel", _("Steel jobs"), (20, 40, 60, 80), CITY["steel"], _("of 100")),
        Slider(
            "steel_growth",
            _("Steel here grows"),
            (-15, -10, -5, 0, 5),
            CITY["steel_growth"],
            _("%"),
        ),
        Slider(
            "services_growth",
            _("Services here grow"),
            (-5, 0, 5, 10, 15, 20),
            CITY["services_growth"],
            _("%"),
        ),
        Choice("yardstick", _("Held against"), YARDSTICKS, "nation"),
    ),
    parts={
        "parts": Part(("steel", "steel_growth", "services_growth", "yardstick"), view),
    },
    chart=chart,
    presets=(
        Preset(_("Steel city"), {}),
        Preset(_("Finer sectors"), {"yardstick": "finer"}),
        Preset(_("Steel belt"), {"yardstick": "belt"}),
        Preset(_("Services at 15 %"), {"services_growth": 15}),
    ),
    prediction=Prediction(
        _(
            "A city of 100 jobs has 60 in steel and 40 in services. Its steel shrinks by 5 %, its "
            "services grow by 5 %. In the nation steel shrinks by 10 %, services grow by 15 %, all "
            "jobs by 5 %. The city loses one job. What is its local part?"
        ),
        {
            _("positive: its steel beats the nation's"): _(
                "Its steel does, by 3 jobs. Look at the row of services before you add up."
            ),
            _("negative, and steel is to blame"): _(
                "Negative it is. But steel stands at +3: it shrank half as fast as steel elsewhere."
            ),
            _("negative, because of services"): _(
                "So it is: +3 for steel and −4 for services. Now press “Finer sectors”."
            ),
            _("nil: it lost one job where the nation gained"): _(
                "The nation's 5 % would be +5 and its mix −5. What is left to make −1?"
            ),
        },
    ),
    alt=_(
        "Three rows of stacked bars, steel, services and the city. Each holds three parts of the "
        "change of jobs, growth of the nation, mix and local, to the right of nought if they add "
        "jobs and to the left if they take them. A black mark stands where the parts add up."
    ),
    source=_("Figures: SYNTHETIC; method shift_share after Dunn (1960)."),
    limits=_(
        "why a sector grows otherwise here than elsewhere: prices, products, one plant, luck. The "
        "three sectors cut services into trade (+25 % in the nation, a fifth of the city's) and "
        "care (+5 %, the rest); the steel belt has steel −6 %, services +6 %."
    ),
)

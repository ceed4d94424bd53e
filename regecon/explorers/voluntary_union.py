"""Voluntary union: who shares a laboratory, with how many, and at what cost."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases.unions import AGREEMENT, LABORATORY, MEMBERS, STANDARD, WARY, WORTH
from regecon.kit.chart import in_expression
from regecon.kit.explorer import Explorer, Headline, Part, Prediction, Preset, Slider, View
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.clusters import union_cost, union_sizes

MOST, TOP = 60, 6

LINES = {
    "both": (_("together"), LIGHT["ink"], [1, 0]),
    "share": (_("laboratory"), LIGHT["sheregesh"], [6, 4]),
    "deals": (_("partners"), LIGHT["accent"], [2, 3]),
}


def curve(facility: float, agreement: float, paying: float) -> View:
    """The cost of a paying member by size of the union, and the sizes that pay."""
    sizes = union_sizes(WORTH, facility, agreement, paying)
    few, many = sizes["smallest"], sizes["largest"]
    none = np.isnan(few)
    text = _("no size") if none else f"{written(few, '.0f')}–{written(many, '.0f')}"
    headlines = (
        Headline(_("members that hold"), few, text),
        Headline(_("cheapest size"), sizes["cheapest"], written(sizes["cheapest"], ".0f")),
    )
    row = {"facility": facility, "agreement": agreement, "paying": paying}
    sentence = (
        _("No size of union is worth joining: what few cannot carry, many cannot agree on.")
        if none
        else ""
    )
    return View(pd.DataFrame([row | sizes.to_dict()]), headlines, sentence)


def here(members: int, facility: float, agreement: float, paying: float) -> View:
    """What a member pays in the union of the chosen size."""
    cost = union_cost(members, facility, agreement, paying)
    gain = WORTH - cost
    headlines = (
        Headline(_("million a payer"), cost, written(cost, ".1f")),
        Headline(_("million gained"), gain, written(gain, "+.1f").replace("-", "−")),
    )
    # On the curve's last pixel a point that costs more is still seen to cost more.
    row = pd.DataFrame({"members": [members], "cost": [min(cost, TOP)], "pays": [gain >= 0]})
    return View(row, headlines, _sentence(members, facility, agreement, paying, gain))


def _sentence(members, facility, agreement, paying, gain) -> str:
    share, deals = facility / (paying * members), agreement * (members - 1)
    words = _(
        "With {members} members a payer gives {share} million for the laboratory and {deals} for "
        "dealing with the others; using it is worth {worth}. "
    ).format(members=members, share=written(share, ".1f"), deals=written(deals, ".1f"), worth=WORTH)
    if gain < 0:
        return words + _("Whoever is free to leave, leaves.")
    return words + _("Whoever uses it and does not pay keeps the {share} million.").format(
        share=written(share, ".1f")
    )


def chart() -> alt.LayerChart:
    """Cost of a payer by number of members, its two parts, and what the laboratory is worth."""
    x = alt.X("members:Q", title=_("members of the union")).scale(domain=[1, MOST], nice=False)
    y = (
        alt.Y("cost:Q", title=_("million roubles a year (SYNTHETIC)"))
        .scale(domain=[0, TOP])
        .axis(tickCount=6)
    )
    steps = (
        alt.Chart(alt.NamedData(name="curve"))
        .transform_calculate(members=f"sequence(1, {MOST} + 0.5, 0.5)")
        .transform_flatten(["members"])
    )
    share = "datum.facility / (datum.paying * datum.members)"
    deals = "datum.agreement * (datum.members - 1)"

    legend = alt.Legend(orient="top", title=None, direction="horizontal", columns=3)
    labels, colours, dashes = zip(*LINES.values(), strict=True)
    colour = alt.Color("line:N", legend=legend).scale(domain=labels, range=colours)
    dash = alt.StrokeDash("line:N", legend=legend).scale(domain=labels, range=dashes)

    def line(name: str, cost: str, width: float) -> alt.Chart:
        return (
            steps.transform_calculate(cost=cost, line=in_expression(LINES[name][0]))
            .transform_filter(f"datum.cost <= {TOP}")
            .mark_line(strokeWidth=width)
            .encode(x, y, colour, dash)
        )

    gain = (
        steps.transform_calculate(cost=f"{share} + {deals}")
        .transform_filter(f"datum.cost <= {WORTH}")
        .mark_area(color=LIGHT["biysk"], opacity=0.18)
        .encode(x, y, y2=alt.datum(WORTH))
    )
    worth = alt.Chart(pd.DataFrame({"members": [MOST], "cost": [WORTH]}))
    level = worth.mark_rule(color=LIGHT["ink"], strokeDash=[2, 3]).encode(y)
    name = worth.mark_text(align="right", baseline="bottom", dx=-4, dy=-5, text=_("worth")).encode(
        x, y
    )
    good = alt.when("datum.pays").then(alt.value(LIGHT["biysk"]))
    point = (
        alt.Chart(alt.NamedData(name="here"))
        .mark_point(size=150)
        .encode(x, y, color=good.otherwise(alt.value(LIGHT["novokuznetsk"])))
    )
    parts = [
        gain,
        level,
        line("share", share, 2),
        line("deals", deals, 2),
        line("both", f"{share} + {deals}", 3),
    ]
    return alt.layer(*parts, name, point).properties(width="container", height=320)


EXPLORER = Explorer(
    name="voluntary-union",
    title=_("Voluntary union"),
    kicker=_("stylised case, SYNTHETIC"),
    pattern="biysk",
    controls=(
        Slider(
            "members", _("Members"), (2, 5, 10, 15, 20, 25, 30, 40, 50, 60), MEMBERS, _("firms")
        ),
        Slider("facility", _("The laboratory"), (6, 12, 24, 48), LABORATORY, _("million a year")),
        Slider(
            "agreement",
            _("Dealing with one partner"),
            (0.01, STANDARD, 0.05, 0.1, 0.2),
            AGREEMENT,
            _("million a year"),
        ),
        Slider("paying", _("Trust: members who pay"), (0.4, WARY, 0.8, 1), 1, text="{:.0%}"),
    ),
    parts={
        "here": Part(("members", "facility", "agreement", "paying"), here),
        "curve": Part(("facility", "agreement", "paying"), curve),
    },
    chart=chart,
    presets=(
        Preset(_("All thirty"), {}),
        Preset(_("Ten of thirty"), {"members": 10}),
        Preset(_("A standard contract"), {"agreement": STANDARD}),
        Preset(_("Two in five do not pay"), {"members": 10, "paying": WARY}),
        Preset(_("Too dear a laboratory"), {"members": 20, "facility": 48}),
    ),
    prediction=Prediction(
        _(
            "Thirty firms made of one combine need a laboratory that costs 12 million roubles a "
            "year and is worth 3 million to each. Dealing with one partner costs a firm 0.1 "
            "million a year. Will all thirty unite of their own will?"
        ),
        {
            _("yes: 90 million of worth for 12 of cost"): _(
                "As one enterprise they would. As thirty, each has twenty-nine partners to deal "
                "with. Look at the dotted line."
            ),
            _("no: some will not pay"): _(
                "Here everybody pays, and still it fails. Lower the trust later."
            ),
            _("no: thirty are too many to agree"): _(
                "So it is: 0.4 million for the laboratory and 2.9 for one another. Find the "
                "sizes at which it holds."
            ),
            _("no: thirty are too few to carry it"): _(
                "Five would carry it. Look which of the two thin lines rises."
            ),
        },
    ),
    alt=_(
        "Cost of a paying member against the number of members: a dashed line falls as the "
        "laboratory is shared by more, a dotted line rises with the partners to deal with, a "
        "thick line is their sum. Where it lies below the level of {worth} million, the union pays."
    ).format(worth=WORTH),
    source=_("Figures: SYNTHETIC; methods union_cost and union_sizes."),
    limits=_(
        "firms of different size, what it costs to direct them as one enterprise, a manager who "
        "deals for all at a fee, members shut out if they do not pay, and what neighbours learn "
        "from one another without any union. A point at the top of the chart may lie above it."
    ),
)

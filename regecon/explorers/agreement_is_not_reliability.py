"""Agreement is not reliability: what a code's rarity does to kappa at one raw agreement."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases.coding import BALANCED, agreed, possible
from regecon.kit.explorer import Explorer, Headline, Part, Prediction, Preset, Slider, View
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.agreement import cohen_kappa, specific_agreement

SHARES = (7, 10, 20, 30, 47.5, 60, 75, 87.5, 93)  # per cent of the answers
AGREED = (80, 85, 90, 95)
LEANS = (50, 60, 75, 100)  # per cent of the disagreements
BOTH, ONLY_A, ONLY_B, _NEITHER = BALANCED
START = {
    "share": (2 * BOTH + ONLY_A + ONLY_B) / 2,
    "agreement": 100 - ONLY_A - ONLY_B,
    "lean": 100 * ONLY_A / (ONLY_A + ONLY_B),
}


def view(share: float, agreement: float, lean: float) -> View:
    """What two coders with these habits agree on, and what kappa makes of it."""
    settings = {"share": share, "agreement": agreement, "lean": lean}
    names = (_("kappa"), _("% agreement on presence"))
    if not possible(share / 100, agreement / 100):
        row = pd.DataFrame([settings | {"kappa": None}])
        none = _("no such pair")
        headlines = tuple(Headline(name, np.nan, none) for name in names)
        return View(row, headlines, _impossible(share, agreement))
    table = agreed(share / 100, agreement / 100, lean / 100)
    result, presence = cohen_kappa(table), specific_agreement(table)["present"]
    headlines = (
        Headline(names[0], result.kappa, written(result.kappa, ".2f").replace("-", "\u2212")),
        Headline(names[1], 100 * presence, written(100 * presence, ".0f")),
    )
    row = pd.DataFrame([settings | {"kappa": result.kappa}])
    return View(row, headlines, _sentence(table, result))


def _impossible(share: float, agreement: float) -> str:
    apart = 100 - agreement
    if share < 50:
        return _(
            "There is no such pair: on each of {apart} answers on which they differ one of them "
            "marks the code, so on average they mark {least} of 100 or more."
        ).format(apart=apart, least=written(apart / 2, "g"))
    return _(
        "There is no such pair: on each of {apart} answers on which they differ one of them does "
        "not mark the code, so on average they leave {least} of 100 or more without it."
    ).format(apart=apart, least=written(apart / 2, "g"))


def _sentence(table: pd.DataFrame, result) -> str:
    (both, only_a), (only_b, neither) = 100 * table.to_numpy()
    gained, room = 100 * (result.observed - result.expected), 100 * (1 - result.expected)
    words = _(
        "Of 100 answers both mark {both}, A alone {only_a}, B alone {only_b}, neither {neither}. "
        "Coders who mark as often and never read would agree on {chance}; "
    ).format(
        both=written(both, ".3g"),
        only_a=written(only_a, ".3g"),
        only_b=written(only_b, ".3g"),
        neither=written(neither, ".3g"),
        chance=written(100 * result.expected, ".0f"),
    )
    if gained < 0:
        return words + _("these two agree on fewer.")
    return words + _("of the other {room} these two get {gained}.").format(
        room=written(room, ".0f"), gained=written(gained, ".0f")
    )


def chart() -> alt.LayerChart:
    """Kappa against the share of answers with the code; the raw agreement as a level."""
    x = alt.X("share:Q", title=_("answers that carry the code, of 100"))
    x = x.scale(domain=[0, 100], nice=False).axis(values=[0, 25, 50, 75, 100])
    y = alt.Y("value:Q", title=None).scale(domain=[-0.2, 1], nice=False).axis(values=[0, 0.5, 1])
    base = alt.Chart(alt.NamedData(name="pair"))
    raw = base.transform_calculate(value="datum.agreement / 100")
    level = raw.mark_rule(color=LIGHT["muted"], strokeDash=[6, 4]).encode(y)
    level_name = raw.transform_calculate(share="99").mark_text(
        align="right", baseline="bottom", dy=-4, color=LIGHT["muted"], text=_("raw agreement")
    )
    curve = (
        base.transform_calculate(at="sequence(1, 99.5, 0.5)", here="datum.share")
        .transform_flatten(["at"])
        .transform_calculate(
            share="datum.at",
            apart="1 - datum.agreement / 100",
            tilt="(datum.lean / 100 - 0.5) * (1 - datum.agreement / 100)",
        )
        .transform_filter("min(datum.share, 100 - datum.share) / 100 >= datum.apart / 2")
        .transform_calculate(a="datum.share / 100 + datum.tilt", b="datum.share / 100 - datum.tilt")
        .transform_calculate(value="1 - datum.apart / (datum.a + datum.b - 2 * datum.a * datum.b)")
        .mark_line(color=LIGHT["sheregesh"], strokeWidth=2.5)
        .encode(x, y)
    )
    there = base.transform_filter("isValid(datum.kappa)")
    fall = there.transform_calculate(value="datum.agreement / 100").mark_rule(
        color=LIGHT["ink"], strokeDash=[2, 3]
    )
    point = there.transform_calculate(value="datum.kappa").mark_point(size=150)
    names = [  # inside the arch, on whichever side the point stands
        point.transform_filter(side)
        .mark_text(
            align=align, baseline="top", dx=dx, dy=4, fontWeight=600, color=LIGHT["sheregesh"]
        )
        .encode(x, y, text=alt.value(_("kappa")))
        for side, align, dx in (
            ("datum.share <= 50", "left", 9),
            ("datum.share > 50", "right", -9),
        )
    ]
    layers = (
        level,
        level_name.encode(x, y),
        curve,
        fall.encode(x, y, alt.Y2("kappa:Q")),
        point.encode(x, y),
        *names,
    )
    return alt.layer(*layers).properties(width="container", height=220)


EXPLORER = Explorer(
    name="agreement-is-not-reliability",
    title=_("Agreement is not reliability"),
    kicker=_("stylised coders, SYNTHETIC"),
    controls=(
        Slider("share", _("Answers with the code"), SHARES, START["share"], _("of 100")),
        Slider("agreement", _("They agree on"), AGREED, START["agreement"], _("of 100")),
        Slider("lean", _("Where they differ, A marks"), LEANS, START["lean"], _("of 100")),
    ),
    parts={"pair": Part(("share", "agreement", "lean"), view)},
    chart=chart,
    presets=(
        Preset(_("Every second"), {}),
        Preset(_("One in ten"), {"share": 10}),
        Preset(_("Rare, 90 agreed"), {"share": 7, "agreement": 90, "lean": 50}),
        Preset(_("Only A marks more"), {"share": 10, "lean": 100}),
    ),
    prediction=Prediction(
        _(
            "Two coders have read 100 answers each for one code and agree on 90 of them. Two "
            "others, with another code, agree on 85. Whose coding would you rather build on?"
        ),
        {
            _("the first pair's: 90 is more"): _(
                "It is more. How often would they have agreed without reading? Press the third "
                "button."
            ),
            _("the second pair's"): _(
                "If you had a reason, good. If not, look for what the two numbers leave out."
            ),
            _("hard to say from these numbers"): _(
                "So it is: one number is missing, the share of answers that carry the code. Move "
                "it and watch kappa."
            ),
            _("either: both are above 80"): _(
                "A threshold for raw agreement is one that a coder passes asleep if the code is "
                "rare. Press the third button."
            ),
        },
    ),
    alt=_(
        "Kappa against the share of answers that carry the code: an arch, highest where every "
        "second answer has it, and low at both ends. A dashed level above it is the raw agreement, "
        "the same all along. A point marks the pair."
    ),
    source=_(
        "Figures: SYNTHETIC, but for the first button, an example of Feinstein and Cicchetti "
        "(1990)."
    ),
    limits=_(
        "why they differ, whether the codebook or the coder is at fault, mistakes that both make, "
        "and how few answers there are."
    ),
)

"""Shadow tipping: hosts leave the books when enough others have left them."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases import hosts
from regecon.kit.explorer import (
    Choice,
    Explorer,
    Headline,
    Part,
    Prediction,
    Preset,
    Slider,
    View,
)
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT

ROUNDS, TURN = hosts.ROUNDS, hosts.TURN

ACTS = {
    "none": _("nothing"),
    "raid": _("a raid finds 3 of 10"),
    "hard": _("a raid finds 7 of 10"),
    "simpler": _("rules get simpler"),
}


def view(cost: float, detection: float, start: float, act: str) -> View:
    """One path, its tipping share and where it ends."""
    path = hosts.course(cost, detection, start, act)
    headlines = (
        Headline(_("tipping share at first"), path["tipping"], _share(path["tipping"])),
        Headline(_("from round 4 on"), path["tipping_then"], _share(path["tipping_then"])),
        Headline(
            _("in the shadow at the end"), path["end"], f"{written(100 * path['end'], '.0f')} %"
        ),
    )
    return View(path.drop("end").to_frame().T, headlines, _sentence(path, act))


def _share(share: float) -> str:
    return _("none") if np.isnan(share) else written(share, ".2f")


def _sentence(path: pd.Series, act: str) -> str:
    if np.isnan(path["tipping_then"]):
        return _(
            "Being in the books costs more than the first evader risks. Nobody stays in them, "
            "however many are there at the start."
        )
    if path["target_then"] not in (0, 1):
        return _(
            "The hosts stand exactly on the tipping share. One more or one less decides for all."
        )
    grows = path["target_then"] == 1
    if act == "none":
        return (
            _("The start lies above the tipping share: everyone follows into the shadow.")
            if grows
            else _("The start lies below the tipping share: the hosts come back into the books.")
        )
    if act == "simpler":
        return (
            _("Simpler rules lift the tipping share, but not as far as the hosts have gone.")
            if grows
            else _("With simpler rules the tipping share lies above the hosts: they come back.")
        )
    if grows:
        return _(
            "The raid pushes the share down and leaves the tipping share where it was. Within "
            "some rounds the shadow is back."
        )
    if path["target"] == 0:
        return _("The hosts were coming back anyway; the raid only hastened it.")
    return _("The raid was hard enough to cross the tipping share: this once, it lasts.")


def chart() -> alt.LayerChart:
    """The path of the share and the tipping share, before and after the act."""
    x = alt.X("round:Q", title=_("round")).scale(domain=[0, ROUNDS], nice=False)
    label = _("share of hosts in the shadow (SYNTHETIC)")
    y = alt.Y("share:Q", title=label).scale(domain=[0, 1]).axis(format="%", tickCount=5)
    rounds = f"sequence(0, {ROUNDS} + 0.25, 0.25)"
    base = alt.Chart(alt.NamedData(name="path"))
    steps = base.transform_calculate(round=rounds).transform_flatten(["round"])
    legs = {
        "start": f"datum.round <= {TURN}",
        "then": f"datum.round >= {TURN}",
    }
    lines = []
    for leg, when in legs.items():
        target = "target" if leg == "start" else "target_then"
        past = "datum.round" if leg == "start" else f"(datum.round - {TURN})"
        share = f"datum.{target} + (datum.{leg} - datum.{target}) * pow({hosts.STAYING}, {past})"
        lines.append(
            steps.transform_filter(when)
            .transform_calculate(share=share)
            .mark_line(color=LIGHT["sheregesh"], strokeWidth=3)
            .encode(x, y)
        )
    drop = (
        base.transform_calculate(
            round=str(TURN),
            top=f"datum.target + (datum.start - datum.target) * pow({hosts.STAYING}, {TURN})",
        )
        .mark_rule(color=LIGHT["sheregesh"], strokeWidth=3)
        .encode(x, alt.Y("then:Q", title=label), alt.Y2("top:Q"))
    )
    act = alt.Chart(pd.DataFrame({"round": [TURN]})).mark_rule(
        color=LIGHT["muted"], strokeDash=[2, 3]
    )
    edges = [
        _edge(base, "tipping", 0, TURN, x, y),
        _edge(base, "tipping_then", TURN, ROUNDS, x, y),
    ]
    name = (
        base.transform_filter("isValid(datum.tipping_then)")
        .transform_calculate(round=str(ROUNDS), share="datum.tipping_then")
        .mark_text(
            align="right",
            baseline="bottom",
            dx=-4,
            dy=-5,
            fontWeight=600,
            color=LIGHT["novokuznetsk"],
            text=_("tipping share"),
        )
        .encode(x, y)
    )
    return alt.layer(act.encode(x), *edges, *lines, drop, name).properties(
        width="container", height=320
    )


def _edge(base: alt.Chart, column: str, begin: int, end: int, x, y) -> alt.Chart:
    """The tipping share as a level line between two rounds."""
    return (
        base.transform_filter(f"isValid(datum.{column})")
        .transform_calculate(round=f"[{begin}, {end}]", share=f"datum.{column}")
        .transform_flatten(["round"])
        .mark_line(color=LIGHT["novokuznetsk"], strokeDash=[6, 4], strokeWidth=2)
        .encode(x, y)
    )


EXPLORER = Explorer(
    name="shadow-tipping",
    title=_("Shadow tipping"),
    kicker=_("stylised case, SYNTHETIC"),
    pattern="sheregesh",
    controls=(
        Slider(
            "cost",
            _("Cost t of being in the books"),
            (0.1, 0.15, 0.2, 0.25, 0.3, 0.4),
            0.25,
            _("of the penalty"),
            "{:.2f}",
        ),
        Slider(
            "detection",
            _("Risk p₀ of the first evader"),
            (0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8),
            0.5,
            text="{:.2f}",
        ),
        Slider(
            "start",
            _("In the shadow at the start"),
            tuple(round(0.1 * tenth, 1) for tenth in range(11)),
            0.6,
            text="{:.0%}",
        ),
        Choice("act", _("In round 4"), ACTS, "none"),
    ),
    parts={"path": Part(("cost", "detection", "start", "act"), view)},
    chart=chart,
    presets=(
        Preset(_("Above the edge"), {}),
        Preset(_("A raid"), {"act": "raid"}),
        Preset(_("A hard raid"), {"act": "hard"}),
        Preset(_("Simpler rules"), {"act": "simpler"}),
        Preset(_("Fewer complaints"), {"detection": 0.3, "start": 0.2}),
    ),
    prediction=Prediction(
        _(
            "Six of ten hosts are off the books, and the share is growing. In round 4 a raid "
            "brings three of ten hidden hosts into the register. Where is the share at the end?"
        ),
        {
            _("lower than before the raid"): _(
                "That is what the press release counts. Press “A raid” and wait."
            ),
            _("back where it was"): _(
                "It does come back, and it does not stop there. Nothing that made it grow has "
                "changed."
            ),
            _("higher than before the raid"): _(
                "So it is, and not because of the raid: the share was rising before, and the raid "
                "changed neither the cost nor the risk."
            ),
            _("zero: fear spreads"): _(
                "Only if the raid carries the share across the dashed line. See how hard it "
                "must be."
            ),
        },
    ),
    alt=_(
        "The share of hosts in the shadow over {rounds} rounds as a thick line, the tipping share "
        "as a dashed one. In round {turn} the district may act; the line then jumps, or the dashed "
        "one does."
    ).format(rounds=ROUNDS, turn=TURN),
    source=_("Figures: SYNTHETIC; the model is the course's own, method shadow_tipping_share."),
    limits=_(
        "hosts who differ in cost and in conscience, penalties that grow, inspectors who can be"
        " moved or bribed, guests who ask for a receipt. In each round a tenth of the hosts"
        " reconsider. Those in the books complain of those outside them, so the risk of an evader"
        " is p₀ times the share still in the books."
    ),
)

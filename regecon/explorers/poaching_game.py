"""Who trains?: the risk that a trained worker goes to a neighbour, and two ways out."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases.training import COST, FIRMS, LEVY, MOVERS, SURPLUS, members_of, poaching_risk
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
from regecon.methods.games import training_threshold

EMPLOYERS = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20)
WAYS = {
    "alone": _("each for itself"),
    "half": _("half of them form a club"),
    "all": _("all form a club"),
    "levy": _("whoever does not train pays {levy}").format(levy=LEVY),
}


def view(employers: int, movers: float, cost: float, way: str) -> View:
    """One town of employers: the risk, the threshold, and what each firm does."""
    levy = LEVY if way == "levy" else 0
    alone = poaching_risk(employers, movers)
    risk = poaching_risk(employers, movers, members_of(way, employers))
    # A levy is saved by training: it lowers the cost that the firm compares.
    threshold = training_threshold(surplus=SURPLUS, cost=max(cost - levy, 0))
    gain = (1 - risk) * SURPLUS - cost + levy
    headlines = (
        Headline(_("risk q of loss"), risk, written(risk, ".2f")),
        Headline(_("threshold q*"), threshold, written(threshold, ".2f")),
        Headline(_("a firm gains"), gain, _signed(gain)),
        Headline(_("each gains if all train"), SURPLUS - cost, written(SURPLUS - cost, "+.0f")),
    )
    rows = pd.DataFrame(
        {
            "employers": [employers],
            "risk": [risk],
            "alone": [alone],
            "movers": [movers],
            "threshold": [threshold],
        }
    )
    return View(rows, headlines, _sentence(employers, way, gain, cost, alone))


def _signed(money: float) -> str:
    return written(money, "+.0f") if abs(money) >= 0.5 else "0"


def _sentence(employers: int, way: str, gain: float, cost: float, alone: float) -> str:
    undecided = abs(gain) < 1e-9
    before = (1 - alone) * SURPLUS - cost
    if cost >= SURPLUS:
        return _("The skill costs what it brings. Nobody should train, and nobody does.")
    if undecided:
        return _("The firm stands on the threshold: training and waiting bring it the same.")
    if gain > 0 and employers == 1:
        return _("The only employer has nobody to lose its people to, and trains.")
    if gain > 0 and before <= 0:
        return {
            "levy": _("The levy turns the sum: waiting now costs too. Every firm trains."),
        }.get(way, _("Alone no firm would train. Inside the club what one loses another keeps."))
    if gain > 0:
        return _("Training pays for each firm whatever the others do. Every firm trains.")
    if way in ("half", "levy"):
        return _("The way out is too short: training still costs a firm more than it keeps.")
    return _(
        "No firm trains, though all would gain if all did: each waits for the others. That is a "
        "prisoners' dilemma."
    )


def chart() -> alt.LayerChart:
    """The risk against the number of employers, the threshold, and where the town stands."""
    label = _("risk q that a trained worker leaves (SYNTHETIC)")
    x = alt.X("employers:Q", title=_("employers who want the same skill"))
    x = x.scale(domain=[0.5, 20.5], nice=False).axis(values=[1, 5, 10, 15, 20], grid=False)
    y = alt.Y("risk:Q", title=label).scale(domain=[0, 1]).axis(tickCount=5)
    base = alt.Chart(alt.NamedData(name="town"))
    zone = (
        base.transform_calculate(left="0.5", right="20.5", risk="0")
        .mark_rect(color=LIGHT["biysk"], opacity=0.14)
        .encode(alt.X("left:Q"), alt.X2("right:Q"), y, alt.Y2("threshold:Q"))
    )
    edge = base.mark_rule(color=LIGHT["biysk"], strokeDash=[6, 4], strokeWidth=2)
    curve = (
        base.transform_calculate(
            employers="sequence(1, 20.25, 0.25)",
        )
        .transform_flatten(["employers"])
        .transform_calculate(risk="datum.movers * (datum.employers - 1) / datum.employers")
        .mark_line(color=LIGHT["novokuznetsk"], strokeWidth=2.5)
        .encode(x, y)
    )
    fall = base.transform_filter("datum.risk < datum.alone - 0.001").mark_rule(
        color=LIGHT["ink"], strokeDash=[2, 3]
    )
    here = base.mark_point(filled=True, size=190, color=LIGHT["ink"], opacity=1)
    words = (
        base.transform_calculate(
            at="datum.threshold > 0.14 ? datum.threshold - 0.02 : datum.threshold + 0.02",
            employers="20.3",
        )
        .transform_filter("datum.threshold > 0.14")
        .mark_text(
            align="right",
            baseline="top",
            dy=4,
            fontWeight=600,
            color=LIGHT["biysk"],
            text=_("here firms train"),
        )
        .encode(x, alt.Y("at:Q"))
    )
    return alt.layer(
        zone,
        edge.encode(alt.Y("threshold:Q")),
        curve,
        fall.encode(x, y, alt.Y2("alone:Q")),
        here.encode(x, y),
        words,
    ).properties(width="container", height=320)


EXPLORER = Explorer(
    name="poaching-game",
    title=_("Who trains?"),
    kicker=_("stylised case, SYNTHETIC"),
    pattern="biysk",
    controls=(
        Slider("employers", _("Employers who want the skill"), EMPLOYERS, FIRMS),
        Slider(
            "movers",
            _("Trained people who look around"),
            (0.2, 0.4, 0.6, 0.8, 1.0),
            MOVERS,
            text="{:.0%}",
        ),
        Slider("cost", _("Cost c of training"), (10, 20, 30, 40, 50, 60, 80), COST, _("of 100")),
        Choice("way", _("The firms"), WAYS, "alone"),
    ),
    parts={"town": Part(("employers", "movers", "cost", "way"), view)},
    chart=chart,
    presets=(
        Preset(_("One employer"), {"employers": 1}),
        Preset(_("Four"), {"employers": 4}),
        Preset(_("Ten"), {}),
        Preset(_("Ten, and a club"), {"way": "half"}),
        Preset(_("Ten, and a levy"), {"way": "levy"}),
    ),
    prediction=Prediction(
        _(
            "A trained worker brings a firm {surplus} over the wage, and training costs {cost}. A "
            "town has one employer; then nine more come who want the same skill. What happens to "
            "training?"
        ).format(surplus=SURPLUS, cost=COST),
        {
            _("more of it: competition for the best"): _(
                "More firms want trained people, and each would rather find them than make them."
            ),
            _("the same: it is worth {surplus} and costs {cost}").format(
                surplus=SURPLUS, cost=COST
            ): _(
                "To the town it still is. To the firm it is worth {surplus} only if the worker "
                "stays."
            ).format(surplus=SURPLUS),
            _("less, but some go on"): _(
                "If firms differ, some do. Here they are alike, and so all stop at once. Move the "
                "number of employers and watch where."
            ),
            _("it stops altogether"): _(
                "So it does, from the fifth employer on, though all would gain if all trained."
            ),
        },
    ),
    alt=_(
        "A curve of the risk that a trained worker is lost, rising with the number of employers; "
        "below a dashed level firms train, above it they do not. A point marks the town, and drops "
        "below the curve if firms form a club."
    ),
    source=_(
        "Figures: SYNTHETIC; the old argument from poaching. Where firms set wages, Stevens (1994) "
        "and Acemoglu and Pischke (1999) come to other answers."
    ),
    limits=_(
        "wages that rise when firms compete, workers who pay for their own training, skills that "
        "only one firm can use, colleges, and firms that differ. A worker who looks around takes "
        "a place with any firm, the old one included, with the same chance."
    ),
)

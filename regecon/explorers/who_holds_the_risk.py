"""Who holds the risk?: a share of the result, luck, late pipes, and what a promise is worth."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases.contract import INVESTMENT, SHARES, UNIT, VARIANCES, WORDS, best, deal
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

PAYS = {
    "firm": _("the firm"),
    "layer": _("the budget that lays them"),
    "above": _("a higher budget"),
}
NAUGHT = 0.5  # million; less than this rounds to nothing


def view(share: float, variance: float, bearer: str, word: float) -> View:
    """One contract: what both have of it together, and a sentence on the rest."""
    made, top = deal(share, variance, bearer, word), best(variance)
    rows = pd.DataFrame(
        {
            "share": [share],
            "total": [made["total"]],
            "level": [made["total"] - made["surplus"]],
            "variance": [variance],
            "best": [top],
        }
    )
    headlines = (
        Headline(_("worth to both, million"), made["total"], _signed(made["total"])),
        Headline(_("such firms fail, of 100"), 100 * made["fails"], _of_100(made["fails"])),
    )
    return View(rows, headlines, _sentence(share, top, bearer, word, made))


def _signed(money: float) -> str:
    return written(money, "+.0f") if abs(money) >= NAUGHT else "0"


def _of_100(chance: float) -> str:
    return written(100 * chance, ".0f")


def _sentence(share: float, top: float, bearer: str, word: float, made: pd.Series) -> str:
    """Effort, price, return, and what comes of the pipes."""
    asks = (
        _(
            "The firm keeps {share} of the result ({best} would be best), works at {effort} of "
            "100, wants a return {more} points above a safe one and pays {price} million for the "
            "right."
        )
        if made["price"] < -NAUGHT
        else _(
            "The firm keeps {share} of the result ({best} would be best), works at {effort} of "
            "100, wants a return {more} points above a safe one and asks {price} million of the "
            "public."
        )
    )
    late = {
        "firm": _("The pipes come late in {late} cases of 100, at the firm's cost."),
        "layer": _(
            "Who lays the pipes pays for delay, {word} times in 100: they come late in {late}."
        ),
        "above": _(
            "A higher budget pays for delay, {word} times in 100, and nobody hurries: the pipes "
            "come late in {late}."
        ),
    }[bearer]
    told = asks.format(
        share={0: _("nothing"), 1: _("all")}.get(share, written(share, ".2f")),
        best=written(top, ".2f"),
        effort=written(made["effort"], ".0f"),
        more=written(100 * made["premium"] / INVESTMENT, ".0f"),
        price=written(abs(made["price"]), ".0f"),
    )
    return f"{told} {late.format(late=_of_100(made['late']), word=_of_100(word))}"


def chart() -> alt.LayerChart:
    """What the project is worth to both sides, over the firm's share."""
    x = alt.X("share:Q", title=_("share of the result that the firm keeps"))
    x = x.scale(domain=[0, 1], nice=False).axis(
        values=[0, 0.25, 0.5, 0.75, 1], format=".2f", grid=False
    )
    title = _("worth to both, million (SYNTHETIC)")
    y = alt.Y("total:Q", title=title).scale(domain=[-100, 60]).axis(values=[-100, -50, 0, 50])
    base = alt.Chart(alt.NamedData(name="deal"))
    zero = alt.Chart(pd.DataFrame({"total": [0]})).mark_rule(color=LIGHT["muted"]).encode(y)
    curve = (
        base.transform_calculate(share="sequence(0, 1.01, 0.02)")
        .transform_flatten(["share"])
        .transform_calculate(
            total=f"datum.level + {UNIT} * datum.share"
            f" - {UNIT / 2} * (1 + datum.variance) * datum.share * datum.share"
        )
        .mark_line(color=LIGHT["novokuznetsk"], strokeWidth=2.5)
        .encode(x, y)
    )
    top = base.mark_rule(color=LIGHT["biysk"], strokeDash=[6, 4], strokeWidth=2)
    words = [
        base.transform_filter(side)
        .transform_calculate(total="58")
        .mark_text(align=align, baseline="top", dx=dx, fontWeight=600, color=LIGHT["biysk"])
        .encode(alt.X("best:Q"), y, text=alt.value(_("best share")))
        for side, align, dx in (("datum.best < 0.6", "left", 6), ("datum.best >= 0.6", "right", -6))
    ]
    here = base.mark_point(filled=True, size=190, color=LIGHT["ink"], opacity=1).encode(x, y)
    return alt.layer(zero, top.encode(alt.X("best:Q")), curve, *words, here).properties(
        width="container", height=220
    )


EXPLORER = Explorer(
    name="who-holds-the-risk",
    title=_("Who holds the risk?"),
    kicker=_("stylised case, SYNTHETIC"),
    controls=(
        Slider("share", _("The firm keeps"), SHARES, 0.5, _("of the result"), text="{:.2f}"),
        Slider("variance", _("Luck (variance)"), VARIANCES, 1),
        Choice("bearer", _("Late pipes are paid by"), PAYS, "firm"),
        Slider("word", _("A public promise is kept"), WORDS, 1, text="{:.0%}"),
    ),
    parts={"deal": Part(("share", "variance", "bearer", "word"), view)},
    chart=chart,
    presets=(
        Preset(_("Half"), {}),
        Preset(_("Guarantee all"), {"share": 0, "bearer": "above"}),
        Preset(_("Higher budget"), {"bearer": "above"}),
        Preset(_("Who lays, pays"), {"bearer": "layer"}),
        Preset(_("Weak word"), {"bearer": "layer", "word": 0.25}),
    ),
    prediction=Prediction(
        _(
            "A firm keeps half of what a place earns, and bears the loss if the public pipes come "
            "late. Now the state guarantees it everything: all of the result, and the delay. What "
            "becomes of what the project is worth to both sides together?"
        ),
        {
            _("it rises: fear costs money, and fear is gone"): _(
                "The fear is gone, and so is the return asked for it. What else is gone?"
            ),
            _("it stays: money changes pockets"): _(
                "A sum that is paid does only that. A share is also a reason to try."
            ),
            _("it falls"): _(
                "So it does. The firm is safe and stops trying, and the pipes come no sooner. "
                "Compare “Half” with “Guarantee all”, then look for a promise that helps."
            ),
        },
    ),
    alt=_(
        "A hill over the firm's share of the result: what the project is worth to both sides. A "
        "dashed line marks the share at the top, a point the contract that is chosen. More luck "
        "moves the top to the left; pipes that come in time lift the whole hill."
    ),
    source=_(
        "Figures: SYNTHETIC, present values in million roubles. The share is that of Holmström "
        "and Milgrom (1987); the pipes and the promise are ours."
    ),
    limits=_(
        "several tasks, bids by rival firms, taxes, talks anew once money is sunk, and that the "
        "public, too, may fear a loss. Eight risks are three here: what the firm can move, what a "
        "budget can move, and what nobody can."
    ),
)

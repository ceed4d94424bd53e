"""Derelict house: restore it, wait for better news, or show it as it is."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases.ruins import FALLS, VOLATILITIES, WORTHS, house
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

WAYS = {
    "restore": _("restore now"),
    "wait": _("lock it and wait"),
    "tour": _("show it and wait"),
}
VISITORS = {
    "same": _("change nothing"),
    "guard": _("guard it: half the chance"),
    "harm": _("harm it: twice the chance"),
}


def view(worth: float, volatility: float, fall: float, tours: str) -> View:
    """What each way is worth now, the hurdle, and what becomes of such houses."""
    made = house(worth, volatility, fall, tours)
    rows = pd.DataFrame({"way": list(WAYS.values()), "worth": [made[way] for way in WAYS]})
    best = max(WAYS, key=lambda way: round(made[way], 6))  # restoring, if waiting is no better
    rows["best"] = [way == best for way in WAYS]
    rows["text"] = [written(made[way], ".0f") for way in WAYS]
    headlines = (
        Headline(
            _("restore from, times the cost"),
            made["hurdle"] / 100,
            written(made["hurdle"] / 100, ".2f"),
        ),
        Headline(_("of 100 restored in time (with tours)"), 100 * made["saved"], _in_time(made)),
    )
    return View(rows, headlines, _sentence(worth, best, made))


def _in_time(made: pd.Series) -> str:
    saved, shown = (written(100 * made[name], ".0f") for name in ("saved", "saved_tour"))
    return f"{saved} ({shown})"


def _sentence(worth: float, best: str, made: pd.Series) -> str:
    told = {
        "worth": written(worth, ".0f"),
        "gain": written(abs(made["restore"]), ".0f"),
        "wait": written(made["wait"], ".0f"),
        "tour": written(made["tour"], ".0f"),
        "from": written(made["hurdle"], ".0f"),
        "later": written(made["hurdle_tour"], ".0f"),
        "saved": written(100 * made["saved"], ".0f"),
        "shown": written(100 * made["saved_tour"], ".0f"),
    }
    if best == "restore":
        return _(
            "At {worth} for 100 of cost there is nothing to wait for: restoring brings {gain} now."
        ).format(**told)
    first = (
        _("Restoring now would lose {gain}; the right to do it later is worth {wait}.")
        if made["restore"] < 0
        else _("Restoring now brings {gain}; the right to do it later is worth {wait}.")
    )
    then = _(
        "With tours it is {tour}, and one restores from {later} on instead of {from}; of 100 such "
        "ruins {shown} get there, without tours {saved}."
    )
    return f"{first} {then}".format(**told)


def chart() -> alt.LayerChart:
    """Three bars: what each way is worth now, for 100 of restoration cost."""
    order = list(WAYS.values())
    y = alt.Y("way:N", sort=order, title=None).axis(
        domain=False, ticks=False, labelColor=LIGHT["ink"], labelLimit=160
    )
    x = alt.X("worth:Q", title=_("worth now, for 100 that it costs (SYNTHETIC)"))
    x = x.scale(domain=[-60, 250], nice=False).axis(values=[-50, 0, 50, 100, 150, 200])
    colour = alt.when("datum.best").then(alt.value(LIGHT["biysk"]))
    base = alt.Chart(alt.NamedData(name="ways"))
    bars = base.mark_bar(height=26).encode(x, y, color=colour.otherwise(alt.value(LIGHT["muted"])))
    zero = alt.Chart(pd.DataFrame({"worth": [0]})).mark_rule(color=LIGHT["ink"]).encode(x)
    ends = (
        base.transform_calculate(at="max(datum.worth, 0)")
        .mark_text(align="left", dx=6, fontWeight=600)
        .encode(alt.X("at:Q"), y, text="text:N")
    )
    return alt.layer(bars, zero, ends).properties(width="container", height=130)


EXPLORER = Explorer(
    name="derelict-house",
    title=_("Derelict house"),
    kicker=_("stylised case, SYNTHETIC"),
    pattern="biysk",
    controls=(
        Slider("worth", _("Worth restored"), WORTHS, 125, _("for 100 of cost")),
        Slider("volatility", _("That swings by"), VOLATILITIES, 0.2, _("a year"), text="{:.0%}"),
        Slider("fall", _("It burns or falls"), FALLS, 0, _("% a year")),
        Choice("tours", _("Tours"), VISITORS, "same"),
    ),
    parts={"ways": Part(("worth", "volatility", "fall", "tours"), view)},
    chart=chart,
    presets=(
        Preset(_("Sound walls"), {}),
        Preset(_("Wilder swings"), {"volatility": 0.3}),
        Preset(_("It may burn"), {"fall": 5}),
        Preset(_("Guarded, 75"), {"worth": 75, "fall": 5, "tours": "guard"}),
        Preset(_("Guarded, 150"), {"worth": 150, "fall": 5, "tours": "guard"}),
    ),
    prediction=Prediction(
        _(
            "To restore a ruin costs 100. Restored it would be worth 125 today; that may rise or "
            "fall by a fifth in a year. The walls are sound and nobody hurries you. From what "
            "worth on should an owner restore?"
        ),
        {
            _("from 100 on"): _(
                "Then he gains nothing and has given up the right to wait and see. Look at the "
                "first number."
            ),
            _("from about 125 on"): _(
                "A fifth of safety is not enough: worth may fall further, and the money cannot be "
                "taken out of the walls again."
            ),
            _("from more than 200 on"): _(
                "So it is, with sound walls. Now let the house be one that may burn."
            ),
        },
    ),
    alt=_(
        "Three bars for three ways to treat a ruin: to restore it now, to lock it and wait, to "
        "show it and wait. Each is as long as that way is worth today; the best has another "
        "colour."
    ),
    source=_(
        "Figures: SYNTHETIC. The rule is that of McDonald and Siegel (1986): interest 6 %, rent "
        "forgone 4 % of the worth a year; tours earn 0.2 a year net for 100 of cost."
    ),
    limits=_(
        "taxes, loans, several owners, a duty to restore by a date, and what the street gains "
        "from a house that stands. The chance of a fire is the same every year."
    ),
)

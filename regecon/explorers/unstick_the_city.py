"""Unstick the city: an urn with increasing returns, and three ways to pay for a push."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases.lockin import (
    DATE,
    DATES,
    DRAWS,
    EXPONENT,
    EXPONENTS,
    LATER,
    SIZE,
    SIZES,
    THRESHOLD,
    fan,
    policy,
    stuck,
)
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
from regecon.kit.i18n import _, plural, written
from regecon.kit.palette import LIGHT

PAID = {
    "nothing": _("nothing"),
    "laggard": _("seed the smaller"),
    "anyone": _("open the borders"),
    "leader": _("subsidise the larger"),
}
EDGE = 100 * THRESHOLD


def runs_view(exponent: float, to: str, after: int, balls: int) -> View:
    """A few towns, and how many of all towns are one-sided, soon and later."""
    paid, free = policy(to, after, balls), policy("nothing", after, balls)
    rows = fan(exponent, to, after, balls)
    last = rows[rows["draw"] == DRAWS].set_index("run")["share"]
    rows["stuck"] = rows["run"].map((last >= EDGE) | (last <= 100 - EDGE))
    now, later = stuck(exponent, paid), stuck(exponent, paid, LATER)
    headlines = (
        Headline(_("of 100 towns one-sided after 400"), now, written(now, ".0f")),
        Headline(_("after 1,600"), later, written(later, ".0f")),
    )
    return View(rows, headlines, _sentence(exponent, to, now, later, stuck(exponent, free)))


def mark_view(to: str, after: int, balls: int) -> View:
    """When the money is spent, and a sentence on what it buys."""
    start = float("nan") if to == "nothing" else after
    end = after + balls if to == "anyone" else start
    rows = pd.DataFrame({"from": [start], "to": [end]})
    told = "" if to == "nothing" else _paid(to, balls, written(after, "d"))
    return View(rows, sentence=told)


def _paid(to: str, balls: int, after: str) -> str:
    if to == "laggard":
        return plural(
            "{count} workshop goes to whichever trade is behind after {after} newcomers.",
            "{count} workshops go to whichever trade is behind after {after} newcomers.",
            balls,
            after=after,
        )
    if to == "leader":
        return plural(
            "{count} workshop goes to whichever trade leads after {after} newcomers.",
            "{count} workshops go to whichever trade leads after {after} newcomers.",
            balls,
            after=after,
        )
    return plural(
        "After {after} newcomers {count} stranger comes and tosses a coin.",
        "After {after} newcomers {count} strangers come, one by one, and toss a coin.",
        balls,
        after=after,
    )


def _sentence(exponent: float, to: str, now: float, later: float, free: float) -> str:
    if to == "nothing":
        other = _("The larger trade draws more than its share, and early luck decides which it is.")
        return {
            0.5: _("The larger trade draws less than its share: towns come back to the middle."),
            1: _("Each trade draws its share: any end is as likely as any other, none is locked."),
        }.get(exponent, other)
    if exponent < 1:
        return _("Whatever is paid is undone: the towns were coming back to the middle anyway.")
    words = (
        _("Of 100 towns {now} end one-sided, without the money {free}; what was done stays done.")
        if exponent == 1
        else _(
            "Of 100 towns {now} are one-sided after 400 newcomers, without the money {free}; after "
            "1,600 it is {later}."
        )
    )
    told = {"now": now, "free": free, "later": later}
    return words.format(**{name: written(value, ".0f") for name, value in told.items()})


def chart() -> alt.LayerChart:
    """The fan of runs; beyond nine tenths a town counts as one-sided."""
    title = _("newcomers (SYNTHETIC)")
    x = alt.X("draw:Q", title=title).scale(domain=[0, DRAWS], nice=False)
    x = x.axis(values=[0, 100, 200, 300, 400], grid=False)
    share = _("share of steel, %")
    y = alt.Y("share:Q", title=share).scale(domain=[0, 100])
    y = y.axis(values=[0, 10, 50, 90, 100], grid=False)
    zones = (
        alt.Chart(pd.DataFrame({"low": [0, EDGE], "high": [100 - EDGE, 100]}))
        .mark_rect(color=LIGHT["novokuznetsk"], opacity=0.12)
        .encode(alt.Y("low:Q", title=share), alt.Y2("high:Q"))
    )
    time = alt.Chart(alt.NamedData(name="mark")).transform_filter("isValid(datum.from)")
    paid = time.mark_rect(color=LIGHT["accent"], opacity=0.18).encode(
        alt.X("from:Q"), alt.X2("to:Q")
    )
    begun = time.mark_rule(color=LIGHT["accent"], strokeWidth=2).encode(alt.X("from:Q"))
    colour = alt.when("datum.stuck").then(alt.value(LIGHT["novokuznetsk"]))
    lines = (
        alt.Chart(alt.NamedData(name="runs"))
        .mark_line(strokeWidth=1.6, opacity=0.8)
        .encode(x, y, detail="run:N", color=colour.otherwise(alt.value(LIGHT["biysk"])))
    )
    return alt.layer(zones, paid, begun, lines).properties(width="container", height=220)


EXPLORER = Explorer(
    name="unstick-the-city",
    title=_("Unstick the city"),
    kicker=_("stylised case, SYNTHETIC"),
    controls=(
        Slider("exponent", _("Returns b"), EXPONENTS, EXPONENT),
        Choice("to", _("The town hall pays"), PAID, "nothing"),
        Slider("after", _("Paid after"), DATES, DATE, _("newcomers")),
        Slider("balls", _("Paid for"), SIZES, SIZE, _("workshops")),
    ),
    parts={
        "runs": Part(("exponent", "to", "after", "balls"), runs_view),
        "mark": Part(("to", "after", "balls"), mark_view),
    },
    chart=chart,
    presets=(
        Preset(_("b = 1"), {"exponent": 1}),
        Preset(_("b = 1.5"), {}),
        Preset(_("Early seed"), {"to": "laggard"}),
        Preset(_("Late seed"), {"to": "laggard", "after": 200}),
        Preset(_("Late, four times"), {"to": "laggard", "after": 200, "balls": 80}),
    ),
    prediction=Prediction(
        _(
            "A town begins with one workshop of steel and one of software. Each of 400 newcomers "
            "joins a trade with a chance equal to its share (b = 1). In how many of 100 such towns "
            "does one trade hold nine tenths or more at the end?"
        ),
        {
            _("in none: chance evens out"): _(
                "It evens out where newcomers do not look at what is there. These do. Set b to 0.5 "
                "and you have the town you thought of."
            ),
            _("in about 20"): _(
                "So it is, and for a dull reason: every share is equally likely, and two tenths of "
                "all shares lie beyond nine tenths. Nothing has locked. Now set b above 1."
            ),
            _("in about 50"): _(
                "A fair guess. Look at the fan with b = 1: its ends are spread evenly."
            ),
            _("in nearly all: success breeds success"): _(
                "For that, success has to breed more than its share. Set b to 2 and see."
            ),
        },
    ),
    alt=_(
        "Twelve lines over 400 newcomers, each the share of steel in one made-up town, from one "
        "half at the left. Bands at the top and the bottom mark nine tenths in one trade; lines "
        "that end in a band have another colour. A bar marks when the town hall pays."
    ),
    source=_(
        "Figures: SYNTHETIC. An urn of the kind of Arthur, Ermoliev and Kaniovski (1987); the "
        "twelve lines are drawn, the numbers exact."
    ),
    limits=_(
        "workshops that close, more than two trades, that one trade may be worth more than the "
        "other, taxes that pay for the push, and whoever would rather have it otherwise."
    ),
)

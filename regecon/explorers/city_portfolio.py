"""City portfolio: the shares of four sectors, what swings with them and what does not."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases import portfolio
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
from regecon.methods.diversity import herfindahl

SECTORS = {
    "steel": _("steel"),
    "coal": _("coal"),
    "aluminium": _("aluminium"),
    "services": _("services"),
}
SHOCK = 2015  # the year of the third headline, in which the rouble turns the sign
TRACK = 0.6  # where the chart shows what the count alone would say, below all sectors
EXPORTED, SERVED = (0, 6, 12, 18, 24, 30), (0, 10, 20, 30, 40)  # points
SOURCES = {
    "stylised": _("stylised, SYNTHETIC"),
    "dollars": _("prices in dollars, thermal coal"),
    "coking": _("prices in dollars, coking coal"),
    "roubles": _("prices in roubles, thermal coal"),
}
TOGETHER = {
    "given": _("as in the source"),
    "apart": _("exports move independently"),
    "follow": _("services follow exports (0.7)"),
}


def mix_view(exports: float, services: float, source: str, together: str) -> View:
    """The city's dot, its concentration and a year that it remembers."""
    base, mix = portfolio.BASE, portfolio.shares(exports, services)
    mean = portfolio.market(source, together)[0]
    risk, start = (portfolio.volatility_of(one, source, together) for one in (mix, base))
    spread, spread_start = herfindahl(mix), herfindahl(base)
    shock = portfolio.in_year(mix, SHOCK, "dollars" if source == "stylised" else source)
    rows = pd.DataFrame(
        {
            "volatility": [100 * risk],
            "growth": [mix @ mean],
            "volatility_start": [100 * start],
            "growth_start": [base @ mean],
            # With equal, independent sectors volatility would go with the root of the index.
            "counted": [100 * start * (spread / spread_start) ** 0.5],
        }
    )
    headlines = (
        Headline(_("Herfindahl"), spread, written(spread, ".3f")),
        Headline(_("volatility"), 100 * risk, f"{written(100 * risk, '.1f')} %"),
        Headline(
            _("prices alone, {year}").format(year=SHOCK),
            shock,
            f"{written(shock, '+.0f')} %".replace("-", "\u2212"),
        ),
    )
    return View(rows, headlines, _sentence(mix, spread / spread_start - 1, risk / start - 1))


def _sentence(mix: pd.Series, spread: float, risk: float) -> str:
    listed = _(
        "The city has {steel:.0f} % steel, {coal:.0f} % coal, {aluminium:.0f} % aluminium and "
        "{services:.0f} % services."
    ).format(**mix)
    if mix.equals(portfolio.BASE):
        return listed
    if risk > 0.005:
        moved = _(
            "Against the steel city its concentration falls by {fewer} %, and its volatility "
            "rises by {safer} %: the new products swing more than the old."
        )
    elif risk > spread / 2:
        moved = _(
            "Against the steel city its concentration falls by {fewer} %, its volatility by "
            "{safer} %: much of what the count promises is lost, for the sectors fall together."
        )
    else:
        moved = _(
            "Against the steel city its concentration falls by {fewer} %, its volatility by "
            "{safer} %: here the count and the risk tell nearly the same story."
        )
    shown = {"fewer": written(100 * abs(spread), ".0f"), "safer": written(100 * abs(risk), ".0f")}
    return f"{listed} {moved.format(**shown)}"


def frontier_view(source: str, together: str) -> View:
    """The least volatile mixes for each mean growth, and the four sectors alone."""
    mean, covariance = portfolio.market(source, together)
    frontier = portfolio.frontier(source, together)
    alone = pd.DataFrame({"expected": mean, "volatility": np.sqrt(np.diag(covariance))})
    rows = pd.concat([frontier, alone.assign(label=SECTORS)])[["expected", "volatility", "label"]]
    rows[["expected", "volatility"]] *= 100
    rows["label"] = rows["label"].fillna("")
    # The city lies to the right of steel if prices are real.
    rows["left"] = (rows["label"] == SECTORS["steel"]) & (source != "stylised")
    return View(rows.rename(columns={"expected": "growth"}))


def chart() -> alt.LayerChart:
    """Sectors, frontier, the steel city and the reader's city in one plane of risk and growth."""
    x = alt.X("volatility:Q", title=_("volatility, % a year"))
    x = x.scale(domain=[0, 50]).axis(tickCount=6)
    y = alt.Y("growth:Q", title=_("mean growth, % a year (guess)")).scale(
        domain=[0, 8.5], nice=False
    )
    y = y.axis(values=[0, 2, 4, 6, 8])
    field = alt.Chart(alt.NamedData(name="frontier"))
    line = (
        field.transform_filter("datum.label == ''")
        .mark_line(color=LIGHT["muted"], strokeDash=[6, 4], interpolate="monotone")
        .encode(x, y, order="growth:Q")
    )
    alone = field.transform_filter("datum.label != ''")
    points = alone.mark_point(size=45, color=LIGHT["muted"]).encode(x, y)
    names = [
        alone.transform_filter(side)
        .mark_text(align=align, dx=dx, dy=4, color=LIGHT["ink"])
        .encode(x, y, text="label:N")
        for side, align, dx in (("!datum.left", "left", 8), ("datum.left", "right", -8))
    ]
    city = alt.Chart(alt.NamedData(name="mix"))
    first = {"x": alt.X("volatility_start:Q"), "y": alt.Y("growth_start:Q")}
    way = city.mark_rule(color=LIGHT["novokuznetsk"], strokeWidth=2).encode(
        **first, x2="volatility:Q", y2="growth:Q"
    )
    before = city.mark_point(
        shape="square", filled=False, size=150, strokeWidth=2, color=LIGHT["novokuznetsk"]
    ).encode(**first)
    track = city.transform_calculate(growth=str(TRACK)).encode(y=y)
    count = [
        track.mark_rule(color=LIGHT["muted"]).encode(alt.X("volatility_start:Q"), x2="counted:Q"),
        track.mark_point(filled=False, size=110, strokeWidth=2, color=LIGHT["muted"]).encode(
            alt.X("counted:Q")
        ),
        track.mark_text(
            align="left", dx=10, color=LIGHT["muted"], text=_("by the count alone")
        ).encode(alt.X("volatility_start:Q")),
    ]
    now = city.mark_point(shape="square", size=170, color=LIGHT["novokuznetsk"]).encode(x, y)
    label = city.mark_text(
        align="right",
        dx=6,
        dy=-16,
        fontWeight=600,
        color=LIGHT["novokuznetsk"],
        text=_("your city"),
    ).encode(x, y)
    layers = alt.layer(line, points, *names, way, before, *count, now, label)
    return layers.properties(width="container", height=340)


EXPLORER = Explorer(
    name="city-portfolio",
    title=_("City portfolio"),
    kicker=_("stylised city, SYNTHETIC; prices real"),
    pattern="novokuznetsk",
    controls=(
        Slider("exports", _("From steel into coal and aluminium"), EXPORTED, 0, _("points")),
        Slider("services", _("From steel and coal into services"), SERVED, 0, _("points")),
        Choice("source", _("Swings"), SOURCES, "stylised"),
        Choice("together", _("Moving together"), TOGETHER, "given"),
    ),
    parts={
        "frontier": Part(("source", "together"), frontier_view),
        "mix": Part(("exports", "services", "source", "together"), mix_view),
    },
    chart=chart,
    presets=(
        Preset(_("Steel city"), {}),
        Preset(_("More export products"), {"exports": 30}),
        Preset(_("A fifth into services"), {"services": 20}),
        Preset(_("More exports, thermal coal"), {"exports": 30, "source": "dollars"}),
        Preset(_("The same, coking coal"), {"exports": 30, "source": "coking"}),
        Preset(_("Services, coking coal"), {"services": 20, "source": "coking"}),
    ),
    prediction=Prediction(
        _(
            "A city lives by 70 % on steel. It moves 30 points into coal and aluminium, and its "
            "index of concentration falls by 41 %. By how much does its volatility fall?"
        ),
        {
            _("by about 40 %"): _(
                "That would be risk by counting. Press “More export products” and compare."
            ),
            _("by about 20 %"): _(
                "So it would be if the three moved independently. Try that under “Moving together”."
            ),
            _("by less than 10 %"): _(
                "By 7 %. Now find out what 20 points of services do, and why."
            ),
            _("not at all: exports are exports"): _(
                "With these made-up swings three prices are still better than one. With real ones "
                "it depends on whose price of coal you take: try two."
            ),
        },
    ),
    alt=_(
        "Volatility across, mean growth upwards. Four points for the sectors alone, a dashed line "
        "for the least volatile mixes, an open square for the steel city and a filled one for the "
        "reader's city; below, a ring at the volatility that the count alone would give."
    ),
    source=_(
        "Figures: stylised city SYNTHETIC; prices, table prices: 2002–2023, with coking coal "
        "2002–2021. 2015: what world prices alone did to the city's income, services unchanged."
    ),
    limits=_(
        "quantities, costs, taxes, debts and owners; what local services earn from the mills. Steel"
        " is an American price, coal an Australian or a Japanese one. Services have no price"
        " series: volatility 8 %, mean growth 1.5 % and correlations of 0.15 to 0.2, or 0.7, are"
        " assumed. Means are guesses: the height of the dots is worth little, their place across a"
        " good deal more."
    ),
)

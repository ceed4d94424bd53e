"""Week 6, "City portfolio": the shares of four sectors, what swings with them and what does not."""

from __future__ import annotations

from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from regecon.data import load
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
from regecon.methods.risk import covariance_matrix, minimum_variance_frontier, portfolio_variance

SECTORS = {
    "steel": _("steel"),
    "coal": _("coal"),
    "aluminium": _("aluminium"),
    "services": _("services"),
}
EXPORTS = ["steel", "coal", "aluminium"]
PRICES = {
    "steel": "steel_producer_prices_us",
    "coal": "coal_thermal_australia",
    "aluminium": "aluminium_lme",
}
YEARS = slice(2002, 2023)  # changes for which all three prices and the rouble are known
CRASHES = (2009, 2015, 2022)
TRACK = 0.6  # where the chart shows what the count alone would say, below all sectors
EXPORTED, SERVED = (0, 6, 12, 18, 24, 30), (0, 10, 20, 30, 40)  # points
MOST_SERVICES = 45  # per cent: as far as the sliders go, and no town goes further in a decade

# SYNTHETIC: the stylised city. The means are made up too; nobody knows the future ones.
BASE = pd.Series({"steel": 70.0, "coal": 20.0, "aluminium": 5.0, "services": 5.0})
VOLATILITY = pd.Series({"steel": 0.25, "coal": 0.30, "aluminium": 0.22, "services": 0.08})
MEANS = pd.Series({"steel": 0.03, "coal": 0.04, "aluminium": 0.02, "services": 0.015})
PAIRS = {("steel", "coal"): 0.75, ("steel", "aluminium"): 0.6, ("coal", "aluminium"): 0.45}
SERVICES = {"steel": 0.2, "coal": 0.2, "aluminium": 0.15}  # assumed with real prices as well
FOLLOWING = 0.7

SOURCES = {
    "stylised": _("stylised, SYNTHETIC"),
    "dollars": _("world prices, dollars"),
    "roubles": _("world prices, roubles"),
}
TOGETHER = {
    "given": _("as in the source"),
    "apart": _("exports move independently"),
    "follow": _("services follow exports (0.7)"),
}


def shares(exports: float, services: float) -> pd.Series:
    """Shares of the four sectors after two shifts, in per cent.

    A third of ``exports`` points goes from steel to coal, the rest to aluminium; ``services``
    points come from steel and coal, three to one.
    """
    shift = {
        "steel": -exports - 0.75 * services,
        "coal": exports / 3 - 0.25 * services,
        "aluminium": exports * 2 / 3,
        "services": services,
    }
    return BASE + pd.Series(shift)


@cache
def price_changes(currency: str) -> pd.DataFrame:
    """Yearly log changes of the three world prices, in dollars or in roubles."""
    prices = load("prices").pivot_table("value", "year", "series")
    levels = prices[list(PRICES.values())].set_axis(EXPORTS, axis="columns")
    if currency == "roubles":
        levels = levels.mul(prices["rouble_average"], axis="index")
    return np.log(levels).diff().loc[YEARS]


@cache
def market(source: str, together: str) -> tuple[pd.Series, pd.DataFrame]:
    """Means and covariances of the four sectors.

    Services have no price series: their volatility, mean and correlations are assumed. The
    means of world prices are those in dollars, as the rouble's own trend is inflation.
    """
    if source == "stylised":
        mean, volatility = MEANS, VOLATILITY
        correlation = pd.DataFrame(np.eye(3), index=EXPORTS, columns=EXPORTS)
        for (one, other), value in PAIRS.items():
            correlation.loc[one, other] = correlation.loc[other, one] = value
    else:
        changes = price_changes(source)
        mean = pd.concat([price_changes("dollars").mean(), MEANS[["services"]]])
        volatility = pd.concat([changes.std(), VOLATILITY[["services"]]])
        correlation = changes.corr()
    if together == "apart":
        correlation = pd.DataFrame(np.eye(3), index=EXPORTS, columns=EXPORTS)
    whole = correlation.reindex(index=list(SECTORS), columns=list(SECTORS), fill_value=1.0)
    for sector in EXPORTS:
        value = FOLLOWING if together == "follow" else SERVICES[sector]
        whole.loc[sector, "services"] = whole.loc["services", sector] = value
    return mean, covariance_matrix(volatility, whole)


def volatility_of(mix: pd.Series, source: str, together: str = "given") -> float:
    """Standard deviation of the city's yearly growth, as a share."""
    return portfolio_variance(mix / 100, market(source, together)[1]) ** 0.5


@cache
def at_first(source: str, together: str) -> tuple[float, float]:
    """Herfindahl index and volatility of the steel city."""
    return herfindahl(BASE), volatility_of(BASE, source, together)


def in_year(mix: pd.Series, year: int, currency: str) -> float:
    """What world prices alone did to income in a year, per cent; services stand still."""
    growth = np.expm1(price_changes(currency).loc[year])
    return float(mix[EXPORTS] @ growth)


def mix_view(exports: float, services: float, source: str, together: str) -> View:
    """The city's dot, its concentration and three years that it remembers."""
    mix = shares(exports, services)
    mean, risk = market(source, together)[0], volatility_of(mix, source, together)
    spread = herfindahl(mix)
    spread_start, start = at_first(source, together)
    currency = "roubles" if source == "roubles" else "dollars"
    crashes = [in_year(mix, year, currency) for year in CRASHES]
    rows = pd.DataFrame(
        {
            "volatility": [100 * risk],
            "growth": [mix @ mean],
            "volatility_start": [100 * start],
            "growth_start": [BASE @ mean],
            # With equal, independent sectors volatility would go with the root of the index.
            "counted": [100 * start * (spread / spread_start) ** 0.5],
        }
    )
    headlines = (
        Headline(_("Herfindahl"), spread, written(spread, ".3f")),
        Headline(_("volatility"), 100 * risk, f"{written(100 * risk, '.1f')} %"),
        *(
            Headline(str(year), change, f"{written(change, '+.0f')} %".replace("-", "\u2212"))
            for year, change in zip(CRASHES, crashes, strict=True)
        ),
    )
    return View(rows, headlines, _sentence(mix, spread / spread_start - 1, risk / start - 1))


def _sentence(mix: pd.Series, spread: float, risk: float) -> str:
    listed = _(
        "The city has {steel:.0f} % steel, {coal:.0f} % coal, {aluminium:.0f} % aluminium and "
        "{services:.0f} % services."
    ).format(**mix)
    if mix.equals(BASE):
        return listed
    fewer, safer = 100 * spread, 100 * risk
    moved = _(
        "Against the steel city its concentration {spread} by {fewer:.0f} %, its volatility "
        "{risk} by {safer:.0f} %."
    ).format(
        spread=_("falls") if fewer < 0 else _("rises"),
        fewer=abs(fewer),
        risk=_("falls") if safer < 0 else _("rises"),
        safer=abs(safer),
    )
    if safer > 0.5:
        end = _("More products, more risk: the new ones swing more than the old.")
    elif safer > fewer / 2:
        end = _("Much of what the count promises is lost, for the sectors fall together.")
    else:
        end = _("Here the count and the risk tell nearly the same story.")
    return f"{listed} {moved} {end}"


def frontier_view(source: str, together: str) -> View:
    """The least volatile mixes for each mean growth, and the four sectors alone."""
    mean, covariance = market(source, together)
    most = pd.Series(1.0, index=list(SECTORS))
    most["services"] = MOST_SERVICES / 100
    frontier = minimum_variance_frontier(mean, covariance, points=9, upper=most)
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
        dy=19, fontWeight=600, color=LIGHT["novokuznetsk"], text=_("your city")
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
        Preset(_("More exports, real prices"), {"exports": 30, "source": "dollars"}),
        Preset(_("The same in roubles"), {"exports": 30, "source": "roubles"}),
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
                "Nearly. Three prices are still better than one, as long as they are not the same "
                "price. How much better, the chart says."
            ),
        },
    ),
    alt=_(
        "Volatility across, mean growth upwards. Four points for the sectors alone, a dashed line "
        "for the least volatile mixes, an open square for the steel city and a filled one for the "
        "reader's city; below, a ring at the volatility that the count alone would give."
    ),
    source=_(
        "Figures: stylised city SYNTHETIC; prices 2002–2023, table prices. 2009, 2015, 2022: what "
        "world prices alone did to the city's income, services unchanged."
    ),
    limits=_(
        "quantities, costs, taxes and owners; what local services earn from the mills. Steel is"
        " an American price, coal an Australian one. Services have no price series: volatility 8 %,"
        " mean growth 1.5 % and correlations of 0.15 to 0.2, or 0.7, are assumed. Means are"
        " guesses: the height of the dots is worth little, their place across a good deal more."
    ),
)

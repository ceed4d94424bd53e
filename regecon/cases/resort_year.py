"""A resort's year: twelve months, six products, a winter that may fail, a room that must pay.

The months, the products, the room and the winters are SYNTHETIC: no count of Sheregesh by months,
rooms or products is published. What is counted, the summers and the winters, comes from
:mod:`regecon.cases.resort`. Used by week 10, its explorer, lab and exercises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil

import numpy as np
import pandas as pd

from regecon.cases.resort import SEASON_DAYS, counts
from regecon.data import load
from regecon.methods.seasons import add_season, seasonality
from regecon.methods.tourism import break_even_occupancy

MONTHS = tuple(range(1, 13))
SNOW_MONTHS = (1, 2, 3, 4, 11, 12)

# Everything below is SYNTHETIC. Money in roubles a guest; fixed costs in million roubles a year.
SNOW_ELASTICITY = 0.6  # as in the script that made the monthly visits
MARGIN = 1_600  # what a guest leaves after the costs of the visit
CAPACITY_COST = 6_800  # a year for each guest that the peak month of a normal winter can hold
JOB_MONTHS = 12  # per thousand guests
SUMMER = {6: 0.3, 7: 0.4, 8: 0.3}
SUMMER_MARGIN = 600  # beds are cheap in July
SUMMER_OPENING = 80  # staff, lifts and advertising, due with the first guest
SUMMER_SHARES = (0, 5, 10, 20, 30)
SNOW = {"poor": 0.7, "normal": 1.0, "rich": 1.3, "twice": 1.0}  # snow of a winter, normal is 1


@dataclass(frozen=True)
class Product:
    """One of the six kinds of tourism that the report names; all figures SYNTHETIC.

    ``taken`` is the share of its guests who would have come anyway in the same month: they are
    no new guests, and what they would have spent is lost.
    """

    guests: float  # thousand a year
    profile: Mapping[int, float]
    margin: float
    fixed: float
    taken: float
    job_months: float


WARM = {6: 0.25, 7: 0.3, 8: 0.3, 9: 0.15}
PRODUCTS = {
    "sport": Product(60, WARM, 900, 35, 0.1, 15),
    "industrial": Product(30, dict.fromkeys(MONTHS, 1 / 12), 700, 10, 0.3, 15),
    "eco": Product(25, {5: 0.1} | {m: 0.9 * w for m, w in WARM.items()}, 600, 8, 0.05, 25),
    "photo": Product(10, {5: 0.3, 9: 0.35, 10: 0.35}, 800, 2, 0.1, 20),
    "jeep": Product(40, WARM, 1_500, 45, 0.1, 25),
    "horse": Product(15, WARM, 700, 14, 0.05, 40),
}


@dataclass(frozen=True)
class Year:
    """Thousand guests by month and kind, the result in million roubles, thousand job-months."""

    guests: pd.DataFrame
    result: float
    job_months: np.ndarray

    @property
    def total(self) -> pd.Series:
        """Guests of each month."""
        return pd.Series(self.guests.to_numpy().sum(axis=1), index=self.guests.index)


@cache
def skiers() -> np.ndarray:
    """Guests of the stylised year, thousand by month: a million, nearly all in winter."""
    table = load("visits_monthly_synthetic")
    return table.loc[table["year"] == 0, "visits"].to_numpy() / 1000


def by_month(weights: Mapping[int, float]) -> np.ndarray:
    """Weights of all twelve months."""
    return np.array([weights.get(month, 0.0) for month in MONTHS])


def year(products: tuple[str, ...] = (), summer: float = 0, winter: str = "normal") -> Year:
    """The resort's year (SYNTHETIC).

    Parameters
    ----------
    products : tuple of str
        Products offered, keys of ``PRODUCTS``.
    summer : float
        Share of summer holidaymakers in a normal year without products, per cent.
    winter : str
        ``"poor"``, ``"normal"`` or ``"rich"`` in snow, or ``"twice"`` as many guests.
    """
    chosen = [PRODUCTS[name] for name in products]
    parts = [product.guests * by_month(product.profile) for product in chosen]
    nobody = np.zeros(len(MONTHS))
    drawn = sum(parts, nobody)
    taken = sum((p.taken * part for p, part in zip(chosen, parts, strict=True)), nobody)
    usual = skiers() * (2 if winter == "twice" else 1)
    snowy = np.isin(MONTHS, SNOW_MONTHS)
    came = usual * np.where(snowy, SNOW[winter] ** SNOW_ELASTICITY, 1) - taken
    holiday = skiers().sum() * summer / (100 - summer) * by_month(SUMMER)
    peak = (usual - taken + holiday + drawn).max()
    earned = MARGIN * came.sum() + SUMMER_MARGIN * holiday.sum() - CAPACITY_COST * peak
    earned = earned / 1000 - (SUMMER_OPENING if summer else 0)
    earned += sum(p.margin * p.guests / 1000 - p.fixed for p in chosen)
    jobs = JOB_MONTHS * (came + holiday)
    jobs += sum((p.job_months * part for p, part in zip(chosen, parts, strict=True)), nobody)
    kinds = {"skiers": came, "summer": holiday, "products": drawn}
    guests = pd.DataFrame(kinds, index=pd.Index(MONTHS, name="month"))
    return Year(guests, float(earned), jobs / 1000)


def summer_threshold() -> float:
    """Summer guests from which on the opening of the resort pays, thousand (SYNTHETIC)."""
    return 1000 * SUMMER_OPENING / SUMMER_MARGIN


@cache
def product_table() -> pd.DataFrame:
    """What each product alone changes in a normal year: Gini, fullest month, result.

    Returns
    -------
    DataFrame (products,)
        Changes of ``gini``, of ``peak`` in thousand guests and of ``result`` in million roubles.
    """
    usual = year()
    gini = seasonality(usual.total)["gini"]
    rows = {}
    for name in PRODUCTS:
        made = year((name,))
        rows[name] = {
            "gini": seasonality(made.total)["gini"] - gini,
            "peak": made.total.max() - usual.total.max(),
            "result": made.result - usual.result,
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("product")


# The room of the chapter, SYNTHETIC: roubles a year, roubles a night, nights.
ROOM = {"fixed_cost": 600_000, "price": 3_500, "variable_cost": 900}
WINTER_NIGHTS, WINTER_FILLED, SUMMER_NIGHTS = SEASON_DAYS, 0.7, 92
SUMMER_PRICE, SUMMER_ROOM_OPENING = 2_000, 40_000


def room() -> pd.Series:
    """What a room has to sell: nights, shares in per cent, prices in roubles (SYNTHETIC).

    Nights are whole nights that are enough, so they are rounded up.
    """
    margin = ROOM["price"] - ROOM["variable_cost"]
    filled = WINTER_NIGHTS * WINTER_FILLED
    summer = break_even_occupancy(
        SUMMER_ROOM_OPENING, SUMMER_PRICE, ROOM["variable_cost"], nights=SUMMER_NIGHTS
    )
    return pd.Series(
        {
            "nights": ceil(ROOM["fixed_cost"] / margin),
            "year": 100 * break_even_occupancy(**ROOM),
            "winter": 100 * break_even_occupancy(**ROOM, nights=WINTER_NIGHTS),
            "full_price": ROOM["fixed_cost"] / WINTER_NIGHTS + ROOM["variable_cost"],
            "real_price": ROOM["fixed_cost"] / filled + ROOM["variable_cost"],
            "winter_gap": (ROOM["fixed_cost"] - filled * margin) / 1000,
            "summer": 100 * summer,
            "summer_nights": ceil(summer * SUMMER_NIGHTS),
        }
    )


STRIKE, LOADING = 1.0, 0.3  # assumed: pays below normal snow, costs 30 % more than it pays


def snow_slope(years: pd.DataFrame) -> float:
    """Thousand visits for a unit of snow, by least squares over some winters."""
    return float(np.polyfit(years["snow"], years["visits"], 1)[0])


@cache
def winters() -> pd.DataFrame:
    """Ten SYNTHETIC winters, without and with a policy that pays by the snow.

    Returns
    -------
    DataFrame (winters,)
        ``snow`` (normal is 1), thousand ``visits``, and in million roubles: ``payout``, the
        result against the average winter ``bare``, and the same ``insured``. The payment for a
        unit of snow is the slope over these ten winters; ``attrs`` hold ``slope`` and ``premium``.
    """
    table = load("visits_monthly_synthetic")
    table = table[(table["year"] > 0) & table["month"].isin(SNOW_MONTHS)]
    years = table.groupby("year").agg(snow=("snow", "first"), visits=("visits", "sum"))
    years["visits"] /= 1000
    slope = snow_slope(years)
    years["payout"] = slope * MARGIN / 1000 * (STRIKE - years["snow"]).clip(lower=0)
    premium = (1 + LOADING) * years["payout"].mean()
    years["bare"] = MARGIN / 1000 * (years["visits"] - years["visits"].mean())
    years["insured"] = years["bare"] + years["payout"] - premium
    years.attrs = {"slope": slope, "premium": premium}
    return years


SUMMERS = ("2013_summer", "2014_summer", "2019_summer", "2020_summer", "2024_summer", "2025_summer")


def summer_shares() -> pd.DataFrame:
    """How much of a year of counts fell into summer, and how uneven that makes the year.

    For 2025 there are four readings: summer beside the total of 1,500 thousand or inside it, beside
    it with the smaller count of the summer that TASS has, and beside the total of 2,600 thousand
    that counts excursions and festivals in.

    Returns
    -------
    DataFrame (readings,)
        Thousand visits of ``summer`` and ``winter``, the ``share`` of summer in per cent, and the
        ``gini`` of the stylised months (SYNTHETIC) with that share of summer.
    """
    visits = counts()
    pairs = {
        "2014": ("2014_summer", "2015_full"),
        "2024": ("2024_summer", "2024_season"),
        "2025": ("2025_summer", "2025_full"),
        "2025_inside": ("2025_summer", "2025_winter"),
        "2025_tass": ("2025_summer_tass", "2025_full"),
        "2025_festivals": ("2025_summer", "2025_with_festivals"),
    }
    rows = {}
    for name, (summer, winter) in pairs.items():
        share = visits[summer] / (visits[summer] + visits[winter])
        months = add_season(year().total, pd.Series(SUMMER), share)
        rows[name] = {
            "summer": visits[summer],
            "winter": visits[winter],
            "share": 100 * share,
            "gini": seasonality(months)["gini"],
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("reading")

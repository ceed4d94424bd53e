"""A city as a portfolio: shares of four sectors, and prices that swing together or apart.

The stylised steel city is SYNTHETIC (its shares, means, volatilities and correlations are made
up); world prices are those of the table ``prices``. Services have no price series, so their
volatility and correlations stay assumed whatever quotations are chosen.
"""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pandas as pd

from regecon.data import load
from regecon.methods.diversity import herfindahl
from regecon.methods.risk import covariance_matrix, minimum_variance_frontier, portfolio_variance

HERE = "Kemerovo oblast"
EXPORTS = ("steel", "coal", "aluminium")
SECTORS = (*EXPORTS, "services")

# SYNTHETIC: the stylised city. The means are made up too; nobody knows the future ones.
BASE = pd.Series({"steel": 70.0, "coal": 20.0, "aluminium": 5.0, "services": 5.0})
MORE, SERVED = 30, 20  # points that the two moves of the chapter shift
VOLATILITY = pd.Series({"steel": 0.25, "coal": 0.30, "aluminium": 0.22, "services": 0.08})
MEANS = pd.Series({"steel": 0.03, "coal": 0.04, "aluminium": 0.02, "services": 0.015})
PAIRS = {("steel", "coal"): 0.75, ("steel", "aluminium"): 0.6, ("coal", "aluminium"): 0.45}
SERVICES = {"steel": 0.2, "coal": 0.2, "aluminium": 0.15}  # assumed with real prices as well
FOLLOWING = 0.7  # assumed: services that live on the wages of the works
MOST_SERVICES = 45  # per cent, assumed: no town goes further in a decade

STEEL, COAL, ALUMINIUM = "steel_producer_prices_us", "coal_thermal_australia", "aluminium_lme"
# What may stand for the price of steel and of coal in a steel town: no price of the town is known.
STEEL_QUOTATIONS = (STEEL, "iron_ore", "index_base_metals")
COAL_QUOTATIONS = (
    COAL,
    "coal_thermal_south_africa",
    "coal_europe",
    "coal_steam_japan",
    "coal_coking_japan",
)
# First and last year of the changes: of steel, Australian coal, aluminium and the rouble, and of
# all the quotations.
YEARS, COMMON_YEARS = (2002, 2023), (2002, 2021)

SOURCES = ("stylised", "dollars", "coking", "roubles")
TOGETHER = ("given", "apart", "follow")
CRASHES = (2009, 2015, 2022)


def shares(exports: float = 0, services: float = 0) -> pd.Series:
    """Shares of the four sectors after two shifts away from the steel city.

    Parameters
    ----------
    exports : float
        Points that leave steel, a third of them for coal and the rest for aluminium.
    services : float
        Points that leave steel and coal, three to one, for services.

    Returns
    -------
    Series, shape (4,)
        Per cent.

    Examples
    --------
    >>> shares(exports=30).to_dict()
    {'steel': 40.0, 'coal': 30.0, 'aluminium': 25.0, 'services': 5.0}
    """
    shift = {
        "steel": -exports - 0.75 * services,
        "coal": exports / 3 - 0.25 * services,
        "aluminium": exports * 2 / 3,
        "services": services,
    }
    return BASE + pd.Series(shift)


@cache
def changes_of(
    steel: str, coal: str, *, roubles: bool = False, years: tuple[int, int] = COMMON_YEARS
) -> pd.DataFrame:
    """Yearly log changes of three prices, by whichever quotations stand for steel and coal.

    Parameters
    ----------
    steel, coal : str
        Names of series in the table ``prices``.
    roubles : bool
        Turn dollars into roubles at the year's average rate.
    years : tuple of int
        First and last year of the changes.

    Returns
    -------
    DataFrame, shape (years, 3)
        Columns ``steel``, ``coal``, ``aluminium``.
    """
    prices = load("prices").pivot_table("value", "year", "series")
    levels = prices[[steel, coal, ALUMINIUM]].set_axis(list(EXPORTS), axis="columns")
    if roubles:
        levels = levels.mul(prices["rouble_average"], axis="index")
    return np.log(levels).diff().loc[slice(*years)]


def price_changes(source: str) -> pd.DataFrame:
    """Yearly log changes of the three prices in one of the ``SOURCES`` that have prices.

    Parameters
    ----------
    source : {"dollars", "coking", "roubles"}
        ``dollars`` and ``roubles`` take American steel and Australian thermal coal, ``coking``
        takes coking coal, in dollars and to 2021 only.

    Returns
    -------
    DataFrame, shape (years, 3)
    """
    if source == "coking":
        return changes_of(STEEL, "coal_coking_japan")
    return changes_of(STEEL, COAL, roubles=source == "roubles", years=YEARS)


@cache
def market(source: str, together: str = "given") -> tuple[pd.Series, pd.DataFrame]:
    """Means and covariances of the four sectors.

    Parameters
    ----------
    source : str
        One of ``SOURCES``. The means of prices are those in dollars, as the rouble's own trend
        is inflation.
    together : str
        One of ``TOGETHER``: correlations as in the source; exports that move independently;
        services that follow exports.

    Returns
    -------
    tuple of Series and DataFrame
    """
    if source == "stylised":
        mean, volatility, correlation = MEANS, VOLATILITY, _made_up()
    else:
        changes = price_changes(source)
        in_dollars = price_changes("dollars") if source == "roubles" else changes
        mean = pd.concat([in_dollars.mean(), MEANS[["services"]]])
        volatility = pd.concat([changes.std(), VOLATILITY[["services"]]])
        correlation = changes.corr()
    if together == "apart":
        correlation = pd.DataFrame(np.eye(3), index=EXPORTS, columns=EXPORTS)
    return mean, covariance_matrix(volatility, _with_services(correlation, together))


def _made_up() -> pd.DataFrame:
    correlation = pd.DataFrame(np.eye(3), index=EXPORTS, columns=EXPORTS)
    for (one, other), value in PAIRS.items():
        correlation.loc[one, other] = correlation.loc[other, one] = value
    return correlation


def _with_services(correlation: pd.DataFrame, together: str) -> pd.DataFrame:
    whole = correlation.reindex(index=SECTORS, columns=SECTORS, fill_value=1.0)
    for sector in EXPORTS:
        value = FOLLOWING if together == "follow" else SERVICES[sector]
        whole.loc[sector, "services"] = whole.loc["services", sector] = value
    return whole


def volatility_of(mix: pd.Series, source: str, together: str = "given") -> float:
    """Standard deviation of the city's yearly growth, as a share.

    Parameters
    ----------
    mix : Series, shape (4,)
        Shares in per cent.
    source, together : str
        As in :func:`market`.
    """
    return portfolio_variance(mix / 100, market(source, together)[1]) ** 0.5


def in_year(mix: pd.Series, year: int, source: str) -> float:
    """What world prices alone did to the city's income in a year, per cent; services stand still.

    Parameters
    ----------
    mix : Series, shape (4,)
        Shares in per cent.
    year : int
        A year of :func:`price_changes`.
    source : str
        As in :func:`price_changes`.
    """
    growth = np.expm1(price_changes(source).loc[year])
    return float(mix[list(EXPORTS)] @ growth)


@cache
def frontier(source: str, together: str = "given", points: int = 9) -> pd.DataFrame:
    """The least volatile mixes for each mean growth, with services held below ``MOST_SERVICES``."""
    mean, covariance = market(source, together)
    most = pd.Series(1.0, index=list(SECTORS))
    most["services"] = MOST_SERVICES / 100
    return minimum_variance_frontier(mean, covariance, points=points, upper=most)


@cache
def mixes() -> pd.DataFrame:
    """The steel city and two others: index of concentration, volatility under every assumption.

    Returns
    -------
    DataFrame, shape (3, 1 + sources + 2)
        Rows ``base``, ``more`` (30 points into coal and aluminium) and ``served`` (20 into
        services); ``spread`` is the Herfindahl index, the others volatilities in per cent:
        one for each source, and ``apart`` and ``follow`` for the stylised prices.
    """
    cities = {"base": BASE, "more": shares(exports=MORE), "served": shares(services=SERVED)}
    rows = {}
    for name, mix in cities.items():
        risks = {source: 100 * volatility_of(mix, source) for source in SOURCES}
        for together in ("apart", "follow"):
            risks[together] = 100 * volatility_of(mix, "stylised", together)
        rows[name] = {"spread": herfindahl(mix)} | risks
    return pd.DataFrame(rows).T


@cache
def quotations() -> pd.DataFrame:
    """What two moves do to volatility under every pair of quotations, in dollars and in roubles.

    Returns
    -------
    DataFrame, shape (pairs times 2, 5)
        ``steel``, ``coal``, ``currency`` and the change of volatility in per cent by 30 points
        more coal and aluminium (``more``) and by 20 points of services (``served``); changes of
        2002 to 2021, the years that all quotations have.

    Examples
    --------
    >>> table = quotations()
    >>> len(table), int((table["more"] > 0).sum()), int((table["served"] > 0).sum())
    (30, 14, 0)
    """
    rows = []
    for steel, coal, roubles in product(STEEL_QUOTATIONS, COAL_QUOTATIONS, (False, True)):
        changes = changes_of(steel, coal, roubles=roubles)
        volatility = pd.concat([changes.std(), VOLATILITY[["services"]]])
        covariance = covariance_matrix(volatility, _with_services(changes.corr(), "given"))
        base, more, served = (
            portfolio_variance(mix / 100, covariance) ** 0.5
            for mix in (BASE, shares(exports=MORE), shares(services=SERVED))
        )
        currency = "roubles" if roubles else "dollars"
        rows.append((steel, coal, currency, 100 * (more / base - 1), 100 * (served / base - 1)))
    return pd.DataFrame(rows, columns=["steel", "coal", "currency", "more", "served"])


@cache
def sector_changes(region: str = HERE) -> pd.DataFrame:
    """Yearly log changes of value added in mining, manufacturing and all the rest, nominal.

    The year 2016, where the classification changes, is left out.

    Parameters
    ----------
    region : str
        A region of the table ``grp_structure``.

    Returns
    -------
    DataFrame, shape (years, 3)
        Columns ``manufacturing``, ``mining``, ``rest``.
    """
    key = ["classification", "section"]
    table = load("grp_structure").merge(load("sections")[[*key, "group"]], on=key)
    table = table[table["region"] == region]
    kept = table["group"].where(table["group"].isin(["mining", "manufacturing"]), "rest")
    shared = table.pivot_table("share", "year", kept, aggfunc="sum")
    grp = load("grp")
    nominal = grp[grp["region"] == region].set_index("year")["nominal"]
    added = shared.mul(nominal, axis="index").dropna()
    return np.log(added.astype(float)).diff().dropna().drop(index=2016)

"""World prices and the oblast: levels, exposure, and what of a change of product is price."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from regecon.cases.portfolio import ALUMINIUM, COAL, COAL_QUOTATIONS, EXPORTS, HERE, STEEL
from regecon.data import load
from regecon.methods.risk import exposure_beta

WINDOW = 10  # years of the moving window
CUT = 2010  # last year of the earlier half
BOOM = (2021, 2022)


@cache
def series() -> pd.DataFrame:
    """The table ``prices`` with a column for each series, by year."""
    return load("prices").pivot_table("value", "year", "series")


@cache
def levels(base: int = 2005) -> pd.DataFrame:
    """Prices of steel, coal and aluminium as multiples of a base year.

    Parameters
    ----------
    base : int
        The year that is one.

    Returns
    -------
    DataFrame, shape (years, 3)
        American producer prices of steel, Australian thermal coal, aluminium in London.
    """
    chosen = series()[[STEEL, COAL, ALUMINIUM]].set_axis(list(EXPORTS), axis="columns")
    return chosen / chosen.loc[base]


@cache
def share_changes(region: str = HERE) -> pd.Series:
    """Yearly log change of a region's share in the product of all regions.

    Taking the share removes what all regions have in common, inflation included.

    Parameters
    ----------
    region : str
        A region of the table ``grp``.
    """
    product = load("grp")
    total = product[product["additive"]].groupby("year")["nominal"].sum()
    own = product[product["region"] == region].set_index("year")["nominal"]
    return np.log((own / total).astype(float)).diff().dropna().rename("share_change")


@cache
def exposure() -> pd.DataFrame:
    """Yearly changes of the oblast's share and of the coal price, by year (``coal_exposure``)."""
    return load("coal_exposure").set_index("year")


@cache
def moving_exposure() -> pd.DataFrame:
    """Exposure to coal in a moving window of ten years, by the window's last year."""
    changes = exposure()
    return exposure_beta(changes["share_change"], changes["coal_change"], window=WINDOW)


def slope(changes: pd.DataFrame) -> pd.Series:
    """Slope of the share on the price with its error: ``beta``, ``se`` and ``r2``.

    Parameters
    ----------
    changes : DataFrame
        Columns ``share_change`` and ``coal_change``.
    """
    return exposure_beta(changes["share_change"], changes["coal_change"]).iloc[-1]


@cache
def halves() -> pd.DataFrame:
    """Exposure to 2010 and from 2011 on by every quotation of coal, and the difference in errors.

    Returns
    -------
    DataFrame, shape (5, 8)
        Labelled by quotation: correlation ``r``, slopes ``early`` and ``late`` with ``early_se``
        and ``late_se``, their ``rise`` with ``rise_se``, and ``errors``, the one over the other.
        Japanese and European quotations end with 2021.
    """
    rows = {}
    for quotation in COAL_QUOTATIONS:
        coal = np.log(series()[quotation]).diff().rename("coal_change")
        changes = pd.concat([exposure()["share_change"], coal], axis="columns").dropna()
        early, late = slope(changes.loc[:CUT]), slope(changes.loc[CUT + 1 :])
        rise, error = late["beta"] - early["beta"], float(np.hypot(early["se"], late["se"]))
        rows[quotation] = {
            "r": changes["share_change"].corr(changes["coal_change"]),
            "early": early["beta"],
            "early_se": early["se"],
            "late": late["beta"],
            "late_se": late["se"],
            "rise": rise,
            "rise_se": error,
            "errors": rise / error,
        }
    return pd.DataFrame(rows).T


@cache
def first_and_2016() -> pd.DataFrame:
    """Slope in the first window of ten years and in the one that ends in 2016, by quotation."""
    rows = {}
    for quotation in COAL_QUOTATIONS:
        coal = np.log(series()[quotation]).diff().reindex(exposure().index).dropna()
        share = exposure()["share_change"].loc[coal.index]
        moving = exposure_beta(share, coal, window=WINDOW)["beta"]
        rows[quotation] = {"first": moving.iloc[0], "in_2016": moving[2016]}
    return pd.DataFrame(rows).T


@cache
def coal_regions() -> pd.Series:
    """Correlation of the share with the coal price for twelve regions of Siberia, highest first."""
    coal = np.log(series()[COAL]).diff()
    regions = load("siberian_indicators")["region"].unique()
    found = {region: share_changes(region).corr(coal) for region in regions}
    return pd.Series(found).sort_values(ascending=False)


@cache
def product(region: str = HERE) -> pd.DataFrame:
    """Gross regional product by year: ``nominal`` and ``volume_index``."""
    table = load("grp")
    return table[table["region"] == region].set_index("year")[["nominal", "volume_index"]]


def value_volume_price(year: int, region: str = HERE) -> pd.Series:
    """Change of product in a year: in ``value``, in ``volume`` and, by division, in ``price``.

    Parameters
    ----------
    year : int
        The year whose product is compared with that of the year before.
    region : str
        A region of the table ``grp``.

    Returns
    -------
    Series, shape (3,)
        Per cent.

    Examples
    --------
    >>> value_volume_price(2021).round(1).to_dict()
    {'value': 74.5, 'volume': 7.4, 'price': 62.5}
    """
    table = product(region)
    value = table["nominal"][year] / table["nominal"][year - 1]
    volume = table["volume_index"][year] / 100
    changes = {"value": value, "volume": volume, "price": value / volume}
    return 100 * (pd.Series(changes) - 1)


@cache
def panel(region: str = HERE) -> pd.DataFrame:
    """Wages, prices, jobs and profits of a region by year (table ``regional_indicators``)."""
    table = load("regional_indicators")
    return table[table["region"] == region].set_index("year")


@cache
def firms() -> pd.Series:
    """Figures of the large companies by the name of the fact (table ``enterprises``)."""
    return load("enterprises").set_index("id")["value"]

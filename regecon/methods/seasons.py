"""How uneven is the year of a resort, and what would a further season change?

Measures of seasonality for the visits of the months, the profile of a year to which a season
is added, and what several products together earn month by month.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from regecon.methods import _checks as check
from regecon.methods._regions import as_given, regions, shares_of_rows
from regecon.methods.inequality import _gini


def seasonality(visits: pd.Series | pd.DataFrame) -> pd.Series | pd.DataFrame:
    r"""How unevenly visits are spread over the months of a year.

    Parameters
    ----------
    visits : Series (months,) or DataFrame (places or years, months)
        Visits in each month, non-negative, in any unit; months without visits count as zero
        and must not be left out. Weeks or days will do as well.

    Returns
    -------
    Series or DataFrame
        ``gini`` (0 for an even year, 11/12 if all come in one month), ``theil`` (Theil's T),
        ``variation`` (standard deviation over mean), ``peak_to_mean`` (1 to 12),
        ``mean_to_peak`` (its inverse) and ``months_equivalent``, the length of an even season
        with the same Gini coefficient, 12 (1 - G). For a table a row for each place, NaN where
        it has no visits at all.

    Raises
    ------
    ValueError
        If a value is negative or missing, or there is only one month.

    Notes
    -----
    Two measures with similar names are each other's inverse: the seasonality ratio
    :math:`\max_m v_m / \bar v` and the seasonality indicator :math:`\bar v / \max_m v_m`. The
    variation takes the standard deviation of the twelve months, with divisor 12. For a Gini
    coefficient that reaches 1 use ``inequality.gini(visits, corrected=True)``.

    References
    ----------
    Yacoumis, J. (1980). Tackling seasonality: the case of Sri Lanka. International Journal of
    Tourism Management 1(2), 84-98 (ratio).
    Lundtorp, S. (2001). Measuring tourism seasonality. In: Baum, T., & Lundtorp, S. (eds),
    Seasonality in Tourism. Oxford: Pergamon, 23-50 (Gini coefficient, indicator).

    Examples
    --------
    Four quarters of which one has half of the visits:

    >>> visits = pd.Series({"I": 50, "II": 20, "III": 20, "IV": 10}, name="resort")
    >>> seasonality(visits).round(3)
    gini                 0.300
    theil                0.166
    variation            0.600
    peak_to_mean         2.000
    mean_to_peak         0.500
    months_equivalent    2.800
    Name: resort, dtype: float64
    """
    frame = regions(visits, "visits")
    if frame.shape[1] < 2:
        raise ValueError("visits: expected at least two months, got one")
    n = frame.shape[1]
    shares = shares_of_rows(frame)
    even = np.full(n, 1 / n)
    logs = np.log((shares * n).where(shares != 0, 1.0))  # an empty month adds nothing to Theil's T
    measures = pd.DataFrame(
        {
            "gini": [_gini(row, even) if row.sum() > 0 else np.nan for row in shares.to_numpy()],
            "theil": (shares * logs).sum(axis="columns", skipna=False),
            "variation": shares.std(axis="columns", ddof=0) * n,
            "peak_to_mean": shares.max(axis="columns") * n,
        },
        index=frame.index,
    )
    measures["mean_to_peak"] = 1 / measures["peak_to_mean"]
    measures["months_equivalent"] = n * (1 - measures["gini"])
    return as_given(measures, visits)


def add_season(visits: pd.Series, season: pd.Series, share: float) -> pd.Series:
    r"""Shares of the months when a further season takes a given share of the year.

    Parameters
    ----------
    visits : Series (months,)
        Visits in each month as they are, in any unit.
    season : Series (months,)
        Profile of the further season in any unit; months that it leaves out are zero.
    share : float
        Share of the further season in the visits of the new year, 0 to 1.

    Returns
    -------
    Series
        Share of each month, in the order of ``visits``; they sum to 1.

    Raises
    ------
    ValueError
        If a value is negative or missing, a total is zero, or ``season`` has an unknown month.

    Notes
    -----
    .. math:: (1 - s) \, v_m / \sum v + s \, w_m / \sum w

    Examples
    --------
    >>> winter = pd.Series({"Jan": 6, "Apr": 2, "Jul": 0, "Oct": 0})
    >>> add_season(winter, pd.Series({"Jul": 3, "Oct": 1}), share=0.2)
    Jan    0.60
    Apr    0.20
    Jul    0.15
    Oct    0.05
    dtype: float64
    """
    old, new = check.vector(visits, "visits"), check.vector(season, "season")
    check.non_negative(old, "visits")
    check.non_negative(new, "season")
    unknown = new.index.difference(old.index)
    if len(unknown):
        raise ValueError(f"season: {unknown.tolist()[0]!r} is no month of visits")
    share = check.number(share, "share", low=0, high=1)
    old_shares = old / check.positive_total(old, "visits")
    new_shares = new / check.positive_total(new, "season")
    return (1 - share) * old_shares + share * new_shares.reindex(old.index, fill_value=0)


def monthly_balance(guests: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    """What the products of a resort earn and cost, month by month.

    Parameters
    ----------
    guests : DataFrame (products, months)
        Guests of each product in each month, non-negative.
    products : DataFrame (products, 3)
        ``price`` and ``variable_cost`` for a guest, ``fixed_cost`` for a month, due whether
        guests come or not; any currency, non-negative.

    Returns
    -------
    DataFrame (months, 4)
        ``revenue``, ``variable_cost``, ``fixed_cost`` and ``balance``, which is the first less
        the other two, each summed over the products.

    Raises
    ------
    ValueError
        If a value is negative or missing, or the products of the two tables do not match.
    KeyError
        If a column of ``products`` is missing.

    Notes
    -----
    A product that draws guests from another one enters with the other's guests reduced: the
    tables know nothing of cannibalisation by themselves.

    Examples
    --------
    A lift that stands still in July, and bicycles that are hired out then:

    >>> guests = pd.DataFrame({"Jan": [100, 0], "Jul": [0, 30]}, index=["lift", "bicycle"])
    >>> products = pd.DataFrame(
    ...     {"price": [20, 10], "variable_cost": [5, 2], "fixed_cost": [900, 100]},
    ...     index=["lift", "bicycle"],
    ... )
    >>> monthly_balance(guests, products)
         revenue  variable_cost  fixed_cost  balance
    Jan   2000.0          500.0      1000.0    500.0
    Jul    300.0           60.0      1000.0   -760.0
    """
    guests, products = check.table(guests, "guests"), pd.DataFrame(products)
    needed = ["price", "variable_cost", "fixed_cost"]
    missing = [column for column in needed if column not in products]
    if missing:
        raise KeyError(f"products: expected a column {missing[0]!r}")
    money = check.table(products[needed], "products")
    check.non_negative(guests, "guests")
    check.non_negative(money, "products")
    check.same_labels(money.index, guests.index, "products", "guests")
    parts = pd.DataFrame(
        {
            "revenue": guests.mul(money["price"], axis="index").sum(),
            "variable_cost": guests.mul(money["variable_cost"], axis="index").sum(),
            "fixed_cost": money["fixed_cost"].sum(),
        }
    )
    balance = parts["revenue"] - parts["variable_cost"] - parts["fixed_cost"]
    return parts.assign(balance=balance)

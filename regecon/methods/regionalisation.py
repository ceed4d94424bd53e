"""What would the nation's input-output table look like for one region?

Regions rarely have a table of their own. Location-quotient methods scale the nation's input
coefficients down to what the region can supply itself; RAS fits a table to known row and column
totals. Both replace knowledge by assumption: a survey of the largest plants is worth more.

In every table rows deliver and columns receive.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from regecon.methods import _checks as check
from regecon.methods.specialisation import location_quotient


def cross_industry_quotient(regional: pd.Series, national: pd.Series) -> pd.DataFrame:
    r"""Location quotient of the supplying sector over that of the buying one.

    Parameters
    ----------
    regional, national : Series (sectors,)
        Output or employment of region and nation by sector; the nation's above zero.

    Returns
    -------
    DataFrame (sectors, sectors)
        Rows supply, columns buy. Zero for a supplier that the region lacks, infinite for a
        buyer that it lacks (the column then has no meaning).

    Raises
    ------
    ValueError
        If a value is negative or missing, one of the nation's is zero, labels do not match, or
        the region is empty.

    Notes
    -----
    .. math:: CILQ_{ij} = SLQ_i / SLQ_j

    References
    ----------
    Flegg, A. T. and Webber, C. D. (1997). On the appropriate use of location quotients in
    generating regional input-output tables: reply. Regional Studies 31(8), 795-805.

    Examples
    --------
    >>> sectors = ["mining", "steel"]
    >>> region, nation = pd.Series([40, 60], index=sectors), pd.Series([600, 400], index=sectors)
    >>> cross_industry_quotient(region, nation).round(3)
            mining  steel
    mining    1.00  0.444
    steel     2.25  1.000
    """
    simple = location_quotient(*_region_and_nation(regional, national))
    supply, demand = simple.to_numpy()[:, None], simple.to_numpy()[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = np.where(supply > 0, supply / demand, 0.0)
    return pd.DataFrame(quotient, index=simple.index, columns=simple.index)


def flegg_lambda(regional: pd.Series, national: pd.Series, delta: float = 0.25) -> float:
    r"""Flegg's weight for the size of a region: 1 for the nation, towards 0 for a small place.

    Parameters
    ----------
    regional, national
        As for :func:`cross_industry_quotient`.
    delta : float
        From 0 up to, but not including, 1. The larger, the more a small region imports.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        As for :func:`cross_industry_quotient`, if ``delta`` lies outside its range, or the
        region is larger than the nation.

    Notes
    -----
    .. math:: \lambda = [\log_2(1 + E_r / E_n)]^\delta

    References
    ----------
    Flegg, A. T. and Webber, C. D. (1997). On the appropriate use of location quotients in
    generating regional input-output tables: reply. Regional Studies 31(8), 795-805.

    Examples
    --------
    >>> sectors = ["mining", "steel"]
    >>> region, nation = pd.Series([40, 60], index=sectors), pd.Series([600, 400], index=sectors)
    >>> round(flegg_lambda(region, nation), 3)
    0.609
    """
    regional, national = _region_and_nation(regional, national)
    delta = check.number(delta, "delta", low=0, high=np.nextafter(1, 0))
    size = regional.sum() / national.sum()
    if size > 1 + 1e-9:
        raise ValueError(
            f"regional: the region ({regional.sum():g}) is larger than the nation "
            f"({national.sum():g})"
        )
    return float(np.log2(1 + size) ** delta)


def trade_quotients(
    regional: pd.Series, national: pd.Series, *, method: str = "flq", delta: float = 0.25
) -> pd.DataFrame:
    r"""How much of each input the region can supply itself, before the cap at 1.

    Parameters
    ----------
    regional, national
        As for :func:`cross_industry_quotient`.
    method : {"slq", "cilq", "flq", "aflq"}
        Simple, cross-industry, Flegg's, or Flegg's augmented quotients.
    delta : float
        Exponent of :func:`flegg_lambda`, for the last two.

    Returns
    -------
    DataFrame (sectors, sectors)
        Rows supply, columns buy; for :func:`regionalise`.

    Raises
    ------
    ValueError
        As for :func:`cross_industry_quotient` and :func:`flegg_lambda`, or if the method is
        unknown.

    Notes
    -----
    SLQ takes the supplier's simple quotient for all buyers. CILQ takes
    :math:`SLQ_i / SLQ_j`, but the simple quotient on the diagonal, where the ratio would always
    be 1. FLQ is :math:`\lambda` times that, so that a small region imports more. AFLQ
    multiplies the column of a buyer with :math:`SLQ_j > 1` with :math:`\log_2(1 + SLQ_j)`.
    There is no consensus on delta; values from 0.1 to 0.4 have been found best for different
    countries.

    References
    ----------
    Smith, P. and Morrison, W. I. (1974). Simulating the Urban Economy. London: Pion.
    Flegg, A. T. and Webber, C. D. (1997). On the appropriate use of location quotients in
    generating regional input-output tables: reply. Regional Studies 31(8), 795-805.
    Flegg, A. T. and Webber, C. D. (2000). Regional size, regional specialization and the FLQ
    formula. Regional Studies 34(6), 563-569.

    Examples
    --------
    >>> sectors = ["mining", "steel"]
    >>> region, nation = pd.Series([40, 60], index=sectors), pd.Series([600, 400], index=sectors)
    >>> trade_quotients(region, nation).round(3)
            mining  steel
    mining   0.406  0.271
    steel    1.370  0.913
    """
    if method not in ("slq", "cilq", "flq", "aflq"):
        raise ValueError(f"method: expected 'slq', 'cilq', 'flq' or 'aflq', got {method!r}")
    regional, national = _region_and_nation(regional, national)
    simple = location_quotient(regional, national)
    if method == "slq":
        return pd.DataFrame(dict.fromkeys(simple.index, simple))
    quotients = cross_industry_quotient(regional, national)
    quotients = quotients.mask(np.eye(len(simple), dtype=bool), simple, axis="index")
    if method != "cilq":
        quotients = quotients * flegg_lambda(regional, national, delta)
    if method == "aflq":
        quotients = quotients * np.log2(1 + simple.clip(lower=1))
    return quotients


def regionalise(coefficients: pd.DataFrame, quotients: pd.DataFrame | pd.Series) -> pd.DataFrame:
    r"""The nation's input coefficients, scaled to what the region supplies itself.

    Parameters
    ----------
    coefficients : DataFrame (sectors, sectors)
        Input coefficients of the nation, non-negative.
    quotients : DataFrame (sectors, sectors) or Series (sectors,)
        From :func:`trade_quotients`, or one quotient for each supplier. Quotients above 1 count
        as 1: the region supplies all and exports the rest.

    Returns
    -------
    DataFrame (sectors, sectors)
        The remainder, ``coefficients`` less this, is bought from other regions.

    Raises
    ------
    ValueError
        If the table is not square, a value is negative or missing, or labels do not match.

    Notes
    -----
    .. math:: a^r_{ij} = a_{ij} \min(1, q_{ij})

    References
    ----------
    Miller, R. E. and Blair, P. D. (2009). Input-Output Analysis: Foundations and Extensions,
    2nd ed. Cambridge University Press, ch. 8.

    Examples
    --------
    >>> sectors = ["mining", "steel"]
    >>> nation = pd.DataFrame([[0.1, 0.2], [0.2, 0.1]], index=sectors, columns=sectors)
    >>> regionalise(nation, pd.Series([0.5, 1.5], index=sectors))
            mining  steel
    mining    0.05    0.1
    steel     0.20    0.1
    """
    coefficients = check.square(check.table(coefficients, "coefficients"), "coefficients")
    check.non_negative(coefficients, "coefficients")
    sectors = coefficients.index
    if isinstance(quotients, pd.Series):
        quotients = check.aligned(quotients, "quotients", sectors, "coefficients")
        check.non_negative(quotients, "quotients")
        return coefficients.mul(quotients.clip(upper=1), axis="index")
    # An infinite quotient (a buyer that the region lacks) counts as 1 like any above it.
    quotients = check.table(pd.DataFrame(quotients).clip(upper=1), "quotients")
    check.non_negative(quotients, "quotients")
    check.same_labels(quotients.index, sectors, "quotients, rows", "coefficients")
    check.same_labels(quotients.columns, sectors, "quotients, columns", "coefficients")
    return coefficients * quotients.reindex_like(coefficients)


def ras(
    table: pd.DataFrame,
    row_totals: pd.Series,
    column_totals: pd.Series,
    *,
    tolerance: float = 1e-8,
    max_rounds: int = 1000,
) -> pd.DataFrame:
    r"""Fit a table to new row and column totals, as near to the old one as possible (RAS).

    Parameters
    ----------
    table : DataFrame (n, m)
        The known table, for example the nation's flows, non-negative.
    row_totals : Series (n,)
        What the rows have to add up to, non-negative.
    column_totals : Series (m,)
        What the columns have to add up to, with the same sum.
    tolerance : float
        Largest accepted distance from a total, relative to it.
    max_rounds : int
        Rounds of scaling before giving up.

    Returns
    -------
    DataFrame (n, m)
        Zeros of the old table stay zero.

    Raises
    ------
    ValueError
        If a value is negative or missing, labels do not match, the totals have different sums,
        a row or column of zeros has a total above zero, or no table with these zeros meets the
        totals.

    Notes
    -----
    Rows and columns are scaled in turn to their totals, :math:`\hat r A \hat s`, by the
    library ipfn. Of all tables with these totals the result has the smallest loss of
    information against the old one.

    References
    ----------
    Bacharach, M. (1970). Biproportional Matrices and Input-Output Change. Cambridge University
    Press.

    Examples
    --------
    >>> sectors = ["mining", "steel"]
    >>> old = pd.DataFrame([[10, 10], [10, 30]], index=sectors, columns=sectors)
    >>> ras(old, pd.Series([30, 40], index=sectors), pd.Series([20, 50], index=sectors)).round(2)
            mining  steel
    mining    12.4   17.6
    steel      7.6   32.4
    """
    from ipfn.ipfn import ipfn

    old = check.table(table, "table")
    rows = check.aligned(row_totals, "row_totals", old.index, "table, rows")
    columns = check.aligned(column_totals, "column_totals", old.columns, "table, columns")
    for name, values in (("table", old), ("row_totals", rows), ("column_totals", columns)):
        check.non_negative(values, name)
    tolerance = check.number(tolerance, "tolerance", low=0, open_low=True)
    max_rounds = int(check.number(max_rounds, "max_rounds", low=1))
    sums = check.positive_total(rows, "row_totals"), check.positive_total(columns, "column_totals")
    if not np.isclose(*sums, rtol=tolerance):
        raise ValueError(f"row_totals and column_totals: sums {sums[0]:g} and {sums[1]:g} differ")

    # ipfn divides by the totals, so that rows and columns that have to be zero are left out.
    rows_used, columns_used = rows[rows > 0], columns[columns > 0]
    used = old.loc[rows_used.index, columns_used.index]
    _not_empty(used.sum(axis="columns"), rows_used, "row_totals")
    _not_empty(used.sum(), columns_used, "column_totals")
    fitted = ipfn(
        used.to_numpy(copy=True),
        [rows_used.to_numpy(), columns_used.to_numpy()],
        [[0], [1]],
        convergence_rate=tolerance / 2,
        max_iteration=max_rounds,
        rate_tolerance=0,
    ).iteration()
    result = old * 0.0
    result.loc[used.index, used.columns] = fitted
    off_rows = (result.sum(axis="columns") - rows).abs() > tolerance * rows
    off_columns = (result.sum() - columns).abs() > tolerance * columns
    if off_rows.any() or off_columns.any():
        raise ValueError(
            f"table: no fit within {max_rounds} rounds; its zeros may leave no table with these "
            "totals"
        )
    return result


def _not_empty(sums: pd.Series, totals: pd.Series, name: str) -> None:
    empty = sums.index[sums == 0]
    if len(empty):
        label = empty.tolist()[0]
        raise ValueError(
            f"{name}: {label!r} has to add up to {totals[label]:g}, but has only zeros in the "
            "table (or stands only in lines that have to be zero)"
        )


def _region_and_nation(regional, national) -> tuple[pd.Series, pd.Series]:
    national = check.vector(national, "national")
    check.positive(national, "national")
    regional = check.aligned(regional, "regional", national.index, "national")
    check.non_negative(regional, "regional")
    check.positive_total(regional, "regional")
    return regional, national

"""What does a published table still say about the cells that it hides?

A statistical office leaves out a cell in which a single firm could be recognised. Where the
totals stay in the table, so does an interval for what is hidden: these functions work it out.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from regecon.methods import _checks as check


def suppressed_bounds(
    table: pd.DataFrame,
    row_totals: pd.Series,
    column_totals: pd.Series | None = None,
    *,
    slack: float = 0.0,
) -> pd.DataFrame:
    r"""Smallest and largest value that each hidden cell of a table can have.

    Parameters
    ----------
    table : DataFrame (regions, sectors)
        Published cells, non-negative, in any unit; a hidden one is missing (NaN).
    row_totals : Series (regions,)
        Published totals of the rows, in the same unit and of the same coverage.
    column_totals : Series (sectors,), optional
        Published totals of the columns. Without them only rows bind.
    slack : float
        How far the sum of a row or a column may lie from its total, in the unit of the table:
        half a unit of the last digit for each rounded number.

    Returns
    -------
    DataFrame
        A row for each hidden cell, in the order of the table, with columns ``lower`` and
        ``upper``.

    Raises
    ------
    ValueError
        If a value is negative, labels do not match, or no table has these totals.

    Notes
    -----
    Each bound is a linear programme, the smallest and the largest of a hidden cell
    :math:`x_{ij}` where

    .. math:: x_{ij} \ge 0, \qquad \sum_{j} x_{ij} = t_i - \sum_{j} e_{ij}

    with the sums over the hidden cells x and the shown cells e of a row, :math:`t_i` its total,
    and the same for columns. The bounds hold for each cell alone, not for all cells at once. A
    hidden cell that is alone in its row is not hidden: both its bounds are the difference.

    References
    ----------
    Isserman, A. M. and Westervelt, J. (2006). 1.5 million missing numbers: overcoming employment
    suppression in County Business Patterns data. International Regional Science Review 29(3),
    311-335.

    Examples
    --------
    Four cells are hidden. The small town's 40 jobs limit how far the large one can be off:

    >>> jobs = pd.DataFrame(
    ...     {"coal": [None, None], "steel": [None, None], "shops": [90, 60]}, ["large", "small"]
    ... )
    >>> suppressed_bounds(
    ...     jobs, pd.Series({"large": 390, "small": 100}),
    ...     pd.Series({"coal": 150, "steel": 190, "shops": 150}),
    ... )
                 lower  upper
    large coal   110.0  150.0
          steel  150.0  190.0
    small coal     0.0   40.0
          steel    0.0   40.0
    """
    cells = check.table(table, "table", allow_missing=True)
    check.non_negative(cells.fillna(0), "table")
    loose = check.number(slack, "slack", low=0)
    rows = check.aligned(row_totals, "row_totals", cells.index, "table, rows")
    left = [(cells.isna().to_numpy(), rows - cells.sum(axis="columns"))]
    if column_totals is not None:
        columns = check.aligned(column_totals, "column_totals", cells.columns, "table, columns")
        left.append((cells.isna().to_numpy().T, columns - cells.sum()))
    hidden = np.argwhere(cells.isna().to_numpy())
    bounds = _extremes(*_constraints(hidden, left), loose)
    labels = [(cells.index[i], cells.columns[j]) for i, j in hidden]
    index = pd.MultiIndex.from_tuples(labels) if labels else pd.MultiIndex.from_arrays([[], []])
    return pd.DataFrame(bounds, index=index, columns=["lower", "upper"])


def _constraints(hidden: np.ndarray, left: list) -> tuple[np.ndarray, np.ndarray]:
    """Which hidden cells each total holds together, and what is left for them."""
    sums, remains = [], []
    for axis, (mask, rest) in enumerate(left):
        for place in np.flatnonzero(mask.any(axis=1)):
            sums.append(hidden[:, axis] == place)
            remains.append(rest.iloc[place])
    return np.array(sums, dtype=float).reshape(len(sums), len(hidden)), np.array(remains)


def _extremes(sums: np.ndarray, remains: np.ndarray, loose: float) -> np.ndarray:
    count = sums.shape[1]
    limits = {"A_eq": sums, "b_eq": remains}
    if loose:
        both = np.concatenate([remains + loose, loose - remains])
        limits = {"A_ub": np.vstack([sums, -sums]), "b_ub": both}
    found = np.empty((count, 2))
    for k in range(count):
        aim = np.zeros(count)
        aim[k] = 1.0
        for side, sign in enumerate((1, -1)):
            answer = linprog(sign * aim, **limits)
            if not answer.success:
                raise ValueError(
                    "row_totals, column_totals: no table has these totals; do the published "
                    "cells exceed one of them, or are they rounded (give slack)?"
                )
            found[k, side] = answer.x[k]
    return np.round(found, 9) + 0.0  # no minus before a zero


def herfindahl_bounds(shown: pd.Series, total: float, hidden: int) -> tuple[float, float]:
    r"""Between which values the Herfindahl index lies if some sectors are hidden.

    Parameters
    ----------
    shown : Series (sectors,)
        Employment of the sectors that are published, non-negative.
    total : float
        Published employment of all sectors, in the same unit.
    hidden : int
        How many sectors are not published; at least one.

    Returns
    -------
    tuple of float
        The index if what is left is spread evenly, and if one hidden sector has all of it. With
        a single hidden sector the two are equal.

    Raises
    ------
    ValueError
        If a value is negative, the shown sectors exceed the total, or none is hidden.

    Notes
    -----
    .. math:: \frac{\sum e_i^2 + R^2 / k}{E^2} \le H \le \frac{\sum e_i^2 + R^2}{E^2}

    with :math:`E` the total, :math:`R` what the shown sectors leave of it, k hidden sectors.

    References
    ----------
    Hirschman, A. O. (1964). The paternity of an index. American Economic Review 54(5), 761-762.

    Examples
    --------
    Half of a town's 100 jobs are in two hidden sectors: (900 + 400 + 1,250) and
    (900 + 400 + 2,500) over 10,000.

    >>> herfindahl_bounds(pd.Series({"shops": 30, "schools": 20}), 100, hidden=2)
    (0.255, 0.38)
    """
    known = check.vector(shown, "shown")
    check.non_negative(known, "shown")
    whole = check.number(total, "total", low=0, open_low=True)
    count = check.whole(hidden, "hidden", low=1)
    rest = float(whole - known.sum())
    if rest < -1e-9 * whole:
        raise ValueError(f"shown: the sectors add up to {known.sum():g}, more than the total")
    squares, rest = float((known**2).sum()), max(rest, 0.0)
    return (squares + rest**2 / count) / whole**2, (squares + rest**2) / whole**2

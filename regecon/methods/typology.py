"""When does a word such as "old-industrial" fit a town? A rule that can be checked.

A composite score puts several indicators on one scale and averages them.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from regecon.methods._checks import flat, number, same_labels, table


def standardise(indicators: pd.DataFrame) -> pd.DataFrame:
    """Distance of each value from its column's mean, in standard deviations.

    Parameters
    ----------
    indicators
        Places by indicators, any units; at least two places and no missing value.

    Returns
    -------
    pandas.DataFrame
        The same shape, without unit; every column has mean 0 and standard deviation 1.

    Raises
    ------
    ValueError
        Fewer than two places, a missing value, or an indicator that is the same everywhere.

    Notes
    -----
    z = (x - mean) / s with the sample standard deviation (divisor n - 1).

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, pp. 27-29.

    Examples
    --------
    >>> standardise(pd.DataFrame({"age": [50, 70, 90]}, index=["A", "B", "C"]))
       age
    A -1.0
    B  0.0
    C  1.0
    """
    frame = table(indicators, "indicators")
    if len(frame) < 2:
        raise ValueError(f"indicators: expected at least two places, got {len(frame)}")
    # The standard deviation of a constant need not be zero: the mean of three times 0.1 is not 0.1.
    same = frame.columns[flat(frame)].tolist()
    if same:
        raise ValueError(f"indicators: {same[0]!r} is the same everywhere and tells nothing")
    return (frame - frame.mean()) / frame.std(ddof=1)


def composite_score(
    indicators: pd.DataFrame, weights: Mapping[str, float] | None = None
) -> pd.Series:
    """Weighted mean of standardised indicators.

    Parameters
    ----------
    indicators
        Places by indicators, each directed so that more means more of what is scored.
    weights
        Indicator to weight; equal weights by default. They need not sum to one.

    Returns
    -------
    pandas.Series
        A score per place, without unit; 0 is the average place of the list.

    Raises
    ------
    ValueError
        As `standardise`; or weights that are negative, all zero or for other indicators.

    Notes
    -----
    The score compares the places of one list. Another list, or another choice of
    indicators, gives other numbers and possibly another order.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, pp. 31-33.

    Examples
    --------
    >>> towns = pd.DataFrame({"age": [50, 70, 90], "loss": [1, 3, 2]}, index=["A", "B", "C"])
    >>> composite_score(towns)
    A   -1.0
    B    0.5
    C    0.5
    Name: score, dtype: float64
    """
    z = standardise(indicators)
    if weights is None:
        return z.mean(axis=1).rename("score")
    same_labels(weights, z.columns, "weights", "indicators, columns")
    share = pd.Series({name: number(weights[name], f"weights[{name!r}]", low=0) for name in z})
    if share.sum() == 0:
        raise ValueError("weights: expected at least one above zero, got none")
    return z.mul(share).sum(axis=1).div(share.sum()).rename("score")

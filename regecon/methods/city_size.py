"""How do the sizes of cities fall from the first to the last?

The rank-size rule, estimated so that the slope and its standard error may be believed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from regecon.methods import _checks as check


@dataclass(frozen=True)
class RankSize:
    """A fitted rank-size rule.

    Attributes
    ----------
    slope, intercept
        Of the logarithm of rank on the logarithm of size; Zipf's law is a slope of -1.
    std_error
        Of the slope, the absolute slope (2/n)^0.5.
    ols_std_error
        What least squares reports for the slope: far too small, since ranks are not
        independent of one another. Shown to be distrusted; NaN with two cities.
    r_squared
        Of the regression; high for almost any sorted list, and so no evidence.
    observations
        Number of cities, n.
    """

    slope: float
    intercept: float
    std_error: float
    ols_std_error: float
    r_squared: float
    observations: int


def rank_size(population: pd.Series, *, shift: float = 0.5, ties: str = "first") -> RankSize:
    r"""Slope of the rank-size rule with the correction of Gabaix and Ibragimov.

    Parameters
    ----------
    population : Series (cities,)
        Population of each city, above zero, of at least two different sizes.
    shift : float
        What is taken off the rank, from 0 (the plain rank) to below 1. With 0.5 the slope is
        free of the bias of small samples, to first order.
    ties : {"first", "average", "min"}
        Rank of cities of the same size: one after the other in the order of the table, the
        mean of their ranks, or the best of them for all.

    Returns
    -------
    RankSize

    Raises
    ------
    ValueError
        If a value is not above zero, all are equal, or an option is unknown.

    Notes
    -----
    .. math:: \ln(\text{rank}_i - \tfrac{1}{2}) = a - b \ln P_i, \qquad
        \mathrm{se}(b) = b \sqrt{2/n}

    The correction is made for samples from a distribution with a Pareto tail. Sizes that obey
    Zipf's rule exactly, 1, 1/2, 1/3 and so on, give -1 with the plain rank and a steeper slope
    with the correction: they are no sample.

    References
    ----------
    Gabaix, X., & Ibragimov, R. (2011). Rank - 1/2: a simple way to improve the OLS estimation
    of tail exponents. Journal of Business & Economic Statistics 29(1), 24-39.

    Examples
    --------
    >>> towns = pd.Series({"A": 600, "B": 300, "C": 200})
    >>> round(rank_size(towns, shift=0).slope, 3)
    -1.0
    >>> round(rank_size(towns).slope, 3), round(rank_size(towns).std_error, 3)
    (-1.478, 1.207)
    """
    sizes = check.vector(population, "population")
    check.positive(sizes, "population")
    if sizes.nunique() < 2:
        raise ValueError("population: expected at least two different sizes, got one")
    shift = check.number(shift, "shift", low=0)
    if shift >= 1:
        raise ValueError(f"shift: expected less than 1, got {shift:g}")
    if ties not in ("first", "average", "min"):
        raise ValueError(f"ties: expected 'first', 'average' or 'min', got {ties!r}")
    n = len(sizes)
    x = np.log(sizes)
    y = np.log(sizes.rank(ascending=False, method=ties) - shift)
    spread = x - x.mean()
    slope = float(spread @ y / (spread @ spread))
    residuals = y - y.mean() - slope * spread
    unexplained = float(residuals @ residuals)
    ols_error = np.sqrt(unexplained / (n - 2) / (spread @ spread)) if n > 2 else float("nan")
    return RankSize(
        slope=slope,
        intercept=float(y.mean() - slope * x.mean()),
        std_error=float(abs(slope) * np.sqrt(2 / n)),
        ols_std_error=float(ols_error),
        r_squared=1 - unexplained / float(((y - y.mean()) ** 2).sum()),
        observations=n,
    )

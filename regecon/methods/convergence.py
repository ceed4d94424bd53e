"""Do poor regions catch up with rich ones?

Sigma convergence asks whether the spread between regions becomes smaller, beta convergence
whether poor regions grow faster than rich ones. The second is needed for the first but does
not ensure it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from regecon.methods import _checks as check


def sigma_convergence(values) -> pd.DataFrame:
    r"""Spread of the values between regions, period by period.

    Parameters
    ----------
    values : DataFrame, shape (regions, periods)
        Income or product per head, above zero; a column for each period. Periods are compared
        in the order of their labels.

    Returns
    -------
    DataFrame, a row for each period
        ``sd_log``, the standard deviation of the logarithms; ``cv``, the coefficient of
        variation of the values themselves; ``f_ratio``, the variance of the logarithms in the
        first period over that of this one, above 1 if the spread became smaller; ``p_value``,
        two-sided, of the hypothesis that both variances are equal.

    Raises
    ------
    ValueError
        If a value is zero, negative or missing, or there are fewer than two regions.

    Notes
    -----
    ``sd_log`` and ``cv`` divide by the number n of regions (all regions, not a sample of them),
    the F ratio compares variances with n - 1. The test takes the two periods for independent
    samples; the same regions twice are not, so that it finds convergence too rarely: read the
    p-value as a rough guide. ``REAT::sigmaconv(sigma.measure = "cv")`` by default gives the
    variation of the logarithms, which is another number.

    A spread of zero makes the ratio infinite, or NaN if the first period has none either.

    References
    ----------
    Barro, R. J. and Sala-i-Martin, X. (1992). Convergence. Journal of Political Economy 100(2),
    223-251.

    Examples
    --------
    A poor region doubles while a rich one stands still:

    >>> income = pd.DataFrame({2000: [10, 40], 2010: [20, 40]}, index=["poor", "rich"])
    >>> sigma_convergence(income).round(3)
          sd_log     cv  f_ratio  p_value
    2000   0.693  0.600      1.0     1.00
    2010   0.347  0.333      4.0     0.59
    """
    from scipy.stats import f

    values = check.table(values, "values").sort_index(axis="columns")
    check.positive(values, "values")
    n = len(values)
    if n < 2:
        raise ValueError("values: expected at least two regions, got one")
    # Equal values have no spread, whatever rounding leaves of it.
    some = ~check.flat(values)
    variance = np.log(values).var(ddof=1).where(some, 0.0)
    ratio = variance.iloc[0] / variance
    tail = np.minimum(f.cdf(ratio, n - 1, n - 1), f.sf(ratio, n - 1, n - 1))
    return pd.DataFrame(
        {
            "sd_log": np.log(values).std(ddof=0).where(some, 0.0),
            "cv": (values.std(ddof=0) / values.mean()).where(some, 0.0),
            "f_ratio": ratio,
            "p_value": 2 * tail,
        }
    )


@dataclass(frozen=True)
class BetaConvergence:
    """The growth regression and what follows from it.

    Attributes
    ----------
    alpha, beta
        Intercept and slope of yearly growth on the logarithm of the starting value.
    se_beta, t_beta, p_beta
        Standard error, t value and two-sided p-value of the slope; t is NaN in a perfect fit.
    r2
        Share of the variance of growth that the starting value accounts for.
    speed
        Share of the gap to the common level closed per year; NaN if not defined.
    half_life
        Years until half of the gap is closed; NaN if regions do not converge.
    """

    alpha: float
    beta: float
    se_beta: float
    t_beta: float
    p_beta: float
    r2: float
    speed: float
    half_life: float


def beta_convergence(start, end, years: float) -> BetaConvergence:
    r"""Regress the growth of regions on where they started.

    Parameters
    ----------
    start, end : Series, shape (regions,)
        Income or product per head at both dates, above zero, same labels.
    years : float
        Years between the two dates.

    Returns
    -------
    BetaConvergence

    Raises
    ------
    ValueError
        If a value is not above zero, labels do not match, there are fewer than three regions,
        or all regions start from the same value.

    Notes
    -----
    .. math:: \tfrac{1}{T} \ln(y_{i1} / y_{i0}) = \alpha + \beta \ln y_{i0} + \varepsilon_i

    by ordinary least squares. A negative beta alone is no proof of catching up: a measurement
    error in the starting value produces one too (regression to the mean).

    References
    ----------
    Barro, R. J. and Sala-i-Martin, X. (1992). Convergence. Journal of Political Economy 100(2),
    223-251.

    Examples
    --------
    Three regions that halve their distance to 40 within 20 years:

    >>> start = pd.Series({"A": 10.0, "B": 40.0, "C": 160.0})
    >>> end = pd.Series({"A": 20.0, "B": 40.0, "C": 80.0})
    >>> result = beta_convergence(start, end, years=20)
    >>> round(result.beta, 4), round(result.half_life, 4)
    (-0.025, 20.0)
    """
    from scipy.stats import linregress

    start = check.vector(start, "start")
    end = check.aligned(end, "end", start.index, "start")
    check.positive(start, "start")
    check.positive(end, "end")
    years = check.number(years, "years", low=0, open_low=True)
    if len(start) < 3:
        raise ValueError(f"start: expected at least three regions, got {len(start)}")
    if check.flat(start.to_frame()).iloc[0]:
        raise ValueError("start: all regions start from the same value; beta is not defined")
    fit = linregress(np.log(start), np.log(end / start) / years)
    speed = convergence_speed(fit.slope, years)
    return BetaConvergence(
        alpha=float(fit.intercept),
        beta=float(fit.slope),
        se_beta=float(fit.stderr),
        t_beta=float(fit.slope / fit.stderr) if fit.stderr else float("nan"),
        p_beta=float(fit.pvalue),
        r2=float(fit.rvalue**2),
        speed=speed,
        half_life=half_life(speed),
    )


def convergence_speed(beta: float, years: float, *, yearly_growth: bool = True) -> float:
    r"""Speed of convergence that follows from the slope of a growth regression.

    Parameters
    ----------
    beta : float
        Slope of growth on the logarithm of the starting value.
    years : float
        Years between start and end.
    yearly_growth : bool
        Whether the regression explained growth per year (as :func:`beta_convergence` does) or
        growth over the whole period.

    Returns
    -------
    float
        Share of the gap closed per year, in continuous time; negative if regions diverge, NaN
        if the slope means that regions overshoot the common level (no such speed exists).

    Raises
    ------
    ValueError
        If ``beta`` is not finite or ``years`` not above zero.

    Notes
    -----
    .. math:: \lambda = -\frac{\ln(1 + \beta T)}{T} \quad\text{(growth per year)}, \qquad
        \lambda = -\frac{\ln(1 + \beta)}{T} \quad\text{(growth over the whole period)}.

    ``REAT::betaconv.ols`` explains growth per year but applies the second formula; for German
    counties 2000-2014 that gives 0.00051 in place of 0.00751.

    References
    ----------
    Barro, R. J. and Sala-i-Martin, X. (1992). Convergence. Journal of Political Economy 100(2),
    223-251.

    Examples
    --------
    >>> round(convergence_speed(-0.025, 20), 4)
    0.0347
    """
    beta = check.number(beta, "beta")
    years = check.number(years, "years", low=0, open_low=True)
    kept = 1 + beta * (years if yearly_growth else 1)  # the part of the gap that is left
    return float(-np.log(kept) / years) if kept > 0 else float("nan")


def half_life(speed: float) -> float:
    """Years until half of the gap is closed.

    Parameters
    ----------
    speed : float
        Share of the gap closed per year, as from :func:`convergence_speed`; NaN is passed on.

    Returns
    -------
    float
        ln 2 over the speed; NaN if the speed is not above zero.

    Raises
    ------
    TypeError
        If ``speed`` is not a number.
    ValueError
        If it is infinite.

    Examples
    --------
    Two per cent a year, the figure often quoted:

    >>> round(half_life(0.02), 1)
    34.7
    """
    if speed != speed:  # NaN, the speed of regions that overshoot
        return float("nan")
    speed = check.number(speed, "speed")
    return float(np.log(2) / speed) if speed > 0 else float("nan")

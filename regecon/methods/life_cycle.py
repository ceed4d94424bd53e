"""How far will a resort grow? The life cycle as a logistic curve, with honest doubt.

A curve fitted to points on its rising limb does not know its ceiling; the functions here say
so instead of hiding it: a standard error, the fit without each point in turn, and the misfit of
every ceiling one cares to try.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import least_squares

from regecon.methods import _checks as check

UNBOUNDED = 1_000  # a ceiling this many times the largest observation is none
PARAMETERS = 3
SAME, TINY = 1e-9, 1e-18  # relative; sums of squares closer than this are equal, smaller ones zero
UNSEEN = 1e-10  # strength of a direction in which the curve does not move, relative
# Where the search starts. Time is measured in spans of the series, from its middle.
RATES = np.geomspace(0.4, 66, 24)
TURNINGS = np.linspace(-1, 2.5, 40)


@dataclass(frozen=True)
class LifeCycle:
    """A fitted life cycle.

    Attributes
    ----------
    ceiling, growth_rate, turning_year
        Parameters of the curve: in the unit of the data, per year, and a year. Rate and year are
        NaN where the points do not tell them: growth is level, falls, or comes as a jump, so
        that any faster curve does as well.
    ceiling_error, growth_rate_error, turning_year_error
        Standard errors; NaN when there are only three points, no ceiling, or no rate.
    misfit
        Root mean squared residual with divisor n, in the unit of the data.
    residual_sd
        The same with divisor n - 3, on which the standard errors rest; NaN with three points.
    observations
        Number of points, n.
    bounded
        False when the best curve never bends; then ``ceiling`` is infinite and
        ``turning_year`` NaN.
    jump
        Two years between which all growth falls where the points do not tell how fast it was;
        the first is minus infinity for a level curve. None for a curve with a rate.
    """

    ceiling: float
    growth_rate: float
    turning_year: float
    ceiling_error: float
    growth_rate_error: float
    turning_year_error: float
    misfit: float
    residual_sd: float
    observations: int
    bounded: bool
    jump: tuple[float, float] | None = field(default=None, repr=False)

    @property
    def peak_growth(self) -> float:
        """Growth in the turning year, the fastest there is: a quarter of rate times ceiling."""
        return self.growth_rate * self.ceiling / 4

    def predict(self, years: Iterable[float]) -> pd.Series:
        """The curve at some years; a ValueError if there is no ceiling to draw it with.

        NaN within a ``jump``, where the points do not tell it.
        """
        if not self.bounded:
            raise ValueError("predict: this fit has no ceiling, so there is no curve to follow")
        years = pd.Index(years)
        times = years.to_numpy(float)
        if self.jump is None:
            values = logistic(times, self.ceiling, self.growth_rate, self.turning_year)
        else:
            last_before, first_after = self.jump
            before_or_within = np.where(times <= last_before, 0.0, np.nan)
            values = np.where(times >= first_after, self.ceiling, before_or_within)
        return pd.Series(values, index=years, name="visits")


def logistic(years, ceiling: float, growth_rate: float, turning_year: float):
    r"""The logistic curve.

    Parameters
    ----------
    years : float or array
        A year or several.
    ceiling, growth_rate, turning_year : float
        K in any unit, r per year, and the year :math:`t_0` in which the curve stands at half
        of K.

    Returns
    -------
    float or array
        Like ``years``, in the unit of ``ceiling``.

    Notes
    -----
    .. math:: V(t) = \frac{K}{1 + e^{-r (t - t_0)}}

    References
    ----------
    Butler, R. W. (1980). The concept of a tourist area cycle of evolution. Canadian Geographer
    24(1), 5-12 (the S-shaped cycle).
    Szromek, A. R. (2019). An analytical model of tourist destination development and
    characteristics of the development stages: example of the island of Bornholm. Sustainability
    11(24), 6989 (a logistic curve fitted to arrivals).

    Examples
    --------
    >>> float(logistic(2020, ceiling=4, growth_rate=0.2, turning_year=2020))
    2.0
    """
    # Far from the turning year the exponential leaves the range of numbers, not the curve.
    exponent = np.clip(-growth_rate * (np.asarray(years, float) - turning_year), -500, 500)
    return ceiling / (1 + np.exp(exponent))


def fit_life_cycle(visits: pd.Series, years: pd.Series | None = None) -> LifeCycle:
    """Fit the logistic curve by least squares, and say how little it may know.

    Parameters
    ----------
    visits : Series (points,)
        Visits of a season, non-negative, in any unit; at least three different years.
    years : Series (points,), optional
        Year of each point, where the labels of ``visits`` are something else or one year has
        several counts. Default: the labels are the years.

    Returns
    -------
    LifeCycle
        Parameters, standard errors and misfit. A ceiling beyond a thousand times the largest
        observation is reported as infinite, with ``bounded`` False.

    Raises
    ------
    ValueError
        If there are fewer than three different years, a value is negative or missing, all are
        zero, or the search does not settle.
    TypeError
        If the labels are no years and ``years`` is not given.

    Notes
    -----
    For given rate and turning year the best ceiling follows from linear least squares, so the
    search runs over two unknowns; a grid of starts keeps it from a local minimum. Standard
    errors come from the Jacobian at the optimum, with residual variance divisor n - 3. They
    assume that all points measure the same thing. The curve never falls: a falling series gets
    a level curve through its mean.

    A series that jumps is met the better the faster the curve, without end. A program that stops
    the search somewhere reports a rate by chance, and if it drops what it cannot invert, with a
    small error. Here the best jump is compared with what the search found, and where no curve
    is better, rate, turning year and all errors are NaN.

    References
    ----------
    Seber, G. A. F., & Wild, C. J. (1989). Nonlinear Regression. New York: Wiley, ch. 5.

    Examples
    --------
    >>> years = [2000, 2005, 2010, 2015, 2020]
    >>> fit = fit_life_cycle(pd.Series(logistic(years, 100, 0.3, 2010), index=years))
    >>> round(fit.ceiling, 3), round(fit.growth_rate, 3), round(fit.turning_year, 3)
    (100.0, 0.3, 2010.0)
    """
    values, years = _points(visits, years)
    return _fit(values.to_numpy(), years.to_numpy())


def leave_one_out(visits: pd.Series, years: pd.Series | None = None) -> pd.DataFrame:
    """The fit without each point in turn: which one carries the ceiling?

    Parameters
    ----------
    visits, years
        As for :func:`fit_life_cycle`, with at least three years left whichever point is out.

    Returns
    -------
    DataFrame (points, 3)
        Without the point that names the row: ``ceiling`` (infinite when none is seen),
        ``growth_rate`` and ``turning_year``, NaN where the points left do not tell them.

    Raises
    ------
    ValueError, TypeError
        As for :func:`fit_life_cycle`.

    Examples
    --------
    >>> years = [2000, 2005, 2010, 2015, 2020]
    >>> exact = pd.Series(logistic(years, 100, 0.3, 2010), index=years)
    >>> leave_one_out(exact)["ceiling"].round(2).unique()
    array([100.])
    """
    values, years = _points(visits, years)
    rows = {}
    for point in values.index:
        rest = years.drop(point)
        if rest.nunique() < PARAMETERS:
            raise ValueError(
                f"visits: without {point!r} fewer than {PARAMETERS} different years are left"
            )
        fit = _fit(values.drop(point).to_numpy(), rest.to_numpy())
        rows[point] = (fit.ceiling, fit.growth_rate, fit.turning_year)
    columns = ["ceiling", "growth_rate", "turning_year"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("left_out")


def profile_ceiling(
    visits: pd.Series, ceilings: Iterable[float], years: pd.Series | None = None
) -> pd.DataFrame:
    """How badly the best curve under each fixed ceiling misses the points.

    Parameters
    ----------
    visits, years
        As for :func:`fit_life_cycle`.
    ceilings : iterable of float
        Ceilings to hold fixed, above zero, in the unit of the data.

    Returns
    -------
    DataFrame (ceilings, 3)
        ``misfit`` (root mean squared residual, in the unit of the data), ``growth_rate``,
        ``turning_year``, NaN where no curve under this ceiling does better than a jump or a
        level. A level stretch of the misfit means ceilings that the points cannot tell apart.

    Raises
    ------
    ValueError, TypeError
        As for :func:`fit_life_cycle`, or if a ceiling is not above zero.

    References
    ----------
    Bates, D. M., & Watts, D. G. (1988). Nonlinear Regression Analysis and Its Applications.
    New York: Wiley, ch. 6 (profiles).

    Examples
    --------
    >>> years = [2000, 2005, 2010, 2015, 2020]
    >>> exact = pd.Series(logistic(years, 100, 0.3, 2010), index=years)
    >>> profile_ceiling(exact, [100, 200])["misfit"].round(1).tolist()
    [0.0, 8.4]
    """
    values, years = _points(visits, years)
    rows = {}
    for ceiling in ceilings:
        height = check.number(ceiling, "ceilings", low=0, open_low=True)
        best = _search(values.to_numpy(), years.to_numpy(), height)
        rows[height] = (best.misfit, best.rate, best.turning)
    columns = ["misfit", "growth_rate", "turning_year"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("ceiling")


def _points(visits: pd.Series, years: pd.Series | None) -> tuple[pd.Series, pd.Series]:
    """Checked visits and their years, with the same labels."""
    values = check.vector(visits, "visits")
    check.non_negative(values, "visits")
    check.positive_total(values, "visits")
    if years is not None:
        years = check.aligned(years, "years", values.index, "visits")
    elif pd.api.types.is_numeric_dtype(values.index):
        years = pd.Series(values.index, index=values.index, dtype=float)
    else:
        raise TypeError(
            f"visits: expected years as labels, found {values.index[0]!r}; otherwise give years"
        )
    if years.nunique() < PARAMETERS:
        raise ValueError(
            f"visits: expected at least {PARAMETERS} different years, got {years.nunique()}"
        )
    return values, years


class _Curve(NamedTuple):
    """The best curve there is."""

    ceiling: float
    rate: float
    turning: float
    misfit: float
    jump: tuple[float, float] | None = None


def _fit(values: np.ndarray, years: np.ndarray) -> LifeCycle:
    best = _search(values, years)
    n, nan = len(values), float("nan")
    free = n - PARAMETERS
    residual_sd = float(best.misfit * np.sqrt(n / free)) if free else nan
    bounded = bool(best.ceiling <= UNBOUNDED * values.max())
    errors = np.full(PARAMETERS, nan)
    if bounded and best.jump is None:
        errors = residual_sd * _errors_of_unit_noise(years, best.ceiling, best.rate, best.turning)
    return LifeCycle(
        best.ceiling if bounded else np.inf,
        best.rate,
        best.turning if bounded else nan,
        *map(float, errors),
        best.misfit,
        residual_sd,
        n,
        bounded,
        best.jump if bounded else None,
    )


def _search(values: np.ndarray, years: np.ndarray, ceiling: float | None = None) -> _Curve:
    """The best curve, if need be of a given ceiling; in units in which all is near one."""
    middle, span, unit = years.mean(), np.ptp(years), values.max()
    time, size = (years - middle) / span, values / unit
    given = None if ceiling is None else ceiling / unit
    height, rate, turning, squares, settled = _best_logistic(size, time, given)
    limit, of_limit, jump = _best_jump(size, time, given)
    misfit = float(np.sqrt(min(squares, of_limit) / len(values)) * unit)
    if of_limit <= squares * (1 + SAME) + TINY * (size @ size):
        nan, (before, after) = float("nan"), jump
        jump = (float(before * span + middle), float(after * span + middle))
        return _Curve(float(limit * unit), nan, nan, misfit, jump)
    if not settled:
        raise ValueError("visits: the search for the best curve does not settle")
    turning_year = float(turning * span + middle)
    return _Curve(float(height * unit), float(rate / span), turning_year, misfit)


def _best_logistic(size: np.ndarray, time: np.ndarray, ceiling: float | None):
    """Ceiling, rate and turning point, their sum of squares, and whether the search settled."""

    def height(shape):
        """The ceiling that fits best to curves of height one (along the last axis)."""
        if ceiling is not None:
            return ceiling
        return shape @ size / np.maximum((shape**2).sum(axis=-1), 1e-300)

    def residuals(parameters):
        shape = logistic(time, 1, *parameters)
        return height(shape) * shape - size

    rates, turnings = (grid.ravel() for grid in np.meshgrid(RATES, TURNINGS))
    shapes = logistic(time, 1, rates[:, None], turnings[:, None])
    misses = np.reshape(height(shapes), (-1, 1)) * shapes - size
    starts = (misses**2).sum(axis=1).argsort()[:4]
    exact = {"ftol": 1e-13, "xtol": 1e-13, "gtol": 1e-13}
    searches = [least_squares(residuals, (rates[i], turnings[i]), **exact) for i in starts]
    rising = [search for search in searches if search.x[0] > 0]
    if not rising:
        return np.nan, np.nan, np.nan, np.inf, True
    best = min(rising, key=lambda search: search.cost)
    return height(logistic(time, 1, *best.x)), *best.x, 2 * best.cost, best.success


def _best_jump(size: np.ndarray, time: np.ndarray, ceiling: float | None):
    """Ceiling, sum of squares and place of the best curve of the kinds that no rate describes.

    Nothing up to a point of time, all from a later one on, and anything at one point between:
    what the logistic curve tends to as its rate grows without end; or level throughout.
    """
    points = np.unique(time)
    edges = [-np.inf, -np.inf, *points, np.inf]
    found = []
    for k, free in enumerate([np.nan, *points]):
        before, within = time < free, time == free
        after = ~before & ~within
        if not after.any() and ceiling is None:
            continue
        top = size[after].mean() if ceiling is None else ceiling
        between = size[within].mean().clip(0, top) if within.any() else 0.0
        fitted = np.where(after, top, np.where(within, between, 0.0))
        # Where only the last point has risen, any ceiling above it does as well.
        if ceiling is None and free == points[-2] and between == 0:
            top = np.inf
        found.append((((fitted - size) ** 2).sum(), top, (edges[k], edges[k + 2])))
    if ceiling is not None:
        level = size.mean().clip(0, ceiling)
        found.append((((level - size) ** 2).sum(), ceiling, (-np.inf, np.inf)))
    squares, top, place = min(found, key=lambda one: one[0])
    return top, squares, place


def _errors_of_unit_noise(years, ceiling: float, rate: float, turning: float) -> np.ndarray:
    """Standard errors of the three parameters if the residuals had a standard deviation of 1."""
    shape = logistic(years, 1, rate, turning)
    slope = ceiling * shape * (1 - shape)
    jacobian = np.column_stack([shape, slope * (years - turning), -slope * rate])
    # Scaled columns keep the inverse sound when the ceiling is barely seen.
    scale = np.linalg.norm(jacobian, axis=0)
    if not np.all(scale > 0):
        return np.full(PARAMETERS, np.nan)
    _, strengths, directions = np.linalg.svd(jacobian / scale, full_matrices=False)
    # A direction that changes no fitted value is unknown; to drop it would call it known.
    if strengths[-1] < UNSEEN * strengths[0]:
        return np.full(PARAMETERS, np.nan)
    return np.sqrt(((directions / strengths[:, None]) ** 2).sum(axis=0)) / scale

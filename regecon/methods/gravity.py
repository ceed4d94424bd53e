"""How strongly do size attract and distance deter? The gravity model, estimated from flows.

Flows are a table of origins by destinations or a Series of pairs. The model is estimated by
Poisson regression, as it should be, or on logarithms, as it was for decades, to see the
difference. What follows from given parameters is in :mod:`regecon.methods.interaction`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog
from scipy.special import gammaln, xlogy

from regecon.methods import _checks as check

CONSTRAINTS = {
    "none": (),
    "origin": ("origin",),
    "destination": ("destination",),
    "both": ("origin", "destination"),
}

ROUNDS = 200  # of weighted least squares before giving up
UNSEEN = 1e-12  # squared length of a combination of the variables that is none, relative


@dataclass(frozen=True)
class GravityModel:
    """An estimated gravity model.

    Attributes
    ----------
    coefficients
        ``estimate`` and ``std_error`` of the constant, of the logarithms of the sizes (as far as
        they are given), of ``cost`` and of the dummies of the places (``origin B`` and so on).
    fitted
        Fitted flow of each pair.
    quality
        For both methods ``srmse`` (root mean squared residual over the mean flow) and
        ``similarity`` (Sorensen's index, 1 for a perfect fit); ``deviance`` and ``aic`` of the
        Poisson model, or ``r_squared`` of the logarithms.
    """

    coefficients: pd.DataFrame
    fitted: pd.Series
    quality: pd.Series


def gravity(
    flows: pd.DataFrame | pd.Series,
    cost: pd.DataFrame | pd.Series,
    origin_size: pd.Series | None = None,
    destination_size: pd.Series | None = None,
    *,
    constraint: str = "none",
    decay: str = "power",
    method: str = "poisson",
) -> GravityModel:
    r"""Estimate a gravity model of the flows between places.

    Parameters
    ----------
    flows : DataFrame (origins, destinations) or Series (pairs,)
        Flows, non-negative. Pairs that do not belong to the question, above all a place with
        itself, are NaN in a table or left out of a Series, whose labels are pairs of origin
        and destination.
    cost : DataFrame or Series
        Distance, time or cost of the same pairs; others are not used. Above zero if the decay
        is a power.
    origin_size, destination_size : Series (places,), optional
        What pushes and what pulls, above zero: population, workers, jobs.
    constraint : {"none", "origin", "destination", "both"}
        Places that get a dummy of their own, so that the fitted flows of each meet the
        observed sum exactly. A constrained side takes no size.
    decay : {"power", "exponential"}
        Whether flows fall with the logarithm of cost (its coefficient is an elasticity) or
        with cost itself (coefficient per unit).
    method : {"poisson", "ols"}
        Poisson pseudo-maximum likelihood, or least squares on the logarithm of flows.

    Returns
    -------
    GravityModel

    Raises
    ------
    ValueError
        If a value lies outside its limits (least squares: a flow is zero), a pair has no cost,
        a place no size or, if constrained, no flow at all; if the variables cannot be told
        apart; if zero flows and variables go together so that the likelihood has no maximum
        (separation); or if the estimation does not converge.

    Notes
    -----
    .. math:: E[T_{ij}] = \exp(k + a \ln O_i + b \ln D_j + c \ln d_{ij})

    Least squares on logarithms cannot take a zero flow, and dropping zeros or adding 1 to them
    biases the result. It also takes the mean of a logarithm for the logarithm of a mean: with
    unequal variance the elasticities are wrong even in large samples. The two methods give
    different elasticities; show both. With both sides constrained the Poisson model is the
    doubly constrained model of Wilson, estimated.

    Standard errors are robust (HC1: the squared residuals of the pairs, times n / (n - k) for n
    pairs and k parameters), since flows vary far more than a Poisson variable does; the errors
    that a package prints by default for a Poisson model are many times too small. With as many
    parameters as pairs nothing is left to estimate them from: they are NaN.

    References
    ----------
    Santos Silva, J. M. C., & Tenreyro, S. (2006). The log of gravity. Review of Economics and
    Statistics 88(4), 641-658.
    Flowerdew, R., & Aitkin, M. (1982). A method of fitting the gravity model based on the
    Poisson distribution. Journal of Regional Science 22(2), 191-202.

    Examples
    --------
    Each flow but one is workers times jobs over squared distance, and that one misses by 1:

    >>> towns, home = ["A", "B", "C"], float("nan")
    >>> workers = pd.Series([100, 200, 100], index=towns)
    >>> jobs = pd.Series([100, 100, 400], index=towns)
    >>> km = pd.DataFrame([[0, 10, 20], [10, 0, 10], [20, 10, 0]], index=towns, columns=towns)
    >>> flows = pd.DataFrame(
    ...     [[home, 100, 100], [200, home, 801], [25, 100, home]], index=towns, columns=towns
    ... )
    >>> gravity(flows, km, workers, jobs).coefficients["estimate"].round(1) + 0
    constant            0.0
    origin_size         1.0
    destination_size    1.0
    cost               -2.0
    Name: estimate, dtype: float64
    """
    trips = _pairs(flows, "flows")
    check.non_negative(trips, "flows")
    sizes = {"origin": origin_size, "destination": destination_size}
    design = _design(trips, cost, sizes, constraint, decay)
    if method == "poisson":
        check.positive_total(trips, "flows")
        design.refuse_if_separated(trips.to_numpy())
        estimate, fitted, bread = _poisson(design.matrix, trips.to_numpy())
        errors = _robust_errors(design.matrix, trips.to_numpy() - fitted, bread)
        quality = _likelihood(trips.to_numpy(), fitted, design.matrix.shape[1])
    elif method == "ols":
        check.positive(trips, "flows (least squares on logarithms; use method='poisson')")
        logs = np.log(trips.to_numpy())
        bread = np.linalg.inv((design.matrix.T @ design.matrix).toarray())
        estimate = bread @ (design.matrix.T @ logs)
        residuals = logs - design.matrix @ estimate
        errors = _robust_errors(design.matrix, residuals, bread)
        fitted = np.exp(logs - residuals)
        about_mean = ((logs - logs.mean()) ** 2).sum()
        quality = {"r_squared": float(1 - residuals @ residuals / about_mean)}
    else:
        raise ValueError(f"method: expected 'poisson' or 'ols', got {method!r}")
    fitted = pd.Series(fitted, index=trips.index, name="fitted")
    columns = {"estimate": design.given(estimate), "std_error": design.given_errors(errors)}
    coefficients = pd.DataFrame(columns, index=design.names)
    quality = pd.Series(_closeness(trips, fitted) | quality)
    return GravityModel(coefficients, fitted, quality)


def _pairs(values, name: str) -> pd.Series:
    """Values by pair of origin and destination, missing pairs left out."""
    if isinstance(values, pd.DataFrame):
        values = check.cells(check.table(values, name, allow_missing=True)).dropna()
    series = check.vector(values, name)
    if series.index.nlevels != 2:
        raise TypeError(f"{name}: expected pairs of origin and destination as labels")
    return series.rename_axis(["origin", "destination"])


class _Design(NamedTuple):
    """What explains the flows: a row for each pair, in the order of the flows.

    A place's dummy is 1 in few rows, so that the matrix keeps only what is not zero. The first
    columns (constant, sizes, cost) have mean 0 and standard deviation 1 but for the constant;
    ``shift`` and ``scale`` lead back to the coefficients of the variables as they were given.
    """

    names: list[str]
    matrix: sparse.csr_array
    shift: np.ndarray
    scale: np.ndarray

    def given(self, estimate: np.ndarray) -> np.ndarray:
        """Coefficients of the variables in the units of the caller."""
        estimate, first = estimate.copy(), len(self.scale)
        estimate[1:first] /= self.scale[1:]
        estimate[0] -= estimate[1:first] @ self.shift[1:]
        return estimate

    def given_errors(self, variance: np.ndarray) -> np.ndarray:
        """Their standard errors, from the covariance matrix."""
        first = len(self.scale)
        back = np.eye(len(variance))
        back[np.arange(1, first), np.arange(1, first)] /= self.scale[1:]
        back[0, 1:first] = -self.shift[1:] / self.scale[1:]
        return np.sqrt(np.diag(back @ variance @ back.T))

    def refuse_if_separated(self, trips: np.ndarray) -> None:
        """Raise if some zero flows can be fitted ever better without end.

        Then a combination of the variables is zero where people travel and never above zero
        elsewhere, but somewhere below: its coefficient has no finite best value.
        """
        moving, still = self.matrix[trips > 0], self.matrix[trips == 0]
        values, vectors = np.linalg.eigh((moving.T @ moving).toarray())
        unseen = vectors[:, values < UNSEEN * values[-1]]
        if not still.shape[0] or not unseen.shape[1]:
            return
        effect = still @ unseen
        # From -1 to 0 in every row without travellers; the sum as low as can be.
        found = linprog(
            effect.sum(axis=0),
            A_ub=np.vstack([effect, -effect]),
            b_ub=np.repeat([0.0, 1.0], len(effect)),
            bounds=(None, None),
        )
        if found.status == 3 or (found.status == 0 and found.fun < -1e-6):
            raise ValueError(
                "flows: zero flows and the variables go together so that no estimate exists (the "
                "likelihood rises without end); leave out the places or pairs without flows, or "
                "take fewer dummies"
            )


def _design(trips, cost, sizes: dict, constraint: str, decay: str) -> _Design:
    if constraint not in CONSTRAINTS:
        raise ValueError(f"constraint: expected one of {list(CONSTRAINTS)}, got {constraint!r}")
    if decay not in ("power", "exponential"):
        raise ValueError(f"decay: expected 'power' or 'exponential', got {decay!r}")
    columns = {"constant": np.ones(len(trips))}
    for side, size in sizes.items():
        if size is None:
            continue
        if side in CONSTRAINTS[constraint]:
            raise ValueError(f"{side}_size: the dummies of the {side}s leave nothing to it")
        columns[f"{side}_size"] = np.log(_size_of_pairs(trips, side, size).to_numpy())
    costs = _pairs(cost, "cost").reindex(trips.index)
    if costs.isna().any():
        raise ValueError(f"cost: the pair {costs.index[costs.isna()][0]!r} of flows has none")
    if decay == "power":
        check.positive(costs, "cost (power decay)")
    columns["cost"] = (np.log(costs) if decay == "power" else costs).to_numpy()
    variables = np.column_stack(list(columns.values()))
    shift, scale = variables.mean(axis=0), variables.std(axis=0)
    shift[0], scale[scale == 0] = 0, 1
    names, blocks = list(columns), [sparse.csr_array((variables - shift) / scale)]
    for side in CONSTRAINTS[constraint]:
        places, block = _dummies(trips, side)
        names += [f"{side} {place}" for place in places]
        blocks.append(block)
    matrix = sparse.hstack(blocks, format="csr")
    gram = (matrix.T @ matrix).toarray()
    size = np.sqrt(np.diag(gram)).clip(1e-300)
    if len(trips) < len(names) or np.linalg.eigvalsh(gram / np.outer(size, size))[0] < UNSEEN:
        raise ValueError(
            f"flows: {len(trips)} pairs do not tell these variables apart: " + ", ".join(names)
        )
    return _Design(names, matrix, shift, scale)


def _size_of_pairs(trips: pd.Series, side: str, size) -> pd.Series:
    name = f"{side}_size"
    sizes = check.vector(size, name)
    check.positive(sizes, name)
    places = trips.index.get_level_values(side)
    unknown = places.difference(sizes.index)
    if len(unknown):
        raise ValueError(f"{name}: {unknown.tolist()[0]!r} of flows has none")
    return pd.Series(sizes.loc[places].to_numpy(), index=trips.index)


def _dummies(trips: pd.Series, side: str) -> tuple[list, sparse.csr_array]:
    """A dummy for each place but the first."""
    totals = trips.groupby(level=side).sum()
    empty = totals.index[totals == 0]
    if len(empty):
        raise ValueError(
            f"flows: {empty.tolist()[0]!r} has none as {side}; leave it out, a dummy cannot fit it"
        )
    number = totals.index.get_indexer(trips.index.get_level_values(side)) - 1
    rows = np.flatnonzero(number >= 0)
    ones = (np.ones(len(rows)), (rows, number[rows]))
    return totals.index.tolist()[1:], sparse.csr_array(ones, shape=(len(trips), len(totals) - 1))


def _poisson(matrix: sparse.csr_array, trips: np.ndarray):
    """Maximum likelihood by weighted least squares: estimates, fitted flows, bread.

    By hand, since packages hold every dummy of every pair: 340 towns would take gigabytes.
    """
    fitted = (trips + trips.mean()) / 2
    linear, before = np.log(fitted), np.inf

    def information():
        weighted = matrix.multiply(fitted[:, None]).tocsr()
        return weighted, np.linalg.inv((matrix.T @ weighted).toarray())

    for _ in range(ROUNDS):
        weighted, bread = information()
        estimate = bread @ (weighted.T @ (linear + (trips - fitted) / fitted))
        linear = matrix @ estimate
        fitted = np.exp(linear)
        deviance = _deviance(trips, fitted)
        if abs(before - deviance) <= 1e-13 * (deviance + trips.sum()):
            return estimate, fitted, information()[1]
        if not np.isfinite(deviance) or not fitted.min() > 0:
            break
        before = deviance
    raise ValueError("flows: the Poisson estimation does not converge")


def _deviance(trips: np.ndarray, fitted: np.ndarray) -> float:
    return float(2 * (xlogy(trips, trips) - xlogy(trips, fitted) - trips + fitted).sum())


def _likelihood(trips: np.ndarray, fitted: np.ndarray, parameters: int) -> dict[str, float]:
    log_likelihood = float((xlogy(trips, fitted) - fitted - gammaln(trips + 1)).sum())
    return {"deviance": _deviance(trips, fitted), "aic": 2 * parameters - 2 * log_likelihood}


def _robust_errors(matrix: sparse.csr_array, residuals: np.ndarray, bread: np.ndarray):
    """Covariance matrix HC1; missing if there are no more pairs than variables.

    By hand, since statsmodels has only HC0 for a Poisson model and calls it HC1 if asked for
    that.
    """
    pairs, parameters = matrix.shape
    if pairs == parameters:
        return np.full((parameters, parameters), np.nan)
    meat = (matrix.T @ matrix.multiply(residuals[:, None] ** 2)).toarray()
    return bread @ meat @ bread * (pairs / (pairs - parameters))


def _closeness(trips: pd.Series, fitted: pd.Series) -> dict[str, float]:
    both = trips + fitted
    return {
        "srmse": float(np.sqrt(((trips - fitted) ** 2).mean()) / trips.mean()),
        "similarity": float((2 * np.minimum(trips, fitted) / both.where(both > 0)).mean()),
    }

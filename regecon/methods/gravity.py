"""How strongly do size attract and distance deter? The gravity model, estimated from flows.

Flows are a table of origins by destinations or a Series of pairs. The model is estimated by
Poisson regression, as it should be, or on logarithms, as it was for decades, to see the
difference. What follows from given parameters is in :mod:`regecon.methods.interaction`.

Taught in week 8.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from regecon.methods import _checks as check

CONSTRAINTS = {
    "none": (),
    "origin": ("origin",),
    "destination": ("destination",),
    "both": ("origin", "destination"),
}


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
        apart; or if the estimation does not converge.

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
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.regression.linear_model import OLS

    trips = _pairs(flows, "flows")
    check.non_negative(trips, "flows")
    sizes = {"origin": origin_size, "destination": destination_size}
    variables = _variables(trips, cost, sizes, constraint, decay)
    if method == "poisson":
        check.positive_total(trips, "flows")
        model = GLM(trips, variables, family=Poisson())
        result = model.fit(tol=1e-12, maxiter=200)
        if not result.converged:
            raise ValueError("flows: the Poisson estimation does not converge")
        fitted = result.mu
        residuals = result.resid_response.to_numpy()
        bread = np.asarray(result.normalized_cov_params)
        quality = {"deviance": result.deviance, "aic": result.aic}
    elif method == "ols":
        check.positive(trips, "flows (least squares on logarithms; use method='poisson')")
        result = OLS(np.log(trips), variables).fit()
        fitted = np.exp(result.fittedvalues)
        residuals = result.resid.to_numpy()
        bread = np.asarray(result.normalized_cov_params)
        quality = {"r_squared": result.rsquared}
    else:
        raise ValueError(f"method: expected 'poisson' or 'ols', got {method!r}")
    fitted = pd.Series(np.asarray(fitted), index=trips.index, name="fitted")
    errors = _robust_errors(variables, residuals, bread)
    coefficients = pd.DataFrame({"estimate": result.params, "std_error": errors})
    quality = pd.Series(_closeness(trips, fitted) | quality)
    return GravityModel(coefficients, fitted, quality)


def _pairs(values, name: str) -> pd.Series:
    """Values by pair of origin and destination, missing pairs left out."""
    if isinstance(values, pd.DataFrame):
        frame = check.table(values, name, allow_missing=True)
        values = frame.stack().dropna()
    series = check.vector(values, name)
    if series.index.nlevels != 2:
        raise TypeError(f"{name}: expected pairs of origin and destination as labels")
    return series.rename_axis(["origin", "destination"])


def _variables(trips, cost, sizes: dict, constraint: str, decay: str) -> pd.DataFrame:
    """What explains the flows: a row for each pair, in the order of the flows."""
    if constraint not in CONSTRAINTS:
        raise ValueError(f"constraint: expected one of {list(CONSTRAINTS)}, got {constraint!r}")
    if decay not in ("power", "exponential"):
        raise ValueError(f"decay: expected 'power' or 'exponential', got {decay!r}")
    columns = {"constant": pd.Series(1.0, index=trips.index)}
    for side, size in sizes.items():
        if size is None:
            continue
        if side in CONSTRAINTS[constraint]:
            raise ValueError(f"{side}_size: the dummies of the {side}s leave nothing to it")
        columns[f"{side}_size"] = np.log(_size_of_pairs(trips, side, size))
    costs = _pairs(cost, "cost").reindex(trips.index)
    if costs.isna().any():
        raise ValueError(f"cost: the pair {costs.index[costs.isna()][0]!r} of flows has none")
    if decay == "power":
        check.positive(costs, "cost (power decay)")
    columns["cost"] = np.log(costs) if decay == "power" else costs
    for side in CONSTRAINTS[constraint]:
        columns |= _dummies(trips, side)
    variables = pd.DataFrame(columns)
    if np.linalg.matrix_rank(variables / variables.abs().max()) < variables.shape[1]:
        raise ValueError(
            f"flows: {len(trips)} pairs do not tell these variables apart: "
            + ", ".join(map(str, variables.columns))
        )
    return variables


def _size_of_pairs(trips: pd.Series, side: str, size) -> pd.Series:
    name = f"{side}_size"
    sizes = check.vector(size, name)
    check.positive(sizes, name)
    places = trips.index.get_level_values(side)
    unknown = places.difference(sizes.index)
    if len(unknown):
        raise ValueError(f"{name}: {unknown.tolist()[0]!r} of flows has none")
    return pd.Series(sizes.loc[places].to_numpy(), index=trips.index)


def _dummies(trips: pd.Series, side: str) -> dict[str, pd.Series]:
    """A dummy for each place but the first."""
    totals = trips.groupby(level=side).sum()
    empty = totals.index[totals == 0]
    if len(empty):
        raise ValueError(
            f"flows: {empty.tolist()[0]!r} has none as {side}; leave it out, a dummy cannot fit it"
        )
    places = trips.index.get_level_values(side)
    return {
        f"{side} {place}": pd.Series((places == place).astype(float), index=trips.index)
        for place in totals.index[1:]
    }


def _robust_errors(variables: pd.DataFrame, residuals: np.ndarray, bread: np.ndarray):
    """Standard errors HC1; missing if there are no more pairs than variables.

    By hand, since statsmodels has only HC0 for its GLM and calls it HC1 if asked for that.
    """
    pairs, parameters = variables.shape
    if pairs == parameters:
        return np.nan
    scores = variables.to_numpy() * residuals[:, None]
    variance = bread @ (scores.T @ scores) @ bread * (pairs / (pairs - parameters))
    return np.sqrt(np.diag(variance))


def _closeness(trips: pd.Series, fitted: pd.Series) -> dict[str, float]:
    both = trips + fitted
    return {
        "srmse": float(np.sqrt(((trips - fitted) ** 2).mean()) / trips.mean()),
        "similarity": float((2 * np.minimum(trips, fitted) / both.where(both > 0)).mean()),
    }

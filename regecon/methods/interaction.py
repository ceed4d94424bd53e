"""Where do people go to shop and to work when every place pulls and every kilometre holds back?

Models of spatial interaction with given parameters: the laws of Reilly and Converse for two
towns, Huff's shares, Hansen's accessibility and Wilson's flows with one or both margins given.
Tables have the origins as rows and the destinations as columns. How strongly distance holds back
is estimated from observed flows in :mod:`regecon.methods.gravity`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from regecon.methods import _checks as check

CLOSE_ENOUGH = 1e-12  # relative gap between a margin and its target at which balancing ends


def reilly(
    population: pd.Series, distance: pd.Series, *, alpha: float = 1, beta: float = 2
) -> pd.Series:
    r"""Shares of towns in the trade of a place between them, by Reilly's law of retail gravitation.

    Parameters
    ----------
    population : Series (towns,)
        Population of each town, above zero.
    distance : Series (towns,)
        Distance of the place to each town, above zero, with the labels of ``population``.
    alpha, beta : float
        Exponents of population and distance.

    Returns
    -------
    Series (towns,)
        Shares that sum to 1. Reilly's ratio of two towns is the ratio of their shares.

    Raises
    ------
    ValueError
        If a value is not above zero, labels do not match, or there is only one town.

    Notes
    -----
    .. math:: \frac{T_a}{T_b} = \Big(\frac{P_a}{P_b}\Big)^\alpha \Big(\frac{d_b}{d_a}\Big)^\beta

    With more than two towns this is the model of :func:`huff` for a single origin.

    References
    ----------
    Reilly, W. J. (1931). The Law of Retail Gravitation. New York: Knickerbocker Press.

    Examples
    --------
    A town of four times the size at twice the distance draws the same trade:

    >>> reilly(pd.Series({"A": 400, "B": 100}), pd.Series({"A": 20, "B": 10}))
    A    0.5
    B    0.5
    dtype: float64
    """
    towns = check.vector(population, "population")
    if len(towns) < 2:
        raise ValueError("population: expected at least two towns, got one")
    distances = check.aligned(distance, "distance", towns.index, "population")
    shares = huff(towns, distances.to_frame("place").T, alpha=alpha, beta=beta)
    return shares.loc["place"].rename(None)


def converse_breaking_point(
    population: pd.Series, distance: float, *, beta: float = 2
) -> pd.Series:
    r"""Where between two towns their pulls are equal, by Converse's formula.

    Parameters
    ----------
    population : Series (2 towns,)
        Population of the two towns, above zero.
    distance : float
        Distance between the towns, above zero.
    beta : float
        Exponent of distance, above zero.

    Returns
    -------
    Series (2 towns,)
        Distance of the breaking point from each town; together they are ``distance``.

    Raises
    ------
    ValueError
        If there are not two towns, or a value is not above zero.

    Notes
    -----
    .. math:: D_a = \frac{D}{1 + (P_b / P_a)^{1/\beta}}

    References
    ----------
    Converse, P. D. (1949). New laws of retail gravitation. Journal of Marketing 14(3), 379-384.

    Examples
    --------
    >>> converse_breaking_point(pd.Series({"A": 400, "B": 100}), 30)
    A    20.0
    B    10.0
    dtype: float64
    """
    towns = check.vector(population, "population")
    check.positive(towns, "population")
    if len(towns) != 2:
        raise ValueError(f"population: expected two towns, got {len(towns)}")
    distance = check.number(distance, "distance", low=0, open_low=True)
    beta = check.number(beta, "beta", low=0, open_low=True)
    other = towns.iloc[::-1].to_numpy()
    return distance / (1 + (other / towns) ** (1 / beta))


def huff(
    size: pd.Series,
    cost: pd.DataFrame,
    *,
    beta: float,
    alpha: float = 1,
    decay: str = "power",
) -> pd.DataFrame:
    r"""Probability that a customer of each origin goes to each destination, by Huff's model.

    Parameters
    ----------
    size : Series (destinations,)
        What attracts: floor space, jobs, population; non-negative.
    cost : DataFrame (origins, destinations)
        Distance, time or cost of a trip, non-negative; with power decay above zero.
    beta : float
        How much distance deters; above zero if far places are avoided.
    alpha : float
        Exponent of size, at least zero.
    decay : {"power", "exponential"}
        Deterrence :math:`c^{-\beta}` or :math:`e^{-\beta c}`.

    Returns
    -------
    DataFrame (origins, destinations)
        Probabilities; each row sums to 1.

    Raises
    ------
    ValueError
        If a value lies outside its limits, labels do not match, or nothing attracts an origin.

    Notes
    -----
    .. math:: p_{ij} = \frac{S_j^\alpha f(c_{ij})}{\sum_k S_k^\alpha f(c_{ik})}

    Many packages (``REAT`` among them) write the exponent of distance with its sign, -2 where
    ``beta`` is 2. How the flows themselves follow from the demand of the origins says
    :func:`production_constrained`.

    References
    ----------
    Huff, D. L. (1964). Defining and estimating a trading area. Journal of Marketing 28(3),
    34-38.

    Examples
    --------
    The larger shop is twice as far:

    >>> shops = pd.Series({"corner": 100, "mall": 800})
    >>> km = pd.DataFrame({"corner": [1], "mall": [2]}, index=["home"])
    >>> huff(shops, km, beta=2)
            corner      mall
    home  0.333333  0.666667
    """
    pull = _pull(size, cost, "size", alpha, beta, decay)
    total = pull.sum(axis="columns")
    unreached = total.index[~(total > 0)]
    if len(unreached):
        raise ValueError(f"size: nothing attracts {unreached.tolist()[0]!r}")
    return pull.div(total, axis="index")


def hansen_accessibility(
    size: pd.Series,
    cost: pd.DataFrame,
    *,
    beta: float,
    alpha: float = 1,
    decay: str = "power",
) -> pd.Series:
    r"""Accessibility of each origin: everything that can be reached, discounted by distance.

    Parameters
    ----------
    size, cost, beta, alpha, decay
        As for :func:`huff`; ``size`` are the opportunities, for example jobs.

    Returns
    -------
    Series (origins,)
        In units of ``size`` at distance 0 (exponential) or 1 (power).

    Raises
    ------
    ValueError
        If a value lies outside its limits or labels do not match.

    Notes
    -----
    .. math:: A_i = \sum_j S_j^\alpha f(c_{ij})

    References
    ----------
    Hansen, W. G. (1959). How accessibility shapes land use. Journal of the American Institute
    of Planners 25(2), 73-76.

    Examples
    --------
    >>> jobs = pd.Series({"centre": 900, "suburb": 100})
    >>> km = pd.DataFrame({"centre": [3], "suburb": [1]}, index=["home"])
    >>> hansen_accessibility(jobs, km, beta=2)
    home    200.0
    dtype: float64
    """
    return _pull(size, cost, "size", alpha, beta, decay).sum(axis="columns")


def production_constrained(
    origins: pd.Series,
    attraction: pd.Series,
    cost: pd.DataFrame,
    *,
    beta: float,
    alpha: float = 1,
    decay: str = "power",
) -> pd.DataFrame:
    r"""Flows when it is known how many start in each origin, but not where they go.

    Parameters
    ----------
    origins : Series (origins,)
        Outflow of each origin, non-negative: customers, their money, or commuters.
    attraction : Series (destinations,)
        What attracts, as ``size`` of :func:`huff`.
    cost, beta, alpha, decay
        As for :func:`huff`.

    Returns
    -------
    DataFrame (origins, destinations)
        Flows; the rows sum to ``origins``.

    Raises
    ------
    ValueError
        As for :func:`huff`.

    Notes
    -----
    .. math:: T_{ij} = A_i O_i W_j^\alpha f(c_{ij}), \qquad
        A_i = 1 \Big/ \sum_j W_j^\alpha f(c_{ij})

    References
    ----------
    Wilson, A. G. (1971). A family of spatial interaction models, and associated developments.
    Environment and Planning 3(1), 1-32.

    Examples
    --------
    >>> workers = pd.Series({"Prokopyevsk": 300})
    >>> jobs = pd.Series({"mine": 100, "mill": 800})
    >>> km = pd.DataFrame({"mine": [1], "mill": [2]}, index=["Prokopyevsk"])
    >>> production_constrained(workers, jobs, km, beta=2)
                  mine   mill
    Prokopyevsk  100.0  200.0
    """
    shares = huff(attraction, cost, alpha=alpha, beta=beta, decay=decay)
    outflow = check.aligned(origins, "origins", shares.index, "cost, rows")
    check.non_negative(outflow, "origins")
    return shares.mul(outflow, axis="index")


def doubly_constrained(
    origins: pd.Series,
    destinations: pd.Series,
    cost: pd.DataFrame,
    *,
    beta: float,
    decay: str = "power",
    max_rounds: int = 10_000,
) -> pd.DataFrame:
    r"""Flows when both what leaves each origin and what arrives in each destination is known.

    Parameters
    ----------
    origins : Series (origins,)
        Outflow of each origin, non-negative, for example workers by town of residence.
    destinations : Series (destinations,)
        Inflow of each destination, non-negative, with the same total, for example jobs.
    cost, beta, decay
        As for :func:`huff`.
    max_rounds : int
        Rounds of balancing after which to give up.

    Returns
    -------
    DataFrame (origins, destinations)
        Flows; rows sum to ``origins`` and columns to ``destinations``.

    Raises
    ------
    ValueError
        If a value lies outside its limits, labels or totals do not match, or the balancing
        does not settle.

    Notes
    -----
    .. math:: T_{ij} = A_i O_i B_j D_j f(c_{ij})

    The factors A and B are found by balancing rows and columns in turn. They are known only up
    to a common factor, which one may take from A and give to B; the flows are unique.

    References
    ----------
    Wilson, A. G. (1967). A statistical theory of spatial distribution models. Transportation
    Research 1(3), 253-269.

    Examples
    --------
    Without distance every flow would be 25. A trip to the other town, three times as far, is
    three times as rare:

    >>> workers, jobs = pd.Series({"A": 50, "B": 50}), pd.Series({"A": 50, "B": 50})
    >>> km = pd.DataFrame({"A": [1, 3], "B": [3, 1]}, index=["A", "B"])
    >>> doubly_constrained(workers, jobs, km, beta=1)
          A     B
    A  37.5  12.5
    B  12.5  37.5
    """
    friction = _deterrence(cost, beta, decay)
    outflow = check.aligned(origins, "origins", friction.index, "cost, rows")
    inflow = check.aligned(destinations, "destinations", friction.columns, "cost, columns")
    check.non_negative(outflow, "origins")
    check.non_negative(inflow, "destinations")
    total = check.positive_total(outflow, "origins")
    if not np.isclose(inflow.sum(), total, rtol=1e-9):
        raise ValueError(
            f"destinations: expected the total of origins ({total:g}), got {inflow.sum():g}"
        )
    start, rows, columns = (part.to_numpy() for part in (friction, outflow, inflow))
    of_columns = columns.copy()  # B_j D_j
    for _ in range(max_rounds):
        of_rows = _divide(rows, start @ of_columns)  # A_i O_i
        reached = of_columns * (of_rows @ start)
        if np.abs(reached - columns).max() <= CLOSE_ENOUGH * total:
            flows = of_rows[:, None] * start * of_columns
            return pd.DataFrame(flows, index=friction.index, columns=friction.columns)
        of_columns = _divide(columns, of_rows @ start)
    raise ValueError(
        f"cost: the balancing of rows and columns does not settle in {max_rounds} rounds"
    )


def mean_cost(flows: pd.DataFrame, cost: pd.DataFrame) -> float:
    """Mean cost of a trip, the number by which a distance decay is often calibrated.

    Parameters
    ----------
    flows, cost : DataFrame (origins, destinations)
        Flows, non-negative, and the cost of a trip for each pair, with the same labels.

    Returns
    -------
    float
        In the unit of ``cost``.

    Raises
    ------
    ValueError
        If a flow is negative, all are zero, or labels do not match.

    References
    ----------
    Hyman, G. M. (1969). The calibration of trip distribution models. Environment and Planning
    1(1), 105-112.

    Examples
    --------
    >>> flows = pd.DataFrame({"A": [30, 10]}, index=["A", "B"])
    >>> mean_cost(flows, pd.DataFrame({"A": [2, 10]}, index=["A", "B"]))
    4.0
    """
    trips, costs = check.table(flows, "flows"), check.table(cost, "cost")
    check.non_negative(trips, "flows")
    check.same_labels(costs.index, trips.index, "cost, rows", "flows, rows")
    check.same_labels(costs.columns, trips.columns, "cost, columns", "flows, columns")
    total = trips.to_numpy().sum()
    if not total > 0:
        raise ValueError("flows: expected a total above zero, found 0")
    return float((trips * costs).to_numpy().sum() / total)


def _pull(size, cost, name: str, alpha: float, beta: float, decay: str) -> pd.DataFrame:
    """Size of each destination, discounted by the cost from each origin."""
    friction = _deterrence(cost, beta, decay)
    sizes = check.aligned(size, name, friction.columns, "cost, columns")
    check.non_negative(sizes, name)
    alpha = check.number(alpha, "alpha", low=0)
    return friction * sizes**alpha


def _deterrence(cost, beta: float, decay: str) -> pd.DataFrame:
    """The part of a pull that is left after a trip of this cost."""
    costs = check.table(cost, "cost")
    check.non_negative(costs, "cost")
    beta = check.number(beta, "beta")
    if decay == "exponential":
        left = np.exp(-beta * costs)
    elif decay == "power":
        check.positive(costs, "cost (power decay)")
        left = costs**-beta
    else:
        raise ValueError(f"decay: expected 'power' or 'exponential', got {decay!r}")
    # Beyond the range of numbers a far place would seem to be out of reach.
    name = "what the cost leaves of a pull (change its unit or beta)"
    check.positive(check.table(left, name), name)
    return left


def _divide(target: np.ndarray, reached: np.ndarray) -> np.ndarray:
    """Balancing factors; zero where nothing is wanted."""
    return np.divide(target, reached, out=np.zeros_like(target), where=target > 0)

"""How much does a town's bread depend on a few prices?

A town's industries are looked at as a portfolio: how far its employment or income swings, which
industry brings the swings in, what the least volatile mix would be, what world prices add or
take, and for how long a plant is right to keep idle hands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from regecon.methods import _checks as check


def covariance_matrix(volatility, correlation) -> pd.DataFrame:
    """Covariances from standard deviations and correlations.

    Parameters
    ----------
    volatility : Series, shape (sectors,)
        Standard deviation of each sector's growth, non-negative.
    correlation : DataFrame, shape (sectors, sectors)
        Symmetric, ones on the diagonal.

    Returns
    -------
    DataFrame, shape (sectors, sectors)
        In the order of ``volatility``.

    Raises
    ------
    ValueError
        If labels do not match, the table is not symmetric, its diagonal is not one, or no data
        could have such correlations (the table is not positive semidefinite).

    Examples
    --------
    >>> names = ["steel", "coal"]
    >>> correlation = pd.DataFrame([[1, 0.5], [0.5, 1]], index=names, columns=names)
    >>> covariance_matrix(pd.Series({"steel": 0.2, "coal": 0.3}), correlation)
           steel  coal
    steel   0.04  0.03
    coal    0.03  0.09
    """
    volatility = check.vector(volatility, "volatility")
    check.non_negative(volatility, "volatility")
    correlation = _symmetric(correlation, "correlation", volatility.index, "volatility")
    diagonal = pd.Series(np.diag(correlation), index=correlation.index)
    wrong = diagonal[~np.isclose(diagonal, 1)]
    if len(wrong):
        raise ValueError(
            f"correlation: expected 1 on the diagonal, found {wrong.iloc[0]:g} at "
            f"{wrong.index.tolist()[0]!r}"
        )
    return correlation.mul(volatility, axis="index").mul(volatility, axis="columns")


def portfolio_variance(shares, covariance) -> float:
    r"""Variance of a town's growth, given its sectors' shares.

    Parameters
    ----------
    shares : Series, shape (sectors,)
        Shares of the sectors in employment (or income), non-negative, adding up to one.
    covariance : DataFrame, shape (sectors, sectors)
        Covariances of the sectors' growth; of a table of growth rates, years by sectors, they
        are ``growth.cov()``.

    Returns
    -------
    float
        In the square of the unit of growth; its root is the volatility.

    Raises
    ------
    ValueError
        If shares are negative or do not add up to one, labels do not match, or the table is no
        covariance matrix.

    Notes
    -----
    .. math:: \sigma^2 = w' \Sigma w

    A town is safe not by the number of its sectors but by how little they move together.

    References
    ----------
    Conroy, M. E. (1975). The concept and measurement of regional industrial diversification.
    Southern Economic Journal 41(3), 492-505.

    Examples
    --------
    Half steel, half coal, each with a standard deviation of 20 per cent and independent:

    >>> covariance = pd.DataFrame({"steel": [0.04, 0], "coal": [0, 0.04]}, index=["steel", "coal"])
    >>> shares = pd.Series({"coal": 0.5, "steel": 0.5})
    >>> round(portfolio_variance(shares, covariance), 4)
    0.02
    """
    shares, covariance = _portfolio(shares, covariance)
    variance = float(shares @ covariance @ shares)
    # Where sectors cancel out, rounding leaves a tiny number of either sign.
    all_terms = float(shares @ covariance.abs() @ shares)
    return variance if variance > check.ROUNDING * all_terms else 0.0


def risk_contributions(shares, covariance) -> pd.DataFrame:
    r"""Which sector brings the volatility in.

    Parameters
    ----------
    shares, covariance
        As for :func:`portfolio_variance`.

    Returns
    -------
    DataFrame, a row for each sector
        ``share``; ``marginal``, by how much volatility rises with the sector's share;
        ``contribution``, share times marginal, which add up to the volatility (a sector that
        moves against the rest has a negative one); ``part``, the contribution as a share of the
        volatility. The last three are NaN if the volatility is zero.

    Raises
    ------
    ValueError
        As for :func:`portfolio_variance`.

    Notes
    -----
    .. math:: \sigma = \sum_i w_i \frac{(\Sigma w)_i}{\sigma}

    as the volatility is homogeneous of degree one in the shares (Euler's theorem).

    References
    ----------
    Litterman, R. (1996). Hot Spots and Hedges. Journal of Portfolio Management, special issue,
    52-75.

    Examples
    --------
    Two independent sectors of one size, one twice as volatile: it makes four fifths of the risk.

    >>> covariance = pd.DataFrame(
    ...     {"steel": [0.04, 0], "services": [0, 0.01]}, index=["steel", "services"]
    ... )
    >>> risk_contributions(pd.Series({"steel": 0.5, "services": 0.5}), covariance).round(3)
              share  marginal  contribution  part
    steel       0.5     0.179         0.089   0.8
    services    0.5     0.045         0.022   0.2
    """
    shares, covariance = _portfolio(shares, covariance)
    volatility = portfolio_variance(shares, covariance) ** 0.5
    marginal = covariance @ shares / (volatility if volatility > 0 else np.nan)
    contribution = shares * marginal
    return pd.DataFrame(
        {
            "share": shares,
            "marginal": marginal,
            "contribution": contribution,
            "part": contribution / volatility,
        }
    )


def minimum_variance_frontier(
    expected, covariance, *, points: int = 11, lower=0.0, upper=1.0
) -> pd.DataFrame:
    r"""The least volatile mix of sectors for each rate of growth.

    Parameters
    ----------
    expected : Series, shape (sectors,)
        Mean growth of each sector.
    covariance : DataFrame, shape (sectors, sectors)
        As for :func:`portfolio_variance`.
    points : int
        Number of mixes, two or more, from the least volatile of all to the fastest growing one.
    lower, upper : float or Series, shape (sectors,)
        Bounds of each sector's share: a town does not swap its mills for theatres in a year.

    Returns
    -------
    DataFrame, a row for each mix
        ``expected`` and ``volatility``, then a column of shares for each sector.

    Raises
    ------
    ValueError
        If labels do not match, bounds leave no mix that adds up to one, or the optimiser does
        not converge.

    Notes
    -----
    Minimises :math:`w' \Sigma w` subject to :math:`\mu' w \ge m`, shares adding up to one and
    bounds, by sequential quadratic programming (scipy). Means are known far less well than
    covariances; read the frontier's lower end rather than its upper one.

    References
    ----------
    Markowitz, H. (1952). Portfolio Selection. Journal of Finance 7(1), 77-91.

    Examples
    --------
    Two independent sectors: the least volatile mix holds each in inverse proportion to its
    variance.

    >>> names = ["steel", "services"]
    >>> covariance = pd.DataFrame([[0.04, 0], [0, 0.01]], index=names, columns=names)
    >>> growth = pd.Series({"steel": 0.05, "services": 0.02})
    >>> minimum_variance_frontier(growth, covariance, points=2).round(4)
       expected  volatility  steel  services
    0     0.026      0.0894    0.2       0.8
    1     0.050      0.2000    1.0       0.0
    """
    from scipy.optimize import linprog

    expected = check.vector(expected, "expected")
    covariance = _symmetric(covariance, "covariance", expected.index, "expected")
    points = check.whole(points, "points", low=2)
    bounds = _bounds(lower, upper, expected.index)
    fastest = linprog(-expected, A_eq=np.ones((1, len(expected))), b_eq=[1], bounds=bounds).x

    mix = _least_volatile(covariance, bounds, fastest)
    mixes = []
    for growth in np.linspace(expected @ mix, expected @ fastest, points):
        mix = _least_volatile(covariance, bounds, mix, expected, growth)
        mixes.append(mix)
    shares = pd.DataFrame(mixes, columns=expected.index)
    variance = ((shares @ covariance) * shares).sum(axis="columns").clip(lower=0)
    return pd.concat(
        [(shares @ expected).rename("expected"), (variance**0.5).rename("volatility"), shares],
        axis="columns",
    )


def _least_volatile(covariance, bounds, start, expected=None, growth=None) -> np.ndarray:
    from scipy.optimize import minimize

    # In units of the largest number, so that the optimiser's tolerance fits any data.
    matrix = covariance.to_numpy() / (covariance.to_numpy().max() or 1)
    conditions = [{"type": "eq", "fun": lambda w: w.sum() - 1, "jac": np.ones_like}]
    if expected is not None:
        scale = expected.abs().max() or 1
        means, target = expected.to_numpy() / scale, growth / scale - 1e-12
        conditions.append(
            {"type": "ineq", "fun": lambda w: means @ w - target, "jac": lambda w: means}
        )
    result = minimize(
        lambda w: w @ matrix @ w,
        start,
        jac=lambda w: 2 * matrix @ w,
        bounds=bounds,
        constraints=conditions,
        method="SLSQP",
        options={"ftol": 1e-12, "maxiter": 500},
    )
    if not result.success:
        raise ValueError(f"expected, covariance: no least volatile mix found ({result.message})")
    return result.x.clip(*bounds.T)


def _bounds(lower, upper, sectors: pd.Index) -> np.ndarray:
    limits = {}
    for name, limit in {"lower": lower, "upper": upper}.items():
        if not isinstance(limit, pd.Series):
            limit = pd.Series(check.number(limit, name), index=sectors)
        limits[name] = check.aligned(limit, name, sectors, "expected")
    check.non_negative(limits["lower"], "lower")
    frame = pd.DataFrame(limits)
    crossed = frame.index[frame["lower"] > frame["upper"]].tolist()
    if crossed:
        raise ValueError(f"lower, upper: no share of {crossed[0]!r} lies between the bounds")
    if not frame["lower"].sum() <= 1 + 1e-9 <= frame["upper"].sum() + 2e-9:
        raise ValueError("lower, upper: no shares within the bounds add up to one")
    return frame.to_numpy()


def _portfolio(shares, covariance) -> tuple[pd.Series, pd.DataFrame]:
    shares = check.vector(shares, "shares")
    check.non_negative(shares, "shares")
    if abs(shares.sum() - 1) > 1e-6:
        raise ValueError(f"shares: expected shares that add up to 1, found {shares.sum():g}")
    return shares, _symmetric(covariance, "covariance", shares.index, "shares")


def _symmetric(table, name: str, labels: pd.Index, labels_name: str) -> pd.DataFrame:
    """A table that data could have as covariances or correlations, in the order of the labels."""
    table = check.square(check.table(table, name), name)
    check.same_labels(table.index, labels, name, labels_name)
    table = table.loc[labels, labels]
    values = table.to_numpy()
    apart = np.abs(values - values.T)
    if apart.max() > 1e-9 * np.abs(values).max():
        i, j = np.unravel_index(apart.argmax(), apart.shape)
        raise ValueError(
            f"{name}: expected a symmetric table, found {values[i, j]:g} for {labels[i]!r} with "
            f"{labels[j]!r} and {values[j, i]:g} the other way round"
        )
    lowest = np.linalg.eigvalsh(values)[0]
    if lowest < -1e-9 * np.abs(values).max():
        raise ValueError(
            f"{name}: no data could have these (lowest eigenvalue {lowest:.3g}, below zero); "
            "change one of the entries"
        )
    return table


def terms_of_trade_effect(
    exports, imports, export_price, import_price, *, deflator: str | float = "import"
) -> pd.DataFrame:
    r"""What a change in world prices adds to a region's income, at unchanged quantities.

    Parameters
    ----------
    exports, imports : Series, shape (periods,), or float
        Value at current prices, non-negative.
    export_price, import_price : Series, shape (periods,), or float
        Price index, 1 in the base period.
    deflator : {"import", "export", "average"} or float
        The price in which the surplus itself is expressed; a number is a general price index.

    Returns
    -------
    DataFrame, a row for each period
        ``terms_of_trade``, export price over import price; ``gain``, in prices of the base
        period, negative for a loss.

    Raises
    ------
    ValueError
        If a value is negative, a price not above zero, or labels do not match.

    Notes
    -----
    .. math:: T = \frac{X - M}{P} - \left( \frac{X}{P_x} - \frac{M}{P_m} \right)

    The choice of :math:`P` matters where trade is not balanced, and no choice is right by
    itself: state it. "average" is the arithmetic mean of both indices.

    References
    ----------
    United Nations et al. (2009). System of National Accounts 2008. New York: United Nations,
    par. 15.187-15.191.

    Examples
    --------
    Metal worth 150 is sold at prices half up, 100 is bought at unchanged ones: the same metal
    buys half as much again.

    >>> terms_of_trade_effect(pd.Series({2021: 150}), 100, 1.5, 1.0)
          terms_of_trade  gain
    2021             1.5  50.0
    """
    flows = {"exports": exports, "imports": imports}
    prices = {"export_price": export_price, "import_price": import_price}
    periods = next(
        (v.index for v in (flows | prices).values() if isinstance(v, pd.Series)), pd.Index([0])
    )
    columns = {}
    for name, values in (flows | prices).items():
        if not isinstance(values, pd.Series):
            values = pd.Series(check.number(values, name), index=periods)
        columns[name] = check.aligned(values, name, periods, "the first series given")
        (check.non_negative if name in flows else check.positive)(columns[name], name)
    frame = pd.DataFrame(columns)

    own, foreign = frame["export_price"], frame["import_price"]
    named = {"import": foreign, "export": own, "average": (own + foreign) / 2}
    if isinstance(deflator, str):
        if deflator not in named:
            raise ValueError(
                f"deflator: expected one of {', '.join(named)} or a number, got {deflator!r}"
            )
        price = named[deflator]
    else:
        price = check.number(deflator, "deflator", low=0, open_low=True)
    surplus = (frame["exports"] - frame["imports"]) / price
    volumes = frame["exports"] / own - frame["imports"] / foreign
    return pd.DataFrame({"terms_of_trade": own / foreign, "gain": surplus - volumes})


def exposure_beta(outcome, price, *, window: int | None = None) -> pd.DataFrame:
    r"""How far a town's income moves with a world price.

    Parameters
    ----------
    outcome, price : Series, shape (periods,)
        Growth (or change of logarithms) of the town's wages, revenue or jobs, and of the price.
    window : int, optional
        Number of periods of a moving window, three or more. Default: all periods at once.

    Returns
    -------
    DataFrame, a row for each window, labelled by its last period
        ``beta``, the town's growth that goes with one unit of growth of the price; ``se``, its
        standard error; ``r2``, the share of the town's variance that goes with the price.

    Raises
    ------
    ValueError
        If labels do not match, the price does not vary within a window, or periods are too few.

    Notes
    -----
    The slope of a least-squares line; periods are taken in the order of their labels. A beta
    says how exposed the town is, not that the price is the cause. Windows share periods, so
    that betas of neighbouring windows resemble one another whatever happens.

    References
    ----------
    Sharpe, W. F. (1964). Capital asset prices. Journal of Finance 19(3), 425-442.

    Examples
    --------
    Wages rise by half of what the price of aluminium does:

    >>> price = pd.Series({2013: -0.2, 2014: 0.0, 2015: 0.1, 2016: 0.3})
    >>> exposure_beta(0.02 + 0.5 * price, price).round(3)
          beta   se   r2
    2016   0.5  0.0  1.0
    """
    from scipy.stats import linregress

    outcome = check.vector(outcome, "outcome").sort_index()
    price = check.aligned(price, "price", outcome.index, "outcome")
    width = len(outcome) if window is None else check.whole(window, "window")
    if not 3 <= width <= len(outcome):
        raise ValueError(
            f"window: expected between 3 and {len(outcome)} periods (all there are), got {width}"
        )
    rows = {}
    for end in range(width, len(outcome) + 1):
        x, y = price.iloc[end - width : end], outcome.iloc[end - width : end]
        if check.flat(x.to_frame()).iloc[0]:
            raise ValueError(f"price: does not vary in the window that ends in {x.index[-1]!r}")
        fit = linregress(x, y)
        rows[x.index[-1]] = {"beta": fit.slope, "se": fit.stderr, "r2": fit.rvalue**2}
    return pd.DataFrame.from_dict(rows, orient="index")


@dataclass(frozen=True)
class Hoarding:
    """What it costs to keep idle workers or to let them go, per worker.

    Attributes
    ----------
    keep
        Present value of paying the worker through the slump.
    dismiss
        Present value of severance now and a replacement afterwards.
    hoard
        Whether keeping is the cheaper of the two.
    longest_slump
        Months up to which keeping pays; infinite if it always does.
    """

    keep: float
    dismiss: float
    hoard: bool
    longest_slump: float


def labour_hoarding(
    idle_cost: float,
    replacement_cost: float,
    months: float,
    *,
    severance: float = 0,
    monthly_rate: float = 0,
) -> Hoarding:
    r"""Whether a plant is right to keep workers it has no work for.

    Parameters
    ----------
    idle_cost : float
        Wage of an idle worker less what is still produced, per month, above zero.
    replacement_cost : float
        Cost to find and train a new worker once work returns; if some are not to be replaced,
        times the probability that one is.
    months : float
        How long the slump is expected to last.
    severance : float
        Paid on dismissal.
    monthly_rate : float
        Interest per month (0.01 is one per cent).

    Returns
    -------
    Hoarding

    Raises
    ------
    ValueError
        If ``idle_cost`` is not above zero or another number is negative.

    Notes
    -----
    With the discount factor :math:`v = 1 / (1 + r)` and idle cost c paid at the beginning of
    each month, keep if

    .. math:: c\, \frac{1 - v^n}{1 - v} \le S + R\, v^n .

    The model leaves out what a governor's call is worth, and that hours and wages may be cut
    instead of jobs, which is how Russian plants as a rule adjust.

    References
    ----------
    Oi, W. Y. (1962). Labor as a quasi-fixed factor. Journal of Political Economy 70(6), 538-555.

    Gimpelson, V. and Kapeliushnikov, R. (2015). The Russian labour market model: trial by
    recession. Journal of the New Economic Association 26(2), 249-254.

    Examples
    --------
    An idle worker costs 40 thousand a month, a new one 360 thousand: nine months.

    >>> labour_hoarding(40, 360, months=6)
    Hoarding(keep=240.0, dismiss=360.0, hoard=True, longest_slump=9.0)
    >>> labour_hoarding(40, 360, months=18).hoard
    False
    """
    idle_cost = check.number(idle_cost, "idle_cost", low=0, open_low=True)
    replacement_cost = check.number(replacement_cost, "replacement_cost", low=0)
    months = check.number(months, "months", low=0)
    severance = check.number(severance, "severance", low=0)
    rate = check.number(monthly_rate, "monthly_rate", low=0)

    later = (1 + rate) ** -months
    if rate > 1e-12:
        forever = idle_cost * (1 + rate) / rate  # present value of paying without end
        keep = forever * -np.expm1(-months * np.log1p(rate))
        avoided = (severance + replacement_cost) / (forever + replacement_cost)
        longest = -np.log1p(-avoided) / np.log1p(rate) if avoided < 1 else np.inf
    else:
        keep = idle_cost * months
        longest = (severance + replacement_cost) / idle_cost
    dismiss = severance + replacement_cost * later
    return Hoarding(float(keep), float(dismiss), bool(keep <= dismiss), float(longest))

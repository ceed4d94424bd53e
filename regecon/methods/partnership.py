"""Who should carry which risk when town and firm build together?

A public-private partnership is a stream of money under risk and a contract on who bears it. The
methods value the stream, a guarantee of revenue and the waiting for better news, compare the
partnership with a public work, and say what share of the result should stay with whoever makes
the effort.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd

from regecon.methods import _checks as check

LONGEST = 400  # years for which all roots of a polynomial are looked for


def present_value(rate: float, cash_flows) -> float:
    r"""Value today of money that comes and goes over the years.

    Parameters
    ----------
    rate : float
        Interest per year, above -1 (0.08 is eight per cent).
    cash_flows : Series, shape (years,)
        Money received (negative: paid), labelled by whole years in any order; a missing year has
        no flow. A list counts from year 0.

    Returns
    -------
    float
        Value in the first year, whose own flow is not discounted.

    Raises
    ------
    ValueError
        If the rate is -1 or below, or a label is not a whole year.

    Notes
    -----
    .. math:: \sum_t \frac{C_t}{(1 + r)^t}

    with t counted from the first year, as in ``numpy_financial.npv``. The function NPV of a
    spreadsheet discounts the first flow too: its result is this one over 1 + r.

    Examples
    --------
    100 spent this year bring 121 two years later; at ten per cent these are worth 100 today:

    >>> round(present_value(0.10, pd.Series({2025: -90, 2027: 121})), 2)
    10.0
    """
    rate = _rate(rate)
    flows = _flows(cash_flows, "cash_flows")
    return float((flows / (1 + rate) ** (flows.index - flows.index[0])).sum())


def internal_rate(cash_flows) -> float:
    """The rate of interest at which a project is just worth its money.

    Parameters
    ----------
    cash_flows : Series, shape (years,)
        As for :func:`present_value`.

    Returns
    -------
    float
        Rate per year at which the present value is zero; NaN if there is none.

    Raises
    ------
    ValueError
        If a label is not a whole year, or flows over more than 400 years change sign more than
        once, or never.

    Warns
    -----
    UserWarning
        If flows change sign more than once. There may then be several such rates, of which the
        one nearest to zero is returned: look at the present value over a range of rates.

    Notes
    -----
    Flows that change sign once have one rate, found by bisection; others are left to
    ``numpy_financial.irr``, which looks for all roots and so takes at most 400 years. Of two
    projects the one with the higher internal rate need not be the better one: rates do not say
    how much money earns them.

    Examples
    --------
    >>> round(internal_rate(pd.Series({2025: -100, 2026: 110})), 4)
    0.1
    """
    from numpy_financial import irr

    flows = _flows(cash_flows, "cash_flows")
    every_year = range(flows.index[0], flows.index[-1] + 1)
    signs = np.sign(flows[flows != 0])
    changes = int((signs.diff().iloc[1:] != 0).sum())
    if changes == 1:
        return _only_rate(flows)
    if len(every_year) > LONGEST:
        raise ValueError(
            f"cash_flows: expected at most {LONGEST} years where the flows change sign {changes} "
            f"times, got {len(every_year)}"
        )
    if changes > 1:
        warnings.warn(
            "cash_flows change sign more than once: there may be several internal rates, the one "
            "nearest to zero is returned",
            stacklevel=2,
        )
    return float(irr(flows.reindex(every_year, fill_value=0.0)))


def _only_rate(flows: pd.Series) -> float:
    """The rate of flows that change sign once."""
    from scipy.optimize import brentq

    years, money = (flows.index - flows.index[0]).to_numpy(float), flows.to_numpy()

    def balance(log_factor: float) -> float:
        """Present value but for a factor that keeps it in the range of numbers."""
        exponents = -log_factor * years
        return float(money @ np.exp(exponents - exponents[money != 0].max()))

    reach = 1 / years[-1]
    while balance(-reach) * balance(reach) > 0:
        reach *= 2
    return float(np.expm1(brentq(balance, -reach, reach, xtol=1e-15, rtol=1e-14, maxiter=500)))


def expected_guarantee_payment(
    mean: float, guarantee: float, spread: float, *, distribution: str = "lognormal"
) -> float:
    r"""What a promise to top up revenue to a minimum costs on average, in one year.

    Parameters
    ----------
    mean : float
        Expected revenue, above zero.
    guarantee : float
        Revenue promised, non-negative.
    spread : float
        Standard deviation: of the logarithm of revenue for the lognormal, in money for the
        normal distribution.
    distribution : {"lognormal", "normal"}
        Revenue that cannot fall below zero, or one that can.

    Returns
    -------
    float
        Expected payment, undiscounted.

    Raises
    ------
    ValueError
        If a number is out of its range or the distribution has another name.

    Notes
    -----
    The payment is :math:`E[\max(G - R, 0)]`, a put option on revenue. With :math:`\Phi` and
    :math:`\varphi` the standard normal distribution and density,

    .. math:: G\,\Phi(-d_2) - m\,\Phi(-d_1), \quad
        d_{1,2} = \frac{\ln(m / G)}{s} \pm \frac{s}{2} \qquad\text{(lognormal)}

    .. math:: (G - m)\,\Phi(z) + s\,\varphi(z), \quad z = \frac{G - m}{s} \qquad\text{(normal)}.

    The payment of the average year, :math:`\max(G - m, 0)`, is too small: the guarantee pays in
    bad years and takes nothing back in good ones.

    References
    ----------
    Black, F. (1976). The pricing of commodity contracts. Journal of Financial Economics 3,
    167-179.

    Examples
    --------
    Revenue of 100 is promised and expected, with a standard deviation of 10:

    >>> round(expected_guarantee_payment(100, 100, 10, distribution="normal"), 3)
    3.989
    """
    from scipy.stats import norm

    mean = check.number(mean, "mean", low=0, open_low=True)
    guarantee = check.number(guarantee, "guarantee", low=0)
    spread = check.number(spread, "spread", low=0)
    if distribution not in ("lognormal", "normal"):
        raise ValueError(f"distribution: expected 'lognormal' or 'normal', got {distribution!r}")
    if distribution == "lognormal" and guarantee == 0:
        return 0.0
    if spread < 1e-9 * (mean if distribution == "normal" else 1):
        return max(guarantee - mean, 0.0)
    if distribution == "normal":
        z = (guarantee - mean) / spread
        return float((guarantee - mean) * norm.cdf(z) + spread * norm.pdf(z))
    middle = np.log(mean / guarantee) / spread
    d1, d2 = middle + spread / 2, middle - spread / 2
    return float(guarantee * norm.cdf(-d2) - mean * norm.cdf(-d1))


def simulate_revenue(expected, volatility: float, *, seed: int, draws: int = 10_000):
    r"""Possible courses of a revenue that drifts away from its forecast.

    Parameters
    ----------
    expected : Series, shape (years,)
        Forecast of each year, above zero, labelled by whole years.
    volatility : float
        Standard deviation of the yearly surprise, in logarithms.
    seed : int
        Start of the random numbers; the same seed gives the same courses.
    draws : int
        Number of courses.

    Returns
    -------
    DataFrame, shape (draws, years)
        The mean of every column tends to the forecast. To be passed to
        :func:`revenue_guarantee`.

    Raises
    ------
    ValueError
        If a forecast is not above zero, the volatility negative, or ``draws`` below 1.

    Notes
    -----
    Each year's surprise stays in all years to come (a random walk in logarithms), so that t
    years on, counting the first as one, the logarithm has the standard deviation
    :math:`s \sqrt{t}`. A forecast that is too high on average is not cured by simulation:
    correct it first.

    Examples
    --------
    >>> forecast = pd.Series({2026: 100.0, 2027: 120.0})
    >>> courses = simulate_revenue(forecast, 0.2, seed=1)
    >>> courses.shape, bool((abs(courses.mean() / forecast - 1) < 0.01).all())
    ((10000, 2), True)
    """
    expected = _flows(expected, "expected")
    check.positive(expected, "expected")
    volatility = check.number(volatility, "volatility", low=0)
    draws = check.whole(draws, "draws", low=1)
    years = expected.index - expected.index[0] + 1
    length = np.diff(years, prepend=0)  # a year left out adds its surprise to the next one
    surprise = np.random.default_rng(seed).normal(size=(draws, len(years)))
    walk = (surprise * np.sqrt(length)).cumsum(axis=1)
    factor = np.exp(volatility * walk - volatility**2 * years.to_numpy() / 2)
    return pd.DataFrame(factor * expected.to_numpy(), columns=expected.index)


@dataclass(frozen=True)
class Guarantee:
    """A minimum revenue guarantee, valued over scenarios.

    Attributes
    ----------
    scenarios
        For each scenario its ``probability`` and the project's present value ``without`` and
        ``with`` the guarantee.
    payments
        Expected payment of each year, undiscounted.
    without, with_guarantee
        Expected present value of the project.
    cost
        Expected present value of the payments: the difference of the two.
    """

    scenarios: pd.DataFrame
    payments: pd.Series
    without: float
    with_guarantee: float
    cost: float


def revenue_guarantee(
    revenue, guarantee, rate: float, *, probabilities=None, investment: float = 0
) -> Guarantee:
    r"""What a minimum revenue guarantee gives to the firm and costs the public.

    Parameters
    ----------
    revenue : DataFrame, shape (scenarios, years)
        Net revenue of each year, columns labelled by whole years: stated scenarios, or courses
        from :func:`simulate_revenue`.
    guarantee : float or Series, shape (years,)
        Revenue to which the public tops up.
    rate : float
        Interest per year.
    probabilities : Series, shape (scenarios,), optional
        Adding up to one. Default: all scenarios equally probable.
    investment : float
        Spent the year before the first revenue, non-negative.

    Returns
    -------
    Guarantee

    Raises
    ------
    ValueError
        If probabilities do not add up to one, labels do not match, or a number is out of its
        range.

    Notes
    -----
    .. math:: E[\max(R, G)] = E[R] + E[\max(G - R, 0)]

    The payment is taken scenario by scenario; topping up the average revenue would understate
    it. Both sides are discounted at one rate, though the guarantee moves risk from the firm to
    the public and should move their rates too.

    References
    ----------
    Irwin, T. C. (2007). Government Guarantees. Washington: World Bank.

    Examples
    --------
    A good and a bad year, 100 or 60, with 80 guaranteed and no interest: 20 is paid every second
    time.

    >>> revenue = pd.DataFrame({2026: [100, 60]}, index=["good", "bad"])
    >>> result = revenue_guarantee(revenue, 80, rate=0, investment=75)
    >>> result.scenarios
          probability  without  with
    good          0.5     25.0  25.0
    bad           0.5    -15.0   5.0
    >>> result.cost
    10.0
    """
    revenue = check.table(revenue, "revenue")
    revenue = revenue.sort_index(axis="columns")
    years = _years(revenue.columns, "revenue, columns")
    rate = _rate(rate)
    investment = check.number(investment, "investment", low=0)
    if not isinstance(guarantee, pd.Series):
        guarantee = pd.Series(check.number(guarantee, "guarantee"), index=years)
    guarantee = check.aligned(guarantee, "guarantee", years, "revenue, columns")
    check.non_negative(guarantee, "guarantee")
    if probabilities is None:
        probabilities = pd.Series(1 / len(revenue), index=revenue.index)
    probabilities = check.aligned(probabilities, "probabilities", revenue.index, "revenue, rows")
    check.non_negative(probabilities, "probabilities")
    if abs(probabilities.sum() - 1) > 1e-6:
        raise ValueError(f"probabilities: expected a sum of 1, found {probabilities.sum():g}")

    discount = (1 + rate) ** -(years - years[0] + 1.0)
    payments = (guarantee - revenue).clip(lower=0)
    without = revenue @ discount.to_numpy() - investment
    topped_up = without + payments @ discount.to_numpy()
    return Guarantee(
        scenarios=pd.DataFrame(
            {"probability": probabilities, "without": without, "with": topped_up}
        ),
        payments=payments.mul(probabilities, axis="index").sum(),
        without=float(without @ probabilities),
        with_guarantee=float(topped_up @ probabilities),
        cost=float((topped_up - without) @ probabilities),
    )


def value_for_money(
    bid: float,
    *,
    base_cost: float,
    transferable_risk: float = 0,
    retained_risk: float = 0,
    neutrality: float = 0,
) -> pd.DataFrame:
    r"""A partnership against the same work built by the public itself.

    Parameters
    ----------
    bid : float
        Present value of what the public would pay the firm, including the price of the risks
        handed over to it.
    base_cost : float
        Present value of building and running in public hands, as planned.
    transferable_risk : float
        Expected overruns of that plan which the firm would bear.
    retained_risk : float
        Expected overruns that stay with the public either way.
    neutrality : float
        Correction for advantages of public hands that cost the treasury elsewhere, such as taxes
        not paid.

    Returns
    -------
    DataFrame, rows ``public`` and ``partnership``
        The parts ``price``, ``neutrality``, ``transferable_risk``, ``retained_risk`` and their
        sum ``total``. Value for money is the public total less that of the partnership.

    Raises
    ------
    ValueError
        If a number is negative (``neutrality`` may be).

    Notes
    -----
    Retained risk is added to both; transferred risk is not added to the bid, which already
    prices it. The result hangs on the transferable risk, the number least known: show from what
    value on the answer changes.

    References
    ----------
    HM Treasury (2006). Value for Money Assessment Guidance. London: TSO.

    Examples
    --------
    The plan costs 100, overruns of 30 would pass to the firm and 10 stay; the firm bids 120:

    >>> table = value_for_money(120, base_cost=100, transferable_risk=30, retained_risk=10)
    >>> table["total"].to_dict()
    {'public': 140.0, 'partnership': 130.0}
    """
    bid = check.number(bid, "bid", low=0)
    public = {
        "price": check.number(base_cost, "base_cost", low=0),
        "neutrality": check.number(neutrality, "neutrality"),
        "transferable_risk": check.number(transferable_risk, "transferable_risk", low=0),
        "retained_risk": check.number(retained_risk, "retained_risk", low=0),
    }
    partnership = public | {"price": bid, "neutrality": 0.0, "transferable_risk": 0.0}
    table = pd.DataFrame({"public": public, "partnership": partnership}).T
    return table.assign(total=table.sum(axis="columns"))


def incentive_share(risk_aversion: float, effort_cost: float, variance: float) -> float:
    r"""The share of the result that should stay with those who make the effort.

    Parameters
    ----------
    risk_aversion : float
        Absolute risk aversion r of those who make the effort, non-negative.
    effort_cost : float
        Slope c of the marginal cost of effort, above zero.
    variance : float
        Variance of the result for reasons beyond their control, non-negative.

    Returns
    -------
    float
        Between 0 (a fixed fee: full insurance, no effort) and 1 (they bear everything).

    Raises
    ------
    ValueError
        If a number is out of its range.

    Notes
    -----
    .. math:: b = \frac{1}{1 + r c \sigma^2}

    for a contract linear in the result, exponential utility and normal noise. The more the
    result depends on luck, the less of it belongs on the shoulders of those who work for it;
    risk that effort can move should stay with them.

    References
    ----------
    Holmstrom, B. and Milgrom, P. (1987). Aggregation and linearity in the provision of
    intertemporal incentives. Econometrica 55(2), 303-328.

    Examples
    --------
    >>> incentive_share(risk_aversion=1, effort_cost=1, variance=1)
    0.5
    """
    risk_aversion = check.number(risk_aversion, "risk_aversion", low=0)
    effort_cost = check.number(effort_cost, "effort_cost", low=0, open_low=True)
    variance = check.number(variance, "variance", low=0)
    return 1 / (1 + risk_aversion * effort_cost * variance)


def linear_contract(
    share: float, risk_aversion: float, effort_cost: float, variance: float
) -> pd.Series:
    r"""What a firm does, what it fears and what is left to both, if it keeps a share.

    Parameters
    ----------
    share : float
        Part of the result that the firm keeps, from 0 to 1; a fixed sum is paid besides.
    risk_aversion, effort_cost, variance : float
        As for :func:`incentive_share`, in units in which a unit of effort adds one to the
        result.

    Returns
    -------
    Series
        ``effort``, its ``cost``, the ``premium`` that the firm asks for its risk, and the
        ``surplus``: effort less cost less premium, whoever gets it.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Notes
    -----
    .. math:: e = \frac{b}{c}, \quad \frac{c e^2}{2} = \frac{b^2}{2 c}, \quad
        \frac{r b^2 \sigma^2}{2}, \quad
        S = \frac{b}{c} - \frac{b^2}{2 c} - \frac{r b^2 \sigma^2}{2}

    The surplus is largest at the share of :func:`incentive_share`. Whoever is paid the fixed
    sum, and how much, moves money between the two and changes none of the four.

    References
    ----------
    Holmstrom, B. and Milgrom, P. (1987). Aggregation and linearity in the provision of
    intertemporal incentives. Econometrica 55(2), 303-328.

    Examples
    --------
    >>> linear_contract(0.5, risk_aversion=1, effort_cost=1, variance=1)
    effort     0.500
    cost       0.125
    premium    0.125
    surplus    0.250
    dtype: float64
    """
    share = check.number(share, "share", low=0, high=1)
    risk_aversion = check.number(risk_aversion, "risk_aversion", low=0)
    effort_cost = check.number(effort_cost, "effort_cost", low=0, open_low=True)
    variance = check.number(variance, "variance", low=0)
    effort = share / effort_cost
    cost, premium = share * effort / 2, risk_aversion * share**2 * variance / 2
    parts = {"effort": effort, "cost": cost, "premium": premium}
    return pd.Series(parts | {"surplus": effort - cost - premium})


def option_hurdle(rate: float, payout: float, volatility: float) -> float:
    r"""How much a project has to be worth before one stops waiting.

    Parameters
    ----------
    rate : float
        Riskless interest per year, non-negative.
    payout : float
        What is lost per year of waiting, as a share of the project's value, non-negative.
    volatility : float
        Standard deviation of the yearly change of that value, in logarithms, above zero.

    Returns
    -------
    float
        The value at which to invest, in units of the investment: at least 1, and infinite if
        waiting costs nothing.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Notes
    -----
    .. math:: \frac{V^*}{I} = \frac{\beta}{\beta - 1}, \qquad
        \beta = \frac12 - \frac{r - d}{\sigma^2}
        + \sqrt{\left(\frac{r - d}{\sigma^2} - \frac12\right)^2 + \frac{2 r}{\sigma^2}}

    for an investment that can be put off for ever and not be undone. A present value above zero
    is thus not enough: who invests gives up the chance to learn more.

    References
    ----------
    Dixit, A. K. and Pindyck, R. S. (1994). Investment under Uncertainty. Princeton University
    Press, ch. 5.

    Examples
    --------
    >>> round(option_hurdle(rate=0.06, payout=0.04, volatility=0.2), 2)
    2.37
    """
    rate = check.number(rate, "rate", low=0)
    payout = check.number(payout, "payout", low=0)
    variance = check.number(volatility, "volatility", low=0, open_low=True) ** 2
    beta = _root(rate - payout, variance, rate)
    return float(beta / (beta - 1)) if beta > 1 + 1e-12 else float("inf")


def waiting_value(
    value: float, rate: float, payout: float, volatility: float, *, cost: float = 1.0
) -> float:
    r"""What it is worth to be able to build, now or at a better moment.

    Parameters
    ----------
    value : float
        What the finished project would be worth today, above zero.
    rate, payout, volatility : float
        As for :func:`option_hurdle`.
    cost : float
        What building costs, above zero, in the money of ``value``.

    Returns
    -------
    float
        At least ``value - cost``, which it is from the hurdle on.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Notes
    -----
    .. math:: (V^* - I) \left(\frac{V}{V^*}\right)^{\beta} \quad (V < V^*)

    with :math:`V^*` and :math:`\beta` of :func:`option_hurdle`. If what waits may be lost with a
    yearly chance, a ruin that may burn, add the chance to ``rate`` and to ``payout``: the right
    is worth less and is used earlier.

    References
    ----------
    McDonald, R. and Siegel, D. (1986). The value of waiting to invest. Quarterly Journal of
    Economics 101(4), 707-727.

    Examples
    --------
    A project that is just worth its cost: nothing if one had to decide today.

    >>> round(waiting_value(1, rate=0.06, payout=0.04, volatility=0.2), 3)
    0.307
    """
    value = check.number(value, "value", low=0, open_low=True)
    cost = check.number(cost, "cost", low=0, open_low=True)
    hurdle = cost * option_hurdle(rate, payout, volatility)
    if value >= hurdle:
        return value - cost
    if np.isinf(hurdle):
        return value
    beta = _root(rate - payout, volatility**2, rate)
    return float((hurdle - cost) * (value / hurdle) ** beta)


def reaching_odds(
    value: float, hurdle: float, growth: float, volatility: float, *, hazard: float = 0.0
) -> float:
    r"""The chance that a value gets to the hurdle before what carries it is lost.

    Parameters
    ----------
    value, hurdle : float
        Where it stands and where it has to get, above zero.
    growth : float
        Growth of the expected value per year.
    volatility : float
        Standard deviation of the yearly change, in logarithms, above zero.
    hazard : float
        Chance per year of the loss, non-negative, counted continuously.

    Returns
    -------
    float
        Between 0 and 1; 1 from the hurdle on.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Notes
    -----
    .. math:: \left(\frac{V}{V^*}\right)^{\gamma}, \qquad
        \tfrac12 \sigma^2 \gamma (\gamma - 1) + g \gamma = h

    with the larger root :math:`\gamma \ge 0`. Without a loss it is 1 unless the growth falls
    short of half the variance: such a value may drift away for ever.

    References
    ----------
    Dixit, A. K. and Pindyck, R. S. (1994). Investment under Uncertainty. Princeton University
    Press, ch. 9.

    Examples
    --------
    A value that hardly swings and grows by two per cent a year doubles in some 35 years; with
    two chances in a hundred a year of a fire half of the houses are still there:

    >>> round(reaching_odds(1, 2, growth=0.02, volatility=1e-3, hazard=0.02), 2)
    0.5
    """
    value = check.number(value, "value", low=0, open_low=True)
    hurdle = check.number(hurdle, "hurdle", low=0, open_low=True)
    growth = check.number(growth, "growth")
    variance = check.number(volatility, "volatility", low=0, open_low=True) ** 2
    hazard = check.number(hazard, "hazard", low=0)
    return float(min(value / hurdle, 1) ** _root(growth, variance, hazard))


def _root(growth: float, variance: float, discount: float) -> float:
    """The larger root of half the variance times x (x - 1), plus growth times x, less discount."""
    drift = growth / variance
    return 0.5 - drift + np.sqrt((drift - 0.5) ** 2 + 2 * discount / variance)


def _rate(rate: float) -> float:
    return check.number(rate, "rate", low=-1, open_low=True)


def _flows(values, name: str) -> pd.Series:
    """Flows in the order of their years."""
    flows = check.vector(values, name).sort_index()
    flows.index = _years(flows.index, name)
    return flows


def _years(labels: pd.Index, name: str) -> pd.Index:
    if not pd.api.types.is_integer_dtype(labels):
        found = labels.tolist()[0]
        raise ValueError(
            f"{name}: expected whole years as labels (2025, 2026, ...), found {found!r}"
        )
    return labels

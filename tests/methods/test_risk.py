import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from regecon.methods.risk import (
    covariance_matrix,
    exposure_beta,
    labour_hoarding,
    minimum_variance_frontier,
    portfolio_variance,
    risk_contributions,
    terms_of_trade_effect,
)
from tests.methods.tables import quick, shuffled, vectors

SECTORS = ["steel", "coal", "aluminium", "services"]


def city_of_week_6():
    """Covariances of the stylised city (SYNTHETIC)."""
    volatility = pd.Series([0.25, 0.30, 0.22, 0.08], index=SECTORS)
    correlation = pd.DataFrame(
        [[1, 0.75, 0.6, 0.2], [0.75, 1, 0.45, 0.2], [0.6, 0.45, 1, 0.15], [0.2, 0.2, 0.15, 1]],
        index=SECTORS,
        columns=SECTORS,
    )
    return covariance_matrix(volatility, shuffled(correlation))


COVARIANCE = city_of_week_6()
GROWTH = pd.Series([0.03, 0.05, 0.04, 0.01], index=SECTORS)


@st.composite
def portfolios(draw):
    """Shares, growth rates of twelve years and their covariances."""
    shares = draw(vectors(low=0, min_size=4, max_size=4))
    year = st.lists(st.integers(-20, 20), min_size=4, max_size=4)
    growth = pd.DataFrame(
        draw(st.lists(year, min_size=12, max_size=12)), columns=shares.index, dtype=float
    )
    return shares / shares.sum(), growth


@pytest.mark.parametrize(
    ("shares", "volatility"),
    [
        ((0.70, 0.20, 0.05, 0.05), 0.2311),
        ((0.40, 0.30, 0.25, 0.05), 0.2146),
        ((0.55, 0.15, 0.05, 0.25), 0.1858),
    ],
)
def test_city_portfolio_of_week_6(shares, volatility):
    shares = pd.Series(shares, index=SECTORS)
    assert portfolio_variance(shares, COVARIANCE) ** 0.5 == pytest.approx(volatility, abs=5e-5)


@quick
@given(portfolios())
def test_variance_of_the_portfolio_is_that_of_its_growth(portfolio):
    shares, growth = portfolio
    of_city = (growth * shares).sum(axis="columns").var()
    assert portfolio_variance(shares, growth.cov()) == pytest.approx(of_city, abs=1e-9)
    assert portfolio_variance(shuffled(shares), growth.cov()) == pytest.approx(of_city, abs=1e-9)


@quick
@given(portfolios())
def test_contributions_add_up_to_volatility(portfolio):
    shares, growth = portfolio
    parts = risk_contributions(shares, shuffled(growth.cov()))
    volatility = portfolio_variance(shares, growth.cov()) ** 0.5
    assume(volatility > 1e-6)
    assert parts["contribution"].sum() == pytest.approx(volatility)
    assert parts["part"].sum() == pytest.approx(1)
    assert parts.index.equals(shares.index)


def test_without_risk_there_is_nothing_to_split():
    still = COVARIANCE * 0
    parts = risk_contributions(pd.Series(0.25, index=SECTORS), still)
    assert parts[["marginal", "contribution", "part"]].isna().all(axis=None)


@quick
@given(portfolios())
def test_marginal_risk_is_the_slope(portfolio):
    shares, growth = portfolio
    covariance = growth.cov()
    volatility = portfolio_variance(shares, covariance) ** 0.5
    assume(volatility > 1e-3)
    step = 1e-6
    for sector, marginal in risk_contributions(shares, covariance)["marginal"].items():
        moved = shares.copy()
        moved[sector] += step
        risen = (moved @ covariance @ moved) ** 0.5
        assert (risen - volatility) / step == pytest.approx(marginal, abs=1e-2)


def test_covariances_give_back_volatility_and_correlation():
    volatility = np.sqrt(np.diag(COVARIANCE))
    assert volatility == pytest.approx([0.25, 0.30, 0.22, 0.08])
    assert COVARIANCE.loc["steel", "coal"] == pytest.approx(0.75 * 0.25 * 0.30)


def test_frontier_is_nowhere_above_random_mixes():
    frontier = minimum_variance_frontier(GROWTH, COVARIANCE, points=101)
    assert frontier["volatility"].is_monotonic_increasing
    assert frontier[SECTORS].sum(axis="columns").to_numpy() == pytest.approx(np.ones(101))
    assert (frontier[SECTORS] >= 0).all(axis=None)
    assert (frontier[SECTORS] @ GROWTH).to_numpy() == pytest.approx(frontier["expected"])
    mixes = np.random.default_rng(1).dirichlet(np.ones(4), size=2000)
    volatility = np.sqrt(((mixes @ COVARIANCE.to_numpy()) * mixes).sum(axis=1))
    growth = mixes @ GROWTH.to_numpy()
    best = np.interp(growth, frontier["expected"], frontier["volatility"])
    assert (volatility >= best).all()
    assert volatility.min() >= frontier["volatility"].iloc[0] - 1e-9


@quick
@given(portfolios(), st.sampled_from([1e-4, 1, 1e4]))
def test_frontier_starts_at_the_least_volatile_mix(portfolio, scale):
    shares, growth = portfolio
    covariance = growth.cov() * scale**2
    frontier = minimum_variance_frontier(growth.mean() * scale, covariance, points=3)
    own = portfolio_variance(shares, covariance) ** 0.5
    assert frontier["volatility"].iloc[0] <= own + 1e-5 * scale * 20


@quick
@given(portfolios())
def test_frontier_does_not_depend_on_order(portfolio):
    _, growth = portfolio
    one = minimum_variance_frontier(growth.mean(), growth.cov(), points=3)
    other = minimum_variance_frontier(shuffled(growth.mean()), growth.cov(), points=3)
    assert other["expected"].iloc[-1] == pytest.approx(one["expected"].iloc[-1], abs=1e-6)
    assert other["volatility"].iloc[0] == pytest.approx(one["volatility"].iloc[0], abs=1e-3)


def test_bounds_are_kept():
    now = pd.Series([0.7, 0.2, 0.05, 0.05], index=SECTORS)
    frontier = minimum_variance_frontier(
        GROWTH, COVARIANCE, lower=shuffled(now - 0.05), upper=now + 0.05
    )
    assert (frontier[SECTORS] <= now + 0.05 + 1e-12).all(axis=None)
    assert (frontier[SECTORS] >= now - 0.05 - 1e-12).all(axis=None)
    assert frontier["volatility"].iloc[0] < portfolio_variance(now, COVARIANCE) ** 0.5


@quick
@given(st.integers(0, 900), st.integers(0, 900), st.floats(0.2, 5), st.floats(0.2, 5))
def test_trade_without_price_change_gains_nothing(exports, imports, price, other):
    for deflator in ("import", "export", "average", price):
        row = terms_of_trade_effect(exports, imports, price, price, deflator=deflator).iloc[0]
        assert row["gain"] == pytest.approx(0, abs=1e-9)
    # In balanced trade the deflator of the surplus does not matter.
    gains = [
        terms_of_trade_effect(exports, exports, price, other, deflator=deflator)["gain"][0]
        for deflator in ("import", "export", "average", 2.5)
    ]
    assert gains == pytest.approx([gains[0]] * 4)


def test_deflators_differ_when_trade_is_not_balanced():
    gains = [
        terms_of_trade_effect(150, 100, 1.5, 1.0, deflator=deflator)["gain"][0]
        for deflator in ("import", "export", "average", 1.5)
    ]
    assert gains == pytest.approx([50, 100 / 3, 40, 100 / 3])


def test_terms_of_trade_match_periods_by_label():
    exports = pd.Series({2020: 100, 2021: 150})
    price = pd.Series({2021: 1.5, 2020: 1.0})
    result = terms_of_trade_effect(exports, 100, price, 1)
    assert result.loc[2021].tolist() == pytest.approx([1.5, 50])
    assert result.loc[2020].tolist() == pytest.approx([1, 0])


@quick
@given(st.lists(st.integers(-9, 9), min_size=6, max_size=6), st.floats(-2, 2), st.floats(-3, 3))
def test_beta_finds_the_line(price, alpha, beta):
    price = pd.Series(price, index=range(2010, 2016), dtype=float)
    assume((price.rolling(4).std().dropna() > 0).all())
    result = exposure_beta(shuffled(alpha + beta * price), price, window=4)
    assert result.index.tolist() == [2013, 2014, 2015]
    assert result["beta"].to_numpy() == pytest.approx(np.full(3, beta), abs=1e-9)


@quick
@given(st.floats(1, 50), st.floats(0, 900), st.floats(0, 60), st.floats(0, 300), st.floats(0, 0.02))
def test_the_longest_slump_is_where_both_cost_the_same(idle, replacement, months, severance, rate):
    options = {"severance": severance, "monthly_rate": rate}
    result = labour_hoarding(idle, replacement, months, **options)
    assert result.hoard == (result.keep <= result.dismiss)
    if np.isfinite(result.longest_slump):
        edge = labour_hoarding(idle, replacement, result.longest_slump, **options)
        assert edge.keep == pytest.approx(edge.dismiss, rel=1e-5, abs=1e-6)
    if months < result.longest_slump * 0.999:
        assert result.hoard


def test_cheap_idling_against_costly_dismissal_always_pays():
    result = labour_hoarding(1, 100, 1e4, severance=1000, monthly_rate=0.01)
    assert result.hoard
    assert np.isinf(result.longest_slump)


SHARES = pd.Series(0.25, index=SECTORS)
ONE = pd.Series([0.1, 0.2], index=["a", "b"])


def square(values):
    return pd.DataFrame(values, index=["a", "b"], columns=["a", "b"])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: covariance_matrix(ONE, square([[1, 0.5], [0.4, 1]])), "correlation: .*symmetric"),
        (lambda: covariance_matrix(ONE, square([[1, 0], [0, 2]])), "1 on the diagonal, found 2 at"),
        (lambda: covariance_matrix(ONE, square([[1, 2], [2, 1]])), "no data could have these"),
        (lambda: covariance_matrix(-ONE, square([[1, 0], [0, 1]])), "volatility: expected no neg"),
        (lambda: portfolio_variance(SHARES * 2, COVARIANCE), "shares: .* add up to 1, found 2"),
        (lambda: portfolio_variance(SHARES - 0.5, COVARIANCE), "shares: expected no negative"),
        (lambda: portfolio_variance(SHARES.rename({"coal": "gas"}), COVARIANCE), "shares: 'gas'"),
        (lambda: portfolio_variance(SHARES, COVARIANCE.iloc[:3]), "covariance: expected a square"),
        (lambda: risk_contributions(SHARES * np.nan, COVARIANCE), "shares: .* nan at 'steel'"),
        (
            lambda: minimum_variance_frontier(GROWTH, COVARIANCE, points=1),
            "points: expected at least 2",
        ),
        (
            lambda: minimum_variance_frontier(GROWTH, COVARIANCE, upper=0.2),
            "lower, upper: no shares within the bounds",
        ),
        (
            lambda: minimum_variance_frontier(GROWTH, COVARIANCE, lower=0.6, upper=0.5),
            "no share of 'steel' lies between",
        ),
        (
            lambda: minimum_variance_frontier(GROWTH, COVARIANCE, lower=-0.1),
            "lower: expected no negative value",
        ),
        (lambda: terms_of_trade_effect(1, 1, 0, 1), "export_price: expected values above zero"),
        (lambda: terms_of_trade_effect(-1, 1, 1, 1), "exports: expected no negative value"),
        (lambda: terms_of_trade_effect(1, 1, 1, 1, deflator="gdp"), "deflator: expected one of"),
        (
            lambda: terms_of_trade_effect(pd.Series({2020: 1}), 1, pd.Series({2021: 1}), 1),
            "export_price: 2021",
        ),
        (lambda: exposure_beta(SHARES, SHARES), "price: does not vary"),
        (lambda: exposure_beta(GROWTH, GROWTH, window=2), "window: expected between 3 and 4"),
        (lambda: exposure_beta(GROWTH, GROWTH.iloc[:3]), "price and outcome do not match"),
        (lambda: labour_hoarding(0, 1, 1), "idle_cost: expected above 0"),
        (lambda: labour_hoarding(1, 1, -1), "months: expected at least 0"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_wrong_kind_of_input_is_named():
    with pytest.raises(TypeError, match="idle_cost: expected a number"):
        labour_hoarding("much", 1, 1)
    with pytest.raises(TypeError, match="shares: expected numbers"):
        portfolio_variance(pd.Series(["a"]), COVARIANCE)

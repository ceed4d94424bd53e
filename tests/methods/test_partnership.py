import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.partnership import (
    expected_guarantee_payment,
    incentive_share,
    internal_rate,
    linear_contract,
    option_hurdle,
    present_value,
    reaching_odds,
    revenue_guarantee,
    simulate_revenue,
    value_for_money,
    waiting_value,
)
from tests.methods.tables import employment_tables, quick, shuffled, vectors

flows = st.dictionaries(st.integers(2020, 2040), st.integers(-500, 500), min_size=1, max_size=6)


@pytest.mark.parametrize(("variance", "share"), [(0.1, 0.91), (0.5, 0.67), (1, 0.50), (2, 0.33)])
def test_incentive_share_of_week_14(variance, share):
    assert incentive_share(1, 1, variance) == pytest.approx(share, abs=5e-3)


@pytest.mark.parametrize(
    ("volatility", "hurdle"), [(0.1, 1.78), (0.2, 2.37), (0.3, 3.15), (0.4, 4.14)]
)
def test_option_hurdle_of_week_14(volatility, hurdle):
    assert option_hurdle(0.06, 0.04, volatility) == pytest.approx(hurdle, abs=5e-3)


@quick
@given(st.floats(0, 5), st.floats(0.1, 5), st.floats(0, 5))
def test_no_share_beats_the_incentive_share(aversion, cost, variance):
    best = incentive_share(aversion, cost, variance)
    most = linear_contract(best, aversion, cost, variance)["surplus"]
    for share in np.linspace(0, 1, 21):
        parts = linear_contract(share, aversion, cost, variance)
        assert parts["surplus"] <= most + 1e-12
        assert parts["effort"] == pytest.approx(share / cost)


def tree(value, rate, payout, volatility, *, years=150, steps=3000):
    """The same right on a binomial tree: a long way round without the closed form."""
    step = years / steps
    up = np.exp(volatility * step**0.5)
    odds = (np.exp((rate - payout) * step) - 1 / up) / (up - 1 / up)
    values = value * up ** (2.0 * np.arange(steps + 1) - steps)
    worth = np.maximum(values - 1, 0)
    for left in range(steps, 0, -1):
        values = values[1:] / up
        waiting = np.exp(-rate * step) * (odds * worth[1:] + (1 - odds) * worth[:-1])
        worth = np.maximum(waiting, values - 1)
        assert len(worth) == left
    return worth[0]


@pytest.mark.parametrize("value", [0.7, 1.0, 1.8])
@pytest.mark.parametrize("hazard", [0, 0.05])
def test_waiting_is_worth_what_a_tree_says(value, hazard):
    numbers = (0.06 + hazard, 0.04 + hazard, 0.3)
    assert waiting_value(value, *numbers) == pytest.approx(tree(value, *numbers), rel=0.01)


def test_waiting_joins_building_smoothly_at_the_hurdle():
    numbers = (0.06, 0.04, 0.3)
    hurdle = option_hurdle(*numbers)
    assert waiting_value(hurdle, *numbers) == pytest.approx(hurdle - 1)
    assert waiting_value(hurdle * 2, *numbers, cost=2) == pytest.approx(2 * (hurdle - 1))
    slope = (hurdle - 1 - waiting_value(hurdle - 1e-5, *numbers)) / 1e-5
    assert slope == pytest.approx(1, abs=1e-4)
    assert waiting_value(3, 0.06, 0, 0.3) == 3  # waiting costs nothing: never build


def test_odds_of_reaching_the_hurdle_as_in_a_simulation():
    rng = np.random.default_rng(3)
    step, years = 0.02, 60
    moves = (0.02 - 0.045) * step + 0.3 * step**0.5 * rng.normal(size=(2_000, int(years / step)))
    reached = moves.cumsum(axis=1) >= np.log(1.5)
    when = np.where(reached.any(axis=1), reached.argmax(axis=1) * step, np.inf)
    survived = np.exp(-0.05 * when).mean()
    assert reaching_odds(1, 1.5, 0.02, 0.3, hazard=0.05) == pytest.approx(survived, abs=0.03)
    assert reaching_odds(2, 1.5, 0.02, 0.3, hazard=0.05) == 1
    assert reaching_odds(1, 1.5, 0.045, 0.3) == pytest.approx(1)


@quick
@given(flows, st.floats(-0.5, 1))
def test_present_value_knows_years_by_label(flows, rate):
    flows = pd.Series(flows, dtype=float)
    start = min(flows.index)
    by_hand = sum(flow / (1 + rate) ** (year - start) for year, flow in flows.items())
    assert present_value(rate, flows) == pytest.approx(by_hand)
    assert present_value(rate, shuffled(flows)) == pytest.approx(by_hand)
    assert present_value(0, flows) == pytest.approx(flows.sum())


@quick
@given(vectors(low=1, min_size=2, max_size=6), st.integers(1, 500))
def test_present_value_at_the_internal_rate_is_zero(returns, spent):
    flows = pd.Series([-spent, *returns], index=range(2025, 2026 + len(returns)), dtype=float)
    rate = internal_rate(flows)
    assert present_value(rate, flows) == pytest.approx(0, abs=1e-6 * flows.abs().sum())
    assert internal_rate(shuffled(flows) * 7) == pytest.approx(rate)


def test_internal_rate_counts_years_without_a_flow():
    assert internal_rate(pd.Series({2025: -100, 2027: 121})) == pytest.approx(0.10)


def test_internal_rate_warns_where_it_may_not_be_the_only_one():
    # Worth nothing at 10 and at 20 per cent.
    with pytest.warns(UserWarning, match="change sign more than once"):
        rate = internal_rate([-100, 230, -132])
    assert rate == pytest.approx(0.10)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(internal_rate([100, 50]))


@quick
@given(st.floats(10, 200), st.floats(0, 200), st.floats(0, 1.5))
def test_guarantee_costs_more_than_in_the_average_year(mean, guarantee, spread):
    for distribution, scale in (("lognormal", 1), ("normal", 100)):
        cost = expected_guarantee_payment(
            mean, guarantee, spread * scale, distribution=distribution
        )
        wider = expected_guarantee_payment(
            mean, guarantee, (spread + 0.1) * scale, distribution=distribution
        )
        assert cost >= max(guarantee - mean, 0) - 1e-9
        assert wider >= cost - 1e-9


def test_closed_form_and_simulation_agree_in_every_year():
    forecast = pd.Series({2026: 100.0, 2027: 110.0, 2030: 90.0})
    courses = simulate_revenue(forecast, 0.2, seed=5, draws=200_000)
    assert courses.mean().to_numpy() == pytest.approx(forecast.to_numpy(), rel=0.005)
    payments = revenue_guarantee(courses, 95, rate=0.08).payments
    for year, years_on in {2026: 1, 2027: 2, 2030: 5}.items():
        closed = expected_guarantee_payment(forecast[year], 95, 0.2 * years_on**0.5)
        assert payments[year] == pytest.approx(closed, rel=0.02)


def test_simulation_is_repeatable():
    forecast = pd.Series({2026: 100.0, 2027: 110.0})
    one = simulate_revenue(forecast, 0.2, seed=5, draws=10)
    pd.testing.assert_frame_equal(one, simulate_revenue(forecast, 0.2, seed=5, draws=10))
    assert not one.equals(simulate_revenue(forecast, 0.2, seed=6, draws=10))
    certain = simulate_revenue(forecast, 0, seed=5, draws=10)
    assert (certain == forecast).all(axis=None)


@quick
@given(employment_tables(), st.floats(0, 500), st.floats(-0.2, 0.5), st.integers(0, 900))
def test_guarantee_moves_money_and_makes_none(table, guarantee, rate, investment):
    table.columns = range(2026, 2026 + table.shape[1])
    result = revenue_guarantee(table, guarantee, rate, investment=investment)
    assert result.with_guarantee - result.without == pytest.approx(result.cost)
    first = pd.concat([pd.Series({2025: 0.0}), result.payments])
    assert present_value(rate, first) == pytest.approx(result.cost)
    for name, row in table.iterrows():
        flows = pd.concat([pd.Series({2025: -float(investment)}), row])
        assert result.scenarios.loc[name, "without"] == pytest.approx(present_value(rate, flows))
    again = revenue_guarantee(shuffled(table), guarantee, rate, investment=investment)
    assert again.cost == pytest.approx(result.cost)


def test_probabilities_weigh_scenarios_by_label():
    revenue = pd.DataFrame({2026: [100, 60]}, index=["good", "bad"])
    odds = pd.Series({"bad": 0.1, "good": 0.9})
    assert revenue_guarantee(revenue, 80, 0, probabilities=odds).cost == pytest.approx(2)


@quick
@given(*[st.floats(0, 500)] * 4, st.floats(-50, 50))
def test_parts_of_both_ways_to_build_add_up(bid, base, transferable, retained, neutrality):
    table = value_for_money(
        bid,
        base_cost=base,
        transferable_risk=transferable,
        retained_risk=retained,
        neutrality=neutrality,
    )
    parts = table.drop(columns="total").sum(axis="columns")
    assert table["total"].to_numpy() == pytest.approx(parts.to_numpy())
    saving = table["total"]["public"] - table["total"]["partnership"]
    assert saving == pytest.approx(base + neutrality + transferable - bid, abs=1e-9)


@quick
@given(st.floats(0.01, 0.2), st.floats(0.01, 0.2), st.floats(0.05, 0.8))
def test_waiting_is_worth_more_under_uncertainty(rate, payout, volatility):
    hurdle = option_hurdle(rate, payout, volatility)
    assert hurdle > max(1, rate / payout)
    assert option_hurdle(rate, payout, volatility + 0.05) > hurdle


def test_without_cost_of_waiting_one_waits_for_ever():
    assert np.isinf(option_hurdle(0.06, 0, 0.2))


REVENUE = pd.DataFrame({2026: [100, 60], 2027: [90, 80]}, index=["good", "bad"])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: present_value(-1, [1, 2]), "rate: expected above -1"),
        (lambda: present_value(0.1, []), "cash_flows: expected at least one value"),
        (lambda: present_value(0.1, pd.Series({"a": 1})), "cash_flows: .* whole years.* 'a'"),
        (lambda: present_value(0.1, pd.Series({2025.5: 1})), "cash_flows: .* whole years"),
        (lambda: present_value(0.1, [1, np.nan]), "cash_flows: .* nan at 1"),
        (
            lambda: internal_rate(pd.Series([1, 2], index=[2025, 2025])),
            "cash_flows: label 2025 stands",
        ),
        (lambda: expected_guarantee_payment(0, 1, 1), "mean: expected above 0"),
        (lambda: expected_guarantee_payment(1, -1, 1), "guarantee: expected at least 0"),
        (
            lambda: expected_guarantee_payment(1, 1, 1, distribution="beta"),
            "distribution: expected 'lognormal' or 'normal', got 'beta'",
        ),
        (lambda: simulate_revenue([100, 0], 0.1, seed=1), "expected: .* found 0 at 1"),
        (lambda: simulate_revenue([100], -0.1, seed=1), "volatility: expected at least 0"),
        (lambda: simulate_revenue([100], 0.1, seed=1, draws=0), "draws: expected at least 1"),
        (lambda: revenue_guarantee(REVENUE, -1, 0.1), "guarantee: expected no negative value"),
        (
            lambda: revenue_guarantee(REVENUE, pd.Series({2026: 80}), 0.1),
            "only in revenue, columns: 2027",
        ),
        (
            lambda: revenue_guarantee(
                REVENUE, 80, 0.1, probabilities=pd.Series({"good": 0.5, "bad": 0.4})
            ),
            "probabilities: expected a sum of 1, found 0.9",
        ),
        (lambda: revenue_guarantee(REVENUE.T, 80, 0.1), "revenue, columns: expected whole years"),
        (lambda: revenue_guarantee(REVENUE, 80, 0.1, investment=-5), "investment: expected at le"),
        (lambda: value_for_money(-1, base_cost=1), "bid: expected at least 0"),
        (lambda: value_for_money(1, base_cost=1, retained_risk=-1), "retained_risk: expected"),
        (lambda: incentive_share(1, 0, 1), "effort_cost: expected above 0"),
        (lambda: incentive_share(-1, 1, 1), "risk_aversion: expected at least 0"),
        (lambda: option_hurdle(0.06, 0.04, 0), "volatility: expected above 0"),
        (lambda: option_hurdle(-0.06, 0.04, 0.2), "rate: expected at least 0"),
        (lambda: linear_contract(1.1, 1, 1, 1), "share: expected .* 1, got 1.1"),
        (lambda: waiting_value(0, 0.06, 0.04, 0.2), "value: expected above 0"),
        (lambda: waiting_value(1, 0.06, 0.04, 0.2, cost=0), "cost: expected above 0"),
        (lambda: reaching_odds(1, 2, 0.02, 0.2, hazard=-1), "hazard: expected at least 0"),
        (lambda: reaching_odds(1, 0, 0.02, 0.2), "hurdle: expected above 0"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_wrong_kind_of_input_is_named():
    with pytest.raises(TypeError, match="rate: expected a number, got 'ten'"):
        present_value("ten", [1])
    with pytest.raises(TypeError, match="cash_flows: expected numbers"):
        present_value(0.1, ["a"])


def test_an_internal_rate_far_ahead_is_found_at_once():
    assert internal_rate({1: -1, 20_000: 2}) == pytest.approx(2 ** (1 / 19_999) - 1, rel=1e-9)
    with pytest.raises(ValueError, match="at most 400 years where the flows change sign 2 times"):
        internal_rate({1: -1, 2: 3, 20_000: -2})

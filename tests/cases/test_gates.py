"""Golden Gates as an investment: the charge, the stops it needs, and forecasts that miss."""

from __future__ import annotations

import pytest

from regecon.cases import gates
from regecon.methods.partnership import internal_rate, present_value


def test_charge_is_the_annuity_of_a_textbook():
    factor = 0.12 / (1 - 1.12**-15)
    assert gates.charge(900) == pytest.approx(900 * factor) == pytest.approx(132.14, abs=0.01)
    assert gates.charge(900, rate=0, years=15) == pytest.approx(60)


def test_at_the_stops_needed_the_investment_just_pays():
    stops = gates.stops_needed(900)
    assert stops == pytest.approx(881, abs=0.5)
    flows = gates.flows(stops, 900)
    assert present_value(gates.RATE, flows) == pytest.approx(0, abs=1e-9)
    assert internal_rate(flows) == pytest.approx(gates.RATE)


def test_late_guests_cost_their_years():
    stops = gates.stops_needed(900)
    late = present_value(gates.RATE, gates.flows(stops, 900, late=3))
    lost = sum(gates.charge(900) / 1.12**year for year in (1, 2, 3))
    assert late == pytest.approx(-lost)


def test_plans_lie_on_both_sides_of_what_is_needed():
    plan = gates.plan()
    assert plan["stops"] < gates.stops_needed(plan["private"]) < plan["served"]
    assert gates.odds_to_pay(plan["stops"], 900, 1, gates.ROAD) == 0
    assert gates.odds_to_pay(plan["served"], 900, 1, gates.ROAD) == pytest.approx(96, abs=1)
    assert gates.odds_to_pay(plan["served"], 900, gates.RAIL, gates.ROAD) == pytest.approx(
        27, abs=2
    )


def test_half_of_the_road_forecasts_miss_by_a_fifth():
    stops = gates.missed(1000, 1, gates.ROAD, draws=50_000)
    assert ((stops < 800) | (stops > 1200)).mean() == pytest.approx(0.5, abs=0.03)


def test_a_concession_until_a_sum_takes_the_demand_out_of_it():
    courses = gates.courses(1200, 0.15)
    fixed = courses @ (1 + gates.RATE) ** -(courses.columns - gates.OPENING + 1.0)
    target = 900.0
    ended = gates.until(courses, target)
    assert ended["earned"].std() < fixed.std() / 3
    assert (ended["earned"] <= target + 1e-9).all()
    assert ended["years"].between(1, gates.YEARS).all()
    early = ended["years"] < gates.YEARS
    assert ended.loc[early, "earned"].to_numpy() == pytest.approx(target)

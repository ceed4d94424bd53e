"""Zones: the machine, placebos, zones on paper, plan and fact."""

from __future__ import annotations

import pytest

from regecon.cases import zones
from regecon.data import load


@pytest.mark.parametrize("boom", [-10, 0, 5, 10])
@pytest.mark.parametrize("effect", [0, 0.6, 3.0])
def test_each_method_lets_its_share_of_the_boom_through(effect, boom):
    found = zones.three_estimates(effect, boom)
    assert found["before and after"] == pytest.approx(effect + 0.4 * boom)
    assert found["difference in differences"] == pytest.approx(effect + 0.3 * boom)
    assert found["synthetic control"] == pytest.approx(effect, abs=1e-6)


@pytest.mark.parametrize(
    ("donors", "p"), [(1, 0.5), (10, 1 / 11), (19, 0.05), (20, 1 / 21), (38, 1 / 39)]
)
def test_p_has_a_floor(donors, p):
    assert zones.floor_of_p(donors) == pytest.approx(p)


@pytest.mark.parametrize(("p", "donors"), [(0.05, 20), (0.1, 10), (0.02, 50), (0.3, 3)])
def test_donors_needed_to_fall_below(p, donors):
    assert zones.donors_needed(p) == donors
    assert zones.floor_of_p(donors) < p <= zones.floor_of_p(donors - 1) + 1e-12


def test_power_is_the_level_for_nothing_and_eight_tenths_for_the_smallest():
    assert zones.power(0, 3.0) == pytest.approx(0.05)
    assert zones.power(3.0, 3.0) == pytest.approx(0.80, abs=0.005)
    assert zones.power(-3.0, 3.0) == pytest.approx(zones.power(3.0, 3.0))
    # With a line at the smallest detectable effect, nothing is told to be nothing as often.
    assert zones.odds_of_ruling_out(3.0, 3.0) == pytest.approx(0.80, abs=0.005)


def test_placebo_changes_are_means_by_hand():
    wide = zones.panel(2013, 2022)
    change = wide.loc[:, 2018:].mean(axis=1) - wide.loc[:, :2017].mean(axis=1)
    others = change.drop(zones.HOME).mean()
    found = zones.placebo_changes(2018, 2022)
    assert found[zones.HOME] == pytest.approx(change[zones.HOME] - others)
    assert found.sum() == pytest.approx(0, abs=1e-8)


def test_the_fan_holds_the_answer_and_the_twin():
    found, twin = zones.three_answers(), zones.twin()
    assert found["synthetic control"] == pytest.approx(twin.effect)
    assert found["fit"] == pytest.approx(twin.fit)
    assert found["donors"] == len(zones.panel()) - 1
    assert twin.weights.sum() == pytest.approx(1)


def test_zones_on_paper_are_drawn_by_lot_and_keep_their_dates():
    one, two = zones.paper_zones(1), zones.paper_zones(2)
    assert one.notna().sum() == zones.ON_PAPER == two.notna().sum()
    assert set(one.dropna()) == set(zones.DATES)
    assert not one.equals(two)
    assert one.equals(zones.paper_zones(1))
    marks = zones.marks(one, range(2008, 2018))
    assert marks[2008].sum() == 0
    assert marks[2017].sum() == zones.ON_PAPER
    gains = zones.growing(one, range(2009, 2018))
    assert gains.loc[one == 2016, 2017].eq(2 * zones.GAIN).all()
    assert gains[one.isna()].to_numpy().sum() == 0


def test_with_no_noise_effects_by_start_are_the_gain_and_the_regression_is_not():
    from regecon.methods.counterfactual import staggered_effects, two_way_fixed_effects

    wide = zones.panel(*zones.PAPER)
    start = zones.paper_zones(7, len(wide), zones.SPLIT)
    gains = zones.growing(start, wide.columns)
    assert staggered_effects(gains, start).overall == pytest.approx(zones.true_gain())
    assert two_way_fixed_effects(gains, zones.marks(start, wide.columns)).effect < 0.1


def test_plan_and_fact_are_those_of_the_table():
    table = load("special_zones").set_index("id")["value"]
    each = zones.plan_and_fact()["each"]
    zarinsk = table["zarinsk_2023_investment"] / table["zarinsk_2023_jobs"]
    assert each["Zarinsk", 2023, "fact"] == pytest.approx(zarinsk)
    assert each["Special zone Kuzbass", 2022, "plan"] == pytest.approx(92_800 / 1_235)

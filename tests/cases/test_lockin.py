"""The urn of week 5: when it locks, what a push does, and what two coders found."""

from __future__ import annotations

import pytest

from regecon.cases import lockin
from regecon.methods.path_dependence import UrnPolicy


@pytest.mark.parametrize(("exponent", "expected"), [(0.5, 0), (1, 20), (1.5, 87), (2, 98)])
def test_share_of_one_sided_towns(exponent, expected):
    assert lockin.stuck(exponent) == pytest.approx(expected, abs=2)


def test_only_above_one_does_it_go_on_locking():
    rise = {b: lockin.stuck(b, draws=lockin.LATER) - lockin.stuck(b) for b in lockin.EXPONENTS}
    assert rise[0.5] == pytest.approx(0, abs=0.01)
    assert rise[1] == pytest.approx(0, abs=0.1)
    assert rise[1.5] > 5
    assert rise[2] > 1


def test_bands_hold_every_town_and_are_even_at_one():
    table = lockin.bands()
    assert table.sum().to_numpy() == pytest.approx(100)
    assert table[1].to_numpy() == pytest.approx(10, abs=0.3)


def test_an_early_push_does_more_than_a_late_one_and_all_only_last_a_while():
    early = lockin.delay(UrnPolicy("laggard", 50, 20))
    late = lockin.delay(UrnPolicy("laggard", 200, 20))
    large = lockin.delay(UrnPolicy("laggard", 200, 80))
    assert early[400] < 5 < 70 < late[400]
    for path in (early, late, large):
        assert path.is_monotonic_increasing
        assert path[3200] > 45


def test_at_one_a_push_stays_and_below_one_nothing_does():
    push = UrnPolicy("laggard", 50, 20)
    assert lockin.delay(push, 1).max() < 0.1
    assert lockin.delay(UrnPolicy("leader", 50, 80), 0.5).max() < 0.1


def test_strangers_for_good_keep_any_town_off_the_edge():
    for_good = UrnPolicy("anyone", 50, lockin.LATER - 50)
    for exponent in (1, 1.5, 2):
        assert lockin.stuck(exponent, for_good, lockin.LATER) < 0.01


def test_too_large_a_push_makes_the_other_trade_the_only_one():
    assert lockin.stuck(1.5, UrnPolicy("laggard", 20, 80)) > lockin.stuck(1.5)


def test_least_push_is_enough_and_one_less_is_not():
    for date, places in lockin.pushes().items():
        assert lockin.pushed(date, places) <= lockin.ENOUGH < lockin.pushed(date, places - 1)


def test_a_town_may_be_too_small_for_any_push():
    assert lockin.best_push(lockin.TOO_EARLY)[1] > lockin.ENOUGH
    with pytest.raises(ValueError, match="no push after 10 newcomers"):
        lockin.least_push(lockin.TOO_EARLY)


def test_least_push_rises_in_number_and_falls_as_a_share():
    least = lockin.pushes()
    assert least.is_monotonic_increasing
    assert (least / (least.index + 2)).is_monotonic_decreasing


def test_runs_of_the_fan_are_the_same_until_the_money_comes():
    plain = lockin.fan(1.5, "nothing", 50, 20)
    pushed = lockin.fan(1.5, "laggard", 50, 20)
    before = plain["draw"] <= 50
    assert plain[before].equals(pushed[before])
    assert not plain.equals(pushed)
    assert plain.equals(lockin.fan(1.5, "nothing", 50, 20))


def test_an_unknown_policy_is_named():
    with pytest.raises(ValueError, match="to: expected one of nothing, laggard"):
        lockin.policy("mayor", 50, 20)


def test_coders_agree_on_most_answers_and_least_on_the_political():
    table = lockin.codes()
    assert (table["agreement"] > 0.94).all()
    assert table["kappa"].idxmin() == "lock_political"
    either = lockin.answers_coded("lock_political")
    row = table.loc["lock_political"]
    assert len(either) == row["a"] + row["b"] - row["both"]

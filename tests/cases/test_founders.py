"""Week 11's register of founders, its union and the money of the status."""

from __future__ import annotations

import numpy as np
import pytest

from regecon.cases import founders, science_town, unions


def test_heirs_do_equally_well_in_both_places_and_towns_differ_by_their_founders():
    alive = founders.by("founder", "town")["survival"]
    for founder in founders.FOUNDERS:
        assert abs(alive[founder, "home"] - alive[founder, "elsewhere"]) < 3
    towns = founders.by("town")["survival"]
    assert towns["home"] - towns["elsewhere"] > 10


def test_curves_end_where_the_method_does():
    register = founders.register().groupby(["founder", "town"])
    for key, rows in founders.curves().groupby(["founder", "town"]):
        known = founders.curve(register.get_group(key)).loc[:15, "survival"]
        assert rows["survival"].iloc[-1] == pytest.approx(known.iloc[-1])
        assert rows["age"].iloc[-1] == founders.OLDEST


def test_the_gap_of_twenty_and_twenty_has_the_error_of_two_shares():
    alive = founders.by("founder")["survival"] / 100
    by_hand = np.sqrt((alive * (1 - alive) / 20).sum())
    assert founders.gap_error(20) == pytest.approx(100 * by_hand)
    assert founders.gap_error(80) == pytest.approx(founders.gap_error(20) / 2)


def test_the_union_of_ten_holds_and_that_of_thirty_does_not():
    assert unions.cost(10) < unions.WORTH < unions.cost(30)
    assert unions.cost(30) == pytest.approx(12 / 30 + 29 * 0.1)
    assert unions.cost(30, agreement=unions.STANDARD) < unions.WORTH
    assert unions.sizes()[["smallest", "largest"]].tolist() == [5, 26]
    assert unions.pairs() == 435


def test_less_trust_needs_more_members():
    smallest = [unions.sizes(paying)["smallest"] for paying in (1, 0.8, unions.WARY)]
    assert smallest == sorted(smallest)
    assert smallest[0] < smallest[-1]


def test_the_status_is_less_than_a_thousandth_of_shipments():
    status = science_town.town()[science_town.STATUS_A_YEAR]
    assert status / science_town.shipments() < 0.001
    assert science_town.people(2024) == 188_780


def test_the_sign_of_a_difference_in_differences_hangs_on_the_last_year():
    changes = [science_town.staff_change(year) for year in (2010, 2015, 2019, 2023)]
    assert min(changes) < 0 < max(changes)


def test_a_gap_of_ten_points_needs_so_many_firms_that_its_error_is_five():
    firms = round(founders.firms_to_tell(10))
    assert founders.gap_error(firms) == pytest.approx(5, abs=0.02)
    assert founders.gap_error(20) > 10

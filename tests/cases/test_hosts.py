"""Hosts: the tipping path, three stories of detection, hosts who differ, two lists."""

from __future__ import annotations

import numpy as np
import pytest

from regecon.cases import hosts


@pytest.mark.parametrize(("start", "end"), [(0.4, 0.0), (0.5, 0.5), (0.6, 1.0)])
def test_hosts_leave_the_tipping_share_on_both_sides(start, end):
    path = hosts.course(0.25, 0.5, start, "none")
    assert path["target"] == path["target_then"] == end
    assert abs(path["end"] - end) <= abs(start - end)


def test_a_raid_moves_the_start_and_simpler_rules_the_tipping_share():
    raid, hard, simpler = (hosts.course(0.25, 0.5, 0.6, act) for act in ("raid", "hard", "simpler"))
    assert raid["tipping_then"] == hard["tipping_then"] == raid["tipping"]
    assert raid["then"] > raid["tipping"]
    assert raid["target_then"] == 1
    assert hard["then"] < hard["tipping"]
    assert hard["target_then"] == 0
    assert simpler["tipping_then"] > simpler["then"] > simpler["tipping"]
    assert simpler["target_then"] == 0


def test_without_a_tipping_share_everyone_evades():
    path = hosts.course(0.25, 0.15, 0.0, "none")
    assert np.isnan(path["tipping"])
    assert path["target_then"] == 1


def crossings(shape: str, level: float, cost: float) -> int:
    share = np.linspace(0.001, 1, 5000)
    return int(np.abs(np.diff(hosts.risk(share, shape, level) > cost)).sum())


def test_detection_that_thins_out_tips_and_blind_doors_do_not():
    assert crossings("complaints", 0.5, 0.25) == 1
    assert crossings("inspectors", 0.15, 0.25) == 1
    assert crossings("random", 0.5, 0.25) == 0


def test_a_fixed_number_of_finds_stays_fixed():
    """Few inspectors find as many hidden hosts as they can, however many hide."""
    share = np.array([0.2, 0.4, 0.8])
    assert (share * hosts.risk(share, "inspectors", 0.1)).tolist() == pytest.approx([0.1] * 3)
    # Complaints find most when half of the hosts are left to complain.
    found = np.linspace(0, 1, 101) * hosts.risk(np.linspace(0, 1, 101), "complaints", 0.5)
    assert found.argmax() == 50
    assert found[-1] == 0


@pytest.mark.parametrize(
    ("spread", "resting"), [(0.01, [0.0, 1.0]), (0.1, [0.0, 1.0]), (0.2, [0.5])]
)
def test_hosts_who_differ_may_rest_between_the_ends(spread, resting):
    assert hosts.resting_shares(0.25, spread, 0.5) == resting


def test_an_unknown_story_of_detection_is_named():
    with pytest.raises(ValueError, match="shape: expected one of complaints"):
        hosts.risk(0.5, "luck", 0.5)


def test_lists_point_to_more_lodgings_than_were_seen_and_hold_the_truth():
    found = hosts.lists()
    assert found["low"] < 180 < found["high"]
    assert found["by_hand"] == pytest.approx(112 * 94 / 55)
    assert found["seen"] < found["estimate"]


def test_bounds_of_what_is_outside_the_books():
    assert hosts.bounds().to_dict() == pytest.approx({"beds": 70, "hotels": 100 * 31 / 95})

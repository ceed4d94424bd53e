"""A derelict house: the hurdle, decay as a cost of waiting, and what tours do."""

from __future__ import annotations

import pytest

from regecon.cases import ruins


@pytest.mark.parametrize(
    ("volatility", "hurdle"), [(0.1, 1.78), (0.2, 2.37), (0.3, 3.15), (0.4, 4.14)]
)
def test_hurdles_of_week_14(volatility, hurdle):
    assert ruins.hurdles().loc[volatility, 0] == pytest.approx(hurdle, abs=5e-3)
    assert ruins.house(125, volatility, 0, "same")["hurdle"] == pytest.approx(100 * hurdle, abs=1)


def test_decay_lowers_the_hurdle_and_the_worth_of_waiting():
    hurdles = ruins.hurdles()
    assert (hurdles.diff(axis="columns").iloc[:, 1:] < 0).all(axis=None)
    waits = [ruins.house(125, 0.2, fall, "same")["wait"] for fall in ruins.FALLS]
    assert waits == sorted(waits, reverse=True)


def test_a_guarded_tour_saves_the_far_house_and_delays_the_near_one():
    far, near = (ruins.house(worth, 0.2, 5, "guard") for worth in (75, 150))
    assert far["saved_tour"] > far["saved"]
    assert near["saved_tour"] < near["saved"]
    assert far["hurdle_tour"] > far["hurdle"]


def test_tickets_are_small_change_beside_the_walls():
    same, guard, harm = (ruins.house(75, 0.2, 5, tours) for tours in ("same", "guard", "harm"))
    assert 0 < same["tour"] - same["wait"] < 2
    assert guard["tour"] - guard["wait"] > 4 > 0 > harm["tour"] - harm["wait"]


def test_from_the_hurdle_on_waiting_is_restoring():
    made = ruins.house(300, 0.2, 5, "same")
    assert made["wait"] == pytest.approx(made["restore"]) == pytest.approx(200)
    assert made["saved"] == 1

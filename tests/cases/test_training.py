"""The training game: threshold, dilemma, club and levy."""

from __future__ import annotations

import pytest

from regecon.cases import training
from regecon.methods.games import nash_equilibria, training_threshold


def test_four_employers_stand_on_the_threshold_and_five_above_it():
    edge = training_threshold(surplus=training.SURPLUS, cost=training.COST)
    assert edge == pytest.approx(0.6)
    assert training.poaching_risk(4) == pytest.approx(edge)
    assert training.poaching_risk(3) < edge < training.poaching_risk(5)


def test_ten_firms_are_in_a_prisoners_dilemma():
    payoffs = training.game(training.poaching_risk(training.FIRMS))
    found = nash_equilibria(payoffs, payoffs.T)
    assert found["row", "wait"].tolist() == [1.0]
    assert payoffs.loc["train", "train"] == pytest.approx(60)
    assert found["payoff", "row"].item() == 0 < payoffs.loc["train", "train"]


def test_below_the_threshold_both_train():
    payoffs = training.game(risk=0.5)
    assert nash_equilibria(payoffs, payoffs.T)["row", "train"].tolist() == [1.0]


@pytest.mark.parametrize(("more", "trains"), [(-0.1, False), (0.1, True)])
def test_least_levy_turns_the_sum(more, trains):
    risk = training.poaching_risk(training.FIRMS)
    payoffs = training.game(risk, levy=training.least_levy(risk) + more)
    assert (payoffs.loc["train"] > payoffs.loc["wait"]).all() == trains


def test_the_only_employer_loses_nobody_and_a_club_of_all_neither():
    assert training.poaching_risk(1, 1.0) == 0
    assert training.poaching_risk(20, 1.0, training.members_of("all", 20)) == 0
    assert training.members_of("half", 1) == 1

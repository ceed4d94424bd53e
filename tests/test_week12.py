"""Week 12: the numbers of the stylised cases, and what the chapter says of them."""

from __future__ import annotations

import gzip

import pytest

from regecon.explorers import eighteen_year_olds as town
from regecon.explorers import explorer
from regecon.explorers import poaching_game as firms
from regecon.kit.explorer.bake import bake
from regecon.methods.games import nash_equilibria


@pytest.mark.parametrize(("leave", "here"), [(60, 49.0), (50, 57.5)])
def test_cohort_of_the_stylised_case_in_the_explorer(leave, here):
    shown = explorer("eighteen-year-olds").headlines(leave=leave, back=15)
    assert shown[0].value == pytest.approx(here)


@pytest.mark.parametrize("name", town.TOWNS)
def test_projection_has_the_share_of_the_identity(name):
    # Those of 15 to 19 in 2024, fifteen years later, against the same cohort if nobody moves.
    path, still = town.project(name, 60, 15, 0), town.project(name, 0, 0, 0)
    share = path[15].loc[30] / still[15].loc[30]
    assert share.to_numpy() == pytest.approx(0.49)
    filled = town.project(name, 60, 15, 50)[15].loc[30] / still[15].loc[30]
    assert filled.to_numpy() == pytest.approx(0.99)


@pytest.mark.parametrize("name", town.TOWNS)
def test_no_lever_reaches_those_who_were_twenty(name):
    moved, still = town.project(name, 80, 60, 50), town.project(name, 0, 0, 0)
    old = moved[town.YEARS].loc[town.OLDER :]
    assert old.to_numpy() == pytest.approx(still[town.YEARS].loc[town.OLDER :].to_numpy())
    assert (moved[town.YEARS].loc[20] < still[town.YEARS].loc[20]).all()


@pytest.mark.parametrize("name", town.TOWNS)
def test_town_shrinks_even_if_nobody_leaves(name):
    totals = town.project(name, 0, 0, 0).T.groupby(level=0).sum().sum(axis=1)
    assert totals.is_monotonic_decreasing


def test_pyramid_starts_with_the_published_figures():
    assert town.ages_of("Biysk").to_numpy().sum() == 188_780
    assert town.ages_of("Tashtagol").loc[15, "men"] == 1_741


def test_fertility_adds_up_to_the_rate_of_the_region():
    assert 5 * town.fertility_of("Altai krai").sum() == pytest.approx(1.30)


def test_threshold_of_the_stylised_case_in_the_explorer():
    for employers, trains in ((3, True), (5, False)):
        shown = explorer("poaching-game").headlines(employers=employers, cost=40)
        assert shown[1].value == pytest.approx(0.6)
        assert (shown[0].value < 0.6) == trains == (shown[2].value > 0)


def test_two_firms_above_the_threshold_are_in_a_prisoners_dilemma():
    payoffs = firms.game(risk=0.72, cost=40)
    found = nash_equilibria(payoffs, payoffs.T)
    assert found["row", "wait"].tolist() == [1.0]
    assert payoffs.loc["train", "train"] == pytest.approx(60)
    assert found["payoff", "row"].item() == 0 < payoffs.loc["train", "train"]


def test_below_the_threshold_both_train():
    payoffs = firms.game(risk=0.5, cost=40)
    assert nash_equilibria(payoffs, payoffs.T)["row", "train"].tolist() == [1.0]


def test_club_lowers_the_risk_and_a_levy_lifts_the_threshold():
    headlines = explorer("poaching-game").headlines
    alone, club, levy = (headlines(way=way) for way in ("alone", "half", "levy"))
    assert club[0].value < alone[0].value == levy[0].value
    assert levy[1].value == pytest.approx(0.85)
    assert club[1].value == alone[1].value == pytest.approx(0.6)
    assert alone[2].value < 0 < min(club[2].value, levy[2].value)


def test_gain_of_a_firm_is_the_difference_between_its_two_moves():
    for way, levy in (("alone", 0), ("levy", firms.LEVY)):
        shown = explorer("poaching-game").headlines(way=way)
        payoffs = firms.game(shown[0].value, 40, levy)
        for other in payoffs.columns:
            gain = payoffs.loc["train", other] - payoffs.loc["wait", other]
            assert gain == pytest.approx(shown[2].value)


def test_the_only_employer_loses_nobody_and_a_club_of_all_neither():
    assert firms.poaching_risk(1, 1.0) == 0
    assert firms.poaching_risk(20, 1.0, firms.members_of("all", 20)) == 0


@pytest.mark.parametrize("name", ["eighteen-year-olds", "poaching-game"])
def test_explorers_are_light(name):
    assert len(gzip.compress(bake(explorer(name)).encode())) < 80_000

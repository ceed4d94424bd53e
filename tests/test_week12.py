"""Week 12: the explorers say what the model says, and the figures what their rows say."""

from __future__ import annotations

import pytest

from regecon.cases import training, young
from regecon.explorers import explorer
from regecon.figures import w12
from tests.baked import weight


@pytest.mark.parametrize(("leave", "here"), [(60, 49.0), (50, 57.5)])
def test_cohort_of_the_stylised_case_in_the_explorer(leave, here):
    shown = explorer("eighteen-year-olds").headlines(leave=leave, back=15)
    assert shown[0].value == pytest.approx(here)


@pytest.mark.parametrize("town", young.TOWNS)
def test_explorer_ends_with_the_projection(town):
    shown = explorer("eighteen-year-olds").headlines(town=town, leave=60, back=15, new=25)
    path = young.young_path(town, 60, 15, 25)
    assert shown[1].value == pytest.approx(100 * path[2044] / path[2024])
    everybody = young.project(town, 60, 15, 25)[young.YEARS].to_numpy().sum()
    assert shown[2].value == pytest.approx(everybody / 1000)


def test_threshold_of_the_stylised_case_in_the_explorer():
    for employers, trains in ((3, True), (5, False)):
        shown = explorer("poaching-game").headlines(employers=employers, cost=40)
        assert shown[1].value == pytest.approx(0.6)
        assert (shown[0].value < 0.6) == trains == (shown[2].value > 0)


def test_club_lowers_the_risk_and_a_levy_lifts_the_threshold():
    headlines = explorer("poaching-game").headlines
    alone, club, levy = (headlines(way=way) for way in ("alone", "half", "levy"))
    assert club[0].value < alone[0].value == levy[0].value
    assert levy[1].value == pytest.approx(0.85)
    assert club[1].value == alone[1].value == pytest.approx(0.6)
    assert alone[2].value < 0 < min(club[2].value, levy[2].value)


def test_gain_of_a_firm_is_the_difference_between_its_two_moves():
    for way, levy in (("alone", 0), ("levy", training.LEVY)):
        shown = explorer("poaching-game").headlines(way=way)
        payoffs = training.game(shown[0].value, levy=levy)
        for other in payoffs.columns:
            gain = payoffs.loc["train", other] - payoffs.loc["wait", other]
            assert gain == pytest.approx(shown[2].value)


def test_captions_count_what_the_lines_show():
    numbers, path = w12.paths().numbers, young.young_path
    start, stay = path("Biysk", 0, 0, 0).iloc[[0, -1]]
    assert numbers["young_fall"] == pytest.approx(100 * (1 - stay / start))
    more = path("Biysk", 60, 30, 0)[2044] - path("Biysk", 60, 15, 0)[2044]
    assert numbers["young_more_back"] == pytest.approx(more / 1000)


def test_alternative_texts_hold_the_numbers_of_their_rows():
    assert "17 lie between 0.59 in Zarinsk and 0.87 in Kemerovo" in w12.hump().alt
    assert "falls to minus 93 in that of 20 to 24" in w12.net().alt
    assert "pays 369 and costs 0.62" in w12.bills().alt
    assert "rank correlation is 0.29" in w12.pulls().alt


@pytest.mark.parametrize("name", ["eighteen-year-olds", "poaching-game"])
def test_explorers_are_light(name):
    assert weight(name) < 80_000

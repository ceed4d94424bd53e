"""Week 14: the explorers say what the model says, and the figures what their rows say."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from regecon.cases import contract, gates, ruins
from regecon.explorers import explorer
from regecon.figures import w14
from regecon.kit.explorer.bake import bake


@pytest.mark.parametrize(("variance", "share"), [(0.1, 0.91), (0.5, 0.67), (1, 0.5), (2, 0.33)])
def test_best_share_of_the_stylised_case_in_the_explorer(variance, share):
    shown = explorer("who-holds-the-risk")
    totals = {s: shown.headlines(share=s, variance=variance)[0].value for s in contract.SHARES}
    assert max(totals, key=totals.get) == share
    assert f"({share:.2f} would be best)" in shown.views(variance=variance)["deal"].sentence


@pytest.mark.parametrize(
    ("volatility", "hurdle"), [(0.1, 1.78), (0.2, 2.37), (0.3, 3.15), (0.4, 4.14)]
)
def test_hurdle_of_the_stylised_case_in_the_explorer(volatility, hurdle):
    shown = explorer("derelict-house").headlines(volatility=volatility)
    assert shown[0].value == pytest.approx(hurdle, abs=5e-3)


def test_effort_price_return_and_failure_react():
    def told(**state):
        return explorer("who-holds-the-risk").views(**state)["deal"]

    half, safe, sure = told(), told(share=0, bearer="above"), told(bearer="layer")
    for words in ("works at 50 of 100", "asks 189 million", "a return 12 points"):
        assert words in half.sentence
    for words in ("works at 0 of 100", "asks 250 million", "a return 0 points"):
        assert words in safe.sentence
    assert safe.headlines[1].text == "0"
    assert half.headlines[1].text == "8"
    assert safe.headlines[0].value < half.headlines[0].value < sure.headlines[0].value
    assert "late in 10" in sure.sentence
    cheap = told(share=1, bearer="layer")
    assert "pays 50 million for the right" in cheap.sentence


def test_a_higher_budget_that_pays_makes_nothing_come_sooner():
    headlines = explorer("who-holds-the-risk").headlines
    above, layer = headlines(bearer="above"), headlines(bearer="layer")
    assert above[1].value == layer[1].value  # the firm notices nothing
    assert layer[0].value - above[0].value == pytest.approx(30)
    assert headlines(bearer="layer", word=0.25)[0].text == "0"


def test_the_best_of_the_three_ways_is_marked():
    shown = explorer("derelict-house")
    for worth in ruins.WORTHS:
        rows = shown.views(worth=worth, fall=5)["ways"].rows
        assert rows.loc[rows["best"], "worth"].item() == pytest.approx(rows["worth"].max())
    assert shown.views(worth=300)["ways"].rows["best"].tolist() == [True, False, False]


def test_alternative_texts_hold_the_numbers_of_their_rows():
    assert "96 in 2023, 72 on heat" in w14.counts().alt
    assert "A dashed line at 881" in w14.needed().alt
    assert "1.78 to 4.14 times the cost, 2.37 at 20 per cent" in w14.hurdles().alt
    assert "34 of 100 houses against 27 at a worth of 76" in w14.tours().alt


def test_the_sum_by_hand_of_the_chapter():
    numbers = w14.numbers()
    assert numbers["hurdle_02"] == pytest.approx(3**0.5 / (3**0.5 - 1))
    assert numbers["gates_charge"] == pytest.approx(900 / 6.811, abs=0.01)
    assert numbers["stops_needed"] == pytest.approx(881, abs=0.5)
    assert numbers["stops_served"] > numbers["stops_needed"] > 8 * numbers["stops_aim"]
    assert 2 * numbers["gap_error"] == pytest.approx(17, abs=0.5)
    # The money promised in 2011 and the guests planned in 2011: it just pays, on even odds.
    assert 0.95 < numbers["stops_own"] / numbers["stops_served"] < 1
    assert 40 < numbers["odds_own"] < 60 < numbers["odds_road"]
    assert numbers["less_safe"] > numbers["less_half"] > 0


def test_the_plan_of_2021_pays_under_no_assumption_of_the_chapter():
    plan = gates.plan()
    for rate in (0.08, 0.12):
        for margin in (100, 150, 250):
            assert gates.stops_needed(plan["private"], rate, margin) > 3 * plan["stops"]


@pytest.mark.parametrize("volatility", ruins.VOLATILITIES)
@pytest.mark.parametrize("fall", [fall for fall in ruins.FALLS if fall])
def test_lines_of_the_tours_cross_for_other_swings_and_other_fires(volatility, fall):
    better = [
        worth
        for worth in range(50, 201)
        if ruins.house(worth, volatility, fall, "guard")["saved_tour"]
        > ruins.house(worth, volatility, fall, "guard")["saved"]
    ]
    assert better == list(range(50, better[-1] + 1))
    assert 90 <= better[-1] <= 160


@pytest.mark.parametrize("name", ["who-holds-the-risk", "derelict-house"])
def test_explorers_are_light(name):
    assert len(gzip.compress(bake(explorer(name)).encode())) < 60_000


def test_whether_a_full_guarantee_is_worth_its_price_hangs_on_luck():
    safe = contract.deal(0, 1, "above", 1)["total"]
    assert safe < contract.deal(0.5, 1, "firm", 1)["total"]
    assert safe > contract.deal(0.5, 2, "firm", 1)["total"]


def test_the_risks_of_the_table_are_as_many_as_the_text_says():
    chapter = Path(__file__).parents[1] / "book" / "w14-insurance-trigger-alibi.md"
    table = chapter.read_text(encoding="utf-8").partition("carries eight risks")[2]
    rows = table.partition("|---|---|---|\n")[2].partition("\n\n")[0].splitlines()
    assert sum(len(row.split("|")[1].split(";")) for row in rows) == 8

"""Week 16: the explorer says what the model says, and the figures what their rows say."""

from __future__ import annotations

import pytest

from regecon.cases import partners
from regecon.explorers import explorer
from regecon.figures import w16
from tests.baked import weight

MODEL = explorer("split-the-rouble")


def test_the_three_fair_keys_break_and_shapley_holds():
    for rule in ("visitors", "equal", "gains"):
        shown = MODEL.headlines(rule=rule)
        assert shown[0].text == "S + T"
        assert shown[1].value == pytest.approx(16.7, abs=0.05)
    shown = MODEL.headlines(rule="shapley")
    assert (shown[0].text, shown[1].value) == ("–", 0)
    assert "Sheregesh gets 96.7, Biysk 46.7, Tashtagol 56.7" in MODEL.sentence(rule="shapley")
    assert "Sheregesh gets 100.0, Biysk 66.7, Tashtagol 33.3" in MODEL.sentence()


@pytest.mark.parametrize(
    ("together", "said"),
    [
        (180, "No key can hold it"),
        (190, "Another split would hold"),
        (195, "though the game is not convex"),
        (200, "the game is convex"),
    ],
)
def test_the_sentence_says_what_holds(together, said):
    assert said in MODEL.sentence(rule="shapley", together=together)


def test_a_bar_short_of_its_line_is_red():
    rows = MODEL.views()["groups"].rows.set_index("group")
    assert rows.index.tolist() == ["Sheregesh", "Biysk", "Tashtagol", "S + B", "S + T", "B + T"]
    assert (rows["leaves"] == (rows["alone"] > rows["gets"])).all()
    assert rows.index[rows["leaves"]].tolist() == ["S + T"]


def test_where_the_explorer_says_never_no_split_holds():
    from regecon.methods.cooperation import least_core

    for state in MODEL.states_of(MODEL.parts["groups"]):
        if state["rule"] != "equal":
            continue
        sizes = {name: value for name, value in state.items() if name != "rule"}
        empty = least_core(partners.game(**sizes)).epsilon > 1e-6
        assert ("No key can hold it" in MODEL.sentence(**state)) == empty


def test_hand_calculation_of_the_chapter():
    found = w16.numbers()
    by_hand = 20 + 70 / 2 + 10 / 2 - 10 / 3
    assert found["shapley_t"] == pytest.approx(by_hand)
    assert (found["gain_sb"], found["gain_st"], found["gain_bt"]) == (10, 70, 10)
    assert found["gain_all"] == -10
    assert found["together"] - found["apart"] == found["loss_all"] == 10


def test_the_argument_of_the_chapter():
    found = w16.numbers()
    assert found["visitors_b"] == pytest.approx(found["equal_b"]) == pytest.approx(found["gains_b"])
    assert found["core_low"] <= found["shapley_b"] <= found["core_high"] < found["equal_b"]
    assert found["from_exists"] < found["from_shapley"] < found["from_convex"]
    assert 0 < found["saved_near"] < 1.5
    assert found["cell_agree"] == found["cell_mixed"] == 2
    assert found["passing_both"] < found["passing_a"] < found["passing_b"]
    assert found["bodies"] == 6
    assert found["held"] + found["held_part"] + found["failed"] < found["open"] < found["claims"]
    assert found["passes_many"] > 99
    assert found["passes_few"] < 0.1
    assert found["fails_few"] > 50
    assert found["fails_some"] < 1


def test_alternative_texts_hold_the_numbers_of_their_rows():
    assert "between 40 and 50 for Biysk" in w16.core().alt
    assert "each at 66.7 for Biysk" in w16.core().alt
    assert "crosses that level at 190" in w16.biysk().alt
    assert "below 195 it lies above" in w16.biysk().alt
    assert "In 4 of 15 cells the report and another source speak" in w16.audit().alt
    assert "0.80 are 0.37" in w16.coders().alt
    assert "are minus 0.02" in w16.coders().alt


def test_the_explorer_is_light():
    assert weight(MODEL.name) < 60_000

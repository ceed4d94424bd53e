"""Rules and checks: what is right, what is recognised, and what is said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.kit import checks
from regecon.kit.checks import Hint
from regecon.kit.checks.answers import Answer, Rule, choice_rules, number_rules
from regecon.kit.checks.values import WIDTH

SIZES = st.floats(0.01, 1e6).flatmap(lambda size: st.sampled_from([size, -size]))


def answer(expected=31.3, tolerance=0.1, unit="per cent", **more) -> Answer:
    rules = number_rules(expected, tolerance=tolerance, unit=unit, **more)
    return Answer("x", "label", rules, "otherwise", unit)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (31.3, ""),
        (31.39, ""),
        (31.21, ""),
        (0.313, "the share"),
        (1.313, "growth factor"),
        (131.3, "growth factor"),
        (-31.3, "the sign is not"),
        (31_300, "Too large by a factor of a thousand"),
        (0.0313, "Too small by a factor of a thousand"),
        (31_300_000, "Too large by a factor of a million"),
        (31.44, "Very near"),
        (31.16, "Very near"),
        (31.6, "otherwise"),
        (31, "Rounded too far"),
        (44, "otherwise"),
    ],
)
def test_what_is_recognised_in_per_cent(value, said):
    right, hint = answer().judge(value)
    assert right == (said == "")
    assert said in hint


def test_per_cent_in_place_of_a_share():
    assert "in per cent" in answer(0.31, 0.002, "share between 0 and 1").judge(31)[1]


def test_the_unit_is_named():
    hint = answer(990, 1, "thousand visits").judge(990_000)[1]
    assert "thousand visits" in hint


def test_a_wrong_value_speaks_before_the_general_rules():
    own = answer(wrong={0.313: "my own hint"})
    assert own.judge(0.313) == (False, "my own hint")


@pytest.mark.parametrize("tolerance", [0, -1, float("nan")])
def test_a_tolerance_has_to_be_above_zero(tolerance):
    with pytest.raises(ValueError, match="tolerance: expected a number above zero"):
        number_rules(1, tolerance=tolerance)


def test_a_wrong_value_too_near_the_right_one_is_refused():
    with pytest.raises(ValueError, match="within two tolerances"):
        number_rules(31.3, tolerance=0.1, wrong={31.45: "hint"})


@pytest.mark.parametrize("values", [(44, 44.1), (44.1, 44), (44, 43.8)])
def test_two_wrong_values_that_no_rule_tells_apart_are_refused(values):
    told = "wrong: {:g} and {:g} lie within half a per cent".format(*values)
    with pytest.raises(ValueError, match=told):
        number_rules(31.3, tolerance=0.1, wrong=dict.fromkeys(values, "hint"))


def test_two_wrong_values_apart_keep_their_own_hints():
    own = answer(wrong={44: "the one", 44.5: "the other"})
    assert [own.judge(value)[1] for value in (44, 44.5)] == ["the one", "the other"]


@given(SIZES, st.floats(1e-6, 0.05))
def test_the_right_value_is_right_and_far_ones_are_not(expected, part):
    tolerance = part * abs(expected)
    own = answer(expected, tolerance)
    assert own.judge(expected) == (True, "")
    for far in (expected + 1.01 * tolerance, expected - 1.01 * tolerance, 3 * expected):
        right, hint = own.judge(far)
        assert not right
        assert hint


def test_an_expected_zero_is_no_trouble():
    assert answer(0, 0.5).judge(0.2) == (True, "")
    assert answer(0, 0.5).judge(7) == (False, "otherwise")


def test_a_choice():
    own = Answer("x", "l", choice_rules("a", {"b": "why not b"}), "o", options={"a": "A", "b": "B"})
    own.check({"x": " A "})
    with pytest.raises(Hint, match="why not b"):
        own.check({"x": "b"})
    with pytest.raises(Hint, match="choose one of 'a', 'b'"):
        own.check({"x": "c"})


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (..., "three dots"),
        (None, "None"),
        ("a third", "not a number"),
        (float("nan"), "NaN"),
        (np.nan, "NaN"),
        (pd.NA, "NaN"),
        (pd.NaT, "NaN"),
        (np.inf, "infinite"),
        (-np.inf, "infinite"),
        (len, "is a function"),
        ([31.3], r"column of 1; \[0\]"),
        (np.array([31.3]), r"column of 1; \[0\]"),
        (pd.Series([31.3]), r"column of 1; \.iloc\[0\]"),
        ({31.3}, "column of 1; one number"),
        (pd.Series([1.0, 2.0]), "list or column of 2"),
        (pd.DataFrame({"a": [1]}), r"column of 1; \.iloc\[0, 0\]"),
        (True, "of type bool"),
        (3 + 0j, "of type complex"),
        (object(), "of type object"),
    ],
)
def test_what_is_no_number_is_told_in_words(value, said):
    with pytest.raises(Hint, match=said):
        answer().check({"x": value})


@pytest.mark.parametrize("value", [31.3, np.float64(31.3), np.float32(31.3), np.array(31.3)])
def test_every_kind_of_number_is_one(value):
    answer().check({"x": value})


@pytest.mark.parametrize("value", ["31.3", "31,3", "31,3 %", np.str_("31.3")])
def test_a_number_in_quotation_marks_is_read_as_people_write_it(value):
    answer().check({"x": value})


def test_a_list_of_one_names_the_function_that_gave_it():
    def halved(value):
        return [value / 2]

    with checks.hints(), pytest.raises(Hint, match=r"^halved\(\.\.\.\) is a list .* \[0\] behind"):
        checks.number(checks.call(halved, 3), 1.5, tolerance=0.1)


def test_a_check_says_its_own_sentence_of_a_number_that_no_rule_knows():
    with pytest.raises(Hint, match="my own sentence"), checks.hints("my own sentence"):
        checks.number(7, 1.5, tolerance=0.1)
    with pytest.raises(Hint, match="step by step"):
        checks.number(7, 1.5, tolerance=0.1)


def test_a_function_that_gives_a_text_is_told_of_the_point():
    with pytest.raises(Hint, match=r"and with a\s+decimal point: 12.5"):
        checks.number("31,3", 31.3, tolerance=0.1)


@pytest.mark.parametrize(
    ("expected", "tolerance", "coarse", "enough"),
    [
        (0.0951, 0.0005, 0.09, 0.095),
        (0.3143, 0.001, 0.31, 0.314),
        (81_647, 50, 82_000, 81_650),
        (-12.757, 0.05, -13, -12.8),
    ],
)
def test_what_is_rounded_too_far_is_told_so(expected, tolerance, coarse, enough):
    assert "Rounded too far" in answer(expected, tolerance, "roubles").judge(coarse)[1]
    assert answer(expected, tolerance, "roubles").judge(enough) == (True, "")


@pytest.mark.parametrize(
    ("tolerance", "decimals"), [(50, 0), (0.5, 0), (0.3, 1), (0.05, 1), (0.02, 2), (0.0005, 3)]
)
def test_decimals_that_are_needed(tolerance, decimals):
    assert answer(31.3, tolerance).decimals == decimals


def test_a_name_that_is_not_there():
    with pytest.raises(Hint, match="x is not there"):
        answer().check({"y": 31.3})


def test_a_function_that_fails_or_gives_nothing():
    def fails(x):
        return x / 0

    def gives_nothing(x):
        x + 1

    def leaves(x):
        raise SystemExit(1)

    with pytest.raises(Hint, match=r"fails stops with an error.*ZeroDivisionError"):
        checks.call(fails, 1)
    with pytest.raises(Hint, match="gives nothing back"):
        checks.call(gives_nothing, 1)
    with pytest.raises(Hint, match="SystemExit"):
        checks.call(leaves, 1)
    with pytest.raises(Hint, match="has to be a function"):
        checks.function({"f": 3}, "f")


def test_a_column():
    good = pd.Series([1.0, 2.0], index=[2001, 2002])
    assert checks.series({"s": good}, "s") is good
    for value, said in [
        (pd.DataFrame({"a": [1], "b": [2]}), "take one column"),
        ([1, 2], "of type list"),
        (pd.Series([], dtype=float), "is empty"),
        (pd.Series([1.0, np.nan], index=["a", "b"]), "no value for b"),
        ({"a": ...}, "no value for a"),
    ]:
        with pytest.raises(Hint, match=said):
            checks.series({"s": value}, "s")


def test_labels():
    given_ones = pd.Series([1, 2], index=["a", "b"])
    told = {"absent": "{count} absent", "extra": "{count} extra"}
    checks.same_labels(given_ones, pd.Index(["b", "a"]), "s", **told)
    with pytest.raises(Hint, match="1 absent"):
        checks.same_labels(given_ones, pd.Index(["a", "b", "c"]), "s", **told)
    with pytest.raises(Hint, match="1 extra"):
        checks.same_labels(given_ones, pd.Index(["a"]), "s", **told)
    with pytest.raises(Hint, match="twice"):
        checks.same_labels(pd.Series([1, 2], index=["a", "a"]), pd.Index(["a"]), "s", **told)


def test_whatever_happens_in_a_test_is_told_in_words():
    with (
        pytest.raises(
            Hint, match=r"of the kind that the\s+question asks for. \(Python says: KeyError"
        ),
        checks.hints(),
    ):
        {}["a"]
    with pytest.raises(Hint, match=r"^as it is$"), checks.hints():
        raise Hint("as it is")


def test_a_hint_is_folded_and_holds_no_markup():
    hint = str(Hint("a <b>bold</b> word " * 20))
    assert max(map(len, hint.split("\n"))) <= WIDTH
    assert "<" not in hint


def test_a_rule_of_words_fits_no_number():
    assert not Rule("a").fits(1)

"""Sealed answers: the verdicts of the open ones, in Python and in the page, and not to be read."""

from __future__ import annotations

import hashlib
import json
import math
import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.kit.checks.answers import Answer, choice_rules, number_rules
from regecon.kit.checks.sealed import Sealed, cells_of, seal
from tests.desk.sets.sets import PATHS, solved
from tests.node import run

SIZES = st.floats(0.01, 1e6).flatmap(lambda size: st.sampled_from([size, -size]))
TEXTS = ["", "abc", "a" * 55, "a" * 56, "a" * 64, "\u041f\u0440\u0438\u0432\u0435\u0442" * 20]


@cache
def all_answers() -> list[tuple[Answer, Sealed]]:
    """Every answer of every set, with whatever may be drawn, open and sealed."""
    return [
        (answer, seal(answer, f"{slug}/{name}/{answer.variable}/{row}"))
        for slug in PATHS
        for name, item in solved(slug).items()
        for row, variant in enumerate(item.variants or [item])
        for answer in variant.answers
    ]


def given_values(answer: Answer) -> list[float | str]:
    """Values at, beside and far from every rule of an answer."""
    if answer.options:
        return [*answer.options, "", "no such word"]
    chance = random.Random(answer.variable)
    values = [0.0, 1e12, -1e12, 1e300]
    for rule in answer.rules:
        values += [rule.value + k * rule.within for k in (-1.5, -1, -0.99, 0, 0.5, 1, 1.01)]
        values.append(rule.value * chance.uniform(-3, 3))
        values += [float(f"{rule.value:.{places}f}") for places in (0, 1, 2)]
    return values


def test_sealed_and_open_answers_give_the_same_verdicts():
    for answer, sealed in all_answers():
        for value in given_values(answer):
            assert sealed.judge(value) == answer.judge(value), (answer.variable, value)


# Every answer of every set with its values, in a form that a page takes in one go.
JUDGED = "rows => rows.map(([it, values]) => values.map((v) => regecon.judgeAnswer(it, v)))"


def rows_for_the_page() -> list[tuple[dict, list]]:
    return [(sealed.to_dict(), given_values(answer)) for answer, sealed in all_answers()]


def compare(told: list[list[dict]]) -> None:
    """Hold the page's verdicts against ours."""
    for (answer, sealed), verdicts in zip(all_answers(), told, strict=True):
        for value, verdict in zip(given_values(answer), verdicts, strict=True):
            assert (verdict["right"], verdict["hint"]) == sealed.judge(value), (sealed.salt, value)


def test_the_page_opens_them_alike():
    compare(run("exercises.js", JUDGED, rows_for_the_page()))


@given(SIZES, st.floats(1e-6, 0.05), st.lists(st.floats(-1e7, 1e7), max_size=20))
def test_any_number_is_judged_alike(expected, part, others):
    tolerance = part * abs(expected)
    wrong = {2.5 * expected: "half of it is missing"}
    rules = number_rules(expected, tolerance=tolerance, unit="per cent", wrong=wrong)
    answer = Answer("x", "x", rules, "otherwise", "per cent")
    sealed = Sealed.from_dict(json.loads(json.dumps(seal(answer, "a/b/x/0").to_dict())))
    near = [expected + k * tolerance for k in (-1.6, -1.4, -0.9, 0, 0.9, 1.4, 1.6)]
    for value in [*others, *near, *given_values(answer)]:
        assert sealed.judge(value) == answer.judge(value)
    assert sealed.decimals == answer.decimals


def test_a_choice_is_judged_alike():
    options = {"a": "A", "b": "B"}
    answer = Answer("x", "x", choice_rules("a", {"b": "why not"}), "otherwise", options=options)
    sealed = seal(answer, "a/b/x/0")
    assert [sealed.judge(word) for word in "abc"] == [answer.judge(word) for word in "abc"]


def test_the_page_hashes_as_the_standard_says():
    code = "texts => texts.map((t) => regecon.sha256(t).reduce((all, one) => [...all, one], []))"
    told = run("exercises.js", code, TEXTS)
    assert told == [list(hashlib.sha256(text.encode()).digest()) for text in TEXTS]


@pytest.mark.parametrize(
    ("value", "cells"),
    [
        ("a", ["word a"]),
        (0.0, ["even 0", "nought 0"]),
        (1.0, ["even 1", "above 0"]),
        (-1.0, ["even -1", "below 0"]),
        (1e300, ["above 13815"]),
    ],
)
def test_the_cells_of_an_answer(value, cells):
    assert cells_of(value, 1.0) == cells
    assert len(cells_of(math.pi, 0.6)) == 2


def test_no_rule_can_be_read():
    for answer, sealed in all_answers():
        text = json.dumps(sealed.to_dict(), ensure_ascii=False)
        for rule in answer.rules:
            open_ones = {"", answer.otherwise}
            assert rule.general or rule.hint in open_ones or rule.hint not in text
            assert (
                isinstance(rule.value, str)
                or f"{rule.value:.6g}" not in text
                or (len(f"{rule.value:.6g}".strip("-0.")) < 4)
            )
        assert '"right": ' not in text.replace('"right": "', "")


def test_the_same_value_is_sealed_differently_in_each_place():
    answer = Answer("x", "x", number_rules(31.3, tolerance=0.1), "otherwise")
    one, other = (set(seal(answer, salt).cells) for salt in ("a/b/x/0", "a/c/x/0"))
    assert not one & other

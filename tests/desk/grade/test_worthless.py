"""Answers that hold no thought earn nothing, in every set."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from regecon.desk.sets.solve import _bound
from regecon.kit.checks.checker import run
from tests.desk.sets.sets import PATHS, checks, exercise_set, solved


def _length(*arguments: Any, **named: Any) -> int:
    first = [*arguments, *named.values(), ()][0]
    return len(first) if hasattr(first, "__len__") else 1


def _first(*arguments: Any, **named: Any) -> Any:
    return [*arguments, *named.values(), None][0]


def _gives(value: Any) -> Callable:
    return lambda *arguments, **named: value


VALUES = {
    "empty text": "",
    "blank": " ",
    "not a number": math.nan,
    "nothing found": [],
    "no pairs": {},
    "empty column": pd.Series(dtype=float),
    "zero": 0,
    "infinite": math.inf,
    "true": True,
}
FUNCTIONS = {name: _gives(value) for name, value in VALUES.items()}
FUNCTIONS |= {"length": _length, "first argument": _first, "one": _gives(1), "none": _gives(None)}
FUNCTIONS |= {"a column of not a number": lambda *a, **k: pd.Series([math.nan] * 3)}
CODED = [
    (slug, question.name)
    for slug in PATHS
    for question in exercise_set(slug).questions
    if not question.manual
]
# Where a small part of a question has this very value as its right one.
BY_CHANCE = {
    ("sheregesh-dossier", "name", "zero"),  # no test is passed
    ("w12-keep-call-train", "artefact", "zero"),  # where nobody moves
    ("w12-keep-call-train", "hump", "one"),  # two groups of one size
}


@pytest.mark.parametrize(("slug", "name"), CODED)
def test_what_holds_no_thought_earns_nothing(slug, name):
    item = solved(slug)[name]
    names = _bound(item.question.solution) | {answer.variable for answer in item.answers}
    earned = {}
    for what in FUNCTIONS:
        given = {}
        for bound in names:
            if callable(item.after.get(bound)):
                given[bound] = FUNCTIONS[what]
            else:
                given[bound] = VALUES.get(what, "")
        checked = run(name, checks(slug, name), dict(item.before) | given)
        small = 1 if (slug, name, what) in BY_CHANCE else 0
        if checked.points > small:
            passed = [r.check for r in checked.results if r.passed]
            earned[what] = (checked.points, [check.name for check in passed if check.points])
    assert earned == {}

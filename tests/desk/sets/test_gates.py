"""Gates over all sets: what points hang on, how choices look, what a plausible mistake earns."""

from __future__ import annotations

import math
import re

import pytest

from regecon.desk.sets.build import MASTERS
from regecon.desk.sets.master import Question, find_sets, settings_of, slug_of
from regecon.desk.sets.solve import attempt
from regecon.desk.sets.student import blanked
from regecon.desk.sets.testing import called, points_of
from regecon.kit.checks.answers import LOOSE
from regecon.kit.checks.checker import run
from tests.desk.sets.sets import PATHS, exercise_set, public, solved

REAL = [slug_of(path) for path in find_sets(MASTERS)]
LONGEST = 0.4  # of the choices may have their right option as the longest
MINUTES = re.compile(r"\b[Aa]bout \d+ minutes\b")


def earned_unseen(question: Question) -> tuple[float, float]:
    """Points of a question that hang on hidden figures or own draws, and all of them."""
    worth = points_of(question)
    tests = worth[len(question.answers) :]
    hidden = [
        points
        for points, cell in zip(tests, question.tests, strict=True)
        if settings_of(cell).get("hidden")
    ]
    return (sum(worth) if question.draws else sum(hidden)), sum(worth)


@pytest.mark.parametrize("slug", PATHS)
def test_half_of_the_points_hang_on_what_cannot_be_copied(slug):
    judged = [question for question in exercise_set(slug).questions if not question.manual]
    unseen, whole = map(sum, zip(*map(earned_unseen, judged), strict=True))
    assert unseen >= whole / 2, f"{slug}: {unseen:g} of {whole:g} points are on hidden figures"


@pytest.mark.parametrize("slug", REAL)
def test_every_hidden_check_has_a_sentence_of_its_own(slug):
    silent = [
        f"{question.name}: {cell.id}"
        for question in exercise_set(slug).questions
        for cell in question.hidden
        if "failure_message" not in settings_of(cell)
        and "otherwise=" not in cell.source
        and "Hint(" not in cell.source
    ]
    assert silent == [], "add failure_message: it is said where the check has nothing better"


@pytest.mark.parametrize("slug", PATHS)
def test_a_function_that_hidden_checks_call_has_a_public_check(slug):
    for name, item in solved(slug).items():
        functions = called(item.question)
        assert len(functions) >= sum("function(env" in c.source for c in item.question.hidden[:1])
        blank = "\n".join(blanked(cell.source) for cell in item.question.solution)
        names = item.after | {f: attempt(item, blank).get(f, ...) for f in functions}
        if not item.question.manual and functions:
            checked = run(name, public(slug, name), names)
            assert not checked.passed, f"{slug}, {name}: three dots pass the public checks"
            assert "three dots" in repr(checked)


def longest(slug: str) -> tuple[int, int]:
    """How many choices of a set have their right option as the longest, and how many it has."""
    choices = [a for item in solved(slug).values() for a in item.answers if a.options]
    sizes = [(len(a.options[a.rules[0].value]), max(map(len, a.options.values()))) for a in choices]
    return sum(own == most for own, most in sizes), len(sizes)


def test_the_longest_option_is_no_guess():
    by_set = {slug: longest(slug) for slug in REAL}
    right, count = map(sum, zip(*by_set.values(), strict=True))
    assert right <= LONGEST * count, by_set


@pytest.mark.parametrize("slug", REAL)
def test_a_set_says_how_long_it_takes(slug):
    opening = exercise_set(slug).parts[0].source
    assert MINUTES.search(opening), f"{slug}: its opening has to say 'about N minutes'"


def plausible(value: float, unit: str) -> dict[str, float]:
    """What a thought that goes wrong makes of a right value, whatever the question."""
    found = {"of the inverse": 1 / value if value else math.nan, "the other way": -value}
    if unit.startswith("per cent"):
        found |= {"share of the rest": 100 - value, "as a factor": 1 + value / 100}
        found["of the wrong base"] = 100 * value / (100 + value) if value != -100 else math.nan
        found["before the fall"] = 100 * value / (100 - value) if value != 100 else math.nan
        if value > -100:
            found["logarithm"] = 100 * math.log1p(value / 100)
        found["no logarithm"] = 100 * math.expm1(value / 100)
    if unit.startswith(("share", "between 0 and 1", "from 0 to 1")):
        found |= {"share of the rest": 1 - value, "squared": value**2, "root": abs(value) ** 0.5}
    return {name: wrong for name, wrong in found.items() if not math.isnan(wrong)}


@pytest.mark.parametrize("slug", PATHS)
def test_a_plausible_mistake_is_never_right(slug):
    """Transforms of the right value; within half a per cent of it nobody can tell them apart."""
    accepted = []
    for item in solved(slug).values():
        for answer in (a for row in item.variants or [item] for a in row.answers):
            if answer.options:
                continue
            value = answer.rules[0].value
            for name, wrong in plausible(value, answer.unit).items():
                if abs(wrong - value) > LOOSE * abs(value) and answer.judge(wrong)[0]:
                    accepted.append((answer.variable, name, value, wrong))
    assert accepted == []

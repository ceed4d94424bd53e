"""Every question of every set: the solution, the blank, and each typical mistake."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from regecon.desk.sets.build import MASTERS
from regecon.desk.sets.master import find_sets, slug_of
from regecon.desk.sets.solve import attempt
from regecon.desk.sets.student import blanked
from regecon.press.made_pages import made_pages
from tests.desk.sets.sets import PATHS, Grade, exercise_set, solved

CODED = [
    (slug, question.name)
    for slug in PATHS
    for question in exercise_set(slug).questions
    if not question.manual
]
MISTAKES = [
    pytest.param(slug, question.name, mistake, id=f"{slug}-{question.name}-{mistake.name}")
    for slug in PATHS
    for question in exercise_set(slug).questions
    for mistake in question.mistakes
]
DRAWN = [
    pytest.param(slug, question.name, row, id=f"{slug}-{question.name}-{row}")
    for slug in PATHS
    for question in exercise_set(slug).questions
    for row in range(len(question.rows))
]
ODD_VALUES = [
    float("nan"),
    float("inf"),
    None,
    ...,
    "12",
    [1, 2],
    {},
    len,
    True,
    b"1",
    3 + 4j,
    object(),
    pd.NA,
    pd.NaT,
    np.array(3.0),
    np.array([]),
    pd.Series([1.0, 2.0]),
    pd.Series([None, ...]),
    pd.DataFrame({"a": [1]}),
    {"a": ...},
]
# What nobody should have to read.
NO_WORDS = re.compile(r"Traceback|File \"")
REAL = [slug_of(path) for path in find_sets(MASTERS)]


@pytest.mark.parametrize(("slug", "name"), CODED)
def test_the_solution_gets_full_marks(slug, name):
    item = solved(slug)[name]
    grade = Grade(slug, name, item.after)
    assert grade.points == item.question.points, grade.result


@pytest.mark.parametrize(("slug", "name", "row"), DRAWN)
def test_what_is_drawn_is_equally_hard(slug, name, row):
    item = solved(slug)[name]
    variant = item.variants[row]
    number = next(n for n in map(str, range(1000)) if item.of(n) is variant)
    full = Grade(slug, name, variant.after | {"STUDENT": number})
    assert full.points == item.question.points, full.result
    for mistake in item.question.mistakes:
        grade = Grade(slug, name, attempt(variant, mistake.code) | {"STUDENT": number})
        assert grade.points == pytest.approx(mistake.points), mistake.name
        assert any(mistake.hint in said for _hidden, said in grade.failed), mistake.name


@pytest.mark.parametrize(("slug", "name"), CODED)
def test_the_blank_gets_nothing_and_a_hint(slug, name):
    item = solved(slug)[name]
    blank = "\n".join(blanked(cell.source) for cell in item.question.solution)
    grade = Grade(slug, name, attempt(item, blank))
    assert grade.points == 0
    assert len(grade.failed) == len(grade.result.results)
    assert not any(NO_WORDS.search(said) for _hidden, said in grade.failed), grade.failed


@pytest.mark.parametrize(("slug", "name"), CODED)
def test_an_empty_notebook_gets_nothing_and_a_hint(slug, name):
    grade = Grade(slug, name, {})
    assert grade.points == 0
    assert not any(NO_WORDS.search(said) for _hidden, said in grade.failed), grade.failed


@pytest.mark.parametrize(("slug", "name", "mistake"), MISTAKES)
def test_a_mistake_gets_its_hint_and_keeps_its_points(slug, name, mistake):
    grade = Grade(slug, name, attempt(solved(slug)[name], mistake.code))
    said = [text for _hidden, text in grade.failed]
    assert any(mistake.hint in text for text in said), said
    assert grade.points == pytest.approx(mistake.points), grade.result
    assert not any(map(NO_WORDS.search, said)), said
    assert not any("Traceback" in text for text in said)


@pytest.mark.parametrize(("slug", "name"), CODED)
def test_no_value_leads_to_a_traceback(slug, name):
    item = solved(slug)[name]
    own = item.after.keys() - item.before.keys()
    for value in ODD_VALUES:
        grade = Grade(slug, name, item.after | dict.fromkeys(own, value))
        assert grade.points < item.question.points
        assert not any(NO_WORDS.search(said) for _hidden, said in grade.failed), grade.failed


@pytest.mark.parametrize(("slug", "name"), CODED)
def test_a_function_that_fails_leads_to_a_hint(slug, name):
    def broken(*args, **kwargs):
        raise ZeroDivisionError("<division by zero>")

    item = solved(slug)[name]
    own = {key for key in item.after.keys() - item.before.keys() if callable(item.after[key])}
    grade = Grade(slug, name, item.after | dict.fromkeys(own, broken))
    assert not any(NO_WORDS.search(said) for _hidden, said in grade.failed), grade.failed
    assert bool(grade.failed) == bool(own)


@pytest.mark.parametrize("slug", REAL)
def test_a_set_climbs_from_reckoning_to_judgement(slug):
    questions = exercise_set(slug).questions
    stars = [question.stars for question in questions]
    assert 6 <= len(questions) <= 8
    assert stars == sorted(stars)
    assert set(stars) == {1, 2, 3}
    assert questions[-1].manual
    assert sum(len(question.mistakes) >= 3 for question in questions) >= len(questions) - 1


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return dict(made_pages(MASTERS.parent))


@pytest.mark.parametrize("slug", REAL)
def test_the_page_has_the_title_of_its_master(pages, slug):
    page = pages[f"exercises/{slug}.md"]
    assert page.startswith(f"# {exercise_set(slug).title}\n")


def test_growth_of_sheregesh_in_three_periods():
    rates = {answer.variable: answer.rules[0].value for answer in _answers("growth")}
    assert rates["growth_2012_2013"] == pytest.approx(100 * (512 / 330 - 1))
    assert rates["growth_2013_2015"] == pytest.approx(100 * ((1000 / 512) ** (1 / 2) - 1))
    assert rates["growth_2015_2021"] == pytest.approx(100 * (2 ** (1 / 6) - 1))


def test_ceiling_of_the_resort_alone():
    fitted = {answer.variable: answer.rules[0].value for answer in _answers("ceiling")}
    assert fitted["ceiling_alone"] == pytest.approx(4.055, abs=0.001)
    assert fitted["error_alone"] == pytest.approx(3.760, abs=0.001)


def _answers(name: str):
    return solved("w09-resort-curve")[name].answers

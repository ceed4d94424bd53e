"""A master that cannot be used: the message names the file, the place and what was expected."""

from __future__ import annotations

import json
import re

import pytest

from regecon.desk.sets.master import MasterError, find_sets
from regecon.desk.sets.reader import read_master
from regecon.desk.sets.solve import solve
from regecon.desk.sets.student import for_students
from tests.desk.sets.sets import TOY, exercise_set

MASTER = (TOY / "toy.ipynb").read_text(encoding="utf-8")


def broken(tmp_path, cell: str, old: str, new: str):
    """The toy with a change in one cell."""
    notebook = json.loads(MASTER)
    (target,) = (entry for entry in notebook["cells"] if entry["id"] == cell)
    source = "".join(target["source"])
    assert old in source
    target["source"] = source.replace(old, new)
    path = tmp_path / "toy.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def without(tmp_path, *cells: str):
    notebook = json.loads(MASTER)
    notebook["cells"] = [entry for entry in notebook["cells"] if entry["id"] not in cells]
    path = tmp_path / "toy.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def test_what_is_read():
    toy = exercise_set("toy")
    growth, place, letter = toy.questions
    assert (toy.slug, toy.title) == ("toy", "Exercises 0. A toy resort")
    assert (growth.title, growth.stars, growth.points) == ("1. How fast does it grow?", 1, 3)
    assert [mistake.name for mistake in place.mistakes] == ["the wrong step", "a number"]
    assert letter.manual
    assert [row["points"] for row in letter.rubric] == [1, 1]
    assert len(growth.hidden) == 1
    assert exercise_set("w09-resort-curve").tables == ["sheregesh_seasons", "sheregesh_capacity"]


@pytest.mark.parametrize(
    ("cell", "old", "new", "said"),
    [
        ("config", "# ASSIGNMENT", "# SET", "first cell has to be raw and begin with # ASSIGNMENT"),
        ("title", "# Exercises", "Exercises", "has to begin with the title"),
        ("growth-begin", "name: growth", "name: 1 growth", "name that Python could use"),
        ("growth-begin", "name: growth", "name: place", "two questions are named 'place'"),
        ("growth-begin", "points: 3", "points: none", "points have to be a number above zero"),
        ("growth-begin", "points: 3", "pionts: 3", "expected the keys"),
        ("growth-begin", "points: 3", "points: [", "expected settings in YAML"),
        (
            "growth-begin",
            "unit: per cent a year\n    tolerance: 0.1\n",
            "unit: apples\n",
            "an answer lacks or does not know: tolerance",
        ),
        ("growth-begin", "otherwise:", "otherways:", "otherways, otherwise"),
        ("growth-begin", "variable: growth", "variable: a b", "'a b' is no name of a variable"),
        ("growth-prompt", "grow? *", "grow?", "heading has to end in its difficulty"),
        ("growth-solution", "SOLUTION", "ANSWER", "marks nothing with # SOLUTION"),
        ("growth-solution-end", "# END SOLUTION", "# END TESTS", "END TESTS inside solution"),
        ("growth-end", "# END QUESTION", "# END", "BEGIN QUESTION inside question"),
        ("growth-test-1", "(env):", "(growth):", "has to take env"),
        ("growth-test-1", "def ", "x = 1\n\n\ndef ", "one function of env, and nothing else"),
        ("growth-test-1", "(env):", "(env:", "a test is no Python"),
        (
            "growth-test-1",
            "test_on_other_figures",
            "test_growth",
            "two tests are named test_growth",
        ),
        ("growth-test-1", "hidden: true", "failure_message: 'a \"b\"'", "no quotation mark"),
        ("growth-mistakes", "points: 2", "points: 3", "'one winter too many' keeps 3 points of 3"),
        ("growth-mistakes", "hint:", "clue:", "a mistake has code, hint, name, points"),
        ("growth-mistakes", "- name: arithmetic", "name: arithmetic", "expected a list in YAML"),
        ("letter-begin", "points: 1\n    for: says", "points: 2\n    for: says", "rubric gives 3"),
        ("letter-begin", "rubric:", "answers:", "an answer lacks"),
        ("letter-begin", "manual: true\n", "", "a solution in words belongs to a written question"),
    ],
)
def test_a_broken_master_says_where_and_why(tmp_path, cell, old, new, said):
    with pytest.raises(MasterError, match=re.escape(said)) as caught:
        read_master(broken(tmp_path, cell, old, new))
    assert str(caught.value).startswith("toy.ipynb")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["growth-solution"], "question growth: there is no solution"),
        (["growth-mistakes"], "question growth: no typical mistakes are listed"),
        (["growth-solution-end"], "question growth: BEGIN TESTS inside solution"),
        (["growth-begin"], "BEGIN SOLUTION outside a question"),
        (["letter-end"], "question letter: the question does not end"),
        (["config"], "# ASSIGNMENT CONFIG"),
    ],
)
def test_a_missing_cell_is_told(tmp_path, cells, said):
    with pytest.raises(MasterError, match=re.escape(said)):
        read_master(without(tmp_path, *cells))


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"\xff\xfe", b"[1]", b'{"cells": []}'])
def test_a_file_that_is_no_notebook(tmp_path, content):
    path = tmp_path / "toy.ipynb"
    path.write_bytes(content)
    with pytest.raises(MasterError, match=r"toy.ipynb.*expected a Jupyter notebook"):
        read_master(path)


def test_a_kernel_of_another_language(tmp_path):
    path = tmp_path / "toy.ipynb"
    path.write_text(MASTER.replace('"language": "python"', '"language": "R"'), encoding="utf-8")
    with pytest.raises(MasterError, match="kernelspec with the language python"):
        read_master(path)


@pytest.mark.parametrize(
    ("cell", "old", "new", "said"),
    [
        (
            "setup",
            "import pandas",
            "import pandaz",
            "the cell setup stops with ModuleNotFoundError",
        ),
        ("growth-solution", "growth = ", "grow = ", "the solution does not set growth"),
        ("growth-begin", "value: 100 *", "value: unknown *", "stops with NameError"),
        ("growth-begin", "tolerance: 0.1", "tolerance: 30", "within two tolerances"),
        (
            "growth-begin",
            "100 * ((900 / 400) ** (1 / 3) - 1)",
            "62.6",
            "toy.ipynb, question growth, answer growth: wrong: 62.5 and 62.6 lie within half",
        ),
        (
            "growth-begin",
            "100 * ((900 / 400) ** (1 / 3) - 1)",
            "62.5",
            "toy.ipynb, question growth, answer growth: wrong: 62.5 and 62.5 lie within half",
        ),
        ("growth-solution", "growth = y", "growth = [] or str(1) or y", "growth is a text"),
        ("place-solution", '"first"', '"third"', "every other option needs a hint"),
        ("place-solution", '"first"', '"second"', "every other option needs a hint"),
    ],
)
def test_a_solution_that_does_not_run_is_told(tmp_path, cell, old, new, said):
    exercises = read_master(broken(tmp_path, cell, old, new))
    with pytest.raises(MasterError, match=re.escape(said)):
        solve(exercises)


@pytest.mark.parametrize(("unit", "within"), [("per cent a year", 0.05), ("people", 0.5)])
def test_a_tolerance_that_is_not_named_is_the_usual_one(tmp_path, unit, within):
    old = "unit: per cent a year\n    tolerance: 0.1\n"
    (growth, *_) = solve(read_master(broken(tmp_path, "growth-begin", old, f"unit: {unit}\n")))
    assert growth.answers[0].rules[0].within == within


def test_a_blank_that_is_no_python_is_told(tmp_path):
    one_line = "growth = yearly_growth(visits[2001], visits[2003], 2)  # SOLUTION"
    lines = "growth = yearly_growth(  # SOLUTION\n    visits[2001], visits[2003], 2\n)  # SOLUTION"
    exercises = read_master(broken(tmp_path, "growth-solution", one_line, lines))
    with pytest.raises(MasterError, match="toy, question growth: what is left"):
        for_students(exercises, solve(exercises))


def drawing(tmp_path, line: str, student: str = 'STUDENT = "0000"'):
    """The toy with a line in its second question that draws."""
    notebook = json.loads(MASTER)
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    cells["setup"]["source"] = f"{''.join(cells['setup']['source'])}\n{student}"
    imported = "from regecon.kit.checks.draws import own\n"
    given = cells["setup"] | {"id": "place-given", "source": imported + line}
    notebook["cells"].insert(notebook["cells"].index(cells["place-prompt"]) + 1, given)
    path = tmp_path / "toy.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def test_what_a_question_draws_is_read_and_solved(tmp_path):
    path = drawing(tmp_path, 'STEP = own(STUDENT, "toy/place", [2, 3, 5])')
    item = solve(read_master(path))[1]
    assert item.question.rows == [{"STEP": 2}, {"STEP": 3}, {"STEP": 5}]
    assert [variant.before["STEP"] for variant in item.variants] == [2, 3, 5]
    assert {item.of(str(number)).before["STEP"] for number in range(40)} == {2, 3, 5}
    assert item.of(" 0042") is item.of(42)


@pytest.mark.parametrize(
    ("line", "student", "said"),
    [
        ('A = own(STUDENT, "toy/growth", [1, 2])', 'STUDENT = "0000"', "drawn for 'toy/growth'"),
        ('A = own(STUDENT, "toy/place", [1, x])', 'STUDENT = "0000"', "cannot be read"),
        (
            'A = own(STUDENT, "toy/place", [1])\nB = own(STUDENT, "toy/place", [1, 2])',
            'STUDENT = "0000"',
            "lists of one length",
        ),
        ('A = own(STUDENT, "toy/place", [1, 2])', "STUDENT = 7", "has to set STUDENT = '0000'"),
    ],
)
def test_a_draw_that_cannot_be_used_is_told(tmp_path, line, student, said):
    with pytest.raises(MasterError, match=re.escape(said)):
        solve(read_master(drawing(tmp_path, line, student)))


def test_no_later_question_may_use_what_is_drawn(tmp_path):
    path = drawing(tmp_path, 'STEP = own(STUDENT, "toy/place", [2, 3])')
    notebook = json.loads(path.read_text(encoding="utf-8"))
    letter = next(cell for cell in notebook["cells"] if cell["id"] == "letter-prompt")
    given = next(cell for cell in notebook["cells"] if cell["id"] == "place-given")
    later = given | {"id": "letter-given", "source": "STEP"}
    notebook["cells"].insert(notebook["cells"].index(letter) + 1, later)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(MasterError, match="letter-given stops with NameError"):
        solve(read_master(path))


def test_sets_are_found_by_name(tmp_path):
    assert [path.stem for path in find_sets(TOY)] == ["toy"]
    with pytest.raises(MasterError, match="no set named 'tyo'; there is toy"):
        find_sets(TOY, ["tyo"])
    with pytest.raises(MasterError, match="no such folder"):
        find_sets(tmp_path / "nowhere")
    with pytest.raises(MasterError, match="holds no master notebook"):
        find_sets(tmp_path)

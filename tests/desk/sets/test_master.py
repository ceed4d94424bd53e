"""A master that cannot be used: the message names the file, the place and what was expected."""

from __future__ import annotations

import re

import nbformat
import pytest

from regecon.desk.sets.build import write_notebooks
from regecon.desk.sets.master import MasterError, find_sets
from regecon.desk.sets.reader import read_master
from regecon.desk.sets.solve import solve
from regecon.desk.sets.student import for_students
from tests.desk.sets.sets import TOY, exercise_set

FILE = "toy.master.md"
MASTER = (TOY / FILE).read_text(encoding="utf-8")
# Where the parts of the toy begin.
BEGIN = {
    "head": "---",
    "title": "# Exercises",
    "setup": "import pandas",
    "growth": "name: growth",
    "growth-prompt": "## 1.",
    "growth-solution": ":tags: [solution]",
    "growth-test": ":tags: [test]",
    "growth-mistakes": ":tags: [mistakes]",
    "place": "name: place",
    "place-prompt": "Compare the two steps.",
    "place-solution": 'place = "first"',
    "letter": "name: letter",
    "letter-prompt": "Two sentences.",
}


def written(tmp_path, text: str):
    path = tmp_path / FILE
    path.write_text(text, encoding="utf-8")
    return path


def broken(tmp_path, part: str, old: str, new: str):
    """The toy with one change: the first of its kind in a part of it."""
    begin = MASTER.index(BEGIN[part])
    place = MASTER.index(old, begin)
    return written(tmp_path, MASTER[:place] + new + MASTER[place + len(old) :])


def without(tmp_path, part: str, fence: str = "```"):
    """The toy without the cell in which a part begins."""
    begin = MASTER.rindex(f"{fence}{{", 0, MASTER.index(BEGIN[part]))
    end = MASTER.index(f"{fence}\n", MASTER.index(BEGIN[part])) + len(fence) + 1
    return written(tmp_path, MASTER[:begin] + MASTER[end:])


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
    ("part", "old", "new", "said"),
    [
        ("head", "language: python", "language: R", "kernelspec with the language python"),
        ("title", "# Exercises", "Exercises", "has to begin with the title"),
        ("growth", "name: growth", "name: 1 growth", "name that Python could use"),
        ("growth", "name: growth", "name: place", "two questions are named 'place'"),
        ("growth", "points: 3", "points: none", "points have to be a number above zero"),
        ("growth", "points: 3", "pionts: 3", "expected the keys"),
        ("growth", "points: 3", "points: [", "expected settings in YAML"),
        (
            "growth",
            "unit: per cent a year\n    tolerance: 0.1\n",
            "unit: apples\n",
            "an answer lacks or does not know: tolerance",
        ),
        ("growth", "otherwise:", "otherways:", "otherways, otherwise"),
        ("growth", "variable: growth", "variable: a b", "'a b' is no name of a variable"),
        ("growth-prompt", "grow? *", "grow?", "heading has to end in its difficulty"),
        ("place-solution", "# SOLUTION", "# ANSWER", "marks nothing with # SOLUTION"),
        ("growth-solution", "[solution]", "[solutoin]", "found ['solutoin']"),
        ("growth-solution", "[solution]", "[mistakes]", "the order of a question is question"),
        ("growth-mistakes", "[mistakes]", "[solution]", "the order of a question is question"),
        ("growth-test", "(env):", "(growth):", "has to take env"),
        ("growth-test", "def ", "x = 1\n\n\ndef ", "one function of env, and nothing else"),
        ("growth-test", "(env):", "(env:", "a test is no Python"),
        ("growth-test", "test_on_other_figures", "test_growth", "two tests are named test_growth"),
        ("growth-test", ":hidden: true", ":hiden: true", "a test does not know hiden"),
        (
            "growth-test",
            ":hidden: true",
            ":failure_message: 'a \"b\"'",
            "no quotation mark",
        ),
        ("growth-mistakes", "points: 2", "points: 3", "'one winter too many' keeps 3 points of 3"),
        ("growth-mistakes", "hint:", "clue:", "a mistake has code, hint, name, points"),
        ("growth-mistakes", "- name: arithmetic", "name: arithmetic", "expected a list in YAML"),
        ("letter", "points: 1\n    for: says", "points: 2\n    for: says", "rubric gives 3"),
        ("letter", "rubric:", "answers:", "an answer lacks"),
        ("letter", "manual: true\n", "", "a solution in words belongs to a written question"),
    ],
)
def test_a_broken_master_says_where_and_why(tmp_path, part, old, new, said):
    with pytest.raises(MasterError, match=re.escape(said)) as caught:
        read_master(broken(tmp_path, part, old, new))
    assert str(caught.value).startswith(FILE)


def test_the_line_is_named(tmp_path):
    path = broken(tmp_path, "growth-mistakes", "[mistakes]", "[mistake]")
    line = MASTER[: MASTER.index("- name: arithmetic")].count("\n") + 1
    with pytest.raises(MasterError, match=rf"^toy\.master\.md, line {line}: a tag is one of"):
        read_master(path)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("growth-solution", "question growth: there is no solution"),
        ("growth-mistakes", "question growth: no typical mistakes are listed"),
        ("growth", "a cell tagged solution stands outside a question"),
    ],
)
def test_a_missing_cell_is_told(tmp_path, part, said):
    with pytest.raises(MasterError, match=re.escape(said)):
        read_master(without(tmp_path, part))


def test_two_cells_of_mistakes_are_told(tmp_path):
    twice = "```\n\n```{raw-cell}\n:tags: [mistakes]\n\n- name: misspelt"
    with pytest.raises(MasterError, match="question has one cell of mistakes"):
        read_master(broken(tmp_path, "growth-mistakes", "- name: misspelt", twice))


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"---\na: [\n---\n", b"# Title\n"])
def test_a_file_that_is_no_master(tmp_path, content):
    path = tmp_path / FILE
    path.write_bytes(content)
    with pytest.raises(MasterError, match=r"toy\.master\.md: (expected a notebook|the head needs)"):
        read_master(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(MasterError, match=r"^toy\.master\.md: No such file"):
        read_master(tmp_path / FILE)


def test_line_ends_change_no_version(tmp_path):
    path = tmp_path / FILE
    path.write_bytes(MASTER.replace("\n", "\r\n").encode())
    assert read_master(path).version == exercise_set("toy").version
    assert (
        read_master(written(tmp_path, f"{MASTER}\nMore.\n")).version
        != read_master(TOY / FILE).version
    )


def test_a_master_opens_as_a_notebook(tmp_path):
    (path,) = write_notebooks(tmp_path, ["toy"], TOY)
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert path.name == "toy.ipynb"
    assert "return 100 *" in "".join(cell.source for cell in notebook.cells)


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        (
            "setup",
            "import pandas",
            "import pandaz",
            "the cell setup stops with ModuleNotFoundError",
        ),
        ("growth-solution", "growth = ", "grow = ", "the solution does not set growth"),
        ("growth", "value: 100 *", "value: unknown *", "stops with NameError"),
        ("growth", "tolerance: 0.1", "tolerance: 30", "within two tolerances"),
        (
            "growth",
            "100 * ((900 / 400) ** (1 / 3) - 1)",
            "62.6",
            "toy.master.md, question growth, answer growth: wrong: 62.5 and 62.6 lie within half",
        ),
        (
            "growth",
            "100 * ((900 / 400) ** (1 / 3) - 1)",
            "62.5",
            "toy.master.md, question growth, answer growth: wrong: 62.5 and 62.5 lie within half",
        ),
        ("growth-solution", "growth = y", "growth = [] or str(1) or y", "growth is a text"),
        ("place-solution", '"first"', '"third"', "every other option needs a hint"),
        ("place-solution", '"first"', '"second"', "every other option needs a hint"),
    ],
)
def test_a_solution_that_does_not_run_is_told(tmp_path, part, old, new, said):
    exercises = read_master(broken(tmp_path, part, old, new))
    with pytest.raises(MasterError, match=re.escape(said)):
        solve(exercises)


@pytest.mark.parametrize(("unit", "within"), [("per cent a year", 0.05), ("people", 0.5)])
def test_a_tolerance_that_is_not_named_is_the_usual_one(tmp_path, unit, within):
    old = "unit: per cent a year\n    tolerance: 0.1\n"
    (growth, *_) = solve(read_master(broken(tmp_path, "growth", old, f"unit: {unit}\n")))
    assert growth.answers[0].rules[0].within == within


def test_a_blank_that_is_no_python_is_told(tmp_path):
    one_line = "growth = yearly_growth(visits[2001], visits[2003], 2)  # SOLUTION"
    lines = "growth = yearly_growth(  # SOLUTION\n    visits[2001], visits[2003], 2\n)  # SOLUTION"
    exercises = read_master(broken(tmp_path, "growth-solution", one_line, lines))
    with pytest.raises(MasterError, match="toy, question growth: what is left"):
        for_students(exercises, solve(exercises))


def drawing(tmp_path, line: str, student: str = 'STUDENT = "0000"', more: str = ""):
    """The toy with a line in its second question that draws."""
    setup = "import pandas as pd\n"
    given = f"\n\n```{{code-cell}}\nfrom regecon.kit.checks.draws import own\n{line}\n```"
    text = MASTER.replace(setup, f"{setup}{student}\n")
    text = text.replace(BEGIN["place-prompt"], BEGIN["place-prompt"] + given)
    return written(tmp_path, text.replace("## 3.", f"{more}## 3."))


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
    line, later = 'STEP = own(STUDENT, "toy/place", [2, 3])', "```{code-cell}\nSTEP\n```\n\n"
    path = drawing(tmp_path, line, more=later)
    with pytest.raises(MasterError, match="letter-given-1 stops with NameError"):
        solve(read_master(path))


def test_sets_are_found_by_name(tmp_path):
    assert [path.name for path in find_sets(TOY)] == [FILE]
    with pytest.raises(MasterError, match="no set named 'tyo'; there is toy"):
        find_sets(TOY, ["tyo"])
    with pytest.raises(MasterError, match="no such folder"):
        find_sets(tmp_path / "nowhere")
    with pytest.raises(MasterError, match="holds no master"):
        find_sets(tmp_path)

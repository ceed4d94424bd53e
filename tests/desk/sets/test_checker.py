"""The checker of a student's notebook: what it finds, what it says, and what it needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from regecon.desk.sets.student import for_students
from regecon.kit.checks import Checker
from regecon.kit.checks.checker import Check, Checked, Result
from tests.desk.sets.sets import exercise_set, solved

SLUG = "w09-resort-curve"
FIRST = solved(SLUG)["growth"].answers[0].variable
HEAVY = {"otter", "nbformat", "yaml", "jupytext", "sphinx", "altair", "regecon.desk"}


def student(slug: str = SLUG) -> dict:
    return json.loads(json.dumps(for_students(exercise_set(slug), solved(slug).values())))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of a student, with the notebook of the set."""
    (tmp_path / f"{SLUG}.ipynb").write_text(json.dumps(student()), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_notebook_is_checked_by_the_names_of_its_caller(folder):
    names = {"__name__": "__main__"}
    start = student()["cells"][0]["source"]
    exec(f"{start}\nresult = grader.check('growth')", names)
    assert not names["result"].passed
    assert f"{FIRST} is not there" in repr(names["result"])
    exec(f"{FIRST} = 1.0\nresult = grader.check('growth')", names)
    assert f"{FIRST} = 1: " in repr(names["result"])


def test_a_decimal_comma_is_named_with_its_question(folder):
    names = {"grader": Checker(SLUG), "In": ["", f"{FIRST} = 0,0313"]}
    said = " ".join(repr(eval("grader.check('growth')", names)).split())
    assert said.startswith(f"growth: not yet. {FIRST} is not there, for its cell is no")
    assert f"no comma: {FIRST} = 0.0313" in said


def test_all_questions_are_checked(folder):
    results = Checker(SLUG).check_all()
    asked = [it.question.name for it in solved(SLUG).values() if not it.question.manual]
    assert [found.question for found in results] == asked
    assert results._repr_html_().count("✗") == len(results)


def test_a_question_that_is_not_there_is_named(folder):
    with pytest.raises(ValueError, match="no checks named growht; it has"):
        Checker(SLUG).check("growht")


@pytest.mark.parametrize("name", [f"{SLUG} (1).ipynb", "\u0410\u043d\u043d\u0430.ipynb"])
def test_a_renamed_notebook_works(folder, name):
    (folder / f"{SLUG}.ipynb").rename(folder / name)
    assert len(Checker(SLUG).check_all()) > 5


def test_another_set_under_the_old_name_is_not_taken(folder):
    (folder / f"{SLUG}.ipynb").rename(folder / "mine.ipynb")
    (folder / f"{SLUG}.ipynb").write_text(json.dumps(student("toy")), encoding="utf-8")
    assert {found.question for found in Checker(SLUG).check_all()} >= {"growth", "ceiling"}


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"metadata": 3}', "\u00e9"])
def test_without_its_notebook_a_sentence_says_what_to_do(folder, content):
    (folder / f"{SLUG}.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises(FileNotFoundError, match=r"lie in the notebook of the set w09.*any name"):
        Checker(SLUG).check("growth")


def test_what_a_student_reads_is_escaped():
    result = Result(Check("x", lambda env: None), False, "<b>not bold</b>")
    html = Checked("<i>", (result,))._repr_html_()
    assert "<b>" not in html
    assert "<i>" not in html


def test_a_passed_question_says_that_hidden_checks_look_further(folder):
    names = solved(SLUG)["growth"].after | {"grader": Checker(SLUG)}
    assert "Hidden checks look further" in repr(eval("grader.check('growth')", names))


def test_a_students_checks_import_nothing_heavy(folder):
    code = (
        "import sys; from regecon.kit.checks import Checker; g = Checker('w09-resort-curve'); "
        "g.check_all(); print(*{name.split('.')[0] for name in sys.modules}, "
        "*(name for name in sys.modules if name.startswith('regecon.desk')))"
    )
    paths = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=paths
    )
    assert not HEAVY & set(run.stdout.split())

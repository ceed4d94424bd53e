"""The module that stands in for Otter in the browser gives Otter's verdicts and hints."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import pytest
from otter.test_files.exception_test import ExceptionTestFile

from regecon.desk.sets.solve import attempt
from regecon.desk.sets.student import for_students
from regecon.desk.sets.testing import case_file
from regecon.press.lab.site import HERE
from tests.desk.sets.sets import PATHS, exercise_set, solved

SETS = sorted(set(PATHS) - {"toy"})


@pytest.fixture
def stand_in(monkeypatch):
    """The stand-in under the name ``otter``, as in the browser."""
    for name in [name for name in sys.modules if name.split(".")[0] == "otter"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(HERE / "stand_in")
    yield import_module("otter")
    for name in [name for name in sys.modules if name.split(".")[0] == "otter"]:
        del sys.modules[name]


def attempts(item):
    """Names of the notebook without an answer, with the right one and with each mistake."""
    blank = {"__name__": "__main__"}
    yield blank
    yield item.after
    for mistake in item.question.mistakes:
        yield attempt(item, mistake.code)


def of_otter(code: str, names: dict) -> list[tuple[bool, str]]:
    """What Otter says of each test, after its own lines."""
    tests = ExceptionTestFile.from_string(code)
    tests.run(names)
    return [
        (case.passed, "" if case.passed else case.message.split("\n", 3)[-1].split(": ", 1)[1])
        for case in tests.test_case_results
    ]


@pytest.mark.parametrize("slug", SETS)
def test_same_verdicts_and_hints_as_otter(slug, request):
    asked = [
        (name, case_file(item), names)
        for name, item in solved(slug).items()
        if not item.question.manual
        for names in attempts(item)
    ]
    theirs = [of_otter(code, names) for _name, code, names in asked]
    verdicts = {passed for cases in theirs for passed, _hint in cases}
    assert verdicts == {True, False}
    stand_in = request.getfixturevalue("stand_in")
    for (name, code, names), expected in zip(asked, theirs, strict=True):
        checked = stand_in._checked(name, code, names)
        ours = [(case.passed, "" if case.passed else case.message) for case in checked.cases]
        assert ours == expected, name
        assert checked.passed_all == all(passed for passed, _hint in expected)


@pytest.fixture
def notebook(tmp_path, monkeypatch) -> str:
    """A student's notebook in the folder where it runs."""
    slug = "w09-resort-curve"
    made = for_students(exercise_set(slug), solved(slug).values())
    (tmp_path / f"{slug}.ipynb").write_text(json.dumps(made), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return f"{slug}.ipynb"


def test_a_notebook_is_checked_by_the_names_of_its_caller(notebook, stand_in):
    names = {"__name__": "__main__", "otter": stand_in}
    exec(f"grader = otter.Notebook({notebook!r})\nresult = grader.check('growth')", names)
    assert not names["result"].passed_all
    assert "still three dots" not in repr(names["result"])  # nothing is set at all
    assert "growth_2001_2015 is not there" in repr(names["result"])
    exec("growth_2001_2015 = 1.0\nresult = grader.check('growth')", names)
    assert "growth_2001_2015 is not there" not in repr(names["result"])


def test_all_questions_are_checked(notebook, stand_in):
    checked = stand_in.Notebook(notebook)
    results = checked.check_all()
    questions = [item.question for item in solved("w09-resort-curve").values()]
    assert sorted(found.question for found in results) == sorted(
        question.name for question in questions if not question.manual
    )
    assert results._repr_html_().count("✗") == len(results)


def test_a_question_that_is_not_there_is_named(notebook, stand_in):
    with pytest.raises(ValueError, match="no checks named growht; it has"):
        stand_in.Notebook(notebook).check("growht")


def test_a_notebook_that_is_not_there_is_named(tmp_path, monkeypatch, stand_in):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"mine\.ipynb is not in this folder"):
        stand_in.Notebook("mine.ipynb").check("growth")


def test_what_a_student_reads_is_escaped(stand_in):
    case = stand_in.Case("x", False, "<b>not bold</b>")
    html = stand_in.Checked("<i>", (case,))._repr_html_()
    assert "<b>" not in html
    assert "<i>" not in html


def test_only_the_stand_in_lies_in_its_folder():
    found = {path.relative_to(HERE / "stand_in") for path in (HERE / "stand_in").rglob("*.py")}
    assert found == {Path("otter/__init__.py"), Path("otter/test_files.py")}

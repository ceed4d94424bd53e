"""The checks of a question: made from its answers, and those written by hand."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace

from nbformat import NotebookNode

from regecon.desk.sets.master import Question, settings_of
from regecon.desk.sets.solve import Solved
from regecon.kit.checks.checker import Check, answer_checks, written_check
from regecon.kit.checks.sealed import Sealed, seal
from regecon.kit.i18n import _

FUNCTION = re.compile(r"""\bfunction\(env, ["'](\w+)["']\)""")


def sealed_rows(solved: Solved) -> list[list[Sealed]]:
    """The answers as students get them, for each of what may be drawn."""
    return [
        [seal(answer, f"{solved.place}/{answer.variable}/{number}") for answer in row.answers]
        for number, row in enumerate(solved.variants or [solved])
    ]


def public_checks(solved: Solved) -> dict:
    """The checks of a question as plain data that a student's notebook carries."""
    told = _("Right as far as this check can see. Hidden checks look further.")
    tests = [cell for cell in solved.question.tests if not settings_of(cell).get("hidden")]
    return {
        "question": solved.question.name,
        "place": solved.place,
        "rows": [[answer.to_dict() for answer in row] for row in sealed_rows(solved)],
        "tests": [test_data(cell) for cell in tests],
        "functions": called(solved.question),
        "after": told if solved.question.hidden else "",
    }


def all_checks(solved: Solved) -> list[Check]:
    """The checks of a question, hidden ones too, with their points; for the grader."""
    question = solved.question
    rows = [row.answers for row in solved.variants or [solved]]
    checks = [*answer_checks(rows, solved.place)]
    for cell in question.tests:
        hidden = bool(settings_of(cell).get("hidden"))
        checks.append(replace(written_check(test_data(cell)), hidden=hidden))
    worth = points_of(question)
    return [replace(check, points=points) for check, points in zip(checks, worth, strict=True)]


def called(question: Question) -> list[str]:
    """The functions that hidden checks call."""
    code = "\n".join(cell.source for cell in question.hidden)
    return list(dict.fromkeys(FUNCTION.findall(code)))


def points_of(question: Question) -> list[float]:
    """The points of each check; those that name none share what is left."""
    named = [answer.get("points") for answer in question.answers]
    named += [settings_of(cell).get("points") for cell in question.tests]
    left = question.points - sum(points for points in named if points is not None)
    return [left / named.count(None) if points is None else points for points in named]


def test_data(cell: NotebookNode) -> dict:
    """A test written by hand as plain data."""
    settings = settings_of(cell)
    said = {
        key: _(settings[f"{key}_message"])
        for key in ("success", "failure")
        if f"{key}_message" in settings
    }
    return {"code": cell.source, **said}


def clean(cell: NotebookNode) -> NotebookNode:
    """A copy of a master's cell without outputs."""
    cell = deepcopy(cell)
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell

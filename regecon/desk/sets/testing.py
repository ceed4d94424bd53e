"""The tests of a question: made from its answers, and those written by hand."""

from __future__ import annotations

import ast
from copy import deepcopy

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from regecon.desk.sets.master import settings_of
from regecon.desk.sets.solve import Solved
from regecon.kit.i18n import _


def question_tests(solved: Solved) -> list[NotebookNode]:
    """All test cells of a question: one for each answer, then those written by hand."""
    question = solved.question
    cells = [_answer_test(solved, number) for number in range(len(question.answers))]
    cells += map(_in_words, question.tests)
    if question.hidden:
        first = next(cell for cell in cells if not settings_of(cell).get("hidden"))
        told = _("Right as far as this check can see. Hidden checks look further.")
        first.metadata = {"success_message": told} | first.metadata
    return cells


def case_file(solved: Solved, hidden: bool = False) -> str:
    """The tests of a question in the layout of Otter's test files: public ones, or all."""
    question = solved.question
    text = (
        "from otter.test_files import test_case\n\nOK_FORMAT = False\n\n"
        f'name = "{question.name}"\npoints = {question.points}\n\n'
    )
    for cell in question_tests(solved):
        settings = settings_of(cell)
        if settings.get("hidden") and not hidden:
            continue
        messages = "".join(
            f', \n    {key}="{settings[key]}"'
            for key in ("success_message", "failure_message")
            if key in settings
        )
        kept = bool(settings.get("hidden"))
        text += f"@test_case(points={settings.get('points')}, hidden={kept}{messages})\n"
        text += f"{ast.unparse(ast.parse(cell.source).body[0])}\n\n"
    return text


def clean(cell: NotebookNode) -> NotebookNode:
    """A copy of a master's cell without outputs."""
    cell = deepcopy(cell)
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell


def _answer_test(solved: Solved, number: int) -> NotebookNode:
    """A public test from an answer. Its last line is the one that Otter shows with the hint."""
    name = solved.answers[number].variable
    points = solved.question.answers[number].get("points")
    imports = "    from regecon.kit.checks.answers import Answer\n"
    data = repr(solved.answers[number].to_dict())
    if solved.variants:
        imports += "    from regecon.kit.checks.draws import own\n"
        rows = [variant.answers[number].to_dict() for variant in solved.variants]
        data = f"own(env.get('STUDENT'), {solved.place!r}, {rows!r})"
    code = (
        f"def test_{name}(env):\n{imports}"
        f"    {name} = Answer.from_dict({data})\n"
        f"    {name}.check(env)"
    )
    settings = {} if points is None else {"points": points}
    return new_code_cell(code, metadata=settings)


def _in_words(cell: NotebookNode) -> NotebookNode:
    """A test written by hand, so wrapped that every failure is a hint."""
    function = ast.parse(cell.source).body[0]
    wrapped = ast.parse("with hints():\n    pass").body[0]
    wrapped.body = function.body
    imported = ast.parse("from regecon.kit.checks import hints").body
    function.body = [*imported, wrapped]
    settings = {
        key: _(value) if key.endswith("_message") else value
        for key, value in settings_of(cell).items()
    }
    return new_code_cell(ast.unparse(function), metadata=settings, id=cell.id)

"""The notebooks that are made from a master: the student's and the teacher's key."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from copy import deepcopy

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from regecon.desk.sets.master import (
    ExerciseSet,
    MasterError,
    Question,
    settings_of,
)
from regecon.desk.sets.solve import Solved
from regecon.desk.sets.testing import clean, public_checks
from regecon.kit.checks.answers import Answer
from regecon.kit.i18n import _

ANSWER = "answer"
SKIPPED = ("# SOLUTION NO PROMPT", "# BEGIN PROMPT", "# END PROMPT")
ASSIGNED = re.compile(r"(\s*[\w.]+(?:\[.*\])?(?:,\s*[\w.]+)*\s*=).*# ?SOLUTION$")
LINE = re.compile(r"(\s*).*# ?SOLUTION$")
BEGIN = re.compile(r"(\s*)# BEGIN SOLUTION( NO PROMPT)?$")


def opening() -> str:
    """What a student reads first: how to get the figures, how to check, what a check means."""
    return _(
        "**The figures and the methods** come with the course's package `regecon`. If the next "
        "cell runs, you have it: `from regecon.data import load` reads any table of the course. "
        "If it says `No module named 'regecon'`, follow the README of the course.\n\n"
        "**Work from top to bottom.** Put your answer in the place of the three dots and run the "
        "cell. Then run the cell below it, `grader.check(...)`: it says that the answer is right "
        "as far as it can see, or gives a hint. In Colab the checks do not run; check numbers "
        "and choices on the page of these exercises in the book.\n\n"
        "**Digits.** Behind each number that is asked for stand its unit and the decimals that it "
        "needs at least; more do no harm. Round once, at the end. Python writes a decimal point: "
        "`12.5`, for `12,5` is two numbers.\n\n"
        "**What a check knows.** The checks in this notebook are public. Others are hidden and "
        "run when your notebook is graded: they try your functions on other figures and look at "
        'steps that the public ones do not see. So "passed" means that no public check '
        "objects. It does not mean full marks, and it says nothing about answers in words, "
        "which a person reads by the rubric under the question.\n\n"
        "**The checks lie in this notebook.** Keep it in the folder where it runs; its name may "
        "change. Hand in the saved notebook."
    )


def for_students(exercises: ExerciseSet, solved: Iterable[Solved]) -> NotebookNode:
    """The student's notebook: questions without solutions, and the public checks, sealed."""
    start = f'from regecon.kit.checks import Checker\n\ngrader = Checker("{exercises.slug}")'
    cells, checks = [_locked(new_code_cell(start))], []
    for part in parts_of(exercises, solved):
        if isinstance(part, NotebookNode):
            cells.append(part)
            continue
        cells += _blank(part)
        if not part.question.manual:
            checks.append(public_checks(part))
    made = notebook(exercises, cells)
    made.metadata["regecon"]["checks"] = checks
    return with_stable_ids(made, exercises)


def for_teachers(exercises: ExerciseSet, solved: Iterable[Solved]) -> NotebookNode:
    """The key: every question with its solution, all its tests and the typical mistakes."""
    cells = []
    for part in parts_of(exercises, solved):
        if isinstance(part, NotebookNode):
            cells.append(part)
            continue
        cells += [*asked_cells(part), new_markdown_cell(_("**Solution**"))]
        cells += map(clean, part.question.solution)
        cells.append(new_markdown_cell(_remarks(part)))
    del cells[1]  # the opening is for students
    return with_stable_ids(notebook(exercises, cells[:-2]), exercises)


def blanked(source: str) -> str:
    """A solution cell as students get it: what is marked as solution is three dots."""
    kept, inside = [], False
    for line in source.split("\n"):
        line = line.rstrip()
        if line.endswith("# END SOLUTION"):
            inside = False
        elif not inside and not line.endswith(SKIPPED):
            begin = BEGIN.match(line)
            inside = bool(begin)
            if begin and begin[2]:
                continue
            if begin:
                line = f"{begin[1]}..."
            elif match := ASSIGNED.match(line):
                line = f"{match[1]} ..."
            elif match := LINE.match(line):
                line = f"{match[1]}..."
            kept.append(line)
    return "\n".join(kept)


def with_stable_ids(notebook: NotebookNode, exercises: ExerciseSet) -> NotebookNode:
    """Number the cells that are not the master's: two builds give the same file."""
    own = {"opening", "closing", "check-all"}
    for part in exercises.parts:
        cells = [part] if isinstance(part, NotebookNode) else [*part.prompt, *part.solution]
        own.update(cell.id for cell in cells)
    made = (cell for cell in notebook.cells if cell.id not in own)
    for number, cell in enumerate(made, 1):
        cell.id = f"made-{number}"
    return notebook


def parts_of(exercises: ExerciseSet, solved: Iterable[Solved]) -> list[NotebookNode | Solved]:
    """Cells and solved questions in order, with the opening and the last check."""
    by_name = {item.question.name: item for item in solved}
    parts = [
        by_name[part.name] if isinstance(part, Question) else clean(part)
        for part in exercises.parts
    ]
    parts.insert(1, new_markdown_cell(opening(), id="opening"))
    told = _(
        "## Before you hand in\n\nRestart the kernel, run all cells and look at the last one: it "
        "runs the public checks once more. Then save."
    )
    closing = new_markdown_cell(told, id="closing")
    return [*parts, closing, new_code_cell("grader.check_all()", id="check-all")]


def asked_cells(solved: Solved) -> list[NotebookNode]:
    """The question's cells; the last text also says what to set, or how it is judged."""
    cells = [clean(cell) for cell in solved.question.prompt]
    last = next(cell for cell in reversed(cells) if cell.cell_type == "markdown")
    last.source = f"{last.source}\n\n{_asked(solved)}"
    return cells


def _asked(solved: Solved) -> str:
    points = _("*Points: {points:g}.*").format(points=solved.question.points)
    if solved.question.manual:
        rows = "".join(f"| {row['points']:g} | {row['for']} |\n" for row in solved.question.rubric)
        return f"{points}\n\n| {_('points')} | {_('for')} |\n|---:|---|\n{rows}".rstrip()
    return "\n".join([points, "", *map(_asked_answer, solved.answers)]).rstrip()


def _asked_answer(answer: Answer) -> str:
    if not answer.options:
        return f"- `{answer.variable}`: {answer.label} ({unit_of(answer)})"
    words = "\n".join(f'  - `"{word}"`: {text}' for word, text in answer.options.items())
    return f"- `{answer.variable}`: {answer.label}\n{words}"


def unit_of(answer: Answer) -> str:
    """The unit that a number is asked for in, and the decimals that it needs."""
    told = _("{unit}; decimals: {count}")
    return told.format(unit=answer.unit, count=answer.decimals)


def _blank(solved: Solved) -> list[NotebookNode]:
    """A question without its solution."""
    question = solved.question
    cells = [_locked(cell) for cell in asked_cells(solved)]
    for cell in map(clean, question.solution):
        if cell.cell_type == "code":
            cell.source = _readable(blanked(cell.source), solved)
            cell.metadata.tags = [*cell.metadata.get("tags", []), ANSWER]
            cells.append(cell)
    if question.manual:
        told = _("_Type your answer here, replacing this text._")
        place = len(question.prompt)
        cells.insert(place, new_markdown_cell(told, metadata={"tags": [ANSWER]}))
    else:
        cells.append(_locked(new_code_cell(f'grader.check("{question.name}")')))
    return cells


def _readable(source: str, solved: Solved) -> str:
    """What is left of a solution, if Python can read it."""
    try:
        ast.parse(source)
    except SyntaxError as error:
        raise MasterError(
            f"{solved.slug}, question {solved.question.name}: what is left of the solution for "
            f"the student is no Python (line {error.lineno}: {error.msg}). Give an expression of "
            "several lines one line, or mark it with BEGIN SOLUTION and END SOLUTION."
        ) from None
    return source


def _remarks(solved: Solved) -> str:
    """Right answers, tests and mistakes of a question, for the teacher."""
    question, text = solved.question, ""
    for variant, row in zip(solved.variants or [solved], question.rows or [{}], strict=True):
        drawn = "".join(f"{name} = {value!r}, " for name, value in row.items())
        for answer in variant.answers:
            right = answer.rules[0]
            within = f" \u00b1 {right.within:g} {answer.unit}" if answer.unit else ""
            text += f"- {drawn}`{answer.variable}`: {right.value}{within}\n"
    for cell in question.tests:
        kind = _("Hidden test") if settings_of(cell).get("hidden") else _("Public test")
        text += f"\n{kind}\n\n```python\n{cell.source}\n```\n"
    for mistake in question.mistakes:
        told = _("Typical mistake: {name} (keeps {points:g} of {of:g} points)")
        text += f"\n{told.format(name=mistake.name, points=mistake.points, of=question.points)}"
        text += f"\n\n```python\n{mistake.code.rstrip()}\n```\n"
    return text.strip() or _("Judged by the rubric.")


def _locked(cell: NotebookNode) -> NotebookNode:
    cell.metadata.update(editable=False, deletable=False)
    return cell


def notebook(exercises: ExerciseSet, cells: list[NotebookNode]) -> NotebookNode:
    own = {"regecon": {"set": exercises.slug, "version": exercises.version}}
    metadata = deepcopy(exercises.metadata) | own
    return new_notebook(cells=cells, metadata=metadata)

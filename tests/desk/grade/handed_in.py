"""Notebooks as students hand them in, honest and otherwise."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from nbformat import NotebookNode

from regecon.desk.grade.judge import Paper
from regecon.desk.sets.build import MASTERS
from regecon.desk.sets.master import SUFFIX
from regecon.desk.sets.student import for_students
from tests.desk.sets.sets import TOY

GROWTH = """def yearly_growth(first, last, years):
    return 100 * ((last / first) ** (1 / years) - 1)


growth = yearly_growth(visits[2001], visits[2003], 2)"""
PLACE = 'place = "first"'


@cache
def paper(slug: str = "toy") -> Paper:
    folder = TOY if slug == "toy" else MASTERS
    return Paper.of(slug, (folder / f"{slug}{SUFFIX}").read_bytes())


def notebook(slug: str = "toy") -> NotebookNode:
    """The notebook as students get it."""
    return for_students(paper(slug).set, paper(slug).solved)


def answered(growth: str = GROWTH, place: str = PLACE, letter: str = "") -> NotebookNode:
    """The toy with answers, right ones unless others are given."""
    made = notebook()
    cells = {cell.id: cell for cell in made.cells}
    cells["growth-solution"].source = growth
    cells["place-solution"].source = place
    for cell in made.cells:
        if cell.source.startswith("_Type your answer") and letter:
            cell.source = letter
    return made


def solved(slug: str, student: str = "0000") -> NotebookNode:
    """A set with the solutions of its master."""
    made = notebook(slug)
    cells = {cell.id: cell for cell in made.cells}
    for question in paper(slug).set.questions:
        for cell in question.solution:
            if cell.id in cells:
                cells[cell.id].source = cell.source
    if paper(slug).set.draws:
        (number,) = (cell for cell in made.cells if cell.source.startswith("STUDENT ="))
        number.source = f'STUDENT = "{student}"'
    return made


def hand_in(folder: Path, name: str, content: NotebookNode | str | bytes) -> Path:
    """Write a submission."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, NotebookNode):
        content = json.dumps(content)  # also with half a letter in it
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path

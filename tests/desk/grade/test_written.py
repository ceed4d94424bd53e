"""Answers in words are found wherever a student puts them, whole; a blank holds none."""

from __future__ import annotations

import json
from copy import deepcopy

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from regecon.desk.grade.handed import read
from tests.desk.grade.handed_in import answered, notebook, paper

TEXT = "I would count heads, in winter and in summer."
ASKED = "_Type your answer here, replacing this text._"


def own(made: NotebookNode):
    """What is the student's own, as the grader reads the file."""
    work = read(json.dumps(made).encode())
    assert work.kind == "notebook", work.why
    return paper().blank.compare(work.cells, work.version)


def places() -> dict:
    """Ways to hand in the same text: what is done to the blank."""

    def place(made: NotebookNode) -> int:
        return next(n for n, cell in enumerate(made.cells) if cell.source == ASKED)

    def source(text: str):
        return lambda made: made.cells[place(made)].update(source=text)

    def insert(cell: NotebookNode, step: int):
        return lambda made: made.cells.insert(place(made) + step, cell)

    def instead(cell: NotebookNode):
        def change(made: NotebookNode) -> None:
            made.cells[place(made)] = cell

        return change

    def in_question(made: NotebookNode) -> None:
        made.cells[place(made) - 1].source += f"\n\n{TEXT}"

    def same_line(made: NotebookNode) -> None:
        made.cells[place(made) - 1].source += f" {TEXT}"

    def heading_deleted(made: NotebookNode) -> None:
        number = place(made)
        made.cells[number].source = TEXT
        del made.cells[number - 1]

    def all_deleted(made: NotebookNode) -> None:
        number = place(made)
        made.cells[number - 1 : number + 1] = [new_markdown_cell(TEXT)]

    def without_ids(made: NotebookNode) -> None:
        source(TEXT)(made)
        for number, cell in enumerate(made.cells):
            cell.id = f"mine-{number}"

    def windows(made: NotebookNode) -> None:
        source(TEXT)(made)
        for cell in made.cells:
            cell.source = cell.source.replace("\n", "\r\n")

    def at_the_end(made: NotebookNode) -> None:
        made.cells.append(new_markdown_cell(TEXT))

    def lists(made: NotebookNode) -> None:
        source([f"{TEXT[:9]}", TEXT[9:]])(made)

    def moved(made: NotebookNode) -> None:
        number = place(made)
        cell = made.cells.pop(number)
        cell.source = TEXT
        made.cells.insert(number - 1, cell)

    return {
        "in its place": source(TEXT),
        "below the line in the same cell": source(f"{ASKED}\n\n{TEXT}"),
        "above the line in the same cell": source(f"{TEXT}\n\n{ASKED}"),
        "behind the line": source(f"{ASKED} {TEXT}"),
        "inside the italics": source(f"_{TEXT}_"),
        "inside the italics, the line kept": source(f"{ASKED[:-1]} {TEXT}_"),
        "half of the line kept": source(f"_Type your answer here_ {TEXT}"),
        "with a heading": source(f"## My answer\n\n{TEXT}"),
        "with a heading that ends in stars": source(f"## My answer *\n\n{TEXT}"),
        "with a heading of a question's form": source(f"### 7. Why **\n\n{TEXT}"),
        "second cell": insert(new_markdown_cell(TEXT), 1),
        "second cell with a heading": insert(new_markdown_cell(f"## Second\n\n{TEXT}"), 1),
        "between question and line": insert(new_markdown_cell(TEXT), 0),
        "above the question": insert(new_markdown_cell(TEXT), -1),
        "in the question's cell": in_question,
        "in the question's last line": same_line,
        "a comment in a code cell": instead(new_code_cell(f"# {TEXT}")),
        "a string in a code cell": instead(new_code_cell(f'"""{TEXT}"""')),
        "an added code cell": insert(new_code_cell(f'answer = "{TEXT}"'), 1),
        "a raw cell": instead(new_raw_cell(TEXT)),
        "an HTML cell": source(f"<div>\n<p>{TEXT}</p>\n</div>"),
        "lines of Windows": windows,
        "source as a list": lists,
        "question's heading deleted": heading_deleted,
        "question and line deleted": all_deleted,
        "cells renamed": without_ids,
        "at the end of the notebook": at_the_end,
        "cells moved": moved,
    }


@pytest.mark.parametrize("way", places())
def test_the_answer_is_found(way):
    made = notebook()
    places()[way](made)
    found = own(made)
    texts = [*found.answers.get("letter", []), *found.unplaced]
    assert any(TEXT in text for text in texts), found
    assert "Type your answer" not in " ".join(texts)


@pytest.mark.parametrize("form", ["3", "4.0", "4.5"])
def test_every_format_of_notebooks(form):
    made = answered(letter=TEXT)
    if form == "3":
        made = nbformat.convert(deepcopy(made), 3)
    elif form == "4.0":
        made.nbformat_minor = 0
        for cell in made.cells:
            del cell["id"]
    found = own(made)
    assert found.answers == {"letter": [TEXT]}


@pytest.mark.parametrize("slug", ["toy", "w01-the-road", "w09-resort-curve"])
def test_a_blank_holds_no_answer(slug):
    blank = paper(slug).blank
    work = read(json.dumps(notebook(slug)).encode())
    found = blank.compare(work.cells, work.version)
    assert found.answers == {}
    assert found.unplaced == []
    assert not blank.is_worked(work.cells)
    machine = {q.name for q in paper(slug).set.questions if not q.manual}
    assert found.untouched == machine


def test_what_was_solved_elsewhere_is_no_answer_in_words():
    found = own(answered())
    assert found.answers == {}
    assert found.unplaced == []
    assert found.untouched == set()


def test_the_question_of_another_version_is_no_answer():
    made = notebook()
    for cell in made.cells:
        if cell.id == "letter-prompt":
            cell.source = cell.source.replace("mayor", "mayor of the town")
    made.metadata["regecon"]["version"] = "00000000"
    assert own(made).answers == {}


def test_a_text_that_belongs_to_no_question_is_shown():
    made = answered(letter=TEXT)
    made.cells.insert(1, new_markdown_cell("My name is Anna."))
    found = own(made)
    assert found.answers == {"letter": [TEXT]}
    assert found.unplaced == ["My name is Anna."]

"""Run the solutions of a set: right values are computed from the figures, never typed in."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO

from nbformat import NotebookNode

from regecon.kit.exercises.answers import Answer, choice_rules, number_rules
from regecon.kit.exercises.checks import Hint, as_number
from regecon.kit.exercises.master import ExerciseSet, MasterError, Question


@dataclass(frozen=True)
class Solved:
    """A question whose solution has run.

    Attributes
    ----------
    question
        The question.
    answers
        Its answers with their rules.
    figures
        What a reader of the page has to know to answer: label, value and unit.
    before, after
        The notebook's names before the solution and after it.
    """

    question: Question
    answers: tuple[Answer, ...]
    figures: tuple[tuple[str, float, str], ...]
    before: dict
    after: dict


def solve(exercises: ExerciseSet) -> list[Solved]:
    """Run a set from top to bottom with its solutions.

    Raises
    ------
    MasterError
        A cell stops with an error, or an answer cannot be worked out; the message names it.
    """
    names: dict = {"__name__": "__main__"}
    solved = []
    for part in exercises.parts:
        if not isinstance(part, Question):
            _run([part], names, exercises.slug)
            continue
        place = f"{exercises.slug}, question {part.name}"
        _run(part.prompt, names, place)
        before = dict(names)
        try:
            figures = tuple(
                (label, _evaluate(value, names), unit) for label, value, unit in part.figures
            )
        except (ValueError, Hint) as error:
            raise MasterError(f"{place}, figures: {error}") from None
        _run(part.solution, names, place)
        answers = tuple(_answer(entry, names, place) for entry in part.answers)
        solved.append(Solved(part, answers, figures, before, dict(names)))
    return solved


def attempt(solved: Solved, code: str) -> dict:
    """The names after a student's code has run in the place of the solution.

    An error in the code ends it, as in a notebook; what it had set until then stays.
    """
    names = dict(solved.before)
    try:
        with redirect_stdout(StringIO()):
            exec(compile(code, "student", "exec"), names)
    except Exception as error:
        names["__error__"] = f"{type(error).__name__}: {error}"
    return names


def _run(cells: Iterable[NotebookNode], names: dict, place: str) -> None:
    for cell in cells:
        if cell.cell_type != "code":
            continue
        try:
            with redirect_stdout(StringIO()):
                exec(compile(cell.source, place, "exec"), names)
        except Exception as error:
            told = f"{place}: the cell {cell.id} stops with {type(error).__name__}: {error}"
            raise MasterError(told) from error


def _answer(entry: dict, names: dict, place: str) -> Answer:
    variable = entry["variable"]
    place = f"{place}, answer {variable}"
    if variable not in names:
        raise MasterError(f"{place}: the solution does not set {variable}")
    if "options" in entry:
        return _choice(entry, names[variable], place)
    try:
        wrong = {_evaluate(item["value"], names): item["hint"] for item in entry.get("wrong", [])}
        expected = as_number(names[variable], variable)
        rules = number_rules(
            expected, tolerance=entry["tolerance"], unit=entry["unit"], wrong=wrong
        )
    except (ValueError, Hint) as error:
        raise MasterError(f"{place}: {error}") from None
    return Answer(variable, entry["label"], rules, entry["otherwise"], entry["unit"])


def _choice(entry: dict, right: str, place: str) -> Answer:
    options = entry["options"]
    hints = {word: option.get("hint", "") for word, option in options.items() if word != right}
    silent = [word for word, hint in hints.items() if not hint]
    if right not in options or silent or "hint" in options[right]:
        raise MasterError(
            f"{place}: the solution is {right!r}; every other option needs a hint, and it none"
        )
    texts = {word: option["text"] for word, option in options.items()}
    rules = choice_rules(right, hints)
    return Answer(entry["variable"], entry["label"], rules, entry["otherwise"], options=texts)


def _evaluate(expression: str | float, names: dict) -> float:
    """A number, or an expression in the names of the notebook."""
    try:
        return as_number(eval(str(expression), dict(names)), str(expression))
    except Hint:
        raise
    except Exception as error:
        raise ValueError(
            f"the value {expression!r} stops with {type(error).__name__}: {error}"
        ) from None

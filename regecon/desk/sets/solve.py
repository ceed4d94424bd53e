"""Run the solutions of a set: right values are computed from the figures, never typed in."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from symtable import SymbolTable, symtable
from typing import Any

from nbformat import NotebookNode

from regecon.desk.sets.master import SUFFIX, ExerciseSet, MasterError, Question, usual_tolerance
from regecon.kit.checks import Hint, as_number
from regecon.kit.checks.answers import Answer, alike, choice_rules, number_rules
from regecon.kit.checks.draws import UNKNOWN, own
from regecon.kit.i18n import _


@dataclass(frozen=True)
class Solved:
    """A question whose solution has run.

    Attributes
    ----------
    slug, question
        The name of the set, and the question.
    answers
        Its answers with their rules.
    figures
        What a reader of the page has to know to answer: label, value and unit.
    before, after
        The notebook's names before the solution and after it.
    given
        The names among them that the master sets, and no solution has a part in.
    variants
        For a question that draws: the question solved with each row of what may be drawn.
    """

    slug: str
    question: Question
    answers: tuple[Answer, ...]
    figures: tuple[tuple[str, float, str], ...]
    before: dict
    after: dict
    given: dict
    variants: tuple[Solved, ...] = ()

    def of(self, student: Any) -> Solved:
        """The question as it is put to a student."""
        return own(student, self.place, self.variants) if self.variants else self

    @property
    def place(self) -> str:
        """The set and the question, from which the draw is made."""
        return f"{self.slug}/{self.question.name}"


def solve(exercises: ExerciseSet) -> list[Solved]:
    """Run a set from top to bottom with its solutions.

    Raises
    ------
    MasterError
        A cell stops with an error, or an answer cannot be worked out; the message names it.
    """
    names: dict = {"__name__": "__main__"}
    solved, theirs = [], set()
    for part in exercises.parts:
        if not isinstance(part, Question):
            _run([part], names, f"{exercises.slug}{SUFFIX}")
            theirs |= _touched([part], theirs)
        elif part.draws:
            if names.get("STUDENT") != UNKNOWN:
                told = f"a cell before {part.name} has to set STUDENT = {UNKNOWN!r}"
                raise MasterError(f"{exercises.slug}{SUFFIX}: {told}")
            rows = tuple(
                _solved(exercises.slug, part, names | {"STUDENT": number}, theirs)
                for number in _numbers(f"{exercises.slug}/{part.name}", len(part.rows))
            )
            base = _solved(exercises.slug, part, names, theirs)
            solved.append(replace(base, variants=rows))
        else:
            solved.append(_solved(exercises.slug, part, names, theirs))
            names = dict(solved[-1].after)
            theirs |= _touched(part.prompt, theirs) | _bound(part.solution)
    return solved


def _numbers(place: str, count: int) -> list[str]:
    """For each of what may be drawn, a student's number that draws it."""
    drawn = {}
    for number in map(str, range(1_000 * count)):
        drawn.setdefault(own(number, place, range(count)), number)
    return [drawn[row] for row in range(count)]


def _solved(slug: str, part: Question, names: dict, theirs: set[str]) -> Solved:
    """One question, solved in names that are left as they are."""
    place, names = f"{slug}{SUFFIX}, question {part.name}", dict(names)
    place += f", student {names['STUDENT']}" if part.draws else ""
    _run(part.prompt, names, place)
    before = dict(names)
    try:
        figures = tuple(
            (_(label), _evaluate(value, names), _(unit)) for label, value, unit in part.figures
        )
    except (ValueError, Hint) as error:
        raise MasterError(f"{place}, figures: {error}") from None
    _run(part.solution, names, place)
    answers = tuple(_answer(entry, names, place) for entry in part.answers)
    theirs = theirs | _touched(part.prompt, theirs) | _bound(part.solution)
    given = {name: value for name, value in before.items() if name not in theirs}
    return Solved(slug, part, answers, figures, before, names, given)


def _bound(cells: Iterable[NotebookNode]) -> set[str]:
    """Names that cells set in the notebook."""
    tables = [symtable(cell.source, "", "exec") for cell in cells if cell.cell_type == "code"]
    symbols = [symbol for table in tables for symbol in table.get_symbols()]
    return {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}


def _used(table: SymbolTable) -> set[str]:
    """Names of the notebook that a scope and those inside it read."""
    found = {s.get_name() for s in table.get_symbols() if s.is_referenced() and s.is_global()}
    return found.union(*map(_used, table.get_children()))


def _touched(cells: Iterable[NotebookNode], theirs: set[str]) -> set[str]:
    """Names that given cells make of what a student has set."""
    found: set[str] = set()
    for cell in cells:
        if cell.cell_type != "code":
            continue
        if _used(symtable(cell.source, "", "exec")) & (theirs | found):
            found |= _bound([cell])
    return found


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
        wrong = _wrong_values(entry, names)
        expected = as_number(names[variable], variable)
        tolerance = entry.get("tolerance", usual_tolerance(entry["unit"]))
        rules = number_rules(expected, tolerance=tolerance, unit=entry["unit"], wrong=wrong)
    except (ValueError, Hint) as error:
        raise MasterError(f"{place}: {error}") from None
    return Answer(variable, entry["label"], rules, entry["otherwise"], _(entry["unit"]))


def _wrong_values(entry: dict, names: dict) -> dict[float, str]:
    """The wrong values of an answer with their hints; two that are equal are an error."""
    found: dict[float, str] = {}
    for item in entry.get("wrong", []):
        value = _evaluate(item["value"], names)
        if value in found:
            raise ValueError(alike(value, value))
        found[value] = item["hint"]
    return found


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

"""The checks of a set: the same in a student's notebook, in the browser and when it is graded.

A question's checks are plain data. A student's notebook carries the public ones in its metadata,
with sealed answers; the grader has them all, with open ones. `checks_of` makes them runnable and
`run` runs them on the names of a notebook.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from regecon.kit.checks.answers import Asked
from regecon.kit.checks.draws import own
from regecon.kit.checks.sealed import Sealed
from regecon.kit.checks.values import Hint, begun, hints
from regecon.kit.i18n import _

STUDENT = "STUDENT"  # the name that holds a student's number


@dataclass(frozen=True)
class Check:
    """One check of a question: ``call`` raises a `Hint` unless the names of a notebook pass."""

    name: str
    call: Callable[[Mapping], None]
    points: float = 0
    hidden: bool = False
    success: str = ""
    failure: str = ""


@dataclass(frozen=True)
class Result:
    """What a check says: whether it passed, the hint if not, and the answer that it is about."""

    check: Check
    passed: bool
    hint: str = ""
    about: str = ""

    @property
    def message(self) -> str:
        """What a student reads: whose hint it is, and what else the master says of it."""
        if self.passed:
            return self.check.success
        told = _("{about}: {hint}").format(about=self.about, hint=self.hint)
        said = told if self.about else self.hint
        more = self.check.failure if self.check.failure not in " ".join(self.hint.split()) else ""
        return "\n".join(filter(None, [said, more]))


@dataclass(frozen=True)
class Checked:
    """What the checks of a question say."""

    question: str
    results: tuple[Result, ...]
    after: str = ""  # what is said when all have passed

    @property
    def passed(self) -> bool:
        return all(result.passed for result in self.results)

    @property
    def points(self) -> float:
        return sum(result.check.points for result in self.results if result.passed)

    @property
    def failed(self) -> list[Result]:
        return [result for result in self.results if not result.passed]

    def __repr__(self) -> str:
        told = _("{question} passed.") if self.passed else _("{question}: not yet.")
        said = [result.message for result in self.results if result.message]
        said += [self.after] if self.passed and self.after else []
        return "\n\n".join([told.format(question=self.question), *dict.fromkeys(said)])

    def _repr_html_(self) -> str:
        sign, head, *rest = ("✓" if self.passed else "✗", *repr(self).split("\n\n"))
        told = "".join(f"<pre>{escape(text)}</pre>" for text in rest)
        return f"<p><strong>{sign} {escape(head)}</strong></p>{told}"


class AllChecked(tuple):
    """What the checks of all questions say."""

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, self))

    def _repr_html_(self) -> str:
        return "".join(checked._repr_html_() for checked in self)


def run(question: str, checks: Iterable[Check], env: Mapping, after: str = "") -> Checked:
    """Run checks on the names of a notebook."""
    return Checked(question, tuple(_result(check, env) for check in checks), after)


def _result(check: Check, env: Mapping) -> Result:
    try:
        with hints(check.failure):
            check.call(env)
    except Hint as hint:
        return Result(check, False, str(hint), hint.about)
    return Result(check, True)


def checks_of(data: Mapping) -> list[Check]:
    """The checks of a question from plain data.

    Parameters
    ----------
    data
        ``rows``: for each of what may be drawn, the answers; one row where nothing is drawn.
        ``place``: the set and the question, by which it is drawn. ``tests``: for each test its
        ``code``, a function of ``env``, and what is said. ``functions``: those that hidden
        checks call, which have to be there. ``after``: what is said at last.
    """
    rows = [[Sealed.from_dict(answer) for answer in row] for row in data["rows"]]
    begun_ones = (Check(name, partial(begun, name=name)) for name in data["functions"])
    written = map(written_check, data["tests"])
    return [*answer_checks(rows, data["place"]), *written, *begun_ones]


def answer_checks(rows: list[list[Asked]], place: str) -> Iterator[Check]:
    """The checks of a question's answers, which may be drawn by the student's number."""
    for number, answer in enumerate(rows[0]):
        drawn = [row[number] for row in rows]

        def call(env: Mapping, drawn: list[Asked] = drawn) -> None:
            own(env.get(STUDENT), place, drawn).check(env)

        yield Check(answer.variable, call)


def written_check(data: Mapping) -> Check:
    """A check that is written by hand: the function that the code defines."""
    settings = dict(data)
    names: dict = {}
    exec(compile(settings.pop("code"), "check", "exec"), names)
    name, call = next((key, value) for key, value in names.items() if inspect.isfunction(value))
    return Check(name, call, **settings)


class Checker:
    """The public checks of a set, in its notebook: ``Checker("w09-resort-curve")``.

    Parameters
    ----------
    exercises
        The name of the set. The notebook that carries its checks lies in the folder where it
        runs, under whatever name.
    """

    def __init__(self, exercises: str):
        self.set = exercises

    def check(self, question: str) -> Checked:
        """Run the public checks of a question on the notebook's names.

        Raises
        ------
        ValueError
            The set has no such question.
        FileNotFoundError
            No notebook of the set is in the folder.
        """
        return self._run(question, inspect.currentframe().f_back.f_globals)

    def check_all(self) -> AllChecked:
        """Run the public checks of all questions."""
        env = inspect.currentframe().f_back.f_globals
        return AllChecked(self._run(question, env) for question in self._checks())

    def _run(self, question: str, env: Mapping) -> Checked:
        data = self._checks()
        if question not in data:
            told = _("{set} has no checks named {question}; it has {known}.")
            known = ", ".join(data)
            raise ValueError(told.format(set=self.set, question=question, known=known))
        return run(question, checks_of(data[question]), env, data[question]["after"])

    def _checks(self) -> dict[str, Any]:
        rows = notebook_of(self.set)["metadata"]["regecon"]["checks"]
        return {row["question"]: row for row in rows}


def notebook_of(exercises: str) -> dict:
    """The notebook of a set: as saved in this folder; in a browser also as the course gives it.

    Raises
    ------
    FileNotFoundError
        There is none; the message says what to do.
    """
    named = Path(f"{exercises}.ipynb")
    others = sorted(set(Path().glob("*.ipynb")) - {named}, key=_saved, reverse=True)
    for path in [named, *others]:
        notebook = _notebook(path)
        if notebook and notebook["metadata"]["regecon"].get("set") == exercises:
            return notebook
    try:
        from regecon.kit.browser import file_of_the_course
    except ImportError:  # not in a browser
        told = _(
            "The checks lie in the notebook of the set {set}, and there is none in this folder "
            "({folder}). Save it here, under any name, and run this cell again; in Colab answer "
            "on the page of the exercises."
        )
        raise FileNotFoundError(told.format(set=exercises, folder=Path().resolve())) from None
    return json.loads(file_of_the_course(f"exercises/{named}"))


def _saved(path: Path) -> float:
    return path.stat().st_mtime


def _notebook(path: Path) -> dict | None:
    """A file as a notebook of ours; None if it is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        return content if "checks" in content["metadata"]["regecon"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None

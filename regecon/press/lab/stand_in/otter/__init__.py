"""Stands in for otter-grader where it does not run: in the browser.

It reads the public tests that lie in a student's notebook and runs them as Otter does, on the
names of the notebook. ``tests/press/lab/test_stand_in.py`` holds its verdicts against Otter's.
"""

from __future__ import annotations

import inspect
import json
from dataclasses import dataclass
from html import escape
from pathlib import Path

from otter.test_files import test_case
from regecon.kit.i18n import _


@dataclass(frozen=True)
class Case:
    """What one test says: whether it passed, and the hint if not."""

    name: str
    passed: bool
    message: str


@dataclass(frozen=True)
class Checked:
    """What the tests of a question say."""

    question: str
    cases: tuple[Case, ...]

    @property
    def passed_all(self) -> bool:
        return all(case.passed for case in self.cases)

    def __repr__(self) -> str:
        told = _("{question} passed.") if self.passed_all else _("{question}: not yet.")
        said = [case.message for case in self.cases if case.message]
        return "\n\n".join([told.format(question=self.question), *said])

    def _repr_html_(self) -> str:
        sign, head, *rest = ("✓" if self.passed_all else "✗", *repr(self).split("\n\n"))
        told = "".join(f"<pre>{escape(text)}</pre>" for text in rest)
        return f"<p><strong>{sign} {escape(head)}</strong></p>{told}"


class AllChecked(tuple):
    """What the tests of all questions say."""

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, self))

    def _repr_html_(self) -> str:
        return "".join(checked._repr_html_() for checked in self)


class Notebook:
    """The checks of a student's notebook.

    Parameters
    ----------
    nb_path
        The notebook's own file, in the folder where it runs.
    """

    def __init__(self, nb_path: str):
        self.path = nb_path

    def check(self, question: str, global_env: dict | None = None) -> Checked:
        """Run the public tests of a question on the notebook's names.

        Raises
        ------
        ValueError
            The notebook has no tests of that name.
        """
        tests = self._tests()
        if question not in tests:
            told = _("{path} has no checks named {question}; it has {known}.")
            known = ", ".join(tests)
            raise ValueError(told.format(path=self.path, question=question, known=known))
        env = inspect.currentframe().f_back.f_globals if global_env is None else global_env
        return _checked(question, tests[question], env)

    def check_all(self) -> AllChecked:
        """Run the public tests of all questions."""
        env = inspect.currentframe().f_back.f_globals
        return AllChecked(_checked(name, code, env) for name, code in self._tests().items())

    def _tests(self) -> dict[str, str]:
        return json.loads(_content(self.path))["metadata"]["otter"]["tests"]


def _content(path: str) -> str:
    """The notebook as it was saved; where the browser shows no files, as the course gives it."""
    if Path(path).is_file():
        return Path(path).read_text(encoding="utf-8")
    try:
        from regecon.kit.browser import file_of_the_course
    except ImportError:  # not in a browser
        raise FileNotFoundError(_("{path} is not in this folder.").format(path=path)) from None
    return file_of_the_course(f"exercises/{path}")


def _checked(question: str, code: str, env: dict) -> Checked:
    names: dict = {}
    exec(compile(code, question, "exec"), names)
    tests = [value for value in names.values() if isinstance(value, test_case)]
    return Checked(question, tuple(_run(test, env) for test in tests))


def _run(test: test_case, env: dict) -> Case:
    name = test.function.__name__
    try:
        test.function(env)
    except Exception as error:
        return Case(name, False, str(error) or type(error).__name__)
    return Case(name, True, test.success_message or "")

"""Helpers for the tests of exercises: every failure is a hint in words, never a traceback.

A test in a master notebook is a function of ``env``, the names of the student's notebook:

>>> def test_on_other_figures(env):
...     growth = function(env, "yearly_growth")
...     number(call(growth, 100, 400, 2), 100, unit="per cent", tolerance=0.1)
>>> test_on_other_figures({"yearly_growth": lambda first, last, years: (last / first) ** 0.5})
Traceback (most recent call last):
    ...
regecon.kit.checks.values.Hint: That is the growth factor; how many per cent does it add to one?
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from numbers import Real
from typing import Any

import pandas as pd

from regecon.kit.checks.answers import Answer, number_rules
from regecon.kit.checks.written import lost_comma, with_point
from regecon.kit.i18n import _, plural

WIDTH = 76
# What is said of a wrong number that no rule knows, and the function that was called last.
_otherwise: ContextVar[str] = ContextVar("otherwise", default="")
_called: ContextVar[str] = ContextVar("called", default="")


def _nothing():  # what is left of a function where three dots stand
    ...


def _documented():
    """With its docstring."""


EMPTY = {function.__code__.co_code for function in (_nothing, _documented)}


class Hint(AssertionError):
    """What a student reads when a check fails.

    A master's text is translated here; ``fields`` are filled into its braces afterwards.
    """

    about = ""  # the answer that it is about, with what was given

    def __init__(self, text: str, **fields: Any):
        told = _(" ".join(text.split()))
        if fields:
            told = told.format(**{k: _(v) if isinstance(v, str) else v for k, v in fields.items()})
        # The notebook shows the text inside markup, which would swallow angle brackets.
        plain = told.replace("<", "\u2039").replace(">", "\u203a")
        super().__init__(textwrap.fill(" ".join(plain.split()), WIDTH))


@contextmanager
def hints(otherwise: str = "") -> Iterator[None]:
    """Turn whatever goes wrong inside into a `Hint`.

    ``otherwise`` is what is then said of a wrong number that no rule knows. Every check runs
    inside it, so that an answer of a kind that nobody thought of is no traceback.
    """
    before = _otherwise.set(otherwise)
    _called.set("")
    try:
        yield
    except Hint as hint:
        raise hint from None
    except Exception as error:
        told = _(
            "The check cannot work with this answer: it is not of the kind that the question asks "
            "for. (Python says: {type}, {error})"
        )
        raise Hint(told.format(type=type(error).__name__, error=error)) from None
    finally:
        _otherwise.reset(before)


def read(env: Mapping, name: str) -> Any:
    """The value of a name; a `Hint` if it is not set yet."""
    if name not in env:
        if line := lost_comma(env.get("In") or [], name):
            told = _(
                "{name} is not there, for its cell is no Python: {line}. Python writes a decimal "
                "point and no comma: {example}."
            )
            raise Hint(told.format(name=name, line=line, example=with_point(line)))
        told = _("{name} is not there. Run the cell that sets it, then this one.")
        raise Hint(told.format(name=name))
    value = env[name]
    if value is Ellipsis:
        told = _("{name} is still three dots: put your answer in their place.")
        raise Hint(told.format(name=name))
    if value is None:
        told = _("{name} is None. Did you print the value instead of keeping it?")
        raise Hint(told.format(name=name))
    return value


def as_number(value: Any, name: str) -> float:
    """A value as a number; a `Hint` that says what it is instead."""
    if value is None or value is Ellipsis:
        raise Hint(_("{name} gives no number: is a return missing?").format(name=name))
    if isinstance(value, str):
        told = _(
            "{name} is a text; write the number without quotation marks, and with a decimal "
            "point: 12.5 and not 12,5."
        )
        raise Hint(told.format(name=name))
    if callable(value):
        raise Hint(_("{name} is a function; call it, with its arguments.").format(name=name))
    if getattr(value, "ndim", 1) == 0:  # an array that is one number
        value = value.item()
    if isinstance(value, tuple) and len(value) == 2 and all(type(part) is int for part in value):
        told = _("{name} is two numbers; Python writes a decimal point and no comma: {example}.")
        raise Hint(told.format(name=name, example="{}.{}".format(*value)))
    if hasattr(value, "__len__"):
        raise Hint(_not_one(value, name))
    if value is pd.NA or value is pd.NaT:
        raise Hint(_missing(name))
    if isinstance(value, bool) or not isinstance(value, Real):
        told = _("{name} is of type {type}; a number is asked for.")
        raise Hint(told.format(name=name, type=type(value).__name__))
    result = float(value)
    if math.isnan(result):
        raise Hint(_missing(name))
    if math.isinf(result):
        raise Hint(_("{name} is infinite: is something divided by zero?").format(name=name))
    return result


def _not_one(value: Any, name: str) -> str:
    """What is said of a list, a column or a table in the place of a number."""
    if len(value) != 1 or isinstance(value, str | Mapping | set):
        told = _("{name} is a list or column of {count}; one number is asked for.")
        return told.format(name=name, count=len(value))
    places = {pd.Series: ".iloc[0]", pd.DataFrame: ".iloc[0, 0]"}
    place = places.get(type(value), "[0]")
    told = _("{name} is a list or column of 1; {place} behind it takes the number out.")
    return told.format(name=name, place=place)


def as_word(value: Any, name: str, options: Mapping[str, str]) -> str:
    """A value as one of the options; a `Hint` that lists them if it is none."""
    words = ", ".join(f"'{word}'" for word in options)
    if not isinstance(value, str):
        told = _("{name} has to be one of the words {words}, in quotation marks.")
        raise Hint(told.format(name=name, words=words))
    found = {word.casefold(): word for word in options}.get(value.strip().casefold())
    if found is None:
        told = _("{name} is '{value}'; choose one of {words}.")
        raise Hint(told.format(name=name, value=value, words=words))
    return found


def number(
    value: Any,
    expected: float,
    *,
    tolerance: float,
    unit: str = "",
    wrong: Mapping[float, str] | None = None,
    otherwise: str = "",
    name: str = "",
) -> None:
    """Compare a number; a `Hint` if it is none, or the rule's hint if it is wrong.

    Parameters
    ----------
    value
        What the student has, of whatever kind.
    expected, tolerance, unit, wrong
        As in `regecon.kit.checks.answers.number_rules`.
    otherwise
        The hint for a wrong number that no rule knows.
    name
        What the value is called in hints.

    Raises
    ------
    Hint
        Unless the number is right.
    """
    called = _called.get()
    _called.set("")  # the next value is another
    name = name or (f"{called}(...)" if called else _("your answer"))
    rules = number_rules(expected, tolerance=tolerance, unit=unit, wrong=wrong)
    otherwise = otherwise or _otherwise.get()
    otherwise = otherwise or _("Compare with what the question asks for, step by step.")
    right, hint = Answer(name, name, rules, otherwise, unit).judge(as_number(value, name))
    if not right:
        raise Hint(hint)


def function(env: Mapping, name: str) -> Callable:
    """The function of that name; a `Hint` if it is none."""
    value = read(env, name)
    if not callable(value):
        told = _("{name} has to be a function; keep the line that defines it.")
        raise Hint(told.format(name=name))
    return value


def begun(env: Mapping, name: str) -> None:
    """A `Hint` if a function is not there, or is left with three dots."""
    code = getattr(function(env, name), "__code__", None)
    if code is not None and code.co_code in EMPTY:
        told = _("{name} is still three dots: put your answer in their place.")
        raise Hint(told.format(name=name))


def call(function: Callable, *args: Any, **kwargs: Any) -> Any:
    """What a student's function gives; a `Hint` if it stops with an error or gives nothing."""
    name = getattr(function, "__name__", _("your function"))
    _called.set(name)
    try:
        value = function(*args, **kwargs)
    except (Exception, SystemExit) as error:
        told = _("{name} stops with an error when it is called: {type}, {error}")
        why = str(error) or _("without a message")
        told = told.format(name=name, type=type(error).__name__, error=why)
        raise Hint(told) from None
    if value is None or value is Ellipsis:
        raise Hint(_("{name} gives nothing back: is a return missing?").format(name=name))
    return value


def series(env: Mapping, name: str) -> pd.Series:
    """A column of numbers with labels; a `Hint` if it is of another kind or has gaps."""
    value = read(env, name)
    if isinstance(value, pd.DataFrame):
        told = plural(
            "{name} is a table with {count} column; take that column of it.",
            "{name} is a table with {count} columns; take one column of it.",
            value.shape[1],
            name=name,
        )
        raise Hint(told)
    if isinstance(value, Mapping):
        value = pd.Series(dict(value), dtype=object)
    if not isinstance(value, pd.Series):
        told = _("{name} is of type {type}; a column (Series) with labels is asked for.")
        raise Hint(told.format(name=name, type=type(value).__name__))
    if value.empty:
        raise Hint(_("{name} is empty. Which rows did you keep?").format(name=name))
    gap = value.isna() | value.map(lambda cell: cell is Ellipsis)
    if gap.any():
        told = _("{name} has no value for {label}.")
        raise Hint(told.format(name=name, label=gap.idxmax()))
    return value


def same_labels(given: pd.Series, expected: pd.Index, name: str, absent: str, extra: str) -> None:
    """Compare labels; the hint ``absent`` or ``extra``, with how many there are, if they differ."""
    missing = len(expected.difference(given.index))
    beyond = len(given.index.difference(expected))
    if given.index.has_duplicates:
        raise Hint(_("{name} has a label twice.").format(name=name))
    if beyond:
        raise Hint(extra, count=beyond)
    if missing:
        raise Hint(absent, count=missing)


def _missing(name: str) -> str:
    return _("{name} is not a number (NaN): a value that you used is missing.").format(name=name)

"""The figures that a sheet's texts name: the week's ``numbers()``, and the sheet's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import regecon.cases
from regecon.data import load
from regecon.desk.teacher.sheet import Own, Sheet, SheetError
from regecon.kit.i18n import Message, written

# A field is {name} or {name:.1f}: not a role, {claim}`S-115`, nor a directive, :::{notes}; in
# formulas and code braces mean other things.
KEPT = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$|`[^`]*`", re.DOTALL)
FIELD = re.compile(r"(?<![:`\w])\{([a-z_]\w*)(:[^{}`]*)?\}(?!`)")
LARGE = 100  # from here on a number is printed whole
Value = float | str


def values(sheet: Sheet) -> dict[str, Value]:
    """Every number that the texts of a sheet may name, computed.

    Raises
    ------
    SheetError
        An expression has no value; the message names file and key.
    """
    found = dict(of_week(sheet.week[:3]))
    for name, own in sheet.numbers.items():
        place = f"{sheet.file}: numbers, {name}"
        literal = not isinstance(own.value, str)
        found[name] = own.value if literal else _computed(own.value, place, found)
    return found


@cache
def of_week(module: str) -> dict[str, Value]:
    """The numbers of a week's chapter; some take seconds, and every part of the pack asks."""
    return import_module(f"regecon.figures.{module}").numbers()


def _computed(expression: str, place: str, known: dict[str, Value]) -> float:
    # The sheet is a file of the repository, trusted as a chapter is.
    try:
        return float(eval(expression, _cases() | {"load": load} | known))
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
        raise SheetError(f"{place}: {expression} has no value; {told}") from None


@cache
def _cases() -> dict[str, object]:
    names = [module.name for module in iter_modules(regecon.cases.__path__)]
    return {name: import_module(f"regecon.cases.{name}") for name in names}


def fields(text: str) -> list[tuple[str, str]]:
    """Name and form of every field of a text."""
    found = []
    replaced(text, lambda name, form: found.append((name, form)) or "")
    return found


def filled(text: str, numbers: dict[str, Value]) -> str:
    """A text with its fields as numbers in the reader's language; formulas and code as they are.

    Examples
    --------
    >>> filled("{visits:.1f} of {beds}, {claim}`S-115`, $x_{beds}$", {"visits": 1.25, "beds": 3})
    '1.2 of 3, {claim}`S-115`, $x_{beds}$'
    """
    return replaced(text, lambda name, form: in_words(numbers[name], form))


def replaced(text: str, put: Callable[[str, str], str]) -> str:
    """A text with something put in place of each field, made from name and form."""
    parts, end = [], 0
    for kept in [*KEPT.finditer(text), None]:
        part = text[end : kept.start()] if kept else text[end:]
        # A role's name stands before its back quote, which opens the code that is kept.
        tail = "`" if kept and kept[0].startswith("`") else ""
        part = FIELD.sub(lambda found: put(found[1], (found[2] or "")[1:]), part + tail)
        parts += [part.removesuffix(tail) if tail else part, kept[0] if kept else ""]
        end = kept.end() if kept else len(text)
    return "".join(parts)


def in_words(value: Value, form: str = "") -> str:
    """A number as a text prints it; without a form whole from 100 on, else three figures.

    Examples
    --------
    >>> in_words(3300.0), in_words(0.5), in_words(17.254)
    ('3,300', '0.5', '17.3')
    """
    if isinstance(value, str):
        return value
    if form:
        return Message("{value:" + form + "}").format(value=value)
    whole = abs(value) >= LARGE or float(value).is_integer()
    return written(value, ",.0f" if whole else ".3g")


def listed(name: str, own: Own, value: Value) -> tuple[str, str]:
    """What a number is, and its value with its unit, as a role's sheet prints it."""
    what = own.means or name.replace("_", " ")
    return what, f"{in_words(value, own.form)}\u00a0{own.unit}".rstrip("\u00a0")

"""Numbers as people write them: 12.5 or 12,5, 1 234,5 or 1,234.5 or 1.234,5, -3 %, 40 people.

The script of the published page, ``exercises.js``, reads alike; one list of texts holds both.

>>> read_number("1 234,5"), read_number("\u22123 %")
(([1234.5], ''), ([-3.0], '%'))
>>> read_number("1,234")  # a decimal, or thousands
([1.234, 1234.0], '')
>>> read_number("0,234"), read_number("about 5")
(([0.234], ''), ([], ''))
"""

from __future__ import annotations

import math
import re

SPACE = "[\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+"
UNSEEN = "[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069]"
MINUS = "[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]"
APOSTROPHE = "[\u2019\u02bc_]"
# Sign, figures with what stands between them, a power of ten, and whatever is behind.
WRITTEN = re.compile(r"([+-]?) ?([0-9.,' ]*[0-9])[.,]?(?:[eE]([+-]?[0-9]+))?([^0-9]*)")
PLAIN = re.compile(r"[0-9]*[.,]?[0-9]+")
GROUPS = "[1-9][0-9]{{0,2}}(?:{0}[0-9]{{3}})+(?:{1}[0-9]+)?"
GROUPED = [
    (mark, decimal, re.compile(GROUPS.format(re.escape(mark), re.escape(decimal))))
    for mark, decimal in ((",", "."), (".", ","), (" ", "."), (" ", ","), ("'", "."), ("'", ","))
]


def read_number(text: str) -> tuple[list[float], str]:
    """What a text may mean, and what stands behind the number in it.

    One comma with three figures behind it may be a decimal or thousands; the decimal comes
    first. A number that begins with a nought is no thousands. No number: an empty list.
    """
    for pattern, plain in ((UNSEEN, ""), (MINUS, "-"), (SPACE, " "), (APOSTROPHE, "'")):
        text = re.sub(pattern, plain, text)
    found = WRITTEN.fullmatch(text.strip())
    if not found:
        return [], ""
    sign, figures, power, behind = found.groups()
    readings = list(dict.fromkeys(_readings(figures)))
    values = [float(f"{sign}{reading}e{power or 0}") for reading in readings]
    return [value for value in values if math.isfinite(value)], behind.strip()


def _readings(figures: str) -> list[str]:
    """The figures with a decimal point and nothing else between them."""
    found = [figures.replace(",", ".")] if PLAIN.fullmatch(figures) else []
    for mark, decimal, pattern in GROUPED:
        # One point with three figures behind it is a decimal point.
        if pattern.fullmatch(figures) and not (found and mark == "."):
            found.append(figures.replace(mark, "").replace(decimal, "."))
    return found


def is_unit(behind: str, unit: str) -> bool:
    """Whether what stands behind a number is the unit that is asked for, or its beginning."""
    words = behind.rstrip(".").casefold().split()
    return words in ([], ["%"]) or words == unit.casefold().split()[: len(words)]


def with_point(text: str) -> str:
    """A text with each decimal comma as a point: what Python would have to be told."""
    return re.sub(r"(?<=[0-9]),(?=[0-9])", ".", text)


def lost_comma(cells: list[str], name: str) -> str:
    """The line for which the last cell that sets a name is no Python: a comma for a point."""
    sets = re.compile(rf"^\s*{re.escape(name)}\s*=", re.MULTILINE)
    last = next((cell for cell in map(str, reversed(cells)) if sets.search(cell)), "")
    return "" if _is_python(last) else _spoilt(last.splitlines())


def _spoilt(lines: list[str]) -> str:
    """The first line that a decimal point in the place of a comma makes Python."""
    for line in lines:
        if not _is_python(line.strip()) and _is_python(with_point(line.strip())):
            return line.strip()
    return ""


def _is_python(code: str) -> bool:
    try:
        compile(code, "cell", "exec")
    except (SyntaxError, ValueError):
        return False
    return True

"""What may stand in a cell: one grammar for the reader and for the check.

A cell that a spreadsheet would read one way and a program another way is refused: ``TRUE`` is
true, but ``1,5``, ``1_000``, ``12.0`` as a whole number, ``007`` as a number or ``nan`` are no
numbers. What a column of numbers cannot hold exactly is refused as well, never rounded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
# What programs write where nothing is known. As text it would pass for a value.
NOTHING = {"NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "None"}
LARGEST = 2**63  # of a whole number, exclusive

# What most cells are: at most 15 digits, which a number holds exactly.
PLAIN_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})").fullmatch
PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,9})\.[0-9]{1,5}").fullmatch
INTEGER = re.compile(r"[+-]?[0-9]+").fullmatch
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?").fullmatch
LEADING_ZERO = re.compile(r"[+-]?0[0-9]").match
YEAR = re.compile(r"[0-9]{4}").fullmatch


def parse(text: str, field: dict) -> Any:
    """The value of a cell that is not empty; a ValueError says in words what is wrong, if more
    than that it is not of the declared type."""
    return PARSERS[field["type"]](text, field)


def _string(text: str, field: dict) -> str:
    if unicodedata.normalize("NFC", text) != text:
        raise ValueError("letters and their marks are apart here; write the text in the form NFC")
    if text in NOTHING:
        raise ValueError("this looks like a missing value; leave the cell empty")
    return text


def _integer(text: str, field: dict) -> int:
    if PLAIN_INTEGER(text):
        return int(text)
    if not INTEGER(text):
        raise ValueError
    if LEADING_ZERO(text):
        raise ValueError("its leading zero would be lost; a code is a string")
    value = int(text) if len(text) < 30 else LARGEST
    if not -LARGEST <= value < LARGEST:
        raise ValueError("it is longer than a whole number can be; a code is a string")
    return value


def _year(text: str, field: dict) -> int:
    if not YEAR(text):
        raise ValueError
    return int(text)


def _number(text: str, field: dict) -> int | float:
    if PLAIN_INTEGER(text):
        return int(text)
    if PLAIN_NUMBER(text):
        return float(text)
    if not NUMBER(text):
        raise ValueError
    if LEADING_ZERO(text):
        raise ValueError("its leading zero would be lost; a code is a string")
    if re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        return int(text)
    value = float(text)
    if abs(value) == float("inf") or Decimal(repr(value)) != Decimal(text):
        raise ValueError("it has more digits than a number can hold; round it, or make it a string")
    return value


def _boolean(text: str, field: dict) -> bool:
    if text in field.get("trueValues", TRUE):
        return True
    if text in field.get("falseValues", FALSE):
        return False
    raise ValueError


def _date(text: str, field: dict) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError
    return date.fromisoformat(text)


PARSERS: dict[str, Callable[[str, dict], Any]] = {
    "string": _string,
    "any": _string,
    "integer": _integer,
    "year": _year,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
}


def broken_rule(value: Any, field: dict) -> str | None:
    """The constraint that a value breaks, in words; None if it breaks none."""
    rules = field.get("constraints")
    if not rules:
        return None
    if "minimum" in rules and value < bound(rules["minimum"], field):
        return f"minimum {rules['minimum']}"
    if "maximum" in rules and value > bound(rules["maximum"], field):
        return f"maximum {rules['maximum']}"
    if "enum" in rules and value not in [bound(one, field) for one in rules["enum"]]:
        return "one of the enum " + ", ".join(map(str, rules["enum"]))
    if "pattern" in rules and not re.fullmatch(rules["pattern"], str(value)):
        return f"the pattern {rules['pattern']}"
    if "minLength" in rules and len(str(value)) < rules["minLength"]:
        return f"minLength {rules['minLength']}"
    if "maxLength" in rules and len(str(value)) > rules["maxLength"]:
        return f"maxLength {rules['maxLength']}"
    return None


def bound(limit: Any, field: dict) -> Any:
    """A bound or an allowed value of a descriptor, as a value of the column's type."""
    return parse(limit, field) if isinstance(limit, str) and field["type"] != "string" else limit

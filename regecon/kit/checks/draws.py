"""Own numbers for each student: which of some choices belongs to a student's number.

The choice depends on the number and on the question, and on nothing else, so it is the same in
the notebook, in the page (``exercises.js`` reckons alike) and when the notebook is graded.

>>> own(20231457, "w01-the-road/town", ["Biysk", "Rubtsovsk", "Zarinsk"])
'Zarinsk'
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

UNKNOWN = "0000"  # in the place of a student's number until it is given


def own(student: Any, question: str, choices: Sequence) -> Any:
    """The choice that belongs to a student's number.

    Parameters
    ----------
    student
        The number; spaces around it, case and leading zeros make no difference.
    question
        The set and the question, such as ``"w01-the-road/town"``.
    choices
        What is drawn from.

    Notes
    -----
    The place among the choices is the 32-bit FNV-1a hash of ``question:number``, its upper
    half folded into the lower, modulo the number of choices.
    """
    return choices[_hash(f"{question}:{as_number(student)}") % len(choices)]


def as_number(student: Any) -> str:
    """A student's number as it is compared: without spaces, case and leading zeros."""
    return str(student).strip().lower().lstrip("0")


def _hash(text: str) -> int:
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value ^ (value >> 16)

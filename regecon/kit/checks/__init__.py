"""What a student's notebook is judged by; light, for it runs beside the student.

- `answers`: an answer's rules; the first rule that fits speaks. `sealed`: as students get them.
- `checker`: the checks of a set, in a notebook, in the browser and when it is graded.
- `written`: numbers as people write them.
- `values`: helpers for tests, so that every failure ends in a hint and never in a traceback.
- `draws`: figures of a student's own, drawn from the student's number.
"""

from regecon.kit.checks.checker import Checker
from regecon.kit.checks.values import (
    Hint,
    as_number,
    as_word,
    call,
    function,
    hints,
    number,
    read,
    same_labels,
    series,
)

__all__ = [
    "Checker",
    "Hint",
    "as_number",
    "as_word",
    "call",
    "function",
    "hints",
    "number",
    "read",
    "same_labels",
    "series",
]

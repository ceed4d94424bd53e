"""Answers as students get them: they can be compared and not read.

A rule is encrypted, and its key is made of the place where its value lies: whoever gives an
answer there can open it, and nobody else without trying places one by one. Places are cells of
two grids. In the even one a cell is some tolerances wide, and the right value lies there; in the
other a cell is a part of the value, and wrong values lie there, which are recognised within half
a per cent. A rule stands in every cell that it reaches into, whole, so the verdict is the one
that the open rules give. ``exercises.js`` opens them alike.

This keeps answers from being read in a page or in a notebook's file. It keeps nobody from
trying: a computer tries all cells of a small range in a moment.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

from regecon.kit.checks.answers import Answer, Asked, Rule

EVEN = 6  # tolerances to a cell of the even grid
PART = 0.05  # and the logarithm of a cell of the other one
EDGE = 1e-6  # of a cell: so near to its edge a rule stands in both
MOST = 1e15  # a number in a cell farther off than this fits no rule


@dataclass(frozen=True)
class Sealed(Asked):
    """An answer whose rules are sealed.

    Attributes
    ----------
    salt
        The set, the question and the variable: the same value is another cell elsewhere.
    step
        The width of a cell of the even grid; 0 for a choice.
    cells
        By the mark of a cell, the rules that reach into it, encrypted.
    said
        Hints that give nothing away; a rule names them by their place.
    variable, label, otherwise, unit, options, decimals
        As in `regecon.kit.checks.answers.Answer`.
    """

    variable: str
    label: str
    otherwise: str
    salt: str
    step: float
    cells: Mapping[str, str]
    said: tuple[str, ...] = ()
    unit: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    decimals: int = 0

    def rules_for(self, given: float | str) -> list[Rule]:
        """The rules of the cells in which an answer lies, in their order."""
        found = []
        for cell in cells_of(given, self.step):
            if packed := self.cells.get(_mark(self.salt, cell)):
                found += json.loads(_crypt(base64.b64decode(packed), self.salt, cell))
        return [self._rule(*row) for row in sorted(found, key=lambda row: row[0])]

    def _rule(self, _place: int, value, within: float, right: int, hint: str | int) -> Rule:
        return Rule(value, self.said[hint] if isinstance(hint, int) else hint, within, bool(right))

    def to_dict(self) -> dict:
        """As plain data, for a page or a notebook."""
        return asdict(self) | {"said": list(self.said)}

    @classmethod
    def from_dict(cls, data: Mapping) -> Sealed:
        """From plain data."""
        return cls(**{**data, "said": tuple(data["said"])})


def seal(answer: Answer, salt: str) -> Sealed:
    """An answer as students get it."""
    first = answer.rules[0]
    step = 0.0 if answer.options else EVEN * first.within
    said = tuple(dict.fromkeys(rule.hint for rule in answer.rules if rule.general))
    by_cell: dict[str, list] = {}
    for place, rule in enumerate(answer.rules):
        hint = said.index(rule.hint) if rule.general else rule.hint
        row = [place, rule.value, rule.within, int(rule.right), hint]
        even = rule.value == first.value
        for cell in _reached(rule, step if even else 0.0):
            by_cell.setdefault(cell, []).append(row)
    packed = {}
    for cell, rows in by_cell.items():
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
        packed[_mark(salt, cell)] = base64.b64encode(_crypt(text, salt, cell)).decode()
    return Sealed(
        answer.variable,
        answer.label,
        answer.otherwise,
        salt,
        step,
        dict(sorted(packed.items())),
        said,
        answer.unit,
        answer.options,
        0 if answer.options else answer.decimals,
    )


def cells_of(given: float | str, step: float) -> list[str]:
    """The cells in which an answer lies: one of a word, two of a number."""
    if isinstance(given, str):
        return [f"word {given}"]
    places = {"even": given / step, **_part(given)}
    return [f"{grid} {math.floor(at)}" for grid, at in places.items() if abs(at) < MOST]


def _part(given: float) -> dict[str, float]:
    """The grid of parts: one for each sign, and one cell for nought."""
    if given == 0:
        return {"nought": 0.0}
    return {"above" if given > 0 else "below": math.log(abs(given)) / PART}


def _reached(rule: Rule, step: float) -> Iterator[str]:
    """The cells into which a rule reaches: of the even grid, or without a step of the other."""
    if isinstance(rule.value, str):
        yield f"word {rule.value}"
        return
    low, high = rule.value - 1.001 * rule.within, rule.value + 1.001 * rule.within
    if step:
        ends, grid = (low / step, high / step), "even"
    else:
        ends = sorted(at for end in (low, high) for at in _part(end).values())
        (grid,) = _part(rule.value)
    for cell in range(math.floor(ends[0] - EDGE), math.floor(ends[1] + EDGE) + 1):
        yield f"{grid} {cell}"


def _mark(salt: str, cell: str) -> str:
    """By which a cell is found."""
    return hashlib.sha256(f"{salt}|{cell}|mark".encode()).hexdigest()[:16]


def _crypt(data: bytes, salt: str, cell: str) -> bytes:
    """Encrypt, or decrypt: the same."""
    blocks = range(-(-len(data) // 32))
    stream = b"".join(hashlib.sha256(f"{salt}|{cell}|{n}".encode()).digest() for n in blocks)
    return bytes(one ^ other for one, other in zip(data, stream, strict=False))

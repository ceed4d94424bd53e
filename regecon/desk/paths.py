"""A course of three, five or seven weeks on one pattern, and what it leaves unexplained.

A path has the weeks of its road. Room that is left goes to the earlier weeks that these lean on
most: by what a week says it needs, by the families of methods that an earlier week brings in, and
by the chapters that point back. The longest path ends with a week that compares patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from regecon.desk.weeks import Week

SIZES = (3, 5, 7)
CLOSING = "together"
NEEDED = re.compile(r"\bweeks? (\d+)(?: and (\d+))?")
BACK = re.compile(r"\(/book/(w\d\d-[\w-]+)\.md\)")
# How much an earlier week is leaned on: named as needed, a family of methods, a pointer back.
NEED, METHOD, POINTER = 4, 2, 1


@dataclass(frozen=True)
class Lean:
    """A week that leans on an earlier one.

    Attributes
    ----------
    week, earlier
        Their numbers.
    needed, methods, pointed
        Whether it says that it needs it; the families of methods that were brought in there;
        whether its chapter points back.
    """

    week: int
    earlier: int
    needed: bool
    methods: tuple[str, ...]
    pointed: bool

    @property
    def weight(self) -> int:
        return NEED * self.needed + METHOD * len(self.methods) + POINTER * self.pointed


def leans(weeks: list[Week], root: Path) -> list[Lean]:
    """Which week leans on which earlier one, and how."""
    brought: dict[str, int] = {}
    found = []
    for week in weeks:
        needed = {int(n) for pair in NEEDED.findall(week.needs) for n in pair if n}
        chapter = (Path(root) / f"{week.chapter}.md").read_text(encoding="utf-8")
        pointed = set(BACK.findall(chapter))
        for earlier in weeks:
            if earlier.number < week.number:
                methods = tuple(m for m in week.methods if brought.get(m) == earlier.number)
                lean = Lean(
                    week.number, earlier.number, earlier.number in needed, methods,
                    earlier.slug in pointed,
                )  # fmt: skip
                found += [lean] if lean.weight else []
        brought |= {m: week.number for m in week.methods if m not in brought}
    return found


def path(weeks: list[Week], found: Iterable[Lean], road: str, size: int) -> list[Week]:
    """The weeks of a course on one pattern, in their order."""
    found = list(found)
    chosen = [week for week in weeks if week.road == road]
    if size == max(SIZES):
        closing = [week for week in weeks if week.road == CLOSING]
        own = {week.number for week in chosen}
        chosen.append(max(closing, key=lambda week: _drawn(week, own, found)))
    while len(chosen) < size:
        there = {week.number for week in chosen}
        last = max(there)
        open_ = [week for week in weeks if week.number < last and week.number not in there]
        open_ = [week for week in open_ if week.road == "road"] or open_
        chosen.append(max(open_, key=lambda week: (_leaned(week, there, found), week.number)))
    return sorted(chosen, key=lambda week: week.number)


def _drawn(week: Week, own: set[int], found: list[Lean]) -> int:
    """How much a week draws on those of a pattern."""
    return sum(x.weight for x in found if x.week == week.number and x.earlier in own)


def _leaned(week: Week, there: set[int], found: list[Lean]) -> int:
    """How much the weeks that are there lean on one that is not."""
    return sum(x.weight for x in found if x.earlier == week.number and x.week in there)


def unexplained(chosen: list[Week], found: Iterable[Lean]) -> list[Lean]:
    """What the weeks of a path lean on and the path has not."""
    there = {week.number for week in chosen}
    return [lean for lean in found if lean.week in there and lean.earlier not in there]

"""Which pages of the site the book on paper has, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

from regecon.desk.weeks import read_weeks
from regecon.press.complete import TOC

# A lab is there to be run, and is a notebook beside the book.
LEFT_OUT = ("book/labs", "notebooks/*")
EXERCISES = "exercises/w*"


@dataclass(frozen=True)
class Leaf:
    """A page of the site as a part of the book.

    Attributes
    ----------
    name
        The page, such as ``book/w09-resort-curve``.
    depth
        0 for a chapter, 1 for what stands under one.
    number
        The number of the week, for its chapter.
    """

    name: str
    depth: int = 0
    number: int | None = None

    @property
    def key(self) -> str:
        """Its name as the beginning of an anchor."""
        return self.name.replace("/", "-")


def leaves(root: Path, site: Path) -> list[Leaf]:
    """Every page of the table of contents but the labs; the exercises of a week follow it."""
    weeks = {week.chapter: week for week in read_weeks(root)}
    entry = yaml.safe_load((root / TOC).read_text(encoding="utf-8"))
    there = {page.relative_to(site).with_suffix("").as_posix() for page in site.rglob("*.html")}
    found: dict[str, Leaf] = {}
    for name, depth in _walk(entry, sorted(there, key=_natural), 0):
        left_out = any(fnmatchcase(name, pattern) for pattern in LEFT_OUT)
        if left_out or name in found or name not in there:
            continue
        week = weeks.get(name)
        found[name] = Leaf(name, min(depth, 1), week.number if week else None)
        if week and week.exercises in there:
            found[week.exercises] = Leaf(week.exercises, 1)
    return list(found.values())


def _walk(entry: dict | list, there: list[str], depth: int) -> Iterator[tuple[str, int]]:
    """Pages of a part of the table of contents, each with its depth."""
    if isinstance(entry, list):
        for part in entry:
            yield from _walk(part, there, depth)
        return
    for key in ("root", "file"):
        if key in entry:
            yield entry[key], depth
    if "glob" in entry:
        yield from ((name, depth) for name in there if fnmatchcase(name, entry["glob"]))
    for key in ("chapters", "parts", "sections"):
        if key in entry:
            deeper = depth + ("file" in entry)
            yield from _walk(entry[key], there, deeper)


def _natural(name: str) -> list[int | str]:
    """Week 10 behind week 9, as Sphinx sorts."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]

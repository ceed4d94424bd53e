"""What counts in the course, how many hours it takes and how it is marked: one home for all.

``book/assessment.yml`` holds it; the page, two chapters and the papers for a university show it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from regecon.desk.schemas import faults
from regecon.desk.yaml_text import read_yaml
from regecon.kit.i18n import _

FILE = "book/assessment.yml"
WHOLE = 16  # weeks, for which the hours of own work are told
UNTRANSLATED = {"key", "rubric", "objectives"}  # names, and not words


@dataclass(frozen=True)
class Weight:
    """A part of the mark.

    Attributes
    ----------
    key, part, share
        Its name in the file, what it is, and its per cent of the mark.
    how
        How it is marked.
    rubric
        The name of its rubric, or nothing.
    """

    key: str
    part: str
    share: int
    how: str
    rubric: str = ""


@dataclass(frozen=True)
class Criterion:
    """What is looked at, and what each level of it looks like, the best first."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Rubric:
    """Criteria with levels.

    Attributes
    ----------
    points
        The points of each level, the best first.
    levels
        The names of the levels; their points where they have no other.
    """

    title: str
    points: tuple[int, ...]
    levels: tuple[str, ...]
    criteria: tuple[Criterion, ...]

    @property
    def most(self) -> int:
        """The points of a piece of work that is at the best level throughout."""
        return self.points[0] * len(self.criteria)


@dataclass(frozen=True)
class Task:
    """A sample task of a week, and the objectives that it checks."""

    text: str
    objectives: tuple[str, ...]


@dataclass(frozen=True)
class Hours:
    """Academic hours: of a week's lecture and class, and of own work in the whole course."""

    lecture: int
    class_: int
    own: dict[str, int]

    def own_in(self, weeks: int) -> dict[str, int]:
        """Own work of so many weeks by kind; whole hours that add up as those of the whole do."""
        exact = {what: hours * weeks / WHOLE for what, hours in self.own.items()}
        found = {what: int(hours) for what, hours in exact.items()}
        short = round(sum(exact.values())) - sum(found.values())
        for what in sorted(exact, key=lambda what: found[what] - exact[what])[:short]:
            found[what] += 1
        return found


@dataclass(frozen=True)
class Assessment:
    """All that the file holds."""

    weights: tuple[Weight, ...]
    hours: Hours
    rubrics: dict[str, Rubric]
    tasks: dict[str, Task]


def read_assessment(root: Path, words: Callable[[str], str] = _) -> Assessment:
    """Weights, hours, rubrics and sample tasks in the reader's language.

    Parameters
    ----------
    root
        The folder of the course.
    words
        What turns an English text into another; as it stands, into the reader's language.

    Raises
    ------
    ValueError
        Something is wrong with the file; the message says where.
    """
    content = _changed(contents(root), words)
    hours = content["hours"]
    own = {entry["what"]: entry["hours"] for entry in hours["own"]}
    return Assessment(
        tuple(Weight(**entry) for entry in content["weights"]),
        Hours(hours["lecture"], hours["class"], own),
        {name: _rubric(entry) for name, entry in content["rubrics"].items()},
        {
            slug: Task(entry["text"], tuple(entry["objectives"]))
            for slug, entry in content["tasks"].items()
        },
    )


def contents(root: Path) -> dict:
    """What the file says, checked, in English."""
    try:
        content = read_yaml((Path(root) / FILE).read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"{FILE}: expected YAML; {error}") from None
    found = faults("assessment", content) or _contradictions(content)
    if found:
        raise ValueError("\n".join(f"{FILE}: {sentence}" for sentence in found))
    return content


def _contradictions(content: dict) -> list[str]:
    """What no schema sees: shares that are not a hundred, levels without points."""
    told = []
    shares = sum(entry["share"] for entry in content["weights"])
    if shares != 100:
        told.append(f"weights: the shares add up to {shares}, expected 100")
    for entry in content["weights"]:
        if entry.get("rubric", "") not in {"", *content["rubrics"]}:
            told.append(f"weights, {entry['key']}: there is no rubric {entry['rubric']!r}")
    for name, rubric in content["rubrics"].items():
        count = len(rubric["points"])
        if rubric["points"] != sorted(set(rubric["points"]), reverse=True):
            told.append(f"rubrics, {name}, points: expected each level below the one before")
        rows = {"levels": rubric.get("levels", rubric["points"])}
        rows |= {entry["name"]: entry["levels"] for entry in rubric["criteria"]}
        for row, levels in rows.items():
            if len(levels) != count:
                told.append(f"rubrics, {name}, {row}: {len(levels)} levels, expected {count}")
    own = sum(entry["hours"] for entry in content["hours"]["own"])
    if own % WHOLE:
        told.append(f"hours, own: {own} hours, expected a multiple of {WHOLE} weeks")
    return told


def _changed(content, words: Callable[[str], str]):
    """The same structure with each of its texts changed."""
    match content:
        case dict():
            return {
                key: value if key in UNTRANSLATED else _changed(value, words)
                for key, value in content.items()
            }
        case list():
            return [_changed(value, words) for value in content]
        case str():
            return words(content)
    return content


def texts(content: dict) -> list[str]:
    """Every text of what the file says, for translators."""
    found: list[str] = []
    _changed(content, lambda text: found.append(text) or text)
    return found


def _rubric(entry: dict) -> Rubric:
    points = tuple(entry["points"])
    criteria = tuple(Criterion(row["name"], tuple(row["levels"])) for row in entry["criteria"])
    levels = tuple(entry.get("levels", map(str, points)))
    return Rubric(entry["title"], points, levels, criteria)

"""What a master holds: a set, its questions, and the mistakes that students make."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import yaml
from nbformat import NotebookNode

HEADING = re.compile(r"^#{2,3} +(?P<title>.+?) +(?P<stars>\*{1,3}) *$", re.MULTILINE)
SUFFIX = ".master.md"
# What is counted in whole ones: half of one is near enough.
COUNTED = {"people", "persons", "workers", "members", "firms", "places", "beds", "visits", "births"}
LOADED = re.compile(r"""\bload\(\s*["'](\w+)["']""")


class MasterError(ValueError):
    """A master that cannot be used; the message names the file, the place and why."""


@dataclass(frozen=True)
class Mistake:
    """What students typically write.

    Attributes
    ----------
    name
        The thought that goes wrong, in a few words.
    code
        What stands in the place of the solution.
    hint
        A fragment of the hint that it has to get.
    points
        The points that it keeps.
    """

    name: str
    code: str
    hint: str
    points: float


@dataclass(frozen=True)
class Question:
    """A question with everything that its master says about it; cells are those of the master.

    ``draws`` lists, for each name that is drawn by the student's number, what it may be; names
    of one question are drawn together, so their lists are of one length.
    """

    name: str
    title: str
    stars: int
    points: float
    manual: bool
    prompt: tuple[NotebookNode, ...]
    solution: tuple[NotebookNode, ...]
    tests: tuple[NotebookNode, ...]
    answers: tuple[dict, ...] = ()
    rubric: tuple[dict, ...] = ()
    figures: tuple[list, ...] = ()
    draws: Mapping[str, list] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    objectives: tuple[str, ...] = ()

    @property
    def rows(self) -> list[dict]:
        """What may be drawn: the names of the question with their values, row by row."""
        columns = zip(*self.draws.values(), strict=True)
        return [dict(zip(self.draws, row, strict=True)) for row in columns]

    @property
    def hidden(self) -> tuple[NotebookNode, ...]:
        """The tests that students do not see."""
        return tuple(cell for cell in self.tests if settings_of(cell).get("hidden"))


@dataclass(frozen=True)
class ExerciseSet:
    """A set of exercises.

    Attributes
    ----------
    slug, title
        The name of its file, and its first heading.
    version
        Changes with the master.
    parts
        Cells between the questions and the questions, in order.
    metadata
        The notebook's metadata.
    """

    slug: str
    title: str
    version: str
    parts: tuple[NotebookNode | Question, ...]
    metadata: dict = field(default_factory=dict)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(part for part in self.parts if isinstance(part, Question))

    @property
    def draws(self) -> bool:
        """Whether any question draws by the student's number."""
        return any(question.draws for question in self.questions)

    @property
    def tables(self) -> list[str]:
        """The tables that a student loads, in order of appearance."""
        seen = (part.prompt if isinstance(part, Question) else (part,) for part in self.parts)
        return list(dict.fromkeys(LOADED.findall("\n".join(c.source for p in seen for c in p))))


def find_sets(folder: Path, wanted: list[str] | None = None) -> list[Path]:
    """The masters of a folder: those asked for, or all.

    Raises
    ------
    MasterError
        The folder is missing or empty, or it has no set of that name.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise MasterError(f"{folder}: there is no such folder of masters")
    found = {slug_of(path): path for path in sorted(folder.glob(f"*{SUFFIX}"))}
    if not found:
        raise MasterError(f"{folder}: the folder holds no master (*{SUFFIX})")
    for name in wanted or []:
        if name not in found:
            near = get_close_matches(name, found, n=2, cutoff=0.3) or list(found)
            raise MasterError(f"{folder}: no set named {name!r}; there is {', '.join(near)}")
    return [found[name] for name in dict.fromkeys(wanted)] if wanted else list(found.values())


def slug_of(path: Path) -> str:
    """The name of a master's set."""
    return Path(path).name.removesuffix(SUFFIX)


def usual_tolerance(unit: str) -> float | None:
    """The tolerance of an answer that names none: one decimal of a per cent, whole people."""
    if unit.startswith("per cent"):
        return 0.05
    return 0.5 if unit.split(" ")[0] in COUNTED else None


def settings_of(cell: NotebookNode) -> dict:
    """The settings of a test: points, hidden, messages."""
    return {key: value for key, value in cell.metadata.items() if key != "tags"}


def as_yaml(settings: dict) -> str:
    """Settings as Otter reads them."""
    return yaml.safe_dump(settings, allow_unicode=True, sort_keys=False, width=1_000)

"""The table of weeks, from which syllabus, navigation and coverage checks are made."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from regecon.desk.schemas import faults
from regecon.desk.yaml_text import read_yaml
from regecon.kit.i18n import _

ROADS = {
    "road": _("The road"),
    "novokuznetsk": _("Novokuznetsk"),
    "sheregesh": _("Sheregesh"),
    "biysk": _("Biysk"),
    "together": _("Together"),
}
WORDS = {"title", "short", "needs"}  # beside the objectives


@dataclass(frozen=True)
class Objective:
    """What a student can do after a week; questions, quizzes and labs name it by its key."""

    key: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Week:
    """One week of the course, as ``book/weeks.yml`` lists it.

    Attributes
    ----------
    number, slug, title, short
        ``slug`` names the chapter in ``book/``, the lab in ``notebooks/`` and the exercises
        in ``exercises/``; ``short`` is the title in the navigation.
    road
        The part of the journey: road, novokuznetsk, sheregesh, biysk or together.
    needs, read, lab
        What to know before; minutes to read and minutes of the lab.
    objectives
        What a student can do afterwards, each with its key, such as ``w12-o3``.
    claims, methods, explorers, tables
        What the week rests on; claims are numbers or ranges such as ``S-115..S-121``.
    sets
        Sets of exercises besides the week's own, such as the dossier of a pattern.
    """

    number: int
    slug: str
    title: str
    short: str
    road: str
    needs: str
    read: int
    lab: int
    objectives: tuple[Objective, ...]
    claims: tuple[str, ...]
    methods: tuple[str, ...] = ()
    explorers: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()

    @property
    def chapter(self) -> str:
        return f"book/{self.slug}"

    @property
    def notebook(self) -> str:
        return f"notebooks/{self.slug}"

    @property
    def exercises(self) -> str:
        return f"exercises/{self.slug}"

    def claim_numbers(self) -> list[str]:
        """Every claim number of the week, ranges written out."""
        numbers = []
        for entry in self.claims:
            first, _, last = entry.partition("..")
            low, high = int(first[2:]), int((last or first)[2:])
            numbers += [f"S-{number:03d}" for number in range(low, high + 1)]
        return numbers


def read_weeks(root: Path, words: Callable[[str], str] = _) -> list[Week]:
    """The written weeks, in order and in the reader's language.

    Parameters
    ----------
    root
        The folder of the course.
    words
        What turns an English text into another; as it stands, into the reader's language.

    Raises
    ------
    ValueError
        If an entry lacks a key, has an unknown one or a value of the wrong kind; the message
        names file, week and key.
    """
    file = "book/weeks.yml"
    try:
        entries = read_yaml((Path(root) / file).read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"{file}: expected a list in YAML; {error}") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError(f"{file}: expected a list with an entry for each week")
    for entry in entries:
        found = faults("weeks", [entry]) or _strangers(entry)
        if found:
            told = "; ".join(re.sub(r"^entry 1[,:] ", "", sentence) for sentence in found)
            raise ValueError(f"{file}, week {entry.get('number')}: {told}")
    return sorted((_week(entry, words) for entry in entries), key=lambda week: week.number)


def _strangers(entry: dict) -> list[str]:
    """The keys of objectives that are not of this week."""
    start = f"w{entry['number']:02d}-o"
    return [
        f"objectives has the key {key!r}, expected {start}1, {start}2 and so on"
        for key in entry["objectives"]
        if not key.startswith(start)
    ]


def _week(entry: dict, words: Callable[[str], str]) -> Week:
    for key in WORDS & set(entry):
        entry[key] = words(entry[key])
    lists = {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
    able = tuple(Objective(key, words(text)) for key, text in entry["objectives"].items())
    return Week(**(entry | lists | {"objectives": able}))

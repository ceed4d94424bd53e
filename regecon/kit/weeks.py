"""The table of weeks, from which syllabus, navigation and coverage checks are made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

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
        What a student can do afterwards; each begins with a verb.
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
    objectives: tuple[str, ...]
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


def read_weeks(root: Path) -> list[Week]:
    """The written weeks, in order and in the reader's language.

    Raises
    ------
    ValueError
        If an entry lacks a key, has an unknown one or names an unknown road.
    """
    path = Path(root) / "book" / "weeks.yml"
    weeks = []
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        for key in WORDS & set(entry):
            entry[key] = _(entry[key])
        entry["objectives"] = [_(objective) for objective in entry.get("objectives", [])]
        lists = {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
        try:
            week = Week(**(entry | lists))
        except TypeError as error:
            raise ValueError(f"{path.name}, week {entry.get('number')}: {error}") from None
        if week.road not in ROADS:
            raise ValueError(
                f"{path.name}, week {week.number}: road is {week.road!r}, "
                f"expected one of {', '.join(ROADS)}"
            )
        weeks.append(week)
    return sorted(weeks, key=lambda week: week.number)

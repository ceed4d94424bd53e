"""The table of weeks, from which syllabus, navigation and coverage checks are made."""

from __future__ import annotations

import re
from dataclasses import MISSING, dataclass, fields
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
CLAIMS = re.compile(r"S-\d{3}(?:\.\.S-\d{3})?")
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
        If an entry lacks a key, has an unknown one or a value of the wrong kind; the message
        names file, week and key.
    """
    file = "book/weeks.yml"
    try:
        entries = yaml.safe_load((Path(root) / file).read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"{file}: expected a list in YAML; {error}") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError(f"{file}: expected a list with an entry for each week")
    weeks = []
    for entry in entries:
        if found := faults(entry):
            raise ValueError(f"{file}, week {entry.get('number')}: {'; '.join(found)}")
        for key in WORDS & set(entry):
            entry[key] = _(entry[key])
        entry["objectives"] = [_(objective) for objective in entry.get("objectives", [])]
        lists = {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
        weeks.append(Week(**(entry | lists)))
    return sorted(weeks, key=lambda week: week.number)


def faults(entry: dict) -> list[str]:
    """What is wrong with an entry of the table of weeks."""
    known = {field.name: field for field in fields(Week)}
    needed = [name for name, field in known.items() if field.default is MISSING]
    found = [f"the key {name} is missing" for name in needed if name not in entry]
    found += [f"there is no key {name!r}" for name in entry if name not in known]
    kinds = {"int": (int, "a whole number"), "str": (str, "a text")}
    for name in known.keys() & entry.keys():
        kind, words = kinds.get(known[name].type, (list, "a list"))
        if not isinstance(entry[name], kind):
            found.append(f"{name} is {entry[name]!r}, expected {words}")
    if found:
        return sorted(found)
    if entry["road"] not in ROADS:
        found.append(f"road is {entry['road']!r}, expected one of {', '.join(ROADS)}")
    found += [
        f"claims has {text!r}, expected S-115 or S-115..S-121"
        for text in entry["claims"]
        if not CLAIMS.fullmatch(str(text))
    ]
    return found

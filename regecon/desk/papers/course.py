"""What the papers take from the course: hours, credits, outcomes, reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from regecon.data import load
from regecon.desk.assessment import Assessment
from regecon.desk.weeks import Objective, Week, read_weeks

UNIT = 36  # academic hours of a зачётная единица
MINUTES = 45  # of an academic hour
CREDIT = (25, 30)  # hours by the clock of an ECTS credit, Users' Guide 2015
# What a student does with an objective, by the verb with which it begins.
KNOWS = "explain name say tell"
CAN = (
    "benchmark bound build carry classify code compare compute count derive estimate find fit "
    "follow measure price put read reconstruct set solve split value work"
)
MASTERS = "audit give hold judge propose score weigh write"
KINDS = {
    verb: kind
    for kind, verbs in {"knows": KNOWS, "can": CAN, "masters": MASTERS}.items()
    for verb in verbs.split()
}
CITED = re.compile(r"\{cite(?::\w+)?\}`([^`]*)`")
MANY = 3  # authors; of more the first is named


@dataclass(frozen=True)
class Load:
    """Academic hours of so many weeks.

    Attributes
    ----------
    weeks, lecture, class_, own
        How many weeks, and the hours of each kind in all of them.
    """

    weeks: int
    lecture: int
    class_: int
    own: dict[str, int]

    @property
    def alone(self) -> int:
        return sum(self.own.values())

    @property
    def contact(self) -> int:
        return self.lecture + self.class_

    @property
    def all(self) -> int:
        return self.contact + self.alone

    @property
    def units(self) -> float:
        """Зачётные единицы."""
        return self.all / UNIT

    def clock(self, own_minutes: int = MINUTES) -> float:
        """Hours by the clock, if an hour of own work has so many minutes."""
        return (self.contact * MINUTES + self.alone * own_minutes) / 60

    def credits(self, own_minutes: int = MINUTES) -> int:
        """ECTS credits: the most whole ones that have enough hours each."""
        return int(self.clock(own_minutes) // CREDIT[0])


def load_of(assessment: Assessment, weeks: list[Week]) -> Load:
    """The hours of some weeks."""
    hours, count = assessment.hours, len(weeks)
    return Load(count, hours.lecture * count, hours.class_ * count, hours.own_in(count))


def by_kind(root: Path, weeks: list[Week]) -> dict[str, list[Objective]]:
    """Objectives by what a student does with them: knows, can, masters.

    Raises
    ------
    LookupError
        An objective begins with a verb that no kind has.
    """
    found: dict[str, list[Objective]] = {"knows": [], "can": [], "masters": []}
    english = {one.key: one.text for week in read_weeks(root, str) for one in week.objectives}
    for week in weeks:
        for objective in week.objectives:
            verb = english[objective.key].split()[0]
            if verb not in KINDS:
                place = "regecon/desk/papers/course.py"
                raise LookupError(f"{objective.key}: {place} has no kind for the verb {verb!r}")
            found[KINDS[verb]].append(objective)
    return found


def reading(root: Path, week: Week) -> list[str]:
    """The keys of the works in the section Reading of a chapter, as they come."""
    text = (root / f"{week.chapter}.md").read_text(encoding="utf-8")
    _before, _heading, section = text.partition("\n## Reading\n")
    keys = [key.strip() for group in CITED.findall(section) for key in group.split(",")]
    return list(dict.fromkeys(keys))


@cache
def _works() -> pd.DataFrame:
    return load("references").set_index("key").astype("string").fillna("")


def reference(key: str, russian: bool = False) -> str:
    """A work of the bibliography on a line.

    Parameters
    ----------
    key
        Its key in the table ``references``.
    russian
        In the order of a Russian bibliography, with its signs.

    Examples
    --------
    >>> reference("bloom_1995")[:60]
    'Bloom H.S. (1995). Minimum detectable effects: a simple way '
    """
    row = _works().loc[key]
    return _russian(row) if russian else _english(row)


def _people(names: str, others: str) -> str:
    found = [name.strip() for name in names.split(";") if name.strip()]
    return f"{found[0]} {others}" if len(found) > MANY else ", ".join(found)


def _english(row: pd.Series) -> str:
    people = _people(row["authors"], "et al.")
    year = f"({row['year'] or 'n.d.'})"
    title = f"{row['title']} [{row['title_en']}]" if row["title_en"] else row["title"]
    head = f"{people} {year}. {title}" if people else f"{title} {year}"
    where = [" ".join(filter(None, (row["venue"], row["volume"])))]
    where += [row["pages"].replace("-", "–"), row["publisher"]]
    place = ", ".join(filter(None, where))
    parts = [head, place, row["doi"] and f"doi {row['doi']}"]
    return ". ".join(part.rstrip(".") for part in parts if part).replace("?. ", "? ") + "."


def _russian(row: pd.Series) -> str:
    home = bool(re.search("[а-яё]", row["title"].lower()))
    people = _people(row["authors"], "и др." if home else "et al.")
    title = row["title"].rstrip(".")
    if row["venue"]:
        title += f" // {row['venue']}"
    volume, issue = re.fullmatch(r"([^()]*)(?:\((.*)\))?", row["volume"]).groups()
    year = row["year"] or ("б. г." if home else "n. d.")
    number = [volume and f"{'Т.' if home else 'Vol.'} {volume}"]
    number += [issue and f"{'№' if home else 'No.'} {issue}"]
    pages = row["pages"].replace("-", "–")
    parts = [
        ", ".join(filter(None, (row["publisher"], year))),
        ", ".join(filter(None, number)),
        pages and f"{'С.' if home else 'P.'} {pages}",
        row["doi"] and f"DOI: {row['doi']}",
    ]
    return ". – ".join([f"{people} {title}".strip(), *filter(None, parts)]) + "."

"""Where a question stands in the bank of an LMS: by week, by use, by objective.

A question with several rows of figures has a shelf of its own. A quiz that takes "a random
question" from that shelf gives each student one of them. Moodle's calculated questions would draw
figures themselves, but at random from a range: they could not hold the region's figures, would
print answers and reasons that nobody has read, and are unknown to GIFT and to most other systems.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from regecon.desk.bank.question import Item, Question
from regecon.desk.bank.wording import plain
from regecon.desk.weeks import Week
from regecon.kit.i18n import _

USES = {"pre": _("Before the week"), "post": _("After the week"), "practice": _("Practice")}
LONGEST = 200  # letters of a name; Moodle cuts at 255


@dataclass(frozen=True)
class Shelf:
    """A category of an LMS.

    Attributes
    ----------
    path
        Its name, behind those of the categories that it lies in.
    told
        What it holds, in a line.
    items
        Its questions.
    """

    path: tuple[str, ...]
    told: str
    items: tuple[Item, ...]


def shelves(week: Week, questions: Iterable[Question]) -> list[Shelf]:
    """The questions of a week, sorted by use and objective."""
    order = {objective.key: number for number, objective in enumerate(week.objectives)}
    listed = sorted(questions, key=lambda q: (list(USES).index(q.when), order[q.objective]))
    texts = {objective.key: objective.text for objective in week.objectives}
    found: dict[tuple[str, ...], Shelf] = {}
    for question in listed:
        told = plain(texts[question.objective])
        path = (_week(week), USES[question.when], _cut(f"{question.objective}. {told}"))
        items = tuple(question.items())
        if len(items) > 1:
            told = _("{key} with {count} rows of figures: take one of them at random").format(
                key=question.key, count=len(items)
            )
            path = (*path, question.key)
        there = found[path].items if path in found else ()
        found[path] = Shelf(path, told, (*there, *items))
    return list(found.values())


def name(item: Item) -> str:
    """The name of a question in the bank of Moodle, where students do not see it."""
    return _cut(f"{item.key}. {plain(item.question.misconception)}")


def tags(item: Item) -> list[str]:
    """Words to find a question by."""
    question = item.question
    pair = [f"{question.objective[:3]}-{question.pair}"] if question.pair else []
    return [question.key[:3], question.objective, question.when, question.kind, *pair]


def asked(item: Item) -> str:
    """What a student reads: a question for a number tells the unit."""
    if item.question.kind != "numeric":
        return item.text
    return f"{item.text}\n\n{_('Unit of the answer: {unit}').format(unit=item.question.unit)}"


def typed(words: str) -> str:
    """A short answer; a star would stand for anything."""
    return " ".join(words.split()).replace("*", r"\*")


def _week(week: Week) -> str:
    return _cut(_("Week {number:02d}. {title}").format(number=week.number, title=plain(week.title)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"

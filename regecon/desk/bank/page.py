"""What a question of the bank shares with the chapter's quiz or the exercises, and gives away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from numbers import Real
from pathlib import Path

from regecon.desk.bank.question import Item
from regecon.desk.bank.wording import plain
from regecon.desk.quiz import questions
from regecon.desk.sets.master import HEADING, SUFFIX
from regecon.desk.sets.reader import read_master
from regecon.desk.weeks import Week
from regecon.kit.i18n import _

ALIKE = 0.85  # two questions of which so much is the same, letter by letter, are one
NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Asked:
    """A question of the page.

    Attributes
    ----------
    place
        Where it stands.
    text
        What it asks.
    answer
        What it prints as right, or what its answers and mistakes are made of.
    """

    place: str
    text: str
    answer: str

    @property
    def numbers(self) -> list[float]:
        return numbers(f"{self.text} {self.answer}")


def taken(items: list[Item], week: Week, root: Path) -> Iterator[str]:
    """The questions and sums that the page has already."""
    page = asked(week.slug, (week.slug, *week.sets), Path(root))
    for item in items:
        for other in page:
            told = _shared(item, other)
            if told:
                yield told.format(key=item.question.key, place=other.place)


def _shared(item: Item, other: Asked) -> str:
    """What an item has of a question of the page, or nothing."""
    if alike(item.text, other.text):
        return _("{key}: expected another question than {place}")
    if item.question.kind == "choice" and _same_answer(item, other):
        return _("{key}: its right choice stands in {place}")
    if item.question.kind == "numeric" and _same_sum(item, other):
        return _("{key}: its figures and its answer stand in {place}")
    return ""


@cache
def asked(slug: str, sets: tuple[str, ...], root: Path) -> list[Asked]:
    """The questions of the chapter's quiz and of the week's exercises."""
    masters = [root / "exercises" / f"{name}{SUFFIX}" for name in sets]
    exercises = (entry for path in masters for entry in _exercises(path))
    return [*_quiz(root / "book" / f"{slug}.md"), *exercises]


def _quiz(path: Path) -> Iterator[Asked]:
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    entries = questions(text)
    for number, entry in enumerate(entries, 1):
        place = _("question {number} of the chapter's quiz").format(number=number)
        right = [choice for choice in entry["choices"] if choice.get("right")]
        answer = " ".join(f"{choice['text']} {choice['why']}" for choice in right)
        yield Asked(place, str(entry["question"]), answer)


def _exercises(path: Path) -> Iterator[Asked]:
    questions = read_master(path).questions if path.is_file() else ()
    for question in questions:
        place = _("exercise {title} of {file}").format(title=repr(question.title), file=path.name)
        text = " ".join(HEADING.sub("", cell.source) for cell in question.prompt)
        made_of = " ".join(cell.source for cell in question.solution)
        yield Asked(place, text, f"{made_of} {question.answers}")


def alike(one: str, other: str) -> bool:
    """Whether two questions are the same, but for a word or two."""
    first, second = _letters(one), _letters(other)
    if not first or not second:
        return False
    match = SequenceMatcher(None, first, second, autojunk=False)
    quick = match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE
    return quick and match.ratio() >= ALIKE


def _same_answer(item: Item, other: Asked) -> bool:
    """Whether the right choice, if it is more than a word or two, is a sentence of the page."""
    rights = (_letters(answer.value) for answer in item.right)
    return any(len(words.split()) > 4 and words in _letters(other.answer) for words in rights)


def _same_sum(item: Item, other: Asked) -> bool:
    """Whether all the figures of a sum, and its answer as one would write it, stand there."""
    figures = [value for value in item.draw.values() if isinstance(value, Real)]
    return (
        len(figures) > 1
        and all(value in other.numbers for value in map(float, figures))
        and any(abs(item.answers[0].value - number) <= item.width[0] for number in other.numbers)
    )


def numbers(text: str) -> list[float]:
    """The numbers that a text prints."""
    return [float(found.replace(",", "")) for found in NUMBER.findall(text)]


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", plain(text).casefold()))

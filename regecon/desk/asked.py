"""What a slide or a vote asks: a question of the chapter's quiz, or an explorer's prediction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from gettext import translation
from pathlib import Path

from regecon.desk.prose import page_locale
from regecon.desk.quiz import questions
from regecon.desk.weeks import Week
from regecon.explorers import explorer
from regecon.kit.i18n import language

LONG = 110  # words


@dataclass(frozen=True)
class Choice:
    """An answer and what is said to it; of a prediction none is right beforehand."""

    text: str
    reply: str
    right: bool = False


@dataclass(frozen=True)
class Asked:
    """A question with its answers."""

    question: str
    choices: tuple[Choice, ...]

    @property
    def long(self) -> bool:
        """Whether it wants smaller letters."""
        texts = [self.question, *(f"{c.text} {c.reply}" for c in self.choices)]
        return sum(len(text.split()) for text in texts) > LONG


def asked(name: str, week: Week, root: Path) -> Asked:
    """What ``{ask} NAME`` puts on a slide: ``prediction EXPLORER`` or ``quiz 3``.

    Raises
    ------
    ValueError
        There is no such question.
    """
    kind, _space, which = name.partition(" ")
    if kind == "prediction":
        found = explorer(which or week.explorers[0]).prediction
        return Asked(found.question, tuple(Choice(*pair) for pair in found.choices.items()))
    if kind != "quiz" or not which.isdigit():
        raise ValueError(f"{name!r}: expected prediction, or quiz and the number of a question")
    found = quiz(week, root)
    if not 1 <= int(which) <= len(found):
        raise ValueError(f"the quiz of {week.chapter} has questions 1 to {len(found)}")
    return found[int(which) - 1]


def quiz(week: Week, root: Path) -> list[Asked]:
    """The questions of a chapter's quiz in the reader's language."""
    told = of_page(week.chapter, root)
    text = (root / f"{week.chapter}.md").read_text(encoding="utf-8")
    return [
        Asked(
            told(str(entry["question"])),
            tuple(
                Choice(
                    told(str(choice["text"])),
                    told(str(choice["why"])),
                    bool(choice.get("right")),
                )
                for choice in entry["choices"]
            ),
        )
        for entry in questions(text)
    ]


def of_page(page: str, root: Path) -> Callable[[str], str]:
    """What turns a text of a page of the book into the reader's language."""
    folder = page_locale(root)
    return translation(page, folder, languages=[language()], fallback=True).gettext

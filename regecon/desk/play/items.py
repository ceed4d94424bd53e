"""What a class can vote on: the predictions and the quiz of each week, as the book has them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from regecon.desk.asked import Asked, asked, quiz
from regecon.desk.weeks import Week, read_weeks
from regecon.kit.i18n import _

FILE = Path("play", "vote", "items.json")


@dataclass(frozen=True)
class Item:
    """A question that can be put to the vote, with the key that the export names."""

    key: str
    asked: Asked


def items(week: Week, root: Path) -> list[Item]:
    """The items of a week, numbered from 1: the predictions first, then the quiz."""
    name = f"w{week.number:02d}"
    predictions = [
        Item(f"{name}-{explorer}", asked(f"prediction {explorer}", week, root))
        for explorer in week.explorers
    ]
    questions = enumerate(quiz(week, root), 1)
    return predictions + [Item(f"{name}-quiz-{number}", one) for number, one in questions]


def write_items(root: Path) -> Path:
    """Write the items of every week for the room; return the file."""
    weeks = [
        {
            "week": week.number,
            "title": week.title,
            "items": [_entry(item) for item in items(week, root)],
        }
        for week in read_weeks(root)
    ]
    path = Path(root) / FILE
    text = json.dumps(weeks, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def listed(number: int, root: Path) -> str:
    """The items of a week as a list, for a teacher who chooses.

    Raises
    ------
    ValueError
        There is no such week.
    """
    found = [week for week in read_weeks(root) if week.number == number]
    if not found:
        raise ValueError(_("There is no week {number}.").format(number=number))
    lines = (f"{i}. {item.asked.question}" for i, item in enumerate(items(found[0], root), 1))
    return "\n".join(lines)


def _entry(item: Item) -> dict:
    return {
        "key": item.key,
        "question": item.asked.question,
        "choices": [
            {"text": choice.text, "reply": choice.reply, "right": choice.right}
            for choice in item.asked.choices
        ],
    }

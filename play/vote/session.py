"""A vote for each week, on what ``regecon play`` has taken from its chapter."""

import json
from pathlib import Path

from regecon.kit.i18n import _

FILE = Path(__file__).with_name("items.json")
WEEKS = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else []
CONFIGS = [
    {
        "name": f"vote_w{week['week']:02d}",
        "display_name": _("Week {number}, a vote: {title}").format(
            number=week["week"], title=week["title"]
        ),
        "week": week["week"],
        "items": "1",
        "doc": "\n".join(f"{i}. {item['question']}" for i, item in enumerate(week["items"], 1)),
    }
    for week in WEEKS
]
# The class of the SYNTHETIC table: two questions of week 12's quiz.
CLASS = {
    "config": "vote_w12",
    "count": 40,
    "seed": 2026,
    "sessions": [{"items": "3 4"}],
    "title": "a class that votes, talks and votes again",
    "description": "Forty bots vote twice on the first two questions of week 12's quiz; in the "
    "second vote each turns to the right answer with a chance of 0.6.",
}

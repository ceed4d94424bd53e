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

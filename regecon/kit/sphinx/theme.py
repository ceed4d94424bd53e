"""The book's own light theme, and what its templates know about the weeks."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from regecon.kit.i18n import language
from regecon.kit.palette import SIGNS
from regecon.kit.weeks import ROADS, read_weeks

THEME = Path(__file__).resolve().parents[1] / "theme"


def add_context(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Give the templates the weeks by road and the week of the present page."""
    weeks = read_weeks(Path(app.srcdir))
    context["roads"] = [
        {
            "key": road,
            "name": name,
            "sign": SIGNS.get(road, ""),
            "weeks": [week for week in weeks if week.road == road],
        }
        for road, name in ROADS.items()
        if any(week.road == road for week in weeks)
    ]
    own = (week for week in weeks if page in (week.chapter, week.notebook, week.exercises))
    context["week"] = next(own, None)
    context["language"] = language()


def setup(app: Sphinx) -> None:
    app.add_html_theme("regecon", str(THEME))
    app.connect("html-page-context", add_context)

"""The page that shows which part of the course teaches an objective, and which checks it."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from regecon.desk.coverage import TEACHERS, Mark, gaps, marks
from regecon.desk.weeks import Week
from regecon.kit.i18n import _
from regecon.press.sphinx.directives import Parsed

LOGGER = logging.getLogger(__name__)


class CoverageDirective(Parsed):
    """Each objective of the written weeks, with what teaches and what checks it."""

    def run(self):
        weeks = self.weeks()
        found = marks(weeks, Path(self.env.srcdir))
        for hole in gaps(weeks, found):
            LOGGER.warning(hole, type="coverage")
        self.env.note_reread()
        return [self.box(self._week(week, found), "coverage") for week in weeks]

    def _week(self, week: Week, found: list[Mark]) -> str:
        kinds = {
            "chapter": _("Explained"),
            "lab": _("Lab"),
            "quiz": _("Quiz"),
            "exercises": _("Exercises"),
            "slide": _("Slides"),
            "bank": _("Bank"),
        }
        title = _("Week {number}. {title}").format(number=week.number, title=week.title)
        head = "| ".join(["", _("After this week you can"), *kinds.values()])
        lines = [
            f"**[{title}](/{week.chapter}.md)**",
            "",
            f"{head} |",
            "|---" * (1 + len(kinds)) + "|",
        ]
        for objective in week.objectives:
            own = [mark for mark in found if mark.objective == objective.key]
            cells = [self._cell([m for m in own if m.kind == kind]) for kind in kinds]
            lines.append(" | ".join(["", objective.text, *cells, ""]).strip())
        return "\n".join(lines)

    @staticmethod
    def _cell(own: list[Mark]) -> str:
        """Sections by their number or title, questions by their number.

        Of what only teachers have, the page says how much there is and no more.
        """
        if own and own[0].kind in TEACHERS:
            return str(len(own))
        parts = []
        for mark in own:
            if mark.kind == "chapter":
                parts.append(f"[{mark.part}](#{mark.objective})")
            elif mark.kind == "quiz":
                parts.append(mark.part)
            else:
                suffix = "ipynb" if mark.kind == "lab" else "md"
                number = mark.part.split(".")[0] if mark.part[:1].isdigit() else mark.part
                parts.append(f"[{number}](/{mark.page}.{suffix})")
        return ", ".join(parts)


def setup(app: Sphinx) -> None:
    app.add_directive("coverage", CoverageDirective)

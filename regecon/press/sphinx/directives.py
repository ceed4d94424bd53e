"""Pages and page parts that are made from tables: the week's card, syllabus, claims."""

from __future__ import annotations

from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from regecon.data.folder import descriptor
from regecon.desk.weeks import ROADS, Week, read_weeks
from regecon.kit.i18n import _
from regecon.kit.palette import SIGNS
from regecon.press.sphinx.roles import TABLE_FOLDER, link


class Parsed(SphinxDirective):
    """A directive that writes Markdown and hands it to the page's own parser."""

    def box(self, text: str, *classes: str) -> nodes.container:
        box = nodes.container(classes=list(classes))
        box += translated(self.parse_text_to_nodes(text))
        return box

    def weeks(self) -> list[Week]:
        return read_weeks(Path(self.env.srcdir))

    def week_links(self, kind: str, name: str) -> str:
        """Links to the weeks that the table of weeks lets use a table or a family of methods."""
        weeks = [week for week in self.weeks() if name in getattr(week, kind)]
        return ", ".join(f"[{week.number}](/{week.chapter}.md)" for week in weeks)

    def links(self, week: Week) -> list[str]:
        """Links to the week's lab and exercises, as far as they are written."""
        pages = {
            _("Lab {number}"): f"{week.notebook}.ipynb",
            _("Exercises {number}"): f"{week.exercises}.md",
        }
        return [
            f"[{label.format(number=week.number)}](/{page})"
            for label, page in pages.items()
            if (Path(self.env.srcdir) / page).is_file()
        ]


class WeekDirective(Parsed):
    """The card at the head of a chapter: objectives, minutes, claims, links."""

    def run(self):
        week = next((w for w in self.weeks() if w.chapter == self.env.docname), None)
        if week is None:
            raise ExtensionError(f"{self.env.docname}: book/weeks.yml lists no week of this name")
        able = "\n".join(f"- {objective}" for objective in week.objectives)
        facts = [
            f"**{_('You need')}** {week.needs}",
            f"**{_('Read')}** {week.read} {_('min')}",
            f"**{_('Lab')}** {week.lab} {_('min')}",
        ]
        left = self.box(f"**{_('After this week you can')}**\n\n{able}", "week-able")
        right = self.box(f"{' · '.join(facts)}\n\n{' '.join(self.links(week))}", "week-facts")
        return [nodes.container("", left, right, *self._rests(week), classes=["week-card"])]

    def _rests(self, week: Week) -> list[nodes.Node]:
        """What the week rests on, folded: it greets nobody before the first argument."""
        head = escape(_("What this week rests on"))
        told = _(
            "A number such as {claim} names a statement of the expedition's report; a click "
            "opens its text."
        )
        claims = [f"{{claim}}`{number}`" for number in week.claim_numbers()]
        parts = [f"**{_('Claims')}** {told.format(claim=claims[0])}", " ".join(claims)]
        box = self.box("\n\n".join([*parts, f"**{_('Tables')}**"]), "week-rests")
        tables = nodes.bullet_list()
        for name in week.tables:
            title = _(descriptor(name)["title"])
            linked = link(self.env, f"{TABLE_FOLDER}/{name}", title, "", name, "dataset")
            tables += nodes.list_item("", nodes.paragraph("", "", linked))
        box += translated([tables])
        start = nodes.raw("", f"<details><summary>{head}</summary>", format="html")
        return [start, box, nodes.raw("", "</details>", format="html")]


class SyllabusDirective(Parsed):
    """The written weeks by road, with objectives and links."""

    def run(self):
        parts = []
        for road, name in ROADS.items():
            weeks = [week for week in self.weeks() if week.road == road]
            if not weeks:
                continue
            heading = f"{SIGNS.get(road, '')} {name}".strip()
            text = "\n\n".join(self._week(week) for week in weeks)
            parts.append(self.box(f"**{heading}**\n\n{text}", "syllabus-road", f"road-{road}"))
        return parts

    def _week(self, week: Week) -> str:
        able = "\n".join(f"- {objective}" for objective in week.objectives)
        minutes = f"{_('Read')} {week.read} {_('min')}, {_('Lab').lower()} {week.lab} {_('min')}"
        return (
            f"[{_('Week')} {week.number}. {week.title}](/{week.chapter}.md)\n\n"
            f"{' · '.join([minutes, *self.links(week)])}\n\n{able}"
        )


def translated(made: list[nodes.Node]) -> list[nodes.Node]:
    """The same nodes, marked for Sphinx: their text is in the reader's language already."""
    for top in made:
        for node in top.findall(nodes.TextElement):
            if not isinstance(node, nodes.Inline):
                node["translatable"] = False
    return made


def setup(app: Sphinx) -> None:
    app.add_directive("week", WeekDirective)
    app.add_directive("syllabus", SyllabusDirective)

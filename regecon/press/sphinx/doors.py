"""The pages that lead to others: labs, exercises, tables, and the report claim by claim.

Each is made from what the weeks, masters and descriptors say, and can be filtered.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective

from regecon.data import describe
from regecon.data.folder import descriptor, table_names
from regecon.desk.claims import met_in, sources_of, tables_of, verdicts
from regecon.desk.sets.master import find_sets
from regecon.desk.sets.reader import read_master
from regecon.desk.weeks import Week, read_weeks
from regecon.figures import claims
from regecon.kit.chart import picture
from regecon.kit.i18n import _, plural
from regecon.press.first_chart import first_chart
from regecon.press.sphinx.directives import translated
from regecon.press.templates import render

# The subjects of the data room, and the table whose chart stands for each.
SUBJECTS = {
    "people": (_("People"), "population"),
    "places": (_("Places and roads"), None),
    "product": (_("Product, prices and inputs"), "grp"),
    "work": (_("Work and wages"), "municipal_wages"),
    "firms": (_("Firms and projects"), "anode_plants"),
    "tourism": (_("Tourism"), "accommodation"),
    "play": (_("Played in the room"), None),
    "report": (_("The report and its tests"), None),
    "book": (_("About the book"), None),
}
# How a verdict is known, when it was given in November 2026.
SEEN = {
    "table": _("read in a table"),
    "excerpt": _("an excerpt seen"),
    "report": _("the report alone"),
    "memory": _("from memory"),
}
PICTURE_WIDTH = 360
WHOLE = 16  # weeks


class Door(SphinxDirective):
    """A directive that shows a template."""

    def weeks(self) -> list[Week]:
        return read_weeks(Path(self.env.srcdir))

    def at(self, page: str) -> str:
        """The address of a page of the book, from here."""
        return self.env.app.builder.get_relative_uri(self.env.docname, page)

    def shown(self, template: str, **values) -> list[nodes.Node]:
        return [nodes.raw("", render(template, at=self.at, **values), format="html")]


class CourseState(Door):
    """How many of the course's weeks are written, said above the title of the landing page."""

    def run(self):
        written = len(self.weeks())
        told = plural(
            "A course in sixteen weeks; {count} is written so far",
            "A course in sixteen weeks; {count} are written so far",
            written,
        )
        if written == WHOLE:
            told = _("A course in sixteen weeks")
        box = nodes.container(classes=["landing-kicker"])
        box += nodes.paragraph("", told)
        return translated([box])


class LabCards(Door):
    """A card for every lab: what it is about, minutes, and what one can do afterwards."""

    def run(self):
        return self.shown("lab-cards", weeks=self.weeks())


class ExerciseCards(Door):
    """A card for every set: minutes, questions, points, stars, and how far this reader is."""

    def run(self):
        week_of = {name: w for w in self.weeks() for name in (w.slug, *w.sets)}
        masters = [read_master(path) for path in find_sets(Path(self.env.srcdir) / "exercises")]
        masters = [master for master in masters if master.slug in week_of]
        order = list(week_of)
        masters.sort(key=lambda master: order.index(master.slug))
        cards = [
            {
                "set": master,
                "week": week_of[master.slug],
                "points": sum(question.points for question in master.questions),
                "checks": sum(len(question.answers) for question in master.questions),
                "stars": [question.stars for question in master.questions],
                "minutes": getattr(master, "minutes", None),
            }
            for master in masters
        ]
        return self.shown("exercise-cards", cards=cards)


class TableCards(Door):
    """All tables by subject, with what they hold and the weeks that use them."""

    def run(self):
        by_subject: dict[str, list] = {subject: [] for subject in SUBJECTS}
        for name in table_names():
            by_subject[descriptor(name)["subject"]].append(describe(name))
        users = {name: [] for name in table_names()}
        for week in self.weeks():
            for name in week.tables:
                users[name].append(week)
        groups = [
            {"key": key, "title": title, "picture": _picture(shown), "tables": by_subject[key]}
            for key, (title, shown) in SUBJECTS.items()
        ]
        return self.shown("table-cards", groups=groups, users=users)


def _picture(name: str | None) -> dict | None:
    drawn = first_chart(name) if name else None
    if drawn is None:
        return None
    chart, caption, alt = drawn
    return {"svg": Markup(picture(chart, alt, PICTURE_WIDTH)), "caption": caption}


class ClaimCounts(Door):
    """How the verdicts fall, as a picture with its caption."""

    def run(self):
        figure = nodes.raw("", claims.verdicts().page_html(), format="html")
        text = nodes.paragraph("", claims.caption(), classes=["table-caption"])
        return translated([nodes.container("", figure, text, classes=["table-chart"])])


class Claims(Door):
    """Every claim of the report with its verdict and where the course meets it, and a filter."""

    def run(self):
        return self.shown("claims", **claim_rows(self.weeks()))


def claim_rows(weeks: list[Week]) -> dict:
    """What the list of claims shows: sections with their rows, and what the filter offers."""
    table = verdicts()
    rests = table[table["facts"].notna()]  # the others rest on the report alone
    sections = [
        {"title": section, "key": f"section-{number}", "claims": list(rows.itertuples())}
        for number, (section, rows) in enumerate(table.groupby("section", sort=False), 1)
    ]
    return {
        "sections": sections,
        "met": met_in(weeks),
        "sources": {row.claim: sources_of(row) for row in rests.itertuples()},
        "tables": {row.claim: tables_of(row) for row in rests.itertuples()},
        "weeks": weeks,
        "towns": sorted(table["town"].unique()),
        "kinds": sorted(table["kind"].unique()),
        "verdicts": claims.VERDICTS,
        "grades": claims.GRADES,
        "seen": SEEN,
    }


def setup(app) -> None:
    app.add_directive("course-state", CourseState)
    app.add_directive("lab-cards", LabCards)
    app.add_directive("exercise-cards", ExerciseCards)
    app.add_directive("table-list", TableCards)
    app.add_directive("claim-counts", ClaimCounts)
    app.add_directive("claims", Claims)

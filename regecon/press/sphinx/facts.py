"""``{fact}`id` ``: a mark in the text that leads to where the fact is from.

The notes stand at the end of the page, as footnotes do: they need no script and are printed.
"""

from __future__ import annotations

from functools import cache

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from regecon.data import load
from regecon.kit.i18n import _
from regecon.press.sphinx.directives import translated
from regecon.press.sphinx.roles import unknown

HOW = {
    "page read": _("the page was read"),
    "excerpt": _("an excerpt was seen"),
    "memory": _("from memory; no source was open"),
}


@cache
def facts() -> pd.DataFrame:
    """The table of facts by name."""
    return load("facts_in_prose").set_index("id")


class fact(nodes.Inline, nodes.TextElement):
    """The mark of a fact, until the page knows how many it has."""


class FactRole(SphinxRole):
    """The mark of a fact of the table ``facts_in_prose``."""

    def run(self):
        if self.text not in facts().index:
            raise unknown(self, "fact", self.text, sorted(facts().index))
        return [fact("", name=self.text)], []


def number_facts(app: Sphinx, doctree: nodes.document) -> None:
    """Number the marks of a page, and list at its end where the facts are from."""
    marks = list(doctree.findall(fact))
    names = list(dict.fromkeys(mark["name"] for mark in marks))
    for mark in marks:
        number = names.index(mark["name"]) + 1
        told = note(mark["name"])
        link = nodes.reference(
            "", str(number), refid=anchor(mark["name"]), internal=True, reftitle=told
        )
        link["classes"] = ["fact-link"]
        mark.replace_self(nodes.superscript("", "", link, classes=["fact-mark"]))
    if names:
        place = doctree.next_node(nodes.section) or doctree
        place.append(notes(names))


def anchor(name: str) -> str:
    return f"fact-{name.replace('_', '-')}"


def note(name: str) -> str:
    """Source, date and how it was seen, in words."""
    row = facts().loc[name]
    known = [_(row["fact"]), _(row["source"])]
    seen = _(HOW[row["how"]])
    if isinstance(row["seen"], str):
        seen = _("{how}, {date}").format(how=seen, date=row["seen"])
    return f"{' '.join(text if text.endswith('.') else f'{text}.' for text in known)} ({seen})"


def notes(names: list[str]) -> nodes.container:
    """The list of the facts of a page."""
    listing = nodes.enumerated_list(classes=["fact-notes"], enumtype="arabic", suffix=".")
    for name in names:
        text = nodes.paragraph("", note(name))
        address = facts().loc[name, "address"]
        if isinstance(address, str):
            text += [nodes.Text(" "), nodes.reference("", _("Source"), refuri=address)]
        listing += nodes.list_item("", text, ids=[anchor(name)])
    title = nodes.rubric("", _("Where these facts are from"))
    return nodes.container("", *translated([title, listing]), classes=["facts"])


class CorrectionsDirective(SphinxDirective):
    """What the book got wrong, newest first."""

    def run(self):
        rows = load("corrections").sort_values("date", ascending=False, kind="stable")
        listing = nodes.definition_list(classes=["corrections"])
        for row in rows.itertuples():
            week = _("Week {number}").format(number=row.week) if row.week.isdigit() else _(row.week)
            term = nodes.term("", f"{week}, {row.date:%Y-%m-%d}")
            said = (
                (_("It said:"), row.old),
                (_("It says now:"), row.new),
                (_("How it was found:"), row.how),
            )
            body = nodes.definition()
            for title, text in said:
                body += nodes.paragraph("", "", nodes.strong("", title), nodes.Text(f" {_(text)}"))
            listing += nodes.definition_list_item("", term, body)
        return translated([listing])


def setup(app: Sphinx) -> None:
    app.add_node(fact)
    app.add_role("fact", FactRole())
    app.add_directive("corrections", CorrectionsDirective)
    app.connect("doctree-read", number_facts)

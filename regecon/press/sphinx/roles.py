"""Links in the text: to a claim of the report and to a table. A wrong name stops the build."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxRole

from regecon.data import load
from regecon.data.folder import descriptor, table_names
from regecon.kit.i18n import _

CLAIMS_PAGE = "book/report"
TABLE_FOLDER = "book/data"


@cache
def claim_texts() -> dict[str, str]:
    """Every claim of the report: number to text."""
    claims = load("claims")
    return dict(zip(claims["claim"], claims["text"], strict=True))


class ClaimRole(SphinxRole):
    """``{claim}`S-124` ``: a link to the claim, with its text as a tooltip."""

    def run(self):
        text = claim_texts().get(self.text)
        if text is None:
            raise unknown(self, "claim", self.text, list(claim_texts()))
        return [link(self.env, CLAIMS_PAGE, self.text, self.text.lower(), _(text), "claim")], []


class TableRole(SphinxRole):
    """``{dataset}`population` ``: a link to the page of a table."""

    def run(self):
        if self.text not in table_names():
            raise unknown(self, "dataset", self.text, table_names())
        page = f"{TABLE_FOLDER}/{self.text}"
        title = _(descriptor(self.text)["title"])
        return [link(self.env, page, self.text, "", title, "dataset")], []


def link(env, page: str, text: str, anchor: str, title: str, kind: str) -> nodes.reference:
    """A link to a page of the book, from the page that is being read."""
    target = env.app.builder.get_relative_uri(env.docname, page)
    target += f"#{anchor}" if anchor else ""
    return nodes.reference(
        "", text, refuri=target, internal=True, reftitle=title, classes=[f"{kind}-link"]
    )


def unknown(role: SphinxRole, kind: str, name: str, known: list[str]) -> ExtensionError:
    """The error for a name that does not exist: page, line, and the nearest names."""
    source, line = role.get_source_info()
    near = ", ".join(get_close_matches(name, known, n=3)) or f"{known[0]} to {known[-1]}"
    return ExtensionError(f"{source}:{line}: no {kind} {name!r}; the nearest: {near}")


def setup(app: Sphinx) -> None:
    app.add_role("claim", ClaimRole())
    app.add_role("dataset", TableRole())

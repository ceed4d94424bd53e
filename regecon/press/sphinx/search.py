"""What search reads: every section, term, claim, table and function, each with its text.

Sphinx's own search shows no line of text from a file, since a page cannot read another there,
and puts functions before weeks. So the built pages are read once more and their texts written
as a script, which only the search page loads; ``search.js`` ranks them.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

from sphinx.application import Sphinx

from regecon.data import load

FILE = "searchtexts.js"
# The order in which kinds come when words fit equally well.
KINDS = ("week", "term", "claim", "table", "page", "lab", "exercise", "function")
UNREAD = {"script", "style", "svg", "noscript", "button", "nav"}
SPACE = re.compile(r"\s+")
RUSSIAN = re.compile(r"[а-яё][а-яё ,—-]+", re.IGNORECASE)  # the Russian words of an entry


class Texts(HTMLParser):
    """The sections of a page: anchor, heading and text of each; terms are sections, too."""

    def __init__(self, by_term: bool):
        super().__init__()
        self.by_term = by_term  # whether each <dt> with an anchor stands for itself
        self.found: list[list[str]] = []
        self.open: list[str] = []  # the elements around, as far as they matter
        self.heading = ""

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in UNREAD or "headerlink" in (attrs.get("class") or ""):
            self.open.append(tag)
        elif self.open:
            self.open += [tag] if tag == self.open[0] else []
        elif tag == "section" or (tag == "dt" and self.by_term and attrs.get("id")):
            self.found.append([attrs.get("id") or "", "", ""])
            self.heading = "dt" if tag == "dt" else ""
        elif tag in ("h1", "h2", "h3", "h4"):
            self.heading = tag

    def handle_endtag(self, tag):
        if self.open:
            if tag == self.open[-1]:
                self.open.pop()
        elif tag == self.heading:
            self.heading = ""

    def handle_data(self, data):
        if not self.open and self.found:
            self.found[-1][1 if self.heading else 2] += data if self.heading else f"{data} "


def entries_of(page: str, html: str) -> list[list]:
    """The entries of a page: title, address, kind and text."""
    kind = kind_of(page)
    reader = Texts(by_term=page in ("book/glossary", "book/report") or kind == "function")
    reader.feed(html.partition("<main")[2].partition("</main>")[0])
    entries = []
    for anchor, title, text in reader.found:
        title, text = (SPACE.sub(" ", words).strip() for words in (title, text))
        own = {"book/glossary": "term", "book/report": "claim"}.get(page, kind)
        if own == "term" and (russian := RUSSIAN.search(text)):
            title = f"{title} ({russian[0].strip()})"
        if anchor.startswith("regecon."):
            title = f"{anchor.rpartition('.')[2]}()"
        if title:
            entries.append([title, f"{page}.html#{anchor}", own, text])
    return entries


def kind_of(page: str) -> str:
    """What a page is."""
    if re.match(r"book/w\d\d-", page):
        return "week"
    folders = {"book/data/": "table", "book/methods/": "function", "notebooks/": "lab"}
    folders["exercises/"] = "exercise"
    return next((kind for start, kind in folders.items() if page.startswith(start)), "page")


def towns() -> list[list]:
    """Every town under its English and its Russian name."""
    rows = load("towns")
    stops = set(load("stops")["place"])
    return [
        [
            f"{row.place} ({row.name_ru})",
            f"book/index.html#town-{row.place.lower()}"
            if row.place in stops
            else "book/data/towns.html",
            "term",
            f"{row.region}. {row.main_industry if isinstance(row.main_industry, str) else ''}",
        ]
        for row in rows.itertuples()
    ]


def write_texts(app: Sphinx, error: Exception | None) -> None:
    """Write the texts of all built pages as a script of the site."""
    if error or app.builder.name != "html":
        return
    out = Path(app.outdir)
    entries = towns()
    for page in sorted(app.env.found_docs):
        file = out / f"{page}.html"
        if file.is_file():
            entries += entries_of(page, file.read_text(encoding="utf-8"))
    text = json.dumps({"kinds": KINDS, "entries": entries}, ensure_ascii=False)
    # A script, for a page opened from a file may load one and may fetch nothing.
    (out / "_static" / FILE).write_text(f"window.regeconTexts = {text};\n", encoding="utf-8")


def setup(app: Sphinx) -> None:
    app.connect("build-finished", write_texts)

"""Words of a built page that stand outside the brackets of the marked language.

What may stay as it is follows from where it stands, and from no list of words: code, what the
code of a lab says in its own words, formulas, printed output and rows of tables, entries of a
bibliography, text that says it is Russian, and names of files. Numbers of claims, units of one
letter, numerals and names with an underscore are no words.

``python -m tools.words_read SITE`` prints them and fails if there are any.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from tests.words_seen import chart_words

WORD = re.compile(r"[^\W\d_]{2,}")
# Names that are the same in every language: calendar_year, TASS, VSE42; a mark of what is made
# up is a word.
NAME = re.compile(r"\w+_\w+|\b(?!SYNTHETIC\b)[A-Z]{2,}\d*\b")
CUT = re.compile(r"⟦[^⟧]*…\s*\Z")  # by a chart that has no room for more
BLOCK = re.compile(
    r"(address|article|aside|blockquote|body|button|caption|dd|details|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|h[1-6]|head|header|html|label|legend|li|main|nav|ol|option"
    r"|p|pre|section|summary|table|tbody|td|text|th|thead|title|tr|ul)\Z"
)
VOID = re.compile(r"(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\Z")
ATTRIBUTES = ("alt", "aria-label", "title", "placeholder", "data-reply", "aria-valuetext")
CODE_TAGS = {"code", "pre", "kbd", "samp", "script", "style"}
CODE_CLASSES = {
    "bibliography",
    "citation",
    "dataframe",  # printed rows of a table
    "dataset-link",  # the name by which code loads a table
    "math",
    "sig",  # the head of a function
    "source-name",  # who published what, as in a bibliography
    "table-preview",
}


class Page(HTMLParser):
    """Reads a page block by block; ``unmarked`` holds what it found."""

    def __init__(self):
        super().__init__()
        self.open: list[tuple[str, dict]] = []
        self.block = self.code = ""
        self.unmarked: list[tuple[str, str]] = []
        self.scripts: list[tuple[str, str]] = []

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        self.open.append((tag, given))
        if not self.quiet():
            self.attributes(tag, given)
        self.open.pop()
        if BLOCK.match(tag):
            self.end_block()
        if not VOID.match(tag):
            self.open.append((tag, given))

    def attributes(self, tag: str, given: dict) -> None:
        hidden = any(one.get("aria-hidden") == "true" for _tag, one in self.open)
        # A citation's title is its entry in the bibliography, a function's is its name.
        leads = tag == "a" and "internal" in given.get("class", "")
        named = leads and not given.get("class", "").startswith(("claim-", "dataset-"))
        for name in ATTRIBUTES:
            if name in given and not (hidden or (named and name == "title")):
                self.check(f"{tag} {name}", given[name])

    def handle_endtag(self, tag):
        if BLOCK.match(tag):
            self.end_block()
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tag, given = self.open[-1] if self.open else ("", {})
        if tag == "script":
            self.scripts.append((given.get("class") or given.get("type", ""), data))
        elif not self.quiet():
            self.block += data
        elif self.inside("cell_input"):
            self.code += data

    def quiet(self) -> bool:
        return any(
            tag in CODE_TAGS
            or given.get("lang", "eo") not in ("eo", "en")
            or "download" in given
            or given.get("rel") == "license"
            or set(given.get("class", "").split()) & CODE_CLASSES
            or (tag in ("em", "strong") and self.inside("field-list"))  # names and types
            for tag, given in self.open
        )

    def inside(self, name: str) -> bool:
        return any(name in given.get("class", "").split() for _tag, given in self.open)

    def end_block(self):
        where = next((tag for tag, _given in reversed(self.open) if BLOCK.match(tag)), "")
        self.check(where, self.block)
        self.block = ""

    def check(self, where: str, text: str) -> None:
        words = " ".join(text.split())
        if words and words in self.code:
            return
        left = outside(CUT.sub("", text))
        if left is None:
            self.unmarked.append((where, f"brackets that do not close: {text.strip()[:120]}"))
        elif WORD.search(NAME.sub("", left)):
            self.unmarked.append((where, " ".join(left.split())))


def outside(text: str) -> str | None:
    """What of a text stands outside all brackets; None if they do not match."""
    depth, left = 0, ""
    for sign in text:
        depth += {"⟦": 1, "⟧": -1}.get(sign, 0)
        if depth < 0:
            return None
        if not depth and sign != "⟧":
            left += sign
    return None if depth else left


def of_scripts(scripts: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Texts in charts, explorers and the words of exercises, each with where it stands."""
    for kind, text in scripts:
        if kind == "application/json":
            yield from chart_words(json.loads(text))
        elif kind == "explorer-data":
            data = json.loads(gzip.decompress(base64.b64decode(text)))
            yield from chart_words(data["spec"])
            for part in data["parts"].values():
                yield from (("headline", line["label"]) for line in part["headlines"])
                for line in part["headlines"]:
                    yield from (("headline", word) for word in line["texts"]["words"])
                yield from (("sentence", word) for word in part["sentences"]["words"])
            for control in data["controls"]:
                yield from (("control", word) for word in control.get("texts", ()))
        elif kind == "exercise-data":
            data = json.loads(text)
            yield from (("words", word) for word in data["words"].values())
            drawn = [row["answers"] for draw in data["draws"].values() for row in draw["rows"]]
            for answer in (
                answer for some in (*data["questions"].values(), *drawn) for answer in some
            ):
                # Other hints are encrypted; whoever builds the set asks the set itself for them.
                yield from (("hint", hint) for hint in answer["said"])
                yield from (("answer", answer[key]) for key in ("label", "unit", "otherwise"))
                yield from (("option", option) for option in answer["options"].values())


def unmarked(path: Path) -> list[tuple[str, str]]:
    """Where and which words of a page have no mark."""
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    for where, text in of_scripts(page.scripts):
        page.check(where, text)
    return page.unmarked


def site_pages(site: Path) -> list[Path]:
    """The pages of a site, without the index of functions, which are code."""
    return sorted(path for path in site.rglob("*.html") if path.stem != "genindex")


if __name__ == "__main__":
    missed = [
        (file.stem, *found) for file in site_pages(Path(sys.argv[1])) for found in unmarked(file)
    ]
    sys.exit("\n".join(" | ".join(found) for found in dict.fromkeys(missed)) or None)

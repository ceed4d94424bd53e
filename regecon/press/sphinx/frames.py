"""Tables that pandas prints: words to the left, the name of the index in the one head row."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from sphinx.application import Sphinx

FRAME = re.compile(r'<table (?:border="\d" )?class="dataframe[^"]*">.*?</table>', re.DOTALL)
NUMBER = re.compile(r"[-+\u2212]?[\d.,\s]*(e[-+]?\d+)?\s*%?|NaN|nan|inf|True|False|None|<NA>")


def tidy(html: str) -> str:
    """A table of pandas as a reader wants it; one with joined cells stays as it is."""
    table = ElementTree.fromstring(html)
    if any({"rowspan", "colspan"} & cell.attrib.keys() for cell in table.iter()):
        return html
    head, body = table.find("thead"), table.find("tbody")
    if len(head) == 2 and not any((cell.text or "").strip() for cell in head[1][1:]):
        head[0][0].text = head[1][0].text
        head.remove(head[1])
    for column in zip(*body, strict=True):
        if all(NUMBER.fullmatch(cell.text or "") for cell in column):
            continue
        place = list(body[0]).index(column[0])
        for cell in (*column, *(row[place] for row in head)):
            cell.set("class", "words")
    return ElementTree.tostring(table, encoding="unicode", method="html")


def tidy_page(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    if "body" in context:
        context["body"] = FRAME.sub(lambda found: tidy(found[0]), context["body"])


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", tidy_page, priority=800)

"""A sheet's body as the page that Sphinx reads: first slide, the author's slides, last slides."""

from __future__ import annotations

import re

from regecon.desk.teacher.deck import LABEL, slides
from regecon.desk.teacher.numbers import Value, filled
from regecon.desk.teacher.sheet import Sheet
from regecon.desk.teacher.words import told
from regecon.kit.i18n import _

CITED = re.compile(r"\{(?:cite(?::\w+)?|fact)\}`")


def page(sheet: Sheet, title: str, numbers: dict[str, Value]) -> str:
    """The deck in MyST, its fields filled, in the reader's language.

    Parameters
    ----------
    sheet, title
        The sheet of a week, and the week's title.
    numbers
        What its fields stand for.
    """
    body = filled(told(marked(sheet)), numbers)
    start = f"---\norphan: true\n---\n# {title}\n\n:::{{opening}}\n:::\n"
    # As many lines as the sheet's head has: what is wrong is told with the line of the sheet.
    start += "\n" * (sheet.line - 1 - start.count("\n"))
    end = [f"## {_('Before the next week')}", ":::{closing}\n:::"]
    if CITED.search(body):
        end += [f"## {_('What these slides rest on')}", ":::{sources}\n:::"]
    return start + "\n\n".join([body, *end]) + "\n"


def marked(sheet: Sheet) -> str:
    """The body without its labels, of which Sphinx wants each once, line for line.

    A prediction is that of the explorer which the deck opens next.
    """
    lines = sheet.body.split("\n")
    opened = ""
    for slide in reversed(slides(sheet.body)):
        for block in reversed(slide.blocks):
            if block.kind == "explore":
                opened = block.name
            elif (block.kind, block.name) == ("ask", "prediction"):
                lines[block.line - 1] += f" {opened}"
    return "\n".join("" if LABEL.match(line) else line for line in lines)

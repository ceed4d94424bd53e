"""Markdown and notebooks in the reader's language, a paragraph, heading, item or cell at a time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

from nbformat import NotebookNode

from regecon.kit.i18n import _, language

ROOT = Path(__file__).resolve().parents[2]
# A formula, a directive's fence or option, a comment, a bare link target: nothing to translate.
NO_WORDS = re.compile(r"(\$\$.*\$\$|:::.*|:[\w-]+:.*|\(\S+\)=|[\W\d_]*)\Z", re.DOTALL)


def messages(markdown: str) -> Iterator[tuple[int, str]]:
    """The messages of a Markdown text: line, counted from 1, and text."""
    for first, text in _texts(markdown):
        yield first + 1, _joined(text)


def in_language(markdown: str, translate: Callable[[str], str] = _) -> str:
    """A Markdown text with its messages in the reader's language, its markup as it was."""
    lines = markdown.split("\n")
    place: dict[int, int] = {}  # how far a line of several cells is done
    for first, text in reversed(list(_texts(markdown))):
        parts = text.split("\n")
        last = first + len(parts) - 1
        told = translate(_joined(text))
        if len(parts) == 1:
            end = place.get(first, len(lines[first]))
            start = lines[first].rindex(text, 0, end)
            lines[first] = lines[first][:start] + told + lines[first][start + len(text) :]
            place[first] = start
        else:
            start = lines[first].rindex(parts[0])
            lines[first : last + 1] = [lines[first][:start] + told]
    return "\n".join(lines)


def notebook_in_language(notebook: NotebookNode) -> NotebookNode:
    """A copy of a notebook with its text cells in the reader's language; code stays."""
    made = deepcopy(notebook)
    if language() != "en":
        for cell in made.cells:
            if cell.cell_type == "markdown":
                cell.source = in_language(cell.source)
    return made


def page_locale(root: Path | str = ROOT) -> Path:
    """The folder of the pages' catalogues; it is not in the wheel that students install."""
    return Path(os.environ.get("REGECON_LOCALE") or Path(root) / "book" / "locale")


def _texts(markdown: str) -> Iterator[tuple[int, str]]:
    """First line and text of every paragraph, heading, item and cell of a table, in order."""
    from markdown_it import MarkdownIt

    line = 0
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.map:
            line = token.map[0]
        if token.type == "inline" and not NO_WORDS.match(token.content):
            yield line, _without_stars(token.content)


def _without_stars(heading: str) -> str:
    """A question's heading ends in its difficulty, which is no word."""
    return re.sub(r" +\*{1,3}\Z", "", heading)


def _joined(text: str) -> str:
    return " ".join(text.split())

"""What a slide shows: a figure of the book as a picture in the page's colours, with its caption."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import import_module
from pathlib import Path

from regecon.desk.asked import of_page
from regecon.desk.teacher.numbers import Value, filled
from regecon.desk.weeks import Week
from regecon.desk.yaml_text import read_yaml
from regecon.kit.chart import Figure, drawing, specification

WIDTH = 640  # pixels of a drawing, which a slide shows half as large again
CELL = re.compile(
    r"^(`{3,})\{code-cell\}[^\n]*\n---\n(.*?)^---\n(.*?)^\1$", re.DOTALL | re.MULTILINE
)
GLUED = re.compile(r"\{glue:text\}`([^`]+)`")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\u0410-\u042f])")
SIGNED = re.compile(r"SYNTHETIC|\bassumed|made up")
LONG = 30  # words; of a longer caption the slide has the first sentence
SIZE = re.compile(r'<svg\b[^>]*?viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True)
class Shown:
    """A figure as slides have it: markup, the sentence read aloud, the caption in Markdown."""

    html: str
    alt: str
    caption: str

    @property
    def short(self) -> str:
        """The caption, or its first sentence and those that say what is made up."""
        if len(self.caption.split()) <= LONG:
            return self.caption
        sentences = SENTENCE.split(self.caption)
        # "SYNTHETIC." stands before what is seen in some.
        place = next((i for i, text in enumerate(sentences) if len(text.split()) > 1), 0)
        kept = [text for i, text in enumerate(sentences) if i == place or SIGNED.search(text)]
        return " ".join(kept)


def shown(name: str, week: Week, numbers: dict[str, Value], root: Path) -> Shown:
    """The figure ``regecon.figures.wNN.NAME``; ``numbers`` are those that its caption names.

    Raises
    ------
    ValueError
        There is no such figure.
    """
    module = f"w{week.number:02d}"
    figure = drawn(module, name)
    svg = drawing(roomy(specification(figure.chart)), WIDTH)
    text = filled(caption(week, root, name), numbers | dict(figure.numbers))
    return Shown(html(svg, figure.alt), figure.alt, text)


@cache
def numbers_of(module: str) -> dict[str, Value]:
    """The numbers of a week's text, such as ``w07``."""
    return import_module(f"regecon.figures.{module}").numbers()


@cache
def drawn(module: str, name: str) -> Figure:
    """The object of a figure."""
    function = getattr(import_module(f"regecon.figures.{module}"), name, None)
    figure = function() if callable(function) else None
    if not isinstance(figure, Figure):
        raise ValueError(f"regecon.figures.{module} has no figure {name!r}")
    return figure


def html(svg: str, alt: str) -> str:
    """A picture that keeps its shape when its slide has less room than it would take."""
    width, height = SIZE.search(svg).groups()
    return (
        f'<div class="re-chart" role="img" aria-label="{escape(alt)}" data-ready="true" '
        f'style="aspect-ratio: {width} / {height}">{svg}</div>'
    )


def roomy(spec: dict) -> dict:
    """A specification whose legend has room for its words.

    Here words are measured in a wider font than that in which the page shows them, and what
    seems too wide would be cut.
    """
    spec = deepcopy(spec)
    spec.setdefault("config", {}).setdefault("legend", {})["labelLimit"] = 0
    _unlimited(spec)
    return spec


def _unlimited(node: dict | list) -> None:
    if isinstance(node, dict) and isinstance(node.get("legend"), dict):
        node["legend"]["labelLimit"] = 0
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, dict | list):
            _unlimited(child)


def caption(week: Week, root: Path, name: str) -> str:
    """The caption that a chapter gives a figure, its numbers as fields; empty if it has none."""
    text = (root / f"{week.chapter}.md").read_text(encoding="utf-8")
    for _fence, head, code in CELL.findall(text):
        if re.search(rf"\bw{week.number:02d}\.{re.escape(name)}\(", code):
            figure = read_yaml(head).get("mystnb", {}).get("figure", {})
            told = of_page(week.chapter, root)(str(figure.get("caption", "")).strip())
            return GLUED.sub(r"{\1}", " ".join(told.split()))
    return ""

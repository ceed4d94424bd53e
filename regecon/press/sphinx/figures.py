"""A figure without an alternative text stops the build."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

LEAST_WORDS = 5
IMAGE = re.compile(r"<img\b[^>]*>")
ALT = re.compile(r'\balt="([^"]*)"')
BARE_CHART = re.compile(r"altair-viz|vega-?embed", re.IGNORECASE)


def check_figures(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Refuse pictures that say nothing, and charts that were not given to ``show``."""
    for node in doctree.findall(lambda node: isinstance(node, nodes.image | nodes.raw)):
        if isinstance(node, nodes.image):
            texts = [node.get("alt", "")]
        else:
            html = node.astext() if "html" in node.get("format", "") else ""
            if BARE_CHART.search(html):
                _refuse(node, page, "a chart: give it to show(chart, alt=...)")
            found = [ALT.search(image) for image in IMAGE.findall(html)]
            texts = [match[1] if match else "" for match in found]
        if any(len(text.split()) < LEAST_WORDS for text in texts):
            _refuse(node, page, "a figure: say in its alt what is seen, in a sentence")


def _refuse(node: nodes.Node, page: str, what: str) -> None:
    line = f":{node.line}" if node.line else ""
    raise ExtensionError(f"{page}{line}: without alternative text: {what}")


def setup(app: Sphinx) -> None:
    app.connect("doctree-resolved", check_figures)

"""The look of every chart, and how a chart gets into a page.

A chart is an Altair chart. ``show`` gives it an alternative text and, in the published book,
the markup that the page's own script draws; in a notebook it is drawn as a picture with no
network.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import altair as alt

from regecon.kit.i18n import language, number_signs
from regecon.kit.labels import in_language, rows_in_language
from regecon.kit.palette import LIGHT

SANS = "Inter, 'Helvetica Neue', Arial, sans-serif"
MAX_ROWS = 5_000
COLUMNS = (640, 330)  # pixels: a page's column and a phone's
BLENDED = re.compile(r'(?:fill|stroke)="rgb')  # how Vega writes a colour between two others
TITLE_SIGNS = {"x": 44, "y": 52}  # of an axis title in one line, on a phone or beside the plot


@alt.theme.register("regecon", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    ink, muted, rule = LIGHT["ink"], LIGHT["muted"], LIGHT["rule"]
    axis = {
        "domainColor": rule,
        "gridColor": rule,
        "labelColor": muted,
        "labelFontSize": 13,
        "labelPadding": 6,
        "labelSeparation": 8,
        "tickColor": rule,
        "titleColor": muted,
        "titleFontSize": 13,
        "titleFontWeight": 500,
    }
    return {
        "config": {
            "font": SANS,
            **_locale(language()),
            "background": "transparent",
            "view": {"stroke": None},
            "axis": axis,
            # From the right end a title has room to its left, under the labels of the other axis.
            "axisX": {"grid": False, "titleAnchor": "end"},
            "axisY": {"domain": False, "ticks": False},
            "legend": {
                "labelColor": ink,
                "labelFontSize": 13,
                "titleColor": muted,
                "titleFontSize": 13,
                "titleFontWeight": 500,
            },
            "header": {"labelColor": ink, "labelFontSize": 13, "titleColor": muted},
            "title": {"color": ink, "fontSize": 15, "anchor": "start", "subtitleColor": muted},
            "text": {"color": ink, "fontSize": 13},
            "point": {"color": ink, "filled": True, "size": 70, "opacity": 1},
            "line": {"color": ink, "strokeWidth": 2.25},
            "bar": {"color": muted},
            "rule": {"color": muted},
            "range": {
                "category": [
                    LIGHT[name]
                    for name in ("sheregesh", "novokuznetsk", "biysk", "accent", "muted", "ink")
                ]
            },
        }
    }


def _locale(language: str) -> dict:
    """How Vega writes numbers and dates in a language; English is what it does anyway."""
    if language == "en":
        return {}
    from babel.dates import get_day_names, get_month_names

    point, group = number_signs(language)
    number = {"decimal": point, "thousands": group, "grouping": [3], "currency": ["", ""]}
    days, months = get_day_names, get_month_names
    time = {
        "dateTime": "%x %X",
        "date": "%d.%m.%Y",
        "time": "%H:%M:%S",
        "periods": ["", ""],
        "days": [days("wide", locale=language)[(day + 6) % 7] for day in range(7)],
        "shortDays": [days("abbreviated", locale=language)[(day + 6) % 7] for day in range(7)],
        "months": [months("wide", "stand-alone", language)[month] for month in range(1, 13)],
        "shortMonths": [
            months("abbreviated", "stand-alone", language)[month] for month in range(1, 13)
        ],
    }
    return {"locale": {"number": number, "time": time}}


def in_expression(text: str) -> str:
    """A text as Vega's expressions have it, whatever quotation marks are in it."""
    return json.dumps(text, ensure_ascii=False)


def baking() -> bool:
    """Whether the published book is being built (there will be no kernel behind the page)."""
    return "REGECON_BAKE" in os.environ


def baking_folder() -> Path:
    """Where the build keeps what its pages share, as long as nothing that runs in them changes."""
    return Path(os.environ["REGECON_BAKE"])


def in_browser() -> bool:
    """Whether this is the browser lab, whose pages draw charts with the book's own scripts."""
    return sys.platform == "emscripten"


@dataclass(frozen=True)
class Figure:
    """A still picture as one object: what is drawn, what is said, what its caption counts.

    Chart, sentence and numbers come from the same rows, so they cannot disagree.

    Parameters
    ----------
    chart
        The Altair chart.
    alt
        What is seen, in a sentence, for someone who cannot see it.
    numbers
        The numbers that the caption names, by the name under which the page prints them.
    name
        A name by which the page's script finds the chart; most charts need none.

    Raises
    ------
    ValueError
        If the alternative text is missing or no sentence.
    """

    chart: alt.TopLevelMixin
    alt: str
    numbers: Mapping[str, float] = field(default_factory=dict)
    name: str = ""

    def __post_init__(self):
        if len(self.alt.split()) < 5:
            raise ValueError(f"alt: expected a sentence on what is seen, got {self.alt!r}")
        object.__setattr__(self, "alt", " ".join(self.alt.split()))

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        html = self.page_html() if baking() else notebook_html(self.chart, self.alt)
        return {"text/html": html, "text/plain": self.alt}

    def page_html(self) -> str:
        """The chart's markup in the published page: pictures, which need no script.

        Vega draws what a script moves, what answers a pointer, once there is one, and what has
        colours between two of the palette, since those have no twin in the dark.
        """
        if self.name:
            still = f"<noscript>{picture(self.chart, self.alt)}</noscript>"
            return chart_html(self.chart, self.alt, self.name, still)
        return still_html(self.chart, self.alt)


Drawable = alt.TopLevelMixin | dict  # a chart, or the specification that was made of one


def chart_html(chart: Drawable, alt_text: str, name: str = "", still: str = "") -> str:
    """What the script of a page draws: the specification, and what stands there without it."""
    named = f' data-chart="{escape(name)}"' if name else ""
    return (
        f'<div class="re-chart"{named} role="img" aria-label="{escape(alt_text)}">'
        f'<script type="application/json">{script_json(specification(chart))}</script>{still}</div>'
    )


def still_html(chart: Drawable, alt_text: str) -> str:
    """The chart as two pictures, for a page's column and for a phone; a stylesheet chooses.

    Parameters
    ----------
    chart
        The chart or its specification.
    alt_text
        What is seen, in a sentence.

    Returns
    -------
    str
        The markup. The specification is in it only if Vega is to draw the chart as well: at once
        (``data-draw="near"``), or when a pointer asks for the values (``data-draw="asked"``).
    """
    spec = specification(chart)
    pictures = [drawing(spec, width) for width in COLUMNS]
    asked = "asked" if '"tooltip"' in json.dumps(spec) else ""
    when = "near" if BLENDED.search(pictures[0]) else asked
    kept = f'<script type="application/json">{script_json(spec)}</script>' if when else ""
    drawn = f' data-draw="{when}"' if when else ""
    return (
        f'<div class="re-chart"{drawn} role="img" aria-label="{escape(alt_text)}" '
        f'data-ready="true">{kept}{"".join(pictures)}</div>'
    )


def notebook_html(chart: Drawable, alt_text: str) -> str:
    """The chart in a notebook: a picture, or what the script of the browser lab draws."""
    return chart_html(chart, alt_text) if in_browser() else picture(chart, alt_text)


def show(chart: alt.TopLevelMixin, alt: str, name: str = "") -> Figure:
    """Show a chart in a page or a notebook.

    Parameters
    ----------
    chart
        The Altair chart.
    alt
        What is seen, in a sentence, for someone who cannot see it.
    name
        A name by which the page's script finds the chart; most charts need none.

    Returns
    -------
    Figure
        Displays itself when it is the last line of a cell.

    Raises
    ------
    ValueError
        If the alternative text is missing or no sentence.
    """
    return Figure(chart, alt, name=name)


def specification(chart: Drawable) -> dict:
    """The chart as a Vega-Lite specification with the course's look in it."""
    if isinstance(chart, dict):
        return chart
    with alt.data_transformers.enable("default", max_rows=MAX_ROWS):
        return in_column(in_language(chart.to_dict()))


def with_rows(spec: dict, rows: Mapping[str, list[dict]]) -> dict:
    """A specification with rows for its named data, which it had not when it was made."""
    return spec | {"datasets": rows_in_language(rows, spec) | spec.get("datasets", {})}


def in_column(spec: dict) -> dict:
    """A specification that fits a column of any width: long titles in lines, the column's width.

    Only a chart that names a width of its own keeps it.
    """
    if "width" not in spec and ("layer" in spec or "mark" in spec):
        spec["width"] = "container"
    _break_titles(spec)
    return spec


def _break_titles(node: dict | list) -> None:
    if isinstance(node, dict):
        for channel, signs in TITLE_SIGNS.items():
            entry = node.get(channel)
            title = entry.get("title") if isinstance(entry, dict) else None
            if isinstance(title, str) and len(title) > signs:
                lines = -(-len(title) // signs)
                entry["title"] = textwrap.wrap(title, len(title) // lines + 6)
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, dict | list):
            _break_titles(child)


def picture(chart: Drawable, alt_text: str, width: int = 680) -> str:
    """The chart as an inline SVG picture that needs neither script nor network."""
    svg = drawing(dict(specification(chart)), width, fit=False)
    return f'<figure class="re-picture" role="img" aria-label="{escape(alt_text)}">{svg}</figure>'


def drawing(spec: dict, width: int, fit: bool = True) -> str:
    """A specification as SVG; ``width`` is that of the whole if it is to fit, or of the plot."""
    import vl_convert

    spec = dict(spec)
    if spec.get("width") == "container":
        spec["width"] = width
        if fit:
            spec["autosize"] = {"type": "fit-x", "contains": "padding"}
            # Words are measured here in another font than the page's, which is a little wider.
            spec["padding"] = {"left": 14, "right": 8, "top": 5, "bottom": 5}
            config = spec.get("config", {})
            beside = config.get("axisY", {}) | {"titlePadding": 10}
            spec["config"] = config | {"axisY": beside}
    if spec.get("height") == "container":
        spec["height"] = round(0.7 * width)
    # One image with one text: a screen reader need not walk through its marks. In paths a
    # tenth of a pixel is enough.
    svg = vl_convert.vegalite_to_svg(spec).replace("<svg", '<svg aria-hidden="true"', 1)
    svg = re.sub(r' d="[^"]+"', lambda path: re.sub(r"(\.\d)\d+", r"\1", path[0]), svg)
    # Names in it must not meet those of another picture in the page.
    mark = hashlib.sha256(svg.encode()).hexdigest()[:8]
    return re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>p{mark}-", svg)


def script_json(value) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("</", "<\\/").replace("<!--", "<\\!--")

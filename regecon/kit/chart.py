"""The look of every chart, and how a chart gets into a page.

A chart is an Altair chart. ``show`` gives it an alternative text and, in the published book,
the markup that the page's own script draws; in a notebook it is drawn as a picture with no
network.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from html import escape

import altair as alt

from regecon.kit.i18n import language, number_signs
from regecon.kit.labels import in_language
from regecon.kit.palette import LIGHT

SANS = "Inter, 'Helvetica Neue', Arial, sans-serif"
MAX_ROWS = 5_000


@alt.theme.register("regecon", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    ink, muted, rule = LIGHT["ink"], LIGHT["muted"], LIGHT["rule"]
    axis = {
        "domainColor": rule,
        "gridColor": rule,
        "labelColor": muted,
        "labelFontSize": 13,
        "labelPadding": 6,
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
            "axisX": {"grid": False},
            "axisY": {"domain": False, "ticks": False},
            "legend": {"labelColor": ink, "titleColor": muted, "labelFontSize": 13},
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
    return os.environ.get("REGECON_BAKE") == "1"


@dataclass(frozen=True)
class Figure:
    """A chart with its alternative text, ready for a page or a notebook."""

    chart: alt.TopLevelMixin
    alt: str
    name: str = ""

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        html = self.page_html() if baking() else picture(self.chart, self.alt)
        return {"text/html": html, "text/plain": self.alt}

    def page_html(self) -> str:
        """The chart's markup in the published page, with a picture for pages without script."""
        spec = script_json(specification(self.chart))
        named = f' data-chart="{escape(self.name)}"' if self.name else ""
        return (
            f'<div class="re-chart"{named} role="img" aria-label="{escape(self.alt)}">'
            f'<script type="application/json">{spec}</script>'
            f"<noscript>{picture(self.chart, self.alt)}</noscript></div>"
        )


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
    if len(alt.split()) < 5:
        raise ValueError(f"alt: expected a sentence on what is seen, got {alt!r}")
    return Figure(chart, " ".join(alt.split()), name)


def specification(chart: alt.TopLevelMixin) -> dict:
    """The chart as a Vega-Lite specification with the course's look in it."""
    with alt.data_transformers.enable("default", max_rows=MAX_ROWS):
        return in_language(chart.to_dict())


def picture(chart: alt.TopLevelMixin, alt_text: str, width: int = 680) -> str:
    """The chart as an inline SVG picture that needs neither script nor network."""
    try:
        import vl_convert
    except ImportError:  # in the browser lab, which has no vl-convert
        return chart.to_html(inline=False)
    spec = specification(chart)
    if spec.get("width") == "container":
        spec["width"] = width
    if spec.get("height") == "container":
        spec["height"] = round(0.7 * width)
    # One image with one text: a screen reader need not walk through its marks. In paths a
    # tenth of a pixel is enough.
    svg = vl_convert.vegalite_to_svg(spec).replace("<svg", '<svg aria-hidden="true"', 1)
    svg = re.sub(r' d="[^"]+"', lambda path: re.sub(r"(\.\d)\d+", r"\1", path[0]), svg)
    return f'<figure class="re-picture" role="img" aria-label="{escape(alt_text)}">{svg}</figure>'


def script_json(value) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("</", "<\\/").replace("<!--", "<\\!--")

"""The build stops at a figure without an alternative text."""

import altair as alt
import pandas as pd
import pytest
from docutils import nodes
from sphinx.errors import ExtensionError

from regecon.kit.chart import show
from regecon.press.sphinx.figures import check_figures

CHART = alt.Chart(pd.DataFrame({"x": [1, 2]})).mark_bar().encode(x="x:Q")


def page(*children: nodes.Node) -> nodes.document:
    document = nodes.document(None, None)
    document.extend(children)
    return document


def html(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")


@pytest.mark.parametrize(
    "node",
    [
        nodes.image(uri="map.png"),
        nodes.image(uri="map.png", alt="lorenz_us"),
        html('<p><img src="map.png"></p>'),
        html('<img src="map.png" alt="a map">'),
        html(CHART.to_html()),
    ],
)
def test_a_figure_that_says_nothing_stops_the_build(node):
    with pytest.raises(ExtensionError, match="book/w99: without alternative text"):
        check_figures(None, page(nodes.paragraph(), node), "book/w99")


def test_a_figure_that_says_what_is_seen_passes():
    seen = "Two bars of one and two units"
    chart = show(CHART, alt=seen)
    check_figures(
        None,
        page(
            nodes.image(uri="map.png", alt=seen),
            html(f'<img src="map.png" alt="{seen}">'),
            html(chart.page_html()),
            html(chart._repr_mimebundle_()["text/html"]),
        ),
        "book/w99",
    )

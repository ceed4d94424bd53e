"""Charts in pages: alternative texts, safe embedding, one look."""

import re
import subprocess
import sys

import altair as alt
import pandas as pd
import pytest

from regecon.kit.chart import COLUMNS, script_json, show, specification
from regecon.kit.palette import LIGHT, stylesheet

TOLD = "Two bars of one and two units"

CHART = (
    alt.Chart(pd.DataFrame({"x": [1, 2], "y": ["</script>", "<!--"]}))
    .mark_bar()
    .encode(x="x:Q", y="y:N")
)


def test_a_chart_without_a_sentence_is_refused():
    for text in ("", "a chart"):
        with pytest.raises(ValueError, match="alt: expected a sentence"):
            show(CHART, alt=text)


def test_data_cannot_break_out_of_the_page():
    assert "</script>" not in show(CHART, alt=TOLD).page_html()
    assert show(CHART, alt=TOLD, name="moved").page_html().count("</script>") == 1
    assert "<!--" not in script_json({"a": "<!-- x"})


def test_a_still_chart_is_two_pictures_whose_names_do_not_meet():
    """Both clip their marks, and a page has many such pictures."""
    html = show(CHART.mark_bar(clip=True), alt=TOLD).page_html()
    assert re.findall(r'<svg[^>]* width="(\d+)"', html) == [str(width) for width in COLUMNS]
    names = re.findall(r'\bid="([^"]+)"', html)
    assert len(names) == len(set(names)) > 1
    assert set(re.findall(r"url\(#([^)]+)\)", html)) == set(names)
    assert "data-draw" not in html


def test_vega_draws_what_answers_a_pointer_and_what_has_colours_between_two():
    asked = show(CHART.encode(tooltip="x:Q"), alt=TOLD).page_html()
    assert 'data-draw="asked"' in asked
    assert asked.count("<script") == 1
    blended = CHART.encode(color=alt.Color("x:Q").scale(range=[LIGHT["land"], LIGHT["biysk"]]))
    assert 'data-draw="near"' in show(blended, alt=TOLD).page_html()


def test_a_picture_takes_the_readers_colours():
    html = show(CHART, alt=TOLD).page_html()
    used = {found.lower() for found in re.findall(r'(?:fill|stroke)="(#\w+)"', html)}
    assert used
    for mark in ("fill", "stroke"):
        for name, colour in LIGHT.items():
            assert f'[{mark}="{colour}" i] {{ {mark}: var(--{name}); }}' in stylesheet()
    assert used <= {colour.lower() for colour in LIGHT.values()}


def test_alt_text_is_escaped():
    html = show(CHART, alt='Bars called "one" and <two> side by side').page_html()
    assert "&quot;one&quot; and &lt;two&gt;" in html


def test_every_chart_has_the_look_of_the_course():
    config = specification(CHART)["config"]
    assert config["axis"]["labelColor"] == LIGHT["muted"]
    assert config["background"] == "transparent"


def test_notebook_picture_needs_no_network():
    html = show(CHART, alt="Two bars of one and two units")._repr_mimebundle_()["text/html"]
    assert "<svg" in html
    assert "src=" not in html


def test_a_chart_takes_the_width_of_its_column_unless_it_names_one():
    assert specification(CHART)["width"] == "container"
    assert specification(CHART.properties(width=200))["width"] == 200


def test_a_long_axis_title_stands_in_lines():
    long = "standard deviations from the mean of these towns"
    title = specification(CHART.encode(x=alt.X("x:Q", title=long)))["encoding"]["x"]["title"]
    assert " ".join(title) == long
    assert len(title) == 2


def test_a_chart_waits_for_no_grammar_of_addresses():
    """Where it is read, at an import of jsonschema, every kernel begins seconds later."""
    code = "import altair, sys; print('rfc3987_syntax' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"

"""Charts in pages: alternative texts, safe embedding, one look."""

import subprocess
import sys

import altair as alt
import pandas as pd
import pytest

from regecon.kit.chart import script_json, show, specification
from regecon.kit.palette import LIGHT

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
    html = show(CHART, alt="Two bars of one and two units").page_html()
    assert html.count("</script>") == 1
    assert "<!--" not in script_json({"a": "<!-- x"})


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

"""Tables of pandas in a page."""

import pandas as pd

from regecon.press.sphinx.frames import FRAME, tidy

FRAME_OF_TOWNS = pd.DataFrame(
    {"people": [5.0, -3.5], "sign": ["a", "b & c"]}, index=pd.Index(["x", "y"], name="town")
)


def test_words_stand_left_and_numbers_right():
    html = tidy(FRAME_OF_TOWNS.to_html())
    assert '<td class="words">b &amp; c</td>' in html
    assert '<th class="words">sign</th>' in html
    assert "<td>-3.5</td>" in html
    assert "<th>people</th>" in html


def test_the_index_is_named_in_the_head_row():
    html = tidy(FRAME_OF_TOWNS.to_html())
    assert html.count("<tr") == 3
    assert '<th class="words">town</th><th>people</th>' in "".join(html.split("\n")).replace(
        "      ", ""
    )


def test_joined_cells_stay_as_pandas_has_them():
    pairs = pd.concat({"a": FRAME_OF_TOWNS, "b": FRAME_OF_TOWNS})
    assert tidy(pairs.to_html()) == pairs.to_html()


def test_every_table_of_a_page_is_found():
    plain = FRAME_OF_TOWNS.to_html(index=False, border=0, classes="table-preview")
    page = f"<p>{FRAME_OF_TOWNS.to_html()}</p>{FRAME_OF_TOWNS._repr_html_()}{plain}"
    assert len(FRAME.findall(page)) == 3

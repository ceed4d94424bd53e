"""Every page of the built book: self-contained, linked, described, and fit for a phone."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse

import pytest

from tests.site.conftest import SITE, chapter_pages, drawn, site_pages

PAGES = [page.relative_to(SITE).as_posix() for page in site_pages()]


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


def dead_ends(site: Path, page: str) -> list[str]:
    """The links of a page that lead to no page or no anchor of the site."""
    found = []
    for link in Reader((site / page).read_text(encoding="utf-8")).links:
        if urlparse(link).scheme:
            continue
        path, anchor = urldefrag(link)
        target = ((site / page).parent / unquote(path)).resolve() if path else site / page
        if not target.is_file():
            found.append(f"{page}: {link} leads to no page")
        elif anchor and target.suffix == ".html" and unquote(anchor) not in anchors(target):
            found.append(f"{page}: {link} leads to no anchor of its page")
    return found


@cache  # the glossary is the target of a thousand links
def anchors(page: Path) -> set[str]:
    return Reader(page.read_text(encoding="utf-8")).ids


@pytest.mark.site
@pytest.mark.parametrize("page", PAGES)
def test_links_and_anchors_lead_somewhere(page):
    assert dead_ends(SITE, page) == []


def test_a_dead_end_is_told(tmp_path):
    links = ("#here", "b.html", "b.html#there", "b.html#nowhere", "c.html", "https://x.org/#y")
    text = "".join(f'<a href="{link}" id="here">' for link in links)
    (tmp_path / "a.html").write_text(text, encoding="utf-8")
    (tmp_path / "b.html").write_text('<p id="there">', encoding="utf-8")
    assert dead_ends(tmp_path, "a.html") == [
        "a.html: b.html#nowhere leads to no anchor of its page",
        "a.html: c.html leads to no page",
    ]


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
    if page in chapter_pages():
        assert text.count('class="re-chart"') == text.count("<figcaption")


@pytest.mark.browser
@pytest.mark.parametrize("page", chapter_pages())
def test_charts_are_drawn(visit, page):
    opened = visit().open(SITE / page)
    drawn(opened)
    seen = [
        chart.locator("svg:visible").count() for chart in opened.locator(".re-chart:visible").all()
    ]
    assert len(seen) > 1
    assert set(seen) == {1}


@pytest.mark.site
@pytest.mark.parametrize("page", PAGES)
def test_no_formula_is_left_as_tex(page):
    text = (SITE / page).read_text(encoding="utf-8")
    assert text.count('class="math ') == text.count("</math>")
    assert "\\(" not in re.sub("<(script|code|pre|annotation).*?</", "", text, flags=re.S)


@pytest.mark.browser
def test_mathematics_is_drawn_without_script(browser):
    """A fraction stands in two storeys, in the course's font, and its equation has a number."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((SITE / "book" / "w09-resort-curve.html").as_uri(), wait_until="load")
    block = page.locator("div.math").first
    over, under = (block.locator("mfrac > *").nth(i).bounding_box() for i in (0, 1))
    assert over["y"] + over["height"] <= under["y"]
    assert over["x"] < under["x"] + under["width"]
    assert re.fullmatch(r"\(\d+\)", block.locator(".eqno").inner_text())
    context.close()


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

"""What every page has around its text: map, colours, contents and search, by mouse and by key."""

from __future__ import annotations

import pytest

from tests.site.conftest import book_files

pytestmark = pytest.mark.browser


@pytest.fixture
def landing(visit, site):
    visitor = visit(width=1360)
    page = visitor.open(site / "book" / "index.html")
    page.wait_for_selector('[data-chart="route"][data-ready="true"]')
    return page


def test_a_click_on_the_map_opens_the_card_of_the_stop(landing):
    landing.locator('[data-chart="route"] svg').get_by_text("Sheregesh").last.click()
    assert landing.locator("#town-sheregesh").is_visible()
    assert landing.locator(".town-card:visible").count() == 1


def test_the_card_opens_and_closes_by_key(landing):
    button = landing.locator('.town-buttons [data-place="Biysk"]')
    button.focus()
    landing.keyboard.press("Enter")
    assert landing.locator("#town-biysk").is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    landing.keyboard.press("Escape")
    assert not landing.locator("#town-biysk").is_visible()
    assert button.evaluate("element => element === document.activeElement")


def test_the_map_names_what_fits_on_a_phone(visit, site):
    page = visit(width=360).open(site / "book" / "index.html")
    page.wait_for_selector('[data-chart="route"][data-ready="true"]')
    clipped = page.evaluate(
        """() => {
            const frame = document.querySelector('[data-chart="route"]').getBoundingClientRect();
            return [...document.querySelectorAll('[data-chart="route"] text')]
                .filter((text) => getComputedStyle(text).opacity !== "0"
                    && text.getAttribute("opacity") !== "0")
                .filter((text) => {
                    const box = text.getBoundingClientRect();
                    return box.left < frame.left || box.right > frame.right;
                })
                .map((text) => text.textContent);
        }"""
    )
    assert clipped == []


def test_the_chosen_colours_stay_and_charts_follow(visit, site):
    visitor = visit(color_scheme="light")
    page = visitor.open(site / "book" / "index.html")
    page.wait_for_selector('[data-chart="route"][data-ready="true"]')
    page.click(".theme-button")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.wait_for_function(
        """() => document.querySelector('[data-chart="route"] svg').outerHTML.includes("#f08a4b")"""
    )
    page = visitor.open(site / "book" / "syllabus.html")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator(".theme-button").get_attribute("aria-pressed") == "true"


def test_slash_leads_to_search_and_search_finds_from_a_file(visit, site):
    visitor = visit(width=1360)
    page = visitor.open(site / "book" / "syllabus.html")
    page.keyboard.press("/")
    page.keyboard.type("expedition")
    page.keyboard.press("Enter")
    page.wait_for_selector("ul.search li a")
    assert "search.html?q=expedition" in page.url
    # The browser drops the icon of a page that is left at once; nothing else may fail.
    assert [fault for fault in visitor.faults if not fault.endswith(".svg")] == []


def test_the_contents_fold_away_on_a_phone(visit, site):
    page = visit(width=360).open(site / "book" / "syllabus.html")
    assert not page.locator("#side").is_visible()
    page.click(".menu-button")
    assert page.locator("#side").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#side").is_visible()


def test_without_script_every_town_can_be_read(visit, site):
    page = visit(java_script_enabled=False).open(site / "book" / "index.html")
    assert page.locator("#town-novosibirsk").is_visible()
    assert page.locator("#town-srostki").is_visible()


def test_no_page_has_a_script_in_its_text(site):
    for path in book_files("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "<script>" not in text, path.name
        assert " onclick=" not in text, path.name

"""The pages that lead to others: labs, exercises, data room, report, search."""

from __future__ import annotations

import pytest

from regecon.data import load
from regecon.data.folder import table_names
from regecon.desk.sets.master import find_sets, slug_of
from regecon.desk.weeks import read_weeks
from tests.site.conftest import SITE

pytestmark = pytest.mark.browser
ROOT = SITE.parents[1]
WEEKS = read_weeks(ROOT)


def test_every_lab_and_every_set_has_its_card(visit):
    window = visit().open(SITE / "book" / "labs.html")
    assert window.locator(".card").count() == len(WEEKS)
    assert window.locator(".card").first.locator("li").count() >= 1
    window = visit().open(SITE / "book" / "exercises.html")
    sets = {slug_of(path) for path in find_sets(ROOT / "exercises")}
    links = window.locator(".card h2 a").all()
    assert {
        link.get_attribute("href").split("/")[-1].removesuffix(".html") for link in links
    } == sets


def test_a_card_says_how_far_this_reader_is(visit):
    seen = visit()
    page = seen.open(SITE / "exercises" / "w09-resort-curve.html")
    form = page.locator(".exercise-answer:has(input[type=text])").first
    form.locator("input[type=text]").fill("1")
    form.locator("button").click()
    page = seen.open(SITE / "book" / "exercises.html")
    told = page.locator("[data-progress='w09-resort-curve']")
    assert told.is_visible()
    assert told.inner_text().startswith("You have answered 1 of ")


def test_every_table_is_found_by_subject_and_by_word(visit):
    window = visit().open(SITE / "book" / "data" / "index.html")
    assert window.locator(".table-row").count() == len(table_names())
    assert window.locator(".table-picture svg").count() >= 4
    window.fill(".filter input", "sheregesh seasons")
    window.wait_for_timeout(50)
    visible = window.locator(".table-row:visible")
    assert 1 <= visible.count() < 5
    assert "sheregesh_seasons" in visible.first.inner_text()


def test_the_report_says_where_a_claim_is_met_and_filters(visit):
    window = visit().open(SITE / "book" / "report.html")
    claims = load("claims")
    assert window.locator(".claims dt").count() == len(claims)
    assert "week 9" in window.locator("#s-115 + dd").inner_text()
    window.select_option("[data-by=town]", "Sheregesh")
    shown = window.locator(".claims dt:visible").count()
    assert shown == (claims["town"] == "Sheregesh").sum()


def test_the_verdicts_filter_and_print_and_an_address_shows_its_claim(visit):
    window = visit().open(SITE / "book" / "report.html")
    table = load("claim_verdicts")
    window.select_option("[data-by=verdict]", "failed")
    rows = window.locator(".claims dt:visible")
    assert rows.count() == (table["verdict"] == "failed").sum()
    window.select_option("[data-by=verdict]", "held")
    window.select_option("[data-by=week]", "11")  # S-117 is of another week
    assert window.locator("#s-146:visible").count() == 1
    assert window.locator("#s-117:visible").count() == 0
    window.emulate_media(media="print")
    assert rows.count() == len(table)
    window.emulate_media(media="screen")
    window.evaluate("location.hash = '#s-197'")
    window.wait_for_timeout(50)
    assert rows.count() == len(table)
    top = window.locator("#s-197").bounding_box()["y"]
    assert 0 <= top < window.viewport_size["height"]


def test_a_claim_opens_beside_its_number_and_keeps_the_place(visit):
    window = visit().open(SITE / "book" / "w09-resort-curve.html")
    link = window.locator("a.claim-link:visible").first
    text = link.get_attribute("title")
    link.click()
    assert window.locator(".told p").inner_text() == text
    assert "w09-resort-curve" in window.url
    window.keyboard.press("Escape")
    assert window.locator(".told").count() == 0
    assert link.evaluate("element => element === document.activeElement")


SOUGHT = {
    "S-115": ("report.html#s-115", "Claim of the report"),
    "location quotient": ("glossary.html#term-location-quotient", "Term or town"),
    "коэффициент локализации": ("glossary.html#term-location-quotient", "Term or town"),
    "Бийск": ("index.html#town-biysk", "Term or town"),
    "моногород": ("glossary.html#term-single-industry-town", "Term or town"),
}


@pytest.mark.parametrize("query", SOUGHT)
def test_search_leads_to_the_best_place_first_from_a_file(visit, query):
    seen = visit()
    seen.page.goto(f"{(SITE / 'search.html').as_uri()}?q={query}")
    first = seen.page.locator("ul.search li").first
    first.wait_for()
    place, kind = SOUGHT[query]
    assert first.locator("a").get_attribute("href").endswith(place)
    assert first.locator("small").inner_text() == kind
    assert first.locator("p").inner_text()
    assert not seen.faults


def test_functions_come_last_and_weeks_before_them(visit):
    page = visit().open(SITE / "search.html")
    page.locator("#page-q").fill("gravity")
    kinds = page.locator("ul.search li small").all_inner_texts()
    assert "Week" in kinds
    assert "Function" in kinds
    assert kinds.index("Week") < kinds.index("Function")


def test_search_needs_no_storage(visit):
    seen = visit()
    refuse = "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty("
    refuse += "window, name, {get() { throw new DOMException('no', 'SecurityError'); }});"
    seen.page.add_init_script(refuse)
    seen.page.goto(f"{(SITE / 'search.html').as_uri()}?q=coal")
    seen.page.locator("ul.search li").first.wait_for()

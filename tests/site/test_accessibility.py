"""axe-core finds nothing against WCAG 2.2 AA, on any page, in light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.site.conftest import SITE
from tests.site.test_pages import PAGES

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
READING = [page for page in PAGES if page.startswith("book/") and page.count("/") == 1]


def violations(window) -> list[str]:
    found = Axe().run(window, options=RULES).response["violations"]
    return [f"{entry['id']}: {entry['help']}; {entry['nodes'][0]['html'][:160]}" for entry in found]


@pytest.mark.parametrize("page", PAGES)
def test_page_in_light(visit, page):
    window = visit(color_scheme="light").open(SITE / page)
    window.wait_for_timeout(200)
    assert violations(window) == []


@pytest.mark.parametrize("page", READING)
def test_page_in_dark_on_a_phone(visit, page):
    window = visit(width=360, color_scheme="dark").open(SITE / page)
    window.wait_for_timeout(200)
    for skip in window.locator(".prediction-skip").all():
        skip.click()
    assert violations(window) == []

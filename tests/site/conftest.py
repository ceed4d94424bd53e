"""The built book and a headless Chromium that can reach nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from regecon.desk.weeks import read_weeks
from tests.browser import FLAGS, chromium

SITE = Path(__file__).resolve().parents[2] / "_build" / "html"


def book_files(pattern: str) -> list[Path]:
    """The files of the book; the browser lab beside it has tests of its own."""
    return [path for path in sorted(SITE.rglob(pattern)) if SITE / "lab" not in path.parents]


def site_pages() -> list[Path]:
    """Every page of the built site that holds content."""
    pages = book_files("*.html")
    return [page for page in pages if "_static" not in page.parts and page != SITE / "index.html"]


def chapter_pages() -> list[str]:
    """The pages of the weeks' chapters."""
    return [f"{week.chapter}.html" for week in read_weeks(SITE.parents[1])]


@pytest.fixture(scope="session")
def site() -> Path:
    if not (SITE / "index.html").is_file():
        pytest.skip("the book is not built: run make book")
    return SITE


@pytest.fixture(scope="session")
def browser(site):
    program = chromium()
    if program is None:
        pytest.skip("no Chromium: run python -m tests.browser")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield running
        running.close()


class Visit:
    """A page, with everything it asked of other hosts and everything that went wrong."""

    def __init__(self, context):
        self.context = context
        self.page = context.new_page()
        self.strangers: list[str] = []
        self.faults: list[str] = []
        # The files of the site itself are not asked about one by one: that would take minutes.
        context.route(re.compile("^(?!file:|data:|blob:)"), self._refuse)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("requestfailed", lambda request: self.faults.append(request.url))

    def open(self, path: Path):
        self.page.goto(path.as_uri(), wait_until="load")
        return self.page

    def _refuse(self, route):
        self.strangers.append(route.request.url)
        route.abort()

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.faults.append(message.text)


@pytest.fixture
def visit(browser):
    """Open a fresh, isolated window: ``visit(width=360, color_scheme="dark")``."""
    contexts = []

    def new(width: int = 1280, height: int = 900, **options) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        return Visit(context)

    yield new
    for context in contexts:
        context.close()

"""The built book and a headless Chromium that can reach nothing else."""

from __future__ import annotations

import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from regecon.desk.weeks import read_weeks
from regecon.press.paper.browser import FLAGS

SITE = Path(__file__).resolve().parents[2] / "_build" / "html"


def book_files(pattern: str) -> list[Path]:
    """The files of the book; the browser lab beside it has tests of its own.

    So has the page for addresses that are gone: it stands at any depth, so it can name no file
    of the site and carries its few lines of script in itself (tests/press/test_hosting.py).
    """
    gone = SITE / "404.html"
    found = (path for path in sorted(SITE.rglob(pattern)) if SITE / "lab" not in path.parents)
    return [path for path in found if path != gone]


def site_pages() -> list[Path]:
    """Every page of the built site that holds content."""
    pages = book_files("*.html")
    # Two stand alone: one leads on to the first page, one is served for addresses that are gone.
    alone = {SITE / "index.html", SITE / "404.html"}
    return [page for page in pages if "_static" not in page.parts and page not in alone]


def chapter_pages() -> list[str]:
    """The pages of the weeks' chapters."""
    return [f"{week.chapter}.html" for week in read_weeks(SITE.parents[1])]


DRAWN = """() => [...document.querySelectorAll(".re-chart, .explorer")]
  .every((element) => element.dataset.ready === "true")"""


def drawn(window) -> None:
    """Scroll to every chart and wait until all are there."""
    for element in window.locator(".re-chart, .explorer").all():
        element.scroll_into_view_if_needed()
    window.wait_for_function(DRAWN, timeout=15_000)


@pytest.fixture(scope="session")
def site() -> Path:
    if not (SITE / "index.html").is_file():
        pytest.skip("the book is not built: run make book")
    return SITE


@pytest.fixture(scope="session")
def browser(site, engine, program):
    running = engine.launch(executable_path=program, args=list(FLAGS))
    yield running
    running.close()


# Scripts only from files of the site and never from text; Vega writes styles into its elements.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class Strict(SimpleHTTPRequestHandler):
    """Serves the site under a strict content security policy."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *args):
        """Nothing: the tests print what matters."""


@pytest.fixture(scope="session")
def address(site):
    """The site behind a server with a strict policy."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Visit:
    """A page, with everything it asked of other hosts and everything that went wrong."""

    def __init__(self, context, address: str = "file:"):
        self.context = context
        self.page = context.new_page()
        self.strangers: list[str] = []
        self.faults: list[str] = []
        # The files of the site itself are not asked about one by one: that would take minutes.
        context.route(re.compile(f"^(?!{re.escape(address)}|data:|blob:)"), self._refuse)
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

    def new(width: int = 1280, height: int = 900, address: str = "file:", **options) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        return Visit(context, address)

    yield new
    for context in contexts:
        context.close()

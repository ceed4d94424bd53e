"""The built book behind a server with a strict content security policy."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.site.conftest import SITE, site_pages

# Scripts only from files of the site and never from text; Vega writes styles into its elements.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
PAGES = [page.relative_to(SITE).as_posix() for page in site_pages()]
SHOWN = ["book/index.html", *[page for page in PAGES if page.startswith(("book/w", "exercises/w"))]]


class Strict(SimpleHTTPRequestHandler):
    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *args):
        """Nothing: the tests print what matters."""


@pytest.fixture(scope="module")
def address(site):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def window(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.faults, page.strangers = [], []
    page.on(
        "console",
        lambda message: page.faults.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((address, "data:", "blob:"))
            else page.strangers.append(request.url)
        ),
    )
    yield page
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("page", SHOWN)
def test_pages_live_under_a_strict_policy(window, address, page):
    window.goto(f"{address}/{page}", wait_until="load")
    for kind in (".re-chart", ".explorer"):
        count = window.locator(kind).count()
        window.wait_for_function(
            "([kind, count]) => "
            "document.querySelectorAll(kind + '[data-ready=true] svg').length >= count",
            arg=[kind, count],
        )
    for skip in window.locator(".prediction-skip").all():
        skip.click()
    for preset in window.locator(".explorer-preset").all():
        preset.click()
    assert not window.faults
    assert not window.strangers


@pytest.mark.browser
def test_search_works_under_a_strict_policy(window, address):
    window.goto(f"{address}/search.html?q=snowmobile")
    window.wait_for_selector("#search-results li a", timeout=10_000)
    assert not window.faults


@pytest.mark.browser
def test_the_policy_bites(window, address):
    """A script in the text would be refused, so the tests above can fail."""
    window.goto(f"{address}/book/index.html")
    window.evaluate(
        "() => { const bad = document.createElement('script'); bad.textContent = 'window.ran = 1';"
        " document.head.append(bad); }"
    )
    assert window.evaluate("window.ran") is None
    assert any("Content Security Policy" in fault for fault in window.faults)

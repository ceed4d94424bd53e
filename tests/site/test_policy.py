"""The built book behind a server with a strict content security policy.

That chapters and exercises live under it is part of their visit in test_reading.py.
"""

from __future__ import annotations

import pytest


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

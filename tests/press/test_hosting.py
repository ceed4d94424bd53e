"""The page for addresses that are gone: it may be served at any depth, so it loads nothing."""

from __future__ import annotations

import re

import pytest

from regecon.press.paper.browser import FLAGS
from regecon.press.templates import render

FOLDERS = ["book", "exercises", "notebooks", "_static"]


@pytest.fixture
def page() -> str:
    return render("404", language="en", title="A <course>", folders=FOLDERS)


def test_it_loads_nothing_and_escapes_its_title(page):
    assert not re.findall(r"\b(?:src|href)=\"(?!/\")[^\"]*\"|url\(", page)
    assert "A &lt;course&gt;" in page
    assert "A <course>" not in page


@pytest.mark.browser
@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("/course/book/gone.html", "/course/index.html"),
        ("/book/data/gone.html", "/index.html"),
        ("/ru/book/gone.html", "/ru/index.html"),
        ("/course/gone.html", "/course/index.html"),
        ("/gone", "/index.html"),
    ],
)
def test_its_link_leads_to_the_start_from_every_depth(engine, program, page, address, start):
    running = engine.launch(executable_path=program, args=list(FLAGS))
    window = running.new_page()
    window.route("**/*", lambda route: route.fulfill(body=page, content_type="text/html"))
    window.goto(f"http://site.test{address}")
    assert window.locator("#home").get_attribute("href") == start
    running.close()

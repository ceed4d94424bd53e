"""The browser lab on a local server, in a headless Chromium that can reach nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import FLAGS, chromium
from tests.lab.page import LabPage
from tests.lab.server import SITE, Server


@pytest.fixture(scope="session")
def server():
    if not (SITE / "lab" / "index.html").is_file():
        pytest.skip("the browser lab is not built: run make browser-lab")
    with Server() as running:
        yield running


@pytest.fixture(scope="session")
def browser(server):
    program = chromium()
    if program is None:
        pytest.skip("no Chromium: run python -m tests.browser")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def student(browser, server):
    """A browser with nothing stored; no page may ask another host or fail."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, accept_downloads=True)
    strangers = []

    def only_this_server(route):
        if route.request.url.startswith((server.address, "data:", "blob:")):
            route.continue_()
        else:
            strangers.append(route.request.url)
            route.abort()

    context.route("**/*", only_this_server)
    yield context
    context.close()
    assert strangers == []


@pytest.fixture
def lab(student, server):
    """Open a notebook of the lab: ``lab("exercises/w09-resort-curve.ipynb")``."""
    return lambda path, **how: LabPage(student.new_page(), server.address, path, **how)

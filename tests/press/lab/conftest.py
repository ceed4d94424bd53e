"""The browser lab on a local server, in a headless Chromium that can reach nothing else."""

from __future__ import annotations

import pytest

from regecon.press.paper.browser import FLAGS
from tests.press.lab.page import LabPage
from tests.press.lab.server import SITE, Server

ALONE = [*FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]


@pytest.fixture(scope="session")
def server():
    if not (SITE / "lab" / "index.html").is_file():
        pytest.skip("the browser lab is not built: run make browser-lab")
    with Server() as running:
        yield running


@pytest.fixture(scope="session")
def browser(engine, program, server):
    running = engine.launch(executable_path=program, args=ALONE)
    yield running
    running.close()


@pytest.fixture
def student(browser, server):
    """A browser with nothing stored; no page may ask another host."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, accept_downloads=True)
    yield from _alone(context, server.address)


@pytest.fixture
def returning(engine, program, server, tmp_path):
    """A browser that keeps what it has loaded on disk, as people's do."""
    context = engine.launch_persistent_context(
        tmp_path / "profile", executable_path=program, args=ALONE
    )
    yield from _alone(context, server.address)


def _alone(context, address: str):
    """Hand the browser on; what it asked of other hosts has found none, and fails the test."""
    strangers = []
    local = (address, "data:", "blob:")
    # Not by a route: with one, Chromium keeps nothing.
    context.on(
        "request",
        lambda request: None if request.url.startswith(local) else strangers.append(request.url),
    )
    yield context
    context.close()
    assert strangers == []


@pytest.fixture
def lab(student, server):
    """Open a notebook of the lab: ``lab("exercises/w09-resort-curve.ipynb")``."""
    return lambda path, **how: LabPage(student.new_page(), server.address, path, **how)

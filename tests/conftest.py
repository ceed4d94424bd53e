"""One Chromium's engine for all tests of a process: a second one would not start beside it."""

from __future__ import annotations

import pytest
from hypothesis import settings

from regecon.press.paper.browser import chromium

# How long an example takes is a figure of the bench; here the machine may be busy.
settings.register_profile("course", deadline=None)
settings.load_profile("course")


@pytest.fixture(scope="session")
def program() -> str:
    """The path of a Chromium."""
    found = chromium()
    if found is None:
        pytest.skip("no Chromium: run python -m tests.browser")
    return found


@pytest.fixture(scope="session")
def engine(program):
    """What starts a Chromium, or several."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium

"""Find a headless Chromium, or install one.

The first of these is used: the program named by CHROMIUM, one on the PATH, one that Playwright
has. If there is none, the system's package manager and Playwright can be tried.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

# The headless shell comes first: the same engine without a desktop opens a page in half the time.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    # Letters as wide as a phone draws them; the headless shell rounds each to whole pixels.
    "--font-render-hinting=none",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@cache
def chromium() -> str | None:
    """The path of a Chromium, or None."""
    wanted = os.environ.get("CHROMIUM")
    found = [wanted] if wanted else [path for name in NAMES if (path := shutil.which(name))]
    return found[0] if found else _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install(*others: str) -> None:
    """Try the system's package manager, then Playwright; failures are told by the caller.

    Parameters
    ----------
    others
        More packages of the system that are wanted beside it.
    """
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        for package in (SHELL, *others):
            subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False)
        if not any(map(shutil.which, NAMES)):
            subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)
    if not any(map(shutil.which, NAMES)):
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, check=False)
    chromium.cache_clear()

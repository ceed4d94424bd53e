"""The headless Chromium of the browser tests, or how to get one: ``python -m tests.browser``."""

from __future__ import annotations

import shutil

from regecon.press.paper.browser import chromium, install

# Firefox and Safari's engine are for the few tests that open them; not every system has all.
PACKAGES = ("firefox-esr", "webkit2gtk-driver", "xvfb")
OTHERS = {"Firefox": "firefox-esr", "WebKit": "WebKitWebDriver"}


def main() -> None:
    if chromium() is None or not all(map(shutil.which, OTHERS.values())):
        install(*PACKAGES)
    for name, program in OTHERS.items():
        if shutil.which(program) is None:
            print(f"No {name} ({program}) here: its small tests are skipped.")
    if path := chromium():
        print(f"Browser tests use {path}")
        return
    bar = "!" * 78
    print(
        f"{bar}\nNO CHROMIUM: every test marked `browser` is skipped. Explorers, charts, quizzes,"
    )
    print("exercises and accessibility are NOT tested in this run. Install Chromium, or name")
    print(f"one with CHROMIUM=/path/to/it, and run again.\n{bar}")


if __name__ == "__main__":
    main()

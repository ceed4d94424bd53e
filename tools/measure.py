"""Measure what readers feel: page weight, time to ready, slider latency.

``python -m tools.measure`` prints the figures of every chapter and explorer of the built
book, and of the browser lab where it is built. Ready is the time from opening an
explorer's address, or the lab, until it can be used; latency the time from a control's input
event to the end of the redraw.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, BrowserType, sync_playwright

from regecon.explorers import explorer_names
from regecon.press.paper.browser import FLAGS, chromium
from tests.press.lab.page import LabPage
from tests.press.lab.server import SITE, Server
from tests.site.conftest import site_pages
from tests.site.test_weight import CHAPTERS, FIRST_PAGE, OPENED, loaded
from tools.bench_builds import Row

MOVES = 120
FRAME = 16.7  # milliseconds
READY = 1000
LAB_READY = 25  # seconds
WATCH = """
window.readyAt = {};
new MutationObserver((changes) => changes.forEach(({target}) => {
  if (target.dataset.explorer) window.readyAt[target.dataset.explorer] = performance.now();
})).observe(document, {subtree: true, attributes: true, attributeFilter: ["data-ready"]});
"""
MOVE = """([name, moves]) => new Promise((resolve) => {
  const element = document.querySelector(`[data-explorer="${name}"]`);
  element.querySelector(".prediction-skip").click();
  const inputs = [...element.querySelectorAll(".explorer-control input")];
  const times = [];
  const step = (i) => {
    if (i === moves) return resolve(times);
    const input = inputs[i % inputs.length];
    if (input.type === "range") input.value = (Number(input.value) + 1) % (Number(input.max) + 1);
    else input.checked = input.type === "radio" || !input.checked;
    requestAnimationFrame(() => {
      const start = performance.now();
      element.addEventListener("explorer:update", () => {
        times.push(performance.now() - start);
        step(i + 1);
      }, {once: true});
      input.dispatchEvent(new Event("input", {bubbles: true}));
    });
  };
  step(0);
})"""


def weights(browser: Browser) -> Iterator[Row]:
    """Kilobytes that each chapter transfers as the first page, gzipped: opened, and read."""
    for page in CHAPTERS:
        for read, told, limit in ((False, "opened", OPENED), (True, "first page", FIRST_PAGE)):
            context = browser.new_context()
            total = sum(loaded(context, page, read).values())
            context.close()
            yield told, page, total / 1000, "KB", limit / 1000


def explorers(browser: Browser) -> Iterator[Row]:
    """Time to ready, the median of five openings, and latency of each explorer."""
    pages = {page: page.read_text(encoding="utf-8") for page in site_pages()}
    for name in explorer_names():
        mark = re.compile(rf'id="([^"]+)" data-explorer="{name}"')
        page, place = next(
            (page, found[1]) for page, text in pages.items() if (found := mark.search(text))
        )
        ready = []
        for _ in range(5):
            context = browser.new_context()
            window = context.new_page()
            window.add_init_script(WATCH)
            window.goto(f"{page.as_uri()}#{place}", wait_until="commit")
            window.wait_for_function("name => window.readyAt && window.readyAt[name]", arg=name)
            ready.append(window.evaluate("name => window.readyAt[name]", name))
            if len(ready) == 5:
                times = sorted(window.evaluate(MOVE, [name, MOVES]))
            context.close()
        yield "time to ready", name, statistics.median(ready), "ms", READY
        yield "latency, 95th percentile", name, times[int(0.95 * len(times))], "ms", FRAME


def lab(chromium_of: BrowserType) -> Iterator[Row]:
    """Seconds until a first visitor of the browser lab has Python, pandas and the course."""
    with Server() as server, TemporaryDirectory() as profile:
        context = chromium_of.launch_persistent_context(
            profile, executable_path=chromium(), args=list(FLAGS)
        )
        page = LabPage(context.new_page(), server.address, "notebooks/w09-resort-curve.ipynb")
        yield "time to ready", "browser lab, first visit", page.ready, "s", LAB_READY
        context.close()


def rows() -> Iterator[Row]:
    with sync_playwright() as playwright:
        if (SITE / "lab" / "index.html").is_file():
            yield from lab(playwright.chromium)
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield from weights(browser)
        yield from explorers(browser)
        browser.close()


def main() -> None:
    for measure, of, value, unit, limit in rows():
        print(f"{measure:28} {of:32} {value:7.1f} {unit} of {limit:g}", flush=True)


if __name__ == "__main__":
    main()

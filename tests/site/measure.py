"""Measure what readers feel: page weight, time to ready, slider latency.

``python -m tests.site.measure`` prints one line per chapter and one per explorer of the built
book. Latency is the time from a control's input event to the end of the redraw.
"""

from __future__ import annotations

import statistics

from playwright.sync_api import sync_playwright

from regecon.explorers import explorer_names
from tests.browser import FLAGS, chromium
from tests.site.conftest import SITE, site_pages
from tests.site.test_pages import weight

MOVES = 120
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


def main() -> None:
    for page in site_pages():
        name = page.relative_to(SITE).as_posix()
        if name.startswith("book/w"):
            own, shared = weight(name)
            print(
                f"{name}: {own / 1000:.0f} KB, with shared scripts {(own + shared) / 1000:.0f} KB"
            )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for name in explorer_names():
            mark = f'data-explorer="{name}"'
            page = next(p for p in site_pages() if mark in p.read_text(encoding="utf-8"))
            window = browser.new_page()
            window.goto(page.as_uri(), wait_until="commit")
            window.wait_for_selector(f"[{mark}][data-ready='true']")
            ready = window.evaluate("performance.now()")
            times = sorted(window.evaluate(MOVE, [name, MOVES]))
            last = times[int(0.95 * len(times))]
            middle = statistics.median(times)
            print(f"{name}: ready after {ready:.0f} ms; redraw {middle:.1f}, 95 % {last:.1f} ms")
        browser.close()


if __name__ == "__main__":
    main()

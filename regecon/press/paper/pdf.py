"""Print HTML files as PDFs: tagged, with page numbers, a running head and the fonts inside.

The page says itself how large its paper is and what margins it leaves, in ``@page``; numbers and
head stand in the margins above and below, so those have to leave room for a line of 8 points.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from regecon.kit.i18n import _
from regecon.press.paper.browser import FLAGS, chromium

LINE = (
    '<div style="font: 8px Inter, sans-serif; color: #5a6470; width: 100%; margin: 0 {margin}; '
    'display: flex; justify-content: space-between"><span>{left}</span><span>{right}</span></div>'
)
PIXEL = 25.4 / 96  # millimetres
A4 = (210, 297)  # millimetres
# What sticks out to the side, or is hidden behind an edge, is cut on paper.
CUT = """(width) => {
  const told = (element) => (element.textContent || element.tagName).trim().slice(0, 60);
  const found = [];
  for (const element of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    if (style.display === "none" || !box.width || element.closest("svg, math")) continue;
    const hides = style.overflowX !== "visible" || style.overflowY !== "visible";
    const inside = element.scrollWidth > element.clientWidth + 1
      || element.scrollHeight > element.clientHeight + 1;
    if (box.right > width + 1 || (hides && inside)) found.push(told(element));
  }
  return found;
}"""


class PaperError(RuntimeError):
    """Nothing was printed; the message says why."""


class Printer:
    """A running Chromium that prints, one page after another."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def pdf(self, page: Path, target: Path, head: str = "", margin: float = 14) -> list[str]:
        """Print an HTML file.

        Parameters
        ----------
        page
            The file; it may ask only what lies beside it.
        target
            The PDF, written whole or not at all.
        head
            The running head, at the top of every page.
        margin
            Millimetres to the left and right of head and page number, as the page's own.

        Returns
        -------
        list of str
            What is cut at the edge of A4, by its first words; nothing, if all is well.
        """
        counted = _("Page {number} of {pages}").format(
            number='<span class="pageNumber"></span>', pages='<span class="totalPages"></span>'
        )
        with self.opened(page, margin) as opened:
            cut = opened.evaluate(CUT, opened.viewport_size["width"])
            data = opened.pdf(
                prefer_css_page_size=True,
                print_background=True,
                tagged=True,
                outline=True,
                display_header_footer=True,
                header_template=LINE.format(margin=f"{margin}mm", left=escape(head), right=""),
                footer_template=LINE.format(margin=f"{margin}mm", left="", right=counted),
            )
        beside = target.with_name(f".{target.name}")
        beside.write_bytes(data)
        beside.replace(target)
        return cut

    @contextmanager
    def opened(self, page: Path, margin: float = 14) -> Iterator[Page]:
        """An HTML file as it is laid out for paper, for who does more than print it."""
        width, height = (A4[0] - 2 * margin) / PIXEL, A4[1] / PIXEL
        size = {"width": round(width), "height": round(height)}
        context = self._browser.new_context(offline=True, viewport=size)
        opened = context.new_page()
        try:
            opened.emulate_media(media="print", color_scheme="light")
            opened.goto(page.resolve().as_uri(), wait_until="load")
            opened.evaluate("document.fonts.ready")
            yield opened
        finally:
            context.close()


@contextmanager
def printer() -> Iterator[Printer]:
    """A Chromium for as long as something is to be printed.

    Raises
    ------
    PaperError
        There is none.
    """
    program = chromium()
    if program is None:
        words = _(
            "There is no Chromium to print with. Install chromium or Google Chrome, or name one "
            "with CHROMIUM=/path/to/it."
        )
        raise PaperError(words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        try:
            yield Printer(browser)
        finally:
            browser.close()


def print_page(page: Path, target: Path, head: str = "") -> list[str]:
    """Print one HTML file as a PDF; for several, keep a `printer` open."""
    with printer() as press:
        return press.pdf(page, target, head)

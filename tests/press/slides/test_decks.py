"""Every deck on a projector of 1024 x 768: opened once, from its folder, with no network."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from regecon.desk.weeks import read_weeks
from regecon.press.paper.browser import FLAGS
from regecon.press.slides.build import write
from tests.site.conftest import Visit
from tests.site.test_reading import RULES

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[3]
ASK = Path(__file__).with_name("deck.js").read_text(encoding="utf-8")
LEAST, MOST = 12, 20  # slides
LARGEST = 2_000_000  # bytes of a deck without what all share
OPEN = "() => !('live' in document.body.dataset) || 'opened' in document.documentElement.dataset"
EXPLORER = "() => Boolean(Reveal.getCurrentSlide().querySelector('.framed'))"


@pytest.fixture(scope="module")
def decks(tmp_path_factory) -> list[Path]:
    found = write(ROOT, tmp_path_factory.mktemp("pack"), read_weeks(ROOT))
    if not found:
        pytest.skip("no week has a sheet")
    return found


@pytest.fixture(scope="module")
def browser(engine, program):
    running = engine.launch(executable_path=program, args=list(FLAGS))
    yield running
    running.close()


class Opened:
    """A deck in a fresh window, with what is wrong on it."""

    def __init__(self, browser, deck: Path, query: str = ""):
        self.context = browser.new_context(viewport={"width": 1024, "height": 768})
        self.visit = Visit(self.context)
        self.page, self.deck = self.visit.page, deck
        self.found: list[str] = []
        self.seen = False  # whether axe has seen an explorer of the deck
        self.page.goto(deck.as_uri() + query, wait_until="load")
        self.page.wait_for_function("() => window.Reveal && Reveal.isReady()")
        if not query:
            self.page.wait_for_function(OPEN, timeout=20_000)
            self.page.evaluate(ASK)

    def ask(self, what: str):
        return self.page.evaluate(f"deck.{what}()")

    def wrong(self, sentence: str) -> None:
        self.found.append(f"{self.deck.stem}, slide {self.ask('place') + 1}: {sentence}")

    def axe(self) -> None:
        found = Axe().run(self.page, options=RULES).response["violations"]
        for entry in found:
            self.wrong(f"axe, {entry['id']}: {entry['nodes'][0]['html'][:120]}")

    def close(self) -> list[str]:
        told = [*self.visit.strangers, *self.visit.faults]
        self.found += [f"{self.deck.stem}: {sentence}" for sentence in told]
        self.context.close()
        return self.found


def turned(opened: Opened) -> None:
    """Go from the first slide to the last by key, looking at each."""
    page = opened.page
    count = page.evaluate("Reveal.getTotalSlides()")
    if not LEAST <= count <= MOST:
        opened.wrong(f"{count} slides, expected {LEAST} to {MOST}")
    for number in range(count):
        if opened.ask("place") != number:
            opened.wrong(f"the keys do not lead to slide {number + 1}")
            return
        for fault in opened.ask("faults"):
            opened.wrong(fault)
        if page.evaluate(EXPLORER):
            explored(opened)
        if opened.ask("hidden"):
            page.keyboard.press("ArrowRight")
            if opened.ask("hidden") or opened.ask("place") != number:
                opened.wrong("the next key does not show the reasons")
            for fault in opened.ask("faults"):
                opened.wrong(f"with its reasons, {fault}")
        page.keyboard.press("ArrowRight")


def explored(opened: Opened) -> None:
    """Move an explorer by key: its arrows turn no slide, a clicker's keys do."""
    page, place = opened.page, opened.ask("place")
    page.evaluate(
        "window.updates = 0; addEventListener('explorer:update', () => { updates += 1; })"
    )
    field = page.locator("section.present.present .explorer-control input:visible").first
    field.focus()
    page.keyboard.press("Space" if field.get_attribute("type") == "checkbox" else "ArrowRight")
    if not page.evaluate("updates"):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("updates > 0")
    page.locator("section.present.present .explorer-preset").last.focus()
    page.keyboard.press("Space")
    page.wait_for_function("updates > 1")
    if opened.ask("place") != place:
        opened.wrong("a key that works the explorer turns the slide")
    for fault in opened.ask("faults"):
        opened.wrong(f"with its last preset, {fault}")
    if not opened.seen:
        opened.axe()
    opened.seen = True
    field.focus()
    page.keyboard.press("PageDown")
    if opened.ask("place") != place + 1:
        opened.wrong("a clicker does not turn the slide while a control has the focus")
    page.keyboard.press("ArrowLeft")


def test_every_deck_works_by_key_from_a_folder(decks, browser):
    found = []
    for deck in decks:
        if deck.stat().st_size > LARGEST:
            found.append(f"{deck.stem}: {deck.stat().st_size:,} bytes")
        opened = Opened(browser, deck)
        opened.axe()
        turned(opened)
        found += opened.close()
    assert not found, "\n".join(found)


def test_a_deck_prints_a_slide_a_page_with_notes_if_wanted(decks, browser, tmp_path):
    screen = Opened(browser, decks[0])
    count = screen.page.evaluate("Reveal.getTotalSlides()")
    assert not screen.close()
    for query, pages in (("", 1), ("&showNotes=separate-page", 2)):
        opened = Opened(browser, decks[0], f"?print-pdf{query}")
        opened.page.wait_for_selector(".pdf-page", state="attached")
        paper = tmp_path / "deck.pdf"
        opened.page.pdf(path=paper, prefer_css_page_size=True, print_background=True)
        found = PdfReader(paper).pages
        assert len(found) == pages * count
        assert all(page.extract_text().strip() for page in found)
        assert not opened.close()


def test_notes_open_beside_a_deck_from_a_folder(decks, browser):
    opened = Opened(browser, decks[0])
    page = opened.page
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    page.keyboard.press("ArrowRight")
    notes = page.evaluate("Reveal.getCurrentSlide().querySelector('aside.notes').textContent")
    popup.value.wait_for_function(
        "words => document.querySelector('.speaker-controls-notes').innerText.includes(words)",
        arg=" ".join(notes.split()[:4]),
    )
    page.keyboard.press("d")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 30)"
    assert not opened.close()


PLANTED = """() => {
  const slide = Reveal.getCurrentSlide();
  slide.querySelectorAll("aside.notes").forEach((notes) => notes.remove());
  const wide = document.createElement("p");
  wide.textContent = "x".repeat(200);
  slide.append(wide);
  const high = document.createElement("div");
  high.style.cssText = "flex: none; height: 700px";
  slide.append(high);
  slide.insertAdjacentHTML("beforeend", '<div class="shown" style="height: 20px"><svg height="20" '
    + 'viewBox="0 0 99 99"><text font-size="13">small</text></svg></div>');
}"""


def test_what_does_not_fit_a_slide_is_told(decks, browser):
    opened = Opened(browser, decks[0])
    assert opened.ask("faults") == []
    opened.page.evaluate(PLANTED)
    found = "\n".join(opened.ask("faults"))
    for sentence in ("higher than its slide", "leaves the slide", "px in a picture", "no notes"):
        assert sentence in found
    opened.close()

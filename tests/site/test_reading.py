"""Every page on a desk, a tablet and a phone, in light and in dark, by hand and by key.

Each page is opened once, and one visit serves all that a browser checks of it: the window is
made narrower and wider and the colours are changed, as a reader would do it; axe looks at the
first and at the narrow dark state; presets are pressed, quizzes answered by key. Chapters and
exercises come from a server with a strict content security policy, the rest from files.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe

from regecon.kit.palette import LIGHT
from tests.site.conftest import SITE, chapter_pages, drawn, site_pages

pytestmark = pytest.mark.browser

READING = Path(__file__).with_name("reading.js")
DESK, TABLET, PHONE, PROJECTOR = 1440, 820, 360, 1920
TOUCH = 44  # pixels, on tablet and phone
# WCAG 2.2 AA. Axe cannot fetch a style sheet from a file; test_face.py looks for what it would.
# It describes violations alone: to describe all that is right takes it as long again.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "preload": False,
    "resultTypes": ["violations"],
}
# Four fifths of axe's time go to contrast, text by text. Texts that look alike on the same ground
# have one contrast: reading.js marks one of each look, and all that lies over something else.
LOOKS = """axe.configure({rules: [{id: "color-contrast", selector: "[data-look]"},
  {id: "link-in-text-block", selector: "a[href][data-look]"}]});"""
PAGES = [page.relative_to(SITE).as_posix() for page in site_pages()]
CHAPTERS = set(chapter_pages())
GENERATED = ("book/data/", "book/methods/")
# Pages made by one directive look alike: one in eight of them is seen in the dark as well.
DARK = {page for page in PAGES if not page.startswith(GENERATED)}
DARK |= set([page for page in PAGES if page.startswith(GENERATED)][::8])
MARK_DRAWN = """() => document.querySelectorAll(".re-canvas svg, .explorer-chart svg")
  .forEach((svg) => { svg.dataset.before = ""; })"""


def axe(window) -> list[str]:
    assert window.evaluate("reading.markLooks()")
    found = Axe(f"{AXE_SCRIPT}\n{LOOKS}").run(window, options=RULES).response["violations"]
    return [f"axe, {entry['id']}: {entry['nodes'][0]['html'][:160]}" for entry in found]


def faults(window, width: int) -> list[str]:
    """What the window shows wrong at a width."""
    window.set_viewport_size({"width": width, "height": 900})
    least = TOUCH if width <= TABLET else 0
    found = window.evaluate("least => reading.faults(least)", least)
    return [f"{width} px: {fault}" for fault in found]


def in_the_dark(window) -> list[str]:
    """What the page shows wrong once the reader's colours are dark."""
    window.evaluate(MARK_DRAWN)
    window.emulate_media(color_scheme="dark")
    window.wait_for_selector("svg[data-before]", state="detached")
    found = faults(window, PHONE) + axe(window)
    for width in (TABLET, DESK):
        found += faults(window, width)
    return [f"dark, {fault}" for fault in found]


def on_a_projector(window) -> list[str]:
    """A full screen: larger letters in text and chart, and no line of text over 80 signs."""
    found = faults(window, PROJECTOR)
    size, measure = window.evaluate(
        """() => { const style = getComputedStyle(document.querySelector(".article section > p"));
        return [parseFloat(style.fontSize), parseFloat(style.maxWidth)]; }"""
    )
    if size < 20 or measure / size >= 40:
        found.append(f"projector: letters of {size} px in a line of {measure} px")
    return found


def answered_by_key(window) -> list[str]:
    """Every quiz by keyboard alone: a reason for each choice, and one of them right."""
    found = []
    for number, question in enumerate(window.locator(".quiz-question").all(), 1):
        choices = question.locator("input")
        choices.first.focus()
        window.keyboard.press("Space")
        replies = [question.locator(".quiz-reply").inner_text()]
        for _ in range(choices.count() - 1):
            window.keyboard.press("ArrowDown")
            replies.append(question.locator(".quiz-reply").inner_text())
        if sum(reply.startswith("Right.") for reply in replies) != 1:
            found.append(f"quiz, question {number}: {replies}")
        found += [f"quiz: no reason in {reply!r}" for reply in replies if len(reply.split()) < 4]
    return found


@pytest.mark.parametrize("page", PAGES)
def test_page_reads_well_on_anything(visit, address, page):
    chapter = page in CHAPTERS
    served = chapter or page == "book/index.html" or page.startswith("exercises/w")
    seen = visit(width=DESK, color_scheme="light", **({"address": address} if served else {}))
    window = seen.page
    window.goto(f"{address}/{page}" if served else (SITE / page).as_uri(), wait_until="load")
    window.add_script_tag(path=READING) if not served else window.evaluate(READING.read_text())
    drawn(window)
    for skip in window.locator(".prediction-skip").all():
        skip.click()
    found = axe(window)
    for width in (DESK, TABLET, PHONE):
        found += faults(window, width)
        if width != TABLET:
            found += window.evaluate("reading.presets()")
    if page in DARK:
        found += in_the_dark(window)
    if chapter:
        assert window.locator(".quiz-question").count()
        found += on_a_projector(window) + answered_by_key(window)
    assert not seen.strangers
    found += dict.fromkeys(seen.faults)
    assert not found, "\n".join([page, *found])


PALE = "element => { element.style.color = '#999'; }"
GROUND = "element => { element.style.background = '#777'; }"
PLAIN = "element => { element.style.color = '#3a4a6a'; element.style.textDecoration = 'none'; }"


@pytest.mark.parametrize(
    ("fault", "where", "rule"),
    [
        (PALE, ".article section > p >> nth=7", "color-contrast"),
        (GROUND, ".article section > p >> nth=7", "color-contrast"),
        (GROUND, ".exercise-answer label >> nth=-1", "color-contrast"),
        (PALE, ".side a:visible >> nth=2", "color-contrast"),
        (PLAIN, ".article p a >> nth=-1", "link-in-text-block"),
    ],
)
def test_one_text_that_cannot_be_read_is_found(visit, fault, where, rule):
    """Among hundreds that can, since texts that look alike are measured once."""
    window = visit(width=DESK).open(SITE / "exercises" / "w09-resort-curve.html")
    window.add_script_tag(path=READING)
    drawn(window)
    window.locator(where).evaluate(fault)
    (told,) = axe(window)
    assert told.startswith(f"axe, {rule}: ")


def test_the_open_contents_can_be_touched(visit):
    window = visit(width=PHONE).open(SITE / "book" / "w09-resort-curve.html")
    window.add_script_tag(path=READING)
    drawn(window)
    window.click(".menu-button")
    assert window.locator(".side a").first.is_visible()
    assert not faults(window, PHONE)


def test_a_chapter_is_walked_by_tab(visit):
    """Prediction, presets and controls come one after another under the Tab key."""
    window = visit().open(SITE / "book" / "w09-resort-curve.html")
    drawn(window)
    window.locator(".prediction-choices button").first.focus()
    window.keyboard.press("Enter")
    met = []
    for _ in range(40):
        window.keyboard.press("Tab")
        met.append(
            window.evaluate(
                """() => { const here = document.activeElement, style = getComputedStyle(here);
            const label = here.nextElementSibling;
            const outlined = [here, label].some((element) => element
              && getComputedStyle(element).outlineStyle !== "none")
              || here.matches("input[type=range]:focus-visible");
            return [here.closest("[data-control]")?.dataset.control || here.className, outlined];
            }"""
            )
        )
    names = [name for name, _ in met]
    for name in ("explorer-preset", "explorer-reset", "seasons", "ceiling", "rate", "turning"):
        assert any(name in seen for seen in names), name
    assert all(outlined for _, outlined in met), met


MOVING = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const style = getComputedStyle(element);
  return parseFloat(style.transitionDuration) || parseFloat(style.animationDuration)
    || style.scrollBehavior === "smooth";
}).length"""


@pytest.mark.parametrize("page", ["book/index.html", "book/w09-resort-curve.html"])
def test_nothing_moves_for_who_wants_no_motion(visit, page):
    assert visit(reduced_motion="no-preference").open(SITE / page).evaluate(MOVING)
    assert not visit(reduced_motion="reduce").open(SITE / page).evaluate(MOVING)


def test_no_style_depends_on_how_a_phone_is_held():
    """The rule of axe on orientation, which cannot read a style sheet from a file."""
    for sheet in (SITE / "_static").glob("*.css"):
        assert "orientation:" not in sheet.read_text(encoding="utf-8"), sheet.name


PAPER = ("book/index.html", "book/w09-resort-curve.html", "exercises/w09-resort-curve.html")
PAPER_WIDTH = 673  # pixels: A4 without its margins
UNPRINTED = (
    ".bar, .side, .way, .prediction-skip, .prediction-reply, .explorer-controls, "
    ".quiz-reply, .exercise-reply"
)


@pytest.mark.parametrize("page", PAPER)
def test_page_on_paper(visit, page):
    """Printed in the dark a page is light, as wide as the paper, and without what one clicks."""
    window = visit(width=PAPER_WIDTH, color_scheme="dark").open(SITE / page)
    drawn(window)
    for quiz in window.locator(".quiz-question").all():
        quiz.locator("input").first.check()
    window.evaluate("dispatchEvent(new Event('beforeprint'))")
    window.emulate_media(media="print", color_scheme="dark")
    ink = window.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb({}, {}, {})".format(*bytes.fromhex(LIGHT["ink"][1:]))
    assert window.evaluate("document.documentElement.scrollWidth") <= PAPER_WIDTH
    assert not [box for box in window.locator(UNPRINTED).all() if box.is_visible()]
    charts = window.locator(".re-chart svg:visible, .explorer-still svg").all()
    assert charts or page not in CHAPTERS
    for chart in charts:
        box = chart.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PAPER_WIDTH + 0.5

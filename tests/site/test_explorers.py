"""Explorers in the published page: same numbers as the model, keyboard, prediction, paper.

Each explorer is opened once on a desk and once on a phone; one visit serves all that a browser
checks of it, and every fault that it shows is told.
"""

from __future__ import annotations

import math
import re
from functools import cache
from itertools import accumulate

import pytest

from regecon.explorers import explorer, explorer_names
from regecon.kit.explorer import Checks, Choice, Slider
from tests.explorer_states import sample_states
from tests.site.conftest import SITE, book_files, chapter_pages, site_pages

pytestmark = pytest.mark.browser

SET_STATE = """([element, state, kinds]) => new Promise((resolve) => {
  element.addEventListener("explorer:update", (event) => resolve(event.detail), {once: true});
  for (const [name, value] of Object.entries(state)) {
    const field = element.querySelector(`[data-control="${name}"]`);
    const inputs = [...field.querySelectorAll("input")];
    if (kinds[name] === "slider") inputs[0].value = value;
    else inputs.forEach((input, i) => { input.checked = value.includes(i); });
  }
  element.querySelector(".explorer-control input").dispatchEvent(
    new Event("input", {bubbles: true}));
})"""


@cache
def page_of(name: str):
    mark = f'data-explorer="{name}"'
    found = [page for page in site_pages() if mark in page.read_text(encoding="utf-8")]
    assert found, f"no page shows the explorer {name}"
    return found[0]


def ready(page, name: str):
    """The explorer's element once it is drawn, which it is when it comes near."""
    element = page.locator(f'[data-explorer="{name}"]')
    element.scroll_into_view_if_needed()
    page.wait_for_selector(f'[data-explorer="{name}"][data-ready="true"]', timeout=10_000)
    return element


def opened(visit, name: str, **options):
    """The explorer's element in a fresh window, ready, with the question skipped."""
    seen = visit(**options)
    seen.open(page_of(name))
    element = ready(seen.page, name)
    element.locator(".prediction-skip").click()
    return seen, element


def positions(model, state: dict) -> tuple[dict, dict]:
    """A state as the places that the page's inputs take, and the kind of each control."""
    places, kinds = {}, {}
    for control in model.controls:
        value, kinds[control.name] = state[control.name], control.kind
        if isinstance(control, Checks):
            places[control.name] = [i for i, key in enumerate(control.options) if key in value]
        elif isinstance(control, Choice):
            places[control.name] = [list(control.values).index(value)]
        else:
            places[control.name] = list(control.values).index(value)
    return places, kinds


def shown_state(model, state: dict) -> dict:
    checks = {control.name for control in model.controls if isinstance(control, Checks)}
    # As JSON keeps it, which knows no tuples.
    many = checks | {name for name, value in state.items() if isinstance(value, tuple)}
    return {name: list(value) if name in many else value for name, value in state.items()}


UNPACK = """async (element) => {
  const text = element.querySelector(".explorer-data").textContent.trim();
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}"""
ROWS = 60
LOCKED = "element => element.querySelector('.explorer-controls').disabled"
LISTEN = """(element) => { window.updates = 0;
  element.addEventListener("explorer:update", () => { window.updates += 1; }); }"""
# What of chart and headline cannot be seen together with a control or a preset: a reader puts
# the explorer at the window's top, or scrolls until the control is at the window's top, middle
# or foot, and one of these must do. Alone on the screen, nothing else lies above.
OUT_OF_SIGHT = """(element) => {
  const bar = document.querySelector(".bar");
  const alone = element.classList.contains("alone");
  const top = !alone && getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
  const place = (block, control) => {
    (block === "own" ? element.querySelector(".explorer-live") : control)
      .scrollIntoView({block: block === "own" ? "start" : block, behavior: "instant"});
    if (block === "own" || block === "start")
      (alone ? element : window).scrollBy({top: -top - 8, behavior: "instant"});
  };
  const faults = (control) => {
    const place = control.getBoundingClientRect();
    const found = [];
    if (place.bottom > innerHeight + 1 || place.top < top - 1) found.push("cut itself");
    for (const part of [".explorer-headlines", ".explorer-chart svg"]) {
      const box = element.querySelector(part).getBoundingClientRect();
      const out = Math.max(top - box.top, box.bottom - innerHeight);
      if (out > 1) found.push(`${part} out by ${out}`);
      const over = Math.min(box.right, place.right) > Math.max(box.left, place.left)
        && box.bottom > place.top + 1 && box.top < place.bottom - 1;
      if (over) found.push(`${part} lies on it`);
    }
    return found;
  };
  const touched = element.querySelectorAll(".explorer-preset, .explorer-reset, .explorer-control");
  return [...touched].flatMap((control) => {
    const tried = ["own", "start", "center", "end"].map((block) => {
      place(block, control);
      return faults(control);
    });
    const best = tried.sort((one, other) => one.length - other.length)[0];
    return best.map((fault) => `${control.textContent.trim().slice(0, 30)}: ${fault}`);
  });
}"""


def check_question(page, element) -> None:
    """The question locks the explorer until it is answered; the answer stays for the visit."""
    assert element.evaluate(LOCKED)
    first = element.locator(".prediction-choices button").first
    first.focus()
    page.keyboard.press("Enter")
    assert not element.evaluate(LOCKED)
    assert element.locator(".prediction-reply").inner_text() == first.get_attribute("data-reply")


def check_keys(page, element, model) -> None:
    """Every control and every preset works by keyboard alone."""
    page.evaluate(LISTEN, element.element_handle())
    for control in model.controls:
        before = page.evaluate("window.updates")
        # A radio is left by an arrow only from the one that is checked.
        which = "input:checked" if isinstance(control, Choice) else "input"
        element.locator(f'[data-control="{control.name}"] {which}').first.focus()
        at_the_end = isinstance(control, Slider) and control.default == control.values[-1]
        arrow = "ArrowLeft" if at_the_end else "ArrowRight"
        page.keyboard.press("Space" if isinstance(control, Checks) else arrow)
        page.wait_for_function(f"window.updates > {before}", timeout=3000)
    for preset in element.locator(".explorer-preset").all():
        preset.focus()
        page.keyboard.press("Enter")
        assert preset.get_attribute("aria-pressed") == "true"
    before = page.evaluate("window.updates")
    element.locator(".explorer-reset").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"window.updates > {before}", timeout=3000)
    assert element.locator(".explorer-sentence").inner_text() == model.sentence()


def check_numbers(page, element, model) -> None:
    """Sentence and headlines of many states are the model's."""
    handle = element.element_handle()
    for state in sample_states(model):
        detail = page.evaluate(SET_STATE, [handle, *positions(model, state)])
        assert detail["state"] == shown_state(model, state)
        assert detail["sentence"] == model.sentence(**state)
        assert element.locator(".explorer-sentence").inner_text() == model.sentence(**state)
        expected = model.headlines(**state)
        assert [line["text"] for line in detail["headlines"]] == [line.text for line in expected]
        for line, wanted in zip(detail["headlines"], expected, strict=True):
            if math.isfinite(wanted.value):
                assert line["value"] == pytest.approx(wanted.value, rel=1e-5)
            else:
                assert line["value"] is None


def check_rows(page, element, model) -> None:
    """The rows that Vega draws are the model's, to the four digits the page keeps.

    The build computed every state; some sixty of them, evenly from the first to the last, are
    computed anew, so that rows out of their place are found in any part of a column.
    """
    packed = page.evaluate(UNPACK, element.element_handle())
    for part_name, part in model.parts.items():
        columns = packed["parts"][part_name]["columns"]
        counts = packed["parts"][part_name]["counts"]
        states = list(model.states_of(part))
        if isinstance(counts, int):
            counts = [counts] * len(states)
        starts = [0, *accumulate(counts)]
        for kept in columns.values():
            assert len(kept.get("all", [])) in (0, starts[-1])
        for i in {*range(0, len(states), max(1, len(states) // ROWS)), len(states) - 1}:
            rows = part.model(**states[i]).rows
            assert counts[i] == len(rows)
            for column in rows.columns:
                kept = columns[column]
                values = kept["once"] if "once" in kept else kept["all"][slice(*starts[i : i + 2])]
                if "words" in kept:
                    values = [kept["words"][value] for value in values]
                _same(values, rows[column].tolist())


def _same(values: list, expected: list) -> None:
    for value, wanted in zip(values, expected, strict=True):
        missing = wanted is None or (isinstance(wanted, float) and not math.isfinite(wanted))
        if missing:
            assert value is None
        elif isinstance(wanted, str | bool):
            assert value == wanted
        else:
            assert value == pytest.approx(float(wanted), rel=6e-4, abs=1e-12)


def check_outside(page, element, model) -> None:
    """A control set from outside to no value of its own snaps to the nearest one."""
    for control in model.controls:
        if not isinstance(control, Slider):
            continue
        field = element.locator(f'[data-control="{control.name}"] input')
        for max_, value in (("999", "998"), ("999", "-3"), ("1", "0.4")):
            field.evaluate(
                "(input, [max, value]) => { input.max = max; input.step = 'any'; "
                "input.min = -9; input.value = value; "
                "input.dispatchEvent(new Event('input', {bubbles: true})); }",
                [max_, value],
            )
            page.wait_for_timeout(60)
            told = element.locator(f'[data-control="{control.name}"] .explorer-value').inner_text()
            assert not re.search("undefined|NaN", told)
            assert any(told.startswith(control.write(value)) for value in control.values)
    assert "undefined" not in element.locator(".explorer-sentence").inner_text()


def check_alone(page, element) -> list[str]:
    """The explorer alone on the screen; Escape leads back. What is out of sight there."""
    button = element.locator(".explorer-alone")
    button.click()
    page.wait_for_timeout(300)
    assert button.get_attribute("aria-pressed") == "true"
    found = [f"alone, {fault}" for fault in element.evaluate(OUT_OF_SIGHT)]
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert button.get_attribute("aria-pressed") == "false"
    return found


def check_paper(page, element) -> None:
    """On paper: the question with its choices, then picture, sentence and table; no controls."""
    page.emulate_media(media="print")
    assert element.locator(".explorer-still svg").is_visible()
    assert element.locator(".prediction-question").is_visible()
    assert element.locator(".prediction-choices button").first.is_visible()
    for gone in (".explorer-controls", ".prediction-skip", ".prediction-reply", ".explorer-alone"):
        assert not element.locator(gone).is_visible(), gone
    page.emulate_media(media="screen")


@pytest.mark.parametrize("name", explorer_names())
def test_explorer_on_a_desk(visit, name):
    model = explorer(name)
    seen = visit(width=1366, height=768)
    page = seen.open(page_of(name))
    element = ready(page, name)
    check_question(page, element)
    check_keys(page, element, model)
    found = element.evaluate(OUT_OF_SIGHT) + check_alone(page, element)
    check_numbers(page, element, model)
    check_rows(page, element, model)
    check_paper(page, element)
    page.reload()
    ready(page, name)
    assert not element.evaluate(LOCKED), "an answer stays for the visit"
    check_outside(page, element, model)
    assert not seen.faults
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", explorer_names())
def test_chart_and_headline_stay_in_sight_on_a_phone(visit, name):
    """Beside every control and every preset, as high as a phone's bars leave the window."""
    seen, element = opened(visit, name, width=390, height=660)
    found = element.evaluate(OUT_OF_SIGHT)
    element.locator(".explorer-alone").click()
    assert element.evaluate("element => element.classList.contains('alone')")
    seen.page.keyboard.press("Escape")
    assert not element.evaluate("element => element.classList.contains('alone')")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", chapter_pages())
def test_without_script_question_picture_sentence_and_table_remain(visit, page):
    seen = visit(java_script_enabled=False)
    seen.open(SITE / page)
    elements = seen.page.locator("[data-explorer]").all()
    assert elements
    for element in elements:
        model = explorer(element.get_attribute("data-explorer"))
        still = element.locator(".explorer-still")
        assert element.locator(".prediction-question").is_visible()
        assert element.locator(".prediction-choices button").first.is_visible()
        assert not element.locator(".prediction-skip").is_visible()
        assert still.locator("svg").is_visible()
        assert still.locator("table").is_visible()
        assert still.locator(".explorer-told").inner_text() == model.sentence()
        assert not element.locator(".explorer-controls").is_visible()


OLD = "delete window.DecompressionStream; delete window.reportError; delete Object.hasOwn;"
PROTOTYPE = ("length", "constructor", "__proto__", "map", "99", "")


@pytest.fixture
def resort(visit):
    """The explorer of week 9 in a window that first runs a script of the test's."""

    def open_with(script: str):
        seen = visit()
        seen.page.add_init_script(script)
        page = seen.open(page_of("resort-ceiling"))
        return page, page.locator('[data-explorer="resort-ceiling"]')

    return open_with


def test_an_older_browser_sees_what_paper_shows(resort):
    page, element = resort(OLD)
    page.wait_for_selector("[data-failed]", timeout=10_000)
    assert element.locator(".explorer-still svg").is_visible()
    assert element.locator(".explorer-old").is_visible()
    assert not element.locator(".explorer-live").is_visible()
    assert page.locator(".re-chart svg").first.is_visible()


@pytest.mark.parametrize("stored", PROTOTYPE)
def test_a_stored_word_does_not_break_the_explorer(resort, stored):
    key = "regecon:prediction:resort-ceiling"
    page, element = resort(f"sessionStorage.setItem({key!r}, {stored!r})")
    ready(page, "resort-ceiling")
    assert element.locator(".explorer-chart svg").is_visible()


def test_refused_storage_breaks_nothing(resort):
    refuse = "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty("
    refuse += "window, name, {get() { throw new DOMException('no', 'SecurityError'); }});"
    page, element = resort(refuse)
    ready(page, "resort-ceiling")
    element.locator(".prediction-skip").click()
    assert not element.evaluate(LOCKED)


def test_what_is_heard_is_the_course_s_and_comes_once(visit):
    """The live tree: the chart's own text, no name of Vega's, one message for a step."""
    seen, element = opened(visit, "resort-ceiling")
    heard = element.aria_snapshot().replace("''", "'")  # as YAML writes an apostrophe
    assert explorer("resort-ceiling").alt in heard
    assert "Vega" not in heard
    assert "graphics-document" not in element.inner_html()
    listen = """(element) => { window.heard = 0; new MutationObserver(() => { window.heard += 1; })
      .observe(element.querySelector("[role=status].explorer-said"),
        {childList: true, characterData: true, subtree: true}); }"""
    element.evaluate(listen)
    live = element.locator("[aria-live], [role=status], output")
    assert {box.get_attribute("class").split()[0] for box in live.all()} <= {
        "explorer-said",
        "prediction-reply",
    }
    element.locator("input[type=range]").first.focus()
    seen.page.keyboard.press("ArrowRight")
    seen.page.keyboard.press("ArrowLeft")
    seen.page.wait_for_timeout(1200)
    assert seen.page.evaluate("window.heard") == 1


def test_contents_give_no_answer_away_before_the_question(visit):
    seen = visit(width=1366)
    page = seen.open(page_of("resort-ceiling"))
    page.wait_for_selector(".side-sections[data-open]")
    ready(page, "resort-ceiling")
    shown = page.locator(".side-sections li:visible").count()
    assert 0 < shown < page.locator(".side-sections li").count()
    page.locator(".prediction-skip").first.click()
    assert page.locator(".side-sections li:visible").count() > shown


def test_back_shows_what_the_controls_say(visit):
    """State restored by the browser agrees with what is shown."""
    seen, element = opened(visit, "resort-ceiling")
    page = seen.page
    element.locator("input[type=range]").first.focus()
    page.keyboard.press("End")
    quiz = page.locator(".quiz-choice input").first
    quiz.check()
    page.goto(page_of("whom-you-ask").as_uri())
    page.go_back()
    ready(page, "resort-ceiling")
    page.wait_for_timeout(200)
    field = element.locator(".explorer-control:has(input[type=range])").first
    place = int(field.locator("input").input_value())
    control = next(c for c in explorer("resort-ceiling").controls if isinstance(c, Slider))
    told = field.locator(".explorer-value b").inner_text()
    assert told == control.write(control.values[place])
    for box in page.locator(".quiz-question:has(input:checked)").all():
        assert box.locator(".quiz-reply").inner_text()


def test_site_has_explorers(site):
    assert any(
        "data-explorer=" in page.read_text(encoding="utf-8") for page in book_files("*.html")
    )

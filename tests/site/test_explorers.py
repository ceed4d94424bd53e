"""Explorers in the published page: same numbers as the model, keyboard, prediction, paper."""

from __future__ import annotations

import math

import pytest

from regecon.explorers import explorer, explorer_names
from regecon.kit.explorer import Checks, Choice, Slider
from tests.explorer_states import sample_states
from tests.site.conftest import book_files, site_pages

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


def page_of(name: str):
    mark = f'data-explorer="{name}"'
    found = [page for page in site_pages() if mark in page.read_text(encoding="utf-8")]
    assert found, f"no page shows the explorer {name}"
    return found[0]


def opened(visit, name: str, **options):
    """The explorer's element in a fresh window, ready, with the question skipped."""
    seen = visit(**options)
    seen.open(page_of(name))
    element = seen.page.locator(f'[data-explorer="{name}"]')
    seen.page.wait_for_selector(f'[data-explorer="{name}"][data-ready="true"]', timeout=10_000)
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
    return {name: list(value) if name in checks else value for name, value in state.items()}


@pytest.mark.parametrize("name", explorer_names())
def test_page_shows_the_numbers_of_the_model(visit, name):
    model = explorer(name)
    seen, element = opened(visit, name)
    handle = element.element_handle()
    for state in sample_states(model):
        detail = seen.page.evaluate(SET_STATE, [handle, *positions(model, state)])
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
    assert not seen.faults


@pytest.mark.parametrize("name", explorer_names())
def test_chart_rows_are_those_of_the_model(visit, name):
    """The rows that Vega draws are the model's, to the four digits the page keeps."""
    model = explorer(name)
    seen, element = opened(visit, name)
    handle = element.element_handle()
    unpack = """async (element) => {
      const text = element.querySelector(".explorer-data").textContent.trim();
      const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
      return new Response(stream).json();
    }"""
    packed = seen.page.evaluate(unpack, handle)
    for part_name, part in model.parts.items():
        columns, counts = (
            packed["parts"][part_name]["columns"],
            packed["parts"][part_name]["counts"],
        )
        first = 0
        for i, state in enumerate(model.states_of(part)):
            rows = part.model(**state).rows
            count = counts if isinstance(counts, int) else counts[i]
            assert count == len(rows)
            for column in rows.columns:
                kept = columns[column]
                values = kept["once"] if "once" in kept else kept["all"][first : first + count]
                if "words" in kept:
                    values = [kept["words"][value] for value in values]
                _same(values, rows[column].tolist())
            first += count


def _same(values: list, expected: list) -> None:
    for value, wanted in zip(values, expected, strict=True):
        missing = wanted is None or (isinstance(wanted, float) and not math.isfinite(wanted))
        if missing:
            assert value is None
        elif isinstance(wanted, str | bool):
            assert value == wanted
        else:
            assert value == pytest.approx(float(wanted), rel=6e-4, abs=1e-12)


@pytest.mark.parametrize("name", explorer_names())
def test_question_locks_the_explorer_until_answered(visit, name):
    seen = visit()
    seen.open(page_of(name))
    ready = f'[data-explorer="{name}"][data-ready="true"]'
    seen.page.wait_for_selector(ready)
    element = seen.page.locator(f'[data-explorer="{name}"]')
    locked = "element => element.querySelector('.explorer-controls').disabled"
    assert element.evaluate(locked)
    first = element.locator(".prediction-choices button").first
    first.click()
    assert not element.evaluate(locked)
    assert element.locator(".prediction-reply").inner_text() == first.get_attribute("data-reply")
    seen.page.reload()
    seen.page.wait_for_selector(ready)
    assert not element.evaluate(locked), "an answer stays for the visit"


@pytest.mark.parametrize("name", explorer_names())
def test_every_control_works_by_keyboard_alone(visit, name):
    seen = visit()
    seen.open(page_of(name))
    seen.page.wait_for_selector(f'[data-explorer="{name}"][data-ready="true"]')
    element = seen.page.locator(f'[data-explorer="{name}"]')
    element.locator(".prediction-choices button").first.focus()
    seen.page.keyboard.press("Enter")
    handle = element.element_handle()
    listen = """(element) => { window.updates = 0;
      element.addEventListener("explorer:update", () => { window.updates += 1; }); }"""
    seen.page.evaluate(listen, handle)
    for control in explorer(name).controls:
        before = seen.page.evaluate("window.updates")
        # A radio is left by an arrow only from the one that is checked.
        which = "input:checked" if isinstance(control, Choice) else "input"
        field = element.locator(f'[data-control="{control.name}"] {which}').first
        field.focus()
        at_the_end = isinstance(control, Slider) and control.default == control.values[-1]
        arrow = "ArrowLeft" if at_the_end else "ArrowRight"
        key = "Space" if isinstance(control, Checks) else arrow
        seen.page.keyboard.press(key)
        seen.page.wait_for_function(f"window.updates > {before}", timeout=3000)
    for preset in element.locator(".explorer-preset").all():
        preset.focus()
        seen.page.keyboard.press("Enter")
        assert preset.get_attribute("aria-pressed") == "true"
    element.locator(".explorer-reset").focus()
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_timeout(100)
    assert element.locator(".explorer-sentence").inner_text() == explorer(name).sentence()


@pytest.mark.parametrize("name", explorer_names())
def test_without_script_a_picture_a_sentence_and_a_table_remain(visit, name):
    seen = visit(java_script_enabled=False)
    seen.open(page_of(name))
    still = seen.page.locator(f'[data-explorer="{name}"] .explorer-still')
    assert still.locator("svg").is_visible()
    assert still.locator("table").is_visible()
    assert still.locator("p").first.inner_text() == explorer(name).sentence()
    assert not seen.page.locator(f'[data-explorer="{name}"] .explorer-controls').is_visible()


@pytest.mark.parametrize("name", explorer_names())
def test_on_paper_the_still_picture_replaces_the_controls(visit, name):
    seen, element = opened(visit, name)
    seen.page.emulate_media(media="print")
    assert element.locator(".explorer-still svg").is_visible()
    assert not element.locator(".explorer-controls").is_visible()
    assert not element.locator(".prediction").is_visible()


def test_site_has_explorers(site):
    assert any(
        "data-explorer=" in page.read_text(encoding="utf-8") for page in book_files("*.html")
    )

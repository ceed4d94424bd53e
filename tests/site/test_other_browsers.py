"""Book, explorer, search and exercises in Firefox and in Safari's engine, from files."""

from __future__ import annotations

import json
import time

import pytest

from tests.other_browsers import firefox, opened, until, webkit
from tests.site.conftest import SITE
from tests.site.test_scorm import ANSWER as ANSWER_ONE
from tests.site.test_scorm import SET, Course, made, right_ones

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("other-browsers")]
MOVE = """(() => { const box = document.querySelector('.explorer');
  const field = box.querySelector('input[type=range]');
  field.value = field.value === field.max ? field.min : field.max;
  field.dispatchEvent(new Event('input', {bubbles: true}));
  return box.querySelector('.explorer-sentence').textContent; })()"""
ANSWER = """(() => { const form = document.querySelector('.exercise-answer:has(input[type=text])');
  form.querySelector('input').value = '-999,5';
  form.requestSubmit();
  return form.dataset.verdict + ': ' + form.querySelector('.exercise-reply').textContent; })()"""
INSIDE = "document.querySelector('iframe').contentDocument"


@pytest.fixture(scope="module", params=[firefox, webkit], ids=["firefox", "webkit"])
def other(request, site):
    with opened(request.param) as browser:
        if browser is None:
            pytest.skip(f"no {request.param.__name__} here: run python -m tests.browser")
        yield browser


def test_an_explorer_opens_and_answers(other):
    other.open((SITE / "book" / "w12-keep-call-train.html").as_uri())
    other.run("document.querySelector('.explorer').scrollIntoView()")
    until(other, "document.querySelector('.explorer[data-ready=true] .explorer-chart svg')")
    other.run("document.querySelector('.prediction-skip').click()")
    before = other.run("document.querySelector('.explorer-sentence').textContent")
    assert other.run(MOVE) != before
    until(other, "document.querySelector('.explorer-said').textContent")


def test_charts_are_drawn(other):
    other.open((SITE / "book" / "w06-giants-and-prices.html").as_uri())
    until(other, "[...document.querySelectorAll('.re-chart')].every((e) => e.dataset.ready)")
    assert other.run("document.querySelectorAll('.re-chart svg').length") > 2
    assert other.run("document.documentElement.scrollWidth <= innerWidth")


def test_search_finds_from_a_file(other):
    other.open(f"{(SITE / 'search.html').as_uri()}?q=S-115")
    until(other, "document.querySelector('ul.search li a')")
    assert other.run("document.querySelector('ul.search li a').textContent") == "S-115"


def test_an_exercise_is_judged(other):
    other.open((SITE / "exercises" / "w09-resort-curve.html").as_uri())
    until(other, "document.querySelector('.exercise-answer input')")
    told = other.run(ANSWER)
    assert told.startswith("wrong: ")
    assert len(told.split()) > 5


def reported(course, score: str) -> bool:
    """Whether the course has it within five seconds; a report travels apart from the page."""
    for _ in range(100):
        if course.taken and course.taken[-1]["core"]["score"]["raw"] == score:
            return True
        time.sleep(0.05)
    return False


def test_a_package_reports_and_comes_back(other):
    """The course's storage stands in for the browser's in every engine."""
    course, one = Course(), right_ones()[0]
    page = f"/{SET}/{made()[SET].page.name}"
    try:
        for visit in (1, 2):
            kept = course.taken[-1]["suspend_data"] if course.taken else ""
            known = json.dumps({"suspend_data": kept})
            other.open(f"{course.address}/frame.html")
            other.run(f"launch({json.dumps(page)}, {known}, {{launch: {visit}}})")
            until(other, f"{INSIDE}.querySelector('.lms-head')?.textContent")
            if visit == 1:
                given = f"({ANSWER_ONE})({json.dumps(one)})"
                other.run(f"void ((document) => {given})({INSIDE})")
            until(other, f"{INSIDE}.querySelector('[data-verdict=right]')")
            until(other, f"{INSIDE}.querySelector('.lms-told').textContent.includes(' 5 of 100')")
            assert reported(course, "5")
        assert other.run("Object.keys(localStorage).length") == 0
    finally:
        course.stop()

"""Book, explorer, search and exercises in Firefox and in Safari's engine, from files."""

from __future__ import annotations

import pytest

from tests.other_browsers import firefox, opened, until, webkit
from tests.site.conftest import SITE

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


@pytest.fixture(scope="module", params=[firefox, webkit], ids=["firefox", "webkit"])
def other(request, site):
    with opened(request.param) as browser:
        if browser is None:
            pytest.skip(f"no {request.param.__name__} here: run python -m tests.browser")
        yield browser


def test_an_explorer_opens_and_answers(other):
    other.open((SITE / "book" / "w12-keep-call-train.html").as_uri())
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

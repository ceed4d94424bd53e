"""Exercises in the published page: judged as in the notebook, kept on the device, no solutions."""

from __future__ import annotations

import json

import pytest

from regecon.desk.sets.build import MASTERS
from regecon.desk.sets.master import SUFFIX, find_sets, slug_of
from regecon.kit.checks.answers import Answer
from regecon.kit.checks.draws import own
from tests.desk.sets.leaks import leaks, open_answers
from tests.desk.sets.sets import exercise_set, solved
from tests.desk.sets.test_sealed import JUDGED, compare, rows_for_the_page
from tests.desk.sets.test_written import CORPUS
from tests.site.conftest import SITE, book_files

SLUGS = [slug_of(path) for path in find_sets(MASTERS)]
STORED = "regecon:exercises:{}"


def page(slug: str):
    return SITE / "exercises" / f"{slug}.html"


def answers(slug: str) -> list[tuple[str, Answer]]:
    return [(name, answer) for name, item in solved(slug).items() for answer in item.answers]


def right_value(answer: Answer) -> float:
    """What is right today: tables grow, and answers with them."""
    return next(rule.value for rule in answer.rules if rule.right)


@pytest.mark.site
@pytest.mark.parametrize("slug", SLUGS)
def test_page_and_notebook_give_nothing_away(site, slug):
    for path in (page(slug), SITE / "_static" / "exercises" / f"{slug}.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert leaks(text, exercise_set(slug)) == []
        assert open_answers(text, slug) == []


@pytest.mark.site
def test_no_master_is_in_the_site(site):
    found = [path.relative_to(SITE).as_posix() for path in book_files("*.ipynb")]
    assert {f"_static/exercises/{slug}.ipynb" for slug in SLUGS} <= set(found)
    assert not [path for path in book_files("*") if "master" in path.name]
    heads = [path.read_bytes()[:200] for path in MASTERS.glob(f"*{SUFFIX}")]
    texts = [path for path in book_files("*") if path.suffix in (".txt", ".md", ".ipynb")]
    assert not [path for path in texts if path.read_bytes()[:200] in heads]


@pytest.mark.site
@pytest.mark.parametrize("slug", SLUGS)
def test_every_question_is_on_the_page(site, slug):
    text = page(slug).read_text(encoding="utf-8")
    for question in exercise_set(slug).questions:
        assert f'id="question-{question.name.replace("_", "-")}"' in text
    assert text.count('class="exercise-answer"') == len(answers(slug))


@pytest.mark.browser
def test_the_page_judges_as_the_notebook_does(visit):
    """In one go for all sets, in the browser; ``tests/desk/sets`` tries more values."""
    opened = visit().open(page(SLUGS[0]))
    compare(opened.evaluate(JUDGED, rows_for_the_page()))


@pytest.mark.browser
def test_numbers_as_people_write_them(visit):
    opened = visit().open(page("w09-resort-curve"))
    told = opened.evaluate("texts => texts.map(regecon.readNumber)", [row[0] for row in CORPUS])
    assert told == [row[1:] for row in CORPUS]


@pytest.mark.browser
def test_a_decimal_comma_with_three_places_is_right(visit):
    opened = visit().open(page("w11-split-the-combine"))
    question, answer = next((q, a) for q, a in answers("w11-split-the-combine") if not a.options)
    form = form_of(opened, question, answer.variable)
    assert form.locator("input").get_attribute("inputmode") == "text"
    assert enter(form, answer, f"{answer.rules[0].value:.3f}".replace(".", ",")) == "Right."
    assert "Write the number alone" in enter(form, answer, "0,5 or thereabouts")


def form_of(opened, question: str, variable: str):
    return opened.locator(f'form[data-question="{question}"][data-answer="{variable}"]')


def enter(form, answer: Answer, value: float | str) -> str:
    """Answer with the keyboard alone; the reply."""
    if answer.options:
        form.locator(f'input[value="{value}"]').focus()
        form.page.keyboard.press("Space")
        form.page.keyboard.press("Enter")
    else:
        form.get_by_label(answer.label, exact=False).focus()
        form.page.keyboard.press("Control+a")
        form.page.keyboard.type(f"{value:.10g}" if isinstance(value, float) else value)
        form.page.keyboard.press("Enter")
    return form.locator(".exercise-reply").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("slug", SLUGS)
def test_every_answer_can_be_given_with_the_keyboard(visit, slug):
    seen = visit()
    opened = seen.open(page(slug))
    for question, answer in answers(slug):
        form = form_of(opened, question, answer.variable)
        for rule in answer.rules[1:3]:
            assert rule.hint in enter(form, answer, rule.value)
            assert form.get_attribute("data-verdict") == "wrong"
        assert enter(form, answer, answer.rules[0].value) == "Right."
        assert form.get_attribute("data-verdict") == "right"
    count = len(answers(slug))
    told = opened.locator(".exercise-count").inner_text()
    assert told == f"{count} of {count} answers are right."
    assert not seen.faults
    assert not seen.strangers


@pytest.mark.browser
def test_answers_are_kept_saved_and_erased(visit, tmp_path):
    slug = "w09-resort-curve"
    seen = visit(accept_downloads=True)
    opened = seen.open(page(slug))
    question, answer = answers(slug)[0]
    form = form_of(opened, question, answer.variable)
    right = right_value(answer)
    typed = f"{right:.1f}".replace(".", ",")
    enter(form, answer, f"{right / 100:.3f}")
    enter(form, answer, typed)

    opened.wait_for_timeout(500)
    opened.reload()
    assert form.locator("input").input_value() == typed
    assert form.get_attribute("data-verdict") == "right"

    opened.get_by_label("Your name or number").fill("Анна 7")
    with opened.expect_download() as waiting:
        opened.get_by_role("button", name="Save as a file").click()
    assert waiting.value.suggested_filename == f"{slug}-Анна-7.json"
    waiting.value.save_as(tmp_path / "saved.json")
    saved = json.loads((tmp_path / "saved.json").read_text(encoding="utf-8"))
    assert saved["set"] == slug
    assert saved["version"] == exercise_set(slug).version
    assert (saved["student"], saved["right"], saved["of"]) == ("Анна 7", 1, len(answers(slug)))
    first = {"question": question, "answer": answer.variable, "given": typed, "tries": 2}
    assert saved["answers"][0] == first | {"right": True}

    erase = opened.locator(".exercise-erase")
    erase.click()
    assert opened.evaluate("key => localStorage.getItem(key)", STORED.format(slug))
    erase.click()
    assert opened.evaluate("key => localStorage.getItem(key)", STORED.format(slug)) is None
    assert form.locator("input").input_value() == ""
    assert form.get_attribute("data-verdict") is None
    assert not seen.faults


@pytest.mark.browser
def test_own_figures_are_drawn_in_the_page_as_in_the_notebook(visit):
    seen = visit()
    opened = seen.open(page("w01-the-road"))
    item = solved("w01-the-road")["town"]
    places = list(range(len(item.variants)))
    numbers = ["0000", "7", " 0042 ", "20231457", "A-17", "\u0410\u043d\u043d\u0430 5", "x" * 60]
    told = opened.evaluate(
        "([numbers, place, n]) => numbers.map((it) => regecon.drawOwn(it, place, n))",
        [numbers, item.place, len(places)],
    )
    assert told == [own(number, item.place, places) for number in numbers]
    field = opened.get_by_label("Your student number")
    shown = opened.locator(".exercise-own output")
    for number in ("7", "20231457"):
        mine = item.of(number)
        field.fill(number)
        assert shown.inner_text() == f"TOWN = {mine.before['TOWN']}"
        for answer in mine.answers:
            form = form_of(opened, "town", answer.variable)
            assert enter(form, answer, answer.rules[0].value) == "Right."
    other = next(n for n in map(str, range(99)) if item.of(n) is not mine)
    field.fill(other)
    assert form.get_attribute("data-verdict") == "wrong"
    opened.reload()
    assert field.input_value() == other
    assert not seen.faults


@pytest.mark.browser
@pytest.mark.parametrize("kept", ["{", "[]", "7", '{"growth.growth_2001_2015": {"given": 3}}'])
def test_storage_that_is_not_ours_does_no_harm(visit, kept):
    slug = "w09-resort-curve"
    seen = visit()
    key, value = json.dumps(STORED.format(slug)), json.dumps(kept)
    seen.context.add_init_script(f"localStorage.setItem({key}, {value})")
    opened = seen.open(page(slug))
    question, answer = answers(slug)[0]
    given = f"{right_value(answer):.1f}"
    assert enter(form_of(opened, question, answer.variable), answer, given) == "Right."
    assert not seen.faults


@pytest.mark.browser
def test_an_empty_or_wordy_answer_is_no_answer(visit):
    opened = visit().open(page("w09-resort-curve"))
    question, answer = answers("w09-resort-curve")[0]
    form = form_of(opened, question, answer.variable)
    form.get_by_role("button").click()
    assert form.locator(".exercise-reply").inner_text() == "Give an answer first."
    assert "not a number" in enter(form, answer, "a third")
    assert form.get_attribute("data-verdict") is None


@pytest.mark.browser
def test_without_script_there_is_no_dead_form(visit):
    opened = visit(java_script_enabled=False).open(page("w09-resort-curve"))
    assert not opened.locator("form.exercise-answer").first.is_visible()
    assert opened.locator("noscript p").first.is_visible()


@pytest.mark.browser
def test_two_tabs_do_not_erase_each_other(visit):
    slug = "w09-resort-curve"
    seen = visit()
    one, two = seen.open(page(slug)), seen.context.new_page()
    two.goto(page(slug).as_uri())
    (first, second) = [(q, a) for q, a in answers(slug) if not a.options][:2]
    forms = [[form_of(tab, q, a.variable) for q, a in (first, second)] for tab in (one, two)]
    written = [f"{a.rules[0].value:.3f}" for _q, a in (first, second)]
    forms[1][1].locator("input").fill("half writ")  # not checked yet
    assert enter(forms[0][0], first[1], written[0]) == "Right."
    forms[1][0].locator(".exercise-reply", has_text="Right.").wait_for()
    assert forms[1][0].locator("input").input_value() == written[0]
    assert forms[1][1].locator("input").input_value() == "half writ"
    assert enter(forms[1][1], second[1], written[1]) == "Right."
    one.reload()
    for form, text in zip(forms[0], written, strict=True):
        assert form.locator("input").input_value() == text
        assert form.get_attribute("data-verdict") == "right"


@pytest.mark.browser
def test_going_back_shows_what_is_kept(visit):
    slug = "w09-resort-curve"
    opened = visit().open(page(slug))
    question, answer = next((q, a) for q, a in answers(slug) if not a.options)
    form = form_of(opened, question, answer.variable)
    assert enter(form, answer, f"{answer.rules[0].value:.3f}") == "Right."
    form.locator("input").fill("7")  # changed, and not checked
    # Not index.html, which leads on by itself while one goes back.
    opened.goto((SITE / "book" / "glossary.html").as_uri())
    opened.go_back()
    assert form.locator("input").input_value() == f"{answer.rules[0].value:.3f}"
    assert form.get_attribute("data-verdict") == "right"

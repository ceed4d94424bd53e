"""A student's way: in from the book, an answer, a hint, a slider, and the work found again."""

from __future__ import annotations

import json
import re

import pytest

from tests.desk.sets.sets import solved
from tests.press.lab.page import printed
from tests.press.lab.server import SITE

pytestmark = pytest.mark.browser_lab
SET = "exercises/w09-resort-curve.ipynb"
# The rates of growth of exercise 1, as the master solves them and as a student may.
(GROWTH,) = [it for it in solved("w09-resort-curve").values() if it.question.name == "growth"]
RIGHT = GROWTH.question.solution[0].source
WRONG = RIGHT.replace("- 1)", ")")


def test_an_answer_gets_a_hint_then_passes_and_is_found_again(lab):
    page = lab(SET)
    page.run("made-1")
    page.run("setup")
    page.write("growth-solution", WRONG)
    page.run("growth-solution")
    said = printed(page.run("made-2"))
    assert "not yet" in said
    assert "growth factor" in said
    page.write("growth-solution", RIGHT)
    page.run("growth-solution")
    assert printed(page.run("made-2")).startswith("growth passed.")
    page.save()
    page.page.close()
    again = lab(SET, python=False)
    kept = {cell["id"]: cell["source"] for cell in again.cells()}
    assert kept["growth-solution"] == RIGHT
    with again.page.expect_download() as waiting:
        again.page.get_by_role("button", name="Download to hand in").click()
    assert waiting.value.suggested_filename == SET.split("/")[1]
    handed_in = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    assert RIGHT in ["".join(cell["source"]) for cell in handed_in["cells"]]


MISSING = {
    "import matplotlib.pyplot as plt": "Draw with altair",
    "import seaborn": "Draw with altair",
    "import statsmodels.api as sm": "from statsmodels.regression.linear_model import OLS",
}
INSTEAD = """from statsmodels.regression.linear_model import OLS
round(float(OLS([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]).fit().params[0]), 9)"""


def test_a_library_that_is_not_there_says_what_to_use(lab):
    page = lab(SET)
    page.run("made-1")
    page.run("setup")
    for line, told in MISSING.items():
        page.write("growth-solution", line)
        (error,) = [it for it in page.run("growth-solution") if it["output_type"] == "error"]
        assert "ModuleNotFoundError" in error["ename"]  # this kernel writes it as a class
        assert told in error["evalue"]
    page.write("growth-solution", INSTEAD)
    assert printed(page.run("growth-solution")).strip() == "1.0"


def test_a_new_version_of_the_course_overwrites_nothing(lab, student):
    mine = f"{GROWTH.answers[0].variable} = 31"
    page = lab(SET, python=False)
    page.write("growth-solution", mine)
    page.save()
    assert page.page.locator(".re-lab-notice").count() == 0
    page.page.close()
    newer = json.loads((SITE / "lab/files" / SET).read_text(encoding="utf-8"))
    newer["metadata"]["regecon"]["version"] = "0ddba11"
    newer["cells"][1]["source"] = "# A new title"
    student.route(re.compile(r"/lab/files/exercises/w09"), lambda route: route.fulfill(json=newer))
    again = lab(SET, python=False)
    assert mine in [cell["source"] for cell in again.cells()]
    with student.expect_page() as opening:
        again.page.get_by_role("button", name="Open the new one beside it").click()
    beside = opening.value
    beside.wait_for_selector(".jp-Notebook h1")
    assert "exercises%2Fnew-0ddba11%2Fw09-resort-curve.ipynb" in beside.url
    assert beside.locator(".jp-Notebook h1").first.inner_text().startswith("A new title")
    assert mine in [cell["source"] for cell in again.cells()]


def test_a_slider_moves_the_live_explorer(lab):
    page = lab("explorers.ipynb")
    page.run("start")
    page.run("resort-ceiling")
    window = page.page
    window.get_by_role("button", name="Skip the question").click()
    window.locator(".re-chart").scroll_into_view_if_needed()
    window.wait_for_selector(".re-chart[data-ready] svg")
    drawn = window.locator(".re-chart svg").first.inner_html()
    slider = window.get_by_role("slider").first
    slider.focus()
    for _step in range(3):
        window.keyboard.press("ArrowRight")
    window.get_by_text("Your own curve ends at 8 million").wait_for()
    window.locator(".re-chart").scroll_into_view_if_needed()
    window.wait_for_selector(".re-chart[data-ready] svg")
    assert window.locator(".re-chart svg").first.inner_html() != drawn


def test_the_book_leads_to_the_lab_and_loads_nothing_of_it_before(student, server):
    server.sent.clear()
    page = student.new_page()
    page.goto(f"{server.address}exercises/w09-resort-curve.html")
    button = page.get_by_role("link", name="Open in the browser lab")
    button.wait_for()
    assert [name for name in server.sent if name.startswith("lab/")] == []
    button.click()
    page.wait_for_selector(".jp-Notebook h1", timeout=60_000)
    assert page.locator(".jp-Notebook h1").first.inner_text().startswith("Exercises 9")
    back = page.get_by_role("link", name="The book")
    assert back.evaluate("link => link.href") == f"{server.address}exercises/w09-resort-curve.html"


def test_a_lab_leads_to_the_page_of_its_chapter(student, lab, server):
    page = lab("notebooks/w09-resort-curve.ipynb", python=False)
    with student.expect_page() as opening:
        page.page.get_by_role("link", name="week 9").first.click()
    assert opening.value.url == f"{server.address}book/w09-resort-curve.html"


def test_a_book_opened_as_a_file_says_what_the_lab_needs(browser):
    page = browser.new_page()
    page.goto((SITE / "exercises" / "w09-resort-curve.html").as_uri())
    page.wait_for_selector(".lab-open:visible")
    assert "make serve" in page.locator(".lab-open").inner_text()
    page.close()

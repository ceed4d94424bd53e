"""Every notebook of the lab runs in the browser and prints what it prints elsewhere."""

from __future__ import annotations

import math
import re
from itertools import zip_longest
from pathlib import Path

import nbformat
import pytest

from regecon.cases.town import find
from regecon.desk.sets.master import find_sets, slug_of
from regecon.desk.town.notebook import TEAM_TOWNS
from regecon.explorers import explorer_names
from tests.desk.sets.sets import exercise_set, solved
from tests.press.lab.page import LabPage, errors, printed
from tests.press.lab.server import SITE

pytestmark = pytest.mark.browser_lab
ROOT = Path(__file__).resolve().parents[3]
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?")
FIRST_LAB = "w09-resort-curve"
FIRST_SET = "w10-snow-silence-shadow"
WIRE = 45_000_000  # bytes of a first visit, compressed
AGAIN = 1_000_000  # bytes of a later visit
# The first of each is opened by make test.
LABS = sorted({path.stem for path in (ROOT / "notebooks").glob("*.ipynb")} - {FIRST_LAB})
SETS = [
    pytest.param(slug, marks=[] if slug == FIRST_SET else pytest.mark.every_notebook)
    for slug in map(slug_of, find_sets(ROOT / "exercises"))
]


def differs(ours: str, stored: str) -> str:
    """Where two texts differ but for blanks and the last digits of numbers; empty if nowhere.

    The browser is a machine of 32 bits: what is int64 elsewhere is int32 there.
    """
    ours = ours.replace("dtype: int32", "dtype: int64")
    for mine, theirs in zip_longest(ours.split(), stored.split(), fillvalue=""):
        if NUMBER.sub("#", mine) != NUMBER.sub("#", theirs):
            return f"{mine} for {theirs}"
        for one, other in zip(NUMBER.findall(mine), NUMBER.findall(theirs), strict=True):
            values = [float(text.replace(",", "")) for text in (one, other)]
            if not math.isclose(*values, rel_tol=1e-6, abs_tol=1e-9):
                return f"{one} for {other}"
    return ""


def test_a_first_visit_is_light_and_a_later_one_lighter(returning, server):
    """How long it takes depends on what else the machine does: ``make measure`` tells."""

    def visit() -> LabPage:
        server.sent.clear()
        page = LabPage(returning.new_page(), server.address, f"notebooks/{FIRST_LAB}.ipynb")
        page.run_all()  # fits a curve, so SciPy is counted
        return page

    page = visit()
    prints_what_is_stored(page, FIRST_LAB)
    first = sum(server.sent.values())
    page.page.close()
    visit()
    later = sum(server.sent.values())
    print(f"first {first / 1e6:.1f} MB, ready after {page.ready:.1f} s, later {later / 1e6:.2f} MB")
    assert first <= WIRE
    assert later <= AGAIN, sorted(server.sent, key=server.sent.get)[-3:]


@pytest.mark.every_notebook
@pytest.mark.parametrize("slug", LABS)
def test_a_lab_prints_what_is_stored(lab, slug):
    page = lab(f"notebooks/{slug}.ipynb")
    page.run_all()
    prints_what_is_stored(page, slug)


def prints_what_is_stored(page: LabPage, slug: str) -> None:
    stored = nbformat.read(ROOT / "notebooks" / f"{slug}.ipynb", as_version=4)
    expected = [cell for cell in stored.cells if cell.cell_type == "code" and cell.source.strip()]
    assert errors(page.code()) == []
    assert len(page.code()) == len(expected)
    for mine, theirs in zip(page.code(), expected, strict=True):
        found = differs(printed(mine["outputs"]), printed(theirs.outputs))
        assert not found, f"{mine['source'][:60]}: {found}"
    assert page.faults == []


@pytest.mark.parametrize("slug", SETS)
def test_exercises_give_hints_and_take_the_solution(lab, slug):
    page = lab(f"exercises/{slug}.ipynb")
    page.run_all()
    questions = [item.question for item in solved(slug).values() if not item.question.manual]
    assert errors(page.code()) == []
    assert verdicts(page) == {question.name: False for question in questions}
    for question in questions:
        for cell in question.solution:
            if cell.cell_type == "code":
                page.write(cell.id, cell.source)
    page.run_all()
    assert errors(page.code()) == []
    assert verdicts(page) == {question.name: True for question in questions}
    assert page.faults == []


def verdicts(page: LabPage) -> dict[str, bool]:
    """Question by question, what its check says; where it objects it has to say why."""
    found = {}
    for cell in page.code():
        asked = re.fullmatch(r'grader\.check\("(\w+)"\)', cell["source"])
        if asked:
            head, *hints = printed(cell["outputs"]).split("\n\n")
            found[asked[1]] = head.endswith("passed.")
            assert found[asked[1]] or hints, head
    return found


def test_all_sets_and_labs_are_there():
    files = SITE / "lab" / "files"
    labs = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert {path.name for path in (files / "notebooks").glob("*.ipynb")} == labs
    sets = {f"{slug_of(path)}.ipynb" for path in find_sets(ROOT / "exercises")}
    assert {path.name for path in (files / "exercises").glob("*.ipynb")} == sets
    for path in (files / "exercises").glob("*.ipynb"):
        assert "# SOLUTION" not in path.read_text(encoding="utf-8"), path.name
        assert exercise_set(path.stem).slug == path.stem


def test_the_towns_of_the_teams_lie_ready():
    found = {path.stem for path in (SITE / "lab" / "files" / "towns").glob("*.ipynb")}
    assert found == {find(name).slug for name in TEAM_TOWNS}


@pytest.mark.every_notebook
def test_a_town_runs_in_the_browser(lab):
    page = lab(f"towns/{find(TEAM_TOWNS[-1]).slug}.ipynb")
    page.run_all()
    assert errors(page.code()) == []
    assert page.faults == []


@pytest.mark.every_notebook
def test_every_explorer_is_live(lab):
    page = lab("explorers.ipynb")
    page.run_all()
    assert errors(page.code()) == []
    shown = [cell for cell in page.code() if cell["source"].startswith("explorer(")]
    skip = page.page.get_by_role("button", name="Skip the question")
    for _explorer in shown:
        skip.first.click()
    charts = page.page.locator(".re-chart")
    assert charts.count() >= len(shown)
    for number in range(charts.count()):
        charts.nth(number).scroll_into_view_if_needed()
        charts.nth(number).locator("svg").wait_for()
    assert len(shown) == len(explorer_names())
    assert page.faults == []

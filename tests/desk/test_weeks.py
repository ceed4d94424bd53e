"""The table of weeks and the pages that belong to it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import jupytext
import pytest
import yaml

from regecon.desk.sets.master import SUFFIX
from regecon.desk.weeks import read_weeks
from regecon.press.complete import in_toc, is_listed, lacks
from tests.reach import loads, reached, tops, tree

ROOT = Path(__file__).resolve().parents[2]
WEEKS = read_weeks(ROOT)
IDS = [week.slug for week in WEEKS]


def test_every_chapter_is_in_the_table_and_the_toc():
    chapters = {path.stem for path in (ROOT / "book").glob("w[0-9][0-9]-*.md")}
    assert chapters == set(IDS)
    listed = in_toc(ROOT)
    assert all(is_listed(f"book/{slug}", listed) for slug in IDS)


@pytest.mark.parametrize("week", WEEKS, ids=IDS)
def test_a_week_lacks_nothing(week):
    missing = lacks(week, ROOT)
    assert not missing, "\n".join(missing)


def test_every_page_is_in_the_table_of_contents():
    rooms = ("book/**/*.md", "exercises/*.md", "notebooks/*.ipynb")
    files = [path for room in rooms for path in ROOT.glob(room) if not path.match(f"*{SUFFIX}")]
    pages = {path.relative_to(ROOT).with_suffix("") for path in files}
    pages = {page.as_posix() for page in pages if ".master" not in page.name}
    listed = in_toc(ROOT)
    absent = {page for page in pages if not is_listed(page, listed)}
    assert not absent, f"_toc.yml: add a line '- file: ...' for {', '.join(sorted(absent))}"


def modules_of(week) -> list[str]:
    """The figures and the explorers of a week."""
    explorers = [f"regecon.explorers.{name.replace('-', '_')}" for name in week.explorers]
    return [f"regecon.figures.w{week.number:02d}", *explorers]


def cells_of(week) -> str:
    """The code of chapter and lab."""
    pages = (f"{week.chapter}.md", f"{week.notebook}.ipynb")
    cells = [cell for page in pages for cell in jupytext.read(ROOT / page).cells]
    lines = "\n".join(cell.source for cell in cells if cell.cell_type == "code").splitlines()
    return "\n".join(line for line in lines if not line.startswith(("%", "!")))


@cache
def reach_of(week) -> tuple[set[str], set[str]]:
    """The tables that a week loads, by whatever way, and the modules in which it does."""
    codes = [(None, ast.parse(cells_of(week)))]
    codes += [(module, tree(module)) for module in modules_of(week)]
    tables, modules = reached(codes)
    return tables, modules | set(modules_of(week))


def text_of(week) -> str:
    """Chapter, lab and every module that they reach as one text."""
    pages = [ROOT / f"{week.chapter}.md", ROOT / f"{week.notebook}.ipynb"]
    pages += [ROOT / f"{module.replace('.', '/')}.py" for module in sorted(reach_of(week)[1])]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages if page.is_file())


@pytest.mark.parametrize("week", WEEKS, ids=IDS)
def test_a_week_declares_what_it_reads(week):
    assert reach_of(week)[0] - set(week.tables) == set(), "add them to the week in book/weeks.yml"


@pytest.mark.parametrize("week", WEEKS, ids=IDS)
def test_a_week_uses_what_it_declares(week):
    text, (tables, _modules) = text_of(week), reach_of(week)
    for name in week.tables:
        assert name in tables or f"`{name}`" in text, f"{week.slug} never uses {name}"
    for name in week.methods:
        assert f"regecon.methods.{name}" in text or f"regecon.methods import {name}" in text, name


def test_a_table_is_reached_through_the_rooms_below():
    code = "from regecon.cases import towns\nload('grp')\ntowns.where()"
    there = next(name for name, node in tops("regecon.cases.towns").items() if loads(node))
    tables, modules = reached([(None, ast.parse(code.replace("where", there)))])
    assert {"grp", *loads(tops("regecon.cases.towns")[there])} <= tables
    assert modules >= {"regecon.cases.towns"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"colour": "red"}, "week 1: there is no key 'colour'"),
        ({"road": "sea"}, "week 1: road is 'sea', expected one of road"),
        ({"read": "long"}, "week 1: read is 'long', expected a whole number"),
        ({"claims": "S-001"}, "week 1: claims is 'S-001', expected a list"),
        ({"claims": ["S-1"]}, "week 1: claims, entry 1 is 'S-1', expected S-115 or"),
        ({"title": None}, "week 1: title is None, expected a text"),
    ],
)
def test_a_fault_of_an_entry_is_named(tmp_path, change, told):
    entry = yaml.safe_load((ROOT / "book" / "weeks.yml").read_text(encoding="utf-8"))[0]
    with pytest.raises(ValueError, match=re.escape(f"book/weeks.yml, {told}")):
        read_weeks(table(tmp_path, yaml.safe_dump([entry | change])))
    del entry["lab"]
    with pytest.raises(ValueError, match=r"book/weeks\.yml, week 1: the key lab is missing"):
        read_weeks(table(tmp_path, yaml.safe_dump([entry])))


@pytest.mark.parametrize("text", ["- number: [", "number: 1", "- 1"])
def test_what_is_no_table_of_weeks_is_named(tmp_path, text):
    with pytest.raises(ValueError, match=r"book/weeks\.yml: expected a list"):
        read_weeks(table(tmp_path, text))


def table(root: Path, text: str) -> Path:
    """A course that is nothing but a table of weeks."""
    (root / "book").mkdir(exist_ok=True)
    (root / "book" / "weeks.yml").write_text(text, encoding="utf-8")
    return root

"""The table of weeks and the pages that belong to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from regecon.desk.sets.master import SUFFIX
from regecon.desk.weeks import read_weeks
from regecon.press.complete import in_toc, lacks

ROOT = Path(__file__).resolve().parents[2]
WEEKS = read_weeks(ROOT)
IDS = [week.slug for week in WEEKS]


def test_every_chapter_is_in_the_table_and_the_toc():
    chapters = {path.stem for path in (ROOT / "book").glob("w[0-9][0-9]-*.md")}
    assert chapters == set(IDS)
    toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    assert all(f"book/{slug}\n" in toc for slug in IDS)


@pytest.mark.parametrize("week", WEEKS, ids=IDS)
def test_a_week_lacks_nothing(week):
    missing = lacks(week, ROOT)
    assert not missing, "\n".join(missing)


def test_every_page_is_in_the_table_of_contents():
    rooms = ("book/**/*.md", "exercises/*.md", "notebooks/*.ipynb")
    files = [path for room in rooms for path in ROOT.glob(room) if not path.match(f"*{SUFFIX}")]
    pages = {path.relative_to(ROOT).with_suffix("") for path in files}
    absent = {page.as_posix() for page in pages} - in_toc(ROOT)
    assert not absent, f"_toc.yml: add a line '- file: ...' for {', '.join(sorted(absent))}"


def text_of(week) -> str:
    """Chapter, lab, page module and explorers of a week as one text."""
    pages = [ROOT / f"{week.chapter}.md", ROOT / f"{week.notebook}.ipynb"]
    pages.append(ROOT / "regecon" / "figures" / f"w{week.number:02d}.py")
    modules = [name.replace("-", "_") for name in week.explorers]
    pages += [ROOT / "regecon" / "explorers" / f"{name}.py" for name in modules]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.parametrize("week", WEEKS, ids=IDS)
def test_a_week_declares_what_it_reads(week):
    read = set(re.findall(r'load\(\\?"(\w+)\\?"\)', text_of(week)))
    assert read <= set(week.tables)


@pytest.mark.parametrize("week", WEEKS, ids=IDS)
def test_a_week_uses_what_it_declares(week):
    text = text_of(week)
    for name in week.tables:
        assert f'"{name}"' in text or f"`{name}`" in text, f"{week.slug} never uses {name}"
    for name in week.methods:
        assert f"regecon.methods.{name}" in text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"colour": "red"}, "week 1: there is no key 'colour'"),
        ({"road": "sea"}, "week 1: road is 'sea', expected one of road"),
        ({"read": "long"}, "week 1: read is 'long', expected a whole number"),
        ({"claims": "S-001"}, "week 1: claims is 'S-001', expected a list"),
        ({"claims": ["S-1"]}, "week 1: claims has 'S-1', expected S-115 or"),
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

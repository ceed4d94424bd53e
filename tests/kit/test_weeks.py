"""The table of weeks and the pages that belong to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from regecon.data import load
from regecon.data.folder import descriptor, table_names
from regecon.explorers import explorer_names
from regecon.kit.sphinx.methods import families
from regecon.kit.weeks import read_weeks

ROOT = Path(__file__).resolve().parents[2]
WEEKS = read_weeks(ROOT)
IDS = [week.slug for week in WEEKS]


def test_every_chapter_is_in_the_table_and_the_toc():
    chapters = {path.stem for path in (ROOT / "book").glob("w[0-9][0-9]-*.md")}
    assert chapters == set(IDS)
    toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    assert all(f"book/{slug}\n" in toc for slug in IDS)


@pytest.mark.parametrize("week", WEEKS, ids=IDS)
def test_a_week_has_chapter_lab_and_exercises_of_one_name(week):
    for page in (f"{week.chapter}.md", f"{week.notebook}.ipynb", f"{week.exercises}.ipynb"):
        assert (ROOT / page).is_file(), page


@pytest.mark.parametrize("week", WEEKS, ids=IDS)
def test_what_a_week_names_exists(week):
    assert set(week.explorers) <= set(explorer_names())
    assert set(week.tables) <= set(table_names())
    assert set(week.methods) <= set(families())
    assert set(week.claim_numbers()) <= set(load("claims")["claim"])


def text_of(week) -> str:
    """Chapter, lab, page module and explorers of a week as one text."""
    pages = [ROOT / f"{week.chapter}.md", ROOT / f"{week.notebook}.ipynb"]
    pages.append(ROOT / "regecon" / "pages" / f"w{week.number:02d}.py")
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
        assert week.number in descriptor(name)["weeks"], f"{name} does not name week {week.number}"
    for name in week.explorers:
        assert f'explorer("{name}")' in text
    for name in week.methods:
        assert f"regecon.methods.{name}" in text


def test_unknown_key_and_road_are_named(tmp_path):
    entry = yaml.safe_load((ROOT / "book" / "weeks.yml").read_text(encoding="utf-8"))[0]
    (tmp_path / "book").mkdir()
    file = tmp_path / "book" / "weeks.yml"
    file.write_text(yaml.safe_dump([entry | {"colour": "red"}]), encoding="utf-8")
    with pytest.raises(ValueError, match=r"weeks.yml, week 1: .*colour"):
        read_weeks(tmp_path)
    file.write_text(yaml.safe_dump([entry | {"road": "sea"}]), encoding="utf-8")
    with pytest.raises(ValueError, match="week 1: road is 'sea', expected one of road"):
        read_weeks(tmp_path)

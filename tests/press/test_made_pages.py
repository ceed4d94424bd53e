"""Pages that hold one generated thing are written by the build, where their addresses are."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from regecon.data.folder import table_names
from regecon.press.complete import in_toc, is_listed, names_in
from regecon.press.made_pages import FOLDERS, MARK, write_made_pages

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def course(tmp_path) -> Path:
    (tmp_path / "exercises").mkdir()
    shutil.copy(ROOT / "exercises" / "w09-resort-curve.master.md", tmp_path / "exercises")
    return tmp_path


def test_every_table_family_and_set_has_a_page(course):
    made = write_made_pages(course)
    wanted = {f"book/data/{name}.md" for name in table_names()}
    wanted |= {f"book/methods/{name}.md" for name in names_in("methods")}
    assert set(made) == wanted | {"exercises/w09-resort-curve.md"}
    page = (course / "exercises" / "w09-resort-curve.md").read_text(encoding="utf-8")
    assert page.startswith(f"{MARK}# Exercises 9. ")


def test_what_has_not_changed_is_not_written_again(course):
    write_made_pages(course)
    page = course / "book" / "data" / "grp.md"
    before = page.stat().st_mtime_ns
    write_made_pages(course)
    assert page.stat().st_mtime_ns == before


def test_a_made_page_goes_with_what_it_showed_and_a_written_one_stays(course):
    write_made_pages(course)
    gone, kept = course / "book" / "data" / "gone.md", course / "book" / "data" / "which-number.md"
    gone.write_text(f"{MARK}# Gone\n", encoding="utf-8")
    kept.write_text("# Which number is right?\n", encoding="utf-8")
    (course / "exercises" / "w09-resort-curve.master.md").unlink()
    write_made_pages(course)
    assert not gone.exists()
    assert not (course / "exercises" / "w09-resort-curve.md").exists()
    assert kept.exists()


def test_git_keeps_none_of_them_and_no_compiled_catalogue():
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    kept = subprocess.run(
        ["git", "ls-files", *FOLDERS, "*.mo"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    pages = [name for name in kept if name.endswith((".md", ".mo")) and ".master" not in name]
    assert pages == ["book/data/index.md", "book/data/which-number.md", "book/methods/index.md"]


def test_every_address_of_the_site_is_still_listed():
    """Pages are cited by their address: the list only grows."""
    addresses = (ROOT / "tests" / "site" / "addresses.txt").read_text(encoding="utf-8").split()
    listed = in_toc(ROOT)
    by_sphinx = {"search.html", "genindex.html"}
    pages = [name.removesuffix(".html") for name in addresses if name not in by_sphinx]
    assert [page for page in pages if not is_listed(page, listed)] == []
    made = {name.removesuffix(".md") for name in write_made_pages(ROOT)}
    for page in pages:
        there = any((ROOT / f"{page}{ending}").is_file() for ending in (".md", ".ipynb"))
        assert there or page in made, page

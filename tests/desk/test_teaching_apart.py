"""Nothing that only teachers have is in what students get, nor on the way there."""

from __future__ import annotations

import json
import re
import zipfile
from html import escape
from pathlib import Path

import pytest
import yaml

from regecon.desk.teacher.sheet import find_sheets, read_sheet
from regecon.press import teacher
from tests.teaching_secrets import ROOT, plain, public, runs, secrets, teaching, told, told_in

SHEETS = find_sheets(ROOT)
SENTENCE = next(sheet.kit.roles[0].hidden for sheet in map(read_sheet, SHEETS[:1]))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_what_a_role_hides_is_in_nothing_that_the_site_is_made_from(path):
    """What a sheet shares with its chapter is no secret; so little may be shared."""
    for role in read_sheet(path).kit.roles:
        own = [run for run in runs(role.hidden) if all(run)]
        assert sum(run in public() for run in own) <= len(own) / 4, role.name


def test_what_is_searched_for_is_nearly_all_that_the_files_say():
    assert len(secrets()) > 0.97 * len(teaching())
    files = {place.partition(",")[0] for place in secrets().values()}
    banks = {f"bank/{path.name}" for path in (ROOT / "teaching" / "bank").glob("*.yml")}
    assert files == {path.name for path in SHEETS} | banks


FORMS = {
    "plain": str,
    "html": lambda text: f"<p>{escape(text).replace(' ', ' <b>', 1)}</b></p>",
    "json": lambda text: json.dumps({"a": text.replace(" ", "\n", 3)}),
    "capitals": str.upper,
}


@pytest.mark.parametrize("form", FORMS)
def test_a_planted_sentence_is_found(form, tmp_path):
    text = FORMS[form](f"Before. {SENTENCE} After.")
    (place, *_rest) = told(text, secrets())
    assert place.startswith(f"{SHEETS[0].name}, kit, roles, entry 1")
    page = tmp_path / "page.html"
    page.write_text(text, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "book.zip", "w") as archive:
        archive.write(page, "html/page.html")
    assert told_in([tmp_path / "book.zip"], secrets())[0].startswith("html/page.html says what")


def test_markup_does_not_part_words():
    assert plain('a\\n<b class="x">c</b> d &amp; 3 < 5').split() == [
        "a",
        "c",
        "d",
        "&",
        "3",
        "<",
        "5",
    ]


def test_what_is_published_is_the_site_and_the_pack_is_made_elsewhere():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "regecon teacher --out _build/teacher" in makefile
    recipes = dict(re.findall(r"^([\w-]+):[^\n]*\n((?:\t[^\n]*\n)+)", makefile, re.MULTILINE))
    for name in ("book", "bundle", "files", "browser-lab", "site", "student", "labs"):
        assert "teach" not in recipes[name], name
    hosted = [*(ROOT / ".github" / "workflows").glob("*.yml"), ROOT / ".gitlab-ci.yml"]
    for path in hosted:
        text = path.read_text(encoding="utf-8")
        assert "teach" not in text, path.name
        published = set(re.findall(r"_build/[\w./]*", text))
        assert published <= {"_build/html", "_build/html/", "_build/book.zip", "_build/files/"}


def test_no_page_and_no_wheel_is_made_from_the_teaching_files():
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    assert "teaching" in config["exclude_patterns"]
    toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    assert re.findall(r"(?:file|glob): teaching/", toc) == []
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'packages = ["regecon"]' in project
    assert "teaching" not in project.partition("[tool.hatch")[2].partition("[tool.ruff")[0]


@pytest.mark.parametrize("inside", ["", "pack"])
def test_the_pack_is_not_written_into_the_site(inside):
    site = Path(teacher.ROOT) / "_build" / "html" / inside
    with pytest.raises(SystemExit, match="is part of the students' site"):
        teacher.main(["w09", "--out", str(site), "--only", "plans"])

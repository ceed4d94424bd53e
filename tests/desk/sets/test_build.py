"""What the command writes, that it writes it whole, and that it says why it does not."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from regecon.desk.sets.build import build
from regecon.desk.sets.master import MasterError
from tests.desk.sets.sets import PATHS, TOY, exercise_set


def command(*arguments: str | Path) -> subprocess.CompletedProcess:
    words = [sys.executable, "-m", "regecon", "student", "build", *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("slug", PATHS)
def test_what_is_written(built, slug):
    teachers = built / "teachers" / slug
    assert [path.name for path in teachers.iterdir()] == ["key.ipynb"]
    exercises = exercise_set(slug)
    for path in (built / "students" / f"{slug}.ipynb", teachers / "key.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        own = notebook.metadata.regecon
        assert (own.set, own.version) == (slug, exercises.version)
    student = nbformat.read(built / "students" / f"{slug}.ipynb", as_version=4)
    graded = [item.name for item in exercises.questions if not item.manual]
    assert [row.question for row in student.metadata.regecon.checks] == graded


@pytest.mark.parametrize("slug", PATHS)
def test_the_student_reads_first_what_a_check_means(built, slug):
    notebook = json.loads((built / "students" / f"{slug}.ipynb").read_text(encoding="utf-8"))
    opening = "".join(notebook["cells"][2]["source"])
    for words in ("regecon.data import load", "grader.check", "hidden", "not mean full marks"):
        assert words in opening


def test_two_builds_are_the_same(built, tmp_path):
    build(tmp_path, ["toy"], TOY)
    assert content(tmp_path) == {k: data for k, data in content(built).items() if "toy" in k}


def test_nothing_is_left_beside_what_is_wanted(built):
    assert sorted(path.name for path in built.iterdir()) == ["students", "teachers"]


def test_a_missing_folder_or_set_stops_before_anything_is_written(tmp_path):
    out = tmp_path / "out"
    run = command("--out", out, "--masters", tmp_path / "nowhere")
    assert run.returncode != 0
    assert run.stderr.startswith("Nothing was written.")
    assert "no such folder" in run.stderr
    with pytest.raises(MasterError, match="no set named 'tyo'; there is toy"):
        build(out, ["tyo"], TOY)
    assert not out.exists()


def test_a_target_that_cannot_be_written_to(tmp_path):
    (tmp_path / "file").write_text("I am here")
    run = command("--out", tmp_path / "file" / "out", "--masters", TOY)
    assert run.returncode != 0
    assert run.stderr.startswith("Nothing was written.")
    assert "cannot be written to" in run.stderr
    assert content(tmp_path) == {"file": b"I am here"}


def test_a_failing_set_leaves_the_target_as_it_was(tmp_path, built):
    masters, out = tmp_path / "masters", tmp_path / "out"
    shutil.copytree(TOY, masters)
    text = (TOY / "toy.master.md").read_text(encoding="utf-8")
    (masters / "zz.master.md").write_text(text.replace("points: 3", "points: x"), encoding="utf-8")
    shutil.copytree(built, out)
    before = content(out)
    with pytest.raises(MasterError, match=r"zz\.master\.md"):
        build(out, masters=masters)
    assert content(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["masters", "out"]


def test_a_solution_that_does_not_pass_leaves_nothing(tmp_path):
    masters = tmp_path / "masters"
    masters.mkdir()
    text = (TOY / "toy.master.md").read_text(encoding="utf-8")
    assert "10.408951" in text
    (masters / "toy.master.md").write_text(text.replace("10.408951", "11.4"), encoding="utf-8")
    run = command("--out", tmp_path / "new" / "out", "--masters", masters)
    assert run.returncode != 0
    assert "toy: the solution of growth does not pass" in run.stderr
    assert not (tmp_path / "new").exists()

"""A class in which everything happens: each submission gets its line and what it has earned.

One run of the grader over all of them, two at a time; then a test for each.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import socket
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from regecon.desk.grade import sandbox
from regecon.desk.grade.report import put
from regecon.desk.grade.run import grade_class
from regecon.desk.grade.text import one_line
from tests.desk.grade.handed_in import answered, hand_in
from tests.desk.grade.hostile import CASES, Case
from tests.desk.sets.sets import TOY

LIMITS = sandbox.Limits(cell=3, total=15, memory=2**30, processes=48, output=2**21)
FORMULAS = ("=", "+", "@", "-", "\uff1d", "\uff0b", "\uff0d", "\uff20")
pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def graded(tmp_path_factory, worker_id):
    """The class, graded once for all processes of a test run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "hostile"
    seen = folder / "seen.json"
    try:
        folder.mkdir()
    except FileExistsError:  # another process is at it
        until = time.monotonic() + 300
        while not seen.exists() and time.monotonic() < until:
            time.sleep(0.2)
    else:
        put(seen, json.dumps(_grade(folder)))
    results = _class(folder)  # what is graded is only read
    rows = list(csv.DictReader((folder / "out" / "grades.csv").open(encoding="utf-8-sig")))
    return SimpleNamespace(
        results={item.file: result for item, result in results},
        rows=rows,
        out=folder / "out",
        **json.loads(seen.read_text()),
    )


def _class(folder: Path):
    return grade_class(
        folder / "in", folder / "out", wanted="toy", masters=TOY, workers=3, limits=LIMITS
    )


def _grade(folder: Path) -> dict:
    """Hand everything in and grade it, with a canary and an open door beside it."""
    canary = folder / "canary"
    canary.write_text("alive")
    door = socket.create_server(("127.0.0.1", 0))
    door.settimeout(0.01)
    for name, case in CASES.items():
        content = case.content
        if not isinstance(content, bytes | str):
            for cell in content.cells:
                cell.source = cell.source.replace("PORT", str(door.getsockname()[1]))
                removed = f"shutil.rmtree({str(folder)!r}, ignore_errors=True)"
                cell.source = cell.source.replace("CANARY", removed)
        hand_in(folder / "in", f"{name}/toy.ipynb", content)
    newer = hand_in(folder / "in", "twice/a-new.ipynb", answered())
    older = hand_in(folder / "in", "twice/b-old.ipynb", answered("growth = 1"))
    os.utime(newer, (2_000_000_000, 2_000_000_000))
    os.utime(older, (1_000_000_000, 1_000_000_000))
    before = {process.pid for process in psutil.process_iter()}
    _class(folder)
    knocks = 0
    try:
        while True:
            door.accept()
            knocks += 1
    except TimeoutError:
        door.close()
    left = [p.pid for p in psutil.process_iter() if p.pid not in before and _is_left(p)]
    return {"knocks": knocks, "left": left, "canary": canary.exists() and canary.read_text()}


def _is_left(process: psutil.Process) -> bool:
    """Whether it is a submission whose grader has gone; those of other graders have theirs."""
    try:
        if os.geteuid() == 0 and process.uids().real <= sandbox.NOBODY:
            return False
        above = [" ".join(parent.cmdline()) for parent in process.parents()]
        ours = os.geteuid() == 0 or "regecon.desk.grade.inside" in " ".join(process.cmdline())
        return ours and not any("regecon.desk.grade.apart" in words for words in above)
    except psutil.Error:
        return False


@pytest.mark.parametrize("name", CASES)
def test_it_gets_a_line_and_what_it_earned(graded, name):
    case: Case = CASES[name]
    file = one_line(f"{name}/toy.ipynb")
    lines = [row for row in graded.rows if row["file"].lstrip("'") == file]
    assert [row["question"] for row in lines] == ["growth", "place", "letter"]
    happened = lines[0]["what_happened"], lines[1]["what_happened"]
    earned = [float(row["points"]) for row in lines[:2]]
    assert earned == [case.growth, case.place], happened
    assert lines[2]["points"] == ""
    assert case.said in " ".join(happened), happened


def test_what_was_found_by_searching(graded):
    remarks = " ".join(graded.results["searches/toy.ipynb"].remarks)
    assert "LookupError" not in remarks
    assert "took too long" not in remarks


def test_nothing_is_deleted_outside(graded):
    assert graded.canary == "alive"
    assert Path(shutil.__file__).exists()


def test_nobody_came_out_by_the_network(graded):
    assert graded.knocks == 0


def test_no_process_is_left(graded):
    assert graded.left == []


def test_the_newer_of_two_counts(graded):
    lines = [row for row in graded.rows if row["student"] == "twice"]
    told = {row["file"]: row["what_happened"] for row in lines}
    assert told["twice/b-old.ipynb"] == "Not judged: twice/a-new.ipynb is newer."
    points = [row["points"] for row in lines if row["file"] == "twice/a-new.ipynb"]
    assert points == ["3", "1", ""]


def test_a_failed_hidden_test_is_never_told_as_all_passed(graded):
    failed = [
        row for row in graded.rows if row["points"] and float(row["points"]) < float(row["max"])
    ]
    assert len(failed) > 20
    assert not [row for row in failed if "passed" in row["what_happened"]]
    (half,) = (
        r for r in graded.rows if r["file"] == "half/toy.ipynb" and r["question"] == "growth"
    )
    assert half["points"] == "1"
    assert "Checks that object: 1, of them hidden: 1." in half["what_happened"]


def test_the_others_are_untouched(graded):
    honest = graded.results["honest/toy.ipynb"]
    assert honest.remarks == ()
    assert [verdict.points for verdict in honest.verdicts] == [3, 1, None]
    assert honest.verdicts[2].answer == "I would count heads."


def test_a_missing_package_is_the_graders_and_costs_nothing(graded):
    result = graded.results["missing packages/toy.ipynb"]
    assert set(result.missing) == {"nobody_has_this", "nobody_has_that", "nobody_else"}
    summary = (graded.out / "summary.html").read_text(encoding="utf-8")
    assert "lacks the package nobody_else, which 1 notebook wants" in summary


def test_nobody_used_the_memory_of_others(graded):
    for name in ("segments of memory", "nameless files"):
        assert graded.results[f"{name}/toy.ipynb"].memory < LIMITS.memory / 2
        assert graded.results[f"{name}/toy.ipynb"].remarks == ()


def test_what_is_long_is_cut_everywhere(graded):
    for page in graded.out.rglob("*"):
        if page.is_file():
            assert page.stat().st_size < 500_000, page
    assert not [name for name in os.listdir(graded.out / "feedback") if len(name.encode()) > 200]


def test_pages_and_tables_hold_no_markup_and_no_formula_of_a_student(graded):
    pages = sorted((graded.out / "feedback").iterdir())
    assert len(pages) == len(CASES) + 1
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    assert "&lt;script&gt;" in text
    assert "<script" not in text
    for table in ("grades.csv", "lms.csv", "words.csv"):
        rows = csv.reader((graded.out / table).open(encoding="utf-8-sig"))
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell.strip().startswith(FORMULAS)]
        assert not [cell for cell in cells if re.search("[\x00-\x1f]", cell)]

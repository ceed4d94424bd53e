"""Grading a class from the command line: inputs, resuming, own numbers, verdicts."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import psutil
import pytest

from regecon.desk.grade import sandbox
from regecon.desk.grade.handed import read
from regecon.desk.grade.judge import judge
from regecon.desk.grade.run import grade_class
from regecon.desk.sets.solve import attempt
from tests.desk.grade.handed_in import GROWTH, answered, hand_in, notebook, paper, solved
from tests.desk.sets.sets import TOY, Grade
from tests.desk.sets.sets import solved as solved_questions
from tests.warm import warm

ROOT = Path(__file__).resolve().parents[3]
LIMITS = sandbox.Limits(cell=10, total=60)
pytestmark = pytest.mark.sandbox


def command(*arguments: str | Path, **options) -> subprocess.CompletedProcess:
    words = [sys.executable, "-m", "regecon", "grade", *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, check=False, **options)


@pytest.fixture(scope="module")
def called():
    """The command in a process that has the large libraries already."""
    with warm("jinja2", "jupytext", "pandas", "psutil", "scipy.optimize") as python:

        def call(*arguments: str | Path) -> subprocess.CompletedProcess:
            words = ["grade", *map(str, arguments)]
            return python.run(f"from regecon.command import main; main({words!r})", ROOT)

        yield call


def grade(folder: Path, out: Path, **options):
    options = {"masters": TOY, "limits": LIMITS} | options
    return {item.file: result for item, result in grade_class(folder, out, **options)}


def table(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def three(tmp_path_factory) -> Path:
    """A folder as Moodle exports it."""
    source = tmp_path_factory.mktemp("three") / "in"
    for number, growth in enumerate((GROWTH, "growth = 50", "growth = 0.5"), 1):
        folder = f"Student {number}_{4710 + number}_assignsubmission_file_"
        hand_in(source, f"{folder}/toy.ipynb", answered(growth))
    return source


@pytest.fixture(scope="module")
def graded(three) -> Path:
    """What the command writes of them."""
    out = three.parent / "out"
    run = command(three, "--out", out, "--masters", TOY)
    assert run.returncode == 0, run.stderr
    return out


def test_a_folder_of_a_learning_platform(graded):
    rows = table(graded / "lms.csv")
    assert [row["Identifier"] for row in rows] == [f"Participant {n}" for n in (4711, 4712, 4713)]
    assert [float(row["Grade"]) for row in rows] == [4, 2, 1]
    grades = table(graded / "grades.csv")
    assert {row["version"] for row in grades} == {paper().set.version}
    assert "That is the share" in grades[6]["what_happened"]
    summary = (graded / "summary.html").read_text(encoding="utf-8")
    assert "1 &times; That is the share" in summary
    assert sorted(path.name for path in (graded / "feedback").iterdir()) == [
        f"Student-{n}-{4710 + n}.html" for n in (1, 2, 3)
    ]


def test_a_zip_gives_the_same_as_its_folder(three, graded, tmp_path):
    archive = shutil.make_archive(str(tmp_path / "class"), "zip", three)
    from_zip = grade(Path(archive), tmp_path / "zip")
    from_folder = grade(three, graded)  # what is graded is only read
    assert {file: found.verdicts for file, found in from_zip.items()} == {
        file: found.verdicts for file, found in from_folder.items()
    }


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("no folder", "no such folder"),
        ("no notebook", "no notebook"),
        ("broken zip", "neither a folder nor a zip"),
        ("no set of that name", "no set named 'tyo'; there is toy"),
        ("mixed sets", "several sets (toy, w01-the-road); choose one with --set"),
        ("no set named", "name it with --set"),
        ("unwritable", "cannot be written to"),
        ("numbers", "needs the columns student and number"),
        ("scheduler", "no Dask scheduler answers"),
    ],
)
def test_bad_input_stops_before_anything_is_written(case, said, called, tmp_path):
    source, out, more = tmp_path / "in", tmp_path / "out", []
    hand_in(source, "a.ipynb", answered())
    if case == "no folder":
        source = tmp_path / "nowhere"
    elif case == "no notebook":
        source = tmp_path / "empty"
        source.mkdir()
    elif case == "broken zip":
        source = hand_in(tmp_path, "class.zip", b"PK\x03\x04 and no more")
    elif case == "no set of that name":
        more = ["--set", "tyo"]
    elif case == "mixed sets":
        hand_in(source, "b.ipynb", notebook("w01-the-road"))
    elif case == "no set named":
        hand_in(source, "a.ipynb", "{}")
    elif case == "unwritable":
        out = hand_in(tmp_path, "file", b"I am here") / "out"
    elif case == "numbers":
        more = ["--numbers", hand_in(tmp_path, "numbers.csv", "name,id\na,1\n")]
    elif case == "scheduler":
        more = ["--scheduler", "not-a-protocol://127.0.0.1:1"]
    run = called(source, "--out", out, "--masters", TOY, *more)
    assert run.returncode != 0
    assert run.stderr.startswith("Nothing was written."), run.stderr
    assert said in run.stderr
    assert not out.exists()


def test_without_a_sandbox_it_refuses_unless_told(three, tmp_path):
    code = (
        "import sys\nfrom regecon.desk.grade import command, sandbox\n"
        "sandbox._trial = lambda: 'not here'\nsys.exit(command.main())"
    )
    words = [sys.executable, "-c", code, str(three), "--out", str(tmp_path / "out")]
    words += ["--masters", str(TOY)]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "nothing here can lock them in (not here)" in run.stderr
    assert "--allow-unsandboxed" in run.stderr
    assert not (tmp_path / "out").exists()
    run = subprocess.run([*words, "--allow-unsandboxed"], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "WITHOUT A SANDBOX" in run.stderr
    assert [float(row["Grade"]) for row in table(tmp_path / "out" / "lms.csv")] == [4, 2, 1]


def test_the_sandbox_locks_in():
    code = (
        "import os, socket\n"
        "for path in ('/x', '/course/x', '/usr/x', '/dev/x', '/dev/shm/x', '/proc/sys/kernel/x'):\n"
        "    try:\n        open(path, 'w')\n        print('wrote', path)\n"
        "    except OSError: pass\n"
        "try:\n    socket.create_connection(('192.0.2.1', 80), 1)\n    print('connected')\n"
        "except OSError: pass\n"
        "print(os.listdir('/course'), len([p for p in os.listdir('/proc') if p.isdigit()]) < 9)\n"
        "print([line for line in open('/proc/self/status') if line.startswith('CapEff')])"
    )
    run = locked_in(code)
    shown = sorted(run.stdout.splitlines()[0].split("]")[0].strip("[").split(", "))
    assert set(shown) <= {"'datasets'", "'regecon'"}, run.stdout + run.stderr
    assert "] True" in run.stdout
    assert "CapEff:\\t0000000000000000" in run.stdout
    assert len(run.stdout.splitlines()) == 2, run.stdout


@pytest.mark.parametrize("system", ["darwin", "win32"])
@pytest.mark.parametrize("more", [[], ["--allow-unsandboxed"]])
def test_elsewhere_than_on_linux_it_says_what_to_do(system, more, three, tmp_path):
    """Limits cannot be set there either, so going on without a sandbox is not offered."""
    code = (
        "import sys\nsys.modules['fcntl'] = None\n"
        f"from regecon.desk.grade import command\nsys.platform = {system!r}\n"
        "sys.exit(command.main())"
    )
    words = [sys.executable, "-c", code, str(three), "--out", str(tmp_path / "out")]
    run = subprocess.run([*words, *more], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.startswith("Nothing was written. Classes are graded on Linux")
    assert "--allow-unsandboxed" not in run.stderr
    assert "Traceback" not in run.stderr


def test_what_the_page_saved_is_judged_again(tmp_path):
    given = {("growth", "growth"): "50,0", ("place", "place"): "second", ("none", "x"): "1"}
    answers = [
        {"question": q, "answer": a, "given": text, "right": q == "place", "tries": 1}
        for (q, a), text in given.items()
    ]
    page = {"set": "toy", "version": paper().set.version, "answers": answers, "right": 99}
    hand_in(tmp_path / "in", "anna/toy-anna.json", json.dumps(page))
    hand_in(tmp_path / "in", "boris/toy.ipynb", answered())
    found = grade(tmp_path / "in", tmp_path / "out")
    result = found["anna/toy-anna.json"]
    assert [verdict.points for verdict in result.verdicts] == [1, 0, None]
    assert "From the page of the book" in result.remarks[0]
    assert [check.given for check in result.verdicts[0].checks] == ["'50,0'", ""]
    assert found["boris/toy.ipynb"].verdicts[0].points == 3


def locked_in(code: str) -> subprocess.CompletedProcess:
    """Python in the sandbox."""
    with sandbox.filter_file("bwrap") as calls:
        return subprocess.run(
            sandbox.command("bwrap", LIMITS, [sys.executable, "-c", code], calls),
            capture_output=True,
            text=True,
            env=sandbox.environment("bwrap"),
            cwd="/",
            pass_fds=[calls],
        )


def test_killed_in_the_middle_and_started_again(tmp_path):
    source, out = tmp_path / "in", tmp_path / "out"
    for number in range(12):
        hand_in(source, f"{number:02}.ipynb", answered(f"{GROWTH}\nmine = {number}"))
    words = [sys.executable, "-m", "regecon", "grade", source, "--out", out, "--masters", TOY]
    process = subprocess.Popen(map(str, [*words, "--workers", "1"]), stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while len(list((out / "results").glob("[0-9a-f]*"))) < 3:
        assert time.monotonic() < until
        time.sleep(0.02)
    inside = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGKILL)
    process.wait()
    _gone, left = psutil.wait_procs(inside, timeout=10)
    assert left == []
    done = {path: path.stat().st_mtime_ns for path in (out / "results").glob("[0-9a-f]*")}
    assert 3 <= len(done) < 12
    assert not (out / "grades.csv").exists()
    assert all(json.loads(path.read_text())["set"] == "toy" for path in done)
    results = grade(source, out)
    assert len(results) == 12
    assert all(result.verdicts[0].points == 3 for result in results.values())
    assert {path: path.stat().st_mtime_ns for path in done} == done
    assert len(list((out / "results").glob("[0-9a-f]*"))) == 12


def test_two_graders_do_not_work_in_one_folder(three, graded, called):
    with (graded / "results" / ".lock").open() as lock:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX)
        run = called(three, "--out", graded, "--masters", TOY)
    assert "another grader is at work" in run.stderr


def test_own_numbers_are_judged_by_the_student_and_not_by_the_neighbour(tmp_path):
    item = next(q for q in paper("w01-the-road").solved if q.question.name == "town")
    mine = next(n for n in map(str, range(99)) if item.of(n) is item.variants[0])
    theirs = next(n for n in map(str, range(99)) if item.of(n) is item.variants[1])
    for name in ("anna", "boris", "copied"):
        number = theirs if name == "boris" else mine
        hand_in(tmp_path / "in", f"{name}.ipynb", solved("w01-the-road", number))
    numbers = f"student,number\nanna,{mine}\nboris,{theirs}\ncopied,{theirs}\n"
    listed = hand_in(tmp_path, "numbers.csv", numbers)
    results = grade(tmp_path / "in", tmp_path / "out", numbers=listed, masters=paper_folder())
    points = {
        file: {verdict.question: verdict.points for verdict in result.verdicts}
        for file, result in results.items()
    }
    assert points["anna.ipynb"] == points["boris.ipynb"]
    assert points["anna.ipynb"]["town"] == 5
    assert points["copied.ipynb"] == points["anna.ipynb"] | {"town": 2}
    assert f"it was judged by {theirs}" in results["copied.ipynb"].remarks[0]
    summary = (tmp_path / "out" / "summary.html").read_text(encoding="utf-8")
    assert "The same file: anna, copied." in summary


def paper_folder() -> Path:
    return ROOT / "exercises"


@pytest.mark.parametrize("slug", ["toy", "w09-resort-curve"])
def test_the_judge_and_the_notebook_agree_on_mistakes(slug):
    """The same attempts, checked in this process and by the judge from afar."""
    for question in paper(slug).set.questions:
        for mistake in question.mistakes[: None if slug == "toy" else 1]:
            item = solved_questions(slug)[question.name]
            here = Grade(slug, question.name, attempt(item, mistake.code))
            made = solved(slug)
            cells = [cell for cell in made.cells if cell.id in {c.id for c in question.solution}]
            cells[0].source = mistake.code
            for cell in cells[1:]:
                cell.source = "pass"
            work = read(json.dumps(made).encode())
            result = judge(paper(slug), work, "", sandbox.find(), LIMITS)
            (verdict,) = (v for v in result.verdicts if v.question == question.name)
            assert verdict.points == pytest.approx(here.points), mistake.name
            said = [text for _hidden, text in here.failed]
            assert [check.said for check in verdict.failed] == said, mistake.name


@pytest.mark.parametrize(
    "first", ["%pylab inline", "import matplotlib.pyplot as plt\nplt.plot([1])"]
)
def test_what_draws_costs_nothing(first):
    work = read(json.dumps(answered(f"{first}\n{GROWTH}")).encode())
    limits = sandbox.Limits(cell=60, total=200)
    result = judge(paper(), work, "", sandbox.find(), limits)
    assert [verdict.points for verdict in result.verdicts] == [3, 1, None], result.remarks


def test_pages_are_accessible_and_load_nothing(graded):
    pages = list(graded.rglob("*.html"))
    assert len(pages) == 5, "summary, words, and a page for each"
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert '<html lang="en">' in text
        assert text.count("<h1>") == 1
        assert "<caption>" in text
        assert "http:" not in text
        assert "https:" not in text
        assert "src=" not in text


def test_a_large_zip_is_not_unpacked_whole(tmp_path):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.ipynb", b"0" * 300_000_000)
        archive.writestr("honest.ipynb", json.dumps(answered()))
    results = grade(path, tmp_path / "out")
    assert results["bomb.ipynb"].remarks == ("The file is too large for a notebook.",)
    assert results["honest.ipynb"].verdicts[0].points == 3
    assert os.path.getsize(path) < 10**6

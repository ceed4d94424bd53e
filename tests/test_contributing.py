"""The newcomer's path: ``book/a-week.md`` followed word for word in a clean clone.

What the page says before a block of code tells what is done with it: "Write `FILE`" makes a
file, "Append to `FILE`" and "In `FILE`, after `LINE`" add to one, and a block of ``sh`` is run.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from regecon.desk.sets.master import SUFFIX
from regecon.desk.sets.student import ANSWER
from tools.bench_builds import copy_of_the_course

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "book" / "a-week.md"
END = "## More than the example"  # what follows is no step
BLOCK = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
PLACE = re.compile(
    r"(?:[Ww]rite `(?P<write>[^`]+)`|Append to `(?P<append>[^`]+)`"
    r"|In `(?P<insert>[^`]+)`, after `(?P<line>[^`]+)`)[^`]*$"
)
WEEK = "w17-one-ferry"
STAMPS = (".book", ".ready")
WHO = {f"GIT_{role}_NAME": "newcomer" for role in ("AUTHOR", "COMMITTER")}
WHO |= {f"GIT_{role}_EMAIL": "newcomer@course" for role in ("AUTHOR", "COMMITTER")}
BAKED = """
import json, sys
from regecon.explorers import explorer
from regecon.kit.explorer.bake import bake
model = explorer("ferry-fare")
print(json.dumps([bake(model), model.sentence(), [model.sentence(fare=f) for f in (10, 50, 80)]]))
"""
GRADED = """
import json, sys
from pathlib import Path
from regecon.desk.sets.reader import read_master
from regecon.desk.sets.solve import solve
from regecon.desk.sets.testing import all_checks
from regecon.kit.checks.checker import run
(fare,) = [it for it in solve(read_master(Path(sys.argv[1]))) if it.question.name == "fare"]
right = run("fare", all_checks(fare), {"takings": lambda fare, riders: fare * riders, "best": 50})
wrong = run("fare", all_checks(fare), {"takings": lambda fare, riders: riders, "best": 10})
print(json.dumps([right.points, wrong.points, wrong.failed[0].message]))
"""


@dataclass(frozen=True)
class Step:
    """A block of the page: what is done (write, append, insert, run), where, and with what."""

    act: str
    file: str
    line: str
    text: str


def steps() -> list[Step]:
    """The steps of the page, in order; only ``console``, the set-up, is no step."""
    path, found = PAGE.read_text(encoding="utf-8").split(END)[0], []
    for block in BLOCK.finditer(path):
        kind, text = block[2], block[3]
        place = PLACE.search(path[: block.start()].rstrip().split("\n")[-1])
        if kind == "sh":
            found.append(Step("run", "", "", text))
        elif kind != "console":
            assert place, f"the page does not say where this goes:\n{text}"
            act = next(act for act in ("write", "append", "insert") if place[act])
            found.append(Step(act, place[act], place["line"] or "", text))
    return found


class Newcomer:
    """A clean clone of the course, and whoever works in it."""

    def __init__(self, root: Path):
        self.root = copy_of_the_course(root)
        self.said: dict[str, str] = {}
        # The set-up: the environment of the tests stands for the one that make installs.
        (root / ".venv").mkdir()
        for part in Path(sys.prefix).iterdir():
            if part.name not in STAMPS:
                (root / ".venv" / part.name).symlink_to(part)
        for stamp in STAMPS:  # younger than the copy's requirements, in this order
            (root / ".venv" / stamp).touch()
        self.run("git init --quiet . && git add . && git commit --quiet --message start")

    def run(self, commands: str) -> subprocess.CompletedProcess:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
        path = f"{self.root / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            ["bash", "-e", "-c", commands],
            cwd=self.root,
            env=kept | WHO | {"PATH": path, "PYTHONPATH": str(self.root)},
            capture_output=True,
            text=True,
            check=False,
        )

    def take(self, step: Step) -> None:
        """Do what a step says."""
        file = self.root / step.file
        if step.act == "run":
            done = self.run(step.text)
            self.said[step.text] = done.stdout + done.stderr
            assert done.returncode == 0, (
                f"{step.text}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
            )
        elif step.act == "write":
            file.parent.mkdir(exist_ok=True)
            assert not file.exists(), f"{step.file} is there already"
            file.write_text(step.text, encoding="utf-8")
        elif step.act == "append":
            file.write_text(file.read_text(encoding="utf-8") + step.text, encoding="utf-8")
        else:
            lines = file.read_text(encoding="utf-8").split("\n")
            place = [line.strip() for line in lines].index(step.line) + 1
            lines[place:place] = step.text.rstrip("\n").split("\n")
            file.write_text("\n".join(lines), encoding="utf-8")


def test_the_path_leads_from_a_clean_clone_to_a_week(tmp_path):
    newcomer = Newcomer(tmp_path)
    for step in steps():
        newcomer.take(step)
    (drafted,) = (said for command, said in newcomer.said.items() if "make draft" in command)
    assert ": WARNING: " not in drafted, drafted
    _the_draft_shows_the_week(newcomer, Path(re.search(r"ready. Open (\S+)", drafted)[1]))
    _the_exercise_is_graded(newcomer)
    assert newcomer.run("git status --porcelain").stdout == ""


def _the_draft_shows_the_week(newcomer: Newcomer, page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    words = " ".join(re.sub(r"<[^>]+>", "", html).split())
    # By hand: 500 riders at 50 roubles; at the lowest fare 900 cross.
    assert "takes most at 50 roubles: 25,000 roubles a day" in words
    assert "At that fare 400 people" in words
    baked, start, answers = json.loads(newcomer.run(f"python -c {quote(BAKED)}").stdout)
    assert start == "At 10 roubles 900 people cross, and the ferry takes 9,000."
    assert [re.findall(r"takes ([\d,]+)\.", answer)[0] for answer in answers] == [
        "9,000",
        "25,000",
        "16,000",
    ]
    assert re.search(r'class="explorer-data">([^<]+)<', baked)[1] in html
    assert start in words
    table = (page.parent / "data" / "ferry_synthetic.html").read_text(encoding="utf-8")
    assert "SYNTHETIC: made up for teaching" in table


def _the_exercise_is_graded(newcomer: Newcomer) -> None:
    student = newcomer.root / "_build" / "student" / "students" / f"{WEEK}.ipynb"
    notebook = json.loads(student.read_text(encoding="utf-8"))
    asked = [
        "".join(c["source"]) for c in notebook["cells"] if ANSWER in c["metadata"].get("tags", [])
    ]
    assert "return" not in "".join(asked)
    assert all("..." in source for source in asked)
    # In the clone, since the master reads the clone's table.
    graded = newcomer.run(f"python -c {quote(GRADED)} exercises/{WEEK}{SUFFIX}")
    assert graded.returncode == 0, graded.stderr
    right, wrong, told = json.loads(graded.stdout)
    assert (right, wrong) == (3, 0)
    assert "At that fare most people cross" in " ".join(told.split())


FORGOTTEN = {
    "datasets/ferry_synthetic.resource.json": (
        "datasets/ferry_synthetic.csv has no descriptor: write "
        "datasets/ferry_synthetic.resource.json"
    ),
    "regecon/explorers/ferry_fare.py": (
        "regecon/explorers/ferry_fare.py is missing: write it, ending in EXPLORER = Explorer("
    ),
    "exercises/w17-one-ferry.master.md": (
        "exercises/w17-one-ferry.master.md is missing: write the master of the exercises"
    ),
    "book/w17-one-ferry.md": "book/w17-one-ferry.md is missing: write the chapter",
    "notebooks/w17-one-ferry.ipynb": "notebooks/w17-one-ferry.ipynb is missing: write the lab",
    "regecon/figures/w17.py": "regecon/figures/w17.py is missing: write the module",
}


# File, what stands there, what a newcomer left or made of it, and what is said.
SPOILT = [
    (
        "datasets/ferry_synthetic.resource.json",
        '"licenses"',
        '"licences"',
        "ferry_synthetic.resource.json: the descriptor lacks licenses; book/descriptors.md says",
    ),
    (
        "book/w17-one-ferry.md",
        'explorer("ferry-fare")',
        "1",
        'book/w17-one-ferry.md shows no ferry-fare: add a cell with explorer("ferry-fare")',
    ),
    (
        "regecon/explorers/ferry_fare.py",
        "EXPLORER =",
        "FERRY =",
        'regecon/explorers/ferry_fare.py has to end in EXPLORER = Explorer(name="ferry-fare"',
    ),
    (
        "exercises/w17-one-ferry.master.md",
        ":tags: [mistakes]",
        ":tags: [errors]",
        "exercises/w17-one-ferry.master.md, line 67: a tag is one of question, solution, test, "
        "mistakes; found ['errors']",
    ),
    (
        "_toc.yml",
        "  - glob: book/w[0-9]*\n",
        "",
        "_toc.yml does not list book/w17-one-ferry: add the line '- file: book/w17-one-ferry'",
    ),
]


def test_a_forgotten_step_is_told_by_file_and_remedy(tmp_path):
    """All is written but the lab; then it is taken away again, and spoilt, all at once."""
    newcomer = Newcomer(tmp_path)
    for step in steps():
        if step.act != "run" or "--output exercises/" in step.text:
            newcomer.take(step)
    texts = {}
    for file, old, new, _told in SPOILT:
        texts[file] = (tmp_path / file).read_text(encoding="utf-8")
        assert old in texts[file]
        (tmp_path / file).write_text(texts[file].replace(old, new), encoding="utf-8")
    _stops_with(newcomer, [told for *_change, told in SPOILT])
    for file, text in texts.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    for file in FORGOTTEN:
        (tmp_path / file).unlink(missing_ok=True)
    _stops_with(newcomer, FORGOTTEN.values())
    weeks = tmp_path / "book" / "weeks.yml"
    weeks.write_text(weeks.read_text(encoding="utf-8").replace("  lab: 20\n", ""), encoding="utf-8")
    _stops_with(newcomer, ["book/weeks.yml, week 17: the key lab is missing"])


def _stops_with(newcomer: Newcomer, messages) -> None:
    """The draft is not built, and each message stands in what is said instead."""
    done = newcomer.run(f"make draft WEEK={WEEK}")
    assert done.returncode != 0
    for message in messages:
        assert message in done.stdout + done.stderr

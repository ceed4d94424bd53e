"""Build times as ratios, measured in one run on one machine: ``make bench``.

In a temporary copy of the course: the book built cold, unchanged, and with one page edited,
each against the plain way to build the same sources (cold: ``jupyter-book build``, which runs
one page after the other; else ``sphinx-build``). The ratios of the course's version replace
its line in ``tests/site/bench.csv``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from regecon.kit.weeks import read_weeks

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_suffix(".csv")
VERSION = version("regecon")
WEEKS = len(read_weeks(ROOT))
EDITED = "book/w09-resort-curve.md"
OURS = ["-c", "from regecon.kit.build import build; build()"]
PLAIN = ["-c", "from jupyter_book.cli.main import main; main()", "build", "."]
SPHINX = ["-m", "sphinx", "-q", ".", "_build/html"]


def copy_of_the_course(folder: Path) -> Path:
    """What git keeps, without what was built."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def seconds(arguments: list[str], folder: Path) -> float:
    """Run Python with the copy's own package; stop with its words if it fails."""
    environment = os.environ | {"PYTHONPATH": str(folder)}
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr[-3000:])
    return time.perf_counter() - start


def edit(folder: Path) -> None:
    page = folder / EDITED
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\nOne sentence more.\n", encoding="utf-8")


def one_by_one(folder: Path) -> None:
    """Take away what runs pages side by side."""
    ahead = folder / "regecon" / "kit" / "sphinx" / "parallel.py"
    ahead.write_text("def setup(app):\n    pass\n", encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        ours = copy_of_the_course(Path(place) / "ours")
        plain = copy_of_the_course(Path(place) / "plain")
        one_by_one(plain)
        rows = {"cold": (seconds(OURS, ours), seconds(PLAIN, plain))}
        seconds([*PLAIN[:2], "config", "sphinx", "."], plain)
        seconds(SPHINX, plain)
        rows["unchanged"] = (seconds(OURS, ours), seconds(SPHINX, plain))
        edit(ours)
        edit(plain)
        rows["one page edited"] = (seconds(OURS, ours), seconds(SPHINX, plain))
    measured = pd.DataFrame(
        [
            {
                "version": VERSION,
                "weeks": WEEKS,
                "build": name,
                "seconds": round(own, 1),
                "plain_seconds": round(other, 1),
                "ratio": round(own / other, 2),
            }
            for name, (own, other) in rows.items()
        ]
    )
    print(measured.to_string(index=False))
    if TABLE.exists():
        before = pd.read_csv(TABLE)
        same = (before["version"] == VERSION) & (before["weeks"] == WEEKS)
        measured = pd.concat([before[~same], measured])
    measured.to_csv(TABLE, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()

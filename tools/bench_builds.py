"""Build times: the course's own build against the plain way to build the same sources.

Cold: against ``jupyter-book build`` with nothing that runs pages side by side. Unchanged, and
with one page edited: against ``sphinx-build`` on the same pages. All in temporary copies.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import yaml

from regecon.desk.weeks import read_weeks

ROOT = Path(__file__).resolve().parents[1]
WEEKS = [week.number for week in read_weeks(ROOT)]
GROWTH = (1, 3, 6)
EDITED = "book/w09-resort-curve.md"
OURS = ["-c", "from regecon.press.build import build; build()"]
PLAIN = ["-c", "from jupyter_book.cli.main import main; main()", "build", "."]
CONFIG = ["-c", "from jupyter_book.cli.main import main; main()", "config", "sphinx", "."]
SPHINX = ["-m", "sphinx", "-q", ".", "_build/html"]
Row = tuple[str, str, float, str, float | None]


def copy_of_the_course(folder: Path) -> Path:
    """What git keeps, without what was built."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def without_parallel(folder: Path) -> Path:
    """Take away what runs pages side by side."""
    ahead = folder / "regecon" / "press" / "sphinx" / "parallel.py"
    ahead.write_text("def setup(app):\n    pass\n", encoding="utf-8")
    return folder


def spelled_out(entries: list[dict], folder: Path) -> Iterator[dict]:
    """The entries with the pages of the weeks in the place of their patterns."""
    for entry in entries:
        if "glob" not in entry or entry["glob"].startswith(("book/data", "book/methods")):
            yield entry
            continue
        paths = sorted(folder.glob(f"{entry['glob']}.*"))
        names = {path.relative_to(folder).as_posix().split(".")[0]: None for path in paths}
        yield from ({"file": name} for name in names)


def first_weeks(folder: Path, count: int) -> Path:
    """Leave the first weeks only in the table of contents."""
    kept = WEEKS[:count]

    def prune(entries: list[dict]) -> list[dict]:
        pages = []
        for entry in spelled_out(entries, folder):
            week = re.match(r"\w+/w(\d\d)-", entry.get("file", ""))
            if week and int(week[1]) not in kept:
                continue
            below = prune(entry.pop("sections", []))
            pages.append(entry | ({"sections": below} if below else {}))
        return pages

    path = folder / "_toc.yml"
    toc = yaml.safe_load(path.read_text(encoding="utf-8"))
    toc["chapters"] = prune(toc["chapters"])
    path.write_text(yaml.safe_dump(toc, sort_keys=False), encoding="utf-8")
    return folder


def seconds(arguments: list[str], folder: Path) -> float:
    """Run Python with the copy's own package; stop with its words if it fails."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
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


def against_plain(place: Path) -> Iterator[Row]:
    """Seconds of our build and of the plain one, and their ratio with its limit."""
    ours = copy_of_the_course(place / "ours")
    plain = without_parallel(copy_of_the_course(place / "plain"))
    yield from _ratio("cold", seconds(OURS, ours), seconds(PLAIN, plain), 0.6)
    seconds(CONFIG, plain)
    seconds(SPHINX, plain)
    yield from _ratio("unchanged", seconds(OURS, ours), seconds(SPHINX, plain), 1.5)
    edit(ours)
    edit(plain)
    yield from _ratio("one page edited", seconds(OURS, ours), seconds(SPHINX, plain), 1.5)


def _ratio(build: str, own: float, plain: float, limit: float) -> Iterator[Row]:
    yield f"build, {build}", f"{len(WEEKS)} weeks", own, "s", None
    yield f"plain build, {build}", f"{len(WEEKS)} weeks", plain, "s", None
    yield f"build against plain, {build}", f"{len(WEEKS)} weeks", own / plain, "ratio", limit


def growth(place: Path) -> Iterator[Row]:
    """Seconds of a cold build of the first weeks."""
    for count in GROWTH:
        folder = first_weeks(copy_of_the_course(place / f"weeks-{count}"), count)
        yield "build, cold", f"{count} weeks", seconds(OURS, folder), "s", None


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as place:
        yield from against_plain(Path(place))
        yield from growth(Path(place))

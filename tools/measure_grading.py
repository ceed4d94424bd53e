"""Measure grading: ``python -m tools.measure_grading [SET]``.

Prints submissions a minute against ``otter run`` one by one on the same notebooks in the same
run, the growth from 10 to 200 submissions, memory, and what happens with more at a time than
there are processors. Every number comes with the load of the machine when it began.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from regecon.desk.grade import sandbox
from regecon.desk.grade.run import grade_class
from regecon.desk.sets.build import build
from tests.desk.grade.handed_in import hand_in, paper, solved

CLASS = 200
GROWTH = (10, 25, 50, 100, 200)
BY_OTTER = 6
AT_A_TIME = (1, 2, 4, 8, 16, 32)


class Memory:
    """The most memory that this process and its children have used together."""

    def __init__(self):
        self.own = self.all = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *error) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        process = psutil.Process()
        while not self._over.wait(0.2):
            own = process.memory_info().rss
            total = own
            for child in process.children(recursive=True):
                try:
                    total += child.memory_info().rss
                except psutil.Error:
                    continue
            self.own, self.all = max(self.own, own), max(self.all, total)


def hand_in_class(folder: Path, slug: str, count: int) -> Path:
    """A class of solved notebooks, each a little different."""
    for number in range(count):
        made = solved(slug, str(20_260_000 + number))
        made.cells[-1].source += f"  # {number}"
        hand_in(folder, f"{number:03}/{slug}.ipynb", made)
    return folder


def with_otter(bundle: Path, notebooks: list[Path]) -> float:
    """Seconds a submission with ``otter run``, one by one."""
    begun = time.monotonic()
    for path in notebooks:
        with tempfile.TemporaryDirectory() as out:
            words = [sys.executable, "-m", "otter", "run", "-a", bundle, "-o", out, path]
            subprocess.run(list(map(str, words)), check=True, capture_output=True)
    return (time.monotonic() - begun) / len(notebooks)


def timed(source: Path, out: Path, slug: str, workers: int) -> tuple[float, Memory, int]:
    """Seconds for a class, memory, and how many submissions did not get full marks."""
    begun = time.monotonic()
    with Memory() as memory:
        results = grade_class(source, out, wanted=slug, workers=workers)
    points = [v.points == v.most for _i, r in results for v in r.verdicts if v.points is not None]
    return time.monotonic() - begun, memory, points.count(False)


def main() -> None:
    slug = sys.argv[1] if len(sys.argv) > 1 else "w09-resort-curve"
    questions = len(paper(slug).set.questions)
    cores = len(os.sched_getaffinity(0))
    print(f"{slug}, {questions} questions; {cores} cores, {platform.machine()}; {sandbox.find()}")
    ignored = Path.cwd() / "_build"
    ignored.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ignored) as name:
        folder = Path(name)
        build(folder / "built", [slug], otter=True)
        source = hand_in_class(folder / "in", slug, CLASS)
        notebooks = sorted(source.rglob("*.ipynb"))
        load = os.getloadavg()[0]
        seconds = with_otter(
            folder / "built" / "teachers" / slug / "otter" / "autograder.zip", notebooks[:BY_OTTER]
        )
        print(f"otter run, one by one: {60 / seconds:.1f} a minute (load {load:.1f})")
        for count in GROWTH:
            part = hand_in_class(folder / f"in-{count}", slug, count)
            load = os.getloadavg()[0]
            took, memory, lost = timed(part, folder / f"out-{count}", slug, cores)
            print(
                f"{count:4} submissions, {cores} at a time: {took:6.1f} s, "
                f"{60 * count / took:5.0f} a minute, grader {memory.own >> 20} MiB, "
                f"with submissions {memory.all >> 20} MiB, {lost} verdicts lost (load {load:.1f})"
            )
        part = folder / "in-50"
        for workers in AT_A_TIME:
            load = os.getloadavg()[0]
            took, memory, lost = timed(part, folder / f"at-{workers}", slug, workers)
            print(
                f"  50 submissions, {workers} at a time: {took:6.1f} s, "
                f"{60 * 50 / took:5.0f} a minute, with submissions {memory.all >> 20} MiB, "
                f"{lost} verdicts lost (load {load:.1f})"
            )


if __name__ == "__main__":
    main()

"""What the tests of exercises share: the masters, one build of them all, and grading."""

from __future__ import annotations

import shutil
import time
import zipfile
from functools import cache
from pathlib import Path

import pytest
from otter.test_files.exception_test import ExceptionTestFile

from regecon.desk.sets.build import MASTERS, build
from regecon.desk.sets.master import ExerciseSet, find_sets, slug_of
from regecon.desk.sets.reader import read_master
from regecon.desk.sets.solve import Solved, solve

TOY = Path(__file__).parent / "toy"
PATHS = {slug_of(path): path for path in [*find_sets(MASTERS), *find_sets(TOY)]}


@cache
def exercise_set(slug: str) -> ExerciseSet:
    return read_master(PATHS[slug])


@cache
def solved(slug: str) -> dict[str, Solved]:
    """The questions of a set by name, with their solutions run."""
    return {item.question.name: item for item in solve(exercise_set(slug))}


def build_once(shared: Path, wanted: set[str]) -> Path:
    """The wanted sets, built once for all processes of a test run."""
    out, done = shared / "exercises", shared / "exercises.done"
    try:
        out.mkdir()
    except FileExistsError:  # another process is at it
        while not done.exists():
            time.sleep(0.2)
    else:
        masters = shared / "masters"
        masters.mkdir()
        try:
            for path in PATHS.values():
                shutil.copy(path, masters)
            build(out, sorted(wanted), masters)
        finally:
            done.touch()
    if not (out / "students").is_dir():
        pytest.fail("the exercises could not be built; the first process tells why")
    return out


class Grade:
    """The points of an attempt at a question and the hints it gets, by Otter's own grading."""

    def __init__(self, out: Path, slug: str, question: str, names: dict):
        bundle = zipfile.ZipFile(out / "teachers" / slug / "autograder.zip")
        self.result = ExceptionTestFile.from_string(bundle.read(f"tests/{question}.py").decode())
        self.result.run(names)
        self.points = self.result.score

    @property
    def failed(self) -> list[tuple[bool, str]]:
        """Whether each failed test is hidden, and what it says after Otter's own lines."""
        cases = self.result.test_case_results
        return [
            (case.test_case.hidden, " ".join(case.message.split("\n", 3)[-1].split()))
            for case in cases
            if not case.passed
        ]

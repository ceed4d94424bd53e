"""What the tests of exercises share: the masters, one build of them all, and grading."""

from __future__ import annotations

import shutil
import time
from functools import cache
from pathlib import Path

import pytest

from regecon.desk.sets.build import MASTERS, build
from regecon.desk.sets.master import ExerciseSet, find_sets, slug_of
from regecon.desk.sets.reader import read_master
from regecon.desk.sets.solve import Solved, solve
from regecon.desk.sets.testing import all_checks, public_checks
from regecon.kit.checks.checker import Check, checks_of, run

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


@cache
def checks(slug: str, question: str) -> list[Check]:
    """All checks of a question, hidden ones too, as the grader runs them."""
    return all_checks(solved(slug)[question])


@cache
def public(slug: str, question: str) -> list[Check]:
    """The checks that a student's notebook carries, sealed."""
    return checks_of(public_checks(solved(slug)[question]))


class Grade:
    """The points of an attempt at a question and the hints it gets, by the grader's checks.

    The public checks of the student's notebook have to say the same.
    """

    def __init__(self, slug: str, question: str, names: dict):
        self.result = run(question, checks(slug, question), names)
        self.points = self.result.points
        theirs = run(question, public(slug, question), names)
        ours = [(r.passed, r.message) for r in self.result.results if not r.check.hidden]
        assert [(r.passed, r.message) for r in theirs.results[: len(ours)]] == ours

    @property
    def failed(self) -> list[tuple[bool, str]]:
        """Whether each failed check is hidden, and what it says."""
        return [(r.check.hidden, " ".join(r.hint.split())) for r in self.result.failed]

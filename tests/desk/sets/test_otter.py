"""The export for otter-grader, run through the real Otter: its verdicts are ours."""

from __future__ import annotations

import zipfile

import nbformat
import pytest
from otter.test_files.exception_test import ExceptionTestFile

from regecon.desk.sets.build import BuildError, build
from regecon.desk.sets.solve import attempt
from tests.desk.sets.leaks import leaks
from tests.desk.sets.sets import TOY, Grade, exercise_set, solved


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """What teachers get for Otter, of the toy."""
    out = tmp_path_factory.mktemp("otter")
    build(out, ["toy"], TOY, otter=True)
    return out / "teachers" / "toy" / "otter"


def by_otter(bundle: zipfile.ZipFile, question: str, names: dict) -> tuple[float, list]:
    """Points and hints of an attempt, by Otter's own grading; hints after Otter's own lines."""
    tests = ExceptionTestFile.from_string(bundle.read(f"tests/{question}.py").decode())
    tests.run(names)
    failed = [case for case in tests.test_case_results if not case.passed]
    told = [" ".join(case.message.split("\n", 3)[-1].split()) for case in failed]
    hidden = [bool(case.test_case.hidden) for case in failed]
    return tests.score, [*zip(hidden, (it.removeprefix("Hint: ") for it in told), strict=True)]


def test_otter_gives_our_points_and_hints(exported):
    with zipfile.ZipFile(exported / "autograder.zip") as bundle:
        for name, item in solved("toy").items():
            if item.question.manual:
                continue
            blank = {"__name__": "__main__"}
            tried = [blank, item.after]
            tried += [attempt(item, mistake.code) for mistake in item.question.mistakes]
            for names in tried:
                points, failed = by_otter(bundle, name, names)
                ours = Grade("toy", name, names)
                assert points == pytest.approx(ours.points)
                assert failed == ours.failed


def test_otters_notebooks_are_whole_and_give_nothing_away(exported):
    for path in exported.glob("*.ipynb"):
        nbformat.validate(nbformat.read(path, as_version=4))
    assert (
        leaks((exported / "student.ipynb").read_text(encoding="utf-8"), exercise_set("toy")) == []
    )


def test_a_set_that_otter_rejects_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("regecon.desk.sets.otter.ASSIGN", "raise SystemExit('no')")
    with pytest.raises(BuildError, match="Otter does not accept toy"):
        build(tmp_path / "new" / "out", ["toy"], TOY, otter=True)
    assert not (tmp_path / "new").exists()

"""Write the notebooks of a class: everything is made beside the target and moved there whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import nbformat

from regecon.desk.sets.master import ExerciseSet, MasterError, find_sets, slug_of
from regecon.desk.sets.reader import read_master, read_notebook
from regecon.desk.sets.solve import Solved, solve
from regecon.desk.sets.student import for_students, for_teachers
from regecon.desk.sets.testing import all_checks
from regecon.kit.checks.checker import run

MASTERS = Path(__file__).resolve().parents[3] / "exercises"


class BuildError(RuntimeError):
    """The notebooks were not written; the message says why. The target is as it was."""


def build(
    out: Path, wanted: list[str] | None = None, masters: Path = MASTERS, otter: bool = False
) -> list[str]:
    """Write students' notebooks and keys.

    Parameters
    ----------
    out
        The folder to write to. ``students/SET.ipynb`` is for students; ``teachers/SET/`` holds
        ``key.ipynb``.
    wanted
        Names of sets; all by default. Other sets that ``out`` holds are left alone.
    masters
        The folder of masters.
    otter
        Also write ``teachers/SET/otter/`` in the formats of otter-grader.

    Returns
    -------
    list of str
        The sets written.

    Raises
    ------
    MasterError
        A master or a set cannot be used.
    BuildError
        ``out`` cannot be written to, a solution does not pass its checks, or Otter rejects it.
    """
    out = Path(out).resolve()
    paths = find_sets(masters, wanted)
    work = _work_folder(out)
    try:
        sets = [read_master(path) for path in paths]
        for exercises in sets:
            solved = solve(exercises)
            _accept(exercises, solved)
            _write(exercises, solved, work, otter)
        out.mkdir(parents=True, exist_ok=True)
        for exercises in sets:
            _put(work / "students" / f"{exercises.slug}.ipynb", out)
            _put(work / "teachers" / exercises.slug, out)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return [exercises.slug for exercises in sets]


def write_notebooks(
    out: Path, wanted: list[str] | None = None, masters: Path = MASTERS
) -> list[Path]:
    """Write masters as notebooks, solutions and tests included; the files written."""
    made = {path: read_notebook(path) for path in find_sets(masters, wanted)}
    targets = [Path(out) / f"{slug_of(path)}.ipynb" for path in made]
    try:
        Path(out).mkdir(parents=True, exist_ok=True)
        for target, notebook in zip(targets, made.values(), strict=True):
            nbformat.write(notebook, target)
    except OSError as error:
        raise BuildError(f"{out}: cannot be written to ({error.strerror})") from None
    return targets


def _work_folder(out: Path) -> Path:
    """A folder to work in, on the disk of the target, so that moving there is one step."""
    nearest = next(folder for folder in (out, *out.parents) if folder.exists())
    try:
        return Path(tempfile.mkdtemp(prefix=".making-", dir=nearest))
    except OSError as error:
        raise BuildError(f"{nearest}: cannot be written to ({error.strerror})") from None


def _accept(exercises: ExerciseSet, solved: list[Solved]) -> None:
    """The solutions have to pass all checks, whatever may be drawn."""
    for item in solved:
        checks = [] if item.question.manual else all_checks(item)
        for row in item.variants or [item]:
            checked = run(item.question.name, checks, row.after)
            if not checked.passed:
                raise BuildError(
                    f"{exercises.slug}: the solution of {item.question.name} does not pass.\n"
                    f"{checked!r}"
                )


def _write(exercises: ExerciseSet, solved: list[Solved], work: Path, otter: bool) -> None:
    """What is made of a set, in the places of the work folder."""
    students, teachers = work / "students", work / "teachers" / exercises.slug
    students.mkdir(exist_ok=True)
    teachers.mkdir(parents=True)
    nbformat.write(for_students(exercises, solved), students / f"{exercises.slug}.ipynb")
    nbformat.write(for_teachers(exercises, solved), teachers / "key.ipynb")
    if otter:
        from regecon.desk.sets.otter import OtterError, export

        try:
            export(exercises, solved, teachers / "otter")
        except OtterError as error:
            raise BuildError(str(error)) from None


def _put(made: Path, out: Path) -> None:
    """Move what was made to its place, over what was there before."""
    target = out / made.relative_to(made.parents[1])
    target.parent.mkdir(exist_ok=True)
    if target.is_dir():
        shutil.rmtree(target)
    os.replace(made, target)


__all__ = ["BuildError", "MasterError", "build"]

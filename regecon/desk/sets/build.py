"""Write the notebooks of a class: everything is made beside the target and moved there whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import nbformat
from otter.test_files.exception_test import ExceptionTestFile

from regecon.desk.sets.master import ExerciseSet, MasterError, find_sets, slug_of
from regecon.desk.sets.reader import read_master, read_notebook
from regecon.desk.sets.solve import Solved, solve
from regecon.desk.sets.student import for_otter, for_teachers, with_stable_ids
from regecon.desk.sets.testing import case_file

MASTERS = Path(__file__).resolve().parents[3] / "exercises"
ASSIGN = """
import sys
from pathlib import Path
from otter.assign import main
for folder in map(Path, sys.argv[1:]):
    print("In", folder.name)
    main(str(folder / (folder.name + ".ipynb")), str(folder / "made"), no_run_tests=True)
"""
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip file knows


class BuildError(RuntimeError):
    """The notebooks were not written; the message says why. The target is as it was."""


def build(out: Path, wanted: list[str] | None = None, masters: Path = MASTERS) -> list[str]:
    """Write students' notebooks, autograders and keys.

    Parameters
    ----------
    out
        The folder to write to. ``students/SET.ipynb`` is for students; ``teachers/SET/`` holds
        ``autograder.zip`` (Otter's), ``solved.ipynb`` and ``key.ipynb``.
    wanted
        Names of sets; all by default. Other sets that ``out`` holds are left alone.
    masters
        The folder of master notebooks.

    Returns
    -------
    list of str
        The sets written.

    Raises
    ------
    MasterError
        A master or a set cannot be used.
    BuildError
        ``out`` cannot be written to, or Otter rejects a set.
    """
    out = Path(out).resolve()
    paths = find_sets(masters, wanted)
    work = _work_folder(out)
    try:
        sets = [read_master(path) for path in paths]
        solved = [solve(exercises) for exercises in sets]
        for exercises, items in zip(sets, solved, strict=True):
            _accept(exercises, items)
            folder = work / "otter" / exercises.slug
            folder.mkdir(parents=True)
            nbformat.write(for_otter(exercises, items), folder / f"{exercises.slug}.ipynb")
        _assign([work / "otter" / exercises.slug for exercises in sets])
        for exercises, items in zip(sets, solved, strict=True):
            _collect(exercises, items, work)
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
    """Otter's grading of the solutions has to give full marks, for whatever may be drawn."""
    rows = (row for item in solved for row in item.variants or [item])
    for item in rows:
        if item.question.manual:
            continue
        tests = ExceptionTestFile.from_string(case_file(item, hidden=True))
        tests.run(item.after)
        if not tests.passed_all:
            raise BuildError(
                f"{exercises.slug}: Otter does not accept the set, for the solution of "
                f"{item.question.name} does not pass.\n{tests.summary()}"
            )


def _assign(folders: list[Path]) -> None:
    """Run Otter Assign on the notebook in each folder, in one process: it is slow to start."""
    programs = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [sys.executable, "-c", ASSIGN, *map(str, folders)]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if run.returncode:
        said = "\n".join((run.stdout + run.stderr).strip().splitlines()[-12:])
        raise BuildError(f"Otter does not accept a set.\n{said}")


def _collect(exercises: ExerciseSet, solved: list[Solved], work: Path) -> None:
    """What Otter has made of a set, and the key, in the places of the work folder."""
    name, made = f"{exercises.slug}.ipynb", work / "otter" / exercises.slug / "made"
    teachers = work / "teachers" / exercises.slug
    for folder in (teachers, work / "students"):
        folder.mkdir(parents=True, exist_ok=True)
    targets = {
        made / "student" / name: work / "students" / name,
        made / "autograder" / name: teachers / "solved.ipynb",
    }
    for path, target in targets.items():
        own = with_stable_ids(nbformat.read(path, as_version=4), exercises)
        nbformat.write(own, target)
    nbformat.write(for_teachers(exercises, solved), teachers / "key.ipynb")
    (bundle,) = (made / "autograder").glob("*.zip")
    _copy_bundle(bundle, teachers / "autograder.zip")


def _copy_bundle(source: Path, target: Path) -> None:
    """Otter's bundle with its files in order and without dates."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)


def _put(made: Path, out: Path) -> None:
    """Move what was made to its place, over what was there before."""
    target = out / made.relative_to(made.parents[1])
    target.parent.mkdir(exist_ok=True)
    if target.is_dir():
        shutil.rmtree(target)
    os.replace(made, target)


__all__ = ["BuildError", "MasterError", "build"]

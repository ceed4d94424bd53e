"""Write the notebooks of a class: everything is made beside the target and moved there whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

from regecon.kit.exercises.master import ExerciseSet, MasterError, find_sets
from regecon.kit.exercises.reader import read_master
from regecon.kit.exercises.solve import Solved, solve
from regecon.kit.exercises.student import for_otter, for_teachers, with_stable_ids

MASTERS = Path(__file__).resolve().parents[3] / "exercises"
WORKERS = 2
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
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(_make, sets, solved, [work] * len(sets)))
        out.mkdir(parents=True, exist_ok=True)
        for exercises in sets:
            _put(work / "students" / f"{exercises.slug}.ipynb", out)
            _put(work / "teachers" / exercises.slug, out)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return [exercises.slug for exercises in sets]


def _work_folder(out: Path) -> Path:
    """A folder to work in, on the disk of the target, so that moving there is one step."""
    nearest = next(folder for folder in (out, *out.parents) if folder.exists())
    try:
        return Path(tempfile.mkdtemp(prefix=".making-", dir=nearest))
    except OSError as error:
        raise BuildError(f"{nearest}: cannot be written to ({error.strerror})") from None


def _make(exercises: ExerciseSet, solved: list[Solved], work: Path) -> None:
    """Everything of one set, in the work folder."""
    source = work / "otter" / exercises.slug
    made = source / "made"
    teachers = work / "teachers" / exercises.slug
    for folder in (made, teachers, work / "students"):
        folder.mkdir(parents=True, exist_ok=True)
    notebook = source / f"{exercises.slug}.ipynb"
    nbformat.write(for_otter(exercises, solved), notebook)
    _assign(notebook, made)
    targets = {
        made / "student" / notebook.name: work / "students" / notebook.name,
        made / "autograder" / notebook.name: teachers / "solved.ipynb",
    }
    for path, target in targets.items():
        own = with_stable_ids(nbformat.read(path, as_version=4), exercises)
        nbformat.write(own, target)
    nbformat.write(for_teachers(exercises, solved), teachers / "key.ipynb")
    (bundle,) = (made / "autograder").glob("*.zip")
    _copy_bundle(bundle, teachers / "autograder.zip")


def _assign(notebook: Path, made: Path) -> None:
    """Run Otter Assign, which also grades the solution and wants full marks."""
    programs = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [sys.executable, "-m", "otter", "assign", str(notebook), str(made)]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if run.returncode:
        said = "\n".join((run.stdout + run.stderr).strip().splitlines()[-12:])
        raise BuildError(f"{notebook.stem}: Otter does not accept the set.\n{said}")


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

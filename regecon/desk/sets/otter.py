"""A set in the formats of otter-grader, for whoever grades with it, or with Gradescope."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_raw_cell

from regecon.desk.sets.master import ExerciseSet, as_yaml, settings_of
from regecon.desk.sets.solve import Solved
from regecon.desk.sets.student import asked_cells, notebook, parts_of, with_stable_ids
from regecon.desk.sets.testing import clean, sealed_rows
from regecon.kit.i18n import _

# Tests inside the notebook, so that a student has one file to keep and to hand in.
OTTER = {"export_cell": False, "tests": {"ok_format": False, "files": False}}
ASSIGN = """
import sys
from pathlib import Path
from otter.assign import main
for folder in map(Path, sys.argv[1:]):
    print("In", folder.name)
    main(str(folder / (folder.name + ".ipynb")), str(folder / "made"), no_run_tests=True)
"""
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip file knows


class OtterError(RuntimeError):
    """Otter does not accept a set; the message has what it said."""


def export(exercises: ExerciseSet, solved: list[Solved], target: Path) -> None:
    """Run Otter Assign on a set: ``student.ipynb``, ``solved.ipynb``, ``autograder.zip``.

    Raises
    ------
    OtterError
        Otter does not accept the set.
    """
    name = f"{exercises.slug}.ipynb"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / exercises.slug
        folder.mkdir()
        nbformat.write(for_otter(exercises, solved), folder / name)
        _assign(folder)
        target.mkdir(parents=True)
        for made, kept in (("student", "student"), ("autograder", "solved")):
            own = nbformat.read(folder / "made" / made / name, as_version=4)
            nbformat.write(with_stable_ids(own, exercises), target / f"{kept}.ipynb")
        (bundle,) = (folder / "made" / "autograder").glob("*.zip")
        _copy_bundle(bundle, target / "autograder.zip")


def for_otter(exercises: ExerciseSet, solved: Iterable[Solved]) -> NotebookNode:
    """The notebook that ``otter assign`` reads."""
    settings = as_yaml(OTTER | {"name": exercises.slug})
    cells = [new_raw_cell(f"# ASSIGNMENT CONFIG\n{settings}", id="config")]
    for part in parts_of(exercises, solved):
        if isinstance(part, NotebookNode):
            cells.append(part)
            continue
        question, name = part.question, part.question.name
        head = {"name": name, "points": question.points, "manual": question.manual}
        cells.append(new_raw_cell(f"# BEGIN QUESTION\n{as_yaml(head)}", id=f"question-{name}"))
        cells += asked_cells(part)
        cells += _block("SOLUTION", map(clean, question.solution), name)
        cells += _block("TESTS", _tests(part), name)
        cells.append(new_raw_cell("# END QUESTION", id=f"question-{name}-end"))
    return notebook(exercises, cells)


def _tests(solved: Solved) -> list[NotebookNode]:
    """A test for each answer, then those written by hand."""
    question = solved.question
    found = []
    for number, answer in enumerate(question.answers):
        name = answer["variable"]
        rows = [row[number].to_dict() for row in sealed_rows(solved)]
        code = (
            f"def test_{name}(env):\n    from regecon.kit.checks.draws import own\n"
            "    from regecon.kit.checks.sealed import Sealed\n"
            f"    {name} = own(env.get('STUDENT'), {solved.place!r}, {rows!r})\n"
            f"    Sealed.from_dict({name}).check(env)"
        )
        points = {"points": answer["points"]} if "points" in answer else {}
        found.append(_test(points, code, f"test-{solved.question.name}-{name}"))
    for cell in question.tests:
        settings = {
            key: _(value) if key.endswith("_message") else value
            for key, value in settings_of(cell).items()
        }
        found.append(_test(settings, _in_words(cell.source), cell.id))
    return found


def _test(settings: dict, code: str, name: str) -> NotebookNode:
    """A test with its settings where Otter reads them."""
    if settings:
        code = f'""" # BEGIN TEST CONFIG\n{as_yaml(settings)}""" # END TEST CONFIG\n{code}'
    return new_code_cell(code, id=name)


def _in_words(code: str) -> str:
    """A test written by hand, so wrapped that every failure is a hint."""
    function = ast.parse(code).body[0]
    wrapped = ast.parse("with hints():\n    pass").body[0]
    wrapped.body = function.body
    imported = ast.parse("from regecon.kit.checks import hints").body
    function.body = [*imported, wrapped]
    return ast.unparse(function)


def _block(kind: str, cells: Iterable[NotebookNode], name: str) -> list[NotebookNode]:
    """Cells between Otter's marks; nothing if there are none."""
    cells = list(cells)
    mark = f"{kind.lower()}-{name}"
    begin, end = new_raw_cell(f"# BEGIN {kind}", id=mark), new_raw_cell(f"# END {kind}")
    end.id = f"{mark}-end"
    return [begin, *cells, end] if cells else []


def _assign(folder: Path) -> None:
    """Run Otter Assign on the notebook in a folder, in a process of its own."""
    programs = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [sys.executable, "-c", ASSIGN, str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if run.returncode:
        said = "\n".join((run.stdout + run.stderr).strip().splitlines()[-12:])
        raise OtterError(f"Otter does not accept {folder.name}.\n{said}")


def _copy_bundle(source: Path, target: Path) -> None:
    """Otter's bundle with its files in order and without dates."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)

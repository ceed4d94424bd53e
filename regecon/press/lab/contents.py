"""The notebooks and tables of the lab, laid out as they lie on disk."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from regecon.cases.town import find
from regecon.desk.prose import notebook_in_language
from regecon.desk.town.notebook import TEAM_TOWNS, starter
from regecon.desk.weeks import read_weeks
from regecon.explorers import explorer_names
from regecon.kit.i18n import _
from regecon.press.lab.pyodide import LabError

# A lab leads to the page of its exercises; in the lab that is the notebook.
EXERCISES = re.compile(r"\]\(\.\./exercises/([\w-]+)\.md\)")
KERNEL = {"display_name": "Python", "language": "python", "name": "python"}


def lay_out(root: Path, site: Path, target: Path) -> None:
    """Write ``notebooks/``, ``exercises/``, ``towns/``, ``datasets/`` and ``explorers.ipynb``.

    Parameters
    ----------
    root
        A checkout of the course.
    site
        Its built book, which holds the students' notebooks.
    target
        A new folder.

    Raises
    ------
    LabError
        The book is not built.
    """
    students = site / "_static" / "exercises"
    if not students.is_dir():
        raise LabError(f"{students}: not there. Build the book first: make book.")
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        told = notebook_in_language(nbformat.read(path, as_version=4))
        write(lab(told), target / "notebooks" / path.name)
    for path in sorted(students.glob("*.ipynb")):
        write(nbformat.read(path, as_version=4), target / "exercises" / path.name)
    for here in map(find, TEAM_TOWNS):
        started = nbformat.reads(starter(here), as_version=4)
        write(started, target / "towns" / f"{here.slug}.ipynb")
    write(explorers(root), target / "explorers.ipynb")
    shutil.copytree(root / "datasets", target / "datasets")


def write(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Write a notebook for the browser's kernel, with a version to tell it from a later one."""
    text = "".join(cell.source for cell in notebook.cells)
    stamp = {"version": hashlib.sha256(text.encode()).hexdigest()[:8]}
    notebook.metadata["kernelspec"] = KERNEL
    notebook.metadata["regecon"] = notebook.metadata.get("regecon", {}) | stamp
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def lab(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A lab without its results: whoever predicts must not see them."""
    for cell in notebook.cells:
        cell.source = EXERCISES.sub(r"](../exercises/\1.ipynb)", cell.source)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def explorers(root: Path) -> nbformat.NotebookNode:
    """Every explorer of the course in its live form, week by week, then those of no week."""
    title = _("Explorers, live")
    told = _(
        "The interactive figures of the chapters, driven by the course's own functions: run a "
        "cell, then move its controls. `explorer(name)` shows one; its module in "
        "`regecon.explorers` holds model, chart and words."
    )
    start = "from regecon.explorers import explorer"
    cells = [
        new_markdown_cell(f"# {title}\n\n{told}", id="title"),
        new_code_cell(start, id="start"),
    ]
    names = [name for week in read_weeks(root) for name in week.explorers]
    names += [name for name in explorer_names() if name not in names]
    cells += [new_code_cell(f'explorer("{name}")', id=name) for name in names]
    return new_notebook(cells=cells, metadata={})

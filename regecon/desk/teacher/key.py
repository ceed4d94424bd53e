"""The key of an exercise set as a page to read; the notebook beside it runs."""

from __future__ import annotations

from pathlib import Path

import nbformat
from markupsafe import Markup

from regecon.desk.teacher.markdown import whole
from regecon.desk.teacher.pages import render


def key_page(notebook: Path) -> str:
    """The page of a key: its text, and its code as it stands."""
    cells = nbformat.read(notebook, as_version=4).cells
    title = next(line for line in cells[0].source.splitlines() if line.startswith("# "))
    parts = [_cell(cell) for cell in cells if cell.source.strip()]
    return render("key", title=title.removeprefix("# "), parts=parts)


def _cell(cell: nbformat.NotebookNode) -> Markup:
    if cell.cell_type == "markdown":
        return whole(cell.source)
    return Markup('<pre tabindex="0">{}</pre>').format(cell.source)

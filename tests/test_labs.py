"""The gate of the labs, ``make labs``: stored outputs equal fresh ones, and no cell is spared."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parents[1]
LABS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", LABS, ids=lambda path: path.stem)
def test_no_cell_of_a_lab_is_spared_the_comparison(path):
    for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], 1):
        tags = {tag for tag in cell["metadata"].get("tags", []) if "nbval" in tag}
        assert not tags, f"{path.name}, cell {number}: {tags}"
        assert "# NBVAL" not in "".join(cell["source"]), f"{path.name}, cell {number}"


@pytest.mark.parametrize("path", LABS, ids=lambda path: path.stem)
def test_a_lab_carries_no_trace_of_its_run(path):
    """Stored widgets would load a script from another host; times would change with each run."""
    lab = json.loads(path.read_text(encoding="utf-8"))
    assert set(lab["metadata"]) == {"kernelspec", "language_info"}
    assert not [cell for cell in lab["cells"] if "execution" in cell["metadata"]]


def lab(path: Path, stored: str) -> Path:
    """A lab of one cell with what it is said to have printed."""
    output = new_output("stream", name="stdout", text=stored)
    cells = [new_code_cell("print(6 * 7)", outputs=[output], execution_count=1)]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def test_an_altered_output_is_found(tmp_path):
    true, false = lab(tmp_path / "true.ipynb", "42\n"), lab(tmp_path / "false.ipynb", "43\n")
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [*command, str(true), str(false)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "1 failed, 1 passed" in run.stdout
    for told in ("false.ipynb", "Cell 0", "42", "43"):
        assert told in run.stdout

"""Kernels forked from a warm process run a page as any kernel does."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from regecon.press.sphinx.kernels import warm


@pytest.fixture
def run(tmp_path):
    """Run cells in a warm kernel that works in a folder of its own; the text of each output."""

    def execute(*cells: str) -> list[str]:
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute()
        return [cell.outputs[0].data["text/plain"] for cell in notebook.cells]

    with warm():
        yield execute


def test_a_warm_kernel_has_the_libraries_and_nothing_of_the_page_before(run, tmp_path, monkeypatch):
    monkeypatch.setenv("REGECON_TOLD", "yes")
    assert run("import sys; 'altair' in sys.modules") == ["True"]
    assert run("found = 1\nimport os; os.environ['REGECON_TOLD']") == ["'yes'"]
    assert run("'found' in globals()", "import os; os.getcwd()") == ["False", repr(str(tmp_path))]


def test_an_error_in_a_warm_kernel_is_told(run):
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        run("1 / 0")

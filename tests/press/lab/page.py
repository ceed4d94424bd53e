"""A notebook in the browser lab, as a test drives it."""

from __future__ import annotations

import time
from urllib.parse import quote

PANEL = "window.jupyterapp.shell.currentWidget"
IDLE = f"""() => {{
    const panel = window.jupyterapp && {PANEL};
    const session = panel && panel.sessionContext && panel.sessionContext.session;
    return session && session.kernel && session.kernel.status === "idle";
}}"""
# A cell that was started shows a number when it is done; after an error the rest stays without.
DONE = f"""(ids) => {{
    const cells = [...Array({PANEL}.content.model.cells.length).keys()]
        .map((i) => {PANEL}.content.model.cells.get(i))
        .filter((cell) => ids.includes(cell.id));
    const failed = cells.some((cell) =>
        cell.outputs.toJSON().some((output) => output.output_type === "error"));
    const idle = {PANEL}.sessionContext.session.kernel.status === "idle";
    return idle && (failed || cells.every((cell) => cell.executionCount !== null));
}}"""
CELLS = f"""() => [...Array({PANEL}.content.model.cells.length).keys()].map((i) => {{
    const cell = {PANEL}.content.model.cells.get(i);
    return {{
        id: cell.id,
        type: cell.type,
        source: cell.sharedModel.source,
        outputs: cell.type === "code" ? cell.outputs.toJSON() : [],
    }};
}})"""
WRITE = f"""([id, source]) => {{
    const cells = {PANEL}.content.model.cells;
    for (let i = 0; i < cells.length; i++) {{
        if (cells.get(i).id === id) cells.get(i).sharedModel.source = source;
    }}
}}"""


class LabPage:
    """An open notebook; ``ready`` is the seconds until Python was there, where that is asked."""

    def __init__(self, page, address: str, path: str, python: bool = True):
        self.page, self.faults = page, []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        start = time.monotonic()
        page.goto(f"{address}lab/notebooks/index.html?path={quote(path)}")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        page.wait_for_function(f"() => window.jupyterapp && {PANEL}.context.isReady")
        if python:
            page.wait_for_function(IDLE, timeout=120_000)
            self.ready = time.monotonic() - start

    def cells(self) -> list[dict]:
        return self.page.evaluate(CELLS)

    def code(self) -> list[dict]:
        """The code cells with something in them."""
        return [cell for cell in self.cells() if cell["type"] == "code" and cell["source"].strip()]

    def run_all(self, seconds: int = 180) -> None:
        self._command("notebook:clear-all-cell-outputs")
        self._command("notebook:run-all-cells")
        self._wait([cell["id"] for cell in self.code()], seconds)

    def run(self, cell_id: str, seconds: int = 60) -> list[dict]:
        """Run one cell; return its outputs."""
        number = next(i for i, cell in enumerate(self.cells()) if cell["id"] == cell_id)
        self.page.evaluate(f"(i) => {{ {PANEL}.content.activeCellIndex = i; }}", number)
        self._command("notebook:clear-cell-output")
        self._command("notebook:run-cell")
        self._wait([cell_id], seconds)
        return self.cells()[number]["outputs"]

    def write(self, cell_id: str, source: str) -> None:
        self.page.evaluate(WRITE, [cell_id, source])

    def save(self) -> None:
        self.page.evaluate(
            f"async () => {{ await {PANEL}.context.ready; await {PANEL}.context.save(); }}"
        )

    def _command(self, name: str) -> None:
        self.page.evaluate(f"() => window.jupyterapp.commands.execute('{name}')")

    def _wait(self, ids: list[str], seconds: int) -> None:
        self.page.wait_for_function(DONE, arg=ids, timeout=1000 * seconds)


def printed(outputs: list[dict]) -> str:
    """What a cell printed or returned, as text; messages beside it are left out."""
    parts = []
    for output in outputs:
        if output["output_type"] == "stream" and output["name"] == "stdout":
            parts.append("".join(output["text"]))
        elif output["output_type"] in ("execute_result", "display_data"):
            parts.append("".join(output["data"].get("text/plain", "")))
    return "\n".join(part.strip("\n") for part in parts)


def errors(cells: list[dict]) -> list[str]:
    return [
        f"{cell['source'][:60]}: {output['ename']}: {output['evalue']}"
        for cell in cells
        for output in cell["outputs"]
        if output["output_type"] == "error"
    ]

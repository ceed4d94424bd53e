"""``regecon lab``: build the browser lab into the built book."""

from __future__ import annotations

import argparse
import sys

from regecon.press.build import ROOT
from regecon.press.jupyter_book import alone
from regecon.press.lab.pyodide import LabError
from regecon.press.lab.site import build_lab


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="regecon lab", description="Build the browser lab.")
    parser.add_argument(
        "--pyodide",
        default="index",
        help="index (default), cdn, an address, or the path of a Pyodide folder or archive",
    )
    source = parser.parse_args(arguments).pyodide
    made = ROOT / "_build"
    try:
        with alone(made):
            page = build_lab(ROOT, made / "html", source, made / "lab-cache")
    except LabError as error:
        sys.exit(f"The browser lab was not built.\n{error}")
    size = sum(path.stat().st_size for path in page.parent.rglob("*") if path.is_file())
    print(f"The lab is ready in {page.parent} ({size / 1e6:.0f} MB). To open it: make serve")

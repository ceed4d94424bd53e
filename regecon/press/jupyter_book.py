"""Run Jupyter Book, and say in a sentence each what a reader would miss."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from regecon.press.sphinx.told import FILE, plain

JUPYTER_BOOK = (sys.executable, "-c", "from jupyter_book.cli.main import main; main()")
# Warnings of these kinds, and all errors, leave a hole in a page.
HOLES = ("myst.directive", "myst.role", "mystnb.", "image.", "download.", "bibtex.")
HOLES += ("toc.", "etoc.")
# So do these, but where only some of the pages are built.
LINKS = ("ref.", "myst.xref_missing")
STATE = "whole.txt"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep a folder of results for one command; a second one would write into its files.

    Raises
    ------
    SystemExit
        Another command works there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # A lock of SQLite holds on every system and ends with its process, however that ends.
    lock = sqlite3.connect(folder / "lock.sqlite", isolation_level=None, timeout=0)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        sys.exit(f"Another build is running in {folder.name}; nothing was done. Wait for its end.")
    try:
        yield
    finally:
        lock.close()


def run_book(
    root: Path, folder: Path, *options: str, strict: bool = False, verbose: bool = False
) -> Path:
    """Build pages into a folder; return the folder of the site.

    Parameters
    ----------
    root
        A checkout of the course.
    folder
        Where to build; what an earlier build left there is used again, if it was whole.
    options
        More options of ``jupyter-book build``; with a ``--toc`` of its own, links to pages that
        are not built are no fault.
    strict
        Whether any warning stops the build.
    verbose
        Whether to show everything that Jupyter Book says, tracebacks included.

    Raises
    ------
    SystemExit
        A page has a hole, or none could be built; each fault is printed with file and line.
    """
    made = folder / "_build"
    state = _state(made)
    if state == "unfinished" or (strict and state == "warned"):
        # What Sphinx has read it does not read again, and says nothing of it a second time.
        shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True, exist_ok=True)
    (made / STATE).write_text("unfinished", encoding="utf-8")
    (made / FILE).unlink(missing_ok=True)
    command = [*JUPYTER_BOOK, "build", str(root), "--path-output", str(folder), "-n", *options]
    log = made / "log.txt"
    with log.open("w", encoding="utf-8") as out:
        show = {} if verbose else {"stdout": out, "stderr": subprocess.STDOUT}
        code = subprocess.run(command, check=False, **show).returncode
    told = _told(made / FILE, log, code)
    part = "--toc" in options
    warnings = [row for row in told["warnings"] if not (part and _of(row, LINKS))]
    faults = []
    if told["error"]:
        faults = [told["error"]]
        # The cell's own last line says more than that it failed.
        warnings = [row for row in warnings if not _of(row, ("mystnb.exec",))]
    faults += [_line(w) for w in warnings if strict or w["error"] or _of(w, (*HOLES, *LINKS))]
    if faults:
        print("\n".join(faults), file=sys.stderr)
        raise SystemExit(1)
    print("".join(f"Warning: {_line(w)}\n" for w in warnings), end="", file=sys.stderr)
    whole = "warned" if warnings or state == "warned" else "clean"
    (made / STATE).write_text(whole, encoding="utf-8")
    return made / "html"


def _state(made: Path) -> str:
    """How the last build here ended; one that was broken off counts as unfinished."""
    file = made / STATE
    return file.read_text(encoding="utf-8") if file.is_file() else "unfinished"


def _told(file: Path, log: Path, code: int) -> dict:
    """Warnings and error of the run; if it never came to a page, the last thing it said."""
    told = {"warnings": [], "error": None}
    if file.is_file():
        told = json.loads(file.read_text(encoding="utf-8"))
    if code and not told["error"]:
        said = [s.strip() for s in log.read_text(encoding="utf-8").splitlines() if s.strip()]
        found = [line for line in said if re.match(r"[\w.]+Error: .", line)]
        told["error"] = plain(found[-1]) if found else f"Jupyter Book stopped; {log} says where."
    return told


def _of(warning: dict, kinds: tuple[str, ...]) -> bool:
    return warning["kind"].startswith(kinds)


def _line(warning: dict) -> str:
    return ": ".join(filter(None, (warning["place"], warning["text"])))

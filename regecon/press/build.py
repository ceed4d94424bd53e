"""Build the book beside the last good one and put it in place only when it is whole.

``python -m regecon.press.build [--strict] [--language CODE] [--verbose]``. By hand,
``jupyter-book build .`` gives the same site, in the language of ``REGECON_LANG``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from regecon.press.jupyter_book import alone, run_book
from regecon.press.words import compile_catalogues

ROOT = Path(__file__).resolve().parents[2]
LAB = "lab"
LAB_ADDRESS = "_static/lab.js"


def build(root: Path = ROOT, strict: bool = False, verbose: bool = False) -> Path:
    """Build the book of a checkout; return the page to open.

    Raises
    ------
    SystemExit
        The build failed; the site of the last good build is untouched.
    """
    made = root / "_build"
    with alone(made):
        try:
            return _build(root, made, strict, verbose) / "index.html"
        except SystemExit:
            sys.exit("The book was not built; the last good site stays in _build/html.")
        except OSError as error:
            sys.exit(f"{error}\nThe book was not built; the last good site is in _build/html.")


def _build(root: Path, made: Path, strict: bool, verbose: bool) -> Path:
    site, fresh = made / "html", made / "html.new"
    recover(site)
    compile_catalogues()
    pages = run_book(root, made / "staging", strict=strict, verbose=verbose)
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(pages, fresh)
    keep_lab(site, fresh)
    put_in_place(fresh, site)
    return site


def keep_lab(site: Path, fresh: Path) -> None:
    """Take a built browser lab over into the new site."""
    if not (site / LAB).is_dir():
        return
    shutil.copytree(site / LAB, fresh / LAB, copy_function=_link)
    shutil.copyfile(site / LAB_ADDRESS, fresh / LAB_ADDRESS)
    print("The browser lab beside it is kept as it was; make browser-lab renews it.")


def _link(source: str, target: str) -> None:
    """A second name for a large file that nobody writes to, or a copy where there are none."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def put_in_place(fresh: Path, target: Path) -> None:
    """Put a new folder in the place of an old one; if that fails the old one comes back."""
    old = _aside(target)
    recover(target)
    if target.exists():
        target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def recover(target: Path) -> None:
    """Bring back a folder that was set aside when its replacement was broken off."""
    old = _aside(target)
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _aside(target: Path) -> Path:
    return target.with_name(f"{target.name}.old")


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the book.")
    parser.add_argument("--strict", action="store_true", help="any warning is an error")
    parser.add_argument("--language", help="a code such as ru or pt_BR; English by default")
    parser.add_argument("--verbose", action="store_true", help="show all that Jupyter Book says")
    chosen = parser.parse_args()
    if chosen.language:
        os.environ["REGECON_LANG"] = chosen.language
    print("The pages are read and run; the first time this takes some minutes.", flush=True)
    page = build(strict=chosen.strict, verbose=chosen.verbose)
    print(f"\nThe book is ready. Open {page}")


if __name__ == "__main__":
    main()

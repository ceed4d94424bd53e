"""Build the book beside the last good one and put it in place only when it is whole.

``python -m regecon.press.build [--strict] [--language CODE]``. By hand, ``jupyter-book build .``
gives the same site, in the language of ``REGECON_LANG``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from regecon.press.words import compile_catalogues

ROOT = Path(__file__).resolve().parents[2]
JUPYTER_BOOK = (sys.executable, "-c", "from jupyter_book.cli.main import main; main()")


def build(root: Path = ROOT, strict: bool = False) -> Path:
    """Build the book of a checkout; return the page to open.

    Raises
    ------
    SystemExit
        The build failed; the site of the last good build is untouched.
    """
    compile_catalogues()
    staging = root / "_build" / "staging"
    command = [*JUPYTER_BOOK, "build", str(root), "--path-output", str(staging)]
    if strict:
        command += ["-n", "-W", "--keep-going"]
    if subprocess.run(command, check=False).returncode:
        # Sphinx takes what a failed build wrote for good and would leave out the rest.
        shutil.rmtree(staging / "_build" / "html", ignore_errors=True)
        sys.exit("The book was not built; the last good site stays in _build/html.")
    site = root / "_build" / "html"
    fresh = root / "_build" / "html.new"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(staging / "_build" / "html", fresh)
    shutil.rmtree(site, ignore_errors=True)
    fresh.rename(site)
    return site / "index.html"


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the book.")
    parser.add_argument("--strict", action="store_true", help="any warning is an error")
    parser.add_argument("--language", help="a code such as ru or pt_BR; English by default")
    chosen = parser.parse_args()
    if chosen.language:
        os.environ["REGECON_LANG"] = chosen.language
    page = build(strict=chosen.strict)
    print(f"\nThe book is ready. Open {page}")


if __name__ == "__main__":
    main()

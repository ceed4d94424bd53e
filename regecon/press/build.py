"""Build the book beside the last good one and put it in place only when it is whole.

``regecon book [--strict] [--language CODE] [--pdf] [--epub] [--verbose]``. By hand,
``jupyter-book build .`` gives the same site, in the language of ``REGECON_LANG``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from pathlib import Path

from babel import Locale

from regecon.kit.i18n import language
from regecon.press.jupyter_book import alone, run_book
from regecon.press.words import compile_catalogues

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = "en"
LANGUAGES = "_static/languages.js"
LAB = "lab"
LAB_ADDRESS = "_static/lab.js"


def build(root: Path = ROOT, strict: bool = False, verbose: bool = False) -> Path:
    """Build the book of a checkout in the language of readers; return the page to open.

    English lies in ``_build/html``, every other language in a folder of it that bears its code.

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
    main, code = made / "html", language()
    site = main if code == ENGLISH else main / code
    fresh = made / f"{site.name}.new"
    recover(site)
    compile_catalogues()
    staging = made / ("staging" if code == ENGLISH else f"staging-{code}")
    pages = run_book(root, staging, strict=strict, verbose=verbose)
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(pages, fresh)
    if site == main:
        keep_lab(site, fresh)
        for other in languages(main):
            shutil.copytree(main / other, fresh / other, copy_function=_link)
    site.parent.mkdir(parents=True, exist_ok=True)
    put_in_place(fresh, site)
    link_languages(main)
    return site


def languages(site: Path) -> list[str]:
    """The other languages that are built beside English."""
    return sorted(page.parents[1].name for page in site.glob("*/_static/theme.js"))


def link_languages(site: Path) -> None:
    """Tell every edition which others there are; a page links to itself in each of them."""
    found = languages(site)
    folders = {code: site if code == ENGLISH else site / code for code in (ENGLISH, *found)}
    if not (site / "_static").is_dir():
        del folders[ENGLISH]
    names = {code: Locale.parse(code).get_display_name().capitalize() for code in folders}
    for code, folder in folders.items():
        up = "" if code == ENGLISH else "../"
        here = {
            other: [names[other], f"{up}{'' if other == ENGLISH else f'{other}/'}"]
            for other in folders
            if other != code
        }
        text = f"window.regeconLanguages = {json.dumps(here, ensure_ascii=False)};\n"
        target = folder / LANGUAGES
        target.unlink(missing_ok=True)  # it may be a second name of another edition's file
        target.write_text(text, encoding="utf-8")


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


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="regecon book", description="Build the book.")
    parser.add_argument("--strict", action="store_true", help="any warning is an error")
    parser.add_argument("--language", help="a code such as ru or pt_BR; English by default")
    parser.add_argument("--pdf", action="store_true", help="also the book and each week as PDF")
    parser.add_argument("--epub", action="store_true", help="also the book for a reader")
    parser.add_argument("--verbose", action="store_true", help="show all that Jupyter Book says")
    chosen = parser.parse_args(arguments)
    if chosen.language:
        os.environ["REGECON_LANG"] = chosen.language
    print("The pages are read and run; the first time this takes some minutes.", flush=True)
    page = build(strict=chosen.strict, verbose=chosen.verbose)
    print(f"\nThe book is ready. Open {page}")
    if chosen.pdf or chosen.epub:
        _write_files(page.parent, chosen.pdf, chosen.epub)


def _write_files(site: Path, pdf: bool, epub: bool) -> None:
    """The book as files; what they need is installed with the teacher's pack."""
    try:
        from regecon.press.book_files.write import write_files
    except ModuleNotFoundError as error:
        sys.exit(f'No files: {error.name} is not installed; pip install -e ".[teacher]"')
    write_files(ROOT, site, pdf, epub)

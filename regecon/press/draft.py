"""Build the pages of one week, in seconds: ``regecon draft w09-resort-curve``.

Says first what the week still lacks. The draft has the week's chapter, lab, exercises, tables
and methods, the glossary and the claims; a link to another week leads nowhere in it.
"""

from __future__ import annotations

import argparse
import sys
from difflib import get_close_matches
from pathlib import Path

from regecon.desk.weeks import Week, read_weeks
from regecon.press.build import ROOT
from regecon.press.complete import lacks, pages_of
from regecon.press.jupyter_book import alone, run_book

SHARED = ("book/glossary", "book/report")


def draft(slug: str, root: Path = ROOT, verbose: bool = False) -> Path:
    """Build the pages of a week; return the chapter's page.

    Raises
    ------
    SystemExit
        There is no such week, it lacks something, or a page cannot be built.
    """
    week = find(slug, root)
    if missing := lacks(week, root):
        sys.exit("\n".join(missing))
    folder = root / "_build" / "draft" / slug
    with alone(folder):
        toc = folder / "_toc.yml"
        toc.write_text(contents(week), encoding="utf-8")
        try:
            site = run_book(root, folder, "--toc", str(toc), verbose=verbose)
        except SystemExit:
            sys.exit(f"The draft of {slug} was not built; what stopped it stands above.")
    return site / f"{week.chapter}.html"


def find(slug: str, root: Path) -> Week:
    """The week of that name."""
    try:
        weeks = {week.slug: week for week in read_weeks(root)}
    except ValueError as error:
        sys.exit(str(error))
    if slug not in weeks:
        near = ", ".join(get_close_matches(slug, weeks, n=2, cutoff=0.3) or weeks)
        sys.exit(f"book/weeks.yml has no week {slug!r}: add it, or take one of {near}")
    return weeks[slug]


def contents(week: Week) -> str:
    """The table of contents of the draft."""
    root, *shared = SHARED  # the root has the look of the landing page, so it is no chapter
    lines = [f"  - file: {page}" for page in (*pages_of(week), *shared)]
    return "\n".join(["format: jb-book", f"root: {root}", "chapters:", *lines, ""])


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="regecon draft", description="Build one week's pages.")
    parser.add_argument("week", help="its name in book/weeks.yml, such as w09-resort-curve")
    parser.add_argument("--verbose", action="store_true", help="show all that Jupyter Book says")
    chosen = parser.parse_args(arguments)
    print(f"\nThe draft is ready. Open {draft(chosen.week, verbose=chosen.verbose)}")

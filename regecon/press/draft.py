"""Build the pages of one week, in seconds: ``python -m regecon.press.draft w09-resort-curve``.

Says first what the week still lacks. The draft has the week's chapter, lab, exercises, tables
and methods, the glossary and the claims; a link to another week leads nowhere in it.
"""

from __future__ import annotations

import subprocess
import sys
from difflib import get_close_matches
from pathlib import Path

from regecon.desk.weeks import Week, read_weeks
from regecon.press.build import JUPYTER_BOOK, ROOT
from regecon.press.complete import lacks, pages_of

SHARED = ("book/glossary", "book/report")


def draft(slug: str, root: Path = ROOT) -> Path:
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
    folder.mkdir(parents=True, exist_ok=True)
    toc = folder / "_toc.yml"
    toc.write_text(contents(week), encoding="utf-8")
    command = [*JUPYTER_BOOK, "build", str(root), "--quiet"]
    command += ["--toc", str(toc), "--path-output", str(folder)]
    if subprocess.run(command, check=False).returncode:
        sys.exit(f"The draft of {slug} was not built; what stopped it stands above.")
    return folder / "_build" / "html" / f"{week.chapter}.html"


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
    pages = [page for page in (*pages_of(week), *SHARED) if page != week.chapter]
    lines = [f"  - file: {page}" for page in pages]
    return "\n".join(["format: jb-book", f"root: {week.chapter}", "chapters:", *lines, ""])


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Say which week: make draft WEEK=w09-resort-curve")
    print(f"\nThe draft is ready. Open {draft(sys.argv[1])}")


if __name__ == "__main__":
    main()

"""``regecon region new FOLDER`` and ``regecon region check FOLDER``: a course in another region.

``new`` writes templates of the five tables that a teacher of another region brings, each with
its descriptor; with --example, a small SYNTHETIC region instead. ``check`` says what is wrong
with the tables of a folder, by file, row and column, or else what of the course runs on them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from regecon.desk.files import all_or_none
from regecon.desk.region.check import Region, read
from regecon.desk.region.results import told
from regecon.desk.region.tables import files
from regecon.kit.i18n import _


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="regecon region",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="new|check")
    new = acts.add_parser("new", help="write templates, or the example")
    new.add_argument("folder", type=Path, help="where to; it is made if it is not there")
    new.add_argument("--example", action="store_true", help="a SYNTHETIC region, filled in")
    new.add_argument("--force", action="store_true", help="write over files that are there")
    check = acts.add_parser("check", help="check tables, and show what runs on them")
    check.add_argument("folder", type=Path, help="where the tables lie")
    asked = parser.parse_args(arguments)
    if asked.act == "new":
        for path in write(asked.folder, asked.example, asked.force):
            print(path)
    else:
        print(checked(asked.folder))


def write(folder: Path, example: bool = False, force: bool = False) -> list[Path]:
    """Write five tables and their descriptors, all or none.

    Parameters
    ----------
    folder
        Where to; it is made if it is not there.
    example
        The made-up region in place of empty templates.
    force
        Whether files of the same name are written over.

    Returns
    -------
    list of Path
        What was written.
    """
    texts = {folder / name: text for name, text in files(example).items()}
    there = [path for path in texts if path.exists()]
    if there and not force:
        words = _("{files}: already there. Give another folder, or --force to write over.")
        sys.exit(words.format(files=", ".join(map(str, there))))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        all_or_none(texts)
    except OSError as error:
        words = _("{folder}: cannot be written to ({reason}). Nothing was written.")
        sys.exit(words.format(folder=folder, reason=error.strerror))
    return list(texts)


def checked(folder: Path) -> str:
    """What runs on the tables of a folder, or the end with all that is wrong with them."""
    try:
        region = read(folder)
    except ValueError as error:
        sys.exit(str(error))
    if region.faults:
        sys.exit("\n".join(region.faults))
    return "\n".join([*_head(region), "", *told(region.frames)])


def _head(region: Region) -> list[str]:
    """What was read, and what its descriptors leave open."""
    jobs = region.frames["jobs"]
    lines = [_("SYNTHETIC: made up for teaching.")] if region.made_up else []
    lines.append(_("Nothing is wrong."))
    named = {
        "place": _("Places: {names}."),
        "industry": _("Industries: {names}."),
        "year": _("Years of jobs: {names}."),
    }
    for column, words in named.items():
        lines.append(words.format(names=", ".join(map(str, jobs[column].unique()))))
    if region.unsaid:
        words = _("Source, terms or trust are still to be written in {files}.")
        lines.append(words.format(files=", ".join(region.unsaid)))
    return lines

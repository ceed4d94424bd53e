"""``regecon teacher check [WEEK ...]``: what is wrong with the sheets of the teacher's pack.

WEEK is a name such as w09-resort-curve, or its beginning, w09; without one all weeks are meant
that have a sheet in ``teaching/``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from regecon.desk.teacher.check import faults
from regecon.desk.teacher.deck import slides
from regecon.desk.teacher.kit import play, size
from regecon.desk.teacher.numbers import values
from regecon.desk.teacher.sheet import LARGE, SMALL, read_sheet, sheet_path
from regecon.desk.weeks import Week, read_weeks
from regecon.press.build import ROOT


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="regecon teacher",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="check")
    check = acts.add_parser("check", help="check sheets, in seconds and without building")
    check.add_argument("weeks", nargs="*", metavar="WEEK", help="all that have a sheet, if none")
    asked = parser.parse_args(arguments)
    print(*checked(ROOT, asked.weeks), sep="\n")


def checked(root: Path, names: list[str]) -> list[str]:
    """A line for each sheet, or the end with all that is wrong with them."""
    weeks = chosen(root, names)
    found = [fault for week in weeks for fault in faults(sheet_path(root, week.slug), week, root)]
    if found:
        sys.exit("\n".join(found))
    return [_whole(week, root) for week in weeks]


def chosen(root: Path, names: list[str]) -> list[Week]:
    """The weeks that are meant; without a name, those that have a sheet."""
    weeks = read_weeks(root)
    written = [week for week in weeks if sheet_path(root, week.slug).is_file()]
    if not names:
        return written
    found = []
    for name in names:
        named = [week for week in weeks if week.slug.startswith(name)]
        if len(named) != 1:
            sys.exit(f"There is no week {name!r}: give a name such as w09-resort-curve, or w09.")
        if named[0] not in written:
            sys.exit(f"teaching/{named[0].slug}.md is missing: the week has no sheet yet.")
        found += named
    return found


def _whole(week: Week, root: Path) -> str:
    """What a sheet without a fault holds."""
    sheet = read_sheet(sheet_path(root, week.slug))
    numbers, kit = values(sheet), sheet.kit
    deals = [len(play(kit, persons, numbers).deals) for persons in (SMALL, LARGE)]
    return (
        f"{sheet.file}: nothing is wrong. {len(slides(sheet.body))} slides; of {size(kit)} "
        f"outcomes of the kit {deals[0]} suit all of {SMALL} and {deals[1]} all of {LARGE}"
    )

"""``regecon teacher [WEEK ...] --out FOLDER``: the teacher's pack of some weeks, or of all.

WEEK is a name such as w09-resort-curve, or its beginning, w09. The pack opens with index.html in
FOLDER, from a folder and without a network. It holds what students should not see. What FOLDER
held of these weeks is replaced, and what it held of others stays.

``regecon teacher check [WEEK ...]`` says what is wrong with sheets and question banks, in seconds
and without building.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from regecon.desk.bank.check import check as bank_faults
from regecon.desk.bank.reader import FOLDER as BANKS
from regecon.desk.bank.reader import SUFFIX as BANK
from regecon.desk.bank.reader import BankError
from regecon.desk.sets.build import BuildError, MasterError
from regecon.desk.teacher.check import faults
from regecon.desk.teacher.deck import slides
from regecon.desk.teacher.index import index_page
from regecon.desk.teacher.kit import play, size
from regecon.desk.teacher.numbers import values
from regecon.desk.teacher.sheet import LARGE, SMALL, SheetError, read_sheet, sheet_path
from regecon.desk.weeks import Week, read_weeks
from regecon.press.build import ROOT
from regecon.press.paper.pdf import PaperError

# A part, where it is made, and the folder of the pack that it is given.
PARTS = {
    "plans": ("regecon.press.pack", "plans", ""),
    "kits": ("regecon.press.pack", "kits", ""),
    "decks": ("regecon.press.slides.build", "write", ""),
    "bank": ("regecon.desk.bank.write", "write", "bank"),
    "key": ("regecon.press.pack", "keys", ""),
    "papers": ("regecon.desk.papers.write", "write", "papers"),
    "scorm": ("regecon.press.scorm.write", "write", ""),
}
FAULTS = (SheetError, BankError, PaperError, BuildError, MasterError)


def main(arguments: list[str] | None = None) -> None:
    words = sys.argv[2:] if arguments is None else arguments
    if words[:1] == ["check"]:
        parser = argparse.ArgumentParser(prog="regecon teacher check")
        parser.add_argument(
            "weeks", nargs="*", metavar="WEEK", help="all that have a sheet, if none"
        )
        print(*checked(ROOT, parser.parse_args(words[1:]).weeks), sep="\n")
        return
    parser = argparse.ArgumentParser(
        prog="regecon teacher",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("weeks", nargs="*", metavar="WEEK", help="all weeks, if none; or check")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--only", default="", help=f"some of {','.join(PARTS)}, with commas")
    asked = parser.parse_args(words)
    parts = [part for part in asked.only.split(",") if part] or list(PARTS)
    if strangers := [part for part in parts if part not in PARTS]:
        sys.exit(f"There is no part {', '.join(strangers)}: take some of {', '.join(PARTS)}.")
    if not asked.only and not (ROOT / "_build" / "html" / "index.html").is_file():
        parts = [part for part in parts if part != "scorm"]
        print("scorm is left out: it is made from the built book (make book).", file=sys.stderr)
    print(write(ROOT, asked.out, chosen(ROOT, asked.weeks), parts))


def write(root: Path, out: Path, weeks: list[Week], parts: list[str]) -> Path:
    """Make parts of the pack and its first page.

    Parameters
    ----------
    root
        A checkout of the course.
    out
        The folder of the pack.
    weeks, parts
        What is made; a part is whole or, if it fails, as it was. One that fails keeps no other
        from being made.

    Returns
    -------
    Path
        The page to open.

    Raises
    ------
    SystemExit
        A part cannot be made; the last lines say why.
    """
    _refuse(root, out)
    failed = []
    for part in parts:
        print(f"{part} ...", file=sys.stderr, flush=True)
        module, name, folder = PARTS[part]
        try:
            getattr(import_module(module), name)(root, out / folder, weeks)
        except FAULTS as error:
            failed.append(f"{error}\n{part}: not made; what the folder held of it is as it was.")
    import_module("regecon.press.pack").style(out)
    page = out / "index.html"
    page.write_text(index_page(root, out, read_weeks(root)), encoding="utf-8")
    if failed:
        sys.exit("\n".join([*failed, f"The rest is there: {page}"]))
    return page


def _refuse(root: Path, out: Path) -> None:
    """The site is what students see, and so is what is released of it."""
    site = root / "_build" / "html"
    if site.resolve() in (out.resolve(), *out.resolve().parents):
        sys.exit(f"{out} is part of the students' site: give another folder with --out.")


def checked(root: Path, names: list[str]) -> list[str]:
    """A line for each sheet and bank, or the end with all that is wrong with them."""
    weeks = with_sheet(root, names)
    found = [fault for week in weeks for fault in faults(sheet_path(root, week.slug), week, root)]
    banks = [root / BANKS / f"{week.slug}{BANK}" for week in weeks]
    found += [fault for path in banks if path.is_file() for fault in bank_faults(path, root)]
    if found:
        sys.exit("\n".join(found))
    return [_whole(week, root) for week in weeks]


def chosen(root: Path, names: list[str]) -> list[Week]:
    """The weeks that are meant; all, if none is named."""
    weeks = read_weeks(root)
    found = []
    for name in names:
        named = [week for week in weeks if week.slug.startswith(name)]
        if len(named) != 1:
            sys.exit(f"There is no week {name!r}: give a name such as w09-resort-curve, or w09.")
        found += named
    return found or weeks


def with_sheet(root: Path, names: list[str]) -> list[Week]:
    """The same, but only weeks that have a sheet."""
    weeks = chosen(root, names)
    written = [week for week in weeks if sheet_path(root, week.slug).is_file()]
    if names and (lacking := [week.slug for week in weeks if week not in written]):
        sys.exit(f"teaching/{lacking[0]}.md is missing: the week has no sheet yet.")
    return written


def _whole(week: Week, root: Path) -> str:
    """What a sheet without a fault holds."""
    sheet = read_sheet(sheet_path(root, week.slug))
    numbers, kit = values(sheet), sheet.kit
    deals = [len(play(kit, persons, numbers).deals) for persons in (SMALL, LARGE)]
    return (
        f"{sheet.file}: nothing is wrong. {len(slides(sheet.body))} slides; of {size(kit)} "
        f"outcomes of the kit {deals[0]} suit all of {SMALL} and {deals[1]} all of {LARGE}"
    )

"""``regecon grade SUBMISSIONS --out FOLDER``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from regecon.desk.grade.lists import InputError
from regecon.desk.grade.run import grade
from regecon.desk.grade.sandbox import Limits, NoSandboxError
from regecon.desk.grade.text import printable
from regecon.desk.sets.build import MASTERS
from regecon.desk.sets.master import MasterError
from regecon.kit.i18n import _

LATER = 3  # what the program ends with if some submissions have to be graded again


def main(arguments: list[str] | None = None) -> None:
    """Grade a class.

    The program ends with 0 if all is done, 1 if nothing was written, and 3 if some submissions
    could not be graded this time and the same command has to be given again.
    """
    asked = _parser().parse_args(arguments)
    limits = Limits(cell=asked.seconds, total=asked.total_seconds, memory=asked.memory << 20)
    try:
        done = grade(
            asked.submissions,
            asked.out,
            wanted=asked.set,
            masters=asked.masters,
            workers=asked.workers,
            scheduler=asked.scheduler,
            numbers=asked.numbers,
            worksheet=asked.worksheet,
            unsandboxed=asked.allow_unsandboxed,
            limits=limits,
        )
    except (InputError, MasterError, NoSandboxError) as error:
        sys.exit(f"{_('Nothing was written.')} {printable(error)}")
    if done.failed:
        told = _("Not graded this time: {students}. Give the same command again.")
        print(told.format(students=", ".join(done.failed)), file=sys.stderr)
    print(asked.out)
    sys.exit(LATER if done.failed else 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="regecon grade",
        description=_("Grade a class. Stop it and start it again: it goes on where it was."),
    )
    add = parser.add_argument
    add("submissions", type=Path, help=_("folder or zip of what was handed in"))
    add("--out", type=Path, required=True, help=_("folder to write to"))
    add("--set", default="", help=_("the set; else the one that most files name"))
    add("--masters", type=Path, default=MASTERS, help=_("folder of the masters"))
    add("--numbers", type=Path, help=_("CSV with the columns student and number"))
    told = _("Moodle's grading worksheet or Canvas's gradebook, to be filled as lms.csv")
    add("--worksheet", type=Path, help=told)
    add("--workers", type=int, help=_("submissions at a time"))
    add("--scheduler", default="", help=_("address of a Dask scheduler"))
    add("--seconds", type=float, default=Limits.cell, help=_("for one cell"))
    add("--total-seconds", type=float, default=Limits.total, help=_("for a notebook"))
    add("--memory", type=int, default=Limits.memory >> 20, help="MiB")
    told = _("go on where nothing can lock submissions in: they can then do what you can do")
    add("--allow-unsandboxed", action="store_true", help=told)
    return parser

"""``python -m regecon.desk.grade SUBMISSIONS --out FOLDER``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from regecon.desk.grade.run import grade_class
from regecon.desk.grade.sandbox import Limits, NoSandboxError
from regecon.desk.grade.submissions import InputError
from regecon.desk.sets.build import MASTERS
from regecon.desk.sets.master import MasterError


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m regecon.desk.grade",
        description="Grade a class. Stop it and start it again: it goes on where it was.",
    )
    parser.add_argument("submissions", type=Path, help="folder or zip of notebooks")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--set", default="", help="the set; else the one the notebooks name")
    parser.add_argument("--masters", type=Path, default=MASTERS, help="folder of the masters")
    parser.add_argument("--numbers", type=Path, help="CSV with the columns student and number")
    parser.add_argument("--workers", type=int, help="submissions at a time")
    parser.add_argument("--scheduler", default="", help="address of a Dask scheduler")
    parser.add_argument("--seconds", type=float, default=Limits.cell, help="for one cell")
    parser.add_argument("--total-seconds", type=float, default=Limits.total, help="for a notebook")
    parser.add_argument("--memory", type=int, default=Limits.memory >> 20, help="MiB")
    parser.add_argument(
        "--allow-unsandboxed",
        action="store_true",
        help="go on where nothing can lock submissions in: they can then do what you can do",
    )
    asked = parser.parse_args()
    limits = Limits(cell=asked.seconds, total=asked.total_seconds, memory=asked.memory << 20)
    try:
        grade_class(
            asked.submissions,
            asked.out,
            wanted=asked.set,
            masters=asked.masters,
            workers=asked.workers,
            scheduler=asked.scheduler,
            numbers=asked.numbers,
            unsandboxed=asked.allow_unsandboxed,
            limits=limits,
        )
    except NoSandboxError as error:
        sys.exit(
            "Nothing was written. Submissions are programs by others, and nothing here can lock "
            f"them in ({error}). Install bubblewrap, or go on at your own risk with "
            "--allow-unsandboxed."
        )
    except (InputError, MasterError) as error:
        sys.exit(f"Nothing was written. {error}")
    print(asked.out)


if __name__ == "__main__":
    main()

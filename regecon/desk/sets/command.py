"""``regecon student build --out FOLDER [SETS]``, or ``notebooks`` in its place."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from regecon.desk.sets.build import MASTERS, BuildError, build, write_notebooks
from regecon.desk.sets.master import MasterError


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="regecon student")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, told in (
        ("build", "write students' notebooks and keys"),
        ("notebooks", "write the masters as notebooks, to open or to run them"),
    ):
        command = commands.add_parser(name, help=told)
        command.add_argument("sets", nargs="*", help="names of sets; all without one")
        command.add_argument("--out", type=Path, required=True, help="folder to write to")
        command.add_argument("--masters", type=Path, default=MASTERS, help="folder of the masters")
        if name == "build":
            told = "also write what otter-grader and Gradescope take"
            command.add_argument("--otter", action="store_true", help=told)
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "notebooks":
            print(*write_notebooks(asked.out, asked.sets, asked.masters), sep="\n")
            return
        names = build(asked.out, asked.sets, asked.masters, asked.otter)
    except (MasterError, BuildError) as error:
        sys.exit(f"Nothing was written. {error}")
    for name in names:
        print(f"{name}: {asked.out}/students/{name}.ipynb, {asked.out}/teachers/{name}/")

"""``regecon data [NAME ...]``: check tables, and lay their descriptors out in order.

``regecon data hash [NAME ...]`` writes the hash and the length of the tables' files into
their descriptors, after a change that is meant.
"""

from __future__ import annotations

import argparse
import sys

from regecon.data.errors import DataError
from regecon.data.folder import descriptor, table_names
from regecon.data.validation import changed, problems, renew, write_descriptor


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="regecon data",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", help="names of tables, perhaps after hash; default all")
    names = parser.parse_args(arguments).names
    do = _renew if names[:1] == ["hash"] else _check
    names = names[1:] if names[:1] == ["hash"] else names
    found = []
    for name in names or table_names():
        try:
            found += do(name)
        except DataError as error:
            found.append(str(error))
    sys.exit("\n".join(found) or None)


def _check(name: str) -> list[str]:
    info = descriptor(name)
    write_descriptor(info)
    if "hash" not in info:
        renew(name)
    difference = changed(name)
    return problems(name) + ([difference] if difference else [])


def _renew(name: str) -> list[str]:
    """Only a table that is as its descriptor says gets a new entry in the ledger."""
    found = problems(name)
    if not found and renew(name):
        print(f"{name}: hash and bytes written")
    return found

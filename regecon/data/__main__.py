"""``python -m regecon.data [NAME ...]``: check tables, and lay their descriptors out in order."""

from __future__ import annotations

import argparse
import sys

from regecon.data.errors import DataError
from regecon.data.folder import descriptor, table_names
from regecon.data.validation import problems, write_descriptor


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m regecon.data", description=__doc__)
    parser.add_argument("names", nargs="*", help="names of tables; all without one")
    found = []
    for name in parser.parse_args().names or table_names():
        try:
            write_descriptor(descriptor(name))
            found += problems(name)
        except DataError as error:
            found.append(str(error))
    sys.exit("\n".join(found) or None)


if __name__ == "__main__":
    main()

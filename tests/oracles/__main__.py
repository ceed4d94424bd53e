"""Run every case of a file: ``python -m tests.oracles FILE``."""

import sys
from pathlib import Path

from tests.oracles.adapters import all_adapters
from tests.oracles.check import load_cases, run_case


def main(path: Path) -> int:
    adapters = all_adapters()
    passed = failed = skipped = 0
    for case in load_cases(path):
        if not case.get("testable", True):
            skipped += 1
        elif problem := run_case(case, adapters):
            failed += 1
            print(f"{case['id']} {case['method']}: {problem}")
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.oracles FILE (a JSON list of cases)")
    if not Path(sys.argv[1]).is_file():
        sys.exit(f"python -m tests.oracles: no such file: {sys.argv[1]}")
    sys.exit(main(Path(sys.argv[1])))

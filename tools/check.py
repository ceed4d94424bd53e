"""What your change touches, checked in a minute or so: ``make check``.

Looks at what differs from the branch that you left, runs ruff and the import contracts, and
then the tests that read the changed files: gates of the text and the lab of a changed week, the
tests of a method family, a table, a set, an explorer. ``make test`` runs everything.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TRUNKS = ("origin/main", "main", "origin/master", "master")
# A changed file, and the tests that read it; {0} is what the pattern found in its name.
READS = (
    (
        r"(?:book|notebooks|exercises)/(w\d\d)-|regecon/figures/(w\d\d)\.py",
        "tests/test_prose.py -k {0}",
    ),
    (r"(?:book|notebooks|exercises)/(w\d\d)-", "tests/desk/test_weeks.py -k {0}"),
    (r"notebooks/(w\d\d-[\w-]+)\.ipynb", "--nbval notebooks/{0}.ipynb"),
    (r"exercises/([\w-]+?)\.", "tests/desk/sets -k {0}"),
    (r"teaching/(?:bank/)?(w\d\d)-", "tests/desk/test_teacher_pages.py -k {0}"),
    (r"teaching/bank/(w\d\d)-", "tests/desk/test_bank.py -k {0}"),
    (r"book/weeks\.yml", "tests/desk/test_weeks.py"),
    (r"datasets/\w+\.", "tests/test_datasets.py"),
    (r"regecon/methods/(\w+)\.py", "tests/test_oracles.py regecon/methods/{0}.py"),
    (r"regecon/(methods|cases|data)/\w+\.py", "tests/test_inside.py"),
    (r"regecon/explorers/(\w+)\.py", "tests/test_explorers_live.py"),
    (r"regecon/(kit|desk|press)/", "tests/kit tests/test_inside.py"),
    (r"(tests/[\w/]*test_\w+\.py)", "{0}"),
)
OF_ROOM = ("methods", "cases")


def git(*words: str) -> list[str]:
    """The lines that a git command prints; none if it fails."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []


def changed() -> list[str]:
    """Every file that is not as it was where this branch began."""
    start = next(
        (base[0] for trunk in TRUNKS if (base := git("merge-base", "HEAD", trunk))), "HEAD"
    )
    files = git("diff", "--name-only", start) + git("ls-files", "--others", "--exclude-standard")
    return sorted({name for name in files if (ROOT / name).is_file()})


def runs(files: list[str]) -> list[str]:
    """The calls of pytest that read the files, each once."""
    found = {}
    for file in files:
        for pattern, call in READS:
            if match := re.search(pattern, file):
                name = next((group for group in match.groups() if group), "")
                found[call.format(name)] = None
        for room in OF_ROOM:
            test = f"tests/{room}/test_{Path(file).stem}.py"
            if file.startswith(f"regecon/{room}/") and (ROOT / test).is_file():
                found[test] = None
    return list(found)


def main() -> int:
    """Run them all; the exit code counts the calls that failed."""
    calls = [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["lint-imports"]]
    calls = [[str(Path(sys.executable).parent / name), *rest] for name, *rest in calls]
    leave_out = ["-m", "not site and not browser and not browser_lab"]
    for call in runs(changed()):
        marks = [] if "--nbval" in call else leave_out
        calls.append([sys.executable, "-m", "pytest", "-q", *call.split(), *marks])
    failed = []
    for call in calls:
        print("$", *[Path(call[0]).name, *call[1:]], flush=True)
        # Pytest's 5: nothing in the file bears the name of what changed.
        if subprocess.run(call, cwd=ROOT, check=False).returncode not in (0, 5):
            failed.append(" ".join(call[1:]))
    print(f"{len(calls) - len(failed)} passed, {len(failed)} failed", *failed, sep="\n  ")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())

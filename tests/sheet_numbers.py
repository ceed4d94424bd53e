"""The numbers of the weeks' chapters, kept between runs: together they take a minute to reckon."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from regecon.desk.teacher import numbers

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("data", "methods", "cases", "kit", "figures")


@cache
def state() -> str:
    """A name for all that the numbers are reckoned from."""
    files = [path for room in ROOMS for path in sorted((ROOT / "regecon" / room).rglob("*.py"))]
    files += sorted((ROOT / "datasets").glob("*.*"))
    made = sha256()
    for path in files:
        made.update(path.read_bytes())
    return made.hexdigest()


def kept(cache):
    """Let the pack read the numbers of a week from pytest's cache, and write them there."""
    reckoned = numbers.of_week.__wrapped__

    def of_week(module: str) -> dict[str, numbers.Value]:
        name = f"week-numbers/{module}"
        found = cache.get(name, {})
        if found.get("state") != state():
            told = reckoned(module).items()
            found = {
                "state": state(),
                "numbers": {n: v if isinstance(v, str) else float(v) for n, v in told},
            }
            cache.set(name, found)
        return found["numbers"]

    return of_week

"""The facts that the prose tells: which are old and may have moved, which no page names.

``regecon facts --stale``
"""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path

import pandas as pd

from regecon.data import load

ROOT = Path(__file__).resolve().parents[2]
ROLE = re.compile(r"\{fact\}`([^`]*)`|\bfacts_in_prose:(\w+)")  # the second in a verdict
YEARS = 2


def stale(facts: pd.DataFrame, today: date) -> pd.DataFrame:
    """The facts on questions that move whose date lies more than two years back, oldest first.

    A fact without a date of its own is as old as the day on which it was seen; one without
    either counts as old.
    """
    dates = facts["date_of_fact"].fillna(facts["seen"]).fillna("0001")
    limit = today.replace(year=today.year - YEARS, day=min(today.day, 28)).isoformat()
    # A year or a month counts from its end.
    ends = dates.map(lambda text: f"{text}-12-31" if len(text) == 4 else text)
    ends = ends.map(lambda text: f"{text}-31" if len(text) == 7 else text)
    old = facts.assign(date=dates, end=ends)[facts["moves"] & (ends < limit)]
    return old.sort_values("end").drop(columns="end")


def named(root: Path = ROOT) -> dict[str, list[str]]:
    """The facts that the pages and the verdicts on the claims name, with the files that do."""
    found: dict[str, list[str]] = {}
    pages = [*root.glob("book/**/*.md"), *root.glob("notebooks/*.ipynb"), *root.glob("exercises/*")]
    pages += root.glob("datasets/claim_verdicts.csv")
    for path in sorted(path for path in pages if path.is_file()):
        for marked, judged in ROLE.findall(path.read_text(encoding="utf-8")):
            found.setdefault(marked or judged, []).append(path.relative_to(root).as_posix())
    return found


def unused(facts: pd.DataFrame, root: Path = ROOT) -> list[str]:
    """The facts of the table that no page names."""
    return sorted(set(facts["id"]) - set(named(root)))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="regecon facts", description="The facts that the prose tells."
    )
    parser.add_argument("--stale", action="store_true", help="those to look up again")
    chosen = parser.parse_args(arguments)
    facts = load("facts_in_prose")
    shown = stale(facts, date.today()) if chosen.stale else facts
    where = named()
    for row in shown.itertuples():
        pages = ", ".join(where.get(row.id, ["named on no page"]))
        when = row.date_of_fact if isinstance(row.date_of_fact, str) else "no date"
        seen = row.seen if isinstance(row.seen, str) else "never"
        print(f"{row.id} ({when}; seen {seen}, {row.how}): {row.fact}\n    {row.source}; {pages}")
    kind = f"older than {YEARS} years on questions that move" if chosen.stale else "in the table"
    print(f"{len(shown)} facts {kind}.")

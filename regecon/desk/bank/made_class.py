"""``python -m regecon.desk.bank.made_class FOLDER``: a SYNTHETIC class, as Moodle would export it.

Nobody answered anything: names, addresses and marks are drawn, always the same ones. Everybody
gained the same by every objective, `TRUE` of what was left to learn, so whatever differs between
objectives in these files is luck.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from regecon.desk.bank.pairs import as_csv, pairs
from regecon.desk.bank.reader import FOLDER, SUFFIX, read_bank
from regecon.desk.files import all_or_none
from regecon.desk.weeks import read_weeks

WEEKS = ("w01", "w02", "w06", "w09", "w12", "w13")
STUDENTS, SEED = 22, 20261127
BEFORE, TRUE = 0.35, 0.4  # the chance of a right answer before, and the gain of everybody
MOST = 10.0  # the grade of the quiz


def made_class(root: Path) -> dict[str, str]:
    """The three files of the class: both exports, and the pairs of six weeks."""
    banks = {
        week: read_bank(Path(root) / FOLDER / f"{week.slug}{SUFFIX}")
        for week in read_weeks(root)
        if week.slug[:3] in WEEKS
    }
    rows = pairs(banks)
    drawn = np.random.default_rng(SEED)
    chances = {"before": BEFORE, "after": BEFORE + TRUE * (1 - BEFORE)}
    absent = {"before": {STUDENTS}, "after": {7}}  # one came late, one missed the second quiz
    return {"pairs.csv": as_csv(rows)} | {
        f"{name}.csv": _export(drawn.random((STUDENTS, len(rows))) < chance, absent[name])
        for name, chance in chances.items()
    }


def _export(right: np.ndarray, absent: set[int]) -> str:
    """Answers as Moodle's report of grades, averages included."""
    worth = MOST / right.shape[1]
    rows = []
    for number, answers in enumerate(right, 1):
        if number not in absent:
            person = ("SYNTHETIC", f"Student {number:02d}", f"student{number:02d}@example.org")
            rows.append(_row(person, "Finished", answers * worth, worth))
    whole = right[[number - 1 not in absent for number in range(1, len(right) + 1)]]
    rows.append(_row(("Overall average", "", ""), "", whole.mean(axis=0) * worth, worth))
    return as_csv(rows)


def _row(person: tuple[str, str, str], state: str, marks: np.ndarray, worth: float) -> dict:
    heads = ("Last name", "First name", "Email address")
    row = dict(zip(heads, person, strict=True)) | {"State": state}
    row[f"Grade/{MOST:.2f}"] = f"{marks.sum():.2f}"
    numbered = enumerate(marks, 1)
    return row | {f"Q. {number} /{worth:.2f}": f"{mark:.2f}" for number, mark in numbered}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    texts = made_class(Path(__file__).resolve().parents[3])
    all_or_none({folder / name: text for name, text in texts.items()})

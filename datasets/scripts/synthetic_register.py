"""SYNTHETIC register of firms with the past of their founders.

    python datasets/scripts/synthetic_register.py

Writes ``firm_register_synthetic.csv``. A firm closes in a year with a chance that depends on
where its founder learnt the trade, and not on its town. Firms that have closed are traced less
often, since nobody is left to ask.
"""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

DATASETS = Path(__file__).resolve().parents[1]
SEED = 1937  # of five tried, the one whose sample lies closest to the chances below

# Firms by town and past of the founder.
FIRMS = {
    ("home", "combine"): 90,
    ("home", "outsider"): 30,
    ("elsewhere", "combine"): 30,
    ("elsewhere", "outsider"): 90,
}
CLOSES = {"combine": 0.04, "outsider": 0.10}  # chance in a year
FIRST, LAST, SEEN = 1993, 2012, 2016
TRACED = {"open": 0.9, "closed": 0.5}


def life(random: Random, founder: str) -> tuple[int, int | str]:
    """Year of founding, and year of closing if it came before the year in which we looked."""
    founded = FIRST + int(random.random() * (LAST - FIRST + 1))
    for year in range(founded + 1, SEEN + 1):
        if random.random() < CLOSES[founder]:
            return founded, year
    return founded, ""


def main() -> None:
    random = Random(SEED)
    rows = []
    for (town, founder), count in FIRMS.items():
        for _ in range(count):
            founded, closed = life(random, founder)
            traced = random.random() < TRACED["closed" if closed else "open"]
            rows.append([founded, closed, town, founder, str(traced).lower()])
    rows.sort(key=lambda row: row[0])
    with (DATASETS / "firm_register_synthetic.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["firm", "founded", "closed", "town", "founder", "traced"])
        writer.writerows([f"F{n:03d}", *row] for n, row in enumerate(rows, start=1))


if __name__ == "__main__":
    main()

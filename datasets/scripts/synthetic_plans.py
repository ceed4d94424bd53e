"""SYNTHETIC audit of plans: two coders score the plans of thirty made-up towns.

    python datasets/scripts/synthetic_plans.py

Writes ``plan_codings_synthetic.csv``. Each plan has a score of 0, 1 or 2 on five criteria. Coders
miss it by a step with a chance that differs by criterion; and coder B takes any list of projects
for named projects, as the rubric that both were given does not forbid.
"""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

DATASETS = Path(__file__).resolve().parents[1]
SEED = 2016
TOWNS = 30

# Chances of the scores 0, 1 and 2, and of a coder being a step off.
CRITERIA = {
    "openness": ((0.10, 0.15, 0.75), 0.06),
    "currency": ((0.20, 0.30, 0.50), 0.10),
    "alignment": ((0.05, 0.10, 0.85), 0.10),
    "comparison": ((0.55, 0.30, 0.15), 0.15),
    "projects": ((0.35, 0.40, 0.25), 0.10),
}
LENIENT = 0.7  # chance that coder B lets a list without names pass for the next score


def drawn(random: Random, chances: tuple[float, ...]) -> int:
    """A score, by its chance."""
    at = random.random()
    return 0 if at < chances[0] else 1 if at < chances[0] + chances[1] else 2


def read(random: Random, score: int, error: float) -> int:
    """The score that a coder gives: the true one, or one step off."""
    if random.random() >= error:
        return score
    return 1 if score != 1 else random.choice((0, 2))


def main() -> None:
    random = Random(SEED)
    rows = []
    for number in range(1, TOWNS + 1):
        for criterion, (chances, error) in CRITERIA.items():
            score = drawn(random, chances)
            first, second = read(random, score, error), read(random, score, error)
            if criterion == "projects" and random.random() < LENIENT:
                second = min(second + 1, 2)
            rows.append([f"P{number:02d}", criterion, first, second])
    file_name = DATASETS / "plan_codings_synthetic.csv"
    with file_name.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["plan", "criterion", "coder_a", "coder_b"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()

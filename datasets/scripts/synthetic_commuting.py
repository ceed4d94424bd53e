"""SYNTHETIC commuting between the towns of South Kuzbass.

    python datasets/scripts/synthetic_commuting.py

Reads ``population.csv`` (census of 2021) and ``distances.csv``; writes
``commuting_synthetic.csv``. Populations and distances are real; the shares of workers and
jobs, the decay and the noise are made up. Flows are doubly constrained: each town sends its
workers and fills its jobs (Wilson 1967).
"""

from __future__ import annotations

import csv
from math import exp
from pathlib import Path
from random import Random

DATASETS = Path(__file__).resolve().parents[1]
SEED = 2016

WORKERS_PER_HEAD = 0.45
# Jobs per working inhabitant before scaling to equal totals: above 1 draws workers in.
JOBS = {
    "Novokuznetsk": 1.06,
    "Prokopyevsk": 0.90,
    "Kiselyovsk": 0.92,
    "Mezhdurechensk": 1.06,
    "Myski": 0.88,
    "Kaltan": 0.96,
    "Osinniki": 0.80,
}
DECAY = 0.12  # per kilometre
INSIDE = 2.0  # kilometres of a trip within a town
NOISE = 0.15  # standard deviation of the logarithm of a flow
ROUNDS = 200


def read(name: str) -> list[dict[str, str]]:
    with (DATASETS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def census(town: str) -> int:
    """Population of the town proper by the census of 2021."""
    [count] = {
        int(row["population"])
        for row in read("population.csv")
        if (row["place"], row["year"], row["kind"]) == (town, "2021", "census")
    }
    return count


def balanced(flows: dict, workers: dict, jobs: dict) -> dict:
    """Scale rows to the workers and columns to the jobs in turn until both fit."""
    for _ in range(ROUNDS):
        for side, target in ((0, workers), (1, jobs)):
            total = dict.fromkeys(target, 0.0)
            for pair, flow in flows.items():
                total[pair[side]] += flow
            flows = {p: flow * target[p[side]] / total[p[side]] for p, flow in flows.items()}
    return flows


def main() -> None:
    random = Random(SEED)
    workers = {town: WORKERS_PER_HEAD * census(town) for town in JOBS}
    jobs = {town: JOBS[town] * workers[town] for town in JOBS}
    scale = sum(workers.values()) / sum(jobs.values())
    jobs = {town: scale * count for town, count in jobs.items()}

    km = {(r["origin"], r["destination"]): float(r["kilometres"]) for r in read("distances.csv")}
    km |= {(b, a): d for (a, b), d in km.items()}
    pairs = [(a, b) for a in JOBS for b in JOBS]
    km |= {(town, town): INSIDE for town in JOBS}
    start = {p: exp(-DECAY * km[p] + random.gauss(0, NOISE)) for p in pairs}
    flows = balanced(start, workers, jobs)

    with (DATASETS / "commuting_synthetic.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["origin", "destination", "kilometres", "workers"])
        for pair in pairs:
            writer.writerow([*pair, km[pair], round(flows[pair])])


if __name__ == "__main__":
    main()

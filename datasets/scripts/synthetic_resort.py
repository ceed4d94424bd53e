"""SYNTHETIC resort: visits by month, and lodgings on two incomplete lists.

    python datasets/scripts/synthetic_resort.py

Writes ``visits_monthly_synthetic.csv`` and ``listings_synthetic.csv``. Monthly shares are
those of the stylised winter resort of week 10; everything else is made up.
"""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

DATASETS = Path(__file__).resolve().parents[1]
SEED = 2016

# Shares of January to December before they are scaled to one.
SHARES = [0.22, 0.20, 0.20, 0.12, 0.01, 0.005, 0.012, 0.012, 0.01, 0.011, 0.06, 0.14]
SNOW_MONTHS = {1, 2, 3, 4, 11, 12}
VISITS = 1_000_000
YEARS = 10
SNOW_ELASTICITY = 0.6

TRUE_LODGINGS = 180
KINDS = {"hotel": 0.25, "guest house": 0.35, "flat": 0.40}
BEDS = {"hotel": (20, 90), "guest house": (6, 24), "flat": (2, 6)}
REGISTERED = {"hotel": 0.95, "guest house": 0.60, "flat": 0.30}
ON_BOOKING_SITE = 0.62
ON_STREET_SURVEY = 0.55


def write(name: str, columns: list[str], rows: list[list]) -> None:
    with (DATASETS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([columns, *rows])


def visits(random: Random) -> list[list]:
    """Year 0 has the shares exactly; in the others snow lifts or sinks the winter months."""
    rows = []
    for year in range(YEARS + 1):
        # Mean of three draws: mostly near one, now and then a bad or a splendid winter.
        draws = [random.random() for _ in range(3)]
        snow = 1.0 if year == 0 else round(0.55 + 0.9 * sum(draws) / 3, 2)
        for month, share in enumerate(SHARES, start=1):
            pull = snow**SNOW_ELASTICITY if month in SNOW_MONTHS else 1.0
            noise = 1.0 if year == 0 else 0.95 + 0.1 * random.random()
            count = VISITS * share / sum(SHARES) * pull * noise
            rows.append([year, month, snow, round(count)])
    return rows


def pick(random: Random, odds: dict[str, float]) -> str:
    """One of the keys, with the odds given."""
    draw = random.random()
    for key, chance in odds.items():
        draw -= chance
        if draw < 0:
            return key
    return key


def lodgings(random: Random) -> list[list]:
    """Lodgings that at least one of two independent lists holds; the rest stay unseen."""
    rows = []
    for number in range(1, TRUE_LODGINGS + 1):
        kind = pick(random, KINDS)
        low, high = BEDS[kind]
        beds = low + int(random.random() * (high - low + 1))
        registered = random.random() < REGISTERED[kind]
        lists = [random.random() < ON_BOOKING_SITE, random.random() < ON_STREET_SURVEY]
        if any(lists):
            marks = [str(mark).lower() for mark in (registered, *lists)]
            rows.append([f"L{number:03d}", kind, beds, *marks])
    return rows


def main() -> None:
    random = Random(SEED)
    write("visits_monthly_synthetic.csv", ["year", "month", "snow", "visits"], visits(random))
    write(
        "listings_synthetic.csv",
        ["lodging", "kind", "beds", "registered", "booking_site", "street_survey"],
        lodgings(random),
    )


if __name__ == "__main__":
    main()

"""The status of Biysk in roubles, its clusters, and research staff beside it.

Figures of the regional press and of Rosstat (``science_town``, ``biysk_clusters``,
``municipal_wages``, ``population``, ``regional_indicators``). Week 11.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from regecon.data import load

REGIONS = ("Altai krai", "Kemerovo oblast")
GRANTED, KEPT = 2005.9, 2017.05  # November 2005 and January 2017
STATUS_A_YEAR = "biysk_2026_federal_support_a_year_high"
MONEY = (
    "golden_gates_2014_federal_grant",
    "biysk_2020_federal_support",
    "biopharmaceutical_cluster_2014_federal_grant",
    STATUS_A_YEAR,
    "golden_gates_2015_public_infrastructure",
    "evalar_2019_investment",
    "biysk_2024_shipments_half_year",
)


@cache
def town() -> pd.Series:
    """Figures of the status and of output, by id."""
    return load("science_town").set_index("id")["value"]


@cache
def clusters() -> pd.Series:
    """Figures of the clusters, by id."""
    return load("biysk_clusters").set_index("id")["value"]


def people(year: int) -> float:
    """Persons in the municipality of Biysk."""
    table = load("population").query("place == 'Biysk' and boundary == 'municipality'")
    [count] = table.loc[table["year"] == year, "population"]
    return float(count)


def wage_of_science() -> float:
    """Average wage in professional and scientific work in Biysk in 2024, roubles a month."""
    wages = load("municipal_wages").query("place == 'Biysk' and year == 2024")
    return float(wages.set_index("section")["wage"]["M"])


def shipments() -> float:
    """Shipments of a year, million roubles, if the second half of 2024 was like the first."""
    return float(2 * town()["biysk_2024_shipments_half_year"])


def money() -> pd.Series:
    """Sums of the town, million roubles, from the smallest on."""
    return pd.concat([town(), clusters()])[list(MONEY)].astype(float)


@cache
def staff() -> pd.DataFrame:
    """Research staff of two regions, and for 10,000 employed (``rate``)."""
    table = load("regional_indicators")
    table = table[table["region"].isin(REGIONS)]
    return table.assign(rate=10 * table["research_staff"] / table["employed"])


def staff_rates() -> pd.DataFrame:
    """Research staff for 10,000 employed, years by region."""
    return staff().pivot_table("rate", "year", "region")


def staff_change(after: int, before: int = 2005) -> float:
    """Change of the rate in Altai krai less that in Kemerovo oblast."""
    change = staff_rates().loc[after] - staff_rates().loc[before]
    return float(change[REGIONS[0]] - change[REGIONS[1]])

"""Wages, rents and moving: what a place pays, what is left of it, and who goes where.

Wages are published, before tax, of organisations without small firms. Rents, the interest and
the years of work ahead are assumptions.
"""

from __future__ import annotations

import pandas as pd

from regecon.cases.young import net_by_age
from regecon.data import load

INCOME_TAX = 0.13  # of a wage; the higher rates begin far above the wages used here
RENTS = {"Biysk": 14, "Novosibirsk": 28}  # assumed: thousand roubles a month for a small flat
INTEREST = 0.05  # assumed: real, a year
WORKING = {"young": 40, "old": 10}  # assumed: years of work ahead of someone who moves
SETTLED = [25, 30, 35]  # age groups that have finished studying


def wage(place: str, section: str = "TOTAL", year: int = 2024) -> float:
    """Mean monthly wage before tax, thousand roubles."""
    table = load("municipal_wages").set_index(["place", "year", "section"])["wage"]
    return float(table[place, year, section]) / 1000


def annuity(years: int, interest: float = INTEREST) -> float:
    """What a rouble at the end of each year is worth today.

    Examples
    --------
    >>> round(annuity(10), 3)
    7.722
    """
    return (1 - (1 + interest) ** -years) / interest


def gap(here: str = "Biysk", there: str = "Novosibirsk", year: int = 2024) -> pd.Series:
    """What the month of someone who moves is the better for, thousand roubles.

    Returns
    -------
    Series
        ``gross`` gap of mean wages, ``net`` of income tax, ``rent`` (the dearer flat) and
        ``left``, which is what the two places may differ in otherwise.
    """
    gross = wage(there, year=year) - wage(here, year=year)
    net, rent = (1 - INCOME_TAX) * gross, RENTS[there] - RENTS[here]
    return pd.Series({"gross": gross, "net": net, "rent": rent, "left": net - rent})


def worth_of_moving(years: int) -> float:
    """Million roubles that what is left each month adds up to, discounted over ``years``."""
    return 12 * float(gap()["left"]) * annuity(years) / 1000


def pulls(year: int = 2023, ages: list[int] = SETTLED) -> pd.DataFrame:
    """Wage and registered net migration of 2023 per 1,000 of 15 to 64, by municipality."""
    towns = load("municipalities").set_index("municipality")
    table = load("municipal_wages")
    wages = table[(table["section"] == "TOTAL") & (table["year"] == year)]
    people = load("age_groups").query("year == 2023").set_index("municipality")["age_15_64"]
    return pd.DataFrame(
        {
            "wage": wages.set_index("municipality")["wage"] / 1000,
            "net": 1000 * net_by_age()[list(ages)].sum(axis="columns") / people,
            "name": towns["name"],
            "place": towns["place"],
            "region": towns["region"],
            "town": towns["kind"].eq("urban okrug"),
        }
    ).dropna(subset=["wage", "net"])


def pull(rows: pd.DataFrame | None = None) -> float:
    """Rank correlation of wage and net migration over municipalities."""
    rows = pulls() if rows is None else rows
    return float(rows["wage"].corr(rows["net"], method="spearman"))


def pull_by(column: str) -> pd.Series:
    """The same within each region (``region``), or in towns and elsewhere (``town``)."""
    return pd.Series({name: pull(rows) for name, rows in pulls().groupby(column)})

"""The young of a town: its ages carried on, three levers, and what the register says of them.

Ages and moves are published figures; leaving, returning and coming are levers. What no source
gives for a town (deaths by age, mothers' ages, a grant) stands here as a named assumption, once.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from regecon.data import load
from regecon.methods.cohorts import person_years, project_leavers
from regecon.methods.demography import survival_ratios

START, YEARS = 2024, 20
AGES = range(0, 75, 5)
OLDER = 40  # who is 40 or over in 2044 was 20 or over in 2024: no lever reaches them
YOUNG = slice(20, 35)  # age groups that hold those of 20 to 39
TOWNS = {
    "Biysk": "Altai krai",
    "Novokuznetsk": "Kemerovo oblast",
    "Tashtagol": "Kemerovo oblast",
}

# Assumed, as no source of ours gives them by town.
SEX_GAP = 10  # years that women live longer
CHILDREN = {15: 0.04, 20: 0.21, 25: 0.31, 30: 0.27, 35: 0.14, 40: 0.03}  # share by mother's age

# The stylised case (SYNTHETIC): shares of a cohort, and thousand roubles for each who is paid.
LEAVE, BACK, KEPT = 0.6, 0.15, 0.1
GRANT = 300
COMING = 0.1  # newcomers for one of a cohort who come without a grant

MONTHS_TO_CENSUS = 21  # from the estimate of 1 January 2020 to the census of 1 October 2021
YEARS_BETWEEN_CENSUSES = 11  # October 2010 to October 2021
RURAL = ["district", "municipal okrug"]


def inhabitants(year: int = START) -> pd.DataFrame:
    """Inhabitants of 1 January by place (rows) and age group, both sexes."""
    table = load("age_pyramids")
    rows = table[table["year"] == year]
    return rows.pivot_table("persons", "place", "age_from", aggfunc="sum")


def ages_of(town: str, year: int = START) -> pd.DataFrame:
    """Women and men of a town by age, as published for 1 January."""
    table = load("age_pyramids")
    rows = table[(table["place"] == town) & (table["year"] == year)]
    return rows.pivot_table("persons", "age_from", "sex", aggfunc="sum")[["women", "men"]]


def rate_of(region: str, indicator: str, year: int) -> float:
    """One figure of the table ``region_demography``."""
    table = load("region_demography").set_index(["region", "indicator", "year"])["value"]
    return float(table[region, indicator, year])


def fertility_of(region: str, year: int = 2023) -> pd.Series:
    """Births per woman and year: the region's total on the assumed schedule."""
    shares = pd.Series(CHILDREN).reindex(AGES, fill_value=0.0)
    return shares * rate_of(region, "total_fertility_rate", year) / 5


def survival_of(region: str, year: int = 2022) -> pd.DataFrame:
    """Survivors of both sexes from the region's life expectancy alone."""
    middle = rate_of(region, "life_expectancy", year)
    half = {"women": SEX_GAP / 2, "men": -SEX_GAP / 2}
    return pd.DataFrame(
        {
            sex: survival_ratios(person_years(middle + years, ages=AGES))
            for sex, years in half.items()
        }
    )


@cache
def _inputs(town: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    region = TOWNS[town]
    return ages_of(town), survival_of(region), fertility_of(region)


@cache
def project(town: str, leave: float, back: float, new: float) -> pd.DataFrame:
    """A town in steps of five years; all three levers in per cent.

    Columns with two levels, years since 2024 and the sex, as
    :func:`regecon.methods.cohorts.project_leavers` gives them.
    """
    people, survival, fertility = _inputs(town)
    return project_leavers(
        people,
        survival,
        fertility,
        leaving=leave / 100,
        returning=back / 100,
        newcomers=new / 100,
        steps=YEARS // 5,
    )


def young_path(town: str, leave: float, back: float, new: float) -> pd.Series:
    """People of 20 to 39 by calendar year, all three levers in per cent."""
    path = project(town, leave, back, new).loc[YOUNG]
    people = path.T.groupby(level=0).sum().sum(axis="columns")
    return people.rename(lambda years: START + years).rename_axis("year")


def bills(town: str = "Biysk") -> pd.DataFrame:
    """Who is paid in one cohort under three grants that add as many residents each.

    Returns
    -------
    DataFrame, rows ``keep``, ``call back``, ``attract``
        Persons ``paid``, ``added`` and ``anyway`` (paid, yet here without the grant too),
        ``million`` roubles a year, and ``each``, million roubles for one added resident.
    """
    cohort = inhabitants().loc[town, 15] / 5
    added = KEPT * (1 - BACK)
    paid = {
        "keep": 1 - LEAVE + KEPT,
        "call back": LEAVE * BACK + added,
        "attract": COMING + added,
    }
    frame = pd.DataFrame({"paid": cohort * pd.Series(paid)}).rename_axis("grant")
    frame["added"] = cohort * added
    frame["anyway"] = frame["paid"] - frame["added"]
    frame["million"] = frame["paid"] * GRANT / 1000
    frame["each"] = frame["million"] / frame["added"]
    return frame


def even_return() -> float:
    """The return rate at which one added by calling back costs as much as one kept."""
    keep = bills().loc["keep"]
    return BACK + BACK / (keep["paid"] / keep["added"] - 1)


def net_by_age() -> pd.DataFrame:
    """Registered net migration of 2023 by municipality (rows) and age group."""
    return load("migration_by_age").pivot_table("net_migration", "municipality", "age_from")


def net_of_places() -> pd.DataFrame:
    """The same by place: the municipalities that have a name in our other tables."""
    places = load("municipalities").set_index("municipality")["place"]
    return net_by_age().groupby(places).sum()


def net_rates(places: list[str], last: int = 45) -> pd.DataFrame:
    """Registered net migration of 2023 per 1,000 of the age group on 1 January 2023."""
    people = inhabitants(2023).loc[places, :last]
    return 1000 * net_of_places().loc[places, :last] / people


def net_of_kinds() -> pd.DataFrame:
    """Net migration of 2023 of all municipalities, ``urban`` and ``rural``, by age group."""
    kinds = load("municipalities").set_index("municipality")["kind"]
    rural = kinds.isin(RURAL).map({True: "rural", False: "urban"})
    return net_by_age().groupby(rural).sum()


def net_of_villages(region: str) -> pd.Series:
    """Net migration of 2023 of the rural municipalities of a region, by age group."""
    towns = load("municipalities").set_index("municipality")
    rural = towns.index[towns["region"].eq(region) & towns["kind"].isin(RURAL)]
    return net_by_age().reindex(rural).sum()


def hump(year: int = START, sex: str | None = None) -> pd.Series:
    """People of 30 to 34 for one of 35 to 39, by place, the smallest ratio first."""
    table = load("age_pyramids").query("year == @year")
    if sex:
        table = table[table["sex"] == sex]
    people = table.pivot_table("persons", "place", "age_from", aggfunc="sum")
    return (people[30] / people[35]).sort_values(kind="stable").rename("ratio")


def hump_people(town: str, year: int = START) -> float:
    """People of 30 to 34 beyond the median ratio of the places where the ratio is below one."""
    people, ratios = inhabitants(year).loc[town], hump(year)
    return people[30] - ratios[ratios < 1].median() * people[35]


def census_gap(town: str = "Biysk") -> pd.Series:
    """What the census of 2021 did not find, and how much of it deaths explain.

    Returns
    -------
    Series
        ``expected`` (running estimate of January 2020), ``found`` (census), ``missing``,
        ``deaths`` (over births, in the months between) and ``left``, the rest: who had gone
        without telling the register, if both censuses counted well. Of the town's deaths only
        those of 2022 are known; they are carried back as the region's rate moved.
    """
    row = load("census_revisions").set_index("city").loc[town]
    region = load("municipalities").set_index("place").loc[town, "region"]
    rates = [rate_of(region, "natural_increase_rate", year) for year in (2020, 2021, 2022)]
    a_month = -vital(town, 2022, "january_september")["natural_increase"] / 9
    gap = row["estimate_2020"] - row["census_2021"]
    deaths = a_month * (12 * rates[0] + (MONTHS_TO_CENSUS - 12) * rates[1]) / rates[2]
    return pd.Series(
        {
            "expected": row["estimate_2020"],
            "found": row["census_2021"],
            "missing": gap,
            "deaths": deaths,
            "left": gap - deaths,
        },
        dtype=float,
    )


def births_check() -> pd.DataFrame:
    """Births that the women of the pyramid would have, beside those that were counted.

    Returns
    -------
    DataFrame, rows by town and year
        ``expected`` with the fertility of the region in the year, ``counted`` (for Biysk a part
        of the year, carried on to twelve months), and ``excess``, per cent too many.
    """
    counts = {
        ("Biysk", 2022): ("january_june", 12 / 6),
        ("Biysk", 2023): ("january_september", 12 / 9),
        ("Novokuznetsk", 2020): ("year", 1),
        ("Novokuznetsk", 2021): ("year", 1),
    }
    rows = {}
    for (town, year), (period, times) in counts.items():
        women = ages_of(town, 2023)["women"]  # the oldest pyramid is that of 1 January 2023
        expected = (fertility_of(TOWNS[town], year) * women).sum()
        counted = times * float(vital(town, year, period)["births"])
        rows[town, year] = {
            "expected": expected,
            "counted": counted,
            "excess": 100 * (expected / counted - 1),
        }
    return pd.DataFrame(rows).T.rename_axis(["town", "year"])


def vital(town: str, year: int, period: str) -> pd.Series:
    """Births, deaths and their balance as counted in a part of a year."""
    table = load("births_deaths").set_index(["territory", "year", "period"])
    return table.loc[(town, year, period)]

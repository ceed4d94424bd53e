"""A town of one's own for the essay: never alone, and never across two censuses unawares.

One table of all municipalities, from which the template and both sample essays take their
figures; then what the samples reckon of Prokopyevsk and Rubtsovsk. What is assumed has a name.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from regecon.cases import young
from regecon.cases.gazetteer import find
from regecon.data import load

TABLES = (
    "municipal_population",
    "migration_by_age",
    "age_groups",
    "municipal_wages",
    "census_revisions",
)
WINDOWS = {"before": (2016, 2020), "after": (2023, 2024)}  # both years on one census
YEAR = 2023  # of moves and wages
URBAN = "urban okrug"
FACTOR = 2.0  # a like town has between half and twice the people
STUDY, RETURN = 15, 20  # age groups in which the rule of registration shows
# The municipalities of the three patterns; Sheregesh is counted within its district.
PATTERNS = {
    "novokuznetsk": "Novokuznetsk urban okrug",
    "sheregesh": "Tashtagolsky district",
    "biysk": "Biysk urban okrug",
}
UPPER, MIDDLING = "Prokopyevsk urban okrug", "Rubtsovsk urban okrug"  # towns of the samples
# The towns of week 8 that have a census of 1989 in the table; Kiselyovsk has none.
SOUTH = ("Prokopyevsk", "Novokuznetsk", "Osinniki", "Kaltan", "Myski", "Mezhdurechensk")
CENSUSES = (1959, 1970, 1979, 1989, 2002, 2010, 2021)
SPEAKING = 1989  # the census that the others are compared with


@cache
def municipalities() -> pd.DataFrame:
    """Every municipality of the five regions, as far as the tables carry it.

    Returns
    -------
    DataFrame, labelled by municipality
        ``name``, ``name_ru``, ``region``, ``centre``, ``place``, ``urban``; ``people`` of 2024
        and ``last``, the last figure of them; ``before`` and ``after``, per cent a year between
        two figures on one census; ``recount``, per cent from 2020 to 2023, across the two;
        ``moves``, registered net migration of 2023 for 1,000 inhabitants, and ``rest``, what
        else changed in that year: births less deaths, and corrections; ``net`` and ``change``,
        both in persons; ``old``, per cent of 65 and over; ``wage`` of 2023, thousand roubles.
        What no table has is missing.
    """
    towns = load("municipalities").set_index("municipality")
    people = load("municipal_population").pivot_table("population", "municipality", "year")
    ages = load("age_groups").query("year == 2024").set_index("municipality")
    pay = load("municipal_wages").query("section == 'TOTAL' and year == @YEAR")
    found = towns[["name", "name_ru", "region", "centre", "place"]].assign(
        urban=towns["kind"].eq(URBAN)
    )
    found["people"] = people[2024]
    found["last"] = people.ffill(axis="columns")[2024]
    for name, (first, last) in WINDOWS.items():
        found[name] = 100 * ((people[last] / people[first]) ** (1 / (last - first)) - 1)
    found["recount"] = 100 * (people[2023] / people[2020] - 1)
    found["net"] = young.net_by_age().sum(axis="columns")
    found["change"] = people[2024] - people[YEAR]
    found["moves"] = 1000 * found["net"] / people[YEAR]
    found["rest"] = 1000 * (found["change"] - found["net"]) / people[YEAR]
    found["old"] = 100 * ages["age_65plus"] / ages["total"]
    found["wage"] = pay.set_index("municipality")["wage"] / 1000
    return found


def town(name: str) -> pd.Series:
    """The row of one municipality; its ``name`` attribute is the key of the tables.

    Parameters
    ----------
    name
        As :func:`regecon.cases.gazetteer.find` takes it. Where two municipalities share it, with
        the region: ``"Pervomaysky district, Altai krai"``.

    Raises
    ------
    LookupError
        No municipality or several have that name, or it lies outside the five regions.

    Examples
    --------
    >>> town("Юрга")["name"]
    'Yurga urban okrug'
    """
    home = find(*name.split(", ", 1))
    if home.outside:
        raise LookupError(f"{name!r}, {home.region}: outside the five regions of the tables")
    return municipalities().loc[home.municipality]


def like(name: str, factor: float = FACTOR) -> pd.DataFrame:
    """The municipalities like one: urban or rural as it is, and of a like size.

    Parameters
    ----------
    name
        As for :func:`town`.
    factor
        A like town has at least ``1 / factor`` and at most ``factor`` times the people.
    """
    table, own = municipalities(), town(name)
    fits = table["people"].between(own["last"] / factor, own["last"] * factor)
    found = table[fits & table["urban"].eq(own["urban"])]
    return found.drop(own.name, errors="ignore")


def net_by_age(name: str) -> pd.Series:
    """Registered net migration of 2023 by age group; empty where the table has none."""
    table, key = young.net_by_age(), town(name).name
    return table.loc[key] if key in table.index else table.iloc[0, :0]


def beside(name: str) -> pd.DataFrame:
    """The table of the essay: the town, the median of those ``like`` it, the three patterns.

    Returns
    -------
    DataFrame
        ``people``, ``before``, ``after``, ``moves``, ``rest``, ``old`` and ``wage`` as in
        :func:`municipalities`, rows labelled by name.
    """
    columns = ["people", "before", "after", "moves", "rest", "old", "wage"]
    others = municipalities().set_index("name")[columns]
    rows = {town(name)["name"]: town(name)[columns], "like": like(name)[columns].median()}
    rows |= {pattern: others.loc[pattern] for pattern in PATTERNS.values()}
    return pd.DataFrame(rows).T.astype(float)


# --- What the samples reckon -------------------------------------------------------------


def urban() -> pd.DataFrame:
    """The urban okrugs with moves and a rest of 2023."""
    table = municipalities()
    return table[table["urban"]].dropna(subset=["moves", "rest"])


def mostly_moves(table: pd.DataFrame) -> pd.Series:
    """Which municipalities lost more by registered moves than by all else."""
    return table["moves"].lt(0) & table["moves"].lt(table["rest"])


def hidden(name: str) -> pd.Series:
    """What the census of 2021 did not find in a town, and how much of it deaths explain.

    The town's own births and deaths are in no table: the rest of 2023 is carried back as its
    region's rate moved, as week 12 does for Biysk.

    Returns
    -------
    Series
        ``expected`` (estimate of January 2020), ``found`` (census), ``missing``, ``deaths`` over
        births in the months between, and ``left``, who may have gone without telling the
        register; ``a_year``, the same for each year between the two censuses.
    """
    own = town(name)
    row = load("census_revisions").set_index("city").loc[own["place"]]
    rates = {
        year: young.rate_of(own["region"], "natural_increase_rate", year)
        for year in (2020, 2021, YEAR)
    }
    months = 12 * rates[2020] + (young.MONTHS_TO_CENSUS - 12) * rates[2021]
    a_year = row["estimate_2020"] * -own["rest"] / 1000
    gap = row["estimate_2020"] - row["census_2021"]
    deaths = a_year * months / 12 / rates[YEAR]
    found = {"expected": row["estimate_2020"], "found": row["census_2021"], "missing": gap}
    found |= {"deaths": deaths, "left": gap - deaths}
    return pd.Series(found | {"a_year": (gap - deaths) / young.YEARS_BETWEEN_CENSUSES}, dtype=float)


def check_of_rest(place: str = "Biysk") -> pd.Series:
    """The rest of 2023 beside births less deaths, carried from nine months to twelve.

    Returns
    -------
    Series
        ``rest`` and ``counted``, both as losses in persons.
    """
    own = town(place)
    counted = young.vital(place, YEAR, "january_september")["natural_increase"]
    return pd.Series(
        {"rest": own["net"] - own["change"], "counted": -counted * 12 / 9}, dtype=float
    )


def natural_before(name: str) -> pd.Series:
    """Births less deaths in the fall of 2016 to 2020, which no table has for a town: three guesses.

    Returns
    -------
    Series
        Per cent of the yearly fall that they make if the town had the rate of its region
        (``as_region``), if it stood to the region as in 2023 by ratio (``by_ratio``) or by
        difference (``by_gap``).
    """
    own = town(name)
    first, last = WINDOWS["before"]
    then = [
        young.rate_of(own["region"], "natural_increase_rate", year) for year in range(first, last)
    ]
    now = young.rate_of(own["region"], "natural_increase_rate", YEAR)
    mean = sum(then) / len(then)
    guesses = {
        "as_region": mean,
        "by_ratio": mean * own["rest"] / now,
        "by_gap": mean + own["rest"] - now,
    }
    return pd.Series(guesses) / (10 * own["before"]) * 100


@cache
def census_index() -> pd.DataFrame:
    """The censuses of six towns of South Kuzbass, town proper, 1989 as 100."""
    table = load("population").query("kind == 'census' and boundary == 'town proper'")
    table = table[table["place"].isin(SOUTH) & table["year"].isin(CENSUSES)]
    # One census of Kaltan stands twice, with two digits swapped; the first is taken.
    people = table.pivot_table("population", "year", "place", aggfunc="first").astype(float)
    return 100 * people / people.loc[SPEAKING]


@cache
def joined(place: str) -> pd.DataFrame:
    """Censuses and estimates of a town on one line, as they must not be read.

    Returns
    -------
    DataFrame
        ``year``, ``people``, ``base``: ``census``, or the census on which an estimate stands.
    """
    table = load("population").query("place == @place and year >= @SPEAKING")
    census = table.query("kind == 'census' and boundary == 'town proper'")
    rows = census[["year", "population"]].assign(base="census")
    own = load("municipal_population").query(
        "municipality == @key", local_dict={"key": town(place).name}
    )
    estimates = own[["year", "population", "census_base"]].rename(columns={"census_base": "base"})
    estimates["base"] = estimates["base"].astype(str)
    found = (
        pd.concat([rows, estimates]).sort_values("year").rename(columns={"population": "people"})
    )
    return found.reset_index(drop=True)


def wages(places: tuple[str, ...], sections: tuple[str, ...]) -> pd.DataFrame:
    """Average monthly wage of 2023 by town (rows) and section, thousand roubles."""
    table = load("municipal_wages").query("year == @YEAR and section in @sections")
    table = table[table["place"].isin(places)]
    return table.pivot_table("wage", "place", "section") / 1000


def recount_and_pay(region: str | None = None) -> pd.DataFrame:
    """Urban okrugs, of one region or of all, that have a wage and both censuses."""
    table = urban().dropna(subset=["recount", "wage", "before"])
    return table if region is None else table[table["region"].eq(region)]


def pay_with(column: str, region: str | None = None) -> float:
    """Rank correlation of wages with another column over the urban okrugs."""
    table = recount_and_pay(region)
    return float(table["wage"].corr(table[column], method="spearman"))

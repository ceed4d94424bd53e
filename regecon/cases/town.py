"""Your own town: everything that the tables carry of one municipality, and what they lack.

``find`` gives a municipality by its name; every other function takes it and answers with a table
that is empty, or a number that is missing, where the tables hold nothing. What is assumed of
behaviour is what week 8 assumes (:mod:`regecon.cases.towns`).
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from regecon.cases import branching, structure, towns, young
from regecon.cases.gazetteer import (
    NoTown,
    OnlyCounted,
    SeveralTowns,
    Town,
    find,
    home_of,
    municipalities,
    outside,
)
from regecon.data import load
from regecon.methods.cohorts import project_leavers
from regecon.methods.interaction import converse_breaking_point, huff

__all__ = [
    "NoTown",
    "OnlyCounted",
    "SeveralTowns",
    "Town",
    "ages",
    "balance",
    "births",
    "changes",
    "claims",
    "find",
    "loneliness",
    "markets",
    "moves",
    "municipalities",
    "neighbours",
    "next_centre",
    "odds",
    "outside",
    "patterns",
    "pay",
    "peers",
    "people",
    "promises",
    "pull",
    "pyramid",
    "region_groups",
    "related",
    "revisions",
    "roads",
    "share_bounds",
    "single_industry",
    "spread",
    "standing",
    "steady_peers",
    "to_capital",
    "traits",
    "visitors",
    "weight",
    "young_ahead",
]

RECOUNT = (2020, 2023)  # between these years the base of the estimates changes
BEFORE, AFTER = (2016, 2020), (2023, 2024)  # both years on one base
CENSUSES = (2010, 2021)  # on which the former and the latter stand
YEAR = 2023  # of moves, and of the wages and people with which the neighbours pull
TOTAL = "TOTAL"
STUDY, RETURN = 15, 20  # age groups in which the rule of registration shows
GROWN, OLD = 15, 65  # where the broad groups of ages begin
FEW = 10  # persons: a balance below this, either way, may be a family
EARTH = 6371.0  # kilometres, as in the table distances
CAPITALS = {
    "Altai Republic": "Gorno-Altaysk urban okrug",
    "Altai krai": "Barnaul urban okrug",
    "Kemerovo oblast": "Kemerovo urban okrug",
    "Novosibirsk oblast": "Novosibirsk urban okrug",
    "Tomsk oblast": "Tomsk urban okrug",
}
# Where the zones and resorts of our tables lie, as far as we could place them; what says so
# stands on the page of the command.
ZONES = {
    "Special zone Gornaya Shoria": "Tashtagolsky district",
    "Biryuzovaya Katun": "Altaysky district",
}
RESORTS = {
    "Manzherok": "Mayminsky district",
    "Belokurikha": "Belokurikha urban okrug",
    "Biryuzovaya Katun": "Altaysky district",
    "Tanay": "Promyshlennovsky municipal okrug",
    "Yugus": "Mezhdurechensk urban okrug",
}
SHEREGESH = "Sheregesh"  # has tables of its own
# The municipalities of the three patterns; Sheregesh is counted within its district.
PATTERNS = ("Novokuznetsk urban okrug", "Tashtagolsky district", "Biysk urban okrug")
# The decay of week 8, half of it and twice.
CHOICES = {"share": towns.DECAY, "half": towns.DECAYS[0], "double": towns.DECAYS[-1]}
PEERS = 3
# What peers are like in; people and wages by their logarithm, distance by that of one kilometre
# more, since ten per cent of a village are as much as ten per cent of a city.
TRAITS = ("people", "old", "net", "wage", "capital")
LOGGED = ("people", "wage", "capital")


def _by_key(table: str, value: str, column: str) -> pd.DataFrame:
    """A table of municipalities, wide, with a row for each of them."""
    frame = load(table).pivot_table(value, "municipality", column)
    return frame.reindex([town.municipality for town in municipalities()]).astype(float)


@cache
def _counted() -> pd.DataFrame:
    return _by_key("municipal_population", "population", "year")


@cache
def _groups() -> pd.DataFrame:
    return load("age_groups").set_index(["municipality", "year"])


@cache
def _net() -> pd.DataFrame:
    return _by_key("migration_by_age", "net_migration", "age_from")


@cache
def _wages() -> pd.DataFrame:
    return load("municipal_wages").set_index(["municipality", "year", "section"]).sort_index()


@cache
def _average() -> pd.DataFrame:
    table = load("municipal_wages").query("section == @TOTAL")
    keys = [town.municipality for town in municipalities()]
    return table.pivot_table("wage", "municipality", "year").reindex(keys)


@cache
def _cut(table: str) -> pd.DataFrame:
    """A table that is looked at row by row, read once."""
    return load(table)


@cache
def _names() -> pd.Series:
    return pd.Series({town.municipality: town.name for town in municipalities()})


# --- People -----------------------------------------------------------------------------


def people(town: Town) -> pd.Series:
    """Inhabitants on 1 January by year, as far as the tables have them.

    The years of 2020 and before stand on the census of 2010, those of 2023 and after on that of
    2021. Of a town outside the five regions: the census of 2021, and the estimate of 2020.
    """
    if not town.outside:
        return _counted().loc[town.municipality].dropna().rename("people")
    table = _cut("population").query("place == @town.name and boundary == 'town proper'")
    table = table[table["kind"].isin(["census", "estimate_1_january"])]
    return table.groupby("year")["population"].first().astype(float).rename("people")


def changes(town: Town) -> pd.Series:
    """Change of population in per cent within each base, and across the ``recount``.

    Returns
    -------
    Series
        ``before`` (2016 to 2020), ``recount`` (2020 to 2023: people and correction in one) and
        ``after`` (2023 to 2024); missing where a year is.
    """
    counted = people(town).reindex([*BEFORE, *AFTER])
    windows = {"before": BEFORE, "recount": RECOUNT, "after": AFTER}
    found = {name: counted[last] / counted[first] for name, (first, last) in windows.items()}
    return 100 * (pd.Series(found) - 1)


def revisions(town: Town) -> pd.DataFrame:
    """What the census of 2021 found in the towns of a municipality (``census_revisions``)."""
    table = _revised()
    return table[table["municipality"] == town.municipality].set_index("city")


@cache
def _revised() -> pd.DataFrame:
    table = load("census_revisions")
    region = load("region_names").dropna(subset=["code"]).set_index("code")["region"]
    homes = [home_of(row.city, region[row.region_code]) for row in table.itertuples()]
    return table.assign(municipality=[home.municipality for home in homes])


@cache
def _shares() -> pd.DataFrame:
    """Shares of broad age groups and of women, per cent, by municipality and year."""
    table = _groups()
    names = {"age_0_14": "child", "age_15_64": "middle", "age_65plus": "old", "women": "women"}
    shares = table[list(names)].div(table["total"], axis="index") * 100
    return shares.rename(columns=names).astype(float)


def ages(town: Town) -> pd.DataFrame:
    """Shares of those under 15, of 15 to 64, of 65 and over and of women, per cent, by year."""
    table = _shares()
    if town.outside or town.municipality not in table.index:
        return table.iloc[:0].droplevel(0)
    return table.loc[town.municipality]


def pyramid(town: Town) -> pd.DataFrame:
    """Women and men by five-year group on 1 January 2024; empty where the table has none."""
    table = _pyramids()
    if town.outside or town.municipality not in table.index:
        return table.iloc[:0].droplevel(0)
    return table.loc[town.municipality]


@cache
def _pyramids() -> pd.DataFrame:
    table = load("age_pyramids").query("year == @young.START")
    wide = table.pivot_table("persons", ["municipality", "age_from"], "sex", aggfunc="sum")
    return wide[["women", "men"]]


@cache
def young_ahead(town: Town, leave: float = young.LEAVE, back: float = young.BACK) -> pd.Series:
    """People of 20 to 39 in 2024 and, if shares of a cohort leave and return, in 2044.

    Survival and fertility are the region's, as in week 12; empty without a pyramid.

    Returns
    -------
    Series
        ``now``, ``stay`` (nobody comes or goes) and ``leave``.
    """
    start = pyramid(town)
    if start.empty:
        return pd.Series(dtype=float)
    rates = young.survival_of(town.region), young.fertility_of(town.region)
    found = {"now": start.loc[young.YOUNG].to_numpy().sum()}
    for name, (gone, returned) in {"stay": (0, 0), "leave": (leave, back)}.items():
        path = project_leavers(start, *rates, leaving=gone, returning=returned)
        found[name] = path.loc[young.YOUNG, young.YEARS].to_numpy().sum()
    return pd.Series(found)


# --- Moves ------------------------------------------------------------------------------


def moves(town: Town) -> pd.Series:
    """Arrivals less departures of 2023 by five-year group, as the register has them."""
    if town.outside:
        return pd.Series(dtype=float)
    return _net().loc[town.municipality].dropna().rename("net")


def balance(town: Town) -> pd.Series:
    """The year 2023 in persons: ``change`` of population, ``net`` moves, and the ``rest``.

    The rest is births less deaths, and whatever was corrected. ``rate`` is net moves for 1,000
    inhabitants at the start of the year.
    """
    counted, net = people(town).reindex(AFTER), moves(town).sum(min_count=1)
    change = counted[AFTER[1]] - counted[AFTER[0]]
    parts = {"change": change, "net": net, "rest": change - net}
    return pd.Series(parts | {"rate": 1000 * net / counted[AFTER[0]]}, dtype=float)


def births(town: Town) -> pd.DataFrame:
    """Counts of births and deaths in the town of an urban okrug; empty for nearly all."""
    table = _cut("births_deaths")
    return table[(table["level"] == "town") & table["territory"].isin(town.places)]


# --- Wages ------------------------------------------------------------------------------


@cache
def pay(town: Town, year: int = 2024) -> pd.DataFrame:
    """Monthly wages by industry, the total first; an empty ``wage`` is withheld.

    Returns
    -------
    DataFrame, labelled by section
        ``industry``, ``wage``, ``note``, ``median`` of the municipalities of the five regions
        that have one, and ``of_average``, per cent of the town's own average.
    """
    table = _wages()
    if town.outside or (town.municipality, year) not in _wage_years():
        empty = table.iloc[:0].droplevel([0, 1])[["industry", "wage", "note"]]
        return empty.assign(median=np.nan, of_average=np.nan)
    own = table.loc[(town.municipality, year), ["industry", "wage", "note"]]
    own = own.assign(median=_usual(year), of_average=100 * own["wage"] / own.loc[TOTAL, "wage"])
    return own.loc[[TOTAL, *own.index.drop(TOTAL)]]


@cache
def _usual(year: int) -> pd.Series:
    """The median wage of the municipalities by section."""
    return _wages()["wage"].xs(year, level="year").groupby(level="section").median()


@cache
def _wage_years() -> set[tuple[int, int]]:
    return set(_wages().index.droplevel("section"))


# --- Neighbours -------------------------------------------------------------------------


@cache
def _great_circle() -> pd.DataFrame:
    """Kilometres along the earth's surface between the centres of all municipalities."""
    places = municipalities()
    keys = pd.Index([town.municipality for town in places], name="municipality")
    north = np.radians([town.latitude for town in places])
    east = np.radians([town.longitude for town in places])
    half = (
        np.sin((north[:, None] - north) / 2) ** 2
        + np.cos(north[:, None]) * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    )
    return pd.DataFrame(2 * EARTH * np.arcsin(np.sqrt(half)), keys, keys)


@cache
def _with_people() -> pd.Series:
    """Inhabitants of 2023, or the last figure before; of Seversk that is 2020."""
    return _counted()[[*BEFORE, YEAR]].ffill(axis="columns")[YEAR]


@cache
def _market_of() -> pd.Series:
    """The largest municipality with the same centre, by municipality."""
    counted = _with_people()
    largest: dict[tuple[float, float], int] = {}
    for town in sorted(municipalities(), key=lambda town: -counted[town.municipality]):
        largest.setdefault((town.latitude, town.longitude), town.municipality)
    return pd.Series(
        {town.municipality: largest[town.latitude, town.longitude] for town in municipalities()}
    )


@cache
def markets() -> pd.DataFrame:
    """Labour markets: a municipality, together with the district that is governed from it.

    A town and the district around it share their centre, so that no distance tells them apart.

    Returns
    -------
    DataFrame, labelled by the largest municipality
        ``names`` of its municipalities, the largest first; ``people`` of 2023; ``wage`` of 2023,
        weighted by people; ``stale``, whether a figure of people is older.
    """
    table = pd.DataFrame(
        {
            "names": _names(),
            "people": _with_people(),
            "wage": _average()[YEAR],
            "stale": _counted()[YEAR].isna(),
            "market": _market_of(),
        }
    ).sort_values("people", ascending=False, kind="stable")
    table["bill"] = table["people"] * table["wage"]
    found = table.groupby("market").agg(
        {"names": tuple, "people": "sum", "bill": "sum", "stale": "any"}
    )
    found["wage"] = found["bill"] / found["people"]
    return found.drop(columns="bill")


@cache
def neighbours(town: Town) -> pd.DataFrame:
    """The other labour markets, the nearest first.

    Returns
    -------
    DataFrame
        ``names``, ``people`` and ``kilometres`` along the earth's surface. Of a town outside the
        five regions: the other towns of the table ``distances``, without people.
    """
    if town.outside:
        rows = _cut("distances").query("origin == @town.name").sort_values("kilometres")
        names = [(name,) for name in rows["destination"]]
        return pd.DataFrame({"names": names, "kilometres": rows["kilometres"].to_numpy()})
    home, table = _market_of()[town.municipality], markets()
    far = _great_circle().loc[home, table.index].rename("kilometres")
    return table[["names", "people"]].join(far).drop(home).sort_values("kilometres")


@cache
def odds(decay: float = towns.DECAY) -> pd.DataFrame:
    """Huff's odds that workers of each labour market choose each as their place of work.

    Jobs stand where people live, better pay attracts and straight distance deters as week 8
    assumes; so is the length of a trip within a market.
    """
    table = markets()
    attracts = towns.AT_WORK * table["people"] * table["wage"] ** towns.WAGE_PULL
    trip = _great_circle().loc[table.index, table.index].clip(lower=towns.INSIDE)
    return huff(attracts, trip, beta=decay, decay="exponential")


@cache
def pull(town: Town, most: int = 5) -> pd.DataFrame:
    """Where workers would choose to work, of 100: at home first, then by how many.

    Returns
    -------
    DataFrame, labelled by labour market
        ``names``, ``kilometres``, ``share`` with the decay of week 8, ``half`` and ``double``
        with half and twice of it, ``stale`` if people are older than 2023. Empty for a town
        outside the five regions, whose neighbours are in no table.
    """
    if town.outside:
        return pd.DataFrame(columns=["names", "kilometres", *CHOICES, "stale"])
    home, all_markets = _market_of()[town.municipality], markets()
    far = _great_circle().loc[home].clip(lower=towns.INSIDE)
    chosen = 100 * odds().loc[home]
    order = [home, *chosen.drop(home).nlargest(most).index]
    shares = {name: 100 * odds(decay).loc[home, order] for name, decay in CHOICES.items()}
    rows = all_markets.loc[order, ["names", "stale"]]
    return pd.DataFrame(
        {"names": rows["names"], "kilometres": far[order], **shares, "stale": rows["stale"]}
    ).rename_axis("market")


def next_centre(town: Town) -> pd.Series:
    """The nearest larger labour market, and where between the two Converse's pulls are equal.

    Returns
    -------
    Series
        ``names``, ``kilometres`` to it and ``end``, the kilometres from here at which it begins
        to pull more. Empty if none is larger, or the town lies outside the five regions.
    """
    if town.outside:
        return pd.Series(dtype=object)
    own = markets()["people"][_market_of()[town.municipality]]
    around = neighbours(town)
    larger = around[around["people"] > own]
    if larger.empty:
        return pd.Series(dtype=object)
    other = larger.iloc[0]
    pair = pd.Series({"here": own, "there": other["people"]})
    end = converse_breaking_point(pair, other["kilometres"])["here"]
    return pd.Series({"names": other["names"], "kilometres": other["kilometres"], "end": end})


def roads(town: Town) -> pd.DataFrame:
    """What texts tell of the ways from or to the places of a municipality."""
    table = _cut("road_distances")
    ends = table["origin"].isin(town.places) | table["destination"].isin(town.places)
    return table[ends & table["kilometres"].notna()]


def to_capital(town: Town) -> float:
    """Straight kilometres to the capital of the region, 0 for itself; missing outside."""
    if town.outside:
        return float("nan")
    names = _names()
    capital = names.index[names == CAPITALS[town.region]][0]
    return float(_great_circle().loc[town.municipality, capital])


# --- Status, promises, region -----------------------------------------------------------


def single_industry(town: Town) -> pd.DataFrame:
    """Rows of the federal lists of single-industry towns for the places of a municipality."""
    table = _cut("monotowns")
    return table[table["place"].isin(town.places)].sort_values(["place", "year"])


def promises(town: Town) -> pd.DataFrame:
    """What was promised and reported of special territories in the places of a municipality."""
    table = _cut("special_zones")
    zones = [*town.places, *(zone for zone, home in ZONES.items() if home == town.name)]
    return table[table["zone"].isin(zones)].sort_values(["zone", "year"], kind="stable")


def visitors(town: Town) -> pd.DataFrame:
    """What the table of resorts has of a resort in a municipality."""
    table, here = _cut("resorts"), [name for name, home in RESORTS.items() if home == town.name]
    return table[table["resort"].isin(here)]


@cache
def claims(town: Town) -> pd.DataFrame:
    """What the expedition's report states of the places of a municipality, with our verdicts."""
    table = _cut("claims")
    judged = _cut("claim_verdicts").set_index("claim")[["verdict", "grade"]]
    return table[table["town"].isin(town.places)].set_index("claim").join(judged)


@cache
def region_groups(town: Town) -> pd.DataFrame:
    """The ten broad groups in the value added of the town's region, the most special first.

    Returns
    -------
    DataFrame, labelled by group
        ``share``, per cent of the last year known, and ``quotient`` against Russia.
    """
    year = structure.LAST
    table = pd.DataFrame(
        {
            "share": structure.shares().loc[(town.region, year)],
            "quotient": structure.quotients(town.region).loc[year],
        }
    )
    return table.sort_values("quotient", ascending=False, kind="stable")


@cache
def related(town: Town) -> pd.DataFrame:
    """Sections that the region lacks, the best related first, and whether the town has them.

    Returns
    -------
    DataFrame, labelled by section
        ``industry``, ``density`` and ``chance`` of entry of the region as in week 7; ``here``,
        whether the table of wages lists the industry in the town, missing where it lists none.
    """
    table = branching.outlook(town.region)
    table = table[~table["has"]].drop(index=branching.MINING, errors="ignore")
    listed = pay(town).index
    table["industry"] = branching.names()[table.index]
    table["here"] = pd.array(
        [section in listed if len(listed) else pd.NA for section in table.index], dtype="boolean"
    )
    table = table[["industry", "density", "chance", "here"]]
    return table.sort_values("density", ascending=False, kind="stable")


@cache
def weight(town: Town) -> float:
    """People of the town for 100 of its region, by the last figure known of each."""
    return float(100 * people(town).iloc[-1] / _in_region()[town.region])


@cache
def _in_region() -> pd.Series:
    """People of each region: product over product a head."""
    product = load("grp").query("year == @structure.LAST").set_index("region")
    return 1e6 * product["nominal"] / product["per_head"]


def share_bounds(share: float, part: float) -> tuple[float, float]:
    """Between what a group's share in a town must lie if it has so much in the region.

    Parameters
    ----------
    share : float
        Of the group in the region's value added, per cent.
    part : float
        Of the town in the region's value added, per cent.

    Returns
    -------
    tuple of float
        The lowest and the highest share in the town's value added, per cent: all of the group
        elsewhere if there is room for it, or all of it here.

    Examples
    --------
    >>> share_bounds(30, 5)
    (0.0, 100.0)
    >>> share_bounds(30, 60)
    (0.0, 50.0)
    """
    least = (share - (100 - part)) / part
    return 100 * max(0.0, least), 100 * min(1.0, share / part)


# --- Peers ------------------------------------------------------------------------------


@cache
def traits() -> pd.DataFrame:
    """What peers are like in, by municipality; rows with all five only.

    Returns
    -------
    DataFrame
        ``people`` on 1 January 2024, ``old``, per cent of 65 and over, ``net`` moves of 2023 for
        1,000 inhabitants, ``wage`` of 2023, ``capital``, kilometres to that of the region.
    """
    rows = {}
    for town in municipalities():
        shares = ages(town)
        rows[town.municipality] = {
            "people": people(town).get(AFTER[1]),
            "old": shares["old"].get(AFTER[1]),
            "net": balance(town)["rate"],
            "wage": _average().loc[town.municipality, YEAR],
            "capital": to_capital(town),
        }
    table = pd.DataFrame(rows).T.astype(float).rename_axis("municipality")
    return table.dropna()


@cache
def spread(without: str = "") -> pd.DataFrame:
    """The distance in standard deviations between every two municipalities, by all traits.

    Parameters
    ----------
    without : str
        A trait to leave out.
    """
    table = traits().drop(columns=without) if without else traits().copy()
    logged = [name for name in LOGGED if name in table]
    table[logged] = np.log(table[logged].add([name == "capital" for name in logged]))
    scores = ((table - table.mean()) / table.std()).to_numpy()
    gaps = np.sqrt(((scores[:, None] - scores) ** 2).sum(axis=2))
    return pd.DataFrame(gaps, table.index, table.index)


def _nearest(key: int, without: str = "") -> pd.Series:
    gaps = spread(without).loc[key].drop(key)
    return gaps.sort_values(kind="stable").head(PEERS)


@cache
def peers(town: Town) -> pd.DataFrame:
    """The three most alike by :func:`traits`, the town itself first.

    Returns
    -------
    DataFrame, labelled by municipality
        ``name``, ``region``, the traits and ``gap``, in standard deviations; empty if a trait of
        the town is in no table.
    """
    if town.municipality not in traits().index:
        return pd.DataFrame(columns=["name", "region", *TRAITS, "gap"])
    return _beside(town, list(_nearest(town.municipality).index))


@cache
def steady_peers(town: Town) -> list[str]:
    """Those peers that stay among the three whichever one trait is left out."""
    if town.municipality not in traits().index:
        return []
    kept = set(_nearest(town.municipality).index)
    for trait in TRAITS:
        kept &= set(_nearest(town.municipality, trait).index)
    return [_names()[key] for key in _nearest(town.municipality).index if key in kept]


@cache
def patterns(town: Town) -> pd.DataFrame:
    """The town beside the municipalities of the three patterns, in the traits of peers.

    Returns
    -------
    DataFrame
        As from :func:`peers`; empty if a trait of the town is in no table.
    """
    if town.municipality not in traits().index:
        return peers(town)
    names = _names()
    three = names.index[names.isin(PATTERNS)]
    return _beside(town, [key for key in three if key != town.municipality])


def _beside(town: Town, others: list[int]) -> pd.DataFrame:
    """Traits of a town and of others, with how far these are from it."""
    found = traits().loc[[town.municipality, *others]]
    places = {place.municipality: place for place in municipalities()}
    return found.assign(
        name=[places[key].name for key in found.index],
        region=[places[key].region for key in found.index],
        gap=spread().loc[town.municipality, found.index],
    )[["name", "region", *TRAITS, "gap"]]


@cache
def _first_gaps() -> pd.Series:
    """How far the most alike is from each municipality."""
    gaps = spread().to_numpy(copy=True)
    np.fill_diagonal(gaps, np.inf)
    return pd.Series(gaps.min(axis=1), spread().index)


def loneliness(town: Town) -> float:
    """Per cent of municipalities that have their most alike nearer; missing without peers."""
    gaps = _first_gaps()
    if town.municipality not in gaps.index:
        return float("nan")
    return float(100 * (gaps < gaps[town.municipality]).sum() / (len(gaps) - 1))


def standing(town: Town, trait: str) -> tuple[int, int]:
    """How many municipalities have more of a trait, and of how many; (0, 0) without a figure."""
    column = _columns()[trait].dropna()
    if town.municipality not in column.index:
        return 0, 0
    return int((column > column[town.municipality]).sum()), len(column)


@cache
def _columns() -> dict[str, pd.Series]:
    """The traits in which a town is ranked, of the last year."""
    return {"old": _shares()["old"].xs(AFTER[1], level="year"), "wage": _average()[AFTER[1]]}

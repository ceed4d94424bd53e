"""Did a region's structure move, or was it only shaken? And slow against whom?

Structures of value added and of jobs with the turnover of :mod:`regecon.methods.path_dependence`,
goods that firms call new, and specialisations won and lost; each against all regions or, where
only these are in the table, against twelve of Siberia. Week 5.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from regecon.cases.branching import CANDIDATES, DOUBLE, HOME, OLDER, SIBERIA, drawn
from regecon.cases.structure import within_vintage
from regecon.data import load
from regecon.methods.path_dependence import structural_turnover

KRAI = "Altai krai"  # with Biysk
MIRROR = "Novosibirsk oblast"  # the service capital next door
TWO = (HOME, KRAI)
BREAK = 2016  # first year of the second classification
MINING = {"OKVED2007": "C", "OKVED2": "B"}
SERIES = ("value added", "without mining", "jobs")
MAIN = (2005, 2015)  # what an expedition of 2016 could have looked up
WINDOWS = {
    "value added": ((2005, 2010), (2010, 2015), MAIN, (2016, 2020), (2016, 2022)),
    "without mining": ((2005, 2010), (2010, 2015), MAIN, (2016, 2020), (2016, 2022)),
    "jobs": ((1998, 2005), (2005, 2009), (1998, 2009), (2010, 2013)),
}
# By which the chapter judges: a series and its years.
YARDSTICKS = (
    ("value added", *MAIN),
    ("value added", 2016, 2022),
    ("without mining", *MAIN),
    ("without mining", 2016, 2022),
    ("jobs", 1998, 2009),
    ("jobs", 2010, 2013),
)
# Specialisations at the start, half way and at the end, by classification.
HALVES = {"older": (OLDER, (2005, 2010, 2015)), "second": (CANDIDATES, (2016, 2019, 2022))}
GOODS = {"shipments": (2005, 2016), "product": (2005, 2023)}  # what new goods are divided by
GOODS_YEARS = (2010, 2016)  # no year is missing in any of the twelve


@cache
def structure(series: str, first: int, last: int) -> pd.DataFrame:
    """Shares of sections, per cent, by region and year; regions with every year only.

    Raises
    ------
    ValueError
        If the series is unknown, or the years cross the break of classification or, for jobs, the
        change of vintage.
    """
    if series not in SERIES:
        raise ValueError(f"series: expected one of {', '.join(SERIES)}, got {series!r}")
    if first < BREAK <= last:
        raise ValueError(f"{first} to {last}: the classification changes in {BREAK}")
    if series == "jobs":
        within_vintage(first, last)
    table, value = _sections(series)
    kind = "OKVED2" if first >= BREAK else "OKVED2007"
    rows = table[(table["classification"] == kind) & table["year"].between(first, last)]
    if series == "without mining":
        rows = rows[rows["section"] != MINING[kind]]
    wide = rows.pivot_table(index=["region", "year"], columns="section", values=value)
    years = wide.groupby(level="region").transform("size")
    wide = wide[years == last - first + 1].fillna(0)
    return 100 * wide.div(wide.sum(axis="columns"), axis="index")


def _sections(series: str) -> tuple[pd.DataFrame, str]:
    """The table of a series, without Russia and without regions that hold others."""
    if series == "jobs":
        table = load("employment")
        return table[table["additive"]], "employed"
    table = load("grp_structure")
    return table[~table["region"].isin(DOUBLE)], "share"


@cache
def moved(series: str, first: int, last: int) -> pd.DataFrame:
    """How far each region's structure moved, in points, and which place it takes.

    Returns
    -------
    DataFrame (regions)
        ``net`` and ``gross``, points; ``kept``, per cent; ``place`` by net and ``calm`` by kept,
        1 for the most.
    """
    wide = structure(series, first, last)
    found = pd.DataFrame(
        {
            region: 100 * structural_turnover(part.droplevel("region"))
            for region, part in wide.groupby(level="region")
        }
    ).T.rename_axis("region")
    found["place"] = found["net"].rank(ascending=False, method="min").astype(int)
    found["calm"] = found["kept"].rank(ascending=False, method="min").astype(int)
    return found


def mining(region: str = HOME) -> pd.Series:
    """Share of mining in value added by year, per cent, on both sides of the break."""
    rows = load("grp_structure").query("region == @region")
    rows = rows[rows["section"] == rows["classification"].map(MINING)]
    return rows.set_index("year")["share"].sort_index()


def with_price(series: str) -> float:
    """Correlation of mining's steps in Kemerovo oblast with the steps of a price in roubles."""
    table = load("prices").pivot_table(index="year", columns="series", values="value")
    price = np.log(table[series] * table["rouble_average"])
    first, last = MAIN
    steps = pd.DataFrame({"share": mining(), "price": price}).loc[first:last].diff()
    return steps.corr().loc["share", "price"]


def calmer() -> float:
    """Per cent of the regions of which more stays without their most restless section."""
    wide = structure("value added", *MAIN)
    found = []
    for _region, part in wide.groupby(level="region"):
        restless = part.diff().abs().sum().idxmax()
        less = structural_turnover(part.drop(columns=restless))
        found.append(less["kept"] > structural_turnover(part)["kept"])
    return 100 * float(np.mean(found))


@cache
def specialisations(half: str = "second") -> pd.DataFrame:
    """Specialisations that each region won and lost, mining and public services left out.

    Returns
    -------
    DataFrame (regions)
        ``had`` at the start; ``won`` and ``lost`` by the end; ``early``, won by the middle, and
        ``stayed``, those of them that were there at the end.
    """
    sections, years = HALVES[half]
    start, middle, end = (drawn(sections, year).presence for year in years)
    regions = start.index.intersection(middle.index).intersection(end.index)
    start, middle, end = (table.loc[regions] for table in (start, middle, end))
    early = (start == 0) & (middle == 1)
    return pd.DataFrame(
        {
            "had": start.sum(axis="columns"),
            "won": ((start == 0) & (end == 1)).sum(axis="columns"),
            "lost": ((start == 1) & (end == 0)).sum(axis="columns"),
            "early": early.sum(axis="columns"),
            "stayed": (early & (end == 1)).sum(axis="columns"),
        }
    )


def quotients(region: str, half: str = "second") -> pd.DataFrame:
    """Quotients of a region's sections at the start and at the end."""
    sections, (first, _middle, last) = HALVES[half]
    ends = (drawn(sections, year).quotients.loc[region] for year in (first, last))
    return pd.concat(ends, axis="columns", keys=[first, last])


@cache
def new_goods(below: str = "shipments") -> pd.DataFrame:
    """Goods called new, per cent of shipments or of product, twelve regions by year.

    New or improved within three years, as firms report it. Shipments are those of mining and
    manufacturing and end in 2016; product is the gross regional product.
    """
    first, last = GOODS[below]
    rows = load("siberian_indicators").set_index(["region", "year"])
    if below == "shipments":
        other = load("regional_indicators").set_index(["region", "year"])
        base = other["shipped_mining"] + other["shipped_manufacturing"]
    else:
        base = load("grp").set_index(["region", "year"])["nominal"]
    share = (100 * rows["innovative_goods"] / base.reindex(rows.index)).rename("share")
    table = share.astype(float).reset_index()
    wide = table.pivot_table(index="region", columns="year", values="share")
    return wide.loc[:, first:last]


def years_below(region: str, below: str, years: tuple[int, int] = GOODS_YEARS) -> tuple[int, int]:
    """In how many of the years a region lies below the median of the twelve, and of how many."""
    table = new_goods(below).loc[:, years[0] : years[1]]
    return int((table.loc[region] < table.median()).sum()), table.shape[1]


def goods_place(region: str, below: str) -> int:
    """Place among the twelve by the mean of the years that none lacks; 1 for the most new."""
    means = new_goods(below).loc[:, GOODS_YEARS[0] : GOODS_YEARS[1]].mean(axis="columns")
    return int(means.rank(ascending=False)[region])


@cache
def places() -> pd.DataFrame:
    """Places of the two regions by each yardstick, 1 for the fastest.

    Returns
    -------
    DataFrame
        ``yardstick`` (a series, or the goods), ``first`` and ``last`` year, ``region``,
        ``place``, ``of`` so many, and ``behind``, the per cent of the others that are faster.
    """
    rows = []
    for series, first, last in YARDSTICKS:
        table = moved(series, first, last)
        rows += [(series, first, last, name, table.loc[name, "place"], len(table)) for name in TWO]
    for below in GOODS:
        goods = len(SIBERIA)
        rows += [(below, *GOODS_YEARS, name, goods_place(name, below), goods) for name in TWO]
    found = pd.DataFrame(rows, columns=["yardstick", "first", "last", "region", "place", "of"])
    found["behind"] = 100 * (found["place"] - 1) / (found["of"] - 1)
    return found


def register() -> pd.DataFrame:
    """Organisations in the register, 2015 and 2023, and the change in per cent, all regions."""
    table = load("regional_indicators").pivot_table(
        index="region", columns="year", values="organisations"
    )[[2015, 2023]]
    return table.assign(change=100 * (table[2023] / table[2015] - 1)).dropna()


def wear(year: int) -> pd.Series:
    """Wear of fixed assets in the twelve regions, per cent, most worn first."""
    rows = load("siberian_indicators").query("year == @year").set_index("region")["wear"]
    return rows.astype(float).sort_values(ascending=False)

"""What is near what in the regions of Russia, who entered what, and does the map know why?

The table of structures by section (``grp_structure``) with the methods of relatedness, entry and
complexity. Week 7 rests on it: explorer, figures, lab and exercises take their numbers here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from scipy.special import expit

from regecon.data import load
from regecon.methods.branching import comparative_advantage, proximity, relatedness_density
from regecon.methods.complexity import Complexity, complexity_index
from regecon.methods.entry import EntryLogit, entry_logit, plan_project_gap, standing

# Sections that sell on a market and are large enough for a share with one decimal. Left out:
# public services, rents (half of them imputed to owners), households, and three sections of half
# a per cent of the country.
MARKET = tuple("ABCDFGHIJMNR")
MINING = "B"  # no plan can found a deposit, so that mining is never a candidate
CANDIDATES = tuple(section for section in MARKET if section != MINING)
# The sections of the older classification, to 2015, without mining (C there) and public services.
# Its K holds rents and business services in one, so that rents cannot be left out.
OLDER = tuple("ADEFGHIKO")
SPACES = {"with": MARKET, "without": CANDIDATES}
START, END = 2016, 2022
DOUBLE = ("Russia", "Arkhangelsk oblast", "Tyumen oblast")  # their parts are in the table
HOME = "Kemerovo oblast"
SIBERIA = (
    "Altai Republic",
    "Altai krai",
    "Irkutsk oblast",
    HOME,
    "Krasnoyarsk krai",
    "Novosibirsk oblast",
    "Omsk oblast",
    "Republic of Buryatia",
    "Republic of Khakassia",
    "Republic of Tyva",
    "Tomsk oblast",
    "Zabaykalsky krai",
)  # the federal district as it was until 2018

PICKS = ("related", "complex", "finger")  # by which rule sectors are founded
POPULAR = tuple("JIHRMAGNFDC")  # assumed: what is in fashion, for the minister's finger
FOUNDED, YEARS, CLOSURE = 3, 10, 0.25  # sectors, years; yearly risk without neighbours, SYNTHETIC

SHUFFLES, SEED = 200, 7
NEWTON = 12  # steps; the eighth moves no digit any more
STOOD = 0.8  # a quotient from which an entrant stood at the threshold already
# What a logit of entry may hold fixed beside density.
HELD = ("nothing", "diversity", "diversity and sector")
THRESHOLD = "diversity and quotient"  # how near to the threshold a chance began
# The same test elsewhere: sections, first year, last year.
WINDOWS = {
    "main": (CANDIDATES, START, END),
    "first half": (CANDIDATES, START, 2019),
    "second half": (CANDIDATES, 2019, END),
    "mining on the map": (MARKET, START, END),
    "older classification": (OLDER, 2005, 2015),
}
PENCIL = ((HOME, "Altai krai", "Novosibirsk oblast"), ("D", "C", "H"))


@dataclass(frozen=True)
class Space:
    """A space of sectors: who is specialised in what, what is related, what is complex."""

    quotients: pd.DataFrame
    presence: pd.DataFrame
    related: pd.DataFrame
    density: pd.DataFrame
    complexity: Complexity


@cache
def names() -> pd.Series:
    """What a section of the present classification is called, in a word or two."""
    table = load("sections").query("classification == 'OKVED2'")
    return table.set_index("section")["short"]


def shares(year: int) -> pd.DataFrame:
    """Shares of the sections in value added, per cent, regions and Russia by section."""
    table = load("grp_structure").query("year == @year")
    return table.pivot_table(index="region", columns="section", values="share")


@cache
def drawn(sections: tuple[str, ...], year: int) -> Space:
    """The space of some sections in a year, from their shares in what they make together."""
    some = shares(year)[list(sections)]
    some = some.div(some.sum(axis="columns"), axis="index")
    regions, country = some.drop(index=list(DOUBLE)), some.loc["Russia"]
    presence = comparative_advantage(regions, country)
    related = proximity(presence)
    density = relatedness_density(presence, related, itself=False)
    return Space(regions / country, presence, related, density, complexity_index(presence))


def space(mining: str = "with", year: int = END) -> Space:
    """The space of the market sections, with mining on the map or without."""
    return drawn(SPACES[mining], year)


@cache
def chances(
    sections: tuple[str, ...] = CANDIDATES, start: int = START, end: int = END
) -> pd.DataFrame:
    """Each chance of entry: density and diversity at the start, and whether it was taken.

    Returns
    -------
    DataFrame (pairs of a region and a section that it lacked at the start)
        ``density``, ``quotient`` at the start and ``then`` at the end, ``diversity`` (number of
        specialisations of the region at the start), ``entered`` (1 or 0).
    """
    before, after = drawn(sections, start), drawn(sections, end)
    regions = before.presence.index
    table = pd.DataFrame(
        {
            "density": before.density.stack(),
            "has": before.presence.stack(),
            "quotient": before.quotients.stack(),
            "entered": after.presence.loc[regions].stack(),
            "then": after.quotients.loc[regions].stack(),
        }
    )
    table["diversity"] = before.presence.sum(axis=1).reindex(table.index, level="region")
    open_to = (table["has"] == 0) & (table.index.get_level_values("section") != MINING)
    return table[open_to].drop(columns="has")


@cache
def entries(mining: str = "without", end: int = END) -> EntryLogit:
    """Odds of entry since 2016 by density alone, estimated on all regions."""
    names, before = list(CANDIDATES), space(mining, START)
    after = space(mining, end).presence.loc[before.presence.index]
    return entry_logit(before.density[names], before.presence[names], after[names])


@cache
def exits() -> EntryLogit:
    """Odds of a loss from 2016 to 2022 by density: a sector that is there "enters" absence."""
    before, after = space("without", START), space("without", END)
    after = after.presence.loc[before.presence.index]
    return entry_logit(before.density, 1 - before.presence, 1 - after)


def slope(rows: pd.DataFrame, held: str = "nothing") -> pd.Series:
    """Slope of density in a logit of entry that holds something fixed.

    Parameters
    ----------
    rows : DataFrame
        As from :func:`chances`.
    held : str
        ``"nothing"``, ``"diversity"`` (the number of a region's specialisations), or
        ``"diversity and sector"`` (a constant for each sector as well). Sectors that nobody
        entered say nothing about a slope then and are left out. Or ``"diversity and quotient"``.

    Returns
    -------
    Series
        ``slope`` and ``error`` of density; ``diversity`` and ``diversity_error`` (NaN if not
        held); ``fit``, McFadden's pseudo R squared.
    """
    from statsmodels.discrete.discrete_model import Logit

    fixed = _held(rows, held)
    rows = rows.loc[fixed.index]
    fitted = Logit(rows["entered"], fixed.join(rows["density"])).fit(disp=False)
    found, errors = fitted.params, fitted.bse
    return pd.Series(
        {
            "slope": found["density"],
            "error": errors["density"],
            "diversity": found.get("diversity", np.nan),
            "diversity_error": errors.get("diversity", np.nan),
            "fit": fitted.prsquared,
        }
    )


def _held(rows: pd.DataFrame, held: str) -> pd.DataFrame:
    """What a logit holds fixed, its constants among them, for the chances that it can use."""
    if held not in (*HELD, THRESHOLD):
        raise ValueError(f"held: expected one of {', '.join((*HELD, THRESHOLD))}, got {held!r}")
    constant = pd.Series(1.0, index=rows.index, name="constant").to_frame()
    if held == "nothing":
        return constant
    if held == "diversity":
        return constant.join(rows["diversity"])
    if held == THRESHOLD:
        return constant.join(rows[["diversity", "quotient"]])
    rows = rows[rows.groupby(level="section")["entered"].transform("sum") > 0]
    sectors = pd.get_dummies(rows.index.get_level_values("section"), dtype=float)
    return sectors.set_axis(rows.index).join(rows["diversity"])


@cache
def slopes() -> pd.DataFrame:
    """The slope of density in every window, with nothing held fixed, diversity, and sectors too.

    Returns
    -------
    DataFrame, rows by window and what is held
        As from :func:`slope`, with ``chances`` and ``entries`` of the window.
    """
    found = {}
    for window, where in WINDOWS.items():
        rows = chances(*where)
        counts = pd.Series({"chances": len(rows), "entries": rows["entered"].sum()})
        found |= {(window, held): pd.concat([slope(rows, held), counts]) for held in HELD}
    return pd.DataFrame(found).T.rename_axis(["window", "held"])


@cache
def shuffled() -> pd.DataFrame:
    """Slopes of density when the sectors on the map have changed their places.

    A shuffled map knows how many specialisations a region has and nothing of what is related.

    Returns
    -------
    DataFrame (shuffles, what is held fixed)
    """
    before, random, rows = drawn(CANDIDATES, START), np.random.default_rng(SEED), chances()
    names, fixed = before.related.columns, {held: _held(rows, held) for held in HELD}
    found = []
    for _draw in range(SHUFFLES):
        order = random.permutation(names)
        moved = before.related.loc[order, order].set_axis(names).set_axis(names, axis="columns")
        density = relatedness_density(before.presence, moved, itself=False).stack()
        found.append({held: _last_slope(rows, fixed[held], density) for held in HELD})
    return pd.DataFrame(found).rename_axis(columns="held")


def _last_slope(rows: pd.DataFrame, fixed: pd.DataFrame, density: pd.Series) -> float:
    """Slope of a density in a logit, by Newton's steps: six hundred fits in a second or two."""
    entered = rows.loc[fixed.index, "entered"].to_numpy()
    known = np.column_stack([fixed.to_numpy(), density[fixed.index].to_numpy()])
    found = np.zeros(known.shape[1])
    for _step in range(NEWTON):
        chance = expit(known @ found)
        weights = chance * (1 - chance)
        found += np.linalg.solve((known.T * weights) @ known, known.T @ (entered - chance))
    return float(found[-1])


@cache
def outlook(region: str, mining: str = "with") -> pd.DataFrame:
    """Each sector of a region: there or not, density, chance of entry, gain of complexity.

    The gain is what the mean complexity of the region's sectors would move by.
    """
    here = space(mining)
    table = pd.DataFrame(
        {
            "has": here.presence.loc[region] == 1,
            "quotient": here.quotients.loc[region],
            "density": here.density.loc[region],
            "complexity": here.complexity.sectors["complexity"],
        }
    )
    table["chance"] = entries(mining).probability(table["density"])
    own = table.loc[table["has"], "complexity"]
    table["gain"] = (table["complexity"] - own.mean()) / (len(own) + 1)
    return table


def picked(region: str, mining: str, pick: str) -> list[str]:
    """The sectors that a rule would have founded in a region."""
    table = outlook(region, mining)
    open_to = table[~table["has"]].drop(index=MINING, errors="ignore")
    if pick == "finger":
        return [name for name in POPULAR if name in open_to.index][:FOUNDED]
    rank = "density" if pick == "related" else "complexity"
    return list(open_to.sort_values(rank, ascending=False, kind="stable").index[:FOUNDED])


@cache
def endings(region: str, mining: str, pick: str) -> pd.Series:
    """Chance of each outcome for the founded sectors after ten years (SYNTHETIC)."""
    here, founded = space(mining), picked(region, mining, pick)
    return standing(here.presence.loc[region], here.related, founded, years=YEARS, closure=CLOSURE)


@cache
def after_years(region: str, mining: str, pick: str) -> tuple[float, float]:
    """Expected number of founded sectors that stand, and expected gain of complexity."""
    founded, ends = picked(region, mining, pick), endings(region, mining, pick)
    table = outlook(region, mining)
    own, new = table.loc[table["has"], "complexity"], table.loc[founded, "complexity"]
    states = np.array(ends.index.tolist()).reshape(len(ends), -1)
    means = (own.sum() + states @ new.to_numpy()) / (len(own) + states.sum(axis=1))
    return float(ends @ states.sum(axis=1)), float(ends @ (means - own.mean()))


@cache
def siberian_entries() -> pd.DataFrame:
    """Specialisations that Siberian regions gained, with the rank of their density at home."""
    rows = chances().loc[list(SIBERIA)].copy()
    rows["rank"] = rows.groupby(level="region")["density"].rank(ascending=False)
    rows["open"] = rows.groupby(level="region")["density"].transform("size")
    rows["chance"] = entries().probability(rows["density"])
    return rows[rows["entered"] == 1].sort_values("density")


def pencil() -> pd.DataFrame:
    """Three regions and three sectors of 2022, mining left out: a space for pencil and paper."""
    regions, sections = PENCIL
    return space("without").presence.loc[list(regions), list(sections)]


def ladder() -> pd.DataFrame:
    """Three made-up places of which each has what the next has and one thing more."""
    return pd.DataFrame(
        {"farm": [1, 1, 1], "mill": [1, 1, 0], "lab": [1, 0, 0]},
        index=["city", "town", "village"],
    )


def stroll(presence: pd.DataFrame) -> pd.DataFrame:
    """Chance to get from one place to another by a random sector of it and who has the sector.

    The matrix whose second eigenvector is the complexity of the places.
    """
    ways = (presence / presence.sum()).dot(presence.T)
    return ways.div(presence.sum(axis="columns"), axis="index")


@cache
def zones() -> pd.Series:
    """Figures of the special zones, by id."""
    return load("special_zones").set_index("id")["value"]


def announced() -> pd.DataFrame:
    """Announced and invested money of two territories of Altai krai, million roubles."""
    figures = zones()
    return pd.DataFrame(
        {
            town: [figures[f"{key}_2018_investment_plan"], figures[f"{key}_2023_investment"]]
            for key, town in (("zarinsk", "Zarinsk"), ("novoaltaysk", "Novoaltaysk"))
        },
        index=["announced", "invested"],
    ).T


def kuzbass_plan() -> pd.Series:
    """Money planned in the territories of Kuzbass, by whether a resident is known to stand by."""
    figures = zones()
    return pd.Series(
        {
            "residents": figures["kuzbass_tors_2024_investment_plan"],
            "expected": figures["kuzbass_tors_2024_new_residents_investment_plan"],
        }
    )


def largest_gap() -> float:
    """The plan-project gap of Kuzbass if none of the expected residents had a name yet."""
    return plan_project_gap(kuzbass_plan(), pd.Series({"residents": True, "expected": False}))

"""The structure of a regional economy: quotients, changes split in parts, cells that are hidden.

Tables of product and jobs by section with the methods of specialisation, shift-share and
disclosure. Week 3 rests on it. The stylised city of ``toy`` is SYNTHETIC.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import pandas as pd

from regecon.cases.branching import HOME, SIBERIA
from regecon.cases.portfolio import COAL_QUOTATIONS
from regecon.cases.prices import series
from regecon.data import load
from regecon.methods.disclosure import suppressed_bounds
from regecon.methods.shift_share import shift_share
from regecon.methods.specialisation import location_quotient

OTHER = "Altai krai"  # the region of the third town
FIRST, BREAK, LAST = 2005, 2016, 2022  # of value added; from BREAK on by the new classification
AGAINST = ("Russia", "Russia without oil", "Siberia")
BARREL = "oil_brent"  # of the table prices
OIL = "Tyumen oblast"  # with its two okrugs, where most of Russia's oil and gas comes from
STEP = 0.05  # from this relative change on a step counts as one
GAP = 4  # years at least between two of three evenly spaced years
EVEN = tuple(
    (first, first + gap, first + 2 * gap)
    for gap in range(GAP, (LAST - FIRST) // 2 + 1)
    for first in range(FIRST, LAST - 2 * gap + 1)
)

# Jobs: sections A, C, D, E, M, N of the old classification and the rest; two vintages.
JOBS_BREAK = 2010
WINDOWS = ((1998, 2005), (2005, 2009), (2010, 2013))
VOLUME_YEARS = (2005, 2016)  # of the indices of mining by the old classification


def within_vintage(first: int, last: int) -> None:
    """Refuse years between which the table of jobs changes its vintage.

    Raises
    ------
    ValueError
        If the first year lies before the change and the last does not.
    """
    if first < JOBS_BREAK <= last:
        raise ValueError(
            f"{first} to {last}: the table of jobs changes its vintage in {JOBS_BREAK}"
        )


@cache
def shares() -> pd.DataFrame:
    """Shares of ten broad groups in value added, per cent, by region and year.

    The groups cross the break of the classification in 2016 roughly (table ``sections``).

    Returns
    -------
    DataFrame
        Rows region and year, a column for each group.
    """
    key = ["classification", "section"]
    table = load("grp_structure").merge(load("sections")[[*key, "group"]], on=key)
    return table.pivot_table("share", ["region", "year"], "group", aggfunc="sum")


@cache
def roubles(region: str) -> pd.DataFrame:
    """Value added of the ten groups, million roubles at current prices, by year."""
    product = load("grp").query("region == @region").set_index("year")["nominal"]
    return shares().loc[region].mul(product, axis="index").dropna() / 100


@cache
def benchmark(against: str) -> pd.DataFrame:
    """Shares of the ten groups in what a region is held against, per cent, by year.

    Parameters
    ----------
    against : str
        ``"Russia without oil"`` (less Tyumen oblast and its okrugs), ``"Siberia"`` (the sum of
        twelve regions, each of them included), or any region of the table ``grp_structure``.
    """
    if against == "Siberia":
        sums = sum(roubles(region) for region in SIBERIA)
    elif against == "Russia without oil":
        sums = (roubles("Russia") - roubles(OIL)).dropna()
    else:
        return shares().loc[against]
    return 100 * sums.div(sums.sum(axis="columns"), axis="index")


@cache
def quotients(region: str = HOME, against: str = "Russia") -> pd.DataFrame:
    """Location quotients of the ten groups in value added, by year.

    Parameters
    ----------
    region : str
        A region of the table ``grp_structure``.
    against : str
        As for :func:`benchmark`.

    Examples
    --------
    >>> quotients().loc[[2006, 2014, 2022], "mining"].round(2).tolist()
    [1.84, 2.03, 2.88]
    """
    base = benchmark(against)
    own = shares().loc[region].loc[base.index]
    return own.div(own.sum(axis="columns"), axis="index") / base.div(
        base.sum(axis="columns"), axis="index"
    )


def verdict(values) -> str:
    """What three numbers show on a slide.

    Parameters
    ----------
    values : sequence of three float

    Returns
    -------
    {"rise", "fall", "flat", "mixed"}
        A rise or a fall if both steps go the same way by more than 5 per cent; flat if the
        largest is at most 10 per cent above the smallest.

    Examples
    --------
    >>> verdict([1.84, 2.03, 2.88]), verdict([2.87, 2.03, 1.81]), verdict([3.02, 2.78, 2.88])
    ('rise', 'fall', 'flat')
    """
    first, second, third = values
    if second > first * (1 + STEP) and third > second * (1 + STEP):
        return "rise"
    if first > second * (1 + STEP) and second > third * (1 + STEP):
        return "fall"
    if max(values) <= min(values) * (1 + 2 * STEP):
        return "flat"
    return "mixed"


def slides(line: pd.Series, years=None) -> pd.Series:
    """How many triples of years show a rise, a fall, no change, or neither.

    Parameters
    ----------
    line : Series (years,)
    years : sequence of tuple of int, optional
        The triples that are tried. Default: all.
    """
    tried = list(combinations(line.index, 3)) if years is None else years
    found = pd.Series([verdict([line[year] for year in triple]) for triple in tried])
    return found.value_counts().reindex(["rise", "fall", "flat", "mixed"], fill_value=0)


def trend(line: pd.Series, held: pd.DataFrame | None = None) -> pd.Series:
    """Slope of a line on the year with its error, per cent of the line's mean a year.

    Parameters
    ----------
    line : Series (years,)
    held : DataFrame (years, other variables), optional
        What is held fixed beside the year.

    Returns
    -------
    Series
        ``slope`` and ``se``, by least squares; the errors take neighbouring years for
        independent, which they are not, and are too small for that.
    """
    columns = [np.ones(len(line)), line.index.to_numpy(dtype=float) - BREAK]
    if held is not None:
        columns += [held.loc[line.index, name].to_numpy() for name in held]
    fitted, errors = _least_squares(np.column_stack(columns), line.to_numpy() / line.mean())
    return 100 * pd.Series({"slope": fitted[1], "se": errors[1]})


def _least_squares(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and their errors."""
    fitted = np.linalg.lstsq(x, y, rcond=None)[0]
    left = y - x @ fitted
    spread = left @ left / (len(y) - x.shape[1]) * np.linalg.inv(x.T @ x)
    return fitted, np.sqrt(np.diag(spread))


@cache
def coal_and_quotient() -> pd.DataFrame:
    """Mining's quotient against five quotations of coal.

    Returns
    -------
    DataFrame, shape (5, 4)
        By quotation: correlation of logs in ``levels`` and in yearly ``changes``; ``slope`` and
        ``se`` of the trend, per cent a year, with the price held. In dollars; three quotations
        end with 2021.
    """
    rows = {}
    for quotation in COAL_QUOTATIONS:
        price = np.log(series()[quotation]).dropna()
        line = quotients()["mining"]
        line = line.loc[line.index.isin(price.index)]
        price = price.loc[line.index]
        logs = np.log(line)
        held = trend(line, price.to_frame())
        rows[quotation] = {
            "levels": logs.corr(price),
            "changes": logs.diff().corr(price.diff()),
            "slope": held["slope"],
            "se": held["se"],
        }
    return pd.DataFrame(rows).T


@cache
def coal_and_oil() -> pd.DataFrame:
    """Yearly changes of mining's quotient by those of the prices of coal and of oil, in logs.

    Returns
    -------
    DataFrame, shape (5, 4)
        By quotation of coal: coefficients ``coal`` and ``oil`` (Brent) with errors ``coal_se`` and
        ``oil_se``, per cent for one per cent.
    """
    rows = {}
    line = quotients()["mining"]
    for quotation in COAL_QUOTATIONS:
        both = pd.concat([line, series()[[quotation, BARREL]]], axis="columns", join="inner")
        changes = np.log(both.dropna()).diff().dropna().to_numpy()
        x = np.column_stack([np.ones(len(changes)), changes[:, 1:]])
        (_level, coal, oil), (_error, coal_se, oil_se) = _least_squares(x, changes[:, 0])
        rows[quotation] = {"coal": coal, "coal_se": coal_se, "oil": oil, "oil_se": oil_se}
    return pd.DataFrame(rows).T


@cache
def grown(first: int = BREAK, last: int = 2023) -> pd.Series:
    """Product at unchanged prices in twelve regions, ``last`` over ``first``."""
    table = load("grp").query("region in @SIBERIA and @first < year <= @last")
    return (table.set_index("region")["volume_index"] / 100).groupby("region").prod()


@cache
def jobs() -> pd.DataFrame:
    """Jobs in seven groups, thousand, by region and year, 1998 to 2013.

    Figures up to 2009 and from 2010 on are of two vintages. Russia is without Chechnya in all
    years: the table has it from 2007 on, and its arrival is no growth.
    """
    table = load("employment").query("classification == 'OKVED2007'")
    found = table.pivot_table("employed", ["region", "year"], "section")
    late = found.loc[["Chechen Republic"]].rename({"Chechen Republic": "Russia"}, level="region")
    return found.sub(late.reindex(found.index, fill_value=0))


@cache
def rulers(region: str = HOME) -> pd.DataFrame:
    """Weight of mining by three rulers, 2005 as one, by year.

    Returns
    -------
    DataFrame
        ``roubles``: share in value added; ``volume``: index of mining over index of product, to
        2016; ``jobs``: share in jobs, to 2013.
    """
    first, last = VOLUME_YEARS
    product = load("grp").query("region == @region").set_index("year")["volume_index"]
    mined = load("siberian_indicators").query("region == @region").set_index("year")
    growth = (mined["mining_index"] / product).loc[first + 1 : last]
    volume = pd.concat([pd.Series({first: 1.0}), growth.cumprod()])
    worked = jobs().loc[region]
    share = (worked["C"] / worked.sum(axis="columns")).loc[first:]
    money = shares().loc[region, "mining"]
    lines = {"roubles": money / money[first], "volume": volume, "jobs": share / share[first]}
    return pd.DataFrame(lines).rename_axis("year")


@cache
def volumes() -> pd.Series:
    """Index of mining over index of product in twelve regions, 2005 to 2016, highest first."""
    found = {region: rulers(region)["volume"].loc[VOLUME_YEARS[1]] for region in SIBERIA}
    return pd.Series(found).sort_values(ascending=False)


@cache
def job_quotient(region: str = HOME) -> pd.Series:
    """Location quotient of mining in jobs against Russia, 1998 to 2013."""
    years = jobs().loc[region].index
    found = {
        year: location_quotient(jobs().loc[(region, year)], jobs().loc[("Russia", year)])["C"]
        for year in years
    }
    return pd.Series(found).rename_axis("year")


@cache
def job_parts(first: int, last: int, region: str = HOME) -> pd.DataFrame:
    """Change of jobs in seven groups split in national, mix and local parts, thousand."""
    own, nation = jobs().loc[region], jobs().loc["Russia"]
    return shift_share(own.loc[first], own.loc[last], nation.loc[first], nation.loc[last])


@cache
def all_job_parts(first: int, last: int) -> pd.DataFrame:
    """The parts summed over groups in twelve regions, per cent of the jobs at the start."""
    rows = {
        region: 100 * job_parts(first, last, region).sum() / jobs().loc[(region, first)].sum()
        for region in SIBERIA
    }
    return pd.DataFrame(rows).T


def sections(region: str, year: int) -> pd.Series:
    """Value added by section of the new classification, million roubles at current prices."""
    table = load("grp_structure").query("region == @region and year == @year")
    share = table.set_index("section")["share"]
    product = load("grp").query("region == @region and year == @year")["nominal"].iloc[0]
    return share / share.sum() * product


@cache
def money_parts(last: int, region: str = HOME) -> pd.DataFrame:
    """Change of value added from 2016 on split in parts, per cent of the region's base.

    At current prices; a row for each section of the new classification.
    """
    own, nation = (
        [sections(place, year) for year in (BREAK, last)] for place in (region, "Russia")
    )
    return 100 * shift_share(*own, *nation) / own[0].sum()


# SYNTHETIC: the stylised city of a hundred jobs, and what it is held against. Each yardstick
# lists, for steel and the kinds of services, jobs at the start, jobs at the end, and the kind's
# share in the city's services.
CITY = {"steel": 60, "steel_growth": -5, "services_growth": 5}
YARDSTICKS = {
    "nation": {"steel": (400, 360, None), "services": (600, 690, 1.0)},
    "finer": {
        "steel": (400, 360, None),
        "trade": (300, 375, 0.2),
        "care": (300, 315, 0.8),
    },
    "belt": {"steel": (500, 470, None), "services": (500, 530, 1.0)},
}


def toy(
    steel: float = CITY["steel"],
    steel_growth: float = CITY["steel_growth"],
    services_growth: float = CITY["services_growth"],
    yardstick: str = "nation",
) -> pd.DataFrame:
    """Shift-share of the stylised city, SYNTHETIC.

    Parameters
    ----------
    steel : float
        Steel jobs of the city's hundred.
    steel_growth, services_growth : float
        How the city's sectors grow, per cent. All kinds of services grow alike.
    yardstick : {"nation", "finer", "belt"}
        The nation by two sectors, the same nation with services cut in two, another reference.

    Returns
    -------
    DataFrame, shape (2, 4)
        Parts of steel and of services, jobs.

    Examples
    --------
    >>> toy().sum().round(1).tolist()
    [-1.0, 5.0, -5.0, -1.0]
    >>> toy(yardstick="finer").sum().round(1).tolist()
    [-1.0, 5.0, -7.4, 1.4]
    """
    kinds = YARDSTICKS[yardstick]
    start = pd.Series(
        {
            kind: steel if part is None else (100 - steel) * part
            for kind, (_before, _after, part) in kinds.items()
        },
        dtype=float,
    )
    rates = pd.Series(services_growth, index=start.index, dtype=float)
    rates["steel"] = steel_growth
    before, after = (pd.Series({kind: row[i] for kind, row in kinds.items()}) for i in (0, 1))
    parts = shift_share(start, start * (1 + rates / 100), before, after)
    sector = pd.Series(parts.index, index=parts.index).where(parts.index == "steel", "services")
    return parts.groupby(sector, sort=False).sum().rename_axis("sector")


@cache
def wage_cells() -> pd.DataFrame:
    """Wages by municipality and section in 2023 and 2024; withheld ones are missing.

    Returns
    -------
    DataFrame
        Rows municipality and section, as far as the table ``municipal_wages`` has them.
    """
    table = load("municipal_wages").query("section != 'TOTAL'")
    return table.pivot_table("wage", ["municipality", "section"], "year", dropna=False).loc[
        table.set_index(["municipality", "section"]).index.unique()
    ]


@cache
def withheld() -> pd.DataFrame:
    """How many wages are withheld, by section and year: ``hidden`` of ``cells``."""
    cells = wage_cells()
    counted = cells.isna().groupby("section").sum()
    return counted.assign(cells=cells.groupby("section").size())


@cache
def lost() -> pd.Series:
    """How far wages of 2023 lie from their section's mean: of cells shown and hidden in 2024.

    Returns
    -------
    Series
        Standard deviation of the logs, ``shown`` and ``hidden``; cells whose wage of 2023 is
        known.
    """
    cells = wage_cells().dropna(subset=[2023])
    logs = np.log(cells[2023])
    apart = logs - logs.groupby("section").transform("mean")
    kept = cells[2024].notna()
    return pd.Series({"shown": apart[kept].std(), "hidden": apart[~kept].std()})


@cache
def small_and_dark() -> float:
    """Rank correlation of people and of the share of wages that went dark, by municipality.

    Cells whose wage of 2023 is known; people of the last year that the table has.
    """
    went = wage_cells().dropna(subset=[2023])[2024].isna().groupby("municipality").mean()
    people = load("municipal_population").sort_values("year").groupby("municipality")["population"]
    return went.corr(people.last().reindex(went.index), method="spearman")


@cache
def hide_and_seek(partner: str, year: int = 2013) -> pd.DataFrame:
    """Bounds on jobs in mining and manufacturing, hidden here and in one other region.

    Nothing of the table is hidden in truth: four cells are taken out, to see what the totals of
    twelve regions and seven groups give away.

    Parameters
    ----------
    partner : str
        The other region.
    year : int
        1998 to 2013.

    Returns
    -------
    DataFrame, shape (4, 3)
        ``lower``, ``upper`` and ``true``, thousand.
    """
    whole = jobs().loc[[(region, year) for region in SIBERIA]].droplevel("year")
    table = whole.copy()
    table.loc[[HOME, partner], ["C", "D"]] = np.nan
    found = suppressed_bounds(table, whole.sum(axis="columns"), whole.sum())
    return found.assign(true=[whole.loc[cell] for cell in found.index])


def job_quotient_of(thousand: float, year: int = 2013) -> float:
    """The quotient that so many jobs in mining here would be, against Russia."""
    own, nation = jobs().loc[(HOME, year)], jobs().loc[("Russia", year)]
    return thousand / own.sum() / (nation["C"] / nation.sum())

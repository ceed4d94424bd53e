"""What a region lives on, and what one more job brings: two counts of the base, one estimate.

Used by week 4 and its lab. The units are regions, since no table has jobs of a town by industry.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from regecon.cases import imported
from regecon.cases.structure import JOBS_BREAK, within_vintage
from regecon.data import load
from regecon.methods.economic_base import (
    base_multiplier,
    basic_employment,
    minimum_requirements,
)
from regecon.methods.multipliers import multipliers

HOME = "Kemerovo oblast"
NATION = "Russia"
TRADED = ["C", "D"]  # mining and manufacturing of the older classification
YEAR = 2013  # of the two counts, the last with jobs by region
FIRST, LAST = 2000, 2009
ODD = "Chukotka autonomous okrug"  # lost other jobs from 2005 on while its mines grew
# Each within one vintage of the table; the last is all there is of the second.
WINDOWS = ((1998, 2009), (2000, 2008), (FIRST, LAST), (2005, 2008), (2005, 2009), (2010, 2013))
STEP = (JOBS_BREAK - 1, JOBS_BREAK)  # between the vintages, shown as what it is


@cache
def jobs(year: int) -> pd.DataFrame:
    """Thousand jobs by region and section, Russia included; regions inside regions left out."""
    table = load("employment")
    table = table[(table["year"] == year) & (table["additive"] | (table["region"] == NATION))]
    return table.pivot_table(index="region", columns="section", values="employed")


def siberia(year: int) -> pd.DataFrame:
    """The same for the twelve regions of Siberia."""
    return jobs(year).loc[sorted(load("siberian_indicators")["region"].unique())]


@cache
def counts(year: int = YEAR) -> pd.DataFrame:
    """Base multipliers of the regions of Siberia by two rules.

    Returns
    -------
    DataFrame, labelled by region
        ``quotients`` and ``requirements``: jobs that go with one basic job; ``basic``: thousand
        basic jobs by quotients.

    Examples
    --------
    >>> counts().loc["Kemerovo oblast", ["quotients", "requirements"]].round(2).tolist()
    [9.36, 3.36]
    """
    table = siberia(year)
    by_quotient = base_multiplier(table, basic_employment(table, jobs(year).loc[NATION]))
    by_least = base_multiplier(table, minimum_requirements(table))
    return pd.DataFrame(
        {
            "quotients": by_quotient["multiplier"],
            "requirements": by_least["multiplier"],
            "basic": by_quotient["basic"],
        }
    )


@cache
def changes(first: int = FIRST, last: int = LAST, across: bool = False) -> pd.DataFrame:
    """What mining and manufacturing, and all other jobs but farming, gained in each region.

    Parameters
    ----------
    first, last : int
    across : bool
        Allow years of two vintages, of which the difference is in part the statisticians'.

    Returns
    -------
    DataFrame, labelled by region; per cent of all jobs at the start
        ``traded``, ``other``, and ``predicted``: what the region's traded jobs would have done
        if each of their sections had grown as in the rest of Russia.

    Raises
    ------
    ValueError
        If the table changes its vintage between the years and ``across`` is not set.
    """
    if not across:
        within_vintage(first, last)
    start, end = jobs(first), jobs(last)
    nation, regions = NATION, start.index.intersection(end.index).drop(NATION)
    all_jobs = start.loc[regions].sum(axis="columns")
    other = [section for section in start if section not in [*TRADED, "A"]]
    gain = end.loc[regions] - start.loc[regions]
    # Chechnya enters the table in 2007; a region that begins to be counted is no growth.
    counted = end.loc[nation] - end.loc[end.index.difference(start.index)].sum()
    rest_start = start.loc[nation] - start.loc[regions]
    growth = (counted - end.loc[regions]) / rest_start - 1
    table = {
        "traded": gain[TRADED].sum(axis="columns", min_count=len(TRADED)),
        "other": gain[other].sum(axis="columns", min_count=len(other)),
        "predicted": (start.loc[regions, TRADED] * growth[TRADED]).sum(axis="columns"),
    }
    return (100 * pd.DataFrame(table).div(all_jobs, axis="index")).dropna()


def slope(rows: pd.DataFrame, by: str = "traded") -> pd.Series:
    """Other jobs for one traded job, over regions.

    Parameters
    ----------
    rows : DataFrame
        As from :func:`changes`.
    by : {"traded", "predicted"}
        ``predicted`` uses only the part of the change that the nation's growth foretells: it is
        then an instrument.

    Returns
    -------
    Series
        ``slope``, its robust standard error ``se``, and the number of ``regions``.
    """
    x, y = rows["traded"] - rows["traded"].mean(), rows["other"] - rows["other"].mean()
    z = rows[by] - rows[by].mean()
    found = (z @ y) / (z @ x)
    left = y - found * x
    error = np.sqrt(len(rows) / (len(rows) - 2) * (z**2 @ left**2)) / abs(z @ x)
    return pd.Series({"slope": found, "se": error, "regions": len(rows)})


@cache
def windows(without: tuple[str, ...] = ()) -> pd.DataFrame:
    """The slope in six windows, plain and with the instrument.

    Parameters
    ----------
    without : tuple of str
        Regions to leave out.

    Returns
    -------
    DataFrame, labelled by first and last year
        ``slope``, ``se`` and ``regions``; ``foretold`` and ``foretold_se`` with the instrument,
        and its ``strength``, the F of the first stage.

    Examples
    --------
    >>> windows().loc[(2005, 2009), ["slope", "se"]].round(2).tolist()
    [-0.27, 0.24]
    >>> windows((ODD,)).loc[(2005, 2009), ["slope", "se"]].round(2).tolist()
    [-0.04, 0.19]
    """
    found = {}
    for first, last in WINDOWS:
        rows = changes(first, last)
        rows = rows.drop(rows.index.intersection(list(without)))
        plain, foretold = slope(rows), slope(rows, "predicted")
        found[first, last] = plain.to_dict() | {
            "foretold": foretold["slope"],
            "foretold_se": foretold["se"],
            "strength": _line_error(rows["predicted"], rows["traded"]),
        }
    return pd.DataFrame(found).T.rename_axis(["first", "last"])


def _line_error(z: pd.Series, x: pd.Series) -> float:
    """F of the instrument: the squared slope of x on z over its robust variance."""
    z, x = z - z.mean(), x - x.mean()
    line = (z @ x) / (z @ z)
    left = x - line * z
    variance = len(z) / (len(z) - 2) * (z**2 @ left**2) / (z @ z) ** 2
    return float(line**2 / variance)


# --- Pay and profit --------------------------------------------------------------------


@cache
def pay_and_profit(region: str = HOME) -> pd.DataFrame:
    """Pay and profits of a region by year, billion roubles, and the ratio.

    Returns
    -------
    DataFrame, labelled by year
        ``pay``: employed times the average wage times twelve, so too much where those outside
        organisations earn less; ``profit``: profits less losses of organisations; ``ratio``:
        roubles of profit for 100 of pay.
    """
    table = load("regional_indicators")
    table = table[table["region"] == region].set_index("year")
    pay = table["employed"] * table["wage"] * 12 / 1_000_000
    profit = table["profit"] / 1000
    return pd.DataFrame({"pay": pay, "profit": profit, "ratio": 100 * profit / pay}).dropna()


@cache
def swings(first: int = 2005) -> pd.DataFrame:
    """Roubles of profit for 100 of pay in the regions of Siberia: lowest, median, highest year."""
    rows = {}
    for region in load("siberian_indicators")["region"].unique():
        ratio = pay_and_profit(region)["ratio"].loc[first:]
        rows[region] = {
            "low": ratio.min(),
            "median": ratio.median(),
            "high": ratio.max(),
            "low_year": ratio.idxmin(),
            "high_year": ratio.idxmax(),
        }
    return pd.DataFrame(rows).T


# --- What a national table says of a plant ---------------------------------------------


@cache
def sector_split(sectors: tuple[str, ...] = ("Mining", "Metals")) -> pd.DataFrame:
    """Of 100 roubles of output in Russia in 2011: home inputs, imported inputs, and the rest.

    ``left`` is value added with net taxes on products; ``rounds`` is the output multiplier of
    type I, orders between sectors over all Russia.
    """
    domestic, abroad = imported.coefficients()
    found = multipliers(domestic)["multiplier_type1"]
    rows = {
        sector: {
            "home": 100 * domestic[sector].sum(),
            "imported": 100 * abroad[sector],
            "left": 100 * (1 - domestic[sector].sum() - abroad[sector]),
            "rounds": found[sector],
        }
        for sector in sectors
    }
    return pd.DataFrame(rows).T


def with_local_share(sector: str, share: float) -> float:
    """Output multiplier of a sector if only a share of the home inputs is bought in the town.

    Every sector of the town is given the same share, which is the simplest of the rules that
    make a national table a town's.
    """
    domestic, _abroad = imported.coefficients()
    return float(multipliers(share * domestic).loc[sector, "multiplier_type1"])

"""Keep or dismiss: what an idle worker costs a plant, and how jobs followed output in Siberia."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from regecon.cases.portfolio import HERE
from regecon.data import load
from regecon.methods.risk import Hoarding, labour_hoarding

# Assumptions, thousand roubles a worker. A month costs the wage in manufacturing in Novokuznetsk
# in 2023 (77) and contributions (30 %); dismissal two months of notice and a month's wage.
MONTH, SEVERANCE, REPLACEMENT, RATE = 100, 277, 600, 0.01
PAYS = {"full": 1.0, "two thirds": 2 / 3, "half": 0.5}

# The seminar's board, SYNTHETIC.
SLUMPS = (6, 12, 18)  # months, equally likely to it
TRAINED, OTHERS = 300, 500  # workers of the mill
DEAR, CHEAP = 600, 150  # thousand roubles for a new one


def decision(
    months: float, replacement: float = REPLACEMENT, pay: str = "full", wanted: float = 100
) -> Hoarding:
    """What keeping and dismissing a worker cost through a slump of that length.

    Parameters
    ----------
    months : float
        Expected length of the slump.
    replacement : float
        Thousand roubles to find and train a new worker.
    pay : str
        One of ``PAYS``.
    wanted : float
        Per cent of the places that will be filled again.

    Returns
    -------
    regecon.methods.risk.Hoarding
        Costs in thousand roubles of today, and the length at which they meet.

    Examples
    --------
    >>> round(decision(12).longest_slump, 1)
    8.6
    """
    return labour_hoarding(
        PAYS[pay] * MONTH,
        replacement * wanted / 100,
        months,
        severance=SEVERANCE,
        monthly_rate=RATE,
    )


def board(months: float) -> dict[str, float]:
    """What each motion of the seminar costs in a slump of that length, million roubles.

    Parameters
    ----------
    months : float
        Length of the slump.
    """
    trained = decision(months, DEAR, "two thirds")
    others = decision(months, CHEAP, "two thirds")
    return {
        "dismiss": (TRAINED * trained.dismiss + OTHERS * others.dismiss) / 1000,
        "all": (TRAINED + OTHERS) * trained.keep / 1000,
        "some": (TRAINED * trained.keep + OTHERS * others.dismiss) / 1000,
    }


@cache
def work(region: str = HERE) -> pd.DataFrame:
    """Log changes of manufacturing output and jobs of a region, years with both.

    Parameters
    ----------
    region : str
        One of the twelve regions of the table ``siberian_indicators``.

    Returns
    -------
    DataFrame, shape (years, 2)
        Columns ``output`` and ``jobs``.
    """
    index = load("siberian_indicators")
    index = index[index["region"] == region].set_index("year")["manufacturing_index"]
    jobs = load("employment")
    jobs = jobs[(jobs["region"] == region) & (jobs["section"] == "D")].set_index("year")["employed"]
    changes = {
        "output": np.log(index.astype(float) / 100),
        "jobs": np.log(jobs.astype(float)).diff(),
    }
    return pd.DataFrame(changes).dropna()


@cache
def elasticities() -> pd.DataFrame:
    """How far jobs follow output in the manufacturing of twelve regions of Siberia, 2001 to 2013.

    Returns
    -------
    DataFrame, shape (12, 6)
        Labelled by region, the highest slope first: ``slope`` (per cent of jobs for a per cent of
        output) with its standard error ``se``, the ``trend`` of jobs and the volatility of output
        ``swing`` in per cent a year, and what happened in 2009, per cent: ``output_2009``,
        ``jobs_2009``.

    Examples
    --------
    >>> elasticities().loc["Kemerovo oblast", ["slope", "se"]].round(2).tolist()
    [0.34, 0.08]
    """
    rows = {}
    for region in load("siberian_indicators")["region"].unique():
        changes = work(region)
        fit = _line(changes)
        fall = 100 * np.expm1(changes.loc[2009])
        rows[region] = fit | {
            "swing": 100 * changes["output"].std(),
            "output_2009": fall["output"],
            "jobs_2009": fall["jobs"],
        }
    return pd.DataFrame(rows).T.sort_values("slope", ascending=False)


def _line(changes: pd.DataFrame) -> dict[str, float]:
    """Least squares of jobs on output: slope, its standard error, level in per cent."""
    slope, level = np.polyfit(changes["output"], changes["jobs"], 1)
    left = changes["jobs"] - slope * changes["output"] - level
    spread = ((changes["output"] - changes["output"].mean()) ** 2).sum()
    error = (left @ left / (len(changes) - 2) / spread) ** 0.5
    return {"slope": slope, "se": error, "trend": 100 * level}


@cache
def neighbours() -> dict[str, float]:
    """One slope for the eleven other regions together: each with a trend of its own.

    Returns
    -------
    dict
        ``slope`` and its standard error ``se``, clustered by region.
    """
    others = [region for region in elasticities().index if region != HERE]
    apart = {region: work(region) - work(region).mean() for region in others}
    spread = sum((one["output"] @ one["output"]) for one in apart.values())
    slope = sum((one["output"] @ one["jobs"]) for one in apart.values()) / spread
    scores = [one["output"] @ (one["jobs"] - slope * one["output"]) for one in apart.values()]
    count = len(apart)
    error = (count / (count - 1) * np.square(scores).sum()) ** 0.5 / spread
    return {"slope": float(slope), "se": float(error)}

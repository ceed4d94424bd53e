"""Who holds the risk: a made-up deal between a town and a firm, and what the registers count.

The deal is SYNTHETIC, in million roubles of today. The firm may work harder; luck swings the
result, and nobody can help it; and a budget lays the pipes, in time or late, as it takes care.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm

from regecon.data import load
from regecon.methods.partnership import incentive_share, linear_contract

INVESTMENT, EARNED = 250, 300  # what the firm spends; what the place brings if nobody tries
UNIT = 100  # what full effort adds, and the scale of luck
DEBT = 175  # of the investment, to be paid back
LOSS = 120  # to whoever bears it, if the pipes come late
LATE, CARE = 0.6, 0.5  # chance that they do; what full care takes off it
SHARES = (0, 0.2, 0.33, 0.5, 0.67, 0.91, 1)
VARIANCES = (0.1, 0.5, 1, 2)
WORDS = (0.25, 0.5, 0.75, 1)  # how likely a promise is kept
BEARERS = ("firm", "layer", "above")  # who pays for late pipes

HEAT = ["heat", "heat and utilities"]


def lateness(bearer: str, word: float) -> tuple[float, float, float]:
    """Chance that the pipes come late, that the firm then pays itself, and what care costs.

    Whoever lays the pipes and pays for the delay weighs what he has to pay, the loss times his
    own word, against care whose cost rises with its square. Who pays nothing takes no care.
    """
    kept = 0 if bearer == "firm" else word
    care = CARE * word if bearer == "layer" else 0
    cost = LOSS / CARE * care**2 / 2
    return LATE - care, (LATE - care) * (1 - kept), cost


def deal(share: float, variance: float, bearer: str, word: float) -> pd.Series:
    """What comes of one contract: effort, price, return, odds of failure and the total.

    Parameters
    ----------
    share : float
        Part of the result that the firm keeps.
    variance : float
        Luck, in units of ``UNIT`` squared.
    bearer : {"firm", "layer", "above"}
        Who pays for late pipes: the firm, the budget that lays them, or a higher one.
    word : float
        Chance that a promise to pay is kept.

    Returns
    -------
    Series
        ``effort``, ``price`` (what the public pays so that the firm signs), ``premium``,
        ``late`` (chance), ``fails`` (chance that the firm cannot pay its debt), ``surplus`` of
        the shared result alone, and ``total`` (worth to both sides together).
    """
    parts = UNIT * linear_contract(share, 1, 1, variance)
    late, bears, care = lateness(bearer, word)
    # Half of r times the variance of a loss that comes with a chance; r is one over UNIT.
    fear = LOSS**2 * bears * (1 - bears) / (2 * UNIT)
    premium = parts["premium"] + fear
    kept = share * EARNED + parts["effort"] * share - parts["cost"]
    return pd.Series(
        {
            "effort": parts["effort"],
            "price": INVESTMENT + premium + bears * LOSS - kept,
            "premium": premium,
            "late": late,
            "fails": _fails(share, variance, bears, premium),
            "surplus": parts["surplus"],
            "total": EARNED - INVESTMENT + parts["surplus"] - late * LOSS - fear - care,
        }
    )


def _fails(share: float, variance: float, bears: float, premium: float) -> float:
    """Chance that what the firm has in the end does not cover its debt."""
    middle = INVESTMENT + premium + bears * LOSS - DEBT  # above the debt, with pipes in time
    swing = max(UNIT * share * np.sqrt(variance), 1e-9)
    return float(
        bears * norm.cdf((LOSS - middle) / swing) + (1 - bears) * norm.cdf(-middle / swing)
    )


def best(variance: float) -> float:
    """The share at which the total is largest."""
    return incentive_share(1, 1, variance)


def registered(kind: str = "concession") -> pd.DataFrame:
    """Agreements of one kind by region and count, those on heat and utilities and all others."""
    table = load("partnerships")
    rows = table[(table["kind"] == kind) & (table["measure"] == "agreements")]
    rows = rows[rows["region"] != "Russia"]
    counts = rows.assign(year=rows["date"].str[:4].astype(int))
    heat = counts[counts["trade"].isin(HEAT)].groupby(["region", "year"])["value"].sum()
    every = counts[counts["trade"] == "all"].set_index(["region", "year"])["value"]
    return pd.DataFrame({"all": every, "heat": heat})


def kinds(region: str) -> pd.DataFrame:
    """Partnerships of a region by year (rows) and kind, where the source tells the kinds."""
    table = load("partnerships")
    rows = table[(table["region"] == region) & (table["measure"] == "agreements")]
    rows = rows[rows["trade"] == "all"].assign(year=rows["date"].str[:4].astype(int))
    return rows.pivot_table("value", "year", "kind", aggfunc="sum")


def project(name: str) -> pd.DataFrame:
    """The rows of one project, oldest first."""
    table = load("joint_projects")
    return table[table["project"] == name].sort_values("year")


def figure(row: str) -> float:
    """One figure of the table ``joint_projects``."""
    return float(load("joint_projects").set_index("id").loc[row, "value"])

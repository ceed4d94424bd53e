"""How a plan is read: what is known of three towns' plans, and two coders of made-up ones.

The audit of the real places (table ``plan_audit``) holds what the report says and what was seen
elsewhere, cell by cell; the codings (``plan_codings_synthetic``) are SYNTHETIC.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from scipy.stats import norm

from regecon.data import load
from regecon.methods.agreement import Interval, bootstrap_interval, cohen_kappa

CRITERIA = ("openness", "currency", "alignment", "comparison", "projects")
PLACES = ("Novokuznetsk", "Sheregesh", "Biysk")
CODERS = ("coder_a", "coder_b")
VISIT = 2016
LEAST = 7  # points of ten that a made-up contest asks for
DRAWS, SEED = 500, 16  # of the intervals


def audit() -> pd.DataFrame:
    """What the report says of each criterion in each place, and what was seen elsewhere."""
    table = load("plan_audit").set_index(["place", "criterion"])
    return table.reindex(pd.MultiIndex.from_product([PLACES, CRITERIA], names=table.index.names))


def seen() -> pd.Series:
    """In how many cells the report speaks, something else does, both do and neither does."""
    table = audit()
    report, found = table["report"] != "silent", table["found"] != "nothing"
    both = report & found
    dated = table.loc[found, "as_of"].str[:4].astype(int)
    return pd.Series(
        {
            "cells": len(table),
            "report": report.sum(),
            "found": found.sum(),
            "both": both.sum(),
            "neither": (~report & ~found).sum(),
            "agree": (table.loc[both, "report"] == table.loc[both, "found"]).sum(),
            "mixed": (table.loc[both, "found"] == "mixed").sum(),
            "of_the_visit": (dated == VISIT).sum(),
        }
    )


@cache
def codings() -> pd.DataFrame:
    """Scores of every plan and criterion by the two coders (SYNTHETIC)."""
    table = load("plan_codings_synthetic").set_index(["plan", "criterion"])
    return table[list(CODERS)]


def by_criterion(criterion: str) -> pd.DataFrame:
    """The two coders' scores of all plans on one criterion."""
    return codings().xs(criterion, level="criterion")


def agreement() -> pd.DataFrame:
    """Raw agreement, kappa, kappa by steps and the coders' means, by criterion.

    ``low`` and ``high`` hold kappa with 95 per cent confidence, from drawing plans again.
    """
    rows = {}
    for criterion in CRITERIA:
        first, second = (by_criterion(criterion)[coder] for coder in CODERS)
        found = cohen_kappa(first, second)
        interval = kappa_interval(criterion)
        rows[criterion] = {
            "observed": found.observed,
            "kappa": found.kappa,
            "steps": cohen_kappa(first, second, weights="linear").kappa,
            "low": interval.low,
            "high": interval.high,
            "mean_a": first.mean(),
            "mean_b": second.mean(),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


@cache
def kappa_interval(criterion: str) -> Interval:
    """Kappa of one criterion with its interval."""

    def kappa(units: pd.DataFrame) -> float:
        return cohen_kappa(units[CODERS[0]], units[CODERS[1]]).kappa

    return bootstrap_interval(by_criterion(criterion), kappa, seed=SEED, draws=DRAWS)


def scores() -> pd.DataFrame:
    """Score of each plan by each coder: the sum of the five criteria, 0 to 10."""
    return codings().groupby(level="plan").sum()


def passing(least: int = LEAST) -> pd.Series:
    """How many plans have so many points by coder A, by coder B, by both and by either."""
    passed = scores() >= least
    first, second = (passed[coder] for coder in CODERS)
    return pd.Series(
        {
            "coder_a": first.sum(),
            "coder_b": second.sum(),
            "both": (first & second).sum(),
            "either": (first | second).sum(),
        }
    )


def best_of_luck(towns: int) -> float:
    """By how many standard deviations the best of so many equal towns stands out by luck alone.

    The mean of the largest of so many draws from a normal distribution.
    """
    at = np.linspace(-8, 8, 16_001)
    density = towns * norm.pdf(at) * norm.cdf(at) ** (towns - 1)
    return float(np.trapezoid(at * density, at))

"""Who survives, heirs of a combine or outsiders, at home or elsewhere?

The SYNTHETIC register of founders (``firm_register_synthetic``) with survival curves. Week 11.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from regecon.data import load
from regecon.methods.clusters import survival_curve

LOOKED = 2016  # the year in which the made-up register was read
AGE, OLDEST = 10, 15
FOUNDERS, PLACES = ("combine", "outsider"), ("home", "elsewhere")


@cache
def register() -> pd.DataFrame:
    """The register with the age of each firm (``age``) and whether it has closed (``shut``)."""
    firms = load("firm_register_synthetic")
    shut = firms["closed"].notna()
    return firms.assign(age=firms["closed"].fillna(LOOKED) - firms["founded"], shut=shut)


def curve(firms: pd.DataFrame) -> pd.DataFrame:
    """Survival of these firms by age."""
    return survival_curve(firms["age"], firms["shut"])


def survival_at(firms: pd.DataFrame, age: int = AGE) -> pd.Series:
    """Survival of these firms to an age, with its standard error, both in per cent."""
    return 100 * curve(firms).loc[:age, ["survival", "error"]].iloc[-1]


def by(*columns: str, firms: pd.DataFrame | None = None) -> pd.DataFrame:
    """Survival to the age of ten and its error, per cent, by columns of the register."""
    firms = register() if firms is None else firms
    columns = list(columns)
    return firms.groupby(columns)[list(firms.columns)].apply(survival_at)


def curves() -> pd.DataFrame:
    """Survival by age, for each kind of founder in each place, to the age of fifteen."""
    rows = []
    for (founder, town), group in register().groupby(["founder", "town"]):
        part = curve(group).loc[:OLDEST].reset_index()
        rows.append(
            pd.concat([part, part.iloc[[-1]].assign(age=OLDEST)]).assign(founder=founder, town=town)
        )
    return pd.concat(rows, ignore_index=True)[["founder", "town", "age", "survival"]]


def gap_error(firms: int) -> float:
    """Standard error of the gap between so many heirs and so many outsiders, points.

    Of the gap in survival to the age of ten, if no firm were too young to tell.
    """
    alive = by("founder")["survival"]
    return float(np.sqrt((alive * (100 - alive) / firms).sum()))


def firms_to_tell(gap: float) -> float:
    """How many heirs, and as many outsiders, give a gap of so many points twice its error."""
    return 4 * gap_error(1) ** 2 / gap**2

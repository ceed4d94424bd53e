"""Hosts in and out of the books: how many there are, and where their share would go.

The lists, the costs and the risks are SYNTHETIC. The model of the tipping share is the course's
own; :func:`regecon.methods.tourism.shadow_tipping_share` has it in a line. Used by week 10, its
explorer, lab and exercises.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from regecon.cases.resort import capacity
from regecon.data import load
from regecon.methods.demography import Recapture, capture_recapture
from regecon.methods.tourism import shadow_tipping_share

# SYNTHETIC: cost of being in the books and risk of the first evader, as shares of the penalty.
COST, RISK, FEWER_INSPECTORS = 0.25, 0.5, 0.3
START = 0.6
ROUNDS = 28
TURN = 4  # the round in which the district acts
STAYING = 0.9  # assumed: a tenth of the hosts reconsider in a round
RAIDS = {"raid": 0.3, "hard": 0.7}  # share of the hidden hosts that a raid brings into the books
RELIEF = 0.15  # by how much simpler rules lower the cost of being in the books


def pull(share: float, tipping: float) -> float:
    """Where the hosts are heading: 0 below the tipping share, 1 above, nowhere on it."""
    if np.isnan(tipping):
        return 1.0
    if abs(share - tipping) < 1e-9:
        return share
    return float(share > tipping)


def after(share: float, target: float, rounds: float) -> float:
    """The share in the shadow some rounds later."""
    return target + (share - target) * STAYING**rounds


def course(cost: float, detection: float, start: float, act: str) -> pd.Series:
    """The path of the share as two legs, before and after the act, each with its target.

    Parameters
    ----------
    cost, detection, start : float
        Cost t of being in the books and risk of the first evader, as shares of the penalty; the
        share in the shadow at the start.
    act : str
        What the district does in round 4: ``"none"``, ``"raid"``, ``"hard"`` or ``"simpler"``.

    Returns
    -------
    Series
        ``start``, ``target``, ``tipping``, the same after the act (``then``, ``target_then``,
        ``tipping_then``), and the share at the ``end``.
    """
    tipping = shadow_tipping_share(cost, detection)
    first = pull(start, tipping)
    reached = after(start, first, TURN)
    then = reached * (1 - RAIDS.get(act, 0))
    moved = shadow_tipping_share(max(cost - RELIEF, 0), detection) if act == "simpler" else tipping
    # On the edge itself the rounding of the path must not decide.
    second = first if act == "none" else pull(then, moved)
    values = [start, first, tipping, then, second, moved, after(then, second, ROUNDS - TURN)]
    names = ["start", "target", "tipping", "then", "target_then", "tipping_then", "end"]
    return pd.Series(values, index=names)


SHAPES = ("complaints", "inspectors", "random")


def risk(share, shape: str, level: float):
    """Risk of a hidden host when a share of all hosts hides, under three stories of detection.

    Parameters
    ----------
    share : float or array
        Share of hosts in the shadow, 0 to 1.
    shape : {"complaints", "inspectors", "random"}
        ``"complaints"``: tips come from hosts in the books, so the risk is ``level`` times their
        share. ``"inspectors"``: a fixed number of hidden hosts can be found in a season, ``level``
        times all hosts, so each is found with ``level / share``, at most 1. ``"random"``: doors
        are picked blindly, so the risk is ``level`` however many hide.
    level : float
        What the shape says, 0 to 1.
    """
    share = np.asarray(share, float)
    if shape == "complaints":
        return level * (1 - share)
    if shape == "inspectors":
        return np.minimum(1, level / np.maximum(share, 1e-12))
    if shape == "random":
        return np.full_like(share, level)
    raise ValueError(f"shape: expected one of {', '.join(SHAPES)}, got {shape!r}")


def resting_shares(cost_mean: float, cost_sd: float, detection: float) -> list[float]:
    """Shares at which hosts who differ in their cost come to rest, under complaints.

    Costs are spread evenly, ``cost_sd`` to either side of the mean times the root of three. A
    host hides if its own cost exceeds ``detection`` times the share in the books.

    Returns
    -------
    list of float
        Stable shares, from the lowest; a share is stable if hosts return to it from both sides.

    Examples
    --------
    Hosts who are alike have only the two ends, hosts who differ much meet in the middle:

    >>> resting_shares(0.25, 0.01, 0.5), resting_shares(0.25, 0.2, 0.5)
    ([0.0, 1.0], [0.5])
    """
    half = cost_sd * 3**0.5
    grid = np.linspace(0, 1, 2001)
    hiding = np.clip((cost_mean + half - detection * (1 - grid)) / (2 * half), 0, 1)
    drift = hiding - grid
    found = [0.0] if drift[0] <= 0 else []
    falls = np.flatnonzero((drift[:-1] > 0) & (drift[1:] <= 0)) + 1
    found += [round(float(grid[i]), 3) for i in falls]
    if drift[-1] >= 0 and 1.0 not in found:
        found.append(1.0)
    return found


@cache
def recapture() -> tuple[pd.DataFrame, Recapture]:
    """The SYNTHETIC lists and the number of lodgings they point to."""
    table = load("listings_synthetic")
    site, street = table["booking_site"], table["street_survey"]
    return table, capture_recapture(int(site.sum()), int(street.sum()), int((site & street).sum()))


def lists() -> pd.Series:
    """What the two SYNTHETIC lists hold, and the shares that are in no register.

    Returns
    -------
    Series
        ``on_site``, ``on_street``, ``on_both``, ``seen``; ``by_hand``, ``estimate``, ``low``,
        ``high``; and of the lodgings seen the unregistered ``hosts`` and ``beds`` in per cent.
    """
    table, found = recapture()
    site, street = table["booking_site"], table["street_survey"]
    both = (site & street).sum()
    hidden = ~table["registered"]
    return pd.Series(
        {
            "on_site": site.sum(),
            "on_street": street.sum(),
            "on_both": both,
            "seen": found.listed,
            "by_hand": site.sum() * street.sum() / both,
            "estimate": found.estimate,
            "low": found.low,
            "high": found.high,
            "hosts": 100 * hidden.mean(),
            "beds": 100 * table.loc[hidden, "beds"].sum() / table["beds"].sum(),
        }
    )


def bounds() -> pd.Series:
    """What was said of beds and hotels outside the books at Sheregesh, in per cent.

    Returns
    -------
    Series
        ``beds``: of all places named in 2023 those beyond the hotel places of 2020. ``hotels``:
        of the hotels counted in September 2025 those that were not among the classified ones of
        November. Neither is a measurement.
    """
    have = capacity()
    return pd.Series(
        {
            "beds": 100 * (1 - have["beds_2020"] / have["beds_2023_with_informal"]),
            "hotels": 100 * (1 - have["hotels_2025_november"] / have["hotels_2025_september"]),
        }
    )

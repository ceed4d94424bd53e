"""Who trains: employers who may lose a trained worker to each other, a club and a levy.

All SYNTHETIC. Money in thousand roubles a worker, over the years that a skill lasts.
"""

from __future__ import annotations

import pandas as pd

SURPLUS, COST = 100, 40  # what a trained worker brings over the wage; what training costs
LEVY = 25
FIRMS = 10  # who want the skill
MOVERS = 0.8  # of the trained, who look around while the skill lasts


def poaching_risk(employers: float, movers: float = MOVERS, members: float = 1) -> float:
    """Probability that a trained worker goes to a firm outside the club.

    A share ``movers`` of the trained look around while the skill lasts, and each takes a place
    with one of all ``employers``, its own included, at random. A firm alone is a club of one.

    Examples
    --------
    >>> round(poaching_risk(10), 2), round(poaching_risk(10, members=5), 2), poaching_risk(1)
    (0.72, 0.4, 0.0)
    """
    return movers * (employers - members) / employers


def members_of(way: str, employers: int) -> int:
    """How many firms do not poach from one another, if ``half`` or ``all`` form a club."""
    return {"half": max(1, round(employers / 2)), "all": employers}.get(way, 1)


def game(risk: float, cost: float = COST, levy: float = 0) -> pd.DataFrame:
    """What one firm gains, by its own move (rows) and that of all others (columns).

    Those whom the others lose spread evenly, so on average ``risk`` of a worker comes to it.

    Examples
    --------
    >>> game(poaching_risk(10)).round(6)
           train  wait
    train   60.0 -12.0
    wait    72.0   0.0
    """
    moves = ["train", "wait"]
    own = pd.Series({"train": (1 - risk) * SURPLUS - cost, "wait": -levy})
    other = pd.Series({"train": risk * SURPLUS, "wait": 0.0})
    return pd.DataFrame({move: own + other[move] for move in moves}, index=moves)


def least_levy(risk: float, cost: float = COST) -> float:
    """What waiting must cost before training is the better of the two."""
    return cost - (1 - risk) * SURPLUS

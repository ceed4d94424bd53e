"""Firms that share a laboratory: the made-up prices of week 11's union (SYNTHETIC)."""

from __future__ import annotations

import pandas as pd

from regecon.cases.combine import PIECES
from regecon.methods.clusters import union_cost, union_sizes

# Million roubles a year: the laboratory, dealing with one partner, what using it is worth to a
# firm; and the share of members that pay when two in five do not.
LABORATORY, AGREEMENT, WORTH, WARY = 12, 0.1, 3, 0.6
STANDARD = 0.02  # dealing with a partner by a standard contract
MEMBERS = PIECES


def cost(members: int, paying: float = 1, agreement: float = AGREEMENT) -> float:
    """What a paying member bears."""
    return float(union_cost(members, LABORATORY, agreement, paying))


def sizes(paying: float = 1, agreement: float = AGREEMENT) -> pd.Series:
    """The smallest, the cheapest and the largest union that holds."""
    return union_sizes(WORTH, LABORATORY, agreement, paying)


def pairs(members: int = MEMBERS) -> int:
    """Pairs of members that may need a contract."""
    return members * (members - 1) // 2

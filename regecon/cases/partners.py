"""Three towns and one tourist's rouble: who brings what, who gets what, who walks out.

The worth of every group of towns is made up (SYNTHETIC): nobody has counted what Sheregesh, Biysk
and Tashtagol would earn together. The water main takes its lengths and heads from tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pandas as pd
from scipy.stats import binom

from regecon.data import load
from regecon.methods.cooperation import excess, game_properties, shapley
from regecon.methods.games import nash_equilibria

# Million roubles a season (SYNTHETIC).
TOWNS = ("Sheregesh", "Biysk", "Tashtagol")
ALONE = {"Sheregesh": 60, "Biysk": 40, "Tashtagol": 20}
WITH_BIYSK, WITH_TASHTAGOL, REST, TOGETHER = 110, 150, 70, 200
RULES = ("visitors", "equal", "gains", "shapley")

MAIN = ("Osinniki", "Kaltan")  # in the order in which one pipe from Novokuznetsk meets them
CORE = "Novokuznetsk"

# A talk between two owners (SYNTHETIC): what each gets by what both do.
MOVES = ("come", "stay away")
TALK = ((4, 0), (3, 3))


def game(
    together: float = TOGETHER,
    with_tashtagol: float = WITH_TASHTAGOL,
    with_biysk: float = WITH_BIYSK,
) -> dict:
    """Worth of every group of the three towns.

    Parameters
    ----------
    together
        Worth of all three.
    with_tashtagol, with_biysk
        Worth of Sheregesh with Tashtagol, and with Biysk.
    """
    sheregesh, biysk, tashtagol = TOWNS
    return ALONE | {
        (sheregesh, biysk): with_biysk,
        (sheregesh, tashtagol): with_tashtagol,
        (biysk, tashtagol): REST,
        TOWNS: together,
    }


def split(rule: str, worth: Mapping) -> pd.Series:
    """What each town gets of the worth of all by one of the ``RULES``.

    ``visitors`` goes by what each takes alone, which stands for the visitors it has today;
    ``equal`` in equal parts; ``gains`` gives each what it has alone and an equal part of the
    rest; ``shapley`` what each adds on the average.
    """
    alone = pd.Series({town: worth[town] for town in TOWNS}, dtype=float)
    total = worth[TOWNS]
    if rule == "visitors":
        return total * alone / alone.sum()
    if rule == "equal":
        return pd.Series(total / len(TOWNS), index=alone.index)
    if rule == "gains":
        return alone + (total - alone.sum()) / len(TOWNS)
    if rule == "shapley":
        return shapley(worth)[list(TOWNS)]
    raise ValueError(f"rule: expected one of {', '.join(RULES)}, got {rule!r}")


def groups(worth: Mapping, shares: pd.Series) -> pd.DataFrame:
    """What every group short of all gets, could make alone, and would gain by leaving."""
    return excess(worth, shares).iloc[:-1]


def leaver(table: pd.DataFrame) -> pd.Series | None:
    """The row of :func:`groups` that would gain most by leaving; none if nobody would gain."""
    first = table.loc[table["excess"].idxmax()]
    return first if first["excess"] > 1e-9 else None


def convex(worth: Mapping) -> bool:
    """Whether nobody adds less by joining a larger group, so that the Shapley value is stable."""
    return bool(game_properties(worth)["convex"])


def most(worth: Mapping, town: str) -> float:
    """The most that a town may get before the others do better without it."""
    others = tuple(other for other in TOWNS if other != town)
    return worth[TOWNS] - worth[others]


def thresholds() -> pd.Series:
    """Worth of all three from which on a stable split exists, Shapley is one, and always would be.

    Biysk is the town that binds: it needs what it has alone and may not get more than
    :func:`most`. The last is the worth from which the game is convex.
    """
    worth = game()
    sheregesh, biysk, tashtagol = TOWNS
    pair = worth[sheregesh, tashtagol]
    level = pd.Series({"exists": worth[biysk] + pair}, dtype=float)
    # Biysk's Shapley value rises by a third of what is added, the most that it may get by all.
    value, limit = shapley(worth)[biysk], most(worth, biysk)
    level["shapley"] = TOGETHER - (limit - value) / (1 - 1 / 3)
    with_biysk, with_tashtagol, rest = (
        worth[sheregesh, biysk],
        worth[sheregesh, tashtagol],
        worth[biysk, tashtagol],
    )
    level["convex"] = max(
        with_biysk + with_tashtagol - worth[sheregesh],
        with_biysk + rest - worth[biysk],
        with_tashtagol + rest - worth[tashtagol],
    )
    return level


def itineraries(spent: Mapping[tuple, float]) -> dict:
    """Worth of every group of towns if each guest spends on one fixed set of towns.

    Parameters
    ----------
    spent
        Roubles of the guests by the set of towns that they need in one journey. A group can
        serve those guests whose towns it has all.
    """
    wanted = {frozenset(towns): money for towns, money in spent.items()}
    every = [*((town,) for town in TOWNS), *[key for key in game() if isinstance(key, tuple)]]
    return {
        group: sum(money for towns, money in wanted.items() if towns <= set(group))
        for group in every
    }


def main() -> pd.DataFrame:
    """A water main from Novokuznetsk to the towns of ``MAIN``: kilometres and heads of each.

    Kilometres are those of the road, the pipe's are not known; heads are those of the urban
    okrug on 1 January 2024.
    """
    roads = load("road_distances")
    roads = roads[(roads["destination"] == CORE) & (roads["mode"] == "road")]
    places = load("municipalities").set_index("centre")["municipality"]
    people = load("municipal_population").query("year == 2024").set_index("municipality")
    return pd.DataFrame(
        {
            "kilometres": roads.set_index("origin")["kilometres"].reindex(list(MAIN)),
            "people": [people.loc[places[town], "population"] for town in MAIN],
        }
    )


def bills(rule: str) -> pd.Series:
    """Kilometres of the main that each town pays for: by ``heads``, ``equal`` or ``used``.

    ``used`` has each stretch paid in equal parts by the towns that need it, which is the Shapley
    value (Littlechild and Owen 1973).
    """
    table = main()
    near, far = table["kilometres"]
    if rule == "heads":
        return far * table["people"] / table["people"].sum()
    if rule == "equal":
        return pd.Series(far / 2, index=table.index)
    if rule == "used":
        saved = shapley({MAIN[0]: -near, MAIN[1]: -far, MAIN: -far})
        return -saved
    raise ValueError(f"rule: expected heads, equal or used, got {rule!r}")


def talk() -> pd.DataFrame:
    """Payoffs of an owner (rows) by what the other does (columns) (SYNTHETIC)."""
    return pd.DataFrame(TALK, index=MOVES, columns=MOVES, dtype=float)


@cache
def trust_needed() -> float:
    """How sure an owner has to be that the other comes before it pays to come."""
    payoffs = talk()
    mixed = nash_equilibria(payoffs, payoffs.T).iloc[-1]
    return float(mixed["row", "come"])


def chance_of_at_least(share: float, asked: int, least: int) -> float:
    """Chance that so many of those asked say yes if so large a share of all would."""
    return float(binom.sf(least - 1, asked, share))

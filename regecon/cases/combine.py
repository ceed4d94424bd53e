"""A combine is split into firms: two causes that draw one map, and an index moved by a pen.

Everything here is SYNTHETIC: nineteen towns have two firms of a trade each, the home town has the
pieces of a combine. Week 11 rests on it.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from regecon.methods.concentration import EllisonGlaeser, ellison_glaeser
from regecon.methods.path_dependence import FirmGrowth, spin_off_growth

OTHERS, OTHER_FIRMS = 19, 2  # towns that have two firms each at the start
PIECES = 30
EXIT, PERIODS, RUNS = 0.03, 60, 200
SEEDS = (0, 1, 2)  # of the runs; the chapter and the explorer use the first

# Heredity and pull of the crowd in the cases that the chapter tells.
CASES = {
    "neither": (0, 0),
    "half heredity": (0.5, 0),
    "crowd": (0, 1),
    "heredity": (1, 0),
    "strong crowd": (0, 1.3),
}

# The industry with people in it: every town has as many workers in all, and every firm other than
# the combine employs fifty.
CREW, TOWN_WORKERS = 50, 10_000
SPLITS = (1, 2, 3, 5, 10, 20, 30, 60)


def towns(pieces: int = PIECES) -> pd.Series:
    """Firms of each town at the start; the home town has the pieces of the combine."""
    return pd.Series({"home": pieces} | {f"town {n}": OTHER_FIRMS for n in range(1, OTHERS + 1)})


@cache
def growth(
    heredity: float, agglomeration: float, pieces: int = PIECES, seed: int = SEEDS[0]
) -> FirmGrowth:
    """Two hundred runs of sixty periods."""
    return spin_off_growth(
        towns(pieces),
        heredity=heredity,
        agglomeration=agglomeration,
        exit_rate=EXIT,
        periods=PERIODS,
        runs=RUNS,
        seed=seed,
    )


def home_share(heredity: float, agglomeration: float, pieces: int = PIECES) -> pd.Series:
    """Share of the home town in the end, by run."""
    return growth(heredity, agglomeration, pieces).shares()["home"]


@cache
def map_of(heredity: float, agglomeration: float, pieces: int = PIECES) -> pd.DataFrame:
    """Whole firms of each town by their origin, in the run whose home town is most typical.

    Of the firms that were not there at the start, those still open are split as all that were
    born: the chance of closing is the same for both.
    """
    made = growth(heredity, agglomeration, pieces)
    home = made.shares()["home"]
    run = (home - home.mean()).abs().idxmin()
    firms = made.firms.loc[(run, PERIODS)].round().astype(int)
    start = (towns(pieces) * (1 - EXIT) ** PERIODS).round().astype(int).clip(upper=firms)
    born = made.spin_offs.loc[run] + made.newcomers.loc[run]
    heirs = ((firms - start) * made.spin_offs.loc[run] / born.clip(lower=1)).round().astype(int)
    return pd.DataFrame({"start": start, "heir": heirs, "newcomer": firms - start - heirs})


def cases() -> pd.DataFrame:
    """Share of the home town in each case: mean, and the middle eight of ten runs."""
    rows = {}
    for case, (heredity, agglomeration) in CASES.items():
        home = home_share(heredity, agglomeration)
        rows[case] = {"mean": home.mean(), "low": home.quantile(0.1), "high": home.quantile(0.9)}
    return pd.DataFrame(rows).T


def index_after(pieces: int) -> EllisonGlaeser:
    """The index of the industry when its combine is split into equal pieces."""
    others = towns(1).index[1:]
    staff = {("home", n): CREW * PIECES / pieces for n in range(pieces)}
    staff |= {(town, n): CREW for town in others for n in range(OTHER_FIRMS)}
    plants = pd.Series(staff)
    place = pd.Series(plants.index.get_level_values(0), index=plants.index)
    return ellison_glaeser(plants, place, pd.Series(TOWN_WORKERS, index=["home", *others]))


def splits() -> pd.DataFrame:
    """The index by the number of pieces."""
    table = pd.DataFrame({"pieces": SPLITS})
    return table.assign(gamma=[index_after(pieces).gamma for pieces in SPLITS])

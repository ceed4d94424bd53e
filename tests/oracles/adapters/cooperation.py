"""Cases of coalition games and of games of two players."""

from itertools import combinations

import pandas as pd

from regecon.methods.cooperation import (
    core_vertices,
    game_properties,
    in_core,
    least_core,
    nucleolus,
    shapley,
)
from regecon.methods.games import nash_equilibria


def _worth(inputs):
    """Worth by coalition: listed by size, or keyed by the players' digits."""
    players = range(1, inputs["n"] + 1)
    if isinstance(inputs["v"], dict):
        return {tuple(map(int, names)): value for names, value in inputs["v"].items()}
    coalitions = [s for size in players for s in combinations(players, size)]
    return dict(zip(coalitions, inputs["v"], strict=True))


def _shapley(inputs):
    worth = _worth(inputs)
    value, least = shapley(worth), least_core(worth)
    return game_properties(worth).to_dict() | {
        "shapley": value,
        "core_nonempty": least.epsilon <= 1e-9,
        "shapley_in_core": in_core(worth, value),
        "least_core_epsilon": least.epsilon,
    }


def _two_players(inputs):
    found = nash_equilibria(pd.DataFrame(inputs["A"]), pd.DataFrame(inputs["B"]))
    return {
        "equilibria": [[row["row"].tolist(), row["column"].tolist()] for _, row in found.iterrows()]
    }


ADAPTERS = {
    "shapley": _shapley,
    "shapley_core": _shapley,
    "core_vertices": lambda inputs: (
        _shapley(inputs) | {"core_vertices": core_vertices(_worth(inputs))}
    ),
    "nucleolus": lambda inputs: _shapley(inputs) | {"nucleolus": nucleolus(_worth(inputs))},
    "stag_hunt": _two_players,
    "prisoners_dilemma": _two_players,
}

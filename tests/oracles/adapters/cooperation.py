"""Cases of coalition games and of games of two players."""

import re
from itertools import combinations

from regecon.methods.cooperation import (
    core_vertices,
    game_properties,
    in_core,
    least_core,
    nucleolus,
    shapley,
)
from regecon.methods.games import dominant_moves, nash_equilibria
from tests.oracles.labels import frame


def _worth(inputs):
    """Worth by coalition: listed by size, or keyed by the players' digits."""
    n = inputs.get("n") or max(1, (len(inputs["v"]) + 1).bit_length() - 1)
    players = range(1, n + 1)
    if isinstance(inputs["v"], dict):
        return {_players(names): value for names, value in inputs["v"].items()}
    coalitions = [s for size in players for s in combinations(players, size)]
    # Some lists begin with the empty coalition.
    worth = inputs["v"][1:] if len(inputs["v"]) == len(coalitions) + 1 else inputs["v"]
    return dict(zip(coalitions, worth, strict=True))


def _players(names: str) -> tuple:
    """ "13", "1,3", "{1,3}", "A+C" or "" as a tuple of players."""
    parts = re.findall(r"\w+", names)
    return tuple(parts if len(parts) > 1 else "".join(parts))


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
    """Two tables, or the four payoffs of a dilemma: temptation, reward, punishment, sucker's."""
    if all(inputs.has(letter) for letter in "TRPS") and not inputs.has("A"):
        row = frame([[inputs["R"], inputs["S"]], [inputs["T"], inputs["P"]]])
        column = row.T
    else:
        row = frame(inputs["A"])
        column = frame(inputs["B"]) if inputs.has("B") else row.T
    found = nash_equilibria(row, column)
    dominant = dominant_moves(row, column)["move"]
    (reward, sucker), (temptation, punishment) = row.to_numpy()
    return {
        "dominant_row": dominant["row"],
        "dominant_column": dominant["column"],
        "dominant_strategy": dominant["row"],
        "dominant_strategy_row": dominant["row"],
        "dominant_strategy_column": dominant["column"],
        "dominant_strategies": dominant.tolist(),
        "prisoners_dilemma": bool(temptation > reward > punishment > sucker),
        "is_prisoners_dilemma": bool(temptation > reward > punishment > sucker),
        "equilibria": [
            [row["row"].tolist(), row["column"].tolist()] for _, row in found.iterrows()
        ],
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

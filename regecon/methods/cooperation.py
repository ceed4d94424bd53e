"""Do towns do better together, and will a split of the gain hold?

Each group of towns could earn something on its own; a split of what all earn together is stable
if no group could do better by leaving. A game is a mapping from coalitions to what they are
worth. Games of two players with moves are in :mod:`regecon.methods.games`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd

from regecon.methods import _checks as check


def shapley(worth: Mapping) -> pd.Series:
    r"""Shapley value: to each player what they add, averaged over all orders of joining.

    Parameters
    ----------
    worth : dict or Series
        Worth of every coalition. A coalition is a tuple (or frozenset) of names in any order; a
        single player may stand as the bare name. The empty coalition may be left out.

    Returns
    -------
    Series, shape (players,)
        Adds up to the worth of all players together.

    Raises
    ------
    KeyError
        If a coalition is missing.
    ValueError
        If a coalition stands twice, a worth is not finite, or the empty coalition is worth
        something.

    Notes
    -----
    .. math:: \phi_i = \sum_{S \not\ni i} \frac{|S|!\,(n - |S| - 1)!}{n!}
        \left[ v(S \cup i) - v(S) \right]

    Efficient, equal for equals, nothing for who adds nothing, additive over games; but not
    always stable: see :func:`excess`.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. In: Kuhn, H. W. and Tucker, A. W. (eds),
    Contributions to the Theory of Games, vol. 2, Princeton University Press, 307-317.

    Examples
    --------
    Two towns earn 10 and 20 alone and 50 together; they share the gain of 20 equally:

    >>> shapley({"Biysk": 10, "Srostki": 20, ("Biysk", "Srostki"): 50})
    Biysk      20.0
    Srostki    30.0
    dtype: float64
    """
    players, value = _game(worth)
    n = len(players)
    result = dict.fromkeys(players, 0.0)
    for player in players:
        others = [other for other in players if other != player]
        for size in range(n):
            weight = factorial(size) * factorial(n - size - 1) / factorial(n)
            for coalition in map(frozenset, combinations(others, size)):
                result[player] += weight * (value[coalition | {player}] - value[coalition])
    return pd.Series(result)


def dividends(worth: Mapping) -> pd.Series:
    r"""What every coalition adds to what its parts have added already.

    Parameters
    ----------
    worth : dict or Series
        As for :func:`shapley`.

    Returns
    -------
    Series, a row for each coalition, all players last
        Labelled as by :func:`excess`; adds up to the worth of all players together. Below zero:
        together the coalition earns less than its parts and pairs would have one expect.

    Raises
    ------
    KeyError, ValueError
        As for :func:`shapley`.

    Notes
    -----
    .. math:: d(S) = v(S) - \sum_{T \subsetneq S} d(T)

    Each coalition's dividend shared equally among its members gives the Shapley value. If none
    of two players or more is below zero, the game is convex.

    References
    ----------
    Harsanyi, J. C. (1963). A simplified bargaining model for the n-person cooperative game.
    International Economic Review 4(2), 194-220.

    Examples
    --------
    Two towns earn 10 and 20 alone and 50 together:

    >>> dividends({"Biysk": 10, "Srostki": 20, ("Biysk", "Srostki"): 50})
    Biysk              10.0
    Srostki            20.0
    Biysk + Srostki    20.0
    dtype: float64
    """
    players, value = _game(worth)
    found: dict[frozenset, float] = {}
    for coalition in map(frozenset, _coalitions(players)):
        smaller = sum(gain for part, gain in found.items() if part < coalition)
        found[coalition] = value[coalition] - smaller
    names = [" + ".join(map(str, coalition)) for coalition in _coalitions(players)]
    return pd.Series(list(found.values()), index=names, dtype=float)


def excess(worth: Mapping, allocation) -> pd.DataFrame:
    r"""What every coalition would gain by leaving: the test of the core.

    Parameters
    ----------
    worth : dict or Series
        As for :func:`shapley`.
    allocation : Series, shape (players,)
        What each player receives.

    Returns
    -------
    DataFrame, a row for each coalition, all players last
        ``worth``, ``receives`` and ``excess``, the first less the second: above zero, the
        coalition does better alone. Coalitions are labelled "A + B" in the order of players.

    Raises
    ------
    KeyError, ValueError
        As for :func:`shapley`, or if players do not match.

    Examples
    --------
    Two towns that earn 10 and 20 alone share 50 so that one gets too little:

    >>> game = {"Biysk": 10, "Srostki": 20, ("Biysk", "Srostki"): 50}
    >>> excess(game, pd.Series({"Biysk": 35, "Srostki": 15}))
                     worth  receives  excess
    Biysk             10.0      35.0   -25.0
    Srostki           20.0      15.0     5.0
    Biysk + Srostki   50.0      50.0     0.0
    """
    players, value = _game(worth)
    allocation = check.aligned(allocation, "allocation", players, "worth, players")
    rows = {
        " + ".join(str(player) for player in coalition): {
            "worth": value[frozenset(coalition)],
            "receives": sum(allocation[player] for player in coalition),
        }
        for coalition in _coalitions(players)
    }
    table = pd.DataFrame.from_dict(rows, orient="index")
    return table.assign(excess=table["worth"] - table["receives"])


def in_core(worth: Mapping, allocation) -> bool:
    """Whether a split gives away all there is and no coalition could do better by leaving.

    Parameters
    ----------
    worth, allocation
        As for :func:`excess`.

    Returns
    -------
    bool
        Up to rounding (a billionth of the largest worth).

    Raises
    ------
    KeyError, ValueError
        As for :func:`excess`.

    References
    ----------
    Gillies, D. B. (1959). Solutions to general non-zero-sum games. In: Tucker, A. W. and Luce,
    R. D. (eds), Contributions to the Theory of Games, vol. 4, Princeton University Press, 47-85.

    Examples
    --------
    >>> game = {"Biysk": 10, "Srostki": 20, ("Biysk", "Srostki"): 50}
    >>> in_core(game, shapley(game)), in_core(game, pd.Series({"Biysk": 35, "Srostki": 15}))
    (True, False)
    """
    table = excess(worth, allocation)
    slack = 1e-9 * (table["worth"].abs().max() or 1)
    return bool(table["excess"].max() <= slack and abs(table["excess"].iloc[-1]) <= slack)


@dataclass(frozen=True)
class LeastCore:
    """The most stable splits.

    Attributes
    ----------
    epsilon
        The largest excess of a coalition (other than all players) that cannot be avoided: the
        core is empty if it is above zero. Below zero, every coalition can be left at least that
        much better off than alone.
    allocation
        One split that attains it; there may be others (see :func:`nucleolus`).
    """

    epsilon: float
    allocation: pd.Series


def least_core(worth: Mapping) -> LeastCore:
    r"""How far from stable, or how safely stable, the best split is.

    Parameters
    ----------
    worth : dict or Series
        As for :func:`shapley`; two players or more.

    Returns
    -------
    LeastCore

    Raises
    ------
    KeyError, ValueError
        As for :func:`shapley`, or if there is one player only.

    Notes
    -----
    Minimises :math:`\varepsilon` subject to :math:`x(S) \ge v(S) - \varepsilon` for every
    coalition S other than none and all, and :math:`x(N) = v(N)`: a linear programme (scipy).
    Epsilon may be read as the cost of leaving that would just hold the coalition together.

    References
    ----------
    Maschler, M., Peleg, B. and Shapley, L. S. (1979). Geometric properties of the kernel,
    nucleolus, and related solution concepts. Mathematics of Operations Research 4(4), 303-338.

    Examples
    --------
    Any two of three towns can run the festival (worth 1), and there is one festival only: two
    thirds for a pair leave an excess of a third.

    >>> pairs = {("A", "B"): 1, ("A", "C"): 1, ("B", "C"): 1, ("A", "B", "C"): 1}
    >>> round(least_core(pairs | {"A": 0, "B": 0, "C": 0}).epsilon, 4)
    0.3333
    """
    players, value = _game(worth)
    allocation, epsilon, _ = _least_excess(players, value)
    return LeastCore(epsilon, allocation)


def nucleolus(worth: Mapping) -> pd.Series:
    r"""The split that makes the worst-off coalition as well off as can be, then the next.

    Parameters
    ----------
    worth : dict or Series
        As for :func:`shapley`; two players or more.

    Returns
    -------
    Series, shape (players,)
        Lies in the core if the core is not empty.

    Raises
    ------
    KeyError, ValueError
        As for :func:`shapley`, or if there is one player only, or the players have more alone
        than together.

    Notes
    -----
    A sequence of linear programmes: coalitions that are as well off as can be are held there
    while the largest excess of the others is made as small as possible. Every player receives
    at least what they have alone.

    References
    ----------
    Schmeidler, D. (1969). The nucleolus of a characteristic function game. SIAM Journal on
    Applied Mathematics 17(6), 1163-1170.

    Examples
    --------
    Claims of 100, 200 and 300 on an estate of 300, as settled in the Talmud: a coalition can
    count on what the others' claims leave.

    >>> estate = {"A": 0, "B": 0, "C": 0, "AB": 0, "AC": 100, "BC": 200, "ABC": 300}
    >>> nucleolus({tuple(names): value for names, value in estate.items()}).round(6)
    A     50.0
    B    100.0
    C    150.0
    dtype: float64
    """
    players, value = _game(worth)
    alone = sum(value[frozenset([player])] for player in players)
    if alone > value[frozenset(players)] + 1e-9 * _scale(value):
        raise ValueError(
            f"worth: the players have {alone:g} alone and {value[frozenset(players)]:g} together; "
            "no split gives each what they have alone"
        )
    fixed: dict[frozenset, float] = {}
    while True:
        allocation, epsilon, tight = _least_excess(players, value, fixed, rational=True)
        fixed |= dict.fromkeys(tight, epsilon)
        members, _ = _rows(players, value, [*fixed, frozenset(players)])
        if np.linalg.matrix_rank(members) == len(players) or len(fixed) == len(value) - 2:
            return allocation


def core_vertices(worth: Mapping) -> pd.DataFrame:
    """Corners of the core, for a drawing of all stable splits.

    Parameters
    ----------
    worth : dict or Series
        As for :func:`shapley`; two to four players.

    Returns
    -------
    DataFrame, shape (corners, players)
        Sorted by the players' amounts; no row if the core is empty, one if it is a single point.

    Raises
    ------
    KeyError, ValueError
        As for :func:`shapley`, or if there are more than four players.

    Examples
    --------
    >>> core_vertices({"Biysk": 10, "Srostki": 20, ("Biysk", "Srostki"): 50})
       Biysk  Srostki
    0   10.0     40.0
    1   30.0     20.0
    """
    players, value = _game(worth)
    if not 2 <= len(players) <= 4:
        raise ValueError(f"worth: expected two to four players, got {len(players)}")
    members, bound = _rows(players, value, _proper(players))
    total = value[frozenset(players)]
    scale = _scale(value)
    corners = []
    # In a corner all but one of the players' degrees of freedom are used up by coalitions that
    # receive just their worth.
    for binding in combinations(range(len(members)), len(players) - 1):
        equations = np.vstack([members[list(binding)], np.ones(len(players))])
        if abs(np.linalg.det(equations)) > 0.5:  # whole numbers: 0 or at least 1
            corner = np.linalg.solve(equations, [*bound[list(binding)], total])
            if (members @ corner >= bound - 1e-9 * scale).all():
                corners.append(corner)
    table = pd.DataFrame(np.reshape(corners, (-1, len(players))), columns=players)
    repeated = (table / scale).round(9).duplicated()
    return table[~repeated].sort_values(players, ignore_index=True)


def game_properties(worth: Mapping) -> pd.Series:
    """Whether it never hurts to join.

    Parameters
    ----------
    worth : dict or Series
        As for :func:`shapley`.

    Returns
    -------
    Series of bool
        ``monotone``: a larger coalition is never worth less; ``superadditive``: two coalitions
        without a common member are never worth less together; ``convex``: a player adds the more
        the larger the coalition joined, and then the Shapley value lies in the core.

    Raises
    ------
    KeyError, ValueError
        As for :func:`shapley`.

    References
    ----------
    Shapley, L. S. (1971). Cores of convex games. International Journal of Game Theory 1, 11-26.

    Examples
    --------
    >>> game_properties({"A": 10, "B": 20, ("A", "B"): 50}).to_dict()
    {'monotone': True, 'superadditive': True, 'convex': True}
    """
    _, value = _game(worth)
    slack = 1e-9 * _scale(value)
    pairs = list(combinations(value, 2))

    def never_less(s, t):
        return value[s | t] + value[s & t] >= value[s] + value[t] - slack

    return pd.Series(
        {
            "monotone": all(
                value[max(s, t, key=len)] >= value[min(s, t, key=len)] - slack
                for s, t in pairs
                if s < t or t < s
            ),
            "superadditive": all(never_less(s, t) for s, t in pairs if not s & t),
            "convex": all(never_less(s, t) for s, t in pairs),
        }
    )


def _game(worth: Mapping) -> tuple[list, dict[frozenset, float]]:
    """Players in the order in which they are first named, and the worth of each coalition."""
    if not isinstance(worth, Mapping | pd.Series):
        raise TypeError(
            f"worth: expected a dict or Series of coalitions, got {type(worth).__name__}"
        )
    players, value = [], {}
    for names, number in worth.items():
        names = names if isinstance(names, tuple | frozenset) else (names,)
        coalition = frozenset(names)
        if len(coalition) < len(names):
            raise ValueError(f"worth: a player stands twice in {names!r}")
        if coalition in value:
            raise ValueError(f"worth: coalition {_name(coalition)} stands more than once")
        value[coalition] = check.number(number, f"worth of {_name(coalition)}")
        players += [name for name in names if name not in players]
    if not players:
        raise ValueError("worth: expected at least one player, got none")
    if value.setdefault(frozenset(), 0.0) != 0:
        raise ValueError("worth: the empty coalition has to be worth 0")
    for coalition in _coalitions(players):
        if frozenset(coalition) not in value:
            raise KeyError(f"worth: the coalition {_name(coalition)} is missing")
    return players, value


def _coalitions(players: list) -> list[tuple]:
    """All coalitions but the empty one, small ones first."""
    return [s for size in range(1, len(players) + 1) for s in combinations(players, size)]


def _proper(players: list) -> list[frozenset]:
    """All coalitions but the empty one and that of all players."""
    return [frozenset(s) for s in _coalitions(players)[:-1]]


def _name(coalition) -> str:
    return " + ".join(sorted(str(player) for player in coalition)) or "of nobody"


def _rows(players, value, coalitions) -> tuple[np.ndarray, np.ndarray]:
    """Who is a member of each coalition, and what it is worth."""
    members = [[player in s for player in players] for s in coalitions]
    return np.array(members, dtype=float), np.array([value[s] for s in coalitions])


def _scale(value: dict[frozenset, float]) -> float:
    return max(abs(number) for number in value.values()) or 1.0


def _least_excess(players, value, fixed=None, rational=False):
    """Split with the smallest largest excess of the coalitions whose excess is not fixed yet.

    Returns the split, that excess, and coalitions that have it in every such split.
    """
    from scipy.optimize import linprog

    if len(players) < 2:
        raise ValueError("worth: expected at least two players, got one")
    fixed = fixed or {}
    free = [coalition for coalition in _proper(players) if coalition not in fixed]
    members, bound = _rows(players, value, free)
    held, held_bound = _rows(players, value, [*fixed, frozenset(players)])
    # In units of the largest worth, so that the solver's tolerance fits any game.
    scale = _scale(value)
    lowest = [value[frozenset([player])] / scale if rational else None for player in players]
    programme = linprog(
        [0.0] * len(players) + [1.0],
        A_ub=np.column_stack([-members, -np.ones(len(free))]),
        b_ub=-bound / scale,
        A_eq=np.column_stack([held, np.zeros(len(held))]),
        b_eq=(held_bound - [*fixed.values(), 0.0]) / scale,
        bounds=[*((low, None) for low in lowest), (None, None)],
    )
    if not programme.success:
        raise ValueError(f"worth: no least core found ({programme.message})")
    # A shadow price says that the coalition stands in the way in every solution.
    prices = -programme.ineqlin.marginals
    tight = [coalition for coalition, price in zip(free, prices, strict=True) if price > 1e-7]
    allocation = pd.Series(programme.x[:-1] * scale, index=players)
    return allocation, float(programme.x[-1] * scale), tight

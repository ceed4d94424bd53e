"""Do two players find the move that is best for both?

Games of two players who choose at the same time: two towns that may promote one valley or each
its own hotels, two firms that may train people or poach them.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd

from regecon.methods import _checks as check


def nash_equilibria(row_payoffs, column_payoffs) -> pd.DataFrame:
    r"""Equilibria of a game of two players with two moves each.

    Parameters
    ----------
    row_payoffs, column_payoffs : DataFrame, shape (2, 2)
        Payoff of the row player and of the column player, by the move of the row player (rows)
        and of the column player (columns); same labels.

    Returns
    -------
    DataFrame, a row for each equilibrium
        Columns with two levels: under ``row`` and ``column`` the probability of each move of
        that player, under ``payoff`` what each expects. Pure equilibria come first, a mixed one
        last.

    Raises
    ------
    ValueError
        If a table is not two by two or labels do not match.

    Warns
    -----
    UserWarning
        If a player is indifferent between both moves while the other plays a pure one. There may
        then be infinitely many mixed equilibria; the pure ones are returned.

    Notes
    -----
    In an equilibrium no player gains by another move alone. In the mixed one, each player mixes
    so that the other is indifferent: the row player's first move has the probability
    :math:`q = (B_{22} - B_{21}) / (B_{11} - B_{12} - B_{21} + B_{22})` with B the payoffs of the
    column player.

    A prisoners' dilemma has one equilibrium, which is worse for both than another pair of moves;
    a stag hunt has two pure ones, and which is played hangs on what each expects of the other.

    References
    ----------
    Nash, J. (1951). Non-cooperative games. Annals of Mathematics 54(2), 286-295.

    Examples
    --------
    Two towns may promote the whole valley or each its own hotels. Promoting together is best
    for both, but a town that does so alone loses (a stag hunt):

    >>> moves = ["valley", "own"]
    >>> payoff = pd.DataFrame([[4, 1], [3, 2]], index=moves, columns=moves)
    >>> nash_equilibria(payoff, payoff.T)
         row      column      payoff
      valley  own valley  own    row column
    0    1.0  0.0    1.0  0.0    4.0    4.0
    1    0.0  1.0    0.0  1.0    2.0    2.0
    2    0.5  0.5    0.5  0.5    2.5    2.5
    """
    row_payoffs, column_payoffs = _same_moves(row_payoffs, column_payoffs)
    if row_payoffs.shape != (2, 2):
        raise ValueError(
            "row_payoffs: expected two moves of each player, got "
            f"{row_payoffs.shape[0]} by {row_payoffs.shape[1]}"
        )
    a = row_payoffs.to_numpy()
    b = column_payoffs.to_numpy()
    # What a player gains by the first move over the second, against each move of the other.
    row_gain, column_gain = _gain(a[0], a[1]), _gain(b[:, 0], b[:, 1])
    if not (row_gain.all() and column_gain.all()):
        warnings.warn(
            "a player is indifferent between both moves: there may be infinitely many mixed "
            "equilibria, only pure ones are returned",
            stacklevel=2,
        )
    found = []
    for i, own in enumerate((1, -1)):
        for j, other in enumerate((1, -1)):
            if own * row_gain[j] >= 0 and other * column_gain[i] >= 0:
                found.append((1.0 - i, 1.0 - j))
    # By their signs: the product of two tiny gains would be zero.
    if not np.sign(row_gain).sum() and not np.sign(column_gain).sum() and row_gain.all():
        p = -column_gain[1] / (column_gain[0] - column_gain[1])
        q = -row_gain[1] / (row_gain[0] - row_gain[1])
        found.append((float(p), float(q)))

    rows = []
    for p, q in found:
        row, column = np.array([p, 1 - p]), np.array([q, 1 - q])
        rows.append([*row, *column, row @ a @ column, row @ b @ column])
    labels = [
        *(("row", move) for move in row_payoffs.index),
        *(("column", move) for move in row_payoffs.columns),
        ("payoff", "row"),
        ("payoff", "column"),
    ]
    return pd.DataFrame(rows, columns=pd.MultiIndex.from_tuples(labels))


def dominant_moves(row_payoffs, column_payoffs) -> pd.DataFrame:
    r"""The move of each player that is best whatever the other does, if there is one.

    Parameters
    ----------
    row_payoffs, column_payoffs : DataFrame, shape (n, m)
        Payoffs as for :func:`nash_equilibria`, of games of any size.

    Returns
    -------
    DataFrame, rows ``row`` and ``column``
        ``move``, the label of the dominant move, missing if there is none; ``strict``, True if it
        is better than every other move against each move of the other player, False if it is
        only never worse (and somewhere better than each).

    Raises
    ------
    ValueError
        If labels do not match.

    Notes
    -----
    Two dominant moves make an equilibrium, and no thought about the other is needed to find it.
    That is why the prisoners' dilemma is so hard to escape: nobody errs.

    References
    ----------
    Luce, R. D. and Raiffa, H. (1957). Games and Decisions. New York: Wiley, ch. 5.

    Examples
    --------
    Each firm is better off poaching, whatever the other does, and both would be better off if
    both trained:

    >>> moves = ["train", "poach"]
    >>> payoff = pd.DataFrame([[3, 0], [4, 1]], index=moves, columns=moves)
    >>> dominant_moves(payoff, payoff.T)
             move strict
    row     poach   True
    column  poach   True
    """
    row_payoffs, column_payoffs = _same_moves(row_payoffs, column_payoffs)
    found = {
        "row": _dominant(row_payoffs.to_numpy(), row_payoffs.index),
        "column": _dominant(column_payoffs.to_numpy().T, row_payoffs.columns),
    }
    return pd.DataFrame.from_dict(found, orient="index", columns=["move", "strict"], dtype=object)


def _dominant(payoffs: np.ndarray, moves: pd.Index) -> tuple:
    """The move (row) that is best in every column, and whether it is so strictly."""
    labels = moves.tolist()
    for i, move in enumerate(labels):
        gains = [_gain(payoffs[i], payoffs[k]) for k in range(len(labels)) if k != i]
        if gains and all((gain > 0).all() for gain in gains):
            return move, True
        if gains and all((gain >= 0).all() and gain.any() for gain in gains):
            return move, False
    return None, None


def _same_moves(row_payoffs, column_payoffs) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both tables, the second in the order of the first."""
    row_payoffs = check.table(row_payoffs, "row_payoffs")
    column_payoffs = check.table(column_payoffs, "column_payoffs")
    for ours, theirs, which in (
        (row_payoffs.index, column_payoffs.index, "rows"),
        (row_payoffs.columns, column_payoffs.columns, "columns"),
    ):
        check.same_labels(theirs, ours, f"column_payoffs, {which}", f"row_payoffs, {which}")
    return row_payoffs, column_payoffs.loc[row_payoffs.index, row_payoffs.columns]


def _gain(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """First less second; zero where they differ by rounding only, as 0.1 + 0.2 and 0.3 do."""
    difference = first - second
    size = np.maximum(np.abs(first), np.abs(second))
    return np.where(np.abs(difference) <= check.ROUNDING * size, 0.0, difference)


def training_threshold(surplus: float, cost: float) -> float:
    r"""The risk of poaching below which a firm trains its people.

    Parameters
    ----------
    surplus : float
        What a trained worker brings the firm over the wage, above zero.
    cost : float
        Cost of training a worker, non-negative.

    Returns
    -------
    float
        The firm trains while the probability to lose the worker to another firm is below this;
        0 if training never pays.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Notes
    -----
    Train if :math:`(1 - q) S > c`, so up to :math:`q^* = 1 - c / S`. A town's only employer has
    little to fear; where many firms hire from one another, each waits for the others to train,
    and a club of firms that share the cost does what none would do alone.

    References
    ----------
    Stevens, M. (1994). A theoretical model of on-the-job training with imperfect competition.
    Oxford Economic Papers 46 (4), 537-562. On poaching; there wages answer to competition.
    Acemoglu, D. and Pischke, J.-S. (1999). Beyond Becker: training in imperfect labour markets.
    Economic Journal 109, F112-F142. On firms that set wages and train all the same.

    Examples
    --------
    >>> training_threshold(surplus=100, cost=40)
    0.6
    """
    surplus = check.number(surplus, "surplus", low=0, open_low=True)
    cost = check.number(cost, "cost", low=0)
    return max(1 - cost / surplus, 0.0)

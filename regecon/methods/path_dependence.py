"""Why does the past hold on, and who keeps an industry in its town?

Two simulations. In the first, an urn, every success makes the next one of its kind more likely.
In the second, firms are born into towns, either where their parents are or where many others
are; the map that results looks the same. Both are models (SYNTHETIC): they show what follows
from a rule, not what has happened anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from regecon.methods import _checks as check


def polya_urn(
    start: pd.Series,
    *,
    exponent: float = 1,
    draws: int = 400,
    runs: int = 1000,
    pushes: pd.Series | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Draw from an urn in which what is drawn becomes more.

    Parameters
    ----------
    start : Series (2 paths,)
        Balls of each of two paths at the beginning, above zero.
    exponent : float
        Returns b, at least zero: below 1 decreasing, 1 Polya's urn, above 1 increasing.
    draws, runs : int
        Draws in a run, each adding one ball, and number of runs.
    pushes : Series (draws,), optional
        A policy: before the draw (counted from 1) that labels the value, balls of the second
        path are added, as a share of all balls there are by then; at least zero.
    seed : int
        Runs with the same seed are the same.

    Returns
    -------
    DataFrame (draws + 1, runs)
        Share of the first path in all balls after each draw, from draw 0, the start.

    Raises
    ------
    ValueError
        If there are not two paths, a number lies outside its limits, or a push comes at a draw
        that there is not.

    Notes
    -----
    With A and B balls of the two paths, the next ball is of the first with probability

    .. math:: \frac{A^b}{A^b + B^b} .

    With decreasing returns all runs end near one half; with b = 1 every share is possible in
    the end; with increasing returns one path takes nearly all, and early draws decide which.

    References
    ----------
    Arthur, W. B. (1989). Competing technologies, increasing returns, and lock-in by historical
    events. Economic Journal 99(394), 116-131.
    Arthur, W. B., Ermoliev, Y. M., & Kaniovski, Y. M. (1987). Path-dependent processes and the
    emergence of macro-structure. European Journal of Operational Research 30(3), 294-303.

    Examples
    --------
    Three balls against one, with strongly increasing returns and without:

    >>> start = pd.Series({"steel": 3, "software": 1})
    >>> locked = polya_urn(start, exponent=20, draws=8, runs=2)
    >>> locked.iloc[-1].round(3).tolist()
    [0.917, 0.917]
    >>> even = polya_urn(start, exponent=0, draws=10_000, runs=2)
    >>> even.iloc[-1].round(1).tolist()
    [0.5, 0.5]
    """
    balls = check.vector(start, "start")
    check.positive(balls, "start")
    if len(balls) != 2:
        raise ValueError(f"start: expected two paths, got {len(balls)}")
    b = check.number(exponent, "exponent", low=0)
    draws, runs = _whole(draws, "draws"), _whole(runs, "runs")
    push_at = _pushes(pushes, draws)
    random = np.random.default_rng(seed)
    first = np.full(runs, balls.iloc[0])
    second = np.full(runs, balls.iloc[1])
    shares = np.empty((draws + 1, runs))
    shares[0] = first / (first + second)
    for draw in range(1, draws + 1):
        second += push_at.get(draw, 0) * (first + second)
        # The same as A^b / (A^b + B^b), but the powers would leave the range of numbers.
        drawn = random.random(runs) < expit(b * np.log(first / second))
        first += drawn
        second += ~drawn
        shares[draw] = first / (first + second)
    return pd.DataFrame(shares).rename_axis(index="draw", columns="run")


def locked_in(shares: pd.DataFrame, *, threshold: float = 0.9) -> float:
    """Share of the runs of an urn in which one path has taken nearly all in the end.

    Parameters
    ----------
    shares : DataFrame (draws, runs)
        As from :func:`polya_urn`.
    threshold : float
        Share from which on a path counts as having taken all, above one half, at most 1.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the threshold or a share lies outside its limits.

    Examples
    --------
    >>> locked_in(pd.DataFrame({"run 1": [0.5, 0.95], "run 2": [0.5, 0.6]}))
    0.5
    """
    shares = check.table(shares, "shares")
    threshold = check.number(threshold, "threshold", low=0.5, high=1, open_low=True)
    last = shares.iloc[-1]
    for run, share in last.items():
        check.number(share, f"shares, run {run!r}", low=0, high=1)
    # Shares that meet the threshold count, also where they miss it by rounding.
    larger = np.maximum(last, 1 - last)
    return float((larger >= threshold * (1 - check.ROUNDING)).mean())


@dataclass(frozen=True)
class FirmGrowth:
    """Firms of towns in a simulation of entry and exit.

    Attributes
    ----------
    firms
        Firms of each town (columns) by run and period, from period 0, the start.
    spin_offs
        Firms born of a parent in the town, over all periods, by run and town.
    newcomers
        Firms drawn to the town by those that were there, by run and town.
    """

    firms: pd.DataFrame
    spin_offs: pd.DataFrame
    newcomers: pd.DataFrame

    def shares(self) -> pd.DataFrame:
        """Share of each town in all firms at the end, by run."""
        last = self.firms.xs(self.firms.index[-1][1], level="period")
        return last.div(last.sum(axis="columns"), axis="index")


def spin_off_growth(
    firms: pd.Series,
    *,
    heredity: float,
    agglomeration: float,
    entries: float = 3,
    exit_rate: float = 0.03,
    floor: float = 0.5,
    periods: int = 60,
    runs: int = 200,
    seed: int = 0,
) -> FirmGrowth:
    r"""Let an industry grow by spin-offs, which stay with their parents, and by newcomers.

    Parameters
    ----------
    firms : Series (towns,)
        Firms of each town at the beginning, above zero.
    heredity : float
        Probability h that a new firm is a spin-off, 0 to 1.
    agglomeration : float
        Exponent a of a town's firms in what draws newcomers, at least zero: 0 if they choose
        any town alike, 1 in proportion to its firms, above 1 with increasing returns.
    entries : float
        Mean number of new firms in a period (Poisson), at least zero.
    exit_rate : float
        Share of the firms of a town that close in a period, 0 to 1.
    floor : float
        What no town falls below, above zero: a memory of the trade that may revive.
    periods, runs : int
        Periods of a run and number of runs.
    seed : int
        Runs with the same seed are the same.

    Returns
    -------
    FirmGrowth

    Raises
    ------
    ValueError
        If a number lies outside its limits.

    Notes
    -----
    A new firm stands in town j with probability

    .. math:: (1 - h) \frac{x_j^a}{\sum_k x_k^a} + h \frac{x_j}{\sum_k x_k}

    For a = 1 the two terms are the same: a map of firms cannot tell pure agglomeration from
    pure heredity. With the same seed it is the same map, firm by firm, whatever h. A register of
    founders can tell them apart, since it counts ``spin_offs`` and ``newcomers``. The exits are
    not random, only the entries.

    References
    ----------
    Buenstorf, G., & Klepper, S. (2009). Heritage and agglomeration: the Akron tyre cluster
    revisited. Economic Journal 119(537), 705-733.

    Examples
    --------
    The same map from opposite causes:

    >>> towns = pd.Series({"home": 30, "A": 10, "B": 10})
    >>> heirs = spin_off_growth(towns, heredity=1, agglomeration=0, runs=400)
    >>> magnet = spin_off_growth(towns, heredity=0, agglomeration=1, runs=400)
    >>> [float(round(map.shares()["home"].mean(), 1)) for map in (heirs, magnet)]
    [0.6, 0.6]
    >>> bool((heirs.firms == magnet.firms).all(axis=None))
    True
    >>> int(heirs.newcomers.sum().sum()), int(magnet.spin_offs.sum().sum())
    (0, 0)
    """
    start = check.vector(firms, "firms")
    check.positive(start, "firms")
    h = check.number(heredity, "heredity", low=0, high=1)
    a = check.number(agglomeration, "agglomeration", low=0)
    entries = check.number(entries, "entries", low=0)
    floor = check.number(floor, "floor", low=0, open_low=True)
    exit_rate = check.number(exit_rate, "exit_rate", low=0, high=1)
    periods, runs = _whole(periods, "periods"), _whole(runs, "runs")
    # Two streams: where a firm is born must not depend on whether we ask for its parent.
    place, parent = (np.random.default_rng(part) for part in np.random.SeedSequence(seed).spawn(2))
    now = np.tile(start.to_numpy(), (runs, 1))
    path = np.empty((runs, periods + 1, len(start)))
    path[:, 0] = now
    spin_offs, newcomers = np.zeros_like(now), np.zeros_like(now)
    for period in range(1, periods + 1):
        # Relative to the largest town the powers stay in the range of numbers.
        relative = now / now.max(axis=1, keepdims=True)
        by_birth, by_pull = h * _shares(relative), (1 - h) * _shares(relative**a)
        both = by_birth + by_pull
        born = place.multinomial(place.poisson(entries, runs), both)
        # A town that draws nobody (a power too small for the computer) has no births to split.
        heirs = np.divide(by_birth, both, out=np.zeros_like(both), where=both > 0)
        spun_off = parent.binomial(born, heirs)
        now = np.maximum(now * (1 - exit_rate), floor) + born
        spin_offs += spun_off
        newcomers += born - spun_off
        path[:, period] = now
    index = pd.MultiIndex.from_product([range(runs), range(periods + 1)], names=["run", "period"])
    by_run = {"index": pd.RangeIndex(runs, name="run"), "columns": start.index}
    return FirmGrowth(
        firms=pd.DataFrame(path.reshape(-1, len(start)), index=index, columns=start.index),
        spin_offs=pd.DataFrame(spin_offs, **by_run),
        newcomers=pd.DataFrame(newcomers, **by_run),
    )


def _shares(sizes: np.ndarray) -> np.ndarray:
    return sizes / sizes.sum(axis=1, keepdims=True)


def _whole(value, name: str) -> int:
    number = check.number(value, name, low=1)
    if number != int(number):
        raise ValueError(f"{name}: expected a whole number, got {value!r}")
    return int(number)


def _pushes(pushes, draws: int) -> dict[int, float]:
    if pushes is None:
        return {}
    series = check.vector(pushes, "pushes")
    check.non_negative(series, "pushes")
    outside = series.index.difference(range(1, draws + 1))
    if len(outside):
        raise ValueError(f"pushes: there is no draw {outside.tolist()[0]!r}, only 1 to {draws}")
    return series.to_dict()

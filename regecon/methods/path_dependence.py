"""Why does the past hold on, and who keeps an industry in its town?

Two models and a measure. In the first model, an urn, every success makes the next one of its
kind more likely; it is drawn run by run or computed exactly. In the second, firms are born into
towns, either where their parents are or where many others are; the map that results looks the
same. Both are SYNTHETIC: they show what follows from a rule, not what has happened anywhere. The
measure asks of a structure that did happen how much it moved, and how much of that has stayed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from regecon.methods import _checks as check

RECEIVERS = ("leader", "laggard", "anyone")


@dataclass(frozen=True)
class UrnPolicy:
    """Balls that somebody pays for in an urn of two paths.

    Attributes
    ----------
    to
        ``"leader"`` or ``"laggard"``: all balls at once to the path that has more, or fewer,
        by then (of two equal ones the first leads). ``"anyone"``: newcomers who do not look at
        what is there; one comes before each of the next draws and tosses a coin.
    after
        Draw after which the policy begins, from 0.
    balls
        Balls that are paid for, from 0.

    Raises
    ------
    ValueError
        If nobody of that name can receive, or a number is negative or not whole.
    """

    to: str
    after: int
    balls: int

    def __post_init__(self):
        if self.to not in RECEIVERS:
            raise ValueError(f"to: expected one of {', '.join(RECEIVERS)}, got {self.to!r}")
        check.whole(self.after, "after")
        check.whole(self.balls, "balls")

    def pays(self, draw: int) -> bool:
        """Whether balls are added just before a draw, counted from 1."""
        lasts = self.balls if self.to == "anyone" else min(self.balls, 1)
        return self.after < draw <= self.after + lasts

    def within(self, draws: int) -> UrnPolicy:
        """The policy itself, if it ends within so many draws."""
        last = self.after + (self.balls if self.to == "anyone" else 0)
        if last > draws:
            raise ValueError(f"policy: it lasts to draw {last}, there are only {draws}")
        return self


NOTHING = UrnPolicy("anyone", 0, 0)


def polya_urn(
    start: pd.Series,
    *,
    exponent: float = 1,
    draws: int = 400,
    runs: int = 1000,
    pushes: pd.Series | None = None,
    policy: UrnPolicy = NOTHING,
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
    policy : UrnPolicy, optional
        Another policy: a number of balls for whoever leads, trails or comes.
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
    push_at, policy = _pushes(pushes, draws), policy.within(draws)
    random = np.random.default_rng(seed)
    first = np.full(runs, balls.iloc[0])
    second = np.full(runs, balls.iloc[1])
    shares = np.empty((draws + 1, runs))
    shares[0] = first / (first + second)
    for draw in range(1, draws + 1):
        second += push_at.get(draw, 0) * (first + second)
        paid = _paid(policy, draw, first, second, random)
        first += paid[0]
        second += paid[1]
        # The same as A^b / (A^b + B^b), but the powers would leave the range of numbers.
        drawn = random.random(runs) < expit(b * np.log(first / second))
        first += drawn
        second += ~drawn
        shares[draw] = first / (first + second)
    return pd.DataFrame(shares).rename_axis(index="draw", columns="run")


def _paid(policy: UrnPolicy, draw: int, first, second, random) -> tuple[np.ndarray, np.ndarray]:
    """Balls for the first and for the second path that are paid for before a draw, by run."""
    none = np.zeros(first.shape)
    if not policy.pays(draw):
        return none, none
    if policy.to == "anyone":
        to_first, many = random.random(first.shape) < 0.5, 1
    else:
        to_first, many = (first >= second) == (policy.to == "leader"), policy.balls
    return many * to_first, many * ~to_first


def urn_odds(
    start: pd.Series, *, exponent: float = 1, draws: int = 400, policy: UrnPolicy = NOTHING
) -> pd.Series:
    r"""Where an urn of two paths ends, exactly: the odds of every share, without a die.

    Parameters
    ----------
    start, exponent, draws, policy
        As for :func:`polya_urn`.

    Returns
    -------
    Series (balls of the first path in the end)
        Probabilities that sum to 1, by the share of the first path in all balls.

    Raises
    ------
    ValueError
        As for :func:`polya_urn`.

    Notes
    -----
    What the next draw does depends on the balls that there are and not on their order, so that
    the odds after a draw follow from those before it:

    .. math:: P_{n+1}(k) = P_n(k)\,(1 - p_n(k)) + P_n(k - 1)\,p_n(k - 1)

    where k is the number of draws won by the first path and p its chance to win the next.

    References
    ----------
    Arthur, W. B., Ermoliev, Y. M., & Kaniovski, Y. M. (1987). Path-dependent processes and the
    emergence of macro-structure. European Journal of Operational Research 30(3), 294-303.

    Examples
    --------
    One ball each, two draws, b = 1: the second draw follows the first in two cases of three, so
    that 3:1, 2:2 and 1:3 are equally likely.

    >>> even = pd.Series({"steel": 1, "software": 1})
    >>> urn_odds(even, draws=2).round(4).to_dict()
    {0.25: 0.3333, 0.5: 0.3333, 0.75: 0.3333}

    A ball for the laggard after the first draw makes it 2:2:

    >>> urn_odds(even, draws=2, policy=UrnPolicy("laggard", 1, 1)).round(4).to_dict()
    {0.2: 0.0, 0.4: 0.5, 0.6: 0.5, 0.8: 0.0}
    """
    balls = check.vector(start, "start")
    check.positive(balls, "start")
    if len(balls) != 2:
        raise ValueError(f"start: expected two paths, got {len(balls)}")
    b = check.number(exponent, "exponent", low=0)
    draws = _whole(draws, "draws")
    policy = policy.within(draws)
    most = draws + policy.balls
    first, second = (b * np.log(balls.iloc[path] + np.arange(most + 1)) for path in (0, 1))
    odds = np.ones(1)
    for draw in range(1, draws + 1):
        odds = _after_policy(odds, policy, draw, balls)
        last = len(odds)
        odds = _won(odds, expit(first[:last] - second[:last][::-1]))
    first, second = _balls(balls, odds)
    return pd.Series(odds, index=pd.Index(first / (first + second), name="share"), name="odds")


def _after_policy(odds: np.ndarray, policy: UrnPolicy, draw: int, start: pd.Series) -> np.ndarray:
    """The odds when what is paid for before a draw has been added."""
    if not policy.pays(draw):
        return odds
    if policy.to == "anyone":
        return _won(odds, 0.5)
    first, second = _balls(start, odds)
    to_first = (first >= second) == (policy.to == "leader")
    none = np.zeros(policy.balls)
    return np.append(none, odds * to_first) + np.append(odds * ~to_first, none)


def _balls(start: pd.Series, odds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Balls of both paths in each state: the first has won none, one, two ... of those added."""
    won = np.arange(len(odds))
    return start.iloc[0] + won, start.iloc[1] + won[::-1]


def _won(odds: np.ndarray, chance) -> np.ndarray:
    """The odds after one more ball that is the first path's with some chance in each state."""
    more = np.zeros(len(odds) + 1)
    more[1:] = odds * chance
    more[:-1] += odds - more[1:]
    return more


def odds_locked_in(odds: pd.Series, *, threshold: float = 0.9) -> float:
    """The probability that one path has taken nearly all in the end.

    Parameters
    ----------
    odds : Series (shares of the first path,)
        As from :func:`urn_odds`.
    threshold : float
        As for :func:`locked_in`.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the threshold, a share or a probability lies outside its limits, or the
        probabilities do not sum to 1.

    Examples
    --------
    >>> odds_locked_in(pd.Series({0.05: 0.25, 0.5: 0.5, 0.9: 0.25}))
    0.5
    """
    odds = check.vector(odds, "odds")
    check.share(odds, "odds")
    if abs(odds.sum() - 1) > 1e-9:
        raise ValueError(f"odds: expected a sum of 1, found {odds.sum():g}")
    threshold = _threshold(threshold)
    ends = pd.Series(odds.index, index=odds.index, name="share").astype(float)
    check.share(ends, "odds, share")
    return float(odds[_one_sided(ends, threshold)].sum())


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
    threshold = _threshold(threshold)
    last = shares.iloc[-1]
    for run, share in last.items():
        check.number(share, f"shares, run {run!r}", low=0, high=1)
    return float(_one_sided(last, threshold).mean())


def _threshold(value) -> float:
    return check.number(value, "threshold", low=0.5, high=1, open_low=True)


def _one_sided(shares: pd.Series, threshold: float) -> pd.Series:
    """Where either path has the threshold, also where it misses it by rounding."""
    return np.maximum(shares, 1 - shares) >= threshold * (1 - check.ROUNDING)


def structural_turnover(structure: pd.DataFrame) -> pd.Series:
    r"""How much a structure moved, and how much of the movement has stayed.

    Parameters
    ----------
    structure : DataFrame (times, sectors)
        Jobs, output or value added of each sector, in order of time; non-negative, every row
        with a total above zero.

    Returns
    -------
    Series
        ``net``: share of the whole that is in another sector at the end than at the start, from
        0 to 1. ``gross``: the same from each time to the next, added up. ``kept``: net over
        gross, from 0 (all of it went to and fro) to 1 (every step the same way); missing if
        nothing moved.

    Raises
    ------
    ValueError
        If there are fewer than two times, a value is negative or a row is empty.

    Notes
    -----
    With s the share of sector i at time t,

    .. math:: d(t, u) = \tfrac12 \sum_i |s_{iu} - s_{it}|, \qquad
              N = d(0, T), \quad G = \sum_{t=1}^{T} d(t - 1, t), \quad K = N / G .

    Two thirds into one sector out of another count once: that is the half. The measure does not
    say whether what grew is new, and in current prices a price moves it as a founding does. G
    grows with the number of times, N does not, and noise in the shares lowers K.

    References
    ----------
    Dietrich, A. (2012). Does growth cause structural change, or is it the other way around? A
    dynamic panel data analysis for seven OECD countries. Empirical Economics, on measures of
    structural change in shares; the index of
    :func:`regecon.methods.specialisation.krugman_specialisation` does between two places what d
    does between two times.

    Examples
    --------
    Steel goes from 60 to 70 and back to 62 of a hundred: two points of eighteen have stayed.

    >>> town = pd.DataFrame({"steel": [60, 70, 62], "services": [40, 30, 38]})
    >>> structural_turnover(town).round(3).to_dict()
    {'net': 0.02, 'gross': 0.18, 'kept': 0.111}
    """
    table = check.table(structure, "structure")
    check.non_negative(table, "structure")
    if len(table) < 2:
        raise ValueError(f"structure: expected at least two times, got {len(table)}")
    totals = table.sum(axis="columns")
    check.positive(totals, "structure, totals")
    shares = table.div(totals, axis="index").to_numpy()
    net = np.abs(shares[-1] - shares[0]).sum() / 2
    gross = np.abs(np.diff(shares, axis=0)).sum() / 2
    kept = net / gross if gross > check.ROUNDING else np.nan
    return pd.Series({"net": net, "gross": gross, "kept": kept})


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

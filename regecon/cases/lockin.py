"""An urn as a town of two trades: when does it lock, and what does it cost to unstick it?

SYNTHETIC. Newcomers join one of two trades, the more readily the more people a trade has; the
exponent says how much more readily. A policy pays for some places in one of the trades, or for
newcomers who do not look at what is there. The odds are exact, the runs of the fan are drawn.
Also: what two coders found of lock-in in the SYNTHETIC interviews. Week 5.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from regecon.data import load
from regecon.methods.agreement import cohen_kappa
from regecon.methods.path_dependence import (
    NOTHING,
    UrnPolicy,
    odds_locked_in,
    polya_urn,
    urn_odds,
)

START = pd.Series({"A": 1, "B": 1})
DRAWS, THRESHOLD = 400, 0.9
LATER = 1600  # newcomers after which one looks again
EXPONENTS = (0.5, 1, 1.5, 2)
POLICIES = ("nothing", "laggard", "anyone", "leader")
DATES, SIZES = (20, 50, 100, 200), (5, 20, 80)
EXPONENT, DATE, SIZE = 1.5, 50, 20  # where chapter and explorer begin

FAN, SEED = 12, 3
# Draws that the fan shows; the next after each date, so that a push stands upright.
LOOKS = (0, 5, 10, 20, 21, 35, 50, 51, 75, 100, 101, 150, 200, 201, 250, 300, 350, 400)
ENOUGH = 10  # per cent of the runs that may still end one-sided, for the least push
PUSH_DATES = (20, 30, 50, 100, 150, 200)
TOO_EARLY = 10  # after so few no push is enough
GROWN = 4  # times the newcomers at the push, for a look in proportion to the town

LOCK_INS = ("lock_functional", "lock_cognitive", "lock_political")


def policy(to: str, after: int, balls: int) -> UrnPolicy:
    """The policy of a name; ``"nothing"`` pays for nobody."""
    if to not in POLICIES:
        raise ValueError(f"to: expected one of {', '.join(POLICIES)}, got {to!r}")
    return NOTHING if to == "nothing" else UrnPolicy(to, after, balls)


@cache
def ends(exponent: float, paid: UrnPolicy = NOTHING, draws: int = DRAWS) -> pd.Series:
    """Odds of every share of the first trade after so many newcomers, exactly."""
    return urn_odds(START, exponent=exponent, draws=draws, policy=paid)


def stuck(exponent: float, paid: UrnPolicy = NOTHING, draws: int = DRAWS) -> float:
    """Per cent of the runs that end with nine in ten or more in one trade."""
    return 100 * odds_locked_in(ends(exponent, paid, draws), threshold=THRESHOLD)


def bands() -> pd.DataFrame:
    """Per cent of the runs by tenths of the share of the first trade, for each exponent.

    Returns
    -------
    DataFrame (tenths, by their lower bound in per cent; exponents)
        A share on a bound counts to the tenth above it, the whole to the last.
    """
    found = {}
    for exponent in EXPONENTS:
        odds = ends(exponent)
        tenth = pd.Series((odds.index * 10).astype(int), index=odds.index).clip(upper=9)
        found[exponent] = 100 * odds.groupby(10 * tenth).sum()
    table = pd.DataFrame(found).reindex(range(0, 100, 10)).fillna(0)
    return table.rename_axis(index="share", columns="exponent")


def fan(exponent: float, to: str, after: int, balls: int) -> pd.DataFrame:
    """A few runs, the same ones in every state until the policy begins.

    Returns
    -------
    DataFrame
        ``run``, ``draw`` and ``share`` of the first trade, per cent, whole.
    """
    shares = polya_urn(
        START, exponent=exponent, draws=DRAWS, runs=FAN, policy=policy(to, after, balls), seed=SEED
    )
    rows = (100 * shares.loc[list(LOOKS)]).round().astype(int).stack().rename("share")
    return rows.reset_index().sort_values(["run", "draw"])[["run", "draw", "share"]]


def pushed(after: int, workshops: int, exponent: float = EXPONENT) -> float:
    """One-sided towns of 100, 400 newcomers after a push for the laggard."""
    return stuck(exponent, UrnPolicy("laggard", after, workshops), after + DRAWS)


@cache
def least_push(after: int, exponent: float = EXPONENT) -> int:
    """The fewest workshops for the laggard that leave few towns one-sided 400 newcomers later.

    Raises
    ------
    ValueError
        If no number does: a very small town begins its lottery again.
    """
    for workshops in range(after + 2):  # with more the laggard leads whatever it had
        if pushed(after, workshops, exponent) <= ENOUGH:
            return workshops
    raise ValueError(f"after: no push after {after} newcomers leaves so few towns one-sided")


@cache
def best_push(after: int, exponent: float = EXPONENT) -> tuple[int, float]:
    """The number of workshops that leaves fewest towns one-sided, and how many of 100."""
    towns = {many: pushed(after, many, exponent) for many in range(2 * after + 1)}
    best = min(towns, key=towns.get)
    return best, towns[best]


@cache
def pushes() -> pd.Series:
    """The least push by its date."""
    return pd.Series({date: least_push(date) for date in PUSH_DATES}, name="places")


def grown_push(after: int) -> float:
    """The least push, per cent of the town, if one looks when the newcomers have quadrupled."""
    for workshops in range(after + 2):
        if stuck(EXPONENT, UrnPolicy("laggard", after, workshops), GROWN * after) <= ENOUGH:
            return 100 * workshops / (after + 2)
    raise ValueError(f"after: no push after {after} newcomers leaves so few towns one-sided")


def delay(paid: UrnPolicy, exponent: float = EXPONENT) -> pd.Series:
    """Per cent of the runs that are one-sided after 400, 800, 1,600 and 3,200 newcomers."""
    looks = (DRAWS, 2 * DRAWS, 4 * DRAWS, 8 * DRAWS)
    return pd.Series({draws: stuck(exponent, paid, draws) for draws in looks})


def chance(first: float, second: float, exponent: float) -> float:
    """Chance that the next newcomer joins the first trade, by hand."""
    return first**exponent / (first**exponent + second**exponent)


@cache
def codes() -> pd.DataFrame:
    """What two coders found of each lock-in in the SYNTHETIC answers.

    Returns
    -------
    DataFrame (codes of lock-in)
        Answers marked by ``a``, by ``b``, by ``both``; ``agreement`` (share of all answers) and
        ``kappa``.
    """
    table = load("codings_synthetic")
    found = {}
    for code in LOCK_INS:
        rows = table[table["code"] == code]
        first, second = rows["coder_a"], rows["coder_b"]
        kappa = cohen_kappa(first, second)
        found[code] = {
            "a": first.sum(),
            "b": second.sum(),
            "both": (first & second).sum(),
            "agreement": kappa.observed,
            "kappa": kappa.kappa,
        }
    return pd.DataFrame(found).T


def answers_coded(code: str) -> pd.DataFrame:
    """The SYNTHETIC answers that a coder or both gave a code of lock-in, with town and text."""
    rows = load("codings_synthetic").query("code == @code").set_index("answer")
    rows = rows[rows["coder_a"] | rows["coder_b"]]
    words = load("interviews_synthetic").set_index("answer")[["town", "audience", "text"]]
    return words.loc[rows.index].join(rows[["coder_a", "coder_b"]])

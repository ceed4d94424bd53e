"""What two coders' agreement is worth, and how much so many interviews have let us hear.

Works on interviews as :mod:`regecon.cases.interviews` gives them. The stylised coders and themes
are SYNTHETIC; the balanced table of two coders is the first example of Feinstein and Cicchetti
(1990), as a textbook of epidemiology prints it.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from regecon.cases.interviews import CODERS, ours
from regecon.data import load
from regecon.methods.agreement import (
    Interval,
    bootstrap_interval,
    cohen_kappa,
    specific_agreement,
)
from regecon.methods.fieldwork import expected_saturation, observed_saturation

MARKS = ("present", "absent")
BALANCED = (40, 9, 6, 45)  # both, only one, only the other, neither: Feinstein and Cicchetti
SKEWED = (80, 10, 5, 5)  # their second table
RARE = (2, 5, 5, 88)  # SYNTHETIC
GOOD = (0.9, 0.02)  # SYNTHETIC: how often good coders mark what is there, and what is not
THEMES, TOP = 30, 0.8  # SYNTHETIC: themes, and the chance that an interview mentions the first
DRAWS, SEED = 1000, 2026  # of the intervals
RULES = ("both", "either", *CODERS)


def two_by_two(both: float, only_a: float, only_b: float, neither: float) -> pd.DataFrame:
    """Units by the marks of coder A (rows) and coder B (columns).

    Examples
    --------
    >>> two_by_two(*RARE).loc["present"].tolist()
    [2, 5]
    """
    return pd.DataFrame([[both, only_a], [only_b, neither]], index=MARKS, columns=MARKS)


def possible(share: float, agreement: float) -> bool:
    """Whether two coders who mark a share on average can agree on so much.

    Every disagreement takes one of them to mark the code, so it cannot be too rare (or too
    common) for the disagreements there are.
    """
    apart = 1 - agreement
    return apart / 2 <= min(share, 1 - share) + 1e-12


def agreed(share: float, agreement: float, lean: float = 0.5) -> pd.DataFrame:
    """Two coders by what they agree on, in shares of the units.

    Parameters
    ----------
    share : float
        Share of the units that carry the code, on the average of both coders.
    agreement : float
        Share of the units on which they agree.
    lean : float
        Part of the disagreements in which it is coder A who marks.

    Raises
    ------
    ValueError
        If so many disagreements do not fit so rare a code.

    Examples
    --------
    >>> agreed(0.07, 0.9).round(3).to_numpy().tolist()
    [[0.02, 0.05], [0.05, 0.88]]
    """
    apart = 1 - agreement
    if not possible(share, agreement):
        raise ValueError(
            f"agreement: coders who disagree on {apart:.0%} of the units mark at least "
            f"{apart / 2:.1%} and at most {1 - apart / 2:.1%} of them, found {share:.1%}"
        )
    both = share - apart / 2
    return two_by_two(both, lean * apart, (1 - lean) * apart, 1 - both - apart)


def skilled(share: float, hit: float, alarm: float) -> pd.DataFrame:
    """Two equally good coders who err independently, in shares of the units.

    Parameters
    ----------
    share : float
        Share of the units that truly carry the code.
    hit, alarm : float
        Chance that a coder marks a unit that carries it, and one that does not.

    Examples
    --------
    The same two coders, a common code and a rare one:

    >>> [round(cohen_kappa(skilled(share, 0.9, 0.02)).kappa, 2) for share in (0.5, 0.05)]
    [0.78, 0.61]
    """
    both = share * hit**2 + (1 - share) * alarm**2
    one = share * hit * (1 - hit) + (1 - share) * alarm * (1 - alarm)
    return two_by_two(both, one, one, 1 - both - 2 * one)


@cache
def kappa_interval(counts: tuple[int, int, int, int]) -> Interval:
    """Kappa of a table of two coders with its interval, from drawing its units anew.

    Examples
    --------
    >>> kappa_interval(RARE).high > kappa_interval(BALANCED).estimate
    False
    """
    units = pd.DataFrame(np.repeat(np.eye(len(counts), dtype=int), counts, axis=0))
    return bootstrap_interval(units, _kappa_of_sums, seed=SEED, draws=DRAWS)


# --- The interviews -----------------------------------------------------------------------


def counts_by(coded: pd.DataFrame, *by: str) -> pd.DataFrame:
    """Answers that both coders mark, only one of them, and neither.

    Parameters
    ----------
    coded : DataFrame
        Interviews as :func:`regecon.cases.interviews.coded` gives them.
    by : str
        Columns to count by, such as ``code``.

    Returns
    -------
    DataFrame, shape (groups, 4)
        ``both``, ``only_a``, ``only_b`` and ``neither``.
    """
    a, b = coded["coder_a"], coded["coder_b"]
    marks = {"both": a & b, "only_a": a & ~b, "only_b": ~a & b, "neither": ~a & ~b}
    keys = [coded[name] for name in by]
    return pd.DataFrame(marks).groupby(keys, sort=False).sum()


def agreement_of(coded: pd.DataFrame) -> pd.DataFrame:
    """For each code how often it is marked and how far the coders agree, the lowest kappa first.

    Returns
    -------
    DataFrame, shape (codes, 8)
        Counts as in :func:`counts_by`; ``share`` of the answers that carry the code, on the
        average of both coders; ``observed`` agreement; ``kappa``; and ``presence``, the agreement
        on the code where it is given at all. NaN where neither coder gave it.

    Examples
    --------
    >>> from regecon.cases.interviews import ours
    >>> agreement_of(ours()).index[0]
    'shadow'
    """
    found = counts_by(coded, "code")
    units = found.sum(axis="columns")
    rows = []
    for counts in found.itertuples(index=False):
        table = two_by_two(*counts)
        result = cohen_kappa(table)
        rows.append((result.observed, result.kappa, specific_agreement(table)["present"]))
    found["share"] = (found["both"] + (found["only_a"] + found["only_b"]) / 2) / units
    found[["observed", "kappa", "presence"]] = rows
    return found.sort_values("kappa", kind="stable")


def interval_of(coded: pd.DataFrame, code: str | None = None) -> Interval:
    """Kappa of a code, or of all decisions, with its interval; whole interviews are drawn anew.

    Answers of one speaker are not independent, so it is speakers who are drawn.

    Raises
    ------
    KeyError
        If no answer was coded for that code.
    """
    rows = coded if code is None else coded[coded["code"] == code]
    if rows.empty:
        raise KeyError(f"code: {code!r} is not among the codes of these interviews")
    return bootstrap_interval(counts_by(rows, "interview"), _kappa_of_sums, seed=SEED, draws=DRAWS)


def _kappa_of_sums(interviews: pd.DataFrame) -> float:
    return cohen_kappa(two_by_two(*interviews.sum())).kappa


def against_meaning() -> pd.DataFrame:
    """Our SYNTHETIC coders held against what the answers were written for.

    Returns
    -------
    DataFrame, shape (codes, 5)
        Answers that were ``meant`` to carry the code, seen in them by ``both`` coders, by ``one``,
        or ``missed`` by both; and answers that were ``misread``: marked though not meant.

    Examples
    --------
    >>> against_meaning().loc["shadow"].tolist()
    [11, 2, 5, 4, 6]
    """
    coded = ours()
    written = load("intended_codes_synthetic")
    pairs = pd.MultiIndex.from_frame(coded[["answer", "code"]])
    meant = pairs.isin(pd.MultiIndex.from_frame(written))
    a, b = coded["coder_a"], coded["coder_b"]
    marks = {
        "meant": meant,
        "both": a & b & meant,
        "one": (a ^ b) & meant,
        "missed": ~a & ~b & meant,
        "misread": (a | b) & ~meant,
    }
    return pd.DataFrame(marks).groupby(coded["code"], sort=False).sum()


def heard(coded: pd.DataFrame, rule: str = "both") -> pd.DataFrame:
    """Whether each interview brought up each code.

    Parameters
    ----------
    coded : DataFrame
        Interviews as :func:`regecon.cases.interviews.coded` gives them.
    rule : {"both", "either", "coder_a", "coder_b"}
        Who has to have marked an answer for it to count.

    Returns
    -------
    DataFrame, shape (interviews, codes)
        1 or 0, in the order in which the interviews were held.
    """
    if rule not in RULES:
        raise ValueError(f"rule: expected one of {', '.join(RULES)}, got {rule!r}")
    a, b = coded["coder_a"], coded["coder_b"]
    seen = {"both": a & b, "either": a | b, "coder_a": a, "coder_b": b}[rule]
    rows = coded.assign(seen=seen)
    order = rows.drop_duplicates("interview").sort_values("heard")["interview"]
    table = rows.pivot_table("seen", "interview", "code", aggfunc="any", sort=False)
    return table.loc[order].astype(int)


def themes_of(coded: pd.DataFrame, by: str = "town", rule: str = "both") -> pd.DataFrame:
    """Share of the interviews of each town (or audience) that brought up each code.

    Returns
    -------
    DataFrame, shape (codes, groups)
        Between 0 and 1; groups in the order of the journey.
    """
    table = heard(coded, rule)
    group = coded.drop_duplicates("interview").set_index("interview")[by].reindex(table.index)
    return table.groupby(group, sort=False).mean().T


def saturation_of(coded: pd.DataFrame, rule: str = "both") -> pd.DataFrame:
    """Codes heard after each interview: as the journey went, and in the mean over all orders.

    Returns
    -------
    DataFrame, shape (interviews, 3)
        ``town`` of the interview, ``journey`` and ``shuffled`` in codes, labelled 1, 2, 3.
    """
    table = heard(coded, rule)
    table = table.loc[:, table.any()]
    town = coded.drop_duplicates("interview").set_index("interview")["town"].reindex(table.index)
    shuffled = observed_saturation(table) * table.shape[1]
    journey = table.cummax().sum(axis="columns").to_numpy()
    return pd.DataFrame({"town": town.to_numpy(), "journey": journey, "shuffled": shuffled})


# --- How many to ask: a stylised case -----------------------------------------------------


def unequal_themes(decline: float = 1.0) -> pd.Series:
    """How probable it is that one interview mentions each of thirty themes, SYNTHETIC.

    Theme k is mentioned with the chance 0.8 over k to the power ``decline``.

    Examples
    --------
    >>> unequal_themes().head(3).round(3).tolist()
    [0.8, 0.4, 0.267]
    """
    ranks = pd.RangeIndex(1, THEMES + 1, name="theme")
    return pd.Series(TOP / ranks.to_numpy(dtype=float) ** decline, index=ranks, name="chance")


def share_heard(interviews: int, decline: float = 1.0, audiences: int = 1) -> float:
    """Expected share of the thirty themes after so many interviews.

    With several audiences each theme is known to one of them only, the themes are dealt out in
    turn, and so are the interviews.

    Examples
    --------
    >>> [round(share_heard(n), 3) for n in (6, 12, 20, 40)]
    [0.371, 0.546, 0.69, 0.864]
    """
    chances = unequal_themes(decline)
    found = 0.0
    for turn in range(audiences):
        own = chances.iloc[turn::audiences]
        asked = len(range(turn, interviews, audiences))
        found += len(own) * float(expected_saturation(own, asked)[asked])
    return found / THEMES


@cache
def published_saturation() -> pd.Series:
    """Share of a study's codes that were in use after so many of its interviews."""
    rows = load("saturation_studies").set_index("interviews")
    return (rows["codes"] / rows["all_codes"]).rename("share")


# --- What was asked and what came back ----------------------------------------------------


@cache
def topics() -> pd.DataFrame:
    """The topics of the expedition's talks, and whether each left a finding by two rules.

    Returns
    -------
    DataFrame, shape (topics, 4)
        Labelled by claim: ``audience``, ``topic``, ``wide`` and ``narrow`` (True or False).

    Examples
    --------
    >>> topics().groupby("audience")["narrow"].sum().to_dict()
    {'administration': 9, 'enterprise': 6, 'residents': 2}
    """
    table = load("guide_topics").set_index("claim")
    table[["wide", "narrow"]] = table[["wide", "narrow"]].notna()
    return table[["audience", "topic", "wide", "narrow"]]


def topics_agreement():
    """Kappa of the two rules, as if they were two coders.

    Examples
    --------
    >>> round(topics_agreement().observed, 2)
    0.72
    """
    return cohen_kappa(topics()["wide"], topics()["narrow"])


# --- A test that can fail -----------------------------------------------------------------

SPEAKERS, ENOUGH, TOWNS, TOWNS_ENOUGH = 12, 7, 4, 3
LINE = 0.2  # the lower end of kappa's interval has to lie above it


def chance_of_support(share: float) -> float:
    """Chance that the test of S-186 is passed if a share of the speakers raise the need.

    Passed if at least seven of twelve speakers raise it in at least three of four towns.

    Examples
    --------
    >>> chance_of_support(0.3) < 0.01, chance_of_support(0.8) > 0.9
    (True, True)
    """
    from scipy.stats import binom

    town = binom.sf(ENOUGH - 1, SPEAKERS, share)
    return float(binom.sf(TOWNS_ENOUGH - 1, TOWNS, town))


def chance_of_coding(share: float, line: float) -> float:
    """Chance that good coders pass the first condition of the test of S-186.

    Passed if the lower end of kappa's interval over all speakers lies above the line, where a
    share of the speakers raise the need.

    Examples
    --------
    >>> chance_of_coding(0.75, 0.2) > 0.8, chance_of_coding(0.75, 0.4) < 0.6
    (True, True)
    """
    return float((_lower_ends(share) > line).mean())


@cache
def _lower_ends(share: float) -> np.ndarray:
    """Lower end of kappa's interval in many runs of the test by good coders."""
    rng = np.random.default_rng(SEED)
    units, runs = SPEAKERS * TOWNS, 400
    tables = rng.multinomial(units, skilled(share, *GOOD).to_numpy().ravel(), size=runs)
    again = rng.multinomial(units, tables / units, size=(runs, runs)) / units
    both, only_a, only_b, _neither = np.moveaxis(again, -1, 0)
    a, b = both + only_a, both + only_b
    expected = a * b + (1 - a) * (1 - b)
    kappa = 1 - (only_a + only_b) / np.where(expected < 1, 1 - expected, np.nan)
    return np.nanquantile(kappa, 0.025, axis=0)

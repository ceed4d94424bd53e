"""From a map of related sectors to a plan: odds of entry, survival of what is founded, the gap.

How likely a region is to enter a sector, given what it has around it; how long sectors last that
were founded by decree; and how much of a plan has nobody behind it. The density around a sector
is that of :func:`regecon.methods.branching.relatedness_density`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
import pandas as pd

from regecon.methods import _checks as check
from regecon.methods.branching import presence_table, relatedness_density


@dataclass(frozen=True)
class EntryLogit:
    """Odds of entry as a function of density.

    Attributes
    ----------
    constant, slope
        Of the logarithm of the odds; the slope is for a density that goes from 0 to 1.
    slope_error
        Standard error of the slope.
    chances, entries
        Pairs of region and sector that could enter, and that did.
    """

    constant: float
    slope: float
    slope_error: float
    chances: int
    entries: int

    def probability(self, density):
        """Probability of entry at a density (number, Series or DataFrame)."""
        return 1 / (1 + np.exp(-self.constant - self.slope * density))


def entry_logit(density: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> EntryLogit:
    r"""Do regions enter the sectors around which they are dense?

    Parameters
    ----------
    density : DataFrame (regions, sectors)
        Relatedness density at the start, from 0 to 1.
    before, after : DataFrame (regions, sectors)
        1 where a region is specialised in a sector at the start and at the end, else 0.

    Returns
    -------
    EntryLogit
        Estimated by maximum likelihood on all cells that are 0 in ``before`` and have a density.

    Raises
    ------
    ValueError
        If a cell of ``before`` or ``after`` is neither 0 nor 1, a density lies outside 0 to 1,
        the labels do not match, no cell could enter, all of them or none did, the density is
        the same everywhere, or it separates the entries from the rest, so that the likelihood
        has no maximum.

    Notes
    -----
    .. math:: \ln \frac{P(\text{entry}_{ri})}{1 - P(\text{entry}_{ri})} = a + b\, \omega_{ri}

    The standard error takes all cells as independent. They are not: a region's shares sum to 1,
    and neighbours have the same shocks.

    References
    ----------
    Neffke, F., Henning, M., & Boschma, R. (2011). How do regions diversify over time? Industry
    relatedness and the development of new growth paths in regions. Economic Geography 87(3),
    237-265.

    Examples
    --------
    At density 0.2 one chance of four is taken, at 0.6 three of four: the odds go from 1/3 to 3,
    and ln 9 = 2.197 over 0.4 is a slope of 5.493.

    >>> sectors = list("abcd")
    >>> dense = pd.DataFrame([[0.2] * 4, [0.6] * 4], index=["rare", "thick"], columns=sectors)
    >>> then = pd.DataFrame([[1, 0, 0, 0], [1, 1, 1, 0]], index=dense.index, columns=sectors)
    >>> found = entry_logit(dense, 0 * then, then)
    >>> round(found.slope, 3), found.entries, round(float(found.probability(0.6)), 3)
    (5.493, 4, 0.75)
    """
    from statsmodels.discrete.discrete_model import Logit

    start, end = presence_table(before), presence_table(after)
    near = check.table(density, "density", allow_missing=True)
    check.share(near, "density")
    for other, name in ((end, "after"), (near, "density")):
        check.same_labels(start.index, other.index, "before, rows", f"{name}, rows")
        check.same_labels(start.columns, other.columns, "before, columns", f"{name}, columns")
    end = end.reindex_like(start)
    near = near.reindex_like(start)
    open_to = (start == 0).to_numpy() & near.notna().to_numpy()
    entered, dense = end.to_numpy()[open_to], near.to_numpy()[open_to]
    if not 0 < entered.sum() < len(entered):
        raise ValueError(
            f"after: expected some entries but not all, found {entered.sum():g} of {len(entered)}"
        )
    _not_separated(dense[entered == 1], dense[entered == 0])
    fitted = Logit(entered, np.column_stack([np.ones_like(dense), dense])).fit(disp=False)
    constant, slope = fitted.params
    return EntryLogit(
        float(constant), float(slope), float(fitted.bse[1]), len(entered), int(entered.sum())
    )


def _not_separated(entered: np.ndarray, stayed: np.ndarray) -> None:
    """Raise if a density parts the two: the steeper the slope, the better then, without end."""
    both = np.concatenate([entered, stayed])
    if check.flat(pd.DataFrame(both)).iloc[0]:
        raise ValueError(f"density: {both[0]:g} for every cell that could enter tells nothing")
    above, below = entered.min() >= stayed.max(), entered.max() <= stayed.min()
    if above or below:
        side = "above" if above else "below"
        bound = stayed.max() if above else stayed.min()
        raise ValueError(
            f"density: no entry lies {'below' if above else 'above'} {bound:g} and no other cell "
            f"{side} it, so that no slope is steep enough and no estimate exists"
        )


def standing(
    presence: pd.Series,
    related: pd.DataFrame,
    founded: list[str] | tuple[str, ...],
    *,
    years: int = 10,
    closure: float = 0.25,
) -> pd.Series:
    r"""Which of some founded sectors still stand after some years? A stylised model.

    Parameters
    ----------
    presence : Series (sectors,)
        1 where the region is specialised; these sectors stay.
    related : DataFrame (sectors, sectors)
        Relatedness as for :func:`regecon.methods.branching.relatedness_density`; the diagonal is
        not used.
    founded : list of str
        Sectors that are founded at the start, at most eight, none of them present.
    years : int
        Years that pass.
    closure : float
        Yearly risk of a sector without any neighbour, from 0 to 1. An assumption.

    Returns
    -------
    Series (all combinations of the founded sectors that may stand)
        Probabilities that sum to 1; the index has a level for each founded sector with 1 where
        it stands.

    Raises
    ------
    ValueError
        If a founded sector is unknown or present, or a number is out of its range.

    Notes
    -----
    Each year every founded sector that still stands closes with the probability

    .. math:: h_i = c\, (1 - \omega_i)^2

    where :math:`\omega_i` counts what the region had and the founded sectors that stand at the
    start of the year. The sectors of a related set so keep each other up. The result is exact,
    not drawn. The form and ``closure`` are ours; nobody has estimated them.

    Examples
    --------
    A mill has steel. Machines have steel as their only neighbour, so that nothing threatens
    them; software is related to nothing and closes with one chance of four a year.

    >>> names = ["steel", "machines", "software", "films"]
    >>> links = pd.DataFrame(0.0, index=names, columns=names)
    >>> links.loc["steel", "machines"] = links.loc["machines", "steel"] = 0.5
    >>> links.loc["software", "films"] = links.loc["films", "software"] = 0.5
    >>> mill = pd.Series([1, 0, 0, 0], index=names)
    >>> ends = standing(mill, links, ["machines", "software"], years=2)
    >>> ends.groupby(level="software").sum().round(4).to_dict()
    {0: 0.4375, 1: 0.5625}
    """
    has = presence_table(check.vector(presence, "presence").to_frame().T).iloc[0]
    years, closure = check.whole(years, "years"), check.number(closure, "closure", low=0, high=1)
    names = list(founded)
    if not 0 < len(set(names)) == len(names) <= 8:
        raise ValueError(f"founded: expected one to eight different sectors, got {names!r}")
    for name in names:
        if name not in has.index or has[name]:
            raise ValueError(f"founded: expected a sector that the region lacks, got {name!r}")
    states = list(product((1, 0), repeat=len(names)))
    worlds = pd.DataFrame([has] * len(states))
    worlds[names] = np.array(states, dtype=float)
    worlds.index = range(len(states))
    # A region with nothing at all has no density; for a founded sector that is no neighbour.
    density = relatedness_density(worlds, related, itself=False)[names].fillna(0)
    stays = 1 - closure * (1 - density.to_numpy()) ** 2
    moves = np.array(
        [
            [
                prod(
                    (s if then else 1 - s) if now else 1 - then
                    for now, then, s in zip(state, later, stay, strict=True)
                )
                for later in states
            ]
            for state, stay in zip(states, stays, strict=True)
        ]
    )
    chances = np.linalg.matrix_power(moves, years)[0]
    return pd.Series(chances, index=pd.MultiIndex.from_tuples(states, names=names), name="chance")


def plan_project_gap(planned: pd.Series, named_investor: pd.Series) -> float:
    r"""How much of a plan has nobody behind it?

    Parameters
    ----------
    planned : Series (projects,)
        Planned money, in any one unit, non-negative.
    named_investor : Series (projects,)
        True where the document names who pays.

    Returns
    -------
    float
        Share of the planned money without a named investor, from 0 to 1.

    Raises
    ------
    ValueError
        If the labels do not match, a value is negative or missing, or nothing is planned.

    Notes
    -----
    .. math:: G = 1 - \sum_k b_k x_k \Big/ \sum_k x_k

    with x the planned money of project k and b = 1 if an investor is named. A project without a
    sum does not count, however often the plan mentions it. The index is the course's own.

    Examples
    --------
    Of 100 million roubles 60 have an investor:

    >>> plan = pd.Series({"workshop": 60, "science park": 40})
    >>> plan_project_gap(plan, pd.Series({"workshop": True, "science park": False}))
    0.4
    """
    money = check.vector(planned, "planned")
    check.non_negative(money, "planned")
    named = check.aligned(named_investor, "named_investor", money.index, "planned")
    backed = presence_table(named.to_frame("named")).squeeze(axis="columns")
    return float(1 - (money * backed).sum() / check.positive_total(money, "planned"))

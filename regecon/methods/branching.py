"""Into what can a region branch out? Sectors that share regions, and what is near to one's own.

From a table that says which region is specialised in which sector follow the relatedness of the
sectors (do they occur in the same regions?) and the density of related sectors around each
possible one. Tables have regions as rows and sectors as columns. Whether it would be worth the
effort is the question of :mod:`regecon.methods.complexity`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from regecon.methods import _checks as check
from regecon.methods.specialisation import location_quotient


def comparative_advantage(
    employment: pd.DataFrame, reference: pd.Series | None = None, *, threshold: float = 1
) -> pd.DataFrame:
    """Which region is specialised in which sector: 1 where its share is above the reference's.

    Parameters
    ----------
    employment, reference
        As for :func:`regecon.methods.specialisation.location_quotient`, which with exports in
        place of employment is Balassa's index of revealed comparative advantage.
    threshold : float
        Location quotient from which a region counts as specialised.

    Returns
    -------
    DataFrame (regions, sectors)
        1 or 0; an empty region or sector has only zeros.

    Raises
    ------
    ValueError
        If a value is negative or missing, or labels do not match.

    References
    ----------
    Balassa, B. (1965). Trade liberalisation and "revealed" comparative advantage. Manchester
    School 33(2), 99-123.

    Examples
    --------
    >>> jobs = pd.DataFrame({"steel": [60, 10], "tourism": [40, 90]}, index=["mill", "spa"])
    >>> comparative_advantage(jobs)
          steel  tourism
    mill      1        0
    spa       0        1
    """
    threshold = check.number(threshold, "threshold", low=0, open_low=True)
    quotients = location_quotient(employment, reference)
    # Equal shares may differ in their last digit.
    return (quotients >= threshold * (1 - 1e-12)).astype(int)


def proximity(presence: pd.DataFrame) -> pd.DataFrame:
    r"""Proximity of sectors: how likely is a region with the one to have the other?

    Parameters
    ----------
    presence : DataFrame (regions, sectors)
        1 where a region is specialised in a sector, else 0.

    Returns
    -------
    DataFrame (sectors, sectors)
        Symmetric, from 0 to 1, with 1 on the diagonal; NaN for a sector that no region has.

    Raises
    ------
    ValueError
        If a cell is neither 0 nor 1.

    Notes
    -----
    .. math:: \phi_{ij} = \min\{P(i | j), P(j | i)\} = \frac{C_{ij}}{\max(U_i, U_j)}

    with C the number of regions that have both sectors and U, the ubiquity, of those that have
    the one.

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabasi, A.-L., & Hausmann, R. (2007). The product space
    conditions the development of nations. Science 317, 482-487.

    Examples
    --------
    Both regions with coal have steel, but only two of the three with steel have coal:

    >>> has = pd.DataFrame({"coal": [1, 1, 0], "steel": [1, 1, 1]}, index=["A", "B", "C"])
    >>> proximity(has).round(3)
            coal  steel
    coal   1.000  0.667
    steel  0.667  1.000
    """
    has = presence_table(presence)
    ubiquity = has.sum()
    larger = np.maximum.outer(ubiquity.to_numpy(), ubiquity.to_numpy())
    absent = np.logical_or.outer(ubiquity.to_numpy() == 0, ubiquity.to_numpy() == 0)
    return (has.T @ has) / np.where(absent, np.nan, larger)


def relatedness(presence: pd.DataFrame, *, form: str = "probability") -> pd.DataFrame:
    r"""Relatedness of sectors: do they occur together more often than by chance?

    Parameters
    ----------
    presence : DataFrame (regions, sectors)
        1 where a region is specialised in a sector, else 0.
    form : {"probability", "association", "cosine", "jaccard"}
        How the co-occurrences are normalised. The first two compare them with the number
        expected by chance: above 1 the sectors are related. The first does not pair a sector
        with itself and is the exact one.

    Returns
    -------
    DataFrame (sectors, sectors)
        Symmetric, with 0 on the diagonal and for sectors that never occur with another.

    Raises
    ------
    ValueError
        If a cell is neither 0 nor 1, or the form is unknown.

    Notes
    -----
    With C the co-occurrences of two different sectors, s their sum over all partners of a
    sector and T the sum of s: association :math:`C_{ij} T / (s_i s_j)`, cosine
    :math:`C_{ij} / \sqrt{s_i s_j}`, Jaccard :math:`C_{ij} / (s_i + s_j - C_{ij})`, probability

    .. math:: C_{ij} \Big/ \frac{T}{2} \Big(
        \frac{s_i}{T} \frac{s_j}{T - s_i} + \frac{s_j}{T} \frac{s_i}{T - s_j} \Big) .

    ``EconGeo::relatedness`` computes the same four, and the probability by default; it is not
    the :func:`proximity` of Hidalgo.

    References
    ----------
    van Eck, N. J., & Waltman, L. (2009). How to normalize cooccurrence data? Journal of the
    American Society for Information Science and Technology 60(8), 1635-1651.

    Examples
    --------
    Of six sums of co-occurrences, coal and steel share two of the four that are expected:

    >>> has = pd.DataFrame(
    ...     {"coal": [1, 1, 0], "steel": [1, 1, 1], "chips": [0, 0, 1]}, index=["A", "B", "C"]
    ... )
    >>> relatedness(has, form="association")
           coal  steel  chips
    coal    0.0    2.0    0.0
    steel   2.0    0.0    2.0
    chips   0.0    2.0    0.0
    """
    has = presence_table(presence)
    together = (has.T @ has).to_numpy(copy=True)
    np.fill_diagonal(together, 0)
    sums = together.sum(axis=0)
    total = sums.sum()
    one, other = sums[:, None], sums[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        if form == "probability":
            expected = (one * other / (total - one) + other * one / (total - other)) / 2
        elif form == "association":
            expected = one * other / total
        elif form == "cosine":
            expected = np.sqrt(one * other)
        elif form == "jaccard":
            expected = one + other - together
        else:
            forms = "'probability', 'association', 'cosine' or 'jaccard'"
            raise ValueError(f"form: expected {forms}, got {form!r}")
        ratio = np.where(together > 0, together / expected, 0.0)
    return pd.DataFrame(ratio, index=has.columns, columns=has.columns)


def relatedness_density(
    presence: pd.DataFrame, related: pd.DataFrame, *, itself: bool = True
) -> pd.DataFrame:
    r"""How much of what is related to a sector does a region already have?

    Parameters
    ----------
    presence : DataFrame (regions, sectors)
        1 where a region is specialised in a sector, else 0.
    related : DataFrame (sectors, sectors)
        Relatedness of the sectors, symmetric and non-negative: the result of
        :func:`proximity`, or of :func:`relatedness`.
    itself : bool
        ``False`` sets the diagonal of ``related`` to 0: a sector is not its own neighbour.

    Returns
    -------
    DataFrame (regions, sectors)
        From 0 to 1. NaN for a region without any specialisation, which has nothing to branch
        out from, and for a sector related to none.

    Raises
    ------
    ValueError
        If a cell of ``presence`` is neither 0 nor 1, a value of ``related`` is negative, it is
        not symmetric, or the sectors do not match.

    Notes
    -----
    .. math:: \omega_{ri} = \sum_j M_{rj} \phi_{ij} \Big/ \sum_j \phi_{ij}

    Implementations differ by the diagonal of ``related``. With that of :func:`proximity`, 1, a
    sector is related to itself, and the density around a sector that the region has is higher
    (so in ``ecomplexity``); with that of :func:`relatedness`, 0, only other sectors count (so in
    ``EconGeo``, which gives per cent).

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabasi, A.-L., & Hausmann, R. (2007). The product space
    conditions the development of nations. Science 317, 482-487.

    Examples
    --------
    >>> has = pd.DataFrame({"coal": [1, 0], "steel": [1, 1]}, index=["A", "B"])
    >>> relatedness_density(has, proximity(has)).round(3)
        coal  steel
    A  1.000  1.000
    B  0.333  0.667

    Town B has steel, the only neighbour of coal:

    >>> relatedness_density(has, proximity(has), itself=False)
       coal  steel
    A   1.0    1.0
    B   1.0    0.0
    """
    has = presence_table(presence)
    links = check.square(check.table(related, "related", allow_missing=True), "related")
    check.same_labels(links.index, has.columns, "related", "presence, columns")
    links = links.loc[has.columns, has.columns].fillna(0)
    check.non_negative(links, "related")
    if not np.allclose(links, links.T):
        raise ValueError("related: expected a symmetric table")
    if not itself:
        links = links.mask(np.eye(len(links), dtype=bool), 0)
    total = links.sum()
    density = (has @ links) / total.where(total > 0)
    return density.where(has.any(axis="columns"))


def presence_table(values) -> pd.DataFrame:
    """The table as numbers, once it is sure that they are 0 or 1 only."""
    has = check.table(values, "presence")
    check.zero_or_one(has, "presence", hint="see comparative_advantage")
    return has

"""How complex are a region and its sectors?

A region is complex if it has sectors that few other regions have, and these sectors are complex
if they stand in complex regions. The index unties the knot. Tables have regions as rows and
sectors as columns, with 1 where a region is specialised in a sector; see
:func:`regecon.methods.branching.comparative_advantage`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from regecon.methods import _checks as check
from regecon.methods.branching import presence_table, relatedness_density

SAME = 1e-9  # eigenvalues closer than this are equal


@dataclass(frozen=True)
class Complexity:
    """Complexity of regions and sectors.

    Attributes
    ----------
    regions
        ``diversity``, the number of sectors that a region has, and ``complexity``.
    sectors
        ``ubiquity``, the number of regions that have a sector, and ``complexity``.
    """

    regions: pd.DataFrame
    sectors: pd.DataFrame


def complexity_index(presence: pd.DataFrame) -> Complexity:
    r"""Economic complexity of regions and of sectors.

    Parameters
    ----------
    presence : DataFrame (regions, sectors)
        1 where a region is specialised in a sector, else 0.

    Returns
    -------
    Complexity
        The complexity of the regions has mean 0 and standard deviation 1; the mean of the
        sectors of a region is that of the region. NaN for a region without sectors, a sector
        without regions, and for all if the index is not identified (see Notes).

    Raises
    ------
    ValueError
        If a cell is neither 0 nor 1.

    Notes
    -----
    The index is the eigenvector of the second largest eigenvalue of

    .. math:: \tilde M_{rs} = \frac{1}{D_r} \sum_i \frac{M_{ri} M_{si}}{U_i}

    (D diversity, U ubiquity), that is, of the chance to come from region r to region s by a
    random sector of r and a random region that has it. The sign is chosen so that diverse
    regions tend to be complex. The index is not identified if regions fall into groups without
    a common sector (the eigenvalue 1 then belongs to several vectors), if the second and third
    eigenvalue are equal, or if the vector has nothing to do with diversity, so that its sign
    stays open. Packages return some number in these cases. The first paper's method of
    :func:`reflections` is something else: as the steps go on, the differences between regions
    vanish.

    References
    ----------
    Hidalgo, C. A., & Hausmann, R. (2009). The building blocks of economic complexity. PNAS
    106(26), 10570-10575.
    Mealy, P., Farmer, J. D., & Teytelboym, A. (2019). Interpreting economic complexity. Science
    Advances 5(1), eaau1705.

    Examples
    --------
    Three regions on a ladder:

    >>> has = pd.DataFrame(
    ...     {"farm": [1, 1, 1], "mill": [1, 1, 0], "lab": [1, 0, 0]},
    ...     index=["city", "town", "village"],
    ... )
    >>> complexity_index(has).regions.round(3) + 0
             diversity  complexity
    city             3       1.225
    town             2       0.000
    village          1      -1.225
    >>> complexity_index(has).sectors["ubiquity"].to_dict()
    {'farm': 3, 'mill': 2, 'lab': 1}
    """
    has = presence_table(presence)
    diversity, ubiquity = has.sum(axis="columns").astype(int), has.sum().astype(int)
    regions = pd.DataFrame({"diversity": diversity, "complexity": np.nan})
    sectors = pd.DataFrame({"ubiquity": ubiquity, "complexity": np.nan})
    known = has.loc[diversity > 0, ubiquity > 0]
    found = _second_eigenvector(known)
    if found is not None:
        of_regions, of_sectors = found
        mean, sd = of_regions.mean(), of_regions.std(ddof=0)
        regions.loc[known.index, "complexity"] = (of_regions - mean) / sd
        sectors.loc[known.columns, "complexity"] = (of_sectors - mean) / sd
    return Complexity(regions, sectors)


def reflections(presence: pd.DataFrame, steps: int = 2) -> pd.DataFrame:
    """Averages of averages: diversity, mean ubiquity of what one has, and so on.

    Parameters
    ----------
    presence : DataFrame (regions, sectors)
        1 where a region is specialised in a sector, else 0. Transposed, the result is that of
        the sectors.
    steps : int
        Number of reflections, at least 0.

    Returns
    -------
    DataFrame (regions, steps + 1)
        Column 0 is the diversity, column 1 the mean ubiquity of the region's sectors, column 2
        the mean over these sectors of the mean diversity of the regions that have them. NaN
        after column 0 for a region without sectors.

    Raises
    ------
    ValueError
        If a cell is neither 0 nor 1, or ``steps`` is negative.

    References
    ----------
    Hidalgo, C. A., & Hausmann, R. (2009). The building blocks of economic complexity. PNAS
    106(26), 10570-10575, eq. 3 and 4.

    Examples
    --------
    >>> has = pd.DataFrame({"farm": [1, 1], "lab": [1, 0]}, index=["city", "village"])
    >>> reflections(has)
               0    1     2
    city     2.0  1.5  1.75
    village  1.0  2.0  1.50
    """
    has = presence_table(presence)
    if check.number(steps, "steps", low=0) != int(steps):
        raise ValueError(f"steps: expected a whole number, got {steps!r}")
    diversity, ubiquity = has.sum(axis="columns"), has.sum()
    of_regions, of_sectors = diversity, ubiquity
    columns = {0: diversity}
    for step in range(1, int(steps) + 1):
        # What is missing has no neighbours, so that a zero in its place changes no mean.
        of_regions, of_sectors = (
            has @ of_sectors.fillna(0) / diversity.where(diversity > 0),
            has.T @ of_regions.fillna(0) / ubiquity.where(ubiquity > 0),
        )
        columns[step] = of_regions
    return pd.DataFrame(columns)


@dataclass(frozen=True)
class Outlook:
    """What a region could still become, and what each sector would open up.

    Attributes
    ----------
    index
        Of each region: the complexity of the sectors that it lacks, counted by how near they are.
    gain
        Of each region (rows) and sector (columns): the complexity that the sector would bring
        within reach; 0 where the region has the sector already.
    """

    index: pd.Series
    gain: pd.DataFrame


def complexity_outlook(
    presence: pd.DataFrame, related: pd.DataFrame, complexity: pd.Series
) -> Outlook:
    r"""Complexity outlook: what lies within reach of a region, and which sector leads to more.

    Parameters
    ----------
    presence : DataFrame (regions, sectors)
        1 where a region is specialised in a sector, else 0.
    related : DataFrame (sectors, sectors)
        Relatedness of the sectors, symmetric, such as :func:`regecon.methods.branching.proximity`.
    complexity : Series (sectors,)
        Complexity of the sectors, from :func:`complexity_index`.

    Returns
    -------
    Outlook
        In units of ``complexity``. Sectors without relatedness or complexity (no region has
        them) count for nothing and have no gain (NaN).

    Raises
    ------
    ValueError
        If a cell of ``presence`` is neither 0 nor 1, a value of ``related`` is negative, it is
        not symmetric, or the sectors do not match.

    Notes
    -----
    With :math:`\omega` the density of :func:`regecon.methods.branching.relatedness_density`,
    :math:`\phi` the relatedness and c the complexity of a sector,

    .. math:: COI_r = \sum_i \omega_{ri} (1 - M_{ri}) c_i, \qquad
        COG_{ri} = (1 - M_{ri}) \sum_j (1 - M_{rj})
        \frac{\phi_{ij}}{\sum_k \phi_{jk}} c_j .

    The Atlas takes :math:`\omega_{ri} c_i` off the gain; the programs of its authors
    (``ecomplexity``, in Stata and Python), followed here, do not. They take complexity from its
    eigenvector as it is, whose mean weighted with diversity is zero, and print the index in
    standard deviations over regions. A high outlook is not advice: how near a sector is was
    counted from where sectors occur together, not from what it takes to found one.

    References
    ----------
    Hausmann, R., Hidalgo, C. A., Bustos, S., Coscia, M., Simoes, A., & Yildirim, M. A. (2014).
    The Atlas of Economic Complexity. Cambridge, MA: MIT Press, technical box 5.4.

    Examples
    --------
    The village has farms, which have mills and laboratories as neighbours:

    >>> names = ["farm", "mill", "lab"]
    >>> has = pd.DataFrame([[1, 0, 0]], index=["village"], columns=names)
    >>> links = pd.DataFrame(
    ...     [[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]], index=names, columns=names
    ... )
    >>> outlook = complexity_outlook(has, links, pd.Series([-1, 0, 1.5], index=names))
    >>> outlook.index.round(3).to_dict()
    {'village': 0.0}
    >>> outlook.gain.round(3)
             farm  mill  lab
    village   0.0   0.5  1.0
    """
    has = presence_table(presence)
    density = relatedness_density(has, related)
    worth = check.vector(complexity, "complexity", allow_missing=True)
    check.same_labels(worth.index, has.columns, "complexity", "presence, columns")
    worth = worth.reindex(has.columns)
    links = pd.DataFrame(related).astype(float).loc[has.columns, has.columns].fillna(0.0)
    sums = links.sum()
    lacking = 1 - has
    index = (density.fillna(0.0) * lacking * worth.fillna(0.0)).sum(axis="columns")
    opened = links.mul((worth / sums.where(sums > 0)).fillna(0.0), axis="index")
    gain = lacking * (lacking @ opened)
    gain = gain.mask(np.broadcast_to(worth.isna().to_numpy(), gain.shape))
    return Outlook(index=index.rename(None), gain=gain)


def _second_eigenvector(has: pd.DataFrame) -> tuple[pd.Series, pd.Series] | None:
    """Scores of regions and sectors, the first being means of the second; None if not known."""
    if len(has) < 2:
        return None
    diversity, ubiquity = has.sum(axis="columns"), has.sum()
    # The symmetric form has the same eigenvalues, and they are real in the computer too. They
    # are the squared singular values of one half: no table of regions by regions is needed.
    root = np.sqrt(diversity)
    half = has.div(root, axis="index") / np.sqrt(ubiquity)
    vectors, strengths, _ = np.linalg.svd(half.to_numpy(), full_matrices=False)
    first, second, third = np.append(strengths[:3] ** 2, [0.0, 0.0])[:3]
    if min(first - second, second - third, second) < SAME:
        return None
    of_regions = pd.Series(vectors[:, 1] / root.to_numpy(), index=has.index)
    alike = np.dot(of_regions - of_regions.mean(), diversity - diversity.mean())
    if abs(alike) < SAME:
        return None
    of_regions *= np.sign(alike)
    return of_regions, (has.T @ of_regions) / ubiquity / second

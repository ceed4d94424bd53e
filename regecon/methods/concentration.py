"""Where is a sector, and is it more bunched than chance would have it?

The measures of specialisation read along the columns: how far the places of a sector differ
from the places of people or of all employment (Krugman and Hoover index, locational Gini
coefficient), and the index of Ellison and Glaeser, which takes out the bunching that a few
large plants produce by themselves.

All but the last take employment as a table of regions by sectors, or one sector's column as a
Series, and return a result for each sector, or one number. The reference is ``reference``, a
total for each region (population, area, all employment); without it, the sum of all sectors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from regecon.methods import _checks as check
from regecon.methods._regions import regions
from regecon.methods.specialisation import gini_specialisation, krugman_specialisation


def krugman_concentration(
    employment: pd.DataFrame | pd.Series, reference: pd.Series | None = None
) -> pd.Series | float:
    r"""Sum of the absolute differences between the places of a sector and of the reference.

    Parameters
    ----------
    employment : DataFrame (regions, sectors) or Series (regions,)
        Employment by region, non-negative.
    reference : Series (regions,), optional
        What the sector is compared with. Required for a single sector.

    Returns
    -------
    Series (sectors,) or float
        From 0 (spread like the reference) to 2 (in other regions altogether); NaN for a sector
        that nobody works in.

    Raises
    ------
    ValueError
        If a value is negative or missing, a total is zero, or labels do not match.

    Notes
    -----
    .. math:: K_i = \sum_r |s_{ir} - s_r|, \qquad s_{ir} = e_{ir} / e_i

    References
    ----------
    Krugman, P. (1991). Geography and Trade. Cambridge, MA: MIT Press.

    Examples
    --------
    Steel is in one town, people are in two:

    >>> steel = pd.Series({"Novokuznetsk": 100, "Biysk": 0})
    >>> people = pd.Series({"Novokuznetsk": 60, "Biysk": 40})
    >>> round(krugman_concentration(steel, people), 3)
    0.8
    """
    return krugman_specialisation(_by_sector(employment), reference)


def hoover_index(
    employment: pd.DataFrame | pd.Series, reference: pd.Series | None = None
) -> pd.Series | float:
    """Hoover's index of localisation: the share that would have to move to match the reference.

    Parameters
    ----------
    employment, reference
        As for :func:`krugman_concentration`. A reference of ones compares with equal shares of
        all regions.

    Returns
    -------
    Series (sectors,) or float
        From 0 to 1, half of :func:`krugman_concentration`.

    Raises
    ------
    ValueError
        As for :func:`krugman_concentration`.

    References
    ----------
    Hoover, E. M. (1936). The measurement of industrial localization. Review of Economics and
    Statistics 18(4), 162-171.

    Examples
    --------
    A quarter of the workers would have to change region to spread evenly over four:

    >>> workers = pd.Series({"A": 20, "B": 50, "C": 20, "D": 10})
    >>> round(hoover_index(workers, pd.Series(1, index=workers.index)), 3)
    0.25
    """
    return krugman_concentration(employment, reference) / 2


def locational_gini(
    employment: pd.DataFrame | pd.Series,
    reference: pd.Series | None = None,
    *,
    weighted: bool = True,
) -> pd.Series | float:
    """Gini coefficient of a sector's location quotients over regions.

    Parameters
    ----------
    employment, reference
        As for :func:`krugman_concentration`.
    weighted : bool
        ``True`` weights the regions with the reference: twice the area between the diagonal and
        the Hoover curve. ``False`` counts every region once, however small it is.

    Returns
    -------
    Series (sectors,) or float
        0 if the sector is spread like the reference, towards 1 for one small region only; NaN
        for a sector that nobody works in.

    Raises
    ------
    ValueError
        As for :func:`krugman_concentration`, or if a sector has employment in a region whose
        reference is zero.

    Notes
    -----
    Implementations disagree under one name. ``EconGeo::locational_gini`` is half of the weighted
    form (area, 0 to 0.5) and ``EconGeo::hoover_gini`` the weighted form rounded to three
    decimals; ``REAT::gini.conc`` is the unweighted form.

    References
    ----------
    Krugman, P. (1991). Geography and Trade. Cambridge, MA: MIT Press, appendix D (weighted).
    Farhauer, O. and Kröll, A. (2013). Standorttheorien. Wiesbaden: Springer Gabler (unweighted).

    Examples
    --------
    Both quotients are as in the example of :func:`krugman_concentration`, 1.667 and 0:

    >>> steel = pd.Series({"Novokuznetsk": 100, "Biysk": 0})
    >>> people = pd.Series({"Novokuznetsk": 60, "Biysk": 40})
    >>> round(locational_gini(steel, people), 3)
    0.4
    >>> round(locational_gini(steel, people, weighted=False), 3)
    0.5
    """
    return gini_specialisation(_by_sector(employment), reference, weighted=weighted)


@dataclass(frozen=True)
class EllisonGlaeser:
    """The index of one industry and what it is made of.

    Attributes
    ----------
    gamma
        Excess concentration: about 0 if plants choose regions by chance, above 0.05 counts as
        highly concentrated, below 0 as spread out. NaN for a single plant.
    raw
        G, the sum of squared differences between the regional shares of industry and total.
    plant_herfindahl
        H, the Herfindahl index of plant sizes.
    z
        Distance of G from what chance makes of it, in standard deviations.
    plants
        Number of plants with employment.
    """

    gamma: float
    raw: float
    plant_herfindahl: float
    z: float
    plants: int


def ellison_glaeser(
    plant_employment: pd.Series, plant_region: pd.Series, region_total: pd.Series
) -> EllisonGlaeser:
    r"""Concentration of an industry beyond what its plant sizes explain.

    Parameters
    ----------
    plant_employment : Series (plants,)
        Employment of each plant of the industry.
    plant_region : Series (plants,)
        Region of each plant, same labels.
    region_total : Series (regions,)
        Total employment (or population) of all regions of the country, those without a plant
        included; at least two above zero.

    Returns
    -------
    EllisonGlaeser

    Raises
    ------
    ValueError
        If a value is negative or missing, labels do not match, a plant stands in an unknown
        region, or all employment is in one region.

    Notes
    -----
    With :math:`x_r` the share of region r in the total, :math:`s_r` its share in the industry
    and :math:`z_j` the share of plant j,

    .. math:: \gamma = \frac{G - (1 - \sum x_r^2) H}{(1 - \sum x_r^2)(1 - H)}, \qquad
        G = \sum_r (s_r - x_r)^2, \qquad H = \sum_j z_j^2 .

    z divides the numerator by the standard deviation of G if plants chose by chance.

    References
    ----------
    Ellison, G. and Glaeser, E. L. (1997). Geographic concentration in U.S. manufacturing
    industries: a dartboard approach. Journal of Political Economy 105(5), 889-927.

    Examples
    --------
    Four equal plants in one of two equal regions. By hand G = 1/2, H = 1/4, gamma = 1:

    >>> plants = pd.Series(10, index=["P1", "P2", "P3", "P4"])
    >>> place = pd.Series("Biysk", index=plants.index)
    >>> ellison_glaeser(plants, place, pd.Series({"Biysk": 50, "Barnaul": 50})).gamma
    1.0
    """
    plants = check.vector(plant_employment, "plant_employment")
    check.non_negative(plants, "plant_employment")
    total = check.vector(region_total, "region_total")
    check.non_negative(total, "region_total")
    x = total / check.positive_total(total, "region_total")
    if (x > 0).sum() < 2:
        raise ValueError("region_total: expected at least two regions above zero")
    place = _places(plant_region, plants.index, total.index)

    z = plants / check.positive_total(plants, "plant_employment")
    s = z.groupby(place).sum().reindex(x.index, fill_value=0.0)
    raw = float(((s - x) ** 2).sum())
    herfindahl = float((z**2).sum())
    x2, x3 = float((x**2).sum()), float((x**3).sum())
    by_chance = (1 - x2) * herfindahl
    variance = 2 * (
        herfindahl**2 * (x2 - 2 * x3 + x2**2) - (z**4).sum() * (x2 - 4 * x3 + 3 * x2**2)
    )
    several = (plants > 0).sum() > 1
    return EllisonGlaeser(
        gamma=(raw - by_chance) / ((1 - x2) * (1 - herfindahl)) if several else float("nan"),
        raw=raw,
        plant_herfindahl=herfindahl,
        z=float((raw - by_chance) / np.sqrt(variance)) if variance > 0 else float("nan"),
        plants=int((plants > 0).sum()),
    )


def _by_sector(employment):
    """Sectors as rows, so that the measures of regions apply to them."""
    if isinstance(employment, pd.Series):
        return employment
    return regions(employment, "employment").T  # checked before rows and columns change places


def _places(plant_region, plants: pd.Index, known: pd.Index) -> pd.Series:
    place = pd.Series(plant_region)
    check.unique(place.index, "plant_region")
    check.same_labels(place.index, plants, "plant_region", "plant_employment")
    nowhere = place.index[place.isna()].tolist()
    if nowhere:
        raise ValueError(f"plant_region: {nowhere[0]!r} has no region")
    unknown = place[~place.isin(known)]
    if len(unknown):
        raise ValueError(
            f"plant_region: {unknown.index.tolist()[0]!r} stands in {unknown.iloc[0]!r}, which is "
            "not among the regions of region_total"
        )
    return place.reindex(plants)

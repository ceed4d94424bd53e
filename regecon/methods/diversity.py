"""How many eggs are in one basket?

Measures of how diverse a region's sectors are: Herfindahl index and entropy look at the region
alone, the two indices of Duranton and Puga compare it with the nation. All take employment as a
table of regions by sectors, or one region's row as a Series, and return a result for each
region, or one number.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from regecon.methods import _checks as check
from regecon.methods._regions import as_given, regions, shares_of_rows, structures


def herfindahl(employment: pd.DataFrame | pd.Series, *, form: str = "plain") -> pd.Series | float:
    r"""Herfindahl-Hirschman index of concentration on few sectors (or firms).

    Parameters
    ----------
    employment : DataFrame (regions, sectors) or Series (sectors,)
        Employment, non-negative.
    form : {"plain", "normalised", "equivalent"}
        ``"plain"`` is the sum of squared shares. ``"normalised"`` runs from 0 to 1 whatever the
        number of sectors. ``"equivalent"`` is the number of equally large sectors that would
        give the same index.

    Returns
    -------
    Series (regions,) or float
        NaN for an empty region, and for the normalised index of a single sector (0/0).

    Raises
    ------
    ValueError
        If a value is negative or missing, or the form is unknown.

    Notes
    -----
    .. math:: H = \sum_i s_i^2, \qquad \frac{H - 1/n}{1 - 1/n}, \qquad 1/H

    with n the number of sectors in the table, empty ones included. Shares are fractions;
    competition authorities use percentages, which gives 10,000 H.

    References
    ----------
    Hirschman, A. O. (1964). The paternity of an index. American Economic Review 54(5), 761-762.

    Examples
    --------
    The stylised single-industry town of week 6:

    >>> town = pd.Series({"steel": 70, "coal": 20, "aluminium": 5, "services": 5})
    >>> round(herfindahl(town), 3), round(herfindahl(town, form="equivalent"), 2)
    (0.535, 1.87)
    """
    shares = shares_of_rows(regions(employment, "employment"))
    index = (shares**2).sum(axis="columns", skipna=False)
    least = 1 / shares.shape[1]
    if form == "plain":
        result = index
    elif form == "normalised":
        result = (index - least) / (1 - least) if least < 1 else index * np.nan
    elif form == "equivalent":
        result = 1 / index
    else:
        raise ValueError(f"form: expected 'plain', 'normalised' or 'equivalent', got {form!r}")
    return as_given(result, employment)


def entropy(
    employment: pd.DataFrame | pd.Series, *, base: float = np.e, relative_to: str | None = None
) -> pd.Series | float:
    r"""Shannon's entropy, a measure of diversity: 0 for one sector only.

    Parameters
    ----------
    employment : DataFrame (regions, sectors) or Series (sectors,)
        Employment, non-negative.
    base : float
        Base of the logarithm, above 1; 2 gives bits. Without effect on the relative forms.
    relative_to : {"all", "present"}, optional
        Divide by the largest possible entropy: of all sectors of the table, or of the sectors
        the region has (Pielou's evenness). The two differ as soon as a cell is zero.

    Returns
    -------
    Series (regions,) or float
        NaN for an empty region; relative to the sectors present also NaN for a region with a
        single sector.

    Raises
    ------
    ValueError
        If a value is negative or missing, ``base`` is not above 1, or ``relative_to`` unknown.

    Notes
    -----
    .. math:: E = -\sum_i s_i \ln s_i

    A sector with share zero adds nothing. ``EconGeo::entropy`` uses base 2 and rounds to three
    decimals.

    References
    ----------
    Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical
    Journal 27, 379-423.
    Pielou, E. C. (1966). The measurement of diversity in different types of biological
    collections. Journal of Theoretical Biology 13, 131-144.

    Examples
    --------
    Four equal sectors are two bits:

    >>> round(entropy(pd.Series({"A": 5, "B": 5, "C": 5, "D": 5}), base=2), 6)
    2.0
    """
    base = check.number(base, "base", low=1, open_low=True)
    shares = shares_of_rows(regions(employment, "employment"))
    terms = -shares * np.log(shares.where(shares > 0, 1.0))
    result = terms.sum(axis="columns", skipna=False)
    if relative_to is None:
        result = result / np.log(base)
    elif relative_to == "all":
        result = result / np.log(shares.shape[1])
    elif relative_to == "present":
        result = result / np.log((shares > 0).sum(axis="columns").clip(lower=1))
    else:
        raise ValueError(f"relative_to: expected 'all', 'present' or None, got {relative_to!r}")
    return as_given(result, employment)


def relative_diversity(
    employment: pd.DataFrame | pd.Series, reference: pd.Series | None = None
) -> pd.Series | float:
    r"""Relative diversity index, the inverse of the Krugman index.

    Parameters
    ----------
    employment, reference
        As for :func:`regecon.methods.specialisation.location_quotient`.

    Returns
    -------
    Series (regions,) or float
        At least 0.5; infinite for a region with the structure of the reference, NaN for an
        empty one.

    Raises
    ------
    ValueError
        As for :func:`regecon.methods.specialisation.location_quotient`.

    Notes
    -----
    .. math:: RDI_r = 1 \Big/ \sum_i |s_{ri} - s_i|

    References
    ----------
    Duranton, G. and Puga, D. (2000). Diversity and specialisation in cities: why, where and
    when does it matter? Urban Studies 37(3), 533-555.

    Examples
    --------
    >>> town = pd.Series({"steel": 500, "services": 500})
    >>> nation = pd.Series({"steel": 10_000, "services": 90_000})
    >>> round(relative_diversity(town, nation), 3)
    1.25
    """
    own, base = structures(employment, reference)
    difference = (own - base).abs().sum(axis="columns", skipna=False)
    # Equal shares may differ in their last digit.
    difference = difference.mask(difference <= check.ROUNDING, 0.0)
    return as_given(1 / difference, employment)


def relative_specialisation(
    employment: pd.DataFrame | pd.Series, reference: pd.Series | None = None
) -> pd.Series | float:
    r"""Relative specialisation index, the largest location quotient of a region.

    Parameters
    ----------
    employment, reference
        As for :func:`regecon.methods.specialisation.location_quotient`.

    Returns
    -------
    Series (regions,) or float
        At least 1; NaN for an empty region.

    Raises
    ------
    ValueError
        As for :func:`regecon.methods.specialisation.location_quotient`.

    Notes
    -----
    .. math:: RZI_r = \max_i (s_{ri} / s_i)

    References
    ----------
    Duranton, G. and Puga, D. (2000). Diversity and specialisation in cities: why, where and
    when does it matter? Urban Studies 37(3), 533-555.

    Examples
    --------
    >>> town = pd.Series({"steel": 500, "services": 500})
    >>> nation = pd.Series({"steel": 10_000, "services": 90_000})
    >>> relative_specialisation(town, nation)
    5.0
    """
    own, base = structures(employment, reference)
    return as_given((own / base).max(axis="columns"), employment)

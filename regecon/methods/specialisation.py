"""What does a region do more of than others?

Measures that compare the structure of a region with a reference, usually the nation: location
quotient, Krugman index, Hachman index, Gini coefficient of the quotients. All take employment
as a table of regions by sectors, or one region's row as a Series, and return a result for each
region, or one number.

The structure of the reference is taken from ``reference``, employment by sector. Without it,
it is the sum of all regions of the table, each region included in what it is compared with.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from regecon.methods._regions import as_given, structures
from regecon.methods.inequality import _gini


def location_quotient(
    employment: pd.DataFrame | pd.Series,
    reference: pd.Series | None = None,
    *,
    rest_of_nation: bool = False,
    form: str = "ratio",
    region_total: pd.Series | float | None = None,
    reference_total: float | None = None,
) -> pd.DataFrame | pd.Series:
    r"""Share of a sector in the region over its share in the reference.

    Parameters
    ----------
    employment : DataFrame (regions, sectors) or Series (sectors,)
        Employment, or output or firms, non-negative.
    reference : Series (sectors,), optional
        Employment of the reference by sector. Required for a single region.
    rest_of_nation : bool
        Take each region out of the reference before comparing. The quotient of a large region
        then lies further from 1.
    form : {"ratio", "additive", "binary"}
        ``"additive"`` is the difference of the two shares in place of their ratio, symmetric
        around 0; ``"binary"`` is 1 where the ratio is at least 1, else 0.
    region_total : Series (regions,) or float, optional
        Published totals, where the sectors of the table do not add up to them because cells
        are suppressed. Default: sums over sectors.
    reference_total : float, optional
        The same for the reference.

    Returns
    -------
    DataFrame or Series
        Like ``employment``. 1 means the same share as in the reference. NaN where the region is
        empty or the sector exists neither here nor in the reference (0/0; binary: 0), infinite
        where it exists only here. A suppressed (missing) cell is accepted if both
        ``region_total`` and ``reference`` are given; its quotient is NaN.

    Raises
    ------
    ValueError
        If a value is negative or missing, labels do not match, sectors exceed a stated total,
        or, with ``rest_of_nation``, a region exceeds the reference.

    Notes
    -----
    .. math:: LQ_{ri} = \frac{e_{ri} / e_r}{e_i / e}

    Implementations differ: ``EconGeo`` writes 0 for 0/0. The additive form of ``REAT`` is the
    region's share in the sector less its share in all employment; the one here, after Hoen and
    Oosterhaven, is the sector's share in the region less its share in the reference. Each is
    the other one of the transposed table.

    References
    ----------
    Isard, W. (1960). Methods of Regional Analysis. Cambridge, MA: MIT Press.
    Hoen, A. R. and Oosterhaven, J. (2006). On the measurement of comparative advantage.
    Annals of Regional Science 40, 677-691.

    Examples
    --------
    Half of the town works in steel, a tenth of the nation does:

    >>> town = pd.Series({"steel": 500, "services": 500})
    >>> nation = pd.Series({"steel": 10_000, "services": 90_000})
    >>> location_quotient(town, nation).round(3).to_dict()
    {'steel': 5.0, 'services': 0.556}
    """
    own, base = structures(employment, reference, rest_of_nation, region_total, reference_total)
    if form == "ratio":
        result = own / base
    elif form == "additive":
        result = own - base
    elif form == "binary":
        # Equal shares may differ in their last digit.
        result = (own / base >= 1 - 1e-12).astype(int)
    else:
        raise ValueError(f"form: expected 'ratio', 'additive' or 'binary', got {form!r}")
    return as_given(result, employment)


def krugman_specialisation(
    employment: pd.DataFrame | pd.Series,
    reference: pd.Series | None = None,
    *,
    rest_of_nation: bool = False,
) -> pd.Series | float:
    r"""Krugman's index: sum of the absolute differences between two structures.

    Parameters
    ----------
    employment, reference, rest_of_nation
        As for :func:`location_quotient`. With ``rest_of_nation`` each region is compared with
        all others, which gives larger values.

    Returns
    -------
    Series (regions,) or float
        From 0 (the same structure) to 2 (no sector in common); NaN for an empty region.

    Raises
    ------
    ValueError
        As for :func:`location_quotient`.

    Notes
    -----
    .. math:: K_r = \sum_i |s_{ri} - s_i|

    Half of it is the share of the region's workers who would have to change sector to give it
    the structure of the reference, see :func:`specialisation_coefficient`.

    References
    ----------
    Krugman, P. (1991). Geography and Trade. Cambridge, MA: MIT Press.

    Examples
    --------
    >>> town = pd.Series({"steel": 500, "services": 500})
    >>> nation = pd.Series({"steel": 10_000, "services": 90_000})
    >>> round(krugman_specialisation(town, nation), 3)
    0.8
    """
    own, base = structures(employment, reference, rest_of_nation)
    return as_given((own - base).abs().sum(axis="columns", skipna=False), employment)


def specialisation_coefficient(
    employment: pd.DataFrame | pd.Series,
    reference: pd.Series | None = None,
    *,
    rest_of_nation: bool = False,
) -> pd.Series | float:
    """Hoover's coefficient of specialisation, half the Krugman index.

    Parameters
    ----------
    employment, reference, rest_of_nation
        As for :func:`krugman_specialisation`.

    Returns
    -------
    Series (regions,) or float
        From 0 to 1; NaN for an empty region.

    Raises
    ------
    ValueError
        As for :func:`location_quotient`.

    References
    ----------
    Hoover, E. M. (1936). The measurement of industrial localization. Review of Economics and
    Statistics 18(4), 162-171.

    Examples
    --------
    Four workers in ten would have to leave steel to make the town look like the nation:

    >>> town = pd.Series({"steel": 500, "services": 500})
    >>> nation = pd.Series({"steel": 10_000, "services": 90_000})
    >>> round(specialisation_coefficient(town, nation), 3)
    0.4
    """
    return krugman_specialisation(employment, reference, rest_of_nation=rest_of_nation) / 2


def hachman(
    employment: pd.DataFrame | pd.Series, reference: pd.Series | None = None
) -> pd.Series | float:
    r"""Hachman index: how near a region's structure comes to that of the reference.

    Parameters
    ----------
    employment, reference
        As for :func:`location_quotient`.

    Returns
    -------
    Series (regions,) or float
        1 for the structure of the reference, towards 0 the more a region concentrates on what
        is rare there; 0 if it has a sector that the reference lacks, NaN for an empty region.

    Raises
    ------
    ValueError
        As for :func:`location_quotient`.

    Notes
    -----
    .. math:: H_r = 1 \Big/ \sum_i LQ_{ri} \, s_{ri}

    References
    ----------
    Named after Frank Hachman, Bureau of Economic and Business Research, University of Utah.

    Examples
    --------
    1 / (5 x 0.5 + 0.556 x 0.5):

    >>> town = pd.Series({"steel": 500, "services": 500})
    >>> nation = pd.Series({"steel": 10_000, "services": 90_000})
    >>> round(hachman(town, nation), 3)
    0.36
    """
    own, base = structures(employment, reference)
    # A sector that a region does not have adds nothing, even where the reference lacks it too.
    terms = (own**2 / base).mask(own == 0, 0.0)
    return as_given(1 / terms.sum(axis="columns", skipna=False), employment)


def gini_specialisation(
    employment: pd.DataFrame | pd.Series,
    reference: pd.Series | None = None,
    *,
    weighted: bool = False,
) -> pd.Series | float:
    r"""Gini coefficient of a region's location quotients.

    Parameters
    ----------
    employment, reference
        As for :func:`location_quotient`.
    weighted : bool
        ``False`` counts every sector once. ``True`` weights the sectors with their shares in
        the reference, so that the result is twice the area between the diagonal and the curve
        of cumulated shares of region and reference, and does not depend on how finely small
        sectors are divided.

    Returns
    -------
    Series (regions,) or float
        0 if all quotients are equal, towards 1 for one sector only; NaN for an empty region.
        Sectors that nobody has are left out.

    Raises
    ------
    ValueError
        As for :func:`location_quotient`, or if a region has a sector that the reference lacks.

    Notes
    -----
    The two forms are different indices, not two scales of one. Neither is multiplied by
    n/(n - 1).

    References
    ----------
    Farhauer, O. and Kröll, A. (2013). Standorttheorien. Wiesbaden: Springer Gabler (unweighted).

    Examples
    --------
    Quotients 5 and 0.556:

    >>> town = pd.Series({"steel": 500, "services": 500})
    >>> nation = pd.Series({"steel": 10_000, "services": 90_000})
    >>> round(gini_specialisation(town, nation), 3)
    0.4
    """
    own, base = structures(employment, reference)
    quotients = own / base
    if np.isinf(quotients).any(axis=None):
        sector = quotients.columns[np.isinf(quotients).any()].tolist()[0]
        raise ValueError(f"reference: {sector!r} is zero there, but a region has employment in it")
    present = quotients[base.index[base > 0]]
    weights = base[present.columns] if weighted else np.ones(present.shape[1])
    weights = np.asarray(weights / weights.sum())
    result = [
        float("nan") if np.isnan(row).any() else _gini(row, weights) for row in present.to_numpy()
    ]
    return as_given(pd.Series(result, index=own.index), employment)

"""How much of a town lives on what it sells to others?

Basic employment works for buyers outside the region, the rest for the region itself. No census
asks for it, so that it is inferred from employment by sector. The base multiplier then says how
many jobs go with one basic job. What the money does once it has arrived is the question of
:mod:`regecon.methods.export_income`.

Employment comes as a table of regions by sectors, or one region's row as a Series.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from regecon.methods import _checks as check
from regecon.methods._regions import as_given, regions, shares_of_rows, structures, totals

ROUNDING = 1e-12  # shares closer than this are equal


def basic_employment(
    employment: pd.DataFrame | pd.Series,
    reference: pd.Series | None = None,
    *,
    region_total: pd.Series | float | None = None,
    reference_total: float | None = None,
) -> pd.DataFrame | pd.Series:
    r"""Basic employment by location quotients: what a sector has beyond the nation's share.

    Parameters
    ----------
    employment : DataFrame (regions, sectors) or Series (sectors,)
        Employment, non-negative.
    reference : Series (sectors,), optional
        Employment of the nation by sector, or its shares. Default: the sum over the regions of
        the table; required for a single region.
    region_total : Series (regions,) or float, optional
        Published totals, where the sectors of the table do not add up to them because cells
        are suppressed or sectors are left out. Default: sums over sectors.
    reference_total : float, optional
        The same for the reference.

    Returns
    -------
    DataFrame or Series
        Like ``employment``, in its unit; zero where the location quotient is 1 or less and in
        an empty region. With stated totals it covers the sectors of the table only, so that
        the base is at least their sum.

    Raises
    ------
    ValueError
        If a value is negative or missing, labels do not match, a total is zero, or sectors
        exceed a stated total.

    Notes
    -----
    .. math:: b_{ri} = \max(0, \; e_{ri} - e_r \, e_i / e) = \max(0, \; (1 - 1/LQ_{ri}) \, e_{ri})

    The rule takes for granted that people consume the same and work as productively everywhere
    and that a region does not sell and buy the same good. It misses exports of a sector that
    the nation as a whole exports as well.

    References
    ----------
    Isard, W. (1960). Methods of Regional Analysis. Cambridge, MA: MIT Press.

    Examples
    --------
    A tenth of the nation works in steel; the town needs 100 of its 500 for itself:

    >>> town = pd.Series({"steel": 500, "services": 500})
    >>> nation = pd.Series({"steel": 10_000, "services": 90_000})
    >>> basic_employment(town, nation).to_dict()
    {'steel': 400.0, 'services': 0.0}
    """
    own, base = structures(
        employment, reference, region_total=region_total, reference_total=reference_total
    )
    return as_given(_beyond(own, base, employment, region_total), employment)


def minimum_requirements(employment: pd.DataFrame) -> pd.DataFrame:
    r"""Basic employment by minimum requirements: what a sector has beyond the smallest share.

    Parameters
    ----------
    employment : DataFrame (regions, sectors)
        Employment of two or more comparable regions, best of one size class, non-negative.

    Returns
    -------
    DataFrame
        Like ``employment``, in its unit; zero in an empty region, which is not compared with.

    Raises
    ------
    ValueError
        If a value is negative or missing, or there are fewer than two regions with employment.

    Notes
    -----
    .. math:: b_{ri} = e_{ri} - e_r \min_q (e_{qi} / e_q)

    The smallest share of each sector counts as what a region needs for itself. All regions
    compared get the same base multiplier, one over one less the sum of the smallest shares, so
    that the choice of the regions decides the result. The more sectors are told apart, the
    smaller the smallest shares and the larger the base.

    References
    ----------
    Ullman, E. L. and Dacey, M. F. (1960). The minimum requirements approach to the urban
    economic base. Papers of the Regional Science Association 6, 175-194.

    Examples
    --------
    >>> towns = pd.DataFrame(
    ...     {"steel": [500, 100], "services": [500, 900]}, index=["Novokuznetsk", "Biysk"]
    ... )
    >>> minimum_requirements(towns)
                  steel  services
    Novokuznetsk  400.0       0.0
    Biysk           0.0     400.0
    """
    if isinstance(employment, pd.Series):
        raise TypeError("employment: expected a table of regions, got one region's Series")
    shares = shares_of_rows(regions(employment, "employment"))
    if shares.notna().any(axis="columns").sum() < 2:
        raise ValueError("employment: expected at least two regions with employment")
    return _beyond(shares, shares.min(), employment)


def base_multiplier(
    employment: pd.DataFrame | pd.Series,
    basic: pd.DataFrame | pd.Series,
    *,
    region_total: pd.Series | float | None = None,
) -> pd.DataFrame | pd.Series:
    r"""Employment that goes with one basic job.

    Parameters
    ----------
    employment : DataFrame (regions, sectors) or Series (sectors,)
        Employment, non-negative.
    basic : DataFrame or Series
        Basic employment with the same labels, as from :func:`basic_employment`,
        :func:`minimum_requirements` or a survey; nowhere above employment.
    region_total : Series (regions,) or float, optional
        As for :func:`basic_employment`: all employment, where the table leaves some out.

    Returns
    -------
    DataFrame (regions, 4) or Series
        ``basic`` and ``non_basic``, which add up to the region's employment; ``multiplier``,
        employment over basic employment; ``ratio``, non-basic jobs per basic job. Both are
        infinite in a region without basic employment: the theory has nothing to say there.
        They are NaN in an empty region.

    Raises
    ------
    ValueError
        If a value is negative or missing, labels do not match, basic employment exceeds
        employment, or employment a stated total.

    Notes
    -----
    .. math:: k_r = e_r / b_r

    It is an average. That one more basic job brings k - 1 others is a further assumption.

    References
    ----------
    Tiebout, C. M. (1956). Exports and regional economic growth. Journal of Political Economy
    64(2), 160-164.

    Examples
    --------
    >>> town = pd.Series({"steel": 500, "services": 500})
    >>> base_multiplier(town, pd.Series({"steel": 400, "services": 0})).to_dict()
    {'basic': 400.0, 'non_basic': 600.0, 'multiplier': 2.5, 'ratio': 1.5}
    """
    frame, base = regions(employment, "employment"), regions(basic, "basic")
    if isinstance(employment, pd.Series):
        base.index = frame.index
    check.same_labels(frame.index, base.index, "employment, rows", "basic, rows")
    check.same_labels(frame.columns, base.columns, "employment, columns", "basic, columns")
    base = base.reindex_like(frame)
    over = check.cells(base > frame * (1 + 1e-9))
    if over.any():
        raise ValueError(f"basic: above employment at {over.idxmax()!r}")
    total, basic_total = totals(frame, employment, region_total), base.sum(axis="columns")
    non_basic = total - basic_total
    result = pd.DataFrame(
        {
            "basic": basic_total,
            "non_basic": non_basic,
            "multiplier": total / basic_total,
            "ratio": non_basic / basic_total,
        }
    )
    return as_given(result, employment)


def _beyond(shares: pd.DataFrame, needed: pd.Series, employment, region_total=None):
    """Employment beyond the share that a region needs for itself."""
    stated = region_total is not None
    frame = regions(employment, "employment", allow_missing=stated)
    all_there_is = totals(frame, employment, region_total)
    own_need = pd.DataFrame(
        np.outer(all_there_is, needed), index=frame.index, columns=frame.columns
    )
    # A suppressed cell stays unknown; where the share is not above the nation's, all is needed.
    return (frame - own_need).mask(shares - needed <= ROUNDING, 0.0)

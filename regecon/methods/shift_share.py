"""Did a region grow because the nation grew, because of its sectors, or by itself?

Shift-share splits the change of a region's employment into the part it would have had at the
nation's growth, the part due to its mix of sectors, and the rest, in which its sectors grew
otherwise than the same sectors elsewhere. It is bookkeeping, not explanation: the last part is
no proof of competitiveness.

Tables have regions as rows and sectors as columns; one region's row may be given as a Series.
The parts come sector by sector; sum over the level ``sector`` for a region's total.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

from regecon.methods import _checks as check
from regecon.methods._regions import as_given, regions


def shift_share(
    start: pd.DataFrame | pd.Series,
    end: pd.DataFrame | pd.Series,
    national_start: pd.Series | None = None,
    national_end: pd.Series | None = None,
    *,
    method: str = "classical",
) -> pd.DataFrame:
    r"""Split the change of employment between two dates.

    Parameters
    ----------
    start, end : DataFrame (regions, sectors) or Series (sectors,)
        Employment at both dates, non-negative, same labels.
    national_start, national_end : Series (sectors,), optional
        Employment of the nation. Default: the sum over the regions of the table; required for a
        single region.
    method : {"classical", "esteban-marquillas"}
        The second splits the regional share once more.

    Returns
    -------
    DataFrame
        A row for each region and sector (for each sector if a Series was given), in the unit of
        ``start``. ``change`` is the sum of the other columns: ``national_share``,
        ``industry_mix`` and ``regional_share``; with Esteban-Marquillas the last is replaced by
        ``competitive_effect`` and ``allocation_effect``.

    Raises
    ------
    ValueError
        If a value is negative or missing, labels do not match, the nation has no employment at
        the start, a region has a sector that the nation lacks, or, with Esteban-Marquillas, a
        sector starts from zero in a region that has it later.

    Notes
    -----
    With :math:`G` the growth rate of the nation and :math:`g_i` that of its sector i,

    .. math:: e'_{ri} - e_{ri} = e_{ri} G + e_{ri} (g_i - G) + (e'_{ri} - e_{ri}(1 + g_i)).

    The regional share is taken as a difference and so is defined where a sector starts from
    zero: all that came is regional. ``REAT::shift`` divides by the starting value and gives NaN.
    Esteban-Marquillas splits the regional share :math:`e_{ri}(g_{ri} - g_i)` with the employment
    :math:`h_{ri} = e_r e_i / e` that the region would have with the nation's structure:
    :math:`h_{ri}(g_{ri} - g_i)` is the competitive and
    :math:`(e_{ri} - h_{ri})(g_{ri} - g_i)` the allocation effect. That needs the growth rate
    itself; for a sector absent at both dates both effects are zero.

    References
    ----------
    Dunn, E. S. (1960). A statistical and analytical technique for regional analysis. Papers of
    the Regional Science Association 6, 97-112.
    Esteban-Marquillas, J. M. (1972). A reinterpretation of shift-share analysis. Regional and
    Urban Economics 2(3), 249-255.

    Examples
    --------
    Steel shrinks by 10 per cent in the nation and by 5 in the city:

    >>> sectors = ["steel", "services"]
    >>> parts = shift_share(
    ...     pd.Series([60, 40], sectors), pd.Series([57, 42], sectors),
    ...     pd.Series([400, 600], sectors), pd.Series([360, 690], sectors),
    ... )
    >>> parts.round(1)
              change  national_share  industry_mix  regional_share
    sector
    steel       -3.0             3.0          -9.0             3.0
    services     2.0             2.0           4.0            -4.0
    >>> parts.sum().round(1).to_dict()
    {'change': -1.0, 'national_share': 5.0, 'industry_mix': -5.0, 'regional_share': -1.0}
    """
    if method not in ("classical", "esteban-marquillas"):
        raise ValueError(f"method: expected 'classical' or 'esteban-marquillas', got {method!r}")
    first, last = _two_dates(start, end)
    before, after = _nation(first, last, national_start, national_end)
    growth, total = _growth(first, before, after)
    parts = _parts(first, last, growth, total)
    if method == "esteban-marquillas":
        # What each region would have with its own size and the nation's structure.
        homothetic = np.outer(first.sum(axis="columns"), before / before.sum())
        ahead = _own_growth(first, last, growth) - growth
        del parts["regional_share"]
        parts["competitive_effect"] = homothetic * ahead
        parts["allocation_effect"] = (first - homothetic) * ahead
    return _long(parts, start)


def shift_share_from_rates(
    start: pd.DataFrame | pd.Series,
    end: pd.DataFrame | pd.Series,
    sector_growth: pd.Series,
    total_growth: float,
) -> pd.DataFrame:
    """Classical shift-share where only the nation's growth rates are known.

    Parameters
    ----------
    start, end : DataFrame (regions, sectors) or Series (sectors,)
        Employment at both dates, non-negative, same labels.
    sector_growth : Series (sectors,)
        Growth of each sector in the nation over the whole period, as a fraction; at least -1.
    total_growth : float
        Growth of all sectors together in the nation, as a fraction; at least -1.

    Returns
    -------
    DataFrame
        As :func:`shift_share`.

    Raises
    ------
    ValueError
        If a value is negative or missing, labels do not match, or a rate lies below -1.

    References
    ----------
    Dunn, E. S. (1960). A statistical and analytical technique for regional analysis. Papers of
    the Regional Science Association 6, 97-112.

    Examples
    --------
    >>> sectors = ["steel", "services"]
    >>> shift_share_from_rates(
    ...     pd.Series([60, 40], sectors), pd.Series([57, 42], sectors),
    ...     sector_growth=pd.Series([-0.10, 0.15], sectors), total_growth=0.05,
    ... ).sum().round(1).to_dict()
    {'change': -1.0, 'national_share': 5.0, 'industry_mix': -5.0, 'regional_share': -1.0}
    """
    first, last = _two_dates(start, end)
    growth = check.aligned(sector_growth, "sector_growth", first.columns, "start")
    check.non_negative(growth + 1, "sector_growth plus 1")
    total = check.number(total_growth, "total_growth", low=-1)
    return _long(_parts(first, last, growth, total), start)


def dynamic_shift_share(
    employment: Mapping, national: Mapping | None = None, *, method: str = "classical"
) -> pd.DataFrame:
    """Shift-share for each pair of neighbouring dates, with a new base each time.

    Parameters
    ----------
    employment : dict of date to DataFrame (regions, sectors) or Series (sectors,)
        Employment at two or more dates; they are taken in the order of their keys.
    national : dict of date to Series (sectors,), optional
        Employment of the nation at the same dates.
    method : {"classical", "esteban-marquillas"}
        As for :func:`shift_share`.

    Returns
    -------
    DataFrame
        As :func:`shift_share`, with the end of each interval as first level ``date`` of the
        rows. Summed over dates the parts give the dynamic decomposition of the whole change.

    Raises
    ------
    TypeError
        If ``employment`` or ``national`` is no mapping.
    ValueError
        As for :func:`shift_share`, or with fewer than two dates or dates that do not match.

    References
    ----------
    Barff, R. A. and Knight, P. L. (1988). Dynamic shift-share analysis. Growth and Change
    19(2), 1-10.

    Examples
    --------
    >>> town = pd.DataFrame({"steel": [60, 57, 50], "services": [40, 42, 45]}, [2010, 2011, 2012])
    >>> nation = pd.DataFrame(
    ...     {"steel": [400, 360, 340], "services": [600, 690, 710]}, index=[2010, 2011, 2012]
    ... )
    >>> parts = dynamic_shift_share(
    ...     {year: town.loc[year] for year in town.index},
    ...     {year: nation.loc[year] for year in nation.index},
    ... )
    >>> parts.groupby("date").sum().round(1)
          change  national_share  industry_mix  regional_share
    date
    2011    -1.0             5.0          -5.0            -1.0
    2012    -4.0             0.0          -1.9            -2.1
    """
    for name, given in (
        ("employment", employment),
        ("national", {} if national is None else national),
    ):
        if not isinstance(given, Mapping):
            raise TypeError(f"{name}: expected a dict of date to table, got {type(given).__name__}")
    nation = dict.fromkeys(employment) if national is None else national
    check.same_labels(nation, employment, "national", "employment")
    dates = sorted(employment)
    if len(dates) < 2:
        raise ValueError(f"employment: expected at least two dates, got {len(dates)}")
    steps = {
        end: shift_share(
            employment[start], employment[end], nation[start], nation[end], method=method
        )
        for start, end in pairwise(dates)
    }
    return pd.concat(steps, names=["date"])


def shift_indices(
    start: pd.DataFrame | pd.Series,
    end: pd.DataFrame | pd.Series,
    national_start: pd.Series | None = None,
    national_end: pd.Series | None = None,
) -> pd.DataFrame | pd.Series:
    r"""Shift-share as ratios in place of differences (Gerfin's form).

    Parameters
    ----------
    start, end, national_start, national_end
        As for :func:`shift_share`.

    Returns
    -------
    DataFrame (regions, 3) or Series
        ``net_shift``, the region's growth factor over the nation's, is the product of
        ``industry_mix`` and ``regional_share``; 1 means no effect. NaN for a region without
        employment at the start.

    Raises
    ------
    ValueError
        As for :func:`shift_share`.

    Notes
    -----
    .. math:: \frac{e'_r / e_r}{e' / e}
        = \frac{\sum_i e_{ri} (1 + g_i)}{e_r (1 + G)}
        \cdot \frac{e'_r}{\sum_i e_{ri} (1 + g_i)}

    References
    ----------
    Gerfin, H. (1964). Gesamtwirtschaftliches Wachstum und regionale Entwicklung. Kyklos 17(4),
    565-593.

    Examples
    --------
    >>> sectors = ["steel", "services"]
    >>> shift_indices(
    ...     pd.Series([60, 40], sectors), pd.Series([57, 42], sectors),
    ...     pd.Series([400, 600], sectors), pd.Series([360, 690], sectors),
    ... ).round(3).to_dict()
    {'net_shift': 0.943, 'industry_mix': 0.952, 'regional_share': 0.99}
    """
    first, last = _two_dates(start, end)
    growth, total = _growth(first, *_nation(first, last, national_start, national_end))
    base = first.sum(axis="columns")
    as_nation = base.where(base > 0) * (1 + total)
    as_sectors = (first * (1 + growth)).sum(axis="columns").where(base > 0)
    result = pd.DataFrame(
        {
            "net_shift": last.sum(axis="columns") / as_nation,
            "industry_mix": as_sectors / as_nation,
            "regional_share": last.sum(axis="columns") / as_sectors,
        }
    )
    return as_given(result, start)


def _two_dates(
    start: pd.DataFrame | pd.Series, end: pd.DataFrame | pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    if isinstance(start, pd.Series) != isinstance(end, pd.Series):
        raise TypeError("start and end: expected two tables or two Series, got one of each")
    first, last = regions(start, "start"), regions(end, "end")
    if isinstance(start, pd.Series):
        last.index = first.index  # the names of the two Series may well be their dates
    check.same_labels(first.index, last.index, "start, rows", "end, rows")
    check.same_labels(first.columns, last.columns, "start, columns", "end, columns")
    return first, last.reindex_like(first)


def _nation(first, last, national_start, national_end) -> tuple[pd.Series, pd.Series]:
    if (national_start is None) != (national_end is None):
        raise ValueError("national_start and national_end: give both or neither")
    if national_start is None:
        if len(first) < 2:
            raise ValueError("national_start: a single region needs the nation's employment")
        before, after = first.sum(), last.sum()
    else:
        before = check.aligned(national_start, "national_start", first.columns, "start, columns")
        after = check.aligned(national_end, "national_end", first.columns, "start, columns")
    for name, values in (("national_start", before), ("national_end", after)):
        check.non_negative(values, name)
    check.positive_total(before, "national_start")
    return before, after


def _growth(first, before: pd.Series, after: pd.Series) -> tuple[pd.Series, float]:
    """Growth rates of the nation's sectors, and of all of them together."""
    unknown = (first > 0).any() & (before == 0)
    if unknown.any():
        raise ValueError(
            f"national_start: {unknown.idxmax()!r} is zero there, but a region has employment in it"
        )
    # A sector new to the nation has no base in any region: all its growth is regional.
    sectors = (after / before - 1).where(before > 0, 0.0)
    return sectors, float(after.sum() / before.sum() - 1)


def _own_growth(first, last, growth: pd.Series) -> pd.DataFrame:
    """Growth rates of the regions' sectors; the nation's for a sector absent at both dates."""
    new = first.index[((first == 0) & (last > 0)).any(axis="columns")]
    if len(new):
        region = new.tolist()[0]
        sector = ((first == 0) & (last > 0)).loc[region].idxmax()
        raise ValueError(
            f"start: {sector!r} starts from zero in {region!r}, so that it has no growth rate; "
            "merge it with another sector or use method='classical'"
        )
    return (last / first - 1).where(first > 0, growth, axis="columns")


def _parts(first, last, growth: pd.Series, total: float) -> dict[str, pd.DataFrame]:
    return {
        "change": last - first,
        "national_share": first * total,
        "industry_mix": first * (growth - total),
        "regional_share": last - first * (1 + growth),
    }


def _long(parts: dict[str, pd.DataFrame], start) -> pd.DataFrame:
    """The parts as columns, with a row for each region and sector."""
    if isinstance(start, pd.Series):
        rows = {name: part.iloc[0] for name, part in parts.items()}
        return pd.DataFrame(rows).rename_axis("sector")
    rows = {name: check.cells(part) for name, part in parts.items()}
    return pd.DataFrame(rows).rename_axis(["region", "sector"])

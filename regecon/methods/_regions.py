"""Tables of regions by sectors: one region or many, shares, and what they are compared with."""

from __future__ import annotations

import pandas as pd

from regecon.methods import _checks as check


def regions(values, name: str, *, allow_missing: bool = False) -> pd.DataFrame:
    """A table with a row for each region; one region's Series becomes a table of one row."""
    if not isinstance(values, pd.Series | pd.DataFrame):
        # A bare list has no labels, and as a table it would become a column of regions.
        raise TypeError(
            f"{name}: expected a DataFrame (regions by sectors) or a Series (the sectors of one "
            f"region), got {type(values).__name__}"
        )
    if isinstance(values, pd.Series):
        row = check.vector(values, name, allow_missing=allow_missing)
        values = row.to_frame("region" if row.name is None else row.name).T
    frame = check.table(values, name, allow_missing=allow_missing)
    check.non_negative(frame, name)
    return frame


def as_given(result: pd.Series | pd.DataFrame, given):
    """The result for a table as it is; for one region's Series its only row."""
    if not isinstance(given, pd.Series):
        return result
    row = result.iloc[0]
    return row if isinstance(row, pd.Series) else float(row)


def shares_of_rows(frame: pd.DataFrame, totals: pd.Series | None = None) -> pd.DataFrame:
    """Shares in each row's total; NaN in an empty row."""
    totals = frame.sum(axis="columns") if totals is None else totals
    return frame.div(totals.where(totals > 0), axis="index")


def structures(
    employment, reference, rest_of_nation=False, region_total=None, reference_total=None
) -> tuple[pd.DataFrame, pd.DataFrame | pd.Series]:
    """Shares of the sectors in each region, and in what the regions are compared with.

    The second is a Series by sector, or with ``rest_of_nation`` a table like the first.
    """
    stated = region_total is not None and reference is not None
    frame = regions(employment, "employment", allow_missing=stated)
    all_there_is = totals(frame, employment, region_total)
    own = shares_of_rows(frame, all_there_is)

    if reference is not None:
        base = check.aligned(reference, "reference", frame.columns, "employment")
        check.non_negative(base, "reference")
        base_total = check.positive_total(base, "reference")
    elif len(frame) > 1:
        base = frame.sum()
        base_total = check.positive_total(all_there_is, "employment")
    else:
        raise ValueError(
            "reference: a single region (or sector) needs something to be compared with; "
            "give the totals of the nation"
        )
    if reference_total is not None:
        # A stated total takes the place of the sum, which suppressed sectors make too small.
        base_total = check.number(reference_total, "reference_total", low=base_total * (1 - 1e-9))
    if not rest_of_nation:
        return own, base / base_total

    rest = base - frame
    too_large = rest.min() < -1e-9 * base
    if too_large.any():
        sector = too_large.idxmax()
        raise ValueError(
            f"reference: a region has more of {sector!r} than the reference ({base[sector]:g}); "
            "with rest_of_nation the reference has to contain every region"
        )
    return own, shares_of_rows(rest.clip(lower=0), base_total - all_there_is)


def totals(frame: pd.DataFrame, employment, region_total=None) -> pd.Series:
    """Employment of each region: the sum of its sectors, or what is stated."""
    sums = frame.sum(axis="columns")
    if region_total is None:
        return sums
    if isinstance(employment, pd.Series):
        region_total = pd.Series(check.number(region_total, "region_total"), frame.index)
    return _stated(sums, region_total)


def _stated(sums: pd.Series, stated) -> pd.Series:
    """Published totals of the regions; what the sectors add up to may not exceed them."""
    stated = check.aligned(stated, "region_total", sums.index, "employment")
    over = sums.index[sums > stated * (1 + 1e-9)]
    if len(over):
        region = over.tolist()[0]
        raise ValueError(
            f"region_total: the sectors of {region!r} add up to {sums[region]:g}, above the stated "
            f"total {stated[region]:g}"
        )
    return stated

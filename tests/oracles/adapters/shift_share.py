"""Cases of shift-share. They hold bare lists; sectors get their position as label."""

import pandas as pd

from regecon.methods.shift_share import (
    dynamic_shift_share,
    shift_indices,
    shift_share,
    shift_share_from_rates,
)
from regecon.methods.specialisation import location_quotient

LEVELS = ("region_t0", "region_t1", "nation_t0", "nation_t1")


def _totals(parts):
    """REAT's net total shift is the growth beyond the national share."""
    return {
        "growth_t1_t": parts["change"],
        "national_share": parts["national_share"],
        "industrial_mix": parts["industry_mix"],
        "regional_share": parts["regional_share"],
        "net_total_shift": parts["industry_mix"] + parts["regional_share"],
    }


def _classical(inputs):
    if inputs.has("national_growth_by_industry"):
        return _from_rates(inputs)
    return _totals(shift_share(*(pd.Series(inputs[key]) for key in LEVELS)).sum())


def _from_rates(inputs):
    start = pd.Series(inputs["region_t0"])
    parts = shift_share_from_rates(
        start,
        pd.Series(inputs["region_t1"]),
        pd.Series(inputs["national_growth_by_industry"]),
        inputs["national_growth_total"],
    )
    by_sector, total = _totals(parts), _totals(parts.sum())
    result = {
        "growth": total["growth_t1_t"],
        **total,
        "by_industry": {
            "total_shift": by_sector["net_total_shift"],
            "regional": by_sector["regional_share"],
            "mix": by_sector["industrial_mix"],
        },
    }
    if inputs.has("national_shares_t0"):
        result["lq"] = location_quotient(start, pd.Series(inputs["national_shares_t0"]))
    return result


def _esteban_marquillas(inputs):
    levels = (pd.Series(inputs[key]) for key in LEVELS)
    total = shift_share(*levels, method="esteban-marquillas").sum()
    return {
        "growth_t1_t": total["change"],
        "national_share": total["national_share"],
        "industrial_mix": total["industry_mix"],
        "regional_share": total["competitive_effect"],  # REAT's name for it
        "allocation_effect": total["allocation_effect"],
    }


def _gerfin(inputs):
    result = shift_indices(*(pd.Series(inputs[key]) for key in LEVELS))
    return {
        "industrial_mix": result["industry_mix"],
        "regional_share": result["regional_share"],
        "net_total_shift": result["net_shift"],
    }


def _dynamic(inputs):
    parts = dynamic_shift_share(
        {year: pd.Series(row) for year, row in enumerate(inputs["region"])},
        {year: pd.Series(row) for year, row in enumerate(inputs["nation"])},
    )
    by_year = _totals(parts.groupby("date").sum())
    return {**_totals(parts.sum()), "by_year": list(by_year.values())}


ADAPTERS = {
    "shift_share_classical": _classical,
    "shift_share_esteban_marquillas": _esteban_marquillas,
    "shift_share_gerfin_index": _gerfin,
    "shift_share_dynamic": _dynamic,
}

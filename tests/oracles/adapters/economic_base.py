"""Cases of the economic base. They hold bare lists; sectors get their position as label."""

import pandas as pd

from regecon.methods.economic_base import (
    base_multiplier,
    basic_employment,
    minimum_requirements,
)
from regecon.methods.export_income import income_multiplier
from regecon.methods.specialisation import location_quotient
from tests.oracles.labels import frame


def _base(employment, basic, region_total=None):
    result = base_multiplier(employment, basic, region_total=region_total)
    return {
        "basic_by_sector": basic,
        "basic": result["basic"],
        "nonbasic": result["non_basic"],
        "multiplier": result["multiplier"],
        "basic_nonbasic_ratio": result["ratio"],
    }


def _location_quotient(inputs):
    region = pd.Series(inputs["region"], dtype=float)
    given = "national_shares" if inputs.has("national_shares") else "national"
    nation = pd.Series(inputs[given], dtype=float)
    # A total beside the sectors is a stated one; the sectors need not add up to it.
    totals = {key: inputs.get(key) for key in ("region_total", "reference_total")}
    if not inputs.has("region_total") and inputs.has("region_totals"):
        totals["region_total"] = inputs["region_totals"]
    basic = basic_employment(region, nation, **totals)
    return _base(region, basic, totals["region_total"]) | {
        "lq": location_quotient(region, nation, **totals)
    }


def _minimum_requirements(inputs):
    """A table, or a list for each region by name; ``sectors`` names the sectors."""
    rows = {name: row for name, row in inputs.items() if isinstance(row, list | dict)}
    rows = {name: row for name, row in rows.items() if name not in ("sectors", "regions")}
    if len(rows) > 1:
        table = pd.DataFrame.from_dict(rows, orient="index", dtype=float)
    else:
        table = frame(inputs["regions_x_industries"])
    return _base(table, minimum_requirements(table))


ADAPTERS = {
    "base_multiplier_income": lambda inputs: {
        "multiplier": income_multiplier(
            inputs["propensity_consume_locally"], inputs["income_per_local_sales"]
        )
    },
    "base_multiplier_lq": _location_quotient,
    "minimum_requirements": _minimum_requirements,
}

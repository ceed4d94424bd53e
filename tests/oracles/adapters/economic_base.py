"""Cases of the economic base. They hold bare lists; sectors get their position as label."""

import pandas as pd

from regecon.methods.economic_base import (
    base_multiplier,
    basic_employment,
    minimum_requirements,
)
from regecon.methods.export_income import income_multiplier


def _base(employment, basic):
    result = base_multiplier(employment, basic)
    return {
        "basic_by_sector": basic,
        "basic": result["basic"],
        "nonbasic": result["non_basic"],
        "multiplier": result["multiplier"],
        "basic_nonbasic_ratio": result["ratio"],
    }


def _location_quotient(inputs):
    region = pd.Series(inputs["region"])
    nation = pd.Series(inputs["national" if "national" in inputs else "national_shares"])
    return _base(region, basic_employment(region, nation))


def _minimum_requirements(inputs):
    """A table, or a list for each region by name; ``sectors`` names the sectors."""
    if "regions_x_industries" in inputs:
        table = pd.DataFrame(inputs["regions_x_industries"])
    else:
        rows = {name: row for name, row in inputs.items() if name != "sectors"}
        table = pd.DataFrame.from_dict(rows, orient="index", columns=inputs["sectors"])
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

"""Cases of input-output. They hold bare lists; sectors get their position as label."""

import pandas as pd

from regecon.methods.import_content import import_content, vertical_specialisation
from regecon.methods.input_output import (
    ghosh_inverse,
    input_coefficients,
    leontief_inverse,
    linkages,
)
from regecon.methods.multipliers import close_households, footprint, multipliers
from regecon.methods.regionalisation import (
    cross_industry_quotient,
    flegg_lambda,
    regionalise,
    trade_quotients,
)
from regecon.methods.specialisation import location_quotient
from tests.oracles.labels import frame


def _coefficients(inputs):
    return input_coefficients(frame(inputs["Z"]), pd.Series(inputs["x"]))


def _effects(coefficients, per_output, name):
    result = multipliers(coefficients, per_output)
    return {
        f"{name}_effect": result["effect_type1"],
        f"{name}_multiplier_type1": result["multiplier_type1"],
    }


def _multipliers(inputs):
    """Everything that the inputs of a case allow."""
    coefficients = _coefficients(inputs)
    output = pd.Series(inputs["x"], dtype=float)
    result = {
        "A": coefficients,
        "L": leontief_inverse(coefficients),
        "output_multiplier": multipliers(coefficients)["effect_type1"],
    }
    for name, key in (("gva", "gva"), ("income", "compensation"), ("income", "wages")):
        if key in inputs:
            result |= _effects(coefficients, pd.Series(inputs[key]) / output, name)
    if inputs.has("employment"):
        result |= _effects(coefficients, pd.Series(inputs["employment"]) / output, "employment")
    if inputs.has("employment_per_output"):
        jobs = pd.Series(inputs["employment_per_output"])
        result |= _effects(coefficients, jobs, "employment")
    if inputs.has("imports"):
        imports = pd.Series(inputs["imports"]) / output
        result["import_content"] = import_content(coefficients, imports)["total"]
    # The manual divides the rows by total final use where it differs from output by rounding.
    use = pd.Series(inputs.get("total_final_use", inputs["x"]))
    ghosh = ghosh_inverse(frame(inputs["Z"]), use)
    return result | {"output": result["output_multiplier"], "ghosh_row_sums": ghosh.sum(axis=1)}


def _income_type1(inputs):
    """The first row of value added is wages."""
    coefficients, output = _coefficients(inputs), pd.Series(inputs["x"], dtype=float)
    wages = pd.Series(inputs["value_added"][0], dtype=float)
    # ioanalysis takes wages in money instead of per unit of output, and divides afterwards.
    in_money = multipliers(coefficients, wages)["effect_type1"] / output
    return _effects(coefficients, wages / output, "income") | {"ioanalysis_wage": in_money}


def _type2(inputs):
    coefficients = _coefficients(inputs)
    income = pd.Series(inputs["compensation"]) / pd.Series(inputs["x"])
    spending = pd.Series(inputs["household_consumption_coefficients"])
    closed = close_households(coefficients, income, spending)
    result = multipliers(coefficients, income, closed=closed)
    return {"income_multiplier_type2": result["multiplier_type2"]}


def _closed(inputs):
    coefficients = frame(inputs["A"])
    closed = close_households(
        coefficients,
        pd.Series(inputs["household_input_coefficients"]),
        pd.Series(inputs["household_consumption_coefficients"]),
        between_households=inputs["household_household"],
    )
    inverse = leontief_inverse(closed)
    output = multipliers(coefficients, closed=closed)
    income = multipliers(coefficients, closed.loc["households"], closed=closed)
    return {
        "L_closed": inverse,
        "output_multiplier_simple": output["effect_type1"],
        "output_multiplier_total_3rows": inverse.sum()[coefficients.columns],
        "output_multiplier_truncated_2rows": output["effect_type2"],
        "income_simple": income["effect_type1"],
        "income_total": income["effect_type2"],
        "income_type1": income["multiplier_type1"],
        "income_type2": income["multiplier_type2"],
        "ratio_type2_to_type1": income["multiplier_type2"] / income["multiplier_type1"],
    }


def _environmental(inputs):
    coefficients = _coefficients(inputs)
    per_output = pd.Series(inputs["satellite"]) / pd.Series(inputs["x"])
    used = footprint(coefficients, per_output, pd.Series(inputs["final_demand"]))
    return {
        "A": coefficients,
        "L": leontief_inverse(coefficients),
        "S": per_output,
        "M": multipliers(coefficients, per_output)["effect_type1"],
        "footprint": used.sum(),
        "footprint_matrix": used,
    }


def _linkages(inputs):
    columns = {
        "BL.dir": "backward_direct",
        "FL.dir": "forward_direct",
        "BL.tot": "backward_total",
        "FL.tot": "forward_total",
    }
    result = linkages(frame(inputs["Z"]), pd.Series(inputs["x"]))[list(columns.values())]
    by_region = result.groupby(pd.Series(inputs["regions"]))
    # ioanalysis divides by the region's sum over the number of sectors in all regions.
    scaled = result / (by_region.transform("sum") / len(result))
    tables = {region: scaled.loc[rows] for region, rows in by_region.groups.items()}
    return tables | {"columns": list(columns)}


def _interregional_slq(inputs):
    """Quotients by region and sector, applied to the rows of the interregional table."""
    output = pd.DataFrame(
        {"region": inputs["regions"], "sector": inputs["sectors"], "output": inputs["x"]}
    )
    table = output.pivot_table("output", index="region", columns="sector")
    quotients = location_quotient(table).stack()
    rows = pd.MultiIndex.from_frame(output[["region", "sector"]])
    quotients = quotients.reindex(rows).reset_index(drop=True)
    return {"A_slq": regionalise(_coefficients(inputs), quotients)}


def _flq(inputs):
    region, nation = pd.Series(inputs["regional"]), pd.Series(inputs["national"])
    coefficients, delta = frame(inputs["A_national"]), inputs["delta"]
    tables = {m: trade_quotients(region, nation, method=m, delta=delta) for m in METHODS}
    regional = {m: regionalise(coefficients, tables[m]) for m in METHODS}
    result = {
        "slq": location_quotient(region, nation),
        "cilq": cross_industry_quotient(region, nation),
        "lambda_star": flegg_lambda(region, nation, delta),
        "flq": tables["flq"],
        "flq_capped": tables["flq"].clip(upper=1),
        "aflq": tables["aflq"],
    }
    result |= {f"A_regional_{m}": table for m, table in regional.items()}
    rows = {f"A_regional_{m}_row_{i + 1}": t.loc[i] for m, t in regional.items() for i in t.index}
    return result | rows


def _vertical_specialisation(inputs):
    domestic, imports = frame(inputs["A_domestic"]), frame(inputs["A_import"])
    result = vertical_specialisation(domestic, imports, pd.Series(inputs["exports"]))
    return {
        "vs_direct": result.direct,
        "vs_total": result.total,
        "vs_share": result.share,
        "import_content_by_sector": import_content(domestic, imports)["total"],
    }


METHODS = ("slq", "cilq", "flq", "aflq")

ADAPTERS = {
    "leontief_output_multipliers": _multipliers,
    "multipliers_eurostat_germany_1995": _multipliers,
    "multipliers_netherlands_2000": _multipliers,
    "multipliers_chile_2013": _multipliers,
    "multipliers_type2_netherlands_2000": _type2,
    "income_multiplier_type1": _income_type1,
    "leontief_type2_closed": _closed,
    "environmental_multiplier": _environmental,
    "linkages_normalised": _linkages,
    "regionalisation_slq_ioanalysis": _interregional_slq,
    "regionalisation_flq": _flq,
    "vertical_specialisation": _vertical_specialisation,
}

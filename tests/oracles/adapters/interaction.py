"""Cases of spatial interaction, gravity, commuting and the rank-size rule."""

import pandas as pd

from regecon.methods.city_size import rank_size
from regecon.methods.commuting import labour_market_areas, self_containment
from regecon.methods.gravity import gravity
from regecon.methods.interaction import (
    converse_breaking_point,
    doubly_constrained,
    hansen_accessibility,
    huff,
    mean_cost,
    production_constrained,
    reilly,
)
from tests.oracles.labels import frame

DECAYS = {
    "exp": "exponential", "exponential": "exponential", "e": "exponential",
    "pow": "power", "power": "power", "p": "power",
}  # fmt: skip


def _reilly(inputs):
    shares = reilly(
        pd.Series({"a": inputs["pop_a"], "b": inputs["pop_b"]}),
        pd.Series({"a": inputs["dist_a"], "b": inputs["dist_b"]}),
        alpha=inputs.get("gamma", 1),
        beta=inputs.get("lambda", 2),
    )
    return {
        "relation_AB": shares["a"] / shares["b"],
        "prop_A": shares["a"],
        "prop_B": shares["b"],
    }


def _converse(inputs):
    towns = pd.Series({"a": inputs["pop_a"], "b": inputs["pop_b"]})
    point = converse_breaking_point(towns, inputs["distance"])
    return {"BP_A": point["a"], "BP_B": point["b"]}


def _deterrence(inputs):
    # REAT writes the exponent with its sign, we write how much distance deters.
    decay = inputs["beta"] if "beta" in inputs else -inputs["lambda"]
    return {
        "alpha": inputs["alpha"] if "alpha" in inputs else inputs.get("gamma", 1),
        "beta": decay,
        "decay": DECAYS[inputs.get("decay", "pow")],
    }


def _huff(inputs):
    cost = frame(inputs["distance"])
    shares = huff(pd.Series(inputs["size"]), cost, **_deterrence(inputs))
    result = {"probability": shares}
    if inputs.has("expenditure"):
        sales = production_constrained(
            pd.Series(inputs["expenditure"]),
            pd.Series(inputs["size"]),
            cost,
            **_deterrence(inputs),
        ).sum()
        result |= {"store_sales": sales, "store_share": sales / sales.sum()}
    return result


def _hansen(inputs):
    cost = frame(inputs["distance"])
    access = hansen_accessibility(pd.Series(inputs["size"]), cost, **_deterrence(inputs))
    return {"accessibility": access}


def _production_constrained(inputs):
    flows = production_constrained(
        pd.Series(inputs["O"]),
        pd.Series(inputs["W"]),
        frame(inputs["cost"]),
        alpha=inputs.get("alpha", 1),
        beta=inputs["beta"],
        decay=DECAYS[inputs["decay"]],
    )
    return {"flows": flows, "D": flows.sum()}


def _doubly_constrained(inputs):
    cost = frame(inputs["cost"])
    flows = doubly_constrained(
        pd.Series(inputs["O"]),
        pd.Series(inputs["D"]),
        cost,
        beta=inputs["beta"],
        decay=DECAYS[inputs["decay"]],
    )
    return {
        "flows": flows,
        "mean_cost": mean_cost(flows, cost),
        # A remark that stands among the expected numbers.
        "A_times_O_B_D_note": "only products A_i*B_j are identified",
    }


def _gravity_of_pairs(inputs):
    """The cases give sizes for each pair and no names, so that each pair has its own two places."""
    n = range(len(inputs["flows"]))
    pairs = pd.MultiIndex.from_arrays([[f"o{i}" for i in n], [f"d{i}" for i in n]])
    data = (
        pd.Series(inputs["flows"], pairs),
        pd.Series(inputs["distance_km"], pairs),
        pd.Series(inputs["origin_var"], [f"o{i}" for i in n]),
        pd.Series(inputs["destination_var"], [f"d{i}" for i in n]),
    )
    poisson, ols = gravity(*data), gravity(*data, method="ols")
    order = ["constant", "origin_size", "destination_size", "cost"]
    return {
        "params_const_o_d_dist": poisson.coefficients.loc[order, "estimate"],
        "AIC": poisson.quality["aic"],
        "SRMSE": poisson.quality["srmse"],
        "poisson_params": poisson.coefficients.loc[order, "estimate"],
        "poisson_deviance": poisson.quality["deviance"],
        "ols_params": ols.coefficients.loc[order, "estimate"],
        "ols_r2": ols.quality["r_squared"],
    }


def _doubly_constrained_poisson(inputs):
    pairs = pd.MultiIndex.from_arrays([inputs["origin"], inputs["destination"]])
    model = gravity(
        pd.Series(inputs["flows"], pairs),
        pd.Series(inputs["distance_km"], pairs),
        constraint="both",
        decay="exponential",
    )
    return {
        "beta_distance": model.coefficients.loc["cost", "estimate"],
        "intercept": model.coefficients.loc["constant", "estimate"],
        "fitted": model.fitted,
        "SRMSE": model.quality["srmse"],
        "SSI": model.quality["similarity"],
    }


def _self_containment(inputs):
    flows = frame(inputs["commuting_flows_res_x_work"])
    result = {"single_units": _by_label(self_containment(flows))}
    if inputs.has("labels"):
        result["areas"] = _by_label(self_containment(flows, pd.Series(inputs["labels"])))
    return result


def _by_label(table):
    return {str(label): row.to_dict() for label, row in table.iterrows()}


def _labour_market_areas(inputs):
    pairs = pd.DataFrame(inputs)[["community_live", "community_work", "amount"]]
    places = sorted({*inputs["community_live"], *inputs["community_work"]})
    flows = pairs.pivot_table("amount", "community_live", "community_work", aggfunc="sum")
    flows = flows.reindex(index=places, columns=places).fillna(0)
    areas = labour_market_areas(
        flows,
        minimum_size=inputs["minSZ"],
        minimum_containment=inputs["minSC"],
        target_size=inputs["tarSZ"],
        target_containment=inputs["tarSC"],
    )
    # The package numbers areas by the position of a place of theirs.
    number = areas.map({place: i for i, place in enumerate(places, start=1)}).fillna(0)
    measures = self_containment(flows, number.where(number > 0)).sort_index()
    return {
        "community": places,
        "cluster": number,
        "residents": self_containment(flows)["residents"],
        "cluster_id": measures.index.tolist(),
        "cluster_residents": measures["residents"],
        "cluster_jobs": measures["jobs"],
        "supply_self_containment": measures["supply_side"],
        "demand_self_containment": measures["demand_side"],
    }


def _rank_size(inputs):
    population = pd.Series(inputs["population"])
    plain, shifted = rank_size(population, shift=0), rank_size(population)
    ties = {
        f"slope_{rule}": rank_size(population, shift=0, ties=rule).slope
        for rule in ("average", "min", "first")
    }
    return {
        "slope_rank": plain.slope,
        "r2": plain.r_squared,
        "slope_rank_half": shifted.slope,
        "se_rank_half": shifted.std_error,
        "se_gabaix_ibragimov": shifted.std_error,
        "se_ols": shifted.ols_std_error,
        "se_ols_rank": plain.ols_std_error,
        "r2_rank_half": shifted.r_squared,
        "intercept": plain.intercept,
        "intercept_rank": plain.intercept,
        "intercept_rank_half": shifted.intercept,
        "n": shifted.observations,
        **ties,
    }


ADAPTERS = {
    "reilly": _reilly,
    "converse_breaking_point": _converse,
    "huff": _huff,
    "hansen_accessibility": _hansen,
    "production_constrained": _production_constrained,
    "doubly_constrained": _doubly_constrained,
    "gravity_poisson": _gravity_of_pairs,
    "gravity_ols_vs_poisson": _gravity_of_pairs,
    "doubly_constrained_poisson": _doubly_constrained_poisson,
    "self_containment": _self_containment,
    "labour_market_areas": _labour_market_areas,
    "zipf_rank_size": _rank_size,
}

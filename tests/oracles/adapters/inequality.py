"""Cases of Gini, Theil, Williamson and convergence."""

import math

import numpy as np
import pandas as pd

from regecon.methods.convergence import (
    beta_convergence,
    convergence_speed,
    half_life,
    sigma_convergence,
)
from regecon.methods.inequality import (
    atkinson,
    gini,
    theil,
    theil_decomposition,
    williamson,
)


def _unless_undefined(method, *args, **options):
    """The cases write null where a measure is not defined; our methods raise there."""
    try:
        return method(*args, **options)
    except ValueError:
        return None


def _gini(inputs):
    values = pd.Series(inputs["x"], dtype=float)
    return {
        "gini": _unless_undefined(gini, values),
        "gini_normalised": _unless_undefined(gini, values, corrected=True),
    }


def _theil(inputs):
    values = inputs["x"]
    return {
        "theil_T": _unless_undefined(theil, values),
        "theil_L": _unless_undefined(theil, values, form="L"),
        # ineq::Theil leaves zeros out; recorded to show the difference, so they are left out here.
        "theil_T_ineq_zeros_dropped": _unless_undefined(theil, [x for x in values if x != 0]),
    }


def _decomposition(inputs):
    """One decomposition for each column (year) of values; a single column as lists of one."""
    table = pd.DataFrame(
        inputs["y_states_x_years"] if inputs.has("y_states_x_years") else inputs["y"]
    )
    parts = [
        theil_decomposition(table[year], inputs["groups"])[["between", "within"]].sum()
        for year in table
    ]
    return {
        "T": [theil(table[year]) for year in table],
        "between": [part["between"] for part in parts],
        "within": [part["within"] for part in parts],
    }


def _weighted_decomposition(inputs):
    values, people = inputs["per_capita"], inputs["population"]
    parts = theil_decomposition(values, inputs["groups"], people)
    return {
        "T": theil(values, people),
        "between": parts["between"].sum(),
        "within": parts["within"].sum(),
        "theil_L": theil(values, people, form="L"),
    }


def _williamson(inputs):
    values, people = inputs["y"], inputs["population"]
    ours = williamson(values, people)
    # REAT's default takes deviations from the unweighted mean but divides by the weighted one;
    # the shift between the two means adds to the variance.
    weighted = np.average(values, weights=people)
    shift = (weighted - np.mean(values)) / weighted
    return {
        "vw": ours,
        "reat_wmean_true": ours,
        "williamson_weighted_mean": ours,
        "williamson_unweighted_mean": math.hypot(ours, shift),
    }


def _beta(inputs):
    years = inputs.get("interval", 1)
    result = beta_convergence(inputs["y0"], inputs["y1"], years)
    # REAT applies the formula for growth over the whole period to growth per year.
    reat = convergence_speed(result.beta, years, yearly_growth=False)
    return {
        "alpha": result.alpha,
        "beta": result.beta,
        "se_beta": result.se_beta,
        "t_beta": result.t_beta,
        "p_beta": result.p_beta,
        "r2": result.r2,
        "lambda": reat,
        "lambda_reat": reat,
        "lambda_barro": result.speed,
        "halflife": half_life(reat),
    }


def _speed(inputs):
    # The cases are REAT's, see _beta.
    speed = convergence_speed(inputs["beta"], inputs["interval"], yearly_growth=False)
    return {"lambda": speed, "halflife": half_life(speed)}


def _sigma(inputs):
    result = sigma_convergence(pd.DataFrame({0: inputs["y0"], 1: inputs["y1"]}))
    return {
        "cv0": result.loc[0, "cv"],
        "cv1": result.loc[1, "cv"],
        "sd_log0": result.loc[0, "sd_log"],
        "sd_log1": result.loc[1, "sd_log"],
        "F_log": result.loc[1, "f_ratio"],
        "p_log": result.loc[1, "p_value"],
    }


def _atkinson(inputs):
    weights = inputs.get("weights")
    aversion = inputs.get("aversion", 0.5)
    return {"atkinson": _unless_undefined(atkinson, inputs["x"], weights, aversion=aversion)}


ADAPTERS = {
    "atkinson": _atkinson,
    "gini": _gini,
    "gini_weighted": lambda inputs: {"gini": gini(inputs["x"], inputs["weights"])},
    "theil_T": _theil,
    "theil_L_mld": _theil,
    "theil_decomposition": _decomposition,
    "theil_population_weighted_decomposition": _weighted_decomposition,
    "williamson_index": _williamson,
    "beta_convergence_ols": _beta,
    "beta_convergence_speed": _speed,
    "sigma_convergence": _sigma,
}

"""Cases of difference in differences, fixed effects and synthetic control."""

import pandas as pd

from regecon.methods.counterfactual import (
    difference_in_differences,
    synthetic_control,
    two_way_fixed_effects,
)
from tests.oracles.labels import frame


def _difference(inputs):
    if inputs.has("y"):
        outcome, treated, after = inputs["y"], inputs["treated"], inputs["post"]
    else:  # four means: one observation in each cell
        cells = ("treated_before", "treated_after", "control_before", "control_after")
        outcome, treated, after = [inputs[cell] for cell in cells], [1, 1, 0, 0], [0, 1, 0, 1]
    result = difference_in_differences(outcome, treated, after)
    means = result.means
    return {
        "did": result.effect,
        "se": result.se,
        "se_hc1": result.se_robust,
        "n": result.n,
        # The regression writes the cells as differences from the controls before.
        "intercept": means.loc["control", "before"],
        "post": means.loc["control", "change"],
        "treated": means.loc["treated", "before"] - means.loc["control", "before"],
    }


def _fixed_effects(inputs):
    panel = pd.DataFrame(inputs).pivot_table(index="unit", columns="time")
    result = two_way_fixed_effects(panel["y"], panel["treated"])
    return {
        "att": result.effect,
        "att_linearmodels": result.effect,
        "se_ols": result.se,
        "se_linearmodels": result.se,
        "se_cluster_unit": result.se_clustered,
    }


def _synthetic_control(inputs):
    periods = len(inputs["treated_pre"])
    donors = frame(inputs["donors_pre_time_x_unit"] + inputs["donors_post_time_x_unit"])
    treated = pd.Series(inputs["treated_pre"] + inputs["treated_post"], name="treated")
    outcome = pd.concat([treated, donors], axis="columns").T
    result = synthetic_control(outcome, "treated", start=periods)
    return {
        "weights": result.weights,
        "gap_post": result.paths["gap"].iloc[periods:],
        "pre_rmspe": result.fit,
    }


ADAPTERS = {
    "difference_in_differences": _difference,
    "twfe_did": _fixed_effects,
    "synthetic_control_weights": _synthetic_control,
}

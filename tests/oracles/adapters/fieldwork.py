"""Cases of agreement between coders, scales, sample size and raking."""

import math

import numpy as np
import pandas as pd

from regecon.methods.agreement import (
    alpha_interval,
    cohen_kappa,
    cronbach_alpha,
    fleiss_kappa,
    krippendorff_alpha,
)
from regecon.methods.fieldwork import rake, sample_size
from tests.oracles.labels import frame


def _kappa(inputs):
    if inputs.has("table"):
        table = frame(inputs["table"])
        weights = frame(inputs["weights"]) if inputs.has("weights") else "quadratic"
        plain, weighted = cohen_kappa(table), cohen_kappa(table, weights=weights)
        return {"kappa": plain.kappa, "z": plain.z, "weighted_kappa": weighted.kappa}
    coders = pd.Series(inputs["rater1"]), pd.Series(inputs["rater2"])
    result = cohen_kappa(*coders)
    found = {"kappa": result.kappa, "z": result.z, "observed": result.observed}
    found["expected"] = result.expected
    if pd.api.types.is_numeric_dtype(coders[0]) and pd.api.types.is_numeric_dtype(coders[1]):
        for weights in ("linear", "quadratic"):
            found[f"kappa_{weights}"] = cohen_kappa(*coders, weights=weights).kappa
        found["weighted_kappa"] = found["kappa_quadratic"]
    return found


def _krippendorff(inputs):
    # The cases have coders in rows.
    ratings = frame(inputs["ratings_raters_x_units"]).T
    found = {
        level: krippendorff_alpha(ratings, level=level)
        for level in ("nominal", "ordinal", "interval", "ratio")
    }
    # The package raises where only one code is in use; ours is NaN there.
    return found | {"raises": math.isnan(found["nominal"])}


def _cronbach(inputs):
    items = frame(inputs["items"])
    result = cronbach_alpha(items, missing="pairwise")
    # pingouin counts all respondents, also those with gaps.
    interval = (
        alpha_interval(result.alpha, respondents=len(items), questions=items.shape[1])
        if len(items) > 1
        else None
    )
    bounds = [interval.low, interval.high] if interval else None
    return {
        "ci": bounds,
        "ci95": bounds,
        "confidence_interval": bounds,
        "feldt": bounds,
        "ci_low": bounds and bounds[0],
        "ci_high": bounds and bounds[1],
        "alpha": result.alpha,
        "raw_alpha": result.alpha,
        "std_alpha": result.standardised,
        "guttman_lambda6": result.lambda6,
        "alpha_if_dropped": result.if_dropped,
        "alpha_listwise": cronbach_alpha(items, missing="listwise").alpha,
        "alpha_pairwise": result.alpha,
    }


def _sample_size(inputs):
    share, confidence = inputs["p"], inputs["confidence"]

    def size(population=None, round_up=False):
        return sample_size(
            inputs["half_width"],
            share=share,
            confidence=confidence,
            population=population,
            round_up=round_up,
        )

    result = {"n": size(), "n_rounded_up": size(round_up=True)}
    if inputs.has("N"):
        result |= {"n_fpc": size(inputs["N"]), "n_fpc_rounded_up": size(inputs["N"], True)}
    # The size of the population stands in the name of the expected number only.
    for population in (100, 200, 250, 300, 400, 500, 1000, 2000, 3000, 5000, 10000):
        result[f"fpc_N{population}"] = size(population)
        result[f"n_N{population}"] = size(population)
        result[f"fpc_N{population}_rounded_up"] = size(population, round_up=True)
    return result


# Mean of the score api00 over the schools of each cell (school type by target met) of the data
# set apiclus1 in R's package survey (data(api), 183 schools): a case reports the weighted mean
# but does not carry the scores.
API00_MEANS = np.array([[7156 / 12, 86281 / 132], [1978 / 3, 6682 / 11], [4851 / 8, 10935 / 17]])


def _raking(inputs):
    """A table: every cell is taken for one respondent with the cell's number as base weight."""
    counts = np.array(inputs.get("seed", inputs.get("sample_counts")), dtype=float)
    start = pd.DataFrame(counts * inputs.get("base_weight", 1)).stack()
    start = start[start > 0]
    margins = {"row": pd.Series(inputs["row_margin"]), "column": pd.Series(inputs["col_margin"])}
    sample = start.index.rename(["row", "column"]).to_frame()
    table = np.zeros(counts.shape)
    table[tuple(sample.to_numpy().T)] = rake(sample, margins, base_weight=start)
    per_respondent = np.divide(table, counts, out=np.full(counts.shape, np.nan), where=counts > 0)
    result = {
        "table": table,
        "weights": per_respondent,
        "weight_per_cell": per_respondent,
        "weighted_cells": table,
    }
    if inputs.has("sample_counts") and counts.shape == API00_MEANS.shape:
        result["mean_api00"] = np.average(API00_MEANS, weights=table)
    return result


ADAPTERS = {
    "cohen_kappa": _kappa,
    "fleiss_kappa": lambda inputs: {"kappa": fleiss_kappa(frame(inputs["counts"]))},
    "krippendorff_alpha": _krippendorff,
    "cronbach_alpha": _cronbach,
    "sample_size_proportion": _sample_size,
    "raking": _raking,
}

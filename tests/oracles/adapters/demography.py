"""Cases of cohort-component projection and of age structure."""

import pandas as pd

from regecon.methods.demography import (
    daughters,
    dependency_ratios,
    leslie_matrix,
    project,
    stable_population,
    survival_ratios,
)


def _by_age(inputs, key):
    return pd.Series(inputs[key], index=inputs["age"])


def _life_table(inputs):
    """Sweden 1993: survival from the life table, two intervals without migration."""
    width, population = inputs["interval"], _by_age(inputs, "population")
    lived = _by_age(inputs, "Lx_radix_100000")
    survival = survival_ratios(lived)
    births = daughters(
        _by_age(inputs, "asfr_both_sexes"),
        survival,
        birth_survival=lived.iloc[0] / (width * 100_000),
        width=width,
        sex_ratio=inputs["srb"],
    )
    leslie = leslie_matrix(births, survival)
    future, stable = project(population, leslie, steps=2), stable_population(leslie, width=width)
    return {
        "leslie_first_row": births,
        "survival": survival,
        "p1998": future[1],
        "p2003": future[2],
        "total_1998": future[1].sum(),
        "total_2003": future[2].sum(),
        "dominant_eigenvalue": stable.factor,
        "intrinsic_growth": stable.growth,
        "stable_age_distribution": stable.ages,
    }


def _one_step(inputs):
    """popReconstruct: survival is given, that of the newborn first."""
    population = pd.Series(inputs["baseline"])
    survival = pd.Series(inputs["survival"][1:])
    births = daughters(
        pd.Series(inputs["fertility"]),
        survival,
        birth_survival=inputs["survival"][0],
        width=inputs["age_interval"],
        sex_ratio=inputs["srb"],
    )
    migration = None
    if inputs.has("migration"):  # as a proportion of the starting population
        migration = population * pd.Series(inputs["migration"])
    future = project(population, leslie_matrix(births, survival), migration=migration, split=True)
    return {"next_population": future[1]}


def _dependency(inputs):
    ratios = dependency_ratios(_by_age(inputs, "population"))
    return {
        "young": ratios["young"],
        "old": ratios["old"],
        "total": ratios["total"],
        "ageing_index": ratios["ageing"],
        "potential_support_ratio": ratios["support"],
    }


def _leslie(inputs):
    births = pd.Series(inputs["f"], dtype=float)
    # Nobody outlives the last group where its survival is not given.
    survival = pd.Series(inputs["s"], dtype=float).reindex(births.index, fill_value=0)
    leslie = leslie_matrix(births, survival)
    return {"leslie": leslie, "next": project(pd.Series(inputs["population"]), leslie)[1]}


ADAPTERS = {
    "cohort_component_female": lambda inputs: (
        _life_table(inputs) if inputs.has("Lx_radix_100000") else _one_step(inputs)
    ),
    "dependency_ratio": _dependency,
    "leslie_matrix": _leslie,
}

"""Labels of several levels change no number, in any function that takes a table by sectors."""

import numpy as np
import pandas as pd
import pytest

from regecon.methods import (
    branching,
    commuting,
    complexity,
    concentration,
    convergence,
    counterfactual,
    diversity,
    economic_base,
    entry,
    gravity,
    input_output,
    interaction,
    multipliers,
    regionalisation,
    risk,
    seasons,
    shift_share,
    specialisation,
    typology,
)

RNG = np.random.default_rng(6)
JOBS = pd.DataFrame(RNG.integers(1, 90, (6, 5)).astype(float))
LATER = JOBS + RNG.integers(0, 9, JOBS.shape)
HAS = pd.DataFrame((RNG.random((6, 5)) < 0.6).astype(float))
END = pd.DataFrame((RNG.random((6, 5)) < 0.6).astype(float))
DENSE = pd.DataFrame(RNG.random((6, 5)))
SQUARE = pd.DataFrame(RNG.integers(1, 50, (5, 5)).astype(float))
KM = pd.DataFrame(RNG.uniform(5, 90, (5, 5)))
OUTPUT = SQUARE.sum(axis=1) + 150
GROWTH = pd.DataFrame(RNG.normal(size=(12, 5)))
SHARES = pd.Series(np.full(5, 0.2))


def by_place(frame):
    """Rows of two levels; columns of two levels where they are sectors or places."""
    frame = frame.copy()
    frame.index = pd.MultiIndex.from_tuples([("north", i) for i in frame.index])
    if isinstance(frame, pd.DataFrame):
        frame.columns = pd.MultiIndex.from_tuples([("north", i) for i in frame.columns])
    return frame


CALLS = {
    "location_quotient": (specialisation.location_quotient, (JOBS,)),
    "krugman": (specialisation.krugman_specialisation, (JOBS,)),
    "gini_specialisation": (specialisation.gini_specialisation, (JOBS,)),
    "hachman": (specialisation.hachman, (JOBS,)),
    "herfindahl": (diversity.herfindahl, (JOBS,)),
    "entropy": (diversity.entropy, (JOBS,)),
    "relative_diversity": (diversity.relative_diversity, (JOBS,)),
    "hoover_index": (concentration.hoover_index, (JOBS,)),
    "locational_gini": (concentration.locational_gini, (JOBS,)),
    "shift_share": (shift_share.shift_share, (JOBS, LATER)),
    "esteban": (
        lambda *tables: shift_share.shift_share(*tables, method="esteban-marquillas"),
        (JOBS, LATER),
    ),
    "dynamic": (
        lambda a, b: shift_share.dynamic_shift_share({1: a, 2: b}),
        (JOBS, LATER),
    ),
    "shift_indices": (shift_share.shift_indices, (JOBS, LATER)),
    "from_rates": (
        lambda a, b, g: shift_share.shift_share_from_rates(a, b, g, 0.1),
        (JOBS, LATER, SHARES),
    ),
    "basic": (economic_base.basic_employment, (JOBS,)),
    "minimum_requirements": (economic_base.minimum_requirements, (JOBS,)),
    "base_multiplier": (economic_base.base_multiplier, (JOBS, JOBS / 3)),
    "comparative_advantage": (branching.comparative_advantage, (JOBS,)),
    "proximity": (branching.proximity, (HAS,)),
    "relatedness": (branching.relatedness, (HAS,)),
    "density": (lambda has: branching.relatedness_density(has, branching.proximity(has)), (HAS,)),
    "complexity": (lambda has: complexity.complexity_index(has).regions, (HAS,)),
    "reflections": (complexity.reflections, (HAS,)),
    "outlook": (
        lambda has: (
            complexity.complexity_outlook(
                has,
                branching.proximity(has),
                complexity.complexity_index(has).sectors["complexity"],
            ).gain
        ),
        (HAS,),
    ),
    "entry_logit": (lambda *t: entry.entry_logit(*t).slope, (DENSE, 0 * HAS, END)),
    "gravity": (lambda *t: gravity.gravity(*t).coefficients, (SQUARE, KM)),
    "gravity both": (lambda *t: gravity.gravity(*t, constraint="both").fitted, (SQUARE, KM)),
    "huff": (lambda *t: interaction.huff(*t, beta=2), (SHARES, KM)),
    "mean_cost": (interaction.mean_cost, (SQUARE, KM)),
    "self_containment": (lambda t: commuting.self_containment(t).to_numpy(), (SQUARE,)),
    "areas": (
        lambda flows: [
            label[1] if isinstance(label, tuple) else label
            for label in commuting.labour_market_areas(
                flows,
                minimum_size=100,
                minimum_containment=0.5,
                target_size=300,
                target_containment=0.7,
            )
        ],
        (SQUARE,),
    ),
    "polycentricity": (commuting.flow_polycentricity, (SQUARE,)),
    "input_coefficients": (input_output.input_coefficients, (SQUARE, OUTPUT)),
    "linkages": (input_output.linkages, (SQUARE, OUTPUT)),
    "multipliers": (multipliers.multipliers, (SQUARE / 400,)),
    "ras": (regionalisation.ras, (SQUARE, SQUARE.sum(axis=1), SQUARE.sum())),
    "portfolio": (risk.portfolio_variance, (SHARES, GROWTH.cov())),
    "contributions": (risk.risk_contributions, (SHARES, GROWTH.cov())),
    "seasonality": (seasons.seasonality, (JOBS,)),
    "sigma": (convergence.sigma_convergence, (JOBS,)),
    "fixed effects": (
        lambda *t: counterfactual.two_way_fixed_effects(*t).effect,
        (JOBS, HAS),
    ),
    "standardise": (typology.standardise, (JOBS,)),
    "composite": (typology.composite_score, (JOBS,)),
}


@pytest.mark.parametrize("name", CALLS)
def test_labels_of_two_levels_change_no_number(name):
    method, tables = CALLS[name]
    plain = np.asarray(method(*tables), dtype=float)
    several = np.asarray(method(*map(by_place, tables)), dtype=float)
    assert several == pytest.approx(plain, nan_ok=True)


def test_a_sum_over_sectors_is_there_with_several_levels_too():
    parts = shift_share.shift_share(by_place(JOBS), by_place(LATER))
    assert parts.index.names == ["region", "sector"]
    assert parts.groupby("region")["change"].sum().tolist() == pytest.approx(
        (LATER - JOBS).sum(axis=1).tolist()
    )


def test_a_fault_in_a_table_of_several_levels_is_named():
    wrong = by_place(HAS)
    wrong.iloc[1, 2] = 7
    with pytest.raises(ValueError, match=r"found 7 at \(\('north', 1\), \('north', 2\)\)"):
        branching.proximity(wrong)
    with pytest.raises(ValueError, match=r"basic: above employment at \(\('north', 0\)"):
        economic_base.base_multiplier(by_place(JOBS), by_place(JOBS * 2))

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.interaction import (
    converse_breaking_point,
    doubly_constrained,
    hansen_accessibility,
    huff,
    mean_cost,
    production_constrained,
    reilly,
)
from tests.methods.tables import employment_tables, quick, shuffled, vectors

betas = st.floats(0, 3)
decays = st.sampled_from(["power", "exponential"])
costs = employment_tables(low=1, high=50)
TOWNS = ["A", "B", "C"]
KM = pd.DataFrame([[1, 4, 9], [4, 1, 5], [9, 5, 1]], index=TOWNS, columns=TOWNS, dtype=float)
JOBS = pd.Series({"A": 50, "B": 30, "C": 20})
WORKERS = pd.Series({"A": 20, "B": 50, "C": 30})


def sizes_of(cost):
    return pd.Series(range(1, cost.shape[1] + 1), index=cost.columns, dtype=float)


@quick
@given(vectors(low=1, min_size=2, max_size=2), st.integers(1, 500), betas)
def test_at_the_breaking_point_reillys_shares_are_equal(population, distance, beta):
    point = converse_breaking_point(population, distance, beta=beta + 0.5)
    assert point.sum() == pytest.approx(distance)
    assert reilly(population, point, beta=beta + 0.5).tolist() == pytest.approx([0.5, 0.5])


def test_reilly_gives_the_ratio_of_the_law():
    shares = reilly(pd.Series({"A": 39_851, "B": 37_366}), pd.Series({"B": 25, "A": 27}))
    assert shares["A"] / shares["B"] == pytest.approx(39_851 / 37_366 * (25 / 27) ** 2)


@quick
@given(costs, betas, st.floats(0, 2), decays, st.integers(1, 50))
def test_huffs_shares_sum_to_one_whatever_the_unit_of_size(cost, beta, alpha, decay, factor):
    sizes = sizes_of(cost)
    shares = huff(sizes, cost, beta=beta, alpha=alpha, decay=decay)
    assert shares.sum(axis="columns").tolist() == pytest.approx([1] * len(cost))
    other = huff(shuffled(sizes) * factor, cost, beta=beta, alpha=alpha, decay=decay)
    assert other.to_numpy() == pytest.approx(shares.to_numpy())


@quick
@given(costs, st.floats(0, 2), st.integers(2, 20))
def test_with_power_decay_the_unit_of_distance_does_not_matter(cost, beta, factor):
    shares = huff(sizes_of(cost), cost, beta=beta)
    assert huff(sizes_of(cost), cost * factor, beta=beta).to_numpy() == pytest.approx(
        shares.to_numpy()
    )


@quick
@given(costs, betas, decays)
def test_production_constrained_flows_meet_the_origins(cost, beta, decay):
    origins = pd.Series(range(len(cost)), index=cost.index, dtype=float)
    flows = production_constrained(shuffled(origins), sizes_of(cost), cost, beta=beta, decay=decay)
    assert flows.sum(axis="columns").tolist() == pytest.approx(origins.tolist())
    assert flows.index.tolist() == cost.index.tolist()


@quick
@given(employment_tables(), st.floats(0, 1), decays, st.data())
def test_doubly_constrained_flows_meet_both_margins(table, beta, decay, data):
    numbers = data.draw(
        st.lists(st.integers(1, 10), min_size=table.size, max_size=table.size), label="cost"
    )
    cost = pd.DataFrame(np.reshape(numbers, table.shape), index=table.index, columns=table.columns)
    origins, destinations = table.sum(axis="columns"), table.sum()
    flows = doubly_constrained(shuffled(origins), destinations, cost, beta=beta, decay=decay)
    assert flows.sum(axis="columns").tolist() == pytest.approx(origins.tolist())
    assert flows.sum().tolist() == pytest.approx(destinations.tolist())
    same = doubly_constrained(origins, destinations, shuffled(cost), beta=beta, decay=decay)
    assert same.loc[flows.index, flows.columns].to_numpy() == pytest.approx(flows.to_numpy())


def test_without_decay_the_flows_are_those_of_independence():
    flows = doubly_constrained(WORKERS, JOBS, KM, beta=0)
    assert flows.to_numpy() == pytest.approx(np.outer(WORKERS, JOBS) / 100)


def test_stronger_decay_makes_trips_shorter():
    means = [
        mean_cost(doubly_constrained(WORKERS, JOBS, KM, beta=beta), KM) for beta in (0, 0.5, 1, 2)
    ]
    assert means == sorted(means, reverse=True)


def test_a_constant_added_to_all_costs_changes_no_flow():
    """With exponential decay only differences of cost count."""
    flows = doubly_constrained(WORKERS, JOBS, KM, beta=0.2, decay="exponential")
    dearer = doubly_constrained(WORKERS, JOBS, KM + 30, beta=0.2, decay="exponential")
    assert dearer.to_numpy() == pytest.approx(flows.to_numpy())


def test_towns_without_workers_or_jobs_get_no_flows():
    flows = doubly_constrained(
        pd.Series({"A": 0, "B": 70, "C": 30}), pd.Series({"A": 60, "B": 0, "C": 40}), KM, beta=1
    )
    assert flows.loc["A"].tolist() == [0, 0, 0]
    assert flows["B"].tolist() == [0, 0, 0]
    assert flows.sum()["A"] == pytest.approx(60)


@quick
@given(costs, betas, decays)
def test_accessibility_grows_with_every_new_job(cost, beta, decay):
    sizes = sizes_of(cost)
    access = hansen_accessibility(sizes, cost, beta=beta, decay=decay)
    more = hansen_accessibility(sizes + 1, cost, beta=beta, decay=decay)
    assert (more > access).all()
    parts = [
        hansen_accessibility(sizes.where(sizes.index == place, 0), cost, beta=beta, decay=decay)
        for place in sizes.index
    ]
    assert sum(parts).tolist() == pytest.approx(access.tolist())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: huff(JOBS, KM - 1, beta=1), r"cost \(power decay\): .*found 0 at \('A', 'A'\)"),
        (lambda: huff(-JOBS, KM, beta=1), "size: expected no negative value, found -50 at 'A'"),
        (lambda: huff(JOBS * 0, KM, beta=1), "size: nothing attracts 'A'"),
        (lambda: huff(JOBS, KM, beta=np.nan), "beta: expected a finite number, got nan"),
        (lambda: huff(JOBS, KM, beta=1, decay="linear"), "decay: .* got 'linear'"),
        (lambda: huff(JOBS[["A", "B"]], KM, beta=1), "only in cost, columns: 'C'"),
        (lambda: huff(JOBS, -KM, beta=1), r"cost: expected no negative .*-1 at \('A', 'A'\)"),
        (lambda: huff(JOBS, KM, beta=900, decay="exponential"), "cost leaves of a pull"),
        (lambda: production_constrained(-WORKERS, JOBS, KM, beta=1), "origins: .*-20 at 'A'"),
        (lambda: doubly_constrained(WORKERS, JOBS * 2, KM, beta=1), r"destinations: .*\(100\)"),
        (lambda: doubly_constrained(WORKERS * 0, JOBS, KM, beta=1), "origins: .*above zero"),
        (
            lambda: doubly_constrained(WORKERS, JOBS, KM, beta=1, max_rounds=1),
            "does not settle in 1 rounds",
        ),
        (lambda: reilly(pd.Series({"A": 1}), pd.Series({"A": 1})), "at least two towns"),
        (
            lambda: reilly(pd.Series({"A": 1, "B": 2}), pd.Series({"A": 1, "C": 2})),
            "only in distance: 'C'; only in population: 'B'",
        ),
        (lambda: converse_breaking_point(JOBS, 5), "population: expected two towns, got 3"),
        (lambda: converse_breaking_point(JOBS[["A", "B"]], 0), "distance: .*above 0, got 0"),
        (lambda: mean_cost(KM * 0, KM), "flows: expected a total above zero"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()

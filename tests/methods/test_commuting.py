import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.commuting import flow_polycentricity, labour_market_areas, self_containment
from tests.methods.tables import quick, shuffled

LIMITS = {
    "minimum_size": 100,
    "minimum_containment": 0.6,
    "target_size": 500,
    "target_containment": 0.75,
}


@st.composite
def commuting(draw, low=0, high=300):
    n = draw(st.integers(2, 6))
    numbers = draw(st.lists(st.integers(low, high), min_size=n * n, max_size=n * n))
    places = [f"p{i}" for i in range(n)]
    return pd.DataFrame(np.reshape(numbers, (n, n)), index=places, columns=places, dtype=float)


@quick
@given(commuting(), st.integers(1, 9))
def test_shares_lie_between_zero_and_one_whatever_the_unit(flows, factor):
    table = self_containment(flows)
    shares = table[["supply_side", "demand_side"]]
    assert ((shares >= 0) & (shares <= 1) | shares.isna()).all(axis=None)
    scaled = self_containment(shuffled(flows) * factor).loc[table.index]
    assert scaled[shares.columns].to_numpy() == pytest.approx(shares.to_numpy(), nan_ok=True)


@quick
@given(commuting(), st.data())
def test_areas_add_up(flows, data):
    names = st.sampled_from(["north", "south"])
    areas = pd.Series({place: data.draw(names) for place in flows.index})
    table = self_containment(flows, shuffled(areas))
    assert table["residents"].sum() == table["jobs"].sum() == flows.to_numpy().sum()
    for area in areas.unique():
        members = areas.index[areas == area]
        assert table.loc[area, "internal"] == flows.loc[members, members].to_numpy().sum()


@quick
@given(commuting(low=1))
def test_one_area_of_all_places_contains_itself(flows):
    table = self_containment(flows, pd.Series("all", index=flows.index))
    assert table.loc["all", ["supply_side", "demand_side"]].tolist() == [1, 1]


def test_a_place_without_residents_or_jobs_has_no_share():
    flows = pd.DataFrame({"A": [5, 0], "B": [0, 0]}, index=["A", "B"])
    table = self_containment(flows)
    assert np.isnan(table.loc["B", ["supply_side", "demand_side"]].tolist()).all()
    assert table.loc["A", "supply_side"] == 1


def test_places_without_an_area_stay_outside():
    flows = pd.DataFrame({"A": [60, 40], "B": [20, 30]}, index=["A", "B"])
    table = self_containment(flows, pd.Series({"A": "town", "B": None}))
    assert table.index.tolist() == ["town"]
    assert table.loc["town", ["residents", "jobs", "internal"]].tolist() == [80, 100, 60]


@quick
@given(commuting(), st.integers(1, 9))
def test_polycentricity_lies_between_zero_and_one_whatever_the_unit(flows, factor):
    value = flow_polycentricity(flows)
    assert np.isnan(value) or -1e-12 <= value <= 1
    assert flow_polycentricity(shuffled(flows) * factor) == pytest.approx(value, nan_ok=True)


def test_polycentricity_of_one_centre_and_of_many():
    star = pd.DataFrame(0.0, index=list("ABCD"), columns=list("ABCD"))
    star["A"] = 50
    assert flow_polycentricity(star) == pytest.approx(1 - np.sqrt(3) / 2)
    assert flow_polycentricity(star * 0 + 7) == 1
    assert np.isnan(
        flow_polycentricity(pd.DataFrame(np.eye(2), index=["A", "B"], columns=["A", "B"]))
    )


@quick
@given(commuting())
def test_an_area_is_named_after_its_place_with_the_most_jobs(flows):
    areas = labour_market_areas(flows, **LIMITS)
    assert areas.index.tolist() == flows.index.tolist()
    for name in areas.dropna().unique():
        members = areas.index[areas == name]
        assert flows.sum()[name] == flows.sum()[members].max()
        assert name in members


def test_areas_do_not_depend_on_the_order_of_the_places():
    flows = pd.DataFrame(np.random.default_rng(5).integers(1, 40, (9, 9)))
    flows += np.diag(np.random.default_rng(6).integers(50, 400, 9))
    areas = labour_market_areas(flows, **LIMITS)
    assert 1 < areas.nunique() < 9
    assert labour_market_areas(shuffled(flows), **LIMITS).sort_index().equals(areas)
    contained = self_containment(flows, areas)
    assert (contained[["supply_side", "demand_side"]] >= 0.6).all(axis=None)


@quick
@given(commuting(low=1))
def test_dense_flows_leave_no_place_out_and_the_unit_does_not_matter(flows):
    areas = labour_market_areas(flows, **LIMITS)
    scaled = LIMITS | {"minimum_size": 300, "target_size": 1500}
    assert labour_market_areas(flows * 3, **scaled).equals(areas)


def test_a_place_of_its_own_is_left_out():
    flows = pd.DataFrame(
        [[90, 10, 0], [30, 170, 0], [0, 0, 500]], index=list("ABC"), columns=list("ABC")
    )
    areas = labour_market_areas(flows, **LIMITS)
    assert areas["C"] is pd.NA
    assert areas[["A", "B"]].notna().all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"minimum_size": 500}, r"minimum_size: expected below target_size \(500\), got 500"),
        ({"minimum_containment": 0.8}, "minimum_containment: .*at most 0.75, got 0.8"),
        ({"target_containment": 1.2}, "target_containment: .*at most 1, got 1.2"),
        ({"target_size": 0}, "target_size: expected above 0, got 0"),
    ],
)
def test_bad_limits_are_named(change, message):
    flows = pd.DataFrame({"A": [5, 1], "B": [1, 5]}, index=["A", "B"])
    with pytest.raises(ValueError, match=message):
        labour_market_areas(flows, **(LIMITS | change))


@pytest.mark.parametrize(
    ("flows", "message"),
    [
        (pd.DataFrame({"A": [1, 2]}, index=["A", "B"]), "flows: expected a square table"),
        (pd.DataFrame({"A": [1, 2], "C": [1, 2]}, index=["A", "B"]), "only in flows, rows: 'B'"),
        (pd.DataFrame({"A": [1, -2], "B": [1, 2]}, index=["A", "B"]), r"-2 at \('B', 'A'\)"),
        (pd.DataFrame({"A": [1, None], "B": [1, 2]}, index=["A", "B"]), r"nan at \('B', 'A'\)"),
        (pd.DataFrame(), "flows: expected at least one row"),
    ],
)
def test_bad_flows_are_named(flows, message):
    for method in (self_containment, flow_polycentricity):
        with pytest.raises(ValueError, match=message):
            method(flows)


def test_other_bad_input_is_named():
    with pytest.raises(ValueError, match="flows: expected at least two places"):
        flow_polycentricity(pd.DataFrame({"A": [1]}, index=["A"]))
    flows = pd.DataFrame({"A": [5, 1], "B": [1, 5]}, index=["A", "B"])
    with pytest.raises(ValueError, match="only in flows: 'B'"):
        self_containment(flows, pd.Series({"A": "north"}))
    with pytest.raises(ValueError, match="areas: expected at least one place with an area"):
        self_containment(flows, pd.Series({"A": None, "B": None}))

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.tourism import (
    binding_capacity,
    break_even_occupancy,
    carrying_capacity,
    shadow_tipping_share,
)
from tests.methods.tables import quick, shuffled, vectors

shares = st.floats(0, 1)
BEACH = {"area": 20_000, "area_per_visitor": 10, "open_hours": 10, "visit_hours": 5}


@quick
@given(st.lists(st.floats(0, 0.25), min_size=1, max_size=4), shares)
def test_capacity_shrinks_from_physical_to_effective(factors, management):
    factors = pd.Series(factors)
    multiplied, added = (
        carrying_capacity(**BEACH, limiting_factors=factors, management=management, combine=how)
        for how in ("multiply", "add")
    )
    assert 0 <= multiplied["effective"] <= multiplied["real"] <= multiplied["physical"]
    assert added["real"] <= multiplied["real"] + 1e-9
    assert multiplied["effective"] == pytest.approx(multiplied["real"] * management)


def test_factors_may_be_added():
    factors = pd.Series({"wind": 0.1, "tide": 0.15, "cleaning": 0.05})
    assert carrying_capacity(**BEACH, limiting_factors=factors, combine="add")["real"] == (
        pytest.approx(2800)
    )


def test_without_factors_the_physical_capacity_is_real():
    parts = carrying_capacity(**BEACH)
    assert parts["effective"] == parts["real"] == parts["physical"] == 4000


@quick
@given(vectors(), st.integers(1, 50))
def test_the_narrowest_link_binds(links, factor):
    chain = binding_capacity(links)
    assert chain["capacity"].iloc[0] == links.min()
    assert chain["binds"].iloc[0]
    assert chain["capacity"].is_monotonic_increasing
    assert (links[chain.index[chain["binds"]]] == links.min()).all()
    assert (chain["spare"] + links.min()).to_dict() == pytest.approx(links.to_dict())
    scaled = binding_capacity(shuffled(links) * factor)
    assert (scaled.sort_index()["capacity"] / factor).tolist() == pytest.approx(
        chain.sort_index()["capacity"].tolist()
    )


def test_equal_links_bind_together():
    chain = binding_capacity(pd.Series({"road": 9, "beds": 5, "water": 5}))
    assert chain.index[chain["binds"]].tolist() == ["beds", "water"]


def test_room_of_week_10():
    assert break_even_occupancy(600_000, 3_500, 900) == pytest.approx(0.632, abs=5e-4)
    assert break_even_occupancy(600_000, 3_500, 900, nights=150) == pytest.approx(1.538, abs=5e-4)


@quick
@given(st.integers(0, 10**6), st.integers(0, 1000), st.integers(1, 1000), st.integers(1, 366))
def test_at_break_even_the_room_earns_nothing(fixed, variable, margin, nights):
    occupancy = break_even_occupancy(fixed, variable + margin, variable, nights=nights)
    assert occupancy * nights * margin == pytest.approx(fixed)


@pytest.mark.parametrize(("detection", "expected"), [(0.5, 0.5), (0.3, 0.17), (0.15, np.nan)])
def test_tipping_of_week_10(detection, expected):
    assert shadow_tipping_share(0.25, detection) == pytest.approx(expected, abs=5e-3, nan_ok=True)


@quick
@given(shares, shares)
def test_a_host_is_indifferent_at_the_tipping_share(cost, detection):
    share = shadow_tipping_share(cost, detection)
    if np.isnan(share):
        assert cost > detection or detection == 0
    else:
        assert detection * (1 - share) == pytest.approx(cost, abs=1e-12)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"area": 0}, "area: expected above 0, got 0"),
        ({"visit_hours": 12}, "visit_hours: expected above 0 and at most 10, got 12"),
        ({"limiting_factors": pd.Series({"wind": 1.5})}, "limiting_factors, 'wind': .*got 1.5"),
        ({"management": -0.1}, "management: expected at least 0 and at most 1, got -0.1"),
        ({"combine": "sum"}, "combine: expected 'multiply' or 'add', got 'sum'"),
        (
            {"limiting_factors": pd.Series({"wind": 0.6, "tide": 0.5}), "combine": "add"},
            "limiting_factors: .*at most 1, found 1.1",
        ),
    ],
)
def test_bad_sites_are_named(change, message):
    with pytest.raises(ValueError, match=message):
        carrying_capacity(**{**BEACH, **change})


def test_other_bad_input_is_named():
    with pytest.raises(ValueError, match=r"capacities: .*-5 at 'road'"):
        binding_capacity(pd.Series({"beds": 5, "road": -5}))
    with pytest.raises(ValueError, match=r"capacities: .*nan at 'water'"):
        binding_capacity(pd.Series({"beds": 5, "water": np.nan}))
    with pytest.raises(ValueError, match=r"price: expected more than .*900.*, got 900"):
        break_even_occupancy(600_000, 900, 900)
    with pytest.raises(ValueError, match="nights: expected above 0 and at most 366, got 0"):
        break_even_occupancy(600_000, 3_500, 900, nights=0)
    with pytest.raises(ValueError, match=r"detection: expected at least 0 and at most 1, got 1\.2"):
        shadow_tipping_share(0.25, 1.2)
    with pytest.raises(TypeError, match="compliance_cost: expected a number, got 'low'"):
        shadow_tipping_share("low", 0.5)

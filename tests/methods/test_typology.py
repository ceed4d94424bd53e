"""The composite score of week 1."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.typology import composite_score, standardise

TOWNS = pd.DataFrame(
    {"age": [50.0, 70, 90, 40], "loss": [1.0, 3, 2, 9]}, index=["A", "B", "C", "D"]
)


def test_columns_have_mean_zero_and_deviation_one():
    z = standardise(TOWNS)
    assert np.allclose(z.mean(), 0)
    assert np.allclose(z.std(ddof=1), 1)


@given(st.floats(0.01, 1e6), st.floats(-1e6, 1e6))
def test_unit_and_zero_point_of_an_indicator_do_not_matter(scale, shift):
    moved = TOWNS.assign(age=TOWNS["age"] * scale + shift)
    assert np.allclose(composite_score(moved), composite_score(TOWNS), atol=1e-6)


def test_order_of_towns_does_not_matter():
    turned = composite_score(TOWNS.iloc[::-1])
    assert np.allclose(turned.loc[TOWNS.index], composite_score(TOWNS))


def test_one_weight_gives_that_indicator():
    score = composite_score(TOWNS, weights={"age": 1, "loss": 0})
    assert np.allclose(score, standardise(TOWNS)["age"])


@pytest.mark.parametrize(
    ("towns", "weights", "message"),
    [
        (TOWNS.assign(loss=5.0), None, "'loss' is the same everywhere"),
        (TOWNS.iloc[:1], None, "at least two places"),
        (TOWNS.assign(loss=np.nan), None, "finite numbers"),
        (TOWNS, {"age": 1, "size": 1}, "only in weights: 'size'"),
        (TOWNS, {"age": -1, "loss": 1}, r"weights\['age'\]"),
        (TOWNS, {"age": 0, "loss": 0}, "above zero"),
    ],
)
def test_bad_input_is_named(towns, weights, message):
    with pytest.raises(ValueError, match=message):
        composite_score(towns, weights)

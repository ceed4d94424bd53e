import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.city_size import rank_size
from tests.methods.tables import quick, shuffled, vectors

unequal = vectors(low=1, min_size=3).filter(lambda sizes: len(set(sizes)) > 1)


def test_sizes_that_obey_the_rule_give_minus_one_with_the_plain_rank():
    sizes = pd.Series(1e6 / np.arange(1, 21))
    assert rank_size(sizes, shift=0).slope == pytest.approx(-1)
    assert rank_size(sizes, shift=0).r_squared == pytest.approx(1)
    assert rank_size(sizes).slope < -1


@quick
@given(unequal, st.integers(1, 50))
def test_unit_and_order_do_not_matter(sizes, factor):
    sizes = sizes + np.linspace(0, 0.4, len(sizes))  # no two cities of the same size
    expected = rank_size(sizes)
    got = rank_size(shuffled(sizes) * factor)
    assert got.slope == pytest.approx(expected.slope)
    assert got.slope < 0
    assert got.std_error == pytest.approx(-got.slope * np.sqrt(2 / len(sizes)))


def test_the_error_of_least_squares_is_far_too_small():
    sizes = pd.Series(np.random.default_rng(1).pareto(1, 500) + 1)
    fit = rank_size(sizes)
    assert fit.ols_std_error < fit.std_error / 5
    assert abs(fit.slope + 1) < 2 * fit.std_error


def test_agrees_with_the_regression_of_scipy():
    from scipy.stats import linregress

    sizes = pd.Series([980, 400, 350, 120, 90, 60])
    line = linregress(np.log(sizes), np.log(np.arange(1, 7) - 0.5))
    fit = rank_size(sizes)
    assert [fit.slope, fit.intercept, fit.ols_std_error, fit.r_squared] == pytest.approx(
        [line.slope, line.intercept, line.stderr, line.rvalue**2]
    )


def test_ties_are_ranked_as_asked():
    sizes = pd.Series({"A": 100, "B": 80, "C": 80, "D": 50, "E": 40})
    slopes = [rank_size(sizes, ties=ties).slope for ties in ("first", "average", "min")]
    assert len(set(slopes)) == 3


def test_two_cities_leave_no_residual():
    fit = rank_size(pd.Series({"A": 4, "B": 1}))
    assert np.isnan(fit.ols_std_error)
    assert fit.std_error == pytest.approx(-fit.slope)


@pytest.mark.parametrize(
    ("sizes", "options", "message"),
    [
        ({"A": 1, "B": 0}, {}, "population: .*found 0 at 'B'"),
        ({"A": 1, "B": np.nan}, {}, "population: .*nan at 'B'"),
        ({"A": 5, "B": 5}, {}, "population: expected at least two different sizes"),
        ({"A": 5, "B": 1}, {"shift": 1}, "shift: expected less than 1, got 1"),
        ({"A": 5, "B": 1}, {"ties": "last"}, "ties: .*got 'last'"),
    ],
)
def test_bad_input_is_named(sizes, options, message):
    with pytest.raises(ValueError, match=message):
        rank_size(pd.Series(sizes), **options)

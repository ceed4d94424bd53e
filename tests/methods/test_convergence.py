import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from regecon.methods.convergence import (
    beta_convergence,
    convergence_speed,
    half_life,
    sigma_convergence,
)
from tests.methods.tables import quick, shuffled, vectors

incomes = vectors(low=1, min_size=5, max_size=5)


@quick
@given(incomes, st.floats(0.1, 2), st.integers(1, 40))
def test_beta_finds_the_gap_that_is_left(start, kept, years):
    """If each region keeps the same part of its log gap to 100, beta and speed follow."""
    assume(start.min() < start.max())
    end = 100 * (start / 100) ** kept
    result = beta_convergence(start, shuffled(end), years)
    assert result.beta == pytest.approx((kept - 1) / years, abs=1e-9)
    assert result.speed == pytest.approx(-math.log(kept) / years, abs=1e-9)


@quick
@given(incomes, incomes, st.floats(0.5, 20))
def test_the_unit_of_income_does_not_matter(start, end, factor):
    assume(start.min() < start.max())
    in_roubles = beta_convergence(start * factor, end * factor, 10)
    assert in_roubles.beta == pytest.approx(beta_convergence(start, end, 10).beta, abs=1e-9)


def test_speed_of_yearly_and_of_whole_growth_agree():
    assert convergence_speed(-0.02, 10) == pytest.approx(
        convergence_speed(-0.2, 10, yearly_growth=False)
    )


def test_overshooting_regions_have_no_speed():
    assert math.isnan(convergence_speed(-0.2, 10))
    assert math.isnan(half_life(float("nan")))
    assert math.isnan(half_life(-0.1))


@quick
@given(incomes, incomes, st.floats(0.5, 20))
def test_sigma_ignores_unit_and_order(start, end, factor):
    table = pd.DataFrame({2000: start, 2010: end})
    result = sigma_convergence(table)
    pd.testing.assert_frame_equal(sigma_convergence(shuffled(table)), result)
    scaled = sigma_convergence(table * factor)
    np.testing.assert_allclose(scaled[["sd_log", "cv"]], result[["sd_log", "cv"]], atol=1e-9)


def test_sigma_compares_with_the_first_period():
    table = pd.DataFrame({2000: [10, 40, 90], 2010: [20, 40, 60], 2020: [30, 40, 45]})
    result = sigma_convergence(table)
    assert result.loc[2000, "f_ratio"] == 1
    assert result.loc[2000, "p_value"] == pytest.approx(1)
    assert result["sd_log"].is_monotonic_decreasing
    assert result["f_ratio"].is_monotonic_increasing


def test_sigma_of_equal_regions():
    result = sigma_convergence(pd.DataFrame({2000: [2, 2], 2010: [2, 8]}))
    assert np.isnan(result.loc[2000, "f_ratio"])
    assert result.loc[2010, "f_ratio"] == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: sigma_convergence(pd.DataFrame({0: [1, 0]})), "values: expected values above"),
        (lambda: sigma_convergence(pd.DataFrame({0: [1]})), "values: expected at least two"),
        (lambda: beta_convergence([1, 2, 3], [1, 2, -3], 5), "end: .* found -3 at 2"),
        (lambda: beta_convergence([1, 2, 3], [1, 2], 5), "end and start do not match"),
        (lambda: beta_convergence([1, 2], [1, 2], 5), "start: expected at least three"),
        (lambda: beta_convergence([2, 2, 2], [1, 2, 3], 5), "start: all regions start from"),
        (lambda: beta_convergence([1, 2, 3], [1, 2, 3], 0), "years: expected above 0"),
        (lambda: convergence_speed(float("nan"), 5), "beta: expected a finite number"),
        (lambda: convergence_speed(-0.1, -1), "years: expected above 0"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize("call", [lambda: half_life("x"), lambda: convergence_speed("x", 1)])
def test_wrong_kind_of_input_is_named(call):
    with pytest.raises(TypeError, match="expected a number"):
        call()

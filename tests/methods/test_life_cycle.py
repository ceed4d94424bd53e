import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.life_cycle import fit_life_cycle, leave_one_out, logistic, profile_ceiling
from tests.methods.tables import quick, shuffled

# Week 9: visits of Sheregesh in thousand, press and company figures.
GATHERED = pd.Series({2001: 22, 2015: 1000, 2020: 1080, 2021: 2000, 2023: 2011})
SIX = pd.Series({2001: 22, 2015: 1000, 2016: 1000, 2017: 1000, 2021: 2000, 2023: 2292})
SEVEN = pd.concat([SIX, pd.Series({2025: 1500})])

ceilings = st.floats(1, 1e6)
rates = st.floats(0.1, 0.6)
turnings = st.integers(2004, 2016)
YEARS = [2000, 2003, 2006, 2008, 2011, 2014, 2017, 2020]


def curve(ceiling, rate, turning):
    return pd.Series(logistic(YEARS, ceiling, rate, turning), index=YEARS)


@pytest.mark.parametrize(
    ("visits", "ceiling", "error"),
    [(GATHERED, 6_120, 32_900), (SIX, 4_057, 3_078), (SEVEN, 1_977, 365)],
)
def test_ceilings_of_week_9(visits, ceiling, error):
    fit = fit_life_cycle(visits)
    assert fit.ceiling == pytest.approx(ceiling, abs=1)
    assert fit.ceiling_error == pytest.approx(error, rel=1e-3)


def test_leaving_one_out_in_week_9():
    gathered = leave_one_out(GATHERED)["ceiling"]
    assert gathered[[2015, 2020]].round().tolist() == [2011, 2014]
    assert np.isinf(gathered[[2001, 2021, 2023]]).all()
    six = leave_one_out(SIX)["ceiling"]
    assert (round(six.min()), round(six.max(), -1)) == (3_036, 12_280)


def test_profile_of_week_9_is_level_beyond_three_million_and_lowest_at_the_fit():
    profile = profile_ceiling(SIX, [1_500, 3_000, 4_057, 20_000])["misfit"]
    assert profile[1_500] > 3 * profile[3_000]
    assert profile[20_000] / profile[4_057] < 1.2
    assert profile[4_057] == pytest.approx(fit_life_cycle(SIX).misfit, rel=1e-6)


def test_a_ceiling_far_beyond_the_data():
    """A chick's weight in R's data set ChickWeight, fitted in the help page of SSlogis."""
    weight = pd.Series(
        [42, 51, 59, 64, 76, 93, 106, 125, 149, 171, 199, 205],
        index=[0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 21],
    )
    fit = fit_life_cycle(weight)
    assert fit.ceiling == pytest.approx(937.03, abs=0.01)
    assert fit.turning_year == pytest.approx(35.223, abs=0.001)
    assert 1 / fit.growth_rate == pytest.approx(11.405, abs=0.001)
    assert fit.ceiling_error == pytest.approx(466, abs=0.5)


@quick
@given(ceilings, rates, turnings)
def test_an_exact_curve_is_found_again(ceiling, rate, turning):
    fit = fit_life_cycle(curve(ceiling, rate, turning))
    assert fit.bounded
    assert fit.ceiling == pytest.approx(ceiling, rel=1e-5)
    assert fit.growth_rate == pytest.approx(rate, rel=1e-5)
    assert fit.turning_year == pytest.approx(turning, abs=1e-4)
    assert fit.predict(YEARS).tolist() == pytest.approx(curve(ceiling, rate, turning).tolist())


@quick
@given(st.floats(0.01, 1000))
def test_the_unit_of_the_visits_does_not_matter(factor):
    fit, scaled = fit_life_cycle(SEVEN), fit_life_cycle(SEVEN * factor)
    assert scaled.ceiling == pytest.approx(fit.ceiling * factor, rel=1e-5)
    assert scaled.ceiling_error == pytest.approx(fit.ceiling_error * factor, rel=1e-5)
    assert scaled.growth_rate == pytest.approx(fit.growth_rate, rel=1e-5)


@pytest.mark.parametrize("days", [0.01, 365])
def test_the_unit_of_time_does_not_matter(days):
    other = fit_life_cycle(SIX.set_axis(SIX.index * days))
    assert other.ceiling == pytest.approx(fit_life_cycle(SIX).ceiling, rel=1e-5)
    assert other.growth_rate * days == pytest.approx(fit_life_cycle(SIX).growth_rate, rel=1e-5)


def test_order_of_the_seasons_does_not_matter():
    assert fit_life_cycle(shuffled(SIX)).ceiling == pytest.approx(fit_life_cycle(SIX).ceiling)
    assert leave_one_out(shuffled(SIX)).index.tolist() == SIX.index.tolist()[::-1]


def test_years_are_matched_by_label_and_may_repeat():
    counts = pd.Series({"a": 22, "b": 1000, "c": 300, "d": 2000, "e": 2292})
    years = pd.Series({"e": 2023, "d": 2021, "c": 2015, "b": 2015, "a": 2001})
    fit = fit_life_cycle(counts, years)
    assert fit.observations == 5
    assert leave_one_out(counts, years).index.tolist() == list("abcde")
    without_c = leave_one_out(counts, years).loc["c", "ceiling"]
    simple = pd.Series({2001: 22, 2015: 1000, 2021: 2000, 2023: 2292})
    assert without_c == pytest.approx(fit_life_cycle(simple).ceiling)
    assert profile_ceiling(counts, [4000], years)["misfit"].iloc[0] >= fit.misfit


def test_three_points_have_no_standard_error():
    fit = fit_life_cycle(pd.Series(logistic([2000, 2010, 2020], 10, 0.3, 2010), [2000, 2010, 2020]))
    assert fit.ceiling == pytest.approx(10)
    assert np.isnan([fit.ceiling_error, fit.residual_sd]).all()


def test_exponential_growth_has_no_ceiling():
    years = np.arange(2000, 2010)
    fit = fit_life_cycle(pd.Series(np.exp(0.1 * (years - 2000)), index=years))
    assert (fit.bounded, fit.ceiling) == (False, np.inf)
    assert np.isnan(fit.turning_year)
    with pytest.raises(ValueError, match="no ceiling"):
        fit.predict([2030])


def test_a_falling_series_gets_a_level_curve():
    fit = fit_life_cycle(pd.Series({2000: 30, 2005: 25, 2010: 20, 2015: 15}))
    assert fit.predict([2000, 2015]).tolist() == pytest.approx([22.5, 22.5], rel=0.01)


AT_ONCE = [8.75, 12.1, 9.27, 7.79, 9.87, 9.86]
IN_THE_MIDDLE = [2.34, 0.99, 2.32, 1.9, 10.22, 10.34, 9.83, 9.15, 10.18]
FROM_THE_SECOND = [2, 10, 9, 11, 10, 9.5]
FALLING = [5, 4, 3, 2, 1, 0.5]


def from_2005(values):
    return pd.Series(values, index=range(2005, 2005 + len(values)), dtype=float)


@pytest.mark.parametrize(
    ("values", "ceiling", "squares", "jump"),
    [
        # The best curve is the mean of the later points: sums of squares by hand.
        (AT_ONCE, np.mean(AT_ONCE[1:]), 9.61708, (-np.inf, 2006)),
        (IN_THE_MIDDLE, np.mean(IN_THE_MIDDLE[4:]), 12.77022, (2007, 2009)),
        (FROM_THE_SECOND, np.mean(FROM_THE_SECOND[1:]), 2.2, (-np.inf, 2006)),
        (FALLING, np.mean(FALLING), 15.20833, (-np.inf, 2005)),
        ([3, 3, 3], 3, 0, (-np.inf, 2005)),
        ([0, 0, 1, 5], 5, 0, (2006, 2008)),
    ],
)
def test_a_jump_or_a_level_has_no_rate_and_no_small_error(values, ceiling, squares, jump):
    fit = fit_life_cycle(from_2005(values))
    assert (fit.bounded, fit.ceiling) == (True, pytest.approx(ceiling))
    assert fit.misfit**2 * fit.observations == pytest.approx(squares, abs=1e-5)
    assert fit.jump == jump
    unknown = [fit.growth_rate, fit.turning_year, fit.peak_growth, fit.growth_rate_error]
    assert np.isnan([*unknown, fit.turning_year_error, fit.ceiling_error]).all()
    before, after = fit.predict([jump[0] if np.isfinite(jump[0]) else -1e6, jump[1]])
    assert np.isnan(before) or before == 0
    assert after == fit.ceiling


def test_a_last_point_alone_above_nothing_shows_no_ceiling():
    assert not fit_life_cycle(from_2005([0, 0, 0, 5])).bounded


@pytest.mark.parametrize("kind", ["at once", "in the middle", "level", "logistic"])
def test_an_error_is_given_only_where_faster_growth_fits_worse(kind):
    """Planted: the inverse without the direction that moves no fitted value calls all known."""
    rng = np.random.default_rng(4)
    known = 0
    for _ in range(25):
        n = int(rng.integers(6, 13))
        steps = np.arange(n)
        shape = {
            "at once": np.where(steps < 1, 2, 10),
            "in the middle": np.where(steps < n // 2, 2, 10),
            "level": np.full(n, 10),
            "logistic": logistic(steps, 10, 0.8, n / 2),
        }[kind]
        values = np.abs(shape + rng.normal(0, 0.3, n))
        fit = fit_life_cycle(from_2005(values))
        if np.isnan(fit.growth_rate_error):
            assert np.isnan([fit.growth_rate, fit.turning_year]).all()
            continue
        known += 1
        years = 2005 + steps
        curves = logistic(
            years, 1, 20 * fit.growth_rate, np.linspace(2004, 2005 + n, 2001)[:, None]
        )
        tops = np.maximum(curves @ values / np.maximum((curves**2).sum(axis=1), 1e-12), 0)
        squares = ((tops[:, None] * curves - values) ** 2).sum(axis=1).min()
        assert squares > fit.misfit**2 * n * (1 + 1e-9)
    assert known == 25 if kind == "logistic" else known < 25


def test_what_is_unknown_stays_unknown_in_the_other_two_functions():
    rows = leave_one_out(from_2005(FALLING))
    assert rows[["growth_rate", "turning_year"]].isna().all(axis=None)
    profile = profile_ceiling(from_2005(FALLING), [4, 5, 7.5])
    assert profile[["growth_rate", "turning_year"]].isna().all(axis=None)
    assert profile["misfit"].tolist() == pytest.approx([np.std(FALLING)] * 3)


@pytest.mark.parametrize("factor", [1e-12, 1e-7, 1e120])
def test_very_small_and_very_large_units_fit_as_well(factor):
    fit, scaled = fit_life_cycle(SEVEN), fit_life_cycle(SEVEN * factor)
    assert scaled.ceiling / factor == pytest.approx(fit.ceiling, rel=1e-6)
    assert scaled.ceiling_error / factor == pytest.approx(fit.ceiling_error, rel=1e-5)
    rows = leave_one_out(SEVEN * factor)["ceiling"] / factor
    assert rows.tolist() == pytest.approx(leave_one_out(SEVEN)["ceiling"].tolist(), rel=1e-5)


def test_peak_growth_is_the_slope_in_the_turning_year():
    fit = fit_life_cycle(curve(100, 0.3, 2010))
    before, after = fit.predict([2009.999, 2010.001])
    assert fit.peak_growth == pytest.approx((after - before) / 0.002)


@pytest.mark.parametrize(
    ("visits", "error", "message"),
    [
        ({2001: 1, 2002: 2}, ValueError, "visits: expected at least 3 different years, got 2"),
        ({2001: 1, 2002: -2, 2003: 3}, ValueError, "visits: .*-2 at 2002"),
        ({2001: 1, 2002: np.nan, 2003: 3}, ValueError, "visits: .*nan at 2002"),
        ({2001: 0, 2002: 0, 2003: 0}, ValueError, "visits: expected a total above zero"),
        ({"2001_full": 1, "b": 2, "c": 3}, TypeError, "'2001_full'; otherwise give years"),
        ({2001: "many", 2002: 2, 2003: 3}, TypeError, "visits: expected numbers"),
    ],
)
def test_bad_visits_are_named(visits, error, message):
    with pytest.raises(error, match=message):
        fit_life_cycle(pd.Series(visits))


def test_other_bad_input_is_named():
    with pytest.raises(ValueError, match="2001 stands more than once"):
        fit_life_cycle(pd.concat([SIX, SIX.iloc[:1]]))
    with pytest.raises(ValueError, match="only in visits: 2023"):
        fit_life_cycle(SIX, pd.Series(SIX.index[:5], index=SIX.index[:5]))
    with pytest.raises(ValueError, match="without 2001 fewer than 3 different years"):
        leave_one_out(SIX[[2001, 2015, 2021]])
    with pytest.raises(ValueError, match="ceilings: expected above 0, got -1"):
        profile_ceiling(SIX, [3_000, -1])

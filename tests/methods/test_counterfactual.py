import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from regecon.methods.counterfactual import (
    cost_per_job,
    difference_in_differences,
    minimum_detectable_effect,
    placebo_test,
    staggered_effects,
    synthetic_control,
    two_way_fixed_effects,
)
from tests.methods.tables import quick, shuffled

YEARS = list(range(2013, 2021))


def boom_of_week_15():
    """Jobs of a zone and other towns, SYNTHETIC: a boom of 10 % after 2017 lifts towns by their
    exposure, and the zone by 0.6 % more."""
    after = np.array([year > 2017 for year in YEARS])
    exposure = pd.Series({"zone": 0.4, "twin": 0.4, "quiet": 0.1, "calm": 0.1, "wild": 0.7})
    growth = pd.DataFrame(np.outer(exposure, after * 10.0), index=exposure.index, columns=YEARS)
    # Before the boom the towns answer to a small swing in the same way.
    growth += np.outer(exposure, np.where(after, 0, np.sin(YEARS)))
    growth.loc["zone", after] += 0.6
    return growth


def long(panel, treated):
    """Observations of a panel with both marks."""
    outcome = panel.loc[treated].stack()
    return (
        outcome,
        pd.Series([int(region == "zone") for region, _ in outcome.index], index=outcome.index),
        pd.Series([int(year > 2017) for _, year in outcome.index], index=outcome.index),
    )


@st.composite
def panels(draw, regions=5, periods=7):
    cell = st.integers(1, 500)
    row = st.lists(cell, min_size=periods, max_size=periods)
    values = draw(st.lists(row, min_size=regions, max_size=regions))
    index = [f"r{i}" for i in range(regions)]
    return pd.DataFrame(values, index=index, columns=range(2013, 2013 + periods), dtype=float)


def treated_from(panel, start, regions=("r0",)):
    marks = panel * 0
    marks.loc[list(regions), [year for year in panel if year >= start]] = 1
    return marks


def test_three_estimates_of_week_15():
    after = [year > 2017 for year in YEARS]
    jobs = boom_of_week_15()
    jobs[[year for year in YEARS if year <= 2017]] = 0  # no swing before
    result = difference_in_differences(*long(jobs, ["zone", "quiet", "calm"]))
    assert result.means.loc["treated", "change"] == pytest.approx(4.6)  # before and after
    assert result.effect == pytest.approx(3.6)
    matched = synthetic_control(boom_of_week_15(), "zone", start=2018)
    assert matched.effect == pytest.approx(0.6, abs=1e-6)
    assert matched.paths["gap"][after].to_numpy() == pytest.approx([0.6] * 3, abs=1e-6)


def test_growing_effects_are_told_where_the_regression_is_off():
    """By hand: early gains 1, 2, 3, 4 from 2017, late 1, 2 from 2019, the town nothing."""
    panel = pd.DataFrame(
        {2016: [0, 0, 0], 2017: [1, 0, 0], 2018: [2, 0, 0], 2019: [3, 1, 0], 2020: [4, 2, 0]},
        index=["early", "late", "town"],
    )
    start = pd.Series({"early": 2017, "late": 2019, "town": None}, dtype=float)
    result = staggered_effects(panel, start)
    assert result.effects.loc[2017].tolist() == [0, 1, 2, 3, 4]
    assert result.effects.loc[2019, [2019, 2020]].tolist() == [1, 2]
    assert result.overall == pytest.approx((1 + 2 + 3 + 4 + 1 + 2) / 6)
    assert result.by_age.loc[[0, 1, 2, 3]].tolist() == [1, 2, 3, 4]
    marks = panel.apply(lambda year: start <= year.name).astype(int)
    # Without the town the regression has but the early zone to hold the late one against.
    alone = two_way_fixed_effects(panel.drop(index="town"), marks.drop(index="town"))
    assert (
        alone.effect
        < 1
        < staggered_effects(panel.drop(index="town"), start.drop("town")).effects.loc[2017, 2018]
    )


@quick
@given(panels(), st.integers(2014, 2018))
def test_a_common_start_is_the_difference_of_the_year_before(panel, first):
    start = pd.Series({"r0": first, "r1": None, "r2": None, "r3": first, "r4": None}, dtype=float)
    result = staggered_effects(panel, start.sample(frac=1, random_state=1))
    change = panel.sub(panel[first - 1], axis="index")
    expected = change.loc[["r0", "r3"]].mean() - change.loc[["r1", "r2", "r4"]].mean()
    assert result.effects.loc[first].to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-8)
    assert result.overall == pytest.approx(expected.loc[first:].mean(), abs=1e-8)
    assert result.sizes[first] == 2


@quick
@given(panels(), st.integers(-50, 50))
def test_staggered_effects_do_not_see_levels(panel, effect):
    start = pd.Series({"r0": 2015, "r1": 2017, "r2": None, "r3": 2017, "r4": None}, dtype=float)
    marks = panel.apply(lambda year: start <= year.name).astype(float)
    levels = np.add.outer(np.arange(5) * 11.0, np.arange(7) * 3.0)
    before = staggered_effects(panel, start)
    after = staggered_effects(panel + levels + effect * marks, start)
    assert after.overall - before.overall == pytest.approx(effect, abs=1e-8)
    assert after.by_age.loc[:-1].to_numpy() == pytest.approx(
        before.by_age.loc[:-1].to_numpy(), abs=1e-8
    )


@pytest.mark.parametrize("name", ["year", "start", "effect", None])
def test_names_of_the_axes_do_not_matter(name):
    panel = PANEL.rename_axis(index=name, columns=name)
    effects = staggered_effects(panel, pd.Series({"zone": 2017}).reindex(panel.index)).effects
    assert effects.index.tolist() == [2017]
    assert effects.loc[2017, 2017] == pytest.approx(1 - (1 + 0 + 3) / 3)


def test_who_is_treated_all_along_is_neither_effect_nor_control():
    panel = PANEL.astype(float)
    start = pd.Series({"zone": 2015, "A": 2016, "B": None, "C": None}, dtype=float)
    effects = staggered_effects(panel, start).effects
    assert effects.loc[2015].isna().all()
    assert effects.loc[2016, 2016] == pytest.approx((3 - 1) - ((4 - 3) + (2 - 2)) / 2)


@pytest.mark.parametrize(
    ("correlation", "jobs"), [(0, 3085), (0.3, 3767), (0.5, 4195), (0.8, 4155), (1, 0)]
)
def test_noise_that_lasts(correlation, jobs):
    """The means before and after share a row of good or bad years: not all of it is noise."""
    share = minimum_detectable_effect(0.01, before=5, after=5, controls=20, correlation=correlation)
    assert 170_000 * share == pytest.approx(jobs, abs=1)


def test_noise_that_lasts_is_that_of_drawn_series():
    rng, lasts = np.random.default_rng(15), 0.6
    noise = rng.normal(size=(20_000, 8))
    for year in range(1, 8):
        noise[:, year] = lasts * noise[:, year - 1] + (1 - lasts**2) ** 0.5 * noise[:, year]
    drawn = (noise[:, 5:].mean(axis=1) - noise[:, :5].mean(axis=1)).std()
    told = minimum_detectable_effect(
        1, before=5, after=3, controls=10**9, multiplier=1, correlation=lasts
    )
    assert drawn == pytest.approx(told, rel=0.02)


@pytest.mark.parametrize(("after", "jobs"), [(3, 3562), (5, 3085)])
def test_smallest_effect_of_week_15(after, jobs):
    share = minimum_detectable_effect(0.01, before=5, after=after, controls=20)
    assert 170_000 * share == pytest.approx(jobs, abs=1)


@quick
@given(panels(), st.integers(2015, 2018))
def test_common_start_gives_the_difference_of_means(panel, start):
    marks = treated_from(panel, start, ["r0", "r3"])
    result = two_way_fixed_effects(panel, shuffled(marks))
    cells = panel.stack()
    treated = pd.Series([int(r in ("r0", "r3")) for r, _ in cells.index], index=cells.index)
    after = pd.Series([int(y >= start) for _, y in cells.index], index=cells.index)
    means = difference_in_differences(cells, shuffled(treated), after)
    assert result.effect == pytest.approx(means.effect, abs=1e-8)


@quick
@given(panels(), st.integers(-50, 50))
def test_levels_of_regions_and_years_do_not_matter(panel, effect):
    marks = treated_from(panel, 2016)
    before = two_way_fixed_effects(panel, marks)
    levels = np.add.outer(np.arange(5) * 11.0, np.arange(7) * 3.0)
    after = two_way_fixed_effects(panel + levels + effect * marks, marks)
    assert after.effect - before.effect == pytest.approx(effect, abs=1e-8)
    assert after.se == pytest.approx(before.se, abs=1e-8)
    assert after.se_clustered == pytest.approx(before.se_clustered, abs=1e-8)


@quick
@given(panels())
def test_fixed_effects_are_those_of_a_regression_on_dummies(panel):
    import statsmodels.api as sm

    marks = treated_from(panel, 2015, ["r0"]) + treated_from(panel, 2017, ["r1"])
    cells = panel.stack().rename_axis(["region", "year"]).reset_index(name="y")
    dummies = pd.get_dummies(cells[["region", "year"]].astype(str), drop_first=True, dtype=float)
    design = sm.add_constant(dummies.assign(treated=marks.stack().to_numpy()))
    model = sm.OLS(cells["y"], design)
    plain = model.fit()
    codes = pd.factorize(cells["region"])[0]
    clustered = model.fit(cov_type="cluster", cov_kwds={"groups": codes})
    result = two_way_fixed_effects(panel, marks)
    assert result.effect == pytest.approx(plain.params["treated"], abs=1e-6)
    assert result.se == pytest.approx(plain.bse["treated"], abs=1e-6)
    assert result.se_clustered == pytest.approx(clustered.bse["treated"], abs=1e-6)


def test_one_observation_a_cell_has_no_standard_error():
    result = difference_in_differences([10, 15, 20, 23], [1, 1, 0, 0], [0, 1, 0, 1])
    assert result.effect == 2
    assert np.isnan(result.se)
    assert np.isnan(result.se_robust)


@quick
@given(panels())
def test_weights_are_shares_and_follow_labels(panel):
    result = synthetic_control(panel, "r2", start=2018)
    assert result.weights.sum() == pytest.approx(1)
    assert (result.weights >= 0).all()
    assert "r2" not in result.weights.index
    again = synthetic_control(shuffled(panel), "r2", start=2018)
    assert again.fit == pytest.approx(result.fit, abs=1e-6)
    assert again.paths.index.tolist() == panel.columns.tolist()


@quick
@given(panels(), st.integers(0, 4))
def test_no_single_donor_and_no_even_mix_fits_better(panel, i):
    region, before = f"r{i}", list(range(2013, 2018))
    result = synthetic_control(panel, region, start=2018)
    donors = panel.drop(index=region)
    for other in (*donors.to_numpy(), donors.mean().to_numpy()):
        gap = panel.loc[region].to_numpy()[:5] - other[:5]
        assert result.fit <= np.sqrt((gap**2).mean()) + 1e-9
    assert result.fit == pytest.approx(np.sqrt((result.paths.loc[before, "gap"] ** 2).mean()))


@quick
@given(panels(), st.sampled_from([1e-4, 1e4]), st.integers(-300, 300))
def test_unit_and_zero_of_the_outcome_do_not_matter(panel, unit, shift):
    one, other = (
        synthetic_control(table, "r0", start=2018) for table in (panel, (panel + shift) * unit)
    )
    assert other.fit / unit == pytest.approx(one.fit, abs=1e-5)


@quick
@given(panels())
def test_mix_is_at_least_as_close_as_that_of_pysyncon(panel):
    from pysyncon import Synth

    before = panel[range(2013, 2018)]
    assume((before.std() > 0).all())
    donors = before.drop(index="r0").T
    theirs = Synth()
    theirs.fit(
        X0=donors,
        X1=before.loc["r0"],
        Z0=donors,
        Z1=before.loc["r0"],
        custom_V=before.var().to_numpy() / before.var().mean(),
    )
    gap = before.loc["r0"] - donors @ theirs.W
    ours = synthetic_control(panel, "r0", start=2018)
    # Theirs may stop short of an exact fit; that ours is one is reckoned from the weights alone.
    assert ours.fit <= np.sqrt((gap**2).mean()) + 1e-6
    own = before.loc["r0"] - donors[ours.weights.index] @ ours.weights
    assert ours.fit == pytest.approx(np.sqrt((own**2).mean()), abs=1e-6)


def test_predictors_choose_the_town_that_resembles():
    jobs = boom_of_week_15()
    predictors = pd.DataFrame(
        {"heavy": [0.6, 0.6, 0.1, 0.2, 0.9], "size": [50.0, 50, 60, 55, 40]}, index=jobs.index
    )
    result = synthetic_control(jobs, "zone", start=2018, predictors=shuffled(predictors))
    assert result.weights["twin"] > 0.9
    assert result.weights.sum() == pytest.approx(1)
    assert result.effect == pytest.approx(0.6, abs=0.2)


@quick
@given(panels())
def test_placebo_of_the_treated_is_its_own_control(panel):
    test = placebo_test(panel, "r1", start=2018)
    own = synthetic_control(panel, "r1", start=2018)
    assert test.table.loc["r1", "fit"] == pytest.approx(own.fit, abs=1e-8)
    assert test.gaps.loc["r1"].to_numpy() == pytest.approx(own.paths["gap"].to_numpy(), abs=1e-8)
    assert test.table.index[0] == "r1"
    assert np.isnan(test.p_value) or 0.2 <= test.p_value <= 1
    other = synthetic_control(panel.drop(index="r1"), "r3", start=2018)
    assert test.table.loc["r3", "fit"] == pytest.approx(other.fit, abs=1e-8)


def test_a_true_effect_stands_out_among_placebos():
    """With many periods before, that chance does not fit as it would few."""
    rng, years = np.random.default_rng(2), range(1991, 2021)
    towns = ["zone", *(f"town {i}" for i in range(19))]
    common = np.outer(rng.uniform(0.5, 1.5, 20), rng.normal(size=30).cumsum())
    panel = pd.DataFrame(common + rng.normal(0, 0.2, (20, 30)), index=towns, columns=years)
    assert placebo_test(panel, "zone", start=2018).p_value > 0.1
    panel.loc["zone", [2018, 2019, 2020]] += 5
    assert placebo_test(panel, "zone", start=2018).p_value == pytest.approx(1 / 20)


@quick
@given(st.floats(0, 1e6), st.floats(1, 1e4), st.floats(0, 1), st.floats(0, 1))
def test_jobs_add_up(cost, jobs, deadweight, displacement):
    result = cost_per_job(cost, jobs, deadweight=deadweight, displacement=displacement)
    parts = result.jobs
    assert parts[["deadweight", "displaced", "net"]].sum() == pytest.approx(parts["claimed"])
    assert result.per_net_job >= result.per_claimed_job * (1 - 1e-12)


def test_where_nothing_is_left_a_job_has_no_price():
    assert np.isinf(cost_per_job(600, 1000, deadweight=1).per_net_job)


@quick
@given(st.integers(1, 20), st.integers(1, 20), st.integers(1, 50))
def test_more_data_find_smaller_effects(before, after, controls):
    smallest = minimum_detectable_effect(0.01, before=before, after=after, controls=controls)
    more = minimum_detectable_effect(0.01, before=before, after=after + 1, controls=controls + 1)
    assert more < smallest
    twice = minimum_detectable_effect(0.02, before=before, after=after, controls=controls)
    assert twice == pytest.approx(2 * smallest)


PANEL = pd.DataFrame(
    {2015: [2, 1, 3, 2], 2016: [3, 3, 4, 2], 2017: [4, 4, 4, 5]}, index=["zone", "A", "B", "C"]
)
MARKS = PANEL * 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: difference_in_differences([1, 2, 3], [1, 1, 0], [0, 1, 0]),
            "treated, after: expected observations of treated and controls",
        ),
        (lambda: difference_in_differences([1, 2], [2, 0], [0, 1]), "treated: .* found 2 at 0"),
        (lambda: difference_in_differences([1, 2], [1, 0], [0]), "after and outcome do not match"),
        (lambda: difference_in_differences([1, None], [1, 0], [0, 1]), "outcome: .* nan at 1"),
        (lambda: two_way_fixed_effects(PANEL, MARKS), "treated: no effect can be told"),
        (lambda: two_way_fixed_effects(PANEL, MARKS + 1), "treated: no effect can be told"),
        (lambda: two_way_fixed_effects(PANEL, MARKS + 0.5), "treated: expected 0 or 1, found 0.5"),
        (lambda: two_way_fixed_effects(PANEL, MARKS.iloc[:2]), "only in outcome, rows: 'B', 'C'"),
        (lambda: two_way_fixed_effects(PANEL.iloc[:, :1], MARKS.iloc[:, :1]), "4 by 1 is too sm"),
        (lambda: two_way_fixed_effects(PANEL.where(PANEL > 1), MARKS), "outcome: .* nan at"),
        (lambda: synthetic_control(PANEL, "zone", start=2016), "two periods before 2016"),
        (lambda: synthetic_control(PANEL.iloc[:2], "zone", start=2017), "two other regions"),
        (
            lambda: synthetic_control(PANEL, "zone", start=2017, predictors=MARKS),
            "predictors: 2015 is the same in all regions",
        ),
        (
            lambda: synthetic_control(PANEL, "zone", start=2017, predictors=PANEL.iloc[:3]),
            "predictors, rows and outcome, rows do not match",
        ),
        (lambda: placebo_test(PANEL.iloc[:3], "zone", start=2017), "three donors or more, found 2"),
        (
            lambda: minimum_detectable_effect(-1, before=1, after=1, controls=1),
            "noise: expected at least 0",
        ),
        (
            lambda: minimum_detectable_effect(1, before=1, after=0, controls=1),
            "after: expected at least 1",
        ),
        (
            lambda: minimum_detectable_effect(1, before=1, after=1, controls=1, correlation=2),
            "correlation: expected at least 0 and at most 1",
        ),
        (
            lambda: staggered_effects(PANEL, pd.Series(2014.0, index=PANEL.index)),
            "start: expected a period of outcome, found 2014.0 at 'zone'",
        ),
        (
            lambda: staggered_effects(PANEL, pd.Series(2016, index=PANEL.index)),
            "start: no effect can be told",
        ),
        (lambda: staggered_effects(PANEL, pd.Series({"zone": 2016})), "only in outcome, rows"),
        (lambda: cost_per_job(1, 0), "jobs: expected above 0"),
        (lambda: cost_per_job(1, 1, deadweight=30), "deadweight: expected at least 0 and at most"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_unknown_labels_and_wrong_kinds_are_named():
    with pytest.raises(KeyError, match="outcome has no row 'park'"):
        synthetic_control(PANEL, "park", start=2017)
    with pytest.raises(KeyError, match="outcome has no period 2030"):
        placebo_test(PANEL, "zone", start=2030)
    with pytest.raises(TypeError, match="outcome: expected a table of numbers"):
        two_way_fixed_effects(PANEL.astype(str) + "x", MARKS)

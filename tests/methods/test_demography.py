import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from regecon.methods.demography import (
    capture_recapture,
    cohort_present,
    daughters,
    dependency_ratios,
    equivalent_return,
    leslie_matrix,
    migration_balance,
    population_balance,
    project,
    stable_population,
    survival_ratios,
)
from tests.methods.tables import employment_tables, quick, shuffled, vectors

AGES = [0, 15, 30, 45, 60]
shares = st.floats(0, 1)


@st.composite
def towns(draw):
    """Women by age, births and survival, groups of fifteen years."""
    people = draw(vectors(low=0, min_size=5, max_size=5)).set_axis(AGES)
    births = draw(st.lists(st.floats(0.0, 1.5), min_size=5, max_size=5))
    survival = draw(st.lists(st.floats(0.1, 1.0), min_size=5, max_size=5))
    return people, pd.Series(births, index=AGES), pd.Series(survival, index=AGES)


def test_young_of_week_12():
    assert cohort_present(0.6, 0.15) == pytest.approx(0.490)
    assert cohort_present(0.5, 0.15) == pytest.approx(0.575)


@quick
@given(st.floats(0.05, 1), shares, shares)
def test_return_can_do_what_retention_does(leaving, returning, part):
    retained = part * leaving
    rate = equivalent_return(leaving, returning, retained)
    assert returning <= rate + 1e-12
    assert rate <= 1 + 1e-12
    kept = cohort_present(leaving - retained, returning)
    assert cohort_present(leaving, min(rate, 1)) == pytest.approx(kept)


@quick
@given(towns())
def test_nobody_is_lost_on_the_way(town):
    people, births, survival = town
    future = project(people, leslie_matrix(births, survival))[1]
    assert future[0] == pytest.approx((births * people).sum())
    assert future.iloc[1:].sum() == pytest.approx((survival * people).sum())


@quick
@given(towns())
def test_order_of_labels_does_not_matter(town):
    people, births, survival = town
    one = project(people, leslie_matrix(births, survival), steps=3)
    leslie = leslie_matrix(shuffled(births), shuffled(survival))
    other = project(shuffled(people), shuffled(leslie), steps=3)
    pd.testing.assert_frame_equal(other.sort_index(), one)


@quick
@given(towns())
def test_steps_follow_one_another(town):
    people, births, survival = town
    leslie = leslie_matrix(births, survival)
    moves = people / 10
    two = project(people, leslie, steps=2, migration=moves, split=True)
    first = project(people, leslie, migration=moves, split=True)[1]
    second = project(first, leslie, migration=moves, split=True)[1]
    assert two[2].to_numpy() == pytest.approx(second.to_numpy())


@quick
@given(towns(), vectors(min_size=5, max_size=5))
def test_arrivals_at_the_end_neither_die_nor_bear(town, moves):
    people, births, survival = town
    leslie, moves = leslie_matrix(births, survival), moves.set_axis(AGES)
    without, late = project(people, leslie)[1], project(people, leslie, migration=moves)[1]
    assert (late - without).to_numpy() == pytest.approx(moves.to_numpy())
    middle = project(people, leslie, migration=moves, split=True)[1]
    expected = without + leslie @ moves / 2 + moves / 2
    assert middle.to_numpy() == pytest.approx(expected.to_numpy())


@quick
@given(towns())
def test_stable_ages_stay(town):
    _, births, survival = town
    assume(births.iloc[2] > 0.5)
    survival.iloc[-1] = 0.1
    leslie = leslie_matrix(births, survival)
    stable = stable_population(leslie, width=15)
    assert stable.ages.sum() == pytest.approx(1)
    assert (stable.ages > -1e-12).all()
    later = project(stable.ages.clip(lower=0), leslie)[1]
    assert later.to_numpy() == pytest.approx((stable.factor * stable.ages).to_numpy(), abs=1e-9)
    assert np.exp(15 * stable.growth) == pytest.approx(stable.factor)


def test_every_population_tends_to_the_stable_one():
    births = pd.Series([0, 0.5, 0.6, 0.1, 0], index=AGES)
    survival = pd.Series([0.98, 0.97, 0.95, 0.9, 0.4], index=AGES)
    leslie = leslie_matrix(births, survival)
    end = project(pd.Series([500, 0, 10, 900, 3], index=AGES), leslie, steps=80)[80]
    stable = stable_population(leslie)
    assert (end / end.sum()).to_numpy() == pytest.approx(stable.ages.to_numpy(), abs=1e-6)


@quick
@given(vectors(low=1, min_size=3, max_size=8))
def test_survival_of_a_life_table_carries_its_own_population(lived):
    """A population with the life table's own ages keeps them, as in the table nobody is born."""
    lived = lived.sort_values(ascending=False).set_axis(range(0, 5 * len(lived), 5))
    ratios = survival_ratios(shuffled(lived))
    assert ratios.index.tolist() == lived.index.tolist()
    moved = (ratios * lived).to_numpy()
    assert moved[:-2] == pytest.approx(lived.to_numpy()[1:-1])
    assert moved[-2:].sum() == pytest.approx(lived.iloc[-1])


@quick
@given(towns(), st.floats(0.5, 2), st.floats(0, 1))
def test_births_are_split_by_sex(town, ratio, alive):
    _, fertility, survival = town
    girls = daughters(
        fertility, shuffled(survival), birth_survival=alive, width=15, sex_ratio=ratio
    )
    boys = daughters(fertility, survival, birth_survival=alive, width=15, sex_ratio=1 / ratio)
    both = daughters(fertility, survival, birth_survival=alive, width=15, sex_ratio=0)
    assert (girls + boys).to_numpy() == pytest.approx(both.to_numpy())
    assert (boys / ratio).to_numpy() == pytest.approx(girls.to_numpy())


@quick
@given(*[vectors(min_size=4, max_size=4)] * 4)
def test_balance_adds_up(start, end, births, deaths):
    table = population_balance(start, shuffled(end), shuffled(births), deaths)
    total = table["natural"] + table["migration"]
    assert total.to_numpy() == pytest.approx(table["change"].to_numpy())
    assert (start + table["change"]).to_numpy() == pytest.approx(end.to_numpy())


@quick
@given(employment_tables(regions=(4, 4), sectors=(4, 4)))
def test_moves_between_regions_cancel_out(flows):
    flows.columns = flows.index
    table = migration_balance(flows)
    assert table["net"].sum() == pytest.approx(0)
    assert table["effectiveness"].dropna().abs().max() <= 1 or table["effectiveness"].isna().all()
    other = migration_balance(shuffled(flows))
    pd.testing.assert_frame_equal(other.sort_index(), table)
    assert migration_balance(flows.T)["net"].to_numpy() == pytest.approx(-table["net"].to_numpy())


def test_nobody_moves():
    flows = pd.DataFrame(np.eye(2) * 5, index=["a", "b"], columns=["a", "b"])
    assert migration_balance(flows)["effectiveness"].isna().all()


@quick
@given(vectors(low=1, min_size=5, max_size=5), st.integers(2, 9))
def test_dependency_adds_up_and_ignores_scale(people, factor):
    people = people.set_axis([0, 15, 40, 65, 80])
    ratios = dependency_ratios(people)
    assert ratios["young"] + ratios["old"] == pytest.approx(ratios["total"])
    assert ratios["old"] * ratios["support"] == pytest.approx(100)
    table = pd.DataFrame({"a": people, "b": people * factor}).T
    many = dependency_ratios(shuffled(table))
    assert many.loc["b"].to_numpy() == pytest.approx(ratios.to_numpy())
    assert many.loc["a"].to_numpy() == pytest.approx(ratios.to_numpy())


def test_other_bounds_of_working_age():
    people = pd.Series({0: 10, 15: 5, 20: 40, 60: 5, 65: 10})
    ratios = dependency_ratios(people, working_from=20, old_from=60)
    assert ratios[["young", "old"]].tolist() == pytest.approx([37.5, 37.5])


def test_a_town_without_old_people_has_no_support_ratio():
    assert np.isinf(dependency_ratios(pd.Series({0: 10, 15: 50, 65: 0}))["support"])


@quick
@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 300))
def test_never_fewer_than_seen(first, second, both):
    both = min(first, second, both)
    result = capture_recapture(first, second, both)
    assert result.listed == first + second - both
    assert result.listed <= result.low + 1e-9
    assert result.low <= result.estimate + 1e-9
    assert result.estimate <= result.high + 1e-9
    assert 0 <= result.unlisted_share < 1
    assert capture_recapture(second, first, both) == result
    if both:
        plain = capture_recapture(first, second, both, method="lincoln-petersen")
        assert plain.estimate == pytest.approx(first * second / both)
        assert plain.estimate >= result.estimate - 1e-9


def test_interval_covers_the_truth_about_as_often_as_it_says():
    rng, truth = np.random.default_rng(4), 400
    covered = 0
    for _ in range(400):
        register, adverts = rng.random(truth) < 0.3, rng.random(truth) < 0.4
        result = capture_recapture(register.sum(), adverts.sum(), (register & adverts).sum())
        covered += result.low <= truth <= result.high
    assert 0.92 <= covered / 400 <= 0.98


def test_complete_lists_leave_no_doubt():
    result = capture_recapture(50, 50, 50)
    assert (result.estimate, result.low, result.high, result.unlisted_share) == (50, 50, 50, 0)


PEOPLE = pd.Series([10.0, 20, 30], index=[0, 20, 40])
LESLIE = leslie_matrix(PEOPLE * 0 + 0.5, PEOPLE * 0 + 0.9)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: survival_ratios(PEOPLE), "person_years: more are alive after age 0 than before"),
        (lambda: survival_ratios(PEOPLE * 0), "person_years: expected values above zero"),
        (lambda: survival_ratios(PEOPLE.iloc[:1]), "person_years: expected at least two"),
        (
            lambda: survival_ratios(pd.Series({0: 3, 1: 2, 5: 1})),
            r"person_years: expected age groups of one width, found \[1, 4\]",
        ),
        (lambda: survival_ratios(pd.Series({"0-4": 3, "5-9": 2})), "lower bounds of age groups"),
        (
            lambda: daughters(-PEOPLE, PEOPLE / 100, birth_survival=1),
            "fertility: expected no negative value",
        ),
        (
            lambda: daughters(PEOPLE, PEOPLE / 100, birth_survival=2),
            "birth_survival: expected at least 0 and at most 1",
        ),
        (lambda: leslie_matrix(PEOPLE, PEOPLE), "survival: expected at most 1, found 10 at 0"),
        (lambda: leslie_matrix(PEOPLE, PEOPLE.iloc[:2]), "only in births: 40"),
        (lambda: project(PEOPLE, LESLIE.iloc[:2]), "leslie: expected a square table"),
        (lambda: project(PEOPLE.rename({0: 5}), LESLIE), "population: 5; only in leslie: 0"),
        (lambda: project(-PEOPLE, LESLIE), "population: expected no negative value"),
        (lambda: project(PEOPLE, LESLIE, steps=0), "steps: expected at least 1"),
        (
            lambda: project(PEOPLE, LESLIE, migration=-PEOPLE, steps=2),
            "migration: more leave than there are of age 20 in interval 1",
        ),
        (
            lambda: stable_population(leslie_matrix(PEOPLE * 0, PEOPLE / 100)),
            "leslie: too few births",
        ),
        (
            lambda: population_balance({"a": 1}, {"b": 1}, {"a": 0}, {"a": 0}),
            "end and start do not match",
        ),
        (
            lambda: population_balance({"a": 1}, {"a": 1}, {"a": -1}, {"a": 0}),
            "births: expected no negative value, found -1 at 'a'",
        ),
        (lambda: migration_balance(-LESLIE), "flows: expected no negative value"),
        (lambda: dependency_ratios(PEOPLE), "working_from: expected the lower bound .* got 15"),
        (
            lambda: dependency_ratios(PEOPLE, working_from=40, old_from=20),
            "old_from: expected an age above 40, got 20",
        ),
        (lambda: dependency_ratios(-PEOPLE), "population: expected no negative value"),
        (lambda: cohort_present(60, 0.1), "leaving: expected at least 0 and at most 1, got 60"),
        (lambda: equivalent_return(0.3, 0.1, 0.4), "retained: expected at least 0 and at most 0.3"),
        (lambda: equivalent_return(0, 0.1, 0), "leaving: expected above 0"),
        (lambda: capture_recapture(10, 5, 6), "both: expected two lists"),
        (lambda: capture_recapture(0, 5, 0), "both: expected two lists"),
        (lambda: capture_recapture(10.5, 5, 1), "first: expected a whole number, got 10.5"),
        (
            lambda: capture_recapture(10, 5, 0, method="lincoln-petersen"),
            "both: the lists have nothing in common",
        ),
        (lambda: capture_recapture(10, 5, 2, method="lincoln"), "method: expected 'chapman'"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_wrong_kind_of_input_is_named():
    with pytest.raises(TypeError, match="population: expected a DataFrame"):
        dependency_ratios([1, 2, 3])
    with pytest.raises(TypeError, match="leaving: expected a number"):
        cohort_present("most", 0.1)

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.inequality import (
    atkinson,
    gini,
    lorenz_curve,
    theil,
    theil_decomposition,
    williamson,
)
from tests.methods.tables import quick, shuffled, vectors

positive_vectors = vectors(low=1, min_size=4, max_size=4)
groups = st.lists(st.sampled_from(["north", "south"]), min_size=4, max_size=4)


def season(summer):
    """Week 10: shares of the months when a summer season is added (SYNTHETIC)."""
    winter = np.array([0.22, 0.20, 0.20, 0.12, 0.01, 0.005, 0.012, 0.012, 0.01, 0.011, 0.06, 0.14])
    shares = winter / winter.sum() * (1 - summer)
    shares[5:8] += summer * np.array([0.3, 0.4, 0.3])
    return pd.Series(shares)


@pytest.mark.parametrize(
    ("summer", "expected"), [(0, 0.535), (0.05, 0.494), (0.1, 0.456), (0.2, 0.393), (0.3, 0.352)]
)
def test_season_of_week_10(summer, expected):
    assert gini(season(summer)) == pytest.approx(expected, abs=5e-4)


def test_gini_of_one_month_only_is_eleven_twelfths():
    months = pd.Series([0] * 11 + [5])
    assert gini(months) == pytest.approx(11 / 12)
    assert gini(months, corrected=True) == pytest.approx(1)


@quick
@given(vectors())
def test_gini_lies_between_zero_and_its_limit(values):
    assert 0 <= gini(values) <= (len(values) - 1) / len(values) + 1e-12


@quick
@given(vectors(), st.integers(1, 50))
def test_scale_and_order_do_not_matter(values, factor):
    for measure in (gini, theil):
        assert measure(values * factor) == pytest.approx(measure(values), abs=1e-12)
        assert measure(shuffled(values)) == pytest.approx(measure(values), abs=1e-12)


@quick
@given(vectors(low=0, min_size=4, max_size=4), positive_vectors)
def test_weights_are_matched_by_label(values, weights):
    for measure in (gini, theil, williamson):
        assert measure(values, shuffled(weights)) == pytest.approx(measure(values, weights))


@quick
@given(vectors(max_size=5), st.integers(2, 4))
def test_weight_counts_a_value_several_times(values, times):
    """Giving every region the weight k is the same as writing it k times."""
    weights = pd.Series(1, index=values.index)
    weights.iloc[0] = times
    repeated = pd.Series(np.repeat(values.to_numpy(), weights))
    assert gini(values, weights) == pytest.approx(gini(repeated), abs=1e-9)
    assert theil(values, weights) == pytest.approx(theil(repeated), abs=1e-9)


@quick
@given(vectors(low=0, min_size=4, max_size=4), positive_vectors)
def test_gini_is_twice_the_area_above_the_lorenz_curve(values, weights):
    curve = lorenz_curve(values, weights)
    area = np.trapezoid(curve["value_share"], curve["population_share"])
    assert gini(values, weights) == pytest.approx(1 - 2 * area, abs=1e-9)
    assert curve.iloc[-1].tolist() == pytest.approx([1, 1])


def test_lorenz_curve_carries_labels_from_poor_to_rich():
    curve = lorenz_curve(pd.Series({"rich": 5, "poor": 1, "middle": 2}))
    assert curve.index.tolist() == ["start", "poor", "middle", "rich"]


@quick
@given(vectors())
def test_theil_never_falls_below_zero(values):
    assert theil(values) >= -1e-12
    assert theil(values) <= np.log(len(values)) + 1e-12


@pytest.mark.parametrize("form", ["T", "L"])
@quick
@given(values=positive_vectors, people=positive_vectors, group=groups)
def test_between_and_within_add_up(form, values, people, group):
    group = pd.Series(group, index=values.index)
    parts = theil_decomposition(values, shuffled(group), people, form=form)
    total = theil(values, people, form=form)
    assert parts["within"].sum() + parts["between"].sum() == pytest.approx(total, abs=1e-9)
    assert parts["share"].sum() == pytest.approx(1)
    for name, part in parts.iterrows():
        own = group.index[group == name]
        of_group = theil(values[own], people[own], form=form)
        assert part["inequality"] == pytest.approx(of_group, abs=1e-9)


def test_a_group_without_value_adds_nothing_within():
    parts = theil_decomposition([0, 0, 5, 7], ["poor", "poor", "rich", "rich"])
    assert np.isnan(parts.loc["poor", "inequality"])
    assert parts.loc["poor", "within"] == 0
    assert parts[["within", "between"]].sum().sum() == pytest.approx(theil([0, 0, 5, 7]))


@quick
@given(positive_vectors, positive_vectors)
def test_williamson_ignores_scale(values, people):
    assert williamson(values * 3, people * 7) == pytest.approx(williamson(values, people))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: gini([1, -2]), "values: expected no negative value, found -2 at 1"),
        (lambda: gini(pd.Series({"A": 1, "B": np.nan})), "values: .* found nan at 'B'"),
        (lambda: gini([0, 0]), "values: expected a total above zero"),
        (lambda: gini([]), "values: expected at least one value"),
        (lambda: gini([5], corrected=True), "corrected: expected at least two"),
        (lambda: gini([1, 2], [1, 1], corrected=True), "corrected: .* not defined with weights"),
        (lambda: gini([1, 2], [1, 0]), "weights: expected values above zero, found 0 at 1"),
        (
            lambda: gini(pd.Series({"A": 1, "B": 2}), pd.Series({"A": 1, "C": 2})),
            "only in weights: 'C'; only in values: 'B'",
        ),
        (lambda: gini(pd.Series([1, 2], index=["A", "A"])), "values: label 'A' stands more than"),
        (lambda: theil([0, 1], form="L"), "Theil L is not defined with zeros.*0 at 0"),
        (lambda: theil([1, 2], form="t"), "form: expected 'T' or 'L', got 't'"),
        (lambda: theil_decomposition([1, 2], ["a", None]), "groups: 1 has no group"),
        (lambda: theil_decomposition([1, 2], ["a"]), "groups and values do not match"),
        (
            lambda: theil_decomposition([1, 2], pd.Series(["a", "b", "a"], index=[0, 1, 1])),
            "groups: label 1 stands",
        ),
        (lambda: williamson([1, 2], [1, -1]), "population: expected values above zero"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: gini(["a", "b"]), "values: expected numbers"),
        (lambda: gini(pd.DataFrame({"a": [1]})), "values: expected one row"),
        (lambda: williamson([1, 2], None), "population: expected the population"),
    ],
)
def test_wrong_kind_of_input_is_named(call, words):
    with pytest.raises(TypeError, match=words):
        call()


def test_atkinson_by_the_definition_and_by_theil():
    values = pd.Series([10.0, 20.0, 25.0, 45.0])
    weights = pd.Series([1.0, 3.0, 2.0, 2.0])
    mean = (values * weights).sum() / weights.sum()
    for aversion in (0.25, 0.5, 2.0, 5.0):
        power = 1 - aversion
        equal = ((values**power * weights).sum() / weights.sum()) ** (1 / power)
        assert atkinson(values, weights, aversion=aversion) == pytest.approx(1 - equal / mean)
    assert atkinson(values, weights, aversion=1) == pytest.approx(
        1 - math.exp(-theil(values, weights, form="L"))
    )
    assert atkinson(values, aversion=1 - 1e-8) == pytest.approx(atkinson(values, aversion=1), 1e-6)


def test_atkinson_of_equal_and_of_zero_values():
    assert atkinson([3, 3, 3], aversion=7) == pytest.approx(0)
    assert atkinson([0, 5], aversion=1) == 1
    assert atkinson([0, 5]) == pytest.approx(0.5)
    assert atkinson([1e-200, 1], aversion=40) == pytest.approx(1)
    with pytest.raises(ValueError, match="aversion: expected above 0"):
        atkinson([1, 2], aversion=0)


def test_atkinson_of_the_incomes_of_rs_package():
    """Incomes of the help page of R's ineq, and what it prints for Atkinson with 0.5 and 1.

    The numbers as repeated by other people's tests (the classes Inequality in MATLAB and ineq in
    Scala that check themselves against R); aversion 0.4 from the second.
    """
    x = np.array([541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261])
    assert atkinson(x) == pytest.approx(0.1796591, abs=5e-8)
    assert atkinson(x, aversion=1) == pytest.approx(0.3518251, abs=5e-8)
    assert atkinson(x, aversion=0.4) == pytest.approx(0.1440938, abs=5e-8)

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.fieldwork import expected_saturation, observed_saturation, rake, sample_size
from tests.methods.tables import quick, shuffled

THIRTY_THEMES = pd.Series({k: 0.8 / k for k in range(1, 31)})

probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=8).map(pd.Series)


@st.composite
def mention_tables(draw):
    n, m = draw(st.integers(1, 7)), draw(st.integers(1, 5))
    row = st.lists(st.integers(0, 1), min_size=m, max_size=m)
    return pd.DataFrame(draw(st.lists(row, min_size=n, max_size=n)))


@st.composite
def samples(draw):
    """Respondents in two variables, every combination at least once, and margins that fit."""
    pairs = [(sex, age) for sex in "fm" for age in ("young", "middle", "old")]
    more = draw(st.lists(st.sampled_from(pairs), max_size=15))
    sample = pd.DataFrame(pairs + more, columns=["sex", "age"])
    sample.index = [f"respondent {i}" for i in sample.index]
    number = st.integers(50, 500)
    town = pd.Series({pair: draw(number) for pair in pairs})
    margins = {"sex": town.groupby(level=0).sum(), "age": town.groupby(level=1).sum()}
    return sample, margins


@pytest.mark.parametrize(
    ("interviews", "share"), [(6, 0.371), (12, 0.546), (20, 0.690), (40, 0.864)]
)
def test_thirty_themes_of_week_2(interviews, share):
    assert expected_saturation(THIRTY_THEMES, interviews)[interviews] == pytest.approx(
        share, abs=5e-4
    )


@quick
@given(probabilities, st.lists(st.integers(0, 60), min_size=2, max_size=6, unique=True))
def test_saturation_rises_from_nothing_towards_all(probability, interviews):
    curve = expected_saturation(probability, sorted(interviews))
    assert curve.between(0, 1).all()
    assert curve.is_monotonic_increasing
    assert expected_saturation(probability, 0)[0] == 0
    other = expected_saturation(shuffled(probability), sorted(interviews))
    assert other.to_numpy() == pytest.approx(curve.to_numpy())


@quick
@given(mention_tables())
def test_observed_curve_begins_and_ends_with_what_was_heard(mentions):
    curve = observed_saturation(mentions)
    assert curve.iloc[0] == pytest.approx(mentions.to_numpy().mean())
    assert curve.iloc[-1] == pytest.approx(mentions.any().mean())
    assert (curve.diff().dropna() >= -1e-12).all()
    other = observed_saturation(shuffled(mentions))
    assert other.to_numpy() == pytest.approx(curve.to_numpy())


def test_observed_curve_is_the_mean_over_all_choices():
    from itertools import combinations

    mentions = pd.DataFrame({"a": [1, 0, 0, 1], "b": [0, 0, 1, 0], "c": [0, 0, 0, 0]})
    for n, share in observed_saturation(mentions).items():
        chosen = combinations(mentions.index, n)
        assert share == pytest.approx(np.mean([mentions.loc[list(c)].any().mean() for c in chosen]))


@quick
@given(st.floats(0.01, 0.3), st.floats(0.05, 0.95), st.integers(10, 100_000))
def test_a_small_population_needs_fewer_answers(half_width, share, population):
    large = sample_size(half_width, share=share, round_up=False)
    small = sample_size(half_width, share=share, population=population, round_up=False)
    if large >= 1:
        assert small <= min(large, population) * (1 + 1e-12)
    assert large <= sample_size(half_width, round_up=False) * (1 + 1e-12)
    assert sample_size(half_width / 2, share=share, round_up=False) == pytest.approx(4 * large)


def test_sample_size_is_a_whole_number():
    assert sample_size(0.05) == 385
    assert isinstance(sample_size(0.05), int)
    assert sample_size(0.05, population=500) == 218
    assert sample_size(0.05, share=0) == 0


@quick
@given(samples(), st.integers(2, 9))
def test_raked_weights_meet_every_margin(given_sample, factor):
    sample, margins = given_sample
    weights = rake(sample, margins)
    assert (weights > 0).all()
    for name, margin in margins.items():
        reached = weights.groupby(sample[name]).sum()
        assert reached[margin.index].to_numpy() == pytest.approx(margin.to_numpy(), rel=1e-7)
    # Only the proportions of base weights matter, and labels, not places.
    base = pd.Series(factor, index=sample.index)
    again = rake(shuffled(sample), {k: shuffled(m) for k, m in margins.items()}, base_weight=base)
    assert again[weights.index].to_numpy() == pytest.approx(weights.to_numpy(), rel=1e-6)


@quick
@given(samples())
def test_raking_keeps_the_odds_between_cells(given_sample):
    """Base weights times a factor for sex and a factor for age: no interaction is added."""
    sample, margins = given_sample
    weights = rake(sample, margins).groupby([sample["sex"], sample["age"]]).first()
    odds = weights["f"] / weights["m"]
    assert odds.to_numpy() == pytest.approx(np.full(3, odds.iloc[0]), rel=1e-6)


def test_a_sample_that_fits_already_is_left_alone():
    sample = pd.DataFrame({"sex": list("ffmm"), "age": ["young", "old"] * 2})
    margins = {"sex": {"f": 2, "m": 2}, "age": {"young": 2, "old": 2}}
    assert rake(sample, margins).tolist() == pytest.approx([1, 1, 1, 1])


SEXES = pd.DataFrame({"sex": ["f", "m"], "age": ["young", "old"]}, index=["A", "B"])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: expected_saturation([0.5, 1.2], 3), "probability: .* found 1.2 at 1"),
        (lambda: expected_saturation([-0.5], 3), "probability: expected no negative value"),
        (lambda: expected_saturation([0.5], 2.5), "interviews: expected a whole number, got 2.5"),
        (lambda: expected_saturation([0.5], -1), "interviews: expected at least 0, got -1"),
        (lambda: expected_saturation([0.5], [3, 3]), "interviews: label 3 stands more than once"),
        (lambda: observed_saturation(pd.DataFrame({"a": [0, 2]})), "mentions: .* found 2"),
        (lambda: observed_saturation(pd.DataFrame({"a": [0, None]})), "mentions: .* nan"),
        (lambda: observed_saturation(pd.DataFrame()), "mentions: expected at least one row"),
        (lambda: sample_size(0), "half_width: expected above 0"),
        (lambda: sample_size(0.05, share=50), "share: expected at least 0 and at most 1, got 50"),
        (lambda: sample_size(0.05, confidence=1), "confidence: certainty"),
        (lambda: sample_size(0.05, population=0), "population: expected at least 1"),
        (lambda: rake(SEXES, {}), "margins: expected a margin"),
        (lambda: rake(SEXES, {"sex": {"f": 1, "m": 0}}), "margins, sex: .* found 0 at 'm'"),
        (lambda: rake(SEXES, {"sex": {"f": 1}}), "only in sample, sex: 'm'"),
        (lambda: rake(SEXES, {"sex": {"f": 1, "m": 1, "x": 1}}), "only in margins, sex: 'x'"),
        (
            lambda: rake(SEXES, {"sex": {"f": 1, "m": 1}, "age": {"young": 1, "old": 2}}),
            "margins: totals differ",
        ),
        (
            lambda: rake(SEXES, {"sex": {"f": 3, "m": 1}, "age": {"young": 1, "old": 3}}),
            "margins: no weights found that meet all of them; sex 'f'|sex 'm'",
        ),
        (
            lambda: rake(SEXES, {"sex": {"f": 1, "m": 1}}, base_weight=pd.Series({"A": 1, "C": 1})),
            "base_weight and sample do not match|only in base_weight: 'C'",
        ),
        (
            lambda: rake(SEXES, {"sex": {"f": 1, "m": 1}}, base_weight=pd.Series({"A": 1, "B": 0})),
            "base_weight: expected values above zero, found 0 at 'B'",
        ),
        (
            lambda: rake(SEXES.rename({"B": "A"}), {"sex": {"f": 1, "m": 1}}),
            "sample, rows: label 'A' stands",
        ),
        (
            lambda: rake(pd.DataFrame({"sex": ["f", None]}), {"sex": {"f": 1}}),
            "only in sample, sex: (nan|None)",
        ),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_wrong_kind_of_input_is_named(capsys):
    with pytest.raises(KeyError, match="the sample has no variable 'town'"):
        rake(SEXES, {"town": {"f": 1}})
    with pytest.raises(TypeError, match="sample: expected a DataFrame"):
        rake([1, 2], {"sex": {"f": 1}})
    with pytest.raises(TypeError, match="margins: expected a dict of Series, got list"):
        rake(SEXES, [1])
    with pytest.raises(TypeError, match="probability: expected numbers"):
        expected_saturation(["often"], 3)
    with pytest.raises(ValueError, match="no weights"):
        rake(SEXES, {"sex": {"f": 3, "m": 1}, "age": {"young": 1, "old": 3}})
    assert capsys.readouterr().out == ""

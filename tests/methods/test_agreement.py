import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from regecon.methods.agreement import (
    alpha_interval,
    bootstrap_interval,
    cohen_kappa,
    cronbach_alpha,
    fleiss_kappa,
    krippendorff_alpha,
    specific_agreement,
)
from tests.methods.tables import employment_tables, quick, shuffled


def coded(both, first, second, neither):
    """Units by two coders' codes, as in the stylised cases of week 2 (SYNTHETIC)."""
    codes = ["present", "absent"]
    return pd.DataFrame([[both, first], [second, neither]], index=codes, columns=codes)


def test_agreement_on_a_code_by_hand():
    found = specific_agreement(coded(2, 5, 5, 88))
    assert found["present"] == pytest.approx(4 / 14)
    assert found["absent"] == pytest.approx(176 / 186)


def test_agreement_on_a_code_that_nobody_gives_is_unknown():
    table = pd.DataFrame([[3, 0], [0, 0]], index=["a", "b"], columns=["a", "b"])
    assert specific_agreement(table)["a"] == 1
    assert np.isnan(specific_agreement(table)["b"])


def test_agreement_on_codes_from_two_columns_and_from_their_table():
    first, second = pd.Series(list("aabbc")), pd.Series(list("abbbc"))
    by_columns = specific_agreement(first, second)
    assert by_columns.to_dict() == pytest.approx({"a": 2 / 3, "b": 4 / 5, "c": 1})
    with pytest.raises(ValueError, match="first"):
        specific_agreement(pd.DataFrame([[-1, 0], [0, 2]], index=["a", "b"], columns=["a", "b"]))


@st.composite
def two_coders(draw, codes=(1, 2, 3), max_size=12):
    pairs = st.lists(
        st.tuples(st.sampled_from(codes), st.sampled_from(codes)), min_size=2, max_size=max_size
    )
    rows = draw(pairs.filter(lambda rows: len({code for row in rows for code in row}) > 1))
    return pd.DataFrame(rows, columns=["Anna", "Boris"], index=[f"u{i}" for i in range(len(rows))])


@pytest.mark.parametrize(
    ("counts", "raw", "kappa"), [((40, 9, 6, 45), 0.85, 0.6995), ((2, 5, 5, 88), 0.90, 0.2320)]
)
def test_rare_codes_of_week_2(counts, raw, kappa):
    result = cohen_kappa(coded(*counts))
    assert result.observed == pytest.approx(raw)
    assert result.kappa == pytest.approx(kappa, abs=5e-5)


@quick
@given(two_coders())
def test_units_and_their_table_give_the_same_kappa(codes):
    of_units = cohen_kappa(codes["Anna"], shuffled(codes["Boris"]))
    table = pd.crosstab(codes["Anna"], codes["Boris"])
    every = table.index.union(table.columns)
    of_table = cohen_kappa(table.reindex(index=every, columns=every, fill_value=0))
    assert of_units.kappa == pytest.approx(of_table.kappa, nan_ok=True)
    assert of_units.z == pytest.approx(of_table.z, nan_ok=True)


@quick
@given(two_coders())
def test_kappa_does_not_depend_on_who_is_first_or_on_names(codes):
    kappa = cohen_kappa(codes["Anna"], codes["Boris"]).kappa
    renamed = codes.replace({1: "jobs", 2: "air", 3: "roads"})
    assert cohen_kappa(codes["Boris"], codes["Anna"]).kappa == pytest.approx(kappa, nan_ok=True)
    assert cohen_kappa(renamed["Anna"], renamed["Boris"]).kappa == pytest.approx(kappa, nan_ok=True)


@quick
@given(two_coders())
def test_kappa_is_one_only_in_full_agreement(codes):
    result = cohen_kappa(codes["Anna"], codes["Boris"])
    assert result.kappa <= 1 + 1e-12
    assert (result.kappa > 1 - 1e-9) == (codes["Anna"] == codes["Boris"]).all()


@quick
@given(two_coders(codes=(0, 1)))
def test_two_codes_leave_no_room_for_weights(codes):
    plain = cohen_kappa(codes["Anna"], codes["Boris"]).kappa
    for weights in ("linear", "quadratic"):
        weighted = cohen_kappa(codes["Anna"], codes["Boris"], weights=weights).kappa
        assert weighted == pytest.approx(plain, nan_ok=True)


@quick
@given(employment_tables(regions=(3, 3), sectors=(3, 3)))
def test_stated_weights_are_matched_by_label_and_scale_free(table):
    table.columns = table.index
    steps = np.abs(np.subtract.outer(range(3), range(3)))
    weights = pd.DataFrame(steps, index=table.index, columns=table.columns)
    linear = cohen_kappa(table, weights="linear")
    stated = cohen_kappa(table, weights=shuffled(weights) * 7)
    assert stated.kappa == pytest.approx(linear.kappa, nan_ok=True)
    assert stated.z == pytest.approx(linear.z, nan_ok=True)


def test_ordered_names_have_steps():
    order = pd.CategoricalDtype(["low", "middle", "high"], ordered=True)
    names = pd.DataFrame({"Anna": ["low", "high", "middle"], "Boris": ["low", "middle", "low"]})
    numbers = names.replace({"low": 0, "middle": 1, "high": 2})
    by_name = cohen_kappa(*(names[who].astype(order) for who in names), weights="quadratic")
    by_number = cohen_kappa(numbers["Anna"], numbers["Boris"], weights="quadratic")
    assert by_name.kappa == pytest.approx(by_number.kappa)


def test_one_code_throughout_says_nothing():
    same = pd.Series(["yes", "yes", "yes"])
    assert np.isnan(cohen_kappa(same, same).kappa)
    assert np.isnan(krippendorff_alpha(pd.DataFrame({"A": same, "B": same})))
    assert np.isnan(fleiss_kappa(pd.DataFrame({"yes": [3, 3], "no": [0, 0]})))


def test_shares_give_kappa_but_no_z():
    counts, shares = coded(40, 9, 6, 45), coded(0.40, 0.09, 0.06, 0.45)
    assert cohen_kappa(shares).kappa == pytest.approx(cohen_kappa(counts).kappa)
    assert np.isnan(cohen_kappa(shares).z)


@quick
@given(two_coders())
def test_alpha_and_fleiss_differ_only_by_the_number_of_ratings(codes):
    counts = pd.DataFrame({code: (codes == code).sum(axis=1) for code in (1, 2, 3)})
    ratings = codes.size
    expected = 1 - (1 - fleiss_kappa(counts)) * (ratings - 1) / ratings
    assert krippendorff_alpha(codes) == pytest.approx(expected)
    assert krippendorff_alpha(shuffled(codes)) == pytest.approx(expected)


@quick
@given(two_coders(codes=(1, 2, 5)), st.integers(2, 9))
def test_alpha_ignores_the_unit_of_measurement(codes, factor):
    for level in ("ordinal", "interval", "ratio"):
        alpha = krippendorff_alpha(codes, level=level)
        assert krippendorff_alpha(codes * factor, level=level) == pytest.approx(alpha)
    moved = krippendorff_alpha(codes + factor, level="interval")
    assert moved == pytest.approx(krippendorff_alpha(codes, level="interval"))


@quick
@given(two_coders(codes=(0, 1)))
def test_all_levels_agree_on_two_codes(codes):
    nominal = krippendorff_alpha(codes)
    for level in ("ordinal", "interval", "ratio"):
        assert krippendorff_alpha(codes, level=level) == pytest.approx(nominal)


@quick
@given(two_coders())
def test_units_with_one_rating_are_left_out(codes):
    gap = pd.DataFrame({"Anna": [2.0, np.nan], "Boris": [np.nan, np.nan]}, index=["x", "y"])
    more = pd.concat([codes, gap])
    assert krippendorff_alpha(more) == pytest.approx(krippendorff_alpha(codes))


@quick
@given(employment_tables(regions=(4, 6), sectors=(2, 4)), st.integers(2, 9))
def test_cronbach_ignores_order_and_a_common_scale(items, factor):
    assume((items.std() > 0).all())
    result, other = cronbach_alpha(items), cronbach_alpha(shuffled(items) * factor + 3)
    assert other.alpha == pytest.approx(result.alpha, abs=1e-9, nan_ok=True)
    pd.testing.assert_series_equal(
        other.if_dropped.sort_index(), result.if_dropped.sort_index(), atol=1e-9
    )


def test_cronbach_of_repeated_questions_is_one():
    answers = pd.DataFrame({"q1": [1, 2, 4], "q2": [1, 2, 4], "q3": [1, 2, 4]})
    result = cronbach_alpha(answers)
    assert result.alpha == pytest.approx(1)
    assert np.isnan(result.lambda6)


def test_a_dropped_question_is_as_if_never_asked():
    answers = pd.DataFrame({"a": [1, 2, 3, 5], "b": [2, 2, 4, 4], "c": [5, 1, 2, 3]})
    for item in answers:
        rest = cronbach_alpha(answers.drop(columns=item)).alpha
        assert cronbach_alpha(answers).if_dropped[item] == pytest.approx(rest)


def test_missing_answers_are_dealt_with_as_told():
    answers = pd.DataFrame({"a": [1, 2, 3, 9], "b": [1, 3, 2, np.nan], "c": [2, 2, 3, 1]})
    complete = cronbach_alpha(answers.iloc[:3]).alpha
    assert cronbach_alpha(answers, missing="listwise").alpha == pytest.approx(complete)
    assert cronbach_alpha(answers, missing="pairwise").alpha != pytest.approx(complete)
    with pytest.raises(ValueError, match=r"items: .* found nan at \(3, 'b'\)"):
        cronbach_alpha(answers)


def kappa_of_both(codes):
    return cohen_kappa(codes["Anna"], codes["Boris"]).kappa


def interviews(both, first, second, neither):
    pairs = [("y", "y")] * both + [("y", "n")] * first + [("n", "y")] * second
    return pd.DataFrame(pairs + [("n", "n")] * neither, columns=["Anna", "Boris"])


def test_bootstrap_is_repeatable_and_covers_the_estimate():
    codes = interviews(40, 9, 6, 45)
    one = bootstrap_interval(codes, kappa_of_both, seed=3, draws=300)
    assert one == bootstrap_interval(codes, kappa_of_both, seed=3, draws=300)
    assert one != bootstrap_interval(codes, kappa_of_both, seed=4, draws=300)
    assert one.low < one.estimate < one.high
    assert one.estimate == pytest.approx(0.6995, abs=5e-5)


def test_bootstrap_of_a_mean_has_the_width_of_theory():
    values = pd.Series(np.arange(200.0))
    interval = bootstrap_interval(values, lambda units: units.mean(), seed=1)
    theory = 1.96 * values.std() / np.sqrt(200)
    assert (interval.high - interval.low) / 2 == pytest.approx(theory, rel=0.1)


def test_bootstrap_reports_resamples_without_a_result():
    interval = bootstrap_interval(interviews(1, 0, 0, 5), kappa_of_both, seed=1, draws=300)
    assert 0 < interval.undefined < 1
    assert interval.low == interval.high == 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: cohen_kappa(["a"], ["a", "b"]), "second and first do not match; only in second"),
        (lambda: cohen_kappa(["a", None], ["a", "b"]), "first: 1 has no code"),
        (lambda: cohen_kappa([], []), "first: expected at least one unit"),
        (
            lambda: cohen_kappa(pd.Series(["a", "b"], index=["u", "u"]), ["a", "b"]),
            "first: label 'u' stands",
        ),
        (lambda: cohen_kappa(coded(1, -1, 0, 1)), "first: expected no negative value"),
        (lambda: cohen_kappa(coded(0, 0, 0, 0)), "first: expected a total above zero"),
        (lambda: cohen_kappa(coded(1, 2, 3, 4).iloc[:1]), "first: expected a square table"),
        (lambda: cohen_kappa([1, 2], [1, 2], weights="cubic"), "weights: expected 'linear'"),
        (
            lambda: cohen_kappa(coded(1, 2, 3, 4), weights=coded(1, 1, 1, 0)),
            "weights: expected zeros on the diagonal",
        ),
        (
            lambda: cohen_kappa([1, 2], [1, 2], weights=coded(0, 1, 1, 0)),
            "weights and codes do not match",
        ),
        (
            lambda: fleiss_kappa(pd.DataFrame({"yes": [3, 2], "no": [0, 2]})),
            "same number of coders, two or more, for every unit, found 4 at 1",
        ),
        (
            lambda: fleiss_kappa(pd.DataFrame({"yes": [1, 0], "no": [0, 1]})),
            "two or more, for every unit, found 1 at 0",
        ),
        (
            lambda: krippendorff_alpha(pd.DataFrame({"A": [1, None], "B": [None, 2]})),
            "ratings: no unit .* two coders",
        ),
        (
            lambda: krippendorff_alpha(pd.DataFrame({"A": [1], "B": [-1]}), level="ratio"),
            "ratings: expected no negative value",
        ),
        (lambda: krippendorff_alpha(coded(1, 2, 3, 4), level="rank"), "level: expected one of"),
        (lambda: cronbach_alpha(pd.DataFrame({"a": [1, 2]})), "two questions or more"),
        (lambda: cronbach_alpha(pd.DataFrame({"a": [1, 2], "b": [3, 3]})), "answers to 'b' do not"),
        (lambda: cronbach_alpha(coded(1, 2, 3, 4), missing="drop"), "missing: expected 'raise'"),
        (
            lambda: cronbach_alpha(
                pd.DataFrame({"a": [1, 2, None, None], "b": [None, None, 1, 2]}),
                missing="pairwise",
            ),
            "items: two questions were never answered",
        ),
        (lambda: bootstrap_interval(pd.Series([1]), np.mean, seed=1), "data: expected at least"),
        (
            lambda: bootstrap_interval(pd.Series([1, 2]), np.mean, seed=1, confidence=1),
            "confidence: expected a level below 1",
        ),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: cohen_kappa(["a", "b"], ["a", "b"], weights="linear"), "weights: steps .* 'b'"),
        (lambda: cohen_kappa(coded(1, 2, 3, 4), ["a", "b"]), "first: expected the codes of one"),
        (
            lambda: krippendorff_alpha(pd.DataFrame({"A": ["x"], "B": ["y"]}), level="ordinal"),
            "ratings: expected a table of numbers",
        ),
        (lambda: bootstrap_interval([1, 2], np.mean, seed=1), "data: expected a DataFrame"),
    ],
)
def test_wrong_kind_of_input_is_named(call, words):
    with pytest.raises(TypeError, match=words):
        call()


def test_feldts_interval_is_that_of_another_program():
    """C. Evans' R function, as printed by the MRC Cognition and Brain Sciences Unit, Cambridge.

    imaging.mrc-cbu.cam.ac.uk/statswiki/FAQ/cafun: 873 respondents, 20 questions, alpha 0.913.
    The R package statpsych takes n (k - 1) for the second degrees of freedom and so differs in the
    fourth decimal: 0.7971254 to 0.8931436 for its example (0.85, 89, 7).
    """
    interval = alpha_interval(0.913, respondents=873, questions=20)
    assert (interval.low, interval.high) == pytest.approx((0.9044024, 0.9211588), abs=5e-8)
    assert interval.estimate == 0.913
    other = alpha_interval(0.85, respondents=89, questions=7)
    assert (other.low, other.high) == pytest.approx((0.7971254, 0.8931436), abs=1e-4)


def test_the_interval_of_a_scale_counts_its_respondents_and_questions():
    rng = np.random.default_rng(1)
    trait = rng.normal(size=(40, 1))
    items = pd.DataFrame(trait + rng.normal(size=(40, 5)), columns=list("abcde"))
    scale = cronbach_alpha(items)
    assert scale.interval() == alpha_interval(scale.alpha, respondents=40, questions=5)
    wide, narrow = scale.interval(0.99), scale.interval(0.5)
    assert wide.low < narrow.low < scale.alpha < narrow.high < wide.high < 1
    items.iloc[:3, 0] = np.nan
    assert cronbach_alpha(items, missing="pairwise").respondents == 37
    assert cronbach_alpha(items, missing="listwise").respondents == 37
    same = pd.DataFrame({"a": [1, 2, 3], "b": [3, 2, 1]})
    assert np.isnan(cronbach_alpha(same).interval().low)


@pytest.mark.parametrize("options", [{"respondents": 1}, {"questions": 1}, {"confidence": 1}])
def test_an_interval_needs_two_of_each_and_some_doubt(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        alpha_interval(0.8, **({"respondents": 9, "questions": 4} | options))


def test_what_is_no_code_is_named():
    blank = pd.DataFrame({"Anna": ["a", "b", ""], "Boris": ["a", "b", "b"]})
    mixed = pd.DataFrame({"Anna": [1, 2, 1], "Boris": ["1", "2", "2"]})
    with pytest.raises(ValueError, match=r"ratings: an empty text at \(2, 'Anna'\) is no code"):
        krippendorff_alpha(blank)
    with pytest.raises(ValueError, match="first: an empty text at 2 is no code"):
        cohen_kappa(blank["Anna"], blank["Boris"])
    with pytest.raises(TypeError, match=r"numbers and text as codes \(1 and '1'\)"):
        krippendorff_alpha(mixed)
    gaps = blank.replace("", None)
    assert krippendorff_alpha(gaps) == krippendorff_alpha(blank.iloc[:2])

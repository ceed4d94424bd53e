"""Kinds of faults that no single method owns: decimals, order, ranges, separation, odd input.

Each was found in one function; the tests here try the kind wherever it could be.
"""

import itertools
import warnings
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from regecon.methods.agreement import cronbach_alpha
from regecon.methods.clusters import survival_curve
from regecon.methods.cohorts import project_leavers
from regecon.methods.commuting import labour_market_areas
from regecon.methods.complexity import complexity_index
from regecon.methods.concentration import ellison_glaeser
from regecon.methods.convergence import beta_convergence, half_life, sigma_convergence
from regecon.methods.demography import daughters, leslie_matrix
from regecon.methods.diversity import entropy, relative_diversity
from regecon.methods.entry import entry_logit
from regecon.methods.fieldwork import rake
from regecon.methods.games import nash_equilibria
from regecon.methods.gravity import gravity
from regecon.methods.import_content import infant_industry
from regecon.methods.multipliers import close_households, multipliers
from regecon.methods.path_dependence import locked_in
from regecon.methods.risk import exposure_beta, portfolio_variance, risk_contributions
from regecon.methods.seasons import seasonality
from regecon.methods.typology import composite_score, standardise

# --- Equal after arithmetic with decimals -------------------------------------------------

TENTHS = [round(k / 10, 1) for k in range(1, 100, 7)]


@pytest.mark.parametrize("length", [2, 3, 7, 60])
def test_a_constant_in_decimals_is_constant(length):
    """Planted: the standard deviation of three times 0.1 is 1.7e-17, not 0."""
    for tenth in TENTHS:
        same, other = [tenth] * length, np.arange(1.0, length + 1)
        with pytest.raises(ValueError, match="'a' is the same everywhere"):
            standardise(pd.DataFrame({"a": same, "b": other}))
        with pytest.raises(ValueError, match="the answers to 'a' do not vary"):
            cronbach_alpha(pd.DataFrame({"a": same, "b": other}))
        table = sigma_convergence(pd.DataFrame({2000: same, 2010: same}))
        assert table[["sd_log", "cv"]].eq(0).all(axis=None)
        assert table[["f_ratio", "p_value"]].isna().all(axis=None)
        if length > 2:
            with pytest.raises(ValueError, match="the same value"):
                beta_convergence(pd.Series(same), pd.Series(other), 10)
            with pytest.raises(ValueError, match="price: does not vary"):
                exposure_beta(pd.Series(other), pd.Series(same))


def test_nearly_equal_by_arithmetic_counts_as_equal():
    almost = pd.Series([0.3, 0.1 + 0.2, 0.3, 0.1 * 3])
    with pytest.raises(ValueError, match="the same everywhere"):
        composite_score(pd.DataFrame({"a": almost, "b": [1, 2, 3, 5]}))


def test_a_region_with_the_structure_of_the_nation_is_as_diverse_as_can_be():
    rng = np.random.default_rng(2)
    for _ in range(100):
        nation = pd.Series(rng.integers(1, 90, 12) / 10)
        region = nation * rng.choice([0.1, 0.3, 0.7])
        assert relative_diversity(region, nation) == np.inf


def test_a_game_in_decimals_has_the_equilibria_of_the_same_game_in_whole_numbers():
    moves = ["a", "b"]
    whole = pd.DataFrame([[3, 1], [3, 2]], index=moves, columns=moves)
    decimal = pd.DataFrame([[0.1 + 0.2, 0.1], [0.3, 0.2]], index=moves, columns=moves)
    for row in (whole, decimal):
        with pytest.warns(UserWarning, match="indifferent"):
            found = nash_equilibria(row, whole.T)
        assert len(found) == 2


def test_tiny_payoffs_keep_their_mixed_equilibrium():
    stag = pd.DataFrame([[4, 1], [3, 2]]) * 1e-170
    assert nash_equilibria(stag, stag.T).iloc[2, :4].tolist() == pytest.approx([0.5] * 4)


def test_an_exact_hedge_has_no_risk_to_share_out():
    names = ["oil", "refinery", "third"]
    volatility = pd.Series([0.3, 0.1, 0.0], index=names)
    covariance = pd.DataFrame(np.outer([0.3, -0.1, 0], [0.3, -0.1, 0]), index=names, columns=names)
    shares = pd.Series([0.25, 0.75, 0.0], index=names)
    assert portfolio_variance(shares, covariance) == 0
    assert risk_contributions(shares, covariance)[["marginal", "part"]].isna().all(axis=None)
    assert portfolio_variance(shares[::-1], covariance) == 0
    assert volatility.sum() > 0


LIMITS = {
    "minimum_size": 100,
    "minimum_containment": 0.6,
    "target_size": 500,
    "target_containment": 0.75,
}


def in_tenths(limits):
    return {key: value / 10 if "size" in key else value for key, value in limits.items()}


def test_flows_in_tenths_give_the_areas_of_the_same_flows_in_whole_numbers():
    whole = pd.DataFrame([[1, 1], [1, 4]])
    assert labour_market_areas(whole / 10, **LIMITS).tolist() == [1, 1]
    rng = np.random.default_rng(3)
    for _ in range(40):
        flows = pd.DataFrame(rng.integers(0, 9, (3, 3)))
        in_whole = labour_market_areas(flows, **LIMITS)
        assert labour_market_areas(flows / 10, **in_tenths(LIMITS)).equals(in_whole)


def test_the_order_of_the_places_changes_no_area():
    rng = np.random.default_rng(5)
    for _ in range(25):
        n = int(rng.integers(4, 12))
        places = [f"place {i}" for i in range(n)]
        numbers = rng.integers(0, 40, (n, n)) + np.diag(rng.integers(0, 200, n))
        flows = pd.DataFrame(numbers / 10, index=places, columns=places)
        other = rng.permutation(places)
        again = labour_market_areas(flows.loc[other, other], **in_tenths(LIMITS))
        assert again.reindex(places).equals(labour_market_areas(flows, **in_tenths(LIMITS)))


# --- Order of years and ages ----------------------------------------------------------------


def test_years_may_come_in_any_order_and_from_the_calendar():
    doublings = pd.Series({0: 0, 1: 0.5, 2: 1})
    right = infant_industry(130, 0.2, 105, doublings, 0.1)
    assert right["present"].round(2).tolist() == [-25.0, -35.25, -34.42]
    turned = infant_industry(130, 0.2, 105, doublings[::-1], 0.1)
    assert turned.equals(right)
    calendar = infant_industry(130, 0.2, 105, doublings.set_axis([2025, 2026, 2027]), 0.1)
    assert calendar["present"].tolist() == pytest.approx(right["present"].tolist())
    with pytest.raises(ValueError, match="whole years"):
        infant_industry(130, 0.2, 105, doublings.set_axis(["a", "b", "c"]), 0.1)


AGES = list(range(0, 50, 5))
PEOPLE = pd.DataFrame(100.0, index=AGES, columns=["women", "men"])
ALIVE = pd.DataFrame(0.98, index=AGES, columns=["women", "men"])
BIRTHS = pd.Series([0, 0, 0, 0, 0.1, 0.1, 0.05, 0, 0, 0], index=AGES)
MOVES = {"leaving": 0.6, "returning": 0.15}


def test_ages_may_come_in_any_order():
    expected = project_leavers(PEOPLE, ALIVE, BIRTHS, **MOVES)
    assert project_leavers(PEOPLE[::-1], ALIVE[::-1], BIRTHS[::-1], **MOVES).equals(expected)


# --- Ranges -----------------------------------------------------------------------------------


def with_value(data, value, column=None):
    data = data.copy()
    data.loc[20, slice(None) if column is None else column] = value
    return data


DENSE = pd.DataFrame([[0.1, 0.2, 0.4, 0.3, 0.6]], columns=list("abcde"))
AFTER = pd.DataFrame([[0, 1, 0, 0, 1]], columns=list("abcde"))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: project_leavers(PEOPLE, ALIVE, BIRTHS.replace(0.05, -1), **MOVES),
            "fertility: expected no negative value, found -1 at 30",
        ),
        (
            lambda: project_leavers(PEOPLE, with_value(ALIVE, 2.0, "men"), BIRTHS, **MOVES),
            r"survival: expected at most 1, found 2 at \(20, 'men'\)",
        ),
        (
            lambda: project_leavers(PEOPLE, ALIVE[["men"]], BIRTHS, **MOVES),
            "survival, columns and the sexes do not match; only in the sexes: 'women'",
        ),
        (
            lambda: daughters(BIRTHS, ALIVE["men"] * 2, birth_survival=1),
            "survival: expected at most 1, found 1.96 at 0",
        ),
        (lambda: leslie_matrix(BIRTHS, ALIVE["men"] * 2), "survival: expected at most 1"),
        (
            lambda: entry_logit(DENSE * 2, 0 * AFTER, AFTER),
            r"density: expected at most 1, found 1.2 at \(0, 'e'\)",
        ),
        (lambda: entry_logit(-DENSE, 0 * AFTER, AFTER), "density: expected no negative value"),
    ],
)
def test_rates_and_shares_out_of_their_range_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_share_at_the_threshold_counts_as_locked_in():
    shares = pd.DataFrame({"up": [0.5, 0.9], "down": [0.5, 0.1], "near": [0.5, 0.89]})
    assert locked_in(shares) == pytest.approx(2 / 3)
    assert locked_in(1 - shares) == pytest.approx(2 / 3)


# --- Separation -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dense", "entered", "message"),
    [
        ([0.1, 0.2, 0.3, 0.4, 0.6, 0.7], [0, 0, 0, 0, 1, 1], "no slope is steep enough"),
        ([0.1, 0.2, 0.3, 0.4, 0.6, 0.7], [1, 1, 0, 0, 0, 0], "no slope is steep enough"),
        ([0.1, 0.2, 0.3, 0.4, 0.4, 0.7], [0, 0, 0, 0, 1, 1], "no slope is steep enough"),
        ([0.1, 0.1, 0.1, 0.1, 0.1, 0.1], [0, 0, 0, 0, 1, 1], "0.1 for every cell .* tells nothing"),
    ],
)
def test_entries_parted_by_density_have_no_estimate(dense, entered, message):
    near, end = pd.DataFrame([dense]), pd.DataFrame([entered])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=message):
            entry_logit(near, 0 * end, end)


LINE = pd.DataFrame(abs(np.subtract.outer(range(4), range(4))) * 10.0, list("ABCD"), list("ABCD"))
NEIGHBOURS = pd.DataFrame(
    [[np.nan, 5, 0, 0], [7, np.nan, 3, 0], [0, 4, np.nan, 9], [0, 0, 6, np.nan]],
    index=LINE.index,
    columns=LINE.columns,
)


@pytest.mark.parametrize("constraint", ["none", "origin", "both"])
def test_flows_to_neighbours_alone_have_no_decay(constraint):
    """Planted: a program without this check reports -45.99 with a standard error of 1.02."""
    with pytest.raises(ValueError, match="no estimate exists"):
        gravity(NEIGHBOURS, LINE, constraint=constraint)
    assert gravity(NEIGHBOURS.replace(0, 1), LINE, constraint=constraint).fitted.min() > 0


def test_zeros_that_part_nothing_are_taken():
    flows = NEIGHBOURS.replace(0, 1)
    flows.loc["A", "D"] = 0
    assert gravity(flows, LINE).coefficients.loc["cost", "estimate"] < 0


# --- Odd input --------------------------------------------------------------------------------


def test_complex_numbers_are_no_figures():
    with pytest.raises(TypeError, match="complex"):
        entropy(pd.Series([1 + 0j, 2]))
    with pytest.raises(TypeError, match="complex"):
        seasonality(pd.DataFrame([[1, 2j]]))
    with pytest.raises(TypeError, match="a number"):
        half_life(np.complex128(1))


def test_tiny_shares_leave_the_entropy_finite():
    assert entropy(pd.Series([1e-310, 1.0])) == pytest.approx(0)


def test_a_plant_without_a_region_is_named():
    plants = pd.Series([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="plant_region: 1 has no region"):
        ellison_glaeser(
            plants, pd.Series(["A", np.nan, "B"]), pd.Series([1, 2, 3], index=["A", "B", np.nan])
        )


@pytest.mark.parametrize("number", [np.int64(1), np.float32(1), Decimal(1), 1, True])
def test_numbers_of_any_kind_are_numbers(number):
    assert half_life(number) == pytest.approx(np.log(2))


@pytest.mark.parametrize("kind", ["Float64", object, Decimal])
def test_coefficients_of_any_kind_close_for_households(kind):
    sectors = ["mining", "steel"]
    table = pd.DataFrame([[0.1, 0.2], [0.2, 0.1]], index=sectors, columns=sectors)
    income, spending = pd.Series([0.3, 0.2], sectors), pd.Series([0.0, 0.4], sectors)
    expected = multipliers(table, income, closed=close_households(table, income, spending))
    other = table.map(lambda x: Decimal(str(x))) if kind is Decimal else table.astype(kind)
    got = multipliers(other, income, closed=close_households(other, income, spending))
    assert got.to_numpy() == pytest.approx(expected.to_numpy())


def test_a_variable_that_stands_twice_is_named():
    sample = pd.DataFrame([["f", "f"], ["m", "m"]], columns=["sex", "sex"])
    with pytest.raises(ValueError, match="sample, columns: label 'sex' stands more than once"):
        rake(sample, {"sex": pd.Series({"f": 1, "m": 1})})


# --- Growth: sizes of what is held, not seconds -----------------------------------------------


def test_the_gravity_model_holds_no_table_of_pairs_by_places():
    """A dense table of dummies for 170 towns takes 78 MB for each copy."""
    import tracemalloc

    rng = np.random.default_rng(1)
    places = rng.uniform(0, 100, (170, 2))
    km = pd.DataFrame(np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) + 1)
    flows = pd.DataFrame(rng.poisson(1000 / km).astype(float)).where(~np.eye(170, dtype=bool))
    tracemalloc.start()
    model = gravity(flows, km, constraint="both")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert model.coefficients.loc["cost", "estimate"] == pytest.approx(-1, abs=0.05)
    assert peak < 78e6


def test_complexity_needs_no_table_of_regions_by_regions():
    """2,000 regions by 2,000 take 32 MB for each copy."""
    import tracemalloc

    rng = np.random.default_rng(1)
    chance = np.linspace(0.1, 0.9, 2000)[:, None] * np.linspace(0.2, 1, 30)
    has = pd.DataFrame((rng.random((2000, 30)) < chance).astype(int))
    tracemalloc.start()
    found = complexity_index(has).regions
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found["complexity"].std(ddof=0) == pytest.approx(1)
    assert peak < 16e6


def test_survival_looks_at_each_firm_once(monkeypatch):
    """Comparing every firm with every age is quadratic: count the comparisons."""
    n = 2000
    ages = pd.Series(np.random.default_rng(1).permutation(n) + 1.0)
    table = survival_curve(ages, pd.Series(True, index=ages.index))
    assert table["at_risk"].tolist() == [n, *range(n, 0, -1)]
    compared = itertools.count()
    for name in ("__ge__", "__gt__", "__le__", "__lt__"):
        whole = getattr(pd.Series, name)

        def counted(self, other, whole=whole):
            next(compared)
            return whole(self, other)

        monkeypatch.setattr(pd.Series, name, counted)
    survival_curve(ages, pd.Series(True, index=ages.index))
    assert next(compared) < 20

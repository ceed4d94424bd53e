"""Specialisation, diversity and concentration."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.concentration import (
    ellison_glaeser,
    hoover_index,
    krugman_concentration,
    locational_gini,
)
from regecon.methods.diversity import (
    entropy,
    herfindahl,
    relative_diversity,
    relative_specialisation,
)
from regecon.methods.specialisation import (
    gini_specialisation,
    hachman,
    krugman_specialisation,
    location_quotient,
    specialisation_coefficient,
)
from tests.methods.tables import employment_tables, quick, shuffled, vectors

BY_REGION = [
    krugman_specialisation,
    specialisation_coefficient,
    hachman,
    gini_specialisation,
    relative_specialisation,
    herfindahl,
    entropy,
]
BY_SECTOR = [krugman_concentration, hoover_index, locational_gini]
ALL = BY_REGION + BY_SECTOR

TOWNS = pd.DataFrame(
    {"steel": [60.0, 5, 0], "services": [40.0, 45, 50]},
    index=["Novokuznetsk", "Biysk", "Sheregesh"],
)
NATION = pd.Series({"steel": 100.0, "services": 300})
EMPTY_TOWN = pd.DataFrame({"steel": [60, 0, 5], "services": [40, 0, 5]}, index=["A", "B", "C"])
EMPTY_SECTOR = pd.DataFrame({"steel": [60, 5], "coal": [0, 0], "services": [40, 45]})


@pytest.mark.parametrize("method", ALL)
@quick
@given(table=employment_tables(), factor=st.integers(1, 1000))
def test_unit_and_order_do_not_matter(method, table, factor):
    result = method(table)
    pd.testing.assert_series_equal(method(table * factor), result, atol=1e-9)
    turned = method(shuffled(table)).reindex(result.index)
    pd.testing.assert_series_equal(turned, result, atol=1e-9)


@quick
@given(employment_tables())
def test_quotients_average_to_one(table):
    """Weighted with the reference's shares, the quotients of each region have mean 1."""
    shares = table.sum() / table.to_numpy().sum()
    mean = (location_quotient(table) * shares).sum(axis="columns")
    np.testing.assert_allclose(mean, 1)
    assert location_quotient(table, form="additive").sum(axis="columns").abs().max() < 1e-12


@quick
@given(employment_tables())
def test_the_three_forms_agree_on_the_side_of_one(table):
    ratio, additive = location_quotient(table), location_quotient(table, form="additive")
    binary = location_quotient(table, form="binary")
    away = (ratio - 1).abs() > 1e-9
    assert (((ratio > 1) == (additive > 0)) | ~away).all(axis=None)
    assert (((ratio > 1) == (binary == 1)) | ~away).all(axis=None)


@quick
@given(employment_tables())
def test_ranges(table):
    n = table.shape[1]
    own = krugman_specialisation(table)
    assert own.between(0, 2).all()
    assert hachman(table).between(0, 1 + 1e-12).all()
    assert relative_specialisation(table).min() >= 1 - 1e-12
    assert herfindahl(table).between(1 / n - 1e-12, 1 + 1e-12).all()
    assert herfindahl(table, form="normalised").between(-1e-12, 1 + 1e-12).all()
    assert entropy(table).between(0, np.log(n) + 1e-12).all()
    assert gini_specialisation(table).between(0, 1).all()
    assert locational_gini(table).between(0, 1).all()
    np.testing.assert_allclose(relative_diversity(table) * own, own / own)


@quick
@given(employment_tables())
def test_taking_the_region_out_moves_the_index_away_from_zero(table):
    """The nation contains the region, so the region is nearer to it than to the others."""
    others = krugman_specialisation(table, rest_of_nation=True)
    assert (others >= krugman_specialisation(table) - 1e-9).all()


@quick
@given(employment_tables(regions=(2, 2)))
def test_rest_of_nation_of_two_regions_is_the_other_one(table):
    first, second = table.index
    other = location_quotient(table, rest_of_nation=True).loc[first]
    by_hand = (table.loc[first] / table.loc[first].sum()) / (
        table.loc[second] / table.loc[second].sum()
    )
    pd.testing.assert_series_equal(other, by_hand, check_names=False)


@quick
@given(employment_tables())
def test_one_region_as_a_row_of_the_table(table):
    nation = table.sum()
    row = table.iloc[0]
    for method in (krugman_specialisation, hachman, gini_specialisation):
        assert method(row, shuffled(nation)) == pytest.approx(method(table).iloc[0])
    pd.testing.assert_series_equal(
        location_quotient(row, nation), location_quotient(table).iloc[0], check_names=False
    )


@quick
@given(vectors(low=0, letter="s"), st.integers(2, 5))
def test_splitting_sectors_evenly(row, pieces):
    """n-fold equal splitting multiplies the equivalent number and adds ln n to the entropy."""
    split = pd.concat([row / pieces] * pieces, ignore_index=True)
    assert herfindahl(split, form="equivalent") == pytest.approx(
        pieces * herfindahl(row, form="equivalent")
    )
    assert entropy(split) == pytest.approx(entropy(row) + np.log(pieces))


@quick
@given(vectors(low=1, min_size=3, max_size=3), vectors(low=1, min_size=3, max_size=3))
def test_weighted_gini_does_not_see_how_sectors_are_cut(region, nation):
    halves = ["r0a", "r0b", "r1", "r2"]

    def cut(row):
        first, *rest = row
        return pd.Series([first / 2, first / 2, *rest], index=halves)

    whole = gini_specialisation(region, nation, weighted=True)
    assert gini_specialisation(cut(region), cut(nation), weighted=True) == pytest.approx(whole)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([0.70, 0.20, 0.05, 0.05], 0.535),
        ([0.40, 0.30, 0.25, 0.05], 0.315),
        ([0.55, 0.15, 0.05, 0.25], 0.390),
    ],
)
def test_portfolio_town_of_week_6(shares, expected):
    sectors = ["steel", "coal", "aluminium", "services"]
    assert herfindahl(pd.Series(shares, index=sectors)) == pytest.approx(expected)


def test_an_empty_region_gives_nan_and_leaves_the_others_alone():
    without = EMPTY_TOWN.drop(index="B")
    for method in [*BY_REGION, relative_diversity]:
        result = method(EMPTY_TOWN)
        assert np.isnan(result["B"])
        pd.testing.assert_series_equal(result.drop("B"), method(without))
    assert location_quotient(EMPTY_TOWN).loc["B"].isna().all()
    assert (location_quotient(EMPTY_TOWN, form="binary").loc["B"] == 0).all()


def test_an_empty_sector_has_no_quotient_and_changes_no_comparison():
    without = EMPTY_SECTOR.drop(columns="coal")
    assert location_quotient(EMPTY_SECTOR)["coal"].isna().all()
    for method in (krugman_specialisation, hachman, gini_specialisation, entropy):
        pd.testing.assert_series_equal(method(EMPTY_SECTOR), method(without))
    for method in BY_SECTOR:
        assert np.isnan(method(EMPTY_SECTOR)["coal"])


def test_a_sector_only_here():
    town, nation = pd.Series({"a": 1, "b": 1}), pd.Series({"a": 0, "b": 10})
    assert location_quotient(town, nation)["a"] == np.inf
    assert hachman(town, nation) == 0
    alone = pd.DataFrame({"a": [1, 0], "b": [1, 5]}, index=["X", "Y"])
    assert location_quotient(alone, rest_of_nation=True).loc["X", "a"] == np.inf


def test_single_sector():
    table = pd.DataFrame({"only": [3, 4]}, index=["X", "Y"])
    assert herfindahl(table).tolist() == [1, 1]
    assert herfindahl(table, form="normalised").isna().all()
    assert entropy(table, relative_to="present").isna().all()
    assert relative_diversity(table).tolist() == [np.inf, np.inf]


def test_suppressed_cell_with_stated_totals():
    """Only the suppressed sector's quotient is lost; the others use the published totals."""
    town = pd.Series({"steel": np.nan, "services": 40.0})
    result = location_quotient(town, NATION, region_total=100, reference_total=400)
    assert np.isnan(result["steel"])
    assert result["services"] == pytest.approx(0.4 / 0.75)
    whole = location_quotient(TOWNS.loc["Novokuznetsk"], NATION)
    assert result["services"] == pytest.approx(whole["services"])


def test_stated_totals_of_all_regions_are_the_nation():
    totals = pd.Series({"Sheregesh": 50, "Biysk": 50, "Novokuznetsk": 120})
    result = location_quotient(TOWNS, region_total=totals)
    assert result.loc["Novokuznetsk", "steel"] == pytest.approx((60 / 120) / (65 / 220))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: location_quotient(-TOWNS), "employment: .* negative value, found -60 at"),
        (
            lambda: location_quotient(TOWNS.mask(TOWNS == 5)),
            r"employment: .* found nan at \('Biysk', 'steel'\)",
        ),
        (lambda: location_quotient(TOWNS.iloc[0]), "reference: a single region"),
        (lambda: krugman_concentration(TOWNS["steel"]), "reference: a single region"),
        (
            lambda: location_quotient(TOWNS, NATION.rename({"steel": "Steel"})),
            "only in reference: 'Steel'; only in employment: 'steel'",
        ),
        (lambda: location_quotient(TOWNS * 0), "employment: expected a total above zero"),
        (lambda: location_quotient(TOWNS, NATION * 0), "reference: expected a total above zero"),
        (lambda: location_quotient(TOWNS, -NATION), "reference: expected no negative value"),
        (lambda: location_quotient(TOWNS, form="log"), "form: expected 'ratio', .* got 'log'"),
        (
            lambda: location_quotient(TOWNS.iloc[0], NATION, region_total=90),
            "region_total: the sectors of 'Novokuznetsk' add up to 100, above the stated total 90",
        ),
        (
            lambda: location_quotient(TOWNS, NATION, reference_total=300),
            "reference_total: expected at least 400, got 300",
        ),
        (
            lambda: location_quotient(TOWNS, NATION / 4, rest_of_nation=True),
            "reference: a region has more of 'steel' than the reference",
        ),
        (
            lambda: location_quotient(pd.concat([TOWNS, TOWNS])),
            "employment, rows: label 'Novokuznetsk' stands more than once",
        ),
        (
            lambda: gini_specialisation(pd.Series({"a": 1, "b": 1}), pd.Series({"a": 0, "b": 1})),
            "reference: 'a' is zero there",
        ),
        (lambda: herfindahl(TOWNS, form="x"), "form: expected 'plain'"),
        (lambda: herfindahl(pd.DataFrame()), "employment: expected at least one row"),
        (lambda: entropy(TOWNS, base=1), "base: expected above 1, got 1"),
        (lambda: entropy(TOWNS, relative_to="some"), "relative_to: expected 'all'"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize("method", ALL)
def test_a_bare_list_is_refused(method):
    with pytest.raises(TypeError, match="employment: expected a DataFrame"):
        method([1, 2, 3])


def test_words_are_refused():
    with pytest.raises(TypeError, match="employment: expected a table of numbers"):
        location_quotient(TOWNS.astype(object).replace(5, "five"))


PLANTS = pd.Series({"P1": 10.0, "P2": 30, "P3": 20, "P4": 40})
PLACES = pd.Series({"P1": "A", "P2": "A", "P3": "B", "P4": "C"})
REGIONS = pd.Series({"A": 50.0, "B": 30, "C": 20, "D": 100})


def test_plants_are_matched_by_label():
    assert ellison_glaeser(PLANTS, shuffled(PLACES), shuffled(REGIONS)) == ellison_glaeser(
        PLANTS, PLACES, REGIONS
    )


def test_plants_placed_by_chance_are_not_concentrated_on_average():
    """gamma is built so that a throw of darts gives zero on average."""
    rng = np.random.default_rng(11)
    x = REGIONS / REGIONS.sum()
    plants = pd.Series(rng.integers(1, 50, 30))
    results = [
        ellison_glaeser(plants, pd.Series(rng.choice(x.index, 30, p=x)), REGIONS)
        for _ in range(400)
    ]
    assert abs(np.mean([result.gamma for result in results])) < 0.01
    assert np.std([result.z for result in results]) == pytest.approx(1, abs=0.15)


def test_regions_without_a_plant_count():
    narrow = ellison_glaeser(PLANTS, PLACES, REGIONS.drop("D"))
    assert ellison_glaeser(PLANTS, PLACES, REGIONS).raw > narrow.raw


def test_one_plant_says_nothing():
    result = ellison_glaeser(PLANTS[["P1"]], PLACES[["P1"]], REGIONS)
    assert np.isnan(result.gamma)
    assert result.plants == 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: ellison_glaeser(-PLANTS, PLACES, REGIONS), "plant_employment: .* negative"),
        (lambda: ellison_glaeser(PLANTS * 0, PLACES, REGIONS), "plant_employment: .* above zero"),
        (
            lambda: ellison_glaeser(PLANTS, PLACES.replace("C", "E"), REGIONS),
            "plant_region: 'P4' stands in 'E'",
        ),
        (
            lambda: ellison_glaeser(PLANTS, PLACES.drop("P1"), REGIONS),
            "plant_region and plant_employment do not match; only in plant_employment: 'P1'",
        ),
        (
            lambda: ellison_glaeser(PLANTS, PLACES, pd.Series({"A": 5, "B": 0, "C": 0})),
            "region_total: expected at least two regions",
        ),
    ],
)
def test_bad_plants_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()

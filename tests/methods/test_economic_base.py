"""The economic base and the income it brings."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.economic_base import (
    base_multiplier,
    basic_employment,
    minimum_requirements,
)
from regecon.methods.export_income import export_income, income_multiplier
from regecon.methods.specialisation import location_quotient
from tests.methods.tables import employment_tables, quick, shuffled

TOWNS = pd.DataFrame(
    {"steel": [60.0, 5, 0], "services": [40.0, 45, 50]},
    index=["Novokuznetsk", "Biysk", "Sheregesh"],
)
EMPTY = pd.DataFrame({"steel": [60, 0, 5], "services": [40, 0, 5]}, index=["A", "B", "C"])
PLANT = {"wages": 0.30, "suppliers": 0.15, "profit": 0.35, "local_spending": 0.55}
BOTH = [basic_employment, minimum_requirements]


@pytest.mark.parametrize("method", BOTH)
@quick
@given(table=employment_tables(), factor=st.integers(2, 1000))
def test_unit_and_order_do_not_matter(method, table, factor):
    basic = method(table)
    pd.testing.assert_frame_equal(method(table * factor), basic * factor, atol=1e-6)
    turned = method(shuffled(table)).reindex_like(basic)
    pd.testing.assert_frame_equal(turned, basic, atol=1e-9)


@pytest.mark.parametrize("method", BOTH)
@quick
@given(table=employment_tables())
def test_basic_and_non_basic_add_up_to_employment(method, table):
    basic = method(table)
    assert (basic >= 0).all(axis=None)
    assert (basic <= table).all(axis=None)
    result = base_multiplier(table, shuffled(basic))
    np.testing.assert_allclose(result["basic"] + result["non_basic"], table.sum(axis="columns"))
    finite = np.isfinite(result["multiplier"])
    np.testing.assert_allclose(result["multiplier"][finite], 1 + result["ratio"][finite])


@quick
@given(employment_tables())
def test_basic_employment_follows_the_location_quotient(table):
    quotient = location_quotient(table)
    by_quotient = ((1 - 1 / quotient.where(quotient > 1)) * table).fillna(0)
    np.testing.assert_allclose(basic_employment(table), by_quotient, atol=1e-6)


@quick
@given(employment_tables())
def test_minimum_requirements_are_never_below_location_quotients(table):
    """The smallest share is at most the nation's, so that more employment counts as basic."""
    assert (minimum_requirements(table) >= basic_employment(table) - 1e-9).all(axis=None)


@quick
@given(employment_tables(low=1))
def test_minimum_requirements_give_every_region_one_multiplier(table):
    shares = table.div(table.sum(axis="columns"), axis="index")
    result = base_multiplier(table, minimum_requirements(table))["multiplier"]
    basic_share = 1 - shares.min().sum()
    if basic_share > 1e-6:
        np.testing.assert_allclose(result, 1 / basic_share, rtol=1e-6)


def test_a_region_like_the_nation_has_no_base():
    nation = pd.Series({"a": 0.1, "b": 0.3, "c": 0.6})
    basic = basic_employment(nation * 7, nation)
    assert basic.tolist() == [0, 0, 0]
    result = base_multiplier(nation * 7, basic)
    assert result["multiplier"] == np.inf
    assert result["non_basic"] == pytest.approx(7)


def test_an_empty_region_has_no_multiplier():
    for method in BOTH:
        basic = method(EMPTY)
        assert basic.loc["B"].tolist() == [0, 0]
        pd.testing.assert_frame_equal(basic.drop("B"), method(EMPTY.drop("B")))
        assert np.isnan(base_multiplier(EMPTY, basic).loc["B", "multiplier"])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: basic_employment(-TOWNS), "employment: expected no negative value"),
        (lambda: basic_employment(TOWNS.iloc[0]), "reference: a single region"),
        (lambda: minimum_requirements(TOWNS.iloc[:1]), "employment: expected at least two regions"),
        (
            lambda: minimum_requirements(TOWNS.mask(TOWNS == 5)),
            r"employment: .* found nan at \('Biysk', 'steel'\)",
        ),
        (
            lambda: base_multiplier(TOWNS, TOWNS * 1.1),
            r"basic: above employment at \('Novokuznetsk', 'steel'\)",
        ),
        (lambda: base_multiplier(TOWNS, TOWNS.drop("Biysk")), "only in employment, rows: 'Biysk'"),
        (
            lambda: base_multiplier(TOWNS, TOWNS.drop(columns="steel")),
            "only in employment, columns: 'steel'",
        ),
        (lambda: base_multiplier(TOWNS, -TOWNS), "basic: expected no negative value"),
        (lambda: income_multiplier(1.2, 0.5), "consumed_locally: expected .* at most 1, got 1.2"),
        (lambda: income_multiplier(1, 1), "nothing leaks if both are 1"),
        (lambda: export_income(-1, outside_ownership=0, **PLANT), "revenue: expected at least 0"),
        (
            lambda: export_income(1, outside_ownership=0, **(PLANT | {"wages": 0.6})),
            "wages, suppliers and profit: .* got 1.1",
        ),
        (
            lambda: export_income(1, outside_ownership=0, **(PLANT | {"local_spending": 1})),
            "local_spending: nothing leaks",
        ),
        (lambda: export_income(1, outside_ownership=9, **PLANT), "outside_ownership: expected"),
        (lambda: export_income(1, outside_ownership=0, **PLANT).rounds(0), "number: expected at"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: basic_employment([1, 2]), "employment: expected a DataFrame"),
        (lambda: minimum_requirements(TOWNS.iloc[0]), "employment: expected a table of regions"),
        (lambda: income_multiplier("much", 0.5), "consumed_locally: expected a number"),
    ],
)
def test_wrong_kind_of_input_is_named(call, words):
    with pytest.raises(TypeError, match=words):
        call()


@pytest.mark.parametrize(
    ("outside_ownership", "income"),
    [(0, 177.8), (0.9, 107.8)],
)
def test_plant_of_week_4(outside_ownership, income):
    result = export_income(100, outside_ownership=outside_ownership, **PLANT)
    assert result.income == pytest.approx(income, abs=0.05)
    assert 100 * result.multiplier == pytest.approx(222.2, abs=0.05)


share = st.floats(0, 1)


@quick
@given(
    shares=st.tuples(share, share, share, share).filter(lambda s: sum(s) > 0.01),
    spending=st.floats(0, 0.9),
    leaks=st.tuples(share, share, share),
)
def test_revenue_is_kept_or_leaks(shares, spending, leaks):
    wages, suppliers, profit, _ = (part / sum(shares) for part in shares)
    outside, imports, commuting = leaks
    result = export_income(
        1000,
        wages=wages,
        suppliers=suppliers,
        profit=profit,
        outside_ownership=outside,
        local_spending=spending,
        import_share=imports,
        commuting=commuting,
    )
    assert result.first_round.sum() + result.leaked.sum() == pytest.approx(1000)
    assert result.rounds(400).sum() == pytest.approx(result.income, abs=1e-6)
    assert result.income <= 1000 * income_multiplier(spending, 1) + 1e-6


def test_each_leak_lowers_income():
    closed = export_income(100, outside_ownership=0, **PLANT).income
    assert export_income(100, outside_ownership=0.1, **PLANT).income < closed
    assert export_income(100, outside_ownership=0, commuting=0.1, **PLANT).income < closed
    assert export_income(100, outside_ownership=0, import_share=0.1, **PLANT).income < closed

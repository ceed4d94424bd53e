import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.shift_share import (
    dynamic_shift_share,
    shift_indices,
    shift_share,
    shift_share_from_rates,
)
from tests.methods.tables import employment_tables, quick, shuffled

METHODS = ["classical", "esteban-marquillas"]

START = pd.DataFrame({"steel": [60.0, 5, 0], "services": [40.0, 45, 50]}, index=["N", "B", "S"])
END = pd.DataFrame({"steel": [57.0, 6, 0], "services": [42.0, 45, 60]}, index=["N", "B", "S"])
NEW = END + pd.DataFrame({"steel": [0, 0, 5], "services": [0, 0, 0]}, index=["N", "B", "S"])


@st.composite
def two_dates(draw, low=1):
    """Employment of the same regions and sectors at two dates."""
    start = draw(employment_tables(low=low, regions=(3, 3), sectors=(4, 4)))
    end = draw(employment_tables(low=low, regions=(3, 3), sectors=(4, 4)))
    return start, end


@pytest.mark.parametrize("method", METHODS)
@quick
@given(dates=two_dates())
def test_parts_add_up_to_the_change(method, dates):
    start, end = dates
    parts = shift_share(start, end, method=method)
    change = parts.pop("change")
    np.testing.assert_allclose(parts.sum(axis="columns"), change, atol=1e-9)
    np.testing.assert_allclose(change, (end - start).stack(), atol=1e-9)


@quick
@given(two_dates(low=0))
def test_mix_and_region_cancel_over_the_nation(dates):
    """What some regions win beyond the nation's growth, others lose, in each sector."""
    start, end = dates
    parts = shift_share(start, end)
    assert parts["industry_mix"].sum() == pytest.approx(0, abs=1e-8)
    assert parts["regional_share"].groupby("sector").sum().abs().max() < 1e-8


@pytest.mark.parametrize("method", METHODS)
@quick
@given(dates=two_dates(), factor=st.integers(2, 1000))
def test_unit_and_order_do_not_matter(method, dates, factor):
    start, end = dates
    parts = shift_share(start, end, method=method)
    scaled = shift_share(start * factor, end * factor, method=method)
    pd.testing.assert_frame_equal(scaled, parts * factor, atol=1e-6)
    turned = shift_share(shuffled(start), end, method=method)
    pd.testing.assert_frame_equal(turned.reindex(parts.index), parts, atol=1e-9)


@quick
@given(two_dates(low=0))
def test_levels_and_rates_give_the_same(dates):
    start, end = dates
    nation, later = start.sum(), end.sum()
    from_rates = shift_share_from_rates(
        start, end, shuffled(later / nation - 1), later.sum() / nation.sum() - 1
    )
    pd.testing.assert_frame_equal(from_rates, shift_share(start, end), atol=1e-9)


@quick
@given(two_dates())
def test_one_region_as_a_row_of_the_table(dates):
    start, end = dates
    alone = shift_share(start.iloc[0], end.iloc[0], shuffled(start.sum()), end.sum())
    table = shift_share(start, end).loc[start.index[0]]
    pd.testing.assert_frame_equal(alone, table, atol=1e-9)


@quick
@given(two_dates())
def test_homothetic_region_has_no_allocation_effect(dates):
    """With the nation's structure at the start, there is nothing to be well placed in."""
    start, end = dates
    nation = start.sum()
    parts = shift_share(nation / 10, end.iloc[0], nation, end.sum(), method="esteban-marquillas")
    assert parts["allocation_effect"].abs().max() < 1e-8


@quick
@given(two_dates())
def test_indices_multiply(dates):
    result = shift_indices(*dates)
    np.testing.assert_allclose(result["net_shift"], result["industry_mix"] * result.iloc[:, 2])


@quick
@given(two_dates(low=0))
def test_dynamic_changes_add_up(dates):
    start, end = dates
    parts = dynamic_shift_share({2012: end, 2010: start, 2011: (start + end) / 2})
    total = parts.groupby(["region", "sector"]).sum()
    np.testing.assert_allclose(total["change"], (end - start).stack(), atol=1e-9)
    pd.testing.assert_frame_equal(parts.loc[2011], shift_share(start, (start + end) / 2))


def test_city_of_week_3():
    sectors = ["steel", "services"]
    start, end = pd.Series([60, 40], sectors), pd.Series([57, 42], sectors)
    parts = shift_share_from_rates(start, end, pd.Series([-0.10, 0.15], sectors), 0.05)
    assert parts.sum().tolist() == pytest.approx([-1, 5, -5, -1])
    # Its steel does better than the nation's; services lose more.
    assert parts.loc["steel", "regional_share"] > 0 > parts.loc["services", "regional_share"]


def test_a_sector_that_starts_from_zero_is_regional():
    parts = shift_share(START, NEW)
    new = parts.loc[("S", "steel")]
    assert new.tolist() == [5, 0, 0, 5]
    with pytest.raises(ValueError, match="start: 'steel' starts from zero in 'S'"):
        shift_share(START, NEW, method="esteban-marquillas")


def test_a_sector_new_to_the_nation_is_regional():
    start, end = START.assign(solar=0.0), END.assign(solar=[3.0, 0, 0])
    parts = shift_share(start, end)
    assert parts.loc[("N", "solar")].tolist() == [3, 0, 0, 3]
    np.testing.assert_allclose(parts.iloc[:, 1:].sum(axis="columns"), parts["change"], atol=1e-9)


def test_a_sector_absent_throughout_has_no_effect():
    parts = shift_share(START, END, method="esteban-marquillas").loc[("S", "steel")]
    assert parts["competitive_effect"] == parts["allocation_effect"] == 0


def test_an_empty_region_has_no_index():
    start = pd.DataFrame({"a": [5.0, 0], "b": [5.0, 0]}, index=["X", "Y"])
    result = shift_indices(start, start + 1)
    assert result.loc["Y"].isna().all()
    assert shift_share(start, start + 1).loc["Y", "regional_share"].tolist() == [1, 1]


def test_the_names_of_rows_do_not_have_to_agree():
    """Rows taken from a table of years carry the year as name."""
    start, end = START.loc["N"].rename(2010), END.loc["N"].rename(2020)
    assert shift_share(start, end, START.sum(), END.sum())["change"].sum() == -1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: shift_share(-START, END), "start: expected no negative value, found -60"),
        (lambda: shift_share(START, END.mask(END == 6)), r"end: .* found nan at \('B', 'steel'\)"),
        (lambda: shift_share(START, END.drop("B")), "start, rows and end, rows do not match"),
        (
            lambda: shift_share(START, END.rename(columns={"steel": "Steel"})),
            "only in start, columns: 'steel'; only in end, columns: 'Steel'",
        ),
        (lambda: shift_share(START.loc["N"], END.loc["N"]), "national_start: a single region"),
        (lambda: shift_share(START, END, START.sum()), "give both or neither"),
        (
            lambda: shift_share(START, END, pd.Series({"steel": 0, "services": 9}), END.sum()),
            "national_start: 'steel' is zero there",
        ),
        (lambda: shift_share(START * 0, END), "national_start: expected a total above zero"),
        (lambda: shift_share(START, END, method="dunn"), "method: expected 'classical'"),
        (
            lambda: shift_share_from_rates(START, END, pd.Series({"steel": -2, "services": 0}), 0),
            "sector_growth plus 1: expected no negative value, found -1 at 'steel'",
        ),
        (
            lambda: shift_share_from_rates(START, END, pd.Series({"steel": 0, "services": 0}), -3),
            "total_growth: expected at least -1, got -3",
        ),
        (lambda: dynamic_shift_share({2010: START}), "employment: expected at least two dates"),
        (
            lambda: dynamic_shift_share({2010: START, 2011: END}, {2010: START.sum()}),
            "only in employment: 2011",
        ),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: shift_share(START, END.loc["N"]), "two tables or two Series"),
        (lambda: shift_share([1, 2], [1, 2]), "start: expected a DataFrame"),
        (lambda: dynamic_shift_share([START, END]), "employment: expected a dict of date"),
        (lambda: dynamic_shift_share({0: START, 1: END}, START), "national: expected a dict"),
    ],
)
def test_wrong_kind_of_input_is_named(call, words):
    with pytest.raises(TypeError, match=words):
        call()

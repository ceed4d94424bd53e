import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.seasons import add_season, monthly_balance, seasonality
from tests.methods.tables import employment_tables, quick, shuffled, vectors

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# Week 10 (SYNTHETIC): a ski resort, and a summer of three months.
WINTER = pd.Series(
    [0.22, 0.20, 0.20, 0.12, 0.01, 0.005, 0.012, 0.012, 0.01, 0.011, 0.06, 0.14], index=MONTHS
)
SUMMER = pd.Series({"Jun": 0.3, "Jul": 0.4, "Aug": 0.3})

years = vectors(min_size=12, max_size=12)


@pytest.mark.parametrize(
    ("share", "gini", "peak"),
    [(0, 0.535, 2.64), (0.05, 0.494, 2.51), (0.1, 0.456, 2.38), (0.2, 0.393, 2.11),
     (0.3, 0.352, 1.85)],
)  # fmt: skip
def test_summers_of_week_10(share, gini, peak):
    measures = seasonality(add_season(WINTER, SUMMER, share))
    assert measures["gini"] == pytest.approx(gini, abs=5e-4)
    assert measures["peak_to_mean"] == pytest.approx(peak, abs=5e-3)


def test_limits_of_seasonality():
    even = seasonality(pd.Series(1, index=MONTHS))
    assert even.tolist() == pytest.approx([0, 0, 0, 1, 1, 12])
    one_month = seasonality(
        pd.Series(0, index=MONTHS) + pd.Series({"Jan": 1}).reindex(MONTHS, fill_value=0)
    )
    assert one_month[["gini", "theil", "peak_to_mean", "months_equivalent"]].tolist() == (
        pytest.approx([11 / 12, np.log(12), 12, 1])
    )


@quick
@given(years, st.integers(1, 50))
def test_unit_and_order_of_the_months_do_not_matter(visits, factor):
    expected = pytest.approx(seasonality(visits).tolist(), abs=1e-12)
    assert seasonality(visits * factor).tolist() == expected
    assert seasonality(shuffled(visits)).tolist() == expected


@quick
@given(employment_tables())
def test_a_table_gives_the_measures_of_each_row(table):
    measures = seasonality(table)
    assert measures.index.tolist() == table.index.tolist()
    for place, visits in table.iterrows():
        assert measures.loc[place].tolist() == pytest.approx(seasonality(visits).tolist())


def test_a_place_without_visits_has_no_season():
    measures = seasonality(pd.DataFrame({"Jan": [0, 3], "Jul": [0, 1]}, index=["closed", "open"]))
    assert measures.loc["closed"].isna().all()
    assert measures.loc["open", "peak_to_mean"] == 1.5
    assert np.isnan(seasonality(pd.Series({"Jan": 0, "Jul": 0}))["gini"])


@quick
@given(years, years, st.floats(0, 1))
def test_a_year_with_a_further_season_sums_to_one_and_holds_its_share(old, new, share):
    year = add_season(old, shuffled(new), share)
    assert year.sum() == pytest.approx(1)
    assert year.index.tolist() == old.index.tolist()
    assert (year - (1 - share) * old / old.sum()).sum() == pytest.approx(share, abs=1e-12)


@quick
@given(employment_tables(), st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_the_balance_adds_up(guests, price, variable, fixed):
    products = pd.DataFrame(
        {"fixed_cost": fixed, "price": price, "variable_cost": variable}, index=guests.index
    )
    parts = monthly_balance(guests, shuffled(products))
    assert parts.index.tolist() == guests.columns.tolist()
    assert (parts["revenue"] - parts["variable_cost"] - parts["fixed_cost"]).tolist() == (
        pytest.approx(parts["balance"].tolist())
    )
    year = guests.to_numpy().sum() * (price - variable) - fixed * guests.size
    assert parts["balance"].sum() == pytest.approx(year)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"visits: .*-1 at"):
        seasonality(pd.Series({"Jan": 3, "Feb": -1}))
    with pytest.raises(ValueError, match=r"visits: .*nan at"):
        seasonality(pd.Series({"Jan": 3, "Feb": np.nan}))
    with pytest.raises(ValueError, match="visits: expected at least two months"):
        seasonality(pd.Series({"Jan": 3}))
    with pytest.raises(TypeError, match=r"visits: expected a DataFrame .* got list"):
        seasonality([1, 2, 3])
    with pytest.raises(ValueError, match="season: 'July' is no month of visits"):
        add_season(WINTER, pd.Series({"July": 1}), 0.1)
    with pytest.raises(ValueError, match="share: expected at least 0 and at most 1, got 20"):
        add_season(WINTER, SUMMER, 20)
    with pytest.raises(ValueError, match="season: expected a total above zero"):
        add_season(WINTER, SUMMER * 0, 0.1)
    with pytest.raises(ValueError, match="visits: expected a total above zero"):
        add_season(WINTER * 0, SUMMER, 0.1)
    guests = pd.DataFrame({"Jan": [5]}, index=["lift"])
    money = {"price": [1], "variable_cost": [1], "fixed_cost": [1]}
    with pytest.raises(KeyError, match="products: expected a column 'fixed_cost'"):
        monthly_balance(guests, pd.DataFrame({"price": [1], "variable_cost": [1]}, index=["lift"]))
    with pytest.raises(ValueError, match="only in products: 'bar'"):
        monthly_balance(guests, pd.DataFrame(money, index=["bar"]))
    with pytest.raises(ValueError, match=r"guests: .*-5 at \('lift', 'Jan'\)"):
        monthly_balance(-guests, pd.DataFrame(money, index=["lift"]))

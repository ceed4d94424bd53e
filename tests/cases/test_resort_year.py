"""The stylised year: summers, products, the room, and a policy that pays by the snow."""

from __future__ import annotations

import pandas as pd
import pytest

from regecon.cases import resort_year as resort
from regecon.methods.seasons import seasonality
from regecon.methods.tourism import break_even_occupancy


@pytest.mark.parametrize(
    ("summer", "gini", "peak"),
    [(0, 0.535, 2.64), (5, 0.494, 2.51), (10, 0.456, 2.38), (20, 0.393, 2.11), (30, 0.352, 1.85)],
)
def test_a_summer_share_is_that_of_the_stylised_case(summer, gini, peak):
    total = resort.year(summer=summer).total
    assert seasonality(total)["gini"] == pytest.approx(gini, abs=5e-4)
    assert total.max() / total.mean() == pytest.approx(peak, abs=5e-3)


def test_room_of_the_chapter():
    room = resort.room()
    assert room["year"] == pytest.approx(63.2, abs=0.05)
    assert room["winter"] == pytest.approx(153.8, abs=0.05)
    # At the price that the chapter names, the winter just pays.
    pays = resort.ROOM | {"price": room["real_price"]}
    assert break_even_occupancy(**pays, nights=150) == pytest.approx(resort.WINTER_FILLED)


@pytest.mark.parametrize(
    ("name", "fixed", "price"),
    [
        ("nights", resort.ROOM["fixed_cost"], resort.ROOM["price"]),
        ("summer_nights", resort.SUMMER_ROOM_OPENING, resort.SUMMER_PRICE),
    ],
)
def test_nights_are_enough_and_one_fewer_is_not(name, fixed, price):
    nights, margin = resort.room()[name], price - resort.ROOM["variable_cost"]
    assert nights * margin >= fixed > (nights - 1) * margin


def test_twice_the_guests_are_as_seasonal_and_stake_twice_as_much():
    usual, twice = resort.year(), resort.year(winter="twice")
    assert seasonality(twice.total)["gini"] == pytest.approx(seasonality(usual.total)["gini"])
    assert twice.total.max() == pytest.approx(2 * usual.total.max())
    assert twice.result == pytest.approx(2 * usual.result)


def test_what_is_taken_is_no_new_guest():
    for name, product in resort.PRODUCTS.items():
        added = resort.year((name,)).total.sum() - resort.year().total.sum()
        assert added == pytest.approx(product.guests * (1 - product.taken))
        assert sum(product.profile.values()) == pytest.approx(1)


def test_jeep_tours_are_no_snowmobiles():
    """The report lists jeep tours; guests in winter would be an addition of ours."""
    assert set(resort.PRODUCTS["jeep"].profile) <= set(range(5, 11))


def test_every_product_lowers_the_gini_but_one_fills_january():
    table = resort.product_table()
    assert (table["gini"] < 0).all()
    assert set(table.index[table["peak"] > 0.01]) == {"industrial"}
    assert set(table.index[table["result"] > 0]) == {"sport", "eco", "photo", "jeep"}


def test_a_small_summer_loses_and_a_large_one_pays():
    results = [resort.year(summer=share).result for share in resort.SUMMER_SHARES]
    assert results[1] < results[0] < results[3]
    guests = resort.year(summer=20).guests["summer"].sum()
    few = resort.year(summer=5).guests["summer"].sum()
    assert guests > resort.summer_threshold() > few


def test_policy_costs_its_loading_and_fails_in_a_winter_of_normal_snow():
    years = resort.winters()
    cost = years["bare"].mean() - years["insured"].mean()
    assert cost == pytest.approx(resort.LOADING * years["payout"].mean())
    assert years["insured"].idxmin() == 7 != years["bare"].idxmin()
    assert years.loc[7, "payout"] == 0
    assert years["insured"].std() < years["bare"].std()
    assert years.attrs["premium"] == pytest.approx(28.07, abs=0.005)


def test_readings_of_the_summer_of_2025():
    shares = resort.summer_shares()["share"]
    assert shares["2025"] == pytest.approx(100 * 358 / 1858)
    assert shares["2025_inside"] == pytest.approx(100 * 358 / 1500)
    assert shares["2025_festivals"] == pytest.approx(100 * 358 / 2958)
    two_months = 47.648
    assert shares["2025_festivals"] > 100 * 2.5 * two_months / (2.5 * two_months + 1000)


def test_gini_by_hand():
    quarters = pd.Series([60, 10, 10, 20])
    assert seasonality(quarters)["gini"] == pytest.approx(0.40)

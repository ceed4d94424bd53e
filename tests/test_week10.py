"""Week 10: the numbers of the stylised cases, and what the chapter says of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from regecon.explorers import explorer
from regecon.explorers import four_seasons as resort
from regecon.explorers import shadow_tipping as hosts
from regecon.figures import w10
from regecon.kit.explorer.bake import bake
from regecon.methods.seasons import seasonality
from regecon.methods.tourism import break_even_occupancy


@pytest.fixture(scope="module")
def numbers() -> dict[str, float]:
    return w10.numbers()


@pytest.mark.parametrize(
    ("summer", "gini", "peak"),
    [(0, 0.535, 2.64), (5, 0.494, 2.51), (10, 0.456, 2.38), (20, 0.393, 2.11), (30, 0.352, 1.85)],
)
def test_a_summer_share_in_the_explorer_is_that_of_the_stylised_case(summer, gini, peak):
    total = resort.year(summer=summer).total
    assert seasonality(total)["gini"] == pytest.approx(gini, abs=5e-4)
    assert total.max() / total.mean() == pytest.approx(peak, abs=5e-3)
    shown = explorer("four-seasons").headlines(summer=summer)
    assert shown[2].value == pytest.approx(gini, abs=5e-4)


def test_room_of_the_chapter(numbers):
    assert numbers["room_year"] == pytest.approx(63.2, abs=0.05)
    assert numbers["room_winter"] == pytest.approx(153.8, abs=0.05)
    # At the price that the chapter names, the winter just pays.
    pays = w10.ROOM | {"price": numbers["room_real_price"]}
    assert break_even_occupancy(**pays, nights=150) == pytest.approx(w10.WINTER_FILLED)


@pytest.mark.parametrize(("detection", "tipping"), [(0.5, 0.5), (0.3, 0.17), (0.15, np.nan)])
def test_tipping_share_in_the_explorer(detection, tipping):
    shown = explorer("shadow-tipping").headlines(cost=0.25, detection=detection)
    assert shown[0].value == pytest.approx(tipping, abs=5e-3, nan_ok=True)


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


def test_every_product_lowers_the_gini_but_two_fill_january():
    table = w10.product_table()
    assert (table["gini"] < 0).all()
    assert set(table.index[table["peak"] > 0.01]) == {"industrial", "jeep"}
    assert set(table.index[table["result"] > 0]) == {"sport", "eco", "photo"}


def test_a_small_summer_loses_and_a_large_one_pays(numbers):
    results = [resort.year(summer=share).result for share in resort.SUMMER_SHARES]
    assert results[1] < results[0] < results[3]
    guests = resort.year(summer=20).guests["summer"].sum()
    assert guests > numbers["summer_threshold"] > resort.year(summer=5).guests["summer"].sum()


@pytest.mark.parametrize(("start", "end"), [(0.4, 0.0), (0.5, 0.5), (0.6, 1.0)])
def test_hosts_leave_the_tipping_share_on_both_sides(start, end):
    path = hosts.course(0.25, 0.5, start, "none")
    assert path["target"] == path["target_then"] == end
    assert abs(path["end"] - end) <= abs(start - end)


def test_a_raid_moves_the_start_and_simpler_rules_the_tipping_share():
    raid, hard, simpler = (hosts.course(0.25, 0.5, 0.6, act) for act in ("raid", "hard", "simpler"))
    assert raid["tipping_then"] == hard["tipping_then"] == raid["tipping"]
    assert raid["then"] > raid["tipping"]
    assert raid["target_then"] == 1
    assert hard["then"] < hard["tipping"]
    assert hard["target_then"] == 0
    assert simpler["tipping_then"] > simpler["then"] > simpler["tipping"]
    assert simpler["target_then"] == 0


def test_without_a_tipping_share_everyone_evades():
    path = hosts.course(0.25, 0.15, 0.0, "none")
    assert np.isnan(path["tipping"])
    assert path["target_then"] == 1


def test_policy_costs_its_loading_and_fails_in_a_winter_of_normal_snow(numbers):
    years = w10.winters()
    cost = years["bare"].mean() - years["insured"].mean()
    assert cost == pytest.approx(w10.LOADING * years["payout"].mean())
    assert years["insured"].idxmin() == 7 != years["bare"].idxmin()
    assert years.loc[7, "payout"] == 0
    assert numbers["spread_insured"] < numbers["spread_bare"]


def test_lists_point_to_more_lodgings_than_were_seen_and_hold_the_truth(numbers):
    assert numbers["recaptured_low"] < 180 < numbers["recaptured_high"]
    assert numbers["by_hand"] == pytest.approx(112 * 94 / 55)
    assert numbers["seen"] < numbers["recaptured"]


def test_wages_of_the_district(numbers):
    assert numbers["wage_mining"] == pytest.approx(80_715, abs=0.5)
    assert numbers["wage_hotel"] == pytest.approx(38_057, abs=0.5)
    assert numbers["wage_two_hotel"] < numbers["wage_mining"]


def test_gini_by_hand():
    quarters = pd.Series([60, 10, 10, 20])
    assert seasonality(quarters)["gini"] == pytest.approx(0.40)


@pytest.mark.parametrize("name", ["four-seasons", "shadow-tipping"])
def test_explorers_are_light(name):
    import gzip

    assert len(gzip.compress(bake(explorer(name)).encode())) < 60_000

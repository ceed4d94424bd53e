"""The rouble of a plant: rounds, owners, taxes by law, and the two mines."""

from __future__ import annotations

import math

import pytest

from regecon.cases import rouble
from regecon.data import load


def test_expected_numbers_of_the_stylised_plant():
    here, there = rouble.plant(), rouble.plant(rouble.OUTSIDE)
    assert here.income == pytest.approx(177.8, abs=0.05)
    assert there.income == pytest.approx(107.8, abs=0.05)
    assert rouble.textbook() == pytest.approx(222.2, abs=0.05)
    assert there.income / here.income == pytest.approx(0.61, abs=0.005)


@pytest.mark.parametrize("spending", [0.1, 0.4, 0.7])
def test_owner_acts_before_the_first_round_only(spending):
    kept = rouble.plant(0.9, spending).income / rouble.plant(0, spending).income
    assert kept == pytest.approx(48.5 / 80)


@pytest.mark.parametrize("outside", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("price", [70, 100, 120])
def test_every_rouble_is_somewhere_and_leaves_in_the_end(outside, price):
    table = rouble.rounds(outside, price=price)
    assert table.sum(axis="columns").to_list() == pytest.approx([price] * rouble.ROUNDS)
    assert table["town"].is_monotonic_decreasing
    assert (table["elsewhere"] >= -1e-9).all()
    income = rouble.plant(outside, price=price).income
    left = table["town"].iloc[-1] * rouble.SPENDING / (1 - rouble.SPENDING)
    assert table["town"].sum() + left == pytest.approx(income)


def test_same_spending_makes_the_two_towns_alike():
    alone = rouble.plant(0, rouble.same_spending()).income
    assert alone == pytest.approx(rouble.plant(rouble.OUTSIDE).income)


def test_slump_is_borne_by_whoever_has_the_profit():
    fall = {
        outside: rouble.plant(outside).income - rouble.plant(outside, price=70).income
        for outside in (0.0, 0.9, 1.0)
    }
    assert fall[0.9] == pytest.approx(0.1 * fall[0.0])
    assert fall[1.0] == pytest.approx(0)


def test_no_profit_no_difference_and_a_loss_turns_it_round():
    for profit, sign in ((20, 1), (0, 0), (-10, -1)):
        gap = rouble.with_profit(profit, 0) - rouble.with_profit(profit, 0.9)
        assert (gap > 1e-9) - (gap < -1e-9) == sign


def test_a_tax_on_profit_for_the_town_makes_up_for_a_quarter():
    tax = rouble.TAX
    here = 1 - tax
    assert (1 - tax) * (1 - rouble.tax_worth()) + tax == pytest.approx(here)


def test_every_tax_is_given_away_whole():
    law = rouble.splits()
    assert (law[["federal", "region", "city"]].sum(axis="columns") == 100).all()
    points = law.loc["profit_2025", ["federal", "region"]] * law.loc["profit_2025", "rate"] / 100
    assert points.to_dict() == pytest.approx({"federal": 8, "region": 17})


def test_the_city_keeps_four_roubles_of_a_hundred():
    pay = rouble.of_pay()
    assert pay.loc["Novokuznetsk", "city"] == pytest.approx(0.13 * (15 + 15.95))
    assert pay.sum(axis="columns").to_list() == pytest.approx([13] * len(pay))


def test_own_revenue_follows_from_a_printed_deficit():
    own = rouble.own_shares()["share"]
    assert own["Novokuznetsk", 2016] == pytest.approx(30.6, abs=0.05)
    assert own["Biysk", 2015] == pytest.approx(49.1, abs=0.05)


def test_only_the_tax_on_profit_fell():
    change = rouble.price_fall()["change"]
    assert change.idxmin() == "profit_tax"
    assert (change.drop("profit_tax") > 0).all()


def test_not_known_is_a_value_of_the_audit():
    error = rouble.audit()["error"]
    assert math.isnan(error["Sheregesh", "tonnes in 2017"])
    assert error["Tashtagol", "tonnes"] == pytest.approx(-7.7, abs=0.05)
    assert error["Tashtagol", "roubles"] == pytest.approx(91.2, abs=0.05)
    assert 0 < error["Tashtagol", "roubles of 2018"] < error["Tashtagol", "roubles"]


def test_prices_compound_from_december_to_december():
    table = load("regional_indicators")
    year = table[(table["region"] == rouble.HOME) & (table["year"] == 2019)]
    assert rouble.prices_since(2018, 2019) == pytest.approx(year["consumer_prices"].iloc[0] / 100)
    assert rouble.prices_since(2018, 2018) == 1

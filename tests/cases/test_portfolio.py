"""The stylised city, and what survives when its prices are quoted otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from regecon.cases import portfolio
from regecon.methods.diversity import herfindahl


@pytest.mark.parametrize(
    ("moved", "spread", "volatility"),
    [({}, 0.535, 0.2311), ({"exports": 30}, 0.315, 0.2146), ({"services": 20}, 0.390, 0.1858)],
)
def test_mixes_of_the_stylised_case(moved, spread, volatility):
    mix = portfolio.shares(**moved)
    assert herfindahl(mix) == pytest.approx(spread, abs=5e-4)
    assert portfolio.volatility_of(mix, "stylised") == pytest.approx(volatility, abs=5e-5)


def test_counted_risk_falls_by_41_and_measured_risk_by_7_or_20_per_cent():
    change = portfolio.mixes() / portfolio.mixes().loc["base"] - 1
    assert change.loc["more", "spread"] == pytest.approx(-0.41, abs=5e-3)
    assert change.loc["more", "stylised"] == pytest.approx(-0.07, abs=5e-3)
    assert change.loc["served", "stylised"] == pytest.approx(-0.20, abs=5e-3)


def test_correlation_eats_two_thirds_of_what_new_exports_promise():
    change = 1 - portfolio.mixes() / portfolio.mixes().loc["base"]
    assert change.loc["more", "stylised"] < change.loc["more", "apart"] / 2


def test_services_are_safe_because_they_are_calm():
    change = 1 - portfolio.mixes() / portfolio.mixes().loc["base"]
    assert change.loc["served", "follow"] > 0.7 * change.loc["served", "stylised"]


def test_the_rouble_calms_the_steel_city():
    base = portfolio.mixes().loc["base"]
    assert base["roubles"] < base["dollars"]


def test_what_more_exports_do_hangs_on_the_quotation():
    # Recomputed by a referee: 2002 to 2021, American steel, in dollars.
    table = portfolio.quotations().set_index(["steel", "coal", "currency"])["more"]
    steel = table[portfolio.STEEL]
    assert steel["coal_thermal_australia", "dollars"] == pytest.approx(8.0, abs=0.1)
    assert steel["coal_coking_japan", "dollars"] == pytest.approx(2.2, abs=0.1)
    assert steel["coal_steam_japan", "dollars"] == pytest.approx(0.2, abs=0.1)
    assert steel["coal_europe", "dollars"] == pytest.approx(9.0, abs=0.1)
    assert (table["iron_ore"] < 0).all()
    assert 0 < (table > 0).sum() < len(table)


def test_what_services_do_does_not():
    served = portfolio.quotations()["served"]
    assert served.max() < -16
    assert served.min() > -21


@pytest.mark.parametrize("together", portfolio.TOGETHER)
@pytest.mark.parametrize("source", portfolio.SOURCES)
def test_no_city_of_the_sliders_lies_beyond_the_frontier(source, together):
    frontier = portfolio.frontier(source, together)
    mean = portfolio.market(source, together)[0]
    for exports, services in [(0, 0), (30, 0), (0, 20), (30, 40)]:
        mix = portfolio.shares(exports, services)
        least = np.interp(mix @ mean / 100, frontier["expected"], frontier["volatility"])
        # Between its points the frontier is convex, so the chord lies on its inner side.
        assert portfolio.volatility_of(mix, source, together) > 0.97 * least


def test_what_prices_did_is_a_sum_by_hand():
    # 2009 in dollars: steel -25.3 %, coal -43.5 %, aluminium -35.3 %.
    by_hand = 0.70 * -25.3 + 0.20 * -43.5 + 0.05 * -35.3
    assert portfolio.in_year(portfolio.BASE, 2009, "dollars") == pytest.approx(by_hand, abs=0.1)


def test_all_else_is_calm_in_the_accounts():
    swing = portfolio.sector_changes().std()
    assert swing["rest"] < 0.1 < swing["manufacturing"] < swing["mining"]
    assert 2016 not in portfolio.sector_changes().index

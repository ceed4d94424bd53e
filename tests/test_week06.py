"""Week 6: the numbers of the stylised cases, and what the chapter says of them."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from regecon.explorers import city_portfolio as city
from regecon.explorers import explorer
from regecon.explorers import labour_hoarding as plant
from regecon.figures import w06
from regecon.kit.explorer.bake import bake
from regecon.methods.diversity import herfindahl
from regecon.methods.risk import labour_hoarding


@pytest.mark.parametrize(
    ("moved", "spread", "volatility"),
    [({}, 0.535, 0.2311), ({"exports": 30}, 0.315, 0.2146), ({"services": 20}, 0.390, 0.1858)],
)
def test_mixes_of_the_stylised_case(moved, spread, volatility):
    mix = city.shares(**({"exports": 0, "services": 0} | moved))
    assert herfindahl(mix) == pytest.approx(spread, abs=5e-4)
    assert city.volatility_of(mix, "stylised") == pytest.approx(volatility, abs=5e-5)
    shown = explorer("city-portfolio").headlines(**moved)
    assert shown[0].value == pytest.approx(spread, abs=5e-4)
    assert shown[1].value == pytest.approx(100 * volatility, abs=5e-3)


def test_counted_risk_falls_by_41_and_measured_risk_by_7_or_20_per_cent():
    base, more, served = city.BASE, city.shares(30, 0), city.shares(0, 20)
    risks = [city.volatility_of(mix, "stylised") for mix in (base, more, served)]
    assert herfindahl(more) / herfindahl(base) - 1 == pytest.approx(-0.41, abs=5e-3)
    assert risks[1] / risks[0] - 1 == pytest.approx(-0.07, abs=5e-3)
    assert risks[2] / risks[0] - 1 == pytest.approx(-0.20, abs=5e-3)


def test_every_mix_of_the_sliders_is_a_city():
    sliders = explorer("city-portfolio").controls[:2]
    for exports in sliders[0].values:
        for services in sliders[1].values:
            mix = city.shares(exports, services)
            assert mix.sum() == pytest.approx(100)
            assert (mix > 0).all()
            assert mix["services"] <= city.MOST_SERVICES


def test_correlation_eats_two_thirds_of_what_new_exports_promise():
    def fall(together):
        new, old = (
            city.volatility_of(mix, "stylised", together) for mix in (city.shares(30, 0), city.BASE)
        )
        return 1 - new / old

    assert fall("given") < fall("apart") / 2


def test_with_real_prices_more_exports_swing_more():
    for currency in ("dollars", "roubles"):
        assert city.volatility_of(city.shares(30, 0), currency) > city.volatility_of(
            city.BASE, currency
        )
    assert city.volatility_of(city.BASE, "roubles") < city.volatility_of(city.BASE, "dollars")


def test_services_are_safe_because_they_are_calm():
    mix = city.shares(0, 20)
    falls = {
        together: 1
        - city.volatility_of(mix, "stylised", together)
        / city.volatility_of(city.BASE, "stylised", together)
        for together in ("given", "follow")
    }
    assert falls["follow"] > 0.7 * falls["given"]


@pytest.mark.parametrize("together", list(city.TOGETHER))
@pytest.mark.parametrize("source", list(city.SOURCES))
def test_no_city_of_the_sliders_lies_beyond_the_frontier(source, together):
    rows = city.frontier_view(source, together).rows
    frontier = rows[rows["label"] == ""]
    mean = city.market(source, together)[0]
    for exports, services in [(0, 0), (30, 0), (0, 20), (30, 40)]:
        mix = city.shares(exports, services)
        least = np.interp(mix @ mean, frontier["growth"], frontier["volatility"])
        # Between its points the frontier is convex, so the chord lies on its inner side.
        assert 100 * city.volatility_of(mix, source, together) > 0.97 * least


def test_what_prices_did_is_a_sum_by_hand():
    # 2009 in dollars: steel -25.3 %, coal -43.5 %, aluminium -35.3 %.
    by_hand = 0.70 * -25.3 + 0.20 * -43.5 + 0.05 * -35.3
    assert city.in_year(city.BASE, 2009, "dollars") == pytest.approx(by_hand, abs=0.1)


@pytest.mark.parametrize(("months", "hoard"), [(6, True), (18, False)])
def test_half_a_year_is_waited_out_and_eighteen_months_are_not(months, hoard):
    assert plant.decision(months, 600, "full", 100).hoard is hoard


def test_threshold_is_where_both_costs_meet():
    shown = explorer("labour-hoarding").headlines()
    longest = shown[0].value
    assert longest == pytest.approx(8.6, abs=0.05)
    at = labour_hoarding(
        plant.MONTH, 600, longest, severance=plant.SEVERANCE, monthly_rate=plant.RATE
    )
    assert at.keep == pytest.approx(at.dismiss)


def test_shorter_pay_lengthens_what_can_be_waited_out():
    longest = [plant.decision(12, 600, pay, 100).longest_slump for pay in plant.PAYS]
    assert longest == sorted(longest)
    assert longest[1] > 12 > longest[0]


def test_board_of_the_seminar_is_torn():
    short, long = w06.board(6), w06.board(18)
    assert min(short, key=short.get) == "all"
    assert min(long, key=long.get) == "dismiss"
    numbers = w06.numbers()
    assert numbers["board_some"] < numbers["board_dismiss"] < numbers["board_all"]
    # The governor's 200 million turn the second vote.
    assert numbers["board_extra"] < 200


def test_chapter_says_what_the_figures_say():
    numbers = w06.numbers()
    assert numbers["r_coal"] == pytest.approx(0.79, abs=5e-3)
    assert numbers["r_coal_calm"] == pytest.approx(0.81, abs=5e-3)
    assert numbers["nominal_here"] == pytest.approx(74.5, abs=0.05)
    assert numbers["volume_here"] == pytest.approx(7.4)
    # By the chapter's rule growth of exposure is not shown, with the boom or without it.
    assert numbers["beta_rise"] < 2 * numbers["se_rise"]
    without = np.hypot(numbers["se_early"], numbers["se_calm"])
    assert numbers["beta_calm"] - numbers["beta_early"] < 2 * without
    # The sum by hand: half steel, half aluminium.
    by_hand = (0.25 * 17.1**2 + 0.25 * 18.4**2 + 2 * 0.25 * 0.85 * 17.1 * 18.4) ** 0.5
    assert numbers["half_half"] == pytest.approx(by_hand, abs=0.1)


@pytest.mark.parametrize("name", ["city-portfolio", "labour-hoarding"])
def test_explorers_are_light(name):
    assert len(gzip.compress(bake(explorer(name)).encode())) < 60_000

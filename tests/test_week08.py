"""Week 8: what the chapter says and the explorer shows."""

from __future__ import annotations

import math

import pytest

from regecon.cases import towns
from regecon.explorers import explorer, tug_of_war
from regecon.figures import w08
from regecon.methods.commuting import flow_polycentricity
from tests.baked import weight


@pytest.fixture(scope="module")
def numbers() -> dict[str, float]:
    return w08.numbers()


def test_the_explorer_offers_what_the_model_knows():
    assert tuple(tug_of_war.NAMES) == towns.TOWNS
    assert tuple(tug_of_war.RAISED) == tuple(towns.RAISED)


def test_the_decree_makes_people_travel_and_match_worse():
    for speed in (40, 60, 90):
        open_, decree = (
            explorer("tug-of-war").headlines(speed=speed, spheres=spheres)
            for spheres in ("open", "decree")
        )
        assert decree[0].value > open_[0].value
        assert decree[2].value < open_[2].value


def test_the_explorer_shows_the_polycentricity_of_the_method():
    shown = explorer("tug-of-war").headlines(pay="centre", speed=72)[1]
    assert shown.value == pytest.approx(flow_polycentricity(towns.flows("centre", 72, "open")))


def test_sums_by_hand_in_the_chapter(numbers):
    assert numbers["break_prok"] == pytest.approx(29.2 / (1 + (533_565 / 174_859) ** 0.5))
    pulls = (174.859 * math.exp(-0.24), 533.565 * math.exp(-3.504), 86.185 * math.exp(-1.8))
    assert (numbers["pull_home"], numbers["pull_centre"], numbers["pull_next"]) == pytest.approx(
        pulls
    )
    assert numbers["share_home"] == pytest.approx(100 * pulls[0] / numbers["pull_all"])


def test_average_wages_follow_no_order_and_trade_does(numbers):
    assert abs(numbers["corr_all"]) < 0.2 < 0.7 < numbers["corr_trade"]
    assert numbers["ring_corr_trade"] < numbers["corr_trade"]


def test_the_line_of_refutation_lies_well_below_the_forecast(numbers):
    """A true theory would be refuted once in forty times, and not every second time."""
    forecast = numbers["road_ring_mid"]
    assert numbers["road_threshold"] < forecast / 2
    away = (forecast - numbers["road_threshold"]) / numbers["road_error"]
    assert away == pytest.approx(1.96)


def test_alternative_texts_tell_the_rows():
    assert "1.10 to 1.50" in w08.sizes().alt
    assert "6 of 6" in w08.catchment().alt
    assert f"{towns.saving_needed(60):.0f} million" in w08.decree().alt


@pytest.mark.parametrize("name", ["tug-of-war"])
def test_explorers_are_light(name):
    assert weight(name) < 60_000

"""Week 8: what the explorer of the seven towns must obey, and what the chapter says of it."""

from __future__ import annotations

import gzip
import math

import pandas as pd
import pytest

from regecon.explorers import explorer
from regecon.explorers import tug_of_war as towns
from regecon.figures import w08
from regecon.kit.explorer.bake import bake
from regecon.methods.commuting import flow_polycentricity


@pytest.fixture(scope="module")
def numbers() -> dict[str, float]:
    return w08.numbers()


def test_populations_and_wages_are_those_of_the_tables():
    assert towns.population()["Prokopyevsk"] == 174_859
    assert towns.wages()["Prokopyevsk"] == pytest.approx(57_334.1)
    assert towns.kilometres().loc["Osinniki", "Kaltan"] == pytest.approx(10.2)


def test_every_worker_works_somewhere():
    for pay in towns.RAISED:
        for spheres in ("open", "decree"):
            trips = towns.flows(pay, 72, spheres)
            assert trips.sum(axis=1).tolist() == pytest.approx(towns.workers().tolist())


def test_the_odds_of_two_towns_are_those_of_the_formula():
    trips, pay, people = towns.flows("none", 60, "open"), towns.wages(), towns.population()
    odds = trips.loc["Osinniki", "Novokuznetsk"] / trips.loc["Osinniki", "Kaltan"]
    size = people["Novokuznetsk"] / people["Kaltan"]
    wage = (pay["Novokuznetsk"] / pay["Kaltan"]) ** 3
    assert odds == pytest.approx(size * wage * math.exp(-0.12 * (21.2 - 10.2)))


def test_when_all_raise_nobody_moves():
    pd.testing.assert_frame_equal(
        towns.flows("all", 60, "open"), towns.flows("none", 60, "open"), rtol=1e-9
    )


def test_a_raise_of_one_town_takes_workers_from_all_others():
    before, after = (towns.flows(pay, 60, "open").sum() for pay in ("none", "rival"))
    change = after - before
    assert change["Prokopyevsk"] > 0
    assert (change.drop("Prokopyevsk") < 0).all()


@pytest.mark.parametrize("pooling", [0.02, 0.05, 0.1])
def test_a_faster_road_pays_in_the_ring_first(pooling):
    paid = towns.matched_pay(72, "open", pooling)
    assert (paid > 1).all()
    assert paid.idxmin() == towns.CENTRE
    assert paid.idxmax() == "Kaltan"


def test_the_decree_makes_people_travel_and_match_worse():
    for speed in (40, 60, 90):
        open_, decree = (
            explorer("tug-of-war").headlines(speed=speed, spheres=spheres)
            for spheres in ("open", "decree")
        )
        assert decree[0].value > open_[0].value
        assert decree[2].value < open_[2].value
    assert (towns.matched_pay(60, "decree", 0.05) < 1).all()


def test_without_pooling_the_decree_costs_nothing_but_concentrates_the_slump():
    assert towns.saving_needed(60, 0.0) == 0
    assert (towns.matched_pay(90, "decree", 0.0) == 1).all()
    assert towns.worst_slump("open").tolist() == pytest.approx([0.3 * 0.5 / 8] * 7)
    worst = towns.worst_slump("decree")
    assert worst["Novokuznetsk"] == pytest.approx(0.3 * 0.5 / 4)
    assert worst.drop("Novokuznetsk").tolist() == pytest.approx([0.15] * 6)


def test_the_trades_of_a_town_make_up_its_traded_jobs():
    for spheres in ("open", "decree"):
        shares = towns.trade_shares(spheres)
        seats = pd.Series(list(towns.SEATS.values()), index=shares.index)
        assert shares.mul(seats, axis=0).sum().tolist() == pytest.approx([1] * 7)
        assert sum(part for part, _jobs in towns.markets(spheres)) == pytest.approx(1)


def test_the_explorer_shows_the_polycentricity_of_the_method():
    shown = explorer("tug-of-war").headlines(pay="centre", speed=72)[1]
    assert shown.value == pytest.approx(flow_polycentricity(towns.flows("centre", 72, "open")))


def test_explorer_is_light():
    assert len(gzip.compress(bake(explorer("tug-of-war")).encode())) < 80_000


def test_sums_by_hand_in_the_chapter(numbers):
    assert numbers["break_prok"] == pytest.approx(29.2 / (1 + (533_565 / 174_859) ** 0.5))
    assert numbers["value_prok"] == pytest.approx((71_643.2 - 57_334.1) / (2 * 21 * 1.3 * 29.2))
    pulls = (174.859 * math.exp(-0.24), 533.565 * math.exp(-3.504), 86.185 * math.exp(-1.8))
    assert (numbers["pull_home"], numbers["pull_centre"], numbers["pull_next"]) == pytest.approx(
        pulls
    )
    assert numbers["share_home"] == pytest.approx(100 * pulls[0] / numbers["pull_all"])


def test_the_threshold_sets_the_saving_against_the_lost_pay(numbers):
    paid = {rule: towns.matched_pay(60, rule, 0.05) for rule in ("open", "decree")}
    lost = (12 * towns.workers() * towns.wages() * (paid["open"] - paid["decree"])).sum()
    assert numbers["saving"] * numbers["sites_closed"] * 1e6 == pytest.approx(lost)
    assert numbers["sites_closed"] == 7 * 8 - 10


def test_the_best_seat_depends_on_whose_kilometres_count(numbers):
    ring = towns.population().drop(towns.CENTRE)
    assert w08.facility().idxmin() == towns.CENTRE
    assert w08.facility(ring).idxmin() == "Prokopyevsk"
    assert numbers["ring_prok"] < numbers["ring_novo"]


def test_the_core_lost_least_before_the_census():
    assert w08.fall().idxmin() == towns.CENTRE


def test_average_wages_follow_no_order_and_trade_does(numbers):
    assert abs(numbers["corr_all"]) < 0.2 < 0.7 < numbers["corr_trade"]
    assert numbers["ring_corr_trade"] < numbers["corr_trade"]

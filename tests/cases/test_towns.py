"""Week 8's economics: seven towns, their pools of work, the decree, the road and its test."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from regecon.cases import towns
from regecon.data import load


def test_populations_and_wages_are_those_of_the_tables():
    assert towns.population()["Prokopyevsk"] == 174_859
    assert towns.wages()["Prokopyevsk"] == pytest.approx(57_334.1)
    assert towns.kilometres().loc["Osinniki", "Kaltan"] == pytest.approx(10.2)


def test_every_worker_works_somewhere():
    for pay in towns.RAISED:
        for spheres in ("open", "decree"):
            trips = towns.flows(pay, 72, spheres)
            assert trips.sum(axis=1).tolist() == pytest.approx(towns.workers().tolist())


def test_the_constant_of_gravity_is_one_for_each_origin():
    """What makes everybody work somewhere is each town's own constant, one over its access."""
    pull = towns.workers() * towns.wages() ** towns.WAGE_PULL
    reach = pull * math.e ** (-towns.DECAY * towns.kilometres())
    constant = 1 / reach.sum(axis=1)
    assert constant.max() > 9 * constant.min()
    expected = reach.mul(constant * towns.workers(), axis="index")
    odds = towns.flows("none", towns.SPEED, "open")
    # Where every town hires in all trades the model is Wilson's with the outflow given.
    alone = expected.div(expected.sum(axis=1), axis="index")
    assert (odds.div(odds.sum(axis=1), axis="index") - alone).abs().to_numpy().max() < 1e-9


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
@pytest.mark.parametrize("decay", towns.DECAYS)
def test_a_faster_road_pays_in_the_ring_first(pooling, decay):
    paid = towns.matched_pay(72, "open", pooling, decay)
    assert (paid > 1).all()
    assert paid.idxmin() == towns.CENTRE
    assert towns.in_the_ring(paid) > paid[towns.CENTRE]


@pytest.mark.parametrize("decay", towns.DECAYS)
def test_the_decree_makes_people_travel_and_match_worse_under_any_decay(decay):
    start, decree = (towns.flows("none", 60, rule, decay) for rule in ("open", "decree"))
    assert towns.outside(decree).to_numpy().sum() > towns.outside(start).to_numpy().sum()
    assert (towns.matched_pay(60, "decree", 0.05, decay) < 1).all()
    assert towns.saving_needed(60, 0.05, decay) > 0


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


def test_the_threshold_sets_the_saving_against_the_lost_pay():
    paid = {rule: towns.matched_pay(60, rule) for rule in ("open", "decree")}
    lost = (12 * towns.workers() * towns.wages() * (paid["open"] - paid["decree"])).sum()
    closed = towns.workplaces()["closed"].sum()
    assert closed == 7 * 8 - 10
    assert towns.saving_needed(60) * closed * 1e6 == pytest.approx(lost)


def test_a_closed_workplace_is_a_mean_of_the_closed_ones_only():
    """The ten that stay, four of them in the centre with fifteen thousand each, do not count."""
    table, closed = towns.workplaces(), towns.closed_workplace()
    assert table.loc["Novokuznetsk", "jobs"] == pytest.approx(533_565 * 0.45 / 16)
    by_hand = (table["jobs"] * table["closed"]).sum() / 46
    assert closed["jobs"] == pytest.approx(by_hand)
    assert closed["jobs"] < table["jobs"].mean()


def test_the_best_seat_depends_on_whose_kilometres_count():
    ring = towns.population().drop(towns.CENTRE)
    assert towns.facility().idxmin() == towns.CENTRE
    assert towns.facility(ring).idxmin() == "Prokopyevsk"
    assert towns.facility(ring)["Prokopyevsk"] < towns.facility(ring)[towns.CENTRE]


def test_the_core_lost_least_before_the_census():
    assert towns.fall().idxmin() == towns.CENTRE


def test_all_seven_are_single_industry_towns_by_the_federal_list():
    assert towns.categories().notna().all()
    assert towns.categories()["Prokopyevsk"] == 1


def test_a_kilometre_is_paid_after_tax():
    gap = 0.87 * (71_643.2 - 57_334.1)
    assert towns.kilometre_value("Prokopyevsk", "Novokuznetsk") == pytest.approx(
        gap / (2 * 21 * 1.3 * 29.2)
    )


def test_wages_stray_as_the_quartiles_of_their_changes_say():
    table = load("municipal_wages").query("section == 'TOTAL'")
    pay = table.pivot_table(index="municipality", columns="year", values="wage").dropna()
    change = 100 * (pay[2024] / pay[2023]).map(math.log)
    spread = (change.quantile(0.75) - change.quantile(0.25)) / 1.349
    assert towns.wage_spread() == pytest.approx(spread)
    assert towns.wage_noise() == pytest.approx(spread / math.sqrt(2))


def test_a_dozen_roads_are_too_few_and_the_count_is_the_least_that_does():
    rise = towns.in_the_ring(100 * (towns.matched_pay(towns.FAST, "open") - 1))
    enough = towns.road_towns(rise)
    assert towns.road_test(12) > rise
    assert towns.road_test(enough) <= rise < towns.road_test(enough - 1)

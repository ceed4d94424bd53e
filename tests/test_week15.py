"""Week 15: the machine's expected numbers, and what the chapter's argument rests on."""

from __future__ import annotations

import gzip

import pytest

from regecon.cases import zones
from regecon.data import load
from regecon.explorers import explorer
from regecon.figures import w15
from regecon.kit.explorer.bake import bake


def test_three_estimates_of_the_stylised_case_in_the_explorer():
    rows = explorer("counterfactual-machine").views()["machine"].rows.set_index("method")
    assert rows["found"].tolist() == pytest.approx([4.6, 3.6, 0.6])
    assert rows["through"].tolist() == pytest.approx([4.0, 3.0, 0.0])


@pytest.mark.parametrize(("after", "jobs"), [(3, 3562), (5, 3085)])
def test_smallest_effect_of_the_stylised_case_in_the_explorer(after, jobs):
    adds, least = explorer("counterfactual-machine").headlines(after=after)
    assert adds.value == pytest.approx(1020)
    assert least.value == pytest.approx(jobs, abs=1)


def test_explorer_tells_undetectable_from_ineffective():
    said = explorer("counterfactual-machine").sentence
    assert "undetectable, not ineffective" in said()
    assert "The zone does nothing" in said(effect=0)
    assert "all of it is coal" in said(effect=0)
    assert "four tests in five" in said(effect=3.0, boom=0)
    assert "undetectable" not in said(effect=3.0, boom=0)


def test_a_slump_turns_the_sign_and_quiet_years_do_no_harm():
    for boom, sign in ((10, 1), (0, 1), (-10, -1)):
        rows = explorer("counterfactual-machine").views(boom=boom)["machine"].rows
        assert (rows["found"].iloc[1] > 0) == (sign > 0)
        assert rows["found"].iloc[2] == pytest.approx(0.6)


def test_the_explorer_is_light():
    assert len(gzip.compress(bake(explorer("counterfactual-machine")).encode())) < 60_000


def test_three_answers_of_one_region_differ_in_sign():
    found = w15.answers().numbers
    assert found["home_ba"] < found["home_did"] < 0 < found["home_sc"]
    promise = 100 * 3.1 / zones.employed(zones.HOME, 2015)
    assert all(abs(found[name]) > 5 * promise for name in ("home_ba", "home_did", "home_sc"))


def test_the_hand_sum_turns_the_sign_by_the_choice_of_one_neighbour():
    numbers = w15.numbers()
    assert numbers["hand_did"] > 0 > numbers["home_did"]
    home, krai = -numbers["hand_home_fall"], -numbers["hand_krai_fall"]
    assert numbers["hand_did"] == pytest.approx(home - krai)
    assert numbers["hand_jobs"] == pytest.approx(numbers["hand_home_0"] * numbers["hand_did"] / 100)


def test_home_is_usual_and_the_krai_is_not_only_if_a_break_is_left_open():
    numbers = w15.numbers()
    usual = ("fan_p", "later_p", "longer_p", "mirror_p", "krai_short_p")
    assert min(numbers[name] for name in usual) > 0.3
    assert numbers["krai_p_open"] < 0.1 < numbers["krai_p"]
    assert 1000 * numbers["krai_jobs"] > 30 * numbers["krai_reported"]
    assert numbers["fan_p"] == pytest.approx(numbers["fan_rank"] / numbers["fan_regions"])


def test_what_falls_in_the_krai_falls_in_the_median_region_and_only_the_employed_leap():
    everyone = load("regional_indicators").set_index(["region", "year"])
    usual = w15._changes(everyone, 2021, 2022).median()
    assert (usual[["organisations", "population", "small_firm_jobs"]] < 0).all()
    numbers = w15.numbers()
    assert numbers["krai_rise_share"] > 6 > 1 > numbers["usual_rise_share"] > 0


def test_the_break_of_2010_is_closed():
    numbers = w15.numbers()
    assert numbers["jumps_break"] > 3 * numbers["jumps_most"]
    wide, published = zones.panel(), zones.panel(closed=False)
    assert (wide[2010] - wide[2009]).abs().max() < 1e-9
    steps = [year for year in wide if year not in (2001, 2010)]
    assert (wide.diff(axis=1) - published.diff(axis=1))[steps].abs().max().max() < 1e-9
    assert (wide.loc[:, 2010:] == published.loc[:, 2010:]).all(axis=None)


def test_noise_of_one_per_cent_is_not_that_of_regions():
    numbers = w15.numbers()
    assert numbers["spread_outside"] > numbers["spread_count"] / 2
    assert numbers["spread_mix_least"] > 3 * numbers["promise"] / 1000
    assert numbers["spread_mix_2016"] > numbers["spread_mix_sd"]
    # Not for one region that leaps, and not for one start.
    assert numbers["spread_small_sd"] < numbers["spread_leap"] / 3
    for start in (2005, 2014, 2016):
        assert zones.placebo_changes(start, start + 4).drop(zones.LEAPS).std() > 3


def test_the_promise_to_four_towns_is_what_one_town_could_show():
    numbers = w15.numbers()
    assert numbers["promise"] == pytest.approx(numbers["least_5"], rel=0.01)
    assert numbers["power_promise"] == pytest.approx(80, abs=1)
    assert numbers["lasting_30"] < numbers["lasting_80"] < numbers["lasting_50"]


def test_the_registered_test_is_reckoned_with_its_own_years():
    assert zones.smallest_share(before=9, after=5) == pytest.approx(1.6, abs=0.01)
    numbers = w15.numbers()
    assert numbers["registered_promise"] == pytest.approx(89, abs=0.5)
    assert numbers["told_nothing"] == pytest.approx(42, abs=0.5)


def test_regression_misses_a_gain_that_grows_and_effects_by_start_find_it():
    found = w15.lots().numbers
    error = found["lots_by_start_sd"] / found["lots_count"] ** 0.5
    assert abs(found["lots_by_start"] - found["lots_truth"]) < 2 * error
    assert abs(found["lots_regression"]) < 0.25 < found["lots_truth"] - 1
    assert w15.numbers()["alarms_clustered"] < 10 < w15.numbers()["alarms"]


def test_jobs_that_are_added_cost_more_than_jobs_that_are_counted():
    numbers = w15.numbers()
    assert numbers["saved"] == pytest.approx(numbers["saved_wage"] * 12 * 0.224)
    assert numbers["saved_alone"] == pytest.approx(numbers["saved"] / 0.7)
    assert numbers["saved_net"] == pytest.approx(numbers["saved"] / 0.42)
    assert numbers["net_jobs"] == pytest.approx(0.42 * numbers["jobs_2025"])


def test_alternative_texts_hold_the_numbers_of_their_rows():
    lines = zones.paths()
    for name in ("observed", "others", "synthetic"):
        assert f"{lines.loc[2020, name]:+.1f}".replace("-", "−") in w15.answers().alt.replace(
            "-", "−"
        )
    assert w15.fan().alt.startswith("81 thin lines")
    assert f"Bars of {len(zones.placebo_changes(2018, 2022))} regions" in w15.spread().alt
    assert "left of the dashed line at 2.0" in w15.lots().alt

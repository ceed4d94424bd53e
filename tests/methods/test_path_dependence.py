import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.path_dependence import (
    RECEIVERS,
    UrnPolicy,
    locked_in,
    odds_locked_in,
    polya_urn,
    spin_off_growth,
    structural_turnover,
    urn_odds,
)
from tests.methods.tables import quick, vectors

EVEN = pd.Series({"steel": 1, "software": 1})
# Week 11 (SYNTHETIC): the town of the combine and nineteen others.
TOWNS = pd.Series({"home": 30} | {f"town {i}": 2 for i in range(19)})

exponents = st.floats(0, 5)
seeds = st.integers(0, 1000)


@pytest.mark.parametrize(("exponent", "expected"), [(0.5, 0), (1, 0.20), (1.5, 0.87), (2, 0.98)])
def test_lock_in_of_week_5(exponent, expected):
    shares = polya_urn(EVEN, exponent=exponent, draws=400, runs=4000, seed=5)
    assert locked_in(shares) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize(
    ("heredity", "agglomeration", "expected"),
    [(0, 0, 0.10), (0, 1, 0.44), (1, 0, 0.44), (0, 1.3, 0.80), (0.5, 0, 0.18)],
)
def test_home_share_of_week_11(heredity, agglomeration, expected):
    growth = spin_off_growth(TOWNS, heredity=heredity, agglomeration=agglomeration, seed=11)
    assert growth.shares()["home"].mean() == pytest.approx(expected, abs=0.03)


def test_with_the_same_seed_heredity_and_agglomeration_draw_the_same_map():
    maps = [spin_off_growth(TOWNS, heredity=h, agglomeration=1, runs=20) for h in (0, 0.5, 1)]
    assert maps[0].firms.equals(maps[1].firms)
    assert maps[0].firms.equals(maps[2].firms)
    assert maps[0].newcomers.equals(maps[2].spin_offs)
    half = maps[1].spin_offs.sum().sum() / maps[2].spin_offs.sum().sum()
    assert half == pytest.approx(0.5, abs=0.03)


@quick
@given(vectors(low=1, high=9, min_size=2, max_size=2), exponents, seeds)
def test_each_draw_adds_one_ball_to_one_path(start, exponent, seed):
    shares = polya_urn(start, exponent=exponent, draws=30, runs=5, seed=seed)
    assert shares.shape == (31, 5)
    assert shares.iloc[0].tolist() == pytest.approx([start.iloc[0] / start.sum()] * 5)
    balls = shares.mul(start.sum() + np.arange(31), axis="index")
    steps = balls.diff().iloc[1:].to_numpy().ravel()
    assert (np.isclose(steps, 0) | np.isclose(steps, 1)).all()


def test_shares_of_polyas_urn_stay_where_they_are_on_average():
    """The urn with b = 1 is a martingale."""
    shares = polya_urn(pd.Series({"A": 3, "B": 1}), runs=4000, draws=100)
    assert shares.mean(axis="columns").to_numpy() == pytest.approx(0.75, abs=0.015)


def test_the_same_seed_gives_the_same_runs():
    one, same, other = (polya_urn(EVEN, draws=50, runs=3, seed=seed) for seed in (1, 1, 2))
    assert one.equals(same)
    assert not one.equals(other)
    growth = [
        spin_off_growth(TOWNS, heredity=0.5, agglomeration=1, runs=2, seed=seed).firms
        for seed in (1, 1, 2)
    ]
    assert growth[0].equals(growth[1])
    assert not growth[0].equals(growth[2])


def test_an_early_push_does_more_than_a_late_one():
    ends = [
        polya_urn(EVEN * 10, exponent=2, runs=2000, pushes=pd.Series({draw: 0.2})).iloc[-1].mean()
        for draw in (10, 350)
    ]
    assert ends[0] < ends[1] - 0.1


def test_a_push_adds_its_share_of_balls():
    shares = polya_urn(EVEN * 5, draws=1, runs=1, pushes=pd.Series({1: 0.5}), seed=3)
    assert shares.loc[1, 0] in (5 / 16, 6 / 16)


@pytest.mark.parametrize("exponent", [0.5, 1, 1.5, 2])
def test_exact_odds_are_those_of_many_runs(exponent):
    odds = urn_odds(EVEN, exponent=exponent)
    assert odds.sum() == pytest.approx(1)
    runs = polya_urn(EVEN, exponent=exponent, runs=4000, seed=7)
    assert odds_locked_in(odds) == pytest.approx(locked_in(runs), abs=0.02)
    assert odds @ odds.index == pytest.approx(runs.iloc[-1].mean(), abs=0.03)


@pytest.mark.parametrize("to", RECEIVERS)
def test_exact_odds_know_the_policies(to):
    policy = UrnPolicy(to, 50, 20)
    odds = urn_odds(EVEN, exponent=1.5, policy=policy)
    runs = polya_urn(EVEN, exponent=1.5, runs=4000, policy=policy, seed=9)
    assert odds.sum() == pytest.approx(1)
    assert odds_locked_in(odds) == pytest.approx(locked_in(runs), abs=0.025)
    # Two balls, 400 draws, twenty that were paid for.
    assert odds.index[0] == pytest.approx(1 / 422)


def test_every_end_of_polyas_urn_is_as_likely_as_any_other():
    odds = urn_odds(EVEN, draws=30)
    assert odds.to_numpy() == pytest.approx(1 / 31)


def test_a_policy_of_nobody_changes_nothing():
    plain = urn_odds(EVEN, exponent=1.5, draws=60)
    assert urn_odds(EVEN, exponent=1.5, draws=60, policy=UrnPolicy("leader", 9, 0)).equals(plain)
    runs = polya_urn(EVEN, draws=60, runs=4)
    assert polya_urn(EVEN, draws=60, runs=4, policy=UrnPolicy("anyone", 9, 0)).equals(runs)


@quick
@given(st.sampled_from(RECEIVERS), st.integers(0, 20), st.integers(0, 15), exponents)
def test_what_is_paid_for_is_added(to, after, balls, exponent):
    policy = UrnPolicy(to, after, balls)
    shares = polya_urn(EVEN, exponent=exponent, draws=40, runs=5, policy=policy)
    won = shares.iloc[-1] * (42 + balls)
    assert won.to_numpy() == pytest.approx(won.round().to_numpy())
    assert len(urn_odds(EVEN, exponent=exponent, draws=40, policy=policy)) == 41 + balls


def test_the_laggard_gets_what_the_leader_does_not():
    start = pd.Series({"A": 3, "B": 1})
    ends = {to: urn_odds(start, draws=1, policy=UrnPolicy(to, 0, 2)) for to in RECEIVERS[:2]}
    assert ends["leader"][ends["leader"] > 0].index.tolist() == pytest.approx([5 / 7, 6 / 7])
    assert ends["laggard"][ends["laggard"] > 0].index.tolist() == pytest.approx([3 / 7, 4 / 7])


structures = st.integers(2, 5).flatmap(
    lambda times: st.lists(
        st.lists(st.floats(0.1, 100), min_size=4, max_size=4), min_size=times, max_size=times
    )
)


@quick
@given(structures)
def test_net_is_no_more_than_gross(rows):
    found = structural_turnover(pd.DataFrame(rows))
    assert 0 <= found["net"] <= found["gross"] + 1e-12
    if found["gross"] > 1e-9:
        assert 0 <= found["kept"] <= 1 + 1e-9
    twice = structural_turnover(3 * pd.DataFrame(rows))
    assert twice["net"] == pytest.approx(found["net"], abs=1e-9)


def test_a_structure_that_did_not_move_has_kept_nothing_to_speak_of():
    still = structural_turnover(pd.DataFrame({"a": [2, 4], "b": [3, 6]}))
    assert still["gross"] == pytest.approx(0)
    assert np.isnan(still["kept"])


def test_one_step_is_kept_whole_and_a_return_not_at_all():
    there = pd.DataFrame({"coal": [30, 40], "rest": [70, 60]})
    assert structural_turnover(there).to_dict() == pytest.approx(
        {"net": 0.1, "gross": 0.1, "kept": 1}
    )
    back = pd.concat([there, there.iloc[[0]]], ignore_index=True)
    assert structural_turnover(back).to_dict() == pytest.approx({"net": 0, "gross": 0.2, "kept": 0})


@quick
@given(st.floats(0, 1), st.floats(0, 2), seeds)
def test_firms_are_those_that_stayed_and_those_that_came(heredity, agglomeration, seed):
    growth = spin_off_growth(
        TOWNS, heredity=heredity, agglomeration=agglomeration, exit_rate=0, periods=8, runs=3,
        seed=seed,
    )  # fmt: skip
    last = growth.firms.xs(8, level="period")
    assert last.equals(growth.spin_offs + growth.newcomers + TOWNS)
    assert growth.shares().sum(axis="columns").tolist() == pytest.approx([1, 1, 1])
    if heredity in (0, 1):
        nothing = growth.spin_offs if heredity == 0 else growth.newcomers
        assert not nothing.to_numpy().any()


def test_without_entries_firms_close_down_to_the_floor():
    growth = spin_off_growth(
        pd.Series({"A": 100, "B": 1}), heredity=0, agglomeration=1, entries=0, exit_rate=0.5,
        periods=3, runs=1,
    )  # fmt: skip
    assert growth.firms["A"].tolist() == [100, 50, 25, 12.5]
    assert growth.firms["B"].tolist() == [1, 0.5, 0.5, 0.5]


def test_strong_exponents_stay_in_the_range_of_numbers():
    with np.errstate(all="raise"):
        polya_urn(pd.Series({"A": 1e6, "B": 1}), exponent=300, draws=5, runs=2)
    growth = spin_off_growth(TOWNS, heredity=0, agglomeration=300, runs=2)
    assert growth.shares()["home"].min() > 0.8


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: polya_urn(pd.Series({"A": 1})), "start: expected two paths, got 1"),
        (lambda: polya_urn(EVEN * 0), r"start: .*found 0 at 'steel'"),
        (lambda: polya_urn(EVEN, exponent=-1), "exponent: expected at least 0, got -1"),
        (lambda: polya_urn(EVEN, draws=0), "draws: expected at least 1, got 0"),
        (lambda: polya_urn(EVEN, runs=2.5), "runs: expected a whole number, got 2.5"),
        (lambda: polya_urn(EVEN, pushes=pd.Series({900: 1})), "pushes: there is no draw 900"),
        (lambda: polya_urn(EVEN, pushes=pd.Series({9: -1})), r"pushes: .*-1 at 9"),
        (lambda: locked_in(pd.DataFrame({"run": [2.0]})), r"shares, run 'run': .*got 2"),
        (lambda: locked_in(pd.DataFrame({0: [0.5]}), threshold=0.5), r"threshold: .*got 0.5"),
        (lambda: UrnPolicy("mayor", 1, 1), "to: expected one of leader, laggard, anyone"),
        (lambda: UrnPolicy("leader", -1, 1), "after: expected at least 0, got -1"),
        (lambda: UrnPolicy("leader", 1, 1.5), "balls: expected a whole number, got 1.5"),
        (
            lambda: polya_urn(EVEN, draws=9, policy=UrnPolicy("anyone", 5, 6)),
            "policy: it lasts to draw 11, there are only 9",
        ),
        (lambda: urn_odds(pd.Series({"A": 1})), "start: expected two paths, got 1"),
        (lambda: urn_odds(EVEN, exponent=-1), "exponent: expected at least 0, got -1"),
        (lambda: odds_locked_in(pd.Series({0.5: 0.5})), "odds: expected a sum of 1, found 0.5"),
        (lambda: odds_locked_in(pd.Series({2.0: 1.0})), "odds, share: .*found 2"),
        (
            lambda: structural_turnover(pd.DataFrame({"a": [1]})),
            "structure: expected at least two times, got 1",
        ),
        (
            lambda: structural_turnover(pd.DataFrame({"a": [1, 0], "b": [1, 0]})),
            "structure, totals: .*found 0 at 1",
        ),
        (
            lambda: structural_turnover(pd.DataFrame({"a": [1, -1]})),
            "structure: expected no negative value",
        ),
        (
            lambda: spin_off_growth(TOWNS, heredity=2, agglomeration=1),
            "heredity: expected at least 0 and at most 1, got 2",
        ),
        (
            lambda: spin_off_growth(TOWNS - 2, heredity=0, agglomeration=1),
            r"firms: .*found 0 at 'town 0'",
        ),
        (
            lambda: spin_off_growth(TOWNS, heredity=0, agglomeration=1, floor=0),
            "floor: expected above 0, got 0",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()

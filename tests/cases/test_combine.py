"""Week 11's stylised combine: one map from two causes, and an index moved by a pen."""

from __future__ import annotations

import pytest

from regecon.cases import combine


@pytest.mark.parametrize(
    ("heredity", "agglomeration", "share"),
    [(0, 0, 0.10), (0, 1, 0.44), (1, 0, 0.44), (0, 1.3, 0.80), (0.5, 0, 0.18)],
)
def test_home_share_is_that_of_the_stylised_case(heredity, agglomeration, share):
    assert combine.home_share(heredity, agglomeration).mean() == pytest.approx(share, abs=0.03)


def test_the_crowd_and_the_family_draw_one_map_and_two_registers():
    crowd, family = combine.map_of(0, 1), combine.map_of(1, 0)
    assert crowd.sum(axis=1).equals(family.sum(axis=1))
    assert crowd["newcomer"].equals(family["heir"].rename("newcomer"))
    assert not crowd["heir"].any()
    assert not family["newcomer"].any()


def test_other_luck_gives_other_dots_and_the_same_odds():
    """That not one dot moves is the seed; what the theory promises are equal odds."""
    shares = [
        combine.growth(*cause, seed=seed).shares()["home"]
        for seed, cause in zip(combine.SEEDS[1:], ((0, 1), (1, 0)), strict=True)
    ]
    assert not shares[0].equals(shares[1])
    for share in shares:
        assert share.mean() == pytest.approx(combine.home_share(0, 1).mean(), abs=0.02)
        assert share.std() == pytest.approx(combine.home_share(0, 1).std(), abs=0.02)


@pytest.mark.parametrize("pieces", [2, 10, 30, 60])
def test_a_pull_in_proportion_keeps_the_share_of_the_start(pieces):
    start = combine.towns(pieces)
    share = combine.home_share(0, 1, pieces).mean()
    assert share == pytest.approx(start["home"] / start.sum(), abs=0.03)


def test_the_map_has_the_firms_of_its_run():
    for heredity in (0, 0.5, 1):
        table = combine.map_of(heredity, 0.5)
        assert (table >= 0).all(axis=None)
        made = combine.growth(heredity, 0.5)
        last = made.firms.xs(combine.PERIODS, level="period").round()
        assert (last == table.sum(axis=1)).all(axis=1).any()


def test_the_pen_moves_the_index_and_nothing_else():
    before, after = combine.index_after(1), combine.index_after(30)
    assert before.raw == pytest.approx(after.raw)
    assert before.gamma < 0 < 0.05 < after.gamma
    assert combine.splits()["gamma"].is_monotonic_increasing

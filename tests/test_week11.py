"""Week 11: the numbers of the stylised cases, and what the chapter says of them."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from regecon.explorers import explorer
from regecon.explorers import split_the_combine as combine
from regecon.explorers import voluntary_union as union
from regecon.kit.explorer.bake import bake
from regecon.methods.clusters import union_cost


@pytest.mark.parametrize(
    ("heredity", "agglomeration", "share"),
    [(0, 0, 0.10), (0, 1, 0.44), (1, 0, 0.44), (0, 1.3, 0.80), (0.5, 0, 0.18)],
)
def test_home_share_in_the_explorer_is_that_of_the_stylised_case(heredity, agglomeration, share):
    shown = explorer("split-the-combine").headlines(heredity=heredity, agglomeration=agglomeration)
    assert shown[0].value == pytest.approx(share, abs=0.03)


def test_the_crowd_and_the_family_draw_one_map_and_two_registers():
    crowd, family = combine.map_of(0, 1, 30), combine.map_of(1, 0, 30)
    assert crowd.sum(axis=1).equals(family.sum(axis=1))
    assert crowd["newcomer"].equals(family["heir"].rename("newcomer"))
    assert not crowd["heir"].any()
    assert not family["newcomer"].any()


@pytest.mark.parametrize("pieces", [2, 10, 30, 60])
def test_a_pull_in_proportion_keeps_the_share_of_the_start(pieces):
    start = combine.towns(pieces)
    share = combine.growth(0, 1, pieces).shares()["home"].mean()
    assert share == pytest.approx(start["home"] / start.sum(), abs=0.03)


def test_the_map_has_the_firms_of_its_run():
    for heredity in (0, 0.5, 1):
        table = combine.map_of(heredity, 0.5, 30)
        assert (table >= 0).all(axis=None)
        made = combine.growth(heredity, 0.5, 30)
        last = made.firms.xs(combine.PERIODS, level="period").round()
        assert (last == table.sum(axis=1)).all(axis=1).any()


def test_towns_keep_apart_on_the_map():
    places = np.array(combine.PLACES)
    gaps = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    assert len(places) == combine.OTHERS + 1
    assert gaps[gaps > 0].min() > 10


def test_parents_are_told_only_when_they_are_asked():
    hidden, shown = (
        explorer("split-the-combine").headlines(heredity=1, parents=parents)[2]
        for parents in ("hidden", "shown")
    )
    assert np.isnan(hidden.value)
    assert shown.value == 1


def test_thirty_free_firms_do_not_unite_and_ten_do():
    views = explorer("voluntary-union")
    thirty, ten = (views.headlines(members=members) for members in (30, 10))
    assert thirty[0].value == pytest.approx(12 / 30 + 29 * 0.1)
    assert thirty[1].value < 0 < ten[1].value
    assert [line.text for line in ten[2:]] == ["5–26", "11"]


def test_less_trust_needs_more_members():
    smallest = [
        explorer("voluntary-union").headlines(paying=paying)[2].value for paying in (1, 0.8, 0.6)
    ]
    assert smallest == sorted(smallest)
    assert smallest[0] < smallest[-1]


def test_a_union_pays_just_within_the_sizes_it_names():
    for view in explorer("voluntary-union").states_of(explorer("voluntary-union").parts["curve"]):
        row = union.curve(**view).rows.iloc[0]
        if np.isfinite(row["smallest"]):
            assert union_cost(int(row["smallest"]), **view) <= union.WORTH + 1e-9
            assert union_cost(int(row["largest"]) + 1, **view) > union.WORTH


@pytest.mark.parametrize("name", ["split-the-combine", "voluntary-union"])
def test_explorers_are_light(name):
    assert len(gzip.compress(bake(explorer(name)).encode())) < 40_000

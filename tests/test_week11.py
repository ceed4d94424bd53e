"""Week 11: what the chapter says and the explorers show."""

from __future__ import annotations

import numpy as np
import pytest

from regecon.cases import combine, science_town, unions
from regecon.explorers import explorer, split_the_combine, voluntary_union
from regecon.figures import w11
from regecon.methods.clusters import union_cost
from tests.baked import weight


def test_the_explorer_starts_with_the_pieces_of_the_chapter():
    shown = explorer("split-the-combine").headlines()
    assert shown[0].value == pytest.approx(combine.home_share(0, 1).mean())


def test_towns_keep_apart_on_the_map():
    places = np.array(split_the_combine.PLACES)
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
    assert thirty[0].value == pytest.approx(unions.cost(30))
    assert thirty[1].value < 0 < ten[1].value
    assert [line.text for line in ten[2:]] == ["5–26", "11"]


def test_a_union_pays_just_within_the_sizes_it_names():
    for view in explorer("voluntary-union").states_of(explorer("voluntary-union").parts["curve"]):
        row = voluntary_union.curve(**view).rows.iloc[0]
        if np.isfinite(row["smallest"]):
            assert union_cost(int(row["smallest"]), **view) <= unions.WORTH + 1e-9
            assert union_cost(int(row["largest"]) + 1, **view) > unions.WORTH


def test_every_sum_of_the_figure_has_a_name():
    assert tuple(w11.MONEY) == science_town.MONEY
    assert tuple(w11.CASES) == tuple(combine.CASES)


def test_alternative_texts_tell_the_rows():
    assert "−0.04" in w11.index().alt
    assert "63 % in the home town" in w11.survival().alt
    assert "18 in 2010" in w11.staff().alt


@pytest.mark.parametrize("name", ["split-the-combine", "voluntary-union"])
def test_explorers_are_light(name):
    assert weight(name) < 60_000

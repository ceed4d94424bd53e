"""Week 13: the explorer says what the model says, and the figures what their rows say."""

from __future__ import annotations

import pytest

from regecon.cases import chain
from regecon.explorers import explorer
from regecon.figures import w13
from tests.baked import weight


@pytest.mark.parametrize(
    ("ring", "cut", "left"), [("last", 0, 0.29), ("last", 50, 0.265), ("upstream", 50, 0.17)]
)
def test_import_content_in_the_explorer(ring, cut, left):
    shown = explorer("peel-the-chain").headlines(ring=ring, cut=cut)
    assert shown[0].value == pytest.approx(left)


@pytest.mark.parametrize("ring", chain.RINGS)
def test_explorer_adds_up_cost_and_loss(ring):
    shown = explorer("peel-the-chain").headlines(ring=ring, cut=100, stop=12, stop_home=8)
    costs = chain.costs(ring, 100, 12, 8)
    assert [line.value for line in shown[1:]] == pytest.approx(
        costs[["extra", "loss", "sum"]].tolist()
    )


def test_sentence_names_the_edge_of_the_model():
    said = explorer("peel-the-chain").sentence(cut=0)
    assert f"{100 * chain.edge():.1f} points above" in said


def test_alternative_texts_hold_the_numbers_of_their_rows():
    assert "highest with 33 % imported, 25 of it directly" in w13.contents().alt
    assert "households at 76 % in the first and 29 in the second" in w13.spread().alt
    assert "Altai krai move from 9 % of shipments in 2010 to 17 in 2016" in w13.exports().alt
    assert "crosses zero in year 11" in w13.infant().alt


def test_captions_count_what_the_bars_show():
    numbers = w13.spread().numbers
    assert numbers["spread_low"] < numbers["spread_median"] < numbers["spread_high"]
    assert numbers["spread_households"] > 2 * numbers["spread_high"]
    assert numbers["spread_households_second"] < numbers["spread_low_second"]


def test_explorer_is_light():
    assert weight("peel-the-chain") < 60_000

"""Week 7: the branching map, the odds of entry, and what the chapter says of them."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from regecon.explorers import branching_map as branching
from regecon.explorers import explorer
from regecon.figures import w07
from regecon.kit.explorer.bake import bake

HOME = "Kemerovo oblast"
ROOT = Path(__file__).parents[1]


def test_mining_hides_four_specialisations():
    """Struck out for all regions, it leaves more sectors above the average."""
    has = {key: branching.space(key).presence.loc[HOME] for key in branching.SPACES}
    assert list(has["with"].index[has["with"] == 1]) == ["B", "D"]
    assert list(has["without"].index[has["without"] == 1]) == ["C", "D", "H", "M", "R"]


@pytest.mark.parametrize(
    ("mining", "own", "country"), [("with", 82.5, 76.6), ("without", 40.7, 62.1)]
)
def test_quotient_by_hand(mining, own, country):
    """Manufacturing: 10.9 and 16.3 per cent, of what the chosen sections make together."""
    quotient = branching.space(mining).quotients.loc[HOME, "C"]
    assert quotient == pytest.approx((10.9 / own) / (16.3 / country))


@pytest.mark.parametrize("mining", branching.SPACES)
def test_density_raises_the_odds_of_entry(mining):
    found = branching.entries(mining)
    assert found.slope > 3 * found.slope_error
    assert 0 < found.entries < found.chances


def test_formulas_of_the_chapter_hold_the_numbers_of_the_figures():
    """Displayed formulas cannot take their numbers from the page module."""
    found, table = branching.entries("without"), branching.outlook(HOME, "without")
    assert (round(found.constant, 2), round(found.slope, 2)) == (-3.75, 4.13)
    own = table.loc[table["has"], "complexity"]
    assert (round(table.loc["J", "complexity"], 2), round(own.mean(), 2)) == (4.38, 0.25)
    assert len(own) + 1 == 6
    text = (ROOT / "book" / "w07-diversify-into-what.md").read_text(encoding="utf-8")
    for shown in ("a = -3.75", "b = 4.13", r"$(4.38 - 0.25)/6$", "$24/36.6$"):
        assert shown in text


def test_shuffled_maps_keep_half_of_the_slope():
    numbers = w07.numbers()
    assert 0.4 < numbers["slope_shuffled"] / numbers["slope"] < 0.6
    assert numbers["shuffled_above"] < 0.05 * numbers["shuffles"]


def test_headlines_are_the_model():
    shown = explorer("branching-map").headlines(mining="without", pick="complex", candidate="J")
    table = branching.outlook(HOME, "without")
    assert shown[2].value == pytest.approx(table.loc["J", "chance"])
    assert shown[3].value == pytest.approx(table.loc["J", "gain"])
    assert shown[0].value == pytest.approx(branching.after_years(HOME, "without", "complex")[0])


def test_a_gain_is_what_the_mean_moves_by():
    table = branching.outlook(HOME, "without")
    own = table.loc[table["has"], "complexity"]
    joined = pd.concat([own, table.loc[["G"], "complexity"]])
    assert table.loc["G", "gain"] == pytest.approx(joined.mean() - own.mean())


@pytest.mark.parametrize(("region", "mining"), list(product(branching.REGIONS, branching.SPACES)))
def test_every_rule_founds_what_the_region_lacks(region, mining):
    table = branching.outlook(region, mining)
    for pick in branching.PICKS:
        founded = branching.picked(region, mining, pick)
        assert founded
        assert branching.MINING not in founded
        assert not table.loc[founded, "has"].any()


def test_related_stands_and_complex_pays():
    """The trade-off of the chapter, where the region has a choice."""
    for region in ("Altai krai", "Krasnoyarsk krai", "Irkutsk oblast", "Omsk oblast"):
        related = branching.after_years(region, "without", "related")
        complex_ = branching.after_years(region, "without", "complex")
        assert related[0] > complex_[0]
        assert related[1] < complex_[1]


def test_baked_explorer_is_small():
    assert len(bake(explorer("branching-map")).encode()) < 80_000

"""Week 7: the branching map, the odds of entry, and what the chapter says of them."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from regecon.explorers import branching_map as branching
from regecon.explorers import explorer
from regecon.kit.explorer.bake import bake
from regecon.methods.branching import proximity, relatedness_density
from regecon.methods.entry import entry_logit, plan_project_gap, standing
from regecon.pages import w07

HOME = "Kemerovo oblast"
ROOT = Path(__file__).parents[1]


def test_mining_hides_three_specialisations():
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


def test_logit_with_one_variable_of_two_values_is_the_table_of_odds():
    rng = np.random.default_rng(3)
    dense = pd.DataFrame(rng.choice([0.2, 0.5], size=(40, 6)))
    after = pd.DataFrame((rng.random((40, 6)) < dense.to_numpy()).astype(int))
    found = entry_logit(dense, 0 * after, after)
    for level in (0.2, 0.5):
        share = after.to_numpy()[dense.to_numpy() == level].mean()
        assert found.probability(level) == pytest.approx(share)


def test_logit_refuses_what_tells_nothing():
    dense = pd.DataFrame([[0.1, 0.4]])
    with pytest.raises(ValueError, match="some entries but not all"):
        entry_logit(dense, 0 * dense, 0 * dense)


def test_own_presence_is_no_neighbour():
    has = pd.DataFrame({"coal": [1, 1, 0], "steel": [1, 1, 1], "spa": [0, 0, 1]})
    without = relatedness_density(has, proximity(has), itself=False)
    assert without.loc[2, "steel"] == pytest.approx((1 / 3) / (2 / 3 + 1 / 3))


@pytest.mark.parametrize("years", [0, 1, 10])
def test_standing_agrees_with_drawing_lots(years):
    names = list("abcd")
    links = pd.DataFrame(0.5, index=names, columns=names)
    links.loc["a", "d"] = links.loc["d", "a"] = 0.1
    here = pd.Series([1, 0, 0, 0], index=names)
    exact = standing(here, links, ["b", "c"], years=years)
    assert exact.sum() == pytest.approx(1)
    rng, weights = np.random.default_rng(1), links.mask(np.eye(4, dtype=bool), 0)
    stand = np.zeros((4_000, 4))
    stand[:, :3] = 1
    for _year in range(years):
        density = stand @ weights.to_numpy() / weights.sum().to_numpy()
        closes = rng.random(stand.shape) < 0.25 * (1 - density) ** 2
        closes[:, 0] = False
        stand[closes] = 0
    drawn = stand[:, 1:3].sum(axis=1).mean()
    expected = sum(chance * sum(state) for state, chance in exact.items())
    assert expected == pytest.approx(drawn, abs=0.05)


def test_standing_refuses_what_is_there():
    links = pd.DataFrame(1.0, index=["a", "b"], columns=["a", "b"])
    with pytest.raises(ValueError, match="that the region lacks"):
        standing(pd.Series({"a": 1, "b": 0}), links, ["a"])


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


def test_gap_weighs_roubles_and_not_projects():
    plan = pd.Series({"one": 90.0, "two": 5.0, "three": 5.0})
    named = pd.Series({"one": False, "two": True, "three": True})
    assert plan_project_gap(plan, named) == pytest.approx(0.9)
    with pytest.raises(ValueError, match="0 or 1"):
        plan_project_gap(plan, 2 * named)


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

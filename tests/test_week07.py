"""Week 7: what the chapter says and the explorer shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from regecon.cases import branching
from regecon.explorers import branching_map, explorer
from regecon.figures import w07
from tests.baked import weight

HOME = branching.HOME
ROOT = Path(__file__).parents[1]


def test_formulas_of_the_chapter_hold_the_numbers_of_the_figures():
    """Displayed formulas cannot take their numbers from the page module."""
    found, table = branching.entries(), branching.outlook(HOME, "without")
    assert (round(found.constant, 2), round(found.slope, 2)) == (-3.75, 4.13)
    own = table.loc[table["has"], "complexity"]
    assert (round(table.loc["J", "complexity"], 2), round(own.mean(), 2)) == (4.38, 0.25)
    assert len(own) + 1 == 6
    text = (ROOT / "book" / "w07-diversify-into-what.md").read_text(encoding="utf-8")
    for shown in ("a = -3.75", "b = 4.13", r"$(4.38 - 0.25)/6$", "$24/36.6$"):
        assert shown in text


def test_headlines_are_the_model():
    shown = explorer("branching-map").headlines(mining="without", pick="complex", candidate="J")
    table = branching.outlook(HOME, "without")
    assert shown[2].value == pytest.approx(table.loc["J", "chance"])
    assert shown[3].value == pytest.approx(table.loc["J", "gain"])
    assert shown[0].value == pytest.approx(branching.after_years(HOME, "without", "complex")[0])


def test_the_explorer_offers_what_the_model_knows():
    for region in branching_map.REGIONS:
        assert region in branching.space().presence.index
    assert tuple(branching_map.PICKS) == branching.PICKS
    assert tuple(branching_map.CANDIDATES) == branching.CANDIDATES
    assert set(branching_map.PLACES) == set(branching.MARKET)


def test_the_prediction_counts_as_the_map_does():
    """Its words are typed: two of twelve, five of eleven, 42 of every 100 roubles."""
    numbers = w07.numbers()
    assert (numbers["has_with"], numbers["has_without"]) == (2, 5)
    assert round(numbers["mining_share"]) == 42


def test_alternative_texts_tell_the_rows():
    shuffled = branching.shuffled()
    reach = (shuffled >= branching.slopes().loc["main", "slope"]).sum()
    for count in reach:
        assert f"{count} reach" in w07.shuffled().alt
    assert "five bars" in w07.windows().alt


@pytest.mark.parametrize("name", ["branching-map"])
def test_explorers_are_light(name):
    assert weight(name) < 60_000

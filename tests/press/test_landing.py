"""The landing page: map, town cards and pattern cards say what the tables say."""

import re

import pytest

from regecon.data import load
from regecon.figures import maps, route_map
from regecon.kit.palette import LIGHT, PATTERNS
from regecon.press import landing


def test_every_stop_of_the_loop_has_one_card_and_one_button():
    html = landing.town_cards().html
    for place in load("stops")["place"].unique():
        assert html.count(f'data-place="{place}"') == 1
        assert html.count(f'id="town-{place.lower()}"') == 1


def test_cards_hide_until_they_are_chosen():
    cards = re.findall(r"<article[^>]*>", landing.town_cards().html)
    assert cards
    assert all(card.endswith(" hidden>") for card in cards)


def test_population_prefers_the_census_of_2021_to_later_estimates():
    counts = load("population").query("place == 'Novokuznetsk' and year == 2021")
    census = counts.query("kind == 'census'")["population"].iloc[0]
    assert landing.population_of("Novokuznetsk") == f"{census:,} (census, 2021)"


def test_population_of_a_place_without_counts_is_not_invented():
    assert landing.population_of("Srostki") == "not in our tables"


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_map_marks_every_pattern_in_its_colour(pattern):
    spec = route_map.route().chart.to_dict()
    rows = [row for table in spec["datasets"].values() for row in table]
    town = load("towns").query("pattern == @pattern")["place"].iloc[0]
    assert any(
        row.get("place") == town and row.get("colour") == LIGHT[pattern] and "shape" in row
        for row in rows
    )


def test_the_map_keeps_only_shapes_that_reach_into_it():
    names = {shape["name"] for shape in maps.near("regions")}
    assert "Altai krai" in names
    assert "China" not in names


def test_every_pattern_has_its_card_with_a_question():
    html = landing.pattern_cards().html
    for pattern in PATTERNS:
        assert f"road-{pattern}" in html
        assert landing.TITLES[pattern] in html
    assert html.count("?") >= len(PATTERNS)


def test_the_map_tells_every_stop_and_every_sign():
    told = route_map.route().alt
    assert all(place in told for place in load("stops")["place"])
    for pattern, town in (
        load("towns").dropna(subset="pattern").set_index("pattern")["place"].items()
    ):
        assert pattern in PATTERNS
        assert f"{town} a " in told

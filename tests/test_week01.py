"""Week 1: its explorer, and what the chapter says of its figures."""

from __future__ import annotations

import pytest

from regecon.cases import fieldwork
from regecon.data import load
from regecon.explorers import explorer
from regecon.figures import w01
from tests.baked import weight


def test_explorer_knows_the_stops_audiences_and_topics_of_the_case():
    model = explorer("whom-you-ask")
    stops, audiences = model.controls[:2]
    assert tuple(stops.default) == fieldwork.STOPS
    assert tuple(audiences.default) == fieldwork.AUDIENCES
    heard = fieldwork.chance_heard(fieldwork.STOPS, fieldwork.AUDIENCES, 8).sum()
    assert model.headlines()[0].value == pytest.approx(heard)


def test_chapter_says_what_the_figures_say():
    numbers = w01.numbers()
    assert numbers["heard_no_residents"] > numbers["heard_all"]
    assert numbers["people_no_residents"] < numbers["people_all"]
    # "because of one mark": third with the age of the town, eleventh of twelve without it.
    assert numbers["score_rank_three"] <= 3
    assert numbers["score_rank_two"] >= numbers["score_towns"] - 1
    assert numbers["hand_z"] == pytest.approx(
        (numbers["hand_loss"] - numbers["hand_mean"]) / numbers["hand_sd"]
    )


def test_kinds_of_statements_add_up():
    numbers = w01.numbers()
    kinds = ("findings", "recommendations", "methods", "routes", "sources", "figures")
    assert sum(numbers[kind] for kind in kinds) == len(load("claims"))


def test_the_map_says_how_many_findings_each_stop_has():
    told = w01.loop().alt
    for place, count in fieldwork.odds()["place"].value_counts().items():
        assert f"{place}: {count}" in told
    assert "Tashtagol: 0" in told
    assert "Novosibirsk:" not in told  # where the loop begins is no stop


def test_explorer_is_light():
    assert weight("whom-you-ask") < 60_000

"""The expedition as an instrument, and the towns that its word old-industrial is tried on."""

from __future__ import annotations

import numpy as np
import pytest

from regecon.cases import fieldwork
from regecon.data import load


def test_a_finding_is_missed_only_if_every_audience_misses_it():
    talk = fieldwork.days_a_talk(fieldwork.STOPS, fieldwork.AUDIENCES, 8)
    row = fieldwork.odds().loc["S-127"]
    missed = np.prod([(1 - row[audience]) ** talk for audience in fieldwork.AUDIENCES])
    heard = fieldwork.chance_heard(fieldwork.STOPS, fieldwork.AUDIENCES, 8)
    assert heard["S-127"] == pytest.approx(1 - missed)


def test_without_residents_the_total_rises_and_people_go_dark():
    everyone = fieldwork.chance_heard(fieldwork.STOPS, fieldwork.AUDIENCES, 8)
    without = fieldwork.chance_heard(fieldwork.STOPS, ("administration", "enterprises"), 8)
    people = fieldwork.odds()["topic"] == "people"
    assert without.sum() > everyone.sum()
    assert without[people].sum() < everyone[people].sum()


def test_whoever_the_report_names_as_informant_has_the_best_odds():
    # S-127 to S-130 and S-218: "named by the municipality itself".
    named = fieldwork.odds().loc[["S-127", "S-128", "S-129", "S-130", "S-218"]]
    best = named[list(fieldwork.AUDIENCES)].idxmax(axis="columns")
    assert (best == "administration").all()


def test_nobody_is_heard_where_the_days_go_into_driving():
    assert fieldwork.days_a_talk(fieldwork.STOPS, fieldwork.AUDIENCES, 1) == 0
    assert fieldwork.chance_heard(fieldwork.STOPS, fieldwork.AUDIENCES, 1).sum() == 0


def test_towns_are_compared_by_two_censuses_on_one_boundary():
    population = load("population").set_index(["place", "year"])
    census = population[
        (population["kind"] == "census") & (population["boundary"] == "town proper")
    ]
    towns = fieldwork.comparable().index
    assert len(towns) == 12
    for town in towns:
        rows = census.loc[town].loc[[fieldwork.FROM, fieldwork.TO]]
        assert len(rows) == 2, town
        assert not rows["note"].fillna("").str.contains("bound|separated|with ").any(), town
    # Kiselyovsk has no census before 2010; the notes say that the boundaries of these two moved.
    assert "Kiselyovsk" not in towns
    for town in fieldwork.MOVED:
        assert town not in towns
        notes = census.loc[town]["note"].fillna("")
        assert notes.str.contains("bound|separated").any(), town


def test_loss_is_a_sum_by_hand():
    assert fieldwork.comparable()["Prokopyevsk"] == pytest.approx(100 * (1 - 177819 / 273838))
    assert fieldwork.comparable()["Barnaul"] < 0


def test_two_of_three_indicators_go_against_the_age_of_the_town():
    together = fieldwork.indicators().corr()
    assert together.loc["loss", "old"] > 0
    assert together.loc["age", "loss"] < 0
    assert together.loc["age", "old"] < 0


def test_the_score_of_the_first_model_hangs_on_its_charter():
    ranks = fieldwork.scores().rank(ascending=False).loc["Novokuznetsk"]
    assert ranks["three"] <= 3
    assert ranks["two"] >= 10

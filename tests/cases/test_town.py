"""Your own town: what is reckoned of a municipality, against the tables and against other weeks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from regecon.cases import town, towns, young
from regecon.data import load
from regecon.figures import town_told

SEVERSK, BRATSK = town.find("Seversk"), town.find("Bratsk")
PROKOPYEVSK, SHEREGESH = town.find("Прокопьевск"), town.find("Шерегеш")
EVERY = town.municipalities()
SOME = EVERY[::9]


def test_people_change_within_a_base_and_across_the_recount():
    table = load("municipal_population").set_index(["municipality", "year"])["population"]
    own = table[PROKOPYEVSK.municipality]
    changes = town.changes(PROKOPYEVSK)
    assert changes["before"] == pytest.approx(100 * (own[2020] / own[2016] - 1))
    assert changes["recount"] == pytest.approx(100 * (own[2023] / own[2020] - 1))
    assert changes["after"] == pytest.approx(100 * (own[2024] / own[2023] - 1))


def test_what_the_tables_lack_is_missing_and_no_zero():
    assert town.people(SEVERSK).index.tolist() == [2016, 2020]
    assert town.changes(SEVERSK)[["recount", "after"]].isna().all()
    assert town.balance(SEVERSK).isna().all()
    for empty in (town.ages, town.moves, town.pyramid, town.peers, town.patterns, town.pay):
        assert empty(SEVERSK).empty
        assert empty(BRATSK).empty
    assert town.pull(BRATSK).empty
    assert town.people(BRATSK).index.tolist() == [2010, 2020, 2021]
    without = [here.name for here in EVERY if town.changes(here).isna().any()]
    assert len(without) == 14  # thirteen okrugs of Kemerovo oblast, and Seversk


def test_a_census_is_that_of_the_town_and_not_of_the_district_around_it():
    assert town.revisions(PROKOPYEVSK)["revision"].to_dict() == {"Prokopyevsk": -6.6}
    assert town.revisions(town.find("Прокопьевский район")).empty
    assert set(town.revisions(town.find("Гурьевск")).index) == {"Guryevsk", "Salair"}


def test_the_year_adds_up():
    parts = pd.DataFrame([town.balance(here) for here in EVERY]).dropna()
    assert len(parts) == 167
    assert np.allclose(parts["net"] + parts["rest"], parts["change"])


def test_moves_of_tomsk_are_those_that_the_descriptor_tells():
    net = town.moves(town.find("Tomsk"))
    assert (net[town.STUDY], net[town.RETURN]) == (2114, -3331)


def test_the_young_of_biysk_are_those_of_week_12():
    ours = town.young_ahead(town.find("Biysk"), 0.6, 0.15)
    theirs = young.young_path("Biysk", 60, 15, 0)
    assert ours["now"] == pytest.approx(theirs.iloc[0])
    assert ours["leave"] == pytest.approx(theirs.iloc[-1])
    assert town.young_ahead(SEVERSK).empty


def test_distances_are_those_of_the_table_but_for_where_a_centre_lies():
    ours = {here.places[0]: here for here in EVERY if here.kind == "urban okrug" and here.places}
    table = load("distances")
    table = table[table["origin"].isin(ours) & table["destination"].isin(ours)]
    for row in table.query("origin == 'Novokuznetsk'").itertuples():
        near = town.neighbours(ours[row.origin])
        found = near[[ours[row.destination].name in names for names in near["names"]]]
        assert found["kilometres"].iloc[0] == pytest.approx(row.kilometres, abs=7)


def test_a_town_and_the_district_around_it_are_one_labour_market():
    biysk, around = town.find("Biysk"), town.find("Бийский район")
    assert town.pull(biysk).equals(town.pull(around))
    assert town.pull(biysk)["names"].iloc[0] == (biysk.name, around.name)
    assert sum(map(len, town.markets()["names"])) == len(EVERY)
    assert town.markets()["people"].sum() == pytest.approx(
        load("municipal_population").query("year == 2023")["population"].sum()
        + town.people(SEVERSK)[2020]
    )


def test_odds_are_week_8s_formula():
    table = town.odds()
    assert np.allclose(table.sum(axis="columns"), 1)
    market = town.markets()
    home = town.find("Prokopyevsk").municipality
    far = town.neighbours(PROKOPYEVSK)["kilometres"].reindex(market.index).fillna(towns.INSIDE)
    weight = market["people"] * market["wage"] ** towns.WAGE_PULL * np.exp(-towns.DECAY * far)
    assert np.allclose(table.loc[home], weight / weight.sum())


def test_less_decay_keeps_fewer_at_home():
    for here in SOME:
        home = town.pull(here).iloc[0]
        assert home["half"] <= home["share"] <= home["double"] <= 100 + 1e-9


def test_the_nearest_larger_market_begins_beyond_the_middle_for_nobody_smaller():
    for here in SOME:
        found = town.next_centre(here)
        assert found.empty or 0 < found["end"] <= found["kilometres"] / 2 + 1e-9
    assert town.next_centre(town.find("Novosibirsk")).empty


@pytest.mark.parametrize(
    ("share", "part", "bounds"),
    [(30, 5, (0, 100)), (10, 60, (0, 100 / 6)), (80, 60, (200 / 3, 100)), (25, 100, (25, 25))],
)
def test_bounds_hold_all_that_the_region_allows(share, part, bounds):
    low, high = town.share_bounds(share, part)
    assert (low, high) == pytest.approx(bounds)
    assert low <= share + 1e-9
    assert share <= high + 1e-9


def test_peers_are_the_nearest_by_a_reckoning_of_its_own():
    table = town.traits()
    logs = table.assign(
        people=np.log(table["people"]),
        wage=np.log(table["wage"]),
        capital=np.log(table["capital"] + 1),
    )
    scores = (logs - logs.mean()) / logs.std()
    own = scores.loc[SHEREGESH.municipality]
    gaps = ((scores - own) ** 2).sum(axis="columns") ** 0.5
    expected = gaps.drop(SHEREGESH.municipality).nsmallest(3)
    found = town.peers(SHEREGESH)
    assert found.index.tolist() == [SHEREGESH.municipality, *expected.index]
    assert np.allclose(found["gap"].iloc[1:], expected)


def test_steady_peers_are_those_that_no_trait_removes():
    for here in SOME:
        near = set(town.peers(here)["name"].iloc[1:])
        names = pd.Series({place.municipality: place.name for place in EVERY})
        for trait in town.TRAITS if near else ():
            gaps = town.spread(trait).loc[here.municipality].drop(here.municipality)
            near &= set(names[gaps.nsmallest(3).index])
        assert set(town.steady_peers(here)) == near


def test_the_three_patterns_stand_beside_every_town_but_themselves():
    assert town.patterns(PROKOPYEVSK)["name"].tolist()[1:] == sorted(
        town.PATTERNS, key=lambda name: town.find(name).municipality
    )
    assert len(town.patterns(SHEREGESH)) == 3
    assert (town.patterns(SHEREGESH)["gap"].iloc[1:] > 0).all()


def test_an_industry_is_here_not_here_or_unknown():
    assert town.related(PROKOPYEVSK)["here"].notna().all()
    assert town.related(SEVERSK)["here"].isna().all()


def test_the_places_of_our_zones_and_resorts_are_in_the_tables():
    names = {here.name for here in EVERY}
    assert set(town.ZONES) <= set(load("special_zones")["zone"])
    assert set(town.RESORTS) <= set(load("resorts")["resort"])
    assert {*town.ZONES.values(), *town.RESORTS.values(), *town.PATTERNS} <= names
    assert set(town.CAPITALS.values()) <= names


def test_a_closed_town_is_told_with_its_fence_and_no_other_is():
    assert {here.name for here in EVERY if here.closed} == {SEVERSK.name, "Sibirsky urban okrug"}
    said = {here.name: " ".join(town_told.neighbours(here).sentences) for here in EVERY}
    for name in ("Seversk", "Tomsk"):
        assert "Seversk urban okrug is a closed town" in said[f"{name} urban okrug"]
    assert "closed town" not in said[PROKOPYEVSK.name]


def _lonely(here) -> bool:
    gap = town.loneliness(here)
    return gap == gap and round(gap) >= town_told.LONELY


def test_who_has_no_near_peer_is_told_so():
    far = "Nearest is not near"
    lonely = [here for here in EVERY if far in " ".join(town_told.peers(here).sentences)]
    assert "Sibirsky urban okrug" in {here.name for here in lonely}
    assert len(lonely) == sum(_lonely(here) for here in EVERY)
    assert 1 < len(lonely) < 20

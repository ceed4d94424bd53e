"""Names of municipalities: in both languages, in any case, with ё or without."""

from __future__ import annotations

import pytest

from regecon.cases.gazetteer import (
    WITHIN,
    NoTown,
    OnlyCounted,
    SeveralTowns,
    find,
    home_of,
    municipalities,
    outside,
)
from regecon.data import load


@pytest.mark.parametrize("town", municipalities(), ids=lambda town: town.slug)
def test_every_municipality_is_found_by_both_of_its_names(town):
    for name in (town.name, town.name_ru, town.name.upper(), town.name_ru.lower()):
        assert find(name, town.region) == town


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Киселёвск", "Kiselyovsk urban okrug"),
        ("киселевск", "Kiselyovsk urban okrug"),
        ("Prokopjevsk", "Prokopyevsk urban okrug"),
        ("г. Барнаул", "Barnaul urban okrug"),
        ("Egorevskiy rayon", "Yegoryevsky district"),
        ("Ленинск-Кузнецкий", "Leninsk-Kuznetsky urban okrug"),
        ("Ленинск-Кузнецкий район", "Leninsk-Kuznetsky municipal okrug"),
        ("Алейск", "Aleysk urban okrug"),
        ("Алейский", "Aleysky district"),
        ("Новокузнецкий муниципальный округ", "Novokuznetsky municipal okrug"),
        ("Tomsk", "Tomsk urban okrug"),
        ("Братск", "Bratsk"),
    ],
)
def test_a_name_is_read_as_people_write_it(asked, name):
    assert find(asked).name == name


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Шерегеш", "Tashtagolsky district"),
        ("Сростки", "Biysky district"),
        ("Горняк", "Loktevsky district"),
        ("Камень-на-Оби", "Kamensky district"),
        ("Мамонтово", "Mamontovsky district"),
        ("Салаир", "Guryevsky municipal okrug"),
    ],
)
def test_a_part_is_answered_by_the_whole_and_remembered(asked, name):
    town = find(asked)
    assert town.name == name
    assert town.asked
    assert find(town.asked, town.region) == town


def test_two_of_one_name_are_told_apart_by_region():
    with pytest.raises(SeveralTowns) as several:
        find("Первомайский район")
    assert {town.region for town in several.value.towns} == {"Altai krai", "Tomsk oblast"}
    assert find("Первомайский район", "Томская").region == "Tomsk oblast"
    assert find("Первомайский район", "altai krai").region == "Altai krai"
    with pytest.raises(ValueError, match="region: expected one of Altai Republic, "):
        find("Первомайский район", "Москва-на-Оби")


def test_a_town_and_the_district_of_its_name_are_told_apart():
    with pytest.raises(SeveralTowns, match="Prokopyevsky municipal okrug"):
        find("Прокопьевский")
    assert find("Прокопьевск").kind == "urban okrug"


@pytest.mark.parametrize("asked", ["", " ", "?", "qwertz", "город"])
def test_what_is_no_name_is_refused(asked):
    with pytest.raises(NoTown):
        find(asked)


def test_a_miss_names_the_nearest():
    with pytest.raises(NoTown) as miss:
        find("Севеск")
    assert miss.value.nearest[0].startswith("Seversk urban okrug (")


def test_a_city_elsewhere_comes_with_what_is_known():
    with pytest.raises(OnlyCounted) as counted:
        find("Магнитогорск")
    table = load("cities").query("city == 'Magnitogorsk'").set_index("year")["population"]
    assert counted.value.people.to_dict() == table.to_dict()
    assert counted.value.region == "Chelyabinsk oblast"


def test_no_two_towns_share_a_file():
    towns = (*municipalities(), *outside())
    assert len({town.slug for town in towns}) == len(towns) == 170
    assert all(town.slug.isascii() for town in towns)


def test_every_town_of_the_census_and_every_known_place_has_a_municipality():
    regions = load("region_names").dropna(subset=["code"]).set_index("code")["region"]
    homes = {
        row.city: home_of(row.city, regions[row.region_code])
        for row in load("census_revisions").itertuples()
    }
    assert None not in homes.values()
    assert homes["Salair"].name == WITHIN["Salair"]
    assert homes["Kemerovo"].kind == "urban okrug"
    inside = [place for town in (*municipalities(), *outside()) for place in town.places]
    assert sorted(inside) == sorted(load("towns")["place"])

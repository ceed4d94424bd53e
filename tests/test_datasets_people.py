"""Tables of people and places: known figures, sums, keys, and scripts that repeat."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from regecon.data import load

ROOT = Path(__file__).resolve().parents[1]
DATASETS = ROOT / "datasets"
FIVE = {"Altai Republic", "Altai krai", "Kemerovo oblast", "Novosibirsk oblast", "Tomsk oblast"}


def population(place: str, year: int, kind: str, boundary: str = "town proper") -> set[int]:
    """All versions of a figure."""
    table = load("population")
    rows = table[
        (table["place"] == place)
        & (table["year"] == year)
        & (table["kind"] == kind)
        & (table["boundary"] == boundary)
    ]
    return set(rows["population"])


# --- Places ----------------------------------------------------------------------------


def test_the_loop_begins_and_ends_in_novosibirsk():
    stops = load("stops")
    assert stops["order"].tolist() == list(range(1, len(stops) + 1))
    assert stops["place"].tolist() == [
        "Novosibirsk",
        "Novokuznetsk",
        "Tashtagol",
        "Sheregesh",
        "Biysk",
        "Srostki",
        "Novosibirsk",
    ]
    ends = stops.iloc[[0, -1]][["administration", "enterprises", "residents"]]
    assert ends.isna().all().all()
    visits = stops.iloc[1:-1].set_index("place")
    assert not visits.loc["Tashtagol", "enterprises"]
    surveyed = visits.index[visits["residents"]].tolist()
    assert surveyed == ["Novokuznetsk", "Tashtagol", "Sheregesh", "Biysk"]


def test_the_stops_name_every_claim_of_the_route():
    """S-003 to S-013 are the route in the text, S-026 to S-033 the caption of its map."""
    named = set(load("stops")["claims"].str.split(";").explode())
    wanted = [*range(3, 14), *range(26, 34)]
    assert named == {f"S-{number:03}" for number in wanted}
    claims = load("claims")
    assert named <= set(claims["claim"])


def test_towns_of_the_route_and_of_the_teams_are_there():
    towns = load("towns").set_index("place")
    teams = {
        "Bratsk",
        "Usolye-Sibirskoye",
        "Yurga",
        "Prokopyevsk",
        "Rubtsovsk",
        "Anzhero-Sudzhensk",
    }
    assert teams <= set(towns.index)
    order = towns["stop_order"].dropna().sort_values()
    assert order.index.tolist() == load("stops")["place"].tolist()[:-1]
    patterns = towns["pattern"].dropna()
    assert patterns.to_dict() == {
        "Novokuznetsk": "novokuznetsk",
        "Sheregesh": "sheregesh",
        "Biysk": "biysk",
    }
    both = towns.dropna(subset=["founded", "city_status"])
    assert (both["founded"] <= both["city_status"]).all()


def test_a_contradicted_founding_year_shows_both():
    notes = load("towns").set_index("place")["note"]
    for place, years in {
        "Prokopyevsk": ("1650", "1918"),
        "Kemerovo": ("1701", "1918"),
        "Zarinsk": ("1748", "1952"),
        "Sheregesh": ("1914", "1949"),
        "Novokuznetsk": ("1622", "1689"),
    }.items():
        assert all(year in notes[place] for year in years), place


def test_all_seven_towns_of_south_kuzbass_stand_in_the_list_of_2014():
    listed = load("monotowns").query("year == 2014").set_index("place")["category"]
    seven = ["Novokuznetsk", "Prokopyevsk", "Kiselyovsk", "Mezhdurechensk", "Myski", "Osinniki"]
    assert listed[[*seven, "Kaltan"]].tolist() == [3, 1, 2, 2, 2, 2, 3]
    assert listed["Tashtagol"] == 1
    assert "Kemerovo" not in listed.index
    assert "Biysk" not in listed.index


def test_mundybash_went_to_the_hardest_category():
    towns = load("monotowns").set_index("id")["category"]
    assert (towns["mundybash_2014"], towns["mundybash_2015"]) == (2, 1)


def test_great_circles_are_known_and_symmetric():
    table = load("distances").set_index(["origin", "destination"])["kilometres"]
    known = {
        ("Novokuznetsk", "Tashtagol"): 120.7,
        ("Novosibirsk", "Novokuznetsk"): 306.3,
        ("Tashtagol", "Sheregesh"): 20.2,
        ("Sheregesh", "Biysk"): 191.4,
        ("Biysk", "Srostki"): 35.4,
        ("Srostki", "Novosibirsk"): 341.8,
        ("Novokuznetsk", "Prokopyevsk"): 29.2,
    }
    for pair, kilometres in known.items():
        assert table[pair] == pytest.approx(kilometres, abs=0.15), pair
    back = table.swaplevel().reindex(table.index)
    assert (table == back).all()
    towns = len(load("towns"))
    assert len(table) == towns * (towns - 1)


def test_no_great_circle_is_longer_than_a_way_round():
    wide = load("distances").pivot_table(index="origin", columns="destination", values="kilometres")
    direct = wide.fillna(0).to_numpy()
    by_way_of = (direct[:, :, None] + direct[None, :, :]).min(axis=1)
    assert (direct <= by_way_of + 0.2).all()


def test_a_road_shorter_than_the_great_circle_is_doubted():
    roads = load("road_distances")
    circles = load("distances").set_index(["origin", "destination"])["kilometres"]
    pairs = pd.MultiIndex.from_frame(roads[["origin", "destination"]])
    roads["circle"] = circles.reindex(pairs).to_numpy()
    impossible = roads[(roads["kilometres"] < roads["circle"]) & roads["mode"].ne("straight")]
    assert (impossible["confidence"] == "low").all()
    assert (impossible["mode"] == "unstated").all()
    assert {"Prokopyevsk", "Tashtagol", "Kiselyovsk"} <= set(impossible["origin"])
    detour = roads[roads["mode"] == "road"]
    assert (detour["kilometres"] > detour["circle"]).all()
    told = roads[roads["origin"].eq("Kiselyovsk") & roads["destination"].eq("Kemerovo")]
    assert set(told["kilometres"]) == {178, 193, 240}
    assert (roads["kilometres"].notna() ^ roads["hours"].notna()).all()


def rings(name: str):
    for feature in load(name)["features"]:
        kind, shape = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        lines = {"MultiPolygon": [ring for part in shape for ring in part]}.get(kind)
        if lines is None:
            lines = shape if kind == "MultiLineString" else [shape]
        for line in lines:
            yield feature["properties"], np.array(line)


def test_outlines_are_closed_and_within_the_frame():
    for properties, ring in rings("regions"):
        assert (ring[0] == ring[-1]).all(), properties["name"]
        assert len(ring) >= 4
    for name in ("regions", "rivers"):
        for _, line in rings(name):
            assert line.min(axis=0) == pytest.approx([84, 53.5], abs=10)
            assert (line.round(3) == line).all()
            assert line[:, 0].min() >= 74.5
            assert line[:, 0].max() <= 94
            assert line[:, 1].min() >= 48.5
            assert line[:, 1].max() <= 58.9
    core = {p["name"] for p, _ in rings("regions") if p["role"] == "core"}
    assert core == FIVE - {"Tomsk oblast"}
    assert {"Ob", "Biya", "Katun", "Tom", "Kondoma"} <= {p["name"] for p, _ in rings("rivers")}


def test_every_town_lies_in_its_region():
    def inside(point, ring) -> bool:
        x, y = point
        x1, y1, x2, y2 = ring[:-1, 0], ring[:-1, 1], ring[1:, 0], ring[1:, 1]
        crosses = (y1 > y) != (y2 > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            at = x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        return bool((crosses & (x < at)).sum() % 2)

    outlines: dict[str, list] = {}
    for properties, ring in rings("regions"):
        outlines.setdefault(properties["name"], []).append(ring)
    towns = load("towns")
    for town in towns[towns["region"].isin(outlines)].itertuples():
        point = (town.longitude, town.latitude)
        crossings = sum(inside(point, ring) for ring in outlines[town.region])
        assert crossings % 2 == 1, town.place


# --- Population of the towns -----------------------------------------------------------


def test_the_year_of_the_expedition():
    known = {
        "Novokuznetsk": 551_253,
        "Prokopyevsk": 198_438,
        "Kemerovo": 553_076,
        "Tashtagol": 53_205,
        "Biysk": 213_552,
        "Novosibirsk": 1_584_138,
        "Mezhdurechensk": 100_772,
        "Kiselyovsk": 97_428,
    }
    for place, people in known.items():
        assert people in population(place, 2016, "estimate_1_january", "municipality"), place
    assert population("Barnaul", 2016, "estimate_1_january", "municipality") == {700_316, 700_326}


def test_the_census_stands_beside_the_estimate():
    assert population("Biysk", 2021, "census") == {183_852}
    assert population("Biysk", 2021, "census", "municipality") == {191_963}
    assert population("Biysk", 2021, "estimate_1_january") == {198_433}
    assert population("Biysk", 2022, "estimate_1_january", "municipality") == {205_900}
    assert 189_639 in population("Biysk", 2023, "estimate_1_january", "municipality")
    assert population("Prokopyevsk", 2021, "census") == {177_819}


def test_contradicting_censuses_stay_visible():
    assert population("Kaltan", 2002, "census") == {25_951, 25_591}
    assert population("Kemerovo", 2002, "census") == {484_754, 529_934}
    assert population("Tashtagol", 2002, "census") == {23_363}
    without = population("Tashtagol", 2002, "census", "district without the town")
    assert without == {34_545}
    rubtsovsk = load("population").query("place == 'Rubtsovsk' and year == 1939")
    assert (rubtsovsk["confidence"] == "low").all()


def test_what_settlements_took_with_them():
    assert population("Belovo", 1979, "census") == {111_819}
    assert population("Belovo", 1989, "census") == {93_108}
    assert population("Leninsk-Kuznetsky", 1989, "census") == {165_487}
    assert population("Leninsk-Kuznetsky", 2002, "census") == {112_253}


def test_towns_of_the_teams_have_a_census_and_an_estimate():
    for place in ("Bratsk", "Usolye-Sibirskoye", "Yurga", "Anzhero-Sudzhensk"):
        assert population(place, 2021, "census"), place
        assert population(place, 2020, "estimate_1_january"), place


def test_high_confidence_needs_two_publishers():
    """Articles of Wikipedia count as one publisher, however many."""
    publisher = load("sources").set_index("source")["publisher"]
    table = load("population")
    high = table[table["confidence"] == "high"]
    assert not high.empty
    for sources in high["source"]:
        assert len(set(publisher[sources.split(";")])) > 1, sources


def test_towns_are_smaller_than_their_municipalities():
    table = load("population").query("kind == 'census' and year == 2021")
    wide = table.pivot_table(index="place", columns="boundary", values="population", aggfunc="min")
    both = wide.dropna(subset=["town proper", "municipality"])
    assert len(both) >= 2
    assert (both["town proper"] < both["municipality"]).all()


# --- Municipalities --------------------------------------------------------------------


@pytest.fixture(scope="module")
def municipalities() -> pd.DataFrame:
    return load("municipalities").set_index("municipality")


def test_municipalities_are_named_once(municipalities):
    assert set(municipalities["region"]) == FIVE
    assert municipalities["oktmo"].is_unique
    assert not municipalities.duplicated(["name", "region"]).any()
    assert not municipalities["name"].str.contains("[а-яё]", case=False).any()
    assert municipalities["place"].dropna().is_unique
    counts = municipalities.groupby("region").size()
    assert counts.to_dict() == {
        "Altai Republic": 11,
        "Altai krai": 69,
        "Kemerovo oblast": 33,
        "Novosibirsk oblast": 35,
        "Tomsk oblast": 20,
    }


def test_a_district_does_not_contain_the_town_it_is_governed_from(municipalities):
    towns = load("towns").set_index("place")
    districts = municipalities[municipalities["kind"] != "urban okrug"]
    assert districts["place"].dropna().tolist() == ["Turochak", "Srostki", "Tashtagol"]
    for row in municipalities.dropna(subset="place").itertuples():
        assert towns.loc[row.place, "region"] == row.region


def test_municipal_population_covers_what_it_says(municipalities):
    table = load("municipal_population").join(municipalities["region"], on="municipality")
    assert set(table["year"]) == {2016, 2020, 2023, 2024}
    base = table.groupby("year")["census_base"].unique().map(list).to_dict()
    assert base == {2016: [2010], 2020: [2010], 2023: [2021], 2024: [2021]}
    counts = table.groupby("year").size().to_dict()
    assert counts == {2016: 155, 2020: 155, 2023: 167, 2024: 167}
    kuzbass = table[table["region"] == "Kemerovo oblast"].groupby("year").size()
    assert kuzbass.to_dict() == {2016: 20, 2020: 20, 2023: 33, 2024: 33}


def test_municipalities_add_up_to_their_region():
    """Complete for 2016 but for Kemerovo; for 2023 all but Tomsk, which lacks Seversk."""
    table = load("municipal_population").merge(load("municipalities"), on="municipality")
    total = table.groupby(["region", "year"])["population"].sum()
    assert total["Altai krai", 2016] == 2_376_774
    assert total["Kemerovo oblast", 2023] == 2_568_238
    regions = load("region_population")
    published = regions[regions["kind"] == "estimate_1_january"]
    published = published.groupby(["region", "year"])["population"].max()
    for region, year in (("Altai krai", 2016), ("Kemerovo oblast", 2023)):
        assert total[region, year] == published[region, year]


def test_the_same_figure_in_two_tables_is_the_same():
    own = load("municipal_population").merge(load("municipalities"), on="municipality")
    own = own.dropna(subset="place").set_index(["place", "year"])["population"]
    table = load("population").query("boundary == 'municipality' and kind == 'estimate_1_january'")
    compared = 0
    for key, versions in table.groupby(["place", "year"])["population"]:
        if key in own.index:
            assert own[key] in set(versions), key
            compared += 1
    assert compared > 60


# --- Age, migration, wages -------------------------------------------------------------


def test_age_groups_add_up_and_agree_with_the_population():
    ages = load("age_groups")
    assert (ages["age_0_14"] + ages["age_15_64"] + ages["age_65plus"] == ages["total"]).all()
    people = load("municipal_population").set_index(["municipality", "year"])["population"]
    keys = pd.MultiIndex.from_frame(ages[["municipality", "year"]])
    assert (people[keys].to_numpy() == ages["total"].to_numpy()).all()


def test_pyramids_add_up_to_the_age_groups():
    pyramids = load("age_pyramids")
    assert len(pyramids) == 20 * 2 * 15 * 2
    ages = load("age_groups").set_index(["municipality", "year"])
    by_age = pyramids.pivot_table(
        index=["municipality", "year"], columns="age_from", values="persons", aggfunc="sum"
    )
    own = ages.loc[by_age.index]
    assert (by_age.sum(axis=1) == own["total"]).all()
    assert (by_age[[0, 5, 10]].sum(axis=1) == own["age_0_14"]).all()
    assert (by_age[[65, 70]].sum(axis=1) == own["age_65plus"]).all()
    women = pyramids[pyramids["sex"] == "women"]
    women = women.groupby(["municipality", "year"])["persons"].sum()
    assert (women == own["women"]).all()


def test_net_migration_of_2023():
    table = load("migration_by_age")
    total = table.dropna(subset="place").groupby("place")["net_migration"].sum()
    known = {
        "Novokuznetsk": 911,
        "Novosibirsk": 2040,
        "Prokopyevsk": -560,
        "Kemerovo": -2560,
        "Biysk": 443,
        "Tashtagol": -408,
        "Tomsk": -4648,
    }
    assert total[list(known)].to_dict() == known
    at = table.dropna(subset="place").set_index(["place", "age_from"])["net_migration"]
    for place, young, next_ones in (
        ("Tomsk", 2114, -3331),
        ("Novosibirsk", 1392, -895),
        ("Tashtagol", -90, -12),
        ("Prokopyevsk", -138, 86),
        ("Mezhdurechensk", -81, 142),
    ):
        assert (at[place, 15], at[place, 20]) == (young, next_ones)
    assert (table.groupby("municipality").size() == 17).all()


def test_wages_of_2023():
    table = load("municipal_wages")
    wage = table.dropna(subset="place").set_index(["place", "year", "section"])["wage"]
    known = {
        ("Novokuznetsk", "TOTAL"): 71_643,
        ("Prokopyevsk", "TOTAL"): 57_334,
        ("Tashtagol", "TOTAL"): 60_701,
        ("Tashtagol", "B"): 80_715,
        ("Tashtagol", "I"): 38_057,
        ("Biysk", "TOTAL"): 50_561,
        ("Rubtsovsk", "TOTAL"): 44_377,
        ("Novosibirsk", "TOTAL"): 78_755,
    }
    for (place, section), roubles in known.items():
        assert wage[place, 2023, section] == pytest.approx(roubles, abs=0.5), (place, section)


def test_odd_wages_are_marked():
    table = load("municipal_wages")
    odd = table[(table["wage"] > 250_000) | (table["wage"] < 15_000)]
    assert odd["note"].notna().all()
    assert table.loc[~table.index.isin(odd.index), "note"].isna().all()
    assert odd["wage"].max() == pytest.approx(1_284_167, abs=1)
    totals = table[table["section"] == "TOTAL"]
    assert totals["wage"].notna().all()
    assert len(table[["section", "industry"]].drop_duplicates()) == table["section"].nunique() == 20


def test_the_average_wage_lies_between_the_industries():
    """Unless the industry that pays more is withheld, as in four districts of 2024."""
    table = load("municipal_wages")
    total = table[table["section"] == "TOTAL"].set_index(["municipality", "year"])["wage"]
    rest = table[table["section"] != "TOTAL"]
    parts = rest.dropna(subset="wage").groupby(["municipality", "year"])["wage"]
    lowest, highest = parts.min(), parts.max()
    total = total[highest.index]
    assert (lowest <= total).all()
    above = total.index[total > highest]
    assert len(above) == 4
    withheld = rest[rest["wage"].isna()].groupby(["municipality", "year"])["section"].agg(set)
    assert all("B" in withheld[place] for place in above)


def test_the_pension_age_lifts_every_town_in_2019():
    wide = load("working_age").pivot_table(index="place", columns="year", values="persons")
    assert wide.shape == (10, 5)
    assert (wide[2019] > wide[2018]).all()
    assert (wide[[2017, 2018]].to_numpy() < wide[[2016, 2017]].to_numpy()).all()
    assert wide.loc["Novokuznetsk"].tolist() == [317_162, 315_581, 313_031, 316_654, 312_833]


def test_births_less_deaths():
    table = load("births_deaths")
    whole = table.dropna(subset=["births", "deaths"])
    assert (whole["births"] - whole["deaths"] == whole["natural_increase"]).all()
    assert len(table) - len(whole) == 1
    town = table.set_index(["territory", "year"])["natural_increase"]
    assert (town["Novokuznetsk", 2020], town["Novokuznetsk", 2021]) == (-4061, -5080)


# --- Regions ---------------------------------------------------------------------------


def test_both_vintages_of_the_regions():
    table = load("region_population")

    def versions(region, year, kind):
        rows = table.query("region == @region and year == @year and kind == @kind")
        return set(rows["population"])

    assert versions("Altai krai", 2016, "estimate_1_january") == {2_376_774}
    assert versions("Altai krai", 2016, "annual_mean_recalculated") == {2_314_315}
    assert versions("Kemerovo oblast", 2016, "estimate_1_january") == {2_717_627}
    assert versions("Kemerovo oblast", 2016, "annual_mean_recalculated") == {2_706_960}
    assert versions("Kemerovo oblast", 2009, "estimate_1_january") == {2_821_859, 2_776_358}
    assert versions("Altai krai", 2009, "estimate_1_january") == {2_496_776, 2_438_910}
    assert versions("Altai Republic", 2009, "estimate_1_january") == {209_207, 204_687}
    assert versions("Altai krai", 1989, "census") == {2_631_300, 2_822_305}


def test_recalculated_series_are_whole_and_smooth():
    table = load("region_population").query("kind == 'annual_mean_recalculated'")
    wide = table.pivot_table(index="year", columns="region", values="population")
    assert wide.index.tolist() == list(range(1990, 2024))
    assert set(wide.columns) == FIVE
    assert wide.notna().all().all()
    # A break of base would show as a jump; none of the years has one.
    assert wide.pct_change().abs().max().max() < 0.02


def test_altai_krai_and_altai_republic_made_one_krai():
    """Two sources, one rounded: the parts of 1989 make the whole within one thousand."""
    census = load("region_population").query("year == 1989 and kind == 'census'")
    people = census.set_index(["region", "territory"])["population"]
    parts = people["Altai krai", "present"] + people["Altai Republic", "present"]
    assert parts == pytest.approx(people["Altai krai", "with Gorno-Altai"], abs=1000)


def test_vital_rates():
    table = load("region_demography").set_index(["region", "indicator", "year"])["value"]
    natural = {
        ("Kemerovo oblast", 2005): -7.9,
        ("Kemerovo oblast", 2013): -0.9,
        ("Kemerovo oblast", 2016): -2.2,
        ("Kemerovo oblast", 2021): -10.0,
        ("Altai Republic", 2012): 10.9,
    }
    for (region, year), rate in natural.items():
        assert table[region, "natural_increase_rate", year] == pytest.approx(rate, abs=0.05)
    life = {
        "Kemerovo oblast": 68.7,
        "Altai krai": 70.3,
        "Novosibirsk oblast": 71.3,
        "Tomsk oblast": 71.7,
    }
    for region, years in life.items():
        assert table[region, "life_expectancy", 2016] == pytest.approx(years, abs=0.05)
    for region, share in (("Kemerovo oblast", 85.8), ("Altai Republic", 29.2)):
        assert table[region, "urban_share", 2016] == pytest.approx(share, abs=0.05)


def test_births_less_deaths_make_the_natural_increase():
    """Exactly but for 2003-2009, where two vintages of rates stand side by side."""
    table = load("region_demography")
    wide = table.pivot_table(index=["region", "year"], columns="indicator", values="value")
    whole = wide[["birth_rate", "death_rate", "natural_increase_rate"]].dropna()
    assert len(whole) == 5 * 28
    gap = (whole["birth_rate"] - whole["death_rate"] - whole["natural_increase_rate"]).abs()
    years = gap.index.get_level_values("year")
    assert gap[(years < 2003) | (years > 2009)].max() < 0.01
    assert gap.max() == pytest.approx(0.4)
    kemerovo = whole.loc["Kemerovo oblast", 2005].tolist()
    assert kemerovo == [10.8, 18.9, -7.9]


def test_a_new_rule_of_counting_shows_in_2011():
    """The largest jump of arrivals and of departures in every region."""
    table = (
        load("region_demography").set_index(["indicator", "region", "year"])["value"].sort_index()
    )
    for moves in ("interregional_arrivals", "interregional_departures"):
        for region in FIVE:
            growth = table[moves, region].pct_change()
            assert growth.idxmax() == 2011, (moves, region)
            assert growth[2011] > 0.3


def test_one_unit_for_an_indicator():
    table = load("region_demography")
    assert len(table[["indicator", "unit"]].drop_duplicates()) == table["indicator"].nunique() == 10


# --- Rank and size ---------------------------------------------------------------------


def slope(year: int) -> tuple[float, float, int]:
    """Slope of log(rank - 1/2) on log(size) of cities of 100 thousand, its error, and n."""
    table = load("cities")
    sizes = table.loc[table["year"].eq(year) & table["population"].ge(100_000), "population"]
    sizes = sizes.sort_values(ascending=False).to_numpy()
    ranks = np.arange(1, len(sizes) + 1) - 0.5
    value = np.polyfit(np.log(sizes), np.log(ranks), 1)[0]
    # Gabaix and Ibragimov: ranks are not independent, so the usual error is too small.
    return value, abs(value) * np.sqrt(2 / len(sizes)), len(sizes)


@pytest.mark.parametrize(
    ("year", "value", "cities"), [(2010, -1.21, 164), (2020, -1.18, 173), (2021, -1.17, 168)]
)
def test_rank_size_slopes(year, value, cities):
    found, error, number = slope(year)
    assert found == pytest.approx(value, abs=0.005)
    assert error == pytest.approx(0.13, abs=0.005)
    assert number == cities


def test_no_change_of_the_slope_can_be_claimed():
    (first, one, _), (last, other, _) = slope(2010), slope(2021)
    assert abs(last - first) < 0.5 * np.hypot(one, other)


def test_cities_agree_with_the_towns():
    """The same census of the same town, in the list of cities and in the population table."""
    cities = load("cities").query("year == 2021").set_index("city")["population"]
    towns = load("population").query("year == 2021 and kind == 'census'")
    towns = towns[towns["boundary"] == "town proper"]
    common = towns[towns["place"].isin(cities.index)].groupby("place")["population"]
    assert len(common) > 15
    for place, versions in common:
        assert cities[place] in set(versions), place


def test_the_census_against_the_estimate():
    table = load("census_revisions").set_index("city")["revision"]
    known = {
        "Kamen-na-Obi": -20.0,
        "Rubtsovsk": -10.4,
        "Zarinsk": -10.1,
        "Biysk": -7.8,
        "Prokopyevsk": -6.6,
        "Tashtagol": -4.0,
        "Novokuznetsk": -2.2,
        "Kemerovo": 0.1,
        "Gorno-Altaysk": 1.3,
        "Mariinsk": 7.6,
    }
    assert table[list(known)].to_dict() == known
    assert table.is_monotonic_increasing


# --- Scripts ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["distances", "census_revisions"])
def test_a_script_makes_its_table_again(tmp_path, name):
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    script = shutil.copyfile(DATASETS / "scripts" / f"{name}.py", scripts / f"{name}.py")
    subprocess.run([sys.executable, script], cwd=ROOT, check=True)
    made = (tmp_path / f"{name}.csv").read_bytes()
    assert made == (DATASETS / f"{name}.csv").read_bytes()

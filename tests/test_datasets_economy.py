"""Known results of the figures of the economy, recomputed here with plain pandas and numpy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from regecon.data import load

ROOT = Path(__file__).resolve().parents[1]
KEMEROVO = "Kemerovo oblast"


@pytest.fixture(scope="module")
def names() -> pd.DataFrame:
    return load("region_names").set_index("region")


@pytest.fixture(scope="module")
def grp() -> pd.DataFrame:
    return load("grp")


@pytest.fixture(scope="module")
def structure() -> pd.DataFrame:
    """Shares of value added with the broad group of each section."""
    key = ["classification", "section"]
    return load("grp_structure").merge(load("sections"), on=key, validate="many_to_one")


@pytest.fixture(scope="module")
def prices() -> pd.DataFrame:
    return load("prices").pivot_table(index="year", columns="series", values="value")


# --- The names of the regions ----------------------------------------------------------


def test_there_are_82_additive_regions_and_five_parts(names):
    assert names["additive"].sum() == 82
    assert (names["level"] == "federal district").sum() == 8
    parts = names[names["part_of"].notna()]
    assert len(parts) == 5
    assert not parts["additive"].any()
    assert names.loc[parts["part_of"], "additive"].all()


def test_codes_join_the_shapes_and_the_cities(names):
    named = names.reset_index().set_index("code")["region"]
    assert named.index.dropna().is_unique
    for shape in load("regions")["features"]:
        code = shape["properties"]["id"]
        if code.startswith("RU-"):
            assert named[code] == shape["properties"]["name"]
    assert set(load("cities")["region_code"].dropna()) <= set(named.index)


@pytest.mark.parametrize("table", ["towns", "municipalities"])
def test_regions_are_called_the_same_elsewhere(names, table):
    assert set(load(table)["region"].dropna()) <= set(names.index)


# --- Gross regional product ------------------------------------------------------------


def test_additive_regions_sum_to_russia(grp):
    total = grp[grp["additive"]].groupby("year")["nominal"].sum()
    russia = grp[grp["region"] == "Russia"].set_index("year")["nominal"]
    assert len(russia) == 26
    assert (total - russia).abs().max() < 0.15  # million roubles, rounded to one decimal


def test_parts_sum_to_their_region(grp, names):
    """From 2011 on all parts of the two regions with okrugs are published."""
    product = grp.join(names["part_of"], on="region").query("year >= 2011")
    parts = product.groupby(["part_of", "year"])["nominal"].sum()
    whole = product.set_index(["region", "year"])["nominal"]
    assert len(parts) == 2 * 13
    assert np.allclose(parts, whole.loc[parts.index], rtol=1e-6)


def test_regions_sum_to_the_federal_districts_of_today(grp, names):
    inside = grp[grp["additive"]].join(names["federal_district"], on="region")
    sums = inside.groupby(["federal_district", "year"])["nominal"].sum()
    districts = grp[grp["region"].isin(inside["federal_district"])]
    published = districts.set_index(["region", "year"])["nominal"]
    assert len(published) == 8 * 26
    assert np.allclose(sums, published.loc[sums.index], rtol=1e-6)


def test_the_flag_is_that_of_the_names(grp, names):
    for table in (grp, load("employment"), load("accommodation"), load("small_firms")):
        assert (table["additive"].to_numpy() == names.loc[table["region"], "additive"]).all()


def test_the_break_of_method_is_marked(grp):
    assert set(grp.loc[grp["method"] == "to 2015", "year"]) == set(range(1998, 2016))
    assert set(grp.loc[grp["method"] == "2016 on", "year"]) == set(range(2016, 2024))


GROWTH = [
    ("Russia", 1.345, 1.45),
    ("Novosibirsk oblast", 1.405, 1.53),
    ("Altai krai", 1.348, 1.37),
    ("Altai Republic", 1.322, 1.34),
    ("Tomsk oblast", 1.226, 1.18),
    (KEMEROVO, 1.029, 1.10),
]


@pytest.mark.parametrize(("region", "growth", "with_2005"), GROWTH)
def test_volume_growth_from_2005_to_2016(grp, region, growth, with_2005):
    index = grp[grp["region"] == region].set_index("year")["volume_index"] / 100
    assert len(index.loc[2006:2016]) == 11
    assert index.loc[2006:2016].prod() == pytest.approx(growth, abs=5e-4)
    assert index.loc[2005:2016].prod() == pytest.approx(with_2005, abs=5e-3)
    table = load("grp_growth").set_index(["region", "year"])
    assert table["volume"][region, 2016] == pytest.approx(growth, abs=5e-4)


def test_kemerovo_2021_in_roubles_and_in_volume(grp):
    own = grp[grp["region"] == KEMEROVO].set_index("year")
    assert 100 * (own["nominal"][2021] / own["nominal"][2020] - 1) == pytest.approx(74.5, abs=0.05)
    assert own["volume_index"][2021] == pytest.approx(107.4)


def test_volume_per_head_is_volume_over_people(grp):
    """Kemerovo lost people: its volume per head grew by more than its volume."""
    own = grp[(grp["region"] == KEMEROVO) & grp["year"].between(2006, 2023)]
    assert own["volume_index_per_head"].prod() > own["volume_index"].prod()
    assert own.set_index("year")["volume_index_per_head"][2016] == pytest.approx(97.33, abs=0.005)


@pytest.mark.parametrize(
    ("year", "spread"),
    [(1998, 0.51), (2005, 0.58), (2010, 0.54), (2016, 0.52), (2021, 0.59), (2023, 0.57)],
)
def test_spread_of_product_per_head(grp, year, spread):
    logs = np.log(grp.loc[grp["additive"] & (grp["year"] == year), "per_head"].astype(float))
    assert logs.std(ddof=0) == pytest.approx(spread, abs=0.005)


# --- Structure and specialisation ------------------------------------------------------


def test_shares_sum_to_a_hundred(structure):
    sums = structure.groupby(["region", "year"])["share"].sum()
    assert len(sums) == 1556
    assert (sums - 100).abs().max() < 0.0015  # Russia until 2008 has three decimals


def test_the_classification_changes_once(structure):
    years = structure.groupby("classification")["year"].agg(["min", "max"])
    assert years.loc["OKVED2007"].tolist() == [2005, 2015]
    assert years.loc["OKVED2"].tolist() == [2016, 2022]
    groups = structure.groupby("classification")["group"].unique().map(set)
    assert groups["OKVED2007"] == groups["OKVED2"]
    assert len(groups["OKVED2"]) == 10


def test_regions_add_up_to_the_structure_of_russia(structure, grp):
    product = grp[grp["additive"]][["region", "year", "nominal"]]
    inside = structure.merge(product, on=["region", "year"], validate="many_to_one")
    inside["value"] = inside["share"] * inside["nominal"]
    value = inside.groupby(["year", "section"])["value"].sum()
    shares = value / inside.groupby("year")["nominal"].sum()
    shares = 100 * shares / shares.groupby("year").sum()
    russia = structure[structure["region"] == "Russia"].set_index(["year", "section"])["share"]
    assert (shares - russia).abs().max() < 0.2


@pytest.mark.parametrize(
    ("year", "quotient"),
    [
        (2005, 2.12),
        (2006, 1.84),
        (2008, 2.87),
        (2011, 3.09),
        (2012, 2.39),
        (2014, 2.03),
        (2016, 2.78),
        (2017, 3.12),
        (2020, 1.81),
        (2022, 2.88),
    ],
)
def test_mining_quotient_of_kemerovo(structure, year, quotient):
    mining = structure[(structure["group"] == "mining") & (structure["year"] == year)]
    share = mining.set_index("region")["share"]
    assert share[KEMEROVO] / share["Russia"] == pytest.approx(quotient, abs=0.006)
    assert load("mining_quotient").set_index("year")["quotient"][year] == pytest.approx(
        quotient, abs=0.006
    )


def test_mining_quotient_has_no_trend():
    table = load("mining_quotient")
    slope, at_zero = np.polyfit(table["year"], table["quotient"], 1)
    rest = table["quotient"] - (slope * table["year"] + at_zero)
    spread = np.sum((table["year"] - table["year"].mean()) ** 2)
    error = np.sqrt(np.sum(rest**2) / (len(table) - 2) / spread)
    assert abs(slope / error) < 2


def test_the_letter_c_would_make_kuzbass_deindustrialise(structure):
    """The trap of the break: section C is mining in 2015 and manufacturing in 2016."""
    own = structure[structure["region"] == KEMEROVO].set_index(["year", "section"])
    assert own["group"][2015, "C"] == "mining"
    assert own["group"][2016, "C"] == "manufacturing"
    assert own["share"][2015, "C"] == pytest.approx(25.8)
    assert own["share"][2016, "C"] == pytest.approx(15.4)


# --- Employment ------------------------------------------------------------------------


def test_kemerovo_employment():
    own = load("employment").query("region == @KEMEROVO")
    wide = own.pivot_table(index="year", columns="section", values="employed")
    assert wide.loc[[2005, 2013], "C"].tolist() == pytest.approx([146.8, 134.6])
    assert wide.loc[[2005, 2013], "D"].tolist() == pytest.approx([207.65, 170.6])
    assert wide.sum(axis=1).loc[[2005, 2013]].round().tolist() == [1303, 1303]


def test_regions_with_jobs_sum_to_russia():
    jobs = load("employment").query("classification == 'OKVED2007'")
    key = ["year", "section"]
    inside = jobs[jobs["additive"]].groupby(key)["employed"].sum()
    russia = jobs[jobs["region"] == "Russia"].set_index(key)["employed"]
    assert len(russia) == 16 * 7
    # 80 regions with two decimals: half of a hundredth each.
    assert (inside - russia).abs().max() < 0.4


def test_sections_of_jobs_are_those_of_the_classification():
    known = load("sections").groupby("classification")["section"].agg(set)
    jobs = load("employment")
    for classification, rows in jobs.groupby("classification"):
        assert set(rows["section"]) - {"rest"} <= known[classification]
    assert (jobs["status"].eq("difference") | jobs["section"].ne("rest")).mean() > 0.99


def test_fishing_enters_agriculture_in_2010():
    murmansk = load("employment").query("region == 'Murmansk oblast' and section == 'A'")
    jobs = murmansk.set_index("year")["employed"]
    assert jobs[[2009, 2010]].tolist() == pytest.approx([3.93, 16.2])


# --- World prices ----------------------------------------------------------------------


def test_the_world_bank_series_are_whole(prices):
    whole = prices[["aluminium_lme", "iron_ore", "coal_thermal_australia", "oil_brent"]]
    assert whole.loc[1995:2024].notna().all().all()
    assert whole["coal_thermal_australia"][[2020, 2022]].tolist() == [60.785, 344.893]


def test_real_and_nominal_meet_in_2010(prices):
    for real in [name for name in prices if name.endswith("_real")]:
        assert prices[real][2010] == pytest.approx(prices[real.removesuffix("_real")][2010])


def test_two_ways_to_average_the_rouble_agree(prices):
    ratio = (prices["rouble_average"] / prices["rouble_mean_of_months"]).dropna()
    assert len(ratio) == 22
    assert 0.0005 < (ratio - 1).abs().max() < 0.0012


def test_coal_moves_kemerovos_share(grp, prices):
    total = grp[grp["additive"]].groupby("year")["nominal"].sum()
    own = grp[grp["region"] == KEMEROVO].set_index("year")["nominal"]
    share = np.log(own / total).diff()
    change = np.log(prices).diff().assign(share=share).dropna(subset="share")
    assert len(change) == 25
    correlation = change.corr()["share"]
    assert correlation["coal_thermal_australia"] == pytest.approx(0.791, abs=0.0005)
    assert correlation["iron_ore"] == pytest.approx(0.23, abs=0.005)
    others = correlation[["coal_coking_japan", "coal_europe", "coal_thermal_south_africa"]]
    assert others.between(0.545, 0.77).all()
    calm = change.drop([2008, 2009, 2021, 2022]).corr()["share"]
    assert calm["coal_thermal_australia"] == pytest.approx(0.815, abs=0.0005)


def test_the_table_of_exposure_says_the_same():
    changes = load("coal_exposure")
    assert changes["year"].tolist() == list(range(1999, 2024))
    assert changes["share_change"].corr(changes["coal_change"]) == pytest.approx(0.79, abs=0.005)
    assert sorted(changes.loc[changes["crisis"], "year"]) == [2008, 2009, 2021, 2022]


# --- Input and output ------------------------------------------------------------------


def io(name: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series, pd.Series]:
    """Domestic and imported sales, output and value added, over the same sectors."""
    rows = load(name)
    output = rows[rows["origin"] == "total"].set_index("seller")["value"]
    value_added = rows[rows["origin"] == "primary"].set_index("buyer")["value"]
    goods = rows[rows["origin"].isin(["domestic", "imported"])]
    tables = goods.pivot_table("value", ["origin", "seller"], "buyer", fill_value=0)
    sectors = output.index
    domestic = tables.loc["domestic"].reindex(sectors, fill_value=0)
    imported = tables.loc["imported"].reindex(sectors, fill_value=0)
    return domestic, imported, output, value_added.reindex(sectors, fill_value=0)


@pytest.mark.parametrize(
    ("name", "sectors", "rounding"), [("io_19", 19, 0.00275), ("io_35", 35, 0.0036)]
)
def test_input_output_balances(name, sectors, rounding):
    domestic, imported, output, value_added = io(name)
    assert len(output) == sectors
    sold = domestic.sum(axis=1)
    assert (sold - output).abs().le(rounding * output).all()
    bought = (
        domestic[output.index[output > 0]].sum()
        + imported.reindex(columns=output.index[output > 0], fill_value=0).sum()
    )
    assert np.allclose(bought + value_added[output > 0], output[output > 0], atol=0.5)


@pytest.mark.parametrize(
    ("sector", "multiplier"),
    [
        ("Metals", 2.21),
        ("Chemicals and plastics", 2.13),
        ("Agriculture", 1.81),
        ("Hotels and restaurants", 1.77),
        ("Trade", 1.58),
        ("Mining", 1.52),
    ],
)
def test_output_multipliers(sector, multiplier):
    domestic, _, output, _ = io("io_19")
    coefficients = (domestic[output.index] / output).to_numpy()
    inverse = np.linalg.inv(np.eye(len(output)) - coefficients)
    multipliers = pd.Series(inverse.sum(axis=0), output.index)
    assert multipliers[sector] == pytest.approx(multiplier, abs=0.005)


def test_class_table_is_the_sum_of_the_full_one():
    groups = load("io_sectors").set_index("sector")["group"]
    full, short = load("io_35"), load("io_19")
    full["group"] = full["seller"].map(groups).fillna(full["seller"])
    key = ["origin", "seller"]
    sums = full.groupby(["origin", "group"])["value"].sum().rename_axis(key)
    assert short.groupby(key)["value"].sum().sub(sums).abs().max() < 0.01


def test_sectors_know_their_section():
    sectors = load("io_sectors")
    sections = load("sections").query("classification == 'OKVED2007'")
    assert set(sections["section"]) - set(sectors["section"]) == {"B"}  # fishing is in agriculture
    assert sectors["group"].nunique() == 19


# --- Indicators ------------------------------------------------------------------------


def test_85_regions_of_the_panel_sum_to_the_country():
    """In the panel the regions with okrugs are without them: the rows are apart."""
    people = load("regional_indicators").groupby("year")["population"]
    assert people.count()[2016] == 85
    assert people.sum()[2016] == pytest.approx(147_381, abs=1)


def test_guests_of_the_panel_are_those_of_the_yearbooks():
    key = ["region", "year"]
    panel = load("regional_indicators").set_index(key)["guests"]
    pairs = load("accommodation").set_index(key)["guests"].to_frame("yearbook")
    pairs = pairs.join(panel, how="inner").dropna()
    assert len(pairs) == 170
    assert (pairs["yearbook"] - pairs["guests"]).abs().max() < 0.051


def test_announced_tourists_against_guests():
    guests = load("regional_indicators").set_index(["region", "year"])["guests"]
    assert guests[KEMEROVO].loc[2021:2023].round().tolist() == [683, 671, 785]
    assert guests["Altai krai", 2016] == pytest.approx(610.7)


def test_small_firms_of_the_panel_are_those_of_the_yearbook():
    """And so the panel's small firms include micro firms: a fact of the definition."""
    yearbook = load("small_firms").query("size == 'small and micro' and year == 2022")
    panel = load("regional_indicators").query("year == 2022").set_index("region")
    pairs = yearbook.set_index("region").join(panel["small_firm_jobs"], how="inner")
    assert len(pairs) == 85
    assert (pairs["employees"] - pairs["small_firm_jobs"]).abs().max() < 0.11


@pytest.mark.parametrize(
    ("name", "columns"),
    [("accommodation", ["beds", "guests", "nights"]), ("small_firms", ["employees", "turnover"])],
)
def test_additive_rows_of_the_yearbooks_sum_to_russia(name, columns):
    table = load(name)
    key = ["year", "size"] if "size" in table else ["year"]
    inside = table[table["additive"]].groupby(key)[columns].sum()
    russia = table[table["region"] == "Russia"].set_index(key)[columns]
    # 82 roundings to one decimal add up to 4.1 at most.
    assert (inside - russia).abs().max().max() < 4.1


def test_twelve_siberian_regions():
    table = load("siberian_indicators")
    assert table["region"].nunique() == 12
    assert len(table) == 12 * 23
    assert table["wear"].between(0, 100).all()
    no_railway = table.groupby("region")["rail_freight"].count().loc[lambda n: n == 0]
    assert set(no_railway.index) == {"Altai Republic", "Republic of Tyva"}


# --- The same figure in two editions ---------------------------------------------------


def test_every_figure_stands_in_two_editions():
    table = load("vintages")
    editions = table.groupby(["region", "year", "indicator"])["edition"].nunique()
    assert (editions == 2).all()


@pytest.mark.parametrize(
    ("region", "year", "indicator", "earlier", "later", "change"),
    [
        ("Altai krai", 2021, "product", "yearbook 2023", "series of 2025", 2.9),
        ("Novosibirsk oblast", 2021, "investment", "yearbook 2022", "panel of 2026", 11.1),
        ("Altai Republic", 2013, "employed", "database of 2016", "panel of 2026", -5.4),
        (KEMEROVO, 2016, "mining_share", "first estimate, OKVED2007", "revised, OKVED2", -4.4),
    ],
)
def test_editions_differ(region, year, indicator, earlier, later, change):
    values = load("vintages").set_index(["region", "year", "indicator", "edition"])["value"]
    key = (region, year, indicator)
    ratio = values[(*key, later)] / values[(*key, earlier)]
    assert 100 * (ratio - 1) == pytest.approx(change, abs=0.05)


def test_editions_agree_with_the_tables_they_are_from(grp, structure):
    table = (
        load("vintages").set_index(["indicator", "edition", "region", "year"]).sort_index()["value"]
    )
    own = grp.set_index(["region", "year"])
    for (region, year), value in table["product", "series of 2025"].items():
        assert own["nominal"][region, year] == value
    mining = structure.set_index(["region", "year", "section"])["share"][KEMEROVO, 2016, "B"]
    assert table["mining_share", "revised, OKVED2", KEMEROVO, 2016] == mining


@pytest.mark.parametrize(
    "script", ["io_19", "coal_exposure", "mining_quotient", "grp_growth", "distances"]
)
def test_derived_tables_regenerate_byte_for_byte(script):
    file = ROOT / "datasets" / f"{script}.csv"
    before = file.read_bytes()
    path = ROOT / "datasets" / "scripts" / f"{script}.py"
    subprocess.run([sys.executable, str(path)], check=True, cwd=ROOT)
    assert file.read_bytes() == before

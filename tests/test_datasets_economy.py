"""Known results of the figures of the economy, recomputed here with plain pandas."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from regecon.data import load

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def grp() -> pd.DataFrame:
    return load("grp").merge(load("region_names"), on="region", validate="many_to_one")


@pytest.fixture(scope="module")
def table() -> tuple[pd.DataFrame, pd.Series]:
    """Domestic sales between the 19 groups, and their output."""
    io = load("io_19")
    output = io[io["buyer"] == "output"].set_index("seller")["value"]
    domestic = io[io["origin"] == "domestic"].pivot_table(
        index="seller", columns="buyer", values="value", fill_value=0
    )
    return domestic, output


def test_additive_regions_sum_to_russia(grp):
    total = grp[grp["additive"]].groupby("year")["nominal"].sum()
    russia = grp[grp["region"] == "Russia"].set_index("year")["nominal"]
    assert len(russia) == 26
    assert (total / russia - 1).abs().max() < 1e-6


@pytest.mark.parametrize(
    ("region", "growth"),
    [
        ("Russia", 1.345),
        ("Novosibirsk oblast", 1.405),
        ("Altai krai", 1.348),
        ("Kemerovo oblast", 1.029),
    ],
)
def test_volume_growth_from_2005_to_2016(grp, region, growth):
    own = grp[(grp["region"] == region) & grp["year"].between(2006, 2016)]
    assert len(own) == 11
    assert np.prod(own["volume_index"] / 100) == pytest.approx(growth, abs=5e-4)


def test_kemerovo_2021_in_roubles_and_in_volume(grp):
    own = grp[grp["region"] == "Kemerovo oblast"].set_index("year")
    assert 100 * (own["nominal"][2021] / own["nominal"][2020] - 1) == pytest.approx(74.5, abs=0.05)
    assert own["volume_index"][2021] == pytest.approx(107.4)


def test_shares_sum_to_a_hundred():
    sums = load("grp_structure").groupby(["region", "year"])["share"].sum()
    assert (sums - 100).abs().max() <= 0.05


@pytest.mark.parametrize(
    ("year", "quotient"),
    list(
        {2005: 2.12, 2006: 1.84, 2011: 3.09, 2014: 2.03, 2017: 3.12, 2020: 1.81, 2022: 2.88}.items()
    ),
)
def test_mining_quotient_of_kemerovo(year, quotient):
    table = load("mining_quotient").set_index("year")
    assert table["quotient"][year] == pytest.approx(quotient, abs=0.006)


def test_mining_quotient_has_no_trend():
    table = load("mining_quotient")
    slope, at_zero = np.polyfit(table["year"], table["quotient"], 1)
    rest = table["quotient"] - (slope * table["year"] + at_zero)
    spread = np.sum((table["year"] - table["year"].mean()) ** 2)
    error = np.sqrt(np.sum(rest**2) / (len(table) - 2) / spread)
    assert abs(slope / error) < 2


def test_kemerovo_employment():
    own = load("employment").set_index(["region", "section", "year"])["thousand"]
    mining, manufacturing = own["Kemerovo oblast"]["C"], own["Kemerovo oblast"]["D"]
    assert (mining[2005], mining[2013]) == pytest.approx((146.8, 134.6), abs=0.051)
    assert (manufacturing[2005], manufacturing[2013]) == pytest.approx((207.7, 170.6), abs=0.051)


def test_sections_of_employment_sum_to_the_total():
    wide = load("employment").pivot_table(
        index=["region", "year"], columns="section", values="thousand"
    )
    parts = wide.drop(columns="total").sum(axis=1)
    assert (
        parts - wide["total"]
    ).abs().max() < 0.13  # two decimals, eight addends, 80 regions in Russia


def test_coal_moves_kemerovos_share():
    changes = load("coal_exposure")
    assert len(changes) == 25
    assert changes["share_change"].corr(changes["coal_change"]) == pytest.approx(0.79, abs=0.005)
    calm = changes[~changes["crisis"]]
    assert calm["share_change"].corr(calm["coal_change"]) == pytest.approx(0.81, abs=0.006)


def test_input_output_rows_balance(table):
    domestic, output = table
    assert (domestic.sum(axis=1) / output - 1).abs().max() < 0.0031


def test_input_output_columns_balance(table):
    domestic, output = table
    io = load("io_19")
    imported = io[io["origin"] == "imported"].groupby("buyer")["value"].sum()
    value_added = io[io["origin"] == "primary"].set_index("buyer")["value"]
    used = domestic[output.index].sum() + imported.reindex(output.index, fill_value=0)
    assert np.allclose(used + value_added.reindex(output.index), output, rtol=1e-6)


def test_output_multipliers(table):
    domestic, output = table
    inner = domestic.reindex(index=output.index, columns=output.index, fill_value=0)
    coefficients = (inner / output).to_numpy()
    inverse = np.linalg.inv(np.eye(len(output)) - coefficients)
    multipliers = pd.Series(inverse.sum(axis=0), output.index)
    known = {"Metals": 2.21, "Hotels and restaurants": 1.77, "Mining": 1.52}
    assert multipliers[list(known)].round(2).to_dict() == known


def test_class_table_is_the_sum_of_the_full_one():
    for origin in ("domestic", "imported"):
        tables = [load(name) for name in ("io_19", "io_35")]
        short, full = (table[table["origin"] == origin]["value"].sum() for table in tables)
        assert short == pytest.approx(full, rel=1e-6)


def test_every_region_year_of_the_structure_has_a_product(grp):
    structure = set(load("grp_structure")[["region", "year"]].itertuples(index=False, name=None))
    product = set(grp[["region", "year"]].itertuples(index=False, name=None))
    assert len(structure - product) <= 5


@pytest.mark.parametrize("script", ["io_19", "coal_exposure", "mining_quotient", "distances"])
def test_derived_tables_regenerate_byte_for_byte(script):
    file = ROOT / "datasets" / f"{script}.csv"
    before = file.read_bytes()
    path = ROOT / "datasets" / "scripts" / f"{script}.py"
    subprocess.run([sys.executable, str(path)], check=True, cwd=ROOT)
    assert file.read_bytes() == before

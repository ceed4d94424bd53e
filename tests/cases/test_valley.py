"""Two wages on one kitchen table."""

from __future__ import annotations

import pytest

from regecon.cases import valley


def test_wages_of_the_district():
    table = valley.kitchen_table(2023)
    assert table["mining"] == pytest.approx(80_715, abs=0.5)
    assert table["hotel"] == pytest.approx(38_057, abs=0.5)
    assert table["two_hotels"] < table["mining"]


def test_the_ratio_fell_and_the_gap_grew():
    before, after = valley.kitchen_table(2023), valley.kitchen_table(2024)
    assert after["ratio"] < before["ratio"]
    assert after["gap"] > before["gap"]


@pytest.mark.parametrize("year", [2023, 2024])
def test_no_industry_pays_a_million(year):
    assert valley.wages(year).max() < 200_000

"""Structures of regions: benchmarks, slides, rulers, parts and blanks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from regecon.cases import structure
from regecon.data import load


def test_quotients_are_those_of_the_table():
    table = load("mining_quotient").set_index("year")["quotient"]
    own = structure.quotients()["mining"]
    assert own.to_numpy() == pytest.approx(table.to_numpy(), abs=0.01)


def test_a_region_against_itself_is_one():
    assert np.allclose(structure.quotients("Tomsk oblast", "Tomsk oblast"), 1)


def test_siberia_is_the_sum_of_its_regions():
    mined = sum(structure.roubles(region)["mining"][2022] for region in structure.SIBERIA)
    whole = sum(structure.roubles(region).loc[2022].sum() for region in structure.SIBERIA)
    assert structure.benchmark("Siberia").loc[2022, "mining"] == pytest.approx(100 * mined / whole)


@pytest.mark.parametrize("against", structure.AGAINST)
def test_shares_of_a_benchmark_add_up(against):
    assert np.allclose(structure.benchmark(against).sum(axis="columns"), 100, atol=0.2)


def test_every_slide_is_of_one_kind():
    line = structure.quotients()["mining"]
    counts = structure.slides(line)
    assert counts.sum() == 18 * 17 * 16 / 6
    backwards = structure.slides(pd.Series(line.to_numpy()[::-1], index=line.index))
    assert (counts["rise"], counts["flat"]) == (backwards["fall"], backwards["flat"])


def test_a_trend_is_found_where_one_is_put():
    rng = np.random.default_rng(5)
    line = pd.Series(2 + 0.1 * np.arange(18) + rng.normal(0, 0.1, 18), index=range(2005, 2023))
    found = structure.trend(line)
    assert found["slope"] == pytest.approx(100 * 0.1 / line.mean(), abs=2 * found["se"])
    held = structure.trend(
        line, pd.DataFrame({"year squared": (line.index - 2010) ** 2.0}, line.index)
    )
    assert held["se"] > 0


def test_no_quotation_of_coal_leaves_a_trend():
    coal = structure.coal_and_quotient()
    assert len(coal) == 5
    assert (coal["slope"].abs() < 2 * coal["se"]).all()
    assert coal["changes"].min() > 0.4


def test_dear_coal_raises_and_dear_oil_lowers_the_quotient():
    found = structure.coal_and_oil()
    told = (found["oil"] < -2 * found["oil_se"]).to_dict()
    assert [name for name in told if not told[name]] == ["coal_steam_japan", "coal_coking_japan"]
    assert (found["coal"] > 2 * found["coal_se"]).sum() == 4
    assert (found["coal"] > 0).all()


def test_product_grew_less_here_than_in_the_median_region():
    assert structure.grown()[structure.HOME] < structure.grown().median()
    assert len(structure.grown()) == 12


def test_rulers_begin_at_one_and_end_where_their_tables_do():
    table = structure.rulers()
    assert table.loc[2005].tolist() == [1, 1, 1]
    ends = [table[name].dropna().index[-1] for name in ("roubles", "volume", "jobs")]
    assert ends == [2022, 2016, 2013]
    assert table["volume"][2016] == pytest.approx(1.377, abs=1e-3)


def test_a_region_that_enters_the_table_is_no_growth_of_the_nation():
    jobs = structure.jobs().sum(axis="columns")
    grown = jobs["Russia"].pct_change()
    assert grown[2007] == pytest.approx(grown[2006], abs=0.004)
    regions = load("employment").query("additive and region != 'Chechen Republic'")
    summed = regions.groupby("year")["employed"].sum().loc[1998:2013]
    assert jobs["Russia"].to_numpy() == pytest.approx(summed.to_numpy(), abs=0.5)


@pytest.mark.parametrize(("first", "last"), [*structure.WINDOWS, (2005, 2008)])
def test_coal_oblast_and_farming_krai_have_like_local_parts(first, last):
    parts = structure.all_job_parts(first, last).loc[[structure.HOME, structure.OTHER]]
    assert np.ptp(parts["regional_share"]) < 1
    assert parts["industry_mix"].idxmax() == structure.HOME
    sums = parts.drop(columns="change").sum(axis="columns")
    assert sums.to_numpy() == pytest.approx(parts["change"].to_numpy())


def test_money_parts_add_up_to_the_growth_of_the_region():
    parts = structure.money_parts(2022)
    grown = (
        structure.sections(structure.HOME, 2022).sum()
        / structure.sections(structure.HOME, 2016).sum()
    )
    assert parts["change"].sum() == pytest.approx(100 * grown - 100)


def test_the_same_city_by_three_yardsticks():
    local = {name: structure.toy(yardstick=name)["regional_share"] for name in structure.YARDSTICKS}
    assert local["nation"].round(1).to_dict() == {"steel": 3.0, "services": -4.0}
    assert local["finer"].sum() == pytest.approx(1.4)
    assert local["finer"]["steel"] == local["nation"]["steel"]
    assert structure.toy(services_growth=15).loc["services", "regional_share"] == pytest.approx(0)


def test_yardsticks_finer_and_coarser_are_one_nation():
    finer = pd.DataFrame(structure.YARDSTICKS["finer"]).drop(index=2)
    coarse = pd.DataFrame(structure.YARDSTICKS["nation"]).drop(index=2)
    assert finer[["trade", "care"]].sum(axis="columns").tolist() == coarse["services"].tolist()


def test_wages_went_dark_between_two_years():
    cells = structure.withheld()
    assert cells.sum().to_dict() == {2023: 121, 2024: 803, "cells": 2843}
    assert (cells.loc[["O", "P"], [2023, 2024]] == 0).all(axis=None)
    apart = structure.lost()
    assert apart["hidden"] > 1.5 * apart["shown"]
    assert structure.small_and_dark() < -0.5


@pytest.mark.parametrize("partner", ["Republic of Khakassia", "Altai krai", "Zabaykalsky krai"])
def test_bounds_hold_the_truth(partner):
    found = structure.hide_and_seek(partner)
    assert len(found) == 4
    assert found["true"].between(found["lower"] - 1e-6, found["upper"] + 1e-6).all()


def test_what_the_small_partner_gives_away():
    mining = structure.hide_and_seek("Republic of Khakassia").loc[(structure.HOME, "C")]
    assert mining[["lower", "upper"]].tolist() == pytest.approx([107.0, 144.0])
    wide = structure.hide_and_seek(structure.OTHER).loc[(structure.HOME, "C")]
    assert wide["lower"] == 0

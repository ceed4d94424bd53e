"""Prices and the oblast: exposure by every quotation, value apart from volume."""

from __future__ import annotations

import numpy as np
import pytest

from regecon.cases import portfolio, prices
from regecon.data import load
from regecon.methods.risk import exposure_beta


def test_own_share_changes_are_those_of_the_table():
    share = prices.share_changes().loc[1999:]
    assert np.allclose(share, prices.exposure()["share_change"], atol=1e-4)


def test_halves_of_the_own_quotation_are_those_of_the_table():
    own, changes = prices.halves().loc[portfolio.COAL], prices.exposure()
    for name, part in {"early": changes.loc[:2010], "late": changes.loc[2011:]}.items():
        fit = exposure_beta(part["share_change"], part["coal_change"]).iloc[-1]
        assert own[name] == pytest.approx(fit["beta"], abs=2e-3)
        assert own[f"{name}_se"] == pytest.approx(fit["se"], abs=2e-3)
    assert own["rise_se"] == pytest.approx(np.hypot(own["early_se"], own["late_se"]))


def test_growth_of_exposure_hangs_on_the_quotation():
    table = prices.halves()
    assert (table["rise"] > 0).all()
    shown = table.index[table["errors"] > 2].tolist()
    assert shown == ["coal_europe"]
    assert table.loc["coal_thermal_south_africa", "errors"] == pytest.approx(1.9, abs=0.05)


def test_up_to_the_expedition_exposure_had_not_grown_by_any_quotation():
    windows = prices.first_and_2016()
    assert (windows["in_2016"] < windows["first"]).all()
    assert prices.moving_exposure()["beta"][2016] == pytest.approx(
        windows.loc[portfolio.COAL, "in_2016"], abs=2e-3
    )


def test_no_other_region_of_siberia_goes_with_coal():
    regions = prices.coal_regions()
    assert len(regions) == 12
    assert regions.index[0] == portfolio.HERE
    assert regions.iloc[0] == pytest.approx(0.79, abs=5e-3)
    assert regions.iloc[1] < 0.1


def test_value_is_price_times_volume():
    for year in (2009, 2021, 2023):
        change = 1 + prices.value_volume_price(year) / 100
        assert change["value"] == pytest.approx(change["price"] * change["volume"])
    assert prices.value_volume_price(2021)["price"] == pytest.approx(62.5, abs=0.1)


def test_margins_of_the_reports_are_those_of_the_table():
    # RUSAL, annual reports 2014 and 2016: adjusted EBITDA as a share of revenue.
    firms = prices.firms()
    for year, margin in {2012: 8.4, 2013: 6.7, 2014: 16.2, 2015: 23.2, 2016: 18.7}.items():
        share = firms[f"rusal_{year}_adjusted_ebitda"] / firms[f"rusal_{year}_revenue"]
        assert 100 * share == pytest.approx(margin, abs=0.06), year


def test_earnings_of_the_smelters_rose_in_2015_and_fell_in_2016_with_the_price_falling_twice():
    firms, london = prices.firms(), prices.series()[portfolio.ALUMINIUM]
    earned = [firms[f"rusal_{year}_adjusted_ebitda"] for year in (2014, 2015, 2016)]
    assert london[2014] > london[2015] > london[2016]
    assert earned[0] < earned[1] > earned[2]


def test_levels_are_one_in_their_base_year():
    assert (prices.levels(2005).loc[2005] == 1).all()
    assert load("prices")["series"].isin(portfolio.COAL_QUOTATIONS).any()

"""What a region lives on, and the line over regions that shows no multiplier."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from regecon.cases import base, imported


def test_two_rules_disagree_and_one_is_the_same_for_all():
    counts = base.counts()
    assert len(counts) == 12
    assert np.ptp(counts["requirements"]) < 1e-9
    assert (counts["quotients"] > counts["requirements"]).all()
    assert counts.loc[base.HOME, "quotients"] == pytest.approx(9.36, abs=0.005)


def test_mining_by_hand():
    jobs = base.jobs(2013)
    here, nation = jobs.loc[base.HOME], jobs.loc[base.NATION]
    basic = here["C"] - here.sum() * nation["C"] / nation.sum()
    assert basic == pytest.approx(113.97, abs=0.01)
    assert basic < base.counts().loc[base.HOME, "basic"]


def test_slope_is_that_of_least_squares_with_its_robust_error():
    rows = base.changes()
    slope, level = np.polyfit(rows["traded"], rows["other"], 1)
    found = base.slope(rows)
    assert found["slope"] == pytest.approx(slope)
    x = rows["traded"] - rows["traded"].mean()
    left = rows["other"] - slope * rows["traded"] - level
    error = (len(x) / (len(x) - 2) * (x**2 * left**2).sum()) ** 0.5 / (x @ x)
    assert found["se"] == pytest.approx(error)


def test_instrument_is_the_ratio_of_two_slopes():
    rows = base.changes()
    first = np.polyfit(rows["predicted"], rows["traded"], 1)[0]
    reduced = np.polyfit(rows["predicted"], rows["other"], 1)[0]
    assert base.slope(rows, "predicted")["slope"] == pytest.approx(reduced / first)


def test_a_true_multiplier_would_be_found():
    rows = base.changes()
    made = rows.assign(other=2.5 + 1.6 * rows["traded"])
    assert base.slope(made)["slope"] == pytest.approx(1.6)
    assert base.slope(made, "predicted")["slope"] == pytest.approx(1.6)


@pytest.mark.parametrize("without", [(), (base.ODD,)])
def test_no_window_has_a_slope_of_two_errors(without):
    table = base.windows(without)
    assert len(table) == len(base.WINDOWS)
    assert (table["slope"].abs() < 2 * table["se"]).all()


@pytest.mark.parametrize("years", [(2005, 2013), (2009, 2010), (1998, 2013)])
def test_no_window_crosses_the_change_of_vintage_unmarked(years):
    with pytest.raises(ValueError, match="changes its vintage in 2010"):
        base.changes(*years)
    assert len(base.changes(*years, across=True)) > 70


def test_the_step_between_the_vintages_is_what_no_window_is():
    step = base.slope(base.changes(*base.STEP, across=True))
    assert step["slope"] == pytest.approx(-0.77, abs=5e-3)
    assert abs(step["slope"]) > 2 * step["se"]


def test_one_region_bends_the_line_from_2005_on():
    rows = base.changes(2005, 2009)
    each = pd.Series({region: base.slope(rows.drop(region))["slope"] for region in rows.index})
    assert each.idxmax() == base.ODD
    assert base.windows((base.ODD,)).loc[(2005, 2009), "slope"] == pytest.approx(each.max())
    # From 2000 on no single region does.
    rows = base.changes()
    each = [base.slope(rows.drop(region))["slope"] for region in rows.index]
    assert max(map(abs, each)) < base.slope(rows)["se"]


def test_home_lost_in_the_base_and_gained_beside_it():
    home = base.changes().loc[base.HOME]
    assert home["traded"] < 0 < home["other"]


def test_pay_never_falls_and_profit_leaps():
    table = base.pay_and_profit().loc[2005:]
    assert (table["pay"].diff().dropna() > 0).all()
    assert table["profit"].min() < 0 < table["profit"].max()
    swings = base.swings()
    assert swings.loc[base.HOME, "high"] > 3 * swings.loc["Novosibirsk oblast", "high"]


def test_of_a_hundred_roubles_nothing_is_lost():
    split = base.sector_split()
    assert split[["home", "imported", "left"]].sum(axis="columns").to_list() == pytest.approx(
        [100, 100]
    )
    _domestic, abroad = imported.coefficients()
    assert split.loc["Metals", "imported"] == pytest.approx(100 * abroad["Metals"])


def test_a_town_has_less_of_a_multiplier_than_the_nation():
    shares = [base.with_local_share("Metals", share) for share in (0, 0.25, 0.5, 1)]
    assert shares == sorted(shares)
    assert shares[0] == 1
    assert shares[-1] == pytest.approx(base.sector_split().loc["Metals", "rounds"])


def test_a_region_that_begins_to_be_counted_is_no_growth():
    """Chechnya, in the table from 2007, is left out of what the rest of Russia grew by."""
    start, end = base.jobs(base.FIRST), base.jobs(base.LAST)
    new = end.index.difference(start.index)
    assert list(new) == ["Chechen Republic"]
    there = [name for name in start.index if name != base.NATION and name != base.HOME]
    growth = end.loc[there].sum() / start.loc[there].sum() - 1
    foretold = sum(start.loc[base.HOME, section] * growth[section] for section in base.TRADED)
    found = base.changes().loc[base.HOME, "predicted"]
    assert found == pytest.approx(100 * foretold / start.loc[base.HOME].sum(), abs=0.02)

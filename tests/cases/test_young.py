"""The young of a town: the projection, the bills and the three checks of the register."""

from __future__ import annotations

import pytest

from regecon.cases import young
from regecon.methods.demography import cohort_present, equivalent_return


@pytest.mark.parametrize("town", young.TOWNS)
def test_projection_has_the_share_of_the_identity(town):
    # Those of 15 to 19 in 2024, fifteen years later, against the same cohort if nobody moves.
    path, still = young.project(town, 60, 15, 0), young.project(town, 0, 0, 0)
    share = path[15].loc[30] / still[15].loc[30]
    assert share.to_numpy() == pytest.approx(cohort_present(young.LEAVE, young.BACK))
    filled = young.project(town, 60, 15, 50)[15].loc[30] / still[15].loc[30]
    assert filled.to_numpy() == pytest.approx(0.99)


@pytest.mark.parametrize("town", young.TOWNS)
def test_no_lever_reaches_those_who_were_twenty(town):
    moved, still = young.project(town, 80, 60, 50), young.project(town, 0, 0, 0)
    old = moved[young.YEARS].loc[young.OLDER :]
    assert old.to_numpy() == pytest.approx(still[young.YEARS].loc[young.OLDER :].to_numpy())
    assert (moved[young.YEARS].loc[20] < still[young.YEARS].loc[20]).all()


@pytest.mark.parametrize("town", young.TOWNS)
def test_town_shrinks_even_if_nobody_leaves(town):
    totals = young.project(town, 0, 0, 0).T.groupby(level=0).sum().sum(axis=1)
    assert totals.is_monotonic_decreasing


def test_pyramid_starts_with_the_published_figures():
    assert young.ages_of("Biysk").to_numpy().sum() == 188_780
    assert young.ages_of("Tashtagol").loc[15, "men"] == 1_741
    assert young.inhabitants().loc["Biysk"].sum() == 188_780


def test_path_of_the_young_is_that_of_the_projection():
    path = young.young_path("Biysk", 60, 15, 0)
    assert path.index.tolist() == [2024, 2029, 2034, 2039, 2044]
    ages = young.project("Biysk", 60, 15, 0)[young.YEARS]
    assert path[2044] == pytest.approx(ages.loc[20:35].to_numpy().sum())


def test_fertility_adds_up_to_the_rate_of_the_region():
    assert 5 * young.fertility_of("Altai krai").sum() == pytest.approx(1.30)
    assert sum(young.CHILDREN.values()) == pytest.approx(1)


def test_grants_add_the_same_people_and_pay_different_ones():
    bills = young.bills()
    assert bills["added"].nunique() == 1
    assert bills["each"].to_dict() == pytest.approx(
        {"keep": 1.765, "call back": 0.618, "attract": 0.653}, abs=5e-4
    )
    assert (bills["paid"] == bills["added"] + bills["anyway"]).all()


def test_at_the_even_return_one_added_costs_the_same():
    keep = young.bills().loc["keep"]
    rate = young.even_return()
    assert rate == pytest.approx(0.1807, abs=5e-5)
    assert (rate - young.BACK) / rate == pytest.approx(keep["added"] / keep["paid"])


def test_what_is_kept_equals_a_return():
    same = equivalent_return(young.LEAVE, young.BACK, young.KEPT)
    assert cohort_present(young.LEAVE, same) == pytest.approx(
        cohort_present(young.LEAVE - young.KEPT, young.BACK)
    )


def test_flows_of_2023_are_those_of_the_table():
    places, kinds = young.net_of_places(), young.net_of_kinds()
    assert places.loc["Biysk", [15, 20]].tolist() == [-7, 150]
    assert places.loc["Tomsk", [15, 20]].tolist() == [2114, -3331]
    assert kinds.loc["rural", [15, 20]].tolist() == [-2183, 941]
    # What one kind loses the other need not gain: people cross the border of the five regions.
    assert kinds.loc["urban", [15, 20]].tolist() == [3073, -3709]


def test_rates_are_per_thousand_of_those_of_january():
    rates = young.net_rates(["Tomsk", "Biysk"])
    people = young.inhabitants(2023)
    assert rates.loc["Tomsk", 15] == pytest.approx(1000 * 2114 / people.loc["Tomsk", 15])


@pytest.mark.parametrize("year", [2023, 2024])
@pytest.mark.parametrize("sex", [None, "women", "men"])
def test_three_towns_of_one_krai_have_a_hump_in_both_years_and_sexes(year, sex):
    ratios = young.hump(year, sex)
    assert set(ratios.index[ratios > 1]) == {"Rubtsovsk", "Biysk", "Barnaul"}
    assert ratios.iloc[-3] - ratios.iloc[-4] > 0.15  # and then a gap


def test_census_missed_more_than_deaths_explain():
    gap = young.census_gap()
    assert gap["missing"] == 199_500 - 183_852
    # Twelve months at the krai's rate of 2020 and nine at that of 2021, the epidemic's.
    assert gap["deaths"] == pytest.approx(1303 / 9 * (12 * 7.9 + 9 * 10.8) / 7.6)
    assert gap["left"] == pytest.approx(gap["missing"] - gap["deaths"])


def test_births_fit_novokuznetsk_and_not_biysk_in_two_years_each():
    births = young.births_check()
    assert births.loc[("Biysk", 2023), "counted"] == pytest.approx(1067 / 9 * 12)
    assert births.loc[("Biysk", 2022), "counted"] == 2 * 719
    excess = births["excess"].unstack("town")
    assert excess.loc[[2022, 2023], "Biysk"].tolist() == pytest.approx([39.5, 36.8], abs=0.05)
    assert excess.loc[[2020, 2021], "Novokuznetsk"].between(6, 7).all()

"""The resort's counts, the curve in five springs, the days of the holidays, the valley's links."""

from __future__ import annotations

import numpy as np
import pytest

from regecon.cases import resort


def test_a_winter_has_one_count_in_the_series_and_no_holiday_or_plan():
    from regecon.data import load

    table = load("sheregesh_seasons").query("in_series")
    assert not table["season"].duplicated().any()
    assert set(table["kind"]) == {"full_season"}
    assert resort.winters().index.tolist() == [2001, 2012, 2013, 2015, 2017, 2021, 2023, 2024, 2025]


# By an independent program (scipy's curve_fit), rounded.
@pytest.mark.parametrize(
    ("spring", "ceiling", "error"),
    [(2017, 1046, 69), (2021, 3671, 3424), (2023, 3082, 879), (2024, 3215, 641), (2025, 2181, 326)],
)
def test_what_the_curve_said_in_each_spring(spring, ceiling, error):
    from scipy.optimize import curve_fit

    points = resort.winters(spring)

    def curve(t, top, rate, middle):
        return top / (1 + np.exp(-rate * (t - middle)))

    start = [ceiling, 0.4, 2016]
    found, covariance = curve_fit(curve, points.index.to_numpy(float), points, start, maxfev=99_999)
    assert found[0] == pytest.approx(ceiling, rel=2e-3)
    assert covariance[0, 0] ** 0.5 == pytest.approx(error, abs=0.5)
    known = resort.as_known().loc[spring]
    assert known["ceiling"] == pytest.approx(found[0], rel=1e-3)
    assert known["error"] == pytest.approx(covariance[0, 0] ** 0.5, rel=1e-3)


def test_the_smallest_error_met_the_largest_miss():
    """The chapter's lesson, as long as it is true."""
    known = resort.as_known()
    missed = (known["later"] - known["ceiling"]) / known["error"]
    assert known["error"].idxmin() == missed.idxmax() == 2017
    assert missed[2017] > 20 > 2 > missed.drop(2017).max()
    # And 2025 is the next smallest, with the largest misfit of all.
    assert known["error"].drop(2017).idxmin() == known["misfit"].idxmax() == 2025


def test_winters_alike_by_their_holidays_agree_on_a_ceiling():
    """By one reading of 2025; by the other the ceiling is higher, and the chapter says so."""
    fit, others = resort.fitted(resort.quiet_winters("2025_winter"))
    assert fit.ceiling == pytest.approx(1101, abs=1)
    assert fit.ceiling_error < 60
    assert max(others) < 1.2 * min(others)
    besides = resort.fitted(resort.quiet_winters("2025_full"))[0]
    sure = resort.as_known().loc[2017]
    assert besides.ceiling > sure["ceiling"] + 6 * sure["error"]


def test_one_count_more_takes_the_certainty_of_2017_away():
    sure, more = resort.as_known().loc[2017], resort.one_count_more()
    assert more.ceiling_error > 5 * sure["error"]
    assert resort.one_count_more(2011).ceiling_error > 2 * sure["error"]
    assert abs(more.ceiling - sure["ceiling"]) < more.ceiling_error


def test_a_second_resort_shows_no_ceiling_either():
    fit, others = resort.fitted(resort.manzherok())
    assert not fit.bounded
    assert sum(np.isinf(others)) == len(others) - 1


def test_fewer_than_four_winters_are_no_curve():
    assert resort.fitted(resort.winters(2013)) is None


def test_an_average_day_is_no_holiday_but_the_counts_of_2022_to_2024_say_so():
    found = resort.holidays()
    assert found["share"].round(0).to_dict() == {
        "2013_district": 39,
        "2019_18_march": 67,
        "2022_12_april": 69,
        "2023_full": 79,
        "2024_season": 90,
        "2025_full": 46,
        "2025_winter": 35,
    }
    later = found[found["season"] >= 2022].drop_duplicates("season")["a_day"]
    assert later.max() < 1.2 * later.min()


def test_by_one_date_in_january_the_winter_of_two_million_was_ahead_and_not_twice_as_full():
    early = resort.early_january()
    assert early.to_dict() == pytest.approx(
        {2014: 400 - 95 / 6, 2016: 420, 2020: 380.2, 2021: 494.286}
    )
    ahead = early[2021] / early.drop(2021)
    assert ahead.min() == pytest.approx(1.18, abs=0.01)
    assert ahead.max() == pytest.approx(1.30, abs=0.01)


def test_with_excursions_and_festivals_nothing_fell_in_2025():
    visits = resort.counts()
    totals = visits[visits.index.str.startswith("2025_") & (visits > 1000)]
    assert sorted(totals) == [1142, 1300, 1500, 2600]
    assert visits["2025_with_festivals"] > visits["2024_season"]


def test_links_are_in_one_unit():
    found = resort.links()
    assert found["visits"].to_dict() == pytest.approx(
        {"hotel_beds": 990, "slopes": 1980, "all_beds": 3300}
    )
    twice = resort.links(days=300)["visits"]
    assert (twice / found["visits"]).tolist() == pytest.approx([2, 2, 2])


def test_who_pays():
    pays = resort.who_pays()
    assert pays["federal_2023"] == pytest.approx(948.3)
    assert pays["nights"] == pytest.approx(460)
    assert pays["years"] == pytest.approx(948.3 / 46)
    assert resort.sewage_a_head() == pytest.approx(8000 / 9741)

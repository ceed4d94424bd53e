"""The resort of Sheregesh: what was counted, where a curve would end, what the valley can hold.

Every count stands in the table ``sheregesh_seasons``, every statement on beds, lifts, pipes and
money in ``sheregesh_capacity``. Used by week 9, its explorer, lab and exercises, by week 10 and by
the dossier of the pattern.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from regecon.data import load
from regecon.methods.life_cycle import LifeCycle, fit_life_cycle

SEASON_DAYS = 150  # assumed: Manzherok reports winters of 150 days
SHARE_STAYING = 0.5  # assumed: every second visit needs a bed for the night
TURNS = 1.5  # assumed: one place on the slopes serves three skiers of half a day in two days
HOUSEHOLD_USE = 0.16  # assumed: cubic metres of water a head and day
SMALLEST_TAX = 100  # roubles a night: the least that the tourist tax may be (federal law, 2025)
FEWEST = 4  # three parameters of the curve and at least one point to judge them by
SPRINGS = (2017, 2021, 2023, 2024, 2025)  # springs in which one could have fitted the curve


def counts() -> pd.Series:
    """Every reported count of visits, thousand, by its id."""
    return load("sheregesh_seasons").set_index("id")["visits_thousand"]


def capacity() -> pd.Series:
    """Every statement on what the resort holds, in its own unit, by its id."""
    return load("sheregesh_capacity").set_index("id")["value"]


def elsewhere() -> pd.Series:
    """Figures of other resorts, in their own units, by their id."""
    return load("resorts").set_index("id")["value"]


def winters(last: int = 2025) -> pd.Series:
    """The winters of the series that had been counted by the spring of ``last``.

    Returns
    -------
    Series (winters,)
        Thousand visits by the year in which the winter ends.

    Examples
    --------
    >>> winters(2017).to_dict()
    {2001: 22.0, 2012: 330.0, 2013: 512.0, 2015: 1000.0, 2017: 1000.0}
    """
    table = load("sheregesh_seasons").query("in_series").set_index("season")["visits_thousand"]
    return table[table.index <= last]


def manzherok() -> pd.Series:
    """Winters of Manzherok as its operator counts them, in tickets: thousand by year."""
    table = load("resorts")
    mine = (table["resort"] == "Manzherok") & (table["measure"] == "visits_winter")
    return table[mine & (table["status"] == "fact")].set_index("year")["value"]


def yearly_growth(first: float, last: float, years: float) -> float:
    """Compound growth, per cent a year.

    Examples
    --------
    >>> round(yearly_growth(22, 1000, 14), 1)
    31.3
    """
    return 100 * ((last / first) ** (1 / years) - 1)


@cache
def _fit(points: tuple[tuple[int, float], ...]) -> LifeCycle:
    return fit_life_cycle(pd.Series(dict(points), dtype=float))


def fitted(visits: pd.Series) -> tuple[LifeCycle, list[float]] | None:
    """The life cycle fitted to some winters, and the ceilings found without each of them.

    Parameters
    ----------
    visits : Series (winters,)
        Thousand visits by year.

    Returns
    -------
    tuple or None
        The fit and the other ceilings (infinite where no ceiling is seen, none at all with as
        few points as the curve needs); None with fewer than four winters.
    """
    points = tuple(visits.items())
    if len(points) < FEWEST:
        return None
    smaller = [tuple(point for point in points if point != left_out) for left_out in points]
    ceilings = [_fit(rest).ceiling for rest in smaller] if len(points) > FEWEST else []
    return _fit(points), ceilings


@cache
def as_known() -> pd.DataFrame:
    """What the curve would have said in each of five springs, and what was announced later.

    Returns
    -------
    DataFrame (springs,)
        By the last winter known: ``winters`` (how many), ``ceiling``, ``error``, ``low`` and
        ``high`` (without one winter), ``misfit``, all in thousand visits, and ``later``, the
        largest total that was announced in the years after; NaN after the last.
    """
    rows = {}
    everything = winters()
    for spring in SPRINGS:
        fit, others = fitted(winters(spring))
        after = everything[everything.index > spring]
        rows[spring] = {
            "winters": fit.observations,
            "ceiling": fit.ceiling,
            "error": fit.ceiling_error,
            "low": min(others),
            "high": max(others),
            "misfit": fit.misfit,
            "later": after.max() if len(after) else np.nan,
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("spring")


def one_count_more(winter: int = 2010) -> LifeCycle:
    """The life cycle of the spring of 2017 if the count of the year 2010 stands for a winter.

    That count is of a calendar year and of the whole district, so it is not in the series; a
    small error that does not survive it was no knowledge.

    Parameters
    ----------
    winter : int
        The winter for which it stands: the one that ends in 2010 or the one that ends in 2011.
    """
    known = winters(2017)
    known[winter] = counts()["2010_calendar_year"]
    return fitted(known.sort_index())[0]


def quiet_winters(reading: str = "2025_full") -> pd.Series:
    """The winters outside the years from 2021 to 2024, with one reading of the winter of 2025."""
    known = winters()
    known[2025] = counts()[reading]
    return known[(known.index <= 2017) | (known.index == 2025)]


# Each count of a whole winter beside the holidays of the same winter with a known number of days.
# Those of 2019 and 2022 end before the winter does; the holidays of 2019 are a portal's; 2025 has
# two readings.
HOLIDAYS = {
    "2013_district": "2013_holidays",
    "2019_18_march": "2019_holidays",
    "2022_12_april": "2022_holidays",
    "2023_full": "2023_holidays",
    "2024_season": "2024_first_days",
    "2025_full": "2025_holidays",
    "2025_winter": "2025_holidays",
}


def holidays() -> pd.DataFrame:
    """Days of the New Year holidays against the average day of the same winter.

    Returns
    -------
    DataFrame (counts of winters,)
        By the id of the count: ``season``, the year in which the winter ends; ``a_day``, thousand
        visits on an average day of the holidays; ``winter``, thousand visits of the winter;
        ``whole``, False if that count ends before the winter does; ``holiday_days``, how many
        such days the winter would be; and ``share``, the average day of a winter of 150 days in
        per cent of a holiday day.
    """
    table = load("sheregesh_seasons").set_index("id")
    whole, part = table.loc[list(HOLIDAYS)], table.loc[list(HOLIDAYS.values())]
    found = pd.DataFrame({"season": whole["season"], "winter": whole["visits_thousand"]})
    found["whole"] = whole["kind"] == "full_season"
    found["a_day"] = (part["visits_thousand"] / part["days"].astype(float)).to_numpy()
    found["holiday_days"] = found["winter"] / found["a_day"]
    found["share"] = 100 * found["holiday_days"] / SEASON_DAYS
    return found


# Counts from the opening into January: the days that each runs on after the fifth, and the holidays
# by whose average day these are taken off.
EARLY = {
    "2014_6_january": (1, "2014_first_days"),
    "2016_10_january": (5, "2016_holidays"),
    "2020_5_january": (0, None),
    "2021_5_january": (0, None),
}


def early_january() -> pd.Series:
    """Visits from the opening to 5 January, thousand, by the year of that January.

    Two of the four counts end later. A day in the holidays is a large part of such a count, so
    the days after the fifth are taken off, each at the average day of its holidays.

    Examples
    --------
    >>> early_january().round(0).to_dict()
    {2014: 384.0, 2016: 420.0, 2020: 380.0, 2021: 494.0}
    """
    table = load("sheregesh_seasons").set_index("id")
    visits, days = table["visits_thousand"], table["days"]
    found = {}
    for count, (after, holidays_of) in EARLY.items():
        a_day = visits[holidays_of] / float(days[holidays_of]) if after else 0
        found[int(count[:4])] = visits[count] - after * a_day
    return pd.Series(found)


LINKS = {
    "hotel_beds": ("beds_2020", SHARE_STAYING),
    "slopes": ("skiers_at_once_2015", 1 / TURNS),
    "all_beds": ("beds_2023_with_informal", SHARE_STAYING),
}


def links(days: float = SEASON_DAYS) -> pd.DataFrame:
    """What each link of the valley can serve in a winter, all in one unit.

    A link with room for c at a time, of which an average visit uses the part u for one day,
    serves c d / u visits in d days. The parts are assumptions.

    Returns
    -------
    DataFrame (links,)
        ``places`` at a time, ``use`` of a place by an average visit, ``visits`` in thousand.
    """
    have = capacity()
    rows = {
        name: {"places": have[fact], "use": use, "visits": have[fact] * days / use / 1000}
        for name, (fact, use) in LINKS.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("link")


def sewage_a_head() -> float:
    """Cubic metres a day that the sewage works take for each inhabitant of the settlement."""
    people = load("population").query("place == 'Sheregesh' and year == 2021")["population"].item()
    return capacity()["sewage_2019"] / people


def who_pays() -> pd.Series:
    """Federal money for the pipes beside the tax that beds pay, million roubles.

    Returns
    -------
    Series
        ``federal_2021``, ``federal_2023`` (two years of one order), ``tax`` of 2025 in eight
        territories; ``years``, how many such years make the second sum; ``nights``, thousand
        taxed nights at most, at the smallest tax.
    """
    have = capacity()
    order = have["federal_money_2023"] + have["federal_money_2024"]
    tax = have["tourist_tax_2025"]
    return pd.Series(
        {
            "federal_2021": have["federal_money_2021"],
            "federal_2023": order,
            "tax": tax,
            "years": order / tax,
            "nights": 1000 * tax / SMALLEST_TAX,
        }
    )

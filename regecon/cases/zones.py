"""Zones and what would have been without them: a machine, regions as placebos, plan and fact.

The machine is made up (SYNTHETIC): towns that ride a commodity boom by their exposure. The rest
rests on tables: the employed of all regions, of which one is set against the others, and what
was promised and reported of the zones of Kuzbass and Altai krai. Week 15 rests on it.
"""

from __future__ import annotations

from functools import cache
from statistics import NormalDist

import numpy as np
import pandas as pd

from regecon.data import load
from regecon.methods.counterfactual import (
    StaggeredEffects,
    cost_per_job,
    difference_in_differences,
    minimum_detectable_effect,
    placebo_test,
    staggered_effects,
    synthetic_control,
    two_way_fixed_effects,
)

HOME, KRAI, MIRROR = "Kemerovo oblast", "Altai krai", "Novosibirsk oblast"
FIRST, LAST = 2001, 2023  # the years of the table of all regions
BREAK = 2010  # from the year before to this one the table changes what it counts
WINDOW = 5  # years before and after, unless said otherwise
NO_TWIN = 5  # a mix that misses a region's past by so many points is no twin of it
LEAPS = "Republic of Ingushetia"  # its employed rise by a third from 2013 to 2022

# The machine, all SYNTHETIC: effects in per cent of the employed.
EMPLOYED = 170_000
TRUE, BOOM, NOISE, AFTER = 0.6, 10, 1.0, 3
EXPOSURE, QUIET, COAL = 0.4, 0.1, (0.3, 0.5, 0.7)
QUIET_TOWNS = 20
MULTIPLIER = 2.8

# Zones on paper: real regions, invented dates.
PAPER = (2004, 2019)
DATES, SPLIT = (2009, 2012, 2016), (2008, 2015)
ON_PAPER, GAIN = 20, 0.5

CONTRIBUTIONS = (0.30, 0.076)  # full rate, and that of residents; fact tor_benefits


def power(effect: float, smallest: float) -> float:
    """Chance that a test at 5 per cent finds an effect, given the smallest detectable one."""
    edge = NormalDist().inv_cdf(0.975)
    errors = MULTIPLIER * abs(effect) / smallest
    return NormalDist().cdf(errors - edge) + NormalDist().cdf(-errors - edge)


def odds_of_ruling_out(line: float, smallest: float) -> float:
    """Chance that an estimate of nothing shuts out an effect of ``line`` at 5 per cent."""
    error = smallest / MULTIPLIER
    return NormalDist().cdf(line / error - NormalDist().inv_cdf(0.975))


def smallest_share(
    noise: float = NOISE, after: int = AFTER, correlation: float = 0, before: int = WINDOW
) -> float:
    """The smallest detectable effect of the machine, in per cent of the employed."""
    return minimum_detectable_effect(
        noise, before=before, after=after, controls=QUIET_TOWNS, correlation=correlation
    )


def smallest_jobs(noise: float = NOISE, after: int = AFTER, correlation: float = 0) -> float:
    """The same in jobs."""
    return EMPLOYED * smallest_share(noise, after, correlation) / 100


def floor_of_p(donors: int) -> float:
    """The smallest p-value that a placebo test with so many donors can give."""
    return 1 / (donors + 1)


def donors_needed(p: float) -> int:
    """How many donors a placebo test needs so that its p-value can fall below ``p``."""
    return int(np.floor(round(1 / p, 9)))


# --- The machine ---------------------------------------------------------------------------


@cache
def made_up_towns(effect: float = TRUE, boom: float = BOOM, after: int = AFTER) -> pd.DataFrame:
    """Employed of made-up towns (SYNTHETIC), per cent above the mean of the years before.

    Rows are the ``zone``, quiet towns and coal towns; columns are years from the start, -5 to
    -1 and 0 on. Each town answers to the price by its exposure: to small swings before, to the
    boom after. The zone has the effect on top. There is no noise.
    """
    years = range(-WINDOW, after)
    swing = np.array([0.6, -0.8, 0.1, 0.9, -0.8])  # of the price, in points; they add up to none
    price = np.concatenate([swing, np.full(after, float(boom))])
    names = [f"quiet {i + 1}" for i in range(QUIET_TOWNS)]
    names += [f"coal {i + 1}" for i in range(len(COAL))]
    exposures = pd.Series([EXPOSURE] + [QUIET] * QUIET_TOWNS + list(COAL), index=["zone", *names])
    towns = pd.DataFrame(np.outer(exposures, price), index=exposures.index, columns=years)
    towns.loc["zone", 0:] += effect
    return towns


@cache
def three_estimates(effect: float = TRUE, boom: float = BOOM) -> pd.Series:
    """What three methods say of the made-up zone, in per cent of its employed."""
    towns = made_up_towns(effect, boom)
    quiet = towns.loc[["zone", *(name for name in towns.index if name.startswith("quiet"))]]
    cells = quiet.stack()
    towns_of, years = (cells.index.get_level_values(level) for level in (0, 1))
    means = difference_in_differences(
        cells,
        pd.Series((towns_of == "zone").astype(int), index=cells.index),
        pd.Series((years >= 0).astype(int), index=cells.index),
    )
    return pd.Series(
        {
            "before and after": means.means.loc["treated", "change"],
            "difference in differences": means.effect,
            "synthetic control": synthetic_control(towns, "zone", start=0).effect,
        }
    )


# --- Real regions ---------------------------------------------------------------------------


@cache
def _published() -> pd.DataFrame:
    """A hundred times the logarithm of the employed, for the regions that have all years."""
    wide = load("regional_indicators").pivot_table("employed", "region", "year")
    return 100 * np.log(wide.dropna().astype(float))


def jumps(limit: float = 5) -> pd.Series:
    """How many regions change by more than so many per cent, by year, from the second on."""
    return (_published().diff(axis="columns").abs() > limit).sum().iloc[1:]


@cache
def panel(first: int = FIRST, last: int = LAST, closed: bool = True) -> pd.DataFrame:
    """A hundred times the logarithm of the employed, with the break of 2010 ``closed``.

    The step from 2009 to 2010 is left out for every region: earlier years are moved so that
    nobody changes in it. Whatever truly happened in that year is lost, too.
    """
    wide = _published().copy()
    if not closed:
        return wide.loc[:, first:last]
    step = wide[BREAK] - wide[BREAK - 1]
    wide.loc[:, : BREAK - 1] = wide.loc[:, : BREAK - 1].add(step, axis="index")
    return wide.loc[:, first:last]


def employed(region: str, year: int) -> float:
    """Employed of a region, thousand persons."""
    table = load("regional_indicators").set_index(["region", "year"])["employed"]
    return float(table[region, year])


def from_year_before(start: int, last: int, closed: bool = True) -> pd.DataFrame:
    """The panel, in per cent (log points) above the year before the start."""
    wide = panel(FIRST, last, closed)
    return wide.sub(wide[start - 1], axis="index")


@cache
def placebo_changes(start: int, last: int, before: int = WINDOW) -> pd.Series:
    """For every region: its change from before to after, less the mean change of the others.

    That is the difference in differences it would have if a zone had begun there, in log points.
    """
    wide = panel(start - before, last)
    change = wide.loc[:, start:].mean(axis="columns") - wide.loc[:, : start - 1].mean(
        axis="columns"
    )
    others = (change.sum() - change) / (len(change) - 1)
    return (change - others).rename("effect")


@cache
def fan(region: str = HOME, start: int = 2016, last: int = 2020, closed: bool = True):
    """Synthetic control of a region with all others as donors, and each of them as placebo."""
    return placebo_test(from_year_before(start, last, closed), region, start)


@cache
def three_answers(region: str = HOME, start: int = 2016, last: int = 2020) -> pd.Series:
    """Three estimates for a real region, in log points, and what they are worth.

    Returns
    -------
    Series
        ``before and after`` (five years before, and from the start to the last year),
        ``difference in differences`` (all other regions), ``synthetic control``; its ``fit``,
        the placebo test's ``p`` and the number of ``donors``; and ``spread``, the standard
        deviation of the placebo effects of the other regions that have a twin.
    """
    wide = panel(start - WINDOW, last).loc[region]
    test = fan(region, start, last)
    others = test.table.drop(index=region)
    return pd.Series(
        {
            "before and after": wide.loc[start:].mean() - wide.loc[: start - 1].mean(),
            "difference in differences": placebo_changes(start, last)[region],
            "synthetic control": test.table.loc[region, "effect"],
            "fit": test.table.loc[region, "fit"],
            "p": test.p_value,
            "donors": len(others),
            "spread": others.loc[others["fit"] < NO_TWIN, "effect"].std(),
        }
    )


@cache
def twin(region: str = HOME, start: int = 2016, last: int = 2020):
    """The synthetic control of a region, with all others as donors."""
    return synthetic_control(from_year_before(start, last), region, start)


def paths(region: str = HOME, start: int = 2016, last: int = 2020) -> pd.DataFrame:
    """The region, the mean of all others and its synthetic twin, the year before being 0."""
    wide = from_year_before(start, last)
    return pd.DataFrame(
        {
            "observed": wide.loc[region],
            "others": wide.drop(index=region).mean(),
            "synthetic": twin(region, start, last).paths["synthetic"],
        }
    )


def mining_share(year: int = 2015) -> pd.Series:
    """Mining in what mines and plants of a region ship, per cent; nothing where none is named."""
    table = load("regional_indicators").query("year == @year").set_index("region")
    mined, made = (table[f"shipped_{kind}"].fillna(0) for kind in ("mining", "manufacturing"))
    return (100 * mined / (mined + made)).astype(float)


def small_regions(low: float = 100, high: float = 300, year: int = 2015) -> pd.Index:
    """Regions with so many thousand employed: the nearest we have to a town in size."""
    people = np.exp(panel()[year] / 100)
    return people.index[people.between(low, high)]


# --- Zones on paper -------------------------------------------------------------------------


def paper_zones(seed: int, zones: int = ON_PAPER, dates: tuple[int, ...] = DATES) -> pd.Series:
    """Invented starts (SYNTHETIC) for regions drawn by lot, the others without one."""
    regions = panel(*PAPER).index
    drawn = np.random.default_rng(seed).permutation(regions)[:zones]
    starts = pd.Series(np.resize(dates, zones).astype(float), index=drawn)
    return starts.reindex(regions).rename("start")


def marks(start: pd.Series, years) -> pd.DataFrame:
    """Whether a region is treated in a year, 0 or 1."""
    return _ages(start, years).gt(0).astype(int)


def _ages(start: pd.Series, years) -> pd.DataFrame:
    """The how-manieth year of its zone a region is in, 0 before and without one."""
    ages = np.asarray(years)[None, :] - start.to_numpy()[:, None] + 1
    return pd.DataFrame(np.nan_to_num(ages).clip(min=0), start.index, years)


@cache
def false_alarms(draws: int = 100) -> pd.Series:
    """Of zones that never were: per cent that a regression calls significant at 5 per cent.

    ``independent`` with the standard error that takes all years as independent, ``clustered``
    with the one that lets the years of a region hang together.
    """
    wide = panel(*PAPER)
    found = []
    for seed in range(draws):
        result = two_way_fixed_effects(wide, marks(paper_zones(seed), wide.columns))
        errors = np.array([result.se, result.se_clustered])
        found.append(np.abs(result.effect / errors) > 1.96)
    return pd.Series(100 * np.mean(found, axis=0), index=["independent", "clustered"])


def growing(start: pd.Series, years, gain: float = GAIN) -> pd.DataFrame:
    """An invented effect (SYNTHETIC) that grows by ``gain`` with every year of a zone."""
    return gain * _ages(start, years)


@cache
def staggered(seed: int = 15, gain: float = GAIN) -> tuple[StaggeredEffects, float]:
    """Every region gets a zone on paper, in the early or the late year, and gains from it.

    Returns the effects by start and what the regression on marks says, in log points.
    """
    wide = panel(*PAPER)
    start = paper_zones(seed, len(wide), SPLIT)
    outcome = wide + growing(start, wide.columns, gain)
    regression = two_way_fixed_effects(outcome, marks(start, wide.columns))
    return staggered_effects(outcome, start), regression.effect


@cache
def many_lots(draws: int = 40, gain: float = GAIN) -> pd.DataFrame:
    """By lot (rows): ``by start`` and ``regression``, the two estimates of the mean gain."""
    found = [staggered(seed, gain) for seed in range(draws)]
    return pd.DataFrame(
        {
            "by start": [effects.overall for effects, _regression in found],
            "regression": [regression for _effects, regression in found],
        }
    )


def true_gain(gain: float = GAIN) -> float:
    """The mean invented gain of the early zones while late regions are there to compare."""
    years = SPLIT[1] - SPLIT[0]
    return gain * (years + 1) / 2


# --- Plan and fact --------------------------------------------------------------------------


def _zone(key: str) -> float:
    return float(load("special_zones").set_index("id")["value"][key])


def plan_and_fact() -> pd.DataFrame:
    """Jobs and million roubles of residents, promised or reported, by zone and year.

    ``each`` is million roubles for a job: residents' own spending, not public money, and jobs
    of residents, not additional ones.
    """
    rows = {
        ("Zarinsk", 2018, "plan"): ("zarinsk_2018_investment_plan", "zarinsk_2018_jobs_plan"),
        ("Zarinsk", 2023, "fact"): ("zarinsk_2023_investment", "zarinsk_2023_jobs"),
        ("Novoaltaysk", 2023, "fact"): ("novoaltaysk_2023_investment", "novoaltaysk_2023_jobs"),
        ("Special zone Kuzbass", 2021, "plan"): (
            "special_zone_kuzbass_2021_investment_plan",
            "special_zone_kuzbass_2021_jobs_plan",
        ),
        ("Special zone Kuzbass", 2022, "plan"): (
            "special_zone_kuzbass_2022_investment_plan",
            "special_zone_kuzbass_2022_jobs_plan",
        ),
    }
    frame = pd.DataFrame(
        {key: {"million": _zone(money), "jobs": _zone(jobs)} for key, (money, jobs) in rows.items()}
    ).T.rename_axis(["zone", "year", "status"])
    frame["each"] = [
        cost_per_job(row["million"], row["jobs"]).per_claimed_job for _key, row in frame.iterrows()
    ]
    return frame


def saved_contributions(town: str = "Novokuznetsk", section: str = "C", year: int = 2023) -> float:
    """Thousand roubles a year that a resident saves on one wage, by the lower contributions."""
    wages = load("municipal_wages").set_index(["place", "year", "section"])["wage"]
    full, lower = CONTRIBUTIONS
    return float(wages[town, year, section]) * 12 * (full - lower) / 1000

"""The expedition as an instrument: what a route, its audiences and its days can hear.

Stops, findings and audiences are the report's, the odds that somebody mentions a finding are
SYNTHETIC (table ``hearing_odds_synthetic``). The second half holds the indicators by which week 1
asks which towns are old-industrial.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pandas as pd

from regecon.data import load
from regecon.methods.typology import composite_score

HOME = "Novosibirsk"
STOPS = ("Novokuznetsk", "Tashtagol", "Sheregesh", "Biysk", "Srostki")  # in the order of the route
AUDIENCES = ("administration", "enterprises", "residents")
TOPICS = ("plans", "plants", "clusters", "services", "small firms", "people")
DETOUR = 1.3  # assumed: a road in these hills against the straight line
KM_A_DAY = 600  # assumed: a long day at the wheel
HOURS_A_DAY = 8  # assumed: at the wheel on such a day
TEAMS = 2  # assumed: the group splits in two at every stop

FROM, TO = 1989, 2021  # the two censuses that are compared
# Towns whose boundary moved between the two (notes of the table population): their censuses
# count different places.
MOVED = ("Kemerovo", "Leninsk-Kuznetsky")
AROUND = ("Kemerovo oblast", "Altai krai")  # the regions of the route


@cache
def odds() -> pd.DataFrame:
    """The findings that the report states for single stops, with their SYNTHETIC odds.

    Returns
    -------
    DataFrame, shape (findings, 5)
        Labelled by claim: ``place``, ``topic`` and the chance that each audience mentions the
        finding on one day of talk.

    Examples
    --------
    >>> odds().loc["S-127", "place"]
    'Sheregesh'
    """
    return load("hearing_odds_synthetic").set_index("claim")


@cache
def loop_kilometres(stops: tuple[str, ...]) -> float:
    """Length by road of the loop from home through the stops, in the order given.

    The straight legs of the table ``distances``, lengthened by the assumed detour.

    Parameters
    ----------
    stops : tuple of str
        Places between leaving home and coming back.

    Returns
    -------
    float
        Kilometres.
    """
    kilometres = load("distances").set_index(["origin", "destination"])["kilometres"]
    return DETOUR * sum(kilometres[leg] for leg in pairwise([HOME, *stops, HOME]))


def legs(stops: tuple[str, ...]) -> pd.DataFrame:
    """The legs of the loop from home through the stops and back, one after the other.

    Parameters
    ----------
    stops : tuple of str
        Places between leaving home and coming back.

    Returns
    -------
    DataFrame, shape (legs, 4)
        ``origin`` and ``destination``, ``kilometres`` by road (the straight line, lengthened by
        the assumed detour) and the ``hours`` at the wheel at an assumed eight for a day's length.

    Examples
    --------
    >>> legs(("Biysk",))["destination"].tolist()
    ['Biysk', 'Novosibirsk']
    """
    straight = load("distances").set_index(["origin", "destination"])["kilometres"]
    ways = list(pairwise([HOME, *stops, HOME]))
    table = pd.DataFrame(ways, columns=["origin", "destination"])
    table["kilometres"] = [DETOUR * straight[way] for way in ways]
    return table.assign(hours=HOURS_A_DAY * table["kilometres"] / KM_A_DAY)


def days_a_talk(stops: tuple[str, ...], audiences: tuple[str, ...], days: float) -> float:
    """Days left for each audience at each stop, once the driving is done.

    Parameters
    ----------
    stops, audiences : tuple of str
        Where the group stops and with whom it talks.
    days : float
        Length of the journey, driving included.

    Returns
    -------
    float
        Nought if nobody is asked or the driving takes it all.
    """
    if not stops or not audiences:
        return 0.0
    left = max(days - loop_kilometres(stops) / KM_A_DAY, 0)
    return TEAMS * left / (len(stops) * len(audiences))


def chance_heard(stops: tuple[str, ...], audiences: tuple[str, ...], days: float) -> pd.Series:
    """Chance that each finding has been heard: missed only if every audience missed it.

    Parameters
    ----------
    stops, audiences : tuple of str
        Where the group stops and with whom it talks.
    days : float
        Length of the journey, driving included.

    Returns
    -------
    Series, shape (findings,)
        Between 0 and 1, labelled by claim; nought for places that are not visited.

    Examples
    --------
    Days go by and nobody is asked:

    >>> float(chance_heard(STOPS, (), 8).sum())
    0.0
    """
    table = odds()
    missed = (1 - table[list(audiences)]).prod(axis=1) ** days_a_talk(stops, audiences, days)
    return (1 - missed).where(table["place"].isin(stops), 0.0)


@cache
def censuses() -> pd.DataFrame:
    """Census populations of towns proper, places by years; empty where the table has none."""
    population = load("population")
    proper = (population["kind"] == "census") & (population["boundary"] == "town proper")
    return population[proper].pivot_table("population", "place", "year", aggfunc="first")


@cache
def comparable() -> pd.Series:
    """Towns around the route with both censuses on one boundary, and what they have lost.

    Returns
    -------
    Series, shape (towns,)
        Loss from the census of 1989 to that of 2021, per cent of 1989; negative where a town
        grew.

    Examples
    --------
    >>> round(float(comparable()["Prokopyevsk"]), 1)
    35.1
    """
    both = censuses()[[FROM, TO]].dropna().drop(index=list(MOVED))
    region = load("towns").set_index("place")["region"]
    both = both[both.index.map(region).isin(AROUND)]
    return (100 * (1 - both[TO] / both[FROM])).rename("loss")


@cache
def loss_since_peak() -> pd.Series:
    """Loss since the largest census that the table has, per cent: a worse measure, for comparison.

    It takes 2010 for the peak of towns without an older census and counts boundaries that moved
    as people who left.
    """
    counted = censuses()
    return (100 * (1 - counted[TO] / counted.max(axis=1))).dropna().rename("loss")


@cache
def indicators() -> pd.DataFrame:
    """Three indicators of age for the towns that can be compared.

    Returns
    -------
    DataFrame, shape (towns, 3)
        ``loss`` since the census of 1989 (per cent), ``old`` (share of people aged 65 and over,
        1 January 2024, of the municipality, per cent), ``age`` (years since the town became one).
    """
    groups = load("age_groups")
    groups = groups[(groups["year"] == 2024) & groups["place"].notna()]
    # A town and the district around it can share a centre; the town is the larger of the two.
    own = groups.sort_values("total").groupby("place").last()
    table = pd.DataFrame(
        {
            "loss": comparable(),
            "old": 100 * own["age_65plus"] / own["total"],
            "age": 2024 - load("towns").set_index("place")["city_status"],
        }
    )
    return table.loc[comparable().index].astype(float)


@cache
def scores() -> pd.DataFrame:
    """Old-industrial score of every town: of three indicators, and without the age of the town.

    Returns
    -------
    DataFrame, shape (towns, 2)
        ``three`` and ``two``, in standard deviations from the mean of these towns, the highest
        first.
    """
    table = indicators()
    both = {"three": composite_score(table), "two": composite_score(table[["loss", "old"]])}
    return pd.DataFrame(both).sort_values("three", ascending=False)

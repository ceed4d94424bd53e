"""The mayor's desk: one town from 2016 to 2035, one budget, four roads, and what is not known.

Every coefficient stands in the table ``desk_assumptions`` with the week it comes from, its range,
and whether a table, a made-up case (SYNTHETIC) or only our assumption stands behind it. All that
happens is told against a *start path*: the town shrinks as its ages make it (week 12), jobs and
revenue with it, pay and guests stay as they are. Levers, prices and snow push it off that path.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from regecon.cases import rouble, training, young
from regecon.cases.portfolio import BASE, price_changes
from regecon.data import load

FIRST, LAST = 2016, 2035
YEARS = np.arange(FIRST, LAST + 1)
TOWNS = {"Novokuznetsk": "Novokuznetsk", "Sheregesh": "Tashtagol", "Biysk": "Biysk"}
LEVERS = ("works", "pipes", "workshops", "neighbours")  # what money can be spent on
FORMS = ("town", "firm", "shared")  # who bears the risk when pipes are built: week 14
SCENARIOS = ("flat", "slump", "as it was", "less snow")
OUTCOMES = ("jobs", "people", "pay", "budget")
AIMS = (*OUTCOMES, "calm")

DRAWS, SEED = 400, 2016
ROAD_DRAWS, WEIGHTS = 2000, 500  # of the ranking
SLUMP, SLUMP_YEAR = np.log(2 / 3), 2020  # assumed: from that year prices are a third lower
THAW = -0.01  # assumed: snow of a winter falls by a hundredth a year
FIRST_ROUND = float(rouble.plant(rouble.OUTSIDE).first_round.sum())  # of 100 roubles sold

EVENLY = dict.fromkeys(LEVERS, 1 / len(LEVERS))
MONEY: dict[str, tuple[Mapping[str, float], str]] = {
    "kept": ({}, "town"),
    "works": ({"works": 1}, "town"),
    "pipes": ({"pipes": 1}, "town"),
    "firm": ({"pipes": 1}, "firm"),
    "shared": ({"pipes": 1}, "shared"),
    "workshops": ({"workshops": 1}, "town"),
    "neighbours": ({"neighbours": 1}, "town"),
    "evenly": (EVENLY, "shared"),
}


@cache
def table() -> pd.DataFrame:
    """The coefficients by name (``desk_assumptions``)."""
    return load("desk_assumptions").set_index("name")


@cache
def starts() -> pd.DataFrame:
    """Where each town stands in 2016, from tables; Sheregesh is counted with its district.

    Returns
    -------
    DataFrame, a row for each town
        ``people`` (thousand), ``pay`` (thousand roubles a month in 2023, the oldest there is),
        ``own`` revenue (million roubles, as planned for 2015 or 2016; unknown in Sheregesh),
        ``natural`` (yearly change of people if nobody moved: week 12), ``hotels`` and
        ``industry`` (pay there as a share of the mean).
    """
    numbers = load("municipalities").set_index("place")["municipality"]
    people = load("municipal_population").set_index(["municipality", "year"])["population"]
    plans = rouble.own_shares()["own"].groupby("place").last()
    wages = load("municipal_wages").query("year == 2023").pivot_table("wage", "place", "section")
    rows = {}
    for town, place in TOWNS.items():
        ages = young.project(place, 0, 0, 0).T.groupby(level=0).sum().sum(axis="columns")
        rows[town] = {
            "people": people[numbers[place], FIRST] / 1000,
            "pay": wages.loc[place, "TOTAL"] / 1000,
            "own": plans.get(place, np.nan),
            "natural": (ages.iloc[-1] / ages.iloc[0]) ** (1 / young.YEARS) - 1,
            "hotels": wages.loc[place, "I"] / wages.loc[place, "TOTAL"],
            "industry": wages.loc[place, "C"] / wages.loc[place, "TOTAL"],
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def coefficients(
    town: str, draws: int, seed: int, even: bool = False, **changed: float
) -> dict[str, np.ndarray]:
    """Values of all coefficients for one town; one draw stands for the most likely values.

    Drawn from triangles between the lowest and the highest value with the top at the likely one,
    or evenly over the range.
    A town's own coefficient loses the town's name. ``changed`` sets some to a number.
    """
    ours, rows = f"_{town.lower()}", table()
    unknown = sorted(set(changed) - {name.removesuffix(ours) for name in rows.index})
    if unknown:
        raise ValueError(f"changed: no coefficient {', '.join(unknown)} in desk_assumptions")
    low, top, high = (rows[column].to_numpy() for column in ("low", "value", "high"))
    chance, width = np.random.default_rng([seed, 0]).random((draws, len(rows))), high - low
    rise = low + np.sqrt(chance * width * (top - low))
    fall = high - np.sqrt((1 - chance) * width * (high - top))
    drawn = low + chance * width if even else np.where(chance * width < top - low, rise, fall)
    values = drawn if draws > 1 else top[None]
    found = dict(zip(rows.index, values.T, strict=True))
    found = {name.removesuffix(ours): value for name, value in found.items()}
    return found | {name: np.full(draws, float(value)) for name, value in changed.items()}


def weather(a: Mapping[str, np.ndarray], scenario: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Prices and snow of every draw and year, in logarithms against 2016 and a normal winter."""
    draws = len(a["swing"])
    chance = np.random.default_rng([seed, 1]).normal(size=(2, draws, len(YEARS))) * (draws > 1)
    trend, snow = np.zeros(len(YEARS)), chance[1] * a["snow_swing"][:, None]
    if scenario == "slump":
        trend = np.where(YEARS >= SLUMP_YEAR, SLUMP, 0.0)
    elif scenario == "as it was":
        changes = price_changes("dollars").loc[FIRST + 1 :]
        known = (changes * BASE[changes.columns] / BASE[changes.columns].sum()).sum(axis="columns")
        trend = known.cumsum().reindex(YEARS).ffill().fillna(0).to_numpy()
        chance[0][:, known.index[-1] >= YEARS] = 0
    elif scenario == "less snow":
        snow = snow + THAW * (YEARS - FIRST)
    elif scenario != "flat":
        raise ValueError(f"scenario: expected one of {', '.join(SCENARIOS)}, got {scenario!r}")
    swing = np.zeros((draws, len(YEARS)))
    for year in range(1, len(YEARS)):
        swing[:, year] = a["memory"] * swing[:, year - 1] + a["swing"] * chance[0][:, year]
    return trend + swing, snow


def costs(a: Mapping[str, np.ndarray], people: float) -> dict[str, np.ndarray]:
    """What each lever costs if it is pulled as far as it goes, million roubles."""
    jobs = a["at_work"] * people
    more_guests = a["guests"] * (a["ceiling"] - 1)
    wanted = {
        "works": a["works_cost"] * a["works_share"] * jobs,
        "pipes": a["pipes_cost"] * more_guests * a["pipes_part"],
        "workshops": a["training_cost"] * a["training_part"] * a["workshops_share"] * jobs,
        "neighbours": a["neighbours_cost"] * people,
    }
    return {lever: np.maximum(cost, 1e-9) for lever, cost in wanted.items()}


def contract(a: Mapping[str, np.ndarray], form: str) -> tuple[np.ndarray, np.ndarray]:
    """How much more a rouble builds, and how likely it is late: the linear contract of week 14."""
    if form not in FORMS:
        raise ValueError(f"form: expected one of {', '.join(FORMS)}, got {form!r}")
    kept = {"town": 0, "firm": 1, "shared": 1 / (1 + a["variance"])}[form]
    premium = kept**2 * a["variance"] / 2
    # Only where risk is shared does the budget that lays the pipes pay for the delay, and cares.
    late = a["late"] - (a["care"] * a["word"] if form == "shared" else 0)
    return (1 + a["effort"] * kept) / (1 + premium), np.maximum(late, 0)


def checked(money: Mapping[str, float]) -> dict[str, float]:
    """Shares of the free money by lever; what is not named is kept."""
    if unknown := sorted(set(money) - set(LEVERS)):
        raise ValueError(f"money: no lever {', '.join(unknown)}; there are {', '.join(LEVERS)}")
    if min(money.values(), default=0) < 0 or sum(money.values()) > 1 + 1e-9:
        raise ValueError(f"money: expected shares that add up to 1 at most, got {dict(money)}")
    return dict.fromkeys(LEVERS, 0.0) | dict(money)


class Case(NamedTuple):
    """One town under one use of its money, before the years begin; arrays are by draw."""

    first: pd.Series
    a: dict[str, np.ndarray]
    shares: dict[str, float]
    price: np.ndarray  # by draw and year
    snow: np.ndarray
    boost: np.ndarray  # what a rouble for pipes builds more
    served: np.ndarray  # share of the pipes that serve
    holds: np.ndarray  # whether the neighbours' agreement lasts
    closes: np.ndarray  # years until the cluster shuts
    falls: bool  # whether what it had brought goes with it
    cost: dict[str, np.ndarray]
    own: np.ndarray  # revenue of 2016
    parts: dict[str, np.ndarray]  # of all jobs, by what buyers elsewhere pay for


def case(town, money, scenario, form, draws, seed, even, falls, changed) -> Case:
    """Draw everything that the years will need."""
    if town not in TOWNS:
        raise ValueError(f"town: expected one of {', '.join(TOWNS)}, got {town!r}")
    first, a = starts().loc[town], coefficients(town, draws, seed, even, **changed)
    price, snow = weather(a, scenario, seed)
    boost, late = contract(a, form)
    people, jobs = first["people"], a["at_work"] * first["people"]
    if draws > 1:
        chance = np.random.default_rng([seed, 2]).random((3, draws))
        late, holds = chance[0] < late, chance[1] < a["holds"]
        closes = np.log(chance[2]) / np.log(1 - a["closing"])
    else:  # a single course has what is expected; its cluster lives
        holds, closes = a["holds"], np.full(1, np.inf)
    guests = a["guests"] / 1000 * a["jobs_per_guest"] / jobs
    return Case(
        first,
        a,
        checked(money),
        price,
        snow,
        boost,
        1 - a["delay"] * late,
        holds,
        closes,
        falls,
        costs(a, people),
        np.full(draws, first["own"]) if first["own"] > 0 else a["own"] * people,
        {"works": a["works_share"], "guests": guests, "workshops": a["workshops_share"]},
    )


def built(at: Case, stock: dict[str, np.ndarray], free: np.ndarray) -> dict[str, np.ndarray]:
    """How far every lever is pulled after a year's money, from 0 to 1."""
    found = {}
    for lever, share in at.shares.items():
        put = share * free / at.cost[lever] * (at.boost if lever == "pipes" else 1)
        found[lever] = stock[lever] * (1 - at.a["fading"]) + (1 - stock[lever]) * -np.expm1(-put)
    return found


def grown(at: Case, stock, guests, shops, year: int) -> tuple[np.ndarray, ...]:
    """Guests that pipes and neighbours make room for, workshops, and the club that trains."""
    a = at.a
    room = 1 + (a["ceiling"] - 1) * stock["pipes"] * at.served
    room = room + a.get("together", 0) * stock["neighbours"] * at.holds
    guests = np.maximum(guests + a["resort_growth"] * guests * (1 - guests / room), 0)
    members = 1 + (training.FIRMS - 1) * stock["workshops"]
    risk = training.poaching_risk(training.FIRMS, a["movers"], members)
    trains = (risk < 1 - a["training_cost"] / training.SURPLUS) & (year < at.closes)
    club = stock["workshops"] * trains
    if at.falls:
        shops = np.where(year < at.closes, shops, 1.0)
    return guests, shops * (1 + a["workshops_growth"] * club), club


def work(at: Case, stock, here, guests, shops, club, year: int) -> tuple[np.ndarray, np.ndarray]:
    """Jobs and pay of a year as multiples of the start path."""
    a, first, part, price = at.a, at.first, at.parts, at.price[:, year]
    kept = np.exp(a["hoarding"] * a["exposure"] * price)
    bought = kept * stock["works"] * a["suppliers"] / FIRST_ROUND
    winter = a["winter"] * (1 - a["summer"] * stock["pipes"] * at.served)
    came = guests * np.exp(a["snow_effect"] * winter * at.snow[:, year])
    hosts, makers = part["guests"] * (came - 1), part["workshops"] * (shops - 1)
    # The base carries other jobs; those that it does not carry follow people.
    base, both = sum(part.values()), 1 + a["extra"]
    carried = base + part["works"] * (kept - 1 + bought) + hosts + makers
    jobs = (1 - base * both) * here + both * carried
    pay = 1 + (hosts * (first["hotels"] - 1) + makers * (first["industry"] - 1)) / jobs
    pay = pay + part["works"] * np.expm1(a["exposure"] * price)
    pay = pay + a["skill"] * part["workshops"] * shops * club
    return jobs, pay + a["pooling"] * np.log1p(a["reach"] * stock["neighbours"])


def futures(
    town: str,
    money: Mapping[str, float] | None = None,
    scenario: str = "flat",
    form: str = "town",
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    even: bool = False,
    falls: bool = False,
    **changed: float,
) -> dict[str, np.ndarray]:
    """Possible courses of a town under one use of its money.

    Parameters
    ----------
    town : str
        One of ``TOWNS``.
    money : mapping
        Share of the free money of every year that each of the ``LEVERS`` gets.
    scenario, form : str
        One of ``SCENARIOS`` and one of ``FORMS``.
    draws, seed : int
        How many courses. A single one has the likely coefficients and no luck, good or bad.
    even : bool
        Draw coefficients evenly over their ranges, not from triangles.
    falls : bool
        Whether jobs that a cluster brought go when it shuts; else only its growth ends.
    **changed : float
        Coefficients to set, by name, such as ``extra=0.5``.

    Returns
    -------
    dict of ndarray, shape (draws, 20)
        ``jobs``, ``people`` (thousand), ``pay`` (thousand roubles a month of 2023), ``budget``
        (own revenue after the levers), ``spent`` and ``free``, what could be (million roubles).

    Examples
    --------
    >>> futures("Biysk", draws=1)["people"][0, [0, -1]].round(1).tolist()
    [213.6, 186.1]
    """
    at = case(town, money or {}, scenario, form, draws, seed, even, falls, changed)
    a, first, stock = at.a, at.first, dict.fromkeys(LEVERS, np.zeros(draws))
    here, guests, shops, revenue = (np.ones(draws) for _ in range(4))
    rows = []
    for year in range(len(YEARS)):
        trend = (1 + first["natural"]) ** year
        free = a["free"] * at.own * trend * revenue * (year > 0)
        stock = built(at, stock, free)
        guests, shops, club = grown(at, stock, guests, shops, year)
        jobs, pay = work(at, stock, here, guests, shops, club, year)
        revenue = (1 - a["pay_part"]) * here + a["pay_part"] * jobs * pay
        revenue = revenue + a["deal"] * stock["works"] * np.exp(at.price[:, year])
        spent = sum(at.shares.values()) * free
        people = first["people"] * trend
        told = a["at_work"] * people * jobs, people * here, first["pay"] * pay
        rows.append((*told, at.own * trend * revenue - spent, spent, free))
        here = np.maximum(here + a["follow"] * (jobs - here), 0)
    names = (*OUTCOMES, "spent", "free")
    return {
        name: np.stack(values, axis=1)
        for name, values in zip(names, zip(*rows, strict=True), strict=True)
    }


@cache
def fan(town: str, use: str, scenario: str) -> pd.DataFrame:
    """Deciles of each outcome by year for one use of ``MONEY``, per cent of 2016.

    Returns
    -------
    DataFrame, labelled by outcome and year
        ``low``, ``middle`` and ``high``: one course in ten lies below the first, one above the
        last. Every course is compared with its own 2016. ``attrs`` hold ``worst``, the middle of
        :func:`worst_year`.
    """
    courses = futures(town, *_order(use, scenario))
    parts = {}
    for name in OUTCOMES:
        path = 100 * courses[name] / courses[name][:, :1]
        rows = np.quantile(path, (0.1, 0.5, 0.9), axis=0).T
        parts[name] = pd.DataFrame(rows, index=YEARS, columns=["low", "middle", "high"])
    found = pd.concat(parts, names=["outcome", "year"])
    found.attrs["worst"] = float(np.median(worst_year(courses)))
    return found


def _order(use: str, scenario: str) -> tuple:
    money, form = MONEY[use]
    return money, scenario, form


def worst_year(courses: Mapping[str, np.ndarray]) -> np.ndarray:
    """The lowest yearly change of own revenue, before any money is spent, per cent, by draw."""
    own = courses["budget"] + courses["spent"]
    return 100 * (own[:, 1:] / own[:, :-1] - 1).min(axis=1)


# --- Is there a best road? -------------------------------------------------------------


@cache
def gains(
    town: str,
    scenario: str = "flat",
    pipes: str = "pipes",
    draws: int = ROAD_DRAWS,
    seed: int = SEED,
    kept: bool = False,
    **changed: float,
) -> np.ndarray:
    """What each road reaches for each of the ``AIMS``, by draw: shape (draws, roads, aims).

    All the free money goes to one lever; ``pipes`` says in which of the three ways they are
    built; with ``kept``, doing nothing is a fifth road; ``changed`` goes to :func:`futures`.
    The outcomes are those of 2035 in per cent of 2016; calm is the worst year of own revenue.
    All roads meet the same luck.
    """
    found = []
    for use in ("works", pipes, "workshops", "neighbours", *(["kept"] if kept else [])):
        courses = futures(town, *_order(use, scenario), draws=draws, seed=seed, **changed)
        ends = [100 * courses[name][:, -1] / courses[name][:, 0] for name in OUTCOMES]
        found.append(np.stack([*ends, worst_year(courses)], axis=1))
    return np.stack(found, axis=1)


def winners(reached: np.ndarray, scale: str = "spread", weights: int = WEIGHTS, seed: int = SEED):
    """Which road comes first by draw and by weight of the aims: ndarray (draws, weights) of places.

    Weights are drawn evenly from all that add up to one. The aims are made comparable by the
    ``spread`` of what roads differ by, by the ``rank`` of the roads, or left in ``percent``.
    """
    apart = reached - reached.mean(axis=1, keepdims=True)
    if scale == "spread":
        apart = apart / apart.std(axis=(0, 1))
    elif scale == "rank":
        apart = apart.argsort(axis=1).argsort(axis=1)
    elif scale != "percent":
        raise ValueError(f"scale: expected spread, rank or percent, got {scale!r}")
    drawn = np.random.default_rng([seed, 3]).dirichlet(np.ones(len(AIMS)), weights)
    return (apart @ drawn.T).argmax(axis=1)


@cache
def first_places(town: str, scale: str = "spread", **settings) -> pd.Series:
    """Per cent of all pairs of weight and draw in which each road comes first.

    ``settings`` go to :func:`gains`. ``attrs`` hold ``sure``: per cent of the draws in which one
    road comes first whatever the weights.
    """
    won = winners(gains(town, **settings), scale, seed=settings.get("seed", SEED))
    roads = (*LEVERS, "kept") if settings.get("kept") else LEVERS
    shares = pd.Series({road: 100 * (won == place).mean() for place, road in enumerate(roads)})
    shares.attrs["sure"] = 100 * float((won == won[:, :1]).all(axis=1).mean())
    return shares


def deciding(town: str, road: str, draws: int = ROAD_DRAWS) -> pd.DataFrame:
    """How often a road comes first if a coefficient is low or high, the most telling one first.

    Returns
    -------
    DataFrame
        By coefficient: per cent of weights and draws in the ``lowest`` and the ``highest`` third
        of its draws, and the difference, ``moves``.
    """
    won = (winners(gains(town, draws=draws)) == LEVERS.index(road)).mean(axis=1)
    rows = {}
    for name, values in coefficients(town, draws, SEED).items():
        if np.ptp(values) > 0 and not any(name.endswith(f"_{other.lower()}") for other in TOWNS):
            low, high = np.quantile(values, (1 / 3, 2 / 3))
            thirds = 100 * won[values <= low].mean(), 100 * won[values >= high].mean()
            rows[name] = {"lowest": thirds[0], "highest": thirds[1], "moves": thirds[1] - thirds[0]}
    found = pd.DataFrame.from_dict(rows, orient="index").rename_axis("name")
    return found.sort_values("moves", key=np.abs, ascending=False)

"""Seven towns of South Kuzbass hire from one another's doorsteps.

Populations, wages and distances are those of the tables; how people behave is assumed, and the
assumptions stand at the head of the module. Week 8 rests on it: explorer, figures, lab and
exercises take their numbers here.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from regecon.data import load
from regecon.methods.counterfactual import minimum_detectable_effect
from regecon.methods.interaction import converse_breaking_point, hansen_accessibility, huff

CENTRE, FAR = "Novokuznetsk", "Tashtagol"
TOWNS = (CENTRE, "Prokopyevsk", "Kiselyovsk", "Mezhdurechensk", "Myski", "Osinniki", "Kaltan")
YEAR = 2023

# Everything below is assumed: populations, distances and wages are real, behaviour is not.
AT_WORK = 0.45  # workers, and jobs, for each inhabitant
DECAY = 0.12  # a straight kilometre, at 60 kilometres an hour
SPEED, FAST = 60, 72  # kilometres an hour: the road of the start, and one a fifth faster
INSIDE = 2.0  # kilometres of a trip within a town
WAGE_PULL = 3.0  # elasticity of the choice of a town with respect to its wage
RAISE = 1.2
TRADED = 0.5  # share of jobs whose trade could be assigned; the rest are shops, schools, care
TRADES = 8
OTHER_TRADE = 0.1  # what a job outside one's trade counts beside one within it
SLUMP = 0.3  # share of its jobs that a trade loses in a slump
POOLING = 0.05  # what a market that is larger by one per cent adds to pay, in per cent
DECAYS = (0.06, DECAY, 0.24)  # the assumption, its half and its double

# The decree: trades that only these towns may keep. The last trade is shared by three towns.
SEATS = {
    (CENTRE,): 4,
    ("Prokopyevsk",): 1,
    ("Kiselyovsk",): 1,
    ("Mezhdurechensk",): 1,
    ("Myski", "Osinniki", "Kaltan"): 1,
}
RAISED = {"none": (), "centre": (CENTRE,), "rival": ("Prokopyevsk",), "all": TOWNS}

DETOUR = 1.3  # a road in these hills against the straight line, table road_distances
WORKDAYS, HOURS = 21, 168  # a month, assumed
TAX = 0.13  # income tax on wages of this size


@cache
def population() -> pd.Series:
    """Inhabitants of the urban okrugs on 1 January 2023."""
    return people_in(YEAR)


def people_in(year: int, places: tuple[str, ...] = TOWNS) -> pd.Series:
    """Inhabitants of urban okrugs on 1 January, by the name of their town."""
    table = load("municipal_population").set_index(["year", "municipality"])["population"]
    keys = load("municipalities").set_index("place")["municipality"][list(places)]
    return table[year][keys].set_axis(list(places)).astype(float)


def fall() -> pd.Series:
    """What each town lost from 2016 to 2020, both on the census of 2010, per cent."""
    return 100 * (1 - people_in(2020) / people_in(2016))


@cache
def pay_table(places: tuple[str, ...] = TOWNS) -> pd.DataFrame:
    """Average monthly wages of 2023, roubles, by town and section (TOTAL for all)."""
    table = load("municipal_wages").query("year == @YEAR")
    table = table[table["place"].isin(places)]
    return table.pivot_table(index="place", columns="section", values="wage").loc[list(places)]


@cache
def wages() -> pd.Series:
    """Average monthly wage of 2023 in the urban okrugs, roubles."""
    return pay_table()["TOTAL"]


@cache
def kilometres(places: tuple[str, ...] = TOWNS) -> pd.DataFrame:
    """Great-circle distances between the towns, with an assumed trip within each."""
    table = load("distances").pivot_table("kilometres", "origin", "destination")
    table = table.loc[list(places), list(places)]
    return table.mask(np.eye(len(places), dtype=bool), INSIDE)


def far_kilometres() -> pd.Series:
    """How far Tashtagol lies from each of the seven."""
    return kilometres((*TOWNS, FAR)).loc[FAR, list(TOWNS)]


def places() -> pd.DataFrame:
    """Longitude and latitude of the towns."""
    return load("towns").set_index("place").loc[list(TOWNS), ["longitude", "latitude"]]


def trip(speed: float) -> pd.DataFrame:
    """What a trip deters, in kilometres of the road of the start; trips in town stay the same."""
    km = kilometres()
    return km.where(km == INSIDE, km * SPEED / speed)


def workers() -> pd.Series:
    """Workers who live in each town, and jobs that stand there."""
    return AT_WORK * population()


def trade_shares(spheres: str) -> pd.DataFrame:
    """Share of each trade in the traded jobs of a town; trades of the same towns are one row."""
    seats = pd.Series(SEATS.values(), index=[" and ".join(towns) for towns in SEATS])
    shares = pd.DataFrame(1 / TRADES, index=seats.index, columns=list(TOWNS))
    if spheres == "decree":
        for name, towns in zip(seats.index, SEATS, strict=True):
            shares.loc[name] = [1 / seats[name] if town in towns else 0.0 for town in TOWNS]
    return shares


def markets(spheres: str) -> list[tuple[float, pd.Series]]:
    """For each kind of worker its share in the workforce and how much each town's jobs count."""
    jobs, shares = workers(), trade_shares(spheres)
    traded = [
        (TRADED * seats / TRADES, jobs * (share + OTHER_TRADE * (1 - share)))
        for seats, (_name, share) in zip(SEATS.values(), shares.iterrows(), strict=True)
    ]
    return [(1 - TRADED, jobs), *traded]


@cache
def flows(pay: str, speed: float, spheres: str, decay: float = DECAY) -> pd.DataFrame:
    """Workers by town of residence and town of work."""
    offered = wages() * [RAISE if town in RAISED[pay] else 1 for town in TOWNS]
    shares = sum(
        part * huff(jobs * offered**WAGE_PULL, trip(speed), beta=decay, decay="exponential")
        for part, jobs in markets(spheres)
    )
    return shares.mul(workers(), axis="index")


def outside(trips: pd.DataFrame) -> pd.DataFrame:
    """Only those who work in another town."""
    return trips.mask(np.eye(len(trips), dtype=bool), 0.0)


@cache
def pools(speed: float, spheres: str, decay: float = DECAY) -> pd.Series:
    """Logarithm of the jobs that a worker can reach, the mean over kinds of workers."""
    return sum(
        part * np.log(hansen_accessibility(jobs, trip(speed), beta=decay, decay="exponential"))
        for part, jobs in markets(spheres)
    )


def matched_pay(
    speed: float, spheres: str, pooling: float = POOLING, decay: float = DECAY
) -> pd.Series:
    """Pay of the residents through better or worse matches; 1 as at the start."""
    return np.exp(pooling * (pools(speed, spheres, decay) - pools(SPEED, "open", decay)))


def in_the_ring(by_town: pd.Series, weight: pd.Series | None = None) -> float:
    """Mean over the towns without the centre, weighted by workers or by what is given."""
    weight = (workers() if weight is None else weight).drop(CENTRE)
    return float((by_town.drop(CENTRE) * weight).sum() / weight.sum())


def worst_slump(spheres: str) -> pd.Series:
    """Share of its jobs that each town loses when the trade it has most of has a slump."""
    return SLUMP * TRADED * trade_shares(spheres).max()


def workplaces() -> pd.DataFrame:
    """Workplaces of the model, one for each town and trade, and what the decree does to them.

    Returns
    -------
    DataFrame (towns)
        ``kept`` and ``closed`` workplaces, ``jobs`` of each and its ``payroll`` a year, million
        roubles.
    """
    kept = {town: seats for towns, seats in SEATS.items() for town in towns}
    jobs = workers() * TRADED / TRADES
    table = pd.DataFrame({"kept": kept, "jobs": jobs, "payroll": 12 * jobs * wages() / 1e6})
    return table.assign(closed=TRADES - table["kept"]).loc[list(TOWNS)]


def closed_workplace() -> pd.Series:
    """Mean jobs and payroll of the workplaces that the decree closes."""
    table = workplaces()
    return (
        table[["jobs", "payroll"]].mul(table["closed"], axis="index").sum() / table["closed"].sum()
    )


def saving_needed(speed: float, pooling: float = POOLING, decay: float = DECAY) -> float:
    """What each closed workplace must save for the decree to pay, million roubles a year."""
    bill = 12 * workers() * wages() * matched_pay(speed, "open", pooling, decay)
    after = matched_pay(speed, "decree", pooling, decay)
    lost = 1 - after / matched_pay(speed, "open", pooling, decay)
    return float((bill * lost).sum() / workplaces()["closed"].sum() / 1e6)


@cache
def by_decay() -> pd.DataFrame:
    """What the model says under half and double the assumed decay (columns).

    Returns
    -------
    DataFrame
        ``away`` thousand commuters, ``inward`` to the centre, ``osinniki`` and ``kaltan`` the
        per cent of their workers who go to the centre, ``decree_away`` commuters after the
        decree, ``road_ring`` and ``road_centre`` per cent of pay by a road a fifth faster,
        ``saving`` million roubles a year for each closed workplace.
    """
    found = {}
    for decay in DECAYS:
        start, decree = (flows("none", SPEED, rule, decay) for rule in ("open", "decree"))
        road = 100 * (matched_pay(FAST, "open", POOLING, decay) - 1)
        to_centre = 100 * start[CENTRE] / workers()
        found[decay] = {
            "away": outside(start).to_numpy().sum() / 1000,
            "inward": outside(start)[CENTRE].sum() / 1000,
            "osinniki": to_centre["Osinniki"],
            "kaltan": to_centre["Kaltan"],
            "decree_away": outside(decree).to_numpy().sum() / 1000,
            "road_ring": in_the_ring(road),
            "road_centre": road[CENTRE],
            "saving": saving_needed(SPEED, POOLING, decay),
        }
    return pd.DataFrame(found)


def kilometre_value(home: str, work: str) -> float:
    """Roubles after tax that the gap of average wages pays for each kilometre on the road."""
    gap = (1 - TAX) * (wages()[work] - wages()[home])
    return gap / month_kilometres(home, work)


def month_kilometres(home: str, work: str) -> float:
    """Kilometres driven in a month, there and back."""
    return 2 * WORKDAYS * DETOUR * kilometres().loc[home, work]


def kilometre_time(home: str) -> float:
    """What a minute on the road, a kilometre at the speed of the start, earns at home's wage."""
    return (1 - TAX) * wages()[home] / HOURS / SPEED


def breaking_point(town: str) -> float:
    """How far from a town Converse's formula puts the end of the centre's pull."""
    pair = population()[[CENTRE, town]]
    return converse_breaking_point(pair, kilometres().loc[town, CENTRE])[town]


def breaking_places() -> pd.DataFrame:
    """Converse's points on the lines from the centre to the other towns."""
    at = places()
    rows = []
    for town in TOWNS[1:]:
        part = breaking_point(town) / kilometres().loc[town, CENTRE]
        rows.append(at.loc[town] + part * (at.loc[CENTRE] - at.loc[town]))
    return pd.DataFrame(rows).round(4)


def catchment() -> pd.DataFrame:
    """A grid of places and the per cent of their workers whom the centre would draw."""
    east, north = np.meshgrid(np.arange(86.5, 88.3, 0.06), np.arange(53.4, 54.11, 0.035))
    grid = pd.DataFrame({"longitude": east.ravel(), "latitude": north.ravel()}).round(3)
    narrow = np.cos(np.radians(53.75))
    degrees = {
        town: np.hypot(
            (grid["longitude"] - at["longitude"]) * narrow, grid["latitude"] - at["latitude"]
        )
        for town, at in places().iterrows()
    }
    km = (111.2 * pd.DataFrame(degrees)).clip(lower=INSIDE)
    shares = huff(population() * wages() ** WAGE_PULL, km, beta=DECAY, decay="exponential")
    return grid.assign(centre=(100 * shares[CENTRE]).round())


@cache
def access_table() -> pd.DataFrame:
    """Access to jobs and wages of eight labour markets, real figures with an assumed decay."""
    eight = (*TOWNS, FAR)
    jobs, pay = AT_WORK * people_in(YEAR, eight), pay_table(eight)
    access = hansen_accessibility(jobs, kilometres(eight), beta=DECAY, decay="exponential")
    industries = {"all": pay["TOTAL"], "mining": pay["B"], "trade": pay["G"]}
    return pd.DataFrame({"access": access / 1000} | industries)


@cache
def pay_with_access() -> pd.DataFrame:
    """How wages go with access, in logarithms, for every industry that all seven towns have.

    Returns
    -------
    DataFrame (industries)
        ``seven`` correlation over the seven towns, ``ring`` over the six without the centre.
    """
    logs = np.log(pay_table().dropna(axis="columns"))
    jobs = workers()
    access = np.log(hansen_accessibility(jobs, kilometres(), beta=DECAY, decay="exponential"))
    ring = list(TOWNS[1:])
    found = {"seven": logs.corrwith(access), "ring": logs.loc[ring].corrwith(access[ring])}
    return pd.DataFrame(found).drop(index="TOTAL").sort_values("seven")


def facility(people: pd.Series | None = None) -> pd.Series:
    """Mean straight distance to a facility in each town, kilometres; own residents travel 2."""
    people = population() if people is None else people
    km = kilometres().loc[people.index]
    return km.mul(people, axis="index").sum() / people.sum()


def sizes() -> pd.DataFrame:
    """Statements on the size of the agglomeration, thousand, by id."""
    return load("agglomeration_sizes").set_index("id")


def categories() -> pd.Series:
    """Category of each town in the federal list of single-industry towns of July 2014."""
    table = load("monotowns").query("year == 2014").set_index("place")
    return table["category"][list(TOWNS)]


@cache
def wage_spread(section: str = "TOTAL") -> float:
    """How far the changes of wages from 2023 to 2024 differ between municipalities, per cent.

    In all municipalities of the table (five regions). The standard deviation is measured by
    quartiles: three towns with one large employer would decide it otherwise.
    """
    table = load("municipal_wages").query("section == @section")
    pay = table.pivot_table(index="municipality", columns="year", values="wage").dropna()
    change = 100 * np.log(pay[2024] / pay[2023])
    low, high = change.quantile([0.25, 0.75])
    return float((high - low) / NORMAL_QUARTILES)


NORMAL_QUARTILES = 1.349  # between the quartiles of a normal distribution, standard deviations


def wage_noise(section: str = "TOTAL") -> float:
    """How far wages of a municipality stray in a year, about their own level, per cent.

    A change is the difference of two years, so that its spread is the root of two times that of
    one year, if a good year says nothing of the next. If pay drifts, the noise is larger than
    this for a test over several years; two years of wages cannot tell.
    """
    return wage_spread(section) / float(np.sqrt(2))


def road_test(towns: int, years: int = 3, section: str = "TOTAL") -> float:
    """The smallest rise of ring pay that new roads would probably show, per cent.

    So many towns with a new road, as many without, so many years before and after.
    """
    noise = wage_noise(section)
    return minimum_detectable_effect(
        noise, before=years, after=years, controls=towns, treated=towns
    )


def road_towns(effect: float, years: int = 3, section: str = "TOTAL") -> int:
    """How many towns with a new road, and as many without, would show such a rise of pay."""
    alone = road_test(1, years, section)
    return int(np.ceil((alone / effect) ** 2))

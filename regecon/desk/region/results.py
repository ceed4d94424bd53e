"""What of the course runs on the tables of another region, with a few results of each."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from regecon.kit.i18n import _, written
from regecon.methods.concentration import locational_gini
from regecon.methods.demography import project
from regecon.methods.economic_base import base_multiplier, basic_employment
from regecon.methods.inequality import theil_decomposition
from regecon.methods.interaction import huff
from regecon.methods.risk import covariance_matrix, portfolio_variance
from regecon.methods.shift_share import shift_share
from regecon.methods.specialisation import location_quotient

WIDTH = 5  # years of an age group, and between the two counts
BETA = 2  # of the distance: assumed, as in Reilly's law
FERTILE = (15, 45)  # first ages of the groups whose women have the children
# The parts of a shift-share, as a sentence names them.
PARTS = {
    "change": "change",
    "all": "national_share",
    "mix": "industry_mix",
    "own": "regional_share",
}
Frames = dict[str, pd.DataFrame]


class Lacks(Exception):
    """What a method would need and the tables do not hold."""


def told(frames: Frames) -> list[str]:
    """A title and its lines for all that runs; for the rest, what it lacks."""
    lines = []
    for title, method in METHODS.items():
        try:
            found = list(method(frames))
        except (Lacks, ValueError) as error:
            lines += ["", _("{title}: does not run, {why}").format(title=title, why=error)]
            continue
        lines += ["", title, *(f"  {line}" for line in found)]
    return lines[1:]


def _jobs(frames: Frames, which: int = -1) -> tuple[int, pd.DataFrame]:
    """A year, the last if not told, and its jobs as places by industries; two places at least."""
    jobs = frames["jobs"]
    if jobs["place"].nunique() < 2:
        raise Lacks(_("a single place has nothing to be compared with"))
    year = int(sorted(jobs["year"].unique())[which])
    one = jobs[jobs["year"] == year]
    return year, one.pivot_table("jobs", "place", "industry", aggfunc="sum", sort=False)


def _quotients(frames: Frames) -> Iterator[str]:
    year, jobs = _jobs(frames)
    yield _("{year}, the highest, against all places together").format(year=year)
    for place, row in location_quotient(jobs).iterrows():
        best = row.idxmax()
        words = _("{place}: {industry} has {quotient} times its share in all")
        yield words.format(place=place, industry=best, quotient=written(row[best], ".2f"))


def _shift_share(frames: Frames) -> Iterator[str]:
    (first, start), (last, end) = _jobs(frames, 0), _jobs(frames)
    if first == last:
        raise Lacks(_("the table jobs has one year and two are needed"))
    yield _("{first} to {last}, jobs").format(first=first, last=last)
    words = _("{place}: {change}, of it {all} as all, {mix} by mix, {own} its own")
    for place, part in shift_share(start, end).groupby(level=0).sum().iterrows():
        parts = {name: written(part[column], "+,.0f") for name, column in PARTS.items()}
        yield words.format(place=place, **parts)


def _base(frames: Frames) -> Iterator[str]:
    year, jobs = _jobs(frames)
    yield _("{year}; what all places sell outside is no base here").format(year=year)
    for place, row in base_multiplier(jobs, basic_employment(jobs)).iterrows():
        if math.isinf(row["multiplier"]):
            yield _("{place}: no base, no industry is above its share").format(place=place)
            continue
        words = _("{place}: {basic} basic jobs, multiplier {multiplier}")
        numbers = written(row["basic"], ",.0f"), written(row["multiplier"], ".2f")
        yield words.format(place=place, basic=numbers[0], multiplier=numbers[1])


def _concentration(frames: Frames) -> Iterator[str]:
    year, jobs = _jobs(frames)
    yield _("{year}, Gini over places, 0 if spread as all jobs are").format(year=year)
    found = locational_gini(jobs, jobs.sum(axis="columns")).dropna()
    for industry, value in found.sort_values(ascending=False).items():
        yield f"{industry}: {written(value, '.2f')}"


def _wages(frames: Frames) -> Iterator[str]:
    wages, jobs = frames["wages"], frames["jobs"]
    both = wages.merge(jobs, on=["place", "industry", "year"]).dropna(subset="wage")
    both = both[both["jobs"] > 0]
    if both.empty:
        raise Lacks(_("no wage is of a place, industry and year that has jobs"))
    year = int(both["year"].max())
    both = both[both["year"] == year].reset_index(drop=True)
    split = theil_decomposition(both["wage"], both["place"], both["jobs"])
    between, within = split["between"].sum(), split["within"].sum()
    if between + within < 1e-12:
        raise Lacks(_("all wages are equal"))
    words = _("{year}: {between} % of the inequality (Theil) lies between places")
    yield words.format(year=year, between=written(100 * between / (between + within), ".0f"))
    mean = both["wage"].mul(both["jobs"]).groupby(both["place"]).sum()
    for place, wage in (mean / both.groupby("place")["jobs"].sum()).items():
        words = _("{place}: {wage} a month where a wage is known")
        yield words.format(place=place, wage=written(wage, ",.0f"))


def _cohorts(frames: Frames) -> Iterator[str]:
    people = frames["population"]
    years = sorted(int(year) for year in people["year"].unique())
    if len(years) < 2 or years[-1] - WIDTH not in years:
        raise Lacks(_("the last count has none five years before it"))
    last, first = years[-1], years[-1] - WIDTH
    title = _("{last} to {later}, women, if cohorts change as from {first} to {last}")
    yield title.format(first=first, last=last, later=last + WIDTH)
    women = people[people["sex"] == "women"]
    for place, rows in women.groupby("place"):
        before, now = (_by_age(rows, place, year) for year in (first, last))
        later = project(now, _ratios(before, now))[1]
        young = _("{place}: {now} to {later}, of 20 to 29 {young} to {young_later}")
        numbers = {
            "now": now.sum(), "later": later.sum(),
            "young": now.loc[20:29].sum(), "young_later": later.loc[20:29].sum(),
        }  # fmt: skip
        yield young.format(place=place, **{k: written(v, ",.0f") for k, v in numbers.items()})


def _by_age(rows: pd.DataFrame, place: str, year: int) -> pd.Series:
    """Women of a place and year by age, if all groups of five years are there."""
    found = rows[rows["year"] == year].set_index("age_from")["persons"].sort_index()
    if list(found.index) != list(range(0, WIDTH * len(found), WIDTH)) or len(found) < 11:
        words = _("{place}, {year}: the ages are not in groups of five years from 0 to 50 or more")
        raise Lacks(words.format(place=place, year=year))
    return found.astype(float)


def _ratios(before: pd.Series, now: pd.Series) -> pd.DataFrame:
    """By how much each cohort grew or shrank between two counts, as a table to project with."""
    if list(before.index) != list(now.index):
        raise Lacks(_("the two counts end with different ages"))
    known = before.to_numpy()
    moved = now.to_numpy()[1:].copy()
    start = known[:-1].copy()
    start[-1] += known[-1]  # the open group takes in two
    mothers = (now.index >= FERTILE[0]) & (now.index <= FERTILE[1])
    if (start == 0).any() or not now[mothers].sum() > 0:
        raise Lacks(_("a place has no women of some age"))
    table = np.diag(moved / start, k=-1)
    table[-1, -1] = moved[-1] / start[-1]
    table[0, mothers] = now.iloc[0] / now[mothers].sum()
    return pd.DataFrame(table, index=now.index, columns=now.index)


def _pull(frames: Frames) -> Iterator[str]:
    people, roads = frames["population"], frames["distances"]
    year = people["year"].max()
    size = people[people["year"] == year].groupby("place")["persons"].sum()
    if len(size) < 3:
        raise Lacks(_("a choice needs two other places"))
    cost = _both_ways(roads, size.index)
    yield _("{year}, of those who shop elsewhere").format(year=year)
    yield _("people attract, distance deters with power {beta} (assumed)").format(beta=BETA)
    for place in size.index:
        others = size.drop(place)
        odds = huff(others, cost.loc[[place], others.index], beta=BETA).iloc[0]
        words = _("{place}: {share} % go to {best}")
        share = written(100 * odds.max(), ".0f")
        yield words.format(place=place, share=share, best=odds.idxmax())


def _both_ways(roads: pd.DataFrame, places: pd.Index) -> pd.DataFrame:
    """Kilometres between all pairs; a way that is told in one direction serves for both."""
    there = roads.pivot_table("kilometres", "origin", "destination", aggfunc="sum")
    there = there.reindex(index=places, columns=places)
    cost = there.fillna(there.T)
    for origin in places:
        for other in places.drop(origin):
            if pd.isna(cost.loc[origin, other]):
                words = _("there is no distance between {origin} and {other}")
                raise Lacks(words.format(origin=origin, other=other))
    return cost


def _risk(frames: Frames) -> Iterator[str]:
    year, jobs = _jobs(frames)
    swings = frames["exposure"].set_index("industry")["volatility"].astype(float)
    lacking = [name for name in jobs.columns if name not in swings.index]
    if lacking:
        raise Lacks(_("exposure has no row for {industry}").format(industry=lacking[0]))
    swings = swings[jobs.columns]
    apart = pd.DataFrame(np.eye(len(swings)), swings.index, swings.index)
    kinds = [covariance_matrix(swings, one) for one in (apart, apart * 0 + 1)]
    yield _("{year}, swing of a place's income a year, by shares of jobs").format(year=year)
    for place, row in jobs.iterrows():
        ends = [math.sqrt(portfolio_variance(row / row.sum(), kind)) for kind in kinds]
        words = _("{place}: {low} % if each swings for itself, {high} % if all together")
        low, high = (written(100 * end, ".1f") for end in ends)
        yield words.format(place=place, low=low, high=high)


METHODS: dict[str, Callable[[Frames], Iterator[str]]] = {
    _("Location quotients"): _quotients,
    _("Shift-share"): _shift_share,
    _("Economic base"): _base,
    _("Concentration"): _concentration,
    _("Wages between places and within them"): _wages,
    _("Cohorts"): _cohorts,
    _("Pull by distance (Huff)"): _pull,
    _("Risk"): _risk,
}

"""Who will live here in twenty years, and what would it take to change that?

Births, deaths and moves carry a population by age from one date to the next. From the same
numbers come the burden of young and old on those of working age, the part of the young who stay
or come back, and, for a number nobody has counted, an estimate from two incomplete lists.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from regecon.methods import _checks as check
from regecon.methods._regions import as_given, regions


def survival_ratios(person_years) -> pd.Series:
    r"""Share of each age group that is alive one interval later, from a life table.

    Parameters
    ----------
    person_years : Series, shape (ages,)
        Person-years lived in each age group (the column L of a life table), labelled by the
        lower bound of the group; the last group is open.

    Returns
    -------
    Series, shape (ages,)
        Survivors into the next group; for the last two groups, those of both who are then in
        the open one.

    Raises
    ------
    ValueError
        If a value is not above zero or a group survives by more than one to one.

    Notes
    -----
    .. math:: s_i = L_{i+1} / L_i, \qquad
        s_{\omega-1} = s_\omega = \frac{L_\omega}{L_{\omega-1} + L_\omega}

    References
    ----------
    Preston, S. H., Heuveline, P. and Guillot, M. (2001). Demography. Oxford: Blackwell, ch. 6.

    Examples
    --------
    >>> survival_ratios(pd.Series({0: 100, 20: 90, 40: 60, 60: 40}))
    0     0.900000
    20    0.666667
    40    0.400000
    60    0.400000
    dtype: float64
    """
    lived = _ages(person_years, "person_years")
    check.positive(lived, "person_years")
    if len(lived) < 2:
        raise ValueError("person_years: expected at least two age groups, got one")
    ratios = lived.shift(-1) / lived
    ratios.iloc[-2:] = lived.iloc[-1] / lived.iloc[-2:].sum()
    above = ratios[ratios > 1]
    if len(above):
        raise ValueError(
            f"person_years: more are alive after age {above.index.tolist()[0]} than before"
        )
    return ratios


def daughters(
    fertility, survival, *, birth_survival: float, width: float = 5, sex_ratio: float = 1.05
) -> pd.Series:
    r"""Daughters per woman of each age that are alive at the end of an interval.

    Parameters
    ----------
    fertility : Series, shape (ages,)
        Births (boys and girls) per woman and year.
    survival : Series, shape (ages,)
        As from :func:`survival_ratios`.
    birth_survival : float
        Share of those born in the interval who are alive at its end: of a life table
        :math:`L_0 / (w\, l_0)` with w the width of a group.
    width : float
        Years of an age group, and of the interval.
    sex_ratio : float
        Boys per girl at birth.

    Returns
    -------
    Series, shape (ages,)
        First row of the Leslie matrix.

    Raises
    ------
    ValueError
        If a number is negative, a survival above one, or labels do not match.

    Notes
    -----
    .. math:: \frac{w\, b}{2 (1 + \mathrm{SRB})} \left( m_i + s_i m_{i+1} \right)

    with b the survival of the newborn: a woman spends the interval half in her own group and
    half in the next, if she lives to reach it.

    References
    ----------
    Preston, S. H., Heuveline, P. and Guillot, M. (2001). Demography. Oxford: Blackwell, ch. 6.

    Examples
    --------
    No child dies, one in two is a girl; women of 20 to 40 have a child every ten years:

    >>> births = pd.Series({0: 0, 20: 0.1, 40: 0})
    >>> alive = pd.Series({0: 1, 20: 0.9, 40: 0.5})
    >>> daughters(births, alive, birth_survival=1, width=20, sex_ratio=1)
    0     0.5
    20    0.5
    40    0.0
    dtype: float64
    """
    fertility = _ages(fertility, "fertility")
    survival = check.aligned(survival, "survival", fertility.index, "fertility")
    check.non_negative(fertility, "fertility")
    check.share(survival, "survival")
    birth_survival = check.number(birth_survival, "birth_survival", low=0, high=1)
    width = check.number(width, "width", low=0, open_low=True)
    sex_ratio = check.number(sex_ratio, "sex_ratio", low=0)
    following = fertility.shift(-1, fill_value=0)
    per_woman = width / 2 * (fertility + survival * following)
    return birth_survival / (1 + sex_ratio) * per_woman


def leslie_matrix(births, survival) -> pd.DataFrame:
    """The table that carries a population by age one interval on.

    Parameters
    ----------
    births : Series, shape (ages,)
        Newborn (daughters) alive at the end of the interval, per member of each group, as from
        :func:`daughters`.
    survival : Series, shape (ages,)
        Survivors into the next group; of the last group, those who stay in it (0 if nobody
        outlives it).

    Returns
    -------
    DataFrame, shape (ages, ages)
        To age (rows) from age (columns).

    Raises
    ------
    ValueError
        If a number is negative, a survival above one, or labels do not match.

    References
    ----------
    Leslie, P. H. (1945). On the use of matrices in certain population mathematics. Biometrika
    33(3), 183-212.

    Examples
    --------
    >>> births = pd.Series({0: 0.0, 20: 1.2, 40: 0.1})
    >>> leslie_matrix(births, survival=pd.Series({0: 0.9, 20: 0.8, 40: 0.5}))
         0    20   40
    0   0.0  1.2  0.1
    20  0.9  0.0  0.0
    40  0.0  0.8  0.5
    """
    births = _ages(births, "births")
    survival = check.aligned(survival, "survival", births.index, "births")
    check.non_negative(births, "births")
    check.share(survival, "survival")
    matrix = np.diag(survival.to_numpy()[:-1], k=-1)
    matrix[0] = births
    matrix[-1, -1] += survival.iloc[-1]
    return pd.DataFrame(matrix, index=births.index, columns=births.index)


def project(population, leslie, *, steps: int = 1, migration=None, split: bool = False):
    r"""Population by age over the coming intervals.

    Parameters
    ----------
    population : Series, shape (ages,)
        At the start, non-negative.
    leslie : DataFrame, shape (ages, ages)
        As from :func:`leslie_matrix`.
    steps : int
        Number of intervals.
    migration : Series, shape (ages,), optional
        Net migrants of each interval (arrivals less departures), by age at its end. Default:
        nobody moves.
    split : bool
        Count half of the migrants, by age at its beginning, before births and deaths, and half
        after them, as if they moved in the middle.

    Returns
    -------
    DataFrame, shape (ages, steps + 1)
        The start in column 0, each interval in a column of its own.

    Raises
    ------
    ValueError
        If labels do not match, a number is negative, or more leave an age group than there are.

    Notes
    -----
    .. math:: P_{t+1} = L P_t + M \qquad\text{or}\qquad
        P_{t+1} = L \left(P_t + \tfrac12 M\right) + \tfrac12 M

    For one sex (women), as births hang on women. Women who leave at 18 have their children
    elsewhere: moves of the young age a town twice.

    References
    ----------
    Preston, S. H., Heuveline, P. and Guillot, M. (2001). Demography. Oxford: Blackwell, ch. 6.

    Examples
    --------
    >>> births = pd.Series({0: 0.0, 20: 1.0, 40: 0.0})
    >>> leslie = leslie_matrix(births, pd.Series({0: 1.0, 20: 0.9, 40: 0.5}))
    >>> project(pd.Series({0: 100, 20: 100, 40: 80}), leslie,
    ...         migration=pd.Series({0: 0, 20: -30, 40: 0}), steps=2)
            0      1      2
    0   100.0  100.0   70.0
    20  100.0   70.0   70.0
    40   80.0  130.0  128.0
    """
    leslie = check.square(check.table(leslie, "leslie"), "leslie")
    check.non_negative(leslie, "leslie")
    people = check.aligned(population, "population", leslie.index, "leslie")
    check.non_negative(people, "population")
    steps = check.whole(steps, "steps", low=1)
    moves = pd.Series(0.0, index=leslie.index)
    if migration is not None:
        moves = check.aligned(migration, "migration", leslie.index, "leslie")
    early, late = (moves / 2, moves / 2) if split else (0.0, moves)
    columns = {0: people}
    for step in range(1, steps + 1):
        people = leslie @ (people + early) + late
        gone = people[people < 0]
        if len(gone):
            raise ValueError(
                f"migration: more leave than there are of age {gone.index.tolist()[0]!r} in "
                f"interval {step}"
            )
        columns[step] = people
    return pd.DataFrame(columns)


@dataclass(frozen=True)
class StablePopulation:
    """What a population becomes if births and deaths stay as they are and nobody moves.

    Attributes
    ----------
    factor
        By how much it grows in each interval (the dominant eigenvalue).
    growth
        The same per year, continuously.
    ages
        Share of each age group.
    """

    factor: float
    growth: float
    ages: pd.Series


def stable_population(leslie, *, width: float = 5) -> StablePopulation:
    """Growth and age structure towards which a Leslie matrix tends.

    Parameters
    ----------
    leslie : DataFrame, shape (ages, ages)
        As from :func:`leslie_matrix`.
    width : float
        Years of an interval.

    Returns
    -------
    StablePopulation

    Raises
    ------
    ValueError
        If a number is negative, or births are too few for any age structure to last.

    References
    ----------
    Lotka, A. J. (1939). Théorie analytique des associations biologiques, vol. 2. Paris: Hermann.

    Examples
    --------
    Every woman has one daughter at 20 to 40 and all live through two groups: nothing changes.

    >>> births = pd.Series({0: 0.0, 20: 1.0})
    >>> result = stable_population(leslie_matrix(births, pd.Series({0: 1.0, 20: 0.0})), width=20)
    >>> round(result.factor, 6), result.ages.round(6).to_dict()
    (1.0, {0: 0.5, 20: 0.5})
    """
    leslie = check.square(check.table(leslie, "leslie"), "leslie")
    check.non_negative(leslie, "leslie")
    width = check.number(width, "width", low=0, open_low=True)
    factors, structures = np.linalg.eig(leslie.to_numpy())
    largest = factors.real.argmax()
    factor, ages = float(factors[largest].real), structures[:, largest].real
    if factor <= 1e-12 or abs(ages[0]) <= 1e-12 * abs(ages).max():
        raise ValueError("leslie: too few births; the population dies out, without stable ages")
    return StablePopulation(
        factor=factor,
        growth=float(np.log(factor) / width),
        ages=pd.Series(ages / ages.sum(), index=leslie.index),
    )


def population_balance(start, end, births, deaths) -> pd.DataFrame:
    """Split the change of a population into births, deaths and moves.

    Parameters
    ----------
    start, end : Series, shape (regions,)
        Population at both dates.
    births, deaths : Series, shape (regions,)
        In between.

    Returns
    -------
    DataFrame, a row for each region
        ``natural``, births less deaths; ``migration``, what is left; ``change``, their sum.

    Raises
    ------
    ValueError
        If a number is negative or missing, or labels do not match.

    Notes
    -----
    Migration as the remainder takes up every error of the two counts: a census that counted
    better than the last one makes a town of arrivals.

    Examples
    --------
    A town shrinks by 50, of which 20 by deaths over births:

    >>> population_balance(
    ...     *(pd.Series({"town": n}) for n in (1000, 950)), births={"town": 60}, deaths={"town": 80}
    ... )
          natural  migration  change
    town    -20.0      -30.0   -50.0
    """
    start = check.vector(start, "start")
    given = {"start": start}
    for name, values in {"end": end, "births": births, "deaths": deaths}.items():
        given[name] = check.aligned(values, name, start.index, "start")
    for name, values in given.items():
        check.non_negative(values, name)
    natural, change = given["births"] - given["deaths"], given["end"] - start
    return pd.DataFrame({"natural": natural, "migration": change - natural, "change": change})


def migration_balance(flows) -> pd.DataFrame:
    r"""Arrivals, departures and what remains of them.

    Parameters
    ----------
    flows : DataFrame, shape (regions, regions)
        Number of people who moved from (rows) to (columns); the diagonal is left out.

    Returns
    -------
    DataFrame, a row for each region
        ``arrivals``, ``departures``, ``net`` (which add up to zero over all regions) and
        ``effectiveness``, net over the sum of both: near zero people swap places, near one they
        move one way; NaN where nobody moves.

    Raises
    ------
    ValueError
        If the table is not square, labels do not match, or a number is negative.

    References
    ----------
    Shryock, H. S. (1964). Population Mobility within the United States. Chicago: Community and
    Family Study Center.

    Examples
    --------
    >>> towns = ["Biysk", "Barnaul"]
    >>> flows = pd.DataFrame([[0, 300], [100, 0]], index=towns, columns=towns)
    >>> migration_balance(flows)
             arrivals  departures    net  effectiveness
    Biysk       100.0       300.0 -200.0           -0.5
    Barnaul     300.0       100.0  200.0            0.5
    """
    flows = check.square(check.table(flows, "flows"), "flows")
    check.non_negative(flows, "flows")
    moves = flows * (1 - np.eye(len(flows)))
    arrivals, departures = moves.sum(), moves.sum(axis="columns")
    net, both = arrivals - departures, arrivals + departures
    return pd.DataFrame(
        {
            "arrivals": arrivals,
            "departures": departures,
            "net": net,
            "effectiveness": net / both.where(both > 0),
        }
    )


def dependency_ratios(population, *, working_from: float = 15, old_from: float = 65):
    """Young and old against those of working age.

    Parameters
    ----------
    population : Series, shape (ages,), or DataFrame, shape (regions, ages)
        People by age group, labelled by the lower bound of the group.
    working_from, old_from : float
        Ages at which working age begins and ends; each has to be the bound of a group.

    Returns
    -------
    Series, or DataFrame with a row for each region
        ``young``, ``old`` and ``total`` per 100 of working age; ``ageing``, old per 100 young;
        ``support``, people of working age per old one. Infinite or NaN where the divisor is
        zero.

    Raises
    ------
    ValueError
        If a number is negative, an age is no bound of a group, or the ages are not numbers.

    Notes
    -----
    With the international bounds of 15 and 65. Other sources count from 20, and Russian
    statistics end working age at the pension age, which differs by sex and moved from 2019 on:
    compare only what has the same bounds.

    References
    ----------
    United Nations (1956). The Aging of Populations and its Economic and Social Implications. New
    York.

    Examples
    --------
    >>> dependency_ratios(pd.Series({0: 20, 15: 60, 65: 30}))
    young       33.333333
    old         50.000000
    total       83.333333
    ageing     150.000000
    support      2.000000
    Name: region, dtype: float64
    """
    table = regions(population, "population")
    ages = _numbers(table.columns, "population")
    for name, bound in {"working_from": working_from, "old_from": old_from}.items():
        if bound not in ages:
            raise ValueError(
                f"{name}: expected the lower bound of an age group ({ages.tolist()}), got {bound}"
            )
    if not working_from < old_from:
        raise ValueError(f"old_from: expected an age above {working_from}, got {old_from}")
    young = table.loc[:, ages < working_from].sum(axis="columns")
    old = table.loc[:, ages >= old_from].sum(axis="columns")
    working = table.sum(axis="columns") - young - old
    ratios = pd.DataFrame(
        {
            "young": 100 * young / working,
            "old": 100 * old / working,
            "total": 100 * (young + old) / working,
            "ageing": 100 * old / young,
            "support": working / old,
        }
    )
    return as_given(ratios, population)


def cohort_present(leaving: float, returning: float) -> float:
    r"""Share of a cohort that lives in the town after the years of study.

    Parameters
    ----------
    leaving : float
        Share that leaves, between 0 and 1.
    returning : float
        Share of those who come back, between 0 and 1.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If a share is not between 0 and 1.

    Notes
    -----
    .. math:: 1 - l (1 - r)

    Examples
    --------
    Of ten leave six, of whom 15 per cent return:

    >>> round(cohort_present(0.6, 0.15), 3)
    0.49
    """
    leaving = check.number(leaving, "leaving", low=0, high=1)
    returning = check.number(returning, "returning", low=0, high=1)
    return 1 - leaving * (1 - returning)


def equivalent_return(leaving: float, returning: float, retained: float) -> float:
    r"""The rate of return that does as much as keeping more of the young.

    Parameters
    ----------
    leaving, returning : float
        As for :func:`cohort_present`, as they are now; ``leaving`` above zero.
    retained : float
        By how much fewer of the cohort would leave (0.1 is ten points), at most ``leaving``.

    Returns
    -------
    float
        The share of those who leave that would have to return: between ``returning`` and 1.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Notes
    -----
    .. math:: r^* = r + \frac{\Delta}{l} (1 - r)

    Where many leave and few return, a small step of the rate of return does what a large one
    of retention would, and those who return bring what they learnt.

    Examples
    --------
    Sixty per cent leave and 15 per cent of them return. To keep ten points more does what a
    return of 29 per cent would:

    >>> round(equivalent_return(0.6, 0.15, 0.1), 4)
    0.2917
    """
    leaving = check.number(leaving, "leaving", low=0, high=1, open_low=True)
    returning = check.number(returning, "returning", low=0, high=1)
    retained = check.number(retained, "retained", low=0, high=leaving)
    return returning + retained / leaving * (1 - returning)


@dataclass(frozen=True)
class Recapture:
    """A number nobody counted, from two lists that overlap.

    Attributes
    ----------
    estimate
        Of all there are.
    low, high
        Bounds of the interval; never below what the lists show.
    listed
        Those on at least one list.
    unlisted_share
        Estimated share on neither.
    """

    estimate: float
    low: float
    high: float
    listed: int
    unlisted_share: float


def capture_recapture(
    first: int, second: int, both: int, *, method: str = "chapman", confidence: float = 0.95
) -> Recapture:
    r"""How many there are in all, from two incomplete lists.

    Parameters
    ----------
    first, second : int
        Length of each list (say, lodgings in the register and in the advertisements).
    both : int
        Number on both.
    method : {"chapman", "lincoln-petersen"}
        The second overstates in small samples and needs some on both lists.
    confidence : float
        Level of the interval.

    Returns
    -------
    Recapture

    Raises
    ------
    ValueError
        If a list is empty, ``both`` exceeds one of them, or numbers are not whole.

    Notes
    -----
    With :math:`n_1, n_2` on the lists and m on both

    .. math:: \hat N = \frac{n_1 n_2}{m} \quad\text{(Lincoln, Petersen)}, \qquad
        \hat N = \frac{(n_1 + 1)(n_2 + 1)}{m + 1} - 1 \quad\text{(Chapman)}.

    The share of the second list that is on the first tells how complete the first is. That
    holds if the lists come about independently and each lodging can be on either. A host who
    hides from the register is apt to hide from advertisements too, and then the estimate is too
    low. The interval is Chapman's variance with the unseen number taken for lognormal, so that
    it cannot fall below the number seen (Chao).

    References
    ----------
    Chapman, D. G. (1951). Some properties of the hypergeometric distribution with applications
    to zoological sample censuses. University of California Publications in Statistics 1(7),
    131-160.

    Chao, A. (1987). Estimating the population size for capture-recapture data with unequal
    catchability. Biometrics 43(4), 783-791.

    Examples
    --------
    Of 100 advertised lodgings 50 are among the 93 registered ones (SYNTHETIC): the register
    holds about half.

    >>> result = capture_recapture(first=93, second=100, both=50)
    >>> round(result.estimate), round(result.unlisted_share, 2)
    (185, 0.23)
    """
    from scipy.stats import norm

    first, second = check.whole(first, "first"), check.whole(second, "second")
    both = check.whole(both, "both")
    if method not in ("chapman", "lincoln-petersen"):
        raise ValueError(f"method: expected 'chapman' or 'lincoln-petersen', got {method!r}")
    confidence = check.number(confidence, "confidence", low=0, high=1, open_low=True)
    if min(first, second) == 0 or both > min(first, second):
        raise ValueError(
            f"both: expected two lists with at most the shorter one in common, got {first}, "
            f"{second} and {both} on both"
        )
    if method == "lincoln-petersen":
        if both == 0:
            raise ValueError("both: the lists have nothing in common; use 'chapman'")
        estimate = first * second / both
    else:
        estimate = (first + 1) * (second + 1) / (both + 1) - 1
    only_first, only_second = first - both, second - both
    variance = (first + 1) * (second + 1) * only_first * only_second
    variance /= (both + 1) ** 2 * (both + 2)
    listed = first + only_second
    unseen = estimate - listed
    if unseen > 0:
        spread = norm.isf((1 - confidence) / 2) * np.log1p(variance / unseen**2) ** 0.5
        low, high = listed + unseen * np.exp(-spread), listed + unseen * np.exp(spread)
    else:
        low = high = float(listed)
    return Recapture(float(estimate), float(low), float(high), listed, unseen / estimate)


def _ages(values, name: str) -> pd.Series:
    """A vector in the order of its age groups, which are of one width."""
    series = check.vector(values, name)
    ages = _numbers(series.index, name).sort_values()
    widths = np.unique(np.diff(ages))
    if len(widths) > 1:
        raise ValueError(f"{name}: expected age groups of one width, found {widths.tolist()}")
    return series.reindex(ages)


def _numbers(labels: pd.Index, name: str) -> pd.Index:
    if not pd.api.types.is_numeric_dtype(labels):
        raise ValueError(
            f"{name}: expected the lower bounds of age groups as labels (0, 5, ...), found "
            f"{labels.tolist()[0]!r}"
        )
    return labels

"""What becomes of a town whose young leave, and of whom some return?

A life table from one number, and a projection by age and sex in which the young of today leave
at 18, come back between 25 and 34, or are replaced by others. The age groups are of five years.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from regecon.methods import _checks as check

WIDTH = 5
LEAVE_AT, RETURN_AT = 20, (25, 30)  # lower bounds of the groups in which moves show


def person_years(life_expectancy: float, *, ages, slope: float = 0.08) -> pd.Series:
    r"""Person-years lived in each age group, from life expectancy alone.

    Parameters
    ----------
    life_expectancy : float
        At birth, years; between 20 and 100.
    ages : sequence of float
        Lower bounds of the age groups, from 0 upwards; the last group is open.
    slope : float
        By how much the risk of dying grows with a year of age, continuously; 0.08 doubles it in
        nine years.

    Returns
    -------
    Series, shape (ages,)
        Person-years per newborn; they add up to the life expectancy. For
        :func:`regecon.methods.demography.survival_ratios`.

    Raises
    ------
    ValueError
        If a number is out of its range or the ages do not rise from 0.

    Notes
    -----
    Gompertz: the risk at age x is :math:`\mu(x) = a e^{bx}`, so

    .. math:: l(x) = \exp\left(-\frac{a}{b} (e^{bx} - 1)\right), \qquad
        L_i = \int_{x_i}^{x_{i+1}} l(x)\, dx,

    with a such that the person-years add up to the life expectancy. Deaths of infants and
    accidents of the young are missed: good for a projection of decades, not for a hospital.

    References
    ----------
    Gompertz, B. (1825). On the nature of the function expressive of the law of human mortality.
    Philosophical Transactions of the Royal Society 115, 513-583.

    Examples
    --------
    >>> lived = person_years(70, ages=[0, 20, 40, 60])
    >>> lived.round(1).to_dict()
    {0: 19.9, 20: 19.5, 40: 17.7, 60: 12.9}
    >>> float(lived.sum().round(6))
    70.0
    """
    from scipy.optimize import brentq

    goal = check.number(life_expectancy, "life_expectancy", low=20, high=100)
    slope = check.number(slope, "slope", low=0, open_low=True)
    bounds = pd.Index(ages)
    if len(bounds) < 2 or bounds[0] != 0 or not bounds.is_monotonic_increasing:
        raise ValueError(f"ages: expected lower bounds that rise from 0, got {bounds.tolist()}")
    years = np.arange(0, 130.25, 0.25)
    steps = np.searchsorted(years, bounds)

    def lived(level: float) -> np.ndarray:
        alive = np.exp(-np.exp(level) / slope * np.expm1(slope * years))
        return np.add.reduceat((alive[1:] + alive[:-1]) / 8, steps)

    level = brentq(lambda level: lived(level).sum() - goal, -40, 2, xtol=1e-13)
    return pd.Series(lived(level), index=bounds)


def project_leavers(
    people,
    survival,
    fertility,
    *,
    leaving: float,
    returning: float,
    newcomers: float = 0,
    birth_survival: float = 1,
    sex_ratio: float = 1.05,
    steps: int = 4,
) -> pd.DataFrame:
    r"""Population by age and sex if the young of today leave, return and are replaced.

    Parameters
    ----------
    people : DataFrame, shape (ages, 2)
        Columns ``women`` and ``men``, rows by the lower bound of groups of five years from 0
        upwards, at least to 35, in any order; the last group is open.
    survival : DataFrame, shape (ages, 2)
        Survivors into the next group, as from
        :func:`regecon.methods.demography.survival_ratios`.
    fertility : Series, shape (ages,)
        Births (boys and girls) per woman and year.
    leaving : float
        Share of a cohort that is gone when it reaches the group of 20 to 24.
    returning : float
        Share of those gone who come back, one half in the group of 25 to 29, the other half in
        that of 30 to 34.
    newcomers : float
        People from elsewhere who settle at the same ages, as a share of the whole cohort.
    birth_survival : float
        Share of those born in an interval who are alive at its end.
    sex_ratio : float
        Boys per girl at birth.
    steps : int
        Intervals of five years.

    Returns
    -------
    DataFrame, shape (ages, 2 (steps + 1))
        Columns with two levels: years since the start, and the sex.

    Raises
    ------
    ValueError
        If labels do not match, a number is out of its range, or ages are not as described.

    Notes
    -----
    Only those who are younger than 20 at the start leave, return or are replaced; those who are
    older stay. Deaths away are as at home. Without deaths a
    cohort of size one has, at 30 to 34,

    .. math:: 1 - l (1 - r) + n

    members: :func:`regecon.methods.demography.cohort_present` and the newcomers.

    References
    ----------
    Preston, S. H., Heuveline, P. and Guillot, M. (2001). Demography. Oxford: Blackwell, ch. 6.

    Examples
    --------
    Nobody is born or dies. A hundred girls and a hundred boys of 15 to 19; six in ten leave, 15
    per cent of those return:

    >>> ages = range(0, 50, 5)
    >>> people = pd.DataFrame(0.0, index=ages, columns=["women", "men"])
    >>> people.loc[15] = 100.0
    >>> alive = pd.DataFrame(1.0, index=ages, columns=["women", "men"])
    >>> none = pd.Series(0.0, index=ages)
    >>> later = project_leavers(people, alive, none, leaving=0.6, returning=0.15, steps=3)
    >>> [float(later[years, "women"][years + 15]) for years in (5, 10, 15)]
    [40.0, 44.5, 49.0]
    """
    people = check.table(people, "people").sort_index()
    ages = people.index
    if list(ages) != list(range(0, WIDTH * len(ages), WIDTH)) or ages[-1] < RETURN_AT[1] + WIDTH:
        raise ValueError(f"people: expected groups 0, 5, ... to at least 35, got {ages.tolist()}")
    check.same_labels(people.columns, ["women", "men"], "people, columns", "the sexes")
    survival = check.table(survival, "survival")
    check.same_labels(survival.index, ages, "survival", "people")
    check.same_labels(survival.columns, ["women", "men"], "survival, columns", "the sexes")
    fertility = check.aligned(fertility, "fertility", ages, "people")
    for name, values in {"people": people, "fertility": fertility}.items():
        check.non_negative(values, name)
    check.share(survival, "survival")
    leaving = check.number(leaving, "leaving", low=0, high=1)
    returning = check.number(returning, "returning", low=0, high=1)
    newcomers = check.number(newcomers, "newcomers", low=0)
    steps = check.whole(steps, "steps", low=1)
    sexes = ["women", "men"]
    now, alive = people[sexes].to_numpy(), survival.loc[ages, sexes].to_numpy()
    girls = 1 / (1 + check.number(sex_ratio, "sex_ratio", low=0))
    born_alive = check.number(birth_survival, "birth_survival", low=0, high=1)
    gate, first, second = (ages.get_loc(age) for age in (LEAVE_AT, *RETURN_AT))
    # Whole cohorts that passed the gate, by their group: the base for returns and newcomers.
    whole = np.zeros_like(now)
    columns = {(0, sex): now[:, i] for i, sex in enumerate(sexes)}
    for step in range(1, steps + 1):
        later = _aged(now, alive)
        whole = _aged(whole, alive)
        whole[gate] = later[gate]
        later[gate] *= 1 - leaving
        coming = (leaving * returning + newcomers) / 2
        later[first] += coming * whole[first]
        later[second] += coming * whole[second]
        mothers = (now[:, 0] + later[:, 0]) / 2
        children = WIDTH * born_alive * fertility.to_numpy() @ mothers
        later[0] = children * girls, children * (1 - girls)
        now = later
        columns |= {(WIDTH * step, sex): now[:, i] for i, sex in enumerate(sexes)}
    return pd.DataFrame(columns, index=ages)


def _aged(people: np.ndarray, alive: np.ndarray) -> np.ndarray:
    """Survivors one group on; those of the last two groups share the open one."""
    survivors = people * alive
    later = np.zeros_like(people)
    later[1:] = survivors[:-1]
    later[-1] += survivors[-1]
    return later

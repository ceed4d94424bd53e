"""Projections of a town whose young leave."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from regecon.methods.cohorts import person_years, project_leavers
from regecon.methods.demography import leslie_matrix, project, survival_ratios

AGES = range(0, 75, 5)
SEXES = ["women", "men"]


def table(value: float) -> pd.DataFrame:
    return pd.DataFrame(value, index=AGES, columns=SEXES)


@pytest.fixture
def none() -> pd.Series:
    return pd.Series(0.0, index=AGES)


@pytest.mark.parametrize("years", [45, 70, 82.5])
def test_person_years_add_up_to_the_life_expectancy(years):
    lived = person_years(years, ages=AGES)
    assert lived.sum() == pytest.approx(years)
    assert lived.iloc[:-1].is_monotonic_decreasing
    ratios = survival_ratios(lived)
    assert ratios.iloc[:-1].is_monotonic_decreasing


def test_person_years_follow_gompertz():
    # Against an integration of its own on a fine grid, with the level found by hand.
    x = np.linspace(0, 130, 1_300_001)
    lived = person_years(75, ages=[0, 30, 60], slope=0.1)
    level = np.log(0.1) - 0.1 * 80
    for _ in range(60):
        alive = np.exp(-np.exp(level) / 0.1 * np.expm1(0.1 * x))
        total = np.trapezoid(alive, x)
        level += 0.1 * (total - 75)
    assert total == pytest.approx(75, abs=1e-6)
    first = np.trapezoid(alive[x <= 30], x[x <= 30])
    assert lived[0] == pytest.approx(first, abs=1e-3)


def test_without_moves_women_follow_the_leslie_matrix(none):
    rng = np.random.default_rng(12)
    people = pd.DataFrame(rng.uniform(50, 100, (15, 2)), index=AGES, columns=SEXES)
    alive = pd.DataFrame(rng.uniform(0.8, 1, (15, 2)), index=AGES, columns=SEXES)
    alive.iloc[-2:] = alive.iloc[-1]
    later = project_leavers(people, alive, none, leaving=0, returning=0.5, steps=3)
    matrix = leslie_matrix(none, alive["women"])
    expected = project(people["women"], matrix, steps=3)
    for step in range(4):
        assert later[5 * step, "women"].tolist() == pytest.approx(expected[step].tolist())


def test_births_by_hand(none):
    fertility = none.copy()
    fertility[25] = 0.1
    later = project_leavers(table(100.0), table(1.0), fertility, leaving=0, returning=0, steps=1)
    assert later[5, "women"][0] + later[5, "men"][0] == pytest.approx(5 * 0.1 * 100)
    assert later[5, "men"][0] / later[5, "women"][0] == pytest.approx(1.05)


def test_mothers_who_left_have_no_children_here(none):
    fertility = none.copy()
    fertility[20] = 0.1
    stay, leave = (
        project_leavers(table(100.0), table(1.0), fertility, leaving=share, returning=0, steps=1)
        for share in (0, 1)
    )
    # They spend half of the interval here: the mean of 100 and 0.
    assert leave[5, "women"][0] == pytest.approx(stay[5, "women"][0] / 2)


@pytest.mark.parametrize(("l", "r", "n"), [(0.6, 0.15, 0.0), (0.6, 0.15, 0.5), (1.0, 0.3, 0.1)])
def test_share_at_34(none, l, r, n):  # noqa: E741
    people = table(0.0)
    people.loc[10] = 200.0
    later = project_leavers(people, table(1.0), none, leaving=l, returning=r, newcomers=n, steps=5)
    for years, age in ((20, 30), (25, 35)):
        assert later[years, "men"][age] == pytest.approx(200 * (1 - l * (1 - r) + n))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"leaving": 1.2}, "leaving"),
        ({"returning": -0.1}, "returning"),
        ({"newcomers": -1}, "newcomers"),
        ({"people": table(1.0).loc[:25]}, "people"),
        ({"people": table(1.0).rename(columns={"men": "boys"})}, "the sexes"),
        ({"people": table(-1.0)}, "negative"),
    ],
)
def test_refusals_name_what_is_wrong(none, change, message):
    given = {"people": table(1.0), "leaving": 0.5, "returning": 0.5} | change
    people = given.pop("people")
    with pytest.raises(ValueError, match=message):
        project_leavers(people, table(1.0), none, **given)


def test_person_years_refuse_ages_that_do_not_rise():
    with pytest.raises(ValueError, match="ages"):
        person_years(70, ages=[0, 10, 5])

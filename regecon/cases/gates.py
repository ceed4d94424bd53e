"""Golden Gates as an investment: planned money and planned guests, and what they would have to do.

Money and guests are those of the plans. What a stop leaves, the rate and the years are assumed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from regecon.cases.contract import figure
from regecon.data import load
from regecon.methods.partnership import present_value, simulate_revenue

# Assumed, as no source gives them.
MARGIN = 150  # roubles that a stop leaves after goods and wages
RATE, YEARS = 0.12, 15
OPENING = 2015  # money is spent the year before
RAIL = 1 / 2.06  # of the forecast, where forecasts are 106 % too high (Flyvbjerg and others)
ROAD = 0.3  # spread in logarithms, if half of all forecasts miss by more than a fifth


def plan() -> pd.Series:
    """What was planned: money in million roubles, people in thousand a year, jobs."""
    gates = load("biysk_clusters").set_index("id")["value"]
    return pd.Series(
        {
            "public": gates["golden_gates_2015_public_infrastructure"],
            "private": gates["golden_gates_2022_private_investment_plan"],
            "private_2015": gates["golden_gates_2015_private_investment_plan"],
            "jobs": gates["golden_gates_2018_jobs_plan"],
            "passing": gates["golden_gates_2015_passing_flow"],
            "passing_plan": gates["golden_gates_2018_passing_flow_plan"],
            "served": figure("golden_gates_2011_served_plan"),
            "stops": figure("golden_gates_2023_stops_plan"),
        }
    )


def charge(investment: float, rate: float = RATE, years: int = YEARS) -> float:
    """What an investment has to bring each year, the first a year after it is spent."""
    return investment / present_value(rate, [0, *[1] * years])


def stops_needed(investment: float, rate: float = RATE, margin: float = MARGIN) -> float:
    """Thousand stops a year at which an investment, in million roubles, just pays."""
    return 1000 * charge(investment, rate) / margin


def flows(stops: float, investment: float, *, late: int = 0, margin: float = MARGIN) -> pd.Series:
    """Money of every year in million roubles; guests come ``late`` years after the opening."""
    years = range(OPENING, OPENING + YEARS)
    earned = {year: stops * margin / 1000 if year >= OPENING + late else 0.0 for year in years}
    return pd.Series({OPENING - 1: -investment} | earned, dtype=float)


def courses(stops: float, volatility: float, *, seed: int = 14, draws: int = 4000) -> pd.DataFrame:
    """Possible courses of what the guests leave, in million roubles, around a forecast."""
    forecast = flows(stops, 0).iloc[1:]
    return simulate_revenue(forecast, volatility, seed=seed, draws=draws)


def missed(stops: float, factor: float, spread: float, *, seed: int = 14, draws: int = 4000):
    """Guests that come where forecasts err: a factor on average, a spread around it.

    Returns
    -------
    ndarray, shape (draws,)
        Thousand stops a year, the same in all years.
    """
    luck = np.random.default_rng(seed).normal(size=draws)
    return stops * factor * np.exp(spread * luck)


def odds_to_pay(stops: float, investment: float, factor: float, spread: float) -> float:
    """Share of the possible numbers of guests at which the investment pays, in per cent."""
    return 100 * float((missed(stops, factor, spread) >= stops_needed(investment)).mean())


def until(courses: pd.DataFrame, target: float, rate: float = RATE) -> pd.DataFrame:
    """A concession that lasts until a sum is earned: its years, and what the firm has then.

    Parameters
    ----------
    courses : DataFrame, shape (draws, years)
        Revenue, million roubles; the first year is discounted once.
    target : float
        Present value of revenue at which the concession ends.

    Returns
    -------
    DataFrame
        ``years`` and ``earned`` for each course. If the sum is not earned in the years there
        are, the concession ends with them.
    """
    discount = (1 + rate) ** -np.arange(1.0, courses.shape[1] + 1)
    earned = (courses * discount).cumsum(axis="columns").to_numpy()
    short = earned < target
    years = np.minimum(short.sum(axis=1) + 1, courses.shape[1])
    return pd.DataFrame(
        {"years": years, "earned": np.minimum(earned[:, -1], target)}, index=courses.index
    )

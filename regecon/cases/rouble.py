"""The rouble of a plant: who gets it first, for how many rounds, and where its taxes go.

The plant is SYNTHETIC. The splits of taxes are the law's, the budgets and the mines are as
reported. Used by week 4, its lab and exercises.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from regecon.data import load
from regecon.methods.export_income import ExportIncome, export_income, income_multiplier

# Of 100 roubles sold outside, SYNTHETIC; the rest buys inputs from elsewhere and pays taxes.
WAGES, SUPPLIERS, PROFIT = 30, 15, 35
COSTS = 100 - PROFIT
SPENDING = 0.55  # share of income spent with sellers in town
OUTSIDE = 0.9  # share of the profit that goes to an owner outside
ROUNDS = 8

TAX = 0.20  # on profit, before 2025
INCOME_TAX = 0.13
HOME = "Kemerovo oblast"


@cache
def plant(outside: float = 0.0, spending: float = SPENDING, price: float = 100) -> ExportIncome:
    """The plant at a price of its product; wages, suppliers and inputs stay what they are.

    Parameters
    ----------
    outside, spending : float
        Shares from 0 to 1: of the profit that goes to an owner elsewhere, of income spent here.
    price : float
        Roubles for what sold at 100; not below the costs, 65.

    Examples
    --------
    >>> round(plant().income, 1), round(plant(OUTSIDE).income, 1)
    (177.8, 107.8)
    """
    return export_income(
        price,
        wages=WAGES / price,
        suppliers=SUPPLIERS / price,
        profit=(price - COSTS) / price,
        outside_ownership=outside,
        local_spending=spending,
    )


def textbook(spending: float = SPENDING) -> float:
    """Income if every rouble of the sales became income in town."""
    return 100 * income_multiplier(spending, 1.0)


@cache
def rounds(outside: float = 0.0, spending: float = SPENDING, price: float = 100) -> pd.DataFrame:
    """Where the roubles of the sales are after each round; every row adds up to the price.

    Returns
    -------
    DataFrame, a row for each of the first eight rounds
        ``town``: income of people here in that round; ``owners`` elsewhere, ``inputs`` (with
        taxes) and ``elsewhere``: what has gone out by then, the last spent or saved.
    """
    sold = plant(outside, spending, price)
    town = sold.rounds(ROUNDS)
    owners, inputs = sold.leaked["owners"], sold.leaked["imports_and_taxes"]
    return pd.DataFrame(
        {
            "town": town,
            "owners": owners,
            "inputs": inputs,
            "elsewhere": price - owners - inputs - town,
        }
    )


def same_spending(outside: float = OUTSIDE, spending: float = SPENDING) -> float:
    """Local spending at which a town with its owner at home has as little as one without.

    Examples
    --------
    >>> round(same_spending(), 3)
    0.258
    """
    return float(1 - plant(0, spending).first_round.sum() / plant(outside, spending).income)


def others(spent: float, outside: float = 0.0) -> float:
    """Income of everybody in town but the owner, who spends a share of the profit here.

    Examples
    --------
    >>> round(others(SPENDING), 1), round(others(0.1), 1)
    (142.8, 107.8)
    """
    kept = PROFIT * (1 - outside)
    return (WAGES + SUPPLIERS + spent * kept) * income_multiplier(SPENDING, 1.0)


def with_profit(profit: float, outside: float) -> float:
    """Income if the plant's profit were another; more of it means fewer inputs."""
    first = WAGES + SUPPLIERS + profit * (1 - outside)
    return first * income_multiplier(SPENDING, 1.0)


def tax_worth(share: float = 1.0, tax: float = TAX) -> float:
    """Outside share of what profit is left after tax for which a town's part of it makes up.

    Notes
    -----
    With the tax at a rate t and a share s of it for the town, the town has as much as a local
    owner would have left it without a part of the tax where (1 - t)(1 - o) + t s = 1 - t, that
    is at o = t s / (1 - t).

    Examples
    --------
    >>> tax_worth()
    0.25
    """
    return tax * share / (1 - tax)


# --- Taxes -----------------------------------------------------------------------------


def splits() -> pd.DataFrame:
    """Which part of each tax goes where, by the law's year (``tax_shares``)."""
    return load("tax_shares").set_index("id")


def lines(measure: str, year: int) -> pd.Series:
    """One measure of a year by place (``budget_lines``)."""
    table = load("budget_lines")
    rows = table[(table["measure"] == measure) & (table["year"] == year)]
    return rows.set_index("place")["value"]


def of_pay(year: int = 2022) -> pd.DataFrame:
    """Of 100 roubles of pay: what its income tax gives to each city and to the oblast.

    The share of the Code is that of 2017, for 2008 that of an earlier edition.

    Examples
    --------
    >>> of_pay().loc["Novokuznetsk"].round(2).to_dict()
    {'city': 4.02, 'oblast': 8.98}
    """
    code = splits().loc["income_2008" if year < 2012 else "income_2017", "city"]
    city = 100 * INCOME_TAX * (code + lines("extra_income_tax", year)) / 100
    return pd.DataFrame({"city": city, "oblast": 100 * INCOME_TAX - city})


def own_shares() -> pd.DataFrame:
    """What cities planned to raise themselves: ``own`` (million roubles), ``share`` (per cent)."""
    rows = {}
    for place, year in (("Novokuznetsk", 2014), ("Kemerovo", 2014), ("Novokuznetsk", 2016)):
        revenue = lines("revenue", year)[place]
        own = 100 * lines("deficit", year)[place] / lines("deficit_share", year)[place]
        rows[place, year] = {"own": own, "share": 100 * own / revenue}
    revenue, given = lines("revenue", 2015)["Biysk"], lines("transfers", 2015)["Biysk"]
    rows["Biysk", 2015] = {"own": revenue - given, "share": 100 * (1 - given / revenue)}
    return pd.DataFrame(rows).T.rename_axis(["place", "year"])


def price_fall() -> pd.DataFrame:
    """Taxes of the oblast in 2024 and 2025, million roubles, and their change in per cent."""
    taxes = ["profit_tax", "income_tax", "property_tax", "excises"]
    table = pd.DataFrame({y: {tax: lines(tax, y)[HOME] for tax in taxes} for y in (2024, 2025)})
    return table.assign(change=100 * (table[2025] / table[2024] - 1))


# --- Forecasts of two mines ------------------------------------------------------------


def ore() -> pd.DataFrame:
    """Plans and results of the ore mines by their id (``ore_mines``)."""
    return load("ore_mines").set_index("id")


def forecast_error(actual: float, forecast: float) -> float:
    """By how much the outcome differs from the forecast, per cent of the forecast.

    Examples
    --------
    >>> forecast_error(5.0, 4.0)
    25.0
    """
    return 100 * (actual - forecast) / forecast


def prices_since(first: int, last: int) -> float:
    """Consumer prices in the oblast at the end of the last year, with the end of the first as 1."""
    table = load("regional_indicators")
    table = table[(table["region"] == HOME) & table["year"].between(first + 1, last)]
    return float((table["consumer_prices"] / 100).prod())


def audit() -> pd.DataFrame:
    """Forecasts of the two mines beside what came of them; NaN is "not known".

    Returns
    -------
    DataFrame, labelled by project and quantity
        ``forecast``, ``actual`` and ``error`` in per cent of the forecast.
    """
    value = ore()["value"]
    cost, plan = "tashtagol_mine_2024_investment", "tashtagol_mine_2018_investment_plan"
    real = value[cost] / prices_since(2018, 2023)
    rows = {
        ("Sheregesh", "tonnes in 2017"): (value["sheregesh_mine_2016_raw_ore_plan"], np.nan),
        ("Tashtagol", "tonnes"): (
            value["tashtagol_mine_2018_raw_ore_plan"],
            value["tashtagol_mine_2025_raw_ore"],
        ),
        ("Tashtagol", "roubles"): (value[plan], value[cost]),
        ("Tashtagol", "roubles of 2018"): (value[plan], real),
    }
    table = pd.DataFrame(rows, index=["forecast", "actual"]).T
    return table.assign(error=forecast_error(table["actual"], table["forecast"]))

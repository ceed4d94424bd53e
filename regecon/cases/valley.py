"""The valley beside the resort: what a month's work pays, and what the mine was to raise.

Used by week 10, its lab and exercises, and by the dossier of the pattern.
"""

from __future__ import annotations

import pandas as pd

from regecon.data import load

SEASON_MONTHS = 5  # assumed: a hotel job that lasts a winter of 150 days


def wages(year: int) -> pd.Series:
    """Average monthly wages in Tashtagolsky district, roubles before tax, by industry.

    Small firms are left out, and so is agriculture, whose figure of 2023 is most likely an error
    of entry.
    """
    table = load("municipal_wages")
    here = table[(table["place"] == "Tashtagol") & (table["year"] == year)]
    return here.set_index("industry")["wage"].drop("agriculture").dropna()


def kitchen_table(year: int) -> pd.Series:
    """A miner's and a hotel's wage, roubles a month before tax.

    Returns
    -------
    Series
        ``mining``, ``hotel``, ``ratio``, ``gap``, ``two_hotels``, and ``season``: a hotel wage of
        five months spread over twelve.
    """
    paid = wages(year)
    mining, hotel = paid["mining"], paid["hotels and catering"]
    return pd.Series(
        {
            "mining": mining,
            "hotel": hotel,
            "ratio": mining / hotel,
            "gap": mining - hotel,
            "two_hotels": 2 * hotel,
            "season": hotel * SEASON_MONTHS / 12,
        }
    )


def ore() -> pd.Series:
    """Reported figures of the ore mines, in their own units, by their id."""
    return load("ore_mines").set_index("id")["value"]

"""A pill and its chain: where the imports sit, what replacing them costs, and who learns.

All SYNTHETIC. The real tables of what Russia imports are in :mod:`regecon.cases.imported`.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from regecon.methods.import_content import break_even_outage, import_content, infant_industry

# Shares of the cost of a pill, then of a local substance.
DIRECT, SUBSTANCES, UPSTREAM = 0.05, 0.30, 0.80
# Roubles a unit at home and at the border, the duty, and what a stop costs a unit.
DOMESTIC, IMPORTED, TARIFF, LOSS = 130.0, 100.0, 0.05, 300.0
LANDED = IMPORTED * (1 + TARIFF)
RINGS = ("last", "upstream", "all")
EXPORTED = 20  # per cent of the pills sold abroad, at the maker's prices

YEARS = range(15)  # of the infant; experience doubles every second year
RATE, LEARNING = 0.10, (0.05, 0.10, 0.20)


@cache
def content(ring: str = "last", cut: float = 0) -> pd.Series:
    """Import content of the pill, when that per cent of a ring's imports is replaced.

    Examples
    --------
    >>> float(content()["total"].round(3)), float(content("upstream", 50)["total"].round(3))
    (0.29, 0.17)
    """
    left = 1 - cut / 100
    stages = ["pill", "substance"]
    domestic = pd.DataFrame([[0.0, 0.0], [SUBSTANCES, 0.0]], index=stages, columns=stages)
    shares = [
        DIRECT * (left if ring in ("last", "all") else 1),
        UPSTREAM * (left if ring in ("upstream", "all") else 1),
    ]
    return import_content(domestic, pd.Series(shares, index=stages)).loc["pill"]


def edge() -> float:
    """By how many points of probability imports must be riskier before home pays."""
    return break_even_outage(DOMESTIC, IMPORTED, LOSS, TARIFF)


def costs(ring: str, cut: float, stop: float, stop_home: float) -> pd.Series:
    """Roubles per 100 roubles of the pill; both probabilities in per cent.

    Returns
    -------
    Series
        ``imported`` content, ``extra`` cost of what is replaced, expected ``loss`` from stops,
        and ``sum``, the last two together.
    """
    imported = 100 * content(ring, cut)["total"]
    replaced = 100 * content()["total"] - imported
    # A rouble of import content is 1/105 of a unit that lands at 105.
    extra = replaced / LANDED * (DOMESTIC - LANDED)
    loss = (stop * imported + stop_home * replaced) / 100 / LANDED * LOSS
    return pd.Series({"imported": imported, "extra": extra, "loss": loss, "sum": extra + loss})


def arcs(ring: str, cut: float) -> pd.DataFrame:
    """The rings as pieces of the circle, from the pill outwards; angles in shares of it."""
    kept_last = DIRECT * (1 - cut / 100 if ring != "upstream" else 1)
    kept_up = SUBSTANCES * UPSTREAM * (1 - cut / 100 if ring != "last" else 1)
    end = DIRECT + SUBSTANCES
    pieces = [
        (1, "imported", 0, kept_last),
        (1, "localised", kept_last, DIRECT),
        (1, "home", DIRECT, end),
        (1, "home", end, 1),
        (2, "imported", DIRECT, DIRECT + kept_up),
        (2, "localised", DIRECT + kept_up, DIRECT + SUBSTANCES * UPSTREAM),
        (2, "home", DIRECT + SUBSTANCES * UPSTREAM, end),
    ]
    return pd.DataFrame(pieces, columns=["ring", "kind", "start", "end"])


def earned(ring: str = "last", cut: float = 0) -> float:
    """Foreign money that 100 roubles of pills earn less what they import."""
    return EXPORTED - 100 * content(ring, cut)["total"]


def infants() -> pd.DataFrame:
    """The discounted balance of the stylised infant, by learning rate and year."""
    doublings = pd.Series(np.array(YEARS) / 2, index=YEARS)
    balances = {rate: infant_industry(DOMESTIC, rate, LANDED, doublings, RATE) for rate in LEARNING}
    return pd.concat(balances, names=["learning"]).reset_index()


def infants_told() -> pd.DataFrame:
    """By learning rate: year ``cheaper``, year ``repaid`` (if any) and balance at the ``end``."""
    told = {}
    for rate, rows in infants().groupby("learning"):
        path = rows.set_index("year")
        cheaper, repaid = path.index[path["gain"] > 0], path.index[path["present"] > 0]
        told[rate] = {
            "cheaper": cheaper.min(),
            "repaid": repaid.min() if len(repaid) else np.nan,
            "end": path["present"].iloc[-1],
        }
    return pd.DataFrame(told).T

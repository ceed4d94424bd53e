"""The two sample memos of the page "Assessment": every number that they name.

The authors are invented, the numbers are not. The upper memo asks whether the agglomeration has
one centre or two; the middling one takes prices and plans for projects.
"""

from __future__ import annotations

import math

from regecon.cases import essay, prices, structure, towns, young
from regecon.data import load

EAST, BORDER = "Mezhdurechensk", "Myski"
SETTLED = (25, 30, 35)  # age groups that the rule on students' registration does not move


def numbers() -> dict[str, float]:
    """The numbers that both memos and their marks name."""
    found = _pulls() | _moves() | _shares() | _middling()
    return {f"memo_{name}": value for name, value in found.items()}


def _pulls() -> dict[str, float]:
    """How hard the two centres pull at Myski, by decay."""
    people, away = towns.population(), towns.kilometres().loc[BORDER]
    found = {"to_east": away[EAST], "to_centre": away[towns.CENTRE]}
    for name, decay in zip(("slow", "mid"), towns.DECAYS, strict=False):
        for place, short in ((EAST, "east"), (towns.CENTRE, "centre")):
            pull = people[place] * math.exp(-decay * away[place]) / 1000
            found[f"pull_{short}_{name}"] = pull
    times = found["pull_east_mid"] / found["pull_centre_mid"]
    return found | {"line": towns.breaking_point(EAST), "times": times}


def _moves() -> dict[str, float]:
    """Registered moves of 2023 in the seven towns: of the settled ages, and of all."""
    rows = essay.municipalities()
    rows = rows[rows["place"].isin(towns.TOWNS) & rows["urban"]]
    net = young.net_by_age().loc[rows.index, list(SETTLED)].sum(axis="columns")
    net.index = rows["place"]
    people, moves = rows.set_index("place")["people"], rows.set_index("place")["moves"]
    centres = [towns.CENTRE, EAST]
    return {
        "net_east": net[EAST],
        "net_centre": net[towns.CENTRE],
        "net_rest": -net.drop(centres).sum(),
        "rate_east": 1000 * net[EAST] / people[EAST],
        "rate_centre": 1000 * net[towns.CENTRE] / people[towns.CENTRE],
        "all_east": moves[EAST],
        "all_centre": moves[towns.CENTRE],
        "all_border": -moves[BORDER],
    }


def _shares() -> dict[str, float]:
    """Who lives where, and what each lost from 2016 to 2020 on one census."""
    people, fall = towns.population(), towns.fall()
    return {
        "half": 100 * people[towns.CENTRE] / people.sum(),
        "lost_centre": fall[towns.CENTRE],
        "lost_east": fall[EAST],
        "lost_least_of_rest": fall.drop([towns.CENTRE, EAST]).min(),
    }


def _middling() -> dict[str, float]:
    shares, anodes = structure.shares()["mining"], load("anode_plants").set_index("id")["value"]
    zones = load("special_zones").set_index("id")["value"]
    year = prices.value_volume_price(2021)
    return {
        "cells": anodes["novokuznetsk_smelter_2025_cells"],
        "cells_renewed": anodes["novokuznetsk_smelter_2025_cells_renewed"],
        "investors": zones["novokuznetsk_2018_investors_plan"],
        "product": year["value"],
        "volume": year["volume"],
        "mining_2016": shares[structure.HOME, 2016],
        "mining_2022": shares[structure.HOME, 2022],
    }

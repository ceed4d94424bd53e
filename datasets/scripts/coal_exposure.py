"""Make ``coal_exposure``: Kemerovo's share of regional product beside the price of coal.

Run ``python datasets/scripts/coal_exposure.py``.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from regecon.data import load

CRISES = (2008, 2009, 2021, 2022)


def main() -> None:
    product = load("grp")
    total = product[product["additive"]].groupby("year")["nominal"].sum()
    kemerovo = product[product["region"] == "Kemerovo oblast"].set_index("year")["nominal"]
    prices = load("prices")
    coal = prices[prices["series"] == "coal_thermal_australia"].set_index("year")["value"]
    changes = pd.DataFrame(
        {
            "share_change": np.log(kemerovo / total).diff(),
            "coal_change": np.log(coal).diff().reindex(kemerovo.index),
        }
    ).dropna()
    changes["crisis"] = pd.Series(changes.index.isin(CRISES), changes.index).map(
        {True: "true", False: "false"}
    )
    target = Path(__file__).resolve().parents[1] / "coal_exposure.csv"
    changes.round(4).to_csv(target, lineterminator="\n")


if __name__ == "__main__":
    main()

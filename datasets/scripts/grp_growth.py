"""Make ``grp_growth``: product of five regions and Russia against 2005.

Run ``python datasets/scripts/grp_growth.py``.
"""

from pathlib import Path

import pandas as pd

from regecon.data import load

BASE = 2005
REGIONS = [
    "Altai Republic",
    "Altai krai",
    "Kemerovo oblast",
    "Novosibirsk oblast",
    "Russia",
    "Tomsk oblast",
]


def main() -> None:
    product = load("grp").pivot_table(["nominal", "volume_index"], "year", "region")
    nominal = product["nominal"].loc[BASE:, REGIONS]
    yearly = product["volume_index"].loc[BASE:, REGIONS] / 100
    # The index of the base year tells of growth from the year before it: it does not belong here.
    yearly.loc[BASE] = 1
    growth = pd.concat({"nominal": nominal / nominal.loc[BASE], "volume": yearly.cumprod()}, axis=1)
    table = growth.stack("region", future_stack=True).swaplevel().sort_index()
    target = Path(__file__).resolve().parents[1] / "grp_growth.csv"
    table.round(4).to_csv(target, lineterminator="\n")


if __name__ == "__main__":
    main()

"""Make ``distances``: great-circle kilometres between all towns of the table ``towns``.

Run ``python datasets/scripts/distances.py``.
"""

from pathlib import Path

import numpy as np

from regecon.data import load

EARTH_RADIUS_KM = 6371.0


def main() -> None:
    towns = load("towns").set_index("place")
    latitude = np.radians(towns["latitude"].to_numpy())
    longitude = np.radians(towns["longitude"].to_numpy())
    # The haversine formula keeps its precision for near neighbours.
    half = (
        np.sin((latitude[:, None] - latitude) / 2) ** 2
        + np.cos(latitude[:, None])
        * np.cos(latitude)
        * np.sin((longitude[:, None] - longitude) / 2) ** 2
    )
    kilometres = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))
    target = Path(__file__).resolve().parents[1] / "distances.csv"
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.write("origin,destination,kilometres\n")
        for i, origin in enumerate(towns.index):
            for k, destination in enumerate(towns.index):
                if i != k:
                    file.write(f"{origin},{destination},{kilometres[i, k]:.1f}\n")


if __name__ == "__main__":
    main()

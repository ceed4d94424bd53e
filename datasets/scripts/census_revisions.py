"""Make ``census_revisions``: how far the census of 2021 lies from the estimate of 2020.

Run ``python datasets/scripts/census_revisions.py``.
"""

from pathlib import Path

from regecon.data import load

HOME = ["RU-AL", "RU-ALT", "RU-KEM", "RU-NVS", "RU-TOM"]


def main() -> None:
    cities = load("cities")
    home = cities[cities["region_code"].isin(HOME)]
    table = home.pivot(index=["city", "region_code"], columns="year", values="population")
    table = table[[2020, 2021]].dropna().astype(int)
    table.columns = ["estimate_2020", "census_2021"]
    table["revision"] = 100 * (table["census_2021"] / table["estimate_2020"] - 1)
    target = Path(__file__).resolve().parents[1] / "census_revisions.csv"
    table = table.sort_values(["revision", "estimate_2020"])
    table.round({"revision": 1}).to_csv(target, lineterminator="\n")


if __name__ == "__main__":
    main()

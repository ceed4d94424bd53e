"""Make ``io_19``: the input-output table of 35 sectors summed to 19 groups.

Run ``python datasets/scripts/io_19.py``.
"""

from pathlib import Path

from regecon.data import load


def main() -> None:
    groups = load("io_sectors").set_index("sector")["group"]
    table = load("io_35")
    for side in ("seller", "buyer"):
        table[side] = table[side].map(groups).fillna(table[side])
    summed = table.groupby(["origin", "seller", "buyer"], as_index=False)["value"].sum()
    summed["value"] = summed["value"].round(1)
    target = Path(__file__).resolve().parents[1] / "io_19.csv"
    summed.to_csv(target, index=False, lineterminator="\n", float_format="%.10g")


if __name__ == "__main__":
    main()

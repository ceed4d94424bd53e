"""Make ``mining_quotient``: how specialised Kemerovo oblast is in mining.

Run ``python datasets/scripts/mining_quotient.py``.
"""

from pathlib import Path

from regecon.data import load

BREAK = 2016  # mining is section C before, B from then on


def main() -> None:
    structure = load("grp_structure")
    mining = (structure["section"] == "C").where(
        structure["year"] < BREAK, structure["section"] == "B"
    )
    shares = structure[mining].pivot_table(index="year", columns="region", values="share")
    table = shares[["Kemerovo oblast", "Russia"]].set_axis(["kemerovo", "russia"], axis=1)
    table["quotient"] = (table["kemerovo"] / table["russia"]).round(3)
    target = Path(__file__).resolve().parents[1] / "mining_quotient.csv"
    table.to_csv(target, lineterminator="\n")


if __name__ == "__main__":
    main()

"""Make ``mining_quotient``: how specialised Kemerovo oblast is in mining.

Run ``python datasets/scripts/mining_quotient.py``.
"""

from pathlib import Path

from regecon.data import load


def main() -> None:
    # The letter of mining changes with the classification: the table of sections knows both.
    key = ["classification", "section"]
    structure = load("grp_structure").merge(load("sections"), on=key, validate="many_to_one")
    mining = structure[structure["group"] == "mining"]
    shares = mining.pivot(index="year", columns="region", values="share")
    table = shares[["Kemerovo oblast", "Russia"]].set_axis(["kemerovo", "russia"], axis=1)
    table["quotient"] = (table["kemerovo"] / table["russia"]).round(3)
    target = Path(__file__).resolve().parents[1] / "mining_quotient.csv"
    table.to_csv(target, lineterminator="\n")


if __name__ == "__main__":
    main()

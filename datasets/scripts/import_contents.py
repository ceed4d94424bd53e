"""Make ``import_contents``: import contents from a second edition of the Russian tables.

Put the file RUS_NIOT_nov16.xlsx of the World Input-Output Database, release 2016 (national
tables, www.rug.nl/ggdc/valuechain/wiod), into the folder you stand in, install openpyxl, and run
``python datasets/scripts/import_contents.py``. The tables themselves are not kept here.
"""

from pathlib import Path

import pandas as pd

from regecon.methods.import_content import import_content, vertical_specialisation
from regecon.methods.input_output import input_coefficients

FILE = "RUS_NIOT_nov16.xlsx"
YEARS = range(2000, 2015)
# Columns of the file that hold something for Russia; the others are empty.
SECTORS = {
    "A01": "Agriculture and forestry",
    "B": "Mining",
    "C10-C12": "Food and tobacco",
    "C13-C15": "Textiles and leather",
    "C16": "Wood",
    "C17": "Paper and printing",
    "C19": "Coke and petroleum",
    "C20": "Chemicals",
    "C22": "Rubber and plastics",
    "C23": "Non-metallic minerals",
    "C24": "Metals",
    "C26": "Electrical equipment",
    "C28": "Machinery",
    "C29": "Transport equipment",
    "C31_C32": "Other manufacturing",
    "D35": "Electricity, gas, water",
    "F": "Construction",
    "G45": "Motor trade",
    "G46": "Wholesale trade",
    "G47": "Retail trade",
    "H49": "Inland transport",
    "H50": "Water transport",
    "H51": "Air transport",
    "H52": "Transport services",
    "I": "Hotels and restaurants",
    "J61": "Communication",
    "K64": "Finance",
    "L68": "Real estate",
    "N": "Business services",
    "O84": "Public administration",
    "P85": "Education",
    "Q": "Health",
    "R_S": "Other services",
}
MEDICINES = "C21"
FINAL = {"CONS_h": "households", "CONS_g": "government", "EXP": "exports"}


def tables(book: pd.DataFrame, year: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Domestic and imported flows of a year (sellers by buyers), and output by sector."""
    codes = book.iloc[0, 4:].tolist()
    rows = book.iloc[2:].set_axis(["year", "code", "name", "origin", *codes], axis="columns")
    rows = rows[rows["year"] == year]
    buyers = SECTORS | FINAL
    flows = {
        origin: rows[rows["origin"] == origin].set_index("code")[codes].astype(float)
        for origin in ("Domestic", "Imports")
    }
    domestic = flows["Domestic"].loc[list(SECTORS)].rename(index=SECTORS)
    # What Russia imports without making it, as fish or medicines, has rows of its own.
    imported = flows["Imports"].rename(index=SECTORS | {MEDICINES: "Chemicals"})
    imported = imported.groupby(level=0).sum()
    output = domestic["GO"]
    return *(part[list(buyers)].rename(columns=buyers) for part in (domestic, imported)), output


def contents(domestic: pd.DataFrame, imported: pd.DataFrame, output: pd.Series) -> pd.DataFrame:
    """Per cent by measure and sector, as the table has them."""
    sectors = output.index
    coefficients = input_coefficients(domestic[sectors], output)
    direct = imported[sectors].sum() / output
    found = import_content(coefficients, direct)
    exports = domestic["exports"]
    special = vertical_specialisation(coefficients, direct, exports)
    bought = imported.loc["Chemicals"] / (imported.loc["Chemicals"] + domestic.loc["Chemicals"])
    measures = {
        "direct": found["direct"],
        "total": found["total"],
        "exported": exports / output,
        "chemicals_imported": bought.drop("exports"),
        "vertical_specialisation": pd.Series({"all": special.share}),
    }
    return 100 * pd.concat(measures, names=["measure", "sector"]).rename("value")


def main() -> None:
    book = pd.read_excel(FILE, sheet_name="National IO-tables", header=None)
    made = pd.concat({year: contents(*tables(book, year)) for year in YEARS}, names=["year"])
    target = Path(__file__).resolve().parents[1] / "import_contents.csv"
    made.round(3).to_frame().to_csv(target, lineterminator="\n")


if __name__ == "__main__":
    main()

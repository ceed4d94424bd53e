"""What Russia imports, by the input-output tables, and what a region exports, by customs.

Two editions of one database describe the economy of 2011; the second goes on to 2014. What they
share is shown by both, what they differ in is shown as such.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from regecon.data import load
from regecon.methods.import_content import import_content, vertical_specialisation
from regecon.methods.input_output import input_coefficients

YEAR = 2011
PAIR = ["Electricity, gas, water", "Chemicals"]  # the sum by hand
RAW = ("Coke and petroleum", "Metals")  # manufacturing that mostly refines what is mined
LARGE = 100  # million dollars bought; smaller cells have a ratio of rounding errors
FINAL = ["gfcf", "households", "inventories", "npish", "government", "exports"]
PEERS = ["Altai krai", "Novosibirsk oblast", "Kemerovo oblast"]


@cache
def flows(origin: str) -> pd.DataFrame:
    """Sellers by buyers, million dollars of 2011, ``domestic`` or ``imported``."""
    table = load("io_35")
    table = table[table["origin"] == origin]
    return table.pivot_table(index="seller", columns="buyer", values="value").fillna(0)


@cache
def output() -> pd.Series:
    """Output of the 34 sectors that sell, million dollars of 2011."""
    table = load("io_35")
    table = table[(table["origin"] == "total") & (table["value"] > 0)]
    return table.set_index("seller")["value"].astype(float)


@cache
def coefficients() -> tuple[pd.DataFrame, pd.Series]:
    """Domestic input coefficients, and imported inputs per unit of output."""
    sectors = output().index
    domestic = flows("domestic").reindex(index=sectors, columns=sectors, fill_value=0)
    imported = flows("imported").reindex(columns=sectors, fill_value=0).sum()
    return input_coefficients(domestic, output()), imported / output()


@cache
def contents() -> pd.DataFrame:
    """Direct, indirect and total import content by sector, and the share exported."""
    table = import_content(*coefficients())
    return table.assign(exported=flows("domestic")["exports"] / output())


def exports_imported() -> float:
    """Share of Russian exports of 2011 that were imports coming back out, per cent."""
    exports = flows("domestic")["exports"].reindex(output().index)
    return 100 * vertical_specialisation(*coefficients(), exports).share


@cache
def second(measure: str) -> pd.DataFrame:
    """The second edition: per cent by sector (rows) and year, for one measure.

    Measures are ``direct``, ``total``, ``exported``, ``chemicals_imported`` (by buyer) and
    ``vertical_specialisation`` (one row, ``all``).
    """
    table = load("import_contents")
    table = table[table["measure"] == measure]
    return table.pivot_table("value", "sector", "year")


def editions(measure: str = "total") -> pd.DataFrame:
    """Per cent by sector in both editions for 2011, and in the second for its last year.

    Textiles and leather are one sector in the second edition and left out here.
    """
    later = second(measure)
    first = 100 * (imported_chemicals() if measure == "chemicals_imported" else contents()[measure])
    columns = {"first": first, "second": later[YEAR], "latest": later[later.columns.max()]}
    return pd.DataFrame(columns).dropna()


def pair() -> tuple[pd.DataFrame, pd.Series]:
    """The two sectors of the sum by hand, rounded to three decimals as on the page."""
    domestic, imported = coefficients()
    return domestic.loc[PAIR, PAIR].round(3), imported[PAIR].round(3)


@cache
def imported_chemicals() -> pd.Series:
    """Imported share of the chemicals that each buyer uses."""
    home, abroad = flows("domestic").loc["Chemicals"], flows("imported").loc["Chemicals"]
    return abroad / (home + abroad)


def spread() -> pd.Series:
    """The same in per cent, over the industries that bought enough to have a share."""
    inputs = (100 * imported_chemicals()).drop(FINAL, errors="ignore").dropna()
    return inputs[flows("domestic").loc["Chemicals"].reindex(inputs.index) > LARGE]


def manufacturing_exports(without: tuple[str, ...] = ()) -> float:
    """Share of manufacturing output that Russia exported in 2011, per cent."""
    sectors = load("io_sectors").set_index("sector")["section"]
    made = sectors.index[sectors == "D"].difference(without)
    return 100 * flows("domestic").loc[made, "exports"].sum() / output()[made].sum()


def krai_exports(first: int = 2005, last: int = 2016) -> pd.DataFrame:
    """Customs exports as per cent of the shipments of mining and manufacturing.

    Returns
    -------
    DataFrame
        Columns region, year, ``share`` (dollars at the average rate of the year), ``steady``
        (at the rate of 2013) and ``dollars`` (million).
    """
    rows = load("regional_indicators")
    rows = rows[rows["region"].isin(PEERS) & rows["year"].between(first, last)]
    rate = load("prices").set_index(["series", "year"])["value"]["rouble_average"]
    dollars = rows["exports_far"] + rows["exports_near"]
    shipped = rows["shipped_mining"] + rows["shipped_manufacturing"]
    made = rows.assign(
        dollars=dollars,
        share=100 * dollars * rows["year"].map(rate) / shipped,
        steady=100 * dollars * rate[2013] / shipped,
    )
    return made[["region", "year", "share", "steady", "dollars"]].dropna()


def anodes() -> pd.Series:
    """The figures on anode plants by their short names."""
    return load("anode_plants").set_index("id")["value"]

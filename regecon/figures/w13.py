"""Week 13: the numbers and figures of the chapter on what "made in Biysk" imports."""

from __future__ import annotations

from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from regecon.data import load
from regecon.explorers import peel_the_chain as chain
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.import_content import (
    break_even_outage,
    import_content,
    infant_industry,
    vertical_specialisation,
)
from regecon.methods.input_output import input_coefficients

PAIR = ["Electricity, gas, water", "Chemicals"]
RAW = ("Coke and petroleum", "Metals")  # manufacturing that mostly refines what is mined
LARGE = 100  # million dollars bought
YEARS = range(15)  # of the infant; experience doubles every second year (assumed)
RATE, LEARNING = 0.10, (0.05, 0.10, 0.20)  # assumed
PEERS = ["Altai krai", "Novosibirsk oblast", "Kemerovo oblast"]


@cache
def flows(origin: str) -> pd.DataFrame:
    """Sellers by buyers, million dollars of 2011, domestic or imported."""
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
    """Direct, indirect and total import content by sector, with the share exported."""
    table = import_content(*coefficients())
    return table.assign(exported=flows("domestic")["exports"] / output())


def pair() -> tuple[pd.DataFrame, pd.Series]:
    """The two sectors of the sum by hand, rounded to three decimals as on the page."""
    domestic, imported = coefficients()
    return domestic.loc[PAIR, PAIR].round(3), imported[PAIR].round(3)


@cache
def imported_chemicals() -> pd.Series:
    """Imported share of the chemicals that each buyer uses."""
    home, abroad = flows("domestic").loc["Chemicals"], flows("imported").loc["Chemicals"]
    return abroad / (home + abroad)


def krai_exports() -> pd.DataFrame:
    """Customs exports as per cent of the shipments of mining and manufacturing, 2005 to 2016."""
    rows = load("regional_indicators")
    rows = rows[rows["region"].isin(PEERS) & rows["year"].between(2005, 2016)]
    prices = load("prices").set_index(["series", "year"])["value"]
    roubles = rows["year"].map(prices["rouble_average"])
    exports = (rows["exports_far"] + rows["exports_near"]) * roubles
    share = 100 * exports / (rows["shipped_mining"] + rows["shipped_manufacturing"])
    return rows.assign(share=share)[["region", "year", "share"]].dropna()


def infants() -> pd.DataFrame:
    """The discounted balance of the stylised infant, by learning rate."""
    doublings = pd.Series(np.array(YEARS) / 2, index=YEARS)
    balances = {
        rate: infant_industry(chain.DOMESTIC, rate, chain.LANDED, doublings, RATE)
        for rate in LEARNING
    }
    return pd.concat(balances, names=["learning"]).reset_index()


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text names."""
    return _stylised() | _real() | _by_hand() | _exported() | _anodes() | _infant()


def _stylised() -> dict[str, float]:
    edge = break_even_outage(chain.DOMESTIC, chain.IMPORTED, chain.LOSS, chain.TARIFF)
    calm, fragile = chain.costs("all", 100, 4, 0), chain.costs("all", 100, 12, 8)
    return {
        "pill": 100 * chain.content()["total"],
        "pill_last": 100 * chain.content("last", 50)["total"],
        "pill_upstream": 100 * chain.content("upstream", 50)["total"],
        "edge": 100 * edge,
        "edge_years": 1 / edge,
        "all_extra": calm["extra"],
        "calm_before": chain.costs("all", 0, 4, 0)["sum"],
        "risky_before": chain.costs("all", 0, 12, 8)["sum"],
        "fragile": fragile["sum"],
        "fragile_loss": fragile["loss"],
        "tariff_equivalent": 100 * (chain.DOMESTIC / chain.IMPORTED - 1),
        "five_stages": 100 * 0.98**5,
    }


def _real() -> dict[str, float]:
    table = 100 * contents()
    spread = 100 * imported_chemicals()
    final = ["gfcf", "households", "inventories", "npish", "government", "exports"]
    inputs = spread.drop(final, errors="ignore").dropna()
    # A cell of a few million has a ratio of rounding errors.
    inputs = inputs[flows("domestic").loc["Chemicals"].reindex(inputs.index) > LARGE]
    exports = flows("domestic")["exports"].reindex(output().index)
    special = vertical_specialisation(*coefficients(), exports)
    found = {
        f"{name}_{kind}": table.loc[sector, kind]
        for name, sector in {
            "chemicals": "Chemicals",
            "transport": "Transport equipment",
            "plastics": "Rubber and plastics",
            "textiles": "Textiles",
            "metals": "Metals",
            "mining": "Mining",
        }.items()
        for kind in ("direct", "indirect", "total")
    }
    return found | {
        "spread_low": inputs.min(),
        "spread_median": inputs.median(),
        "spread_high": inputs.max(),
        "spread_households": spread["households"],
        "chemicals_imported": flows("imported").loc["Chemicals", "Chemicals"],
        "chemicals_home": flows("domestic").loc["Chemicals", "Chemicals"],
        "special": 100 * special.share,
    }


def _by_hand() -> dict[str, float]:
    domestic, imported = pair()
    found = import_content(domestic, imported)["total"]
    a, b, c, d = domestic.to_numpy().ravel()
    return {
        "power_power": a, "power_chemicals": b, "chemicals_power": c, "chemicals_chemicals": d,
        "import_power": imported[PAIR[0]], "import_chemicals": imported[PAIR[1]],
        "determinant": (1 - a) * (1 - d) - b * c,
        "hand_power": 100 * found[PAIR[0]], "hand_chemicals": 100 * found[PAIR[1]],
    }  # fmt: skip


def manufacturing_exports(without: tuple[str, ...] = ()) -> float:
    """Share of manufacturing output that Russia exported in 2011, per cent."""
    sectors = load("io_sectors").set_index("sector")["section"]
    made = sectors.index[sectors == "D"].difference(without)
    return 100 * flows("domestic").loc[made, "exports"].sum() / output()[made].sum()


def _exported() -> dict[str, float]:
    krai = krai_exports().set_index(["region", "year"])["share"]
    clusters = load("biysk_clusters").set_index("id")["value"]
    return {
        "manufacturing_exported": manufacturing_exports(),
        "finished_exported": manufacturing_exports(RAW),
        "chemicals_exported": 100 * contents().loc["Chemicals", "exported"],
        "electrical_exported": 100 * contents().loc["Electrical equipment", "exported"],
        "plastics_exported": 100 * contents().loc["Rubber and plastics", "exported"],
        "krai_2013": krai["Altai krai", 2013],
        "krai_2016": krai["Altai krai", 2016],
        "novosibirsk_2016": krai["Novosibirsk oblast", 2016],
        **_dollars(),
        "dollar_2011": load("prices").set_index(["series", "year"])["value"][
            "rouble_average", 2011
        ],
        "low": clusters["biysk_clusters_2016_export_share_low"],
        "high": clusters["biysk_clusters_2016_export_share_high"],
        "raw_imported": clusters["medicines_in_russia_import_share_raw_materials"],
        "china_india": clusters["medicines_in_russia_import_share_china_india"],
        "tyumen": clusters["evalar_2017_substances_plant_plan"] / 1000,
        "complex": clusters["evalar_2019_investment"] / 1000,
        "cluster_output": clusters["biopharmaceutical_cluster_2012_output"] / 1000,
    }


def _dollars() -> dict[str, float]:
    """Exports of Altai krai, million dollars."""
    rows = load("regional_indicators").set_index(["region", "year"])[
        ["exports_far", "exports_near"]
    ]
    return {f"krai_dollars_{year}": rows.loc[("Altai krai", year)].sum() for year in (2013, 2016)}


def _anodes() -> dict[str, float]:
    plants = load("anode_plants").set_index("id")["value"]
    return {
        "anodes_plan": plants["taishet_anode_plant_2020_capacity_plan"],
        "anodes_cost": plants["taishet_anode_plant_2020_investment_plan"] / 1000,
        "anodes_2022": plants["taishet_anode_plant_2022_capacity"],
        "anodes_2022_plan": plants["taishet_anode_plant_2022_capacity_plan"],
        "anodes_2025": plants["taishet_anode_plant_2025_capacity"],
        "anodes_buyers": plants["taishet_anode_plant_2020_named_buyers_plan"],
        "novokuznetsk_modernised": plants["novokuznetsk_smelter_2023_modernisation"] / 1000,
    }


def _infant() -> dict[str, float]:
    rows = infants().set_index(["learning", "year"])
    found = {}
    for rate in LEARNING:
        own, name = rows.loc[rate], f"learn_{100 * rate:.0f}"
        found[f"{name}_cheaper"] = own.index[own["gain"] > 0].min()
        found[f"{name}_end"] = own["present"].iloc[-1]
        found[f"{name}_missing"] = -found[f"{name}_end"]
        repaid = own.index[own["present"] > 0]
        if len(repaid):
            found[f"{name}_repaid"] = repaid.min()
    return found


def contents_chart() -> alt.LayerChart:
    """Direct and indirect import content of manufacturing, mining and power."""
    sections = load("io_sectors").set_index("sector")["section"]
    shown = [name for name in contents().index if sections[name] in ("C", "D")]
    rows = (100 * contents().loc[shown]).sort_values("total", ascending=False)
    order = rows.index.tolist()
    names = {"direct": _("its own"), "indirect": _("its suppliers'")}
    rows = rows.rename_axis("sector").reset_index()
    long = rows.melt(["sector", "total"], list(names), "part", "share")
    long["order"] = long["part"].map({"direct": 0, "indirect": 1})
    long["part"] = long["part"].map(names)
    y = alt.Y("sector:N", sort=order, title=None).axis(
        labelLimit=150, domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    x = alt.X("share:Q", title=_("imports, % of output")).stack("zero")
    x = x.scale(domain=[0, 37]).axis(tickCount=4)
    colour = alt.Color("part:N", legend=alt.Legend(orient="top", title=None)).scale(
        domain=list(names.values()), range=[LIGHT["novokuznetsk"], LIGHT["accent"]]
    )
    bars = alt.Chart(long).mark_bar(height=15).encode(x, y, colour, order="order:Q")
    text = alt.Chart(rows).mark_text(align="left", dx=5)
    total = alt.X("total:Q", title=_("imports, % of output"))
    text = text.encode(total, y, text=alt.Text("total:Q", format=".0f"))
    return (bars + text).properties(width="container", height=25 * len(rows))


def contents_alt() -> str:
    """What the import contents show, in words."""
    return _(
        "Stacked bars for mining and fourteen branches of manufacturing. Transport equipment is "
        "highest with 33 % imported, 25 of it directly; textiles 20, rubber and plastics 17, "
        "chemicals 11, metals 8, mining 4. In mining, metals and food the suppliers' imports are "
        "as large as the sector's own."
    )


def spread_chart() -> alt.LayerChart:
    """The imported share of chemicals by buyer: nearly one number for all industries."""
    buyers = {
        "Chemicals": _("chemical plants"),
        "Rubber and plastics": _("plastics"),
        "Agriculture and forestry": _("farms"),
        "Construction": _("builders"),
        "Health": _("hospitals"),
        "households": _("households"),
    }
    share = (100 * imported_chemicals()).reindex(list(buyers))
    rows = pd.DataFrame({"buyer": list(buyers.values()), "share": share.to_numpy()})
    rows["final"] = rows["buyer"] == buyers["households"]
    y = alt.Y("buyer:N", sort=None, title=None).axis(
        domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    x = alt.X("share:Q", title=_("% imported"))
    base = alt.Chart(rows).encode(x.scale(domain=[0, 95]).axis(tickCount=5), y)
    colour = alt.when("datum.final").then(alt.value(LIGHT["novokuznetsk"]))
    bars = base.mark_bar(height=20).encode(color=colour.otherwise(alt.value(LIGHT["muted"])))
    text = base.mark_text(align="left", dx=6).encode(text=alt.Text("share:Q", format=".1f"))
    return (bars + text).properties(width="container", height=34 * len(rows))


def spread_alt() -> str:
    """What the shares show, in words."""
    return _(
        "Bars of the imported share of chemicals by buyer in 2011. Chemical plants, plastics, "
        "farms, builders and hospitals all stand between 26 and 27 %; households at 76 %."
    )


def exports_chart() -> alt.LayerChart:
    """The expedition's band over export shares of three regions."""
    rows = krai_exports()
    rows = rows[rows["year"] >= 2010]
    clusters = _exported()
    band = pd.DataFrame([{"low": clusters["low"], "high": clusters["high"]}])
    x = alt.X("year:Q", title=None).axis(format="d", tickCount=4)
    x = x.scale(domain=[2010, 2019], nice=False)
    title = _("exports, % of shipments")
    y = alt.Y("share:Q", title=title).scale(domain=[0, 70])
    shades = [LIGHT["biysk"], LIGHT["muted"], LIGHT["novokuznetsk"]]
    colour = alt.Color("region:N", legend=None).scale(domain=PEERS, range=shades)
    area = alt.Chart(band).mark_rect(color=LIGHT["accent"], opacity=0.22)
    area = area.encode(alt.Y("low:Q", title=title), alt.Y2("high:Q"))
    lines = alt.Chart(rows).mark_line(point=True).encode(x, y, colour)
    short = {"Altai krai": _("Altai"), "Kemerovo oblast": _("Kemerovo")}
    short["Novosibirsk oblast"] = _("Novosibirsk")
    last = rows[rows["year"] == 2016].assign(name=lambda t: t["region"].map(short))
    names = alt.Chart(last).mark_text(align="left", dx=7, fontWeight=600)
    word = pd.DataFrame({"year": [2010.1], "share": [clusters["high"]], "t": [_("Biysk, S-154")]})
    label = alt.Chart(word).mark_text(align="left", dx=4, dy=-7).encode(x, y, text="t:N")
    return alt.layer(area, lines, names.encode(x, y, colour, text="name:N"), label).properties(
        width="container", height=300
    )


def exports_alt() -> str:
    """What the export shares show, in words."""
    return _(
        "A band from 15 to 25 % marks the expedition's figure. Exports of Altai krai rise from 9 % "
        "of shipments in 2010 to 17 in 2016, mostly below the band; Novosibirsk oblast moves from "
        "21 through 15 to 28; Kemerovo oblast stays between 38 and 61."
    )


def infant_chart() -> alt.LayerChart:
    """What has been gained by each year, for three rates of learning."""
    rows = infants()
    rows["name"] = rows["learning"].map(
        lambda rate: _("learns {p} %").format(p=written(100 * rate, ".0f"))
    )
    x = alt.X("year:Q", title=_("years since the start (SYNTHETIC)"))
    x = x.scale(domain=[0, 20], nice=False).axis(values=[0, 2, 4, 6, 8, 10, 12, 14])
    y = alt.Y("present:Q", title=_("gained so far, present value"))
    order = [f"{rate:.2f}" for rate in LEARNING]
    rows["key"] = rows["learning"].map("{:.2f}".format)
    colour = alt.Color("key:N", legend=None).scale(
        domain=order, range=[LIGHT["novokuznetsk"], LIGHT["accent"], LIGHT["biysk"]]
    )
    lines = alt.Chart(rows).mark_line(strokeWidth=3).encode(x, y, colour)
    names = alt.Chart(rows[rows["year"] == YEARS[-1]]).mark_text(align="left", dx=6)
    zero = alt.Chart(pd.DataFrame({"present": [0]})).mark_rule(color=LIGHT["ink"]).encode(y)
    return (zero + lines + names.encode(x, y, colour, text="name:N")).properties(
        width="container", height=280
    )


def infant_alt() -> str:
    """What the balances show, in words."""
    return _(
        "Three lines of discounted gains over fourteen years, all starting at minus 25. With 5 % "
        "learned a doubling the line falls to minus 92 and ends at minus 77; with 10 % it turns in "
        "year 4 and crosses zero in year 11; with 20 % it crosses in year 5 and ends at 214."
    )

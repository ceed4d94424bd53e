"""Week 13: the numbers and figures of the chapter on what "made in Biysk" imports."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases import chain, imported
from regecon.data import load
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.import_content import import_content


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text and captions name."""
    figures = [contents(), spread(), exports(), infant()]
    texts = [_stylised(), _tables(), _by_hand(), _exported(), _clusters(), _anodes()]
    return {name: value for part in texts for name, value in part.items()} | {
        name: value for figure in figures for name, value in figure.numbers.items()
    }


def _stylised() -> dict[str, float]:
    calm, fragile = chain.costs("all", 100, 4, 0), chain.costs("all", 100, 12, 8)
    return {
        "pill": 100 * chain.content()["total"],
        "pill_last": 100 * chain.content("last", 50)["total"],
        "pill_upstream": 100 * chain.content("upstream", 50)["total"],
        "edge": 100 * chain.edge(),
        "edge_years": 1 / chain.edge(),
        "all_extra": calm["extra"],
        "calm_before": chain.costs("all", 0, 4, 0)["sum"],
        "risky_before": chain.costs("all", 0, 12, 8)["sum"],
        "fragile": fragile["sum"],
        "tariff_equivalent": 100 * (chain.DOMESTIC / chain.IMPORTED - 1),
        "five_stages": 100 * 0.98**5,
        "pill_exported": chain.EXPORTED,
        "pill_short": -chain.earned(),
        "pill_over": chain.earned("upstream", 50),
    }


SECTORS = {
    "chemicals": "Chemicals",
    "transport": "Transport equipment",
    "plastics": "Rubber and plastics",
    "metals": "Metals",
    "mining": "Mining",
}


def _tables() -> dict[str, float]:
    first, both = 100 * imported.contents(), imported.editions()
    special = imported.second("vertical_specialisation").loc["all"]
    found = {f"{name}_total": first.loc[sector, "total"] for name, sector in SECTORS.items()}
    later = {
        f"{name}_{column}": both.loc[sector, column]
        for name, sector in SECTORS.items()
        for column in ("second", "latest")
    }
    direct = imported.editions("direct").loc["Metals", "second"]
    return (
        found
        | later
        | {
            "textiles_total": first.loc["Textiles", "total"],
            "chemicals_direct": first.loc["Chemicals", "direct"],
            "metals_direct": first.loc["Metals", "direct"],
            "metals_indirect": first.loc["Metals", "indirect"],
            "metals_indirect_second": both.loc["Metals", "second"] - direct,
            "metals_direct_second": direct,
            "special": imported.exports_imported(),
            "special_second": special[imported.YEAR],
            "special_latest": special[special.index.max()],
            "latest_year": special.index.max(),
        }
    )


def _by_hand() -> dict[str, float]:
    domestic, direct = imported.pair()
    found = import_content(domestic, direct)["total"]
    a, b, c, d = domestic.to_numpy().ravel()
    power, chemicals = imported.PAIR
    return {
        "power_power": a, "power_chemicals": b, "chemicals_power": c, "chemicals_chemicals": d,
        "import_power": direct[power], "import_chemicals": direct[chemicals],
        "determinant": (1 - a) * (1 - d) - b * c,
        "hand_chemicals": 100 * found[chemicals],
    }  # fmt: skip


def _exported() -> dict[str, float]:
    krai = imported.krai_exports().set_index(["region", "year"])
    first = 100 * imported.contents()["exported"]
    rate = load("prices").set_index(["series", "year"])["value"]["rouble_average"]
    return {
        "manufacturing_exported": imported.manufacturing_exports(),
        "finished_exported": imported.manufacturing_exports(imported.RAW),
        "chemicals_exported": first["Chemicals"],
        "electrical_exported": first["Electrical equipment"],
        "plastics_exported": first["Rubber and plastics"],
        "chemicals_exported_second": imported.editions("exported").loc["Chemicals", "second"],
        "electrical_exported_second": imported.editions("exported").loc[
            "Electrical equipment", "second"
        ],
        "plastics_exported_second": imported.editions("exported").loc[
            "Rubber and plastics", "second"
        ],
        "krai_2013": krai.loc[("Altai krai", 2013), "share"],
        "krai_2016": krai.loc[("Altai krai", 2016), "share"],
        "krai_2016_steady": krai.loc[("Altai krai", 2016), "steady"],
        "krai_dollars_2013": krai.loc[("Altai krai", 2013), "dollars"],
        "krai_dollars_2016": krai.loc[("Altai krai", 2016), "dollars"],
        "oblast_dollars_2013": krai.loc[("Novosibirsk oblast", 2013), "dollars"],
        "oblast_dollars_2016": krai.loc[("Novosibirsk oblast", 2016), "dollars"],
        "dollar_2011": rate[2011],
    }


def _clusters() -> dict[str, float]:
    clusters = load("biysk_clusters").set_index("id")["value"]
    return {
        "low": clusters["biysk_clusters_2016_export_share_low"],
        "high": clusters["biysk_clusters_2016_export_share_high"],
        "raw_imported": clusters["medicines_in_russia_import_share_raw_materials"],
        "market_share": clusters["evalar_2017_market_share"],
        "tyumen": clusters["evalar_2017_substances_plant_plan"] / 1000,
        "complex": clusters["evalar_2019_investment"] / 1000,
    }


def _anodes() -> dict[str, float]:
    plants = imported.anodes()
    cells = plants["novokuznetsk_smelter_2025_cells"]
    renewed = plants["novokuznetsk_smelter_2025_cells_renewed"]
    return {
        "anodes_imported_2016": plants["russia_2016_baked_anodes_imported"],
        "volgograd": plants["volgograd_anode_plant_2018_capacity"],
        "volgograd_cost": plants["volgograd_anode_plant_2016_investment_plan"] / 1000,
        "volgograd_2023": plants["volgograd_anode_plant_2023_output"],
        "taishet_plan": plants["taishet_anode_plant_2020_capacity_plan"],
        "taishet_cost": plants["taishet_anode_plant_2020_investment_plan"] / 1000,
        "taishet_2022": plants["taishet_anode_plant_2022_capacity"],
        "taishet_buyers": plants["taishet_anode_plant_2020_named_buyers_plan"],
        "novokuznetsk_modernised": plants["novokuznetsk_smelter_2023_modernisation"] / 1000,
        "cells": cells,
        "cells_renewed": renewed,
    }


def contents() -> Figure:
    """Direct and indirect import content of manufacturing, mining and power."""
    sections = load("io_sectors").set_index("sector")["section"]
    shown = [name for name in imported.contents().index if sections[name] in ("C", "D")]
    rows = (100 * imported.contents().loc[shown]).sort_values("total", ascending=False)
    even = rows[rows["indirect"] >= 0.9 * rows["direct"]].index
    told = _(
        "Stacked bars for {bars} branches of mining and manufacturing. {first} is highest with "
        "{first_total} % imported, {first_direct} of it directly; {second} {second_total}, "
        "{third} {third_total}, chemicals {chemicals}, metals {metals}, mining {mining}. The "
        "suppliers' imports are as large as the sector's own, or nearly, in these: {even}."
    ).format(
        bars=len(rows),
        first=_(rows.index[0]),
        first_total=written(rows["total"].iloc[0], ".0f"),
        first_direct=written(rows["direct"].iloc[0], ".0f"),
        second=_(rows.index[1]).lower(),
        second_total=written(rows["total"].iloc[1], ".0f"),
        third=_(rows.index[2]).lower(),
        third_total=written(rows["total"].iloc[2], ".0f"),
        chemicals=written(rows.loc["Chemicals", "total"], ".0f"),
        metals=written(rows.loc["Metals", "total"], ".0f"),
        mining=written(rows.loc["Mining", "total"], ".0f"),
        even=", ".join(_(name).lower() for name in even),
    )
    return Figure(_contents_chart(rows), told)


def _contents_chart(rows: pd.DataFrame) -> alt.LayerChart:
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


BUYERS = {
    "Chemicals": _("chemical plants"),
    "Rubber and plastics": _("plastics"),
    "Agriculture and forestry": _("farms"),
    "Construction": _("builders"),
    "Health": _("hospitals"),
    "households": _("households"),
}


def spread() -> Figure:
    """The imported share of chemicals by buyer in two editions of the table."""
    rows = imported.editions("chemicals_imported").loc[list(BUYERS), ["first", "second"]]
    inputs, homes = rows.drop("households"), rows.loc["households"]
    told = _(
        "Pairs of bars of the imported share of chemicals by buyer in 2011, for two editions of "
        "the table. Chemical plants, plastics, farms, builders and hospitals all stand between "
        "{low} and {high} % in the first edition and between {low_2} and {high_2} in the second; "
        "households at {homes} % in the first and {homes_2} in the second."
    ).format(
        low=written(inputs["first"].min(), ".0f"),
        high=written(inputs["first"].max(), ".0f"),
        low_2=written(inputs["second"].min(), ".0f"),
        high_2=written(inputs["second"].max(), ".0f"),
        homes=written(homes["first"], ".0f"),
        homes_2=written(homes["second"], ".0f"),
    )
    every = imported.spread()
    later = imported.second("chemicals_imported")[imported.YEAR].drop(["households", "government"])
    found = {
        "spread_low": every.min(),
        "spread_median": every.median(),
        "spread_high": every.max(),
        "spread_households": homes["first"],
        "spread_low_second": later.min(),
        "spread_high_second": later.max(),
        "spread_households_second": homes["second"],
        "spread_large": imported.LARGE,
    }
    return Figure(_spread_chart(rows), told, found)


def _spread_chart(rows: pd.DataFrame) -> alt.LayerChart:
    editions = {"first": _("edition of 2013"), "second": _("edition of 2016")}
    long = rows.rename_axis("buyer").reset_index().melt("buyer", var_name="kind")
    long["edition"], long["name"] = long["kind"].map(editions), long["buyer"].map(BUYERS)
    y = alt.Y("name:N", sort=list(BUYERS.values()), title=None).axis(
        domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    x = alt.X("value:Q", title=_("% imported")).scale(domain=[0, 95]).axis(tickCount=5)
    side = alt.YOffset("edition:N", sort=list(editions.values()))
    legend = alt.Legend(orient="top", title=None, symbolType="square", columns=1)
    colour = alt.Color("edition:N", legend=legend).scale(
        domain=list(editions.values()), range=[LIGHT["novokuznetsk"], LIGHT["muted"]]
    )
    base = alt.Chart(long).encode(x, y, side)
    text = base.mark_text(align="left", dx=6).encode(text=alt.Text("value:Q", format=".1f"))
    bars = base.mark_bar(height=15).encode(color=colour)
    return (bars + text).properties(width="container", height=48 * len(rows))


def exports() -> Figure:
    """The expedition's band over export shares of three regions."""
    clusters = _clusters()
    rows = imported.krai_exports(2010)
    krai, oblast, kuzbass = (
        rows[rows["region"] == region].set_index("year")["share"] for region in imported.PEERS
    )
    told = _(
        "A band from {low} to {high} % marks the expedition's figure. Exports of Altai krai move "
        "from {krai_first} % of shipments in {first} to {krai_last} in {last}, with {krai_least} "
        "the least and {krai_most} the most; Novosibirsk oblast from {oblast_first} through "
        "{oblast_least} to {oblast_last}; Kemerovo oblast stays between {kuzbass_least} and "
        "{kuzbass_most}."
    ).format(
        low=written(clusters["low"], ".0f"),
        high=written(clusters["high"], ".0f"),
        first=rows["year"].min(),
        last=rows["year"].max(),
        **_ends("krai", krai),
        **_ends("oblast", oblast),
        **_ends("kuzbass", kuzbass),
    )
    return Figure(_exports_chart(rows, clusters), told)


def _ends(name: str, line: pd.Series) -> dict[str, str]:
    found = {
        "first": line.iloc[0],
        "last": line.iloc[-1],
        "least": line.min(),
        "most": line.max(),
    }
    return {f"{name}_{end}": written(value, ".0f") for end, value in found.items()}


def _exports_chart(rows: pd.DataFrame, clusters: dict[str, float]) -> alt.LayerChart:
    first, last = int(rows["year"].min()), int(rows["year"].max())
    band = pd.DataFrame([{"low": clusters["low"], "high": clusters["high"]}])
    x = alt.X("year:Q", title=None).axis(format="d", tickCount=4)
    x = x.scale(domain=[first, last + 3], nice=False)
    title = _("exports, % of shipments")
    y = alt.Y("share:Q", title=title).scale(domain=[0, 70])
    shades = [LIGHT["biysk"], LIGHT["muted"], LIGHT["novokuznetsk"]]
    colour = alt.Color("region:N", legend=None).scale(domain=imported.PEERS, range=shades)
    area = alt.Chart(band).mark_rect(color=LIGHT["accent"], opacity=0.22)
    area = area.encode(alt.Y("low:Q", title=title), alt.Y2("high:Q"))
    lines = alt.Chart(rows[["region", "year", "share"]]).mark_line(point=True).encode(x, y, colour)
    short = {"Altai krai": _("Altai"), "Kemerovo oblast": _("Kemerovo")}
    short["Novosibirsk oblast"] = _("Novosibirsk")
    ends = rows[rows["year"] == last].assign(name=lambda table: table["region"].map(short))
    names = alt.Chart(ends[["region", "year", "share", "name"]])
    names = names.mark_text(align="left", dx=7, fontWeight=600)
    word = pd.DataFrame({"year": [first], "share": [clusters["high"]], "t": [_("Biysk, S-154")]})
    label = alt.Chart(word).mark_text(align="left", dx=6, dy=-7).encode(x, y, text="t:N")
    return alt.layer(area, lines, names.encode(x, y, colour, text="name:N"), label).properties(
        width="container", height=300
    )


def infant() -> Figure:
    """What has been gained by each year, for three rates of learning."""
    rows, told = chain.infants(), chain.infants_told()
    start = rows.loc[rows["year"] == 0, "present"].iloc[0]
    slow, middle, fast = (told.loc[rate] for rate in chain.LEARNING)
    lowest = rows.loc[rows["learning"] == chain.LEARNING[0], "present"].min()
    turn = rows[rows["learning"] == chain.LEARNING[1]].set_index("year")["present"].idxmin()
    sentence = _(
        "Three lines of discounted gains over {years} years, all starting at minus {start}. With "
        "{slow} % learned a doubling the line falls to minus {lowest} and ends at minus {end}; "
        "with {middle} % it turns in year {turn} and crosses zero in year {middle_repaid}; with "
        "{fast} % it crosses in year {fast_repaid} and ends at {fast_end}."
    ).format(
        years=chain.YEARS[-1],
        start=written(-start, ".0f"),
        slow=written(100 * chain.LEARNING[0], ".0f"),
        middle=written(100 * chain.LEARNING[1], ".0f"),
        fast=written(100 * chain.LEARNING[2], ".0f"),
        lowest=written(-lowest, ".0f"),
        end=written(-slow["end"], ".0f"),
        turn=turn,
        middle_repaid=written(middle["repaid"], ".0f"),
        fast_repaid=written(fast["repaid"], ".0f"),
        fast_end=written(fast["end"], ".0f"),
    )
    found = {"infant_years": chain.YEARS[-1], "learn_5_missing": -slow["end"]}
    for rate, row in told.iterrows():
        found[f"learn_{100 * rate:.0f}_cheaper"] = row["cheaper"]
        found[f"learn_{100 * rate:.0f}_repaid"] = row["repaid"]
    return Figure(_infant_chart(rows), sentence, {k: v for k, v in found.items() if v == v})


def _infant_chart(rows: pd.DataFrame) -> alt.LayerChart:
    rows = rows[["learning", "year", "present"]].copy()
    rows["name"] = rows["learning"].map(
        lambda rate: _("learns {p} %").format(p=written(100 * rate, ".0f"))
    )
    x = alt.X("year:Q", title=_("years since the start (SYNTHETIC)"))
    x = x.scale(domain=[0, 20], nice=False).axis(values=list(range(0, 15, 2)))
    y = alt.Y("present:Q", title=_("gained so far, present value"))
    order = [f"{rate:.2f}" for rate in chain.LEARNING]
    rows["key"] = rows["learning"].map("{:.2f}".format)
    colour = alt.Color("key:N", legend=None).scale(
        domain=order, range=[LIGHT["novokuznetsk"], LIGHT["accent"], LIGHT["biysk"]]
    )
    lines = alt.Chart(rows).mark_line(strokeWidth=3).encode(x, y, colour)
    names = alt.Chart(rows[rows["year"] == chain.YEARS[-1]]).mark_text(align="left", dx=6)
    zero = alt.Chart(pd.DataFrame({"present": [0]})).mark_rule(color=LIGHT["ink"]).encode(y)
    return (zero + lines + names.encode(x, y, colour, text="name:N")).properties(
        width="container", height=280
    )

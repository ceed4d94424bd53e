"""Week 3: the numbers and figures of the chapter on the structure of a region."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases import living, structure
from regecon.cases.branching import SIBERIA
from regecon.cases.portfolio import COAL
from regecon.cases.prices import series
from regecon.cases.structure import HOME, OTHER
from regecon.data import load
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.diversity import entropy, herfindahl

THIRD = "Novosibirsk oblast"
PARTNER, WIDE = "Republic of Khakassia", OTHER  # whose cells are hidden with those of Kemerovo
NAMES = {
    HOME: (_("Kemerovo oblast"), "novokuznetsk", "square"),
    OTHER: (_("Altai krai"), "biysk", "triangle-up"),
    THIRD: (_("Novosibirsk oblast"), "sheregesh", "circle"),
}
GROUPS = {
    "mining": _("mining"),
    "electricity and water": _("electricity, water"),
    "public services": _("public services"),
    "manufacturing": _("manufacturing"),
    "transport and communication": _("transport"),
    "other services": _("other services"),
    "trade and hotels": _("trade, hotels"),
    "finance and business services": _("business services"),
    "construction": _("construction"),
    "agriculture and fishing": _("farming"),
}


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text and captions name."""
    figures = [plate(), swing(), rulers(), local_parts(), hiding()]
    texts = [_towns(), _quotients(), _years(), _rulers(), _parts(), _money(), _hidden()]
    return {name: value for part in texts for name, value in part.items()} | {
        name: value for figure in figures for name, value in figure.numbers.items()
    }


def _towns() -> dict[str, float]:
    found = {}
    people = load("municipal_population").merge(
        load("municipalities")[["municipality", "place"]], on="municipality"
    )
    people = people[people["year"] == 2016].set_index("place")["population"]
    for short, place in {"nvkz": "Novokuznetsk", "tash": "Tashtagol", "biysk": "Biysk"}.items():
        found |= {f"people_{short}": people[place], f"wage_{short}": living.wage(place)}
    return found


def _quotients() -> dict[str, float]:
    own = structure.shares().loc[(HOME, 2022)]
    russia = structure.shares().loc[("Russia", 2022)]
    cheap = {place: structure.quotients(place).loc[2020] for place in (HOME, OTHER)}
    table = load("grp_structure").query("region == @HOME")
    table = table.set_index(["year", "section"])["share"]
    return {
        "mining_own": own["mining"],
        "mining_russia": russia["mining"],
        "mining_quotient": structure.quotients().loc[2022, "mining"],
        "farming_altai": structure.quotients(OTHER).loc[2022, "agriculture and fishing"],
        "electricity_2020": cheap[HOME]["electricity and water"],
        "above_2020": (cheap[HOME] > 1).sum(),
        "farming_altai_2020": cheap[OTHER]["agriculture and fishing"],
        "spread": herfindahl(own),
        "spread_russia": herfindahl(russia),
        "spread_2020": herfindahl(structure.shares().loc[(HOME, 2020)]),
        "equal_groups": herfindahl(own, form="equivalent"),
        "entropy": entropy(own),
        "entropy_russia": entropy(russia),
        "entropy_most": np.log(len(own)),
        "letter_2015": table[2015, "C"],
        "letter_2016": table[2016, "C"],
        "mining_2015": structure.shares().loc[(HOME, 2015), "mining"],
        "mining_2016": structure.shares().loc[(HOME, 2016), "mining"],
    }


def _years() -> dict[str, float]:
    line = structure.quotients()["mining"]
    siberia = structure.quotients(against="Siberia")["mining"]
    even, every = structure.slides(line, structure.EVEN), structure.slides(line)
    own = structure.trend(line)
    fell = structure.trend(siberia)
    less_oil = structure.trend(structure.quotients(against="Russia without oil")["mining"])
    coal = structure.coal_and_quotient()
    prices = structure.coal_and_oil().loc[COAL]
    shares = structure.shares()["mining"]
    chosen = {f"quotient_{year}": line[year] for year in (2006, 2008, 2014, 2020, 2022)}
    return chosen | {
        "low": line.min(),
        "high": line.max(),
        "even": even.sum(),
        "even_rise": even["rise"],
        "even_fall": even["fall"],
        "even_flat": even["flat"],
        "even_mixed": even["mixed"],
        "triples": every.sum(),
        "rise": every["rise"],
        "fall": every["fall"],
        "flat": every["flat"],
        "sibling_fall": structure.slides(siberia)["fall"],
        "sibling_rise": structure.slides(siberia)["rise"],
        "slope": own["slope"],
        "slope_error": own["se"],
        "siberia_slope": -fell["slope"],
        "siberia_error": fell["se"],
        "oil_slope": -less_oil["slope"],
        "oil_error": less_oil["se"],
        "siberia_2006": siberia[2006],
        "siberia_2022": siberia[2022],
        "siberia_share_2005": structure.benchmark("Siberia").loc[2005, "mining"],
        "siberia_share_2022": structure.benchmark("Siberia").loc[2022, "mining"],
        "irkutsk_2005": shares["Irkutsk oblast", 2005],
        "irkutsk_2022": shares["Irkutsk oblast", 2022],
        "krasnoyarsk_2005": shares["Krasnoyarsk krai", 2005],
        "krasnoyarsk_2022": shares["Krasnoyarsk krai", 2022],
        "coal_part": prices["coal"],
        "coal_part_error": prices["coal_se"],
        "oil_part": -prices["oil"],
        "oil_part_error": prices["oil_se"],
        "coal_changes_low": coal["changes"].min(),
        "coal_changes_high": coal["changes"].max(),
        "held_low": -coal["slope"].min(),
        "held_high": coal["slope"].max(),
        "held_error_low": coal["se"].min(),
        "held_error_high": coal["se"].max(),
    }


def _rulers() -> dict[str, float]:
    own, others = structure.rulers(), structure.volumes()
    quotient = structure.job_quotient()
    companies = load("enterprises").set_index("id")["value"]
    shares = structure.shares()["mining"][HOME]
    return {
        "roubles_2016": 100 * own["roubles"][2016] - 100,
        "volume_2013": 100 * own["volume"][2013] - 100,
        "product_2023": 100 * structure.grown()[HOME] - 100,
        "product_median_2023": 100 * structure.grown().median() - 100,
        "volume_2016": 100 * own["volume"][2016] - 100,
        "jobs_2013": 100 - 100 * own["jobs"][2013],
        "jobs_2009": 100 - 100 * own["jobs"][2009],
        "volume_above": (others > others[HOME]).sum(),
        "volume_rose": (others > 1).sum(),
        "jobs_quotient_1998": quotient[1998],
        "jobs_quotient_2005": quotient[2005],
        "jobs_quotient_2013": quotient[2013],
        "tonnes_2019": companies["kemerovo_oblast_2019_coal_output"],
        "tonnes_2020": companies["kemerovo_oblast_2020_coal_output"],
        "tonnes_fall": 100
        - 100
        * companies["kemerovo_oblast_2020_coal_output"]
        / companies["kemerovo_oblast_2019_coal_output"],
        "money_2019": shares[2019],
        "money_2020": shares[2020],
        "money_2021": shares[2021],
        "tonnes_fall_2025": 100
        - 100
        * companies["kemerovo_oblast_2025_coal_output"]
        / companies["kemerovo_oblast_2019_coal_output"],
    }


def _parts() -> dict[str, float]:
    first, last = 2005, 2008
    own, nation = (structure.jobs().loc[region].loc[[first, last]] for region in (HOME, "Russia"))
    mining = structure.job_parts(first, last).loc["C"]
    mined = load("siberian_indicators").query("region == @HOME").set_index("year")["mining_index"]
    found = {
        "miners_2005": own.loc[first, "C"],
        "miners_2008": own.loc[last, "C"],
        "nation_growth": 100 * (nation.loc[last].sum() / nation.loc[first].sum() - 1),
        "miners_growth_loss": 100 * (1 - nation.loc[last, "C"] / nation.loc[first, "C"]),
        "miners_change": -mining["change"],
        "miners_nation": mining["national_share"],
        "miners_mix": -mining["industry_mix"],
        "miners_local": -mining["regional_share"],
        "miners_volume": 100 * (mined.loc[first + 1 : last] / 100).prod() - 100,
        "rest_share": 100 * own.loc[first, "rest"] / own.loc[first].sum(),
    }
    for place, short in {HOME: "kem", OTHER: "alt"}.items():
        for window in structure.WINDOWS:
            parts = structure.all_job_parts(*window).loc[place]
            found |= {
                f"{short}_{name}_{window[0]}_size": abs(parts[part])
                for name, part in {"mix": "industry_mix", "local": "regional_share"}.items()
            }
    return found


def _money() -> dict[str, float]:
    found = {}
    for place, short in {HOME: "kem", OTHER: "alt", "Tomsk oblast": "tomsk"}.items():
        for year in (2020, 2021, 2022):
            parts = structure.money_parts(year, place)["regional_share"]
            found[f"{short}_money_{year}_size"] = abs(parts.sum())
            if place == HOME:
                found[f"{short}_mining_{year}_size"] = abs(parts["B"])
    return found


def _hidden() -> dict[str, float]:
    cells, apart = structure.withheld(), structure.lost()
    seek, wide = (structure.hide_and_seek(partner) for partner in (PARTNER, WIDE))
    jobs = structure.jobs()
    year = 2013
    own, other = jobs.loc[(HOME, year)], jobs.loc[(PARTNER, year)]
    mining, far = seek.loc[(HOME, "C")], wide.loc[(HOME, "C")]
    return {
        "cells": cells["cells"].sum(),
        "hidden_2023": cells[2023].sum(),
        "hidden_2024": cells[2024].sum(),
        "hidden_share_2023": 100 * cells[2023].sum() / cells["cells"].sum(),
        "hidden_share_2024": 100 * cells[2024].sum() / cells["cells"].sum(),
        "apart_shown": apart["shown"],
        "apart_hidden": apart["hidden"],
        "small_and_dark": -structure.small_and_dark(),
        "pair_home": own[["C", "D"]].sum(),
        "pair_other": other[["C", "D"]].sum(),
        "pair_mining": own["C"] + other["C"],
        "pair_manufacturing": own["D"] + other["D"],
        "seek_low": mining["lower"],
        "seek_high": mining["upper"],
        "seek_true": mining["true"],
        "seek_quotient_low": structure.job_quotient_of(mining["lower"]),
        "seek_quotient_high": structure.job_quotient_of(mining["upper"]),
        "seek_quotient": structure.job_quotient_of(mining["true"]),
        "far_low": far["lower"],
        "far_high": far["upper"],
    }


def _minus(text: str) -> str:
    return text.replace("-", "−")


def plate() -> Figure:
    """Quotients of ten groups in three regions, 2022."""
    table = pd.DataFrame({place: structure.quotients(place).loc[2022] for place in NAMES})
    table = table.loc[list(GROUPS)]
    told = _(
        "Ten rows of three dots. Kemerovo oblast stands at {high} in mining and at {second} in "
        "electricity and water, below one in all others. Altai krai stands at {farming} in farming "
        "and at {mining} in mining. Novosibirsk oblast lies nearest to one, from {low} to {top}."
    ).format(
        high=written(table.loc["mining", HOME], ".2f"),
        second=written(table.loc["electricity and water", HOME], ".2f"),
        farming=written(table.loc["agriculture and fishing", OTHER], ".2f"),
        mining=written(table.loc["mining", OTHER], ".2f"),
        low=written(table[THIRD].min(), ".2f"),
        top=written(table[THIRD].max(), ".2f"),
    )
    counted = {"plate_above": (table[HOME] > 1).sum(), "plate_groups": len(table)}
    return Figure(_plate(table), told, counted)


def _plate(table: pd.DataFrame) -> alt.LayerChart:
    rows = table.reset_index().melt("group", var_name="region", value_name="quotient")
    rows["name"] = rows["region"].map({place: name for place, (name, *_more) in NAMES.items()})
    rows["sector"] = rows["group"].map(GROUPS)
    order = list(GROUPS.values())
    x = alt.X("quotient:Q", title=_("location quotient, logarithmic"))
    x = x.scale(type="log", domain=[0.04, 5]).axis(values=[0.05, 0.1, 0.2, 0.5, 1, 2, 4])
    y = alt.Y("sector:N", sort=order, title=None)
    y = y.axis(domain=False, ticks=False, labelLimit=150, labelColor=LIGHT["ink"], grid=True)
    names = [name for name, _colour, _shape in NAMES.values()]
    legend = alt.Legend(orient="top", title=None, labelLimit=200, columns=1)
    colour = alt.Color("name:N", sort=names, legend=legend)
    colour = colour.scale(domain=names, range=[LIGHT[key] for _n, key, _s in NAMES.values()])
    shape = alt.Shape("name:N", sort=names, legend=legend)
    shape = shape.scale(domain=names, range=[sign for _n, _c, sign in NAMES.values()])
    one = alt.Chart(pd.DataFrame({"quotient": [1]})).mark_rule(color=LIGHT["ink"]).encode(x)
    dots = alt.Chart(rows).mark_point(size=90).encode(x, y, colour, shape)
    return (one + dots).properties(width="container", height=28 * len(order))


def swing() -> Figure:
    """The quotient of mining beside the price of coal, each over its mean."""
    line = structure.quotients()["mining"]
    price = series()[COAL].loc[line.index]
    table = pd.DataFrame({"quotient": line / line.mean(), "coal": price / price.mean()})
    told = _(
        "Two lines from {first} to {last}, each over its own mean. Both are high in 2008, 2011 and "
        "2022 and low in 2006, 2014 or 2015 and 2020. The quotient moves between {low} and {high} "
        "of its mean, the price of coal between {cheap} and {dear}."
    ).format(
        first=table.index.min(),
        last=table.index.max(),
        low=written(table["quotient"].min(), ".2f"),
        high=written(table["quotient"].max(), ".2f"),
        cheap=written(table["coal"].min(), ".2f"),
        dear=written(table["coal"].max(), ".2f"),
    )
    return Figure(_swing(table), told)


def _swing(table: pd.DataFrame) -> alt.LayerChart:
    names = {"quotient": _("quotient of mining"), "coal": _("price of coal")}
    rows = table.reset_index().melt("year", var_name="kind", value_name="level")
    rows["name"] = rows["kind"].map(names)
    x = alt.X("year:Q", title=None).axis(format="d", tickCount=6)
    x = x.scale(domain=[2004.7, 2022.3], nice=False)
    y = alt.Y("level:Q", title=_("over its mean, logarithmic")).axis(values=[0.5, 1, 2, 4])
    y = y.scale(type="log", domain=[0.45, 4])
    legend = alt.Legend(orient="top", title=None, symbolType="stroke", labelLimit=220)
    kinds = list(names.values())
    colour = alt.Color("name:N", legend=legend)
    colour = colour.scale(domain=kinds, range=[LIGHT["novokuznetsk"], LIGHT["ink"]])
    dash = alt.StrokeDash("name:N", legend=legend).scale(domain=kinds, range=[[1, 0], [5, 3]])
    lines = alt.Chart(rows).mark_line().encode(x, y, colour, dash)
    edge = alt.Chart(pd.DataFrame({"year": [structure.BREAK - 0.5]})).encode(x)
    rule = edge.mark_rule(color=LIGHT["muted"], strokeDash=[5, 3])
    word = edge.mark_text(align="left", dx=5, baseline="bottom", color=LIGHT["muted"])
    word = word.encode(y=alt.value(256), text=alt.value(_("new classification")))
    return (rule + word + lines).properties(width="container", height=260)


RULERS = {
    "roubles": (_("in roubles"), "novokuznetsk", [1, 0]),
    "volume": (_("in volume"), "sheregesh", [8, 3]),
    "jobs": (_("in jobs"), "biysk", [3, 3]),
}


def rulers() -> Figure:
    """The weight of mining in the oblast by three rulers, 2005 as one."""
    table = structure.rulers()
    last = {name: table[name].dropna().index[-1] for name in RULERS}
    end = {name: written(table[name][year], ".2f") for name, year in last.items()}
    told = _(
        "Three lines from one in 2005. In roubles it swings between {low} and {high}. In volume it "
        "stays near one until 2009 and rises to {volume} in {volume_year}. In jobs it falls to "
        "{least} in 2009, jumps where the vintage changes in 2010, and ends at {jobs} in "
        "{jobs_year}."
    ).format(
        low=written(table["roubles"].min(), ".2f"),
        high=written(table["roubles"].max(), ".2f"),
        volume=end["volume"],
        volume_year=last["volume"],
        least=written(table["jobs"][2009], ".2f"),
        jobs=end["jobs"],
        jobs_year=last["jobs"],
    )
    return Figure(_rulers_chart(table), told)


def _rulers_chart(table: pd.DataFrame) -> alt.LayerChart:
    rows = table.reset_index().melt("year", var_name="ruler", value_name="weight").dropna()
    names = {key: name for key, (name, _colour, _dash) in RULERS.items()}
    rows["name"] = rows["ruler"].map(names)
    # Two vintages of jobs are two pieces of a line.
    rows["piece"] = rows["ruler"] + ((rows["ruler"] == "jobs") & (rows["year"] >= 2010)).astype(str)
    x = alt.X("year:Q", title=None).axis(format="d", tickCount=6)
    x = x.scale(domain=[2004.7, 2022.5], nice=False)
    y = alt.Y("weight:Q", title=_("weight of mining, 2005 = 1")).scale(domain=[0.6, 1.6])
    kinds = list(names.values())
    legend = alt.Legend(orient="top", title=None, symbolType="stroke")
    colour = alt.Color("name:N", sort=kinds, legend=legend)
    colour = colour.scale(domain=kinds, range=[LIGHT[key] for _n, key, _d in RULERS.values()])
    dash = alt.StrokeDash("name:N", sort=kinds, legend=legend)
    dash = dash.scale(domain=kinds, range=[dash for _n, _c, dash in RULERS.values()])
    one = alt.Chart(pd.DataFrame({"weight": [1]})).mark_rule(color=LIGHT["rule"]).encode(y)
    lines = alt.Chart(rows).mark_line().encode(x, y, colour, dash, detail="piece:N")
    return (one + lines).properties(width="container", height=260)


def local_parts() -> Figure:
    """The local part of the change of jobs in twelve regions, two windows of one vintage each."""
    windows = {"old": structure.WINDOWS[1], "new": structure.WINDOWS[2]}
    table = pd.DataFrame(
        {key: structure.all_job_parts(*years)["regional_share"] for key, years in windows.items()}
    ).sort_values("old", ascending=False)
    told = _(
        "Twelve rows of two dots, {old} and {new}. From {first} at {highest} per cent of jobs in "
        "the first window to {last} at {lowest}. Kemerovo oblast stands at {kem_old} and "
        "{kem_new}, Altai krai at {alt_old} and {alt_new}."
    ).format(
        old="–".join(map(str, windows["old"])),
        new="–".join(map(str, windows["new"])),
        first=_(table.index[0]),
        highest=written(table["old"].iloc[0], ".1f"),
        last=_(table.index[-1]),
        lowest=_minus(written(table["old"].iloc[-1], ".1f")),
        kem_old=_minus(written(table.loc[HOME, "old"], ".1f")),
        kem_new=_minus(written(table.loc[HOME, "new"], ".1f")),
        alt_old=_minus(written(table.loc[OTHER, "old"], ".1f")),
        alt_new=_minus(written(table.loc[OTHER, "new"], ".1f")),
    )
    counted = {
        "both_apart": (table.loc[HOME] - table.loc[OTHER]).abs().max(),
    }
    return Figure(_local_chart(table, windows), told, counted)


def _local_chart(table: pd.DataFrame, windows: dict) -> alt.LayerChart:
    order = [_(region) for region in table.index]
    rows = table.assign(name=order).melt("name", list(windows), "window", "local")
    rows["years"] = rows["window"].map({key: "–".join(map(str, y)) for key, y in windows.items()})
    kinds = list(dict.fromkeys(rows["years"]))
    x = alt.X("local:Q", title=_("local part, % of jobs at the start"))
    x = x.scale(domain=[-6, 12]).axis(values=[-5, 0, 5, 10])
    y = alt.Y("name:N", sort=order, title=None)
    y = y.axis(domain=False, ticks=False, labelLimit=170, labelColor=LIGHT["ink"], grid=True)
    legend = alt.Legend(orient="top", title=None)
    colour = alt.Color("years:N", sort=kinds, legend=legend)
    colour = colour.scale(domain=kinds, range=[LIGHT["novokuznetsk"], LIGHT["sheregesh"]])
    shape = alt.Shape("years:N", sort=kinds, legend=legend)
    shape = shape.scale(domain=kinds, range=["circle", "square"])
    nought = alt.Chart(pd.DataFrame({"local": [0]})).mark_rule(color=LIGHT["ink"]).encode(x)
    dots = alt.Chart(rows).mark_point(size=80).encode(x, y, colour, shape)
    return (nought + dots).properties(width="container", height=26 * len(SIBERIA))


SECTIONS = {
    "A": _("farming"),
    "B": _("mining"),
    "C": _("manufacturing"),
    "D": _("electricity"),
    "E": _("water, waste"),
    "F": _("construction"),
    "G": _("trade"),
    "H": _("transport"),
    "I": _("hotels"),
    "J": _("IT, media"),
    "K": _("finance"),
    "L": _("real estate"),
    "M": _("professional"),
    "N": _("support"),
    "O": _("administration"),
    "P": _("education"),
    "Q": _("health"),
    "R": _("culture, sport"),
    "S": _("other services"),
}


def hiding() -> Figure:
    """Share of municipal wages withheld, by section, in two years."""
    table = structure.withheld()
    shares = 100 * table[[2023, 2024]].div(table["cells"], axis="index")
    shares = shares.sort_values(2024, ascending=False)
    told = _(
        "Nineteen rows of two dots, per cent of cells withheld. In 2024 {most} leads with {high}, "
        "then {second} with {next}; mining stands at {mining}; administration and education at "
        "nought. In 2023 all lie at {before} or below."
    ).format(
        most=SECTIONS[shares.index[0]],
        high=written(shares[2024].iloc[0], ".0f"),
        second=SECTIONS[shares.index[1]],
        next=written(shares[2024].iloc[1], ".0f"),
        mining=written(shares.loc["B", 2024], ".0f"),
        before=written(shares[2023].max(), ".0f"),
    )
    return Figure(_hiding(shares), told, {"mining_hidden_share": shares.loc["B", 2024]})


def _hiding(shares: pd.DataFrame) -> alt.LayerChart:
    order = [SECTIONS[section] for section in shares.index]
    rows = shares.assign(name=order).melt("name", [2023, 2024], "year", "share")
    rows["year"] = rows["year"].astype(str)
    x = alt.X("share:Q", title=_("wages withheld, % of cells")).scale(domain=[0, 75])
    x = x.axis(values=[0, 25, 50, 75])
    y = alt.Y("name:N", sort=order, title=None)
    y = y.axis(domain=False, ticks=False, labelLimit=150, labelColor=LIGHT["ink"], grid=True)
    legend = alt.Legend(orient="top", title=None)
    years = ["2023", "2024"]
    colour = alt.Color("year:N", sort=years, legend=legend)
    colour = colour.scale(domain=years, range=[LIGHT["muted"], LIGHT["novokuznetsk"]])
    shape = alt.Shape("year:N", sort=years, legend=legend)
    shape = shape.scale(domain=years, range=["circle", "square"])
    dots = alt.Chart(rows).mark_point(size=80).encode(x, y, colour, shape)
    return alt.layer(dots).properties(width="container", height=21 * len(order))

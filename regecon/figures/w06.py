"""Week 6: the numbers and figures of the chapter on giants, world prices and kept jobs."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases import keeping, portfolio, prices, structure
from regecon.data import load
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.risk import portfolio_variance

HERE = portfolio.HERE
SHORT = {  # quotations of coal as the chapter's glue names them
    "coal_thermal_australia": "australia",
    "coal_thermal_south_africa": "africa",
    "coal_europe": "europe",
    "coal_steam_japan": "steam",
    "coal_coking_japan": "coking",
}
BESIDE = ("Zabaykalsky krai", "Altai krai")  # in 2009 jobs kept in the one, cut in the other


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text names."""
    parts = (_mixes, _prices, _firms, _pairs, _sectors, _exposure, _product, _jobs, _plant, _board)
    counted = {name: value for part in parts for name, value in part().items()}
    return counted | dict(quotations().numbers)


def _minus(text: str) -> str:
    return text.replace("-", "\u2212")


def _mixes() -> dict[str, float]:
    mixes = portfolio.mixes()
    found = {
        f"{measure}_{mix}": mixes.loc[mix, measure] for mix in mixes.index for measure in mixes
    }
    for mix in ("more", "served"):
        change = 100 * (mixes.loc[mix] / mixes.loc["base"] - 1)
        found |= {f"{measure}_{mix}_change": abs(change[measure]) for measure in mixes}
    return found


def _prices() -> dict[str, float]:
    series = prices.series()
    rouble, thermal = series["rouble_average"], series["russian_producer_thermal_coal"]
    dollars, roubles = (portfolio.price_changes(source) for source in ("dollars", "roubles"))
    return {
        "rouble_2014": rouble[2014],
        "rouble_2015": rouble[2015],
        "mine_2022": 100 * (thermal[2022] / thermal[2021] - 1),
        "dollars_2015": abs(portfolio.in_year(portfolio.BASE, 2015, "dollars")),
        "roubles_2015": portfolio.in_year(portfolio.BASE, 2015, "roubles"),
        "coal_dollars_2022": 100 * np.expm1(dollars["coal"][2022]),
        "steel_dollars_2015": -100 * np.expm1(dollars["steel"][2015]),
        "steel_roubles_2015": 100 * np.expm1(roubles["steel"][2015]),
    }


def _firms() -> dict[str, float]:
    firms, london = prices.firms(), prices.series()[portfolio.ALUMINIUM]
    earned = {year: firms[f"rusal_{year}_adjusted_ebitda"] for year in range(2013, 2017)}
    found = {}
    for year, ebitda in earned.items():
        found |= {
            f"lme_{year}": london[year],
            f"ebitda_{year}": ebitda,
            f"ebitda_share_{year}": 100 * ebitda / firms[f"rusal_{year}_revenue"],
            f"debt_{year}": firms[f"rusal_{year}_net_debt"],
        }
    return found | {
        "ebitda_rise_2015": 100 * (earned[2015] / earned[2014] - 1),
        "ebitda_fall_2016": 100 * (1 - earned[2016] / earned[2015]),
        "debt_years_2015": firms["rusal_2015_net_debt"] / earned[2015],
        "premium_fall": firms["rusal_2016_premium_fall"],
        "evraz_ebitda_2013": firms["evraz_2013_ebitda"],
        "evraz_ebitda_2014": firms["evraz_2014_ebitda"],
        "evraz_loss": firms["evraz_2014_net_loss"],
        "evraz_exchange_loss": firms["evraz_2014_exchange_rate_loss"],
        "rails": 1000 * firms["west_siberian_plant_2013_rail_mill_capacity"],
    }


def _pairs() -> dict[str, float]:
    changes = portfolio.price_changes("dollars")
    volatility, together = changes.std(), changes.corr()
    half = pd.Series(0.5, index=["steel", "aluminium"])
    pair = changes[list(half.index)]
    return {
        "years": len(changes),
        "sd_steel": 100 * volatility["steel"],
        "sd_aluminium": 100 * volatility["aluminium"],
        "r_steel_aluminium": together.loc["steel", "aluminium"],
        "half_half": 100 * portfolio_variance(half, pair.cov()) ** 0.5,
        "half_half_apart": 100 * 0.5 * (pair.std() ** 2).sum() ** 0.5,
        "coal_mean": 100 * changes["coal"].mean(),
        "coal_mean_error": 100 * volatility["coal"] / len(changes) ** 0.5,
    }


def _sectors() -> dict[str, float]:
    volatility = 100 * portfolio.sector_changes().std()
    return {f"sd_{group}": volatility[group] for group in ("mining", "manufacturing", "rest")}


def _exposure() -> dict[str, float]:
    changes, halves = prices.exposure(), prices.halves()
    calm = changes[~changes["crisis"]]
    others = prices.coal_regions().drop(HERE)
    quotient = load("mining_quotient")["quotient"]
    steel = np.log(prices.series()[portfolio.STEEL]).diff()
    own = halves.loc[portfolio.COAL]
    found = {
        "r_coal": own["r"],
        "r_coal_calm": calm["share_change"].corr(calm["coal_change"]),
        "r_next": others.max(),
        "r_lowest": halves["r"].min(),
        "r_second": halves["r"].drop(portfolio.COAL).max(),
        "r_steel": changes["share_change"].corr(steel),
        "beta_early": own["early"],
        "se_early": own["early_se"],
        "beta_late": own["late"],
        "se_late": own["late_se"],
        "beta_rise": own["rise"],
        "se_rise": own["rise_se"],
        "quotient_low": quotient.min(),
        "quotient_high": quotient.max(),
    }
    rows = halves.join(prices.first_and_2016())
    for quotation, name in SHORT.items():
        for measure in ("first", "in_2016", "early", "late", "errors"):
            found[f"{measure}_{name}"] = rows.loc[quotation, measure]
    return found


def _product() -> dict[str, float]:
    found = {}
    for name, region in {"here": HERE, "russia": "Russia"}.items():
        change = prices.value_volume_price(2021, region)
        found |= {
            f"nominal_{name}": change["value"],
            f"volume_{name}": change["volume"],
            f"deflator_{name}": change["price"],
        }
    fall = prices.value_volume_price(2023)
    volume = prices.product()["volume_index"].loc[2021:2022] / 100
    return found | {
        "fall_2023": -fall["value"],
        "volume_fall_2023": -fall["volume"],
        "volume_two_years": 100 * volume.prod() - 100,
    }


def _jobs() -> dict[str, float]:
    table, others = keeping.elasticities(), keeping.neighbours()
    own, panel = table.loc[HERE], prices.panel()
    wage = panel["wage"][2015] / panel["wage"][2014]
    zabaykalsky, altai = (table.loc[region] for region in BESIDE)
    years = keeping.work()
    calm, vintage = years.drop(index=2009), years.drop(index=structure.JOBS_BREAK)
    return {
        "output_fall_2009": -own["output_2009"],
        "jobs_fall_2009": -own["jobs_2009"],
        "elasticity": own["slope"],
        "elasticity_se": own["se"],
        "elasticity_calm": np.polyfit(calm["output"], calm["jobs"], 1)[0],
        "elasticity_vintage": np.polyfit(vintage["output"], vintage["jobs"], 1)[0],
        "trend": -own["trend"],
        "jobs_shrank": (years["jobs"] < 0).sum(),
        "jobs_years": len(years),
        "others_slope": -others["slope"],
        "others_se": others["se"],
        "others_apart": (own["slope"] - others["slope"]) / np.hypot(own["se"], others["se"]),
        "zab_output": -zabaykalsky["output_2009"],
        "zab_jobs": -zabaykalsky["jobs_2009"],
        "altai_output": -altai["output_2009"],
        "altai_jobs": -altai["jobs_2009"],
        "wage_2015": 100 - 100 * wage / (panel["consumer_prices"][2015] / 100),
        "wage_nominal_2015": 100 * (wage - 1),
        "prices_2015": panel["consumer_prices"][2015] - 100,
        "employed_fall": 100 * (1 - panel["employed"][2016] / panel["employed"][2013]),
        "loss_2014": -panel["profit"][2014] / 1000,
        "loss_2015": -panel["profit"][2015] / 1000,
    }


def _plant() -> dict[str, float]:
    usual, thirds, half = (keeping.decision(12, pay=pay) for pay in keeping.PAYS)
    short, long = keeping.decision(6), keeping.decision(18)
    wages = load("municipal_wages")
    wages = wages[(wages["place"] == "Novokuznetsk") & (wages["year"] == 2023)]
    anodes = load("anode_plants").set_index("id")["value"]
    return {
        "month": keeping.MONTH,
        "severance": keeping.SEVERANCE,
        "wage": wages.set_index("industry")["wage"]["manufacturing"] / 1000,
        "by_hand": (keeping.SEVERANCE + keeping.REPLACEMENT) / keeping.MONTH,
        "longest": usual.longest_slump,
        "longest_thirds": thirds.longest_slump,
        "longest_half": half.longest_slump,
        "keep_six": short.keep,
        "dismiss_six": short.dismiss,
        "keep_eighteen": long.keep,
        "dismiss_eighteen": long.dismiss,
        "over_eighteen": long.keep - long.dismiss,
        "cells_money": anodes["novokuznetsk_smelter_2023_modernisation"] / 1000,
        "cells": anodes["novokuznetsk_smelter_2025_cells"],
        "cells_renewed": anodes["novokuznetsk_smelter_2025_cells_renewed"],
    }


def _board() -> dict[str, float]:
    costs = pd.DataFrame({months: keeping.board(months) for months in keeping.SLUMPS})
    mean = costs.mean(axis="columns")
    extra = mean["all"] - mean["some"]
    return {f"board_{motion}": cost for motion, cost in mean.items()} | {
        "board_all_short": costs.loc["all", 6],
        "board_some_short": costs.loc["some", 6],
        "board_extra": extra,
        "board_month": 1000 * extra / (keeping.OTHERS * np.mean(keeping.SLUMPS)),
    }


def quotations() -> Figure:
    """What two moves do to volatility, a dot for every way to reckon prices."""
    table = portfolio.quotations()
    moves = {
        "more": _("into coal, aluminium"),
        "served": _("into services"),
    }
    rows = table.melt(["steel", "coal", "currency"], list(moves), "move", "change")
    rows["move"] = rows["move"].map(moves)
    ups = int((table["more"] > 0).sum())
    counted = {
        "pairs": len(table),
        "more_up": ups,
        "more_lowest": -table["more"].min(),
        "more_highest": table["more"].max(),
        "served_least": -table["served"].max(),
        "served_most": -table["served"].min(),
    }
    told = _(
        "Two rows of {pairs} dots. Moving {exported} points into coal and aluminium changes "
        "volatility by {lowest} to plus {highest} per cent, above nought in {ups} of them. Moving "
        "{moved} points into services changes it by {deepest} to {least} per cent, always below "
        "nought."
    ).format(
        pairs=len(table),
        exported=portfolio.MORE,
        moved=portfolio.SERVED,
        ups=ups,
        lowest=_minus(written(table["more"].min(), ".0f")),
        highest=written(table["more"].max(), ".0f"),
        deepest=_minus(written(table["served"].min(), ".0f")),
        least=_minus(written(table["served"].max(), ".0f")),
    )
    return Figure(_quotations(rows, list(moves.values())), told, counted)


def _quotations(rows: pd.DataFrame, order: list[str]) -> alt.LayerChart:
    names = {
        portfolio.STEEL: _("steel: American prices"),
        "index_base_metals": _("steel: base metals"),
        "iron_ore": _("steel: iron ore"),
    }
    rows = rows.assign(steel=rows["steel"].map(names))
    x = alt.X("change:Q", title=_("change of volatility, %")).axis(tickCount=6)
    y = alt.Y("move:N", sort=order, title=None).axis(domain=False, ticks=False, labelLimit=170)
    legend = alt.Legend(orient="top", title=None, labelLimit=280, columns=1)
    colours = [LIGHT["novokuznetsk"], LIGHT["sheregesh"], LIGHT["biysk"]]
    kinds = list(names.values())
    colour = alt.Color("steel:N", sort=kinds, legend=legend).scale(domain=kinds, range=colours)
    shape = alt.Shape("steel:N", sort=kinds, legend=legend)
    shape = shape.scale(domain=kinds, range=["circle", "square", "triangle-up"])
    inside = alt.YOffset("steel:N", sort=kinds)
    dots = alt.Chart(rows).mark_point(size=60, opacity=0.8).encode(x, y, inside, colour, shape)
    nought = alt.Chart(pd.DataFrame({"change": [0]})).mark_rule(color=LIGHT["ink"]).encode(x)
    return (nought + dots).properties(width="container", height=230)


def tide() -> Figure:
    """The prices as multiples of 2005, with two quotations of coal."""
    names = {
        "steel": _("steel"),
        "coal": _("thermal coal"),
        "coking": _("coking coal"),
        "aluminium": _("aluminium"),
    }
    levels = prices.levels()
    coking = prices.series()["coal_coking_japan"]
    levels = levels.assign(coking=coking / coking[2005]).loc[1998:][list(names)]
    tops = levels.agg(["max", "idxmax"])
    shown = {name: written(tops.loc["max", name], ".1f") for name in names}
    shown |= {f"{name}_year": f"{tops.loc['idxmax', name]:.0f}" for name in names}
    told = _(
        "Four lines from {first} to {last}, 2005 set to one. All rise to 2007 or 2008, fall in "
        "2009, rise to 2011, sink until 2015 or 2016 and leap in 2021. Thermal coal swings "
        "furthest and reaches {coal} times its level of 2005 in {coal_year}; coking coal reaches "
        "{coking} in {coking_year}, steel {steel} in {steel_year}, aluminium {aluminium} in "
        "{aluminium_year}."
    )
    told = told.format(first=levels.index.min(), last=levels.index.max(), **shown)
    return Figure(_tide(levels, names), told)


def _tide(levels: pd.DataFrame, names: dict[str, str]) -> alt.LayerChart:
    rows = levels.reset_index().melt("year", var_name="sector", value_name="level").dropna()
    rows["name"] = rows["sector"].map(names)
    first, last = int(levels.index.min()), int(levels.index.max())
    x = alt.X("year:Q", title=None).axis(format="d", tickCount=6).scale(domain=[first, last + 0.5])
    y = alt.Y("level:Q", title=_("2005 = 1, logarithmic")).axis(values=[0.5, 1, 2, 4])
    y = y.scale(type="log", domain=[0.4, 9])
    legend = alt.Legend(orient="top", title=None, symbolType="stroke", labelLimit=220, columns=2)
    colours = [LIGHT["ink"], LIGHT["novokuznetsk"], LIGHT["novokuznetsk"], LIGHT["sheregesh"]]
    kinds = list(names.values())
    colour = alt.Color("name:N", legend=legend).scale(domain=kinds, range=colours)
    dash = alt.StrokeDash("name:N", legend=legend)
    dash = dash.scale(domain=kinds, range=[[1, 0], [1, 0], [5, 3], [1, 0]])
    line = alt.Chart(rows).mark_line().encode(x, y, colour, dash)
    years = pd.DataFrame({"year": list(portfolio.CRASHES), "level": 8.0})
    years["label"] = years["year"].astype(str)
    marks = alt.Chart(years)
    rules = marks.mark_rule(color=LIGHT["muted"], strokeDash=[2, 3]).encode(x)
    text = marks.mark_text(align="right", dx=-5, color=LIGHT["muted"]).encode(x, y, text="label:N")
    return (rules + text + line).properties(width="container", height=300)


def crash() -> Figure:
    """What world prices did to the stylised steel city in three years, in both currencies."""
    names = {"dollars": _("in dollars"), "roubles": _("in roubles")}
    changes = {
        (year, currency): portfolio.in_year(portfolio.BASE, year, currency)
        for year in portfolio.CRASHES
        for currency in names
    }
    rows = pd.DataFrame(
        [(str(year), names[currency], change) for (year, currency), change in changes.items()],
        columns=["year", "currency", "change"],
    )
    rows["text"] = [_minus(f"{written(change, '+.0f')} %") for change in rows["change"]]
    told = _(
        "In {year} prices alone changed its income by {dollars} in dollars, {roubles} in roubles."
    )
    said = [
        told.format(year=year, dollars=pair["text"].iloc[0], roubles=pair["text"].iloc[1])
        for year, pair in rows.groupby("year")
    ]
    return Figure(_crash(rows, list(names.values())), " ".join([_("Three pairs of bars."), *said]))


def _crash(rows: pd.DataFrame, order: list[str]) -> alt.LayerChart:
    x = alt.X("change:Q", title=_("change of income through prices, %")).scale(domain=[-45, 50])
    x = x.axis(values=[-40, -20, 0, 20, 40])
    y = alt.Y("year:N", title=None).axis(ticks=False, domain=False, labelColor=LIGHT["ink"])
    inside = alt.YOffset("currency:N", sort=order)
    legend = alt.Legend(orient="top", title=None, symbolType="square")
    colour = alt.Color("currency:N", sort=order, legend=legend)
    colour = colour.scale(domain=order, range=[LIGHT["muted"], LIGHT["novokuznetsk"]])
    base = alt.Chart(rows).encode(x, y, inside)
    bars = base.mark_bar().encode(colour)
    gains = base.transform_filter(alt.datum.change >= 0).mark_text(align="left", dx=6)
    losses = base.transform_filter(alt.datum.change < 0).mark_text(align="right", dx=-6)
    layers = bars + gains.encode(text="text:N") + losses.encode(text="text:N")
    return layers.properties(width="container", height=210)


def product() -> Figure:
    """The oblast's product in roubles and in volume, 2005 as one."""
    table = load("grp_growth")
    table = table[table["region"] == HERE].set_index("year")[["nominal", "volume"]]
    top = table["nominal"].idxmax()
    told = _(
        "Two lines from one in {first}. Product in roubles climbs to {before} in 2020, leaps to "
        "{top} in {year} and stands at {last} in {end}. In volume it stays between {low} and "
        "{high} all the time."
    ).format(
        first=table.index.min(),
        before=written(table["nominal"][2020], ".1f"),
        top=written(table["nominal"][top], ".1f"),
        year=top,
        last=written(table["nominal"].iloc[-1], ".1f"),
        end=table.index.max(),
        low=written(table["volume"].min(), ".1f"),
        high=written(table["volume"].max(), ".1f"),
    )
    return Figure(_product_lines(table), told)


def _product_lines(table: pd.DataFrame) -> alt.LayerChart:
    names = {"nominal": _("in roubles"), "volume": _("in volume")}
    rows = table.reset_index().melt("year", list(names), "kind", "level")
    rows["name"] = rows["kind"].map(names)
    x = alt.X("year:Q", title=None).axis(format="d", tickCount=8).scale(domain=[2005, 2024.5])
    y = alt.Y("level:Q", title=_("2005 = 1")).scale(domain=[0, 8])
    colour = alt.Color("name:N", legend=None)
    colour = colour.scale(
        domain=list(names.values()), range=[LIGHT["novokuznetsk"], LIGHT["sheregesh"]]
    )
    base = alt.Chart(rows).encode(x, y, colour)
    line = base.mark_line()
    label = alt.Chart(rows[rows["year"] == 2017]).encode(x, y, colour, text="name:N")
    label = label.mark_text(align="right", dx=-4, dy=-12, fontWeight=600)
    return (line + label).properties(width="container", height=260)


def work() -> Figure:
    """How far manufacturing jobs follow output in twelve regions, with twice the error."""
    table = keeping.elasticities()
    rows = table.assign(low=table["slope"] - 2 * table["se"], high=table["slope"] + 2 * table["se"])
    clear = rows.index[rows["low"] > 0]
    told = _(
        "{count} regions, a dot each for the slope of jobs on output with a line of twice its "
        "error. From {first} at {highest} to {last} at {lowest}. Only the line of {clear} lies "
        "wholly above nought, its dot at {here}; nearly all the others lie across it."
    ).format(
        count=len(rows),
        first=_(rows.index[0]),
        highest=written(rows["slope"].iloc[0], ".2f"),
        last=_(rows.index[-1]),
        lowest=_minus(written(rows["slope"].iloc[-1], ".2f")),
        clear=", ".join(_(region) for region in clear),
        here=written(rows.loc[HERE, "slope"], ".2f"),
    )
    return Figure(_work(rows), told)


def _work(rows: pd.DataFrame) -> alt.LayerChart:
    order = [_(region) for region in rows.index]
    rows = rows.assign(name=order, here=rows.index == HERE).reset_index(drop=True)
    title = _("jobs, % for 1 % of output")
    x = alt.X("slope:Q", title=title).scale(domain=[-2, 3]).axis(values=[-2, -1, 0, 1, 2, 3])
    y = alt.Y("name:N", sort=order, title=None).axis(domain=False, ticks=False, labelLimit=170)
    own = alt.when(alt.datum.here).then(alt.value(LIGHT["novokuznetsk"]))
    colour = own.otherwise(alt.value(LIGHT["muted"]))
    base = alt.Chart(rows).encode(y, color=colour)
    lines = base.mark_rule(strokeWidth=2).encode(alt.X("low:Q", title=title), alt.X2("high:Q"))
    dots = base.mark_point(size=80).encode(x)
    marks = pd.DataFrame({"slope": [0, 1], "dash": [_("not at all"), _("one for one")]})
    rules = alt.Chart(marks).encode(x)
    at = rules.mark_rule(color=LIGHT["muted"], strokeDash=[3, 3])
    names = alt.layer(
        *(
            rules.transform_filter(f"datum.slope == {slope}")
            .mark_text(align=align, dx=dx, dy=-8, baseline="bottom", color=LIGHT["muted"])
            .encode(y=alt.value(0), text="dash:N")
            for slope, align, dx in ((0, "right", -4), (1, "left", 4))  # side by side on a phone
        )
    )
    return (at + names + lines + dots).properties(width="container", height=28 * len(order))

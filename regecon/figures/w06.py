"""Week 6: the numbers and figures of the chapter on giants, world prices and kept jobs."""

from __future__ import annotations

from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from regecon.data import load
from regecon.explorers import city_portfolio as city
from regecon.explorers import labour_hoarding as plant
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.diversity import herfindahl
from regecon.methods.risk import exposure_beta, portfolio_variance

HERE = "Kemerovo oblast"
WINDOW = 10  # years of the moving window
NAMES = {
    "steel": _("steel, USA"),
    "coal": _("coal, Australia"),
    "aluminium": _("aluminium, London"),
}
COLOURS = {"steel": LIGHT["ink"], "coal": LIGHT["novokuznetsk"], "aluminium": LIGHT["sheregesh"]}


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text names."""
    parts = (_mixes, _prices, _pairs, _sectors, _exposure, _product, _jobs, _plant, _board)
    return {name: value for part in parts for name, value in part().items()}


def _mixes() -> dict[str, float]:
    mixes = {
        "base": city.BASE,
        "more": city.shares(exports=30, services=0),
        "served": city.shares(exports=0, services=20),
    }
    found = {}
    for name, mix in mixes.items():
        found[f"spread_{name}"] = herfindahl(mix)
        for source in city.SOURCES:
            found[f"{source}_{name}"] = 100 * city.volatility_of(mix, source)
        for together in ("apart", "follow"):
            found[f"{together}_{name}"] = 100 * city.volatility_of(mix, "stylised", together)
    for name in ("more", "served"):
        for measure in ("spread", *city.SOURCES, "apart", "follow"):
            change = 100 * (found[f"{measure}_{name}"] / found[f"{measure}_base"] - 1)
            found[f"{measure}_{name}_change"] = abs(change)
    return found


def _prices() -> dict[str, float]:
    prices = load("prices").pivot_table("value", "year", "series")
    rouble = prices["rouble_average"]
    thermal = prices["russian_producer_thermal_coal"]
    firms = load("enterprises").set_index("id")["value"]
    margin = {
        year: firms[f"rusal_{year}_exchange_price"] - firms[f"rusal_{year}_cost_per_tonne"]
        for year in (2015, 2016)
    }
    found = {
        "rouble_2008": rouble[2008],
        "rouble_2009": rouble[2009],
        "rouble_2014": rouble[2014],
        "rouble_2015": rouble[2015],
        "mine_2022": 100 * (thermal[2022] / thermal[2021] - 1),
        "cost_2015": firms["rusal_2015_cost_per_tonne"],
        "cost_2016": firms["rusal_2016_cost_per_tonne"],
        "exchange_2015": firms["rusal_2015_exchange_price"],
        "exchange_2016": firms["rusal_2016_exchange_price"],
        "margin_2015": margin[2015],
        "margin_2016": margin[2016],
        "rails": 1000 * firms["west_siberian_plant_2013_rail_mill_capacity"],
        "margin_growth": 100 * (margin[2016] / margin[2015] - 1),
    }
    dollars, roubles = city.price_changes("dollars"), city.price_changes("roubles")
    return found | {
        **{
            f"dollars_{year}": abs(city.in_year(city.BASE, year, "dollars"))
            for year in city.CRASHES
        },
        "coal_dollars_2022": 100 * np.expm1(dollars["coal"][2022]),
        "steel_dollars_2015": -100 * np.expm1(dollars["steel"][2015]),
        "steel_roubles_2015": 100 * np.expm1(roubles["steel"][2015]),
    }


def _pairs() -> dict[str, float]:
    changes = city.price_changes("dollars")
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


@cache
def sector_changes() -> pd.DataFrame:
    """Yearly log changes of value added in mining, manufacturing and all the rest, nominal.

    The year 2016, where the classification changes, is left out.
    """
    key = ["classification", "section"]
    shares = load("grp_structure").merge(load("sections")[[*key, "group"]], on=key)
    shares = shares[shares["region"] == HERE]
    kept = shares["group"].where(shares["group"].isin(["mining", "manufacturing"]), "rest")
    shares = shares.pivot_table("share", "year", kept, aggfunc="sum")
    added = shares.mul(product(HERE)["nominal"], axis="index").dropna()
    return np.log(added.astype(float)).diff().dropna().drop(index=2016)


def _sectors() -> dict[str, float]:
    changes = sector_changes()
    volatility, together = 100 * changes.std(), changes.corr()
    return {
        "sd_mining": volatility["mining"],
        "sd_manufacturing": volatility["manufacturing"],
        "sd_rest": volatility["rest"],
        "r_rest_mining": together.loc["rest", "mining"],
        "r_rest_manufacturing": together.loc["rest", "manufacturing"],
    }


@cache
def exposure() -> pd.DataFrame:
    """Yearly changes of the oblast's share and of the coal price."""
    return load("coal_exposure").set_index("year")


@cache
def moving_exposure() -> pd.DataFrame:
    """Exposure to coal in a moving window, by the window's last year."""
    changes = exposure()
    return exposure_beta(changes["share_change"], changes["coal_change"], window=WINDOW)


def _exposure() -> dict[str, float]:
    changes, moving = exposure(), moving_exposure()
    calm = changes[~changes["crisis"]]
    quotient = load("mining_quotient").set_index("year")["quotient"]
    found = {
        "exposure_years": len(changes),
        "r_coal": changes["share_change"].corr(changes["coal_change"]),
        "r_coal_calm": calm["share_change"].corr(calm["coal_change"]),
        "beta_first_tenth": 10 * moving["beta"].iloc[0],
        "beta_2016_tenth": 10 * moving["beta"][2016],
        "quotient_2005": quotient[2005],
        "quotient_2022": quotient[2022],
        "quotient_low": quotient.min(),
        "quotient_high": quotient.max(),
    }
    late = changes.loc[2011:]
    halves = {"early": changes.loc[:2010], "late": late, "calm": late.drop(index=[2021, 2022])}
    for name, part in halves.items():
        fit = exposure_beta(part["share_change"], part["coal_change"]).iloc[-1]
        found |= {f"beta_{name}": fit["beta"], f"se_{name}": fit["se"]}
    found["beta_rise"] = found["beta_late"] - found["beta_early"]
    found["se_rise"] = float(np.hypot(found["se_early"], found["se_late"]))
    return found


def product(region: str) -> pd.DataFrame:
    """Gross regional product by year: ``nominal`` and ``volume_index``."""
    table = load("grp")
    return table[table["region"] == region].set_index("year")[["nominal", "volume_index"]]


def _product() -> dict[str, float]:
    found = {}
    for name, region in {"here": HERE, "russia": "Russia"}.items():
        table = product(region)
        ratio = table["nominal"][2021] / table["nominal"][2020]
        volume = table["volume_index"][2021] / 100
        found |= {
            f"nominal_{name}": 100 * (ratio - 1),
            f"volume_{name}": 100 * (volume - 1),
            f"deflator_{name}": 100 * (ratio / volume - 1),
        }
    table = product(HERE)
    mining = load("grp_structure")
    mining = mining[(mining["region"] == HERE) & (mining["classification"] == "OKVED2")]
    mining = mining[mining["section"] == "B"].set_index("year")["share"]
    return found | {
        "fall_2023": 100 * (1 - table["nominal"][2023] / table["nominal"][2022]),
        "volume_fall_2023": 100 - table["volume_index"][2023],
        "mining_2020": mining[2020],
        "mining_2022": mining[2022],
        "volume_two_years": 100 * (table["volume_index"].loc[2021:2022] / 100).prod() - 100,
    }


@cache
def work() -> pd.DataFrame:
    """Log changes of manufacturing output and jobs in the oblast, years with both."""
    index = load("siberian_indicators")
    index = index[index["region"] == HERE].set_index("year")["manufacturing_index"]
    jobs = load("employment")
    jobs = jobs[(jobs["region"] == HERE) & (jobs["section"] == "D")].set_index("year")["employed"]
    changes = pd.DataFrame({"output": np.log(index / 100), "jobs": np.log(jobs).diff()})
    return changes.dropna().astype(float)


def _jobs() -> dict[str, float]:
    changes = work()
    slope, trend = np.polyfit(changes["output"], changes["jobs"], 1)
    table = load("regional_indicators")
    table = table[table["region"] == HERE].set_index("year")
    real = 100 * (table["wage"].pct_change() + 1) / (table["consumer_prices"] / 100)
    kept = table["employed"]
    return {
        "output_fall_2009": 100 * (1 - np.exp(changes["output"][2009])),
        "jobs_fall_2009": 100 * (1 - np.exp(changes["jobs"][2009])),
        "elasticity": slope,
        "trend": -100 * trend,
        "wage_2015": 100 - real[2015],
        "wage_nominal_2015": 100 * (table["wage"][2015] / table["wage"][2014] - 1),
        "prices_2015": table["consumer_prices"][2015] - 100,
        "employed_fall": 100 * (1 - kept[2016] / kept[2013]),
        "loss_2014": -table["profit"][2014] / 1000,
        "loss_2015": -table["profit"][2015] / 1000,
        "profit_2016": table["profit"][2016] / 1000,
        "loss_2020": -table["profit"][2020] / 1000,
        "profit_2021": table["profit"][2021] / 1000,
        "wage_2021": 100 * (table["wage"][2021] / table["wage"][2020] - 1),
        "prices_2021": table["consumer_prices"][2021] - 100,
    }


def _plant() -> dict[str, float]:
    usual, thirds, half = (plant.decision(12, 600, pay, 100) for pay in plant.PAYS)
    short, long = plant.decision(6, 600, "full", 100), plant.decision(18, 600, "full", 100)
    wages = load("municipal_wages")
    wages = wages[(wages["place"] == "Novokuznetsk") & (wages["year"] == 2023)]
    anodes = load("anode_plants").set_index("id")["value"]
    return {
        "month": plant.MONTH,
        "severance": plant.SEVERANCE,
        "wage": wages.set_index("industry")["wage"]["manufacturing"] / 1000,
        "by_hand": (plant.SEVERANCE + 600) / plant.MONTH,
        "longest": usual.longest_slump,
        "longest_thirds": thirds.longest_slump,
        "longest_half": half.longest_slump,
        "keep_six": short.keep,
        "dismiss_six": short.dismiss,
        "keep_eighteen": long.keep,
        "dismiss_eighteen": long.dismiss,
        "over_eighteen": long.keep - long.dismiss,
        "cells_money": anodes["novokuznetsk_smelter_2023_modernisation"] / 1000,
        "anodes_2025": anodes["taishet_anode_plant_2025_capacity"] / 1000,
        "anodes_plan": anodes["taishet_anode_plant_2020_capacity_plan"],
    }


SLUMPS = (6, 12, 18)  # months, equally likely to the seminar's board
TRAINED, OTHERS = 300, 500  # workers of its mill
DEAR, CHEAP = 600, 150  # thousand roubles for a new one


def board(months: float) -> dict[str, float]:
    """What each motion of the seminar costs in a slump of that length, million roubles."""
    trained = plant.decision(months, DEAR, "two thirds", 100)
    others = plant.decision(months, CHEAP, "two thirds", 100)
    return {
        "dismiss": (TRAINED * trained.dismiss + OTHERS * others.dismiss) / 1000,
        "all": (TRAINED + OTHERS) * trained.keep / 1000,
        "some": (TRAINED * trained.keep + OTHERS * others.dismiss) / 1000,
    }


def _board() -> dict[str, float]:
    costs = pd.DataFrame({months: board(months) for months in SLUMPS})
    mean = costs.mean(axis="columns")
    found = {f"board_{motion}": cost for motion, cost in mean.items()}
    extra = mean["all"] - mean["some"]
    return found | {
        "board_all_short": costs.loc["all", 6],
        "board_some_short": costs.loc["some", 6],
        "board_extra": extra,
        "board_month": 1000 * extra / (OTHERS * np.mean(SLUMPS)),
    }


def tide_chart() -> alt.LayerChart:
    """The three prices as multiples of 2005, with the three years of the explorer."""
    prices = load("prices").pivot_table("value", "year", "series")
    levels = prices[list(city.PRICES.values())].set_axis(city.EXPORTS, axis="columns")
    rows = (levels / levels.loc[2005]).loc[1998:].reset_index()
    rows = rows.melt("year", var_name="sector", value_name="level").dropna()
    rows["name"] = rows["sector"].map(NAMES)
    x = alt.X("year:Q", title=None).axis(format="d", tickCount=6).scale(domain=[1998, 2024.5])
    y = alt.Y("level:Q", title=_("2005 = 1, logarithmic")).axis(values=[0.5, 1, 2, 4])
    y = y.scale(type="log", domain=[0.4, 9])
    legend = alt.Legend(orient="top", title=None, symbolType="stroke", labelLimit=220, columns=2)
    colour = alt.Color("name:N", legend=legend)
    colour = colour.scale(domain=list(NAMES.values()), range=list(COLOURS.values()))
    line = alt.Chart(rows).mark_line().encode(x, y, colour)
    years = pd.DataFrame({"year": list(city.CRASHES), "level": 8.0})
    years["label"] = years["year"].astype(str)
    marks = alt.Chart(years)
    rules = marks.mark_rule(color=LIGHT["muted"], strokeDash=[2, 3]).encode(x)
    text = marks.mark_text(align="right", dx=-5, color=LIGHT["muted"]).encode(x, y, text="label:N")
    return (rules + text + line).properties(width="container", height=300)


def tide_alt() -> str:
    """What the three prices do, in words."""
    return _(
        "Three lines from 1998 to 2024, 2005 set to one. All rise to 2008, fall in 2009, rise to "
        "2011, sink until 2015 and 2016 and leap in 2021. Coal swings furthest: it reaches seven "
        "times its level of 2005 in 2022, steel two and a half, aluminium less than one and a half."
    )


def crash_chart() -> alt.LayerChart:
    """What world prices did to the stylised steel city in three years, in both currencies."""
    names = {"dollars": _("in dollars"), "roubles": _("in roubles")}
    rows = pd.DataFrame(
        [
            (str(year), name, city.in_year(city.BASE, year, currency))
            for currency, name in names.items()
            for year in city.CRASHES
        ],
        columns=["year", "currency", "change"],
    )
    rows["text"] = rows["change"].map(
        lambda change: f"{written(change, '+.0f')} %".replace("-", "\u2212")
    )
    order = list(names.values())
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


def crash_alt() -> str:
    """What the bars show, in words."""
    return _(
        "Pairs of bars for three years. 2009: minus 28 % in dollars, minus 10 in roubles. 2015: "
        "minus 15 in dollars, plus 32 in roubles. 2022: plus 35 in dollars, plus 26 in roubles."
    )


def exposure_chart() -> alt.LayerChart:
    """Exposure to coal in a moving window, with twice its standard error."""
    rows = moving_exposure().reset_index(names="year")
    rows["low"], rows["high"] = rows["beta"] - 2 * rows["se"], rows["beta"] + 2 * rows["se"]
    x = alt.X("year:Q", title=_("last of ten years")).axis(format="d", tickCount=8)
    x = x.scale(domain=[2007.7, 2023.3], nice=False)
    y = alt.Y("beta:Q", title=_("exposure to coal")).scale(domain=[0, 0.6]).axis(tickCount=4)
    base = alt.Chart(rows).encode(x)
    band = base.mark_area(color=LIGHT["novokuznetsk"], opacity=0.18)
    low = alt.Y("low:Q", title=_("exposure to coal")).scale(domain=[0, 0.6])
    band = band.encode(low, alt.Y2("high:Q"))
    line = base.mark_line(color=LIGHT["novokuznetsk"], point=True).encode(y)
    mark = pd.DataFrame({"year": [2016], "beta": [0.55], "label": [_("expedition")]})
    rule = alt.Chart(mark).mark_rule(color=LIGHT["muted"], strokeDash=[2, 3]).encode(x)
    text = alt.Chart(mark).mark_text(align="right", dx=-6).encode(x, y, text="label:N")
    return (band + line + rule + text).properties(width="container", height=260)


def exposure_alt() -> str:
    """What the moving window shows, in words."""
    return _(
        "A line with a band. Exposure is 0.21 in the window that ends in 2008, near 0.15 in most "
        "windows to 2017, jumps to 0.29 in 2019 and 0.36 in 2021 and ends at 0.24. The bands "
        "overlap all the way."
    )


def product_chart() -> alt.LayerChart:
    """The oblast's product in roubles and in volume, 2005 as one."""
    rows = load("grp_growth")
    rows = rows[rows["region"] == HERE].melt(["year"], ["nominal", "volume"], "kind", "level")
    names = {"nominal": _("in roubles"), "volume": _("in volume")}
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


def product_alt() -> str:
    """What the two lines show, in words."""
    return _(
        "Two lines from one in 2005. Product in roubles climbs with dents in 2009, 2012 and 2019 "
        "to 3.5 in 2020, leaps to 7.3 in 2022 and falls to 6.4. In volume it stays between 1.0 and "
        "1.2 all the time."
    )


def work_chart() -> alt.LayerChart:
    """Changes of manufacturing jobs against changes of output, with a one-for-one line."""
    rows = 100 * np.expm1(work())
    slope, level = np.polyfit(rows["output"], rows["jobs"], 1)
    rows = rows.reset_index()
    rows["label"] = rows["year"].where(rows["year"].isin([2009, 2010]), "").astype(str)
    x = alt.X("output:Q", title=_("manufacturing output, % a year")).scale(domain=[-28, 18])
    x = x.axis(values=[-20, -10, 0, 10])
    y = alt.Y("jobs:Q", title=_("jobs, % a year")).scale(domain=[-28, 18])
    y = y.axis(tickCount=5)
    ends = pd.Series([-25.0, 15.0])
    kinds = {_("one for one"): ends, _("in the oblast"): slope * ends + level}
    frames = [pd.DataFrame({"output": ends, "jobs": jobs, "name": n}) for n, jobs in kinds.items()]
    names = list(kinds)
    legend = alt.Legend(orient="top", title=None, symbolType="stroke")
    colour = alt.Color("name:N", sort=names, legend=legend)
    colour = colour.scale(domain=names, range=[LIGHT["muted"], LIGHT["novokuznetsk"]])
    dash = alt.StrokeDash("name:N", legend=legend).scale(domain=names, range=[[5, 4], [1, 0]])
    lines = alt.Chart(pd.concat(frames)).mark_line().encode(x, y, colour, dash)
    points = alt.Chart(rows).encode(x, y)
    labels = points.mark_text(align="left", dx=8, dy=-8).encode(text="label:N")
    dots = points.mark_point(color=LIGHT["ink"])
    return (lines + dots + labels).properties(width="container", height=320)


def work_alt() -> str:
    """What the cloud shows, in words."""
    return _(
        "Thirteen points, the years 2001 to 2013. The line through them rises a third as steeply "
        "as the dashed one-for-one line. In 2009 output falls by a quarter and jobs by a tenth."
    )

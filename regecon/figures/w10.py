"""Week 10: the figures and numbers of the chapter on snow, silence and shadow."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases import hosts, resort, valley
from regecon.cases import resort_year as months
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.seasons import seasonality
from regecon.methods.tourism import shadow_tipping_share

HOTELS_OPEN = 21  # in the summer of 2014: note of hotels_2014, table sheregesh_capacity
PRODUCT_LABELS = {
    "sport": _("sport"),
    "industrial": _("industrial"),
    "eco": _("eco"),
    "photo": _("photo"),
    "jeep": _("jeep"),
    "horse": _("horse"),
}


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text and captions name."""
    return _summers() | _months() | _room() | _shadow() | _valley()


def _summers() -> dict[str, float]:
    visits, have = resort.counts(), resort.capacity()
    first = visits["2014_summer"]
    found = {
        "hotels_2014": have["hotels_2014"],
        "hotels_open": HOTELS_OPEN,
        "hotels_shut": have["hotels_2014"] - HOTELS_OPEN,
        "summer_2014": first,
        "share_2014_five": 100 * 2.5 * first / (2.5 * first + visits["2015_full"]),
        "summer_growth": 100 * (first / visits["2013_summer"] - 1),
        "summer_2024": visits["2024_summer"],
        "summer_2025": visits["2025_summer"],
        "summer_2025_tass": visits["2025_summer_tass"],
        "holidays_filled_low": have["occupancy_holidays_2026"],
        "holidays_filled_high": have["occupancy_holidays_2021"],
        "belokurikha_filled": resort.elsewhere()["belokurikha_2013_occupancy_year"],
    }
    for reading, row in months.summer_shares().iterrows():
        found |= {f"share_{reading}": row["share"], f"gini_{reading}": row["gini"]}
    return found


def _months() -> dict[str, float]:
    usual, fifth = months.year(), months.year(summer=20)
    twice, poor = months.year(winter="twice"), months.year(winter="poor")
    uneven, better = seasonality(usual.total), seasonality(fifth.total)
    products = months.product_table()
    return {
        "january": 100 * usual.total[1] / usual.total.sum(),
        "gini": uneven["gini"],
        "peak_ratio": uneven["peak_to_mean"],
        "even_months": uneven["months_equivalent"],
        "result": usual.result,
        "result_twice": twice.result,
        "loss_poor": -poor.result,
        "gini_fifth": better["gini"],
        "peak_ratio_fifth": better["peak_to_mean"],
        "even_months_fifth": better["months_equivalent"],
        "loss_fifth_poor": -months.year(summer=20, winter="poor").result,
        "summer_threshold": months.summer_threshold(),
        "peak_cost": months.CAPACITY_COST,
        "industrial_peak": 1000 * products["peak"]["industrial"],
        "industrial_beds": products["peak"]["industrial"] * months.CAPACITY_COST / 1000,
        "industrial_result": -products["result"]["industrial"],
        "industrial_gini": -products["gini"]["industrial"],
        "horse_result": -products["result"]["horse"],
    }


def _room() -> dict[str, float]:
    return {f"room_{name}": value for name, value in months.room().items()}


def _shadow() -> dict[str, float]:
    have = resort.capacity()
    raid, simpler = (
        hosts.course(hosts.COST, hosts.RISK, hosts.START, act) for act in ("raid", "simpler")
    )
    bounds = hosts.bounds()
    return {
        "beds_hotels": have["beds_2020"],
        "beds_all": have["beds_2023_with_informal"],
        "beds_unregistered": bounds["beds"],
        "hotels_september": have["hotels_2025_september"],
        "hotels_classified": have["hotels_2025_november"],
        "hotels_unclassified": bounds["hotels"],
        "tax_2025": resort.who_pays()["tax"],
        "tax_nights": resort.who_pays()["nights"],
        "tip": shadow_tipping_share(hosts.COST, hosts.RISK),
        "tip_few": shadow_tipping_share(hosts.COST, hosts.FEWER_INSPECTORS),
        "tip_simpler": simpler["tipping_then"],
        "before_raid": 100 * hosts.after(hosts.START, 1, hosts.TURN),
        "after_raid": 100 * raid["then"],
        "end_raid": 100 * raid["end"],
    } | {f"list_{name}": value for name, value in hosts.lists().items()}


def _valley() -> dict[str, float]:
    now, later, mined = valley.kitchen_table(2023), valley.kitchen_table(2024), valley.ore()
    return {
        "wage_mining": now["mining"],
        "wage_hotel": now["hotel"],
        "wage_ratio": now["ratio"],
        "wage_two_hotel": now["two_hotels"],
        "wage_season": now["season"],
        "wage_gap": now["gap"],
        "wage_ratio_2024": later["ratio"],
        "wage_gap_2024": later["gap"],
        "ore_target": mined["sheregesh_mine_2016_raw_ore_plan"],
    }


def products() -> Figure:
    """Each product alone: change of the fullest month and of the Gini coefficient."""
    table = months.product_table()
    rows = table.reset_index()
    rows["name"] = rows["product"].map(PRODUCT_LABELS)
    signed = rows["result"].map(lambda value: written(value, "+.0f"))
    rows["label"] = rows["name"] + ", " + signed
    rows["pays"] = rows["result"] > 0
    x = alt.X("peak:Q", title=_("added to January, thousand"))
    x = x.scale(domain=[-0.1, 2.8], nice=False).axis(tickCount=5)
    y = alt.Y("gini:Q", title=_("change of the Gini (SYNTHETIC)")).scale(domain=[-0.05, 0])
    colour = alt.when("datum.pays").then(alt.value(LIGHT["biysk"]))
    colour = colour.otherwise(alt.value(LIGHT["novokuznetsk"]))
    shape = alt.when("datum.pays").then(alt.value("circle")).otherwise(alt.value("square"))
    points = alt.Chart(rows).mark_point(size=110).encode(x, y, color=colour, shape=shape)
    names = alt.Chart(rows).mark_text(align="left", dx=11).encode(x, y, text="label:N")
    fills = rows[rows["peak"] > 0]
    words = _(
        "Six points. All lower the Gini coefficient, {best} most, by {gini}. Only {fills} adds "
        "guests to the fullest month, {peak} thousand. {good} improve the result, {bad} worsen it."
    )
    named = rows.set_index("product")["name"]
    alt_text = words.format(
        best=named[table["gini"].idxmin()],
        gini=written(-table["gini"].min(), ".3f"),
        fills=_listed(fills["name"]),
        peak=written(fills["peak"].max(), ".2f"),
        good=_listed(rows.loc[rows["pays"], "name"]),
        bad=_listed(rows.loc[~rows["pays"], "name"]),
    )
    chart = alt.layer(points, names).properties(width="container", height=280)
    return Figure(chart, alt_text)


def _listed(names) -> str:
    """Names with commas: the same in every language that the catalogues know."""
    return ", ".join(names)


SUMMER_LABELS = {
    "2013_summer": _("2013, two months"),
    "2014_summer": _("2014, two months"),
    "2019_summer": _("2019, whole district"),
    "2020_summer": _("2020, whole district"),
    "2024_summer": _("2024"),
    "2025_summer": _("2025"),
}


def summers() -> Figure:
    """The summers that have been counted."""
    counts = resort.counts()[list(months.SUMMERS)]
    rows = counts.rename("thousand").rename_axis("id").reset_index()
    rows["summer"] = rows["id"].map(SUMMER_LABELS)
    rows["district"] = rows["id"].isin(["2019_summer", "2020_summer"])
    y = alt.Y("summer:N", sort=list(SUMMER_LABELS.values()), title=None).axis(
        labelLimit=200, domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    x = alt.X("thousand:Q", title=_("thousand visits in summer")).scale(domain=[0, 430])
    colour = alt.when("datum.district").then(alt.value(LIGHT["muted"]))
    base = alt.Chart(rows).encode(x.axis(tickCount=5), y)
    bars = base.mark_bar(height=22).encode(color=colour.otherwise(alt.value(LIGHT["sheregesh"])))
    text = base.mark_text(align="left", dx=6).encode(text=alt.Text("thousand:Q", format=".0f"))
    words = _(
        "Bars of visits in thousand: {s2013} and {s2014} in two summer months of 2013 and 2014, "
        "{s2019} and {s2020} in the whole district in 2019 and 2020, {s2024} and {s2025} at the "
        "resort in the summers of 2024 and 2025."
    )
    said = {f"s{name[:4]}": written(count, ".0f") for name, count in counts.items()}
    chart = (bars + text).properties(width="container", height=36 * len(rows))
    return Figure(chart, words.format(**said))


def snow() -> Figure:
    """Ten winters in order of their snow, without and with the policy (lab)."""
    years = months.winters()
    names = {"bare": _("without"), "insured": _("with the policy")}
    rows = years.reset_index().melt(["year", "snow"], list(names), "kind", "million")
    rows["kind"] = rows["kind"].map(names)
    x = alt.X("snow:Q", title=_("snow, normal is 1 (SYNTHETIC)")).scale(domain=[0.86, 1.3])
    x = x.axis(tickCount=5)
    title = _("against the average winter, million roubles")
    y = alt.Y("million:Q", title=title)
    legend = alt.Legend(orient="top", title=None)
    kinds = list(names.values())
    colour = alt.Color("kind:N", legend=legend).scale(
        domain=kinds, range=[LIGHT["muted"], LIGHT["sheregesh"]]
    )
    shape = alt.Shape("kind:N", legend=legend).scale(domain=kinds, range=["circle", "triangle-up"])
    points = alt.Chart(rows).mark_point(size=90).encode(x, y, colour, shape)
    ends = alt.Chart(years.reset_index()).mark_rule(color=LIGHT["rule"], strokeWidth=2)
    ends = ends.encode(x, alt.Y("bare:Q", title=title), alt.Y2("insured:Q"))
    zero = alt.Chart(pd.DataFrame({"million": [0]})).mark_rule(color=LIGHT["muted"]).encode(y)
    paid = years[years["payout"] > 0]
    helped = paid[paid["insured"] > paid["bare"]]
    worst, least, most = years["insured"].idxmin(), years["snow"].idxmin(), years["snow"].idxmax()
    words = _(
        "Ten winters by snow. Without a policy the result rises from {low} million roubles at "
        "{poor} of normal snow to {high} at {rich}. The policy pays in {paid} winters and leaves "
        "{helped} of them better off; every other one ends up to {premium} million lower. The "
        "worst winter with it had {snow} of normal snow and ends at {worst}."
    )
    alt_text = words.format(
        low=written(years["bare"][least], "+.0f"),
        poor=written(years["snow"][least], ".2f"),
        high=written(years["bare"][most], "+.0f"),
        rich=written(years["snow"][most], ".2f"),
        paid=written(len(paid), "d"),
        helped=written(len(helped), "d"),
        premium=written(years.attrs["premium"], ".0f"),
        snow=written(years["snow"][worst], ".2f"),
        worst=written(years["insured"][worst], "+.0f"),
    )
    return Figure((zero + ends + points).properties(width="container", height=300), alt_text)


def risk() -> Figure:
    """Cost of the books against the risk of an evader, as evasion spreads."""
    levels = {
        level: _("p₀ = {level}").format(level=written(level, ".1f"))
        for level in (hosts.RISK, hosts.FEWER_INSPECTORS)
    }
    rows = pd.DataFrame(
        [
            (share, float(hosts.risk(share, "complaints", level)), name)
            for level, name in levels.items()
            for share in (0.0, 1.0)
        ],
        columns=["share", "risk", "name"],
    )
    x = alt.X("share:Q", title=_("share of hosts in the shadow (SYNTHETIC)")).axis(
        format="%", tickCount=5
    )
    y = alt.Y("risk:Q", title=_("share of the penalty")).scale(domain=[0, 0.55])
    dash = alt.StrokeDash("name:N", legend=None, sort=list(levels.values()))
    line = alt.Chart(rows).mark_line(color=LIGHT["sheregesh"]).encode(x, y, dash)
    label = alt.Chart(rows[rows["share"] == 0]).mark_text(align="left", dx=8, dy=-9)
    label = label.encode(x, y, text="name:N")
    cost = alt.Chart(pd.DataFrame({"risk": [hosts.COST]})).mark_rule(
        color=LIGHT["ink"], strokeWidth=2
    )
    shares = [shadow_tipping_share(hosts.COST, level) for level in levels]
    names = [f"s* = {written(share, '.2f')}" for share in shares]
    tips = pd.DataFrame({"share": shares, "risk": hosts.COST, "name": names})
    points = alt.Chart(tips).mark_point(size=120, color=LIGHT["novokuznetsk"]).encode(x, y)
    texts = alt.Chart(tips).mark_text(align="left", dx=8, dy=-12, fontWeight=600)
    end = pd.DataFrame({"share": [1.0], "risk": [hosts.COST], "name": [_("cost t")]})
    word = alt.Chart(end).mark_text(align="right", dy=-9).encode(x, y, text="name:N")
    layers = line + cost.encode(y) + points + texts.encode(x, y, text="name:N") + label + word
    words = _(
        "Two falling lines, the risk of an evader by the share of hosts in the shadow, from "
        "{high} and {low} at none down to zero at all. A level line at {cost}, the cost of the "
        "books, cuts the first at a share of {first} and the second at {second}."
    )
    alt_text = words.format(
        high=written(hosts.RISK, ".1f"),
        low=written(hosts.FEWER_INSPECTORS, ".1f"),
        cost=written(hosts.COST, ".2f"),
        first=written(shares[0], ".2f"),
        second=written(shares[1], ".2f"),
    )
    return Figure(layers.properties(width="container", height=280), alt_text)


def wages() -> Figure:
    """Average wages in the district by industry, 2023."""
    paid = valley.wages(2023).sort_values(ascending=False)
    rows = paid.rename("wage").reset_index()
    rows["wage"] /= 1000
    marked = {"mining": LIGHT["novokuznetsk"], "hotels and catering": LIGHT["sheregesh"]}
    rows["colour"] = rows["industry"].map(marked).fillna(LIGHT["muted"])
    y = alt.Y("industry:N", sort=None, title=None).axis(
        labelLimit=220, domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    x = alt.X("wage:Q", title=_("thousand roubles")).scale(domain=[0, 100]).axis(tickCount=5)
    base = alt.Chart(rows).encode(x, y)
    bars = base.mark_bar(height=14).encode(color=alt.Color("colour:N", scale=None))
    text = base.mark_text(align="left", dx=6).encode(text=alt.Text("wage:Q", format=".0f"))
    words = _(
        "Bars of average monthly wages in Tashtagolsky district in 2023, thousand roubles. {first} "
        "is highest with {top}, all industries together pay {mean}, hotels and catering {hotel}; "
        "below them: {below}."
    )
    low = paid[paid < paid["hotels and catering"]]
    alt_text = words.format(
        first=paid.index[0].capitalize(),
        top=written(paid.iloc[0] / 1000, ".0f"),
        mean=written(paid["all industries"] / 1000, ".0f"),
        hotel=written(paid["hotels and catering"] / 1000, ".0f"),
        below=_listed(low.index),
    )
    return Figure((bars + text).properties(width="container", height=23 * len(rows)), alt_text)

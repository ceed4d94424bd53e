"""Week 10: the numbers and figures of the chapter on snow, silence and shadow."""

from __future__ import annotations

from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from regecon.data import load
from regecon.explorers import four_seasons as resort
from regecon.explorers import shadow_tipping as hosts
from regecon.figures.w09 import capacity, counts
from regecon.figures.w09 import resort as other_resort
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.demography import Recapture, capture_recapture
from regecon.methods.seasons import add_season, seasonality
from regecon.methods.tourism import break_even_occupancy, shadow_tipping_share

# The room of the chapter, SYNTHETIC: roubles a year, roubles a night, nights.
ROOM = {"fixed_cost": 600_000, "price": 3_500, "variable_cost": 900}
WINTER_NIGHTS, WINTER_FILLED, SUMMER_NIGHTS = 150, 0.7, 92
SUMMER_PRICE, SUMMER_OPENING = 2_000, 40_000

HOTELS_OPEN = 21  # in the summer of 2014: note of hotels_2014, table sheregesh_capacity

STRIKE, LOADING = 1.0, 0.3  # assumed: pays below normal snow, costs 30 % more than it pays
COST, RISK = 0.25, 0.5
SEASON_MONTHS = 5  # assumed: a hotel job that lasts a winter of 150 days


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text names."""
    return _summers() | _months() | _room() | _snow() | _shadow() | _valley()


def _summers() -> dict[str, float]:
    visits, have = counts(), capacity()
    first, last = visits["2014_summer"], visits["2025_summer"]
    shares = {
        "2014": first / (first + visits["2015_full"]),
        "2025": last / (last + visits["2025_full"]),
    }
    stylised = resort.year().total
    ginis = {
        f"gini_{year}": seasonality(add_season(stylised, pd.Series(resort.SUMMER), share))["gini"]
        for year, share in shares.items()
    }
    return (
        {
            "hotels_2014": have["hotels_2014"],
            "hotels_open": HOTELS_OPEN,
            "summer_2014": first,
            "summer_growth": 100 * (first / visits["2013_summer"] - 1),
            "summer_2025": last,
            "winter_2025": visits["2025_full"],
            "share_2025_old": 100 * last / (last + visits["2023_full"]),
            "holidays_filled_low": have["occupancy_holidays_2026"],
            "holidays_filled_high": have["occupancy_holidays_2021"],
            "belokurikha_filled": other_resort("belokurikha_2013_occupancy_year"),
        }
        | {f"share_{year}": 100 * share for year, share in shares.items()}
        | ginis
    )


def _months() -> dict[str, float]:
    usual, fifth = resort.year(), resort.year(summer=20)
    twice, poor = resort.year(winter="twice"), resort.year(winter="poor")
    uneven, better = seasonality(usual.total), seasonality(fifth.total)
    products = product_table()
    return {
        "gini": uneven["gini"],
        "peak_ratio": uneven["peak_to_mean"],
        "even_months": uneven["months_equivalent"],
        "result": usual.result,
        "result_twice": twice.result,
        "loss_poor": -poor.result,
        "gini_fifth": better["gini"],
        "peak_ratio_fifth": better["peak_to_mean"],
        "even_months_fifth": better["months_equivalent"],
        "loss_fifth_poor": -resort.year(summer=20, winter="poor").result,
        "summer_threshold": 1000 * resort.SUMMER_OPENING / resort.SUMMER_MARGIN,
        "peak_cost": resort.CAPACITY_COST,
        "jeep_peak": products["peak"]["jeep"],
        "jeep_beds": products["peak"]["jeep"] * resort.CAPACITY_COST / 1000,
        "jeep_result": -products["result"]["jeep"],
        "industrial_result": -products["result"]["industrial"],
        "horse_result": -products["result"]["horse"],
    }


def _room() -> dict[str, float]:
    margin = ROOM["price"] - ROOM["variable_cost"]
    filled = WINTER_NIGHTS * WINTER_FILLED
    summer = break_even_occupancy(
        SUMMER_OPENING, SUMMER_PRICE, ROOM["variable_cost"], nights=SUMMER_NIGHTS
    )
    return {
        "room_nights": ROOM["fixed_cost"] / margin,
        "room_year": 100 * break_even_occupancy(**ROOM),
        "room_winter": 100 * break_even_occupancy(**ROOM, nights=WINTER_NIGHTS),
        "room_full_price": ROOM["fixed_cost"] / WINTER_NIGHTS + ROOM["variable_cost"],
        "room_real_price": ROOM["fixed_cost"] / filled + ROOM["variable_cost"],
        "room_winter_gap": (ROOM["fixed_cost"] - filled * margin) / 1000,
        "room_summer": 100 * summer,
        "room_summer_nights": summer * SUMMER_NIGHTS,
    }


@cache
def winters() -> pd.DataFrame:
    """Ten SYNTHETIC winters: snow, thousand visits, million roubles without and with a policy."""
    table = load("visits_monthly_synthetic")
    table = table[(table["year"] > 0) & table["month"].isin(resort.SNOW_MONTHS)]
    years = table.groupby("year").agg(snow=("snow", "first"), visits=("visits", "sum"))
    years["visits"] /= 1000
    slope = np.polyfit(years["snow"], years["visits"], 1)[0]
    years["payout"] = slope * resort.MARGIN / 1000 * (STRIKE - years["snow"]).clip(lower=0)
    premium = (1 + LOADING) * years["payout"].mean()
    years["bare"] = resort.MARGIN / 1000 * (years["visits"] - years["visits"].mean())
    years["insured"] = years["bare"] + years["payout"] - premium
    return years


def _snow() -> dict[str, float]:
    years = winters()
    slope = np.polyfit(years["snow"], years["visits"], 1)[0] / 100
    worst = years["snow"].idxmin()
    odd = 7  # normal snow, few guests
    return {
        "slope": slope,
        "tick": slope * resort.MARGIN / 1000,
        "paid_years": (years["payout"] > 0).sum(),
        "payout_mean": years["payout"].mean(),
        "premium": (1 + LOADING) * years["payout"].mean(),
        "worst_payout": years["payout"][worst],
        "spread_bare": years["bare"].std(),
        "spread_insured": years["insured"].std(),
        "odd_bare": -years["bare"][odd],
        "odd_insured": -years["insured"][odd],
        "correlation": years["snow"].corr(years["visits"]),
    }


@cache
def recapture() -> tuple[pd.DataFrame, Recapture]:
    """The SYNTHETIC lists and the number of lodgings they point to."""
    table = load("listings_synthetic")
    site, street = table["booking_site"], table["street_survey"]
    return table, capture_recapture(int(site.sum()), int(street.sum()), int((site & street).sum()))


def _shadow() -> dict[str, float]:
    have = capacity()
    table, found = recapture()
    both = (table["booking_site"] & table["street_survey"]).sum()
    raid, simpler = (hosts.course(COST, RISK, 0.6, act) for act in ("raid", "simpler"))
    return {
        "beds_hotels": have["beds_2020"],
        "beds_all": have["beds_2023_with_informal"],
        "beds_ratio": have["beds_2023_with_informal"] / have["beds_2020"],
        "beds_unregistered": 100 * (1 - have["beds_2020"] / have["beds_2023_with_informal"]),
        "tip": shadow_tipping_share(COST, RISK),
        "tip_few": shadow_tipping_share(COST, 0.3),
        "tip_simpler": simpler["tipping_then"],
        "before_raid": 100 * hosts.after(0.6, 1, hosts.TURN),
        "after_raid": 100 * raid["then"],
        "end_raid": 100 * raid["end"],
        "on_site": table["booking_site"].sum(),
        "on_street": table["street_survey"].sum(),
        "on_both": both,
        "seen": found.listed,
        "recaptured": found.estimate,
        "recaptured_low": found.low,
        "recaptured_high": found.high,
        "by_hand": table["booking_site"].sum() * table["street_survey"].sum() / both,
        "seen_unregistered": 100 * (~table["registered"]).mean(),
        "beds_seen_unregistered": 100
        * table.loc[~table["registered"], "beds"].sum()
        / table["beds"].sum(),
    }


def wages(year: int) -> pd.Series:
    """Average monthly wages in Tashtagolsky district, roubles, by industry."""
    table = load("municipal_wages")
    here = table[(table["place"] == "Tashtagol") & (table["year"] == year)]
    return here.set_index("industry")["wage"]


def ore() -> pd.Series:
    """Reported figures of the mines, by id."""
    return load("ore_mines").set_index("id")["value"]


def _valley() -> dict[str, float]:
    now, later, mined = wages(2023), wages(2024), ore()
    mining, hotel = now["mining"], now["hotels and catering"]
    return {
        "wage_mining": mining,
        "wage_hotel": hotel,
        "wage_ratio": mining / hotel,
        "wage_two_hotel": 2 * hotel,
        "wage_season": hotel * SEASON_MONTHS / 12,
        "wage_mining_2024": later["mining"],
        "wage_hotel_2024": later["hotels and catering"],
        "wage_ratio_2024": later["mining"] / later["hotels and catering"],
        "wage_gap_2023": mining - hotel,
        "ore_2004": mined["sheregesh_mine_2004_raw_ore"],
        "ore_target": mined["sheregesh_mine_2016_raw_ore_plan"],
        "ore_money": mined["sheregesh_mine_2021_investment_plan"] / 1000,
    }


@cache
def product_table() -> pd.DataFrame:
    """What each product alone changes in a normal year: Gini, fullest month, result."""
    usual = resort.year()
    gini = seasonality(usual.total)["gini"]
    rows = {}
    for name in resort.PRODUCTS:
        made = resort.year((name,))
        rows[name] = {
            "gini": seasonality(made.total)["gini"] - gini,
            "peak": made.total.max() - usual.total.max(),
            "result": made.result - usual.result,
        }
    return pd.DataFrame(rows).T


def products_chart() -> alt.LayerChart:
    """Each product alone: change of the fullest month and of the Gini coefficient."""
    rows = product_table().reset_index(names="product")
    rows["product"] = [resort.PRODUCTS[name].label for name in rows["product"]]
    rows["label"] = rows["product"] + rows["result"].map(", {:+.0f}".format).str.replace("-", "−")
    rows["pays"] = rows["result"] > 0
    x = alt.X("peak:Q", title=_("added to January, thousand"))
    x = x.scale(domain=[-0.3, 8], nice=False).axis(tickCount=5)
    y = alt.Y("gini:Q", title=_("change of the Gini (SYNTHETIC)")).scale(domain=[-0.05, 0])
    colour = alt.when("datum.pays").then(alt.value(LIGHT["biysk"]))
    colour = colour.otherwise(alt.value(LIGHT["novokuznetsk"]))
    shape = alt.when("datum.pays").then(alt.value("circle")).otherwise(alt.value("square"))
    base = alt.Chart(rows)
    points = base.mark_point(size=110).encode(x, y, color=colour, shape=shape)
    # The point at the right edge has its name above, towards the left.
    inside = base.transform_filter("datum.peak < 5").mark_text(align="left", dx=11)
    edge = base.transform_filter("datum.peak >= 5").mark_text(align="right", dx=6, dy=-16)
    names = [part.encode(x, y, text="label:N") for part in (inside, edge)]
    return alt.layer(points, *names).properties(width="container", height=280)


def products_alt() -> str:
    """What the products change, in words."""
    return _(
        "Six points. Sport, eco, photo and horse tourism lower the Gini coefficient and add no "
        "guest to the fullest month; sport lowers it most, by 0.045. Jeeps and snowmobiles lower "
        "it as much as eco tourism does but add 7.5 thousand guests in January; industrial "
        "tourism adds 1.8. Sport, eco and photo improve the result, the others worsen it."
    )


SUMMERS = {
    "2013_summer": _("2013, two months"),
    "2014_summer": _("2014, two months"),
    "2019_summer": _("2019, whole district"),
    "2020_summer": _("2020, whole district"),
    "2025_summer": _("2025"),
}


def summers_chart() -> alt.LayerChart:
    """The summers that have been counted."""
    rows = counts()[list(SUMMERS)].rename("thousand").reset_index()
    rows["summer"] = rows["id"].map(SUMMERS)
    rows["district"] = rows["id"].isin(["2019_summer", "2020_summer"])
    y = alt.Y("summer:N", sort=list(SUMMERS.values()), title=None).axis(
        labelLimit=200, domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    x = (
        alt.X("thousand:Q", title=_("thousand visits in summer"))
        .scale(domain=[0, 430])
        .axis(tickCount=5)
    )
    colour = alt.when("datum.district").then(alt.value(LIGHT["muted"]))
    base = alt.Chart(rows)
    bars = base.mark_bar(height=22).encode(
        x, y, color=colour.otherwise(alt.value(LIGHT["sheregesh"]))
    )
    text = base.mark_text(align="left", dx=6).encode(
        x, y, text=alt.Text("thousand:Q", format=".0f")
    )
    return (bars + text).properties(width="container", height=36 * len(rows))


def summers_alt() -> str:
    """What the summers show, in words."""
    return _(
        "Bars of visits in thousand: 28 and 48 in two summer months of 2013 and 2014, 164 and 253 "
        "in the whole district in 2019 and 2020, 358 in the summer of 2025."
    )


def snow_chart() -> alt.LayerChart:
    """Ten winters in order of their snow, without and with the policy."""
    names = {"bare": _("without"), "insured": _("with the policy")}
    rows = winters().reset_index().melt(["year", "snow"], list(names), "kind", "million")
    rows["kind"] = rows["kind"].map(names)
    x = (
        alt.X("snow:Q", title=_("snow, normal is 1 (SYNTHETIC)"))
        .scale(domain=[0.86, 1.3])
        .axis(tickCount=5)
    )
    title = _("against the average winter, million roubles")
    y = alt.Y("million:Q", title=title)
    legend = alt.Legend(orient="top", title=None)
    kinds = list(names.values())
    colour = alt.Color("kind:N", legend=legend).scale(
        domain=kinds, range=[LIGHT["muted"], LIGHT["sheregesh"]]
    )
    shape = alt.Shape("kind:N", legend=legend).scale(domain=kinds, range=["circle", "triangle-up"])
    points = alt.Chart(rows).mark_point(size=90).encode(x, y, colour, shape)
    ends = alt.Chart(winters().reset_index()).mark_rule(color=LIGHT["rule"], strokeWidth=2)
    ends = ends.encode(x, alt.Y("bare:Q", title=title), alt.Y2("insured:Q"))
    zero = alt.Chart(pd.DataFrame({"million": [0]})).mark_rule(color=LIGHT["muted"]).encode(y)
    return (zero + ends + points).properties(width="container", height=300)


def snow_alt() -> str:
    """What the policy does, in words."""
    return _(
        "Ten winters by snow. Without a policy the result rises from 136 million roubles below the "
        "average at 0.89 to 196 above it at 1.27. With it the poorest winters lose far less, all "
        "others 29 million more; one winter of normal snow loses 96 million and is paid nothing."
    )


def risk_chart() -> alt.LayerChart:
    """Cost of the books against the risk of an evader, as evasion spreads."""
    risks = {0.5: _("p₀ = 0.5"), 0.3: _("p₀ = 0.3")}
    rows = pd.DataFrame(
        [(share, p0 * (1 - share), name) for p0, name in risks.items() for share in (0.0, 1.0)],
        columns=["share", "risk", "name"],
    )
    x = alt.X("share:Q", title=_("share of hosts in the shadow (SYNTHETIC)")).axis(
        format="%", tickCount=5
    )
    y = alt.Y("risk:Q", title=_("share of the penalty")).scale(domain=[0, 0.55])
    dash = alt.StrokeDash("name:N", legend=None, sort=list(risks.values()))
    line = alt.Chart(rows).mark_line(color=LIGHT["sheregesh"]).encode(x, y, dash)
    label = alt.Chart(rows[rows["share"] == 0]).mark_text(align="left", dx=8, dy=-9)
    label = label.encode(x, y, text="name:N")
    cost = alt.Chart(pd.DataFrame({"risk": [COST]})).mark_rule(color=LIGHT["ink"], strokeWidth=2)
    shares = [shadow_tipping_share(COST, p0) for p0 in risks]
    names = [f"s* = {written(share, '.2f')}" for share in shares]
    tips = pd.DataFrame({"share": shares, "risk": COST, "name": names})
    points = alt.Chart(tips).mark_point(size=120, color=LIGHT["novokuznetsk"]).encode(x, y)
    texts = alt.Chart(tips).mark_text(align="left", dx=8, dy=-12, fontWeight=600)
    words = pd.DataFrame({"share": [1.0], "risk": [COST], "name": [_("cost t")]})
    word = alt.Chart(words).mark_text(align="right", dy=-9).encode(x, y, text="name:N")
    layers = line + cost.encode(y) + points + texts.encode(x, y, text="name:N") + label + word
    return layers.properties(width="container", height=280)


def risk_alt() -> str:
    """Where the lines cross, in words."""
    return _(
        "Two falling lines, the risk of an evader by the share of hosts in the shadow, from 0.5 "
        "and 0.3 at none down to zero at all. A level line at 0.25, the cost of the books, cuts "
        "the first at a share of one half and the second at 0.17."
    )


def wages_chart() -> alt.LayerChart:
    """Average wages in the district by industry, 2023."""
    rows = wages(2023).drop("agriculture")  # an error of entry
    rows = rows.sort_values(ascending=False).rename("wage").reset_index()
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
    return (bars + text).properties(width="container", height=23 * len(rows))


def wages_alt() -> str:
    """What the wages show, in words."""
    return _(
        "Bars of average monthly wages in Tashtagolsky district in 2023, thousand roubles. Mining "
        "is highest with 81, all industries together pay 61, hotels and catering 38, the last but "
        "one; only administrative services pay less."
    )

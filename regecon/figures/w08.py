"""Week 8: the numbers and figures of the chapter on seven towns and one labour market."""

from __future__ import annotations

from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from regecon.data import load
from regecon.explorers import tug_of_war as tug
from regecon.kit.i18n import _, label, written
from regecon.kit.palette import LIGHT
from regecon.methods.commuting import flow_polycentricity
from regecon.methods.interaction import converse_breaking_point, hansen_accessibility, huff

DETOUR = 1.3  # a road in these hills against the straight line, table distances
WORKDAYS = 21  # a month, assumed
POOLING = 0.05  # assumed: doubling a labour market pays 3 to 8 %, rosenthal_strange_2004
FAST = 72  # kilometres an hour: a fifth faster than at the start
FAR = "Tashtagol"


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text names."""
    return _towns() | _by_hand() | _model() | _decree() | _access() | _sizes() | _facility()


def _towns() -> dict[str, float]:
    people, pay = tug.population(), tug.wages()
    named = {"novo": tug.CENTRE, "prok": "Prokopyevsk", "kise": "Kiselyovsk"}
    return (
        {f"people_{key}": people[town] / 1000 for key, town in named.items()}
        | {f"lost_{key}": fall()[town] for key, town in named.items()}
        | {
            "lost_mezh": fall()["Mezhdurechensk"],
            "people_osin": people["Osinniki"] / 1000,
            "people_kalt": people["Kaltan"] / 1000,
            "people_all": people.sum() / 1000,
            "people_2016": people_in(2016).sum() / 1000,
            "wage_novo": pay[tug.CENTRE],
            "wage_mezh": pay["Mezhdurechensk"],
        }
    )


def people_in(year: int) -> pd.Series:
    """Inhabitants of the seven urban okrugs on 1 January."""
    table = load("municipal_population").set_index(["year", "municipality"])["population"]
    keys = load("municipalities").set_index("place")["municipality"][tug.TOWNS]
    return table[year][keys].set_axis(tug.TOWNS).astype(float)


def fall() -> pd.Series:
    """What each town lost from 2016 to 2020, both on the census of 2010, per cent."""
    return 100 * (1 - people_in(2020) / people_in(2016))


def kilometre_value(home: str, work: str) -> float:
    """Roubles that the gap of average wages pays for each kilometre on the road."""
    gap = tug.wages()[work] - tug.wages()[home]
    return gap / (2 * WORKDAYS * DETOUR * tug.kilometres().loc[home, work])


def breaking_point(town: str) -> float:
    """How far from a town Converse's formula puts the end of the centre's pull."""
    pair = tug.population()[[tug.CENTRE, town]]
    return converse_breaking_point(pair, tug.kilometres().loc[town, tug.CENTRE])[town]


def _by_hand() -> dict[str, float]:
    people, km = tug.population(), tug.kilometres()
    pulls = people * np.exp(-tug.DECAY * km.loc["Prokopyevsk"]) / 1000
    shares = 100 * huff(people, km, beta=tug.DECAY, decay="exponential").loc["Prokopyevsk"]
    return {
        "km_prok": km.loc["Prokopyevsk", tug.CENTRE],
        "month_prok": 2 * WORKDAYS * DETOUR * km.loc["Prokopyevsk", tug.CENTRE],
        "gap_prok": tug.wages()[tug.CENTRE] - tug.wages()["Prokopyevsk"],
        "value_prok": kilometre_value("Prokopyevsk", tug.CENTRE),
        "value_osin": kilometre_value("Osinniki", tug.CENTRE),
        "value_kalt": kilometre_value("Kaltan", tug.CENTRE),
        "value_mysk": kilometre_value("Myski", "Mezhdurechensk"),
        "break_prok": breaking_point("Prokopyevsk"),
        "break_root": float(np.sqrt(people[tug.CENTRE] / people["Prokopyevsk"])),
        "pull_home": pulls["Prokopyevsk"],
        "pull_centre": pulls[tug.CENTRE],
        "pull_next": pulls["Kiselyovsk"],
        "pull_all": pulls.sum(),
        "pull_rest": pulls.drop([tug.CENTRE, "Prokopyevsk", "Kiselyovsk"]).sum(),
        "share_home": shares["Prokopyevsk"],
        "share_centre": shares[tug.CENTRE],
        "share_next": shares["Kiselyovsk"],
        "km_far": _far_km().min(),
    }


def _far_km() -> pd.Series:
    table = load("distances").set_index(["origin", "destination"])["kilometres"]
    return table[FAR][tug.TOWNS]


def _model() -> dict[str, float]:
    start, centre, rival = (
        tug.flows(pay, tug.SPEED, "open") for pay in ("none", "centre", "rival")
    )
    won = (centre.sum() - start.sum()) / 1000
    taken = (rival.sum() - start.sum()) / 1000
    away = tug.outside(start) / 1000
    road = 100 * (tug.matched_pay(FAST, "open", POOLING) - 1)
    faster = tug.flows("none", FAST, "open")
    within = away.drop(columns=tug.CENTRE).drop(index=tug.CENTRE).to_numpy().sum()
    return {
        "away": away.to_numpy().sum(),
        "inward": away[tug.CENTRE].sum(),
        "ring_to_ring": within,
        "won_centre": won[tug.CENTRE],
        "lost_centre_prok": -won["Prokopyevsk"],
        "won_prok": taken["Prokopyevsk"],
        "lost_rival_kise": -taken["Kiselyovsk"],
        "lost_rival_novo": -taken[tug.CENTRE],
        "poly": flow_polycentricity(start),
        "poly_centre": flow_polycentricity(centre),
        "poly_one": 1 - 2 * np.sqrt(len(tug.TOWNS) - 1) / len(tug.TOWNS),
        "away_fast": tug.outside(faster).to_numpy().sum() / 1000,
        "road_centre": road[tug.CENTRE],
        "road_kalt": road["Kaltan"],
        "road_prok": road["Prokopyevsk"],
    }


def _decree() -> dict[str, float]:
    decree = 100 * (tug.matched_pay(tug.SPEED, "decree", POOLING) - 1)
    trips = tug.outside(tug.flows("none", tug.SPEED, "decree")).to_numpy().sum() / 1000
    sites = len(tug.TOWNS) * tug.TRADES
    kept = sum(len(towns) * seats for towns, seats in tug.SEATS.items())
    payroll = 12 * (tug.workers() * tug.wages()).sum() * tug.TRADED / sites / 1e6
    saving = tug.saving_needed(tug.SPEED, POOLING)
    return {
        "decree_away": trips,
        "decree_centre": -decree[tug.CENTRE],
        "decree_mezh": -decree["Mezhdurechensk"],
        "decree_prok": -decree["Prokopyevsk"],
        "slump_open": 100 * tug.worst_slump("open").max(),
        "slump_centre": 100 * tug.worst_slump("decree")[tug.CENTRE],
        "slump_decree": 100 * tug.worst_slump("decree").max(),
        "sites": sites,
        "sites_closed": sites - kept,
        "saving": saving,
        "saving_low": tug.saving_needed(tug.SPEED, 0.02),
        "saving_high": tug.saving_needed(tug.SPEED, 0.1),
        "saving_total": saving * (sites - kept) / 1000,
        "payroll": payroll / 1000,
        "saving_share": 100 * saving / payroll,
        "site_jobs": tug.workers().sum() * tug.TRADED / sites,
    }


@cache
def access_table() -> pd.DataFrame:
    """Access to jobs and wages of eight labour markets, real figures with an assumed decay."""
    towns = [*tug.TOWNS, FAR]
    km = load("distances").pivot_table("kilometres", "origin", "destination").loc[towns, towns]
    km = km.mask(np.eye(len(towns), dtype=bool), tug.INSIDE)
    keys = load("municipalities").set_index("place")["municipality"][towns]
    people = load("municipal_population").query("year == 2023").set_index("municipality")
    jobs = (tug.AT_WORK * people["population"][keys]).set_axis(towns)
    table = load("municipal_wages").query("year == 2023")
    table = table[table["place"].isin(towns)].pivot_table("wage", "place", "section").loc[towns]
    access = hansen_accessibility(jobs, km, beta=tug.DECAY, decay="exponential")
    industries = {"all": table["TOTAL"], "mining": table["B"], "trade": table["G"]}
    return pd.DataFrame({"access": access / 1000} | industries)


def _access() -> dict[str, float]:
    table = access_table()
    logs = np.log(table)
    ring = logs.drop(index=tug.CENTRE)
    return {
        "corr_all": logs["access"].corr(logs["all"]),
        "corr_mining": logs["access"].corr(logs["mining"]),
        "corr_trade": logs["access"].corr(logs["trade"]),
        "ring_corr_trade": ring["access"].corr(ring["trade"]),
        "trade_novo": table.loc[tug.CENTRE, "trade"],
        "trade_osin": table.loc["Osinniki", "trade"],
        "mining_prok": table.loc["Prokopyevsk", "mining"],
        "mining_kalt": table.loc["Kaltan", "mining"],
    }


def sizes() -> pd.DataFrame:
    """Statements on the size of the agglomeration, thousand, by id."""
    return load("agglomeration_sizes").set_index("id")


def _sizes() -> dict[str, float]:
    stated = sizes()["population_thousand"]
    return {
        "size_low": stated["wiki_2023"] / 1000,
        "size_high": stated["wiki_2019"] / 1000,
        "size_okrugs": stated["okrugs_2021"] / 1000,
        "size_named": stated["five_okrugs_2016"],
        "size_2017": stated["wiki_2017"] * 1000,
    }


def facility(people: pd.Series | None = None) -> pd.Series:
    """Mean straight distance to a facility in each town, kilometres; own residents travel 2."""
    people = tug.population() if people is None else people
    km = tug.kilometres().loc[people.index]
    return km.mul(people, axis="index").sum() / people.sum()


def _facility() -> dict[str, float]:
    everyone, ring = facility(), facility(tug.population().drop(tug.CENTRE))
    return {
        "reach_novo": everyone[tug.CENTRE],
        "reach_prok": everyone["Prokopyevsk"],
        "reach_mezh": everyone["Mezhdurechensk"],
        "ring_novo": ring[tug.CENTRE],
        "ring_prok": ring["Prokopyevsk"],
    }


def catchment_chart() -> alt.LayerChart:
    """How much of each place's workforce the centre draws, with Converse's points."""
    cells = alt.Chart(_cells()).mark_point(
        shape="square", filled=True, strokeWidth=0, opacity=1,
        size=alt.expr(f"pow({tug.SCALE} * 0.00108, 2)"),
    )  # fmt: skip
    colour = alt.Color("centre:Q", title=_("work in Novokuznetsk, %")).scale(
        domain=[0, 100], range=[LIGHT["land"], LIGHT["novokuznetsk"]], interpolate="rgb"
    )
    colour = colour.legend(orient="top", gradientLength=160, tickCount=3, titleLimit=260)
    at = {"longitude": "longitude:Q", "latitude": "latitude:Q"}
    towns = alt.Chart(_places()).mark_point(
        shape="circle", filled=True, size=70, color=LIGHT["ink"], stroke=LIGHT["card"]
    )
    points = alt.Chart(_breaks()).mark_point(
        shape="diamond", filled=False, size=90, stroke=LIGHT["ink"], strokeWidth=2
    )
    names = []
    for row in _places().itertuples():
        text, right, down, side = tug.NAMES[row.place]
        one = alt.Chart(pd.DataFrame([row._asdict()])).encode(**at)
        style = {"dx": right, "dy": down, "align": side, "fontSize": tug.LETTERS, "text": text}
        style |= {"baseline": "middle", "fontWeight": 600}
        names.append(
            one.mark_text(**style, stroke=LIGHT["card"], strokeWidth=4, strokeJoin="round")
        )
        names.append(one.mark_text(**style, color=LIGHT["ink"]))
    return (
        alt.layer(cells.encode(**at, color=colour), towns.encode(**at), points.encode(**at), *names)
        .project("mercator", center=tug.MIDDLE, scale=alt.expr(tug.SCALE))
        .properties(width="container", height=320)
    )


def _places() -> pd.DataFrame:
    table = load("towns").set_index("place").loc[tug.TOWNS, ["longitude", "latitude"]]
    return table.reset_index()


def _cells() -> pd.DataFrame:
    """A grid of places and the share of their workers that the centre would draw."""
    at = _places().set_index("place")
    east, north = np.meshgrid(np.arange(86.5, 88.3, 0.06), np.arange(53.4, 54.11, 0.035))
    grid = pd.DataFrame({"longitude": east.ravel(), "latitude": north.ravel()}).round(3)
    narrow = np.cos(np.radians(53.75))
    km = pd.DataFrame(
        {
            town: 111.2
            * np.hypot((grid["longitude"] - where.longitude) * narrow,
                       grid["latitude"] - where.latitude)
            for town, where in at.iterrows()
        }
    ).clip(lower=tug.INSIDE)  # fmt: skip
    pull = tug.population() * tug.wages() ** tug.WAGE_PULL
    shares = huff(pull, km, beta=tug.DECAY, decay="exponential")
    return grid.assign(centre=(100 * shares[tug.CENTRE]).round())


def _breaks() -> pd.DataFrame:
    """Converse's points on the lines from the centre to the other towns."""
    at = _places().set_index("place")
    rows = []
    for town in tug.TOWNS[1:]:
        part = breaking_point(town) / tug.kilometres().loc[town, tug.CENTRE]
        rows.append(at.loc[town] + part * (at.loc[tug.CENTRE] - at.loc[town]))
    return pd.DataFrame(rows).round(4)


def catchment_alt() -> str:
    """What the catchments show, in words."""
    return _(
        "A map of the seven towns, shaded by the share of workers whom Novokuznetsk would draw: "
        "a dark band around it from south-west to north-east, pale corners around Kiselyovsk and "
        "around Mezhdurechensk and Myski, half-tones at Osinniki and Kaltan. Diamonds mark "
        "Converse's points, all of them nearer to the smaller town."
    )


def access_chart() -> alt.LayerChart:
    """Wages of 2023 by town, in order of access to jobs."""
    kinds = {"trade": _("trade"), "all": _("all industries"), "mining": _("mining")}
    table = access_table().sort_values("access", ascending=False).reset_index(names="place")
    table["town"] = table["place"].map(label) + table["access"].map(", {:.0f}".format)
    rows = table.melt(["place", "town"], list(kinds), "kind", "wage")
    rows["wage"] /= 1000
    rows["kind"] = rows["kind"].map(kinds)
    order = list(kinds.values())
    x = alt.X("wage:Q", title=_("wage of 2023, thousand roubles"))
    x = x.scale(domain=[40, 110], nice=False).axis(tickCount=5)
    y = alt.Y("town:N", sort=table["town"].tolist(), title=None).axis(
        labelLimit=200, domain=False, ticks=False, grid=True, labelColor=LIGHT["ink"]
    )
    legend = alt.Legend(orient="top", title=None, columns=2)
    colour = alt.Color("kind:N", legend=legend, sort=order).scale(
        domain=order, range=[LIGHT["sheregesh"], LIGHT["ink"], LIGHT["novokuznetsk"]]
    )
    shape = alt.Shape("kind:N", legend=legend, sort=order).scale(
        domain=order, range=["triangle-up", "circle", "square"]
    )
    tips = [
        alt.Tooltip("place:N", title=_("town")),
        alt.Tooltip("kind:N", title=_("industry")),
        alt.Tooltip("wage:Q", title=_("thousand roubles"), format=".1f"),
    ]
    points = alt.Chart(rows).mark_point(size=100).encode(x, y, colour, shape, tooltip=tips)
    return points.properties(width="container", height=300)


def access_alt() -> str:
    """What wages do with access, in words."""
    return _(
        "Eight towns in order of the jobs within reach, from Novokuznetsk with 194 thousand to "
        "Tashtagol with 18. Wages in all industries together follow no order: Mezhdurechensk, "
        "fifth by access, pays most and Prokopyevsk, second, least. Mining pays 81 to 105 "
        "thousand roubles, most in Kaltan. In trade Novokuznetsk pays 80, Tashtagol 46."
    )


def decree_chart() -> alt.LayerChart:
    """What a closed workplace must save, by the pooling elasticity and the road."""
    speeds = {60: _("60 km an hour"), 90: _("90 km an hour")}
    steps = np.round(np.arange(0, 0.1001, 0.01), 2)
    rows = pd.DataFrame(
        [(e, tug.saving_needed(s, e), name) for s, name in speeds.items() for e in steps],
        columns=["pooling", "saving", "road"],
    )
    x = alt.X("pooling:Q", title=_("pooling elasticity (assumed)")).scale(domain=[0, 0.1])
    x = x.axis(tickCount=5)
    y = alt.Y("saving:Q", title=_("million roubles a year")).scale(domain=[0, 100])
    line = alt.Chart(rows).mark_line(color=LIGHT["novokuznetsk"]).encode(
        x, y, alt.StrokeDash("road:N", legend=alt.Legend(orient="top", title=None))
    )  # fmt: skip
    words = pd.DataFrame(
        [(0.005, 82, _("above: the decree pays")), (0.095, 12, _("below: it costs more"))],
        columns=["pooling", "saving", "text"],
    )
    text = alt.Chart(words).encode(x, y, text="text:N")
    left = text.transform_filter("datum.pooling < 0.05").mark_text(align="left")
    right = text.transform_filter("datum.pooling > 0.05").mark_text(align="right")
    return (line + left + right).properties(width="container", height=280)


def decree_alt() -> str:
    """What the decree must save, in words."""
    return _(
        "Two lines that rise from zero with the pooling elasticity: what each closed workplace "
        "must save a year. On today's roads it is {middle} million roubles at an elasticity of "
        "0.05 and {high} at 0.1; on roads of 90 kilometres an hour {fast} at 0.1."
    ).format(
        middle=written(tug.saving_needed(60, POOLING), ".0f"),
        high=written(tug.saving_needed(60, 0.1), ".0f"),
        fast=written(tug.saving_needed(90, 0.1), ".0f"),
    )


def sizes_chart() -> alt.LayerChart:
    """The agglomeration by whoever was asked."""
    rows = sizes().reset_index()
    rows["million"] = rows["population_thousand"] / 1000
    rows["kind"] = np.where(rows["confidence"].isin(["high", "computed"]), _("sum of okrugs"),
                            _("no boundary given"))  # fmt: skip
    x = alt.X("year:Q", title=None).scale(domain=[2012, 2024]).axis(format="d", tickCount=6)
    y = alt.Y("million:Q", title=_("million people")).scale(domain=[0, 1.6])
    legend = alt.Legend(orient="top", title=None, labelLimit=260)
    order = [_("sum of okrugs"), _("no boundary given")]
    colour = alt.Color("kind:N", legend=legend).scale(
        domain=order, range=[LIGHT["ink"], LIGHT["novokuznetsk"]]
    )
    shape = alt.Shape("kind:N", legend=legend).scale(domain=order, range=["square", "circle"])
    points = alt.Chart(rows).mark_point(size=110).encode(
        x, y, colour, shape,
        tooltip=[alt.Tooltip("boundary:N", title=_("counts"))],
    )  # fmt: skip
    text = (
        alt.Chart(rows[rows["id"] != "wiki_2021"])  # two statements of 2021 stand on one spot
        .mark_text(dy=-13, fontSize=12)
        .encode(x, y, text=alt.Text("million:Q", format=".2f"))
    )
    return (points + text).properties(width="container", height=280)


def sizes_alt() -> str:
    """What has been said of the size, in words."""
    return _(
        "Ten statements from 2013 to 2023. Sums of municipalities: 0.55 million for Novokuznetsk "
        "and 0.98 with four neighbours in 2016, 1.03 for eight okrugs in 2021. Statements without "
        "a boundary: 1.15 in 2013 and 2015, 1.31, 1.50, 1.28 twice, and 1.10 in 2023."
    )

"""Week 8: the numbers and figures of the chapter on seven towns and one labour market."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases import towns
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, label
from regecon.kit.palette import LIGHT
from regecon.methods.commuting import flow_polycentricity
from regecon.methods.interaction import huff

LOW, HIGH = 0.02, 0.1  # pooling elasticities beside the one that the text takes
QUICK = 90  # kilometres an hour: much better roads, for the decree
NAMED = {
    "novo": "Novokuznetsk",
    "prok": "Prokopyevsk",
    "kise": "Kiselyovsk",
    "mezh": "Mezhdurechensk",
    "osin": "Osinniki",
    "kalt": "Kaltan",
}
MIDDLE, SCALE = (87.4, 53.76), "min(width * (width < 400 ? 29 : 31), height * 56)"
LETTERS = alt.ExprRef("width < 400 ? 11 : 13")
# Where a name stands beside its town on the map: pixels right and down, and its side.
BESIDE = {
    "Novokuznetsk": (22, -15, "left"),
    "Prokopyevsk": (-48, 24, "left"),
    "Kiselyovsk": (12, -8, "left"),
    "Mezhdurechensk": (alt.ExprRef("width < 400 ? 42 : 64"), -18, "right"),
    "Myski": (-8, 18, "center"),
    "Osinniki": (12, 4, "left"),
    "Kaltan": (12, 10, "left"),
}


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text names."""
    return (
        _towns()
        | _by_hand()
        | _model()
        | _decree()
        | _decays()
        | _access()
        | _sizes()
        | _facility()
        | _road()
        | decree().numbers
        | sizes().numbers
    )


def _towns() -> dict[str, float]:
    people, pay, fall = towns.population(), towns.wages(), towns.fall()
    category = towns.categories()
    return (
        {f"people_{key}": people[town] / 1000 for key, town in NAMED.items()}
        | {f"lost_{key}": fall[town] for key, town in NAMED.items()}
        | {f"category_{key}": category[town] for key, town in NAMED.items()}
        | {
            "people_all": people.sum() / 1000,
            "people_2016": towns.people_in(2016).sum() / 1000,
            "wage_novo": pay[towns.CENTRE],
            "wage_mezh": pay["Mezhdurechensk"],
            "listed": category.notna().sum(),
        }
    )


def _by_hand() -> dict[str, float]:
    people, km = towns.population(), towns.kilometres()
    pulls = people * np.exp(-towns.DECAY * km.loc["Prokopyevsk"]) / 1000
    shares = 100 * huff(people, km, beta=towns.DECAY, decay="exponential").loc["Prokopyevsk"]
    ways = {
        "prok": ("Prokopyevsk", towns.CENTRE),
        "osin": ("Osinniki", towns.CENTRE),
        "kalt": ("Kaltan", towns.CENTRE),
        "mysk": ("Myski", "Mezhdurechensk"),
    }
    gap = towns.wages()[towns.CENTRE] - towns.wages()["Prokopyevsk"]
    value, time = towns.kilometre_value(*ways["prok"]), towns.kilometre_time("Prokopyevsk")
    return {f"value_{key}": towns.kilometre_value(*way) for key, way in ways.items()} | {
        "km_prok": km.loc["Prokopyevsk", towns.CENTRE],
        "month_prok": towns.month_kilometres("Prokopyevsk", towns.CENTRE),
        "gap_prok": gap,
        "net_prok": (1 - towns.TAX) * gap,
        "time_prok": time,
        "time_half_prok": time / 2,
        "rest_prok": value - time,
        "rest_half_prok": value - time / 2,
        "break_prok": towns.breaking_point("Prokopyevsk"),
        "break_root": float(np.sqrt(people[towns.CENTRE] / people["Prokopyevsk"])),
        "pull_home": pulls["Prokopyevsk"],
        "pull_centre": pulls[towns.CENTRE],
        "pull_next": pulls["Kiselyovsk"],
        "pull_all": pulls.sum(),
        "pull_rest": pulls.drop([towns.CENTRE, "Prokopyevsk", "Kiselyovsk"]).sum(),
        "share_home": shares["Prokopyevsk"],
        "share_centre": shares[towns.CENTRE],
        "share_next": shares["Kiselyovsk"],
        "km_far": towns.far_kilometres().min(),
    }


def _model() -> dict[str, float]:
    start, centre, rival = (
        towns.flows(pay, towns.SPEED, "open") for pay in ("none", "centre", "rival")
    )
    won = (centre.sum() - start.sum()) / 1000
    taken = (rival.sum() - start.sum()) / 1000
    away, faster = towns.outside(start) / 1000, towns.flows("none", towns.FAST, "open")
    within = away.drop(columns=towns.CENTRE).drop(index=towns.CENTRE).to_numpy().sum()
    return {
        "away": away.to_numpy().sum(),
        "inward": away[towns.CENTRE].sum(),
        "ring_to_ring": within,
        "won_centre": won[towns.CENTRE],
        "lost_centre_prok": -won["Prokopyevsk"],
        "won_prok": taken["Prokopyevsk"],
        "lost_rival_kise": -taken["Kiselyovsk"],
        "lost_rival_novo": -taken[towns.CENTRE],
        "poly": flow_polycentricity(start),
        "poly_centre": flow_polycentricity(centre),
        "poly_one": 1 - 2 * np.sqrt(len(towns.TOWNS) - 1) / len(towns.TOWNS),
        "away_fast": towns.outside(faster).to_numpy().sum() / 1000,
    }


def _decree() -> dict[str, float]:
    decree = 100 * (towns.matched_pay(towns.SPEED, "decree") - 1)
    trips = towns.outside(towns.flows("none", towns.SPEED, "decree")).to_numpy().sum() / 1000
    table, closed = towns.workplaces(), towns.closed_workplace()
    slump, saving = 100 * towns.worst_slump("decree"), towns.saving_needed(towns.SPEED)
    return {
        "decree_away": trips,
        "decree_centre": -decree[towns.CENTRE],
        "decree_mezh": -decree["Mezhdurechensk"],
        "decree_prok": -decree["Prokopyevsk"],
        "slump_open": 100 * towns.worst_slump("open").max(),
        "slump_centre": slump[towns.CENTRE],
        "slump_decree": slump.max(),
        "sites": (table["kept"] + table["closed"]).sum(),
        "sites_closed": table["closed"].sum(),
        "saving": saving,
        "saving_total": saving * table["closed"].sum() / 1000,
        "payroll": closed["payroll"] / 1000,
        "saving_share": 100 * saving / closed["payroll"],
        "site_jobs": closed["jobs"],
    }


def _decays() -> dict[str, float]:
    table = towns.by_decay()
    return {
        f"{name}_{place}": table.loc[name, decay]
        for name in table.index
        for place, decay in zip(("slow", "mid", "quick"), towns.DECAYS, strict=True)
    }


def _access() -> dict[str, float]:
    table = towns.access_table()
    logs, ring = np.log(table), np.log(table.drop(index=towns.CENTRE))
    by_industry = towns.pay_with_access()
    return {
        "corr_all": logs["access"].corr(logs["all"]),
        "corr_mining": logs["access"].corr(logs["mining"]),
        "corr_trade": logs["access"].corr(logs["trade"]),
        "ring_corr_trade": ring["access"].corr(ring["trade"]),
        "trade_novo": table.loc[towns.CENTRE, "trade"],
        "trade_osin": table.loc["Osinniki", "trade"],
        "mining_prok": table.loc["Prokopyevsk", "mining"],
        "mining_kalt": table.loc["Kaltan", "mining"],
        "industries": len(by_industry),
        "industries_up": (by_industry["seven"] > 0).sum(),
        "industries_ring_up": (by_industry["ring"] > 0).sum(),
    }


def _sizes() -> dict[str, float]:
    stated = towns.sizes()["population_thousand"]
    return {
        "size_low": stated["wiki_2023"] / 1000,
        "size_high": stated["wiki_2019"] / 1000,
        "size_okrugs": stated["okrugs_2021"] / 1000,
        "size_named": stated["five_okrugs_2016"],
        "size_2017": stated["wiki_2017"] * 1000,
    }


def _facility() -> dict[str, float]:
    everyone = towns.facility()
    ring = towns.facility(towns.population().drop(towns.CENTRE))
    return {
        "reach_novo": everyone[towns.CENTRE],
        "reach_prok": everyone["Prokopyevsk"],
        "reach_mezh": everyone["Mezhdurechensk"],
        "ring_novo": ring[towns.CENTRE],
        "ring_prok": ring["Prokopyevsk"],
    }


def _road() -> dict[str, float]:
    rise = {
        elasticity: 100 * (towns.matched_pay(towns.FAST, "open", elasticity) - 1)
        for elasticity in (LOW, towns.POOLING)
    }
    high, low = towns.in_the_ring(rise[towns.POOLING]), towns.in_the_ring(rise[LOW])
    # With so many towns that a rise as foreseen would be found four times in five, its standard
    # error is the rise over 2.8; a true theory falls below the line once in forty times.
    error = high / 2.8
    return {
        "road_centre": rise[towns.POOLING][towns.CENTRE],
        "road_kalt": rise[towns.POOLING]["Kaltan"],
        "road_prok": rise[towns.POOLING]["Prokopyevsk"],
        "road_ring_low": low,
        "road_noise": towns.wage_noise(),
        "road_change": towns.wage_spread(),
        "road_threshold": high - 1.96 * error,
        "road_error": error,
        "road_found_12": towns.road_test(12),
        "road_towns": towns.road_towns(high),
        "road_towns_low": towns.road_towns(low),
    }


def catchment() -> Figure:
    """How much of each place's workforce the centre draws, with Converse's points."""
    breaks = {town: towns.breaking_point(town) for town in towns.TOWNS[1:]}
    km = towns.kilometres()[towns.CENTRE]
    nearer = sum(breaks[town] < km[town] / 2 for town in breaks)
    grid = towns.catchment()
    told = _(
        "A map of the seven towns, shaded by the share of workers whom Novokuznetsk would draw, "
        "from {least:.0f} to {most:.0f} per cent: dark around it from south-west to north-east, "
        "pale around Kiselyovsk and around Mezhdurechensk and Myski, half-tones at Osinniki and "
        "Kaltan. Diamonds mark Converse's points; {nearer} of {all} lie nearer to the smaller town."
    ).format(least=grid["centre"].min(), most=grid["centre"].max(), nearer=nearer, all=len(breaks))
    return Figure(_catchment(grid), told)


def _catchment(grid: pd.DataFrame) -> alt.LayerChart:
    cells = alt.Chart(grid).mark_point(
        shape="square", filled=True, strokeWidth=0, opacity=1,
        size=alt.expr(f"pow({SCALE} * 0.00108, 2)"),
    )  # fmt: skip
    colour = alt.Color("centre:Q", title=_("work in Novokuznetsk, %")).scale(
        domain=[0, 100], range=[LIGHT["land"], LIGHT["novokuznetsk"]], interpolate="rgb"
    )
    colour = colour.legend(orient="top", gradientLength=160, tickCount=3, titleLimit=260)
    at = {"longitude": "longitude:Q", "latitude": "latitude:Q"}
    discs = alt.Chart(towns.places().reset_index()).mark_point(
        shape="circle", filled=True, size=70, color=LIGHT["ink"], stroke=LIGHT["card"]
    )
    points = alt.Chart(towns.breaking_places()).mark_point(
        shape="diamond", filled=False, size=90, stroke=LIGHT["ink"], strokeWidth=2
    )
    return (
        alt.layer(
            cells.encode(**at, color=colour), discs.encode(**at), points.encode(**at), *_names(at)
        )
        .project("mercator", center=MIDDLE, scale=alt.expr(SCALE))
        .properties(width="container", height=320)
    )


def _names(at: dict[str, str]) -> list[alt.Chart]:
    marks = []
    for town, where in towns.places().iterrows():
        right, down, side = BESIDE[town]
        one = alt.Chart(where.to_frame().T).encode(**at)
        style = {"dx": right, "dy": down, "align": side, "fontSize": LETTERS, "text": label(town)}
        style |= {"baseline": "middle", "fontWeight": 600}
        halo = {"stroke": LIGHT["card"], "strokeWidth": 4, "strokeJoin": "round"}
        marks += [one.mark_text(**style, **halo), one.mark_text(**style, color=LIGHT["ink"])]
    return marks


def access() -> Figure:
    """Wages of 2023 by town, in order of access to jobs."""
    table = towns.access_table().sort_values("access", ascending=False)
    order, pay = list(table.index), table / 1000
    best, worst = table["all"].idxmax(), table["all"].idxmin()
    dearest = table["mining"].idxmax()
    told = _(
        "Eight towns in order of the jobs within reach, from {first} with {most:.0f} thousand to "
        "{last} with {least:.0f}. Wages in all industries together follow no order: {best}, number "
        "{best_place} by access, pays most and {worst}, number {worst_place}, least. Mining pays "
        "{low:.0f} to {high:.0f} thousand roubles, most in {dearest}. In trade {first} pays "
        "{trade_first:.0f} and {last} {trade_last:.0f}."
    ).format(
        first=label(order[0]),
        most=table["access"].iloc[0],
        last=label(order[-1]),
        least=table["access"].iloc[-1],
        best=label(best),
        best_place=order.index(best) + 1,
        worst=label(worst),
        worst_place=order.index(worst) + 1,
        low=pay["mining"].min(),
        high=pay["mining"].max(),
        dearest=label(dearest),
        trade_first=pay["trade"].iloc[0],
        trade_last=pay["trade"].iloc[-1],
    )
    return Figure(_access_chart(table), told)


def _access_chart(table: pd.DataFrame) -> alt.Chart:
    kinds = {"trade": _("trade"), "all": _("all industries"), "mining": _("mining")}
    table = table.reset_index(names="place")
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


def decree() -> Figure:
    """What a closed workplace must save, by the pooling elasticity and the road."""
    needed = {
        (speed, elasticity): towns.saving_needed(speed, elasticity)
        for speed in (towns.SPEED, QUICK)
        for elasticity in (LOW, towns.POOLING, HIGH)
    }
    told = _(
        "Two lines that rise from zero with the pooling elasticity: what each closed workplace "
        "must save a year. On today's roads it is {middle:.0f} million roubles at an elasticity of "
        "{elasticity} and {high:.0f} at {top}; on roads of {speed} kilometres an hour "
        "{fast:.0f} at {top}."
    ).format(
        middle=needed[towns.SPEED, towns.POOLING],
        elasticity=towns.POOLING,
        high=needed[towns.SPEED, HIGH],
        top=HIGH,
        speed=QUICK,
        fast=needed[QUICK, HIGH],
    )
    named = {
        "saving_low": needed[towns.SPEED, LOW],
        "saving_high": needed[towns.SPEED, HIGH],
    }
    return Figure(_decree_chart(), told, named)


def _decree_chart() -> alt.LayerChart:
    words = _("{speed} km an hour")
    speeds = {speed: words.format(speed=speed) for speed in (towns.SPEED, QUICK)}
    steps = np.round(np.arange(0, 0.1001, 0.01), 2)
    rows = pd.DataFrame(
        [(e, towns.saving_needed(s, e), name) for s, name in speeds.items() for e in steps],
        columns=["pooling", "saving", "road"],
    )
    x = alt.X("pooling:Q", title=_("pooling elasticity (assumed)")).scale(domain=[0, 0.1])
    x = x.axis(tickCount=5)
    y = alt.Y("saving:Q", title=_("million roubles a year")).scale(domain=[0, 100])
    line = alt.Chart(rows).mark_line(color=LIGHT["novokuznetsk"]).encode(
        x, y, alt.StrokeDash("road:N", legend=alt.Legend(orient="top", title=None))
    )  # fmt: skip
    words = alt.Chart(pd.DataFrame({"side": [0]}))
    above = words.mark_text(align="left", text=_("above: the decree pays"))
    below = words.mark_text(align="right", text=_("below: it costs more"))
    left = above.encode(x=alt.value(14), y=alt.value(50))
    right = below.encode(x=alt.value("width"), y=alt.value(245))
    return (line + left + right).properties(width="container", height=280)


def sizes() -> Figure:
    """The agglomeration by whoever was asked."""
    rows = towns.sizes().reset_index()
    rows["million"] = rows["population_thousand"] / 1000
    counted = rows["confidence"].isin(["high", "computed"])
    loose = rows[~counted]
    told = _(
        "{count} statements from {first} to {last}. The {sums} sums of municipalities lie at "
        "{core:.2f} million for Novokuznetsk alone and {five:.2f} with four neighbours in 2016, "
        "and {okrugs:.2f} for eight okrugs in 2021. The {others} statements without a boundary run "
        "from {low:.2f} to {high:.2f} million."
    ).format(
        count=len(rows),
        first=rows["year"].min(),
        last=rows["year"].max(),
        sums=counted.sum(),
        core=rows.set_index("id")["million"]["core_2016"],
        five=rows.set_index("id")["million"]["five_okrugs_2016"],
        okrugs=rows.set_index("id")["million"]["okrugs_2021"],
        others=len(loose),
        low=loose["million"].min(),
        high=loose["million"].max(),
    )
    move = {"sizes_move": 1000 * (loose["million"].max() - loose["million"].min())}
    return Figure(_sizes_chart(rows, counted), told, move)


def _sizes_chart(rows: pd.DataFrame, counted: pd.Series) -> alt.LayerChart:
    order = [_("sum of okrugs"), _("no boundary given")]
    rows = rows.assign(kind=np.where(counted, *order))
    x = alt.X("year:Q", title=None).scale(domain=[2012, 2024]).axis(format="d", tickCount=6)
    y = alt.Y("million:Q", title=_("million people")).scale(domain=[0, 1.6])
    legend = alt.Legend(orient="top", title=None, labelLimit=260)
    colour = alt.Color("kind:N", legend=legend).scale(
        domain=order, range=[LIGHT["ink"], LIGHT["novokuznetsk"]]
    )
    shape = alt.Shape("kind:N", legend=legend).scale(domain=order, range=["square", "circle"])
    points = alt.Chart(rows).mark_point(size=110).encode(
        x, y, colour, shape,
        tooltip=[alt.Tooltip("boundary:N", title=_("counts"))],
    )  # fmt: skip
    spots = rows.assign(near=rows["million"].round(1)).drop_duplicates(["year", "near"])
    text = alt.Chart(spots).mark_text(dy=-13, fontSize=12)
    text = text.encode(x, y, text=alt.Text("million:Q", format=".2f"))
    return (points + text).properties(width="container", height=280)


def road() -> Figure:
    """The smallest rise of pay that a test of new roads would find, by the number of towns."""
    counts = np.unique(np.round(np.geomspace(1, 1000, 40)).astype(int))
    rows = pd.DataFrame({"towns": counts, "found": [towns.road_test(int(n)) for n in counts]})
    foreseen = {
        elasticity: towns.in_the_ring(100 * (towns.matched_pay(towns.FAST, "open", elasticity) - 1))
        for elasticity in (LOW, towns.POOLING)
    }
    told = _(
        "A falling curve on a logarithmic scale: the smallest rise of pay that would be found four "
        "times in five, {one:.0f} per cent with one town, {dozen:.1f} with twelve, {hundred:.1f} "
        "with a hundred. Two level lines are the rises that the model foresees in the ring, "
        "{high:.2f} and {low:.2f} per cent; the curve meets them at {towns:,.0f} and "
        "{more:,.0f} towns."
    ).format(
        one=towns.road_test(1),
        dozen=towns.road_test(12),
        hundred=towns.road_test(100),
        high=foreseen[towns.POOLING],
        low=foreseen[LOW],
        towns=towns.road_towns(foreseen[towns.POOLING]),
        more=towns.road_towns(foreseen[LOW]),
    )
    return Figure(_road_chart(rows, foreseen), told)


def _road_chart(rows: pd.DataFrame, foreseen: dict[float, float]) -> alt.LayerChart:
    x = alt.X("towns:Q", title=_("towns with a new road, and as many without"))
    x = x.scale(type="log", domain=[1, 1000]).axis(values=[1, 3, 10, 30, 100, 300, 1000])
    y = alt.Y("found:Q", title=_("rise of pay that would be found, %"))
    line = alt.Chart(rows).mark_line(color=LIGHT["novokuznetsk"])
    line = line.encode(x, y.scale(domain=[0, 8]).axis(tickCount=4))
    words = [_("foreseen, elasticity {value}").format(value=value) for value in foreseen]
    marks = pd.DataFrame({"found": foreseen.values(), "text": words, "towns": 1})
    level = alt.Chart(marks)
    rules = level.mark_rule(color=LIGHT["ink"], strokeDash=[5, 4]).encode(y)
    names = level.mark_text(align="left", dx=4, dy=-7).encode(x, y, text="text:N")
    return (rules + names + line).properties(width="container", height=260)

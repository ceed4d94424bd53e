"""Week 14: the numbers and figures of the chapter on partnership, risk and waiting."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases import contract, gates, ruins
from regecon.data import load
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.partnership import present_value

WORTHS = range(40, 181, 2)
FAR, NEAR = 76, 150  # worths at which the caption on tours looks
FALL = 5  # per cent a year, in the figure on tours


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text and captions name."""
    figures = [counts(), needed(), hurdles(), tours()]
    texts = [_deals(), _gates(), _sites(), _registers(), _houses()]
    return {name: value for part in texts for name, value in part.items()} | {
        name: value for figure in figures for name, value in figure.numbers.items()
    }


DEALS = {
    "half": (0.5, "firm", 1),
    "safe": (0, "above", 1),
    "above": (0.5, "above", 1),
    "layer": (0.5, "layer", 1),
    "weak": (0.5, "layer", 0.25),
    "all": (1, "firm", 1),
}


def _deals() -> dict[str, float]:
    found = {}
    for name, (share, bearer, word) in DEALS.items():
        made = contract.deal(share, 1, bearer, word)
        found |= {
            f"total_{name}": made["total"],
            f"price_{name}": made["price"],
            f"late_{name}": 100 * made["late"],
            f"fails_{name}": 100 * made["fails"],
            f"premium_{name}": made["premium"],
        }
    shares = {f"share_{v:g}".replace(".", ""): contract.best(v) for v in contract.VARIANCES}
    return (
        found
        | shares
        | {
            "effort_lost": contract.UNIT * 0.5 - contract.UNIT * 0.5**2 / 2,
            "loss": contract.LOSS,
            "spent": contract.INVESTMENT,
            "less_half": -contract.deal(0.5, 1, "firm", 1)["total"],
            "less_safe": -contract.deal(0, 1, "above", 1)["total"],
            "less_half_wild": -contract.deal(0.5, 2, "firm", 1)["total"],
        }
    )


def _gates() -> dict[str, float]:
    plan = gates.plan()
    late = present_value(gates.RATE, [0, *[0] * 3, *[1] * (gates.YEARS - 3)])
    whole = present_value(gates.RATE, [0, *[1] * gates.YEARS])
    promised = contract.figure("golden_gates_2011_investment_plan")
    return {
        "gates_public": plan["public"],
        "gates_private": plan["private"],
        "gates_private_2015": plan["private_2015"],
        "gates_promised": promised,
        "gates_jobs": plan["jobs"],
        "gates_charge": gates.charge(plan["private"]),
        "gates_charge_8": gates.charge(plan["private"], rate=0.08),
        "gates_factor": gates.charge(1),
        "gates_worth_of_one": whole,
        "margin": gates.MARGIN,
        "late_three": 100 * (1 - late / whole),
        "stops_8": gates.stops_needed(plan["private"], rate=0.08),
        "stops_250": gates.stops_needed(plan["private"], margin=250),
        "stops_100": gates.stops_needed(plan["private"], margin=100),
        "substation": contract.figure("golden_gates_2013_substation_plan"),
        "odds_road": gates.odds_to_pay(plan["served"], plan["private"], 1, gates.ROAD),
        "odds_rail": gates.odds_to_pay(plan["served"], plan["private"], gates.RAIL, gates.ROAD),
        "stops_own": gates.stops_needed(promised),
        "odds_own": gates.odds_to_pay(plan["served"], promised, 1, gates.ROAD),
        "odds_own_rail": gates.odds_to_pay(plan["served"], promised, gates.RAIL, gates.ROAD),
        "margin_needed": 1000 * gates.charge(plan["private"]) / plan["stops"],
    }


def _sites() -> dict[str, float]:
    private = contract.figure("belokurikha_2016_private")
    public = contract.figure("belokurikha_2016_public")
    return {
        "bel_promised": contract.figure("belokurikha_2013_investment_plan"),
        "bel_road": contract.figure("belokurikha_2015_road"),
        "bel_power": contract.figure("belokurikha_2015_power_plan"),
        "bel_private": private,
        "bel_public": public,
        "bel_ratio": private / public,
        "bel_ratio_road": private / (public + contract.figure("belokurikha_2015_road")),
        "bel_roads_later": contract.figure("belokurikha_2020_roads_federal_plan"),
        "terminal": contract.figure("airport_2022_terminal_plan") / 1000,
        "runway": contract.figure("airport_2024_runway_plan") / 1000,
        "terminal_cost": contract.figure("airport_2025_terminal_cost") / 1000,
        "runway_later": contract.figure("airport_2025_runway_plan") / 1000,
        "runway_repair": contract.figure("airport_2025_runway_repair"),
        "anodes": load("anode_plants").set_index("id")["value"][
            "volgograd_anode_plant_2018_capacity"
        ],
    }


def _registers() -> dict[str, float]:
    table = load("partnerships").set_index("id")["value"]
    altai = contract.kinds("Altai krai")
    works = table["kemerovo_2023_all"] + altai.loc[2023, "concession"]
    return {
        "gap_error": 100 * (2 * 0.25 / (works / 2)) ** 0.5,  # of two shares, half of the works each
        "kem_2020": table["kemerovo_2020_all"],
        "kem_2020_money": table["kemerovo_2020_money"] / 1000,
        "kem_2023_money": table["kemerovo_2023_money"] / 1000,
        "altai_all_2020": altai.loc[2020, "any"],
        "altai_all_2023": altai.loc[2023, "any"],
        "altai_conc_2020": altai.loc[2020, "concession"],
        "altai_conc_2023": altai.loc[2023, "concession"],
        "altai_energy_2020": altai.loc[2020, "energy service"],
        "altai_energy_2023": altai.loc[2023, "energy service"],
        "altai_money": table["altai_2023_money"] / 1000,
        "russia": table["russia_2020_concessions"],
        "sheregesh_2021": load("sheregesh_capacity").set_index("id")["value"]["federal_money_2021"],
        "sheregesh_2023": load("sheregesh_capacity").set_index("id")["value"]["federal_money_2023"],
    }


def _houses() -> dict[str, float]:
    sound, burning = (ruins.house(100, 0.2, fall, "same") for fall in (0, FALL))
    cost = contract.figure("firsov_2025_restoration_plan")
    done = contract.figure("tomsk_2025_restored")
    open_ = contract.figure("tomsk_2025_under_way")
    return {
        "firsov_price": contract.figure("firsov_2026_price"),
        "firsov_cost": cost,
        "firsov_deposit": contract.figure("firsov_2026_deposit"),
        "kuznetsov_price": contract.figure("kuznetsov_2026_price"),
        "klevtsov_price": contract.figure("klevtsov_2018_price") / 1e6,
        "wait_sound": sound["wait"],
        "wait_burning": burning["wait"],
        "firsov_wait_sound": cost * sound["wait"] / 100,
        "firsov_wait_burning": cost * burning["wait"] / 100,
        "tomsk_done": done,
        "tomsk_open": open_,
        "tomsk_share": 100 * done / (done + open_),
        "tomsk_done_2021": contract.figure("tomsk_2021_restored"),
        "tomsk_low": contract.figure("tomsk_2025_cost_low"),
        "tomsk_high": contract.figure("tomsk_2025_cost_high"),
    }


REGIONS = {"Kemerovo oblast": _("Kemerovo oblast"), "Altai krai": _("Altai krai")}


def counts() -> Figure:
    """Concessions of the two regions, those on heat and utilities and the others."""
    table = contract.registered()
    first, last = table.loc["Kemerovo oblast"].iloc[[0, -1]].to_numpy()
    altai = table.loc["Altai krai"]
    told = _(
        "Four bars. Kemerovo oblast: {first} concessions in 2017, {first_heat} of them on heat; "
        "{last} in 2023, {last_heat} on heat. Altai krai: {before} in 2020, whose trades are not "
        "told; {after} in 2023, {heat} on heat and utilities."
    ).format(
        first=written(first[0], ".0f"),
        first_heat=written(first[1], ".0f"),
        last=written(last[0], ".0f"),
        last_heat=written(last[1], ".0f"),
        before=written(altai.loc[2020, "all"], ".0f"),
        after=written(altai.loc[2023, "all"], ".0f"),
        heat=written(altai.loc[2023, "heat"], ".0f"),
    )
    found = {
        "kem_first": first[0],
        "kem_first_heat": first[1],
        "kem_last": last[0],
        "kem_last_heat": last[1],
        "altai_heat": altai.loc[2023, "heat"],
        "kem_others": last[0] - last[1],
    }
    return Figure(_counts_chart(table), told, found)


def _counts_chart(table: pd.DataFrame) -> alt.LayerChart:
    rows = table.fillna({"heat": 0}).reset_index()
    names = rows["region"].map(REGIONS)
    rows["row"] = [f"{name}, {year}" for name, year in zip(names, rows["year"], strict=True)]
    rows = rows.sort_values(["region", "year"], ascending=[False, True])
    order = rows["row"].tolist()
    kinds = {"heat": _("heat and utilities"), "rest": _("other, or not told")}
    rows["rest"] = rows["all"] - rows["heat"]
    long = rows.melt(["row", "all"], list(kinds), "kind", "agreements")
    long["label"] = long["kind"].map(kinds)
    long["first"] = (long["kind"] == "rest").astype(int)
    y = alt.Y("row:N", sort=order, title=None).axis(
        domain=False, ticks=False, labelColor=LIGHT["ink"], labelLimit=180
    )
    x = alt.X("agreements:Q", title=_("concessions in force")).scale(domain=[0, 110], nice=False)
    legend = alt.Legend(orient="top", title=None, columns=1, symbolType="square")
    colour = alt.Color("label:N", legend=legend).scale(
        domain=list(kinds.values()), range=[LIGHT["novokuznetsk"], LIGHT["water"]]
    )
    bars = alt.Chart(long).mark_bar(height=24).encode(x, y, colour, order="first:Q")
    ends = alt.Chart(rows).mark_text(align="left", dx=7, fontWeight=600)
    ends = ends.encode(alt.X("all:Q"), y, text=alt.Text("all:Q", format=".0f"))
    return (bars + ends).properties(width="container", height=40 * len(order))


PLANS = {
    "stops": _("stops, aim of 2021–23"),
    "served": _("served, plan of 2011"),
    "passing": _("pass, guess of 2015"),
    "passing_plan": _("pass, plan of 2018"),
}


def needed() -> Figure:
    """Planned guests of Golden Gates against the stops at which the planned money pays."""
    plan = gates.plan()
    stops = gates.stops_needed(plan["private"])
    told = _(
        "Four dots on a scale of thousand people a year: {stops} stops aimed at in the programme "
        "of 2021 to 2023, {served} to be served by the plan of 2011, {passing} passing Biysk by "
        "a guess of 2015, {later} to pass by 2021. A dashed line at {needed} marks the stops that "
        "the planned investment needs: above the first dot, below the others."
    ).format(
        stops=written(plan["stops"], ",.0f"),
        served=written(plan["served"], ",.0f"),
        passing=written(plan["passing"], ",.0f"),
        later=written(plan["passing_plan"], ",.0f"),
        needed=written(stops, ",.0f"),
    )
    found = {
        "stops_needed": stops,
        "stops_share": 100 * stops / plan["passing"],
        "stops_aim": plan["stops"],
        "stops_served": plan["served"],
        "stops_passing": plan["passing"],
        "aim_short": stops / plan["stops"],
        "plans_apart": plan["served"] / plan["stops"],
        "stops_a_job": 1000 * plan["stops"] / plan["jobs"],
    }
    return Figure(_needed_chart(plan, stops), told, found)


def _needed_chart(plan: pd.Series, stops: float) -> alt.LayerChart:
    rows = pd.DataFrame({"plan": list(PLANS.values()), "people": [plan[name] for name in PLANS]})
    y = alt.Y("plan:N", sort=rows["plan"].tolist(), title=None).axis(
        domain=False, ticks=False, labelColor=LIGHT["ink"], labelLimit=210, grid=True
    )
    x = alt.X("people:Q", title=_("thousand people a year, log scale"))
    x = x.scale(type="log", domain=[50, 40_000], nice=False).axis(
        values=[100, 1_000, 10_000], format=","
    )
    dots = alt.Chart(rows).mark_point(size=130, color=LIGHT["biysk"]).encode(x, y)
    ends = alt.Chart(rows).mark_text(align="left", dx=9, fontWeight=600)
    ends = ends.encode(x, y, text=alt.Text("people:Q", format=",.0f"))
    line = alt.Chart(pd.DataFrame({"people": [stops]})).mark_rule(
        color=LIGHT["novokuznetsk"], strokeDash=[6, 4], strokeWidth=2
    )
    return alt.layer(line.encode(x), dots, ends).properties(width="container", height=170)


def hurdles() -> Figure:
    """From which worth one restores, by volatility, for sound walls and walls that may fall."""
    table = ruins.hurdles()
    told = _(
        "Four lines that rise with the yearly swing from {low} to {high} per cent. Sound walls: "
        "from {sound_low} to {sound_high} times the cost, {sound} at 20 per cent. With two "
        "chances in a hundred a year of a fall {two} at 20 per cent, with five {five}, with ten "
        "{ten}."
    ).format(
        low=written(100 * table.index[0], ".0f"),
        high=written(100 * table.index[-1], ".0f"),
        sound_low=written(table[0].iloc[0], ".2f"),
        sound_high=written(table[0].iloc[-1], ".2f"),
        sound=written(table.loc[0.2, 0], ".2f"),
        two=written(table.loc[0.2, 2], ".2f"),
        five=written(table.loc[0.2, 5], ".2f"),
        ten=written(table.loc[0.2, 10], ".2f"),
    )
    found = {
        "hurdle_01": table.loc[0.1, 0],
        "hurdle_02": table.loc[0.2, 0],
        "hurdle_03": table.loc[0.3, 0],
        "hurdle_04": table.loc[0.4, 0],
        "hurdle_five": table.loc[0.2, FALL],
        "hurdle_ten": table.loc[0.2, 10],
    }
    return Figure(_hurdles_chart(table), told, found)


def _hurdles_chart(table: pd.DataFrame) -> alt.LayerChart:
    names = {
        fall: _("sound walls") if fall == 0 else _("{fall} % a year").format(fall=fall)
        for fall in table.columns
    }
    rows = table.reset_index().melt("volatility", var_name="fall", value_name="hurdle")
    rows["name"] = rows["fall"].map(names)
    x = alt.X("volatility:Q", title=_("swing of the worth a year"))
    x = x.scale(domain=[0.1, 0.52], nice=False).axis(values=[0.1, 0.2, 0.3, 0.4], format="%")
    y = alt.Y("hurdle:Q", title=_("worth for 1 of cost")).scale(domain=[1, 4.4], nice=False)
    colour = alt.Color("name:N", legend=None).scale(
        domain=list(names.values()),
        range=[LIGHT["biysk"], LIGHT["sheregesh"], LIGHT["accent"], LIGHT["novokuznetsk"]],
    )
    lines = alt.Chart(rows).mark_line(point=True).encode(x, y, colour)
    ends = alt.Chart(rows[rows["volatility"] == table.index[-1]])
    ends = ends.mark_text(align="left", dx=9, fontWeight=600).encode(x, y, colour, text="name:N")
    return (lines + ends).properties(width="container", height=240)


def tours() -> Figure:
    """Of a hundred ruins those restored in time, with guarded tours and without."""
    made = {worth: ruins.house(worth, 0.2, FALL, "guard") for worth in WORTHS}
    table = pd.DataFrame(made).T[["saved", "saved_tour"]] * 100
    better = table["saved_tour"] > table["saved"]
    turn = float(table.index[better][-1])
    far, near = table.loc[FAR], table.loc[NEAR]
    told = _(
        "Two lines rise with the worth of the restored house. Left of {turn} for 100 of cost the "
        "line with guarded tours is the higher, {far_tour} of 100 houses against {far} at a worth "
        "of {less}; right of it the lower, {near_tour} against {near} at {more}."
    ).format(
        less=FAR,
        more=NEAR,
        turn=written(turn, ".0f"),
        far=written(far["saved"], ".0f"),
        far_tour=written(far["saved_tour"], ".0f"),
        near=written(near["saved"], ".0f"),
        near_tour=written(near["saved_tour"], ".0f"),
    )
    found = {
        "tour_turn": turn,
        "tour_far": far["saved_tour"],
        "plain_far": far["saved"],
        "tour_near": near["saved_tour"],
        "plain_near": near["saved"],
        "tour_hurdle": made[100]["hurdle_tour"] / 100,
        "plain_hurdle": made[100]["hurdle"] / 100,
    }
    return Figure(_tours_chart(table), told, found)


def _tours_chart(table: pd.DataFrame) -> alt.LayerChart:
    names = {"saved_tour": _("with guarded tours"), "saved": _("locked")}
    rows = table.rename_axis("worth").reset_index().melt("worth", var_name="way")
    rows["name"] = rows["way"].map(names)
    x = alt.X("worth:Q", title=_("worth of the restored house, for 100 of cost (SYNTHETIC)"))
    x = x.scale(domain=[40, 186], nice=False).axis(values=[50, 75, 100, 125, 150, 175])
    y = alt.Y("value:Q", title=_("of 100 ruins, restored in time")).scale(domain=[0, 100])
    colour = alt.Color("name:N", legend=None).scale(
        domain=list(names.values()), range=[LIGHT["sheregesh"], LIGHT["muted"]]
    )
    lines = alt.Chart(rows).mark_line().encode(x, y, colour)
    spots = {"saved_tour": (NEAR, 10, 44), "saved": (NEAR, -34, -12)}
    words = [
        alt.Chart(rows[(rows["worth"] == worth) & (rows["way"] == way)])
        .mark_text(align="center", dx=dx, dy=dy, fontWeight=600)
        .encode(x, y, colour, text="name:N")
        for way, (worth, dx, dy) in spots.items()
    ]
    return alt.layer(lines, *words).properties(width="container", height=240)

"""Week 4: the numbers and figures of the chapter on the rouble of a plant."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases import base, rouble
from regecon.data import load
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT

PEER = "Novosibirsk oblast"
EARLY, LATE = (1998, base.LAST), (base.JOBS_BREAK, base.YEAR)  # the whole of each vintage
SLUMP = 70  # the price of the explorer's slump
NEARER = 9  # profit of a plant that earns three tenths of its wages, about the oblast's median


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text and captions name."""
    texts = [_plant(), _taxes(), _base(), _jobs(), _mines()]
    figures = [counts(), measured(), pay_and_profit(), ore()]
    return {name: value for part in texts for name, value in part.items()} | {
        name: value for figure in figures for name, value in figure.numbers.items()
    }


def _plant() -> dict[str, float]:
    here, there = rouble.plant(), rouble.plant(rouble.OUTSIDE)
    slump = rouble.plant(price=SLUMP), rouble.plant(rouble.OUTSIDE, price=SLUMP)
    near = [rouble.with_profit(NEARER, outside) for outside in (0.0, rouble.OUTSIDE)]
    sectors = base.sector_split()
    return {
        "here": here.income,
        "there": there.income,
        "spending": 100 * rouble.SPENDING,
        "price_fall": 100 - SLUMP,
        "kept": 100 * there.income / here.income,
        "textbook": rouble.textbook(),
        "multiplier": here.multiplier,
        "first_here": here.first_round.sum(),
        "first_there": there.first_round.sum(),
        "ten_points": here.income - rouble.plant(0.1).income,
        "same_spending": 100 * rouble.same_spending(),
        "slump_here": slump[0].income,
        "slump_there": slump[1].income,
        "slump_fall_here": 100 * (1 - slump[0].income / here.income),
        "slump_fall_there": 100 * (1 - slump[1].income / there.income),
        "others_here": rouble.others(rouble.SPENDING),
        "others_tenth": rouble.others(0.1),
        "others_there": rouble.others(rouble.SPENDING, rouble.OUTSIDE),
        "near_here": near[0],
        "near_there": near[1],
        "near_kept": 100 * near[1] / near[0],
        "left_mining": sectors.loc["Mining", "left"],
        "left_metals": sectors.loc["Metals", "left"],
        "rounds_metals": sectors.loc["Metals", "rounds"],
        "rounds_quarter": base.with_local_share("Metals", 0.25),
    }


def _taxes() -> dict[str, float]:
    law, pay, own, fall = rouble.splits(), rouble.of_pay(), rouble.own_shares(), rouble.price_fall()
    coal = rouble.lines("coal_share_of_taxes", 2023), rouble.lines("coal_share_of_taxes", 2025)
    found = {
        f"{tax}_{level}": law.loc[tax, level]
        for tax in law.index
        for level in ("federal", "region", "city")
    }
    return found | {
        "rate_2016": law.loc["profit_2016", "rate"],
        "rate_2025": law.loc["profit_2025", "rate"],
        "points_2016": law.loc["profit_2016", ["rate", "region"]].prod() / 100,
        "points_2025": law.loc["profit_2025", ["rate", "region"]].prod() / 100,
        "extra_2022": rouble.lines("extra_income_tax", 2022)["Novokuznetsk"],
        "extra_prokopyevsk": rouble.lines("extra_income_tax", 2022)["Prokopyevsk"],
        "pay_oblast": pay.loc["Novokuznetsk", "oblast"],
        "pay_prokopyevsk": pay.loc["Prokopyevsk", "city"],
        "own_nvkz_2014": own.loc[("Novokuznetsk", 2014), "share"],
        "own_nvkz_2016": own.loc[("Novokuznetsk", 2016), "share"],
        "own_kemerovo": own.loc[("Kemerovo", 2014), "share"],
        "own_biysk": own.loc[("Biysk", 2015), "share"],
        "coal_2023": coal[0][rouble.HOME],
        "coal_2025": coal[1][rouble.HOME],
        **{f"{tax}_before": row[2024] / 1000 for tax, row in fall.iterrows()},
        **{f"{tax}_after": row[2025] / 1000 for tax, row in fall.iterrows()},
        **{f"{tax}_change": row["change"] for tax, row in fall.iterrows()},
    }


def _base() -> dict[str, float]:
    jobs = base.jobs(base.YEAR)
    here, nation = jobs.loc[base.HOME], jobs.loc[base.NATION]
    need = here.sum() * nation["C"] / nation.sum()
    return {
        "jobs_all": here.sum(),
        "jobs_mining": here["C"],
        "share_mining_russia": 100 * nation["C"] / nation.sum(),
        "need_mining": need,
        "base_mining": here["C"] - need,
        "base_all": base.counts().loc[base.HOME, "basic"],
    }


def _jobs() -> dict[str, float]:
    window = (base.FIRST, base.LAST)
    table, less = base.windows(), base.windows((base.ODD,))
    row, rows = table.loc[window], base.changes()
    home, both = rows.loc[base.HOME], pd.concat([table, less])
    bent, step = (2005, base.LAST), base.slope(base.changes(*base.STEP, across=True))
    odd = base.changes(*bent).loc[base.ODD]
    return {
        "slope": row["slope"],
        "slope_se": row["se"],
        "slope_1998": table.loc[EARLY, "slope"],
        "slope_1998_se": table.loc[EARLY, "se"],
        "slope_2010": table.loc[LATE, "slope"],
        "slope_2010_se": table.loc[LATE, "se"],
        "slope_2005_minus": -table.loc[bent, "slope"],
        "slope_2005_se": table.loc[bent, "se"],
        "less_2005_minus": -less.loc[bent, "slope"],
        "step_minus": -step["slope"],
        "step_se": step["se"],
        "odd_traded": odd["traded"],
        "odd_other": -odd["other"],
        "regions": row["regions"],
        "windows": len(table),
        "slope_low": -both["slope"].min(),
        "slope_high": both["slope"].max(),
        "hold_half": (table["slope"] + 2 * table["se"] > 0.5).sum(),
        "weak": (table["strength"] < 10).sum(),
        "errors_most": (both["slope"] / both["se"]).abs().max(),
        "home_traded": -home["traded"],
        "home_other": home["other"],
        "fell_and_rose": ((rows["traded"] < 0) & (rows["other"] > 0)).sum(),
        "fell": (rows["traded"] < 0).sum(),
        "grew_and_rose": ((rows["traded"] > 0) & (rows["other"] > 0)).sum(),
        "grew": (rows["traded"] > 0).sum(),
    }


def _mines() -> dict[str, float]:
    table, mined = rouble.audit(), rouble.ore()["value"]
    return {
        "tash_before": mined["tashtagol_mine_2018_raw_ore"],
        "tash_plan": table.loc[("Tashtagol", "tonnes"), "forecast"],
        "tash_2025": table.loc[("Tashtagol", "tonnes"), "actual"],
        "cost_plan": table.loc[("Tashtagol", "roubles"), "forecast"] / 1000,
        "cost": table.loc[("Tashtagol", "roubles"), "actual"] / 1000,
        "cost_real": table.loc[("Tashtagol", "roubles of 2018"), "actual"] / 1000,
        "cost_error_real": table.loc[("Tashtagol", "roubles of 2018"), "error"],
        "prices_rise": 100 * (rouble.prices_since(2018, 2023) - 1),
        "hold": mined["sheregesh_mine_2021_investment_plan"] / 1000,
    }


def counts() -> Figure:
    """Base multipliers of the regions of Siberia by two rules."""
    table = base.counts().sort_values("quotients")
    low, high = table.iloc[0], table.iloc[-1]
    told = _(
        "Twelve regions, two dots each. By location quotients one basic job carries from {low} in "
        "{lowest} to {high} in {highest}; {home} in Kemerovo oblast and {peer} in Novosibirsk "
        "oblast. By minimum requirements it is {least} in all of them."
    ).format(
        low=written(low["quotients"], ".1f"),
        lowest=_(low.name),
        high=written(high["quotients"], ".1f"),
        highest=_(high.name),
        home=written(table.loc[base.HOME, "quotients"], ".1f"),
        peer=written(table.loc[PEER, "quotients"], ".1f"),
        least=written(low["requirements"], ".1f"),
    )
    found = {
        "count_home": table.loc[base.HOME, "quotients"],
        "count_high": high["quotients"],
        "count_low": low["quotients"],
        "count_least": low["requirements"],
    }
    return Figure(_counts_chart(table), told, found)


RULES = {
    "quotients": (_("location quotients"), "novokuznetsk"),
    "requirements": (_("minimum requirements"), "sheregesh"),
}


def _counts_chart(table: pd.DataFrame) -> alt.LayerChart:
    rows = table[list(RULES)].rename_axis("region").reset_index()
    rows["name"] = rows["region"].map(lambda region: _(region))
    rows = rows.melt(["region", "name"], list(RULES), "rule", "multiplier")
    rows["label"] = rows["rule"].map({rule: label for rule, (label, _colour) in RULES.items()})
    order = [_(region) for region in table.index]
    y = alt.Y("name:N", sort=order, title=None).axis(
        labelLimit=170, domain=False, ticks=False, labelColor=LIGHT["ink"], labelOverlap=False
    )
    x = alt.X("multiplier:Q", title=_("jobs for one basic job, 2013"))
    x = x.scale(domain=[0, 42], nice=False).axis(values=[0, 10, 20, 30])
    legend = alt.Legend(orient="top", title=None, columns=1)
    colour = alt.Color("label:N", legend=legend).scale(
        domain=[label for label, _colour in RULES.values()],
        range=[LIGHT[colour] for _label, colour in RULES.values()],
    )
    dots = alt.Chart(rows).mark_point(size=100, filled=True, opacity=1).encode(y, x, colour)
    text = alt.Chart(rows[rows["rule"] == "quotients"]).mark_text(align="left", dx=9)
    text = text.encode(y, x, text=alt.Text("multiplier:Q", format=".1f"))
    return (dots + text).properties(width="container", height=22 * len(order))


def _extra() -> pd.DataFrame:
    """Extra jobs a job: the studies in one count, and the slope over Russian regions."""
    table = load("local_multipliers")
    shift = table["counts"].eq("all").astype(float)
    names = {
        "moretti_2010": _("Moretti 2010"),
        "van_dijk_2014": _("van Dijk 2014"),
        "van_dijk_2017": _("van Dijk 2017"),
        "bartik_sotherland_2019": _("Bartik and Sotherland 2019"),
        "osman_kemeny_2022": _("Osman and Kemeny 2022"),
    }
    studies = pd.DataFrame(
        {
            "name": table["study"].map(names),
            "low": table["low"] - shift,
            "high": table["high"] - shift,
        }
    )
    window = (base.FIRST, base.LAST)
    table = base.windows()
    row, early, late = (table.loc[years] for years in (window, EARLY, LATE))
    ours = [
        (_regions(*window), row["slope"], row["se"]),
        (_("... by instrument"), row["foretold"], row["foretold_se"]),
        (_regions(*EARLY), early["slope"], early["se"]),
        (_regions(*LATE), late["slope"], late["se"]),
    ]
    own = pd.DataFrame(
        [{"name": n, "low": v - 2 * s, "high": v + 2 * s, "middle": v} for n, v, s in ours]
    )
    studies["middle"] = (studies["low"] + studies["high"]) / 2
    return pd.concat([studies.assign(ours=False), own.assign(ours=True)], ignore_index=True)


def _regions(first: int, last: int) -> str:
    """The name of a bar: Russian regions over a window."""
    return _("Regions, {first}–{last}").format(first=first, last=last)


def measured() -> Figure:
    """Extra jobs for one more job, in five studies and over Russian regions."""
    rows = _extra().set_index("name", drop=False)
    studies, ours = rows[~rows["ours"]], rows[rows["ours"]]
    told = _(
        "Five studies of the United States lie between {low} and {high} extra jobs for one. Four "
        "estimates over Russian regions have bars of two standard errors: {first} to {last} from "
        "{plain} to {plain_top}, by instrument from {foretold} to {foretold_top}; {start} to "
        "{last} from {early} to {early_top}; {anew} to {end} from {late} to {late_top}."
    ).format(
        low=written(studies["low"].min(), ".1f"),
        high=written(studies["high"].max(), ".1f"),
        first=base.FIRST,
        last=base.LAST,
        start=EARLY[0],
        anew=LATE[0],
        end=LATE[1],
        **{
            f"{name}{end}": _signed(ours[side].iloc[row])
            for row, name in enumerate(("plain", "foretold", "early", "late"))
            for end, side in (("", "low"), ("_top", "high"))
        },
    )
    found = {
        "extra_low": studies["low"].min(),
        "extra_high": studies["high"].max(),
        "bars": len(ours),
        "bars_long": (ours["high"] > 1.5).sum(),
    }
    return Figure(_measured_chart(rows.reset_index(drop=True)), told, found)


def _signed(value: float) -> str:
    """A number with a minus in a word, for those who listen."""
    size = written(abs(value), ".1f")
    return _("minus {size}").format(size=size) if value < 0 else size


def _measured_chart(rows: pd.DataFrame) -> alt.LayerChart:
    y = alt.Y("name:N", sort=rows["name"].tolist(), title=None).axis(
        labelLimit=190, domain=False, ticks=False, labelColor=LIGHT["ink"], labelOverlap=False
    )
    x = alt.X("middle:Q", title=_("extra jobs for one more job"))
    x = x.scale(domain=[-1, 2], nice=False).axis(values=[-1, 0, 1, 2])
    colour = alt.condition("datum.ours", alt.value(LIGHT["novokuznetsk"]), alt.value(LIGHT["ink"]))
    chart = alt.Chart(rows)
    zero = alt.Chart(pd.DataFrame({"middle": [0]})).mark_rule(strokeDash=[4, 3]).encode(x)
    spans = chart.mark_rule(strokeWidth=3).encode(y, alt.X("low:Q"), alt.X2("high:Q"), color=colour)
    dots = chart.mark_point(size=110, filled=True, opacity=1).encode(y, x, color=colour)
    return (zero + spans + dots).properties(width="container", height=30 * len(rows))


def pay_and_profit() -> Figure:
    """Pay and profits in Kemerovo oblast, year by year."""
    table = base.pay_and_profit().loc[2005:]
    swing = base.swings()
    least, most = table["profit"].idxmin(), table["profit"].idxmax()
    told = _(
        "Two lines from {first} to {last}. Pay rises without a fall from {pay_first} to {pay_last} "
        "billion roubles. Profits less losses leap about: {low} in {least}, {high} in "
        "{most}, {end} in {last}."
    ).format(
        first=table.index[0],
        last=table.index[-1],
        pay_first=written(table["pay"].iloc[0], ".0f"),
        pay_last=written(table["pay"].iloc[-1], ".0f"),
        low=_("minus {size}").format(size=written(-table["profit"].min(), ".0f")),
        least=least,
        high=written(table["profit"].max(), ".0f"),
        most=most,
        end=written(table["profit"].iloc[-1], ".0f"),
    )
    home, peer = swing.loc[base.HOME], swing.loc[PEER]
    found = {
        "ratio_median": home["median"],
        "ratio_high": home["high"],
        "ratio_peer": peer["median"],
        "ratio_krasnoyarsk": swing.loc["Krasnoyarsk krai", "median"],
        "ratio_toy": 100 * rouble.PROFIT / rouble.WAGES,
        "years_of_loss": (table["profit"] < 0).sum(),
    }
    return Figure(_pay_chart(table), told, found)


def _pay_chart(table: pd.DataFrame) -> alt.LayerChart:
    names = {"pay": _("pay"), "profit": _("profits less losses")}
    colours = {"pay": LIGHT["sheregesh"], "profit": LIGHT["novokuznetsk"]}
    rows = table.rename_axis("year").reset_index().melt("year", list(names), "kind", "money")
    x = alt.X("year:Q", title=None).axis(format="d", values=[2005, 2010, 2015, 2020])
    x = x.scale(domain=[2004.5, 2023.5], nice=False)
    y = alt.Y("money:Q", title=_("billion roubles")).axis(tickCount=5)
    colour = alt.Color("kind:N", legend=None).scale(
        domain=list(names), range=[colours[kind] for kind in names]
    )
    zero = alt.Chart(pd.DataFrame({"money": [0]})).mark_rule(color=LIGHT["muted"]).encode(y=y)
    lines = alt.Chart(rows).mark_line(point=True).encode(x, y, colour)
    rows["label"] = rows["kind"].map(names)
    words = [
        alt.Chart(rows[rows["kind"].eq(kind) & rows["year"].eq(year)])
        .mark_text(align="center", dy=off, fontWeight=600)
        .encode(x, y, colour, text="label:N")
        for kind, year, off in (("pay", 2015, -16), ("profit", 2013, -52))
    ]
    return alt.layer(zero, lines, *words).properties(width="container", height=280)


STATUS = {"fact": (_("raised"), "novokuznetsk"), "plan": (_("planned"), "sheregesh")}


def ore() -> Figure:
    """Raw ore of the Sheregesh mine, planned and raised: what is known."""
    table = rouble.ore()
    table = table[(table["mine"] == "Sheregesh mine") & (table["measure"] == "raw_ore")]
    rows = table.assign(at=table["due"].fillna(table["year"]).astype(int))
    facts, plans = rows[rows["status"] == "fact"], rows[rows["status"] == "plan"]
    gap = facts["at"].max() - facts["at"].min() - 1
    told = _(
        "Points over years. Raised: {raised}. Planned: {planned}. Between {first} and {last} there "
        "is no point for what was raised, {gap} years."
    ).format(
        raised=_listed(facts),
        planned=_listed(plans),
        first=facts["at"].min(),
        last=facts["at"].max(),
        gap=gap,
    )
    found = {"gap": gap, "known": len(facts)}
    return Figure(_ore_chart(rows), told, found)


def _listed(rows: pd.DataFrame) -> str:
    point = _("{tonnes} million tonnes in {year}")
    return ", ".join(
        point.format(tonnes=written(row["value"], ".1f"), year=row["at"])
        for _id, row in rows.iterrows()
    )


def _ore_chart(rows: pd.DataFrame) -> alt.LayerChart:
    rows = rows[["at", "value", "status"]].assign(
        label=rows["status"].map({status: label for status, (label, _c) in STATUS.items()})
    )
    x = alt.X("at:Q", title=_("year of the result, or by which it was due or named"))
    x = x.scale(domain=[2003, 2023.5], nice=False).axis(format="d", values=[2005, 2010, 2015, 2020])
    y = alt.Y("value:Q", title=_("million tonnes of raw ore"))
    y = y.scale(domain=[0, 6]).axis(values=[0, 2, 4, 6])
    legend = alt.Legend(orient="top", title=None, direction="horizontal")
    labels = [label for label, _colour in STATUS.values()]
    colour = alt.Color("label:N", legend=legend).scale(
        domain=labels, range=[LIGHT[colour] for _label, colour in STATUS.values()]
    )
    shape = alt.Shape("label:N", legend=legend).scale(domain=labels, range=["circle", "square"])
    facts = rows[rows["status"] == "fact"]
    empty = pd.DataFrame({"left": [facts["at"].min() + 0.4], "right": [facts["at"].max() - 0.4]})
    blank = alt.Chart(empty.assign(low=0, high=6)).mark_rect(color=LIGHT["rule"], opacity=0.45)
    blank = blank.encode(
        alt.X("left:Q").scale(domain=[2003, 2023.5], nice=False), alt.X2("right:Q"),
        alt.Y("low:Q"), alt.Y2("high:Q"),
    )  # fmt: skip
    middle = (empty["left"] + empty["right"]) / 2
    word = alt.Chart(pd.DataFrame({"at": middle, "value": [1.2]})).mark_text(
        text=_("no yearly result found"), color=LIGHT["muted"], fontWeight=600
    )
    dots = alt.Chart(rows).mark_point(size=130, filled=True, opacity=1).encode(x, y, colour, shape)
    text = alt.Chart(rows).mark_text(align="center", dy=-14)
    text = text.encode(x, y, text=alt.Text("value:Q", format=".1f"))
    return (blank + word.encode(x, y) + dots + text).properties(width="container", height=230)

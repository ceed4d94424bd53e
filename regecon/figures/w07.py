"""Week 7: the numbers and figures of the chapter on what to diversify into."""

from __future__ import annotations

from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from regecon.data import load
from regecon.explorers import branching_map as branching
from regecon.kit.i18n import _
from regecon.kit.palette import LIGHT
from regecon.methods.branching import proximity, relatedness_density
from regecon.methods.entry import EntryLogit, entry_logit, plan_project_gap, standing

HOME = "Kemerovo oblast"
SIBERIA = (
    "Altai Republic",
    "Altai krai",
    "Irkutsk oblast",
    HOME,
    "Krasnoyarsk krai",
    "Novosibirsk oblast",
    "Omsk oblast",
    "Republic of Buryatia",
    "Republic of Khakassia",
    "Republic of Tyva",
    "Tomsk oblast",
    "Zabaykalsky krai",
)  # the federal district as it was until 2018
SHUFFLES, SEED = 200, 7
BINS = (0, 0.15, 0.3, 0.45, 0.6, 1)
PENCIL_REGIONS, PENCIL_SECTORS = (HOME, "Altai krai", "Novosibirsk oblast"), ("D", "C", "H")


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text names."""
    return _home() | _entry() | _tradeoff() | _plans()


def _home() -> dict[str, float]:
    both = {key: branching.outlook(HOME, key) for key in branching.SPACES}
    table = load("grp_structure").query("year == @branching.END")
    shares = table.pivot_table(index="region", columns="section", values="share")
    own, country = shares.loc[HOME], shares.loc["Russia"]
    market, rest = list(branching.SECTIONS), list(branching.CANDIDATES)
    earlier = branching.space("without", 2019)
    without = both["without"]["quotient"]
    return {
        "mining_share": own["B"],
        "mining_2016": _mining(2016),
        "mining_2019": _mining(2019),
        "mining_2020": _mining(2020),
        "made_own": own["C"],
        "made_country": country["C"],
        "sum_own": own[market].sum(),
        "sum_country": country[market].sum(),
        "rest_own": own[rest].sum(),
        "rest_country": country[rest].sum(),
        "made_with": both["with"]["quotient"]["C"],
        "made_without": without["C"],
        "professional": without["M"],
        "trade": without["G"],
        "professional_2019": earlier.quotients.loc[HOME, "M"],
        "culture": without["R"],
        "culture_2019": earlier.quotients.loc[HOME, "R"],
        "made_2016": branching.space("without", branching.START).quotients.loc[HOME, "C"],
        "has_2016": branching.space("without", branching.START).presence.loc[HOME].sum(),
        "has_2019": earlier.presence.loc[HOME].sum(),
        "has_with": both["with"]["has"].sum(),
        "has_without": both["without"]["has"].sum(),
        "regions": len(branching.space().presence),
    }


def _mining(year: int) -> float:
    table = load("grp_structure").set_index(["region", "year", "section"])["share"]
    return table[HOME, year, "B"]


@cache
def chances() -> pd.DataFrame:
    """Each chance of entry, mining left out: density at the start, and whether it was taken."""
    before, after = (branching.space("without", year) for year in (branching.START, branching.END))
    table = pd.DataFrame(
        {
            "density": before.density.stack(),
            "has": before.presence.stack(),
            "quotient": before.quotients.stack(),
            "entered": after.presence.loc[before.presence.index].stack(),
            "then": after.quotients.loc[before.presence.index].stack(),
        }
    )
    table["diversity"] = before.presence.sum(axis=1).reindex(table.index, level="region")
    return table[table["has"] == 0].drop(columns="has")


@cache
def shuffled() -> pd.Series:
    """Slopes of the entry logit when the sectors on the map have changed their places."""
    before, after = (branching.space("without", year) for year in (branching.START, branching.END))
    random = np.random.default_rng(SEED)
    slopes = []
    for _draw in range(SHUFFLES):
        order = random.permutation(before.related.columns)
        moved = before.related.loc[order, order].set_axis(before.related.index)
        moved = moved.set_axis(before.related.columns, axis="columns")
        density = relatedness_density(before.presence, moved, itself=False)
        slopes.append(_logit(density, before.presence, after.presence).slope)
    return pd.Series(slopes, name="slope")


def _logit(density: pd.DataFrame, start: pd.DataFrame, end: pd.DataFrame) -> EntryLogit:
    return entry_logit(density, start, end.loc[start.index])


def with_controls() -> tuple[float, float]:
    """Slope of density and its error, with a constant for each sector and the region's diversity.

    Sectors that nobody entered say nothing about the slope and are left out.
    """
    from statsmodels.discrete.discrete_model import Logit

    rows = chances().reset_index()
    rows = rows[rows.groupby("section")["entered"].transform("sum") > 0]
    sectors = pd.get_dummies(rows["section"], dtype=float)
    fitted = Logit(rows["entered"], sectors.join(rows[["density", "diversity"]])).fit(disp=False)
    return float(fitted.params["density"]), float(fitted.bse["density"])


def _entry() -> dict[str, float]:
    found, rows = branching.entries("without"), chances()
    before, after = (branching.space("without", year) for year in (branching.START, branching.END))
    soon = _logit(before.density, before.presence, branching.space("without", 2019).presence)
    leave = _logit(before.density, 1 - before.presence, 1 - after.presence)
    with_mining, far = branching.entries("with"), rows[rows["quotient"] < 0.8]
    return {
        "chances": found.chances,
        "entries": found.entries,
        "entry_share": 100 * found.entries / found.chances,
        "slope": found.slope,
        "constant": found.constant,
        "slope_error": found.slope_error,
        "slope_with": with_mining.slope,
        "slope_with_error": with_mining.slope_error,
        "slope_soon": soon.slope,
        "slope_soon_error": soon.slope_error,
        "slope_controls": with_controls()[0],
        "slope_controls_error": with_controls()[1],
        "slope_leave": -leave.slope,
        "slope_leave_error": leave.slope_error,
        "chance_low": 100 * found.probability(0.2),
        "chance_high": 100 * found.probability(0.6),
        "odds_ratio": np.exp(0.1 * found.slope),
        "slope_shuffled": shuffled().median(),
        "shuffled_above": (shuffled() >= found.slope).sum(),
        "shuffles": SHUFFLES,
        "diversity_alike": rows["density"].corr(rows["diversity"]),
        "far": len(far),
        "far_entered": far["entered"].sum(),
        "near_entered": rows.loc[rows["quotient"] >= 0.8, "entered"].sum(),
        "near": len(rows) - len(far),
    }


@cache
def siberian_entries() -> pd.DataFrame:
    """Specialisations that Siberian regions gained, with the rank of their density at home."""
    rows = chances().loc[list(SIBERIA)].copy()
    rows["rank"] = rows.groupby(level="region")["density"].rank(ascending=False)
    rows["open"] = rows.groupby(level="region")["density"].transform("size")
    rows["chance"] = branching.entries("without").probability(rows["density"])
    return rows[rows["entered"] == 1].sort_values("density")


def _tradeoff() -> dict[str, float]:
    at_home = branching.outlook(HOME, "without")
    krai = branching.outlook("Altai krai", "without")
    jumps, last = siberian_entries(), branching.space("without", 2021)
    found = {"it": "J", "trade": "G", "farming": "A", "hotels": "I", "support": "N"}
    result = {}
    for name, key in found.items():
        result[f"{name}_density_2021"] = last.density.loc[HOME, key]
        result[f"{name}_quotient"] = at_home.loc[key, "quotient"]
        result[f"{name}_density"] = at_home.loc[key, "density"]
        result[f"{name}_chance"] = 100 * at_home.loc[key, "chance"]
        result[f"{name}_gain"] = at_home.loc[key, "gain"]
    for place, region in (("krai", "Altai krai"), ("home", HOME)):
        for pick in branching.PICKS:
            stand, gain = branching.after_years(region, "without", pick)
            result |= {f"{place}_{pick}_stand": stand, f"{place}_{pick}_gain": gain}
    for pick in branching.PICKS:
        result[f"coal_{pick}_stand"] = branching.after_years(HOME, "with", pick)[0]
    jump = jumps.loc[(HOME, "M")]
    here = branching.space("without")
    for pick in ("finger", "complex"):
        founded = branching.picked("Altai krai", "without", pick)
        ends = standing(here.presence.loc["Altai krai"], here.related, founded)
        result[f"krai_it_{pick}"] = 100 * ends.groupby(level="J").sum()[1]
    complexities = {
        year: branching.space("with", year).complexity.sectors["complexity"]
        for year in (branching.START, 2019, branching.END)
    }
    ubiquity = branching.space("without").complexity.sectors["ubiquity"]
    return result | {
        "farming_loss": -result["farming_gain"],
        "krai_it_density": krai.loc["J", "density"],
        "krai_it_chance": 100 * krai.loc["J", "chance"],
        "jumps": len(jumps),
        "jumps_low": (jumps["rank"] > jumps["open"] / 2).sum(),
        "jumps_expected": branching.entries("without")
        .probability(chances().loc[list(SIBERIA), "density"])
        .sum(),
        "jump_then": jump["then"],
        "jump_before": jump["quotient"],
        "jump_chance": 100 * jump["chance"],
        "jump_rank": jump["rank"],
        "jump_open": jump["open"],
        "professional_complexity_2016": complexities[2016]["M"],
        "professional_complexity_2019": complexities[2019]["M"],
        "mining_complexity": complexities[2022]["B"],
        "professional_2021": last.quotients.loc[HOME, "M"],
        "it_chance_2021": 100
        * branching.entries("without").probability(last.density.loc[HOME, "J"]),
        "ubiquity_it": ubiquity["J"],
        "ubiquity_trade": ubiquity["G"],
        "ubiquity_electricity": ubiquity["D"],
        "ubiquity_farming": ubiquity["A"],
        "home_complexity": at_home.loc[at_home["has"], "complexity"].mean(),
        "made_simple": -at_home.loc["C", "complexity"],
        "without_it": at_home.loc["J", "complexity"],
    }


def zones() -> pd.Series:
    """Figures of the special zones, by id."""
    return load("special_zones").set_index("id")["value"]


def _plans() -> dict[str, float]:
    figures, has = zones(), pencil()
    small = proximity(has)
    residents = figures["kuzbass_tors_2024_investment_plan"]
    expected = figures["kuzbass_tors_2024_new_residents_investment_plan"]
    planned = pd.Series({"residents": residents, "expected": expected})
    product = load("grp").query("region == @HOME").set_index("year")["nominal"]
    enterprise = load("enterprises").set_index("id")["value"]
    return {
        "residents_money": residents / 1000,
        "expected_money": expected / 1000,
        "residents": figures["kuzbass_tors_2024_residents"],
        "expected": figures["kuzbass_tors_2024_new_residents_plan"],
        "gap": 100 * plan_project_gap(planned, pd.Series({"residents": True, "expected": False})),
        "percent_of_product": product[2022] / 100_000,
        "investors_2018": figures["novokuznetsk_2018_investors_plan"],
        "zarinsk_done": 100
        * figures["zarinsk_2023_investment"]
        / figures["zarinsk_2018_investment_plan"],
        "novoaltaysk_done": 100
        * figures["novoaltaysk_2023_investment"]
        / figures["novoaltaysk_2018_investment_plan"],
        "residents_2025": figures["kuzbass_tors_2025_residents"],
        "jobs_2025": figures["kuzbass_tors_2025_jobs"],
        "turnover_made": enterprise["novokuznetsk_2016_turnover_share_manufacturing"],
        "turnover_coal": enterprise["novokuznetsk_2016_turnover_share_coal"],
        "pencil_twins": small.loc["D", "C"],
        "pencil_others": small.loc["C", "H"],
        "pencil_density": relatedness_density(has, small, itself=False).loc[
            "Novosibirsk oblast", "C"
        ],
    }


def pencil() -> pd.DataFrame:
    """Three regions and three sectors of 2022, mining left out: a space for pencil and paper."""
    return branching.space("without").presence.loc[list(PENCIL_REGIONS), list(PENCIL_SECTORS)]


def quotients_chart() -> alt.LayerChart:
    """Location quotients of the oblast with mining in the table and without."""
    kinds = {"with": _("with mining"), "without": _("mining left out")}
    rows = pd.DataFrame({key: branching.outlook(HOME, key)["quotient"] for key in kinds})
    rows = rows.loc[list(branching.CANDIDATES)]
    rows = rows.sort_values("without", ascending=False)
    rows["name"] = [branching.SECTIONS[key] for key in rows.index]
    order = list(rows["name"])
    long = rows.melt("name", list(kinds), "kind", "quotient")
    long["kind"] = long["kind"].map(kinds)
    y = alt.Y("name:N", sort=order, title=None).axis(
        labelLimit=160, domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    title = _("location quotient, 2022")
    x = alt.X("quotient:Q", title=title).scale(domain=[0, 2], nice=False).axis(tickCount=5)
    legend = alt.Legend(orient="top", title=None)
    names = list(kinds.values())
    colour = alt.Color("kind:N", legend=legend).scale(
        domain=names, range=[LIGHT["muted"], LIGHT["novokuznetsk"]]
    )
    shape = alt.Shape("kind:N", legend=legend).scale(domain=names, range=["circle", "square"])
    steps = alt.Chart(rows).mark_rule(color=LIGHT["rule"], strokeWidth=3)
    steps = steps.encode(alt.X("with:Q", title=title), y, alt.X2("without:Q"))
    one = alt.Chart(pd.DataFrame({"quotient": [1]}))
    one = one.mark_rule(color=LIGHT["ink"], strokeDash=[5, 4]).encode(x)
    points = alt.Chart(long).mark_point(size=90).encode(x, y, colour, shape)
    return (one + steps + points).properties(width="container", height=26 * len(rows))


def quotients_alt() -> str:
    """What leaving mining out does, in words."""
    return _(
        "Eleven sectors with two points each. All quotients rise by about two thirds when mining "
        "is left out. Electricity, transport, culture and sport, professional services and "
        "manufacturing then lie above 1; with mining in the table only electricity does. Trade "
        "ends just below 1, IT and media last at 0.6."
    )


def entry_chart() -> alt.LayerChart:
    """Share of chances taken by density, and the estimated curve."""
    rows = chances()
    groups = rows.groupby(pd.cut(rows["density"], BINS, include_lowest=True), observed=True)
    seen = groups.agg(
        density=("density", "mean"), share=("entered", "mean"), chances=("entered", "size")
    ).reset_index(drop=True)
    grid = np.linspace(0, 0.9, 46)
    curve = pd.DataFrame({"density": grid, "share": branching.entries("without").probability(grid)})
    x = alt.X("density:Q", title=_("density in 2016")).scale(domain=[0, 0.9], nice=False)
    y = alt.Y("share:Q", title=_("share that entered by 2022")).axis(format="%", tickCount=5)
    y = y.scale(domain=[0, 0.5])
    line = alt.Chart(curve).mark_line(color=LIGHT["muted"]).encode(x, y)
    base = alt.Chart(seen).encode(x, y)
    points = base.mark_point(size=120, shape="square", color=LIGHT["novokuznetsk"])
    texts = base.mark_text(dy=-17, fontSize=12).encode(text="chances:Q")
    return (line + points + texts).properties(width="container", height=280)


def entry_alt() -> str:
    """How density and entry go together, in words."""
    return _(
        "Five points on a rising curve: of 94 chances with a density below 0.15 two per cent were "
        "taken, of 163 up to 0.3 six, of 133 up to 0.45 eleven, of 112 up to 0.6 twenty-one, of "
        "80 above it twenty-five per cent. The curve runs from 2 per cent at no density to about "
        "a half at 0.9."
    )


def shuffled_chart() -> alt.LayerChart:
    """Slopes of two hundred maps with exchanged sectors against that of the real map."""
    x = alt.X("slope:Q", title=_("slope of the entry logit")).scale(domain=[-1, 5.5])
    y = alt.Y("count():Q", title=_("shuffled maps")).axis(tickCount=4, format="d")
    bars = alt.Chart(shuffled().to_frame()).mark_bar(color=LIGHT["water"])
    bars = bars.encode(x.bin(step=0.5, extent=[-1, 5.5]).axis(values=list(range(6))), y)
    real = pd.DataFrame({"slope": [branching.entries("without").slope], "name": [_("real map")]})
    rule = alt.Chart(real).mark_rule(color=LIGHT["novokuznetsk"], strokeWidth=3).encode(x)
    text = alt.Chart(real).mark_text(align="right", dx=-8, fontWeight=600)
    text = text.encode(x, y=alt.value(14), text="name:N")
    return (bars + rule + text).properties(width="container", height=230)


def shuffled_alt() -> str:
    """How the shuffled maps do, in words."""
    return _(
        "A histogram of 200 slopes, from just below zero to four and a half, most between one and "
        "three. The slope of the real map, 4.1, lies at the right end; four shuffled maps lie "
        "beyond it."
    )


def tradeoff_chart() -> alt.LayerChart:
    """Chance of entry and complexity of the candidates in two regions."""
    places = {HOME: _("Kemerovo oblast"), "Altai krai": _("Altai krai")}
    rows = pd.concat(
        [branching.outlook(region, "without").assign(place=name) for region, name in places.items()]
    ).reset_index(names="section")
    rows = rows[~rows["has"]]
    rows["name"] = rows["section"].map(branching.SECTIONS)
    x = alt.X("chance:Q", title=_("chance of entry in six years"))
    x = x.scale(domain=[0, 0.24], nice=False).axis(format="%", tickCount=5)
    y = alt.Y("complexity:Q", title=_("complexity of the sector")).scale(domain=[-1, 5])
    legend = alt.Legend(orient="top", title=None)
    names = list(places.values())
    colour = alt.Color("place:N", legend=legend).scale(
        domain=names, range=[LIGHT["novokuznetsk"], LIGHT["biysk"]]
    )
    shape = alt.Shape("place:N", legend=legend).scale(domain=names, range=["square", "circle"])
    base = alt.Chart(rows)
    points = base.mark_point(size=90).encode(x, y, colour, shape)
    # Where points lie close together, a name stands below its point or to the left of it.
    sides = {"F": {"dy": 17}, "HR": {"align": "right", "dx": -10}}
    sides["ACDGIJMN"] = {"dy": -13}
    texts = [
        base.transform_filter(alt.FieldOneOfPredicate("section", list(sections)))
        .mark_text(fontSize=12, **side)
        .encode(x, y, text="name:N")
        for sections, side in sides.items()
    ]
    return alt.layer(points, *texts).properties(width="container", height=320)


def tradeoff_alt() -> str:
    """Where the candidates lie, in words."""
    return _(
        "Candidates by chance of entry and complexity. In Altai krai they fall from IT and media, "
        "3 per cent and the most complex, over trade and professional services to construction, "
        "10 per cent and simple. In Kemerovo oblast most lie at 17 to 19 per cent, from farming, "
        "the simplest, to IT and media, the most complex; trade is complex and at 9 per cent."
    )


def plans_chart() -> alt.LayerChart:
    """Planned and invested money of the territories, as far as both are known."""
    figures = zones() / 1000
    rows = pd.DataFrame(
        [
            (_("Zarinsk"), _("planned"), figures["zarinsk_2018_investment_plan"]),
            (_("Zarinsk"), _("invested"), figures["zarinsk_2023_investment"]),
            (_("Novoaltaysk"), _("planned"), figures["novoaltaysk_2018_investment_plan"]),
            (_("Novoaltaysk"), _("invested"), figures["novoaltaysk_2023_investment"]),
        ],
        columns=["town", "kind", "billion"],
    )
    kinds = [_("planned"), _("invested")]
    legend = alt.Legend(orient="top", title=None)
    x = alt.X("billion:Q", title=_("billion roubles, 2018 to April 2023"))
    x = x.scale(domain=[0, 2.8], nice=False).axis(tickCount=5)
    y = alt.Y("town:N", sort=None, title=None).axis(
        labelLimit=140, domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    offset = alt.YOffset("kind:N", sort=kinds)
    colour = alt.Color("kind:N", legend=legend).scale(
        domain=kinds, range=[LIGHT["muted"], LIGHT["novokuznetsk"]]
    )
    base = alt.Chart(rows).encode(x, y, offset)
    bars = base.mark_bar().encode(colour)
    texts = base.mark_text(align="left", dx=6).encode(text=alt.Text("billion:Q", format=".1f"))
    return (bars + texts).properties(width="container", height=32 * len(rows))


def plans_alt() -> str:
    """Planned and invested, in words."""
    return _(
        "Pairs of bars. Zarinsk: 2.5 billion roubles planned, 1.2 invested. Novoaltaysk: 1.4 "
        "planned, 0.3 invested."
    )

"""Week 15: the numbers and figures of the chapter on zones and what would have been without."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases import zones
from regecon.cases.zones import HOME, KRAI, MIRROR
from regecon.data import load
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.counterfactual import cost_per_job

START, LAST = 2016, 2020
LATER = (2018, 2022)  # five years before and five after the start in Novokuznetsk
PROMISE = "kuzbass_tors_2022_jobs_plan"
DEADWEIGHT, DISPLACED = 0.3, 0.4  # assumed, for the sum in the text
LINE = 1  # per cent of the employed, at which the forecast is given up
REGISTERED = {"before": 9, "after": 5}  # years of the test that the chapter writes down


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text and captions name."""
    figures = [answers(), fan(), spread(), lots()]
    texts = [_machine(), _by_hand(), _detectable(), _regions(), _zones()]
    return {name: value for part in texts for name, value in part.items()} | {
        name: value for figure in figures for name, value in figure.numbers.items()
    }


def _machine() -> dict[str, float]:
    found, slump = zones.three_estimates(), zones.three_estimates(boom=-10)
    return {
        "machine_ba": found["before and after"],
        "machine_did": found["difference in differences"],
        "machine_sc": found["synthetic control"],
        "machine_jobs": zones.EMPLOYED * zones.TRUE / 100,
        "slump_did": slump["difference in differences"],
        "machine_employed": zones.EMPLOYED / 1000,
    }


def _by_hand() -> dict[str, float]:
    """The employed of two regions, before and after, for the sum that the text does."""
    wide = np.exp(zones.panel(START - 2, START + 1) / 100)
    home, krai = wide.loc[HOME], wide.loc[KRAI]
    change = home[START + 1] - home[START - 1]
    other = 100 * (krai[START + 1] / krai[START - 1] - 1)
    return {
        "hand_home_0": home[START - 1],
        "hand_home_1": home[START + 1],
        "hand_krai_0": krai[START - 1],
        "hand_krai_1": krai[START + 1],
        "hand_jobs": (change - other / 100 * home[START - 1]),
        "hand_krai_fall": -other,
        "hand_home_fall": -100 * change / home[START - 1],
        "hand_did": 100 * change / home[START - 1] - other,
    }


def _detectable() -> dict[str, float]:
    promise = _zone(PROMISE)
    five, registered = zones.smallest_jobs(after=5), zones.smallest_share(**REGISTERED)
    return {
        "least_3": zones.smallest_jobs(),
        "least_5": five,
        "least_3_share": zones.smallest_share(),
        "root_3": (zones.smallest_share() / zones.MULTIPLIER / zones.NOISE),
        "lasting_30": zones.smallest_jobs(after=5, correlation=0.3),
        "lasting_50": zones.smallest_jobs(after=5, correlation=0.5),
        "lasting_80": zones.smallest_jobs(after=5, correlation=0.8),
        "line_share": LINE,
        "line_jobs": zones.EMPLOYED * LINE / 100,
        "told_nothing": 100 * zones.odds_of_ruling_out(LINE, registered),
        "registered_promise": 100 * zones.power(100 * promise / zones.EMPLOYED, registered),
        "power_machine": 100 * zones.power(zones.TRUE, zones.smallest_share()),
        "power_promise": 100 * zones.power(promise, five),
        "power_third": 100 * zones.power(promise / 3, five),
        "donors_05": zones.donors_needed(0.05),
        "floor_ten": zones.floor_of_p(10),
    }


def _regions() -> dict[str, float]:
    """What the same methods say of other regions, years and lengths."""
    krai, short = (zones.three_answers(KRAI, LATER[0], last) for last in (LATER[1], 2020))
    mirror = zones.three_answers(MIRROR, *LATER)
    profit = load("regional_indicators").set_index(["region", "year"])["profit"][HOME] / 1000
    later, longer = zones.three_answers(HOME, *LATER), zones.three_answers(HOME, START, 2023)
    alarms = zones.false_alarms()
    everyone = load("regional_indicators").set_index(["region", "year"])
    table, usual = everyone.loc[KRAI], _changes(everyone, 2021, 2022).median()
    rise = table.loc[2022, "employed"] - table.loc[2021, "employed"]
    jumps, step = zones.jumps(), zones.panel(closed=False).loc["Moscow", [2009, 2010]]
    return {
        "jumps_break": jumps[zones.BREAK],
        "jumps_most": jumps.drop(zones.BREAK).max(),
        "moscow_step": 100 * np.expm1((step[2010] - step[2009]) / 100),
        "krai_p_open": zones.fan(KRAI, *LATER, closed=False).p_value,
        "krai_sc": krai["synthetic control"],
        "krai_p": krai["p"],
        "krai_short": short["synthetic control"],
        "krai_short_p": short["p"],
        "krai_jobs": krai["synthetic control"] / 100 * zones.employed(KRAI, LATER[0] - 1),
        "krai_rise": rise,
        "krai_rise_share": 100 * rise / table.loc[2021, "employed"],
        "usual_rise_share": usual["employed"],
        "usual_organisations_fall": -usual["organisations"],
        "krai_population_fall": table.loc[2021, "population"] - table.loc[2022, "population"],
        "krai_small_fall": table.loc[2021, "small_firm_jobs"] - table.loc[2022, "small_firm_jobs"],
        "krai_organisations_fall": 100
        * (1 - table.loc[2022, "organisations"] / table.loc[2021, "organisations"]),
        "mirror_sc": mirror["synthetic control"],
        "mirror_p": mirror["p"],
        "later_sc": later["synthetic control"],
        "later_p": later["p"],
        "longer_p": longer["p"],
        "profit_before": profit.loc[START - 5 : START - 1].mean(),
        "profit_after": profit.loc[START:LAST].mean(),
        "on_paper": zones.ON_PAPER,
        "alarms": alarms["independent"],
        "alarms_clustered": alarms["clustered"],
    }


def _changes(table: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Per cent by which what the text names has changed, by region."""
    columns = ["employed", "organisations", "population", "small_firm_jobs"]
    then, now = (table.xs(year, level="year")[columns].astype(float) for year in (first, last))
    return 100 * (now / then - 1)


def _zone(key: str) -> float:
    return float(load("special_zones").set_index("id")["value"][key])


def _zones() -> dict[str, float]:
    table = zones.plan_and_fact()["each"].to_dict()
    krai = _zone("zarinsk_2023_jobs") + _zone("novoaltaysk_2023_jobs")
    jobs, saved = _zone("kuzbass_tors_2025_jobs"), zones.saved_contributions()
    net = cost_per_job(saved * jobs / 1000, jobs, deadweight=DEADWEIGHT, displacement=DISPLACED)
    alone = cost_per_job(saved * jobs / 1000, jobs, deadweight=DEADWEIGHT)
    return {
        "residents_2025": _zone("kuzbass_tors_2025_residents"),
        "jobs_2025": jobs,
        "more_2025": _zone("kuzbass_tors_2025_jobs_plan"),
        "promise": _zone(PROMISE),
        "promise_residents": _zone("kuzbass_tors_2022_residents_plan"),
        "krai_reported": krai,
        "zarinsk_plan_money": _zone("zarinsk_2018_investment_plan") / 1000,
        "zarinsk_plan_jobs": _zone("zarinsk_2018_jobs_plan"),
        "zarinsk_money": _zone("zarinsk_2023_investment") / 1000,
        "zarinsk_jobs": _zone("zarinsk_2023_jobs"),
        "novoaltaysk_plan_money": _zone("novoaltaysk_2018_investment_plan") / 1000,
        "novoaltaysk_money": _zone("novoaltaysk_2023_investment"),
        "novoaltaysk_jobs": _zone("novoaltaysk_2023_jobs"),
        "zarinsk_plan_each": table["Zarinsk", 2018, "plan"],
        "zarinsk_each": table["Zarinsk", 2023, "fact"],
        "novoaltaysk_each": table["Novoaltaysk", 2023, "fact"],
        "zone_2021_money": _zone("special_zone_kuzbass_2021_investment_plan") / 1000,
        "zone_2021_jobs": _zone("special_zone_kuzbass_2021_jobs_plan"),
        "zone_2021_each": table["Special zone Kuzbass", 2021, "plan"],
        "zone_2022_money": _zone("special_zone_kuzbass_2022_investment_plan") / 1000,
        "zone_2022_jobs": _zone("special_zone_kuzbass_2022_jobs_plan"),
        "zone_2022_each": table["Special zone Kuzbass", 2022, "plan"],
        "trout_money": _zone("yurga_trout_2017_investment") / 1000,
        "trout_jobs": _zone("yurga_trout_2017_jobs_plan"),
        "saved": saved,
        "saved_wage": saved / 12 / (zones.CONTRIBUTIONS[0] - zones.CONTRIBUTIONS[1]),
        "saved_alone": 1000 * alone.per_net_job,
        "saved_net": 1000 * net.per_net_job,
        "net_jobs": net.jobs["net"],
    }


NAMES = {
    "observed": (_("observed"), "novokuznetsk"),
    "others": (_("the others"), "muted"),
    "synthetic": (_("synthetic"), "biysk"),
}


def answers() -> Figure:
    """Kemerovo oblast, the mean of all other regions and its synthetic twin."""
    lines, found = zones.paths(HOME, START, LAST), zones.three_answers(HOME, START, LAST)
    told = _(
        "Three lines of the employed, {first} to {last}, all meeting at nought in {base}. Before, "
        "the synthetic line lies on that of Kemerovo oblast. By {last} Kemerovo oblast stands at "
        "{observed}, the synthetic one at {synthetic}, the mean of the others at {others} per cent."
    ).format(
        first=lines.index[0],
        last=LAST,
        base=START - 1,
        **{name: written(lines.loc[LAST, name], "+.1f") for name in NAMES},
    )
    home = zones.employed(HOME, START - 1)
    mix, mined = 100 * zones.twin(HOME, START, LAST).weights, zones.mining_share()
    return Figure(
        _answers_chart(lines),
        told,
        {
            "home_mining": mined[HOME],
            "mix_mining": (mix * mined[mix.index]).sum() / 100,
            "mix_1": mix["Pskov oblast"],
            "mix_2": mix["Kostroma oblast"],
            "mix_3": mix["Republic of Bashkortostan"],
            "home_ba": found["before and after"],
            "home_ba_fall": -found["before and after"],
            "home_did": found["difference in differences"],
            "home_did_fall": -found["difference in differences"],
            "home_sc": found["synthetic control"],
            "home_sc_jobs": found["synthetic control"] / 100 * home,
            "home_did_jobs": -found["difference in differences"] / 100 * home,
            "home_ba_jobs": -found["before and after"] / 100 * home,
        },
    )


def _answers_chart(lines: pd.DataFrame) -> alt.LayerChart:
    rows = lines.rename_axis("year").reset_index().melt("year", var_name="name", value_name="gap")
    rows["label"] = rows["name"].map({name: label for name, (label, _colour) in NAMES.items()})
    x = alt.X("year:Q", title=None).axis(format="d", tickCount=5)
    x = x.scale(domain=[zones.FIRST, LAST + 9.5], nice=False)
    y = alt.Y("gap:Q", title=_("employed, % above or below 2015"))
    colour = alt.Color("name:N", legend=None).scale(
        domain=list(NAMES), range=[LIGHT[colour] for _label, colour in NAMES.values()]
    )
    start = alt.Chart(pd.DataFrame({"year": [START - 0.5]}))
    start = start.mark_rule(color=LIGHT["muted"], strokeDash=[4, 3]).encode(x)
    drawn = alt.Chart(rows).mark_line().encode(x, y, colour)
    ends = alt.Chart(rows[rows["year"] == LAST]).mark_text(align="left", dx=6, fontWeight=600)
    return alt.layer(start, drawn, ends.encode(x, y, colour, text="label:N")).properties(
        width="container", height=280
    )


def fan() -> Figure:
    """The gap of Kemerovo oblast among the gaps of all regions, each against its own mix."""
    test = zones.fan(HOME, START, LAST)
    table, p = test.table, test.p_value
    larger = int((table["ratio"] >= table.loc[HOME, "ratio"]).sum())
    told = _(
        "{count} thin lines around nought, close to it before {start} and fanning out after it, to "
        "between {low} and {high} per cent in {last}. That of Kemerovo oblast, thick, ends at "
        "{home}, among them."
    ).format(
        count=len(_shown(test)),
        start=START,
        last=LAST,
        low=written(_shown(test)[LAST].min(), ".0f"),
        high=written(_shown(test)[LAST].max(), ".0f"),
        home=written(test.gaps.loc[HOME, LAST], "+.1f"),
    )
    return Figure(
        _fan_chart(_shown(test)),
        told,
        {
            "fan_p": p,
            "fan_rank": larger,
            "fan_regions": len(table),
            "fan_left_out": len(table) - len(_shown(test)),
        },
    )


def _shown(test) -> pd.DataFrame:
    """The gaps of the regions that have a twin."""
    return test.gaps[test.table["fit"] < zones.NO_TWIN].loc[:, START - 6 :]


def _fan_chart(gaps: pd.DataFrame) -> alt.LayerChart:
    rows = gaps.rename_axis(index="region", columns="year").stack().rename("gap").reset_index()
    x = alt.X("year:Q", title=None).axis(format="d", tickCount=6)
    x = x.scale(domain=[START - 6, LAST], nice=False)
    y = alt.Y("gap:Q", title=_("gap to the synthetic region, %"))
    start = alt.Chart(pd.DataFrame({"year": [START - 0.5]}))
    start = start.mark_rule(color=LIGHT["muted"], strokeDash=[4, 3]).encode(x)
    thin = alt.Chart(rows[rows["region"] != HOME]).mark_line(
        strokeWidth=0.8, opacity=0.45, color=LIGHT["muted"]
    )
    thick = alt.Chart(rows[rows["region"] == HOME]).mark_line(
        strokeWidth=3, color=LIGHT["novokuznetsk"]
    )
    return alt.layer(start, thin.encode(x, y, detail="region:N"), thick.encode(x, y)).properties(
        width="container", height=280
    )


def spread() -> Figure:
    """The effect that each region would have had if a zone had begun there in 2018."""
    changes = zones.placebo_changes(*LATER)
    small = changes[zones.small_regions().drop(zones.LEAPS)]
    mixed = zones.three_answers(HOME, *LATER)["spread"]
    assumed = zones.smallest_share(after=5)
    outside = int((changes.abs() > assumed).sum())
    told = _(
        "Bars of {count} regions by the effect they would have had, from {low} to {high} per cent, "
        "heaped around nought. A shaded band from minus {band} to plus {band} holds {inside} of "
        "them."
    ).format(
        count=len(changes),
        low=written(changes.min(), ".0f"),
        high=written(changes.max(), ".0f"),
        band=written(assumed, ".1f"),
        inside=len(changes) - outside,
    )
    return Figure(
        _spread_chart(changes, assumed),
        told,
        {
            "spread_count": len(changes),
            "spread_sd": changes.std(),
            "spread_outside": outside,
            "spread_small": len(small),
            "spread_small_sd": small.std(),
            "spread_leap": changes[zones.LEAPS],
            "spread_mix_sd": mixed,
            "spread_mix_2016": zones.three_answers(HOME, START, LAST)["spread"],
            "spread_mix_least": zones.EMPLOYED / 1e5 * zones.MULTIPLIER * mixed,
        },
    )


def _spread_chart(changes: pd.Series, assumed: float) -> alt.LayerChart:
    edges = np.arange(np.floor(changes.min()), np.ceil(changes.max()) + 1)
    counts, _edges = np.histogram(changes, edges)
    rows = pd.DataFrame({"low": edges[:-1], "high": edges[1:], "regions": counts})
    x = alt.X("low:Q", title=_("effect if a zone had begun here in 2018, %")).scale(nice=False)
    y = alt.Y("regions:Q", title=_("regions")).axis(tickMinStep=2)
    band = alt.Chart(pd.DataFrame({"low": [-assumed], "high": [assumed]}))
    band = band.mark_rect(color=LIGHT["accent"], opacity=0.35).encode(x, alt.X2("high:Q"))
    bars = (
        alt.Chart(rows)
        .mark_rect(color=LIGHT["muted"], stroke="white")
        .encode(x, alt.X2("high:Q"), y)
    )
    return alt.layer(bars, band).properties(width="container", height=220)


def lots() -> Figure:
    """Two estimates of an invented effect, over many lots of zones on paper."""
    drawn, truth = zones.many_lots(), zones.true_gain()
    mean = drawn.mean()
    told = _(
        "Two rows of {count} dots, one for each lot. By start they scatter from {low} to {high} "
        "per cent around a mean of {by_start}; those of the regression lie around {regression}, "
        "left of the dashed line at {truth}."
    ).format(
        count=len(drawn),
        low=written(drawn["by start"].min(), ".1f"),
        high=written(drawn["by start"].max(), ".1f"),
        by_start=written(mean["by start"], ".1f"),
        regression=written(mean["regression"], ".1f"),
        truth=written(truth, ".1f"),
    )
    return Figure(
        _lots_chart(drawn, truth),
        told,
        {
            "lots_count": len(drawn),
            "lots_truth": truth,
            "lots_by_start": mean["by start"],
            "lots_regression": mean["regression"],
            "lots_by_start_sd": drawn["by start"].std(),
            "lots_regression_sd": drawn["regression"].std(),
        },
    )


def _lots_chart(drawn: pd.DataFrame, truth: float) -> alt.LayerChart:
    labels = {"by start": _("by start"), "regression": _("regression")}
    rows = drawn.rename(columns=labels).melt(var_name="method", value_name="found")
    x = alt.X("found:Q", title=_("estimated mean effect, % (invented effect, SYNTHETIC)"))
    x = x.axis(values=[-2, 0, 2, 4, 6])
    y = alt.Y("method:N", title=None).axis(labelColor=LIGHT["ink"], domain=False, ticks=False)
    right = alt.Chart(pd.DataFrame({"found": [truth]}))
    right = right.mark_rule(color=LIGHT["ink"], strokeDash=[4, 3]).encode(x)
    dots = alt.Chart(rows).mark_point(size=70, opacity=0.5, filled=True, color=LIGHT["biysk"])
    return alt.layer(right, dots.encode(x, y)).properties(width="container", height=110)

"""Week 12: the numbers and figures of the chapter on leaving, returning and training."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases import living, training, young
from regecon.data import load
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.demography import cohort_present, equivalent_return
from regecon.methods.games import training_threshold

SUBURB = 545  # Pervomaysky district, across the Ob from Barnaul


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text and captions name."""
    figures = [net(), hump(), paths(), bills(), pulls()]
    texts = [_register(), _checks(), _cohort(), _projection(), _training(), _living()]
    return {name: value for part in texts for name, value in part.items()} | {
        name: value for figure in figures for name, value in figure.numbers.items()
    }


def _register() -> dict[str, float]:
    places, kinds = young.net_of_places(), young.net_of_kinds()
    people = young.inhabitants().loc["Biysk"]
    return {
        "net_tomsk_15": places.loc["Tomsk", 15],
        "net_biysk_20": places.loc["Biysk", 20],
        "net_biysk_15_loss": -places.loc["Biysk", 15],
        "net_tomsk_20_loss": -places.loc["Tomsk", 20],
        "net_biysk": places.loc["Biysk"].sum(),
        "rural_15": -kinds.loc["rural", 15],
        "rural_20": kinds.loc["rural", 20],
        "urban_15": kinds.loc["urban", 15],
        "urban_20": -kinds.loc["urban", 20],
        "krai_rural_15": -young.net_of_villages("Altai krai")[15],
        "net_barnaul_15": places.loc["Barnaul", 15],
        "municipalities": len(young.net_by_age()),
        "biysk_15": people[15],
        "biysk_20": people[20],
        "biysk_30": people[30],
    }


def _checks() -> dict[str, float]:
    gap, births = young.census_gap(), young.births_check()
    deaths = -young.vital("Biysk", 2022, "january_september")["natural_increase"]
    return {
        "estimate_2020": gap["expected"],
        "census_2021": gap["found"],
        "revision": 100 * gap["missing"] / gap["expected"],
        "excess_deaths_2022": deaths,
        "excess_deaths_gap": round(gap["deaths"], -2),  # no better known
        "natural_2020": -young.rate_of("Altai krai", "natural_increase_rate", 2020),
        "natural_2021": -young.rate_of("Altai krai", "natural_increase_rate", 2021),
        "natural_2022": -young.rate_of("Altai krai", "natural_increase_rate", 2022),
        "missed_one_in": gap["expected"] / gap["left"],
        "lost_a_year": round(gap["left"] / young.YEARS_BETWEEN_CENSUSES, -2),
        "births_year": births.loc[("Biysk", 2023), "counted"],
        "births_model": births.loc[("Biysk", 2023), "expected"],
        "births_excess": births.loc[("Biysk", 2023), "excess"],
        "births_excess_2022": births.loc[("Biysk", 2022), "excess"],
        "births_nvkz_excess": births.loc[("Novokuznetsk", 2021), "excess"],
        "births_nvkz_excess_2020": births.loc[("Novokuznetsk", 2020), "excess"],
        "birth_rate_1990": young.rate_of("Altai krai", "birth_rate", 1990),
        "birth_rate_1993": young.rate_of("Altai krai", "birth_rate", 1993),
        "fertility_krai_2017": young.rate_of("Altai krai", "total_fertility_rate", 2017),
        "fertility_krai": young.rate_of("Altai krai", "total_fertility_rate", 2023),
        "rural_share_krai": 100 - young.rate_of("Altai krai", "urban_share", 2017),
    }


def _cohort() -> dict[str, float]:
    leave, back, kept = young.LEAVE, young.BACK, young.KEPT
    same = equivalent_return(leave, back, kept)
    girls = young.ages_of("Biysk").loc[15, "women"]
    reach = young.survival_of("Altai krai").loc[15, "women"]
    return {
        "cohort": young.inhabitants().loc["Biysk", 15] / 5,
        "girls": girls,
        "reach_thousand": 1000 * reach,
        "girls_reach": girls * reach,
        "girls_left": girls * reach * (1 - leave),
        "here": 100 * cohort_present(leave, back),
        "here_kept": 100 * cohort_present(leave - kept, back),
        "same_return": 100 * same,
        "same_return_points": 100 * (same - back),
    }


def _projection() -> dict[str, float]:
    def total(*levers: float) -> float:
        return young.project("Biysk", *levers)[young.YEARS].to_numpy().sum() / 1000

    def left(*levers: float) -> float:
        path = young.young_path("Biysk", *levers)
        return 100 * path.iloc[-1] / path.iloc[0]

    start = young.ages_of("Biysk").to_numpy().sum() / 1000
    stay, leave = total(0, 0, 0), total(60, 15, 0)
    return {
        "biysk_2024": start,
        "biysk_stay": stay,
        "biysk_leave": leave,
        "fall_ages": 100 * (start - stay) / (start - leave),
        "young_kept": left(50, 15, 0),
        "young_back": left(60, 30, 0),
    }


def _training() -> dict[str, float]:
    risk = training.poaching_risk(training.FIRMS)
    payoffs = training.game(risk)
    clusters = load("biysk_clusters").set_index("id")["value"]
    return {
        "cluster_people": clusters["composite_cluster_2016_employees"],
        "threshold": training_threshold(surplus=training.SURPLUS, cost=training.COST),
        "risk_four": training.poaching_risk(4),
        "risk_five": training.poaching_risk(5),
        "risk_ten": risk,
        "risk_club": training.poaching_risk(training.FIRMS, members=5),
        "both_train": payoffs.loc["train", "train"],
        "train_loss": -payoffs.loc["train", "wait"],
        "wait_alone": payoffs.loc["wait", "train"],
        "levy_least": training.least_levy(risk),
    }


def _living() -> dict[str, float]:
    trades = {"school": "P", "health": "Q", "plant": "C", "hotel": "I"}
    found = {
        f"{trade}_{short}": living.wage(place, section)
        for trade, section in trades.items()
        for short, place in {"biysk": "Biysk", "nsk": "Novosibirsk"}.items()
    }
    gap = living.gap()
    return found | {
        "wage_biysk": living.wage("Biysk"),
        "wage_nsk": living.wage("Novosibirsk"),
        "hotel_tash": living.wage("Tashtagol", "I"),
        "mining_tash": living.wage("Tashtagol", "B"),
        "wage_gap": gap["gross"],
        "wage_gap_net": gap["net"],
        "rent_biysk": living.RENTS["Biysk"],
        "rent_nsk": living.RENTS["Novosibirsk"],
        "unexplained": gap["left"],
        "school_share": _of("Novosibirsk", "P"),
        "health_share": _of("Novosibirsk", "Q"),
        "school_share_nvkz": _of("Novokuznetsk", "P"),
        "health_share_nvkz": _of("Novokuznetsk", "Q"),
        "move_young": living.worth_of_moving(living.WORKING["young"]),
        "move_old": living.worth_of_moving(living.WORKING["old"]),
    }


def _of(place: str, section: str) -> float:
    return 100 * living.wage("Tashtagol", section) / living.wage(place, section)


def _signed(value: float, form: str) -> str:
    """A number with its sign in a word, for those who listen."""
    size = written(abs(value), form)
    return (_("minus {size}") if value < 0 else _("plus {size}")).format(size=size)


SHOWN = {
    "Tomsk": (_("Tomsk"), "sheregesh"),
    "Biysk": (_("Biysk"), "biysk"),
    "Tashtagol": (_("Tashtagol"), "novokuznetsk"),
}


def net() -> Figure:
    """Registered net migration of 2023 by age, per 1,000 of the age group."""
    rates = young.net_rates(list(SHOWN))
    tomsk, biysk, district = (rates.loc[place] for place in SHOWN)
    told = _(
        "Three lines over age groups. Tomsk stands near {child} in childhood, leaps to {top} in "
        "the group of 15 to 19 and falls to {fall} in that of 20 to 24. Tashtagol district has its "
        "lowest point, {low}, in the group of 15 to 19. Biysk stays near zero, with {peak} in that "
        "of 20 to 24."
    ).format(
        child=_signed(tomsk[:10].mean(), ".0f"),
        top=_signed(tomsk[15], ".0f"),
        fall=_signed(tomsk[20], ".0f"),
        low=_signed(district[15], ".0f"),
        peak=_signed(biysk[20], ".0f"),
    )
    return Figure(_net_chart(rates), told)


def _net_chart(rates: pd.DataFrame) -> alt.LayerChart:
    names = {place: label for place, (label, _colour) in SHOWN.items()}
    rows = rates.stack().rename("rate").reset_index()
    rows["town"] = rows["place"].map(names)
    x = alt.X("age_from:Q", title=_("age group, from")).axis(values=[0, 10, 20, 30, 40])
    x = x.scale(domain=[0, 47], nice=False)
    y = alt.Y("rate:Q", title=_("net arrivals of 2023, per 1,000 of the group"))
    colour = alt.Color("town:N", legend=None).scale(
        domain=list(names.values()), range=[LIGHT[colour] for _label, colour in SHOWN.values()]
    )
    zero = alt.Chart(pd.DataFrame({"rate": [0]})).mark_rule(color=LIGHT["muted"]).encode(y=y)
    lines = alt.Chart(rows).mark_line(point=True).encode(x, y, colour)
    # A name stands beside the farthest point of its line: to the right of a peak, else left.
    far = {"Tomsk": rates.loc["Tomsk"].idxmax(), "Biysk": rates.loc["Biysk"].idxmax()}
    far["Tashtagol"] = rates.loc["Tashtagol"].idxmin()
    at = rows[rows["age_from"] == rows["place"].map(far)]
    words = [
        alt.Chart(at[at["rate"].gt(0) == peak])
        .mark_text(align=side, dx=gap, fontWeight=600)
        .encode(x, y, colour, text="town:N")
        for peak, side, gap in [(True, "left", 9), (False, "right", -9)]
    ]
    return alt.layer(zero, lines, *words).properties(width="container", height=300)


def hump() -> Figure:
    """People of 30 to 34 for one of 35 to 39, in twenty municipalities."""
    ratios = young.hump()
    below, above = ratios[ratios < 1], ratios[ratios > 1]
    told = _(
        "Dots for {all} municipalities. {many} lie between {low} in {lowest} and {high} in "
        "{highest}; then a gap; then {odd}."
    ).format(
        all=len(ratios),
        many=len(below),
        low=written(below.min(), ".2f"),
        lowest=_(below.index[0]),
        high=written(below.max(), ".2f"),
        highest=_(below.index[-1]),
        odd=", ".join(f"{_(place)} {written(value, '.2f')}" for place, value in above.items()),
    )
    found = {
        "hump_places": len(ratios),
        "hump_usual": len(below),
        "ratio_biysk": ratios["Biysk"],
        "ratio_rubtsovsk": ratios["Rubtsovsk"],
        "ratio_others_low": below.min(),
        "ratio_others_high": below.max(),
        "hump": round(young.hump_people("Biysk"), -3),  # no better known
    }
    return Figure(_hump_chart(ratios), told, found)


def _hump_chart(ratios: pd.Series) -> alt.LayerChart:
    rows = ratios.reset_index()
    rows["odd"] = rows["ratio"] > 1
    y = alt.Y("place:N", sort=rows["place"].tolist(), title=None).axis(
        labelLimit=160, domain=False, ticks=False, labelColor=LIGHT["ink"], labelOverlap=False
    )
    x = alt.X("ratio:Q", title=_("30–34 for one of 35–39"))
    x = x.scale(domain=[0.5, 1.38], nice=False).axis(values=[0.5, 0.75, 1, 1.25], format=".2f")
    colour = alt.condition("datum.odd", alt.value(LIGHT["biysk"]), alt.value(LIGHT["muted"]))
    base = alt.Chart(rows).encode(y, x)
    one = alt.Chart(pd.DataFrame({"ratio": [1]})).mark_rule(strokeDash=[4, 3]).encode(x)
    dots = base.mark_point(size=110).encode(color=colour)
    text = base.mark_text(align="left", dx=9).encode(text=alt.Text("ratio:Q", format=".2f"))
    return (one + dots + text).properties(width="container", height=22 * len(rows))


# Levers in per cent, what they are called, and at which year and how far the name stands off.
PATHS = {
    "stay": ((0, 0, 0), _("nobody moves"), 2039, -12),
    "full": ((60, 15, 50), _("and 50 newcomers"), 2039, -12),
    "back": ((60, 30, 0), _("30 % return"), 2039, -12),
    "leave": ((60, 15, 0), _("15 % return"), 2034, 32),
}


def paths() -> Figure:
    """People of 20 to 39 in Biysk under four settings of the levers."""
    lines = pd.DataFrame({name: young.young_path("Biysk", *PATHS[name][0]) for name in PATHS})
    lines = lines / 1000
    first, last = lines.iloc[0], lines.iloc[-1]
    told = _(
        "Four lines from {start} thousand in {first}. If nobody moves the young fall to {stay} "
        "thousand in {last}; with {gone} leaving, {few} per cent of them returning and {new} "
        "newcomers to {full}; with {many} per cent returning to {back}; with {few} per cent "
        "returning to {leave}."
    ).format(
        gone=PATHS["full"][0][0],
        few=PATHS["full"][0][1],
        new=PATHS["full"][0][2],
        many=PATHS["back"][0][1],
        start=written(first["stay"], ".0f"),
        first=lines.index[0],
        last=lines.index[-1],
        **{name: written(last[name], ".0f") for name in PATHS},
    )
    found = {
        "young_fall": 100 * (1 - last["stay"] / first["stay"]),
        "young_more_back": last["back"] - last["leave"],
        "young_more_new": last["full"] - last["leave"],
    }
    return Figure(_paths_chart(lines), told, found)


def _paths_chart(lines: pd.DataFrame) -> alt.LayerChart:
    rows = lines.reset_index().melt("year", var_name="name", value_name="young")
    x = alt.X("year:Q", title=None).axis(format="d", values=lines.index.tolist())
    x = x.scale(domain=[young.START, young.START + young.YEARS + 3], nice=False)
    y = alt.Y("young:Q", title=_("aged 20 to 39, thousand")).scale(domain=[0, 60])
    dash = alt.StrokeDash("name:N", legend=None).scale(
        domain=list(PATHS), range=[[1, 0], [8, 3], [4, 3], [1, 0]]
    )
    colour = alt.Color("name:N", legend=None).scale(
        domain=list(PATHS),
        range=[LIGHT["muted"], LIGHT["accent"], LIGHT["sheregesh"], LIGHT["biysk"]],
    )
    drawn = alt.Chart(rows).mark_line().encode(x, y, colour, strokeDash=dash)
    ends = alt.Chart(rows[rows["year"] == rows["year"].max()])
    ends = ends.mark_text(align="left", dx=6, fontWeight=600)
    ends = ends.encode(x, y, colour, text=alt.Text("young:Q", format=".0f"))
    names = []
    for name, (_levers, label, year, off) in PATHS.items():
        at = rows[(rows["name"] == name) & (rows["year"] == year)].assign(label=label)
        names.append(
            alt.Chart(at)
            .mark_text(align="center", dy=off, fontWeight=600)
            .encode(x, y, colour, text="label:N")
        )
    return alt.layer(drawn, ends, *names).properties(width="container", height=320)


GRANTS = {"keep": _("keep"), "call back": _("call back"), "attract": _("attract")}


def bills() -> Figure:
    """Who would be paid under three grants that add as many residents."""
    table = young.bills()
    keep, back = table.loc["keep"], table.loc["call back"]
    told = _(
        "Three bars, each with {added} people added. Keeping pays {keep} people and costs "
        "{keep_each} million roubles for each one added; calling back pays {back} and costs "
        "{back_each}; attracting pays {attract} and costs {attract_each}."
    ).format(
        added=written(keep["added"], ".0f"),
        keep=written(keep["paid"], ",.0f"),
        keep_each=written(keep["each"], ".2f"),
        back=written(back["paid"], ",.0f"),
        back_each=written(back["each"], ".2f"),
        attract=written(table.loc["attract", "paid"], ",.0f"),
        attract_each=written(table.loc["attract", "each"], ".2f"),
    )
    found = {
        "grant": young.GRANT,
        "added": keep["added"],
        "paid_keep": keep["paid"],
        "anyway_keep": keep["anyway"],
        "million_keep": keep["million"],
        "each_keep": keep["each"],
        "paid_back": back["paid"],
        "anyway_back": back["anyway"],
        "million_back": back["million"],
        "each_back": back["each"],
        "break_even_rate": 100 * young.even_return(),
        "coming": 100 * young.COMING,
    }
    return Figure(_bills_chart(table), told, found)


def _bills_chart(table: pd.DataFrame) -> alt.LayerChart:
    table = table.rename(index=GRANTS).reset_index()
    table["text"] = [
        _("{cost} m each").format(cost=written(million, ".2f")) for million in table["each"]
    ]
    order = table["grant"].tolist()
    kinds = {"anyway": _("here anyway"), "added": _("added")}
    rows = table.melt(["grant", "paid", "text"], list(kinds), "kind", "persons")
    rows["label"] = rows["kind"].map(kinds)
    rows["order"] = (rows["kind"] == "added").map({True: 0, False: 1})
    y = alt.Y("grant:N", sort=order, title=None).axis(
        domain=False, ticks=False, labelColor=LIGHT["ink"], labelFontSize=14
    )
    x = alt.X("persons:Q", title=_("people paid in one year's cohort"))
    x = x.scale(domain=[0, 1_650], nice=False).axis(values=[0, 400, 800, 1_200])
    legend = alt.Legend(orient="top", title=None, direction="horizontal", symbolType="square")
    colour = alt.Color("label:N", legend=legend).scale(
        domain=[kinds["added"], kinds["anyway"]], range=[LIGHT["biysk"], LIGHT["water"]]
    )
    bars = alt.Chart(rows).mark_bar(height=28).encode(x, y, colour, order="order:Q")
    ends = alt.Chart(table).mark_text(align="left", dx=7, fontWeight=600)
    ends = ends.encode(alt.X("paid:Q"), y, text="text:N")
    return (bars + ends).properties(width="container", height=46 * len(order))


NAMED = {
    "Biysk": _("Biysk"),
    "Tashtagol": _("Tashtagol district"),
    "Novokuznetsk": _("Novokuznetsk"),
    "Novosibirsk": _("Novosibirsk"),
    "Tomsk": _("Tomsk"),
}


def pulls() -> Figure:
    """Wages and net migration of those who have finished studying, in every municipality."""
    rows = living.pulls()
    told = _(
        "A cloud of {all} municipalities, from {poor} to {rich} thousand roubles a month and from "
        "{least} to {most} net arrivals per 1,000. It rises a little to the right: the rank "
        "correlation is {pull}. Biysk stands at {biysk_wage} thousand and {biysk}, Novosibirsk at "
        "{nsk_wage} and {nsk}, Tashtagol district at {tash_wage} and {tash}."
    ).format(
        all=len(rows),
        poor=written(rows["wage"].min(), ".0f"),
        rich=written(rows["wage"].max(), ".0f"),
        least=_signed(rows["net"].min(), ".0f"),
        most=_signed(rows["net"].max(), ".0f"),
        pull=written(living.pull(), ".2f"),
        **_spots(rows),
    )
    regions = living.pull_by("region")
    suburb = rows.loc[SUBURB]
    found = {
        "pulls": len(rows),
        "wage_pull": living.pull(),
        "pull_low": regions.min(),
        "pull_high": regions.max(),
        "pull_towns": living.pull_by("town")[True],
        "suburb_net": suburb["net"],
        "suburb_wage": suburb["wage"],
    }
    return Figure(_pulls_chart(rows), told, found)


def _spots(rows: pd.DataFrame) -> dict[str, str]:
    places = rows.dropna(subset="place").set_index("place")
    shorts = {"biysk": "Biysk", "nsk": "Novosibirsk", "tash": "Tashtagol"}
    wages = {f"{short}_wage": places.loc[place, "wage"] for short, place in shorts.items()}
    return {name: written(wage, ".0f") for name, wage in wages.items()} | {
        short: _signed(places.loc[place, "net"], ".1f") for short, place in shorts.items()
    }


def _pulls_chart(rows: pd.DataFrame) -> alt.LayerChart:
    rows = rows.assign(label=rows["place"].map(NAMED))
    x = alt.X("wage:Q", title=_("mean wage of 2023, thousand roubles"))
    x = x.scale(domain=[30, 125], nice=False).axis(tickCount=5)
    y = alt.Y("net:Q", title=_("net arrivals, 25–39, per 1,000 of 15–64"))
    tips = [
        alt.Tooltip("name:N", title=_("municipality")),
        alt.Tooltip("wage:Q", title=_("thousand roubles"), format=".1f"),
        alt.Tooltip("net:Q", title=_("per 1,000"), format=".1f"),
    ]
    zero = alt.Chart(pd.DataFrame({"net": [0]})).mark_rule(color=LIGHT["muted"]).encode(y=y)
    base = alt.Chart(rows[["wage", "net", "name", "label"]])
    others = base.transform_filter("!isValid(datum.label)").mark_point(
        size=34, color=LIGHT["muted"], opacity=0.55
    )
    known = base.transform_filter("isValid(datum.label)")
    dots = known.mark_point(size=110, color=LIGHT["biysk"]).encode(x, y, tooltip=tips)
    words = known.mark_text(align="left", dx=9, fontWeight=600, color=LIGHT["biysk"])
    return (
        zero + others.encode(x, y, tooltip=tips) + dots + words.encode(x, y, text="label:N")
    ).properties(width="container", height=320)

"""Week 9: the figures and numbers of the chapter on the resort's curve."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd
from scipy import stats

from regecon.cases import resort
from regecon.data import load
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.life_cycle import profile_ceiling

CEILINGS = np.geomspace(1_000, 20_000, 60)
LONG = 180  # assumed: the days of a winter that lasts a month longer
TOP = 8  # million visits: the top of the chart of five springs


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text and captions name."""
    found = _counted() | _known() | _growth() | _valley() | _others()
    for figure in (standing, holidays, links, seasons, resorts):
        found |= figure().numbers
    return found


def _counted() -> dict[str, float]:
    visits = resort.counts()
    early = resort.early_january()
    return {
        "visits_2001": visits["2001_full"],
        "visits_2012": visits["2012_district"],
        "visits_2013": visits["2013_district"],
        "visits_2015": visits["2015_full"],
        "visits_2021": visits["2021_full"] / 1000,
        "visits_2023": visits["2023_full"],
        "visits_2023_million": visits["2023_full"] / 1000,
        "visits_2024": visits["2024_season"] / 1000,
        "visits_2025": visits["2025_full"] / 1000,
        "visits_2025_inside": visits["2025_winter"],
        "visits_2025_november": visits["2025_governor_november"] / 1000,
        "visits_2025_festivals": visits["2025_with_festivals"] / 1000,
        "early_2021_more_least": 100 * (early[2021] / early.drop(2021).max() - 1),
        "early_2021_more_most": 100 * (early[2021] / early.drop(2021).min() - 1),
        "visits_2010": visits["2010_calendar_year"],
        "summer_2025": visits["2025_summer"],
        "summer_2025_tass": visits["2025_summer_tass"],
        "fall_2025": 100 * (1 - visits["2025_full"] / visits["2024_season"]),
        "holidays_rise": 100 * (visits["2025_holidays"] / visits["2024_holidays"] - 1),
        "holidays_2024": visits["2024_holidays"],
        "holidays_2025": visits["2025_holidays"],
        "holidays_2026": visits["2026_holidays"],
        "resort_of_district": 100 * visits["2020_8_march_resort"] / visits["2020_8_march_district"],
        "target_2017": visits["2017_target"] / 1000,
        "target_2026": visits["2026_target"],
    } | {f"early_{year}": count for year, count in early.items()}


def _known() -> dict[str, float]:
    found = {}
    for spring, row in resort.as_known().iterrows():
        found |= {
            f"ceiling_{spring}": row["ceiling"] / 1000,
            f"error_{spring}": row["error"] / 1000,
            f"low_{spring}": row["low"] / 1000,
            f"high_{spring}": row["high"] / 1000,
            f"misfit_{spring}": row["misfit"],
        }
    known = resort.as_known()
    inside = resort.winters().copy()
    inside[2025] = resort.counts()["2025_winter"]
    more, next_winter = resort.one_count_more(2010), resort.one_count_more(2011)
    festivals = resort.winters().copy()
    festivals[2025] = resort.counts()["2025_with_festivals"]
    grown = resort.fitted(festivals)[0]
    quiet, summer_besides = (
        resort.fitted(resort.quiet_winters(reading))[0] for reading in ("2025_winter", "2025_full")
    )
    return found | {
        "share_error_2017": 100 * known.loc[2017, "error"] / known.loc[2017, "ceiling"],
        "share_error_2025": 100 * known.loc[2025, "error"] / known.loc[2025, "ceiling"],
        "ceiling_more": more.ceiling / 1000,
        "error_more": more.ceiling_error / 1000,
        "ceiling_more_2011": next_winter.ceiling / 1000,
        "error_more_2011": next_winter.ceiling_error / 1000,
        "ceiling_festivals": grown.ceiling / 1000,
        "error_festivals": grown.ceiling_error / 1000,
        "wide": stats.t.ppf(0.975, len(resort.winters(2017)) - 3),
        "error_grows": known.loc[2021, "error"] / known.loc[2017, "error"],
        "ceiling_inside": resort.fitted(inside)[0].ceiling / 1000,
        "ceiling_quiet": quiet.ceiling / 1000,
        "error_quiet": quiet.ceiling_error / 1000,
        "ceiling_quiet_full": summer_besides.ceiling / 1000,
        "error_quiet_full": summer_besides.ceiling_error / 1000,
    }


def _growth() -> dict[str, float]:
    visits = resort.counts()
    growth = resort.yearly_growth
    first = growth(visits["2001_full"], visits["2012_district"], 11)
    third = growth(visits["2021_full"], visits["2023_full"], 2)
    middle = (visits["2021_full"] + visits["2023_full"]) / 2
    used = 1 - third / first
    return {
        "factor_first": 1 + first / 100,
        "growth_first": first,
        "growth_third": third,
        "growth_third_turstat": growth(visits["2021_turstat"], visits["2023_full"], 2),
        "mid_2022": middle / 1000,
        "share_used": 100 * used,
        "hand_ceiling": middle / used / 1000,
    }


def _valley() -> dict[str, float]:
    have, visits = resort.capacity(), resort.counts()
    pays = resort.who_pays()
    days = load("sheregesh_seasons").set_index("id")["days"]
    first_day = 1000 * visits["2014_first_days"] / days["2014_first_days"]
    return {
        "season_days": resort.SEASON_DAYS,
        "beds": have["beds_2020"],
        "beds_nights": have["beds_2020"] * resort.SEASON_DAYS / 1000,
        "beds_informal": have["beds_2023_with_informal"],
        "guests_one_night": have["guests_in_hotels_2025_opening"],
        "skiers_at_once": have["skiers_at_once_2015"],
        "skiers_a_day_2014": have["skiers_a_day_2014"],
        "first_days_2014": visits["2014_first_days"],
        "first_days_2014_turns": first_day / have["skiers_at_once_2015"],
        "slope_turns": have["skiers_a_day_2014"] / have["skiers_at_once_2015"],
        "road_cost": have["road_chugunash_cost_fact"],
        "sewage": have["sewage_2019"],
        "sewage_a_head": resort.sewage_a_head(),
        "household_use": resort.HOUSEHOLD_USE,
        "sewage_times": resort.sewage_a_head() / resort.HOUSEHOLD_USE,
        "zone_investment": have["zone_investment_2025"] / 1000,
        "hotels_2025_september": have["hotels_2025_september"],
        "hotels_2025_november": have["hotels_2025_november"],
        "federal_2021": pays["federal_2021"],
        "federal_2023": pays["federal_2023"],
        "tax_2025": pays["tax"],
        "tax_years": pays["years"],
        "tax_nights": pays["nights"],
        "untaxed_least": 100 * (1 - 2 * pays["nights"] / visits["2025_full"]),
    }


def _others() -> dict[str, float]:
    value = resort.elsewhere()
    guests = load("regional_indicators").set_index(["region", "year"])["guests"]
    tickets = resort.manzherok()
    return {
        "rosa_2017": value["rosa_khutor_2017_visits_winter"],
        "manzherok_2020": tickets[2020],
        "manzherok_2025": tickets[2025],
        "manzherok_growth": resort.yearly_growth(tickets[2020], tickets[2025], 5),
        "belokurikha_2013": value["belokurikha_2013_visits_year"],
        "belokurikha_filled": value["belokurikha_2013_occupancy_year"],
        "guests_oblast_2023": guests["Kemerovo oblast", 2023],
    }


def standing() -> Figure:
    """The ceiling as one would have fitted it in five springs, and what came later."""
    known = resort.as_known() / 1000
    known["down"] = (known["ceiling"] - 2 * known["error"]).clip(lower=0)
    known["up"] = (known["ceiling"] + 2 * known["error"]).clip(upper=TOP)
    known = known.reset_index()
    known["spring"] = known["spring"].astype(str)
    names = {"ceiling": _("ceiling fitted"), "later": _("largest announced later")}
    rows = known.melt("spring", list(names), "kind", "million").dropna()
    rows["kind"] = rows["kind"].map(names)
    x = alt.X("spring:O", title=_("fitted in the spring of")).axis(labelAngle=0)
    y = alt.Y("million:Q", title=_("million visits a winter")).scale(domain=[0, TOP])
    kinds = list(names.values())
    legend = alt.Legend(orient="top", title=None, labelLimit=220)
    colour = alt.Color("kind:N", legend=legend).scale(
        domain=kinds, range=[LIGHT["sheregesh"], LIGHT["accent"]]
    )
    shape = alt.Shape("kind:N", legend=legend).scale(domain=kinds, range=["circle", "diamond"])
    bars = alt.Chart(known).mark_rule(color=LIGHT["sheregesh"], strokeWidth=3, opacity=0.5)
    bars = bars.encode(x, alt.Y("down:Q", title=_("million visits a winter")), alt.Y2("up:Q"))
    points = alt.Chart(rows).mark_point(size=110, filled=True).encode(x, y, colour, shape)
    chart = (bars + points).properties(width="container", height=300)
    said = "; ".join(
        _("{spring}: {ceiling} million, plus or minus {width}").format(
            spring=row["spring"],
            ceiling=written(row["ceiling"], ".1f"),
            width=written(2 * row["error"], ".1f"),
        )
        for row in known.to_dict("records")
    )
    words = _(
        "Fitted ceilings with bars of two standard errors in five springs. {said}. The largest "
        "total announced later lies at {later} million, above the whole bar of the first spring."
    )
    return Figure(chart, words.format(said=said, later=written(known["later"].max(), ".1f")))


HOLIDAY_LABELS = {
    "2013_district": _("2013, whole district"),
    "2019_18_march": _("2019, at least"),
    "2022_12_april": _("2022, at least"),
    "2023_full": _("2023"),
    "2024_season": _("2024"),
    "2025_full": _("2025"),
    "2025_winter": _("2025, summer taken out"),
}


def holidays() -> Figure:
    """The average day of each winter in per cent of a day of its New Year holidays."""
    rows = resort.holidays().reset_index()
    rows["winter_of"] = rows["id"].map(HOLIDAY_LABELS)
    y = alt.Y("winter_of:N", sort=None, title=None).axis(
        labelLimit=200, domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    title = _("average day of {days} days (assumed), in per cent of a day of the holidays")
    title = title.format(days=resort.SEASON_DAYS)
    x = alt.X("share:Q", title=title).scale(domain=[0, 110]).axis(tickCount=5)
    base = alt.Chart(rows).encode(y)
    bars = base.mark_bar(height=22, color=LIGHT["sheregesh"]).encode(x)
    text = base.mark_text(align="left", dx=6).encode(x, text=alt.Text("share:Q", format=".0f"))
    full = alt.Chart(pd.DataFrame({"share": [100]})).mark_rule(
        color=LIGHT["ink"], strokeDash=[5, 4]
    )
    chart = (bars + text + full.encode(x)).properties(width="container", height=36 * len(rows))
    shares = rows.set_index("id")["share"]
    words = _(
        "Bars of how full an average winter day was, in per cent of a holiday day: {low} in 2013, "
        "at least {before} in 2019, {first} to {last} from 2022 to 2024, {fall} in 2025, or {less} "
        "without its summer. A dashed line at 100 marks a winter of nothing but New Year."
    )
    return Figure(
        chart,
        words.format(
            low=written(shares["2013_district"], ".0f"),
            before=written(shares["2019_18_march"], ".0f"),
            first=written(shares["2022_12_april"], ".0f"),
            last=written(shares["2024_season"], ".0f"),
            fall=written(shares["2025_full"], ".0f"),
            less=written(shares["2025_winter"], ".0f"),
        ),
        numbers={f"full_{name}": value for name, value in shares.items()}
        | {"long_season": LONG, "full_2024_long": shares["2024_season"] * resort.SEASON_DAYS / LONG}
        | {f"holiday_day_{row['season']}": row["a_day"] for row in rows.to_dict("records")},
    )


def links() -> Figure:
    """What each link can serve in a winter, and what was announced."""
    found = resort.links()["visits"]
    names = {
        "hotel_beds": _("hotel beds of 2020"),
        "slopes": _("slopes"),
        "all_beds": _("all beds of 2023"),
    }
    rows = found.rename("thousand").reset_index()
    rows["name"] = rows["link"].map(names)
    visits = resort.counts()
    said = {"2025_full": _("2025"), "2024_season": _("2024")}
    marks = pd.DataFrame(
        [(visits[count], _("announced {year}").format(year=name)) for count, name in said.items()],
        columns=["thousand", "label"],
    )
    y = alt.Y("name:N", sort=list(names.values()), title=None).axis(
        labelLimit=220, domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    title = _("thousand visits in a winter of {days} days").format(days=resort.SEASON_DAYS)
    x = alt.X("thousand:Q", title=title)
    x = x.scale(domain=[0, 3_600], nice=False)
    base = alt.Chart(rows).encode(x, y)
    bars = base.mark_bar(color=LIGHT["sheregesh"], height=26)
    text = base.mark_text(align="right", dx=-6, color=LIGHT["paper"])
    rule = alt.Chart(marks).mark_rule(color=LIGHT["ink"], strokeWidth=2).encode(x)
    names_at = [  # the greater one towards the plot, between two bars: a phone holds both
        alt.Chart(marks.iloc[[place]])
        .mark_text(align=align, dx=dx, baseline="top", y=top, fontSize=12)
        .encode(x, text="label:N")
        for place, align, dx, top in ((0, "left", 4, 2), (1, "right", -4, 57))
    ]
    layers = bars + text.encode(text=alt.Text("thousand:Q", format=",.0f")) + rule
    chart = alt.layer(layers, *names_at).properties(width="container", height=190)
    words = _(
        "Bars of visits that a winter of {days} days can serve, in thousand: hotel beds of 2020 "
        "{hotel}, slopes {slopes}, all beds of 2023 {every}. Lines at {later} and {before} mark "
        "the winters announced for 2025 and 2024."
    )
    return Figure(
        chart,
        words.format(
            days=resort.SEASON_DAYS,
            hotel=written(found["hotel_beds"], ",.0f"),
            slopes=written(found["slopes"], ",.0f"),
            every=written(found["all_beds"], ",.0f"),
            later=written(visits["2025_full"], ",.0f"),
            before=written(visits["2024_season"], ",.0f"),
        ),
        numbers={
            "link_hotel": found["hotel_beds"],
            "link_slopes": found["slopes"],
            "link_beds": found["all_beds"],
        },
    )


KINDS = {"full_season": _("total"), "to_date": _("count to a date"), "target": _("plan")}


def seasons() -> Figure:
    """Plans, running counts and totals of every winter since 2012."""
    table = load("sheregesh_seasons")
    rows = table[table["kind"].isin(KINDS) & (table["season"] >= 2012)].copy()
    rows["kind_named"] = rows["kind"].map(KINDS)
    x = alt.X("season:Q", title=_("winter ending")).axis(format="d", tickCount=8)
    x = x.scale(domain=[2011.5, 2026.5], nice=False)
    y = alt.Y("visits_thousand:Q", title=_("thousand visits")).scale(domain=[0, 2_700])
    tips = [
        alt.Tooltip("season:Q", title=_("winter ending")),
        alt.Tooltip("visits_thousand:Q", title=_("thousand visits"), format=","),
        alt.Tooltip("kind_named:N", title=_("kind")),
        alt.Tooltip("area:N", title=_("area")),
        alt.Tooltip("note:N", title=_("note")),
    ]
    names = list(KINDS.values())
    legend = alt.Legend(orient="top", title=None)
    colour = alt.Color("kind_named:N", legend=legend).scale(
        domain=names, range=[LIGHT["sheregesh"], LIGHT["muted"], LIGHT["accent"]]
    )
    shape = alt.Shape("kind_named:N", legend=legend).scale(
        domain=names, range=["circle", "triangle-up", "diamond"]
    )
    points = alt.Chart(rows).mark_point(size=90, filled=True, opacity=0.85)
    chart = points.encode(x, y, colour, shape, tooltip=tips)
    totals = rows[rows["kind"] == "full_season"].set_index("id")["visits_thousand"]
    latest = totals[totals.index.str.startswith("2025_")]
    plans = rows[rows["kind"] == "target"].groupby("season")["visits_thousand"].max()
    both = plans.index.intersection(rows.loc[rows["kind"] == "full_season", "season"])
    words = _(
        "Points for the winters from 2012 to 2026. Totals rise from {first} thousand in 2012 to "
        "{million} in 2015 and 2017 and {top} in 2024. For 2025 there are {counts}, from {least} "
        "to {most}. Plans are known for {plans} winters, {both} of which also have a total."
    )
    return Figure(
        chart.properties(width="container", height=320),
        words.format(
            first=written(totals["2012_district"], ",.0f"),
            million=written(totals["2015_full"], ",.0f"),
            top=written(totals["2024_season"], ",.0f"),
            counts=written(len(latest), "d"),
            least=written(latest.min(), ",.0f"),
            most=written(latest.max(), ",.0f"),
            plans=written(len(plans), "d"),
            both=written(len(both), "d"),
        ),
        numbers={"plans": len(plans), "plans_with_total": len(both), "totals_2025": len(latest)},
    )


RANKED = {
    "Sheregesh": None,
    "Rosa Khutor": "rosa_khutor_2017_visits_winter",
    "Sorochany": "sorochany_2017_visits_winter",
    "Sviyazhskie Kholmy": "sviyazhskie_kholmy_2017_visits_winter",
}


def resorts() -> Figure:
    """Visits of one winter as one ranking has them, and Manzherok eight winters later."""
    value, here = resort.elsewhere(), resort.counts()["2017_full"]
    ranked = {name: value[fact] if fact else here for name, fact in RANKED.items()}
    rows = [
        (_("{resort}, 2017").format(resort=name), visits, name == "Sheregesh")
        for name, visits in ranked.items()
    ]
    tickets = value["manzherok_2025_visits_winter"]
    rows.append((_("Manzherok, 2025"), tickets, False))
    frame = pd.DataFrame(rows, columns=["resort", "thousand", "here"])
    order = frame.sort_values("thousand", ascending=False)["resort"].tolist()
    y = alt.Y("resort:N", sort=order, title=None).axis(
        labelLimit=200, domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    x = alt.X("thousand:Q", title=_("thousand visits in the winter ending that year"))
    colour = alt.when("datum.here").then(alt.value(LIGHT["sheregesh"]))
    base = alt.Chart(frame).encode(x.scale(domain=[0, 1_300], nice=False), y)
    bars = base.mark_bar(height=22).encode(color=colour.otherwise(alt.value(LIGHT["muted"])))
    text = base.mark_text(align="left", dx=6).encode(text=alt.Text("thousand:Q", format=",.0f"))
    words = _(
        "Bars of winter visits in thousand. In 2017 Sheregesh has {here}, Rosa Khutor {rosa}, "
        "Sorochany {sorochany} and Sviyazhskie Kholmy {kholmy}; Manzherok has {tickets} in 2025."
    )
    return Figure(
        (bars + text).properties(width="container", height=36 * len(frame)),
        words.format(
            here=written(here, ",.0f"),
            rosa=written(ranked["Rosa Khutor"], ",.0f"),
            sorochany=written(ranked["Sorochany"], ",.0f"),
            kholmy=written(ranked["Sviyazhskie Kholmy"], ",.0f"),
            tickets=written(tickets, ",.0f"),
        ),
    )


def profile() -> Figure:
    """The misfit of the best curve under each fixed ceiling, as known in two springs (lab)."""
    springs = {2017: _("known in 2017"), 2024: _("known in 2024")}
    rows = pd.concat(
        profile_ceiling(resort.winters(spring), CEILINGS).reset_index().assign(known=name)
        for spring, name in springs.items()
    ).reset_index(drop=True)
    best = rows.loc[rows.groupby("known")["misfit"].idxmin()].set_index("known")
    rows["ceiling"] /= 1000
    x = alt.X("ceiling:Q", title=_("ceiling held fixed, million visits")).scale(
        type="log", domain=[1, 20]
    )
    x = x.axis(values=[1, 1.5, 2, 3, 4, 6, 10, 20])
    y = alt.Y("misfit:Q", title=_("typical miss, thousand visits")).scale(zero=True)
    names = list(springs.values())
    colour = alt.Color("known:N", legend=None).scale(
        domain=names, range=[LIGHT["novokuznetsk"], LIGHT["sheregesh"]]
    )
    dash = alt.StrokeDash("known:N", legend=None)
    base = alt.Chart(rows).encode(x, y, colour)
    chart = base.mark_line().encode(strokeDash=dash)
    last = rows.groupby("known").tail(1).sort_values("misfit")
    # The lines end close together: the lower one has its name below.
    for (_known, row), down in zip(last.groupby("known", sort=False), (17, -10), strict=True):
        label = alt.Chart(row).mark_text(align="right", dy=down, fontWeight=600)
        chart += label.encode(x, y, colour, text="known:N")
    words = _(
        "Two lines of misfit against the ceiling held fixed, on a logarithmic axis from {least} to "
        "{most} million. With the winters known in 2017 the line is lowest at {early} million, "
        "with a miss of {small} thousand; with those known in 2024 at {late} million, with {large}."
    )
    return Figure(
        chart.properties(width="container", height=280),
        words.format(
            least=written(CEILINGS[0] / 1000, ".0f"),
            most=written(CEILINGS[-1] / 1000, ".0f"),
            early=written(best.loc[springs[2017], "ceiling"] / 1000, ".1f"),
            small=written(best.loc[springs[2017], "misfit"], ".0f"),
            late=written(best.loc[springs[2024], "ceiling"] / 1000, ".1f"),
            large=written(best.loc[springs[2024], "misfit"], ".0f"),
        ),
    )

"""Week 9: the numbers and figures of the chapter on the resort's curve."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from regecon.data import load
from regecon.explorers.resort_ceiling import GATHERED, SEVEN, SIX, chosen, fitted
from regecon.kit.i18n import _
from regecon.kit.palette import LIGHT
from regecon.methods.life_cycle import profile_ceiling

SEASON_DAYS = 150  # assumed: Manzherok reports winters of 150 days
CEILINGS = np.geomspace(1_500, 20_000, 60)


def counts() -> pd.Series:
    """Every reported count, thousand visits, by id."""
    return load("sheregesh_seasons").set_index("id")["visits_thousand"]


def capacity() -> pd.Series:
    """Every reported capacity by id."""
    return load("sheregesh_capacity").set_index("id")["value"]


def resort(fact: str) -> float:
    """One figure of another resort."""
    return load("resorts").set_index("id")["value"][fact]


def guests(region: str, year: int) -> float:
    """Persons accommodated in hotels and other lodging, thousand."""
    return load("regional_indicators").set_index(["region", "year"])["guests"][region, year]


def yearly_growth(first: float, last: float, years: int) -> float:
    """Growth a year, per cent."""
    return 100 * ((last / first) ** (1 / years) - 1)


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text names."""
    return _counted() | _fitted() | _growth() | _links() | _others()


def _counted() -> dict[str, float]:
    visits = counts()
    return {
        "visits_2001": visits["2001_full"],
        "visits_2015": visits["2015_full"],
        "visits_2023": visits["2023_full"],
        "visits_2023_million": visits["2023_full"] / 1000,
        "visits_2025": visits["2025_full"],
        "holiday_growth_2025": 100 * (visits["2025_holidays"] / visits["2024_holidays"] - 1),
        "target_2017": visits["2017_target"] / 1000,
        "target_2026": visits["2026_target"],
    }


def _fitted() -> dict[str, float]:
    found = {}
    for name, seasons in {"gathered": GATHERED, "six": SIX, "seven": SEVEN}.items():
        fit, ceilings = fitted(seasons)
        found[f"{name}_ceiling"] = fit.ceiling / 1000
        found[f"{name}_error"] = fit.ceiling_error / 1000
        found[f"{name}_low"] = min(ceilings) / 1000
        found[f"{name}_high"] = max(ceilings) / 1000
        found[f"{name}_misfit"] = fit.misfit
    return found


def _growth() -> dict[str, float]:
    visits = counts()
    first = yearly_growth(visits["2001_full"], visits["2015_full"], 14)
    third = yearly_growth(visits["2021_full"], visits["2023_full"], 2)
    middle = (visits["2021_full"] + visits["2023_full"]) / 2
    used = 1 - third / first
    return {
        "factor_first": 1 + first / 100,
        "growth_first": first,
        "growth_second": yearly_growth(visits["2015_full"], visits["2021_full"], 6),
        "growth_third": third,
        "growth_third_turstat": yearly_growth(visits["2021_turstat"], visits["2023_full"], 2),
        "mid_2022": middle / 1000,
        "share_used": 100 * used,
        "hand_ceiling": middle / used / 1000,
    }


def _links() -> dict[str, float]:
    have, visits = capacity(), counts()
    return {
        "season_days": SEASON_DAYS,
        "beds": have["beds_2020"],
        "beds_capacity": have["beds_2020"] * SEASON_DAYS / 1000,
        "beds_informal": have["beds_2023_with_informal"],
        "beds_informal_capacity": have["beds_2023_with_informal"] * SEASON_DAYS / 1000,
        "skiers_at_once": have["skiers_at_once_2015"],
        "slopes_capacity": have["skiers_at_once_2015"] * SEASON_DAYS / 1000,
        "visits_a_day": 1000 * visits["2023_full"] / SEASON_DAYS,
        "road_cost": have["road_chugunash_cost_fact"],
        "zone_investment": have["zone_investment_2025"] / 1000,
        "hotels_2025_september": have["hotels_2025_september"],
        "hotels_2025_november": have["hotels_2025_november"],
    }


def _others() -> dict[str, float]:
    return {
        "rosa_2017": resort("rosa_khutor_2017_visits_winter"),
        "manzherok_2020": resort("manzherok_2020_visits_winter"),
        "manzherok_2025": resort("manzherok_2025_visits_winter"),
        "belokurikha_2013": resort("belokurikha_2013_visits_year"),
        "guests_oblast_2023": guests("Kemerovo oblast", 2023),
    }


def profile_chart() -> alt.LayerChart:
    """The misfit of the best curve under each fixed ceiling, with and without 2025."""
    names = {SIX: _("six full winters"), SEVEN: _("six and 2025")}
    rows = pd.concat(
        profile_ceiling(chosen(seasons), CEILINGS).reset_index().assign(seasons=name)
        for seasons, name in names.items()
    )
    rows["ceiling"] /= 1000
    x = alt.X("ceiling:Q", title=_("ceiling held fixed, million visits")).scale(
        type="log", domain=[1.5, 20]
    )
    x = x.axis(values=[1.5, 2, 3, 4, 6, 10, 20])
    y = alt.Y("misfit:Q", title=_("typical miss, thousand visits")).scale(zero=True)
    colour = alt.Color("seasons:N", legend=None).scale(
        domain=list(names.values()), range=[LIGHT["sheregesh"], LIGHT["novokuznetsk"]]
    )
    dash = alt.StrokeDash("seasons:N", legend=None)
    base = alt.Chart(rows).encode(x, y, colour)
    line = base.mark_line().encode(strokeDash=dash)
    last = rows.groupby("seasons").tail(1)
    label = alt.Chart(last).mark_text(align="right", dy=-10, fontWeight=600)
    return (line + label.encode(x, y, colour, text="seasons:N")).properties(
        width="container", height=280
    )


def profile_alt() -> str:
    """What the profile shows, in words."""
    return _(
        "Two lines of misfit against the ceiling held fixed, on a logarithmic axis from 1.5 to "
        "20 million. For six winters the line falls until about 3 million and stays level near 100 "
        "thousand. With 2025 it is lowest near 2 million, where it still misses by 264 thousand."
    )


def links_chart() -> alt.LayerChart:
    """What each link can hold in a winter, and what was reported."""
    have = capacity() * SEASON_DAYS / 1000
    rows = pd.DataFrame(
        [
            (_("registered hotel beds"), have["beds_2020"], 1.0),
            (_("slopes, skiers at once"), have["skiers_at_once_2015"], 1.0),
            (_("beds with half-legal ones"), have["beds_2023_with_informal"], 0.45),
        ],
        columns=["link", "thousand", "certainty"],
    )
    reported = counts()["2023_full"]
    order = rows["link"].tolist()
    y = alt.Y("link:N", sort=order, title=None).axis(
        labelLimit=220, domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    x = alt.X("thousand:Q", title=_("thousand a winter of 150 days")).scale(domain=[0, 2_600])
    opacity = alt.Opacity("certainty:Q", legend=None).scale(domain=[0, 1], range=[0, 1])
    base = alt.Chart(rows).encode(y)
    bars = base.mark_bar(color=LIGHT["sheregesh"], height=26).encode(x, opacity)
    text = base.mark_text(align="left", dx=6).encode(x, text=alt.Text("thousand:Q", format=",.0f"))
    mark = pd.DataFrame({"thousand": [reported], "label": [_("visits reported, 2022/23")]})
    rule = alt.Chart(mark).mark_rule(color=LIGHT["ink"], strokeWidth=2).encode(x)
    name = alt.Chart(mark).mark_text(align="right", dx=-6, baseline="top", y=2, fontWeight=600)
    layers = bars + text + rule + name.encode(x, text="label:N")
    return layers.properties(width="container", height=190)


def links_alt() -> str:
    """What the capacities show, in words."""
    return _(
        "Horizontal bars of what a winter of 150 days can hold: registered beds 495 thousand "
        "nights, slopes 1,320 skier-days, beds with half-legal ones 1,650 nights, all in thousand. "
        "A line at 2,292 thousand, the visits reported for 2022/23, lies beyond them all."
    )


KINDS = {"full_season": _("total"), "to_date": _("count to a date"), "target": _("plan")}


def seasons_chart() -> alt.LayerChart:
    """Plans, running counts and totals of every winter."""
    table = load("sheregesh_seasons")
    rows = table[table["kind"].isin(KINDS) & (table["season"] > 2012)].copy()
    rows["kind"] = rows["kind"].map(KINDS)
    x = alt.X("season:Q", title=_("winter ending")).axis(format="d", tickCount=12)
    x = x.scale(domain=[2014.5, 2026.5], nice=False)
    y = alt.Y("visits_thousand:Q", title=_("thousand visits")).scale(domain=[0, 2_700])
    tips = [
        alt.Tooltip("season:Q", title=_("winter ending")),
        alt.Tooltip("visits_thousand:Q", title=_("thousand visits"), format=","),
        alt.Tooltip("kind:N", title=_("kind")),
        alt.Tooltip("area:N", title=_("area")),
        alt.Tooltip("note:N", title=_("note")),
    ]
    names = list(KINDS.values())
    base = alt.Chart(rows).encode(x, y, tooltip=tips)
    plans = base.transform_filter(alt.datum.kind == names[2]).mark_point(
        filled=False, size=130, strokeWidth=2, color=LIGHT["accent"]
    )
    running = base.transform_filter(alt.datum.kind == names[1]).mark_point(
        size=35, color=LIGHT["muted"]
    )
    totals = base.transform_filter(alt.datum.kind == names[0]).mark_point(
        size=120, color=LIGHT["sheregesh"]
    )
    return (plans + running + totals + _key(x, y, names)).properties(width="container", height=320)


def _key(x, y, names: list[str]) -> alt.LayerChart:
    """The three kinds named beside one point of each, in place of a legend."""
    spots = pd.DataFrame(
        {
            "season": [2023.3, 2021.3, 2017.3],
            "visits_thousand": [2292, 1400, 1500],
            "kind": [names[0], names[1], names[2]],
        }
    )
    text = alt.Chart(spots).mark_text(align="left", dx=6, color=LIGHT["muted"])
    return text.encode(x, y, text="kind:N")


def seasons_alt() -> str:
    """What the announcements show, in words."""
    return _(
        "Points for each winter from 2015 to 2026. Totals stand at a million from 2015 to 2017, "
        "with a second version of 0.3 million for 2015, then two million in 2021, 2.3 in 2023 and "
        "1.5 in 2025. Open rings for plans lie above the totals in 2017 and 2024."
    )


RANKED = {
    "Sheregesh": None,
    "Rosa Khutor": "rosa_khutor_2017_visits_winter",
    "Sorochany": "sorochany_2017_visits_winter",
    "Sviyazhskie Kholmy": "sviyazhskie_kholmy_2017_visits_winter",
}


def resorts_chart() -> alt.LayerChart:
    """Visits of one winter as one ranking has them, and Manzherok eight winters later."""
    rows = [
        (_("{resort}, 2017").format(resort=name), resort(fact) if fact else counts()["2017_full"])
        for name, fact in RANKED.items()
    ]
    rows.append((_("Manzherok, 2025"), resort("manzherok_2025_visits_winter")))
    frame = pd.DataFrame(rows, columns=["resort", "thousand"])
    order = frame.sort_values("thousand", ascending=False)["resort"].tolist()
    y = alt.Y("resort:N", sort=order, title=None).axis(
        labelLimit=200, domain=False, ticks=False, labelColor=LIGHT["ink"]
    )
    x = alt.X("thousand:Q", title=_("thousand visits in the winter ending that year"))
    colour = alt.condition(
        "indexof(datum.resort, 'Sheregesh') == 0",
        alt.value(LIGHT["sheregesh"]),
        alt.value(LIGHT["muted"]),
    )
    base = alt.Chart(frame).encode(x.scale(domain=[0, 1_300], nice=False), y)
    bars = base.mark_bar(height=22).encode(color=colour)
    text = base.mark_text(align="left", dx=6).encode(text=alt.Text("thousand:Q", format=",.0f"))
    return (bars + text).properties(width="container", height=36 * len(frame))


def resorts_alt() -> str:
    """What the ranking shows, in words."""
    return _(
        "Bars of winter visits. In 2017 Sheregesh has a round million, Rosa Khutor 800, Sorochany "
        "500 and Sviyazhskie Kholmy 200 thousand; Manzherok has 327 thousand in 2025."
    )

"""Week 12: the numbers and figures of the chapter on leaving, returning and training."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.data import load
from regecon.explorers import eighteen_year_olds as town
from regecon.explorers import poaching_game as firms
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.demography import cohort_present, equivalent_return
from regecon.methods.games import training_threshold

LEAVE, BACK, KEPT = 0.6, 0.15, 0.1  # the stylised case
GRANT = 300  # assumed: thousand roubles for each who stays, returns or comes
COMING = 0.1  # assumed: newcomers for one of a cohort who come without a grant
RENTS = {"Biysk": 14, "Novosibirsk": 28}  # assumed: thousand roubles a month for a small flat
MONTHS_TO_CENSUS = 21  # from the estimate of 1 January 2020 to the census of 1 October 2021
YEARS_BETWEEN_CENSUSES = 11  # October 2010 to October 2021
INTEREST = 0.05  # assumed: real, a year
SUBURB = 545  # Pervomaysky district, across the Ob from Barnaul
RISK = 0.72  # ten employers, of whose people 80 % look around


def ages() -> pd.DataFrame:
    """Inhabitants by place and age group, 1 January 2024."""
    table = load("age_pyramids")
    rows = table[table["year"] == town.START]
    return rows.pivot_table("persons", "place", "age_from", aggfunc="sum")


def net_by_age() -> pd.DataFrame:
    """Registered net migration of 2023 by municipality (rows) and age group."""
    return load("migration_by_age").pivot_table("net_migration", "municipality", "age_from")


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text names."""
    return _register() | _census() | _cohort() | _projection() | _roubles() | _training() | _wages()


def _register() -> dict[str, float]:
    towns = load("municipalities").set_index("municipality")
    net = net_by_age()
    by_place = net.groupby(towns["place"]).sum()
    by_kind = net.groupby(towns["kind"]).sum()
    people = ages()
    krai = towns["region"].eq("Altai krai") & towns["kind"].ne("urban okrug")
    rural = by_kind.loc[["district", "municipal okrug"]].sum()
    ratio = (people[30] / people[35]).sort_values()
    usual = ratio.iloc[:-3].median()
    hump = people.loc["Biysk", 30] - usual * people.loc["Biysk", 35]
    return {
        "net_tomsk_15": by_place.loc["Tomsk", 15],
        "net_biysk_20": by_place.loc["Biysk", 20],
        "net_biysk_15_loss": -by_place.loc["Biysk", 15],
        "net_tomsk_20_loss": -by_place.loc["Tomsk", 20],
        "net_biysk": by_place.loc["Biysk"].sum(),
        "rural_15": -rural[15],
        "rural_20": rural[20],
        "urban_15": by_kind.loc["urban okrug", 15],
        "urban_20": -by_kind.loc["urban okrug", 20],
        "krai_rural_15": -net.loc[net.index.intersection(towns.index[krai]), 15].sum(),
        "net_barnaul_15": by_place.loc["Barnaul", 15],
        "municipalities": len(net),
        "biysk_15": people.loc["Biysk", 15],
        "biysk_20": people.loc["Biysk", 20],
        "biysk_30": people.loc["Biysk", 30],
        "ratio_biysk": ratio["Biysk"],
        "ratio_rubtsovsk": ratio["Rubtsovsk"],
        "ratio_others_low": ratio.iloc[0],
        "ratio_others_high": ratio.iloc[-4],
        "hump": round(hump, -3),  # no better known
    }


def _census() -> dict[str, float]:
    row = load("census_revisions").set_index("city").loc["Biysk"]
    counts = load("births_deaths").set_index(["territory", "year"])
    deaths_over_births = -counts.loc[("Biysk", 2022), "natural_increase"]
    gap = row["estimate_2020"] - row["census_2021"]
    natural = deaths_over_births / 9 * MONTHS_TO_CENSUS
    lost = gap - natural
    nine = counts.loc[("Biysk", 2023), "births"]
    by_model = (town.fertility_of("Altai krai") * town.ages_of("Biysk", 2023)["women"]).sum()
    kuzbass = town.fertility_of("Kemerovo oblast", 2021)
    novokuznetsk = (kuzbass * town.ages_of("Novokuznetsk", 2023)["women"]).sum()
    counted = counts.loc[("Novokuznetsk", 2021), "births"]
    return {
        "estimate_2020": row["estimate_2020"],
        "census_2021": row["census_2021"],
        "revision": -row["revision"],
        "excess_deaths_2022": deaths_over_births,
        "excess_deaths_gap": round(natural, -3),
        "missed_one_in": row["estimate_2020"] / lost,
        "lost_a_year": round(lost / YEARS_BETWEEN_CENSUSES, -2),  # no better known
        "births_nine": nine,
        "births_year": nine / 9 * 12,
        "births_model": by_model,
        "births_excess": 100 * (by_model / (nine / 9 * 12) - 1),
        "births_nvkz": counted,
        "births_nvkz_model": novokuznetsk,
        "births_nvkz_excess": 100 * (novokuznetsk / counted - 1),
        "birth_rate_1990": town.rate_of("Altai krai", "birth_rate", 1990),
        "birth_rate_1993": town.rate_of("Altai krai", "birth_rate", 1993),
        "fertility_krai_2017": town.rate_of("Altai krai", "total_fertility_rate", 2017),
        "fertility_krai": town.rate_of("Altai krai", "total_fertility_rate", 2023),
        "rural_share_krai": 100 - town.rate_of("Altai krai", "urban_share", 2017),
    }


def _cohort() -> dict[str, float]:
    same = equivalent_return(LEAVE, BACK, KEPT)
    people, alive = town.ages_of("Biysk"), town.survival_of("Altai krai")
    girls, reach = people.loc[15, "women"], alive.loc[15, "women"]
    return {
        "girls": girls,
        "reach_thousand": 1000 * reach,
        "girls_reach": girls * reach,
        "girls_left": girls * reach * (1 - LEAVE),
        "here": 100 * cohort_present(LEAVE, BACK),
        "here_kept": 100 * cohort_present(LEAVE - KEPT, BACK),
        "same_return": 100 * same,
        "same_return_points": 100 * (same - BACK),
    }


def _projection() -> dict[str, float]:
    def total(*levers: float) -> float:
        return town.project("Biysk", *levers)[town.YEARS].to_numpy().sum() / 1000

    def young(*levers: float) -> float:
        path = town.project("Biysk", *levers)
        return 100 * path[20].loc[20:35].to_numpy().sum() / path[0].loc[20:35].to_numpy().sum()

    start, stay, leave = (
        town.ages_of("Biysk").to_numpy().sum() / 1000,
        total(0, 0, 0),
        total(60, 15, 0),
    )
    return {
        "biysk_2024": start,
        "biysk_stay": stay,
        "biysk_leave": leave,
        "fall_ages": 100 * (start - stay) / (start - leave),
        "young_kept": young(50, 15, 0),
        "young_back": young(60, 30, 0),
    }


def bills() -> pd.DataFrame:
    """Who is paid in one cohort of Biysk under three grants that add as many residents each.

    Persons ``anyway`` (paid, yet here without the grant too) and ``added``; ``each``, million
    roubles for one added resident.
    """
    cohort = ages().loc["Biysk", 15] / 5
    added = KEPT * (1 - BACK)
    paid = {
        _("keep"): 1 - LEAVE + KEPT,
        _("call back"): LEAVE * BACK + added,
        _("attract"): COMING + added,
    }
    frame = pd.DataFrame({"paid": cohort * pd.Series(paid)})
    frame["added"] = cohort * added
    frame["anyway"] = frame["paid"] - frame["added"]
    frame["million"] = frame["paid"] * GRANT / 1000
    frame["each"] = frame["million"] / frame["added"]
    return frame


def _roubles() -> dict[str, float]:
    table = bills()
    keep, back = table.iloc[0], table.iloc[1]
    # The rise of the return rate at which an added resident costs as much as a kept one.
    break_even = BACK / (keep["paid"] / keep["added"] - 1)
    return {
        "grant": GRANT,
        "cohort": ages().loc["Biysk", 15] / 5,
        "added": keep["added"],
        "paid_keep": keep["paid"],
        "anyway_keep": keep["anyway"],
        "million_keep": keep["million"],
        "each_keep": keep["each"],
        "paid_back": back["paid"],
        "anyway_back": back["anyway"],
        "million_back": back["million"],
        "each_back": back["each"],
        "break_even_rate": 100 * (BACK + break_even),
    }


def _training() -> dict[str, float]:
    payoffs = firms.game(RISK, 40)
    clusters = load("biysk_clusters").set_index("id")["value"]
    return {
        "cluster_people": clusters["composite_cluster_2016_employees"],
        "threshold": training_threshold(surplus=firms.SURPLUS, cost=40),
        "risk_four": firms.poaching_risk(4, 0.8),
        "risk_five": firms.poaching_risk(5, 0.8),
        "risk_club": firms.poaching_risk(10, 0.8, 5),
        "both_train": payoffs.loc["train", "train"],
        "train_loss": -payoffs.loc["train", "wait"],
        "wait_alone": payoffs.loc["wait", "train"],
        "levy_least": 40 - (1 - RISK) * firms.SURPLUS,
    }


def wage(place: str, section: str = "TOTAL", year: int = 2024) -> float:
    """Mean monthly wage, thousand roubles."""
    table = load("municipal_wages").set_index(["place", "year", "section"])["wage"]
    return float(table[place, year, section]) / 1000


def annuity(years: int) -> float:
    """What a rouble at the end of each year is worth today."""
    return (1 - (1 + INTEREST) ** -years) / INTEREST


def pulls() -> pd.DataFrame:
    """Wage of 2023 and registered net migration at 25 to 39, by municipality."""
    names = load("municipalities").set_index("municipality")
    table = load("municipal_wages")
    wages = table[(table["section"] == "TOTAL") & (table["year"] == 2023)]
    people = load("age_groups").query("year == 2023").set_index("municipality")["age_15_64"]
    return pd.DataFrame(
        {
            "wage": wages.set_index("municipality")["wage"] / 1000,
            "net": 1000 * net_by_age()[[25, 30, 35]].sum(axis="columns") / people,
            "name": names["name"],
            "place": names["place"],
        }
    ).dropna(subset=["wage", "net"])


def _wages() -> dict[str, float]:
    trades = {"school": "P", "health": "Q", "plant": "C", "hotel": "I"}
    found = {
        f"{trade}_{short}": wage(place, section)
        for trade, section in trades.items()
        for short, place in {"biysk": "Biysk", "nsk": "Novosibirsk"}.items()
    }
    table = pulls()
    gap = wage("Novosibirsk") - wage("Biysk")
    rents = RENTS["Novosibirsk"] - RENTS["Biysk"]
    return found | {
        "wage_biysk": wage("Biysk"),
        "wage_nsk": wage("Novosibirsk"),
        "hotel_tash": wage("Tashtagol", "I"),
        "mining_tash": wage("Tashtagol", "B"),
        "wage_gap": gap,
        "rent_biysk": RENTS["Biysk"],
        "rent_nsk": RENTS["Novosibirsk"],
        "unexplained": gap - rents,
        "school_share": 100 * wage("Tashtagol", "P") / wage("Novosibirsk", "P"),
        "health_share": 100 * wage("Tashtagol", "Q") / wage("Novosibirsk", "Q"),
        "wage_pull": table["wage"].corr(table["net"], method="spearman"),
        "pulls": len(table),
        "suburb_net": table.loc[SUBURB, "net"],
        "suburb_wage": table.loc[SUBURB, "wage"],
        "move_young": 12 * (gap - rents) * annuity(40) / 1000,
        "move_old": 12 * (gap - rents) * annuity(10) / 1000,
    }


SHOWN = {
    "Tomsk": (_("Tomsk"), "sheregesh"),
    "Biysk": (_("Biysk"), "biysk"),
    "Tashtagol": (_("Tashtagol"), "novokuznetsk"),
}


def net_chart() -> alt.LayerChart:
    """Registered net migration of 2023 by age, per 1,000 of the age group."""
    towns = load("municipalities").set_index("municipality")["place"]
    net = net_by_age().groupby(towns).sum().loc[list(SHOWN), :45]
    table = load("age_pyramids").query("year == 2023")
    people = table.pivot_table("persons", "place", "age_from", aggfunc="sum")
    rows = (1000 * net / people.loc[list(SHOWN), :45]).stack().rename("rate").reset_index()
    names = {place: label for place, (label, _colour) in SHOWN.items()}
    rows["town"] = rows["place"].map(names)
    x = alt.X("age_from:Q", title=_("age group, from")).axis(values=[0, 10, 20, 30, 40])
    x = x.scale(domain=[0, 47], nice=False)
    y = alt.Y("rate:Q", title=_("net arrivals of 2023, per 1,000 of the group"))
    colour = alt.Color("town:N", legend=None).scale(
        domain=list(names.values()), range=[LIGHT[colour] for _label, colour in SHOWN.values()]
    )
    zero = alt.Chart(pd.DataFrame({"rate": [0]})).mark_rule(color=LIGHT["muted"]).encode(y=y)
    base = alt.Chart(rows)
    lines = base.mark_line(point=True).encode(x, y, colour)
    spots = pd.DataFrame(
        {
            "town": list(names.values()),
            "age_from": [16, 22, 0],
            "rate": [59, 20, -34],
        }
    )
    words = alt.Chart(spots).mark_text(align="left", dx=8, fontWeight=600)
    return (zero + lines + words.encode(x, y, colour, text="town:N")).properties(
        width="container", height=300
    )


def net_alt() -> str:
    """What net migration by age shows, in words."""
    return _(
        "Three lines over age groups. Tomsk stands near minus 10 in childhood, leaps to plus 58 at "
        "15 to 19 and falls to minus 93 at 20 to 24. Tashtagol district has its lowest point, "
        "minus 28, at 15 to 19. Biysk stays near zero, with plus 13 at 20 to 24."
    )


def hump_chart() -> alt.LayerChart:
    """People of 30 to 34 for one of 35 to 39, in twenty municipalities."""
    people = ages()
    rows = (people[30] / people[35]).rename("ratio").reset_index().sort_values("ratio")
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


def hump_alt() -> str:
    """What the ratios show, in words."""
    return _(
        "Dots for twenty municipalities. Seventeen lie between 0.59 in Zarinsk and 0.87 in "
        "Kemerovo; then a gap; then Rubtsovsk at 1.14, Biysk and Barnaul at 1.17."
    )


PATHS = {
    "stay": ((0, 0, 0), _("nobody moves")),
    "full": ((60, 15, 50), _("and 50 newcomers")),
    "back": ((60, 30, 0), _("30 % return")),
    "leave": ((60, 15, 0), _("15 % return")),
}


def paths_chart() -> alt.LayerChart:
    """People of 20 to 39 in Biysk under four settings of the levers."""
    rows = []
    for name, (levers, label) in PATHS.items():
        path = town.project("Biysk", *levers).T.groupby(level=0).sum().T
        for years in path.columns:
            young = path[years].loc[20:35].sum() / 1000
            rows.append((name, label, town.START + years, young))
    frame = pd.DataFrame(rows, columns=["name", "label", "year", "young"])
    x = alt.X("year:Q", title=None).axis(format="d", values=[2024, 2029, 2034, 2039, 2044])
    x = x.scale(domain=[2024, 2050], nice=False)
    y = alt.Y("young:Q", title=_("aged 20 to 39, thousand")).scale(domain=[0, 60])
    dash = alt.StrokeDash("name:N", legend=None).scale(
        domain=list(PATHS), range=[[1, 0], [8, 3], [4, 3], [1, 0]]
    )
    colour = alt.Color("name:N", legend=None).scale(
        domain=list(PATHS),
        range=[LIGHT["muted"], LIGHT["accent"], LIGHT["sheregesh"], LIGHT["biysk"]],
    )
    base = alt.Chart(frame)
    lines = base.mark_line().encode(x, y, colour, strokeDash=dash)
    shown = frame[frame["year"] == frame["year"].max()]
    figures = alt.Chart(shown).mark_text(align="left", dx=6, fontWeight=600)
    figures = figures.encode(x, y, colour, text=alt.Text("young:Q", format=".0f"))
    spots = pd.DataFrame(
        [("stay", 2034.5, 48), ("full", 2039, 38), ("back", 2039.3, 31), ("leave", 2029.5, 24)],
        columns=["name", "year", "young"],
    )
    spots["label"] = [PATHS[name][1] for name in spots["name"]]
    words = alt.Chart(spots).mark_text(align="left", fontWeight=600)
    return (lines + figures + words.encode(x, y, colour, text="label:N")).properties(
        width="container", height=320
    )


def paths_alt() -> str:
    """What the four paths show, in words."""
    return _(
        "Four lines from 57 thousand in 2024. If nobody moves the young fall to 43 thousand in "
        "2044; with 60 leaving, 15 per cent of them returning and 50 newcomers to 34; with 30 per "
        "cent returning to 22; with 15 per cent returning to 20."
    )


def bills_chart() -> alt.LayerChart:
    """Who would be paid under three grants that add as many residents."""
    table = bills().rename_axis("grant").reset_index()
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


def bills_alt() -> str:
    """What the three grants cost, in words."""
    return _(
        "Three bars, each with 179 people added. Keeping pays 1,055 people and costs 1.76 million "
        "roubles for each one added; calling back pays 369 and costs 0.62; attracting pays 390 and "
        "costs 0.65."
    )


NAMED = {
    "Biysk": "Biysk",
    "Tashtagol": _("Tashtagol district"),
    "Novokuznetsk": "Novokuznetsk",
    "Novosibirsk": "Novosibirsk",
    "Tomsk": "Tomsk",
}


def pulls_chart() -> alt.LayerChart:
    """Wages and net migration of those who have finished studying, in every municipality."""
    rows = pulls()
    rows["label"] = rows["place"].map(NAMED)
    x = alt.X("wage:Q", title=_("mean wage of 2023, thousand roubles"))
    x = x.scale(domain=[30, 125], nice=False).axis(tickCount=5)
    y = alt.Y("net:Q", title=_("net arrivals at 25–39, per 1,000 of 15–64"))
    tips = [
        alt.Tooltip("name:N", title=_("municipality")),
        alt.Tooltip("wage:Q", title=_("thousand roubles"), format=".1f"),
        alt.Tooltip("net:Q", title=_("per 1,000"), format=".1f"),
    ]
    zero = alt.Chart(pd.DataFrame({"net": [0]})).mark_rule(color=LIGHT["muted"]).encode(y=y)
    base = alt.Chart(rows)
    others = base.transform_filter("!isValid(datum.label)").mark_point(
        size=34, color=LIGHT["muted"], opacity=0.55
    )
    known = base.transform_filter("isValid(datum.label)")
    dots = known.mark_point(size=110, color=LIGHT["biysk"]).encode(x, y, tooltip=tips)
    words = known.mark_text(align="left", dx=9, fontWeight=600, color=LIGHT["biysk"])
    return (
        zero + others.encode(x, y, tooltip=tips) + dots + words.encode(x, y, text="label:N")
    ).properties(width="container", height=320)


def pulls_alt() -> str:
    """What wages and migration show, in words."""
    return _(
        "A cloud of 167 municipalities, from 33 to 109 thousand roubles a month and from minus 8 "
        "to plus 9 net arrivals per 1,000. It rises a little to the right. Biysk lies left and "
        "above zero, Novosibirsk right and near zero, Tashtagol district between and below zero."
    )

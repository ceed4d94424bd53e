"""Week 1: the numbers and figures of the chapter on the road as an instrument."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.data import load
from regecon.explorers import whom_you_ask as asked
from regecon.figures.maps import framed, ground, loop, stop_towns
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.typology import composite_score, standardise

DAYS = 8
NO_RESIDENTS = ("administration", "enterprises")
SCORED = (
    "Novokuznetsk",
    "Prokopyevsk",
    "Kiselyovsk",
    "Mezhdurechensk",
    "Osinniki",
    "Leninsk-Kuznetsky",
    "Belovo",
    "Biysk",
    "Rubtsovsk",
    "Kemerovo",
)
BY_HAND = "Prokopyevsk"
INDICATORS = {
    "loss": _("population lost since its peak"),
    "old": _("share aged 65 and over"),
    "age": _("years since it became a town"),
}


def numbers() -> dict[str, float | str]:
    """The numbers that the chapter's text names."""
    return _counted() | _heard() | _scored()


def _counted() -> dict[str, float]:
    claims = load("claims")
    kinds = claims["kind"].value_counts()
    findings = asked.odds()["place"].value_counts()
    people = load("population").set_index(["place", "year", "kind"])["population"]
    return {
        "loop_road": asked.loop_kilometres(asked.ALL_STOPS),
        "claims": len(claims),
        "findings": kinds["finding"],
        "recommendations": kinds["recommendation"],
        "methods": kinds["method"],
        "routes": kinds["route"],
        "sources": kinds["source"],
        "figures": kinds["figure"],
        "findings_novokuznetsk": findings["Novokuznetsk"],
        "findings_sheregesh": findings["Sheregesh"],
        "findings_biysk": findings["Biysk"],
        "population_novokuznetsk_2016": people["Novokuznetsk", 2016, "estimate_1_january"],
        "population_sheregesh_2010": people["Sheregesh", 2010, "census"],
    }


def _heard() -> dict[str, float]:
    table = asked.odds()
    everyone = asked.chance_heard(asked.ALL_STOPS, asked.ALL_AUDIENCES, DAYS)
    without = asked.chance_heard(asked.ALL_STOPS, NO_RESIDENTS, DAYS)
    people = table["topic"] == "people"
    shadow = table.loc["S-127"]
    return {
        "days_default": DAYS,
        "known": len(table),
        "heard_all": everyone.sum(),
        "heard_no_residents": without.sum(),
        "people_known": people.sum(),
        "people_all": everyone[people].sum(),
        "people_no_residents": without[people].sum(),
        "odds_admin": shadow["administration"],
        "odds_firms": shadow["enterprises"],
        "heard_both": 1 - (1 - shadow["administration"]) * (1 - shadow["enterprises"]),
        "heard_admin_twice": 1 - (1 - shadow["administration"]) ** 2,
    }


def indicators() -> pd.DataFrame:
    """Three indicators of age for the towns that are scored."""
    population = load("population")
    counted = population[
        (population["kind"] == "census") & (population["boundary"] == "town proper")
    ]
    peak = counted.groupby("place")["population"].max()
    last = counted[counted["year"] == 2021].groupby("place")["population"].first()
    groups = load("age_groups")
    # A town and the district around it can share a centre; the town is the larger of the two.
    own = groups[(groups["year"] == 2024) & groups["place"].notna()].sort_values("total")
    own = own.groupby("place").last()
    towns = load("towns").set_index("place")
    table = pd.DataFrame(
        {
            "loss": 100 * (1 - last / peak),
            "old": 100 * own["age_65plus"] / own["total"],
            "age": 2024 - towns["city_status"],
        }
    )
    return table.loc[list(SCORED)].astype(float)


def _scored() -> dict[str, float | str]:
    table = indicators()
    loss = table["loss"]
    return {
        "hand_town": BY_HAND,
        "hand_loss": loss[BY_HAND],
        "hand_mean": loss.mean(),
        "hand_sd": loss.std(),
        "hand_z": standardise(table).loc[BY_HAND, "loss"],
        "score_towns": len(table),
    }


def loop_map() -> alt.LayerChart:
    """The loop with the number of findings stated for each stop."""
    named = stop_towns()
    counts = named["place"].map(asked.odds()["place"].value_counts()).fillna(0)
    named["findings"] = counts
    named["label"] = [
        _("{place}: {count}").format(place=place, count=written(count, ".0f"))
        for place, count in zip(named["place"], counts, strict=True)
    ]
    base = alt.Chart(named).encode(longitude="longitude:Q", latitude="latitude:Q")
    spots = base.mark_circle(color=LIGHT["sheregesh"], opacity=0.9).encode(
        size=alt.Size("findings:Q", legend=None).scale(domain=[0, 40], range=[30, 1_300])
    )
    # Biysk has room on its left only; Tashtagol lies close under Sheregesh.
    at = {"Biysk": ("right", -22, 0), "Tashtagol": ("left", 22, 12)}
    labels = []
    for place in named["place"]:
        align, dx, dy = at.get(place, ("left", 22, 0))
        label = base.transform_filter(alt.datum.place == place)
        size = alt.expr("width < 400 ? 11 : 13")
        label = label.mark_text(align=align, dx=dx, dy=dy, fontWeight=600, fontSize=size)
        labels.append(label.encode(text="label:N"))
    layers = alt.layer(*ground(), loop(), spots, *labels)
    return framed(layers, height=430)


def loop_alt() -> str:
    """What the map shows, in words."""
    return _(
        "Map of southern West Siberia with the dotted loop from Novosibirsk through Novokuznetsk, "
        "Tashtagol, Sheregesh, Biysk and Srostki. Circles grow with the number of findings: large "
        "at Novokuznetsk, Biysk and Sheregesh, mere dots at Tashtagol, Srostki and Novosibirsk."
    )


def score_chart() -> alt.LayerChart:
    """The score of every town as a bar, its components as small marks."""
    z = standardise(indicators())
    score = composite_score(indicators()).rename("value")
    order = score.sort_values(ascending=False).index.tolist()
    parts = z.rename(columns=INDICATORS).melt(ignore_index=False, var_name="indicator")
    y = alt.Y("place:N", sort=order, title=None).axis(domain=False, ticks=False)
    x = alt.X("value:Q", title=_("standard deviations from the mean of these towns"))
    bars = alt.Chart(score.reset_index()).mark_bar(color=LIGHT["muted"], height=14, opacity=0.55)
    marks = alt.Chart(parts.reset_index()).mark_point(size=70)
    names = list(INDICATORS.values())
    shape = alt.Shape("indicator:N", title=None).scale(
        domain=names, range=["square", "triangle-up", "circle"]
    )
    colours = [LIGHT["novokuznetsk"], LIGHT["sheregesh"], LIGHT["biysk"]]
    colour = alt.Color("indicator:N", title=None).scale(domain=names, range=colours)
    legend = {"orient": "top", "columns": 1, "labelLimit": 280}
    marks = marks.encode(x, y, shape.legend(**legend), colour.legend(**legend))
    return (bars.encode(x, y) + marks).properties(width="container", height=30 * len(order))


def score_alt() -> str:
    """What the scores show, in words."""
    score = composite_score(indicators()).sort_values()
    return _(
        "Horizontal bars of the old-industrial score of {count} towns, from {last} at {low} to "
        "{first} at {high} standard deviations, with three marks per town for its components, "
        "which often lie far apart."
    ).format(
        count=len(score),
        last=score.index[0],
        low=written(score.iloc[0], ".1f"),
        first=score.index[-1],
        high=written(score.iloc[-1], ".1f"),
    )

"""Week 1: the numbers and figures of the chapter on the road as an instrument."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases import fieldwork
from regecon.data import load
from regecon.figures import maps
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.typology import standardise

DAYS = 8
NO_RESIDENTS = ("administration", "enterprises")
BY_HAND, FIRST_MODEL = "Prokopyevsk", "Novokuznetsk"
INDICATORS = {
    "loss": _("people lost since 1989"),
    "old": _("share aged 65 and over"),
    "age": _("years since it became a town"),
}


def numbers() -> dict[str, float | str]:
    """The numbers that the chapter's text names."""
    return _counted() | _heard() | _scored() | dict(score().numbers)


def _counted() -> dict[str, float]:
    claims = load("claims")
    kinds = claims["kind"].value_counts()
    findings = fieldwork.odds()["place"].value_counts()
    people = load("population").set_index(["place", "year", "kind"])["population"]
    return {
        "loop_road": fieldwork.loop_kilometres(fieldwork.STOPS),
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
    table = fieldwork.odds()
    everyone = fieldwork.chance_heard(fieldwork.STOPS, fieldwork.AUDIENCES, DAYS)
    without = fieldwork.chance_heard(fieldwork.STOPS, NO_RESIDENTS, DAYS)
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


def _scored() -> dict[str, float | str]:
    table = fieldwork.indicators()
    loss, together = table["loss"], table.corr()
    return {
        "hand_town": BY_HAND,
        "hand_loss": loss[BY_HAND],
        "hand_mean": loss.mean(),
        "hand_sd": loss.std(),
        "hand_z": standardise(table).loc[BY_HAND, "loss"],
        "moved_loss": fieldwork.loss_since_peak()["Leninsk-Kuznetsky"],
        "corr_loss_old": together.loc["loss", "old"],
        "corr_age_loss": -together.loc["age", "loss"],
        "corr_age_old": -together.loc["age", "old"],
    }


def loop() -> Figure:
    """The loop with the number of findings stated for each stop."""
    named = maps.stop_towns()
    counts = named["place"].map(fieldwork.odds()["place"].value_counts()).fillna(0)
    named["findings"] = counts
    named["label"] = [
        _("{place}: {count}").format(place=place, count=written(count, ".0f"))
        for place, count in zip(named["place"], counts, strict=True)
    ]
    home = named["place"] == fieldwork.HOME  # no stop: it is named and not counted
    named.loc[home, "label"] = named.loc[home, "place"]
    told = _(
        "Map of southern West Siberia with the dotted loop from Novosibirsk through its five "
        "stops. Circles grow with the number of findings: {counted}."
    )
    counted = "; ".join(named.loc[~home, "label"])
    return Figure(_loop(named), told.format(counted=counted))


def _loop(named: pd.DataFrame) -> alt.LayerChart:
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
    layers = alt.layer(*maps.ground(), maps.loop(), spots, *labels)
    return maps.framed(layers, height=430)


def score() -> Figure:
    """The score of every town as a bar, its components as small marks."""
    scores, table = fieldwork.scores(), fieldwork.indicators()
    ranks = scores.rank(ascending=False).loc[FIRST_MODEL]
    first, last = scores["three"].idxmax(), scores["three"].idxmin()
    told = _(
        "Horizontal bars of the old-industrial score of {count} towns, from {first} at {high} to "
        "{last} at {low} standard deviations, with three marks a town for its components, which "
        "often lie far apart: those of {town} from {least} to {most}."
    ).format(
        count=len(scores),
        first=first,
        last=last,
        high=written(scores["three"][first], ".1f"),
        low=_minus(scores["three"][last]),
        town=FIRST_MODEL,
        least=_minus(standardise(table).loc[FIRST_MODEL].min()),
        most=written(standardise(table).loc[FIRST_MODEL].max(), ".1f"),
    )
    counted = {
        "score_towns": len(scores),
        "score_rank_three": ranks["three"],
        "score_rank_two": ranks["two"],
    }
    return Figure(_score(scores["three"], table), told, counted)


def _minus(number: float) -> str:
    return written(number, ".1f").replace("-", "\u2212")


def _score(scores: pd.Series, table: pd.DataFrame) -> alt.LayerChart:
    order = scores.index.tolist()
    parts = standardise(table).rename(columns=INDICATORS)
    parts = parts.melt(ignore_index=False, var_name="indicator")
    y = alt.Y("place:N", sort=order, title=None).axis(domain=False, ticks=False)
    x = alt.X("value:Q", title=_("standard deviations from the mean of these towns"))
    bars = alt.Chart(scores.rename("value").reset_index())
    bars = bars.mark_bar(color=LIGHT["muted"], height=14, opacity=0.55)
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

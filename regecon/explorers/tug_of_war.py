"""Tug of war: seven towns of South Kuzbass hire from one another's doorsteps."""

from __future__ import annotations

from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases import towns
from regecon.data import load
from regecon.kit.chart import in_expression
from regecon.kit.explorer import Choice, Explorer, Headline, Part, Prediction, Preset, Slider, View
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.commuting import flow_polycentricity

# Where a name stands beside its town: pixels right and down, and on which side it begins.
NAMES = {
    towns.CENTRE: (_("Novokuznetsk"), 22, -15, "left"),
    "Prokopyevsk": (_("Prokopyevsk"), -48, 24, "left"),
    "Kiselyovsk": (_("Kiselyovsk"), 12, -8, "left"),
    "Mezhdurechensk": (_("Mezhdurechensk"), alt.ExprRef("width < 400 ? 42 : 60"), -18, "right"),
    "Myski": (_("Myski"), -8, 18, "center"),
    "Osinniki": (_("Osinniki"), 12, 4, "left"),
    "Kaltan": (_("Kaltan"), 12, 10, "left"),
}
RAISED = {
    "none": _("as in 2023"),
    "centre": _("Novokuznetsk + 20 %"),
    "rival": _("Prokopyevsk + 20 %"),
    "all": _("all + 20 %"),
}


def signed(value: float) -> str:
    """A change with its sign, one decimal, a true minus."""
    form = "+.1f" if round(value, 1) else ".1f"
    return written(round(value, 1) or 0, form).replace("-", "−")


@cache
def _roads() -> pd.DataFrame:
    """The pairs of towns as arrows, each a little to the right of the straight line."""
    at = towns.places()
    narrow = np.cos(np.radians(at["latitude"].mean()))
    rows = []
    for home in towns.TOWNS:
        for work in towns.TOWNS:
            east, north = (at.loc[work] - at.loc[home]) * [narrow, 1]
            length = np.hypot(east, north) or 1
            aside = np.array([north / narrow, -east]) / length * 0.009
            first, last = at.loc[home] + aside, at.loc[work] + aside
            head = first + 0.6 * (last - first)
            turn = np.degrees(np.arctan2(east, north)) % 360
            rows.append([home, work, *first, *last, *head, turn])
    columns = ["home", "work", "lon", "lat", "lon2", "lat2", "head_lon", "head_lat", "turn"]
    table = pd.DataFrame(rows, columns=columns)
    return table[table["home"] != table["work"]].round(4)


def arrows_view(pay: str, speed: float, spheres: str) -> View:
    """Workers on each pair of towns, thousand."""
    trips = (towns.flows(pay, speed, spheres) / 1000).stack()
    thousand = trips[pd.MultiIndex.from_frame(_roads()[["home", "work"]])]
    return View(_roads().assign(thousand=thousand.round(2).to_numpy()))


def towns_view(pay: str, speed: float, spheres: str, pooling: float) -> View:
    """Who works where, what it does to pay, and what a slump does."""
    trips = towns.flows(pay, speed, spheres) / 1000
    change = trips.sum() - towns.flows("none", speed, spheres).sum() / 1000
    matched, slump = (
        100 * (towns.matched_pay(speed, spheres, pooling) - 1),
        100 * towns.worst_slump(spheres),
    )
    ring_pay = towns.in_the_ring(matched, towns.workers() * towns.wages())
    away = towns.outside(trips).to_numpy().sum()
    several = flow_polycentricity(trips)
    rows = towns.places().reset_index()
    rows = rows.assign(
        thousand=trips.sum().to_numpy().round(1),
        pay=[f"{signed(value)} %" for value in matched],
        gain=[signed(value) if abs(value) >= 0.3 else "" for value in change],
        single=[bool(value > 10) for value in slump],
    )
    headlines = (
        Headline(_("thousand commute"), away, written(away, ".0f")),
        Headline(_("polycentricity"), several, written(several, ".2f")),
        Headline(_("pay by matching"), ring_pay, f"{signed(ring_pay)} %"),
        Headline(_("worst slump"), slump.max(), f"{written(slump.max(), '.0f')} %"),
    )
    away_trips = towns.outside(trips)
    sentence = _(
        "{inward} thousand commute into Novokuznetsk, {outward} thousand out of it."
    ).format(
        inward=written(away_trips[towns.CENTRE].sum(), ".0f"),
        outward=written(away_trips.loc[towns.CENTRE].sum(), ".0f"),
    )
    if round(ring_pay, 1):
        sentence += " " + _(
            "Matching changes pay by {centre} % in the centre and {ring} % in the ring."
        ).format(centre=signed(matched[towns.CENTRE]), ring=signed(ring_pay))
    return View(rows, headlines, f"{sentence} {_ending(pay, speed, spheres, pooling, change)}")


def _ending(pay: str, speed: float, spheres: str, pooling: float, change: pd.Series) -> str:
    slump = written(100 * towns.worst_slump(spheres).max(), ".0f")
    if spheres == "decree":
        return _(
            "A slump in one trade takes {slump} of 100 jobs where it has its only seat. The decree "
            "pays only if every workplace it closes saves more than {million} million roubles "
            "a year."
        ).format(slump=slump, million=written(towns.saving_needed(speed, pooling), ",.0f"))
    if pay == "all":
        return _("All have raised and nobody has moved: what is left of the race is the pay.")
    if pay != "none":
        return _(
            "{winner} wins {won} thousand workers; {loser} loses most, {lost} thousand."
        ).format(
            winner=NAMES[change.idxmax()][0],
            won=written(change.max(), ".1f"),
            loser=NAMES[change.idxmin()][0],
            lost=written(-change.min(), ".1f"),
        )
    return _("A slump in one trade takes {slump} of 100 jobs in every town alike.").format(
        slump=slump
    )


MIDDLE = (87.4, 53.76)
SCALE = "min(width * (width < 400 ? 29 : 31), height * 56)"
LETTERS = alt.ExprRef("width < 400 ? 11 : 13")
BOX = (86.0, 53.3, 88.8, 54.3)  # west, south, east, north: what of a river is drawn


def _rivers() -> list[dict]:
    west, south, east, north = BOX
    kept = []
    for feature in load("rivers")["features"]:
        points = feature["geometry"]["coordinates"]
        if feature["properties"]["name"] in ("Tom", "Kondoma"):
            inside = [p for p in points if west < p[0] < east and south < p[1] < north]
            line = {"type": "LineString", "coordinates": np.round(inside, 3).tolist()}
            kept.append({"type": "Feature", "geometry": line})
    return kept


def chart() -> alt.LayerChart:
    """Towns as discs, as large as the workforce that comes to them, and arrows of commuters."""
    rivers = alt.Chart(alt.Data(values=_rivers())).mark_geoshape(
        filled=False, stroke=LIGHT["water"], strokeWidth=2
    )
    going = alt.Chart(alt.NamedData(name="arrows")).transform_filter("datum.thousand >= 0.3")
    going = going.transform_calculate(
        head="(40 + 76 * sqrt(datum.thousand)) * (width < 400 ? 0.6 : 1)"
    )
    tips = [
        alt.Tooltip("home:N", title=_("from")),
        alt.Tooltip("work:N", title=_("to")),
        alt.Tooltip("thousand:Q", title=_("thousand workers"), format=".1f"),
    ]
    width = alt.StrokeWidth("thousand:Q", legend=None).scale(
        type="sqrt", domain=[0, 25], range=[0.5, 10], clamp=True
    )
    colour = alt.when(alt.datum.work == towns.CENTRE).then(alt.value(LIGHT["novokuznetsk"]))
    colour = colour.otherwise(alt.value(LIGHT["sheregesh"]))
    lines = going.mark_rule(opacity=0.75).encode(
        longitude="lon:Q", latitude="lat:Q", longitude2="lon2:Q", latitude2="lat2:Q",
        strokeWidth=width, color=colour, tooltip=tips,
    )  # fmt: skip
    heads = going.mark_point(shape="triangle-up", filled=True, stroke=LIGHT["card"]).encode(
        longitude="head_lon:Q", latitude="head_lat:Q", color=colour,
        size=alt.Size("head:Q", scale=None), angle=alt.Angle("turn:Q", scale=None), tooltip=tips,
    )  # fmt: skip
    return (
        alt.layer(rivers, lines, heads, *_towns())
        .project("mercator", center=MIDDLE, scale=alt.expr(SCALE))
        .properties(width="container", height=320)
    )


def _towns() -> list[alt.Chart]:
    base = alt.Chart(alt.NamedData(name="towns"))
    at = {"longitude": "longitude:Q", "latitude": "latitude:Q"}
    fill = (
        alt.when(alt.datum.place == towns.CENTRE)
        .then(alt.value(LIGHT["novokuznetsk"]))
        .when("datum.single")
        .then(alt.value(LIGHT["ink"]))
        .otherwise(alt.value(LIGHT["sheregesh"]))
    )
    discs = (
        base.transform_calculate(disc="(30 + 4 * datum.thousand) * (width < 400 ? 0.5 : 1)")
        .mark_point(shape="circle", filled=True, stroke=LIGHT["card"], opacity=1)
        .encode(
            **at,
            size=alt.Size("disc:Q", scale=None),
            color=fill,
            tooltip=[
                alt.Tooltip("place:N", title=_("town")),
                alt.Tooltip("thousand:Q", title=_("thousand work here"), format=".0f"),
                alt.Tooltip("pay:N", title=_("pay by matching")),
            ],
        )
    )
    marks = [discs]
    for town, (name, right, down, side) in NAMES.items():
        one = base.transform_filter(alt.datum.place == town)
        words = one.transform_calculate(
            text=f"{in_expression(name)} + (datum.gain ? ' ' + datum.gain : '')"
        )
        style = {"dx": right, "dy": down, "align": side, "fontSize": LETTERS, "fontWeight": 600}
        halo = words.mark_text(
            **style, baseline="middle", stroke=LIGHT["card"], strokeWidth=4, strokeJoin="round"
        )
        marks += [
            halo.encode(**at, text="text:N"),
            words.mark_text(**style, baseline="middle", color=LIGHT["ink"]).encode(
                **at, text="text:N"
            ),
        ]
    return marks


EXPLORER = Explorer(
    name="tug-of-war",
    title=_("Tug of war"),
    kicker=_("real towns, SYNTHETIC behaviour"),
    pattern="novokuznetsk",
    controls=(
        Choice("pay", _("Pay"), RAISED, "none"),
        Slider(
            "speed", _("Roads between towns"), (40, 50, 60, 72, 90), towns.SPEED, _("km an hour")
        ),
        Choice(
            "spheres",
            _("Spheres of influence"),
            {"open": _("every town hires all trades"), "decree": _("each trade has its town")},
            "open",
        ),
        Slider("pooling", _("Pooling elasticity"), (0.0, 0.02, 0.05, 0.1), 0.05),
    ),
    parts={
        "arrows": Part(("pay", "speed", "spheres"), arrows_view),
        "towns": Part(("pay", "speed", "spheres", "pooling"), towns_view),
    },
    chart=chart,
    presets=(
        Preset(_("As in 2023"), {}),
        Preset(_("The centre pulls"), {"pay": "centre"}),
        Preset(_("The ring answers"), {"pay": "all"}),
        Preset(_("A road a fifth faster"), {"speed": 72}),
        Preset(_("Delimit the spheres"), {"spheres": "decree"}),
    ),
    prediction=Prediction(
        _(
            "Seven towns compete for the same workers. A decree gives every trade to one town "
            "(the smallest three share one), so that they need not compete. How many people "
            "commute afterwards?"
        ),
        {
            _("fewer: the competition is over"): _(
                "The competition of employers is. Now ask where a turner of Myski finds a job "
                "as a turner. Press “Delimit the spheres”."
            ),
            _("as many as before"): _(
                "Jobs and people stay where they are, and yet the arrows change: trades have moved."
            ),
            _("more: one's trade is now elsewhere"): _(
                "So it is. Now look at the other numbers: what has become of pay, and of a slump?"
            ),
            _("nobody: everyone takes a job at home"): _(
                "Many do, outside their trade. See what that does to the ring's pay."
            ),
        },
    ),
    alt=_(
        "A map of seven towns and two rivers. Discs show how many work in each town, orange the "
        "centre, blue the ring, ink a town of a single trade; arrows show commuters, orange "
        "into Novokuznetsk and blue to the other towns. A figure behind a name is the change of "
        "its workforce in thousand. Pay by matching is that of the ring."
    ),
    source=_(
        "Figures: population and wages of 2023, straight distances: tables municipal_population, "
        "municipal_wages, distances. Behaviour: SYNTHETIC."
    ),
    limits=_(
        "rents and moving house, villages, and firms that come or go; a town takes all who come. "
        "45 of 100 inhabitants work; pull falls by 0.12 a straight kilometre at 60 km an hour; a "
        "town that pays a fifth more is 1.7 times as attractive; half of the jobs belong to eight "
        "equal trades; a job outside one's trade counts a tenth; a slump costs a trade 30 % of "
        "its jobs."
    ),
)

"""The map of the loop of 2016: regions and rivers, the route, the stops in their signs."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.data import load
from regecon.figures.maps import ground, loop, stop_towns
from regecon.kit.chart import Figure
from regecon.kit.i18n import _
from regecon.kit.palette import LIGHT, PATTERNS, SHAPES

CENTRE = (85.85, 53.72)  # degrees east and north, the middle of the map
NARROW = "width < 560"  # in pixels: then fewer names, and smaller
# Pixels a radian, so that the loop fills its frame, and where the middle of the map stands.
SCALE = "min(width * 6.2, height * 8.4)"
MIDDLE = f"[width / 2 - ({NARROW} ? 20 : 0), height / 2]"

# Where a name stands beside its sign: pixels to the right and down, and on which side it begins.
PLACEMENT = {
    "Novosibirsk": (8, -11, "left"),
    "Novokuznetsk": (15, -2, "left"),
    "Tashtagol": (-9, 11, "right"),
    "Sheregesh": (15, -2, "left"),
    "Biysk": (-15, -2, "right"),
    "Srostki": (8, 12, "left"),
    "Kemerovo": (9, 0, "left"),
    "Barnaul": (9, 0, "left"),
}
LANDMARKS = ("Kemerovo", "Barnaul")
NAMES_OF_REGIONS = {
    "Novosibirsk oblast": (82.2, 54.2),
    "Altai krai": (82.6, 52.6),
    "Kemerovo oblast": (86.3, 54.6),
}
FORMS = {"novokuznetsk": _("a square"), "sheregesh": _("a triangle"), "biysk": _("a hexagon")}
IN_A_WORD = {
    "Novokuznetsk": _("steel and aluminium"),
    "Sheregesh": _("ore and snow"),
    "Biysk": _("a science town"),
}


def route() -> Figure:
    """The loop of 2016 on a map of regions and rivers.

    Every mark of a stop carries its ``place``, so that the page can open the card of a stop
    that is clicked; the parameter ``chosen`` rings a stop. As wide and as high as its frame.
    """
    stops = load("stops")["place"]
    towns = load("towns").dropna(subset="pattern").set_index("pattern")["place"]
    told = _(
        "Map of the south of West Siberia with the loop of 2016 as a dotted line: {stops}. Signs: "
        "{signs}."
    ).format(
        stops=", ".join(_(place) for place in stops),
        signs=", ".join(f"{_(towns[pattern])} {FORMS[pattern]}" for pattern in PATTERNS),
    )
    return Figure(_chart(), told, name="route")


def _chart() -> alt.LayerChart:
    names = _names(stop_towns())
    at = {"longitude": "longitude:Q", "latitude": "latitude:Q"}
    written = alt.Chart(names).encode(**at, text="text:N")
    placed = {
        "dx": alt.expr("datum.dx"),
        "dy": alt.expr("datum.dy"),
        "align": alt.expr("datum.align"),
        "fontWeight": alt.expr("datum.weight"),
        "baseline": "middle",
        "fontSize": alt.expr(f"{NARROW} ? min(datum.size, 13) : datum.size"),
        "opacity": alt.expr(f"datum.minor && {NARROW} ? 0 : 1"),
    }
    halo = written.mark_text(**placed, stroke=LIGHT["card"], strokeWidth=4, strokeJoin="round")
    text = written.mark_text(**placed).encode(color=alt.Color("colour:N", scale=None))
    return (
        alt.layer(*ground(), loop(), *(mark.encode(**at) for mark in _signs()), halo, text)
        .add_params(alt.param("chosen", value=""))
        .project("mercator", center=CENTRE, scale=alt.expr(SCALE), translate=alt.expr(MIDDLE))
        .properties(width="container", height="container", padding=0)
    )


def _signs() -> list[alt.Chart]:
    """Stops as the signs of their roads, the start and the silent stops as dots, landmarks."""
    places = pd.concat([stop_towns(), _landmarks()], ignore_index=True)
    of_road = places["pattern"].isin(PATTERNS)
    of_loop = ~places["place"].isin(LANDMARKS)
    places["shape"] = places["pattern"].map(SHAPES).fillna("circle")
    places["size"] = of_road.map({True: 260, False: 85}).where(of_loop, 40)
    plain = of_loop.map({True: LIGHT["ink"], False: LIGHT["muted"]})
    places["colour"] = places["pattern"].map(LIGHT).fillna(plain)
    base = alt.Chart(places[["place", "longitude", "latitude", "shape", "size", "colour"]])
    ring = base.transform_filter("datum.place == chosen").mark_point(
        shape="circle", filled=False, size=900, stroke=LIGHT["ink"], strokeWidth=2
    )
    signs = base.mark_point(stroke=LIGHT["card"], strokeWidth=1.5, cursor="pointer").encode(
        shape=alt.Shape("shape:N", scale=None),
        size=alt.Size("size:Q", scale=None),
        color=alt.Color("colour:N", scale=None),
    )
    return [ring, signs]


def _landmarks() -> pd.DataFrame:
    towns = load("towns")
    return towns[towns["place"].isin(LANDMARKS)]


def _names(places: pd.DataFrame) -> pd.DataFrame:
    """Every name on the map with its place, size, colour and weight."""
    rows = []
    for town in pd.concat([places, _landmarks()]).itertuples():
        right, down, align = PLACEMENT[town.place]
        place = {"place": town.place, "longitude": town.longitude, "latitude": town.latitude}
        name = place | {"text": _(town.place), "dx": right, "dy": down, "align": align}
        if town.pattern in PATTERNS:
            look = {"size": 16, "weight": 700, "colour": LIGHT[town.pattern], "minor": False}
            below = {"text": IN_A_WORD[town.place], "dy": down + 17, "size": 12.5, "minor": True}
            rows.append(name | look | below | {"weight": 400, "colour": LIGHT["muted"]})
        elif town.place in LANDMARKS:
            look = {"size": 12.5, "weight": 400, "colour": LIGHT["muted"], "minor": True}
        else:
            crowded = town.place in ("Tashtagol", "Srostki")
            look = {"size": 13, "weight": 500, "colour": LIGHT["ink"], "minor": crowded}
        rows.append(name | look)
    for region, (longitude, latitude) in NAMES_OF_REGIONS.items():
        place = {"place": "", "longitude": longitude, "latitude": latitude, "text": _(region)}
        look = {"size": 12, "weight": 400, "colour": LIGHT["muted"], "minor": True}
        rows.append(place | look | {"dx": 0, "dy": 0, "align": "center"})
    return pd.DataFrame(rows)

"""The map of the route: land, rivers, the dotted loop. The layers that several pages share."""

from __future__ import annotations

import math

import altair as alt
import numpy as np
import pandas as pd

from regecon.data import load
from regecon.kit.palette import LIGHT

CENTRE = (85.7, 53.9)
DEGREES_WIDE = 11.2  # longitude from the left to the right edge
REACH = (5.6, 4.2)  # degrees from the centre within which a shape can be seen


def ground() -> tuple[alt.Chart, alt.Chart]:
    """Regions, those of the loop lighter than the others, and rivers."""
    visited = set(stop_towns()["region"])
    regions = near("regions")
    for shape in regions:
        shape["visited"] = shape["name"].split(" - ")[0] in visited
    land = alt.Chart(alt.Data(values=regions)).mark_geoshape(clip=True, stroke=LIGHT["rule"])
    rivers = alt.Chart(alt.Data(values=near("rivers"))).mark_geoshape(
        clip=True, filled=False, stroke=LIGHT["water"], strokeWidth=1.5
    )
    fill = alt.when(alt.datum.visited).then(alt.value(LIGHT["card"]))
    return land.encode(fill=fill.otherwise(alt.value(LIGHT["land"]))), rivers


def near(table: str) -> list[dict]:
    """The shapes that reach into the map, with coordinates to a hundredth of a degree."""
    kept = []
    for feature in load(table)["features"]:
        geometry = feature["geometry"]
        apart = np.abs(np.array(_points(geometry["coordinates"])) - CENTRE)
        if (apart <= REACH).all(axis=1).any():
            rounded = {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}
            name = feature["properties"]["name"]
            kept.append({"type": "Feature", "geometry": rounded, "name": name})
    return kept


def _points(coordinates: list) -> list:
    if isinstance(coordinates[0], int | float):
        return [coordinates]
    return [point for part in coordinates for point in _points(part)]


def _rounded(coordinates):
    if isinstance(coordinates, int | float):
        return round(coordinates, 2)
    return [_rounded(part) for part in coordinates]


def loop() -> alt.Chart:
    """The legs of the route as dotted straight lines."""
    towns = load("towns").set_index("place")
    way = towns.loc[load("stops")["place"], ["longitude", "latitude"]].reset_index(drop=True)
    legs = way.join(way.shift(-1).add_prefix("to_")).dropna()
    return (
        alt.Chart(legs)
        .mark_rule(color=LIGHT["ink"], strokeDash=[1, 6], strokeWidth=2.25, strokeCap="round")
        .encode(
            longitude="longitude:Q",
            latitude="latitude:Q",
            longitude2="to_longitude:Q",
            latitude2="to_latitude:Q",
        )
    )


def stop_towns() -> pd.DataFrame:
    """The towns of the route, once each, in its order."""
    towns = load("towns")
    return towns[towns["stop_order"].notna()].sort_values("stop_order").reset_index(drop=True)


def framed(layers: alt.LayerChart, height: int) -> alt.LayerChart:
    """The map as wide as the column, always showing the same degrees of longitude."""
    across = f"width / {math.radians(DEGREES_WIDE):.4f}"
    projection = alt.Projection(
        type="mercator",
        center=CENTRE,
        scale=alt.ExprRef(across),
        # On a phone a little to the left: the names stand to the right of the stops.
        translate=alt.ExprRef("[width / 2 - (width < 400 ? 22 : 0), height / 2]"),
    )
    layers.projection = projection
    return layers.properties(width="container", height=height)

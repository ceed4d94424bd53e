"""The map of the route: land, rivers, the dotted loop. The layers that several pages share."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from regecon.data import load
from regecon.kit.palette import LIGHT

CENTRE = (85.7, 53.9)
DEGREES_WIDE = 11.2  # longitude from the left to the right edge


def ground() -> tuple[alt.Chart, alt.Chart]:
    """Regions and rivers."""
    regions = alt.Chart(alt.Data(values=load("regions")["features"]))
    core = alt.datum.properties["role"] == "core"
    land = regions.mark_geoshape(clip=True, stroke=LIGHT["rule"]).encode(
        fill=alt.when(core).then(alt.value(LIGHT["paper"])).otherwise(alt.value(LIGHT["land"]))
    )
    rivers = alt.Chart(alt.Data(values=load("rivers")["features"]))
    return land, rivers.mark_geoshape(
        clip=True, filled=False, stroke=LIGHT["water"], strokeWidth=1.3
    )


def loop() -> alt.Chart:
    """The legs of the route as dotted straight lines."""
    towns = load("towns").set_index("place")
    way = towns.loc[load("stops")["place"], ["longitude", "latitude"]].reset_index(drop=True)
    legs = way.join(way.shift(-1).add_prefix("to_")).dropna()
    return (
        alt.Chart(legs)
        .mark_rule(color=LIGHT["ink"], strokeDash=[2, 5], strokeWidth=2, strokeCap="round")
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
        translate=alt.ExprRef("[width / 2, height / 2]"),
    )
    layers.projection = projection
    return layers.properties(width="container", height=height)

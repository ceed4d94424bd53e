"""The landing page: the map of the loop, a card for each stop and one for each pattern."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import altair as alt
import numpy as np
import pandas as pd

from regecon.data import load
from regecon.data.folder import datasets_folder
from regecon.kit.i18n import _
from regecon.kit.palette import LIGHT, PATTERNS, SHAPES
from regecon.kit.weeks import Week, read_weeks

CENTRE = (85.85, 53.72)  # degrees east and north, the middle of the map
REACH = (4.9, 2.6)  # degrees from the middle to the edges; what lies beyond is left out
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
IN_A_WORD = {
    "Novokuznetsk": _("steel and aluminium"),
    "Sheregesh": _("ore and snow"),
    "Biysk": _("a science town"),
}
TITLES = {
    "novokuznetsk": _("Industrial diversification"),
    "sheregesh": _("A service economy"),
    "biysk": _("A science town"),
}
QUESTIONS = {
    "novokuznetsk": _(
        "Giants renew themselves and sell to the world. Does more export mean more risk, "
        "and who decides?"
    ),
    "sheregesh": _(
        "An iron mine shares its valley with a ski resort. How far can the resort grow, "
        "and what happens in July?"
    ),
    "biysk": _(
        "A state giant was split to become a cluster. Can a town be planned into cleverness, "
        "and will its young stay?"
    ),
}


@dataclass(frozen=True)
class Html:
    """A piece of the page that is made from tables."""

    html: str
    text: str

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {"text/html": self.html, "text/plain": self.text}


def stops() -> pd.DataFrame:
    """The places of the loop in order, each once, with what the tables know of them."""
    visits = load("stops").drop_duplicates("place")
    return visits.merge(load("towns"), on="place", how="left", validate="one_to_one")


def route_map() -> alt.LayerChart:
    """The loop of 2016 on a map of regions and rivers.

    Every mark of a stop carries its ``place``, so that the page can open the card of a stop
    that is clicked; the parameter ``chosen`` rings a stop.

    Returns
    -------
    altair.LayerChart
        As wide and as high as its frame in the page.
    """
    names = _names(stops())
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
        alt.layer(*_ground(), _legs().encode(**at), *(m.encode(**at) for m in _signs()), halo, text)
        .add_params(alt.param("chosen", value=""))
        .project("mercator", center=CENTRE, scale=alt.expr(SCALE), translate=alt.expr(MIDDLE))
        .properties(width="container", height="container", padding=0)
    )


def route_alt() -> str:
    """What the map shows, for someone who cannot see it."""
    names = load("stops")["place"].map(_)
    return _(
        "Map of the south of West Siberia with the loop of 2016 as a dotted line: {stops}. "
        "Novokuznetsk is marked by a square, Sheregesh by a triangle, Biysk by a hexagon."
    ).format(stops=", ".join(names))


def _ground() -> list[alt.Chart]:
    """Regions, those of the loop lighter than the others, and rivers."""
    visited = set(stops()["region"])
    regions = near("regions")
    for shape in regions:
        shape["visited"] = shape["name"].split(" - ")[0] in visited
    ground = (
        alt.Chart(alt.Data(values=regions))
        .mark_geoshape(stroke=LIGHT["rule"], strokeWidth=1, clip=True)
        .encode(
            fill=alt.condition("datum.visited", alt.value(LIGHT["card"]), alt.value(LIGHT["land"]))
        )
    )
    rivers = alt.Chart(alt.Data(values=near("rivers"))).mark_geoshape(
        filled=False, stroke=LIGHT["water"], strokeWidth=1.5, clip=True
    )
    return [ground, rivers]


def near(table: str) -> list[dict]:
    """The shapes that reach into the map, with coordinates to a hundredth of a degree."""
    kept = []
    for feature in load(table)["features"]:
        geometry = feature["geometry"]
        apart = np.abs(np.array(_points(geometry["coordinates"])) - CENTRE)
        if (apart <= REACH).all(axis=1).any():
            rounded = {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}
            kept.append(
                {"type": "Feature", "geometry": rounded, "name": feature["properties"]["name"]}
            )
    return kept


def _points(coordinates: list) -> list:
    if isinstance(coordinates[0], int | float):
        return [coordinates]
    return [point for part in coordinates for point in _points(part)]


def _rounded(coordinates):
    if isinstance(coordinates, int | float):
        return round(coordinates, 2)
    return [_rounded(part) for part in coordinates]


def _legs() -> alt.Chart:
    legs = load("stops")[["order", "place"]].merge(load("towns"), on="place")
    return (
        alt.Chart(legs[["order", "longitude", "latitude"]])
        .mark_line(color=LIGHT["ink"], strokeDash=[1, 6], strokeCap="round", strokeWidth=2.25)
        .encode(order="order:O")
    )


def _signs() -> list[alt.Chart]:
    """Stops as the signs of their roads, the start and the silent stops as dots, landmarks."""
    places = pd.concat([stops(), _landmarks()], ignore_index=True)
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


def population_of(place: str) -> str:
    """The latest count of a place in words: the census of 2021, else the newest estimate."""
    every = load("population")
    counts = every[every["place"].eq(place) & every["boundary"].ne("municipality")].copy()
    if counts.empty:
        return _("not in our tables")
    counts["census"] = counts["kind"].eq("census") & counts["year"].ge(2021)
    counts["exact"] = counts["population"] % 100 != 0
    last = counts.sort_values(["census", "year", "exact"]).iloc[-1]
    kind = _("census") if last["kind"] == "census" else _("estimate")
    return f"{last['population']:,} ({kind}, {last['year']})"


def _weeks() -> list[Week]:
    return read_weeks(datasets_folder().parent)


def town_cards() -> Html:
    """A button for every stop, and the card that it opens."""
    places = stops()
    buttons = "".join(
        f'<button type="button" aria-expanded="false" aria-controls="{_ident(town.place)}" '
        f'data-place="{escape(town.place)}">{_sign(town.pattern)}{escape(_(town.place))}</button>'
        for town in places.itertuples()
    )
    cards = "".join(_town_card(town) for town in places.itertuples())
    label = escape(_("Stops of the loop"))
    return Html(
        f'<div class="town-cards"><div class="town-buttons" role="group" aria-label="{label}">'
        f"{buttons}</div>{cards}</div>",
        ", ".join(places["place"]),
    )


def _ident(place: str) -> str:
    return f"town-{place.lower()}"


def _sign(pattern) -> str:
    return f'<i class="sign-{pattern}" aria-hidden="true"></i>' if pattern in PATTERNS else ""


def _town_card(town) -> str:
    known = town.pattern in PATTERNS
    road = town.pattern if known else "road"
    facts = {
        _("What stands there"): _(town.main_industry) if pd.notna(town.main_industry) else "",
        _("People"): population_of(town.place),
        _("Pattern"): TITLES[road] if known else "",
        _("The expedition"): _(town.visited),
    }
    lines = "".join(
        f"<div><dt>{escape(term)}</dt><dd>{escape(fact)}</dd></div>"
        for term, fact in facts.items()
        if fact
    )
    week = next((week for week in _weeks() if week.road == road), None)
    link = (
        f'<p><a href="{week.slug}.html">{escape(_("Week"))} {week.number}. '
        f"{escape(week.title)}</a></p>"
        if week
        else ""
    )
    ident = _ident(town.place)
    # The card opens in the lower left corner of the map, unless its own town lies there.
    below_left = town.longitude < CENTRE[0] and town.latitude < CENTRE[1]
    side = " at-right" if below_left else ""
    return (
        f'<article class="town-card{side} road-{road}" id="{ident}" aria-labelledby="{ident}-name" '
        f'hidden><h2 id="{ident}-name">{_sign(town.pattern)}{escape(_(town.place))} '
        f'<small lang="ru">{escape(town.name_ru)}</small></h2><dl>{lines}</dl>{link}'
        f'<button type="button" class="town-close" aria-label="{escape(_("Close"))}"></button>'
        f"</article>"
    )


def pattern_cards() -> Html:
    """The three patterns, each with its question and what is written of its road so far."""
    towns = load("towns").dropna(subset="pattern").set_index("pattern")["place"]
    cards = "".join(_pattern_card(pattern, _(towns[pattern])) for pattern in PATTERNS)
    return Html(f'<div class="pattern-cards">{cards}</div>', ", ".join(TITLES.values()))


def _pattern_card(pattern: str, town: str) -> str:
    weeks = [week for week in _weeks() if week.road == pattern]
    numbers = [str(week.number) for week in weeks]
    title = escape(TITLES[pattern])
    written = ""
    if weeks:
        title = f'<a href="{weeks[0].slug}.html">{title}</a>'
        written = f"{_('Week') if len(weeks) == 1 else _('Weeks')} {span(numbers)}"
    counts = [
        (sum(len(week.explorers) for week in weeks), _("1 explorer"), _("{n} explorers")),
        (sum(len(week.sets) for week in weeks), _("1 exercise set"), _("{n} exercise sets")),
    ]
    chips = "".join(
        f"<li>{one if n == 1 else many.format(n=n)}</li>" for n, one, many in counts if n
    )
    return (
        f'<article class="pattern-card road-{pattern}"><p class="kicker">{_sign(pattern)}'
        f"{escape(written or _('In preparation'))}</p><h2>{title}</h2>"
        f"<p><strong>{escape(town)}.</strong> {escape(QUESTIONS[pattern])}</p>"
        f"{f'<ul>{chips}</ul>' if chips else ''}</article>"
    )


def span(numbers: list[str]) -> str:
    """The first and the last of some numbers, as in 6-8."""
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]}\u2013{numbers[-1]}"

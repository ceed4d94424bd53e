"""Week 8, "Tug of war": seven towns of South Kuzbass hire from one another's doorsteps."""

from __future__ import annotations

from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from regecon.data import load
from regecon.kit.chart import in_expression
from regecon.kit.explorer import Choice, Explorer, Headline, Part, Prediction, Preset, Slider, View
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.commuting import flow_polycentricity
from regecon.methods.interaction import hansen_accessibility, huff

CENTRE = "Novokuznetsk"
SPEED = 60  # kilometres an hour: the road of the start

# Everything below is assumed: populations, distances and wages are real, behaviour is not.
AT_WORK = 0.45  # workers, and jobs, for each inhabitant
DECAY = 0.12  # a straight kilometre, at 60 kilometres an hour
INSIDE = 2.0  # kilometres of a trip within a town
WAGE_PULL = 3.0  # elasticity of the choice of a town with respect to its wage
RAISE = 1.2
TRADED = 0.5  # share of jobs whose trade could be assigned; the rest are shops, schools, care
TRADES = 8
OTHER_TRADE = 0.1  # what a job outside one's trade counts beside one within it
SLUMP = 0.3  # share of its jobs that a trade loses in a slump

# The decree: trades that only these towns may keep. The last trade is shared by three towns.
SEATS = {
    (CENTRE,): 4,
    ("Prokopyevsk",): 1,
    ("Kiselyovsk",): 1,
    ("Mezhdurechensk",): 1,
    ("Myski", "Osinniki", "Kaltan"): 1,
}
# Where a name stands beside its town: pixels right and down, and on which side it begins.
NAMES = {
    CENTRE: (_("Novokuznetsk"), 22, -15, "left"),
    "Prokopyevsk": (_("Prokopyevsk"), -48, 24, "left"),
    "Kiselyovsk": (_("Kiselyovsk"), 12, -8, "left"),
    "Mezhdurechensk": (_("Mezhdurechensk"), alt.ExprRef("width < 400 ? 42 : 64"), -18, "right"),
    "Myski": (_("Myski"), -8, 18, "center"),
    "Osinniki": (_("Osinniki"), 12, 4, "left"),
    "Kaltan": (_("Kaltan"), 12, 10, "left"),
}
TOWNS = list(NAMES)
RAISED = {
    "none": ((), _("as in 2023")),
    "centre": ((CENTRE,), _("Novokuznetsk + 20 %")),
    "rival": (("Prokopyevsk",), _("Prokopyevsk + 20 %")),
    "all": (tuple(TOWNS), _("all + 20 %")),
}


@cache
def population() -> pd.Series:
    """Inhabitants of the urban okrugs on 1 January 2023."""
    table = load("municipal_population").query("year == 2023").set_index("municipality")
    keys = load("municipalities").set_index("place")["municipality"]
    return table["population"][keys[TOWNS]].set_axis(TOWNS).astype(float)


@cache
def wages() -> pd.Series:
    """Average monthly wage of 2023 in the urban okrugs, roubles."""
    table = load("municipal_wages").query("year == 2023 and section == 'TOTAL'")
    return table.set_index("place")["wage"][TOWNS]


@cache
def kilometres() -> pd.DataFrame:
    """Great-circle distances between the towns."""
    table = load("distances").pivot_table("kilometres", "origin", "destination")
    table = table.loc[TOWNS, TOWNS]
    return table.mask(np.eye(len(TOWNS), dtype=bool), INSIDE)


def trip(speed: float) -> pd.DataFrame:
    """What a trip deters, in kilometres of the road of the start; trips in town stay the same."""
    km = kilometres()
    return km.where(km == INSIDE, km * SPEED / speed)


def workers() -> pd.Series:
    """Workers who live in each town, and jobs that stand there."""
    return AT_WORK * population()


def trade_shares(spheres: str) -> pd.DataFrame:
    """Share of each trade in the traded jobs of a town; trades of the same towns are one row."""
    seats = pd.Series(SEATS.values(), index=[" and ".join(towns) for towns in SEATS])
    shares = pd.DataFrame(1 / TRADES, index=seats.index, columns=TOWNS)
    if spheres == "decree":
        for name, towns in zip(seats.index, SEATS, strict=True):
            shares.loc[name] = [1 / seats[name] if town in towns else 0.0 for town in TOWNS]
    return shares


def markets(spheres: str) -> list[tuple[float, pd.Series]]:
    """For each kind of worker its share in the workforce and how much each town's jobs count."""
    jobs = workers()
    traded = [
        (TRADED * seats / TRADES, jobs * (share + OTHER_TRADE * (1 - share)))
        for seats, (_name, share) in zip(
            SEATS.values(), trade_shares(spheres).iterrows(), strict=True
        )
    ]
    return [(1 - TRADED, jobs), *traded]


@cache
def flows(pay: str, speed: float, spheres: str) -> pd.DataFrame:
    """Workers by town of residence and town of work."""
    offered = wages() * [RAISE if town in RAISED[pay][0] else 1 for town in TOWNS]
    shares = sum(
        part * huff(jobs * offered**WAGE_PULL, trip(speed), beta=DECAY, decay="exponential")
        for part, jobs in markets(spheres)
    )
    return shares.mul(workers(), axis="index")


@cache
def pools(speed: float, spheres: str) -> pd.Series:
    """Logarithm of the jobs that a worker can reach, the mean over kinds of workers."""
    return sum(
        part * np.log(hansen_accessibility(jobs, trip(speed), beta=DECAY, decay="exponential"))
        for part, jobs in markets(spheres)
    )


def matched_pay(speed: float, spheres: str, pooling: float) -> pd.Series:
    """Pay of the residents through better or worse matches; 1 as at the start."""
    return np.exp(pooling * (pools(speed, spheres) - pools(SPEED, "open")))


def worst_slump(spheres: str) -> pd.Series:
    """Share of its jobs that each town loses when the trade it has most of has a slump."""
    return SLUMP * TRADED * trade_shares(spheres).max()


def saving_needed(speed: float, pooling: float) -> float:
    """What each closed workplace must save for the decree to pay, million roubles a year."""
    bill = 12 * workers() * wages() * matched_pay(speed, "open", pooling)
    lost = 1 - matched_pay(speed, "decree", pooling) / matched_pay(speed, "open", pooling)
    closed = len(TOWNS) * TRADES - sum(len(towns) * seats for towns, seats in SEATS.items())
    return float((bill * lost).sum() / closed / 1e6)


def signed(value: float) -> str:
    """A change with its sign, one decimal, a true minus."""
    form = "+.1f" if round(value, 1) else ".1f"
    return written(round(value, 1) or 0, form).replace("-", "−")


def outside(trips: pd.DataFrame) -> pd.DataFrame:
    """Only those who work in another town."""
    return trips.mask(np.eye(len(trips), dtype=bool), 0.0)


@cache
def _roads() -> pd.DataFrame:
    """The pairs of towns as arrows, each a little to the right of the straight line."""
    at = load("towns").set_index("place").loc[TOWNS, ["longitude", "latitude"]]
    narrow = np.cos(np.radians(at["latitude"].mean()))
    rows = []
    for home in TOWNS:
        for work in TOWNS:
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
    trips = (flows(pay, speed, spheres) / 1000).stack()
    thousand = trips[pd.MultiIndex.from_frame(_roads()[["home", "work"]])]
    return View(_roads().assign(thousand=thousand.round(2).to_numpy()))


def towns_view(pay: str, speed: float, spheres: str, pooling: float) -> View:
    """Who works where, what it does to pay, and what a slump does."""
    trips = flows(pay, speed, spheres) / 1000
    change = trips.sum() - flows("none", speed, spheres).sum() / 1000
    matched, slump = 100 * (matched_pay(speed, spheres, pooling) - 1), 100 * worst_slump(spheres)
    weight = workers() * wages()
    ring = weight.drop(CENTRE)
    ring_pay = (matched.drop(CENTRE) * ring).sum() / ring.sum()
    away = outside(trips).to_numpy().sum()
    several = flow_polycentricity(trips)
    rows = load("towns").set_index("place").loc[TOWNS, ["longitude", "latitude"]].reset_index()
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
    away_trips = outside(trips)
    sentence = _(
        "{inward} thousand commute into Novokuznetsk, {outward} thousand out of it."
    ).format(
        inward=written(away_trips[CENTRE].sum(), ".0f"),
        outward=written(away_trips.loc[CENTRE].sum(), ".0f"),
    )
    if round(ring_pay, 1):
        sentence += " " + _(
            "Matching changes pay by {centre} % in the centre and {ring} % in the ring."
        ).format(centre=signed(matched[CENTRE]), ring=signed(ring_pay))
    return View(rows, headlines, f"{sentence} {_ending(pay, speed, spheres, pooling, change)}")


def _ending(pay: str, speed: float, spheres: str, pooling: float, change: pd.Series) -> str:
    slump = written(100 * worst_slump(spheres).max(), ".0f")
    if spheres == "decree":
        return _(
            "A slump in one trade takes {slump} of 100 jobs where it has its only seat. The decree "
            "pays only if every workplace it closes saves more than {million} million roubles "
            "a year."
        ).format(slump=slump, million=written(saving_needed(speed, pooling), ",.0f"))
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
    colour = alt.when(alt.datum.work == CENTRE).then(alt.value(LIGHT["novokuznetsk"]))
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
        alt.when(alt.datum.place == CENTRE)
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
        Choice("pay", _("Pay"), {name: label for name, (_towns_, label) in RAISED.items()}, "none"),
        Slider("speed", _("Roads between towns"), (40, 50, 60, 72, 90), SPEED, _("km an hour")),
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

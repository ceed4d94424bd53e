"""The mayor's desk: the numbers and figures of its page, and the table of what it assumes."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases import desk
from regecon.data import load
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, label, written
from regecon.kit.palette import LIGHT

NOW = 2024  # the last year with people by municipality
OTHER_SEEDS = (7, 77, 99)
LITTLE, MUCH = 0.05, 0.2  # half and twice what Sheregesh is assumed to pay of its pipes
SMALL = 0.05  # a third of the jobs that Biysk is assumed to have in its clusters
CHEAPER = 0.8  # assumed: pipes in roubles of 2016, against those of 2021
DRAWS, WEIGHTS = desk.ROAD_DRAWS, desk.WEIGHTS
SCALES = {"spread": _("by spread"), "rank": _("by rank"), "percent": _("in per cent")}
ROADS = {
    "works": (_("works"), "novokuznetsk"),
    "pipes": (_("pipes"), "sheregesh"),
    "workshops": (_("clusters"), "biysk"),
    "neighbours": (_("neighbours"), "accent"),
}


def numbers() -> dict[str, float | str]:
    """The numbers that the page's text and captions name."""
    found = _assumed() | _second_tries()
    for town in desk.TOWNS:
        found |= {f"{town.lower()}_{name}": value for name, value in _town(town).items()}
    return found | roads().numbers


def _assumed() -> dict[str, float]:
    basis = desk.table()["basis"]
    kinds = {"assumption": "assumed", "SYNTHETIC": "synthetic"}
    counts = basis.map(kinds).fillna("measured").value_counts()
    return {"coefficients": len(basis), **{name: counts[name] for name in counts.index}}


def _town(town: str) -> dict[str, float | str]:
    """What a mayor has, what the ages take, what money moves, and what decides the ranking."""
    sure = desk.futures(town, draws=1)
    jobs = {use: desk.fan(town, use, "flat").loc[("jobs", desk.LAST)] for use in desk.MONEY}
    best = max(jobs, key=lambda use: jobs[use]["middle"])
    middle, kept = jobs[best]["middle"], jobs["kept"]["middle"]
    firsts = desk.first_places(town)
    telling = desk.deciding(town, firsts.idxmax()).iloc[:2]
    people = _people(desk.TOWNS[town])
    start = sure["people"][0]
    found = {
        "free": sure["free"][0, 1],
        "pipes": desk.costs(desk.coefficients(town, 1, 0), start[0])["pipes"][0],
        "ages": 100 * (1 - start[-1] / start[0]),
        "best": 100 * (middle / kept - 1),
        "pipes_jobs": 100 * (jobs["pipes"]["middle"] / kept - 1),
        "neighbours_jobs": 100 * (jobs["neighbours"]["middle"] / kept - 1),
        "best_wide": jobs[best]["high"] - jobs[best]["low"],
        "best_high": jobs[best]["high"],
        "kept": kept,
        "counted": 100 * (1 - people[NOW] / people[desk.FIRST]),
        "foretold": 100 * (1 - start[NOW - desk.FIRST] / start[0]),
    }
    for place, (name, row) in enumerate(telling.iterrows(), start=1):
        found |= {f"decides_{place}": label(_meaning(town, name))}
        found |= {f"lowest_{place}": row["lowest"], f"highest_{place}": row["highest"]}
    return found


def _meaning(town: str, name: str) -> str:
    """What a coefficient says; a town's own has the town's name behind it in the table."""
    rows = desk.table()["meaning"]
    return rows[name] if name in rows else rows[f"{name}_{town.lower()}"]


def _people(place: str) -> pd.Series:
    towns = load("municipalities").set_index("place")["municipality"]
    rows = load("municipal_population")
    rows = rows[rows["municipality"] == towns[place]]
    return rows.set_index("year")["population"]


def _second_tries() -> dict[str, float]:
    """By how much the first places move with another seed, another world, another contract."""
    tries = {
        **{f"seed_{seed}": {"seed": seed} for seed in OTHER_SEEDS},
        "slump": {"scenario": "slump"},
        "as_it_was": {"scenario": "as it was"},
        "snow": {"scenario": "less snow"},
        "shared": {"pipes": "shared"},
    }
    found = {}
    for name, settings in tries.items():
        moves = [
            (desk.first_places(town, **settings) - desk.first_places(town)).abs().max()
            for town in desk.TOWNS
        ]
        found[f"moves_{name}"] = max(moves)
    still = desk.first_places("Biysk", workshops_growth=0.0)
    found["biysk_still"] = still["workshops"]
    evenly = [desk.first_places("Biysk", scale, even=True)["workshops"] for scale in SCALES]
    found |= {"biysk_even_low": min(evenly), "biysk_even_high": max(evenly)}
    found["moves_seed"] = max(found[f"moves_seed_{seed}"] for seed in OTHER_SEEDS)
    found |= _other_desks()
    found["moves_world"] = max(found[f"moves_{name}"] for name in ("slump", "as_it_was", "snow"))
    return found


def _other_desks() -> dict[str, float]:
    """First places if clusters fall, if money may be kept, if pipes cost the town less or more."""
    found = {}
    for town in ("Biysk", "Novokuznetsk"):
        fallen = [desk.first_places(town, scale, falls=True) for scale in SCALES]
        name = town.lower()
        found[f"{name}_fallen"] = fallen[0]["workshops"]
        found[f"{name}_works_fallen"] = fallen[0]["works"]
        found[f"{name}_works_least"] = min(shares["works"] for shares in fallen)
    small = desk.first_places("Biysk", workshops_share=SMALL)
    found["biysk_small"] = small["workshops"]
    kept = [desk.first_places(t, s, kept=True)["kept"] for t in desk.TOWNS for s in SCALES]
    found |= {"kept_low": min(kept), "kept_high": max(kept)}
    cost = desk.table().loc["pipes_cost", "value"]
    pipes = {
        "little": {"pipes_part": LITTLE},
        "much": {"pipes_part": MUCH},
        "cheaper": {"pipes_cost": CHEAPER * cost},
    }
    for name, settings in pipes.items():
        found[f"sheregesh_{name}"] = desk.first_places("Sheregesh", **settings)["pipes"]
    studies = load("local_multipliers").query("counts == 'extra'")
    most = found["most_extra"] = studies["high"].max()
    jobs = [
        np.median(desk.futures("Biysk", money, extra=most)["jobs"][:, -1])
        for money in ({"workshops": 1}, {})
    ]
    return found | {"biysk_best_extra": 100 * (jobs[0] / jobs[1] - 1)}


def roads() -> Figure:
    """How often each road comes first, by town and by how the aims are made comparable."""
    rows = pd.concat(
        {(town, scale): desk.first_places(town, scale) for town in desk.TOWNS for scale in SCALES},
        names=["town", "scale", "road"],
    ).rename("share")
    found = {"pairs": DRAWS * WEIGHTS / 1e6, "draws": DRAWS, "weights": WEIGHTS}
    for (town, scale, road), share in rows.items():
        found[f"{town.lower()}_{road}_{scale}"] = share
    for town in desk.TOWNS:
        found[f"{town.lower()}_sure"] = desk.first_places(town).attrs["sure"]
    words = _("In {town} “{road}” comes first in {low} to {high} of 100 pairs.")
    told = [_("Nine bars, three for each town, of how often each of four roads comes first.")]
    for town, part in rows.groupby(level="town", sort=False):
        top = part.xs("spread", level="scale").droplevel("town").idxmax()
        shares = part.xs(top, level="road")
        told.append(
            words.format(
                town=label(town),
                road=ROADS[top][0],
                low=written(shares.min(), ".0f"),
                high=written(shares.max(), ".0f"),
            )
        )
    return Figure(_bars(rows.reset_index()), " ".join(told), found)


def _bars(rows: pd.DataFrame) -> alt.LayerChart:
    lines = [f"{label(town)}, {SCALES[scale]}" for town in desk.TOWNS for scale in SCALES]
    pairs = zip(rows["town"], rows["scale"], strict=True)
    rows["line"] = [f"{label(town)}, {SCALES[scale]}" for town, scale in pairs]
    rows["name"] = rows["road"].map({road: name for road, (name, _colour) in ROADS.items()})
    rows["order"] = rows["road"].map({road: place for place, road in enumerate(ROADS)})
    rows["end"] = rows.groupby("line")["share"].cumsum()
    rows["middle"] = rows["end"] - rows["share"] / 2
    names, colours = zip(*ROADS.values(), strict=True)
    y = alt.Y("line:N", sort=lines, title=None).axis(
        labelExpr="split(datum.label, ', ')",  # the town above the way of counting
        labelLimit=200,
        labelOffset=-7,
        domain=False,
        ticks=False,
        labelColor=LIGHT["ink"],
        labelOverlap=False,
    )
    title = _("first in so many of 100 pairs of weight and draw")
    legend = alt.Legend(orient="top", title=None, columns=2, symbolType="square", labelLimit=200)
    colour = alt.Color("name:N", legend=legend).scale(
        domain=list(names), range=[LIGHT[colour] for colour in colours]
    )
    x = alt.X("share:Q", title=title).stack("zero").scale(domain=[0, 100])
    base = alt.Chart(rows)
    bars = base.mark_bar(stroke=LIGHT["card"]).encode(x, y, colour, order="order:Q")
    texts = base.transform_filter("datum.share >= 8").mark_text(color=LIGHT["card"], fontWeight=600)
    texts = texts.encode(alt.X("middle:Q", title=title), y, text=alt.Text("share:Q", format=".0f"))
    return alt.layer(bars, texts).properties(width="container", height=38 * len(lines))


def assumptions() -> pd.DataFrame:
    """The table of coefficients as the page shows it, week by week."""
    rows = desk.table().sort_values("week", kind="stable")
    shown = pd.DataFrame(
        {
            _("week"): rows["week"],
            _("coefficient"): rows["meaning"].map(label),
            _("value"): [written(value, "g") for value in rows["value"]],
            _("drawn from"): [
                _("{low} to {high}").format(low=written(low, "g"), high=written(high, "g"))
                for low, high in zip(rows["low"], rows["high"], strict=True)
            ],
            _("basis"): rows["basis"].map(label),
            _("unit"): rows["unit"].map(label),
        }
    )
    return shown.set_index(_("week"))


def per_town() -> pd.DataFrame:
    """Where the three towns start, as the page shows it."""
    start = desk.starts()
    own = [_("assumed") if np.isnan(own) else written(own, ",.0f") for own in start["own"]]
    return pd.DataFrame(
        {
            _("people, thousand"): [written(value, ".1f") for value in start["people"]],
            _("pay, thousand"): [written(value, ".1f") for value in start["pay"]],
            _("revenue, million"): own,
            _("ages, % a year"): [written(100 * v, ".1f") for v in start["natural"]],
        },
        index=pd.Index([label(town) for town in start.index], name=_("town")),
    )

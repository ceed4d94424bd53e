"""The branching map: related sectors, odds of entry, and a minister's finger."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases import branching
from regecon.kit.chart import in_expression
from regecon.kit.explorer import Choice, Explorer, Headline, Part, Prediction, Preset, View
from regecon.kit.i18n import _, label, written
from regecon.kit.palette import LIGHT

REGIONS = {
    "Kemerovo oblast": _("Kemerovo"),
    "Altai krai": _("Altai krai"),
    "Krasnoyarsk krai": _("Krasnoyarsk"),
    "Irkutsk oblast": _("Irkutsk"),
    "Omsk oblast": _("Omsk"),
    "Novosibirsk oblast": _("Novosibirsk"),
}
MAPS = {"with": _("with mining"), "without": _("mining left out")}
PICKS = {
    "related": _("the most related"),
    "complex": _("the most complex"),
    "finger": _("minister’s finger"),
}
LINKS = 2  # the map draws the strongest links of each sector

# Places on the map, by hand: near is what has strong links.
PLACES = {
    "A": (1.5, 6.2),
    "B": (1.1, 9.3),
    "C": (1.3, 2.6),
    "D": (3.3, 4.2),
    "F": (3.6, 8.2),
    "G": (7.7, 7.4),
    "H": (4.4, 1.4),
    "I": (5.4, 6.2),
    "J": (9.5, 5.6),
    "M": (9.2, 3.3),
    "N": (7.2, 1.7),
    "R": (6.2, 4.0),
}


def named(section: str) -> str:
    """A section in a word or two, in the reader's language."""
    return label(branching.names()[section])


CANDIDATES = {key: named(key) for key in branching.CANDIDATES}


def signed(value: float) -> str:
    """A number with its sign, minus as a minus."""
    return written(value, "+.2f").replace("-", "−")


def map_view(region: str, mining: str, pick: str) -> View:
    """The map of a region, and what becomes of three founded sectors."""
    table, founded = branching.outlook(region, mining), branching.picked(region, mining, pick)
    rows = pd.DataFrame(PLACES, index=["x", "y"]).T.loc[table.index]
    rows["name"] = [named(key) for key in table.index]
    rows["kind"] = np.where(table["has"], "has", "open")
    rows.loc[founded, "kind"] = "founded"
    figures = [
        ""
        if has or key == branching.MINING
        else f"{written(100 * chance, '.0f')} % | {signed(gain)}"
        for key, has, chance, gain in table[["has", "chance", "gain"]].itertuples()
    ]
    stands, gained = branching.after_years(region, mining, pick)
    lines = (
        Headline(
            _("stand after {years} years").format(years=branching.YEARS),
            stands,
            _("{stands} of {all}").format(stands=written(stands, ".1f"), all=len(founded)),
        ),
        Headline(_("expected gain"), gained, signed(gained)),
    )
    sentence = _(
        "{region} is specialised in {has} of {all} sectors. Founded by decree: {founded}. After "
        "{years} years {stands} of them stand, and the mean complexity has moved by {gained}."
    ).format(
        region=region,
        has=int(table["has"].sum()),
        all=len(table),
        founded="; ".join(named(key) for key in founded),
        years=branching.YEARS,
        stands=written(stands, ".1f"),
        gained=signed(gained),
    )
    return View(rows.assign(figures=figures).reset_index(names="section"), lines, sentence)


def candidate_view(region: str, mining: str, candidate: str) -> View:
    """The odds of one sector in a region."""
    table = branching.outlook(region, mining)
    row, here = table.loc[candidate], table.index[table["has"]].drop(candidate, errors="ignore")
    related = branching.space(mining).related[candidate]
    # Thick where near; the first row has no length and carries the ring.
    ends = [(candidate, 0.0), *((key, related[key]) for key in here)]
    rows = pd.DataFrame(
        [(*PLACES[candidate], *PLACES[key], near) for key, near in ends],
        columns=["x", "y", "x2", "y2", "proximity"],
    )
    name = named(candidate)
    chance, gain = (float("nan"),) * 2 if row["has"] else (row["chance"], row["gain"])
    lines = (
        Headline(
            _("ringed: six-year chance"),
            chance,
            _("is there") if row["has"] else f"{written(100 * chance, '.0f')} %",
        ),
        Headline(_("ringed: gain"), gain, "–" if row["has"] else signed(gain)),
    )
    if row["has"]:
        sentence = _("In the ring: {name}, which is there, with a quotient of {quotient}.")
    else:
        sentence = _(
            "In the ring: {name}, around which the density is {density}; the orange lines light "
            "it. Its quotient is {quotient}."
        )
    return View(
        rows,
        lines,
        sentence.format(
            name=name,
            density=written(row["density"], ".2f"),
            quotient=written(row["quotient"], ".2f"),
        ),
    )


def links_view(mining: str) -> View:
    """The strongest links of each sector, as lines between two places."""
    related = branching.space(mining).related
    pairs = {
        tuple(sorted((one, other)))
        for one in related
        for other in related[one].drop(one).nlargest(LINKS).index
    }
    rows = [(*PLACES[one], *PLACES[other], related.loc[one, other]) for one, other in sorted(pairs)]
    return View(pd.DataFrame(rows, columns=["x", "y", "x2", "y2", "proximity"]))


def chart() -> alt.LayerChart:
    """The network of sectors: lit what the region has, in blue what would be founded."""
    flat = alt.Axis(labels=False, ticks=False, domain=False, grid=False)
    x = alt.X("x:Q", title=None, axis=flat).scale(domain=[0, 10.6], nice=False)
    y = alt.Y("y:Q", title=None, axis=flat).scale(domain=[0, 10], nice=False)
    width = alt.StrokeWidth("proximity:Q", legend=None).scale(domain=[0, 0.7], range=[0.8, 6])
    links = alt.Chart(alt.NamedData(name="links")).mark_rule(color=LIGHT["rule"])
    chosen = alt.Chart(alt.NamedData(name="candidate"))
    lit = chosen.mark_rule(color=LIGHT["novokuznetsk"], opacity=0.55)
    ring = chosen.mark_point(size=620, filled=False, strokeWidth=2, color=LIGHT["ink"])
    kinds = {
        "has": (_("the region has it"), LIGHT["novokuznetsk"], "square"),
        "open": (_("candidate"), LIGHT["muted"], "circle"),
        "founded": (_("founded"), LIGHT["sheregesh"], "triangle-up"),
    }
    legend = alt.Legend(orient="top", title=None, direction="horizontal", columnPadding=6)
    names = [name for name, colour, shape in kinds.values()]
    colours = [colour for name, colour, shape in kinds.values()]
    shapes = [shape for name, colour, shape in kinds.values()]
    has, open_, other = map(in_expression, names)
    words = f"datum.kind == 'has' ? {has} : datum.kind == 'open' ? {open_}"
    base = alt.Chart(alt.NamedData(name="map")).transform_calculate(state=f"{words} : {other}")
    nodes = base.mark_point(size=230).encode(
        x,
        y,
        alt.Color("state:N", legend=legend).scale(domain=names, range=colours),
        alt.Shape("state:N", legend=legend).scale(domain=names, range=shapes),
        tooltip=[
            alt.Tooltip("name:N", title=_("sector")),
            alt.Tooltip("state:N", title=_("state")),
            alt.Tooltip("figures:N", title=_("chance | gain")),
        ],
    )
    # A halo in the colour of the card keeps the words readable where a link passes below them.
    bold = {"dy": 20, "fontSize": 12, "fontWeight": 600}
    small = {"dy": 34, "fontSize": 11, "color": LIGHT["muted"]}
    halo = {"stroke": LIGHT["card"], "strokeWidth": 4}
    texts = [
        base.mark_text(**look).encode(x, y, text=f"{field}:N")
        for field, look in (
            ("name", bold | halo),
            ("figures", small | halo),
            ("name", bold),
            ("figures", small),
        )
    ]
    return alt.layer(
        links.encode(x, y, x2="x2:Q", y2="y2:Q", strokeWidth=width),
        lit.encode(x, y, x2="x2:Q", y2="y2:Q", strokeWidth=width),
        *texts,
        ring.encode(x, y),
        nodes,
    ).properties(width="container", height=520)


EXPLORER = Explorer(
    name="branching-map",
    title=_("The branching map"),
    kicker=_("real structures, estimated odds, SYNTHETIC survival"),
    pattern="novokuznetsk",
    controls=(
        Choice("region", _("Region"), REGIONS, "Kemerovo oblast"),
        Choice("mining", _("The map is drawn"), MAPS, "with"),
        Choice("pick", _("Three sectors are founded"), PICKS, "finger"),
        Choice("candidate", _("Look at"), CANDIDATES, "J"),
    ),
    parts={
        "map": Part(("region", "mining", "pick"), map_view),
        "candidate": Part(("region", "mining", "candidate"), candidate_view),
        "links": Part(("mining",), links_view),
    },
    chart=chart,
    presets=(
        Preset(_("Minister's finger"), {}),
        Preset(_("Mining left out"), {"mining": "without", "candidate": "M"}),
        Preset(_("The most related"), {"mining": "without", "pick": "related", "candidate": "A"}),
        Preset(_("The most complex"), {"mining": "without", "pick": "complex"}),
        Preset(
            _("Altai krai, finger"),
            {"region": "Altai krai", "mining": "without"},
        ),
    ),
    prediction=Prediction(
        _(
            "In 2022 Kemerovo oblast is specialised in two of twelve market sectors: mining and "
            "electricity. Strike mining out of every region's table and compute the shares anew. "
            "In how many of the eleven others is it specialised now?"
        ),
        {
            _("none"): _(
                "Electricity cannot get lost: it is above the average now, and less is above it."
            ),
            _("one, electricity"): _(
                "That would be so if the quotient looked at the sector alone. It compares shares, "
                "and mining took 42 of every 100 roubles. Press “Mining left out”."
            ),
            _("five"): _(
                "So it is. Nothing was built and nobody was hired: the shares of all others rose "
                "because a large neighbour was struck out."
            ),
            _("nearly all"): _(
                "They all rise, but they rise from far below. Press “Mining left out” and count."
            ),
        },
    ),
    alt=_(
        "A network of twelve sectors. Squares are those in which the region is specialised, "
        "triangles those that would be founded, circles the other candidates; under each candidate "
        "stand its chance of entry and the gain of complexity. Thicker lines join sectors that "
        "more often share a region. A ring marks the sector that is looked at; orange lines lead "
        "from it to what the region has."
    ),
    source=_(
        "Shares of value added by section, 85 regions, 2016 and 2022: table grp_structure. Odds: "
        "estimated on them. Founding and closing: SYNTHETIC."
    ),
    limits=_(
        "firms, products and skills: a section is a very broad thing, and “manufacturing” "
        "holds both bread and steel. Chances are those of 2016 to 2022, with the help that "
        "regions gave then. A "
        "founded sector closes within a year with the chance 0.25 (1 − density)², an assumption; "
        "what the minister finds popular is assumed too. What a founding costs is not in it."
    ),
)

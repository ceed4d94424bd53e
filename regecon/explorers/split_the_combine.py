"""Split the combine: heredity and agglomeration draw the same map."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases import combine
from regecon.kit.chart import in_expression
from regecon.kit.explorer import (
    Choice,
    Explorer,
    Headline,
    Part,
    Prediction,
    Preset,
    Slider,
    View,
)
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT

# Where the towns lie; the first is the home town. Made up.
PLACES = [
    (46, 25), (9, 8), (22, 6), (36, 5), (52, 6), (66, 5), (80, 8), (93, 6), (14, 19), (27, 17),
    (66, 17), (78, 21), (92, 19), (6, 31), (20, 30), (70, 31), (86, 33), (15, 43), (34, 43),
    (60, 43),
]  # fmt: skip

KINDS = {
    "start": (_("of the start"), LIGHT["ink"], "square"),
    "heir": (_("child of its town"), LIGHT["biysk"], "circle"),
    "newcomer": (_("newcomer"), LIGHT["novokuznetsk"], "triangle-up"),
    "unknown": (_("not asked"), LIGHT["muted"], "circle"),
}


def view(heredity: float, agglomeration: float, pieces: int, parents: str) -> View:
    """The map, the share of the home town, and what the register of founders says."""
    home = combine.home_share(heredity, agglomeration, pieces)
    low, high = home.quantile([0.1, 0.9])
    table = combine.map_of(heredity, agglomeration, pieces)
    own = table.loc["home"]
    born = own["heir"] + own["newcomer"]
    shown = parents == "shown"
    family = own["heir"] / born if shown else np.nan
    headlines = (
        Headline(_("of firms at home"), home.mean(), f"{written(100 * home.mean(), '.0f')} %"),
        Headline(
            _("in eight runs of ten"),
            high - low,
            _("{low}–{high} %").format(
                low=written(100 * low, ".0f"), high=written(100 * high, ".0f")
            ),
        ),
        Headline(
            _("have a parent at home"),
            family,
            f"{written(100 * family, '.0f')} %" if shown else _("not asked"),
        ),
    )
    x, y = zip(*PLACES, strict=True)
    rows = table.assign(x=x, y=y, shown=shown).reset_index(drop=True)
    return View(rows, headlines, _sentence(table, shown))


def _sentence(table: pd.DataFrame, shown: bool) -> str:
    own = table.loc["home"]
    words = _("In this run {home} of {all} firms stand in the home town. ").format(
        home=own.sum(), all=table.to_numpy().sum()
    )
    if not shown:
        return words + _("The map does not say why.")
    newer = own["heir"] + own["newcomer"]
    return words + _(
        "{start} are left of the combine's pieces; of the {born} that came after them, {heir} "
        "had a parent among the home firms."
    ).format(
        start=own["start"],
        born=newer,
        heir={0: _("none"), newer: _("all")}.get(own["heir"], own["heir"]),
    )


def chart() -> alt.LayerChart:
    """Each firm a mark around its town, in a spiral so that none hides another."""
    x = alt.X("px:Q", axis=None).scale(domain=[0, 100], nice=False)
    y = alt.Y("py:Q", axis=None).scale(domain=[0, 50], nice=False)
    words = " : ".join(
        f"datum.kind == '{kind}' ? {in_expression(KINDS[kind][0])}" for kind in list(KINDS)[:-1]
    )
    labels = [label for label, _colour, _shape in KINDS.values()]
    legend = alt.Legend(orient="top", title=None, columns=2, symbolSize=70)
    colour = alt.Color("label:N", legend=legend).scale(
        domain=labels, range=[colour for _label, colour, _shape in KINDS.values()]
    )
    shape = alt.Shape("label:N", legend=legend).scale(
        domain=labels, range=[shape for _label, _colour, shape in KINDS.values()]
    )
    base = alt.Chart(alt.NamedData(name="map"))
    grounds = (
        base.transform_calculate(px="datum.x", py="datum.y")
        .mark_point(size=420, color=LIGHT["rule"], filled=False, strokeWidth=1.5)
        .encode(x, y)
    )
    firms = (
        base.transform_calculate(
            number="sequence(datum.start + datum.heir + datum.newcomer)",
            first="datum.start",
            second="datum.start + datum.heir",
        )
        .transform_flatten(["number"])
        .transform_calculate(
            kind="!datum.shown ? 'unknown' : datum.number < datum.first ? 'start' : "
            "datum.number < datum.second ? 'heir' : 'newcomer'"
        )
        .transform_calculate(
            label=f"{words} : {in_expression(KINDS['unknown'][0])}",
            px="datum.x + 1.25 * sqrt(datum.number + 0.5) * cos(2.4 * datum.number)",
            py="datum.y + 1.25 * sqrt(datum.number + 0.5) * sin(2.4 * datum.number)",
        )
        .mark_point(size=40)
        .encode(x, y, colour, shape)
    )
    name = (
        alt.Chart(pd.DataFrame({"px": [PLACES[0][0]], "py": [PLACES[0][1] + 13.5]}))
        .mark_text(fontWeight=600, text=_("home town"))
        .encode(x, y)
    )
    return (grounds + firms + name).properties(width="container", height=360)


EXPLORER = Explorer(
    name="split-the-combine",
    title=_("Split the combine"),
    kicker=_("stylised case, SYNTHETIC"),
    pattern="biysk",
    controls=(
        Slider(
            "heredity",
            _("Heredity h: new firms born where the parent is"),
            (0, 0.25, 0.5, 0.75, 1),
            0,
            text="{:.0%}",
        ),
        Slider("agglomeration", _("Pull a of the crowd on newcomers"), (0, 0.5, 1, 1.3), 1),
        Slider("pieces", _("Pieces of the combine"), (2, 10, 30, 60), 30, _("firms")),
        Choice("parents", _("Parents"), {"hidden": _("hidden"), "shown": _("revealed")}, "hidden"),
    ),
    parts={"map": Part(("heredity", "agglomeration", "pieces", "parents"), view)},
    chart=chart,
    presets=(
        Preset(_("Neither"), {"agglomeration": 0}),
        Preset(_("The crowd"), {}),
        Preset(_("The family"), {"heredity": 1, "agglomeration": 0}),
        Preset(_("Reveal the crowd"), {"parents": "shown"}),
        Preset(
            _("Reveal the family"),
            {"heredity": 1, "agglomeration": 0, "parents": "shown"},
        ),
    ),
    prediction=Prediction(
        _(
            "A combine is split into thirty firms; nineteen other towns have two firms each. In "
            "one world new firms are drawn to where many already are. In the other they are "
            "founded by people who leave a firm and stay in its town. After sixty periods, in "
            "which world has the home town the larger share?"
        ),
        {
            _("where the crowd draws"): _(
                "A crowd seems to feed on itself. Press “The crowd”, then “The family”, and "
                "watch a single dot move, if you can."
            ),
            _("where families stay"): _(
                "Thirty parents do have more children than two. And thirty firms are a larger "
                "crowd than two. Compare the presets."
            ),
            _("the same in both"): _(
                "So it is, dot by dot. Now press the two presets that reveal the parents, and "
                "say which office of the town could have told you."
            ),
            _("neither keeps it: the others catch up"): _(
                "They would, if founders chose their town by chance. Press “Neither”."
            ),
        },
    ),
    alt=_(
        "A made-up map of twenty towns; every firm is a dot around its town, with the largest "
        "swarm at the home town in the middle. When parents are revealed the same dots take "
        "three colours and shapes: firms of the start, firms born of their town, newcomers."
    ),
    source=_(
        "Figures: SYNTHETIC; method spin_off_growth, two hundred runs, the typical one drawn."
    ),
    limits=_(
        "the size of firms, moves, deaths that depend on the parent, and distance: towns attract "
        "by their firms alone. Three firms are born in a period, 3 in 100 close, and no town "
        "forgets its trade altogether."
    ),
)

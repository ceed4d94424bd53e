"""Peel the chain: where the imports in a pill sit, and what it costs to replace them."""

from __future__ import annotations

from math import cos, pi, sin

import altair as alt
import pandas as pd

from regecon.cases.chain import (
    DIRECT,
    DOMESTIC,
    IMPORTED,
    LOSS,
    SUBSTANCES,
    TARIFF,
    UPSTREAM,
    arcs,
    content,
    costs,
    edge,
)
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

RINGS = {
    "last": _("last stage"),
    "upstream": _("substances"),
    "all": _("every ring"),
}
KINDS = {
    "imported": (_("imported"), LIGHT["novokuznetsk"]),
    "localised": (_("replaced"), LIGHT["accent"]),
    "home": (_("home"), LIGHT["rule"]),
}


def _percent(share: float, form: str = ".0f") -> str:
    return f"{written(100 * share, form)} %"


ALL = float(content()["total"])


def view(ring: str, cut: float, stop: float, stop_home: float) -> View:
    """Rings, three bars and what they say."""
    found = costs(ring, cut, stop, stop_home)
    start = costs(ring, 0, stop, stop_home)
    bars = pd.DataFrame({"bar": ["imported", "extra", "loss"], "value": found.iloc[:3].to_numpy()})
    headlines = (
        Headline(
            _("import content"), found["imported"] / 100, f"{written(found['imported'], '.1f')} %"
        ),
        Headline(_("dearer by, per 100"), found["extra"], written(found["extra"], ".2f")),
        Headline(_("expected loss, per 100"), found["loss"], written(found["loss"], ".2f")),
        Headline(_("both together"), found["sum"], written(found["sum"], ".2f")),
    )
    rows = pd.concat([arcs(ring, cut), bars])
    return View(rows, headlines, _sentence(cut, found["sum"] - start["sum"], stop, stop_home))


def _sentence(cut: float, change: float, stop: float, stop_home: float) -> str:
    needed = 100 * edge()
    if not cut:
        return _(
            "Nothing is replaced yet. Replacing pays if imports stop with a probability more than "
            "{needed} points above that of the home supplier."
        ).format(needed=written(needed, ".1f"))
    words = (
        _(
            "The buyer gains {change} roubles per 100: imports are {gap} points riskier than the "
            "home supplier, and {needed} are enough."
        )
        if change < 0
        else _(
            "The buyer loses {change} roubles per 100: imports are {gap} points riskier than the "
            "home supplier, and {needed} are needed."
        )
    )
    return words.format(
        change=written(abs(change), ".2f"),
        gap=written(stop - stop_home, ".0f"),
        needed=written(needed, ".1f"),
    )


# Pixels of the chart at its full height; on a phone all of them shrink with it.
HEIGHT, CENTRE, RADII, TOP = 403, 148, (30, 78, 128), 253  # circle, its rings' edges, bars below
SHRUNK = f"height / {HEIGHT}"


def chart() -> alt.LayerChart:
    """Rings of the chain above, three bars in the same money below."""
    base = alt.Chart(alt.NamedData(name="chain"))
    pieces = base.transform_filter("isValid(datum.ring) && datum.end > datum.start")
    pieces = pieces.transform_calculate(
        inner=f"(datum.ring == 1 ? {RADII[0]} : {RADII[1]}) * {SHRUNK}",
        outer=f"(datum.ring == 1 ? {RADII[1]} : {RADII[2]}) * {SHRUNK}",
        from_=f"{2 * pi} * datum.start",
        to=f"{2 * pi} * datum.end",
        label=" : ".join(f"datum.kind == '{k}' ? {in_expression(v[0])}" for k, v in KINDS.items())
        + " : ''",
        share="datum.end - datum.start",
    )
    legend = alt.Legend(orient="top", title=None, symbolType="square", direction="horizontal")
    names = [label for label, _colour in KINDS.values()]
    colour = alt.Color("label:N", legend=legend).scale(
        domain=names, range=[shade for _label, shade in KINDS.values()]
    )
    middle = {"x": "width / 2", "y": f"{CENTRE} * {SHRUNK}"}
    rings = pieces.mark_arc(stroke=LIGHT["card"], strokeWidth=2).encode(
        theta=alt.Theta("from_:Q").scale(None).stack(None),
        theta2="to:Q",
        radius=alt.Radius("inner:Q").scale(None).stack(None),
        radius2="outer:Q",
        color=colour,
        tooltip=[
            alt.Tooltip("label:N", title=_("what")),
            alt.Tooltip("share:Q", title=_("share of the pill"), format=".1%"),
        ],
        **{axis: alt.value({"expr": place}) for axis, place in middle.items()},
    )
    return alt.layer(rings, *_words(), *_bars(base)).properties(width="container", height=HEIGHT)


def _words() -> list[alt.Chart]:
    """What the rings are, and the roubles that go to local substances."""
    radius, turn = sum(RADII[:2]) / 2, 2 * pi * (DIRECT + SUBSTANCES / 2)
    spots = [
        (_("pill"), 0.0, 0.0),
        (written(100 * SUBSTANCES, ".0f"), radius * sin(turn), radius * cos(turn)),
    ]
    texts = []
    for word, across, up in spots:
        mark = alt.Chart(pd.DataFrame({"word": [word]})).mark_text(fontWeight=600)
        x = alt.value({"expr": f"width / 2 + {across:.1f} * {SHRUNK}"})
        y = alt.value({"expr": f"{CENTRE - up:.1f} * {SHRUNK}"})
        texts.append(mark.encode(x=x, y=y, text="word:N"))
    for row, line in enumerate([_("inner ring: the pill"), _("outer: its substances")]):
        mark = alt.Chart(pd.DataFrame({"word": [line]})).mark_text(align="left")
        mark = mark.encode(x=alt.value(0), y=alt.value(8 + 17 * row), text="word:N")
        texts.append(mark)
    return texts


def _bars(base: alt.Chart) -> list[alt.Chart]:
    """Import content, extra cost and expected loss, each under its name."""
    bars = {
        "imported": (_("import content"), LIGHT["novokuznetsk"]),
        "extra": (_("dearer than with imports"), LIGHT["accent"]),
        "loss": (_("expected loss from stops"), LIGHT["sheregesh"]),
    }
    keys = list(bars)
    rows = base.transform_filter("isValid(datum.bar)").transform_calculate(
        place=f"({TOP} + 52 * indexof({keys}, datum.bar)) * {SHRUNK}",
        name=f"{[label for label, _c in bars.values()]}[indexof({keys}, datum.bar)]",
        shade=f"{[shade for _l, shade in bars.values()]}[indexof({keys}, datum.bar)]",
        below=f"datum.place + 20 * {SHRUNK}",
        text="datum.name + ' ' + format(datum.value, '.1f')",
    )
    x = alt.X("value:Q", title=_("roubles per 100 roubles of the pill (SYNTHETIC)"))
    x = x.scale(domain=[0, 30], nice=False).axis(tickCount=6, grid=False)
    y = alt.Y("place:Q", axis=None).scale(None)
    shade = alt.Stroke("shade:N", scale=None, legend=None)
    return [
        rows.mark_rule(strokeWidth=alt.expr(f"18 * {SHRUNK}")).encode(
            x, alt.Y("below:Q", axis=None).scale(None), x2=alt.datum(0), stroke=shade
        ),
        rows.mark_text(align="left").encode(x=alt.value(0), y=y, text="text:N"),
    ]


EXPLORER = Explorer(
    name="peel-the-chain",
    title=_("Peel the chain"),
    kicker=_("stylised case, SYNTHETIC"),
    pattern="biysk",
    controls=(
        Choice("ring", _("Replace imports in"), RINGS, "last"),
        Slider("cut", _("Share replaced"), (0, 25, 50, 75, 100), 0, "%"),
        Slider("stop", _("Imports stop with probability"), (0, 2, 4, 6, 8, 9, 12, 16), 4, "%"),
        Slider("stop_home", _("Home supplier stops"), (0, 2, 4, 8), 0, "%"),
    ),
    parts={"chain": Part(("ring", "cut", "stop", "stop_home"), view)},
    chart=chart,
    presets=(
        Preset(_("As it is"), {}),
        Preset(_("Half the last stage"), {"ring": "last", "cut": 50}),
        Preset(_("Half the substances"), {"ring": "upstream", "cut": 50}),
        Preset(_("Every ring, calm times"), {"ring": "all", "cut": 100}),
        Preset(_("Every ring, 12 % risk"), {"ring": "all", "cut": 100, "stop": 12}),
        Preset(_("One fragile supplier"), {"ring": "all", "cut": 100, "stop": 12, "stop_home": 8}),
    ),
    prediction=Prediction(
        _(
            "A pill maker imports {direct} of its cost. Another {local} goes to local substances, "
            "which live on imports for {upstream} of theirs. The maker halves its own imports. "
            "What import content is left in the pill?"
        ).format(direct=_percent(DIRECT), local=_percent(SUBSTANCES), upstream=_percent(UPSTREAM)),
        {
            _percent(DIRECT / 2, ".1f"): _(
                "That is what the maker's customs papers say. Peel one ring more."
            ),
            _percent(ALL / 2, ".1f"): _(
                "Half of everything would need every ring. The maker has touched its own only."
            ),
            _percent(ALL - DIRECT / 2, ".1f"): _(
                "So it is: {all} less {half}. Most of the imports came with local invoices. Now "
                "halve the other ring."
            ).format(all=written(100 * ALL, ".0f"), half=written(50 * DIRECT, ".1f")),
            _percent(DIRECT / 2 + UPSTREAM, ".1f"): _(
                "The {upstream} is a share of the substances, and these are {local} of the pill. "
                "Multiply before you add."
            ).format(upstream=_percent(UPSTREAM), local=_percent(SUBSTANCES)),
        },
    ),
    alt=_(
        "A pill in the middle of two rings. The inner ring is the cost of the pill, the outer one "
        "what stands behind its local substances; imported, replaced and home-made parts are "
        "coloured. Three bars below: import content, extra cost, expected loss."
    ),
    source=_("Figures: SYNTHETIC; methods import_content and break_even_outage."),
    limits=_(
        "imports of the home suppliers that replace an import, quality, the years it takes, stocks,"
        " a second supplier, and stops that strike home and abroad together. A unit costs {home} at"
        " home, {abroad} abroad with {duty} % duty; a stop costs {loss} a unit."
    ).format(
        home=written(DOMESTIC, ".0f"),
        abroad=written(IMPORTED, ".0f"),
        duty=written(100 * TARIFF, ".0f"),
        loss=written(LOSS, ".0f"),
    ),
)

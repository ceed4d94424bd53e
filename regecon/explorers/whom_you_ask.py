"""Whom you ask is what you find: stops, audiences and days decide what is heard."""

from __future__ import annotations

from functools import cache

import altair as alt
import pandas as pd

from regecon.cases import fieldwork
from regecon.kit.explorer import (
    Checks,
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

STOPS = {
    "Novokuznetsk": _("Novokuznetsk"),
    "Tashtagol": _("Tashtagol"),
    "Sheregesh": _("Sheregesh"),
    "Biysk": _("Biysk"),
    "Srostki": _("Srostki"),
}
AUDIENCES = {
    "administration": _("administrations"),
    "enterprises": _("enterprises"),
    "residents": _("residents"),
}
TOPICS = {
    "plans": _("plans"),
    "plants": _("plants"),
    "clusters": _("clusters"),
    "services": _("services"),
    "small firms": _("small firms"),
    "people": _("people"),
}
NARROW = "width < 330"  # in pixels: then a column is narrower than its name


@cache
def _cells() -> tuple[pd.DataFrame, pd.Series]:
    """The cells of the picture with how many findings each has, and the cell of each finding."""
    findings = fieldwork.odds()[["place", "topic"]]
    pairs = pd.MultiIndex.from_product([STOPS, TOPICS], names=["place", "topic"])
    cell = pd.Series(pairs.get_indexer(pd.MultiIndex.from_frame(findings)), findings.index)
    cells = pairs.to_frame(index=False)
    cells["size"] = cell.value_counts().reindex(cells.index, fill_value=0)
    return cells, cell


def view(stops: tuple[str, ...], audiences: tuple[str, ...], days: int) -> View:
    """What one would have come home with."""
    cells, cell = _cells()
    size, chances = cells["size"], fieldwork.chance_heard(stops, audiences, days)
    sums = chances.groupby(cell).sum().reindex(cells.index, fill_value=0)
    share = (sums / size).where(size > 0)
    count = [
        _("{heard} of {known}").format(heard=written(heard, ".0f"), known=known) if known else ""
        for heard, known in zip(sums, size, strict=True)
    ]
    rows = pd.DataFrame(
        {
            "place": cells["place"].map(STOPS),
            "topic": cells["topic"].map(TOPICS),
            "share": share,
            "count": count,
            "visited": cells["place"].isin(stops),
        }
    )
    heard = chances.sum()
    road = fieldwork.loop_kilometres(stops) / fieldwork.KM_A_DAY if stops else 0.0
    talk = fieldwork.days_a_talk(stops, audiences, days)
    headlines = (
        Headline(
            _("findings heard of {known}").format(known=len(chances)), heard, written(heard, ".0f")
        ),
        Headline(_("days on the road"), road, written(road, ".1f")),
        Headline(_("days for each talk"), talk, written(talk, ".2f")),
    )
    return View(rows, headlines, _sentence(share, heard, talk))


def _sentence(share: pd.Series, heard: float, talk: float) -> str:
    if talk == 0:
        return _("Nobody was asked, or the days went into driving: you come home with nothing.")
    cells, _cell = _cells()
    known = share[cells["size"] > 1].sort_values(kind="stable")
    blind = [
        _("{topic} in {place}").format(topic=TOPICS[topic], place=STOPS[place])
        for place, topic in cells.loc[known.index[:3], ["place", "topic"]].to_numpy()
    ]
    return _(
        "You come home with about {heard} of {known} findings. Your three darkest spots: {blind}."
    ).format(heard=written(heard, ".0f"), known=cells["size"].sum(), blind="; ".join(blind))


def chart() -> alt.LayerChart:
    """Stops by topics; the darker the cell, the larger the share heard."""
    x = alt.X("topic:N", sort=list(TOPICS.values()), title=None)
    x = x.axis(
        orient="top",
        labelAngle=alt.expr(f"{NARROW} ? -90 : 0"),
        labelAlign=alt.expr(f"{NARROW} ? 'left' : 'center'"),
        labelFontSize=12,
        domain=False,
        ticks=False,
        labelLimit=90,
    )
    y = alt.Y("place:N", sort=list(STOPS.values()), title=None)
    shade = alt.Color("share:Q", legend=None).scale(
        domain=[0, 1], range=[LIGHT["land"], LIGHT["sheregesh"]], interpolate="rgb"
    )
    base = alt.Chart(alt.NamedData(name="heard"))
    cells = base.transform_filter("isValid(datum.share)").mark_rect(
        stroke=LIGHT["card"], strokeWidth=3
    )
    # In a narrow cell every word has a line of its own.
    texts = base.mark_text(
        fontSize=12,
        lineBreak=alt.expr(f"{NARROW} ? ' ' : '\\n'"),
        dy=alt.expr(f"{NARROW} ? -13 : 0"),
        baseline="middle",
    ).encode(
        x,
        y,
        text="count:N",
        color=alt.when("datum.share > 0.55")
        .then(alt.value(LIGHT["card"]))
        .otherwise(alt.value(LIGHT["ink"])),
    )
    middle = alt.datum.topic == TOPICS["clusters"]
    silent = base.transform_filter(middle & ~alt.datum.visited)
    left_out = silent.mark_text(fontSize=12, color=LIGHT["muted"], dy=14, text=_("left out"))
    layers = alt.layer(cells.encode(x, y, shade), texts, left_out.encode(x, y))
    return layers.properties(width="container", height=52 * len(STOPS))


EXPLORER = Explorer(
    name="whom-you-ask",
    title=_("Whom you ask is what you find"),
    kicker=_("real findings, SYNTHETIC odds"),
    controls=(
        Checks("stops", _("Stops"), STOPS, fieldwork.STOPS),
        Checks("audiences", _("Audiences"), AUDIENCES, fieldwork.AUDIENCES),
        Slider("days", _("Days, driving included"), (4, 6, 8, 10, 12), 8, _("days")),
    ),
    parts={"heard": Part(("stops", "audiences", "days"), view)},
    chart=chart,
    presets=(
        Preset(_("As in 2016"), {}),
        Preset(_("Officials only"), {"audiences": ("administration",)}),
        Preset(_("No residents"), {"audiences": ("administration", "enterprises")}),
        Preset(_("Three stops"), {"stops": ("Novokuznetsk", "Sheregesh", "Biysk")}),
    ),
    prediction=Prediction(
        _(
            "Eight days, five stops, three audiences. If you stop talking to residents and give "
            "their time to officials and managers, what happens to the findings you bring home?"
        ),
        {
            _("a third is lost"): _(
                "That would be so if every audience knew a third and no time were moved. The time "
                "goes to people who know other things."
            ),
            _("fewer, and of every kind"): _(
                "Look at the total, then at the columns: they do not move together."
            ),
            _("more, but some kinds go dark"): _(
                "So it is: the total rises while the column of people goes pale. A total would "
                "not have warned you."
            ),
            _("nothing changes: others know it too"): _(
                "Nearly so for plans and plants. Look at the column of people."
            ),
        },
    ),
    alt=_(
        "A table of five stops and six topics. Each cell is shaded by the share of its findings "
        "that would have been heard and says how many of how many; Tashtagol and Srostki are "
        "empty."
    ),
    source=_("Findings: the report, table claims. Odds: SYNTHETIC, table hearing_odds_synthetic."),
    limits=_(
        "reasons to be silent, findings that are wrong, and what nobody mentioned in 2016. Roads "
        "are taken as 1.3 times the straight line, a day at the wheel as 600 km; two teams talk at "
        "once."
    ),
)

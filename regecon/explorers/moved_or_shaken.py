"""Moved, or only shaken?: structures of all regions, from year to year and from end to end."""

from __future__ import annotations

import altair as alt

from regecon.cases.renewal import HOME, KRAI, MAIN, MIRROR, moved
from regecon.kit.explorer import Choice, Explorer, Headline, Part, Prediction, Preset, View
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT

SERIES = {"value added": _("value added"), "without mining": _("mining left out")}
SHOWN = ((2005, 2010), (2010, 2015), MAIN, (2016, 2022))
YEARS = {f"{first}–{last}": (first, last) for first, last in SHOWN}
START = f"{MAIN[0]}–{MAIN[1]}"
REGIONS = {
    HOME: _("Kemerovo oblast"),
    KRAI: _("Altai krai"),
    MIRROR: _("Novosibirsk oblast"),
}
SHORT = {HOME: _("Kemerovo"), KRAI: _("Altai krai"), MIRROR: _("Novosibirsk")}


def cloud_view(series: str, years: str) -> View:
    """Every region: points moved from year to year, and from the first year to the last."""
    table = moved(series, *YEARS[years])
    return View(table[["gross", "net"]].round(1).reset_index(drop=True))


def here_view(series: str, years: str, region: str) -> View:
    """The chosen region, its place, and how much of its movement has stayed."""
    table = moved(series, *YEARS[years])
    row, middle = table.loc[region], table["kept"].median()
    headlines = (
        Headline(
            _("place by what moved"),
            row["place"],
            _("{place} of {of}").format(place=written(row["place"], ".0f"), of=len(table)),
        ),
        Headline(_("of the movement stayed"), row["kept"], f"{written(row['kept'], '.0f')} %"),
    )
    sentence = _(
        "{region} moved {gross} points from year to year and ended {net} points from where it "
        "began: {kept} % has stayed, in the region in the middle {middle} %."
    ).format(
        region=REGIONS[region],
        gross=written(row["gross"], ".0f"),
        net=written(row["net"], ".0f"),
        kept=written(row["kept"], ".0f"),
        middle=written(middle, ".0f"),
    )
    rows = row[["gross", "net"]].round(1).to_frame().T.assign(name=REGIONS[region])
    return View(rows, headlines, sentence)


def chart() -> alt.LayerChart:
    """Points from year to year against points from end to end."""
    x = alt.X("gross:Q", title=_("points moved from year to year, added up"))
    x = x.scale(domain=[0, 145], nice=False)
    y = alt.Y("net:Q", title=_("points, first year to last"))
    y = y.scale(domain=[0, 43], nice=False)
    stay = (
        alt.Chart(alt.NamedData(name="here"))
        .transform_calculate(gross="43", net="43", zero="0")
        .encode(alt.X("zero:Q"), alt.X2("gross:Q"), alt.Y("zero:Q"), alt.Y2("net:Q"))
        .mark_rule(color=LIGHT["muted"], strokeDash=[4, 3])
    )
    all_regions = (
        alt.Chart(alt.NamedData(name="cloud"))
        .mark_point(filled=True, size=34, opacity=0.55, color=LIGHT["muted"])
        .encode(x, y)
    )
    here = alt.Chart(alt.NamedData(name="here")).encode(x, y)
    point = here.mark_point(filled=True, size=190, color=LIGHT["novokuznetsk"], opacity=1)
    name = here.mark_text(align="left", dx=11, fontWeight=600, color=LIGHT["novokuznetsk"]).encode(
        text="name:N"
    )
    return alt.layer(stay, all_regions, point, name).properties(width="container", height=215)


EXPLORER = Explorer(
    name="moved-or-shaken",
    title=_("Moved, or only shaken?"),
    kicker=_("real structures of all regions"),
    controls=(
        Choice("region", _("Region"), SHORT, HOME),
        Choice("series", _("Shares of"), SERIES, "value added"),
        Choice("years", _("Years"), dict(zip(YEARS, YEARS, strict=True)), START),
    ),
    parts={
        "cloud": Part(("series", "years"), cloud_view),
        "here": Part(("series", "years", "region"), here_view),
    },
    chart=chart,
    presets=(
        Preset(_("With coal"), {}),
        Preset(_("Without"), {"series": "without mining"}),
        Preset(_("To 2022"), {"years": "2016–2022"}),
    ),
    prediction=Prediction(
        _(
            "Add up how far the structure of Kemerovo oblast moved from each year to the next, "
            "2005 to 2015. Then take how far 2015 is from 2005. How much of the movement stayed?"
        ),
        {
            _("nearly all of it"): _(
                "Then every year would have gone on where the last one stopped. Look at coal."
            ),
            _("about half"): _("Hardly any region kept so much. Look for what moved to and fro."),
            _("less than a fifth"): _(
                "So it is. Before you call that stuck, leave mining out and look again."
            ),
        },
    ),
    alt=_(
        "A cloud of points, one for each region: across, how far its structure moved from year to "
        "year; upwards, how far its last year is from its first. On the dashed line all movement "
        "has stayed; the chosen region is large and named."
    ),
    source=_(
        "Figures: grp_structure, Rosstat's shares of value added at current prices; regions with "
        "every year only; the older classification to 2015, the second from 2016."
    ),
    limits=_(
        "what is new inside a section, whether a change was wished for, and prices: a section that "
        "sells dearer grows in this table as one that makes more."
    ),
)

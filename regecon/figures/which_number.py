"""The figure and the numbers of the page "Which number is right?"."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases.resort import counts
from regecon.data import load
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT

OBLAST = "Kemerovo oblast"
CLEAR = 2  # per cent: more than deaths over births took from any of the regions in 21 months


def numbers() -> dict[str, float]:
    """The numbers that the page's text names."""
    people = load("population").set_index(["place", "year", "kind", "boundary"])["population"]
    census = people["Biysk", 2021, "census", "town proper"]
    estimate = people["Biysk", 2021, "estimate_1_january", "town proper"]
    product = load("grp").set_index(["region", "year"])
    nominal = product["nominal"][OBLAST]
    shares = load("grp_structure").set_index(["region", "year", "section"])["share"]
    guests = load("regional_indicators").set_index(["region", "year"])["guests"]
    visits = counts()
    revised = load("census_revisions").set_index("city")["revision"]
    coal = load("prices").set_index(["series", "year"])["value"]["coal_thermal_australia"]
    return {
        "towns": len(revised),
        "towns_down": (revised < 0).sum(),
        "clear": CLEAR,
        "towns_clear": (revised < -CLEAR).sum(),
        "novosibirsk_revised": revised["Novosibirsk"],
        "tomsk_lost": -revised["Tomsk"],
        "biysk_census": census,
        "biysk_estimate": estimate,
        "biysk_gap": estimate - census,
        "biysk_gap_share": 100 * (1 - census / estimate),
        "visits": visits["2023_full"],
        "guests": guests[OBLAST, 2023],
        "grown_roubles": 100 * (nominal[2021] / nominal[2020] - 1),
        "grown_volume": product["volume_index"][OBLAST, 2021] - 100,
        "volume_before": product["volume_index"][OBLAST, 2020] - 100,
        "volume_after": product["volume_index"][OBLAST, 2022] - 100,
        "ski_days": visits["2023_full"] / guests[OBLAST, 2023],
        "coal_2020": coal[2020],
        "coal_2021": coal[2021],
        "mining_2016": shares[OBLAST, 2016, "B"],
    }


def growth() -> Figure:
    """Kemerovo's product year by year: in roubles and in volume."""
    own = load("grp").query("region == @OBLAST").set_index("year")
    names = {"roubles": _("in roubles"), "volume": _("in volume")}
    changes = pd.DataFrame(
        {
            "roubles": 100 * (own["nominal"] / own["nominal"].shift() - 1),
            "volume": own["volume_index"] - 100,
        }
    ).loc[2005:]
    rows = changes.rename(columns=names).rename_axis("year").reset_index()
    rows = rows.melt("year", var_name="measure")
    first, last = changes.index[0], changes.index[-1]
    x = alt.X("year:Q", title=None).axis(format="d").scale(domain=[first, last], nice=False)
    y = alt.Y("value:Q", title=_("change on the year before, per cent"))
    colour = alt.Color("measure:N", legend=None).scale(
        domain=list(names.values()), range=[LIGHT["novokuznetsk"], LIGHT["sheregesh"]]
    )
    dash = alt.StrokeDash("measure:N", legend=None).scale(
        domain=list(names.values()), range=[[1, 0], [5, 3]]
    )
    base = alt.Chart(rows).encode(x, y, colour)
    leap = changes["roubles"].idxmax()
    labels = alt.Chart(rows[rows["year"] == leap]).mark_text(align="right", dx=-10, fontWeight=600)
    lines = base.mark_line(point=True).encode(strokeDash=dash)
    chart = lines + labels.encode(x, y, colour, text="measure:N")
    words = _(
        "Two lines from {first} to {last}. Growth in roubles swings between {low} per cent and a "
        "leap of {high} per cent in {leap}; growth in volume stays between {least} and {most}."
    )
    return Figure(
        chart.properties(width="container", height=280),
        words.format(
            first=first,
            last=last,
            low=written(changes["roubles"].min(), "+.1f"),
            high=written(changes["roubles"].max(), ".1f"),
            leap=leap,
            least=written(changes["volume"].min(), "+.1f"),
            most=written(changes["volume"].max(), "+.1f"),
        ),
    )

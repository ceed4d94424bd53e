"""The numbers and the figure of the page "Which number is right?"."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.data import load
from regecon.kit.i18n import _
from regecon.kit.palette import LIGHT

OBLAST = "Kemerovo oblast"


def numbers() -> dict[str, float]:
    """The numbers that the page's text names."""
    people = load("population").set_index(["place", "year", "kind", "boundary"])["population"]
    census = people["Biysk", 2021, "census", "town proper"]
    estimate = people["Biysk", 2021, "estimate_1_january", "town proper"]
    product = load("grp").set_index(["region", "year"])
    nominal = product["nominal"][OBLAST]
    shares = load("grp_structure").set_index(["region", "year", "section"])["share"]
    guests = load("regional_indicators").set_index(["region", "year"])["guests"]
    visits = load("sheregesh_seasons").set_index("id")["visits_thousand"]
    coal = load("prices").set_index(["series", "year"])["value"]["coal_thermal_australia"]
    return {
        "biysk_census": census,
        "biysk_estimate": estimate,
        "biysk_gap": estimate - census,
        "biysk_gap_share": 100 * (1 - census / estimate),
        "visits": visits["2023_full"],
        "guests": guests[OBLAST, 2023],
        "grown_roubles": 100 * (nominal[2021] / nominal[2020] - 1),
        "grown_volume": product["volume_index"][OBLAST, 2021] - 100,
        "coal_2020": coal[2020],
        "coal_2021": coal[2021],
        "mining_2016": shares[OBLAST, 2016, "B"],
    }


def growth_chart() -> alt.LayerChart:
    """Kemerovo's product year by year: in roubles and in volume."""
    own = load("grp").query("region == @OBLAST").set_index("year")
    rows = pd.DataFrame(
        {
            _("in roubles"): 100 * (own["nominal"] / own["nominal"].shift() - 1),
            _("in volume"): own["volume_index"] - 100,
        }
    )
    rows = rows.loc[2005:].rename_axis("year").reset_index().melt("year", var_name="measure")
    x = alt.X("year:Q", title=None).axis(format="d").scale(domain=[2005, 2023], nice=False)
    y = alt.Y("value:Q", title=_("change on the year before, per cent"))
    names = [_("in roubles"), _("in volume")]
    colour = alt.Color("measure:N", legend=None).scale(
        domain=names, range=[LIGHT["novokuznetsk"], LIGHT["sheregesh"]]
    )
    dash = alt.StrokeDash("measure:N", legend=None).scale(domain=names, range=[[1, 0], [5, 3]])
    base = alt.Chart(rows).encode(x, y, colour)
    spots = rows[rows["year"] == 2021]
    labels = alt.Chart(spots).mark_text(align="right", dx=-10, fontWeight=600)
    lines = base.mark_line(point=True).encode(strokeDash=dash)
    return (lines + labels.encode(x, y, colour, text="measure:N")).properties(
        width="container", height=280
    )


def growth_alt() -> str:
    """What the two kinds of growth show, in words."""
    return _(
        "Two lines from 2005 to 2023. Growth in roubles swings between a fall of about a tenth "
        "and a leap of 74.5 per cent in 2021; growth in volume stays within ten per cent of zero."
    )

"""Where is the ceiling?: the life cycle fitted to the seasons a reader ticks."""

from __future__ import annotations

from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases import resort
from regecon.data import load
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

FIRST_YEAR, LAST_YEAR = 2000, 2040
TOP = 6_000  # thousand visits: the top of the chart
LABELS = {
    "2001_full": _("2001"),
    "2012_district": _("2012, whole district"),
    "2013_district": _("2013, whole district"),
    "2015_full": _("2015"),
    "2017_full": _("2017"),
    "2021_full": _("2021"),
    "2023_full": _("2023"),
    "2024_season": _("2024"),
    "2025_full": _("2025, summer inside?"),
}


def known(last: int) -> tuple[str, ...]:
    """The winters that had been counted by the spring of a year."""
    return tuple(winter for winter in LABELS if int(winter[:4]) <= last)


@cache
def counts() -> pd.DataFrame:
    """The winters that can be ticked, by their id."""
    return load("sheregesh_seasons").set_index("id").loc[list(LABELS)]


def chosen(seasons: tuple[str, ...]) -> pd.Series:
    """Thousand visits by year of the ticked winters."""
    return counts().loc[list(seasons)].set_index("season")["visits_thousand"]


def million(thousand: float) -> str:
    """Thousand visits as a text in million; no decimals where they would be vain."""
    if not np.isfinite(thousand):
        return _("none")
    return _("{number} m").format(number=_in_millions(thousand))


def _in_millions(thousand: float) -> str:
    digits = ",.0f" if thousand >= 20_000 else ",.2f" if thousand < 200 else ",.1f"
    return written(thousand / 1000, digits)


def points_view(seasons: tuple[str, ...]) -> View:
    """The winters, ticked or not."""
    rows = counts().reset_index()[["id", "season", "visits_thousand"]]
    rows["label"] = rows["id"].map(LABELS)
    rows["ticked"] = rows["id"].isin(seasons)
    return View(rows.drop(columns="id"))


def fit_view(seasons: tuple[str, ...]) -> View:
    """The fitted curve, its doubts, and a sentence that weighs them."""
    result = resort.fitted(chosen(seasons))
    ceiling, error, low, high = _doubts(result)
    rows = pd.DataFrame({"ceiling": [np.nan], "rate": [np.nan], "turning": [np.nan]})
    if result and np.isfinite(ceiling) and np.isfinite(error):
        fit = result[0]
        rows.loc[0] = [fit.ceiling, fit.growth_rate, fit.turning_year]
    span = "–" if np.isnan(low) else f"{million(low)} – {million(high)}"
    headlines = (
        Headline(_("ceiling fitted"), ceiling, million(ceiling)),
        Headline(_("standard error"), error, f"± {million(error)}" if np.isfinite(error) else "–"),
        Headline(_("leaving one out"), high, span),
    )
    return View(rows, headlines, _fit_sentence(seasons, ceiling, error, low, high))


def _doubts(result) -> tuple[float, float, float, float]:
    if result is None:
        return np.nan, np.nan, np.nan, np.nan
    fit, ceilings = result
    if not fit.bounded:
        return np.inf, np.nan, np.nan, np.nan
    if not ceilings:
        return fit.ceiling, fit.ceiling_error, np.nan, np.nan
    return fit.ceiling, fit.ceiling_error, min(ceilings), max(ceilings)


def _fit_sentence(seasons: tuple[str, ...], ceiling: float, error: float, low, high) -> str:
    count = len(seasons)
    if np.isnan(ceiling):
        return _("Tick at least four winters: a curve with three unknowns needs more than three.")
    if np.isinf(ceiling):
        return _(
            "With these {count} winters the best curve never bends: no ceiling can be seen."
        ).format(count=count)
    if np.isnan(error):
        return _(
            "With these {count} winters the visits jump and then stay about {ceiling} million: "
            "how fast they rose, and whether they stopped, the points do not tell."
        ).format(count=count, ceiling=_in_millions(ceiling))
    start = _(
        "With these {count} winters the curve levels off at {ceiling} million visits, "
        "give or take {error} million."
    ).format(count=count, ceiling=_in_millions(ceiling), error=_in_millions(error))
    return f"{start} {_doubt(seasons, ceiling, error, low, high)}"


def _doubt(seasons: tuple[str, ...], ceiling: float, error: float, low, high) -> str:
    """What the error does not say: the first of four doubts that applies."""
    if error > ceiling / 2:
        return _("The points lie on the rising limb, and very different ceilings fit them.")
    last = counts().loc[list(seasons), "season"].max()
    later = chosen(tuple(LABELS)).loc[lambda visits: visits.index > last]
    if len(later) and later.max() > ceiling + 2 * error:
        return _(
            "Yet {total} million were announced for {year}: more than two errors above it."
        ).format(total=_in_millions(later.max()), year=later.idxmax())
    if np.isinf(high) or high > 2 * low:
        return _("Leave one winter out and the ceiling moves by more than half.")
    return _(
        "The error says how near the points lie to one curve, and not whether they were counted "
        "in one way."
    )


def own_view(ceiling: float, rate: float, turning: int) -> View:
    """The reader's own curve."""
    sentence = _(
        "Your own curve ends at {ceiling} million and stands at half of that in {year}."
    ).format(ceiling=written(ceiling, "g"), year=turning)
    rows = pd.DataFrame({"ceiling": [ceiling * 1000.0], "rate": [rate], "turning": [turning]})
    return View(rows, (), sentence)


def chart() -> alt.LayerChart:
    """Counts, fitted curve, own curve and what beds and slopes can serve."""
    x = alt.X("season:Q", title=None, axis=alt.Axis(format="d", tickCount=5)).scale(
        domain=[FIRST_YEAR, LAST_YEAR]
    )
    y = alt.Y("visits_thousand:Q", title=_("visits a season, thousand")).scale(domain=[0, TOP])
    points = alt.Chart(alt.NamedData(name="points"))
    on = alt.datum.ticked
    ticked = points.transform_filter(on).mark_point(color=LIGHT["ink"]).encode(x, y)
    off = (
        points.transform_filter(~on)
        .mark_point(filled=False, color=LIGHT["muted"], opacity=0.6)
        .encode(x, y)
    )
    tips = [
        alt.Tooltip("label:N", title=_("winter ending")),
        alt.Tooltip("visits_thousand:Q", title=_("thousand visits"), format=","),
    ]
    fit = _curve("fit", LIGHT["sheregesh"], [1, 0], _("fitted"), x, y)
    own = _curve("own", LIGHT["accent"], [6, 4], _("yours"), x, y, back=7)
    layers = alt.layer(
        *_limits(x, y), *own, *fit, off.encode(tooltip=tips), ticked.encode(tooltip=tips)
    )
    return layers.properties(width="container", height=360)


def _curve(name: str, colour: str, dash: list[int], label: str, x, y, back: int = 0) -> tuple:
    """A logistic curve drawn by the page from its three parameters, and its label.

    The label stands ``back`` years before the end and then below the curve, so that two curves
    with the same end keep their labels apart.
    """
    years = f"sequence({FIRST_YEAR}, {LAST_YEAR} + 0.5, 0.5)"
    height = "datum.ceiling / (1 + exp(-datum.rate * (datum.season - datum.turning)))"
    base = (
        alt.Chart(alt.NamedData(name=name))
        .transform_filter("isValid(datum.ceiling)")
        .transform_calculate(season=years)
        .transform_flatten(["season"])
        .transform_calculate(visits_thousand=height)
        .transform_filter(f"datum.visits_thousand <= {TOP}")
    )
    line = base.mark_line(color=colour, strokeDash=dash).encode(x, y)
    last = (
        base.transform_window(rank="rank()", sort=[alt.SortField("season", order="descending")])
        .transform_filter(f"datum.rank == {2 * back + 1}")
        .mark_text(align="right", dy=16 if back else -9, fontWeight=600, color=colour, text=label)
        .encode(x, y)
    )
    return line, last


def _limits(x, y) -> tuple:
    """What hotel beds and slopes can serve in a winter, as two quiet lines."""
    names = {
        "hotel_beds": _("hotel beds, if half stay"),
        "slopes": _("slopes"),
    }
    rows = resort.links()["visits"].loc[list(names)].rename("visits_thousand").reset_index()
    rows["season"] = FIRST_YEAR
    rows["label"] = rows["link"].map(names)
    base = alt.Chart(rows)
    line = base.mark_rule(color=LIGHT["muted"], strokeDash=[2, 3]).encode(y=y)
    text = base.mark_text(align="left", dx=6, dy=-7, fontSize=12, color=LIGHT["muted"])
    return line, text.encode(x, y, text="label:N")


EXPLORER = Explorer(
    name="resort-ceiling",
    title=_("Where is the ceiling?"),
    kicker=_("real figures, press and company"),
    pattern="sheregesh",
    controls=(
        Checks("seasons", _("Winters that count"), LABELS, known(2017)),
        Slider(
            "ceiling",
            _("Your ceiling K"),
            (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0),
            4.0,
            _("million visits"),
        ),
        Slider(
            "rate",
            _("Your growth rate r"),
            (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5),
            0.2,
            _("a year"),
        ),
        Slider("turning", _("Your turning year"), tuple(range(2010, 2036)), 2020),
    ),
    parts={
        "points": Part(("seasons",), points_view),
        "fit": Part(("seasons",), fit_view),
        "own": Part(("ceiling", "rate", "turning"), own_view),
    },
    chart=chart,
    presets=(
        Preset(_("Known in 2017"), {"seasons": known(2017)}),
        Preset(_("Known in 2021"), {"seasons": known(2021)}),
        Preset(_("Known in 2024"), {"seasons": known(2024)}),
        Preset(_("Known in 2025"), {"seasons": known(2025)}),
        Preset(_("2025 without 2021 to 2024"), {"seasons": (*known(2017), "2025_full")}),
    ),
    prediction=Prediction(
        _(
            "In the spring of 2017 five winters are known, and the curve through them levels off "
            "at 1.05 million visits with a standard error of 0.07. Four winters later one more "
            "count is announced. What will it do to the standard error?"
        ),
        {
            _("halve it"): _(
                "More data, more certainty: so it goes when the new point lies where the curve "
                "said. Tick 2021 and look at the error."
            ),
            _("lower it a little"): _(
                "That is what a sixth point of the same kind does. This one is of another kind, or "
                "the curve was."
            ),
            _("double it"): _("The right direction. Tick 2021 and see how far it goes."),
            _("multiply it by fifty"): _(
                "So it does, from 0.07 to 3.4 million. Now find out which of the two numbers you "
                "should have believed."
            ),
        },
    ),
    alt=_(
        "Visits a winter from 2000 to 2040: the reported counts as points, the fitted life-cycle "
        "curve, the reader's own curve, and two lines for what hotel beds and slopes can serve."
    ),
    source=_("Figures: winters as reported, table sheregesh_seasons; beds, sheregesh_capacity."),
    limits=_(
        "prices, snow, closed borders and rivals; lifts, road and water; decline, for the curve "
        "cannot fall. 2012 and 2013 were counted in the whole district. A winter is taken as 150 "
        "days, and every second visit as one that stays."
    ),
)

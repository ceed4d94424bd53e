"""Week 9, "Where is the ceiling?": the life cycle fitted to the seasons a reader ticks."""

from __future__ import annotations

from functools import cache

import altair as alt
import numpy as np
import pandas as pd

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
from regecon.methods.life_cycle import LifeCycle, fit_life_cycle

FIRST_YEAR, LAST_YEAR = 2000, 2040
TOP = 6_000  # thousand visits: the top of the chart
FEWEST = 4  # three parameters and at least one point to judge them by

GATHERED = ("2001_full", "2015_full", "2020_gornaya_shoria_10_march", "2021_full", "2023_12_april")
SIX = ("2001_full", "2015_full", "2016_full", "2017_full", "2021_full", "2023_full")
SEVEN = (*SIX, "2025_full")
LABELS = {
    "2001_full": _("2001"),
    "2015_full": _("2015"),
    "2016_full": _("2016"),
    "2017_full": _("2017"),
    "2020_gornaya_shoria_10_march": _("2020, to March, whole district"),
    "2021_full": _("2021"),
    "2023_12_april": _("2023, to 12 April"),
    "2023_full": _("2023"),
    "2025_full": _("2025, counted anew?"),
}


@cache
def counts() -> pd.DataFrame:
    """The nine counts that can be ticked, by their id."""
    return load("sheregesh_seasons").set_index("id").loc[list(LABELS)]


def chosen(seasons: tuple[str, ...]) -> pd.Series:
    """Visits by year of the ticked counts; a full 2023 replaces the one to April."""
    rows = counts().loc[list(seasons)]
    return rows.sort_values("visits_thousand").groupby("season")["visits_thousand"].last()


@cache
def _fit(points: tuple[tuple[int, float], ...]) -> LifeCycle:
    return fit_life_cycle(pd.Series(dict(points)))


def fitted(seasons: tuple[str, ...]) -> tuple[LifeCycle, list[float]] | None:
    """The fit, and the ceilings found without each season; None with too few points."""
    points = tuple(chosen(seasons).items())
    if len(points) < FEWEST:
        return None
    smaller = [tuple(point for point in points if point != left_out) for left_out in points]
    ceilings = [_fit(rest).ceiling for rest in smaller] if len(points) > FEWEST else []
    return _fit(points), ceilings


def million(thousand: float) -> str:
    """Thousand visits as a text in million; no decimals where they would be vain."""
    if not np.isfinite(thousand):
        return _("none")
    return _("{number} m").format(number=_in_millions(thousand))


def _in_millions(thousand: float) -> str:
    return written(thousand / 1000, ",.0f" if thousand >= 20_000 else ",.1f")


def points_view(seasons: tuple[str, ...]) -> View:
    """The nine counts, ticked or not."""
    rows = counts().reset_index()[["id", "season", "visits_thousand"]]
    rows["label"] = rows["id"].map(LABELS)
    rows["ticked"] = rows["id"].isin(seasons)
    return View(rows.drop(columns="id"))


def fit_view(seasons: tuple[str, ...]) -> View:
    """The fitted curve, its doubts, and a sentence that weighs them."""
    result = fitted(seasons)
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
    count = len(chosen(seasons))
    if np.isnan(ceiling):
        return _("Tick at least four seasons: a curve with three unknowns needs more than three.")
    if np.isinf(ceiling):
        return _(
            "With these {count} seasons the best curve never bends: no ceiling can be seen."
        ).format(count=count)
    if np.isnan(error):
        return _(
            "With these {count} seasons the visits jump and then stay about {ceiling} million: "
            "how fast they rose, and whether they stopped, the points do not tell."
        ).format(count=count, ceiling=_in_millions(ceiling))
    start = _(
        "With these {count} seasons the curve levels off at {ceiling} million visits, "
        "give or take {error} million."
    ).format(count=count, ceiling=_in_millions(ceiling), error=_in_millions(error))
    if error > ceiling / 2:
        end = _("The points lie on the rising limb, and very different ceilings fit them.")
    elif "2025_full" in seasons:
        end = _(
            "The error is small because one winter, probably counted in another way, "
            "bends the curve: the most certain answer is the least true."
        )
    elif np.isinf(high) or high > 2 * low:
        end = _("Leave one season out and the ceiling moves by more than half.")
    else:
        end = _("One more season may still move it.")
    return f"{start} {end}"


def own_view(ceiling: float, rate: float, turning: int) -> View:
    """The reader's own curve."""
    sentence = _(
        "Your own curve ends at {ceiling} million and stands at half of that in {year}."
    ).format(ceiling=written(ceiling, "g"), year=turning)
    rows = pd.DataFrame({"ceiling": [ceiling * 1000.0], "rate": [rate], "turning": [turning]})
    return View(rows, (), sentence)


def chart() -> alt.LayerChart:
    """Counts, fitted curve, own curve and the two bed limits."""
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
    own = _curve("own", LIGHT["accent"], [6, 4], _("yours"), x, y, back=4)
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
    """What registered and half-legal beds can hold in 150 nights, as two quiet lines."""
    capacity = load("sheregesh_capacity").set_index("id")["value"]
    nights = 150
    rows = pd.DataFrame(
        {
            "season": [FIRST_YEAR, FIRST_YEAR],
            "visits_thousand": [
                capacity["beds_2020"] * nights / 1000,
                capacity["beds_2023_with_informal"] * nights / 1000,
            ],
            "label": [
                _("hotel beds, 150 nights"),
                _("with half-legal beds"),
            ],
        }
    )
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
        Checks("seasons", _("Winters that count"), LABELS, GATHERED),
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
        Preset(_("Five counts, as first gathered"), {"seasons": GATHERED}),
        Preset(_("Six full winters"), {"seasons": SIX}),
        Preset(_("Six and 2025"), {"seasons": SEVEN}),
        Preset(_("Leave out 2001"), {"seasons": GATHERED[1:]}),
    ),
    prediction=Prediction(
        _(
            "Five counts of visits are known, from 22 thousand in 2001 to two million in 2023. "
            "If you fit the life-cycle curve to them, how well will you know its ceiling?"
        ),
        {
            _("within a tenth"): _(
                "You trust the S. See what the error says, and which two points carry it."
            ),
            _("within a third"): _(
                "A fair guess for most regressions. Here the points lie where the curve "
                "has not bent yet."
            ),
            _("within a factor of two"): _("Closer. Now untick one count and see it run away."),
            _("not at all"): _(
                "So it is for these five. Then find out why it seems better with 2025."
            ),
        },
    ),
    alt=_(
        "Visits a season from 2000 to 2040: the reported counts as points, the fitted "
        "life-cycle curve, the reader's own curve, and two lines for what the beds can hold."
    ),
    source=_("Figures: seasons as reported, table sheregesh_seasons; beds, sheregesh_capacity."),
    limits=_(
        "prices, snow, closed borders and rivals; lifts, road and water. A season is taken as "
        "150 nights. If both counts of 2023 are ticked, the full winter is used."
    ),
)

"""Week 10, "Four seasons balance sheet": six products, twelve months, a winter that may fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from regecon.data import load
from regecon.kit.chart import in_expression
from regecon.kit.explorer import (
    Checks,
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
from regecon.methods.inequality import gini

MONTHS = dict(
    enumerate(
        (
            _("Jan"),
            _("Feb"),
            _("Mar"),
            _("Apr"),
            _("May"),
            _("Jun"),
            _("Jul"),
            _("Aug"),
            _("Sep"),
            _("Oct"),
            _("Nov"),
            _("Dec"),
        ),
        start=1,
    )
)
SNOW_MONTHS = (1, 2, 3, 4, 11, 12)
TOP = 460  # thousand guests: the top of the chart

# Everything below is SYNTHETIC. Money in roubles a guest; fixed costs in million roubles a year.
SNOW_ELASTICITY = 0.6  # as in the script that made the monthly visits
MARGIN = 1_600  # what a guest leaves after the costs of the visit
CAPACITY_COST = 6_800  # a year for each guest that the peak month of a normal winter can hold
JOB_MONTHS = 12  # per thousand guests
SUMMER = {6: 0.3, 7: 0.4, 8: 0.3}
SUMMER_MARGIN = 600  # beds are cheap in July
SUMMER_OPENING = 80  # staff, lifts and advertising, due with the first guest
SUMMER_SHARES = (0, 5, 10, 20, 30)


@dataclass(frozen=True)
class Product:
    """One of the six kinds of tourism that the report names; all figures SYNTHETIC.

    ``taken`` is the share of its guests who would have come anyway in the same month: they are
    no new guests, and what they would have spent is lost.
    """

    label: str
    guests: float  # thousand a year
    profile: Mapping[int, float]
    margin: float
    fixed: float
    taken: float
    job_months: float


WARM = {6: 0.25, 7: 0.3, 8: 0.3, 9: 0.15}
PRODUCTS = {
    "sport": Product(_("sport"), 60, WARM, 900, 35, 0.1, 15),
    "industrial": Product(_("industrial"), 30, dict.fromkeys(MONTHS, 1 / 12), 700, 10, 0.3, 15),
    "eco": Product(
        _("eco"), 25, {5: 0.1} | {m: 0.9 * w for m, w in WARM.items()}, 600, 8, 0.05, 25
    ),
    "photo": Product(_("photo"), 10, {5: 0.3, 9: 0.35, 10: 0.35}, 800, 2, 0.1, 20),
    "jeep": Product(
        _("jeep and snowmobile"),
        80,
        dict.fromkeys((12, 1, 2, 3), 0.125) | {m: 0.5 * w for m, w in WARM.items()},
        1_500,
        40,
        0.25,
        25,
    ),
    "horse": Product(_("horse"), 15, WARM, 700, 14, 0.05, 40),
}
WINTERS = {
    "poor": _("poor snow"),
    "normal": _("normal"),
    "rich": _("plenty of snow"),
    "twice": _("twice the guests"),
}
SNOW = {"poor": 0.7, "rich": 1.3}


@dataclass(frozen=True)
class Year:
    """Thousand guests by month and kind, the result in million roubles, thousand job-months."""

    guests: pd.DataFrame
    result: float
    job_months: np.ndarray

    @property
    def total(self) -> pd.Series:
        """Guests of each month."""
        return pd.Series(self.guests.to_numpy().sum(axis=1), index=self.guests.index)


@cache
def skiers() -> np.ndarray:
    """Guests of the stylised year, thousand by month: a million, nearly all in winter."""
    table = load("visits_monthly_synthetic")
    return table.loc[table["year"] == 0, "visits"].to_numpy() / 1000


def by_month(weights: Mapping[int, float]) -> np.ndarray:
    """Weights of all twelve months."""
    return np.array([weights.get(month, 0.0) for month in MONTHS])


def year(products: tuple[str, ...] = (), summer: float = 0, winter: str = "normal") -> Year:
    """The resort's year.

    ``summer`` is the share of summer holidaymakers in a normal year without products, per cent.
    """
    chosen = [PRODUCTS[name] for name in products]
    parts = [product.guests * by_month(product.profile) for product in chosen]
    nobody = np.zeros(len(MONTHS))
    drawn = sum(parts, nobody)
    taken = sum((p.taken * part for p, part in zip(chosen, parts, strict=True)), nobody)
    usual = skiers() * (2 if winter == "twice" else 1)
    snowy = np.isin(list(MONTHS), SNOW_MONTHS)
    came = usual * np.where(snowy, SNOW.get(winter, 1) ** SNOW_ELASTICITY, 1) - taken
    holiday = skiers().sum() * summer / (100 - summer) * by_month(SUMMER)
    peak = (usual - taken + holiday + drawn).max()
    earned = MARGIN * came.sum() + SUMMER_MARGIN * holiday.sum() - CAPACITY_COST * peak
    earned = earned / 1000 - (SUMMER_OPENING if summer else 0)
    earned += sum(p.margin * p.guests / 1000 - p.fixed for p in chosen)
    jobs = JOB_MONTHS * (came + holiday)
    jobs += sum((p.job_months * part for p, part in zip(chosen, parts, strict=True)), nobody)
    kinds = {"skiers": came, "summer": holiday, "products": drawn}
    guests = pd.DataFrame(kinds, index=pd.Index(MONTHS, name="month"))
    return Year(guests, float(earned), jobs / 1000)


def view(products: tuple[str, ...], summer: float, winter: str) -> View:
    """The months of a year, its result and how uneven it is."""
    made = year(products, summer, winter)
    jobs, total = made.job_months.sum(), made.total
    cold = made.job_months[np.isin(list(MONTHS), SNOW_MONTHS)].sum()
    uneven = gini(total)  # as in seasonality, which is too slow for a thousand states
    headlines = (
        Headline(_("million roubles"), made.result, written(made.result, "+,.0f")),
        Headline(_("thousand job-months"), jobs, written(jobs, ".1f")),
        Headline(_("Gini"), uneven, written(uneven, ".2f")),
        Headline(_("thousand at the peak"), total.max(), written(total.max(), ".0f")),
    )
    sentence = _(
        "The fullest month has {ratio} times the guests of an average one; the year is as uneven "
        "as one of {even} equal months. It ends with a {word} of {result} million roubles, and "
        "{warm} of 100 job-months fall between May and October."
    ).format(
        ratio=written(total.max() / total.mean(), ".1f"),
        even=written(12 * (1 - uneven), ".1f"),
        word=_("profit") if made.result >= 0 else _("loss"),
        result=written(abs(made.result), ",.0f"),
        warm=written(100 * (1 - cold / jobs), ".0f"),
    )
    return View(made.guests.reset_index(), headlines, sentence)


def chart() -> alt.LayerChart:
    """Guests by month in three kinds, with the average month as a line."""
    kinds = {
        "skiers": (_("as before"), LIGHT["sheregesh"]),
        "summer": (_("summer"), LIGHT["accent"]),
        "products": (_("products"), LIGHT["biysk"]),
    }
    order = list(kinds)
    names = f"{list(MONTHS.values())}[datum.month - 1]"
    words = " : ".join(
        f"datum.kind == '{kind}' ? {in_expression(kinds[kind][0])}" for kind in order[:-1]
    )
    base = alt.Chart(alt.NamedData(name="months")).transform_calculate(name=names)
    x = alt.X("name:N", sort=None, title=None).scale(domain=list(MONTHS.values()))
    x = x.axis(labelAngle=0, ticks=False, domain=False, labelOverlap=True)
    y = alt.Y("thousand:Q", title=_("guests, thousand a month (SYNTHETIC)"))
    y = y.scale(domain=[0, TOP])
    legend = alt.Legend(orient="top", title=None, symbolType="square", direction="horizontal")
    colour = alt.Color("label:N", legend=legend).scale(
        domain=[kinds[kind][0] for kind in order], range=[kinds[kind][1] for kind in order]
    )
    bars = (
        base.transform_fold(order, as_=["kind", "thousand"])
        .transform_calculate(label=f"{words} : {in_expression(kinds[order[-1]][0])}")
        .transform_calculate(order=f"indexof({order}, datum.kind)")
        .mark_bar()
        .encode(
            x,
            y.stack("zero"),
            colour,
            order="order:Q",
            tooltip=[
                alt.Tooltip("name:N", title=_("month")),
                alt.Tooltip("label:N", title=_("kind")),
                alt.Tooltip("thousand:Q", title=_("thousand"), format=",.0f"),
            ],
        )
    )
    mean = base.transform_calculate(
        all="datum.skiers + datum.summer + datum.products"
    ).transform_aggregate(thousand="mean(all)")
    rule = mean.mark_rule(color=LIGHT["ink"], strokeDash=[5, 4]).encode(y)
    label = mean.transform_calculate(name=in_expression(MONTHS[10])).mark_text(
        baseline="bottom", dy=-4, color=LIGHT["ink"], text=_("average")
    )
    return (bars + rule + label.encode(x, y)).properties(width="container", height=340)


EXPLORER = Explorer(
    name="four-seasons",
    title=_("Four seasons balance sheet"),
    kicker=_("stylised case, SYNTHETIC"),
    pattern="sheregesh",
    controls=(
        Checks(
            "products",
            _("Products"),
            {name: product.label for name, product in PRODUCTS.items()},
            (),
        ),
        Slider("summer", _("Summer holidaymakers"), SUMMER_SHARES, 0, _("% of a normal year")),
        Choice("winter", _("The winter"), WINTERS, "normal"),
    ),
    parts={"months": Part(("products", "summer", "winter"), view)},
    chart=chart,
    presets=(
        Preset(_("Winter only"), {}),
        Preset(_("Twice the guests"), {"winter": "twice"}),
        Preset(_("A fifth in summer"), {"summer": 20}),
        Preset(_("All six products"), {"products": tuple(PRODUCTS)}),
        Preset(_("All six, poor snow"), {"products": tuple(PRODUCTS), "winter": "poor"}),
    ),
    prediction=Prediction(
        _(
            "A resort has a million guests a year, 94 of 100 from November to April. A campaign "
            "doubles their number, month by month. How seasonal is the resort afterwards?"
        ),
        {
            _("half as seasonal"): _(
                "Twice as many in July are still few against twice as many in January. Press "
                "“Twice the guests” and watch the Gini coefficient."
            ),
            _("a little less"): _(
                "July does get more guests, and January gets more of them. Compare shares."
            ),
            _("exactly as seasonal"): _(
                "So it is: every share stays. Now look what happens to the result in a poor winter."
            ),
            _("more seasonal"): _(
                "The bars grow further apart in guests, but not in shares, and shares are what "
                "the measure compares."
            ),
        },
    ),
    alt=_(
        "Twelve bars of guests a month, stacked from those who come as before, summer "
        "holidaymakers and guests of the ticked products, with a dashed line at the average month."
    ),
    source=_("Figures: SYNTHETIC; months from table visits_monthly_synthetic. Products: S-133."),
    limits=_(
        "prices that answer to demand, weather in summer, wages, and hotels that decide one by one."
        " Beds, lifts and pipes are sized for the fullest month of a normal winter and cost 6,800"
        " roubles a year for each of its guests. A guest leaves 1,600 roubles; a summer"
        " holidaymaker 600, after an opening that costs 80 million."
    ),
)

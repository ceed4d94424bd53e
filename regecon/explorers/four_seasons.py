"""Four seasons balance sheet: six products, twelve months, a winter that may fail."""

from __future__ import annotations

import altair as alt
import numpy as np

from regecon.cases import resort_year
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
TOP = 460  # thousand guests: the top of the chart
PRODUCTS = {
    "sport": _("sport"),
    "industrial": _("industrial"),
    "eco": _("eco"),
    "photo": _("photo"),
    "jeep": _("jeep"),
    "horse": _("horse"),
}
WINTERS = {
    "poor": _("poor snow"),
    "normal": _("normal"),
    "rich": _("plenty of snow"),
    "twice": _("twice the guests"),
}


def view(products: tuple[str, ...], summer: float, winter: str) -> View:
    """The months of a year, its result and how uneven it is."""
    made = resort_year.year(products, summer, winter)
    jobs, total = made.job_months.sum(), made.total
    cold = made.job_months[np.isin(resort_year.MONTHS, resort_year.SNOW_MONTHS)].sum()
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
            PRODUCTS,
            (),
        ),
        Slider(
            "summer",
            _("Summer holidaymakers"),
            resort_year.SUMMER_SHARES,
            0,
            _("% of a normal year"),
        ),
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

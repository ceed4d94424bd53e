"""Follow the rouble: where the takings of a plant are after each round of spending."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases.rouble import COSTS, OUTSIDE, PROFIT, ROUNDS, SPENDING, SUPPLIERS, WAGES, plant
from regecon.cases.rouble import rounds as after
from regecon.kit.chart import in_expression
from regecon.kit.explorer import Explorer, Headline, Part, Prediction, Preset, Slider, View
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT

DEAREST = 120
SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, OUTSIDE, 1.0)
# Colour and words of what is still in town and of the ways out, from the bottom up.
KINDS = {
    "town": (_("income in town"), LIGHT["novokuznetsk"]),
    "elsewhere": (_("spent elsewhere"), LIGHT["water"]),
    "owners": (_("owner elsewhere"), LIGHT["accent"]),
    "inputs": (_("inputs and taxes"), LIGHT["rule"]),
}


def view(outside: float, spending: float, price: float, round: int) -> View:
    """One plant: its income so far and in the end, and where the roubles are."""
    sold = plant(outside, spending, price)
    table = after(outside, spending, price)
    so_far = table["town"].loc[:round].sum()
    headlines = (
        Headline(_("income up to this round"), so_far, written(so_far, ".1f")),
        Headline(_("after all rounds"), sold.income, written(sold.income, ".1f")),
    )
    rows = pd.DataFrame(
        {
            "price": [price],
            "first": [sold.first_round.sum()],
            "owners": [sold.leaked["owners"]],
            "inputs": [sold.leaked["imports_and_taxes"]],
            "again": [sold.spent_again],
            "upto": [round],
        }
    )
    return View(rows, headlines, _sentence(table.loc[round], round, price, sold.income))


def _sentence(now: pd.Series, round: int, price: float, income: float) -> str:
    words = _(
        "Round {round}: {town} of the {price} roubles are income in town, {owners} have gone to "
        "owners elsewhere, {inputs} to inputs and taxes; {elsewhere} were spent elsewhere or "
        "saved. In the end incomes in town add up to {income}."
    )
    return words.format(
        round=round,
        town=written(now["town"], ".1f"),
        price=written(price, ".0f"),
        owners=written(now["owners"], ".1f"),
        inputs=written(now["inputs"], ".0f"),
        elsewhere=written(now["elsewhere"], ".1f"),
        income=written(income, ".1f"),
    )


def chart() -> alt.LayerChart:
    """A bar for each round so far, cut by where the roubles are."""
    base = (
        alt.Chart(alt.NamedData(name="rouble"))
        .transform_calculate(number=f"sequence(1, {ROUNDS + 1})")
        .transform_flatten(["number"])
        .transform_filter("datum.number <= datum.upto")
        .transform_calculate(
            town="datum.first * pow(datum.again, datum.number - 1)",
            elsewhere="datum.price - datum.owners - datum.inputs - datum.first * "
            "pow(datum.again, datum.number - 1)",
        )
    )
    labels = " : ".join(
        f"datum.kind == '{kind}' ? {in_expression(label)}" for kind, (label, _c) in KINDS.items()
    )
    order = " : ".join(f"datum.kind == '{kind}' ? {i}" for i, kind in enumerate(KINDS))
    names = [label for label, _colour in KINDS.values()]
    colour = alt.Color(
        "label:N",
        legend=alt.Legend(
            orient="top",
            title=None,
            columns=2,
            symbolType="square",
            columnPadding=2,
            labelOffset=2,
        ),
    ).scale(domain=names, range=[shade for _label, shade in KINDS.values()])
    x = alt.X("number:O", title=_("round of spending")).axis(labelAngle=0, domain=False)
    x = x.scale(domain=list(range(1, ROUNDS + 1)))
    y = alt.Y("roubles:Q", title=_("roubles (SYNTHETIC)"))
    y = y.scale(domain=[0, DEAREST]).axis(values=[0, 50, 100])
    bars = (
        base.transform_fold(list(KINDS), as_=["kind", "roubles"])
        .transform_calculate(label=f"{labels} : ''", order=f"{order} : 9")
        .mark_bar(stroke=LIGHT["card"], strokeWidth=1)
        .encode(x, y, colour, order=alt.Order("order:Q"))
    )
    words = base.transform_filter("datum.town >= 14").mark_text(
        baseline="top", dy=3, fontWeight=600, color=LIGHT["card"]
    )
    words = words.encode(x, alt.Y("town:Q"), text=alt.Text("town:Q", format=".0f"))
    return alt.layer(bars, words).properties(width="container", height=150)


EXPLORER = Explorer(
    name="follow-the-rouble",
    title=_("Follow the rouble"),
    kicker=_("stylised plant, SYNTHETIC"),
    pattern="novokuznetsk",
    controls=(
        Slider("outside", _("Profit that leaves"), SHARES, 0.0, text="{:.0%}"),
        Slider(
            "spending",
            _("Income spent in town"),
            (0.25, 0.4, SPENDING, 0.7),
            SPENDING,
            text="{:.0%}",
        ),
        Slider("price", _("Price of the product"), (70, 85, 100, DEAREST), 100),
        Slider("round", _("Round"), tuple(range(1, ROUNDS + 1)), 1),
    ),
    parts={"rouble": Part(("outside", "spending", "price", "round"), view)},
    chart=chart,
    presets=(
        Preset(_("Owner here"), {"round": ROUNDS}),
        Preset(_("Owner there"), {"outside": OUTSIDE, "round": ROUNDS}),
        Preset(_("Slump, here"), {"price": 70, "round": ROUNDS}),
        Preset(_("Slump, there"), {"price": 70, "outside": OUTSIDE, "round": ROUNDS}),
    ),
    prediction=Prediction(
        _(
            "A plant sells for 100 outside its town. It pays {wages} in wages, {suppliers} to "
            "suppliers in town, {rest} for inputs and taxes, and has {profit} of profit. Nine "
            "tenths of the profit begin to go to an owner elsewhere. By how much does income in "
            "the town fall?"
        ).format(wages=WAGES, suppliers=SUPPLIERS, rest=COSTS - WAGES - SUPPLIERS, profit=PROFIT),
        {
            _("not at all: wages stay"): _(
                "Wages and suppliers do stay. The profit was income of somebody here as well, and "
                "was spent here. Compare the first two presets."
            ),
            _("by a little under a third"): _(
                "That is the profit gone over the sales. But the town never had all of the sales: "
                "inputs and taxes leave in any case. Over what should you divide?"
            ),
            _("by about two fifths"): _(
                "So it is. Now change what is spent in town and look at the ratio of the two "
                "incomes: it stays. Why?"
            ),
            _("by more than half: rounds add up"): _(
                "The rounds multiply what has gone and what is left alike. Compare the first two "
                "presets: what is left of what there was?"
            ),
        },
    ),
    alt=_(
        "Bars of one height, one for each round of spending so far. The part of a bar that is "
        "income in town shrinks from left to right; the rest was spent elsewhere or saved, went to "
        "owners elsewhere, to inputs and taxes."
    ),
    source=_("Figures: SYNTHETIC; method export_income."),
    limits=_(
        "that profit may stay in the plant as machines, that an owner in town may spend little of "
        "it there, that taxes come back through budgets, and that more spending may raise prices "
        "instead of incomes. Wages, suppliers and inputs stay what they are when the price moves."
    ),
)

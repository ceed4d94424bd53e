"""Keep or dismiss?: from which length of slump on new hands are cheaper."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases.keeping import MONTH, RATE, SEVERANCE, decision
from regecon.cases.keeping import PAYS as COSTS
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
from regecon.methods.risk import Hoarding

LONGEST, TOP = 36, 3_100  # months and thousand roubles: the ends of the axes
PAYS = {
    "full": _("full pay"),
    "two thirds": _("two thirds"),
    "half": _("half time"),
}


def view(months: float, replacement: float, pay: str, wanted: float) -> View:
    """The two costs at the expected length of the slump, and the length at which they meet."""
    found = decision(months, replacement, pay, wanted)
    met = found.longest_slump
    rows = pd.DataFrame(
        {
            "idle": [COSTS[pay] * MONTH],
            "anew": [replacement * wanted / 100],
            "months": [months],
            "keep": [found.keep],
            "dismiss": [found.dismiss],
            "longest": [met if met <= LONGEST else np.nan],
        }
    )
    headlines = (
        Headline(_("months that keeping pays"), met, written(met, ".1f")),
        Headline(_("thousand to keep"), found.keep, written(found.keep, ",.0f")),
        Headline(_("thousand to dismiss"), found.dismiss, written(found.dismiss, ",.0f")),
    )
    return View(rows, headlines, _sentence(months, found))


def _sentence(months: float, found: Hoarding) -> str:
    costs = _(
        "A slump of {months:.0f} months: keeping a worker costs {keep:,.0f} thousand roubles, "
        "dismissing and hiring again {dismiss:,.0f}."
    ).format(months=months, keep=found.keep, dismiss=found.dismiss)
    gap = abs(found.dismiss - found.keep)
    if found.hoard:
        end = _(
            "The plant that keeps her shows a loss in its books and is {gap:,.0f} thousand better "
            "off than if it let her go."
        )
    else:
        end = _(
            "Who keeps her all the same spends {gap:,.0f} thousand on something that is not in "
            "this sum."
        )
    return f"{costs} {end.format(gap=gap)}"


def chart() -> alt.LayerChart:
    """Both costs against the length of the slump, with the place where they cross."""
    x = alt.X("month:Q", title=_("length of the slump, months"))
    x = x.scale(domain=[0, LONGEST]).axis(values=list(range(0, LONGEST + 1, 6)))
    y = alt.Y("cost:Q", title=_("thousand roubles a worker (SYNTHETIC)"))
    y = y.scale(domain=[0, TOP]).axis(tickCount=6)
    base = alt.Chart(alt.NamedData(name="slump"))
    later = f"pow({1 + RATE}, -datum.month)"
    forever = f"(datum.idle * {1 + RATE} / {RATE})"
    lines = {
        _("keep"): (f"{forever} * (1 - {later})", LIGHT["novokuznetsk"], [1, 0]),
        _("dismiss"): (f"{SEVERANCE} + datum.anew * {later}", LIGHT["sheregesh"], [6, 4]),
    }
    layers = []
    for name, (cost, colour, dash) in lines.items():
        path = (
            base.transform_calculate(month=f"sequence(0, {LONGEST} + 1)")
            .transform_flatten(["month"])
            .transform_calculate(cost=cost)
        )
        layers.append(path.mark_line(color=colour, strokeDash=dash, strokeWidth=3).encode(x, y))
        end = path.transform_filter(f"datum.month == {LONGEST - 1}").mark_text(
            align="right", baseline="bottom", dy=-8, fontWeight=600, color=colour, text=name
        )
        layers.append(end.encode(x, y))
    slump = base.transform_calculate(month="datum.months")
    rule = slump.mark_rule(color=LIGHT["ink"], strokeWidth=2).encode(x)
    dots = (
        slump.transform_fold(["keep", "dismiss"], as_=["choice", "cost"])
        .mark_point(size=90, color=LIGHT["ink"])
        .encode(x, y)
    )
    met = base.transform_filter("isValid(datum.longest)").transform_calculate(
        month="datum.longest", cost=f"{SEVERANCE} + datum.anew * pow({1 + RATE}, -datum.longest)"
    )
    ring = met.mark_point(filled=False, size=220, strokeWidth=2, color=LIGHT["ink"]).encode(x, y)
    return alt.layer(rule, *layers, dots, ring).properties(width="container", height=330)


EXPLORER = Explorer(
    name="labour-hoarding",
    title=_("Keep or dismiss?"),
    kicker=_("stylised plant, SYNTHETIC"),
    pattern="novokuznetsk",
    controls=(
        Slider(
            "months",
            _("Expected length of the slump"),
            (3, 6, 9, 12, 15, 18, 24, 30, 36),
            12,
            _("months"),
        ),
        Slider(
            "replacement",
            _("To find and train a new worker"),
            (150, 300, 450, 600, 900, 1200, 1500),
            600,
            _("thousand roubles"),
            "{:,}",
        ),
        Choice("pay", _("Pay of idle workers"), PAYS, "full"),
        Slider("wanted", _("Jobs that will come back"), (0, 25, 50, 75, 100), 100, "%"),
    ),
    parts={"slump": Part(("months", "replacement", "pay", "wanted"), view)},
    chart=chart,
    presets=(
        Preset(_("A year, full pay"), {}),
        Preset(_("Half a year"), {"months": 6}),
        Preset(_("A year, two thirds"), {"pay": "two thirds"}),
        Preset(_("Eighteen months"), {"months": 18}),
        Preset(_("Half the jobs never return"), {"wanted": 50}),
    ),
    prediction=Prediction(
        _(
            "A slump is expected to last a year. An idle worker costs 100 thousand roubles a "
            "month; to dismiss her costs 277, to find and train another one 600. The plant keeps "
            "her. Does that show that it is being kind?"
        ),
        {
            _("yes: idle hands are a loss"): _(
                "In a year of full pay, yes, some 300 thousand of it. Now set the slump to six "
                "months: the books show a loss again, and the plant gains by keeping her."
            ),
            _("no: a new one costs 600"): _(
                "Add what dismissal costs and set it against twelve months of pay. Then look at "
                "two thirds of the pay."
            ),
            _("it depends on how long and at what pay"): _(
                "Just so. Find the length at which it turns, for each kind of pay."
            ),
        },
    ),
    alt=_(
        "Cost of a worker against the length of the slump: a rising line for keeping her, a "
        "falling one for dismissing her and hiring again, a ring where they cross, a rule at the "
        "expected length."
    ),
    source=_(
        "Figures: SYNTHETIC, anchored in the wage of manufacturing in Novokuznetsk in 2023, table "
        "municipal_wages."
    ),
    limits=_(
        "that nobody knows the length beforehand; what idle workers produce or forget; that a"
        " worker kept for a job that never returns is dismissed in the end; what a governor's call,"
        " a strike or an empty town would cost. A month costs 100 thousand"
        " roubles at full pay, dismissal 277 (two months of notice and one month's wage), interest"
        " is 1 % a month. All are assumptions. By the Labour Code half time can be imposed for six"
        " months at most."
    ),
)

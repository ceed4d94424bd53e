"""The counterfactual machine: a zone, a boom, three estimates, and what data could show at all."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases.zones import AFTER, BOOM, EMPLOYED, NOISE, TRUE, smallest_share, three_estimates
from regecon.kit.explorer import Explorer, Headline, Part, Prediction, Preset, Slider, View
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT

METHODS = {
    "before and after": _("before and after"),
    "difference in differences": _("against quiet towns"),
    "synthetic control": _("against a matched mix"),
}
EFFECTS, BOOMS = (0, TRUE, 1.5, 3.0), (-10, 0, 5, BOOM)
NOISES, YEARS = (0.5, NOISE, 2.0), (AFTER, 5, 8)


def view(effect: float, boom: float, noise: float, after: int) -> View:
    """Three estimates, each as what the boom puts in and what the zone does; and the band."""
    found = three_estimates(effect, boom)
    smallest = smallest_share(noise, after)
    rows = pd.DataFrame(
        {
            "method": list(METHODS.values()),
            "through": (found - effect).round(6).to_numpy() + 0.0,
            "found": found.round(6).to_numpy() + 0.0,
            "effect": float(effect),
            "smallest": smallest,
        }
    )
    headlines = (
        Headline(_("jobs the zone adds"), jobs := EMPLOYED * effect / 100, written(jobs, ",.0f")),
        Headline(
            _("fewest jobs that would show"),
            least := EMPLOYED * smallest / 100,
            written(least, ",.0f"),
        ),
    )
    return View(rows, headlines, _sentence(effect, found, smallest))


def _sentence(effect: float, found: pd.Series, smallest: float) -> str:
    told = {
        "effect": written(effect, ".1f"),
        "smallest": written(smallest, ".1f"),
        "wrong": written(found["difference in differences"], "+.1f"),
    }
    misled = abs(found["difference in differences"] - effect) > smallest
    if effect == 0 and misled:
        return _(
            "The zone does nothing. Against quiet towns it shows {wrong} %, well outside the band: "
            "a finding, and all of it is coal."
        ).format(**told)
    if effect == 0:
        return _("The zone does nothing, and no estimate leaves the band of what cannot be told.")
    if effect < smallest and misled:
        return _(
            "The zone adds {effect} %, less than the {smallest} % that would show: undetectable, "
            "not ineffective. Against quiet towns it shows {wrong} %, and most of that is coal."
        ).format(**told)
    if effect < smallest:
        return _(
            "The zone adds {effect} %, less than the {smallest} % that would show: undetectable. A "
            "test that finds nothing here would find nothing either way."
        ).format(**told)
    if misled:
        return _(
            "The zone adds {effect} %, enough to show. But against quiet towns it shows {wrong} %: "
            "large enough to be found is not large enough to be found right."
        ).format(**told)
    return _(
        "The zone adds {effect} %, more than the {smallest} % that would show: four tests in five "
        "or more would find it."
    ).format(**told)


def chart() -> alt.LayerChart:
    """A bar for each method: what the boom puts in, then what the zone adds; the grey band."""
    title = _("change that is laid to the zone, % of the employed (SYNTHETIC)")
    x = alt.X("from:Q", title=title).scale(domain=[-4.6, 10.6], nice=False)
    x = x.axis(values=[-4, -2, 0, 2, 4, 6], format="d")
    y = alt.Y("method:N", title=None, sort=list(METHODS.values()))
    y = y.axis(labelLimit=150, labelColor=LIGHT["ink"], domain=False, ticks=False)
    base = alt.Chart(alt.NamedData(name="machine"))
    band = base.transform_calculate(**{"from": "-datum.smallest"}).mark_rect(
        color=LIGHT["muted"], opacity=0.09
    )
    coal = base.transform_calculate(**{"from": "0"}).mark_bar(
        size=20, color=LIGHT["novokuznetsk"], opacity=0.75
    )
    zone = base.transform_calculate(**{"from": "datum.through"}).mark_bar(
        size=20, color=LIGHT["biysk"]
    )
    truth = base.mark_rule(color=LIGHT["ink"], strokeDash=[3, 3])
    words = base.transform_calculate(
        **{"from": "max(datum.found, datum.through, 0)", "said": "format(datum.found, '+.1f')"}
    ).mark_text(align="left", dx=6, fontWeight=600)
    return alt.layer(
        band.encode(x, alt.X2("smallest:Q")),
        coal.encode(x, alt.X2("through:Q"), y),
        zone.encode(x, alt.X2("found:Q"), y),
        truth.encode(alt.X("effect:Q")),
        words.encode(x, y, text="said:N"),
    ).properties(width="container", height=150)


EXPLORER = Explorer(
    name="counterfactual-machine",
    title=_("The counterfactual machine"),
    kicker=_("stylised case, SYNTHETIC"),
    pattern="novokuznetsk",
    controls=(
        Slider("effect", _("What the zone really adds"), EFFECTS, TRUE, _("%")),
        Slider("boom", _("Coal after the start"), BOOMS, BOOM, _("%")),
        Slider("noise", _("Noise of a year"), NOISES, NOISE, _("%")),
        Slider("after", _("Years since the start"), YEARS, AFTER),
    ),
    parts={"machine": Part(("effect", "boom", "noise", "after"), view)},
    chart=chart,
    presets=(
        Preset(_("Boom"), {}),
        Preset(_("Slump"), {"boom": -10}),
        Preset(_("No zone"), {"effect": 0}),
        Preset(_("Quiet"), {"boom": 0}),
        Preset(_("Five times"), {"effect": 3.0, "boom": 0}),
    ),
    prediction=Prediction(
        _(
            "A zone opens in a coal town and really adds {effect} % to its jobs. In the same years "
            "coal booms by {boom} %; the town takes four tenths of a boom, quiet towns take one. "
            "What will a careful comparison with twenty quiet towns say the zone has done?"
        ).format(effect=written(TRUE, ".1f"), boom=BOOM),
        {
            _("about 0.6 %: that is why one compares"): _(
                "It takes away what quiet towns had of the boom. What is left of it in yours?"
            ),
            _("about 3.6 %"): _(
                "So it does: 0.6 of the zone, and the three points by which a coal town's share of "
                "the boom exceeds theirs."
            ),
            _("about 4.6 %"): _(
                "That is before and after, with nobody to compare. The quiet towns take one point "
                "of it away."
            ),
            _("nothing that can be told from noise"): _(
                "The zone's own effect could not be told. What the comparison shows is another "
                "thing, and it can be told very well."
            ),
        },
    ),
    alt=_(
        "Three bars, one for each method: a part that coal has put in, then the part that the zone "
        "adds, with the sum at the end. A grey band reaches to the smallest effect that a test "
        "finds four times in five, a dashed line marks what the zone really adds."
    ),
    source=_(
        "Figures: SYNTHETIC; a town of {employed} employed, twenty quiet towns, five years before. "
        "Formulas: regecon.methods.counterfactual."
    ).format(employed=written(EMPLOYED, ",")),
    limits=_(
        "jobs that the zone takes from next door, effects that grow, noise that lasts from year to "
        "year, and every boom that is not one single price. The matched mix may use three coal "
        "towns beside the quiet ones, and finds the right one because nothing else moves."
    ),
)

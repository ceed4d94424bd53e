"""Split the tourist rouble: three towns, four keys, and who would rather leave."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases.partners import (
    RULES,
    TOGETHER,
    TOWNS,
    WITH_BIYSK,
    WITH_TASHTAGOL,
    convex,
    game,
    groups,
    leaver,
    most,
    split,
)
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

TOTALS = (180, 190, 195, 200, 220, 240)
PAIRS, WEAK = (90, 110, 130, 150, 170), (100, 110, 130)
KEYS = dict(
    zip(RULES, (_("visitors"), _("equal parts"), _("equal gains"), _("Shapley")), strict=True)
)
NAMES = dict(zip(TOWNS, (_("Sheregesh"), _("Biysk"), _("Tashtagol")), strict=True))
LETTERS = dict(zip(TOWNS, (_("S"), _("B"), _("T")), strict=True))
TOP = 240  # the largest bar is 200


def view(rule: str, together: float, with_tashtagol: float, with_biysk: float) -> View:
    """What every group gets and could make alone, and who walks out."""
    worth = game(together, with_tashtagol, with_biysk)
    shares = split(rule, worth)
    table = groups(worth, shares)
    out = leaver(table)
    gain = 0 if out is None else out["excess"]
    headlines = (
        Headline(_("walks out"), gain > 0, "–" if out is None else _short(out.name)),
        Headline(_("million gained by it"), gain, written(gain, ".1f")),
    )
    rows = pd.DataFrame(
        {
            "group": [_short(name) for name in table.index],
            "gets": table["receives"].round(1),
            "alone": table["worth"],
            "leaves": table["excess"] > 1e-9,
        }
    )
    return View(rows, headlines, f"{_told(shares)} {_verdict(rule, worth, out)}")


def _short(group: str) -> str:
    """A town by its name, a pair by its letters."""
    members = group.split(" + ")
    return NAMES[group] if len(members) == 1 else " + ".join(LETTERS[town] for town in members)


def _told(shares: pd.Series) -> str:
    money = (written(shares[town], ".1f") for town in TOWNS)
    return _("Sheregesh gets {s}, Biysk {b}, Tashtagol {t}.").format(
        **dict(zip("sbt", money, strict=True))
    )


def _verdict(rule: str, worth: dict, out: pd.Series | None) -> str:
    if out is None and rule != "shapley":
        return _("Nobody leaves.")
    if out is None and convex(worth):
        return _("Nobody leaves: the game is convex, so Shapley had to hold.")
    if out is None:
        return _("Nobody leaves, though the game is not convex: it had to be tried.")
    who = _(" and ").join(NAMES[town] for town in out.name.split(" + "))
    left = _("{who} would have {alone} without the rest and get {gets} here, so it breaks.").format(
        who=who, alone=written(out["worth"], ".0f"), gets=written(out["receives"], ".1f")
    )
    if any(most(worth, town) < worth[town] for town in TOWNS):
        return left + " " + _("No key can hold it: a pair and a town apart make more.")
    return left + " " + _("Another split would hold.")


def chart() -> alt.LayerChart:
    """For every group a bar of what it gets and a tick at what it could make without the rest."""
    order = [_short(name) for name in groups(game(), split("equal", game())).index]
    y = alt.Y("group:N", sort=order, title=None).axis(
        domain=False, ticks=False, labelColor=LIGHT["ink"], labelOverlap=False, labelLimit=120
    )
    x = alt.X("gets:Q", title=_("million roubles (SYNTHETIC); line: without the rest"))
    x = x.scale(domain=[0, TOP], nice=False).axis(tickCount=6)
    base = alt.Chart(alt.NamedData(name="groups"))
    colour = alt.when("datum.leaves").then(alt.value(LIGHT["novokuznetsk"]))
    bars = base.mark_bar(height=15).encode(x, y, color=colour.otherwise(alt.value(LIGHT["biysk"])))
    marks = base.mark_tick(thickness=4, size=24, color=LIGHT["ink"]).encode(alt.X("alone:Q"), y)
    words = base.mark_text(align="left", dx=6).encode(
        alt.X("end:Q"), y, text=alt.Text("gets:Q", format=".0f")
    )
    ends = words.transform_calculate(end="max(datum.gets, datum.alone)")
    return alt.layer(bars, marks, ends).properties(width="container", height=190)


EXPLORER = Explorer(
    name="split-the-rouble",
    title=_("Split the tourist rouble"),
    kicker=_("stylised case, SYNTHETIC"),
    controls=(
        Choice("rule", _("Split by"), KEYS, "visitors"),
        Slider("together", _("All three are worth"), TOTALS, TOGETHER, _("million")),
        Slider(
            "with_tashtagol", _("Sheregesh with Tashtagol"), PAIRS, WITH_TASHTAGOL, _("million")
        ),
        Slider("with_biysk", _("Sheregesh with Biysk"), WEAK, WITH_BIYSK, _("million")),
    ),
    parts={"groups": Part(("rule", "together", "with_tashtagol", "with_biysk"), view)},
    chart=chart,
    presets=(
        Preset(_("Visitors"), {}),
        Preset(_("Equal"), {"rule": "equal"}),
        Preset(_("Shapley"), {"rule": "shapley"}),
        Preset(_("190"), {"rule": "shapley", "together": 190}),
        Preset(_("180"), {"rule": "shapley", "together": 180}),
    ),
    prediction=Prediction(
        _(
            "Alone in a season Sheregesh takes {s} million roubles of tourists, Biysk {b}, "
            "Tashtagol {t}; all three on one route take {all} (SYNTHETIC). They share by the "
            "visitors that each has now, so each gets two thirds more than before. Who leaves?"
        ).format(s=60, b=40, t=20, all=TOGETHER),
        {
            _("nobody: each has more than before"): _(
                "Each town alone would stay. Ask what two of them could do."
            ),
            _("Tashtagol, which gets least"): _(
                "Least, and still more than it has alone. Look at the pairs."
            ),
            _("Sheregesh with Tashtagol"): _(
                "So it is. Now try the other keys, and watch what Biysk gets."
            ),
            _("Biysk, the farthest"): _("Biysk is the one that this key treats best. Look at it."),
        },
    ),
    alt=_(
        "Six bars, for three towns and three pairs: what each group gets. A line across each bar "
        "stands at what the group could take without the rest; where the bar ends short of it, "
        "the group leaves."
    ),
    source=_("Figures: SYNTHETIC; methods shapley and excess."),
    limits=_(
        "who pays for the road and the office, taxes that do not stay in the town, guests whom "
        "nobody has counted, firms inside a town that lose, and promises nobody can enforce."
    ),
)

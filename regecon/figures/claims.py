"""The report, claim by claim: how the verdicts fall, and on what evidence they rest."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.data import load
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, plural, written
from regecon.kit.palette import LIGHT

VERDICTS = (
    "held",
    "held in part",
    "failed",
    "taken up",
    "not taken up",
    "cannot be told",
    "nothing found",
    "not tested",
    "not testable",
)
GRADES = {
    "A": (_("A, statistics or law"), "sheregesh"),
    "B": (_("B, several sources"), "biysk"),
    "C": (_("C, one source"), "accent"),
    "D": (_("D, our judgement"), "rule"),
}
UNTESTED = ("nothing found", "not tested", "not testable")
ROW = 30


def counts() -> pd.DataFrame:
    """How many claims have each verdict (rows) and grade (columns)."""
    table = load("claim_verdicts")
    found = pd.crosstab(table["verdict"], table["grade"])
    return found.reindex(index=VERDICTS, columns=list(GRADES), fill_value=0)


def numbers() -> dict[str, int]:
    """The counts that are told: by verdict, by grade, and of what was looked at in vain or not."""
    found = counts()
    by_verdict = {name.replace(" ", "_"): n for name, n in found.sum(axis=1).items()}
    by_grade = {f"grade_{name}": n for name, n in found.sum().items()}
    untested = found.loc[list(UNTESTED)].to_numpy().sum()
    told = by_verdict | by_grade | {"claims": found.to_numpy().sum(), "untested": untested}
    return {name: int(count) for name, count in told.items()}


def verdicts() -> Figure:
    """The verdicts as bars, made up of the grades of their evidence."""
    found = counts()
    rows = found.stack().rename("claims").reset_index()
    rows["order"] = rows["grade"].map(list(GRADES).index)
    rows["verdict"] = rows["verdict"].map(_)
    ends = found.sum(axis=1).rename("claims").reset_index()
    ends["verdict"], ends["text"] = ends["verdict"].map(_), ends["claims"].map(str)
    room = alt.Scale(domain=[0, 1.2 * float(ends["claims"].max())], nice=False)  # for the totals
    y = alt.Y("verdict:N", sort=[_(name) for name in VERDICTS], title=None)
    colours = [LIGHT[colour] for _name, colour in GRADES.values()]
    shades = alt.Scale(domain=list(GRADES), range=colours)
    legend = alt.Legend(title=_("grade of evidence"), orient="top")
    bars = (
        alt.Chart(rows[rows["claims"] > 0])
        .mark_bar(stroke=LIGHT["muted"], strokeWidth=0.5)
        .encode(
            y=y,
            x=alt.X("claims:Q", title=_("claims"), scale=room, axis=alt.Axis(labelBound=3)),
            color=alt.Color("grade:N", scale=shades, legend=legend),
            order="order:Q",
        )
    )
    totals = alt.Chart(ends).mark_text(align="left", dx=6).encode(y=y, x="claims:Q", text="text:N")
    chart = (bars + totals).properties(width="container", height=ROW * len(VERDICTS))
    return Figure(chart, _alt(found), numbers())


def _alt(found: pd.DataFrame) -> str:
    """The three longest bars, and the others that a reader will ask for."""
    longest = found.sum(axis=1).nlargest(3)
    first, second, third = (f"{_(name)} {written(count, ',')}" for name, count in longest.items())
    words = _(
        "Horizontal bars, one for each verdict, made up of the grades of evidence. The longest: "
        "{first}, {second}, {third}. Held {held}, held in part {held_in_part}, failed {failed}. By "
        "grade: A {grade_A}, B {grade_B}, C {grade_C}, D {grade_D}."
    )
    return words.format(first=first, second=second, third=third, **numbers())


def caption() -> str:
    """What the picture counts, a sentence for each count."""
    told = numbers()
    return " ".join(
        (
            plural(
                "{count} of {claims} statements was not tested, cannot be, or met no evidence "
                "that we could find.",
                "{count} of {claims} statements were not tested, cannot be, or met no evidence "
                "that we could find.",
                told["untested"],
                claims=written(told["claims"], ","),
            ),
            plural("{count} held whole.", "{count} held whole.", told["held"]),
            plural("{count} failed.", "{count} failed.", told["failed"]),
            plural(
                "{count} verdict rests on official statistics or a law.",
                "{count} verdicts rest on official statistics or a law.",
                told["grade_A"],
            ),
        )
    )

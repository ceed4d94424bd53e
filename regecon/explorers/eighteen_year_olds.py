"""Where do the 18-year-olds go?: a real town's ages in twenty years, by three levers."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases.young import AGES, BACK, KEPT, LEAVE, OLDER, TOWNS, YEARS, YOUNG, project
from regecon.kit.chart import in_expression
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
from regecon.kit.i18n import _, localised, written
from regecon.kit.palette import LIGHT
from regecon.methods.demography import cohort_present

NAMES = {
    "Biysk": _("Biysk"),
    "Novokuznetsk": _("Novokuznetsk"),
    "Tashtagol": _("Tashtagol district"),
}


def _here(leave: float, back: float) -> str:
    """How many of a hundred are here in the end, as one writes it."""
    return localised(f"{100 * cohort_present(leave, back):.1f}".removesuffix(".0"))


def _rows(people: pd.DataFrame, total: float) -> pd.DataFrame:
    """Per 1,000 inhabitants of 2024, so that towns of any size share a scale."""
    return (1000 * people / total).rename_axis("age").reset_index()


def start_view(town: str) -> View:
    """Ages of 2024, and those of 2044 whom no lever reaches."""
    path = project(town, 0, 0, 0)
    total = path[0].to_numpy().sum()
    older = path[YEARS].where(path.index.to_series() >= OLDER, axis=0).rename(columns=str)
    frames = {"": path[0], "_later": older}
    parts = [_rows(frame, total).set_index("age").add_suffix(end) for end, frame in frames.items()]
    return View(pd.concat(parts, axis=1).reset_index())


def later_view(town: str, leave: float, back: float, new: float) -> View:
    """Ages of 2044 below forty, what they add up to, and a sentence."""
    path = project(town, leave, back, new)
    all_now, all_then = path[0].to_numpy().sum(), path[YEARS].to_numpy().sum()
    share = 100 * path[YEARS].loc[YOUNG].to_numpy().sum() / path[0].loc[YOUNG].to_numpy().sum()
    stay = 100 * cohort_present(leave / 100, back / 100)
    nobody = project(town, 0, 0, 0)[YEARS].to_numpy().sum()
    headlines = (
        Headline(_("of 100 locals, here at 34"), stay, written(stay, ".1f")),
        Headline(_("aged 20–39, % of 2024"), share, f"{written(share, '.0f')} %"),
        Headline(_("thousand inhabitants 2044"), all_then / 1000, written(all_then / 1000, ".1f")),
    )
    sentence = _(
        "Of 100 who grow up here {gone} leave and {back} of these come back, so {stay} are here "
        "at 34; {new} others have come. The town shrinks from {now} to {then} thousand in "
        "twenty years; with nobody moving at all it would be {nobody}."
    ).format(
        gone=written(leave, ".0f"),
        back=localised(f"{leave * back / 100:.1f}".removesuffix(".0")),
        stay=localised(f"{stay:.1f}".removesuffix(".0")),
        new=written(new, ".0f") if new else _("no"),
        now=written(all_now / 1000, ".1f"),
        then=written(all_then / 1000, ".1f"),
        nobody=written(nobody / 1000, ".1f"),
    )
    below = path[YEARS][path.index < OLDER]
    return View(_rows(below, all_now), headlines, sentence)


def chart() -> alt.LayerChart:
    """The pyramid of 2044 as bars, that of 2024 as an outline."""
    label = "datum.age == 70 ? '70+' : datum.age + '–' + (datum.age + 4)"
    order = [f"{age}–{age + 4}" for age in AGES[:-1]] + ["70+"]
    y = alt.Y("group:N", sort=order[::-1], title=None)
    y = y.scale(domain=order[::-1], paddingInner=0.12).axis(ticks=False, domain=False)
    title = [_("per 1,000 inhabitants of 2024"), _("outline: 2024; bars: 2044")]
    x = alt.X("people:Q", title=title)
    x = x.scale(domain=[-80, 80], nice=False)
    x = x.axis(values=[-60, -30, 0, 30, 60], labelExpr="abs(datum.value)")

    he, she = in_expression(_("men")), in_expression(_("women"))

    def sides(name: str, women: str, men: str) -> alt.Chart:
        return (
            alt.Chart(alt.NamedData(name=name))
            .transform_filter(f"isValid(datum.{women})")
            .transform_calculate(group=label, left=f"-datum.{men}", right=f"datum.{women}")
            .transform_fold(["left", "right"], as_=["side", "people"])
            .transform_calculate(
                who=f"datum.side == 'left' ? {he} : {she}",
                size="abs(datum.people)",
            )
        )

    tips = [
        alt.Tooltip("group:N", title=_("age")),
        alt.Tooltip("who:N", title=_("sex")),
        alt.Tooltip("size:Q", title=_("per 1,000 of 2024"), format=".1f"),
    ]
    later = sides("later", "women", "men").mark_bar(color=LIGHT["biysk"])
    older = sides("start", "women_later", "men_later").mark_bar(color=LIGHT["biysk"], opacity=0.4)
    now = sides("start", "women", "men").mark_bar(
        filled=False, stroke=LIGHT["ink"], strokeWidth=1.3, fillOpacity=0
    )
    words = pd.DataFrame(
        {
            "group": ["70+", "70+"],
            "people": [-78, 78],
            "word": [_("men"), _("women")],
            "side": ["left", "right"],
        }
    )
    names = [
        alt.Chart(words[words["side"] == side])
        .mark_text(align=side, fontWeight=600, color=LIGHT["muted"], dy=26)
        .encode(alt.X("people:Q"), alt.Y("group:N", sort=order[::-1]), text="word:N")
        for side in ("left", "right")
    ]
    layers = [older, later, now.encode(tooltip=tips)]
    return alt.layer(*(layer.encode(x, y) for layer in layers), *names).properties(
        width="container", height=360
    )


EXPLORER = Explorer(
    name="eighteen-year-olds",
    title=_("Where do the 18-year-olds go?"),
    kicker=_("real ages of 2024, levers of your own"),
    pattern="biysk",
    controls=(
        Choice("town", _("Town"), {town: NAMES[town] for town in TOWNS}, "Biysk"),
        Slider(
            "leave",
            _("Leave by 24"),
            (0, 10, 20, 30, 40, 50, 60, 70, 80),
            60,
            _("of 100"),
        ),
        Slider(
            "back",
            _("Return by 34"),
            (0, 5, 10, 15, 20, 25, 30, 40, 50, 60),
            15,
            _("% of these"),
        ),
        Slider(
            "new",
            _("Newcomers by 34"),
            (0, 10, 25, 50),
            0,
            _("per 100 locals"),
        ),
    ),
    parts={
        "start": Part(("town",), start_view),
        "later": Part(("town", "leave", "back", "new"), later_view),
    },
    chart=chart,
    presets=(
        Preset(_("60 leave, 15 % return"), {}),
        Preset(_("Keep ten more"), {"leave": 50}),
        Preset(_("Call back twice as many"), {"back": 30}),
        Preset(_("Fifty newcomers"), {"new": 50}),
        Preset(_("Nobody leaves"), {"leave": 0, "back": 0}),
    ),
    prediction=Prediction(
        _(
            "Of 100 young people {leave} leave to study, and {back} % of them come back. The town "
            "can either keep ten more, or raise the return to {twice} %. After which are more of "
            "the 100 here at 34?"
        ).format(
            leave=written(100 * LEAVE, ".0f"),
            back=written(100 * BACK, ".0f"),
            twice=written(200 * BACK, ".0f"),
        ),
        {
            _("keeping ten more"): _(
                "Ten more stay, but some of the ten would have come back anyway. Compare the first "
                "number under “Keep ten more” and “Call back twice as many”."
            ),
            _("doubling the return"): _(
                "So it is, by a hair. Now ask to whom the town must pay in each case."
            ),
            _("no difference to speak of"): _(
                "Nearly: {kept} against {called}. The difference is in who gets the money, and "
                "for what."
            ).format(kept=_here(LEAVE - KEPT, BACK), called=_here(LEAVE, 2 * BACK)),
            _("one cannot tell without the size of the town"): _(
                "The share does not hang on it: 1 − leave × (1 − return). The size matters for "
                "the bill."
            ),
        },
    ),
    alt=_(
        "A pyramid of men and women by five-year age groups: the town of 1 January 2024 as an "
        "outline, that of 2044 as bars. Bars below forty follow the levers, those above are paler "
        "and do not move."
    ),
    source=_(
        "Figures: age_pyramids (1 January 2024); fertility of 2023 and life expectancy of 2022 "
        "of the region, region_demography. Estimated: deaths by age from life expectancy alone, "
        "women living ten years longer, births by mother's age. The levers are assumptions."
    ),
    limits=_(
        "moves after 34 and of those who were 20 or older in 2024, children who come along, wages "
        "and houses, and whether all who are counted live there. Half of those who return, "
        "and of the newcomers, come at 25 to 29, the other half at 30 to 34."
    ),
)

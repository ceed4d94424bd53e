"""How many interviews?: what one has heard after so many, and from whom."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases.coding import THEMES, published_saturation, share_heard, unequal_themes
from regecon.kit.explorer import Choice, Explorer, Headline, Part, Prediction, Preset, Slider, View
from regecon.kit.i18n import _, plural, written
from regecon.kit.palette import LIGHT

MOST = 60
INTERVIEWS = (3, 6, 9, 12, 20, 30, 40, MOST)
DECLINES = {
    0.3: _("nearly alike"),
    0.6: _("uneven"),
    1.0: _("very uneven"),
}
AUDIENCES = {
    1: _("one that knows all themes"),
    3: _("three that know ten each"),
}
RARE = 0.1  # mentioned by one speaker in ten or fewer


def curve(decline: float, audiences: int) -> View:
    """The share heard after one, two, ... interviews."""
    held = range(1, MOST + 1)
    shares = [round(share_heard(n, decline, audiences), 4) for n in held]
    return View(pd.DataFrame({"interviews": list(held), "share": shares}))


def here(interviews: int, decline: float, audiences: int) -> View:
    """What has come up after the chosen number of interviews."""
    share = share_heard(interviews, decline, audiences)
    new = THEMES * (share_heard(interviews + 1, decline, audiences) - share)
    headlines = (
        Headline(
            _("of {count} themes").format(count=THEMES),
            THEMES * share,
            written(THEMES * share, ".0f"),
        ),
        Headline(_("new in the next"), new, written(new, ".1f")),
    )
    row = pd.DataFrame({"interviews": [interviews], "share": [share]})
    return View(row, headlines, _sentence(interviews, decline, audiences, share))


def _sentence(interviews: int, decline: float, audiences: int, share: float) -> str:
    words = [
        _("{interviews} interviews bring up about {heard} of {count} themes, {share} %.").format(
            interviews=interviews,
            heard=written(THEMES * share, ".0f"),
            count=THEMES,
            share=written(100 * share, ".0f"),
        )
    ]
    rare = int((unequal_themes(decline) <= RARE).sum())
    if rare:
        words.append(
            plural(
                "{count} of the themes is rare: one speaker in ten or fewer would mention it.",
                "{count} of the themes are rare: one speaker in ten or fewer would mention them.",
                rare,
            )
        )
    if audiences > 1:
        each = written(interviews / audiences, ".1f").removesuffix(written(0, ".1f")[1:])
        words.append(_("Each audience was asked in {each} of the interviews.").format(each=each))
    return " ".join(words)


def chart() -> alt.LayerChart:
    """Share of the themes heard by number of interviews, with one published study beside it."""
    x = alt.X("interviews:Q", title=_("interviews")).scale(domain=[0, MOST + 1], nice=False)
    x = x.axis(values=[0, 6, 12, 20, 30, 40, 50, 60])
    y = alt.Y("share:Q", title=None).scale(domain=[0, 1]).axis(format="%", tickCount=5)
    line = alt.Chart(alt.NamedData(name="curve")).mark_line(
        color=LIGHT["sheregesh"], strokeWidth=2.5
    )
    point = alt.Chart(alt.NamedData(name="here"))
    drop = point.mark_rule(color=LIGHT["ink"], strokeDash=[2, 3]).encode(x, y, y2=alt.datum(0))
    study = published_saturation().rename_axis("interviews").reset_index()
    seen = alt.Chart(study).mark_point(
        filled=False, shape="square", size=80, color=LIGHT["novokuznetsk"], strokeWidth=2
    )
    name = seen.transform_filter(alt.datum.interviews == MOST).transform_calculate(share="0.08")
    name = name.mark_text(
        align="right",
        color=LIGHT["novokuznetsk"],
        text=_("\u25a1 one study, its own codes"),
    ).encode(x, y)
    layers = (line.encode(x, y), drop, seen.encode(x, y), name)
    return alt.layer(*layers, point.mark_point(size=150).encode(x, y)).properties(
        width="container", height=220
    )


EXPLORER = Explorer(
    name="how-many-interviews",
    title=_("How many interviews?"),
    kicker=_("stylised case, SYNTHETIC"),
    controls=(
        Slider("interviews", _("Interviews held"), INTERVIEWS, 12),
        Choice("decline", _("How often themes are mentioned"), DECLINES, 1.0),
        Choice("audiences", _("Whom you ask"), AUDIENCES, 1),
    ),
    parts={
        "curve": Part(("decline", "audiences"), curve),
        "here": Part(("interviews", "decline", "audiences"), here),
    },
    chart=chart,
    presets=(
        Preset(_("Twelve"), {}),
        Preset(_("Twenty"), {"interviews": 20}),
        Preset(_("A narrow question"), {"decline": 0.6}),
        Preset(_("Three audiences"), {"audiences": 3}),
    ),
    prediction=Prediction(
        _(
            "Thirty things are worth hearing in a town. Eight speakers in ten mention the first, "
            "four the second, and so on down to about one in forty. How many of the thirty have "
            "come up after twelve interviews?"
        ),
        {
            _("all: twelve are enough"): _(
                "Twelve were nearly enough for one question put to people much alike. Here three "
                "themes in four are such that one speaker in ten or fewer mentions them."
            ),
            _("about 25"): _(
                "For that you need more than thirty. The first interviews bring so much that one "
                "overrates the next."
            ),
            _("about 16"): _("So it is, a little over half. See which of them are missing."),
            _("about 8"): _("Even six interviews bring more. The frequent themes come at once."),
        },
    ),
    alt=_(
        "A curve of the share of themes heard: it rises steeply with the first interviews, then "
        "ever more slowly. A point marks the interviews held. Four squares show how many of its "
        "own codes a published study had after so many interviews."
    ),
    source=_(
        "Curve: SYNTHETIC, thirty themes, independent speakers. Squares: Guest, Bunce and Johnson "
        "(2006) as retold, table saturation_studies; its last square is whole by construction."
    ),
    limits=_(
        "acquaintances who send you on to one another, better questions as you learn, what a theme "
        "means beyond its being named, and whoever refused."
    ),
)

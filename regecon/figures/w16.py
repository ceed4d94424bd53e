"""Week 16: the numbers and figures of the chapter on towns together and plans on paper."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases import partners, plans
from regecon.data import load
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.cooperation import core_vertices, dividends, nucleolus

ASKED = 400  # guests in the proposed survey
PASSING, FAILING = 20, 8  # guests of those asked with a night in both places
MANY, SOME, FEW = 0.08, 0.05, 0.02  # shares of all guests that might be true
TOTALS = range(180, 222, 2)
LUCK_TOWNS = 40


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text and captions name."""
    figures = [core(), biysk(), audit(), coders()]
    texts = [_shares(), _gains(), _pipe(), _survey(), _plans(), _verdicts()]
    return {name: value for part in texts for name, value in part.items()} | {
        name: value for figure in figures for name, value in figure.numbers.items()
    }


def _shares() -> dict[str, float]:
    worth = partners.game()
    found = {
        f"{rule}_{town[0].lower()}": value
        for rule in partners.RULES
        for town, value in partners.split(rule, worth).items()
    }
    gone = partners.leaver(partners.groups(worth, partners.split("visitors", worth)))
    centre = nucleolus(worth)
    return (
        found
        | {f"alone_{town[0].lower()}": worth[town] for town in partners.TOWNS}
        | {f"most_{town[0].lower()}": partners.most(worth, town) for town in partners.TOWNS}
        | {f"nucleolus_{town[0].lower()}": value for town, value in centre.items()}
        | {
            "together": partners.TOGETHER,
            "pair_st": partners.WITH_TASHTAGOL,
            "pair_sb": partners.WITH_BIYSK,
            "pair_bt": partners.REST,
            "apart": worth["Biysk"] + partners.WITH_TASHTAGOL,
            "gone_gets": gone["receives"],
            "gone_gain": gone["excess"],
            "trust": 100 * partners.trust_needed(),
        }
    )


def _gains() -> dict[str, float]:
    gains = dividends(partners.game())
    names = {"sb": "Sheregesh + Biysk", "st": "Sheregesh + Tashtagol", "bt": "Biysk + Tashtagol"}
    return {f"gain_{short}": gains[name] for short, name in names.items()} | {
        "gain_all": gains.iloc[-1],
        "loss_all": -gains.iloc[-1],
        "third_of_it": -gains.iloc[-1] / 3,
    }


def _pipe() -> dict[str, float]:
    table = partners.main()
    found = {
        f"{rule}_{town}": value
        for rule in ("heads", "used")
        for town, value in partners.bills(rule).items()
    }
    kilometres, people = table["kilometres"], table["people"]
    return found | {
        "km_near": kilometres.iloc[0],
        "km_far": kilometres.iloc[1],
        "km_rest": kilometres.iloc[1] - kilometres.iloc[0],
        "people_near": people.iloc[0],
        "people_far": people.iloc[1],
        "share_near": 100 * people.iloc[0] / people.sum(),
        "saved_near": kilometres.iloc[0] - partners.bills("heads").iloc[0],
    }


def _survey() -> dict[str, float]:
    def passes(share: float) -> float:
        return 100 * partners.chance_of_at_least(share, ASKED, PASSING)

    def fails(share: float) -> float:
        return 100 - 100 * partners.chance_of_at_least(share, ASKED, FAILING + 1)

    return {
        "asked": ASKED,
        "passing": PASSING,
        "failing": FAILING,
        "passes_many": passes(MANY),
        "passes_few": passes(FEW),
        "fails_few": fails(FEW),
        "fails_some": fails(SOME),
        "luck_towns": LUCK_TOWNS,
        "luck_best": plans.best_of_luck(LUCK_TOWNS),
    }


def _plans() -> dict[str, float]:
    known, passing = plans.seen(), plans.passing()
    adopted, cities = 75, 168  # by the middle of 2019, as the abstract has them
    later, updated = 87, 21  # by the end of 2019, as another abstract has them
    return {f"cell_{name}": value for name, value in known.items()} | {
        "least": plans.LEAST,
        "passing_a": passing["coder_a"],
        "passing_b": passing["coder_b"],
        "passing_both": passing["both"],
        "passing_either": passing["either"],
        "rank_plans": plans.scores().corr(method="spearman").iloc[0, 1],
        "adopted": adopted,
        "adopted_later": later,
        "in_order": later + updated,
        "cities": cities,
        "adopted_share": 100 * adopted / cities,
    }


def _verdicts() -> dict[str, float]:
    counts = load("claim_verdicts")["verdict"].value_counts()
    unknown = ["not tested", "nothing found", "cannot be told"]
    return {
        "bodies": load("associations")["claim"].notna().sum(),
        "claims": counts.sum(),
        "held": counts["held"],
        "held_part": counts["held in part"],
        "failed": counts["failed"],
        "open": counts[unknown].sum(),
    }


KEYS = {
    "visitors": (_("by visitors"), 10),
    "equal": (_("equal parts"), 10),
    "gains": (_("equal gains"), 10),
    "shapley": (_("Shapley"), 12),
}


def core() -> Figure:
    """All splits of the rouble: Biysk across, Tashtagol upwards, Sheregesh has the rest."""
    worth = partners.game()
    corners = core_vertices(worth)
    points = pd.DataFrame({rule: partners.split(rule, worth) for rule in partners.RULES}).T
    told = _(
        "A plane of splits, Biysk across and Tashtagol upwards. The stable ones form an upright "
        "band between {low} and {high} for Biysk. Shapley lies in it, at {b} and {t}. The three "
        "other keys lie to its right, one above the other, each at {out} for Biysk."
    ).format(
        low=written(corners["Biysk"].min(), ".0f"),
        high=written(corners["Biysk"].max(), ".0f"),
        b=written(points.loc["shapley", "Biysk"], ".1f"),
        t=written(points.loc["shapley", "Tashtagol"], ".1f"),
        out=written(points.loc["equal", "Biysk"], ".1f"),
    )
    found = {
        "core_low": corners["Biysk"].min(),
        "core_high": corners["Biysk"].max(),
        "core_t_low": corners["Tashtagol"].min(),
        "core_t_high": corners["Tashtagol"].max(),
    }
    return Figure(_core_chart(corners, points), told, found)


def _core_chart(corners: pd.DataFrame, points: pd.DataFrame) -> alt.LayerChart:
    edge = corners.sort_values(["Biysk", "Tashtagol"])
    band = edge.groupby("Biysk")["Tashtagol"].agg(["min", "max"]).reset_index()
    x = alt.X("Biysk:Q", title=_("Biysk gets, million (SYNTHETIC)"))
    x = x.scale(domain=[30, 84], nice=False).axis(values=[40, 50, 60, 70])
    y = alt.Y("Tashtagol:Q", title=_("Tashtagol gets, million")).scale(domain=[0, 100])
    area = (
        alt.Chart(band)
        .mark_area(color=LIGHT["biysk"], opacity=0.25)
        .encode(x, alt.Y("min:Q", title=_("Tashtagol gets, million")), alt.Y2("max:Q"))
    )
    rows = points.reset_index(names="rule")
    rows["label"] = [KEYS[rule][0] for rule in rows["rule"]]
    rows["stable"] = rows["rule"] == "shapley"
    colour = alt.when("datum.stable").then(alt.value(LIGHT["biysk"]))
    colour = colour.otherwise(alt.value(LIGHT["novokuznetsk"]))
    base = alt.Chart(rows).encode(x, y, color=colour)
    dots = base.mark_point(size=110)
    words = base.mark_text(align="left", dx=11, fontWeight=600).encode(text="label:N")
    name = pd.DataFrame({"Biysk": [45], "Tashtagol": [78], "label": [_("nobody leaves")]})
    inside = (
        alt.Chart(name).mark_text(fontWeight=600, color=LIGHT["biysk"]).encode(x, y, text="label:N")
    )
    return alt.layer(area, dots, words, inside).properties(width="container", height=300)


LINES = {
    "limit": (_("most it may get"), "ink", [6, 4]),
    "shapley": (_("Shapley gives it"), "biysk", [1, 0]),
    "need": (_("has alone"), "novokuznetsk", [2, 3]),
}


def biysk() -> Figure:
    """What Biysk has alone, gets by Shapley, and may get at most, by the worth of all three."""
    rows = pd.DataFrame(
        {
            total: {
                "need": partners.ALONE["Biysk"],
                "shapley": partners.split("shapley", partners.game(total))["Biysk"],
                "limit": partners.most(partners.game(total), "Biysk"),
            }
            for total in TOTALS
        }
    ).T.rename_axis("total")
    level = partners.thresholds()
    told = _(
        "Three lines over the worth of all three towns, {first} to {last}. What Biysk has alone "
        "is level at {need}. The most that it may get rises steeply and crosses that level at "
        "{exists}. Shapley's share rises gently; below {shapley} it lies above the most."
    ).format(
        first=TOTALS[0],
        last=TOTALS[-1],
        need=partners.ALONE["Biysk"],
        exists=written(level["exists"], ".0f"),
        shapley=written(level["shapley"], ".0f"),
    )
    found = {f"from_{name}": value for name, value in level.items()}
    return Figure(_biysk_chart(rows, level), told, found)


def _biysk_chart(rows: pd.DataFrame, level: pd.Series) -> alt.LayerChart:
    labels = {name: label for name, (label, _colour, _dash) in LINES.items()}
    long = rows.reset_index().melt("total", var_name="name", value_name="money")
    long["line"] = long["name"].map(labels)
    x = alt.X("total:Q", title=_("worth of all three, million (SYNTHETIC)"))
    x = x.scale(domain=[TOTALS[0], TOTALS[-1]], nice=False)
    x = x.axis(values=[180, *level.astype(int), 210, 220])
    y = alt.Y("money:Q", title=_("Biysk, million")).scale(domain=[25, 75], nice=False)
    legend = alt.Legend(orient="top", title=None, direction="horizontal", columns=2)
    colour = alt.Color("line:N", legend=legend).scale(
        domain=list(labels.values()), range=[LIGHT[tone] for _label, tone, _dash in LINES.values()]
    )
    dash = alt.StrokeDash("line:N", legend=legend).scale(
        domain=list(labels.values()), range=[dash for _label, _tone, dash in LINES.values()]
    )
    marks = alt.Chart(level.rename("total").to_frame()).mark_rule(color=LIGHT["rule"]).encode(x)
    lines = alt.Chart(long).mark_line(strokeWidth=2.5).encode(x, y, colour, dash)
    return (marks + lines).properties(width="container", height=260)


CRITERIA = {
    "openness": _("can be read"),
    "currency": _("is in force"),
    "alignment": _("fits higher plans"),
    "comparison": _("looks at others"),
    "projects": _("names projects"),
}
STATES = {
    "both": (_("both"), "biysk"),
    "report": (_("report alone"), "water"),
    "found": (_("others alone"), "accent"),
    "neither": (_("nothing"), "rule"),
}


def audit() -> Figure:
    """What is known of three towns' plans: who vouches for each cell."""
    table = plans.audit()
    report, found = table["report"] != "silent", table["found"] != "nothing"
    state = pd.Series("neither", index=table.index)
    state[report & ~found], state[~report & found], state[report & found] = (
        "report",
        "found",
        "both",
    )
    counts = state.value_counts()
    told = _(
        "A grid of three places by five criteria. In {both} of {cells} cells the report and "
        "another source speak, in {report} the report alone, in {found} another source alone, in "
        "{neither} nothing."
    ).format(cells=len(table), **{name: counts[name] for name in STATES})
    numbers_of = {f"state_{name}": counts[name] for name in STATES}
    return Figure(_audit_chart(table, state), told, numbers_of)


ANSWERS = {"yes": _("yes"), "no": _("no"), "mixed": _("mixed"), "silent": "·", "nothing": "·"}


def _audit_chart(table: pd.DataFrame, state: pd.Series) -> alt.LayerChart:
    rows = table[["report", "found", "as_of"]].reset_index()
    rows["criterion"] = rows["criterion"].map(CRITERIA)
    rows["place"] = [_(place) for place in rows["place"]]
    rows["state"] = [STATES[name][0] for name in state]
    rows["words"] = [
        f"{ANSWERS[report]} | {ANSWERS[found]}"
        for report, found in zip(rows["report"], rows["found"], strict=True)
    ]
    x = alt.X("place:N", sort=[_(place) for place in plans.PLACES], title=None)
    x = x.axis(
        orient="top",
        labelAngle=0,
        labelFontSize=11,
        # On a phone a name longer than its column is cut to a beginning.
        labelExpr="width < 260 && length(datum.label) > 9 ? slice(datum.label, 0, 6) + '.' "
        ": datum.label",
        domain=False,
        ticks=False,
        labelColor=LIGHT["ink"],
    )
    y = alt.Y("criterion:N", sort=list(CRITERIA.values()), title=None)
    y = y.axis(domain=False, ticks=False, labelColor=LIGHT["ink"], labelLimit=140)
    legend = alt.Legend(
        orient="bottom", title=None, direction="horizontal", columns=2, symbolType="square"
    )
    colour = alt.Color("state:N", legend=legend).scale(
        domain=[label for label, _tone in STATES.values()],
        range=[LIGHT[tone] for _label, tone in STATES.values()],
    )
    tips = [
        alt.Tooltip("report:N", title=_("report")),
        alt.Tooltip("found:N", title=_("found")),
        alt.Tooltip("as_of:N", title=_("as of")),
    ]
    base = alt.Chart(rows).encode(x, y)
    cells = base.mark_rect(opacity=0.4, stroke=LIGHT["paper"], strokeWidth=3)
    words = base.mark_text().encode(text="words:N")
    return (cells.encode(color=colour, tooltip=tips) + words).properties(
        width="container", height=210
    )


def coders() -> Figure:
    """Raw agreement of two coders of made-up plans, and what of it is beyond chance."""
    table = plans.agreement()
    told = _(
        "Five rows, each with an open ring for raw agreement and a dot with its interval for "
        "kappa. On what can be read {o} of agreement are a kappa of {ok}; on what fits higher "
        "plans {a} are {ak}; on named projects {p} are {pk}."
    ).format(
        **{
            short: written(table.loc[name, "observed"], ".2f")
            for short, name in (("o", "openness"), ("a", "alignment"), ("p", "projects"))
        },
        **{
            f"{short}k": _signed(table.loc[name, "kappa"])
            for short, name in (("o", "openness"), ("a", "alignment"), ("p", "projects"))
        },
    )
    found = {
        f"{name}_{what}": table.loc[name, what]
        for name in plans.CRITERIA
        for what in ("observed", "kappa", "steps", "mean_a", "mean_b")
    }
    return Figure(_coders_chart(table), told, found)


def _signed(value: float) -> str:
    """A number with its sign in a word, for those who listen."""
    size = written(abs(value), ".2f")
    return _("minus {size}").format(size=size) if value < 0 else size


def _coders_chart(table: pd.DataFrame) -> alt.LayerChart:
    rows = table.reset_index(names="criterion")
    rows["criterion"] = rows["criterion"].map(CRITERIA)
    y = alt.Y("criterion:N", sort=list(CRITERIA.values()), title=None)
    y = y.axis(domain=False, ticks=False, labelColor=LIGHT["ink"], labelLimit=140)
    x = alt.X("kappa:Q", title=_("○ raw agreement, ● kappa with 95 % (SYNTHETIC)"))
    x = x.scale(domain=[-0.25, 1], nice=False).axis(values=[0, 0.25, 0.5, 0.75, 1], format=".2f")
    base = alt.Chart(rows).encode(y)
    zero = alt.Chart(pd.DataFrame({"kappa": [0]})).mark_rule(color=LIGHT["muted"]).encode(x)
    range_ = base.mark_rule(color=LIGHT["biysk"], strokeWidth=2).encode(
        alt.X("low:Q"), alt.X2("high:Q")
    )
    dot = base.mark_point(size=100, color=LIGHT["biysk"]).encode(x)
    ring = base.mark_point(
        size=100, filled=False, color=LIGHT["novokuznetsk"], strokeWidth=2
    ).encode(alt.X("observed:Q"))
    return alt.layer(zero, range_, dot, ring).properties(width="container", height=34 * len(rows))

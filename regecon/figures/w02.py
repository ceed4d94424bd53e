"""Week 2: the numbers and figures of the chapter on asking, listening and coding."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from regecon.cases import coding, fieldwork, interviews
from regecon.data import load
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, label, written
from regecon.kit.palette import LIGHT
from regecon.methods.agreement import cohen_kappa, specific_agreement
from regecon.methods.fieldwork import sample_size

STRICT = 0.4  # of kappa: a line that looks modest and refuses good coders
HIDDEN = "shadow"  # the code that is hinted at and not named
AUDIENCES = {
    "administration": _("administrations"),
    "enterprise": _("enterprises"),
    "residents": _("residents"),
}
NAMED = {
    "shadow": _("shadow and land"),
    "staff_shortage": _("staff shortage"),
    "tourism": _("tourism"),
    "dialogue": _("talk between agents"),
    "training": _("training"),
}
TOWNS = {"Novokuznetsk": "novokuznetsk", "Sheregesh": "sheregesh", "Biysk": "biysk"}


def numbers() -> dict[str, float | str]:
    """The numbers that the chapter's text and captions name."""
    parts = [_by_hand(), _coders(), _hidden(), _asked(), _how_many(), _test()]
    parts += [figure.numbers for figure in (traces(), codes(), journey())]
    return {name: value for part in parts for name, value in part.items()}


def _by_hand() -> dict[str, float]:
    """Two tables of two coders, taken apart."""
    found = {}
    for name, counts in (("even", coding.BALANCED), ("rare", coding.RARE), ("top", coding.SKEWED)):
        table = coding.two_by_two(*counts)
        result, shares = cohen_kappa(table), table / table.to_numpy().sum()
        both, only_a, only_b, neither = counts
        interval = coding.kappa_interval(counts)
        found |= {
            f"{name}_both": both,
            f"{name}_only_a": only_a,
            f"{name}_only_b": only_b,
            f"{name}_neither": neither,
            f"{name}_a": shares.sum(axis="columns")["present"],
            f"{name}_b": shares.sum()["present"],
            f"{name}_raw": 100 * result.observed,
            f"{name}_chance": 100 * result.expected,
            f"{name}_asleep": 100 * shares.sum(axis="columns")["absent"] * shares.sum()["absent"],
            f"{name}_kappa": result.kappa,
            f"{name}_presence": 100 * specific_agreement(table)["present"],
            f"{name}_absence": 100 * specific_agreement(table)["absent"],
            f"{name}_low": abs(interval.low),
            f"{name}_high": interval.high,
        }
    return found


def _coders() -> dict[str, float]:
    """The same two coders, a common code and a rarer one."""
    shares = {"half": 0.5, "twentieth": 0.05, "fiftieth": 0.02}
    return {
        f"skill_{name}": cohen_kappa(coding.skilled(share, *coding.GOOD)).kappa
        for name, share in shares.items()
    }


def _hidden() -> dict[str, float]:
    """The code of the shadow: what was there, what was seen, and by whom."""
    coded = interviews.ours()
    everything, alone = coding.interval_of(coded), coding.interval_of(coded, HIDDEN)
    rows = coded[coded["code"] == HIDDEN]
    village = rows[(rows["town"] == "Sheregesh") & (rows["audience"] == "residents")]
    written_for = load("intended_codes_synthetic")
    hints = written_for.loc[written_for["code"] == HIDDEN, "answer"]
    hinted = village[village["answer"].isin(hints)]
    found = coding.against_meaning().loc[HIDDEN]
    return {
        "answers": coded["answer"].nunique(),
        "held": coded["interview"].nunique(),
        "codes": coded["code"].nunique(),
        "decisions": len(coded),
        "all_raw": 100 * float((coded["coder_a"] == coded["coder_b"]).mean()),
        "all_kappa": everything.estimate,
        "all_low": everything.low,
        "all_high": everything.high,
        "shadow_raw": 100 * float((rows["coder_a"] == rows["coder_b"]).mean()),
        "shadow_kappa": alone.estimate,
        "shadow_low": abs(alone.low),
        "shadow_high": alone.high,
        **{f"shadow_{name}": found[name] for name in ("meant", "both", "one", "missed", "misread")},
        "village_hints": len(hinted),
        "village_seen": float((hinted["coder_a"] | hinted["coder_b"]).sum()),
    }


def _asked() -> dict[str, float]:
    table = coding.topics()
    counts = table.groupby("audience")[["wide", "narrow"]].sum()
    sizes = table["audience"].value_counts()
    result = coding.topics_agreement()
    found = {
        "topics": len(table),
        "topics_raw": 100 * result.observed,
        "topics_chance": 100 * result.expected,
        "topics_kappa": result.kappa,
        "topics_wide": table["wide"].sum(),
        "topics_narrow": table["narrow"].sum(),
        "topics_both": (table["wide"] & table["narrow"]).sum(),
        "topics_neither": (~table["wide"] & ~table["narrow"]).sum(),
    }
    for audience in AUDIENCES:
        found[f"{audience}_topics"] = sizes[audience]
        found[f"{audience}_wide"] = counts.loc[audience, "wide"]
        found[f"{audience}_narrow"] = counts.loc[audience, "narrow"]
    return found


def _how_many() -> dict[str, float]:
    study = 100 * coding.published_saturation()
    rows = load("saturation_studies").set_index("interviews")["codes"]
    named = {f"heard_{n}": 100 * coding.share_heard(n) for n in (12, 20)}
    return named | {
        "heard_three": 100 * coding.share_heard(12, audiences=3),
        "study_codes": rows[60],
        "study_6": study[6],
        "study_12": study[12],
        "study_second": rows[60] - rows[30],
        "survey_five": sample_size(0.05),
        "loop_road": fieldwork.loop_kilometres(fieldwork.STOPS),
    }


def _test() -> dict[str, float]:
    both = coding.skilled(0.75, *coding.GOOD).loc["present", "present"]
    return {
        "test_speakers": coding.SPEAKERS,
        "test_enough": coding.ENOUGH,
        "test_all": coding.SPEAKERS * coding.TOWNS,
        "test_line": coding.LINE,
        "test_strict_line": STRICT,
        "test_coding": 100 * coding.chance_of_coding(0.75, coding.LINE),
        "test_coding_strict": 100 * coding.chance_of_coding(0.75, STRICT),
        "test_both_share": 100 * both,
        "test_both": 100 * coding.chance_of_support(both),
        "test_strong": 100 * coding.chance_of_support(0.75),
        "test_half": 100 * coding.chance_of_support(0.5),
        "test_weak": 100 * coding.chance_of_support(1 / 3),
    }


def traces() -> Figure:
    """Every topic that was asked, and whether it left a finding by two rules."""
    table = coding.topics()
    counts = table.groupby("audience")[["wide", "narrow"]].sum()
    sizes = table["audience"].value_counts()
    told = _(
        "A list of {count} topics by audience with two marks each: one if the report states a "
        "finding on the subject, one if the finding answers the topic and this audience could "
        "have told it. {each}."
    )
    each = "; ".join(
        _("{audience}: {wide} and {narrow} of {size}").format(
            audience=AUDIENCES[name],
            wide=counts.loc[name, "wide"],
            narrow=counts.loc[name, "narrow"],
            size=sizes[name],
        )
        for name in AUDIENCES
    )
    return Figure(_traces(table), told.format(count=len(table), each=each))


def _traces(table: pd.DataFrame) -> alt.LayerChart:
    rows = table.reset_index().melt(["claim", "audience", "topic"], var_name="rule")
    names = {"wide": _("subject"), "narrow": _("answer")}
    rows["rule"] = rows["rule"].map(names)
    rows["topic"] = rows["topic"].map(label)
    order = rows["topic"].drop_duplicates().tolist()
    rows["audience"] = rows["audience"].map(AUDIENCES)
    y = alt.Y("topic:N", sort=order, title=None).axis(domain=False, ticks=False, labelLimit=175)
    x = alt.X("rule:N", sort=list(names.values()), title=None).axis(
        orient="top", labelAngle=0, domain=False, ticks=False, labelLimit=130
    )
    colour = alt.Color("audience:N", title=None, sort=list(AUDIENCES.values()))
    colour = colour.legend(orient="bottom", columns=1)
    base = alt.Chart(rows).encode(x, y, colour)
    left = base.transform_filter(alt.datum.value).mark_point(size=110)
    silent = base.transform_filter(~alt.datum.value).mark_point(size=30, filled=False)
    return alt.layer(left, silent).properties(width="container", height=19 * len(order))


def codes() -> Figure:
    """Kappa of every code of the SYNTHETIC interviews against how often it is given."""
    table = coding.agreement_of(interviews.ours())
    raw, low = table["observed"], table["kappa"].idxmin()
    high = table["kappa"].idxmax()
    told = _(
        "Dots for {count} codes, SYNTHETIC: share of the answers that carry the code against "
        "kappa. Raw agreement lies between {least} and {most} % for all of them; kappa runs from "
        "{low} ({lowest}) to {high} ({highest}). A curve shows kappa at {mean} % agreement: it "
        "falls as codes get rarer."
    ).format(
        count=len(table),
        least=written(100 * raw.min(), ".0f"),
        most=written(100 * raw.max(), ".0f"),
        low=written(table.loc[low, "kappa"], ".2f"),
        lowest=NAMED[low],
        high=written(table.loc[high, "kappa"], ".2f"),
        highest=NAMED[high],
        mean=written(100 * raw.mean(), ".0f"),
    )
    found = {
        "codes_raw_least": 100 * raw.min(),
        "codes_raw_most": 100 * raw.max(),
        "codes_raw_mean": 100 * raw.mean(),
        "codes_kappa_least": table["kappa"].min(),
        "codes_kappa_most": table["kappa"].max(),
        "codes_share_most": 100 * table["share"].max(),
        "dialogue_raw": 100 * raw["dialogue"],
        "dialogue_kappa": table.loc["dialogue", "kappa"],
        "kept_kappa": table.loc["jobs_kept", "kappa"],
    }
    return Figure(_codes(table), told, found)


def _codes(table: pd.DataFrame) -> alt.LayerChart:
    rows = table.reset_index().assign(share=lambda rows: 100 * rows["share"])
    rows["name"] = rows["code"].map(NAMED).fillna("")
    apart = 1 - table["observed"].mean()
    shares = np.arange(np.ceil(50 * apart) + 0.5, 18.1, 0.25)
    line = [1 - apart / (2 * share / 100 * (1 - share / 100)) for share in shares]
    x = alt.X("share:Q", title=_("answers that carry the code, of 100 (SYNTHETIC)"))
    x = x.scale(domain=[0, 19], nice=False).axis(values=[0, 5, 10, 15])
    y = alt.Y("kappa:Q", title=_("kappa")).scale(domain=[0, 1])
    curve = alt.Chart(pd.DataFrame({"share": shares, "kappa": line})).mark_line(
        color=LIGHT["muted"], strokeDash=[5, 4]
    )
    hidden = alt.when(alt.datum.code == HIDDEN).then(alt.value(LIGHT["novokuznetsk"]))
    dots = alt.Chart(rows).encode(x, y, color=hidden.otherwise(alt.value(LIGHT["sheregesh"])))
    words = dots.transform_filter(alt.datum.name != "")
    right = words.transform_filter(alt.datum.share < 13)
    left = words.transform_filter(alt.datum.share >= 13)
    layers = (
        curve.encode(x, y),
        dots.mark_point(size=80),
        right.mark_text(align="left", dx=9, dy=7).encode(text="name:N"),
        left.mark_text(align="right", dx=-8, dy=10).encode(text="name:N"),
    )
    return alt.layer(*layers).properties(width="container", height=300)


def journey() -> Figure:
    """Codes heard after each of the SYNTHETIC interviews: town by town, and in mixed order."""
    rows = coding.saturation_of(interviews.ours())
    ends = rows.groupby("town", sort=False)["journey"].last()
    first, last = ends.index[0], ends.index[-1]
    # A rule of thumb stops when two interviews in a row have brought nothing new.
    still = rows["journey"].diff().eq(0)
    stop = int(rows.index[still & still.shift(fill_value=False)][0])
    told = _(
        "Two lines over {count} SYNTHETIC interviews. In the order of the journey {home} of "
        "{all} codes are heard in {first}; the line lies level there from interview {flat} on, "
        "rises to {second} in the next town and to {all} in {last}. In mixed order {mixed} have "
        "been heard after as many interviews as {first} had."
    ).format(
        count=len(rows),
        home=ends.iloc[0],
        all=ends.iloc[-1],
        first=first,
        last=last,
        flat=stop - 2,
        second=ends.iloc[1],
        mixed=written(rows.loc[(rows["town"] == first).sum(), "shuffled"], ".1f"),
    )
    found = {
        "journey_all": ends.iloc[-1],
        "journey_first": ends.iloc[0],
        "journey_second": ends.iloc[1],
        "journey_town": (rows["town"] == first).sum(),
        "journey_mixed": rows.loc[(rows["town"] == first).sum(), "shuffled"],
        "journey_loose": _first_town_by_either(),
        "journey_stop": stop,
        "journey_at_stop": rows.loc[stop, "journey"],
    }
    return Figure(_journey(rows), told, found)


def _first_town_by_either() -> int:
    """Codes heard in the first town if what one coder marked is enough."""
    rows = coding.saturation_of(interviews.ours(), "either")
    return rows.groupby("town", sort=False)["journey"].last().iloc[0]


def _journey(rows: pd.DataFrame) -> alt.LayerChart:
    names = {"journey": _("in the order of the journey"), "shuffled": _("in mixed order")}
    lines = rows.reset_index().melt(["interviews", "town"], var_name="order", value_name="heard")
    lines["order"] = lines["order"].map(names)
    spans = rows.reset_index().groupby("town", sort=False)["interviews"].agg(["min", "max"])
    spans = spans.reset_index()
    spans["name"] = spans["town"].map(label)
    x = alt.X("interviews:Q", title=_("interviews held (SYNTHETIC)"))
    x = x.scale(domain=[0.5, len(rows) + 0.5], nice=False).axis(values=[1, 8, 16, 24])
    y = alt.Y("heard:Q", title=_("codes heard")).scale(domain=[0, 24], nice=False)
    spots = alt.Chart(spans.assign(middle=spans[["min", "max"]].mean(axis="columns")))
    towns = spots.mark_text(baseline="top", dy=4, fontWeight=600).encode(
        alt.X("middle:Q"),
        y=alt.value(0),
        text="name:N",
        color=alt.Color("town:N", legend=None).scale(
            domain=list(TOWNS), range=[LIGHT[colour] for colour in TOWNS.values()]
        ),
    )
    edges = alt.Chart(spans.iloc[1:].assign(edge=spans["min"].iloc[1:] - 0.5))
    edges = edges.mark_rule(color=LIGHT["rule"]).encode(alt.X("edge:Q"))
    dash = alt.StrokeDash("order:N", title=None).scale(
        domain=list(names.values()), range=[[1, 0], [5, 4]]
    )
    paths = (
        alt.Chart(lines)
        .mark_line(color=LIGHT["ink"])
        .encode(x, y, dash.legend(orient="bottom", direction="vertical", symbolType="stroke"))
    )
    return alt.layer(edges, paths, towns).properties(width="container", height=280)


# --- The fieldwork kit --------------------------------------------------------------------


def kit_numbers() -> dict[str, float]:
    """The numbers that the page of the fieldwork kit names."""
    kilometres = fieldwork.loop_kilometres(fieldwork.STOPS)
    return {
        "kit_codes": len(interviews.codebook()),
        "kit_loop": kilometres,
        "kit_days": kilometres / fieldwork.KM_A_DAY,
    }


def kit_route() -> pd.DataFrame:
    """The legs of the loop of 2016 with kilometres by road and hours at the wheel, estimated."""
    return fieldwork.legs(fieldwork.STOPS).round(1)

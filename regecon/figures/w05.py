"""Week 5: the numbers and figures of the chapter on being stuck."""

from __future__ import annotations

from math import comb

import altair as alt
import pandas as pd

from regecon.cases import lockin, renewal
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, written
from regecon.kit.palette import LIGHT
from regecon.methods.path_dependence import UrnPolicy, structural_turnover

SEED = UrnPolicy("laggard", lockin.DATE, lockin.SIZE)
LATE = UrnPolicy("laggard", 200, lockin.SIZE)
LARGE = UrnPolicy("laggard", 200, 80)
TOO_MUCH = UrnPolicy("laggard", 20, 80)
COINS = UrnPolicy("anyone", lockin.DATE, lockin.SIZE)
OPEN = UrnPolicy("anyone", lockin.DATE, lockin.LATER - lockin.DATE)  # for good
BY_HAND = (2005, 2010, 2015)
# Windows that the text names, by a short name of their series.
NAMED = (
    ("va", "value added", 2005, 2015),
    ("va", "value added", 2005, 2010),
    ("va", "value added", 2010, 2015),
    ("va", "value added", 2006, 2011),
    ("va", "value added", 2016, 2022),
    ("bare", "without mining", 2005, 2015),
    ("bare", "without mining", 2005, 2010),
    ("bare", "without mining", 2010, 2015),
    ("bare", "without mining", 2006, 2011),
    ("jobs", "jobs", 1998, 2009),  # one vintage of the table, and
    ("jobs", "jobs", 2010, 2013),  # the other
)
TEST = (42, 10)  # towns of the proposed test, and how many of them count as slowest
NAMES = {renewal.HOME: _("Kemerovo oblast"), renewal.KRAI: _("Altai krai")}


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text and captions name."""
    figures = [ends(), push(), places()]
    texts = [_urn(), _pushes(), _codes(), _hand(), _moved(), _goods(), _specialisations()]
    return {name: value for part in texts for name, value in part.items()} | {
        name: value for figure in figures for name, value in figure.numbers.items()
    }


def _urn() -> dict[str, float]:
    free = {f"stuck_{round(10 * b)}": lockin.stuck(b) for b in lockin.EXPONENTS}
    return free | {
        "chance_1": 100 * lockin.chance(3, 1, 1),
        "chance_2": 100 * lockin.chance(3, 1, 2),
        "chance_05": 100 * lockin.chance(3, 1, 0.5),
    }


def _pushes() -> dict[str, float]:
    named = {
        "free": lockin.NOTHING,
        "seed": SEED,
        "late": LATE,
        "large": LARGE,
        "much": TOO_MUCH,
        "coins": COINS,
    }
    found = {}
    for name, paid in named.items():
        for draws, value in lockin.delay(paid).items():
            found[f"{name}_{draws}"] = value
    return found | {
        "open_1600": lockin.stuck(lockin.EXPONENT, OPEN, lockin.LATER),
        "seed_1": lockin.stuck(1, SEED),
        "seed_1_1600": lockin.stuck(1, SEED, lockin.LATER),
        "subsidy_1": lockin.stuck(1, UrnPolicy("leader", lockin.DATE, lockin.SIZE)),
    }


def _codes() -> dict[str, float]:
    table = lockin.codes()
    found = {}
    for code, row in table.iterrows():
        name = code.removeprefix("lock_")
        found |= {f"{name}_{key}": row[key] for key in ("a", "b", "both", "kappa")}
    return found | {"codes_agree_low": 100 * table["agreement"].min()}


def _hand() -> dict[str, float]:
    coal = renewal.mining()[list(BY_HAND)]
    pair = pd.DataFrame({"mining": coal, "rest": 100 - coal})
    moved = structural_turnover(pair)
    return {
        **{f"mining_{year}": coal[year] for year in BY_HAND},
        "step_1": coal[2010] - coal[2005],
        "step_2": coal[2010] - coal[2015],
        "hand_net": 100 * moved["net"],
        "hand_gross": 100 * moved["gross"],
        "hand_kept": 100 * moved["kept"],
        "mining_2018": renewal.mining()[2018],
        "mining_2020": renewal.mining()[2020],
        "mining_2022": renewal.mining()[2022],
        "mining_2016": renewal.mining()[2016],
    }


def _moved() -> dict[str, float]:
    found = {}
    for short, series, first, last in NAMED:
        table, key = renewal.moved(series, first, last), f"{short}_{first}_{last}"
        for region, name in ((renewal.HOME, "k"), (renewal.KRAI, "a")):
            for column in ("net", "gross", "kept", "place"):
                found[f"{key}_{name}_{column}"] = table.loc[region, column]
        found |= {f"{key}_n": len(table), f"{key}_kept": table["kept"].median()}
    wear = renewal.wear(2016)
    register = renewal.register()["change"]
    towns, slowest = TEST
    return found | {
        "luck_slow": comb(towns, 2) / comb(slowest, 2),
        "luck_fast": comb(towns, 2) / comb(towns // 2, 2),
        "wear_k": wear[renewal.HOME],
        "wear_nsk": wear[renewal.MIRROR],
        "register_k": -register[renewal.HOME],
        "register_all": -register.median(),
        "register_n": len(register),
        "register_grew": (register >= 0).sum(),
        "coal_steam": renewal.with_price("coal_thermal_australia"),
        "coal_coking": renewal.with_price("coal_coking_japan"),
        "calmer": renewal.calmer(),
    }


def _goods() -> dict[str, float]:
    found = {}
    for region, name in ((renewal.HOME, "k"), (renewal.KRAI, "a")):
        for below in renewal.GOODS:
            years, of = renewal.years_below(region, below)
            found |= {f"goods_{below}_{name}": years, "goods_years": of}
        years, of = renewal.years_below(region, "product", renewal.GOODS["product"])
        found |= {f"long_product_{name}": years, "long_years": of}
    return found


def _specialisations() -> dict[str, float]:
    table, older = renewal.specialisations(), renewal.specialisations("older")
    new = renewal.quotients(renewal.HOME)
    return {
        "spec_n": len(table),
        "spec_none": (table["won"] == 0).sum(),
        "older_k_won": older.loc[renewal.HOME, "won"],
        "early": table["early"].sum(),
        "early_gone": (table["early"] - table["stayed"]).sum(),
        "prof_2016": new.loc["M", 2016],
        "prof_2022": new.loc["M", 2022],
        "culture_2022": new.loc["R", 2022],
    }


def ends() -> Figure:
    """Where 100 towns end, by tenths of the share of steel, for four exponents."""
    table = lockin.bands()
    low, even, high, most = lockin.EXPONENTS
    told = _(
        "{n} lines over ten tenths of the share of steel. With b = {even} every tenth holds "
        "{tenth} of 100 towns. With b = {low} the two tenths in the middle hold {middle}. With "
        "b = {high} the two outermost hold {outer}, with b = {most} {all}."
    ).format(
        n=len(lockin.EXPONENTS),
        even=written(even, "g"),
        low=written(low, "g"),
        high=written(high, "g"),
        most=written(most, "g"),
        tenth=written(table[even].mean(), ".0f"),
        middle=written(table.loc[[40, 50], low].sum(), ".0f"),
        outer=written(table.loc[[0, 90], high].sum(), ".0f"),
        all=written(table.loc[[0, 90], most].sum(), ".0f"),
    )
    found = {
        "tenth": table[1].mean(),
    }
    return Figure(_ends_chart(table), told, found)


def _ends_chart(table: pd.DataFrame) -> alt.LayerChart:
    rows = table.reset_index().melt("share", var_name="exponent", value_name="towns")
    rows["name"] = [f"b = {exponent:g}" for exponent in rows["exponent"]]
    names = rows["name"].unique().tolist()
    tenths = "datum.value + '–' + (datum.value + 10)"
    x = alt.X("share:O", title=_("share of steel after 400 newcomers, % (SYNTHETIC)"))
    x = x.axis(labelExpr=tenths, labelAngle=0, labelOverlap=True)
    y = alt.Y("towns:Q", title=_("of 100 towns")).scale(domain=[0, 52])
    legend = alt.Legend(orient="top")  # one for both, so that it shows colour and dash
    colour = alt.Color("name:N", title=None, legend=legend).scale(
        domain=names,
        range=[LIGHT["sheregesh"], LIGHT["ink"], LIGHT["biysk"], LIGHT["novokuznetsk"]],
    )
    dash = alt.StrokeDash("name:N", title=None, legend=legend).scale(
        domain=names, range=[[2, 2], [1, 0], [7, 3], [1, 0]]
    )
    lines = alt.Chart(rows).mark_line(point=True).encode(x, y, colour, dash)
    return alt.layer(lines).properties(width="container", height=280)


def push() -> Figure:
    """The fewest workshops that leave one town in ten one-sided 400 newcomers later."""
    least = lockin.pushes()
    share = 100 * least / (least.index + 2)
    first, last = least.index[0], least.index[-1]
    told = _(
        "{n} bars that rise from {few} workshops after {first} newcomers to {many} after {last}. "
        "Measured by the town's size at the time they fall from {large} to {small} per cent."
    ).format(
        n=len(least),
        few=least[first],
        first=first,
        many=least[last],
        last=last,
        large=written(share[first], ".0f"),
        small=written(share[last], ".0f"),
    )
    found = {
        "push_enough": lockin.ENOUGH,
        "early_best": lockin.best_push(lockin.TOO_EARLY)[1],
        "push_first": least[first],
        "push_last": least[last],
        "push_times": least[last] / least[first],
        "town_times": (last + 2) / (first + 2),
        "grown_first": lockin.grown_push(first),
        "grown_last": lockin.grown_push(last),
    }
    return Figure(_push_chart(least, share), told, found)


def _push_chart(least: pd.Series, share: pd.Series) -> alt.LayerChart:
    rows = pd.DataFrame({"after": least.index, "workshops": least.to_numpy()})
    rows["text"] = [
        _("{places} ({share} %)").format(places=places, share=written(part, ".0f"))
        for places, part in zip(least, share, strict=True)
    ]
    y = alt.Y("after:O", title=_("paid after so many newcomers")).axis(ticks=False, domain=False)
    x = alt.X("workshops:Q", title=_("least workshops, and % of the town by then (SYNTHETIC)"))
    x = x.scale(domain=[0, 62], nice=False).axis(values=[0, 20, 40])
    bars = alt.Chart(rows).mark_bar(height=20, color=LIGHT["biysk"]).encode(x, y)
    words = alt.Chart(rows).mark_text(align="left", dx=7, fontWeight=600)
    return (bars + words.encode(x, y, text="text:N")).properties(
        width="container", height=34 * len(rows)
    )


YARDSTICKS = {
    "value added": _("value added, {first}–{last}"),
    "without mining": _("without mining, {first}–{last}"),
    "jobs": _("jobs, {first}–{last}"),
    "shipments": _("new goods by shipments, {first}–{last}"),
    "product": _("new goods by product, {first}–{last}"),
}


def places() -> Figure:
    """How many of the other regions were faster, by eight yardsticks, for two regions."""
    rows = renewal.places()
    rows["label"] = [
        YARDSTICKS[row.yardstick].format(first=row.first, last=row.last)
        for row in rows[["yardstick", "first", "last"]].itertuples(index=False)
    ]
    wide = rows.pivot_table(index="label", columns="region", values="behind", sort=False)
    last = wide >= 75
    home, krai = wide[renewal.HOME], wide[renewal.KRAI]
    told = _(
        "Two points on each of {n} lines. For Kemerovo oblast the share of regions that were "
        "faster goes from {k_low} to {k_high} per cent, for Altai krai from {a_low} to {a_high}. "
        "In the slowest quarter lie {k_last} points of the first and {a_last} of the second."
    ).format(
        n=len(wide),
        k_low=written(home.min(), ".0f"),
        k_high=written(home.max(), ".0f"),
        a_low=written(krai.min(), ".0f"),
        a_high=written(krai.max(), ".0f"),
        k_last=last[renewal.HOME].sum(),
        a_last=last[renewal.KRAI].sum(),
    )
    found = {
        "yardsticks": len(wide),
        "k_last": last[renewal.HOME].sum(),
        "a_last": last[renewal.KRAI].sum(),
    }
    return Figure(_places_chart(rows), told, found)


def _places_chart(rows: pd.DataFrame) -> alt.LayerChart:
    rows = rows.assign(name=rows["region"].map(NAMES))
    order = rows["label"].unique().tolist()
    y = alt.Y("label:N", sort=order, title=None).axis(
        labelExpr="split(datum.label, ', ')",
        labelLimit=200,
        ticks=False,
        domain=False,
        labelColor=LIGHT["ink"],
    )
    title = _("of the other regions were faster, %")
    x = alt.X("behind:Q", title=title)
    x = x.scale(domain=[-3, 103], nice=False).axis(values=[0, 25, 50, 75, 100])
    slow = alt.Chart(pd.DataFrame({"from": [75], "to": [103]}))
    slow = slow.mark_rect(color=LIGHT["novokuznetsk"], opacity=0.1)
    slow = slow.encode(alt.X("from:Q", title=title), alt.X2("to:Q"))
    names, legend = list(NAMES.values()), alt.Legend(orient="top", columns=1)
    colour = alt.Color("name:N", title=None, legend=legend).scale(
        domain=names, range=[LIGHT["novokuznetsk"], LIGHT["biysk"]]
    )
    shape = alt.Shape("name:N", title=None, legend=legend).scale(
        domain=names, range=["square", "circle"]
    )
    base = alt.Chart(rows)
    lines = base.mark_line(color=LIGHT["rule"], strokeWidth=2).encode(x, y, detail="label:N")
    dots = base.mark_point(filled=True, size=120, opacity=1).encode(x, y, colour, shape)
    return alt.layer(slow, lines, dots).properties(width="container", height=40 * len(order))

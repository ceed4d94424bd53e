"""The essay "A fourth pattern?": figures of the template and of the two samples, their numbers.

A figure that takes the name of a town draws any town of the tables; its default is the sample
in which it stands.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases import essay, young
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, label, written
from regecon.kit.palette import LIGHT, SHAPES

KRAI = "Altai krai"
BIG = "Novosibirsk"  # the only town that the middling sample looks at beside its own
# The three dots at the upper right of the middling sample's third figure.
NEAR = ("Barnaul", "Novoaltaysk", "Belokurikha")
SECTIONS = {"all": "TOTAL", "makers": "C", "trade": "G", "school": "P", "health": "Q"}
ROWS = ("own", "like", "novo", "tash", "biysk")


def numbers() -> dict[str, float]:
    """The numbers that the page's text, tables and captions name."""
    loss = -essay.town(essay.PATTERNS["sheregesh"])["moves"]
    named = {"p_tash_moves_loss": loss}
    return named | _upper() | _upper_table() | _middling() | _middling_table() | _marks()


def _upper() -> dict[str, float]:
    own, towns, index = essay.town(essay.UPPER), essay.urban(), essay.census_index()
    hidden, before = essay.hidden(essay.UPPER), essay.natural_before(essay.UPPER)
    everyone = essay.municipalities().dropna(subset=["rest"])
    check = essay.check_of_rest()
    more = -own["net"] + round(hidden["a_year"], -1)
    births_less_deaths = own["net"] - own["change"]
    return {
        "p_fall": -own["change"],
        "p_net": -own["net"],
        "p_rest": births_less_deaths,
        "p_share": 100 * births_less_deaths / -own["change"],
        "p_check_rest": check["rest"],
        "p_check_counted": check["counted"],
        "p_1989": index.loc[2021, "Prokopyevsk"],
        "p_osinniki": index.loc[2021, "Osinniki"],
        "p_rest_rate": -own["rest"],
        "p_hidden": round(hidden["left"], -2),
        "p_hidden_year": round(hidden["a_year"], -1),
        "p_missing": hidden["missing"],
        "p_moves_most": more,
        "p_share_least": 100 * births_less_deaths / (births_less_deaths + more),
        "p_before_low": before.min(),
        "p_before_high": before.max(),
        "p_before_mid": before["by_ratio"],
        "towns": len(towns),
        "towns_rest": (towns["rest"] < 0).sum(),
        "towns_moves": essay.mostly_moves(towns).sum(),
        "towns_other": len(towns) - essay.mostly_moves(towns).sum(),
        "all": len(everyone),
        "all_rest": (everyone["rest"] < 0).sum(),
        "all_moves": essay.mostly_moves(everyone).sum(),
    }


def _upper_table() -> dict[str, float]:
    table = essay.beside(essay.UPPER)
    return {
        f"p_{row}_{column}": value
        for row, values in zip(ROWS, table.to_dict("records"), strict=True)
        for column, value in values.items()
    }


def _middling() -> dict[str, float]:
    net = essay.net_by_age(essay.MIDDLING)
    line = essay.joined("Rubtsovsk").set_index(["year", "base"])["people"]
    first, last = line[2020, "2010"], line[2023, "2021"]
    return {
        "r_1989": line[essay.SPEAKING, "census"],
        "r_2016": line[2016, "2010"],
        "r_2020": first,
        "r_2023": last,
        "r_lost": first - last,
        "r_lost_share": 100 * (1 - last / first),
        "r_before": 100 * (1 - first / line[2016, "2010"]),
        "r_15": -net[essay.STUDY],
        "r_20": net[essay.RETURN],
        "r_25": -net[25],
        "r_30": -net[30],
        "r_35": -net[35],
        "r_corr": essay.pay_with("recount", KRAI),
        "r_towns": len(essay.recount_and_pay(KRAI)),
    }


def _middling_table() -> dict[str, float]:
    pay = essay.wages(("Rubtsovsk", BIG), tuple(SECTIONS.values()))
    found = {}
    for name, section in SECTIONS.items():
        here, there = pay.loc["Rubtsovsk", section], pay.loc[BIG, section]
        found |= {f"w_{name}_r": here, f"w_{name}_n": there, f"w_{name}_gap": 100 * here / there}
    return found


def _marks() -> dict[str, float]:
    """What the marker of the middling sample reckons against it."""
    own, towns = essay.town(essay.MIDDLING), essay.urban()
    hidden, group = essay.hidden(essay.MIDDLING), essay.like(essay.MIDDLING)
    moves = young.net_by_age().loc[towns.index]
    poor = essay.recount_and_pay(KRAI).query("place not in @NEAR and centre not in @NEAR")
    return {
        "m_fall": -own["change"],
        "m_net": -own["net"],
        "m_rest": own["net"] - own["change"],
        "m_before": -own["before"],
        "m_after": -own["after"],
        "m_like_before": -group["before"].median(),
        "m_like_after": -group["after"].median(),
        "m_like": len(group),
        "m_missing": hidden["missing"],
        "m_deaths": round(hidden["deaths"], -2),
        "m_hidden_year": round(hidden["a_year"], -2),
        "m_up_at_20": (moves[essay.RETURN] > 0).sum(),
        "m_corr_moves": essay.pay_with("moves", KRAI),
        "m_corr_moves_all": essay.pay_with("moves"),
        "m_corr_all": essay.pay_with("recount"),
        "m_corr_before": essay.pay_with("before", KRAI),
        "m_corr_rest": poor["wage"].corr(poor["recount"], method="spearman"),
        "m_barnaul": -essay.town("Barnaul")["recount"],
        "m_wage_rank": (towns["wage"] <= own["wage"]).sum(),
    }


# --- Any town ----------------------------------------------------------------------------


def _told(value: float, form: str) -> str:
    """A number with its sign in a word, for those who listen; or that there is none."""
    if pd.isna(value):
        return _("not known")
    size = written(abs(value), form)
    return (_("minus {size}") if value < 0 else _("plus {size}")).format(size=size)


def windows(name: str = essay.UPPER) -> Figure:
    """Change a year of a town and of the towns like it, twice, each time on one census."""
    own, group = essay.town(name), essay.like(name)
    names = {
        "before": _("2016 to 2020, on the census of 2010"),
        "after": _("2023 to 2024, on the census of 2021"),
    }
    told = _(
        "Two rows of dots, one dot for each of {many} municipalities like {own}. Per cent a year "
        "from 2016 to 2020: {own} {before}, their median {like_before}. From 2023 to 2024: {own} "
        "{after}, their median {like_after}."
    ).format(
        many=len(group),
        own=label(own["name"]),
        before=_told(own["before"], ".2f"),
        after=_told(own["after"], ".2f"),
        like_before=_told(group["before"].median(), ".2f"),
        like_after=_told(group["after"].median(), ".2f"),
    )
    rows = pd.concat([group, own.to_frame().T])[["name", *names]]
    rows = rows.melt("name", var_name="window", value_name="change").dropna()
    return Figure(_windows_chart(rows.astype({"change": float}), own["name"], names), told)


def _windows_chart(rows: pd.DataFrame, own: str, names: dict[str, str]) -> alt.LayerChart:
    rows = rows.assign(label=rows["window"].map(names), own=rows["name"] == own)
    x = alt.X("change:Q", title=_("change of population, per cent a year"))
    y = alt.Y("label:N", sort=list(names.values()), title=None)
    y = y.axis(labelLimit=150, labelExpr="split(datum.label, ', ')", labelColor=LIGHT["ink"])
    base = alt.Chart(rows).encode(x, y, tooltip=["name:N", alt.Tooltip("change:Q", format=".2f")])
    zero = alt.Chart(pd.DataFrame({"change": [0]})).mark_rule(color=LIGHT["muted"]).encode(x)
    others = base.transform_filter("!datum.own").mark_point(color=LIGHT["muted"], opacity=0.6)
    here = base.transform_filter("datum.own").mark_point(
        color=LIGHT["accent"], size=170, shape="diamond"
    )
    text = base.transform_filter("datum.own").mark_text(
        dy=-16, fontWeight=600, color=LIGHT["accent"]
    )
    text = text.encode(text=alt.Text("change:Q", format=".2f"))
    return (zero + others + here + text).properties(width="container", height=170)


def ages(name: str = essay.MIDDLING) -> Figure:
    """Registered net migration of a town by age, the two groups of the register's rule hollow."""
    own, net = essay.town(name), essay.net_by_age(name)
    told = _(
        "Bars of registered net migration of {own} in 2023 by age, {all} persons in all. Ages 15 "
        "to 19 stand at {study}, ages 20 to 24 at {back}; both are hollow, for the rule of "
        "registration shows in them."
    ).format(
        own=label(own["name"]),
        all=_told(own["net"], ",.0f"),
        study=_told(net.get(essay.STUDY, float("nan")), ",.0f"),
        back=_told(net.get(essay.RETURN, float("nan")), ",.0f"),
    )
    rows = net.rename("net").rename_axis("age_from").reset_index()
    kinds = {True: _("rule of registration shows"), False: _("other ages")}
    rows["kind"] = rows["age_from"].isin([essay.STUDY, essay.RETURN]).map(kinds)
    x = alt.X("age_from:O", title=_("age group, from")).axis(labelAngle=0, labelOverlap=True)
    y = alt.Y("net:Q", title=_("arrivals less departures of 2023"))
    filled = alt.Fill("kind:N").scale(
        domain=list(kinds.values()), range=[LIGHT["paper"], LIGHT["accent"]]
    )
    filled = filled.legend(
        orient="top", title=None, symbolType="square", symbolStrokeColor=LIGHT["accent"]
    )
    bars = alt.Chart(rows).mark_bar(color=LIGHT["accent"], stroke=LIGHT["accent"], strokeWidth=1.5)
    chart = bars.encode(x, y, filled)
    return Figure(chart.properties(width="container", height=260), told)


def losses(name: str = essay.UPPER) -> Figure:
    """Registered moves and all else in 2023, for every municipality of the kind of a town."""
    own = essay.town(name)
    table = essay.municipalities().dropna(subset=["moves", "rest"])
    group = table[table["urban"] == own["urban"]]
    marked = _marked(table, own["name"])
    novo, tash, biysk = (
        table[table["name"] == pattern].iloc[0] for pattern in essay.PATTERNS.values()
    )
    told = _(
        "A cloud of {many} municipalities, {down} of them below zero on the scale of births less "
        "deaths. {own}: moves {moves}, the rest {rest} per 1,000 inhabitants. Novokuznetsk: "
        "{n_moves} and {n_rest}; Tashtagolsky district: {t_moves} and {t_rest}; Biysk: {b_moves} "
        "and {b_rest}."
    ).format(
        many=len(group),
        down=(group["rest"] < 0).sum(),
        own=label(own["name"]),
        moves=_told(own["moves"], ".1f"),
        rest=_told(own["rest"], ".1f"),
        n_moves=_told(novo["moves"], ".1f"),
        n_rest=_told(novo["rest"], ".1f"),
        t_moves=_told(tash["moves"], ".1f"),
        t_rest=_told(tash["rest"], ".1f"),
        b_moves=_told(biysk["moves"], ".1f"),
        b_rest=_told(biysk["rest"], ".1f"),
    )
    x = alt.X("moves:Q", title=_("registered net migration of 2023, per 1,000"))
    y = alt.Y("rest:Q", title=_("births less deaths, and corrections, per 1,000"))
    low = float(min(group["moves"].min(), group["rest"].min()))
    even = pd.DataFrame({"moves": [low, 0], "rest": [low, 0]})
    line = alt.Chart(even).mark_line(strokeDash=[4, 3], color=LIGHT["muted"], strokeWidth=1.2)
    return Figure(_cloud(group, marked, x, y, line.encode(x, y)), told)


def by_age() -> Figure:
    """The share of the old and what a municipality lost without moving, urban and rural."""
    own = essay.town(essay.UPPER)
    table = essay.municipalities().dropna(subset=["old", "rest"])
    towns = table[table["urban"]]
    found = {
        "age_towns": towns["old"].corr(towns["rest"], method="spearman"),
        "age_all": table["old"].corr(table["rest"], method="spearman"),
        "age_own": own["old"],
    }
    near = towns[towns["old"].sub(own["old"]).abs() <= 1].query("name != @own['name']")
    found |= {
        "age_near": len(near),
        "age_near_rest": -near["rest"].median(),
    }
    told = _(
        "A cloud of {many} municipalities that falls to the right: the larger the share of people "
        "aged 65 and over, the more is lost without moving; rank correlation {all}, of urban "
        "okrugs alone {towns}. {own} has {old} per cent of them and loses {rest} per 1,000; "
        "{near} urban okrugs within a point of that share lose {usual} at the median."
    ).format(
        many=len(table),
        all=written(found["age_all"], ".2f"),
        towns=written(found["age_towns"], ".2f"),
        own=label(own["name"]),
        old=written(own["old"], ".1f"),
        rest=written(-own["rest"], ".1f"),
        near=len(near),
        usual=written(found["age_near_rest"], ".1f"),
    )
    x = alt.X("old:Q", title=_("aged 65 and over, per cent")).scale(zero=False)
    y = alt.Y("rest:Q", title=_("births less deaths, and corrections, per 1,000"))
    return Figure(_cloud(table, _marked(table, own["name"]), x, y), told, found)


def _marked(table: pd.DataFrame, own: str) -> pd.DataFrame:
    """The town and the municipalities of the three patterns, each with colour and shape."""
    looks = {name: (LIGHT[pattern], SHAPES[pattern]) for pattern, name in essay.PATTERNS.items()}
    looks[own] = (LIGHT["ink"], "diamond")
    found = table[table["name"].isin(looks)].drop_duplicates("name")
    return found.assign(
        colour=[looks[name][0] for name in found["name"]],
        shape=[looks[name][1] for name in found["name"]],
    )


def _cloud(
    group: pd.DataFrame, marked: pd.DataFrame, x: alt.X, y: alt.Y, *more: alt.Chart
) -> alt.LayerChart:
    """Dots for many municipalities, with a few that are named."""
    columns = ["name", x.shorthand.removesuffix(":Q"), y.shorthand.removesuffix(":Q")]
    tips = [alt.Tooltip("name:N", title=_("municipality"))]
    tips += [alt.Tooltip(f"{column}:Q", format=".1f") for column in columns[1:]]
    rule = {"x": y.shorthand, "color": LIGHT["muted"]}
    zero = alt.Chart(pd.DataFrame({columns[2]: [0]})).mark_rule(color=rule["color"]).encode(y)
    dots = alt.Chart(group[columns]).mark_point(size=34, color=LIGHT["muted"], opacity=0.5)
    names = marked["name"].tolist()
    colour = alt.Color("name:N").scale(domain=names, range=marked["colour"].tolist())
    colour = colour.legend(
        orient="top", title=None, columns=alt.ExprRef("width < 400 ? 1 : 2"), labelLimit=230
    )
    shape = alt.Shape("name:N").scale(domain=names, range=marked["shape"].tolist())
    few = alt.Chart(marked[columns]).mark_point(size=150)
    chart = alt.layer(
        zero,
        *more,
        dots.encode(x, y, tooltip=tips),
        few.encode(x, y, colour, shape, tooltip=tips),
    )
    return chart.properties(width="container", height=320)


# --- The samples -------------------------------------------------------------------------


def censuses() -> Figure:
    """Six towns of South Kuzbass by seven censuses."""
    index = essay.census_index()
    own, others = index["Prokopyevsk"], index.iloc[-1].drop("Prokopyevsk")
    told = _(
        "Six lines over the censuses from {first} to {last}, each at 100 in {base}. Prokopyevsk "
        "begins at {begin}, near its height, and ends at {end}. The other five end between {low} "
        "in {lowest} and {high} in {highest}."
    ).format(
        first=index.index[0],
        last=index.index[-1],
        base=essay.SPEAKING,
        begin=written(own.iloc[0], ".0f"),
        end=written(own.iloc[-1], ".0f"),
        low=written(others.min(), ".0f"),
        lowest=label(others.idxmin()),
        high=written(others.max(), ".0f"),
        highest=label(others.idxmax()),
    )
    found = {"index_high": others.max()}
    rows = essay.census_index().reset_index().melt("year", var_name="town", value_name="index")
    rows["own"] = rows["town"] == "Prokopyevsk"
    return Figure(_census_chart(rows.dropna()), told, found)


# Where the name of a line stands beside its end, pixels down: four of the lines end close.
OFF = {"Mezhdurechensk": -8, "Novokuznetsk": 6, "Myski": 20, "Kaltan": 34, "Osinniki": 9}


def _census_chart(rows: pd.DataFrame) -> alt.LayerChart:
    x = alt.X("year:Q", title=None).axis(format="d", values=[1959, 1979, 1989, 2002, 2021])
    x = x.scale(domain=[1958, 2063], nice=False)
    y = alt.Y("index:Q", title=_("inhabitants, 1989 = 100")).scale(domain=[45, 115], nice=False)
    colour = alt.condition("datum.own", alt.value(LIGHT["accent"]), alt.value(LIGHT["muted"]))
    base = alt.Chart(rows).encode(x, y, detail="town:N", color=colour)
    lines = base.mark_line().encode(
        opacity=alt.condition("datum.own", alt.value(1), alt.value(0.6))
    )
    layers = [lines, base.transform_filter("datum.own").mark_point()]
    for town, end in rows[rows["year"] == rows["year"].max()].groupby("town"):
        mark = alt.Chart(end).mark_text(align="left", dx=7, dy=OFF.get(town, -7), fontSize=12)
        layers.append(mark.encode(x, y, color=colour, text="town:N"))
    return alt.layer(*layers).properties(width="container", height=320)


def joined() -> Figure:
    """Rubtsovsk on one line, censuses and estimates joined, as the middling sample draws it."""
    rows = essay.joined("Rubtsovsk")
    told = _(
        "One line for Rubtsovsk from {high} thousand in {first} to {low} thousand in {last}. It "
        "falls most steeply after 2020, from {before} to {after} thousand at the next point."
    ).format(
        high=written(rows["people"].iloc[0] / 1000, ".0f"),
        first=rows["year"].iloc[0],
        low=written(rows["people"].iloc[-1] / 1000, ".0f"),
        last=rows["year"].iloc[-1],
        before=written(rows.set_index("year")["people"][2020] / 1000, ".0f"),
        after=written(rows.set_index("year")["people"][2021] / 1000, ".0f"),
    )
    rows = rows.assign(people=rows["people"] / 1000)
    x = alt.X("year:Q", title=None).axis(format="d", tickCount=5).scale(nice=False)
    y = alt.Y("people:Q", title=_("inhabitants, thousand")).scale(domain=[110, 180], nice=False)
    chart = alt.Chart(rows).mark_line(point=True, color=LIGHT["biysk"]).encode(x, y)
    return Figure(chart.properties(width="container", height=260), told)


def pay_and_fall() -> Figure:
    """Wages and what was lost from 2020 to 2023 in the urban okrugs of Altai krai."""
    rows = essay.recount_and_pay(KRAI)
    own = essay.town(essay.MIDDLING)
    told = _(
        "{many} dots, the urban okrugs of Altai krai, that rise to the right: where pay is higher "
        "less was lost from 2020 to 2023, rank correlation {corr}. Rubtsovsk stands at {wage} "
        "thousand roubles and {fall} per cent."
    ).format(
        many=len(rows),
        corr=written(essay.pay_with("recount", KRAI), ".2f"),
        wage=written(own["wage"], ".0f"),
        fall=_told(own["recount"], ".0f"),
    )
    rows = rows[["wage", "recount", "name"]].assign(
        short=rows["name"].str.removesuffix(f" {essay.URBAN}"), own=rows["name"] == own["name"]
    )
    x = alt.X("wage:Q", title=_("mean wage of 2023, thousand roubles"))
    x = x.scale(domain=[34, 69], nice=False)
    y = alt.Y("recount:Q", title=_("change of population, 2020 to 2023, per cent"))
    colour = alt.condition("datum.own", alt.value(LIGHT["biysk"]), alt.value(LIGHT["muted"]))
    base = alt.Chart(rows).encode(x, y, color=colour)
    text = base.mark_text(align="left", dx=9, fontSize=12).encode(text="short:N")
    return Figure((base.mark_point() + text).properties(width="container", height=280), told)

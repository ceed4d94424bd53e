"""Week 11: the numbers and figures of the chapter on splitting a combine."""

from __future__ import annotations

import altair as alt
import pandas as pd

from regecon.cases import combine, founders, science_town, unions
from regecon.kit.chart import Figure
from regecon.kit.i18n import _, label, localised, written
from regecon.kit.palette import LIGHT

PULLED = _("the crowd, a = {pull}")
CASES = {
    "neither": _("neither"),
    "half heredity": _("half heredity"),
    "crowd": PULLED.format(pull=combine.CASES["crowd"][1]),
    "heredity": _("heredity alone"),
    "strong crowd": PULLED.format(pull=combine.CASES["strong crowd"][1]),
}


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text names."""
    named = _maps() | _index() | _register() | _union() | _status() | _clusters() | _staff()
    return named | index().numbers | money().numbers | staff().numbers


def _maps() -> dict[str, float]:
    start, found = combine.towns(), 100 * combine.cases()
    home = start["home"] / start.sum()
    more = combine.towns(60)
    return {
        "firms_start": start.sum(),
        "share_start": 100 * home,
        "share_neither": found.loc["neither", "mean"],
        "share_crowd": found.loc["crowd", "mean"],
        "share_family": found.loc["heredity", "mean"],
        "share_strong": found.loc["strong crowd", "mean"],
        "share_half": found.loc["half heredity", "mean"],
        "crowd_low": found.loc["crowd", "low"],
        "crowd_high": found.loc["crowd", "high"],
        "entry_half": 100 * (0.5 / len(start) + 0.5 * home),
        "share_60_start": 100 * more["home"] / more.sum(),
        "pieces_left": combine.map_of(0, 1).loc["home", "start"],
    }


def _index() -> dict[str, float]:
    before, after = combine.index_after(1), combine.index_after(combine.PIECES)
    start = combine.towns()  # every firm has the same crew, so shares of firms will do
    return {
        "combine_staff": combine.CREW * combine.PIECES,
        "home_excess": (start["home"] / start.sum() - 1 / len(start)) ** 2,
        "other_excess": (combine.OTHER_FIRMS / start.sum() - 1 / len(start)) ** 2,
        "room": 1 - 1 / len(start),
        "index_raw": before.raw,
        "herfindahl_before": before.plant_herfindahl,
        "herfindahl_after": after.plant_herfindahl,
        "gamma_below": -before.gamma,
        "gamma_after": after.gamma,
    }


def _register() -> dict[str, float]:
    firms = founders.register()
    named = {}
    for column in ("town", "founder"):
        for name, row in founders.by(column).iterrows():
            named[f"alive_{name}"], named[f"error_{name}"] = row
    for (founder, town), row in founders.by("founder", "town").iterrows():
        named[f"alive_{founder}_{town}"] = row["survival"]
    for name, row in founders.by("founder", firms=firms[firms["traced"]]).iterrows():
        named[f"traced_{name}"] = row["survival"]
    heirs, home = firms["founder"] == "combine", firms["town"] == "home"
    curve = founders.curve(firms[heirs])
    steps = {
        f"{column}_{age}": curve.loc[age, column]
        for age in (1, 2, 3)
        for column in ("at_risk", "closures")
    }
    squares = named["error_home"] ** 2 + named["error_elsewhere"] ** 2
    return (
        named
        | steps
        | {
            "firms": len(firms),
            "heirs_home": 100 * heirs[home].mean(),
            "heirs_elsewhere": 100 * heirs[~home].mean(),
            "town_gap": named["alive_home"] - named["alive_elsewhere"],
            "town_gap_error": squares**0.5,
            "family_gap": named["alive_combine"] - named["alive_outsider"],
            "gap_error_20": founders.gap_error(20),
            "firms_for_ten": founders.firms_to_tell(10),
            "survival_3": 100 * curve.loc[3, "survival"],
            "traced_open": 100 * firms.loc[~firms["shut"], "traced"].mean(),
            "traced_shut": 100 * firms.loc[firms["shut"], "traced"].mean(),
        }
    )


def _union() -> dict[str, float]:
    all_pay, wary = unions.sizes(), unions.sizes(unions.WARY)
    return {
        "cost_inside": unions.LABORATORY / unions.MEMBERS,
        "cost_deals": unions.AGREEMENT * (unions.MEMBERS - 1),
        "cost_thirty": unions.cost(unions.MEMBERS),
        "cost_ten": unions.cost(10),
        "cost_ten_wary": unions.cost(10, unions.WARY),
        "size_small": all_pay["smallest"],
        "size_best": all_pay["cheapest"],
        "size_large": all_pay["largest"],
        "wary_small": wary["smallest"],
        "wary_large": wary["largest"],
        "pairs": unions.pairs(),
    }


def _status() -> dict[str, float]:
    have, people, output = science_town.town(), science_town.people(2024), science_town.shipments()
    low, high = have["biysk_2026_federal_support_a_year_low"], have[science_town.STATUS_A_YEAR]
    total, science = have["biysk_2026_federal_support_twenty_years"], science_town.wage_of_science()
    return {
        "support_low": low,
        "support_high": high,
        "people": people / 1000,
        "head_low": low * 1e6 / people,
        "head_high": high * 1e6 / people,
        "shipments_half": output / 2000,
        "shipments": output / 1000,
        "percent_low": 100 * low / output,
        "percent_high": 100 * high / output,
        "percent_added": 300 * high / output,
        "support_total": total / 1000,
        "support_total_a_year": total / 20,
        "support_sum_low": 20 * low / 1000,
        "support_sum_high": 20 * high / 1000,
        "support_2010": have["biysk_2010_federal_support"],
        "wage_science": science,
        "salaries": high * 1e6 / (12 * science),
        "contest": have["biysk_2020_federal_support"],
        "science_members": have["biysk_2023_science_complex_members"],
    }


def _clusters() -> dict[str, float]:
    have = science_town.clusters()
    public = have["golden_gates_2015_public_infrastructure"]
    jobs = have["golden_gates_2018_jobs_plan"]
    composite = have["composite_cluster_2016_members"]
    staff = have["composite_cluster_2016_employees"]
    return {
        "bio_2009": have["biopharmaceutical_cluster_2009_members"],
        "bio_2010": have["biopharmaceutical_cluster_2010_members"],
        "bio_grant": have["biopharmaceutical_cluster_2014_federal_grant"],
        "bio_output_2008": have["biopharmaceutical_cluster_2008_output_leading_firms"] / 1000,
        "bio_output_2012": have["biopharmaceutical_cluster_2012_output"] / 1000,
        "composite_firms": composite,
        "composite_staff": staff,
        "composite_mean": staff / composite,
        "members_both": have["biopharmaceutical_cluster_2010_members"] + composite,
        "gates_public": public,
        "gates_public_plan": have["golden_gates_2022_public_infrastructure_plan"],
        "evalar_spent": have["evalar_2019_investment"] / 1000,
        "gates_private_low": have["golden_gates_2022_private_investment_plan"],
        "gates_private_high": have["golden_gates_2015_private_investment_plan"],
        "gates_investors_plan": have["golden_gates_2022_investors_plan"],
        "gates_investors_2015": have["golden_gates_2015_investors"],
        "gates_investors_2019": have["golden_gates_2019_investors"],
        "gates_investors_2021": have["golden_gates_2021_investors"],
        "evalar_share": have["evalar_2017_market_share"],
        "gates_jobs": jobs,
        "gates_public_a_job": 1000 * public / jobs,
        "gates_support_years": public / science_town.town()[science_town.STATUS_A_YEAR],
    }


def _staff() -> dict[str, float]:
    altai = science_town.staff().query("region == 'Altai krai'").set_index("year")["research_staff"]
    changes = {
        f"staff_change_{year}": science_town.staff_change(year) for year in (2010, 2015, 2023)
    }
    return {f"staff_{year}": altai[year] for year in (2005, 2010, 2015, 2023)} | changes


def cases() -> Figure:
    """Share of the home town by cause: the mean of 200 runs and the middle eight of ten."""
    table, start = 100 * combine.cases(), combine.towns()
    first = 100 * start["home"] / start.sum()
    told = _(
        "Shares of the home town after sixty periods, in per cent, with a dashed line at the "
        "{start:.0f} of the start: {neither:.0f} if founders choose by chance, {half:.0f} with "
        "half heredity, {crowd:.0f} with a crowd that draws in proportion and {family:.0f} with "
        "heredity alone, both with the middle eight runs of ten from {low:.0f} to {high:.0f}, "
        "and {strong:.0f} with a stronger crowd."
    ).format(
        start=first,
        neither=table.loc["neither", "mean"],
        half=table.loc["half heredity", "mean"],
        crowd=table.loc["crowd", "mean"],
        family=table.loc["heredity", "mean"],
        low=table.loc["crowd", "low"],
        high=table.loc["crowd", "high"],
        strong=table.loc["strong crowd", "mean"],
    )
    return Figure(_cases(table, first), told)


def _cases(table: pd.DataFrame, first: float) -> alt.LayerChart:
    table = table.rename(index=CASES).reset_index(names="case")
    table["label"] = table["mean"].map(lambda share: f"{written(share, '.0f')} %")
    y = alt.Y("case:N", sort=list(CASES.values()), title=None)
    y = y.axis(domain=False, ticks=False, labelColor=LIGHT["ink"], labelLimit=160)
    title = _("share at home, per cent (SYNTHETIC)")
    x = alt.X("mean:Q", title=title).scale(domain=[0, 100]).axis(tickCount=5)
    base = alt.Chart(table)
    spread = base.mark_rule(color=LIGHT["biysk"], strokeWidth=7, opacity=0.35).encode(
        alt.X("low:Q", title=title), y, alt.X2("high:Q")
    )
    points = base.mark_point(size=120, color=LIGHT["biysk"]).encode(x, y)
    text = base.mark_text(align="left", dx=8, dy=-15).encode(x, y, text="label:N")
    line = alt.Chart(pd.DataFrame({"mean": [first]}))
    rule = line.mark_rule(color=LIGHT["ink"], strokeDash=[5, 4]).encode(x)
    return alt.layer(rule, spread, points, text).properties(
        width="container", height=48 * len(table)
    )


HIGH = 0.05  # from here on Ellison and Glaeser speak of high concentration


def index() -> Figure:
    """The index of Ellison and Glaeser as the combine is split into more pieces."""
    table = combine.splits()
    by_pieces = table.set_index("pieces")["gamma"]
    above = by_pieces.index[by_pieces > HIGH].min()
    told = _(
        "A rising curve. With one combine the index is {one}, below the level of chance; with "
        "{few} pieces it is {lifted:.2f}, above the level of {high} that counts as high; with "
        "thirty it is {thirty:.2f} and with sixty {sixty:.2f}."
    ).format(
        one=written(by_pieces[1], ".2f").replace("-", "−"),
        few=above,
        lifted=by_pieces[above],
        high=HIGH,
        thirty=by_pieces[30],
        sixty=by_pieces[60],
    )
    return Figure(_index_chart(table), told, {"index_pieces": above})


def _index_chart(table: pd.DataFrame) -> alt.LayerChart:
    splits = table["pieces"].tolist()
    x = alt.X("pieces:Q", title=_("pieces of the combine")).scale(type="log", domain=[0.9, 70])
    x = x.axis(values=splits, grid=False)
    y = alt.Y("gamma:Q", title=_("index γ (SYNTHETIC)")).scale(domain=[-0.06, 0.2])
    base = alt.Chart(table)
    line = base.mark_line(color=LIGHT["biysk"]).encode(x, y)
    points = base.mark_point(color=LIGHT["biysk"], size=80).encode(x, y)
    marks = pd.DataFrame({"gamma": [0, HIGH], "text": [_("chance"), _("high")]})
    level = alt.Chart(marks.assign(pieces=splits[-1]))
    rules = level.mark_rule(color=LIGHT["muted"], strokeDash=[4, 4]).encode(y)
    names = level.mark_text(align="right", dy=-9).encode(x, y, text="text:N")
    return alt.layer(rules, names, line, points).properties(width="container", height=280)


def survival() -> Figure:
    """Survival of firms by the past of the founder and by town."""
    alive = founders.by("founder", "town")["survival"]
    told = _(
        "Four falling staircases of survival to the age of fifteen. The two of founders from the "
        "combine run together and stand at {heir_home:.0f} % in the home town and "
        "{heir_elsewhere:.0f} % elsewhere at the age of ten; the two of outsiders run together "
        "well below, at {other_home:.0f} and {other_elsewhere:.0f} %."
    ).format(
        heir_home=alive["combine", "home"],
        heir_elsewhere=alive["combine", "elsewhere"],
        other_home=alive["outsider", "home"],
        other_elsewhere=alive["outsider", "elsewhere"],
    )
    return Figure(_survival(founders.curves()), told)


def _survival(table: pd.DataFrame) -> alt.Chart:
    kinds = {
        ("combine", "home"): (_("heir, home"), LIGHT["biysk"], [1, 0]),
        ("combine", "elsewhere"): (_("heir, elsewhere"), LIGHT["biysk"], [6, 4]),
        ("outsider", "home"): (_("outsider, home"), LIGHT["novokuznetsk"], [1, 0]),
        ("outsider", "elsewhere"): (_("outsider, elsewhere"), LIGHT["novokuznetsk"], [6, 4]),
    }
    keys = zip(table["founder"], table["town"], strict=True)
    table = table[["age", "survival"]].assign(kind=[kinds[key][0] for key in keys])
    names, colours, dashes = zip(*kinds.values(), strict=True)
    x = alt.X("age:Q", title=_("age of the firm, years"))
    x = x.scale(domain=[0, founders.OLDEST], nice=False).axis(tickCount=5)
    y = alt.Y("survival:Q", title=_("share still open (SYNTHETIC)")).scale(domain=[0, 1])
    y = y.axis(format="%", tickCount=5)
    legend = alt.Legend(orient="top", title=None, columns=2, symbolStrokeWidth=3)
    colour = alt.Color("kind:N", legend=legend).scale(domain=names, range=colours)
    dash = alt.StrokeDash("kind:N", legend=legend).scale(domain=names, range=dashes)
    lines = alt.Chart(table).mark_line(interpolate="step-after").encode(x, y, colour, dash)
    return lines.properties(width="container", height=320)


MONEY = {
    "golden_gates_2014_federal_grant": _("Gates, grant 2014"),
    "biysk_2020_federal_support": _("contest, 2020"),
    "biopharmaceutical_cluster_2014_federal_grant": _("pharma grant, 2014"),
    "biysk_2026_federal_support_a_year_high": _("status, a year"),
    "golden_gates_2015_public_infrastructure": _("Gates, pipes"),
    "evalar_2019_investment": _("one firm's plant"),
    "biysk_2024_shipments_half_year": _("shipped, 6 months"),
}


def money() -> Figure:
    """What the status brings a year beside other sums of the town, on a logarithmic scale."""
    sums = science_town.money()
    told = _(
        "Seven sums on a logarithmic scale. A year of the status, {status:,.0f} million roubles, "
        "lies near the cluster grants of {pharma:.0f} and {gates:.0f} million and a contest of "
        "{contest:.0f}; public pipes for Golden Gates cost {pipes:,.0f}, the new plant of one firm "
        "{plant:,.0f}, and shipments of half a year are {shipped:,.0f}."
    ).format(
        status=sums[science_town.STATUS_A_YEAR],
        pharma=sums["biopharmaceutical_cluster_2014_federal_grant"],
        gates=sums["golden_gates_2014_federal_grant"],
        contest=sums["biysk_2020_federal_support"],
        pipes=sums["golden_gates_2015_public_infrastructure"],
        plant=sums["evalar_2019_investment"],
        shipped=sums["biysk_2024_shipments_half_year"],
    )
    status = sums[science_town.STATUS_A_YEAR]
    times = {"money_times": sums["biysk_2024_shipments_half_year"] / status}
    return Figure(_money(sums), told, times)


def _money(sums: pd.Series) -> alt.LayerChart:
    rows = pd.DataFrame({"name": [MONEY[key] for key in sums.index], "million": sums.to_numpy()})
    short = rows["million"].map("{:,.1f}".format).str.removesuffix(".0")
    rows["label"] = short.map(localised)
    rows["status"] = rows["name"] == MONEY[science_town.STATUS_A_YEAR]
    y = alt.Y("name:N", sort=list(rows["name"]), title=None)
    y = y.axis(domain=False, ticks=False, labelColor=LIGHT["ink"], labelLimit=170, grid=True)
    x = alt.X("million:Q", title=_("million roubles, log scale"))
    x = x.scale(type="log", domain=[4, 1_000_000]).axis(values=[10, 1_000, 100_000])
    colour = alt.when("datum.status").then(alt.value(LIGHT["biysk"]))
    base = alt.Chart(rows)
    points = base.mark_point(size=120).encode(
        x, y, color=colour.otherwise(alt.value(LIGHT["muted"]))
    )
    text = base.mark_text(align="left", dx=10).encode(x, y, text="label:N")
    return (points + text).properties(width="container", height=34 * len(rows))


def staff() -> Figure:
    """Research staff for 10,000 employed in Altai krai and Kemerovo oblast."""
    rates = science_town.staff_rates()
    altai, kemerovo = (rates[region] for region in science_town.REGIONS)
    first, last = rates.index.min(), rates.index.max()
    told = _(
        "Research staff for 10,000 employed from {first} to {last}. In Altai krai {begin:.0f} at "
        "first, {low:.0f} in {low_year}, {high:.0f} in {high_year} and {end:.0f} at the end; in "
        "Kemerovo oblast between {least:.0f} and {most:.0f} throughout. Neither date of the status "
        "shows as a step."
    ).format(
        first=first,
        last=last,
        begin=altai[first],
        low=altai.min(),
        low_year=altai.idxmin(),
        high=altai.max(),
        high_year=altai.idxmax(),
        end=altai[last],
        least=kemerovo.min(),
        most=kemerovo.max(),
    )
    ratio = altai / kemerovo
    named = {"staff_ratio_before": ratio[2005], "staff_ratio_after": ratio[last]}
    return Figure(_staff_chart(), told, named)


def _staff_chart() -> alt.LayerChart:
    table = science_town.staff()[["region", "year", "rate"]]
    table = table.assign(region=table["region"].map(label))
    names = [label(region) for region in science_town.REGIONS]
    x = alt.X("year:Q", title=None).scale(domain=[2001, 2024], nice=False)
    x = x.axis(format="d", tickCount=5)
    top = table["rate"].max() + 4
    y = alt.Y("rate:Q", title=_("research staff for 10,000 employed")).scale(domain=[0, top])
    legend = alt.Legend(orient="top", title=None, symbolType="stroke", symbolStrokeWidth=3)
    colour = alt.Color("region:N", legend=legend).scale(
        domain=names, range=[LIGHT["biysk"], LIGHT["novokuznetsk"]]
    )
    dash = alt.StrokeDash("region:N", legend=legend).scale(domain=names, range=[[1, 0], [6, 4]])
    lines = alt.Chart(table).mark_line().encode(x, y, colour, dash)
    dates = {science_town.GRANTED: _("granted"), science_town.KEPT: _("kept")}
    marks = alt.Chart(pd.DataFrame({"year": dates.keys(), "text": dates.values()}))
    rules = marks.mark_rule(color=LIGHT["muted"], strokeDash=[2, 3]).encode(x)
    text = marks.mark_text(align="left", dx=5).encode(x, y=alt.value(10), text="text:N")
    return alt.layer(rules, text, lines).properties(width="container", height=300)

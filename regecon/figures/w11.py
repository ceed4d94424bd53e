"""Week 11: the numbers and figures of the chapter on splitting a combine."""

from __future__ import annotations

from functools import cache

import altair as alt
import pandas as pd

from regecon.data import load
from regecon.explorers import split_the_combine as combine
from regecon.kit.i18n import _, localised, written
from regecon.kit.palette import LIGHT
from regecon.methods.clusters import survival_curve, union_cost, union_sizes
from regecon.methods.concentration import EllisonGlaeser, ellison_glaeser

# The industry of the explorer with people in it, SYNTHETIC: every town has as many workers in
# all, and every firm other than the combine employs fifty.
CREW, PIECES, TOWN_WORKERS = 50, 30, 10_000
SPLITS = (1, 2, 3, 5, 10, 20, 30, 60)

# The laboratory of the second explorer, SYNTHETIC: million roubles a year.
LABORATORY, AGREEMENT, WORTH, TRUST = 12, 0.1, 3, 0.6

LOOKED = 2016  # the year in which the made-up register was read
AGE, OLDEST = 10, 15
FOUNDERS = ("combine", "outsider")

CASES = {
    (0, 0): _("neither"),
    (0.5, 0): _("half heredity"),
    (0, 1): _("the crowd, a = 1"),
    (1, 0): _("heredity alone"),
    (0, 1.3): _("the crowd, a = 1.3"),
}


def numbers() -> dict[str, float]:
    """The numbers that the chapter's text names."""
    return _maps() | _index() | _register() | _union() | _status() | _gates() | _staff()


def _maps() -> dict[str, float]:
    start = combine.towns(PIECES)
    home = start["home"] / start.sum()
    shares = {case: 100 * combine.growth(*case, PIECES).shares()["home"].mean() for case in CASES}
    crowd = combine.growth(0, 1, PIECES).shares()["home"]
    return {
        "firms_start": start.sum(),
        "share_start": 100 * home,
        "share_neither": shares[0, 0],
        "share_crowd": shares[0, 1],
        "share_family": shares[1, 0],
        "share_strong": shares[0, 1.3],
        "share_half": shares[0.5, 0],
        "crowd_low": 100 * crowd.quantile(0.1),
        "crowd_high": 100 * crowd.quantile(0.9),
        "entry_half": 100 * (0.5 / len(start) + 0.5 * home),
        "share_60_start": 100 * 60 / combine.towns(60).sum(),
        "pieces_left": combine.map_of(0, 1, PIECES).loc["home", "start"],
    }


def index_after(pieces: int) -> EllisonGlaeser:
    """The index of the made-up industry when its combine is split into equal pieces."""
    others = combine.towns(1).index[1:]
    staff = {("home", n): CREW * PIECES / pieces for n in range(pieces)}
    staff |= {(town, n): CREW for town in others for n in range(combine.OTHER_FIRMS)}
    plants = pd.Series(staff)
    place = pd.Series(plants.index.get_level_values(0), index=plants.index)
    return ellison_glaeser(plants, place, pd.Series(TOWN_WORKERS, index=["home", *others]))


def _index() -> dict[str, float]:
    before, after = index_after(1), index_after(PIECES)
    start = combine.towns(PIECES)  # every firm has the same crew, so shares of firms will do
    return {
        "combine_staff": CREW * PIECES,
        "home_excess": (start["home"] / start.sum() - 1 / len(start)) ** 2,
        "other_excess": (combine.OTHER_FIRMS / start.sum() - 1 / len(start)) ** 2,
        "room": 1 - 1 / len(start),
        "index_raw": before.raw,
        "herfindahl_before": before.plant_herfindahl,
        "herfindahl_after": after.plant_herfindahl,
        "gamma_below": -before.gamma,
        "gamma_after": after.gamma,
    }


@cache
def register() -> pd.DataFrame:
    """The SYNTHETIC register with the age of each firm and whether it has closed."""
    firms = load("firm_register_synthetic")
    shut = firms["closed"].notna()
    return firms.assign(age=firms["closed"].fillna(LOOKED) - firms["founded"], shut=shut)


def survival_at(firms: pd.DataFrame, age: int = AGE) -> pd.Series:
    """Survival of these firms to an age, with its standard error, both in per cent."""
    curve = survival_curve(firms["age"], firms["shut"])
    return 100 * curve.loc[:age, ["survival", "error"]].iloc[-1]


def _register() -> dict[str, float]:
    firms = register()
    named = {}
    for column in ("town", "founder"):
        for name, group in firms.groupby(column):
            named[f"alive_{name}"], named[f"error_{name}"] = survival_at(group)
    for (founder, town), group in firms.groupby(["founder", "town"]):
        named[f"alive_{founder}_{town}"] = survival_at(group)["survival"]
    for name, group in firms[firms["traced"]].groupby("founder"):
        named[f"traced_{name}"] = survival_at(group)["survival"]
    heirs = firms[firms["founder"] == "combine"]
    curve = survival_curve(heirs["age"], heirs["shut"])
    steps = {
        f"{column}_{age}": curve.loc[age, column]
        for age in (1, 2, 3)
        for column in ("at_risk", "closures")
    }
    home = firms["town"] == "home"
    of_combine = firms["founder"] == "combine"
    return (
        named
        | steps
        | {
            "firms": len(firms),
            "heirs_home": 100 * of_combine[home].mean(),
            "heirs_elsewhere": 100 * of_combine[~home].mean(),
            "town_gap": named["alive_home"] - named["alive_elsewhere"],
            "town_gap_error": (named["error_home"] ** 2 + named["error_elsewhere"] ** 2) ** 0.5,
            # Of twenty heirs and twenty outsiders, if none were too young to tell.
            "gap_error_20": (
                sum(named[f"alive_{f}"] * (100 - named[f"alive_{f}"]) for f in FOUNDERS) / 20
            )
            ** 0.5,
            "survival_3": 100 * curve.loc[3, "survival"],
            "traced_open": 100 * firms.loc[~firms["shut"], "traced"].mean(),
            "traced_shut": 100 * firms.loc[firms["shut"], "traced"].mean(),
        }
    )


def _union() -> dict[str, float]:
    sizes = union_sizes(WORTH, LABORATORY, AGREEMENT)
    wary = union_sizes(WORTH, LABORATORY, AGREEMENT, TRUST)
    return {
        "cost_inside": LABORATORY / PIECES,
        "cost_deals": AGREEMENT * (PIECES - 1),
        "cost_thirty": union_cost(PIECES, LABORATORY, AGREEMENT),
        "cost_ten": union_cost(10, LABORATORY, AGREEMENT),
        "cost_ten_wary": union_cost(10, LABORATORY, AGREEMENT, TRUST),
        "size_small": sizes["smallest"],
        "size_best": sizes["cheapest"],
        "size_large": sizes["largest"],
        "wary_small": wary["smallest"],
        "wary_large": wary["largest"],
        "pairs": PIECES * (PIECES - 1) / 2,
    }


def town() -> pd.Series:
    """Figures of the status and of output, by id."""
    return load("science_town").set_index("id")["value"]


def cluster() -> pd.Series:
    """Figures of the clusters, by id."""
    return load("biysk_clusters").set_index("id")["value"]


def _people(year: int) -> float:
    """Persons in the municipality of Biysk."""
    table = load("population").query("place == 'Biysk' and boundary == 'municipality'")
    [count] = table.loc[table["year"] == year, "population"]
    return count


def _status() -> dict[str, float]:
    have = town()
    low = have["biysk_2026_federal_support_a_year_low"]
    high = have["biysk_2026_federal_support_a_year_high"]
    people = _people(2024)
    output = 2 * have["biysk_2024_shipments_half_year"]
    total = have["biysk_2026_federal_support_twenty_years"]
    wages = load("municipal_wages").query("place == 'Biysk' and year == 2024")
    science = wages.set_index("section")["wage"]["M"]
    then = have["biysk_2010_federal_support"]
    return {
        "support_low": low,
        "support_high": high,
        "people": people / 1000,
        "head_low": low * 1e6 / people,
        "head_high": high * 1e6 / people,
        "shipments_half": have["biysk_2024_shipments_half_year"] / 1000,
        "shipments": output / 1000,
        "percent_low": 100 * low / output,
        "percent_high": 100 * high / output,
        "support_total": total / 1000,
        "support_total_a_year": total / 20,
        "support_sum_low": 20 * low / 1000,
        "support_sum_high": 20 * high / 1000,
        "support_2010": then,
        "wage_science": science,
        "salaries": high * 1e6 / (12 * science),
        "contest": have["biysk_2020_federal_support"],
        "science_members": have["biysk_2023_science_complex_members"],
    }


def _gates() -> dict[str, float]:
    have = cluster()
    public = have["golden_gates_2015_public_infrastructure"]
    jobs = have["golden_gates_2018_jobs_plan"]
    return {
        "bio_2009": have["biopharmaceutical_cluster_2009_members"],
        "bio_2010": have["biopharmaceutical_cluster_2010_members"],
        "bio_output_2008": have["biopharmaceutical_cluster_2008_output_leading_firms"] / 1000,
        "bio_output_2012": have["biopharmaceutical_cluster_2012_output"] / 1000,
        "composite_firms": have["composite_cluster_2016_members"],
        "composite_staff": have["composite_cluster_2016_employees"],
        "members_both": have["biopharmaceutical_cluster_2010_members"]
        + have["composite_cluster_2016_members"],
        "composite_mean": have["composite_cluster_2016_employees"]
        / have["composite_cluster_2016_members"],
        "gates_public": public,
        "gates_public_plan": have["golden_gates_2022_public_infrastructure_plan"],
        "evalar_spent": have["evalar_2019_investment"] / 1000,
        "gates_private_low": have["golden_gates_2022_private_investment_plan"],
        "gates_private_high": have["golden_gates_2015_private_investment_plan"],
        "gates_investors_plan": have["golden_gates_2022_investors_plan"],
        "gates_investors_2015": have["golden_gates_2015_investors"],
        "gates_investors_2019": have["golden_gates_2019_investors"],
        "gates_jobs": jobs,
        "gates_public_a_job": 1000 * public / jobs,
        "gates_support_years": public / town()["biysk_2026_federal_support_a_year_high"],
    }


REGIONS = {"Altai krai": _("Altai krai"), "Kemerovo oblast": _("Kemerovo oblast")}


@cache
def staff() -> pd.DataFrame:
    """Research staff of two regions, and for 10,000 employed."""
    table = load("regional_indicators")
    table = table[table["region"].isin(REGIONS)]
    return table.assign(rate=10 * table["research_staff"] / table["employed"])


def _staff() -> dict[str, float]:
    altai = staff().query("region == 'Altai krai'").set_index("year")["research_staff"]
    return {f"staff_{year}": altai[year] for year in (2005, 2010, 2015, 2023)}


def cases_chart() -> alt.LayerChart:
    """Share of the home town by cause: the mean of 200 runs and the middle eight of ten."""
    rows = []
    for (heredity, agglomeration), name in CASES.items():
        home = combine.growth(heredity, agglomeration, PIECES).shares()["home"]
        rows.append([name, home.mean(), *home.quantile([0.1, 0.9])])
    table = pd.DataFrame(rows, columns=["case", "mean", "low", "high"])
    table["label"] = table["mean"].map(lambda share: written(share, ".0%"))
    y = alt.Y("case:N", sort=list(CASES.values()), title=None)
    y = y.axis(domain=False, ticks=False, labelColor=LIGHT["ink"], labelLimit=160)
    title = _("share at home (SYNTHETIC)")
    x = alt.X("mean:Q", title=title).scale(domain=[0, 1]).axis(format="%", tickCount=5)
    base = alt.Chart(table)
    spread = base.mark_rule(color=LIGHT["biysk"], strokeWidth=7, opacity=0.35).encode(
        alt.X("low:Q", title=title), y, alt.X2("high:Q")
    )
    points = base.mark_point(size=120, color=LIGHT["biysk"]).encode(x, y)
    text = base.mark_text(align="left", dx=8, dy=-15).encode(x, y, text="label:N")
    start = combine.towns(PIECES)
    line = pd.DataFrame({"mean": [start["home"] / start.sum()]})
    rule = alt.Chart(line).mark_rule(color=LIGHT["ink"], strokeDash=[5, 4]).encode(x)
    return alt.layer(rule, spread, points, text).properties(
        width="container", height=48 * len(table)
    )


def cases_alt() -> str:
    """What the five cases show, in words."""
    return _(
        "Shares of the home town after sixty periods, with a dashed line at the 44 % of the start: "
        "10 % if founders choose by chance, 19 % with half heredity, 44 % both with a crowd that "
        "draws in proportion and with heredity alone, with the same spread from 35 to 54 %, and "
        "80 % with a stronger crowd."
    )


def index_chart() -> alt.LayerChart:
    """The index of Ellison and Glaeser as the combine is split into more pieces."""
    table = pd.DataFrame({"pieces": SPLITS})
    table["gamma"] = [index_after(pieces).gamma for pieces in SPLITS]
    x = alt.X("pieces:Q", title=_("pieces of the combine")).scale(type="log", domain=[0.9, 70])
    x = x.axis(values=list(SPLITS), grid=False)
    y = alt.Y("gamma:Q", title=_("index γ (SYNTHETIC)")).scale(domain=[-0.06, 0.2])
    base = alt.Chart(table)
    line = base.mark_line(color=LIGHT["biysk"]).encode(x, y)
    points = base.mark_point(color=LIGHT["biysk"], size=80).encode(x, y)
    marks = pd.DataFrame({"gamma": [0, 0.05], "pieces": [60, 60], "text": [_("chance"), _("high")]})
    level = alt.Chart(marks)
    rules = level.mark_rule(color=LIGHT["muted"], strokeDash=[4, 4]).encode(y)
    names = level.mark_text(align="right", dy=-9).encode(x, y, text="text:N")
    return alt.layer(rules, names, line, points).properties(width="container", height=280)


def index_alt() -> str:
    """What the index does, in words."""
    return _(
        "A rising curve. With one combine the index is minus 0.04, below the level of chance; with "
        "three pieces it is 0.10, above the level of 0.05 that counts as high; with thirty it is "
        "0.16 and hardly rises further."
    )


def survival_chart() -> alt.Chart:
    """Survival of firms by the past of the founder and by town."""
    kinds = {
        ("combine", "home"): (_("heir, home"), LIGHT["biysk"], [1, 0]),
        ("combine", "elsewhere"): (_("heir, elsewhere"), LIGHT["biysk"], [6, 4]),
        ("outsider", "home"): (_("outsider, home"), LIGHT["novokuznetsk"], [1, 0]),
        ("outsider", "elsewhere"): (_("outsider, elsewhere"), LIGHT["novokuznetsk"], [6, 4]),
    }
    curves = []
    for key, group in register().groupby(["founder", "town"]):
        curve = survival_curve(group["age"], group["shut"]).loc[:OLDEST].reset_index()
        end = curve.iloc[[-1]].assign(age=OLDEST)
        curves.append(pd.concat([curve, end]).assign(kind=kinds[key][0]))
    table = pd.concat(curves)[["age", "survival", "kind"]]
    names, colours, dashes = zip(*kinds.values(), strict=True)
    x = alt.X("age:Q", title=_("age of the firm, years"))
    x = x.scale(domain=[0, OLDEST], nice=False).axis(tickCount=5)
    y = alt.Y("survival:Q", title=_("share still open (SYNTHETIC)")).scale(domain=[0, 1])
    y = y.axis(format="%", tickCount=5)
    legend = alt.Legend(orient="top", title=None, columns=2, symbolStrokeWidth=3)
    colour = alt.Color("kind:N", legend=legend).scale(domain=names, range=colours)
    dash = alt.StrokeDash("kind:N", legend=legend).scale(domain=names, range=dashes)
    lines = alt.Chart(table).mark_line(interpolate="step-after").encode(x, y, colour, dash)
    return lines.properties(width="container", height=320)


def survival_alt() -> str:
    """What the four curves show, in words."""
    return _(
        "Four falling staircases of survival to the age of fifteen. The two of founders from the "
        "combine run together, in the home town and elsewhere, and stand at 63 % at the age of "
        "ten; the two of outsiders run together well below, at about 35 %."
    )


MONEY = {
    "golden_gates_2014_federal_grant": _("Gates, grant 2014"),
    "biysk_2020_federal_support": _("contest, 2020"),
    "biopharmaceutical_cluster_2014_federal_grant": _("pharma grant, 2014"),
    "biysk_2026_federal_support_a_year_high": _("status, a year"),
    "golden_gates_2015_public_infrastructure": _("Gates, pipes"),
    "evalar_2019_investment": _("one firm's plant"),
    "biysk_2024_shipments_half_year": _("shipped, 6 months"),
}


def money_chart() -> alt.LayerChart:
    """What the status brings a year beside other sums of the town, on a logarithmic scale."""
    have = pd.concat([town(), cluster()])
    rows = pd.DataFrame({"name": MONEY.values(), "million": have[list(MONEY)].to_numpy()})
    short = rows["million"].map("{:,.1f}".format).str.removesuffix(".0")
    rows["label"] = short.map(localised)
    rows["status"] = rows["name"] == MONEY["biysk_2026_federal_support_a_year_high"]
    y = alt.Y("name:N", sort=list(MONEY.values()), title=None)
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


def money_alt() -> str:
    """What the sums show, in words."""
    return _(
        "Seven sums on a scale of tens. A year of the status, 80 million roubles, lies near the "
        "cluster grants of 60 and 9 million and a contest of 40; public pipes for Golden Gates "
        "cost 350, the new plant of one firm 2,000, and shipments of half a year are 45,000."
    )


def staff_chart() -> alt.LayerChart:
    """Research staff for 10,000 employed in Altai krai and Kemerovo oblast."""
    table = staff()[["region", "year", "rate"]].replace({"region": REGIONS})
    x = alt.X("year:Q", title=None).scale(domain=[2001, 2024], nice=False)
    x = x.axis(format="d", tickCount=5)
    y = alt.Y("rate:Q", title=_("research staff for 10,000 employed")).scale(domain=[0, 36])
    legend = alt.Legend(orient="top", title=None, symbolType="stroke", symbolStrokeWidth=3)
    names = list(REGIONS.values())
    colour = alt.Color("region:N", legend=legend).scale(
        domain=names, range=[LIGHT["biysk"], LIGHT["novokuznetsk"]]
    )
    dash = alt.StrokeDash("region:N", legend=legend).scale(domain=names, range=[[1, 0], [6, 4]])
    lines = alt.Chart(table).mark_line().encode(x, y, colour, dash)
    dates = pd.DataFrame(
        {"year": [2005.9, 2017.05], "rate": [34, 34], "text": [_("granted"), _("kept")]}
    )
    marks = alt.Chart(dates)
    rules = marks.mark_rule(color=LIGHT["muted"], strokeDash=[2, 3]).encode(x)
    text = marks.mark_text(align="left", dx=5).encode(x, y, text="text:N")
    return alt.layer(rules, text, lines).properties(width="container", height=300)


def staff_alt() -> str:
    """What the two lines show, in words."""
    return _(
        "Research staff for 10,000 employed from 2001 to 2023. In Altai krai about 27 at first, "
        "falling to 18 in 2010, 30 in 2015 and 29 in 2023; in Kemerovo oblast between 8 and 15 "
        "throughout. Neither date of the status shows as a step."
    )

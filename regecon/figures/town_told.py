"""Your own town in sentences, each part with the caveats of its tables.

A sentence is made for what a town has, another for what the tables lack of it; none is left out
in silence. The starter notebook and the card of a town say the same sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from regecon.cases import structure, town, young
from regecon.cases.gazetteer import Town, home_of
from regecon.data import describe, load
from regecon.kit.i18n import _, label, plural, written

GROUPS = {
    "agriculture and fishing": _("agriculture and fishing"),
    "construction": _("construction"),
    "electricity and water": _("electricity and water"),
    "finance and business services": _("finance and business services"),
    "manufacturing": _("manufacturing"),
    "mining": _("mining"),
    "other services": _("other services"),
    "public services": _("public services"),
    "trade and hotels": _("trade and hotels"),
    "transport and communication": _("transport and communication"),
}
CATEGORIES = {
    1: _("the most difficult situation"),
    2: _("risk of deterioration"),
    3: _("stable"),
}
LONELY = 90  # of 100 municipalities that have a nearer peer: above it the three are hardly peers


@dataclass(frozen=True)
class Told:
    """A part of what is told of a town.

    Attributes
    ----------
    title
        A few words.
    sentences
        What is known, and what is not.
    tables
        The tables that the sentences rest on; their caveats belong to them.
    """

    title: str
    sentences: tuple[str, ...]
    tables: tuple[str, ...] = ()

    @property
    def caveats(self) -> list[tuple[str, str]]:
        """Each table with how far it can be trusted, from its descriptor."""
        return [(name, caveat(name)) for name in self.tables]

    def __repr__(self) -> str:
        notes = [f"[{name}] {trust}" for name, trust in self.caveats]
        return "\n".join([*self.sentences, *notes])

    def _repr_markdown_(self) -> str:
        notes = [f"*`{name}`: {trust}*" for name, trust in self.caveats]
        return "\n\n".join([*self.sentences, *notes])


@cache
def caveat(name: str) -> str:
    """How far a table can be trusted, as its descriptor says."""
    return _(describe(name).trust)


def named(names: tuple[str, ...]) -> str:
    """A labour market by its municipalities."""
    if len(names) == 1:
        return label(names[0])
    first, *others = map(label, names)
    return _("{town} with {district}").format(town=first, district=", ".join(others))


def signed(value: float, form: str = ",.0f") -> str:
    """A number with its sign, a true minus; what is written as zero has none."""
    zero = not any(digit in "123456789" for digit in format(value, form))
    return written(abs(value), form) if zero else written(value, f"+{form}").replace("-", "\u2212")


def nothing() -> Told:
    """What stands in the place of a figure."""
    return Told(_("No figure"), (_("Nothing can be drawn here: our tables lack what it needs."),))


def whereabouts(here: Town) -> Told:
    """What it is and where, and of what the figures are."""
    told = [_kind(here)]
    seat = None if here.outside else home_of(here.centre, here.region)
    if seat is not None and seat.municipality != here.municipality:
        words = _("{centre} itself lies outside it and is a municipality of its own.")
        told.append(words.format(centre=label(here.centre)))
    if here.asked:
        words = _("You asked for {place}: the figures are those of all of {town}.")
        told.append(words.format(place=label(here.asked), town=label(here.name)))
    tables = [] if here.outside else ["municipalities"]
    if here.places:
        told += [_founded(row) for row in _rows_of(here.places)]
        tables.append("towns")
    else:
        told.append(
            _(
                "Our table of towns has no place that lies in it, so that its founding and its "
                "main industry are not told."
            )
        )
    return Told(_("What it is"), tuple(told), tuple(tables))


def _kind(here: Town) -> str:
    words = {
        "urban okrug": _(
            "{town} ({name_ru}), {region}: a town with its surroundings, within the borders of "
            "2023 and 2024."
        ),
        "municipal okrug": _(
            "{town} ({name_ru}), {region}: an okrug with all settlements within its borders of "
            "2023 and 2024, governed from {centre}."
        ),
        "district": _(
            "{town} ({name_ru}), {region}: a district with all settlements within its borders of "
            "2023 and 2024, governed from {centre}."
        ),
        "": _(
            "{town} ({name_ru}), {region}, lies outside the five regions of our municipal tables: "
            "we have its people, its place on the map, the federal lists and its region."
        ),
    }[here.kind]
    fields = {"name_ru": here.name_ru, "region": label(here.region), "centre": label(here.centre)}
    return words.format(town=label(here.name), **fields)


@cache
def _towns() -> dict:
    return {row.place: row for row in load("towns").itertuples()}


def _rows_of(places: tuple[str, ...]) -> list:
    return [_towns()[place] for place in places]


def _founded(row) -> str:
    place, known = label(row.place), []
    if pd.notna(row.founded):
        words = _("{place} is first known or was founded in {year}.")
        known.append(words.format(place=place, year=int(row.founded)))
    if isinstance(row.main_industry, str):
        words = _("Its main industry, in the words of the table: {industry}.")
        known.append(words.format(industry=label(row.main_industry)))
    if not known:
        words = _("Of {place} the table has the place on the map, no year and no industry.")
        known.append(words.format(place=place))
    return " ".join(known)


# --- People -----------------------------------------------------------------------------


def people(here: Town) -> Told:
    """People since 2016, with the recount of the census marked."""
    title = _("People since 2016")
    if here.outside:
        return Told(title, tuple(_people_outside(here)), ("population",))
    counted, moved = town.people(here), town.changes(here)
    told = [_two_years(here, counted, moved["before"], town.BEFORE)]
    told.append(_two_years(here, counted, moved["after"], town.AFTER))
    if pd.notna(moved["recount"]):
        words = _(
            "Between {first} and {last} the base changes from the census of 2010 to that of 2021. "
            "The two figures differ by {change} per cent: people who came, went or died, and the "
            "correction of the old count, in one number that the table cannot take apart."
        )
        first, last = town.RECOUNT
        told.append(words.format(first=first, last=last, change=signed(moved["recount"], ".1f")))
    else:
        told.append(_("Across the recount of the census no comparison can be made."))
    told += _revised(here)
    return Told(title, tuple(told), ("municipal_population", "census_revisions"))


def _two_years(here: Town, counted: pd.Series, change: float, years: tuple[int, int]) -> str:
    census = town.CENSUSES[0 if years == town.BEFORE else 1]
    fields = {"town": label(here.name), "first": years[0], "last": years[1], "census": census}
    if pd.isna(change):
        words = _(
            "Of {town} the table has no figure for {first} and {last}, the years that rest on the "
            "census of {census}."
        )
        return words.format(**fields)
    words = _(
        "There were {start} inhabitants on 1 January {first} and {end} on 1 January {last}, "
        "{change} per cent, on the base of the census of {census}."
    )
    start, end = (written(counted[year], ",.0f") for year in years)
    return words.format(start=start, end=end, change=signed(change, ".1f"), **fields)


def _revised(here: Town) -> list[str]:
    table = town.revisions(here)
    if table.empty:
        return [_("The table of census revisions has no town that lies in it.")]
    words = _(
        "In {city}, the town proper, the census of October 2021 counted {counted}, and the running "
        "estimate of January 2020 had {estimate}: {revision} per cent, correction and twenty-one "
        "months of real change together."
    )
    return [
        words.format(
            city=label(city),
            counted=written(row["census_2021"], ",.0f"),
            estimate=written(row["estimate_2020"], ",.0f"),
            revision=signed(row["revision"], ".1f"),
        )
        for city, row in table.iterrows()
    ]


def _people_outside(here: Town) -> list[str]:
    counted = town.people(here)
    words = _(
        "The census of October 2021 counted {counted} people in {town}, the town proper; the "
        "running estimate of January 2020, rounded to hundreds, had {estimate}: {change} per cent."
    )
    change = 100 * (counted[2021] / counted[2020] - 1)
    told = [
        words.format(
            town=label(here.name),
            counted=written(counted[2021], ",.0f"),
            estimate=written(counted[2020], ",.0f"),
            change=signed(change, ".1f"),
        )
    ]
    if 2010 in counted:
        words = _("The census of October 2010 had counted {counted}.")
        told.append(words.format(counted=written(counted[2010], ",.0f")))
    else:
        told.append(_("Our tables have no count of 2010."))
    told.append(_("For 2016 itself, and after 2021, they have no figure that can be compared."))
    return told


def ages(here: Town) -> Told:
    """Children, the middle and the old, and whether a projection can be made."""
    title, shares = _("Ages"), town.ages(here)
    if shares.empty:
        words = _("No table of ours has the ages of {town}.")
        return Told(title, (words.format(town=label(here.name)),), ("age_groups",))
    now = shares.loc[town.AFTER[1]]
    words = _(
        "Of 100 inhabitants on 1 January {year}, {child} were younger than {work}, {old} were "
        "{rest} or older and {middle} were between; {women} were women. A year before, {before} "
        "were {rest} or older."
    )
    told = [
        words.format(
            year=town.AFTER[1],
            before=written(shares.loc[town.AFTER[0], "old"], ".1f"),
            work=town.GROWN,
            rest=town.OLD,
            **{name: written(now[name], ".1f") for name in ("child", "middle", "old", "women")},
        )
    ]
    more, of = town.standing(here, "old")
    told.append(
        plural(
            "Of the {of} municipalities with a figure, {count} has a larger share of those of "
            "{rest} or older.",
            "Of the {of} municipalities with a figure, {count} have a larger share of those of "
            "{rest} or older.",
            more,
            of=of,
            rest=town.OLD,
        )
    )
    tables = ("age_groups",) if town.pyramid(here).empty else ("age_groups", "age_pyramids")
    return Told(title, (*told, _projected(here, young.LEAVE, young.BACK)), tables)


def ahead(here: Town, leave: float, back: float) -> Told:
    """The young in twenty years, if shares of a cohort leave and of those return."""
    tables = ("age_pyramids", "region_demography")
    return Told(_("The young in twenty years"), (_projected(here, leave, back),), tables)


def _projected(here: Town, leave: float, back: float) -> str:
    ahead = town.young_ahead(here, leave, back)
    if ahead.empty:
        return _(
            "Five-year groups by sex, which the projection of week 12 needs, are in no table of "
            "ours for this municipality, so that none is made."
        )
    words = _(
        "Carried on as in week 12, its {now} people of 20 to 39 would be {stay} in {year} if "
        "nobody came or went, and {leave} if {gone} of 100 of a cohort left and {back} of 100 of "
        "those returned, which is assumed."
    )
    fields = {name: written(value, ",.0f") for name, value in ahead.items()}
    shares = {"gone": 100 * leave, "back": 100 * back}
    fields |= {name: written(value, ".0f") for name, value in shares.items()}
    return words.format(year=young.START + young.YEARS, **fields)


# --- Moves ------------------------------------------------------------------------------


def moves(here: Town) -> Told:
    """Net moves by age with the artefact of the register."""
    title, net = _("Who moves"), town.moves(here)
    if net.empty:
        words = _("No table of ours has the moves of {town}.")
        return Told(title, (words.format(town=label(here.name)),), ("migration_by_age",))
    year = town.balance(here)
    words = _(
        "Arrivals less departures of {year}, in the register of residence: {net}, or {rate} for "
        "1,000 inhabitants; {study} in the group of 15 to 19 and {back} in that of 20 to 24."
    )
    told = [
        words.format(
            year=town.YEAR,
            net=signed(year["net"]),
            rate=signed(year["rate"], ".1f"),
            study=signed(net[town.STUDY]),
            back=signed(net[town.RETURN]),
        ),
        _artefact(net[town.STUDY], net[town.RETURN]),
        _rest(here, year),
    ]
    few = int((net.abs() < town.FEW).sum())
    told.append(
        _("In every age group the balance is {few} persons or more, one way or the other.").format(
            few=town.FEW
        )
        if not few
        else plural(
            "In {count} of the {groups} age groups the balance is below {few} persons either way: "
            "a family or two.",
            "In {count} of the {groups} age groups the balance is below {few} persons either way: "
            "a family or two each.",
            few,
            groups=len(net),
            few=town.FEW,
        )
    )
    return Told(title, tuple(told), ("migration_by_age",))


def _artefact(study: float, back: float) -> str:
    if study < 0 < back:
        return _(
            "Part of the gain in the group of 20 to 24 may be a rule and no journey: a student's "
            "registration at the place of study ends, and the register counts a return home."
        )
    if study > 0 > back:
        return _(
            "Part of the loss in the group of 20 to 24 may be a rule and no journey: registrations "
            "that were made for studies end here, and the register counts a departure."
        )
    if study < 0 and back < 0:
        return _(
            "Both groups lose. Registrations for studies that end elsewhere count as returns here, "
            "so the loss of those of 20 to 24 may be larger than the register shows; of those that "
            "end here the opposite is true. The table cannot tell."
        )
    return _(
        "Registrations for studies end by themselves and count as moves of those of 20 to 24; with "
        "these signs the table does not show on which side that weighs."
    )


def _rest(here: Town, year: pd.Series) -> str:
    words = _(
        "In {year} the number of inhabitants changed by {change}. Less the moves, {rest} are left "
        "for births less deaths and whatever was corrected."
    )
    told = words.format(year=town.YEAR, change=signed(year["change"]), rest=signed(year["rest"]))
    if town.births(here).empty:
        return told + " " + _("Our table of births and deaths has nothing of it.")
    return told + " " + _("Our table of births and deaths has single counts of it.")


# --- Wages ------------------------------------------------------------------------------


def pay(here: Town) -> Told:
    """Wages by industry, the withheld ones counted."""
    title, table = _("What industries pay"), ("municipal_wages",)
    if here.outside:
        words = _("No table of ours has the wages of {town}.")
        return Told(title, (words.format(town=label(here.name)),), table)
    before, now = town.pay(here, 2023), town.pay(here)
    if now.empty:
        words = _(
            "On average {town} paid {wage} roubles a month in {year}, before tax and without small "
            "business. Of its industries, and of any later year, the table has nothing."
        )
        wage = written(before.loc[town.TOTAL, "wage"], ",.0f")
        fields = {"town": label(here.name), "wage": wage, "year": town.YEAR}
        return Told(title, (words.format(**fields), _no_jobs()), table)
    told = [_average(here, before, now), *_industries(now), _no_jobs()]
    return Told(title, tuple(told), table)


def _average(here: Town, before: pd.DataFrame, now: pd.DataFrame) -> str:
    first, last = (rows.loc[town.TOTAL, "wage"] for rows in (before, now))
    more, of = town.standing(here, "wage")
    return plural(
        "On average {start} roubles a month in {first} and {end} in {last}, {change} per cent in "
        "money of the year, before tax and without small business; of {of} municipalities, {count} "
        "paid more in {last}.",
        "On average {start} roubles a month in {first} and {end} in {last}, {change} per cent in "
        "money of the year, before tax and without small business; of {of} municipalities, {count} "
        "paid more in {last}.",
        more,
        of=of,
        start=written(first, ",.0f"),
        end=written(last, ",.0f"),
        change=signed(100 * (last / first - 1), ".1f"),
        first=town.AFTER[0],
        last=town.AFTER[1],
    )


def _industries(now: pd.DataFrame) -> list[str]:
    one, rows = _("{industry} {wage}"), list(now.itertuples())[1:]
    shown = sorted((row for row in rows if row.wage > 0), key=lambda row: -row.wage)
    withheld = [label(row.industry) for row in rows if pd.isna(row.wage)]
    wages = [
        one.format(industry=label(row.industry), wage=written(row.wage, ",.0f")) for row in shown
    ]
    told = [_("By industry, the highest first: {wages}.").format(wages="; ".join(wages))]
    told.append(
        plural(
            "One industry of the {of} that the table lists is withheld: {names}.",
            "Of the {of} industries that the table lists {count} are withheld: {names}.",
            len(withheld),
            of=len(rows),
            names="; ".join(withheld),
        )
        if withheld
        else _("No industry that the table lists is withheld.")
    )
    words = _("Of {industry} the table notes: {note}")
    noted = [row for row in now.itertuples() if isinstance(row.note, str)]
    return told + [words.format(industry=label(row.industry), note=row.note) for row in noted]


def _no_jobs() -> str:
    return _("A wage says that an industry is there, not how many work in it.")


# --- Neighbours -------------------------------------------------------------------------


def neighbours(here: Town) -> Told:
    """Distances, the pull of neighbours, and what texts tell of roads."""
    title = _("Neighbours and their pull")
    if here.outside:
        return Told(title, tuple(_far_away(here)), ("distances", "road_distances"))
    told = [*_way(here), *_pull(here), _end(here), *_roads(here)]
    return Told(title, tuple(told), ("distances", "road_distances"))


def _way(here: Town) -> list[str]:
    near, far = town.neighbours(here).iloc[0], town.to_capital(here)
    words = _("The nearest other centre is that of {place}, {km} straight kilometres away.")
    told = [words.format(place=named(near["names"]), km=written(near["kilometres"], ",.0f"))]
    capital = label(town.CAPITALS[here.region])
    if here.name == town.CAPITALS[here.region]:
        return [*told, _("It is the capital of its region.")]
    if far == 0:
        words = _(
            "It is governed from the capital of its region, {capital}, which lies outside it."
        )
        return [*told, words.format(capital=capital)]
    words = _("To the capital of its region, {capital}, it is {km}.")
    return [*told, words.format(capital=capital, km=written(far, ",.0f"))]


def _pull(here: Town) -> list[str]:
    table = town.pull(here)
    home, away = table.iloc[0], table.iloc[1:]
    told = []
    if len(home["names"]) > 1:
        words = _(
            "{place} share one centre; no distance tells them apart, and here they are one labour "
            "market."
        )
        told.append(words.format(place=named(home["names"])))
    words = _(
        "If people chose where to work as week 8 assumes, {home} of 100 would stay in this labour "
        "market, {half} with half the decay and {double} with twice. We have no count: no table "
        "of ours has commuters."
    )
    shares = {"home": home["share"], "half": home["half"], "double": home["double"]}
    told.append(words.format(**{name: written(value, ".0f") for name, value in shares.items()}))
    first = away.iloc[0]
    if first["share"] >= 1:
        words = _("The strongest pull is that of {place}: {share} of 100, {km} kilometres away.")
        fields = {
            "share": written(first["share"], ".0f"),
            "km": written(first["kilometres"], ".0f"),
        }
        told.append(words.format(place=named(first["names"]), **fields))
    else:
        told.append(_("No other place would draw as many as one of 100."))
    told += _fences({name for names in table["names"] for name in names})
    if table["stale"].any():
        told.append(_("Seversk counts with its people of 2020, the last that the table has."))
    return told


def _fences(names: set[str]) -> list[str]:
    """What no distance says of those of the names that are closed towns."""
    words = _("{town} is a closed town: entry is restricted, and the formula knows no fence.")
    closed = [each for each in town.municipalities() if each.name in names and each.closed]
    return [words.format(town=label(each.name)) for each in closed]


def _end(here: Town) -> str:
    found = town.next_centre(here)
    if found.empty:
        return _("No labour market in the five regions has more people.")
    words = _(
        "By Converse's formula, with people alone, the nearest larger one, {place}, begins to pull "
        "more {end} kilometres from here, on a line of {km}."
    )
    fields = {
        name: written(found[key], ".0f") for name, key in (("end", "end"), ("km", "kilometres"))
    }
    return words.format(place=named(found["names"]), **fields)


def _roads(here: Town) -> list[str]:
    table = town.roads(here)
    if table.empty:
        return [_("Of the roads no text in our tables tells a length.")]
    one = _("{origin} to {destination} {km} ({mode})")
    modes = {
        "road": _("by road"),
        "winter_road": _("by winter road"),
        "rail": _("by rail"),
        "bus": _("by bus"),
        "straight": _("in a straight line"),
        "unstated": _("without saying how"),
    }
    ways = [
        one.format(
            origin=label(row.origin),
            destination=label(row.destination),
            km=written(row.kilometres, ",.0f"),
            mode=modes[row.mode],
        )
        for row in table.itertuples()
    ]
    return [_("Texts tell of the way, in kilometres: {ways}.").format(ways="; ".join(ways))]


def _far_away(here: Town) -> list[str]:
    near = town.neighbours(here).iloc[0]
    words = _(
        "The nearest town of our tables is {place}, {km} straight kilometres away. Its own "
        "neighbours are in no table of ours, so that no pull is reckoned."
    )
    told = [words.format(place=named(near["names"]), km=written(near["kilometres"], ",.0f"))]
    return told + _roads(here)


# --- Status, promises, region -----------------------------------------------------------


def single_industry(here: Town) -> Told:
    """Where its places stood in the federal lists of single-industry towns."""
    title, tables = _("Single-industry status"), ("monotowns",)
    if not here.places:
        words = _(
            "Our table follows only the places of the table of towns through the federal lists, "
            "and none of them lies here: whether a place of this municipality was listed it does "
            "not say."
        )
        return Told(title, (words,), tables)
    rows, told = town.single_industry(here), []
    words = _("{place} stood in the list of {year} in category {category}, {meaning}.")
    for row in rows.itertuples():
        fields = {"place": label(row.place), "year": row.year, "category": row.category}
        told.append(words.format(meaning=CATEGORIES[row.category], **fields))
    words = _("{place} did not stand in the list of July 2014.")
    told += [
        words.format(place=label(place)) for place in here.places if place not in set(rows["place"])
    ]
    told.append(_("Of other places in it, and of later lists, the table says nothing more."))
    return Told(title, tuple(told), tables)


def promises(here: Town) -> Told:
    """What was promised of special territories in it."""
    title, rows = _("Special territories"), town.promises(here)
    if rows.empty:
        words = _("The table of special territories has no row that is of a place in {town} alone.")
        return Told(title, (words.format(town=label(here.name)),), ("special_zones",))
    words = plural(
        "The table of special territories has {count} row of its places.",
        "The table of special territories has {count} rows of its places.",
        len(rows),
    )
    plans = int((rows["status"] == "plan").sum())
    kept = _("Planned or hoped: {plans}; reported: {facts}.")
    kept = kept.format(plans=plans, facts=len(rows) - plans)
    return Told(title, (words, kept), ("special_zones",))


def visitors(here: Town) -> Told:
    """Whether anybody has counted visitors in it."""
    title, rows, told = _("Visitors"), town.visitors(here), []
    tables = ["resorts"] if len(rows) else []
    for resort, part in rows.groupby("resort"):
        words = plural(
            "Of {resort} the table of resorts has {count} row.",
            "Of {resort} the table of resorts has {count} rows.",
            len(part),
            resort=label(resort),
        )
        told.append(words)
    if town.SHEREGESH in here.places:
        told.append(
            _("Winters of Sheregesh are in the table of its seasons, each by its own way to count.")
        )
        tables.append("sheregesh_seasons")
    if not told:
        told.append(
            _(
                "We have placed no resort of our tables here, and visitors to the municipality are "
                "counted in none of them."
            )
        )
    return Told(title, tuple(told), tuple(tables))


def claims(here: Town) -> Told:
    """How much the expedition's report says of its places."""
    found, title = town.claims(here), _("What the expedition said")
    if found.empty:
        words = _("The report makes no statement about a place in {town} alone.")
        return Told(title, (words.format(town=label(here.name)),), ("claims",))
    words = plural(
        "The report makes {count} statement about places in {town}.",
        "The report makes {count} statements about places in {town}.",
        len(found),
        town=label(here.name),
    )
    return Told(title, (words,), ("claims", "claim_verdicts"))


def region(here: Town) -> Told:
    """What the structure of its region says, and what it cannot say of the town."""
    table, part = town.region_groups(here), town.weight(here)
    group, first = table.index[0], table.iloc[0]
    words = _(
        "Of the value added of its region in {year}, {share} per cent was in {group}, {quotient} "
        "times the share in Russia: of ten broad groups the one in which the region stands out "
        "most."
    )
    told = [
        words.format(
            year=structure.LAST,
            share=written(first["share"], ".1f"),
            group=GROUPS[group],
            quotient=written(first["quotient"], ".1f"),
        )
    ]
    low, high = town.share_bounds(first["share"], part)
    words = _(
        "{weight} of 100 people of the region live here. If they made as much a head as the rest, "
        "an assumption, the share of {group} in what is made here could lie anywhere from {low} to "
        "{high} per cent."
    )
    fields = {"weight": part, "low": low, "high": high}
    forms = {"weight": ".1f", "low": ".0f", "high": ".0f"}
    numbers = {name: written(value, forms[name]) for name, value in fields.items()}
    told.append(words.format(group=GROUPS[group], **numbers))
    if numbers["low"] == "0" and numbers["high"] == "100":
        told.append(_("By itself the region's structure says nothing of this municipality."))
    else:
        told.append(_("So much, and no more, the region's structure says of this municipality."))
    told.append(
        _(
            "No table of ours counts the product, jobs or sales of a municipality by industry: "
            "which base it lives on is to be found out on the spot."
        )
    )
    return Told(_("Its region, and no more"), tuple(told), ("grp_structure",))


# --- Peers ------------------------------------------------------------------------------


def peers(here: Town) -> Told:
    """The three most alike, by which rule, and how steady the choice is."""
    title, rows = _("Three peers"), town.peers(here)
    if rows.empty:
        words = _(
            "No peers are named: the rule needs people, ages, moves, wages and the distance to the "
            "capital of the region, and not all of these are in our tables for {town}."
        )
        return Told(title, (words.format(town=label(here.name)),))
    near = rows.iloc[1:]
    words = _("{first}, {second} and {third}.")
    one = _("{town} ({region}, {gap})")
    names = [
        one.format(town=label(row.name_), region=label(row.region), gap=written(row.gap, ".2f"))
        for row in near.rename(columns={"name": "name_"}).itertuples()
    ]
    told = [words.format(first=names[0], second=names[1], third=names[2]), _rule(here)]
    if round(town.loneliness(here)) >= LONELY:
        told.append(_("Nearest is not near: few municipalities stand so much by themselves."))
    told.append(_steady(here))
    return Told(title, tuple(told), ())


def _rule(here: Town) -> str:
    words = _(
        "In brackets, how far apart they lie in five traits, in standard deviations over {count} "
        "municipalities: people on 1 January {last} (log), share of those of {old} or older, "
        "registered net moves of {year} for 1,000, average wage of {year} (log), kilometres to "
        "the capital of the region (log). {lonely} of 100 municipalities have their nearest peer "
        "nearer."
    )
    lonely = written(town.loneliness(here), ".0f")
    return words.format(
        count=len(town.traits()), old=town.OLD, last=town.AFTER[1], year=town.YEAR, lonely=lonely
    )


def _steady(here: Town) -> str:
    steady = town.steady_peers(here)
    if not steady:
        return _(
            "None of the three stays among the three whichever trait is left out: another rule, "
            "other peers."
        )
    words = plural(
        "{count} of the three stays whichever trait is left out: {names}.",
        "{count} of the three stay whichever trait is left out: {names}.",
        len(steady),
        names=", ".join(map(label, steady)),
    )
    return words


# What the card of a town says, in its order.
PARTS = (whereabouts, people, ages, moves, pay, neighbours, single_industry, region, peers)

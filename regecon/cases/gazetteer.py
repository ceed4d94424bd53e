"""Which municipality is meant: names in Russian or English, in any case, with ё or without.

A place is written in many ways: Киселёвск, Киселевск, Kiselyovsk, Kiselevsk. All become one key,
in Latin letters and without what transliterations disagree about. A town stands for the urban
okrug that it is; where there is none, for the district or municipal okrug governed from it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache

import pandas as pd

from regecon.data import load

# Places of our other tables that lie in a municipality of another name. What says so stands on
# the page of the command; Chugunash, of which no text was found, lies 13 km from Tashtagol.
WITHIN = {
    "Sheregesh": "Tashtagolsky district",
    "Mundybash": "Tashtagolsky district",
    "Chugunash": "Tashtagolsky district",
    "Salair": "Guryevsky municipal okrug",
}
URBAN, DISTRICTS = "urban okrug", ("district", "municipal okrug")
NEAREST, CUTOFF = 5, 0.6  # names that are offered on a miss, and how like they have to be

SOUNDS = ("kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya")
LATIN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        (*"abvgde", "zh", *"ziyklmnoprstuf", *SOUNDS),
        strict=True,
    )
)
# Where transliterations differ: Yegoryevsky, Egorevskiy; Kiselyovsk, Kiselevsk; Prokopjevsk.
FOLDS = (("j", "y"), ("ye", "e"), ("yo", "e"), ("iy", "y"), ("yy", "y"), ("ii", "y"), ("'", ""))
# Words that say what kind of place it is, with what they leave open; the longest first.
KINDS = {
    "городской округ": (URBAN,),
    "муниципальный округ": ("municipal okrug",),
    "муниципальный район": ("district",),
    "рабочий поселок": (),
    "urban okrug": (URBAN,),
    "municipal okrug": ("municipal okrug",),
    "municipal district": ("district",),
    "район": DISTRICTS,
    "district": DISTRICTS,
    "raion": DISTRICTS,
    "округ": (),
    "okrug": (),
    "поселок": (),
    "город": (),
    "село": (),
    "зато": (),
    "пгт": (),
    "town": (),
    "city": (),
    "г": (),
    "с": (),
    "п": (),
}


class NoTown(LookupError):
    """No place of that name, with the ``nearest`` names of places that there are."""

    def __init__(self, asked: str, nearest: tuple[str, ...] = ()):
        self.asked, self.nearest = asked, nearest
        near = f"; near to it: {'; '.join(nearest)}" if nearest else ""
        super().__init__(f"{asked!r}: no place of that name in the tables{near}")


class SeveralTowns(LookupError):
    """More than one place of that name: ``towns`` lists them."""

    def __init__(self, asked: str, towns: tuple[Town, ...]):
        self.asked, self.towns = asked, towns
        found = "; ".join(f"{town.name}, {town.region}" for town in towns)
        super().__init__(f"{asked!r} may be {found}: give the whole name, or region=")


class OnlyCounted(LookupError):
    """A city outside the five regions of which the tables know the ``people`` by year, no more."""

    def __init__(self, asked: str, region: str, people: pd.Series):
        self.asked, self.region, self.people = asked, region, people
        super().__init__(
            f"{asked!r}, {region}: outside the five regions of the municipal tables, which know "
            f"only its people (table cities, {', '.join(map(str, people.index))})"
        )


@dataclass(frozen=True)
class Town:
    """A municipality of the five regions, or a town outside them of which something is known.

    Attributes
    ----------
    municipality
        Key of the table ``municipalities``; None for a town outside the five regions.
    name, name_ru, kind, region, centre
        As in that table; a town outside has no ``kind`` and is its own ``centre``.
    places
        Places of the table ``towns`` that lie in it.
    latitude, longitude
        Of the centre.
    asked
        The place that was asked for, where it is only a part of the municipality.
    """

    municipality: int | None
    name: str
    name_ru: str
    kind: str
    region: str
    centre: str
    places: tuple[str, ...]
    latitude: float
    longitude: float
    asked: str = ""

    @property
    def outside(self) -> bool:
        """Whether it lies outside the five regions of the municipal tables."""
        return self.municipality is None

    @property
    def closed(self) -> bool:
        """Whether it is a closed town, as its Russian name says."""
        return "ЗАТО" in self.name_ru.split()

    @property
    def slug(self) -> str:
        """A name for files: no two municipalities have the same."""
        short = self.name.removesuffix(f" {URBAN}")
        if _bare(key(self.name)) in _shared():
            short += f" {self.region}"
        return re.sub(r"\W+", "-", short.lower())


@cache
def key(text: str) -> str:
    """A name without what people and transliterations write in different ways.

    Examples
    --------
    >>> {key(name) for name in ("Киселёвск", "КИСЕЛЕВСК", "Kiselyovsk", " kiselevsk ")}
    {'kiselevsk'}
    """
    text = unicodedata.normalize("NFC", text).lower().replace("ё", "е")
    text = "".join(LATIN.get(sign, sign) for sign in text)
    text = "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
    )
    for written, folded in FOLDS:
        text = text.replace(written, folded)
    return " ".join(re.findall(r"[^\W_]+", text))


def _kinds(text: str) -> tuple[str, tuple[str, ...]]:
    """The key of a name without its words of kind, and the kinds that they allow (all if none)."""
    bare, allowed = f" {key(text)} ", ()
    for words, kinds in KINDS.items():
        padded = f" {key(words)} "
        if padded in bare and bare != padded:
            bare, allowed = bare.replace(padded, " "), allowed or kinds
    return bare.strip(), allowed


def _bare(text: str) -> str:
    return _kinds(text)[0]


@cache
def municipalities() -> tuple[Town, ...]:
    """Every municipality of the five regions."""
    towns = []
    for row in load("municipalities").itertuples():
        inside = [row.place] if isinstance(row.place, str) else []
        inside += [place for place, name in WITHIN.items() if name == row.name]
        known = tuple(place for place in inside if place in _known())
        where = (row.latitude, row.longitude)
        names = (row.name, row.name_ru, row.kind, row.region, row.centre)
        towns.append(Town(row.municipality, *names, known, *where))
    return tuple(towns)


@cache
def outside() -> tuple[Town, ...]:
    """Towns of the table ``towns`` that lie outside the five regions."""
    inside = {town.region for town in municipalities()}
    return tuple(
        Town(None, name, row.name_ru, "", row.region, name, (name,), row.latitude, row.longitude)
        for name, row in _known().items()
        if row.region not in inside
    )


@cache
def _known() -> dict:
    """Rows of the table ``towns`` by place."""
    return {row.place: row for row in load("towns").itertuples()}


@cache
def _shared() -> set[str]:
    """Bare names of kind and all that two municipalities share, such as Pervomaysky district."""
    names = pd.Series([town.name for town in municipalities()])
    return {_bare(key(name)) for name in names[names.duplicated(keep=False)]}


@cache
def home_of(place: str, region: str) -> Town | None:
    """The municipality of a town: itself, the one it lies in, or the one governed from it."""
    towns = [town for town in municipalities() if town.region == region]
    inside = [town for town in towns if place in town.places or WITHIN.get(place) == town.name]
    governed = [town for town in towns if town.centre == place]
    own = [town for town in governed if town.kind == URBAN]
    return next(iter([*own, *inside, *governed]), None)


def _part(home: Town, place: str) -> Town:
    """A municipality that was asked for by a place in it; an urban okrug is the town itself."""
    return home if home.kind == URBAN else replace(home, asked=place)


@cache
def _codes() -> pd.DataFrame:
    """Names of the regions by their code."""
    table = load("region_names")
    return table[table["level"] == "region"].dropna(subset=["code"]).set_index("code")


@cache
def _cities() -> pd.DataFrame:
    """The table ``cities`` with the English name of each region."""
    table = load("cities")
    return table.assign(region=table["region_code"].map(_codes()["region"]))


@cache
def _index() -> dict[str, dict[str, tuple[Town, ...]]]:
    """Towns by key: by whole names, by places and centres, by names without their kind."""
    by_whole: dict[str, dict[Town, None]] = {}
    by_place: dict[str, dict[Town, None]] = {}
    by_name: dict[str, dict[Town, None]] = {}
    for town in (*municipalities(), *outside()):
        for name in (town.name, town.name_ru):
            by_whole.setdefault(key(name), {})[town] = None
            by_name.setdefault(_bare(name), {})[town] = None
        if town.outside:
            by_place.setdefault(key(town.name_ru), {})[town] = None
            by_place.setdefault(key(town.name), {})[town] = None
        elif (home := home_of(town.centre, town.region)) is not None:
            by_place.setdefault(key(town.centre), {})[_part(home, town.centre)] = None
    inside = {town.region for town in municipalities()}
    named = [(row.place, row.name_ru, row.region) for row in _known().values()]
    named += [(row.city, row.name_ru, row.region) for row in _cities().itertuples()]
    for place, name_ru, region in named:
        if region in inside and (home := home_of(place, region)) is not None:
            for name in (place, name_ru):
                by_place.setdefault(key(name), {})[_part(home, place)] = None
    tiers = {"whole": by_whole, "place": by_place, "name": by_name}
    return {
        tier: {name: tuple(found) for name, found in names.items()} for tier, names in tiers.items()
    }


def find(name: str, region: str = "") -> Town:
    """The municipality that a name means.

    Parameters
    ----------
    name
        Of a town, a district or an okrug, in Russian or English.
    region
        Its region, to tell two of one name apart; also in either language, or its beginning.

    Raises
    ------
    NoTown
        Nothing has that name; the error names the nearest.
    SeveralTowns
        More than one has it.
    OnlyCounted
        It is a city outside the five regions of which only the people are known.
    ValueError
        No region has that name.

    Examples
    --------
    >>> find("прокопьевск").name, find("Киселевск").name, find("Sheregesh").name
    ('Prokopyevsk urban okrug', 'Kiselyovsk urban okrug', 'Tashtagolsky district')
    """
    bare, kinds = _kinds(name)
    regions = _regions(region) if region.strip() else None

    def fits(town: Town) -> bool:
        right = not kinds or town.kind in kinds
        return right and (regions is None or town.region in regions)

    for tier, names in _index().items():
        wanted = key(name) if tier == "whole" else bare
        found = tuple(filter(fits, names.get(wanted, ())))
        if len(found) > 1:
            raise SeveralTowns(name, found)
        if found:
            return found[0]
    if regions is None:
        _only_counted(name, bare)
    raise NoTown(name, _nearest(bare, regions))


def _regions(asked: str) -> set[str]:
    """The regions whose name begins as asked, in either language."""
    start = key(asked)
    found = {
        row.region
        for row in _codes()[["region", "name_ru"]].itertuples()
        if any(key(text).startswith(start) for text in (row.region, row.name_ru))
    }
    if not start or not found:
        known = sorted({town.region for town in (*municipalities(), *outside())})
        raise ValueError(f"region: expected one of {', '.join(known)}, got {asked!r}")
    return found


def _only_counted(name: str, bare: str) -> None:
    table = _cities()
    found = table[[bare in (key(row.city), key(row.name_ru)) for row in table.itertuples()]]
    if len(found):
        people = found.set_index("year")["population"].sort_index()
        raise OnlyCounted(found["city"].iloc[0], found["region"].iloc[0], people)


def _nearest(bare: str, regions: set[str] | None) -> tuple[str, ...]:
    names = {
        known: town
        for tier in _index().values()
        for known, towns in tier.items()
        for town in towns
        if regions is None or town.region in regions
    }
    near = get_close_matches(bare, names, n=NEAREST, cutoff=CUTOFF)
    told = [f"{names[name].name} ({names[name].name_ru}), {names[name].region}" for name in near]
    return tuple(dict.fromkeys(told))

"""The landing page: the map of the loop, a card for each stop and one for each pattern."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from regecon.data import load
from regecon.data.folder import datasets_folder
from regecon.desk.weeks import Week, read_weeks
from regecon.figures.maps import stop_towns
from regecon.figures.route_map import CENTRE
from regecon.kit.i18n import _, label, plural, written
from regecon.kit.palette import PATTERNS
from regecon.press.templates import render

__all__ = ["pattern_cards", "town_cards"]

TITLES = {
    "novokuznetsk": _("Industrial diversification"),
    "sheregesh": _("A service economy"),
    "biysk": _("A science town"),
}
QUESTIONS = {
    "novokuznetsk": _(
        "Giants renew themselves and sell to the world. Does more export mean more risk, "
        "and who decides?"
    ),
    "sheregesh": _(
        "An iron mine shares its valley with a ski resort. How far can the resort grow, "
        "and what happens in July?"
    ),
    "biysk": _(
        "The report has a state giant split into a cluster. Can a town be planned into cleverness, "
        "and will its young stay?"
    ),
}


@dataclass(frozen=True)
class Html:
    """A piece of the page that is made from tables."""

    html: str
    text: str

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {"text/html": self.html, "text/plain": self.text}


def population_of(place: str) -> str:
    """The latest count of a place in words: the census of 2021, else the newest estimate."""
    every = load("population")
    counts = every[every["place"].eq(place) & every["boundary"].ne("municipality")].copy()
    if counts.empty:
        return _("not in our tables")
    counts["census"] = counts["kind"].eq("census") & counts["year"].ge(2021)
    counts["exact"] = counts["population"] % 100 != 0
    last = counts.sort_values(["census", "year", "exact"]).iloc[-1]
    kind = _("census") if last["kind"] == "census" else _("estimate")
    return f"{written(last['population'], ',')} ({kind}, {last['year']})"


def _weeks() -> list[Week]:
    return read_weeks(datasets_folder().parent)


def town_cards() -> Html:
    """A button for every stop, and the card that it opens."""
    visits = load("stops").drop_duplicates("place")[["place", "visited"]]
    places = stop_towns().merge(visits, on="place")
    towns = [_town(town) for town in places.itertuples()]
    return Html(render("town-cards", towns=towns), ", ".join(places["place"]))


def _sign(pattern) -> Markup:
    sign = Markup('<i class="sign-{}" aria-hidden="true"></i>')
    return sign.format(pattern) if pattern in PATTERNS else Markup()


def _town(town) -> dict:
    """What the card of a town shows."""
    known = town.pattern in PATTERNS
    road = town.pattern if known else "road"
    return {
        "ident": f"town-{town.place.lower()}",
        "label": label(town.place),
        "name": _(town.place),
        "name_ru": town.name_ru,
        "sign": _sign(town.pattern),
        "road": road,
        # The card opens in the lower left corner of the map, unless its own town lies there.
        "right": town.longitude < CENTRE[0] and town.latitude < CENTRE[1],
        "facts": {
            _("What stands there"): _(town.main_industry) if pd.notna(town.main_industry) else "",
            _("People"): population_of(town.place),
            _("Pattern"): TITLES[road] if known else "",
            _("The expedition"): _(town.visited),
        },
        "week": next((week for week in _weeks() if week.road == road), None),
    }


def pattern_cards() -> Html:
    """The three patterns, each with its question and what is written of its road so far."""
    towns = load("towns").dropna(subset="pattern").set_index("pattern")["place"]
    cards = [_pattern(pattern, _(towns[pattern])) for pattern in PATTERNS]
    return Html(render("pattern-cards", cards=cards), ", ".join(TITLES.values()))


def _pattern(pattern: str, town: str) -> dict:
    """What the card of a pattern shows."""
    weeks = [week for week in _weeks() if week.road == pattern]
    numbers = [str(week.number) for week in weeks]
    told = _("Week {numbers}") if len(weeks) == 1 else _("Weeks {numbers}")
    explorers = sum(len(week.explorers) for week in weeks)
    sets = sum(1 + len(week.sets) for week in weeks)
    chips = (
        (explorers, plural("{count} explorer", "{count} explorers", explorers)),
        (sets, plural("{count} exercise set", "{count} exercise sets", sets)),
    )
    return {
        "pattern": pattern,
        "sign": _sign(pattern),
        "title": TITLES[pattern],
        "question": QUESTIONS[pattern],
        "town": town,
        "first": weeks[0].slug if weeks else "",
        "written": told.format(numbers=span(numbers)) if weeks else "",
        "chips": [text for count, text in chips if count],
    }


def span(numbers: list[str]) -> str:
    """The first and the last of some numbers, as in 6-8."""
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]}\u2013{numbers[-1]}"

"""The landing page: the map of the loop, a card for each stop and one for each pattern."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd

from regecon.data import load
from regecon.data.folder import datasets_folder
from regecon.desk.weeks import Week, read_weeks
from regecon.figures.maps import stop_towns
from regecon.figures.route_map import CENTRE
from regecon.kit.i18n import _, label, plural, written
from regecon.kit.palette import PATTERNS

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
    buttons = "".join(
        f'<button type="button" aria-expanded="false" aria-controls="{_ident(town.place)}" '
        f'data-place="{escape(label(town.place))}">{_sign(town.pattern)}{escape(_(town.place))}</button>'
        for town in places.itertuples()
    )
    cards = "".join(_town_card(town) for town in places.itertuples())
    told = escape(_("Stops of the loop"))
    return Html(
        f'<div class="town-cards"><div class="town-buttons" role="group" aria-label="{told}">'
        f"{buttons}</div>{cards}</div>",
        ", ".join(places["place"]),
    )


def _ident(place: str) -> str:
    return f"town-{place.lower()}"


def _sign(pattern) -> str:
    return f'<i class="sign-{pattern}" aria-hidden="true"></i>' if pattern in PATTERNS else ""


def _town_card(town) -> str:
    known = town.pattern in PATTERNS
    road = town.pattern if known else "road"
    facts = {
        _("What stands there"): _(town.main_industry) if pd.notna(town.main_industry) else "",
        _("People"): population_of(town.place),
        _("Pattern"): TITLES[road] if known else "",
        _("The expedition"): _(town.visited),
    }
    lines = "".join(
        f"<div><dt>{escape(term)}</dt><dd>{escape(fact)}</dd></div>"
        for term, fact in facts.items()
        if fact
    )
    week = next((week for week in _weeks() if week.road == road), None)
    link = (
        f'<p><a href="{week.slug}.html">{escape(_("Week"))} {week.number}. '
        f"{escape(week.title)}</a></p>"
        if week
        else ""
    )
    ident = _ident(town.place)
    # The card opens in the lower left corner of the map, unless its own town lies there.
    below_left = town.longitude < CENTRE[0] and town.latitude < CENTRE[1]
    side = " at-right" if below_left else ""
    return (
        f'<article class="town-card{side} road-{road}" id="{ident}" aria-labelledby="{ident}-name" '
        f'hidden><h2 id="{ident}-name">{_sign(town.pattern)}{escape(_(town.place))} '
        f'<small lang="ru">{escape(town.name_ru)}</small></h2><dl>{lines}</dl>{link}'
        f'<button type="button" class="town-close" aria-label="{escape(_("Close"))}"></button>'
        f"</article>"
    )


def pattern_cards() -> Html:
    """The three patterns, each with its question and what is written of its road so far."""
    towns = load("towns").dropna(subset="pattern").set_index("pattern")["place"]
    cards = "".join(_pattern_card(pattern, _(towns[pattern])) for pattern in PATTERNS)
    return Html(f'<div class="pattern-cards">{cards}</div>', ", ".join(TITLES.values()))


def _pattern_card(pattern: str, town: str) -> str:
    weeks = [week for week in _weeks() if week.road == pattern]
    numbers = [str(week.number) for week in weeks]
    title = escape(TITLES[pattern])
    written = ""
    if weeks:
        title = f'<a href="{weeks[0].slug}.html">{title}</a>'
        told = _("Week {numbers}") if len(weeks) == 1 else _("Weeks {numbers}")
        written = told.format(numbers=span(numbers))
    explorers = sum(len(week.explorers) for week in weeks)
    sets = sum(1 + len(week.sets) for week in weeks)
    chips = "".join(
        f"<li>{escape(text)}</li>"
        for count, text in (
            (explorers, plural("{count} explorer", "{count} explorers", explorers)),
            (sets, plural("{count} exercise set", "{count} exercise sets", sets)),
        )
        if count
    )
    return (
        f'<article class="pattern-card road-{pattern}"><p class="kicker">{_sign(pattern)}'
        f"{escape(written or _('In preparation'))}</p><h2>{title}</h2>"
        f"<p><strong>{escape(town)}.</strong> {escape(QUESTIONS[pattern])}</p>"
        f"{f'<ul>{chips}</ul>' if chips else ''}</article>"
    )


def span(numbers: list[str]) -> str:
    """The first and the last of some numbers, as in 6-8."""
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]}\u2013{numbers[-1]}"

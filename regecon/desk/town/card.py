"""The card of a town: one page with its pictures inside, for a wall, a phone or an interview."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from regecon.cases.gazetteer import Town
from regecon.figures import town as figures
from regecon.figures import town_told as told
from regecon.kit.chart import Figure, picture
from regecon.kit.i18n import _, label, language
from regecon.kit.palette import LIGHT, stylesheet
from regecon.kit.templates import environment

TEMPLATES = Path(__file__).with_name("templates")
WIDTH, HEIGHT = 480, 84  # pixels at which the pictures are drawn, before the page fits them
# A picture stands in the part of the same name, if the town has one.
PICTURES = {"people": figures.people, "moves": figures.moves, "neighbours": figures.pull}
# The more words, the smaller the print, so that every card is one sheet: words, and points.
SIZES = ((1000, 8.0), (1230, 7.4), (1300, 7.2), (1390, 7.0))
LEAST = 6.8


def card(here: Town) -> str:
    """The page of a town."""
    parts = [_part(part, part(here), here) for part in told.PARTS]
    words = sum(len(text.split()) for part in parts for text in _texts(part))
    title = label(here.asked or here.name)
    found = environment(TEMPLATES).get_template("card.html")
    return found.render(
        title=title,
        subtitle=_("{name_ru}, {region}").format(name_ru=here.name_ru, region=label(here.region)),
        language=language(),
        palette=Markup(stylesheet()),
        drawn=Markup(drawn()),
        print_size=next((size for most, size in SIZES if words <= most), LEAST),
        parts=parts,
    )


def _part(make, part: told.Told, here: Town) -> dict:
    figure = PICTURES[make.__name__](here) if make.__name__ in PICTURES else None
    drawing = _drawing(figure) if isinstance(figure, Figure) else ""
    return {
        "title": part.title,
        "picture": drawing,
        "sentences": part.sentences,
        "caveats": part.caveats,
    }


def _texts(part: dict) -> list[str]:
    return [*part["sentences"], *(trust for _name, trust in part["caveats"])]


def _drawing(figure: Figure) -> Markup:
    chart = figure.chart.properties(height=HEIGHT)
    return Markup(picture(chart, figure.alt, WIDTH))


def drawn() -> str:
    """Rules by which the colours of a drawn chart follow those of the page, light and dark."""
    return "\n".join(
        f'svg [{way}="{colour}"] {{ {way}: var(--{name}); }}'
        for name, colour in LIGHT.items()
        for way in ("fill", "stroke")
    )

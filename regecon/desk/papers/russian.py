"""The words of the weeks in Russian, from the catalogue that the Russian edition reads."""

from __future__ import annotations

from functools import cache

from babel.messages.pofile import read_po

from regecon.kit.i18n import LOCALE

CATALOGUE = LOCALE / "ru" / "LC_MESSAGES" / "weeks.po"


@cache
def _catalogue() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        found = read_po(file, locale="ru")
    return {entry.id: entry.string for entry in found if entry.id and not entry.fuzzy}


def russian(text: str) -> str:
    """A text of the weeks or of their assessment in Russian.

    Raises
    ------
    LookupError
        The catalogue has no such text, or its translation is of an older one.

    Examples
    --------
    >>> russian("find which bottleneck binds first")
    'найти узкое место, которое сработает первым'
    """
    found = _catalogue().get(text)
    if not found:
        place = "/".join(CATALOGUE.parts[-4:])
        raise LookupError(f"{place}: no translation of {text!r}, or one of an older text")
    return found

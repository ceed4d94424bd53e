"""Every word that a reader sees passes through ``_``, every number in words through ``written``.

What is counted passes through ``plural``, for languages have up to six forms; a short word that
may mean two things passes through ``in_context``. Both are gettext's own.

One setting decides: ``REGECON_LANG``, a code such as ``ru`` or ``pt_BR``, English without it.
Catalogues lie in ``regecon/locale/LANG/LC_MESSAGES``; ``REGECON_LOCALE`` names another folder
of catalogues, for a trial. What a catalogue lacks stays English.
"""

from __future__ import annotations

import os
from functools import cache
from gettext import NullTranslations, translation
from numbers import Number
from pathlib import Path
from string import Formatter

LOCALE = Path(__file__).resolve().parents[1] / "locale"
# Catalogues in the order in which they are asked: the program, then what it reads.
DOMAINS = ("regecon", "tables", "weeks", "exercises", "labs", "teaching")


def language() -> str:
    """The language readers see, as a code such as ``en`` or ``pt_BR``."""
    return os.environ.get("REGECON_LANG") or "en"


def locale_folder() -> Path:
    """The folder of the catalogues."""
    return Path(os.environ.get("REGECON_LOCALE") or LOCALE)


@cache
def _catalogue(language: str, domains: tuple[str, ...]) -> NullTranslations:
    folder = locale_folder()
    first = NullTranslations()
    for domain in domains:
        first.add_fallback(translation(domain, folder, languages=[language], fallback=True))
    return first


def _(text: str) -> str:
    """The text in the reader's language.

    In other languages than English the ``format`` of what comes back writes numbers as the
    language does.
    """
    if not text or language() == "en":
        return text or ""
    found = _catalogue(language(), DOMAINS).gettext(text)
    return Message(found) if "{" in found else found


def plural(one: str, many: str, count: int, **fields: object) -> str:
    """The sentence for so many things, in the form that the language has for the number.

    Parameters
    ----------
    one, many
        The English sentence for one thing and for any other number, with ``{count}`` in it.
    count
        How many there are.
    **fields
        What stands for the other names in braces.

    Examples
    --------
    >>> plural("{count} question.", "{count} questions.", 1)
    '1 question.'
    >>> plural("{count} question.", "{count} questions.", 1200)
    '1,200 questions.'
    """
    found = _catalogue(language(), DOMAINS).ngettext(one, many, count)
    return found.format(count=written(count, ","), **fields)


def in_context(context: str, text: str) -> str:
    """A text that means one thing here and another there, such as "On" in the page's frame.

    Parameters
    ----------
    context
        Where it stands, for the translator: ``"way to the next page"``.
    text
        The English text.

    Examples
    --------
    >>> in_context("way to the next page", "On")
    'On'
    """
    return _catalogue(language(), DOMAINS).pgettext(context, text)


def label(text: str) -> str:
    """A word from a table, such as the name of a town or of a trade, in the reader's language."""
    if not text or language() == "en":
        return text
    return _catalogue(language(), ("tables",)).gettext(text)


def written(value: float, form: str) -> str:
    """A number in the reader's language.

    Parameters
    ----------
    value
        The number.
    form
        How Python would write it in English, such as ``",.1f"``.

    Examples
    --------
    >>> written(1234.5, ",.1f")
    '1,234.5'
    """
    return localised(format(value, form))


def localised(number: str) -> str:
    """A number that Python has written, with the signs of the reader's language."""
    if language() == "en":
        return number
    point, group = number_signs(language())
    return number.translate({ord(","): group, ord("."): point})


@cache
def number_signs(language: str) -> tuple[str, str]:
    """The decimal sign and the sign between thousands of a language."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    return get_decimal_symbol(language), get_group_symbol(language)


class Message(str):
    """A text whose ``format`` writes numbers as the reader's language does."""

    def format(self, *values, **named) -> str:
        return _Written().vformat(self, values, named)


class _Written(Formatter):
    def format_field(self, value, form):
        text = super().format_field(value, form)
        return localised(text) if form and isinstance(value, Number) else text

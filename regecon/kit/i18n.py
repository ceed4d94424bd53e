"""Every word that a reader sees in a chart or a widget passes through ``_``.

The language is that of ``REGECON_LANG``, English without it. Catalogues lie in
``regecon/locale/LANG/LC_MESSAGES/regecon.mo``.
"""

from __future__ import annotations

import os
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "locale"


@cache
def _catalogue(language: str) -> NullTranslations:
    return translation("regecon", LOCALE, languages=[language], fallback=True)


def language() -> str:
    """The language readers see, as a two-letter code."""
    return os.environ.get("REGECON_LANG", "en")


def _(text: str) -> str:
    """The text in the reader's language."""
    return _catalogue(language()).gettext(text) if text else ""

"""The texts of a sheet for translators, and in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regecon.desk.prose import in_language
from regecon.desk.prose import messages as prose_messages
from regecon.desk.teacher.check import texts_of
from regecon.desk.teacher.sheet import Sheet
from regecon.kit.i18n import language

LINES = re.MULTILINE


def messages(sheet: Sheet) -> Iterator[str]:
    """What stands in a sheet's head, on its slides and in their notes."""
    yield from (text for _place, text in texts_of(sheet) if text)
    yield from (text for _line, text in prose_messages(spaced(sheet.body)))


def told(text: str) -> str:
    """A text of a sheet in the reader's language."""
    return text if language() == "en" else in_language(spaced(text))


def spaced(body: str) -> str:
    """Slides with notes as paragraphs of their own, which else would be part of their fence.

    Examples
    --------
    >>> spaced(":::{notes}\\nWait.\\n:::").split("\\n")
    [':::{notes}', '', 'Wait.', '', ':::']
    """
    opened = re.sub(r"^(:::\{notes\})$", "\\1\n", body, flags=LINES)
    return re.sub(r"^:::$", "\n:::", opened, flags=LINES)

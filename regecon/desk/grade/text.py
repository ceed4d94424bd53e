"""Text that somebody else wrote, made fit to be shown: once, where it comes in.

A file, a name, a message or an answer may hold half a character, a control sign that moves a
terminal's cursor, a sign that turns the line round, or two million letters.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import Any

from regecon.kit.i18n import plural

TURNING = "\u202a-\u202e\u2066-\u2069"  # they turn the direction of the line
SEPARATORS = "\u2028\u2029\x85"  # line ends that only some programs know
UNSEEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{TURNING}{SEPARATORS}\ud800-\udfff\ufeff]")
SHORT, LINE = 200, 500  # letters of a name or a value, and of a message
FORMULA = re.compile(r"[\s\u200b\u200c\u200d\u2060'\"]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]")
NAME = 60  # letters of a file's name, before what tells it from others


def printable(text: Any, limit: int | None = None) -> str:
    """Text without what cannot be shown, cut to ``limit`` letters with a mark.

    Examples
    --------
    >>> printable("half \\ud83d, bell \\x07")
    'half \\\\ud83d, bell \\\\x07'
    >>> printable("a" * 9, 4)
    'aaaa [... 9 letters]'
    """
    text = str(text)
    whole = len(text)
    if limit is not None and whole > limit:
        text = text[:limit]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = UNSEEN.sub(_escaped, text)
    if limit is not None and whole > limit:
        text += " " + plural("[... {count} letter]", "[... {count} letters]", whole)
    return text


def one_line(text: Any, limit: int = LINE) -> str:
    """Text in one line, for a message or a cell of a table."""
    return " ".join(printable(text, limit).split())


def name_of(text: str) -> str:
    """A name as it is shown and compared: in one form of Unicode, without odd spaces."""
    return one_line(unicodedata.normalize("NFC", text), 400) or "?"


def file_name(*parts: str) -> str:
    """A name for a file: letters and figures of any script, short, the same for the same parts.

    Examples
    --------
    >>> file_name("Anna Petrova", "4711"), file_name("../=x"), file_name("")
    ('Anna-Petrova-4711', 'x', 'student')
    >>> len(file_name("\U0001f600" * 63 + "a" * 300).encode()) < 150
    True
    """
    whole = "-".join(filter(None, (unicodedata.normalize("NFC", part) for part in parts)))
    clean = re.sub(r"[^\w.-]+", "-", printable(whole)).strip("-._") or "student"
    if len(clean.encode()) <= 2 * NAME:
        return clean
    short = clean.encode()[: 2 * NAME].decode(errors="ignore")
    return f"{short}-{sha256(whole.encode(errors='replace')).hexdigest()[:8]}"


def inert(cell: Any) -> str:
    """A cell of a table in which no spreadsheet finds a formula, wherever it parts the cells."""
    text = one_line(cell, 30_000)
    number = re.fullmatch(r"[+-]?\d+([.,]\d+)?", text)
    if FORMULA.match(text) and not number and text != "-":
        text = f"'{text}"
    return re.sub(r"([;\t|])(\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])", r"\1 \2'", text)


def _escaped(found: re.Match) -> str:
    sign = ord(found[0])
    return "" if sign == 0xFEFF else f"\\x{sign:02x}" if sign < 0x100 else f"\\u{sign:04x}"

"""Tables that people have made or changed in a spreadsheet: lists of numbers, points, worksheets.

Excel writes semicolons where the decimal sign is a comma, Windows-1251 where the language is
Russian, and a number with nine digits as ``20231403.0``.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from regecon.kit.i18n import _

SEPARATORS = ",;\t|"
# Heads of columns, in the order in which they are looked for.
NAMES = ("student", "full name", "fullname", "name", "студент", "фио", "ф.и.о.", "полное имя")
FIRST = ("first name", "firstname", "given name", "имя")
LAST = ("last name", "lastname", "surname", "family name", "фамилия")
NUMBERS = ("number", "student number", "student id", "id number")
NUMBERS += ("номер студента", "номер зачётки", "номер зачетки", "номер")


class InputError(ValueError):
    """The tool was called with what it cannot use; the message says what to do."""


@dataclass
class Sheet:
    """A table as it stands in a file: heads, rows, and how the file was written.

    Attributes
    ----------
    heads, rows
        The cells as texts, without spaces around them.
    separator
        What parts the cells.
    """

    heads: list[str]
    rows: list[list[str]]
    separator: str = ","

    def column(self, *names: str) -> int | None:
        """The place of the column with the first of these heads that is there, in any case."""
        heads = [" ".join(head.casefold().split()) for head in self.heads]
        return next((heads.index(name) for name in names if name in heads), None)

    def cell(self, row: list[str], place: int | None) -> str:
        return row[place] if place is not None and place < len(row) else ""


@dataclass
class Students:
    """Students' numbers by their names, however the names are written.

    Attributes
    ----------
    numbers
        By the words of the name.
    double
        Names that stand twice with different numbers, and so count as unknown.
    """

    numbers: dict[tuple[str, ...], str] = field(default_factory=dict)
    double: set[str] = field(default_factory=set)

    def of(self, name: str) -> str:
        return self.numbers.get(words_of(name), "")


def read_sheet(path: Path) -> Sheet:
    """Read a table in CSV as spreadsheets and platforms write it.

    Raises
    ------
    InputError
        It cannot be read, or it is empty.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    if content.startswith(b"PK"):
        told = _("{path}: this is no CSV; save the table as CSV and give that file")
        raise InputError(told.format(path=path))
    text = _decoded(content)
    first, _end, rest = text.partition("\n")
    separator = ""
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == 5:
        separator, text = first.strip()[-1], rest
    separator = separator or _separator(text)
    try:
        lines = csv.reader(text.splitlines(keepends=True), delimiter=separator)
        rows = [[cell.strip() for cell in line] for line in lines if any(map(str.strip, line))]
    except csv.Error as error:
        raise InputError(f"{path}: {error}") from None
    if not rows:
        raise InputError(_("{path}: the table is empty").format(path=path))
    return Sheet(rows[0], rows[1:], separator)


def read_students(path: Path | None) -> Students:
    """The students' numbers from a list.

    Raises
    ------
    InputError
        The file cannot be read, or lacks a column.
    """
    if path is None:
        return Students()
    sheet = read_sheet(path)
    name, number = sheet.column(*NAMES), sheet.column(*NUMBERS)
    first, last = sheet.column(*FIRST), sheet.column(*LAST)
    if number is None or (name is None and last is None):
        told = _("{path}: needs the columns student and number; it has {heads}")
        raise InputError(told.format(path=path, heads=", ".join(sheet.heads)[:200]))
    found = Students()
    for row in sheet.rows:
        parts = [name] if name is not None else [first, last]
        written = " ".join(sheet.cell(row, part) for part in parts).strip()
        key, own = words_of(written), clean_number(sheet.cell(row, number))
        if not key:
            continue
        if found.numbers.setdefault(key, own) != own:
            found.double.add(written)
    for written in found.double:
        found.numbers.pop(words_of(written), None)
    return found


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in one order, in one form of Unicode and one case.

    Examples
    --------
    >>> words_of("Petrova, Anna") == words_of("anna  PETROVA")
    True
    """
    plain = unicodedata.normalize("NFKC", name).casefold().replace("\u0451", "\u0435")
    return tuple(sorted(re.findall(r"\w+", plain.replace("_", " "))))


def clean_number(text: str) -> str:
    """A student's number without what a spreadsheet has added.

    Examples
    --------
    >>> clean_number("20231403.0"), clean_number("20 231 403"), clean_number("2.0231403E+07")
    ('20231403', '20231403', '20231403')
    >>> clean_number(" 0042 "), clean_number("s-17")
    ('0042', 's-17')
    """
    plain = "".join(unicodedata.normalize("NFKC", str(text)).split()).strip("'\"=")
    plain = re.sub(r"(?<=\d)[.,]0+$", "", plain)
    if re.fullmatch(r"\d([.,]\d+)?[eE]\+?\d{1,2}", plain):
        value = float(plain.replace(",", "."))
        return str(int(value)) if value.is_integer() else plain
    return plain


def as_points(text: str) -> float | None:
    """Points as people write them; None if there are none.

    Raises
    ------
    ValueError
        It is no number.
    """
    plain = "".join(text.split()).replace(",", ".")
    if not plain:
        return None
    value = float(plain)
    if not 0 <= value < 1e6:
        raise ValueError(text)
    return value


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def _separator(text: str) -> str:
    """What parts the cells: what the first line has most of, outside quotation marks."""
    first = re.sub(r'"[^"]*"', "", text.lstrip().split("\n", 1)[0])
    return max(SEPARATORS, key=first.count)

"""The rows of a CSV file as they stand, with the line at which each begins."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import NamedTuple

from regecon.data.errors import DataError


class Record(NamedTuple):
    """A row of a file: the line at which it begins (1 is the header) and its cells."""

    line: int
    cells: list[str]


def read_records(path: Path) -> tuple[list[Record], list[str]]:
    """All rows that have cells, the header first, and a sentence for each row that is broken."""
    text = _text(path)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records, found, line = [], [], 1
    try:
        for cells in reader:
            record, line = Record(line, cells), reader.line_num + 1
            if not cells:
                found.append(f"{path.name}, row {record.line}: expected cells, found a blank line")
                continue
            records.append(record)
            if len(cells) != len(records[0].cells):
                found.append(_miscounted(path.name, record, len(records[0].cells)))
    except csv.Error as error:
        raise DataError(
            f"{path.name}, row {line}: expected comma-separated text, {error}"
        ) from None
    if not records:
        raise DataError(f"{path.name}: expected a header and rows, found an empty file")
    return records, found


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        likely = "UTF-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "windows-1251"
        raise DataError(
            f"{path.name}, row {line}: expected comma-separated UTF-8 text, found the byte "
            f"0x{raw[error.start]:02x} (saved as {likely}?)"
        ) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise DataError(
            f"{path.name}, row {line}: expected comma-separated UTF-8 text, found a null character "
            "(saved as UTF-16?)"
        )
    return text


def _miscounted(file: str, record: Record, wanted: int) -> str:
    have = len(record.cells)
    extra = f"; the first too many is {record.cells[wanted]!r}" if have > wanted else ""
    return (
        f"{file}, row {record.line}: expected {wanted} cells, found {have}{extra} (a comma inside "
        "a cell has to stand in quotes)"
    )

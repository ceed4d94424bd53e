"""The rows of a CSV file as they stand, with the line at which each begins."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from regecon.data.errors import DataError


class Records(NamedTuple):
    """The header, the rows with as many cells, the line at which each begins, and what is wrong."""

    header: list[str]
    rows: list[list[str]]
    lines: list[int]
    found: list[str]


def read_records(path: Path) -> Records:
    """All rows of a file that have the cells of its header, and a sentence for each other one."""
    text = _text(path)
    header, rows, lines, found = None, [], [], []
    for line, cells in _parted(text) if '"' not in text else _quoted(path.name, text):
        if not cells:
            found.append(f"{path.name}, row {line}: expected cells, found a blank line")
        elif header is None:
            header = cells
        elif len(cells) != len(header):
            found.append(_miscounted(path.name, line, cells, len(header)))
        else:
            rows.append(cells)
            lines.append(line)
    if header is None:
        raise DataError(f"{path.name}: expected a header and rows, found an empty file")
    return Records(header, rows, lines, found)


def _parted(text: str) -> Iterator[tuple[int, list[str]]]:
    """The quick way, for a text without a quotation mark: a line is a row."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    for number, line in enumerate(lines if text else [], start=1):
        yield number, line.split(",") if line else []


def _quoted(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(1_000_000)
    reader, line = csv.reader(io.StringIO(text, newline=""), strict=True), 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise DataError(f"{file}, row {line}: expected comma-separated text, {error}") from None


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


def _miscounted(file: str, line: int, cells: list[str], wanted: int) -> str:
    have = len(cells)
    extra = f"; the first too many is {cells[wanted]!r}" if have > wanted else ""
    return (
        f"{file}, row {line}: expected {wanted} cells, found {have}{extra} (a comma inside a cell "
        "has to stand in quotes)"
    )

"""What is in a file that was handed in: the cells of a notebook, or the answers of a page.

A notebook that Jupyter opens is read. Only the type and the source of each cell count, and
which set it was made from; outputs, metadata and whatever else a program writes or forgets to
write are not looked at. A file is measured before it is parsed, for a short one may unfold
into more than the memory holds. `read` runs in a process that can be ended (`apart`).
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from regecon.desk.grade.text import one_line, printable
from regecon.kit.i18n import _

LARGEST = 20 * 2**20  # bytes of a file; of a larger one no more is read
PARTS = 400_000  # lists and objects in a file
ITEMS = 6_000_000  # commas in a file
CELLS, SOURCE = 2_000, 4_000_000  # cells that hold anything, and letters in all of them
ANSWERS = 1_000  # answers in the file of a page
PACKED = {"ipynb", "json", "txt", "zip"}  # endings that are looked at in a student's zip
UNPACKED, DEEPEST = 3 * LARGEST, 2  # bytes of all that it holds, and zips in one another
UNICODE_PATH = 0x7075  # the field of a zip that holds a name in UTF-8
FOREIGN = {"ir", "xr", "r", "bash", "julia", "sos", "octave", "matlab", "scala", "stata", "sas"}
PYTHON = re.compile(r"i?python\s*\d*", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """A cell: its type, its text, its name, and whether students may change it."""

    type: str
    source: str
    id: str = ""
    locked: bool = False


@dataclass(frozen=True)
class Work:
    """What a file holds.

    Attributes
    ----------
    kind
        ``notebook``, ``page`` for what the page of the book has saved, or nothing.
    why
        Why nothing can be graded; empty otherwise.
    set, version
        What it was made from, if it says.
    cells
        Of a notebook.
    answers
        Of a page: question, answer and what was given.
    number
        The student's number that the page's file names.
    digest
        Of the bytes.
    """

    kind: str = ""
    why: str = ""
    set: str = ""
    version: str = ""
    cells: tuple[Cell, ...] = ()
    answers: tuple[tuple[str, str, str], ...] = ()
    number: str = ""
    digest: str = ""

    def to_dict(self) -> dict:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict) -> Work:
        cells = tuple(Cell(**cell) for cell in data["cells"])
        answers = tuple(tuple(answer) for answer in data["answers"])
        return cls(**{**data, "cells": cells, "answers": answers})


class UnreadableError(ValueError):
    """A file that is no submission; the message says why."""


@dataclass
class _Counted:
    """How much has been read, so that what is too much is refused."""

    cells: int = 0
    letters: int = 0
    found: list[Cell] = field(default_factory=list)

    def add(self, cell: Cell) -> None:
        if not cell.source.strip():
            return
        self.cells, self.letters = self.cells + 1, self.letters + len(cell.source)
        if self.cells > CELLS or self.letters > SOURCE:
            raise UnreadableError(_("The notebook holds more than anybody writes."))
        self.found.append(cell)


def read_all(content: bytes, depth: int = 0) -> list[tuple[str, Work]]:
    """What a file holds: one work, or those in a zip, each with its name in there."""
    if not content.startswith(b"PK\x03\x04"):
        return [("", read(content))]
    digest = sha256(content).hexdigest()
    try:
        found = list(_of_zip(content, depth))
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        told = _("The zip is damaged ({error}).").format(error=one_line(error, 120))
        return [("", Work(why=told, digest=digest))]
    if not found:
        told = _("There is no notebook in the zip. Ask for the file that ends in .ipynb.")
        return [("", Work(why=told, digest=digest))]
    return found


def _of_zip(content: bytes, depth: int) -> Iterator[tuple[str, Work]]:
    """The notebooks of a zip that a student has made, and the files of pages."""
    read_so_far = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            name = one_line(zip_name(info), 200)
            ending = name.casefold().rpartition(".")[2]
            if ending not in PACKED or "__MACOSX" in name or info.is_dir():
                continue
            try:
                with archive.open(info) as file:
                    inner = file.read(LARGEST + 1)
            except Exception as error:  # a damaged entry fails in whatever unpacks it
                yield name, Work(why=damaged(error))
                continue
            read_so_far += len(inner)
            if read_so_far > UNPACKED:
                return
            if ending == "zip":
                if depth < DEEPEST:
                    yield from ((f"{name}/{n}", w) for n, w in read_all(inner, depth + 1))
                continue
            work = read(inner)
            if work.kind or ending == "ipynb":
                yield name, work


def damaged(error: Exception) -> str:
    """What is said of an entry of a zip that cannot be unpacked."""
    text = str(error)
    if "password" in text or "encrypted" in text:
        return _("The file is locked with a password.")
    return _("The file is damaged in the zip ({error}).").format(error=one_line(error, 120))


def read(content: bytes) -> Work:
    """What a file holds; whatever it is, there is a result."""
    digest = sha256(content).hexdigest()
    try:
        data = _parsed(content)
        found = _page(data) if _is_page(data) else _notebook(data)
    except UnreadableError as error:
        return Work(why=str(error), digest=digest)
    return Work(**{**found, "digest": digest})


def said_set(metadata: Any) -> tuple[str, str]:
    """The set and its version that a notebook's metadata name; empty if they do not."""
    own, otter = (_dict(_dict(metadata).get(key)) for key in ("regecon", "otter"))
    named = own.get("set") or otter.get("assignment_name") or ""
    return one_line(named, 80), one_line(own.get("version") or "", 80)


def _parsed(content: bytes) -> dict:
    if not content.strip():
        raise UnreadableError(_("The file is empty."))
    if len(content) > LARGEST:
        raise UnreadableError(_("The file is too large for a notebook."))
    if content.count(b"{") + content.count(b"[") > PARTS or content.count(b",") > ITEMS:
        raise UnreadableError(_("The file holds more parts than any notebook does."))
    try:
        data = json.loads(_decoded(content), parse_int=_integer)
    except (ValueError, RecursionError, MemoryError) as error:
        reason = one_line(error, 200)
        raise UnreadableError(_("This is no notebook: {reason}").format(reason=reason)) from None
    if not isinstance(data, dict):
        told = _("This is no notebook: it holds no cells.")
        raise UnreadableError(told)
    return data


def _decoded(content: bytes) -> str:
    """Text in UTF-8, as Jupyter writes it, or in what an editor of Windows made of it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def _integer(text: str) -> int:
    return int(text) if len(text) < 20 else 0


def _is_page(data: dict) -> bool:
    return isinstance(data.get("answers"), list) and isinstance(data.get("set"), str)


def _page(data: dict) -> dict:
    """What the page has saved: only what was given counts, not what the file calls right."""
    answers = [entry for entry in data["answers"][:ANSWERS] if isinstance(entry, dict)]
    given = [
        (one_line(entry.get("question"), 80), one_line(entry.get("answer"), 80), _given(entry))
        for entry in answers
        if isinstance(entry.get("given"), str | int | float)
    ]
    return {
        "kind": "page",
        "set": one_line(data["set"], 80),
        "version": one_line(data.get("version") or "", 80),
        "answers": tuple(given),
        "number": one_line(data.get("number") or "", 40),
    }


def _given(entry: dict) -> str:
    return one_line(entry["given"], 80)


def _notebook(data: dict) -> dict:
    cells = data.get("cells")
    sheets = data.get("worksheets")
    if cells is None and isinstance(sheets, list):  # formats 2 and 3
        cells = [cell for sheet in sheets for cell in _dict(sheet).get("cells") or []]
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise UnreadableError(_("This is no notebook: it holds no cells."))
    metadata = _dict(data.get("metadata"))
    _check_language(metadata)
    counted = _Counted()
    for cell in cells:
        counted.add(_cell(cell))
    named, version = said_set(metadata)
    return {"kind": "notebook", "set": named, "version": version, "cells": tuple(counted.found)}


def _cell(cell: dict) -> Cell:
    """One cell, of whatever format."""
    kind = cell.get("cell_type")
    source = _text(cell.get("source", cell.get("input", "")))
    if kind == "heading":  # of format 3
        level = cell.get("level")
        source = "#" * (level if type(level) is int and 0 < level < 7 else 1) + " " + source
    if kind not in ("code", "raw", "markdown"):
        kind = "code" if "outputs" in cell or "input" in cell else "markdown"
    own = _dict(cell.get("metadata"))
    name = cell.get("id") or own.get("id")
    locked = own.get("editable") is False and own.get("deletable") is False
    return Cell(kind, printable(source), name[:64] if isinstance(name, str) else "", locked)


def _text(source: Any) -> str:
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def _check_language(metadata: dict) -> None:
    kernel, info = _dict(metadata.get("kernelspec")), _dict(metadata.get("language_info"))
    told = [kernel.get("language"), info.get("name")]
    named = next((word for word in told if isinstance(word, str) and word), "")
    name = kernel.get("name") if isinstance(kernel.get("name"), str) else ""
    foreign = name.casefold() in FOREIGN or (named and not PYTHON.fullmatch(named.strip()))
    if foreign:
        told = _("The notebook is written for {language} and not for Python.")
        raise UnreadableError(told.format(language=one_line(named or name, 40)))


def _dict(value: Any) -> dict:
    return value if isinstance(value, dict) else {}


def zip_name(info: zipfile.ZipInfo) -> str:
    """The name of an entry, also where the zip does not say how it is written."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == UNICODE_PATH and size > 5:
            return extra[9 : 4 + size].decode("utf-8", errors="replace")
        extra = extra[4 + size :]
    if info.flag_bits & 0x800:
        return info.orig_filename
    try:
        return decoded_name(info.orig_filename.encode("cp437"))
    except UnicodeEncodeError:
        return info.orig_filename


def decoded_name(raw: bytes) -> str:
    """A name from bytes: UTF-8, or a Cyrillic code page of Windows, or the old one of DOS."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for page in ("cp866", "cp1251"):
        text = raw.decode(page, errors="replace")
        if _is_cyrillic(text):
            return text
    return raw.decode("cp437")


def _is_cyrillic(text: str) -> bool:
    """Whether all letters beyond ASCII are Cyrillic ones, in words of one script."""
    odd = [sign for sign in text if ord(sign) > 127]
    if not all(sign in "\u2116\u0401\u0451" or "\u0410" <= sign <= "\u044f" for sign in odd):
        return False
    words = re.findall(r"[^\W\d_]+", text)
    return not any(
        any(s < "\x80" for s in word) and any(s > "\x7f" for s in word) for word in words
    )

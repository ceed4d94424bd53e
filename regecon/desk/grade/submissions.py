"""The notebooks of a class: a folder or a zip as a learning platform exports it."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from regecon.desk.grade.judge import LARGEST, said_set
from regecon.kit.i18n import _

MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_")
CANVAS = re.compile(r"(?P<name>[^_]+)(?:_LATE)?_(?P<id>\d+)_\d+_.+")


class InputError(ValueError):
    """The tool was called with what it cannot use; the message says what to do."""


@dataclass(frozen=True)
class Submission:
    """A file that was handed in.

    Attributes
    ----------
    file
        Its name in the folder or zip.
    student, platform_id
        From its name: who handed it in, and the platform's number for it if there is one.
    content
        What is in it.
    time
        When it was last changed.
    newer
        The file of the same student that counts instead; empty if this one counts.
    """

    file: str
    student: str
    platform_id: str
    content: bytes
    time: float
    newer: str = ""

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()


def read_submissions(source: Path) -> list[Submission]:
    """All notebooks of a folder or zip, in the order of their names.

    Of several by one student the one that was changed last counts; of two of the same second
    the last by name.

    Raises
    ------
    InputError
        There is no such folder, the zip cannot be read, or it holds no notebook.
    """
    source = Path(source)
    if not source.exists():
        raise InputError(_("{path}: there is no such folder or zip").format(path=source))
    files = _in_folder(source) if source.is_dir() else _in_zip(source)
    found = [
        Submission(name, *student_of(name), content, time)
        for name, content, time in sorted(files)
        if name.casefold().endswith(".ipynb") and not _hidden(name)
    ]
    if not found:
        raise InputError(_("{path}: no notebook (*.ipynb) is in it").format(path=source))
    return _without_older(found)


def student_of(name: str) -> tuple[str, str]:
    """The student and the platform's number in the name of a file.

    Moodle writes ``Name_123_assignsubmission_file_...`` as a folder or at the head of the
    file, Canvas ``name_12_345_...``. In any other folder with a name that is the student;
    else the file itself is.

    Examples
    --------
    >>> student_of("Anna Petrova_4711_assignsubmission_file_/w01-the-road.ipynb")
    ('Anna Petrova', '4711')
    >>> student_of("petrovaanna_LATE_88_1234_w01-the-road.ipynb")
    ('petrovaanna', '88')
    >>> student_of("20231457.ipynb"), student_of("20231457/w01-the-road.ipynb")
    (('20231457', ''), ('20231457', ''))
    """
    path = PurePosixPath(name)
    for part in path.parts:
        if match := MOODLE.match(part):
            return match["name"], match["id"]
    if match := CANVAS.fullmatch(path.stem):
        return match["name"], match["id"]
    return (path.parts[-2] if len(path.parts) > 1 else path.stem), ""


def common_set(submissions: list[Submission]) -> str:
    """The set that the notebooks name.

    Raises
    ------
    InputError
        They name several, or none.
    """
    named = {name for item in submissions if (name := _named_set(item.content))}
    if len(named) > 1:
        told = _("the notebooks belong to several sets ({sets}); choose one with --set")
        raise InputError(told.format(sets=", ".join(sorted(named))))
    if not named:
        raise InputError(_("no notebook says which set it belongs to; name it with --set"))
    return named.pop()


def read_numbers(path: Path | None) -> dict[str, str]:
    """The students' numbers from a list: a CSV with the columns student and number.

    Raises
    ------
    InputError
        The file is missing, or lacks a column.
    """
    if path is None:
        return {}
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: {error}") from None
    if not rows or not {"student", "number"} <= set(rows[0]):
        raise InputError(_("{path}: needs the columns student and number").format(path=path))
    return {row["student"]: (row["number"] or "").strip() for row in rows}


def _in_folder(folder: Path) -> Iterator[tuple[str, bytes, float]]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            size, name = path.stat().st_size, path.relative_to(folder).as_posix()
            with path.open("rb") as file:
                yield name, file.read(min(size, LARGEST + 1)), path.stat().st_mtime


def _in_zip(path: Path) -> Iterator[tuple[str, bytes, float]]:
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if entry.is_dir() or not entry.filename.casefold().endswith(".ipynb"):
                    continue
                with archive.open(entry) as file:  # no more than this, whatever it unpacks to
                    content = io.BytesIO(file.read(LARGEST + 1)).getvalue()
                yield entry.filename, content, datetime(*entry.date_time).timestamp()
    except (OSError, zipfile.BadZipFile, RuntimeError, ValueError, NotImplementedError) as error:
        told = _("{path}: neither a folder nor a zip that can be read ({error})")
        raise InputError(told.format(path=path, error=error)) from None


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith((".", "__MACOSX")) for part in parts)


def _named_set(content: bytes) -> str:
    try:
        return said_set(json.loads(content.decode("utf-8-sig"))["metadata"])[0]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""


def _without_older(found: list[Submission]) -> list[Submission]:
    """Mark the submissions that a newer one of the same student takes the place of."""
    newest: dict[tuple[str, str], Submission] = {}
    for item in found:
        key = item.student, item.platform_id
        if key not in newest or item.time >= newest[key].time:
            newest[key] = item
    counting = {item.file: item.file for item in newest.values()}
    return [
        item
        if item.file in counting
        else replace(item, newer=newest[item.student, item.platform_id].file)
        for item in found
    ]

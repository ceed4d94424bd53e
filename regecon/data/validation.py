"""Check tables against their descriptors, and their bytes against the ledger."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd

from regecon.data.errors import DataError
from regecon.data.folder import SUFFIX, datasets_folder, descriptor
from regecon.data.reader import load, table_problems

# The keys of a descriptor and of a column in the order in which every file has them; a page of
# the book, ``book/descriptors.md``, says what each is for.
KEYS = (
    "name",
    "title",
    "description",
    "subject",
    "path",
    "format",
    "mediatype",
    "encoding",
    "hash",
    "bytes",
    "sources",
    "licenses",
    "retrieved",
    "computed",
    "synthetic",
    "trust",
    "contradictions",
    "chart",
    "schema",
)
FIELD_KEYS = ("name", "type", "title", "description", "unit", "constraints", "words")


def problems(name: str, folder: Path | None = None) -> list[str]:
    """Everything that is wrong with a table: file, row, column and what was expected.

    What ``load`` would refuse is found by the reader itself, so that the two give one verdict.
    Then the Frictionless library has a look of its own, at the values as read, and foreign keys
    are checked against the tables they name.
    """
    folder = folder or datasets_folder()
    info = descriptor(name, folder)
    path = folder / info["path"]
    if not path.is_file() or path.suffix == ".geojson":
        try:
            load(name, folder)
        except DataError as error:
            return str(error).splitlines()
        return []
    try:
        frame, found, lines = table_problems(path, info)
    except DataError as error:
        return [str(error)]
    if found:
        return found
    return _second_look(info, frame, lines) + broken_links(info, frame, lines, folder)


def _second_look(info: dict, frame: pd.DataFrame, lines: list[int]) -> list[str]:
    """What Frictionless finds in the values as the reader took them."""
    from frictionless import Resource, system

    # It follows foreign keys only inside a package; and it reads a word for a gap by itself.
    schema = {key: value for key, value in info["schema"].items() if key != "foreignKeys"}
    rows = frame.astype(object).where(frame.notna(), None)
    for column in frame.select_dtypes("datetime"):
        rows[column] = [None if value is None else value.date() for value in rows[column]]
    data = [list(frame.columns), *rows.to_numpy().tolist()]
    with system.use_context(trusted=True):
        report = Resource.from_descriptor(
            {"name": info["name"], "data": data, "schema": schema}
        ).validate()
    found = [f"{info['name']}{SUFFIX}: {error.message}" for error in report.errors]
    for task in report.tasks:
        found += [_sentence(info["path"], error, lines) for error in task.errors]
    return found


def _sentence(file: str, error, lines: list[int]) -> str:
    place = [file]
    if row := getattr(error, "row_number", None):
        place.append(f"row {lines[row - 2]}")
    if column := getattr(error, "field_name", None):
        place.append(f"column {column}")
    return f"{', '.join(place)}: {error.message}"


def broken_links(info: dict, table: pd.DataFrame, lines: list[int], folder: Path) -> list[str]:
    """The cells that name a row of another table which is not there, a sentence each."""
    found = []
    for key in info["schema"].get("foreignKeys", []):
        column, target = key["fields"], key["reference"]
        known = set(load(target["resource"], folder)[target["fields"]])
        for row, cell in table[column].dropna().items():
            # A cell may name several keys, separated by a semicolon: two sources of a figure.
            for value in str(cell).split(";") if isinstance(cell, str) else [cell]:
                if value not in known:
                    found.append(
                        f"{info['path']}, row {lines[row]}, column {column}: {value!r} is not in "
                        f"{target['resource']}.{target['fields']}"
                    )
    return found


# --- The ledger of bytes ----------------------------------------------------------------


def fingerprint(path: Path) -> dict[str, str | int]:
    """The keys ``hash`` and ``bytes`` of a file, as the Data Package standard writes them."""
    raw = path.read_bytes()
    return {"hash": f"sha256:{hashlib.sha256(raw).hexdigest()}", "bytes": len(raw)}


def changed(name: str, folder: Path | None = None) -> str | None:
    """A sentence if a table's bytes are not those that its descriptor was written for."""
    folder = folder or datasets_folder()
    info = descriptor(name, folder)
    path = folder / info["path"]
    if not path.is_file():
        return None
    now = fingerprint(path)
    if all(info.get(key) == value for key, value in now.items()):
        return None
    reason = (
        "its lines end in CRLF, as Windows and Excel write them; save it with LF"
        if b"\r\n" in path.read_bytes()
        else f"if the change is meant, run regecon data hash {name}"
    )
    return (
        f"{info['path']}: expected {info.get('bytes', 'no')} bytes with the hash "
        f"{str(info.get('hash', 'none'))[:15]}..., found {now['bytes']} with "
        f"{str(now['hash'])[:15]}...; {reason}"
    )


def renew(name: str, folder: Path | None = None) -> bool:
    """Write the fingerprint of a table into its descriptor; whether that changed anything."""
    folder = folder or datasets_folder()
    info = descriptor(name, folder)
    now = fingerprint(folder / info["path"])
    if all(info.get(key) == value for key, value in now.items()):
        return False
    write_descriptor(info | now, folder)
    return True


def layout(info: dict) -> str:
    """The text of a descriptor: keys in order, an entry a line."""
    info = _ordered(info, KEYS)
    if fields := info.get("schema", {}).get("fields"):
        info["schema"] = info["schema"] | {"fields": [_ordered(f, FIELD_KEYS) for f in fields]}
    return json.dumps(info, ensure_ascii=False, indent=2) + "\n"


def _ordered(entry: dict, keys: tuple[str, ...]) -> dict:
    """The entry with its known keys in order and unknown ones at the end."""
    known = {key: entry[key] for key in keys if key in entry}
    return known | {key: value for key, value in entry.items() if key not in known}


def write_descriptor(info: dict, folder: Path | None = None) -> Path:
    """Write a descriptor in the one layout that all of them have."""
    path = (folder or datasets_folder()) / f"{info['name']}{SUFFIX}"
    path.write_text(layout(info), encoding="utf-8")
    return path

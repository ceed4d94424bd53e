"""Check tables against their descriptors with the Frictionless library."""

from __future__ import annotations

import json
from pathlib import Path

from regecon.data.folder import SUFFIX, datasets_folder, descriptor

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
    "sources",
    "licenses",
    "retrieved",
    "computed",
    "synthetic",
    "weeks",
    "trust",
    "contradictions",
    "chart",
    "schema",
)
FIELD_KEYS = ("name", "type", "title", "description", "unit", "constraints", "words")


def problems(name: str, folder: Path | None = None) -> list[str]:
    """Everything that is wrong with a table: file, row, column and what was expected.

    Types, required cells, ranges, allowed values and primary keys are checked by
    frictionless-py. Foreign keys are checked against the tables they name.
    """
    from frictionless import Resource, system

    folder = folder or datasets_folder()
    info = descriptor(name, folder)
    if info["path"].endswith(".geojson"):
        return []
    # Frictionless follows foreign keys only inside a package; ours are checked below.
    schema = {key: value for key, value in info["schema"].items() if key != "foreignKeys"}
    with system.use_context(trusted=True):
        report = Resource.from_descriptor(
            info | {"schema": schema}, basepath=str(folder)
        ).validate()
    found = [f"{name}{SUFFIX}: {error.message}" for error in report.errors]
    for task in report.tasks:
        found += [_sentence(info["path"], error) for error in task.errors]
    return found + _broken_links(info, folder)


def _sentence(file: str, error) -> str:
    place = [file]
    if row := getattr(error, "row_number", None):
        place.append(f"row {row}")
    if column := getattr(error, "field_name", None):
        place.append(f"column {column}")
    return f"{', '.join(place)}: {error.message}"


def _broken_links(info: dict, folder: Path) -> list[str]:
    from regecon.data.reader import load

    found = []
    for key in info["schema"].get("foreignKeys", []):
        column, target = key["fields"], key["reference"]
        table = load(info["name"], folder)
        known = set(load(target["resource"], folder)[target["fields"]])
        for row, cell in table[column].dropna().items():
            # A cell may name several keys, separated by a semicolon: two sources of a figure.
            for value in str(cell).split(";") if isinstance(cell, str) else [cell]:
                if value not in known:
                    found.append(
                        f"{info['path']}, row {row + 2}, column {column}: {value!r} is not in "
                        f"{target['resource']}.{target['fields']}"
                    )
    return found


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

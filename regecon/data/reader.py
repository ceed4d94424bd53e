"""Read a table with the types that its descriptor declares."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from regecon.data.cells import broken_rule, parse
from regecon.data.errors import DataError
from regecon.data.folder import datasets_folder, descriptor, read_json, table_names
from regecon.data.records import read_records

MOST = 10  # sentences about one table at once


def load(name: str, folder: Path | None = None) -> pd.DataFrame | dict:
    """Read a table of the course.

    Parameters
    ----------
    name
        Name of the table, as ``tables()`` lists it.
    folder
        Another folder of tables with descriptors; by default the course's own.

    Returns
    -------
    pandas.DataFrame or dict
        A frame with the declared types (missing whole numbers as ``<NA>``), or for shapes
        the GeoJSON feature collection as a dict.

    Raises
    ------
    UnknownTableError
        There is no such table; the message names the nearest.
    DataError
        The file is missing, or not as its descriptor says: a cell too many, a value that is
        not of the declared type or breaks a rule. The message names file, row (the line in the
        file), column and what was expected; nothing is shifted, rounded or dropped.

    Examples
    --------
    >>> seasons = load("sheregesh_seasons")
    >>> seasons.dtypes["season"].name
    'int64'
    """
    info = descriptor(name, folder)
    path = (folder or datasets_folder()) / info["path"]
    if not path.is_file():
        raise DataError(f"{name}: the file {info['path']} is missing from {path.parent}")
    if path.suffix == ".geojson":
        return _read_shapes(path)
    return _whole(path, path.read_bytes(), json.dumps(info)).copy()


@lru_cache(maxsize=256)
def _whole(path: Path, content: bytes, described: str) -> pd.DataFrame:
    """A table without a fault, read again only if what the two files hold has changed."""
    info = json.loads(described)
    frame, found, _ = table_problems(path, info)
    if found:
        more = f"\n... and {len(found) - MOST} more" if len(found) > MOST else ""
        raise DataError("\n".join(found[:MOST]) + more)
    frame.attrs = {"name": info["name"], "title": info["title"]}
    return frame


def tables(folder: Path | None = None) -> pd.DataFrame:
    """All tables of the course: name, title, number of columns and licence.

    Returns
    -------
    pandas.DataFrame
        One row per table, indexed by its name.
    """
    rows = {}
    for name in table_names(folder):
        info = descriptor(name, folder)
        rows[name] = {
            "title": info["title"],
            "columns": len(info.get("schema", {}).get("fields", [])),
            "licence": info["licenses"][0]["title"],
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("name")


def _read_shapes(path: Path) -> dict:
    shapes = read_json(path, "GeoJSON")
    kind = shapes.get("type") if isinstance(shapes, dict) else shapes
    if kind != "FeatureCollection":
        raise DataError(f"{path.name}: expected a FeatureCollection, found {kind!r}")
    features = shapes.get("features")
    if not isinstance(features, list):
        raise DataError(f"{path.name}: expected a list of features, found {features!r}")
    for number, feature in enumerate(features, start=1):
        whole = isinstance(feature, dict) and {"geometry", "properties"} <= set(feature)
        if not whole or not isinstance(feature["properties"], dict):
            raise DataError(f"{path.name}, feature {number}: expected geometry and properties")
    return shapes


def table_problems(path: Path, info: dict) -> tuple[pd.DataFrame | None, list[str], list[int]]:
    """A table with its types, all that is wrong with it, and the line of each of its rows.

    No frame if something is wrong. Reader and check both stand on this, so that they cannot
    disagree.
    """
    fields = info["schema"]["fields"]
    header, rows, lines, found = read_records(path)
    expected = [field["name"] for field in fields]
    if header != expected:
        sentence = f"expected the columns {', '.join(expected)}; found {', '.join(header)}"
        return None, [f"{path.name}, row 1: {sentence}"], []
    missing = set(info["schema"].get("missingValues", [""]))
    columns = {}
    for texts, field in zip(
        zip(*rows, strict=True) if rows else [()] * len(fields), fields, strict=True
    ):
        columns[field["name"]], wrong = _column(np.array(texts, dtype=object), field, missing)
        found += [
            f"{path.name}, row {lines[row]}, column {field['name']}: {sentence}"
            for row, sentence in wrong
        ]
    if found:
        return None, found, lines
    key = info["schema"].get("primaryKey", [])
    frame = pd.DataFrame(columns, columns=expected)
    found = _repeated(frame, [key] if isinstance(key, str) else key, path.name, lines)
    return (None if found else frame), found, lines


def _column(texts: np.ndarray, field: dict, missing: set[str]) -> tuple[pd.Series, list[tuple]]:
    """The cells of a column with their type, and what is wrong, by row; each text is read once."""
    codes, different = pd.factorize(texts)
    values, sentences = [], {}
    for code, text in enumerate(different):
        value, sentence = _cell(text, field, missing)
        values.append(value)
        if sentence:
            sentences[code] = sentence
    wrong = (
        [(row, sentences[code]) for row, code in enumerate(codes) if code in sentences]
        if (sentences)
        else []
    )
    if field.get("constraints", {}).get("unique"):
        known = [text not in missing for text in different]
        again = pd.Series(codes).duplicated().to_numpy() & np.array(known, dtype=bool)[codes]
        wrong += [
            (row, f"expected unique values, found {texts[row]!r} again")
            for row in np.flatnonzero(again)
        ]
    if wrong:
        return pd.Series(dtype=object), wrong
    return _series(values, field["type"]).take(codes).reset_index(drop=True), []


def _cell(text: str, field: dict, missing: set[str]) -> tuple:
    """The value of a text, and what is wrong with it if anything is."""
    kind = field["type"]
    if text in missing:
        required = field.get("constraints", {}).get("required")
        return None, "a value is required, found an empty cell" if required else None
    try:
        value = parse(text, field)
    except ValueError as error:
        # Libraries speak of their own troubles; only our hints are for people.
        hint = f"; {error}" if error.args and kind != "date" else ""
        return None, f"expected {kind}, found {text!r}{hint}"
    rule = broken_rule(value, field)
    return value, f"expected {rule}, found {text!r}" if rule else None


def _series(values: list, kind: str) -> pd.Series:
    gaps = any(value is None for value in values)
    if kind in {"integer", "year"}:
        return pd.Series(values, dtype="Int64" if gaps else "int64")
    if kind == "number":
        whole = all(isinstance(value, int) for value in values)
        return pd.Series(values, dtype="int64" if whole else float)
    if kind == "boolean":
        return pd.Series(values, dtype="boolean" if gaps else bool)
    if kind == "date":
        days = [value.isoformat() if value else None for value in values]
        return pd.to_datetime(pd.Series(days, dtype=object), format="%Y-%m-%d")
    # Text has the type that this version of pandas gives to text.
    text = pd.Series(["text"]).dtype
    return pd.Series([np.nan if value is None else value for value in values], dtype=text)


def _repeated(frame: pd.DataFrame, key: list[str], file: str, lines: list[int]) -> list[str]:
    if not key:
        return []
    again = np.flatnonzero(frame.duplicated(key))
    return [
        f"{file}, row {lines[row]}: expected unique values of the key {', '.join(key)}, found "
        f"{', '.join(str(value) for value in frame.loc[row, key])} again"
        for row in again
    ]

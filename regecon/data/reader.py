"""Read a table with the types that its descriptor declares."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from regecon.data.errors import DataError
from regecon.data.folder import datasets_folder, descriptor, table_names

TRUE, FALSE = {"true", "True", "1"}, {"false", "False", "0"}


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
        The file is missing, or a value is not of the declared type; the message names file,
        row (the line in the file), column and what was expected.

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
    return _read_table(path, info)


def tables(folder: Path | None = None) -> pd.DataFrame:
    """All tables of the course: name, title, rows of columns, weeks and licence.

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
            "weeks": ", ".join(map(str, info.get("weeks", []))),
            "licence": info["licenses"][0]["title"],
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("name")


def _read_shapes(path: Path) -> dict:
    try:
        shapes = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name}: expected GeoJSON, found {error}") from None
    if shapes.get("type") != "FeatureCollection":
        raise DataError(f"{path.name}: expected a FeatureCollection, found {shapes.get('type')!r}")
    return shapes


def _read_table(path: Path, info: dict) -> pd.DataFrame:
    fields = info["schema"]["fields"]
    try:
        raw = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name}: expected comma-separated UTF-8 text; {error}") from None
    expected = [field["name"] for field in fields]
    if list(raw.columns) != expected:
        raise DataError(
            f"{path.name}, row 1: expected the columns {', '.join(expected)}; "
            f"found {', '.join(map(str, raw.columns))}"
        )
    frame = pd.DataFrame({field["name"]: _typed(raw, field, path.name) for field in fields})
    frame.attrs = {"name": info["name"], "title": info["title"]}
    return frame


def _typed(raw: pd.DataFrame, field: dict, file: str) -> pd.Series:
    text, kind = raw[field["name"]], field["type"]
    if kind in {"string", "any"}:
        values = text
    elif kind in {"integer", "year"}:
        values = pd.to_numeric(text, errors="coerce")
        values = values.where(values.isna() | (values % 1 == 0))
    elif kind == "number":
        values = pd.to_numeric(text, errors="coerce")
    elif kind == "boolean":
        values = text.map(lambda word: True if word in TRUE else False if word in FALSE else None)
    elif kind == "date":
        values = pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")
    else:
        raise DataError(f"{file}, column {field['name']}: the reader knows no type {kind!r}")
    wrong = text.notna() & values.isna()
    if wrong.any():
        row = wrong.idxmax()
        raise DataError(
            f"{file}, row {row + 2}, column {field['name']}: expected {kind}, found {text[row]!r}"
        )
    if kind in {"integer", "year"}:
        return values.astype("Int64" if values.isna().any() else "int64")
    if kind == "boolean":
        return values.astype("boolean" if values.isna().any() else bool)
    return values

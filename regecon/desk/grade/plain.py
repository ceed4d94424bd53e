"""Values as plain data: what passes between the sandbox and the grader.

Both sides use this module, but only the reading outside, `from_plain`, has to be trusted: it
makes values of a short list of types and refuses everything else.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from regecon.desk.grade.text import printable

DEPTH = 12
KEYS = 20_000  # of a dictionary or a set: with more, keys that collide would take hours
LETTERS = 100_000  # of a text
DTYPES = ("int64", "int32", "uint8", "float64", "float32", "bool", "object", "str", "Int64")


class Other:
    """Something of a type that does not leave the sandbox; its class has that type's name."""


def other(name: str) -> Other:
    """A stand-in whose class is called ``name``."""
    word = "".join(letter for letter in str(name)[:60] if letter.isalnum() or letter == "_")
    return type(word or "object", (Other,), {"__module__": __name__})()


def to_plain(value: Any, functions: Callable[[Callable], int], depth: int = 0) -> Any:
    """A value as JSON; functions are replaced by the number that ``functions`` gives them."""
    if depth > DEPTH:
        return {"is": "other", "type": "value nested too deeply"}

    def plain(part: Any) -> Any:
        return to_plain(part, functions, depth + 1)

    kind = type(value)
    if value is None or kind is bool:
        return value
    if isinstance(value, str):
        return str(value)
    if kind is int:
        return value if abs(value) < 2**63 else {"is": "large", "sign": 1 if value > 0 else -1}
    if kind is float:
        return value if math.isfinite(value) else {"is": "float", "value": str(value)}
    if value is Ellipsis or value is pd.NA or value is pd.NaT:
        return {"is": {Ellipsis: "ellipsis", pd.NA: "NA", pd.NaT: "NaT"}[value]}
    if isinstance(value, np.generic) and value.dtype.name in DTYPES:
        return {"is": "scalar", "dtype": value.dtype.name, "value": plain(value.item())}
    if isinstance(value, pd.Series):
        found = {"is": "series", "dtype": str(value.dtype), "index": plain(value.index)}
        return found | {"name": plain(value.name), "values": plain(value.tolist())}
    if isinstance(value, pd.DataFrame):
        columns = [value.iloc[:, place] for place in range(value.shape[1])]
        found = {"is": "frame", "columns": plain(value.columns), "index": plain(value.index)}
        return found | {"values": [plain(column) for column in columns]}
    if isinstance(value, pd.Index):
        many = isinstance(value, pd.MultiIndex)
        found = {"is": "index", "many": many, "names": plain(list(value.names))}
        return found | {"values": plain(value.tolist())}
    if isinstance(value, np.ndarray) and value.dtype.name in DTYPES:
        return {"is": "array", "dtype": value.dtype.name, "values": plain(value.tolist())}
    if isinstance(value, pd.Timestamp | datetime.date):
        return {"is": "time", "value": value.isoformat()}
    if isinstance(value, Mapping):
        return {"is": "dict", "items": [[plain(key), plain(part)] for key, part in value.items()]}
    for word, types in {"list": list, "tuple": tuple, "set": (set, frozenset)}.items():
        if isinstance(value, types):
            return {"is": word, "values": [plain(part) for part in value]}
    if isinstance(value, type({}.keys()) | type({}.values()) | range):
        return {"is": "list", "values": [plain(part) for part in value]}
    if callable(value):
        name = str(getattr(value, "__name__", "your function"))
        return {"is": "function", "number": functions(value), "name": name}
    return {"is": "other", "type": kind.__name__}


def from_plain(data: Any, function: Callable[[int, str], Any], depth: int = 0) -> Any:
    """The value that JSON stands for; ``function`` makes the stand-in for a function.

    Raises
    ------
    ValueError, TypeError, KeyError
        The data stand for nothing that we know.
    """
    if data is None or isinstance(data, bool | float):
        return data
    if isinstance(data, int):
        return data if abs(data) < 2**64 else math.copysign(math.inf, data)
    if isinstance(data, str):
        return printable(data, LETTERS)
    if depth > DEPTH + 4 or not isinstance(data, dict):
        raise ValueError("not a value")

    def value(part: Any) -> Any:
        return from_plain(part, function, depth + 1)

    def values(key: str = "values") -> list:
        parts = data[key]
        if isinstance(parts, dict) and parts.get("is") == "list":
            parts = parts["values"]
        if not isinstance(parts, list):
            raise ValueError(f"{key} is no list")
        return [value(part) for part in parts]

    kind = data["is"]
    if kind in ("ellipsis", "NA", "NaT"):
        return {"ellipsis": ..., "NA": pd.NA, "NaT": pd.NaT}[kind]
    if kind == "large":
        return math.copysign(math.inf, data["sign"])
    if kind == "float":
        return float({"nan": "nan", "inf": "inf", "-inf": "-inf"}[data["value"]])
    if kind == "scalar":
        return np.array([value(data["value"])]).astype(_dtype(data))[0]
    if kind == "series":
        return pd.Series(values(), value(data["index"]), _dtype(data), value(data["name"]))
    if kind == "frame":
        # Columns as long as the index, so that a short message cannot become a large table.
        columns = {place: column.array for place, column in enumerate(values())}
        frame = pd.DataFrame(columns, index=value(data["index"]))
        frame.columns = value(data["columns"])
        return frame
    if kind == "index":
        names = value(data["names"])
        if data["many"]:
            return pd.MultiIndex.from_tuples(values(), names=names)
        return pd.Index(values(), name=names[0])
    if kind == "array":
        single = isinstance(data["values"], bool | int | float)
        return np.array(data["values"] if single else values(), dtype=_dtype(data))
    if kind == "time":
        return pd.Timestamp(data["value"])
    if kind == "dict":
        return {value(key): value(part) for key, part in _few(data["items"])}
    if kind == "set":
        return set(_few(values()))
    if kind in ("list", "tuple"):
        return {"list": list, "tuple": tuple}[kind](values())
    if kind == "function":
        return function(int(data["number"]), str(data["name"])[:80])
    if kind == "other":
        return other(data["type"])
    raise ValueError(f"unknown kind {kind!r}")


def _few(parts: list) -> list:
    if len(parts) > KEYS:
        raise ValueError("too many keys")
    return parts


def _dtype(data: Mapping) -> str:
    return data["dtype"] if data["dtype"] in DTYPES else "object"

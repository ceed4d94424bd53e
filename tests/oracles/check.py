"""Compare what an adapter returns with what a case expects."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd


def load_cases(path: Path) -> list[dict]:
    """The cases of a file: a list, or an object with a list under ``cases``."""
    content = json.loads(Path(path).read_text(encoding="utf-8"))
    return content["cases"] if isinstance(content, dict) else content


def run_case(case: dict, adapters: dict) -> str | None:
    """None if our numbers meet the case's, otherwise what is wrong."""
    adapter = adapters.get(case["method"])
    if adapter is None:
        return f"uncovered: no adapter for method {case['method']!r}"
    try:
        got = adapter(case["inputs"])
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    missing = [key for key in case["expected"] if key not in got]
    if missing:
        return f"uncovered: the adapter returns no {', '.join(missing)}"
    for key, expected in case["expected"].items():
        problem = difference(plain(got[key]), expected, case["tolerance"] or 1e-9)
        if problem:
            return f"{key}{problem}"
    return None


def difference(got, expected, tolerance: float) -> str | None:
    """Where and how ``got`` leaves ``expected``; None if it does not."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            if not isinstance(got, dict) or key not in got:
                return f".{key}: missing"
            if problem := difference(got[key], value, tolerance):
                return f".{key}{problem}"
        return None
    if isinstance(expected, list):
        got = got if isinstance(got, list) else [got]
        if len(got) != len(expected):
            return f": {len(got)} values, expected {len(expected)}"
        for i, (one, value) in enumerate(zip(got, expected, strict=True)):
            if problem := difference(one, value, tolerance):
                return f"[{i}]{problem}"
        return None
    if isinstance(got, list) and len(got) == 1:
        got = got[0]
    return None if _equal(got, expected, tolerance) else f": got {got!r}, expected {expected!r}"


def plain(value):
    """Lists, dicts and scalars in place of pandas and numpy objects."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, pd.DataFrame | pd.Series):
        return value.to_numpy().tolist()
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _equal(got, expected, tolerance: float) -> bool:
    if expected is None:
        return got is None or (isinstance(got, float) and math.isnan(got))
    if isinstance(expected, str) and expected in {"Infinity", "-Infinity"}:
        return got == float(expected)
    if isinstance(expected, bool | str):
        return got == expected
    if not isinstance(got, int | float) or isinstance(got, bool) or math.isnan(got):
        return False
    return abs(got - expected) <= tolerance * max(1.0, abs(expected))

"""Compare what an adapter returns with what a case expects."""

from __future__ import annotations

import json
import math
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pandas as pd

from tests.oracles.labels import Inputs, key_of, simple

ALIKE = 0.8  # names of methods that are the same but for a word or an ending
# Modules of adapters by the group of a case, for a method under a name that we do not know.
FAMILIES = {
    1: ["specialisation", "inequality"],
    2: ["shift_share"],
    3: ["economic_base"],
    4: ["input_output"],
    5: ["interaction"],
    6: ["tourism"],
    7: ["inequality"],
    8: ["complexity", "specialisation"],
    9: ["risk", "partnership"],
    10: ["cooperation"],
    11: ["fieldwork"],
    12: ["counterfactual"],
    13: ["demography"],
}


def load_cases(path: Path) -> list[dict]:
    """The cases of a file: a list, or an object with a list under ``cases``."""
    content = json.loads(Path(path).read_text(encoding="utf-8"))
    return content["cases"] if isinstance(content, dict) else content


def run_case(case: dict, adapters: dict) -> str | None:
    """None if our numbers meet the case's, otherwise what is wrong."""
    own = candidates(case, adapters)
    if not own:
        return f"uncovered: no adapter for method {case['method']!r}"
    expected, got, errors = case["expected"], {}, []
    for number, adapter in enumerate(own):
        try:
            results = adapter(Inputs(case["inputs"]))
        except Exception as error:
            # That another method of the family does not fit these inputs is no fault of theirs.
            errors += [error] if number == 0 else []
            continue
        names = {key: key_of(key, results) for key in expected if key not in got}
        got |= {key: results[name] for key, name in names.items() if name is not None}
        if len(got) == len(expected):
            break
    # A source that writes null, or says that it raises, is met by an error that explains.
    refused = bool(errors) and isinstance(errors[0], ValueError)
    for key, value in expected.items():
        if refused and (value is None or (key == "raises" and value)):
            continue
        if key not in got:
            reason = f"{type(errors[0]).__name__}: {errors[0]}" if errors else ""
            return reason or f"uncovered: the adapter returns no {key}"
        if problem := difference(plain(got[key]), value, case.get("tolerance") or 1e-9):
            return f"{key}{problem}"
    return None


def candidates(case: dict, adapters: dict) -> list:
    """The adapter of the method, then the others of its family: one of them may have a number."""
    method = case["method"]

    def likeness(name: str) -> float:
        return SequenceMatcher(None, simple(method), simple(name)).ratio()

    def room(name: str) -> str:
        return adapters[name].__module__.rsplit(".", 1)[-1]

    near = sorted(adapters, key=likeness, reverse=True)
    if not near:
        return []
    if likeness(near[0]) >= ALIKE:
        rooms = {room(near[0])}
    else:
        rooms = set(FAMILIES.get(case.get("group"), ()))
    return [adapters[name] for name in near if room(name) in rooms]


def difference(got, expected, tolerance: float) -> str | None:
    """Where and how ``got`` leaves ``expected``; None if it does not."""
    if isinstance(expected, dict):
        if isinstance(got, list) and len(got) == len(expected):
            got = dict(zip(expected, got, strict=True))
        if isinstance(got, dict):
            got = {str(key): value for key, value in got.items()}
        for key, value in expected.items():
            if not isinstance(got, dict) or key not in got:
                return f".{key}: missing"
            if problem := difference(got[key], value, tolerance):
                return f".{key}{problem}"
        return None
    if isinstance(expected, list):
        got = list(got.values()) if isinstance(got, dict) else got
        got = got if isinstance(got, list) else [got]
        if len(got) == 1 and isinstance(got[0], list) and len(expected) > 1:
            got = got[0]
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

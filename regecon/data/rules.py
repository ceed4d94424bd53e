"""What a descriptor has to say, so that nothing that reads it meets a surprise."""

from __future__ import annotations

import re
from typing import Any

from regecon.data.cells import PARSERS, bound

NEEDED = ("name", "title", "path", "licenses", "sources")
TEXTS = ("name", "title", "description", "path", "trust", "retrieved", "computed")
CONSTRAINTS = (
    "required", "unique", "minimum", "maximum", "enum", "pattern", "minLength", "maxLength",
)  # fmt: skip


def descriptor_problems(info: Any, name: str) -> list[str]:
    """Everything that is wrong with a descriptor, a sentence each."""
    if not isinstance(info, dict):
        return [f"expected an object of keys, found {_short(info)}"]
    absent = [key for key in NEEDED if key not in info]
    if absent:
        return [
            f"the descriptor lacks {', '.join(absent)}; book/descriptors.md says what each key "
            "holds"
        ]
    found = [
        f"{key}: expected text, found {_short(info[key])}"
        for key in TEXTS
        if key in info and not (isinstance(info[key], str) and info[key].strip())
    ]
    for key in ("licenses", "sources"):
        found += _titled(info[key], key)
    if info.get("encoding", "utf-8") != "utf-8":
        found.append(f"encoding: expected utf-8, found {_short(info['encoding'])}")
    if not isinstance(info.get("synthetic", True), bool):
        found.append(f"synthetic: expected true, found {_short(info['synthetic'])}")
    contradictions = info.get("contradictions", [])
    if not isinstance(contradictions, list) or not all(
        isinstance(text, str) for text in contradictions
    ):
        found.append(f"contradictions: expected a list of texts, found {_short(contradictions)}")
    if found:
        return found
    if info["name"] != name:
        found.append(f"name: expected {name!r}, found {info['name']!r}")
    if "/" in info["path"] or "\\" in info["path"]:
        found.append(f"path: expected a file of the same folder, found {info['path']!r}")
    if not info["path"].endswith(".geojson") or "schema" in info:
        found += _schema_problems(info.get("schema"))
    return found


def _titled(entries: Any, key: str) -> list[str]:
    if not isinstance(entries, list) or not entries:
        return [f"{key}: expected a list of one or more, found {_short(entries)}"]
    return [
        f"{key}: expected a title in each, found {_short(entry)}"
        for entry in entries
        if not (isinstance(entry, dict) and isinstance(entry.get("title"), str))
        or not entry["title"].strip()
    ]


def _schema_problems(schema: Any) -> list[str]:
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list):
        return ["schema: expected an object with a list of fields"]
    found, names = [], []
    for number, field in enumerate(schema["fields"], start=1):
        if not isinstance(field, dict) or not isinstance(field.get("name"), str):
            found.append(f"schema, field {number}: expected a name, found {_short(field)}")
            continue
        names.append(field["name"])
        found += [f"column {field['name']}: {text}" for text in _field_problems(field)]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        found.append(f"column {twice}: described more than once")
    if not schema["fields"]:
        found.append("schema: expected one field or more, found none")
    words = schema.get("missingValues", [""])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        found.append(f"schema, missingValues: expected a list of texts, found {_short(words)}")
    key = schema.get("primaryKey", [])
    unknown = [one for one in ([key] if isinstance(key, str) else key) if one not in names]
    if unknown:
        found.append(f"schema, primaryKey: there is no column {unknown[0]!r}")
    return found + _link_problems(schema.get("foreignKeys", []), names)


def _link_problems(links: Any, names: list[str]) -> list[str]:
    found = []
    for link in links if isinstance(links, list) else [links]:
        target = link.get("reference") if isinstance(link, dict) else None
        if not isinstance(target, dict) or not {"resource", "fields"} <= set(target):
            found.append(
                f"schema, foreignKeys: expected fields and reference, found {_short(link)}"
            )
        elif link.get("fields") not in names:
            found.append(f"schema, foreignKeys: there is no column {_short(link.get('fields'))}")
    return found


def _field_problems(field: dict) -> list[str]:
    kind, rules = field.get("type"), field.get("constraints", {})
    if kind not in PARSERS:
        return [f"the reader knows no type {kind!r}"]
    if not isinstance(rules, dict):
        return [f"constraints: expected an object, found {_short(rules)}"]
    found = [
        f"constraints: there is none called {key!r}" for key in rules if key not in CONSTRAINTS
    ]
    for key in ("required", "unique"):
        if not isinstance(rules.get(key, True), bool):
            found.append(f"{key}: expected true or false, found {_short(rules[key])}")
    for key in ("minimum", "maximum"):
        if key in rules and not _fits(rules[key], field):
            found.append(f"{key}: expected {kind}, found {_short(rules[key])}")
    allowed = rules.get("enum", [])
    if not isinstance(allowed, list) or not all(_fits(one, field) for one in allowed):
        found.append(f"enum: expected a list of {kind} values, found {_short(allowed)}")
    for key in ("minLength", "maxLength"):
        if type(rules.get(key, 0)) is not int:
            found.append(f"{key}: expected a whole number, found {_short(rules[key])}")
    try:
        re.compile(rules.get("pattern", ""))
    except (re.error, TypeError):
        found.append(f"pattern: expected a regular expression, found {_short(rules['pattern'])}")
    return found


def _fits(value: Any, field: dict) -> bool:
    """Whether a bound can be compared with the values of the column."""
    kinds = {"integer": int, "year": int, "number": (int, float), "boolean": bool}
    try:
        value = bound(value, field)
    except ValueError:
        return False
    if field["type"] in kinds:
        wanted = isinstance(value, kinds[field["type"]])
        return wanted and (field["type"] == "boolean" or not isinstance(value, bool))
    return not isinstance(value, bool | int | float | list | dict | None)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."

"""Files that people write by hand, checked against JSON Schemas that editors know too.

Each such file begins with a line for editors, ``# yaml-language-server: $schema=...``: then they
complete its keys and underline what is wrong, by the same schema that the build reads here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator, ValidationError

FOLDER = Path(__file__).parent
KINDS = {
    "integer": "a whole number",
    "number": "a number",
    "string": "a text",
    "array": "a list",
    "object": "keys with values",
    "boolean": "true or false",
}


@cache
def validator(name: str) -> Draft202012Validator:
    """The validator of a schema of this folder."""
    text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def faults(name: str, content: object) -> list[str]:
    """Everything that is wrong with what a file holds.

    Parameters
    ----------
    name
        A schema, such as ``weeks``.
    content
        What was read from the file.

    Returns
    -------
    list of str
        A sentence each, with the key that is meant, what was expected and what was found.
    """
    found = sorted(validator(name).iter_errors(content), key=_place)
    return [sentence for error in found for sentence in _sentences(error)]


def _place(error: ValidationError) -> list[str]:
    return [f"{part:06}" if isinstance(part, int) else part for part in error.absolute_path]


def _sentences(error: ValidationError) -> Iterable[str]:
    """An error in words."""
    parts = (f"entry {p + 1}" if isinstance(p, int) else p for p in error.absolute_path)
    place = ", ".join(parts)
    start = f"{place}: " if place else ""
    value = error.instance
    match error.validator:
        case "required":
            for key in error.validator_value:
                if key not in value:
                    yield f"{start}the key {key} is missing"
        case "additionalProperties" if isinstance(error.validator_value, bool):
            known = list(error.schema["properties"])
            for key in set(value) - set(known):
                near = get_close_matches(str(key), known, n=1)
                hint = f"; did you mean {near[0]}?" if near else ""
                yield f"{start}there is no key {key!r}{hint}"
        case "type":
            yield f"{place or 'the file'} is {value!r}, expected {_kind(error.validator_value)}"
        case "enum":
            allowed = ", ".join(map(str, error.validator_value))
            yield f"{place} is {value!r}, expected one of {allowed}"
        case "pattern":
            hint = error.schema.get("description", f"the form {error.validator_value}")
            yield f"{place} is {value!r}, expected {hint}"
        case "dependentRequired":
            for key, others in error.validator_value.items():
                for other in others if key in value else ():
                    if other not in value:
                        yield f"{start}the key {other} is missing beside {key}"
        case "minItems" | "minProperties":
            yield f"{place} holds {len(value)}, expected at least {error.validator_value}"
        case "minimum" | "maximum":
            words = {"minimum": "at least", "maximum": "at most"}[error.validator]
            yield f"{place} is {value}, expected {words} {error.validator_value}"
        case _:
            yield f"{start}{error.message}"


def _kind(kind: str | list[str]) -> str:
    kinds = [kind] if isinstance(kind, str) else kind
    return " or ".join(KINDS.get(name, name) for name in kinds)

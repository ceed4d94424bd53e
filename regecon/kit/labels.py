"""Names that a chart takes from a table, in the reader's language.

A town or a trade stands in the rows of a chart as its table has it. The same name is in the
order of an axis, in the domain of a scale, in a filter. All of them are changed together, so
that the chart stays what it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from regecon.kit.i18n import label, language

# Where a specification lists values that are compared with those of the rows.
COMPARED = {"domain", "sort", "values", "oneOf", "equal", "datum", "value"}
# Where it holds expressions, in which such values stand in quotation marks.
EXPRESSIONS = {"calculate", "filter", "test", "expr", "labelExpr"}
QUOTED = re.compile(r"""(['"])((?:(?!\1)[^\\])*)\1""")


def in_language(spec: dict) -> dict:
    """A chart's specification with the names from tables in the reader's language."""
    if language() == "en":
        return spec
    # What is folded out of columns is named after them, and columns keep their names.
    return _changed(spec, set(folded(spec)))


def rows_in_language(rows: Mapping[str, list[dict]], spec: dict) -> dict[str, list[dict]]:
    """Rows for the named data of a specification, with names from tables in the language."""
    if language() == "en":
        return dict(rows)
    return _changed({"datasets": rows}, set(folded(spec)))["datasets"]


def folded(node: Any) -> Iterator[str]:
    """Names of columns that a specification folds into rows."""
    if isinstance(node, dict):
        yield from node.get("fold", ())
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from folded(child)


def _changed(node: Any, kept: set[str], key: str = "") -> Any:
    if isinstance(node, dict):
        if key == "datasets":
            return {name: [_row(row, kept) for row in rows] for name, rows in node.items()}
        return {name: _changed(child, kept, name) for name, child in node.items()}
    if isinstance(node, list):
        if key == "values" and node and isinstance(node[0], dict):
            return [_row(row, kept) for row in node]
        return [_changed(child, kept, key) for child in node]
    if not isinstance(node, str):
        return node
    if key in EXPRESSIONS:
        return QUOTED.sub(lambda found: found[1] + named(found[2], kept) + found[1], node)
    return named(node, kept) if key in COMPARED else node


def _row(row: Any, kept: set[str]) -> Any:
    if not isinstance(row, dict):
        return named(row, kept)
    return {name: named(value, kept) for name, value in row.items()}


def named(value: Any, kept: set[str]) -> Any:
    """A value of a row, in the reader's language if it is a name from a table."""
    return label(value) if isinstance(value, str) and value not in kept else value

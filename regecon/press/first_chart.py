"""A first look at a table: a plain chart from the ``chart`` entry of its descriptor.

The entry names what to draw: ``{"mark": "line", "x": "year", "y": "population",
"series": "place", "only": {"kind": "census"}, "caption": "...", "alt": "..."}``.
"""

from __future__ import annotations

import altair as alt

from regecon.data import DataError, load
from regecon.data.folder import descriptor
from regecon.kit.i18n import _

KEYS = {"mark", "x", "y", "series", "only", "caption", "alt"}


def first_chart(name: str) -> tuple[alt.Chart, str, str] | None:
    """The chart of a table with its caption and alternative text; None if it declares none.

    Raises
    ------
    DataError
        The entry has an unknown key or names a column that the table lacks.
    """
    entry = descriptor(name).get("chart")
    if entry is None:
        return None
    if unknown := set(entry) - KEYS:
        raise DataError(f"{name}: chart has the unknown keys {', '.join(sorted(unknown))}")
    frame = load(name)
    for column, wanted in entry.get("only", {}).items():
        wanted = wanted if isinstance(wanted, list) else [wanted]
        frame = frame[frame[column].isin(wanted)]
    columns = [entry[key] for key in ("x", "y", "series") if key in entry]
    if absent := [column for column in columns if column not in frame]:
        raise DataError(f"{name}: chart names the column {absent[0]!r}, which the table lacks")
    units = frame["unit"].unique() if "unit" in frame and "unit" not in columns else ()
    unit = units[0] if len(units) == 1 else ""
    frame = frame[columns].dropna()
    base = alt.Chart(frame)
    mark = {"line": base.mark_line(point=True), "bar": base.mark_bar(), "point": base.mark_point()}
    chart = mark[entry["mark"]].encode(
        x=alt.X(**_axis(name, entry["x"], unit)), y=alt.Y(**_axis(name, entry["y"], unit))
    )
    if "series" in entry:
        columns = alt.ExprRef("max(1, floor(width / 170))")
        legend = alt.Legend(title=None, orient="top", columns=columns, labelLimit=160)
        chart = chart.encode(color=alt.Color(entry["series"], type="nominal", legend=legend))
    rows = chart.encoding.y.type == "nominal"
    height = 24 * frame[entry["y"]].nunique() if rows else 300
    return chart.properties(width="container", height=height), _(entry["caption"]), _(entry["alt"])


def _axis(name: str, column: str, unit: str) -> dict:
    """What an axis needs, from the column's entry in the descriptor; ``unit`` is the rows' own."""
    field = next(f for f in descriptor(name)["schema"]["fields"] if f["name"] == column)
    own = [_(field["title"]).lower(), _(field.get("unit"))]
    words = [_(unit)] if unit and column == "value" else own
    title = ", ".join(dict.fromkeys(filter(None, words)))
    numeric = field["type"] in {"number", "integer", "year"}
    entry = {"shorthand": column, "type": "quantitative" if numeric else "nominal"}
    if field["type"] == "year":
        return entry | {"title": None, "axis": {"format": "d"}, "scale": {"zero": False}}
    # A last number that has no room under the bars is left out, not cut.
    axis = {"labelBound": 3} if numeric else {"labelLimit": 230}
    return entry | {"title": title if numeric else None, "axis": axis, "sort": None}

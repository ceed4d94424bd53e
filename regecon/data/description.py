"""What a table is: title, source, licence, columns and units, at hand in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from regecon.data.folder import descriptor


@dataclass(frozen=True)
class Description:
    """A table's descriptor, in words.

    Attributes
    ----------
    name, title, description
        What the table is called and what it holds.
    source, licence
        Full citation of the sources and the licence of the table.
    origin
        When the figures were retrieved, or the script that computes them.
    trust
        How far the figures can be relied on, in a sentence or two.
    contradictions
        Known disagreements, kept as teaching material.
    columns
        One row per column: type, unit and meaning.
    synthetic
        True when the figures are made up for teaching.
    """

    name: str
    title: str
    description: str
    source: str
    licence: str
    origin: str
    trust: str
    contradictions: tuple[str, ...]
    columns: pd.DataFrame
    synthetic: bool

    def __str__(self) -> str:
        lines = [f"{self.name}: {self.title}"]
        if self.synthetic:
            lines.append("SYNTHETIC: made up for teaching")
        lines += [self.description, f"Source: {self.source}", f"Licence: {self.licence}"]
        lines += [f"Origin: {self.origin}", f"Trust: {self.trust}"]
        lines += [f"Contradiction: {text}" for text in self.contradictions]
        return "\n".join([*lines, "", self.columns.to_string()])

    def __repr__(self) -> str:
        return str(self)


def describe(name: str, folder: Path | None = None) -> Description:
    """Describe a table of the course.

    Parameters
    ----------
    name
        Name of the table, as ``tables()`` lists it.
    folder
        Another folder of tables with descriptors; by default the course's own.

    Returns
    -------
    Description
        Title, source, licence, origin, trust, known contradictions and columns.

    Raises
    ------
    UnknownTableError
        There is no such table; the message names the nearest.
    """
    info = descriptor(name, folder)
    fields = info.get("schema", {}).get("fields", [])
    columns = pd.DataFrame(
        [(f["name"], f["type"], f.get("unit", ""), f.get("description", "")) for f in fields],
        columns=["column", "type", "unit", "meaning"],
    ).set_index("column")
    return Description(
        name=info["name"],
        title=info["title"],
        description=info.get("description", ""),
        source="; ".join(source["title"] for source in info["sources"]),
        licence=info["licenses"][0]["title"],
        origin=info.get("computed")
        or f"figures retrieved {info.get('retrieved', 'at no known date')}",
        trust=info.get("trust", ""),
        contradictions=tuple(info.get("contradictions", ())),
        columns=columns,
        synthetic=bool(info.get("synthetic", False)),
    )

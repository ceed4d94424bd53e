"""What is wrong with the tables of another region: file, row, column and what was expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from regecon.data.errors import DataError
from regecon.data.folder import SUFFIX, descriptor
from regecon.data.reader import table_problems
from regecon.data.validation import broken_links
from regecon.desk.region.tables import TABLES, TO_WRITE, Table, ending
from regecon.kit.i18n import _

NEEDED = ("population", "jobs")  # what runs hangs on them; the others may come later
FREE = ("title", "description", "unit")  # what a teacher may write anew of a column


@dataclass
class Region:
    """The tables of a folder, and what is wrong with them.

    Attributes
    ----------
    frames
        Tables as read, by their names in the templates; those at fault are left out.
    faults
        A sentence for each fault.
    unsaid
        Descriptors in which the source, the terms or the trust are still to be written.
    made_up
        Whether a table says that it is.
    """

    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    made_up: bool = False


def read(folder: Path) -> Region:
    """Read and check the five tables of a folder.

    Raises
    ------
    ValueError
        The folder holds no table of ours, or real and made-up ones.
    """
    end, region = ending(folder), Region()
    for table in TABLES:
        try:
            _add(table, end, folder, region)
        except DataError as error:
            region.faults += str(error).splitlines()
    return region


def _add(table: Table, end: str, folder: Path, region: Region) -> None:
    """Read one table, and keep it if nothing is wrong."""
    name = table.name + end
    info = descriptor(name, folder)
    wanted = table.descriptor(bool(end))["schema"]
    if _bare(info.get("schema", {})) != _bare(wanted):
        words = _(
            "{file}: expected the columns, types, constraints and keys of the template; only "
            "titles, descriptions and units are yours to change"
        )
        raise DataError(words.format(file=f"{name}{SUFFIX}"))
    path = folder / info["path"]
    if not path.is_file():
        raise DataError(_("{file}: expected a table, found no such file").format(file=path.name))
    frame, found, lines = table_problems(path, info)
    found = found or _linked(info, frame, lines, folder, region, end)
    found = found or list(_whole(table.name, path.name, frame, lines))
    region.faults += found
    region.made_up |= bool(info.get("synthetic", False))
    if TO_WRITE in str(info):
        region.unsaid.append(f"{name}{SUFFIX}")
    if not found:
        region.frames[table.name] = frame


def _bare(schema: dict) -> dict:
    """A schema without the words that may be changed."""
    fields = [
        {key: value for key, value in column.items() if key not in FREE}
        for column in schema.get("fields", ())
    ]
    return schema | {"fields": fields}


def _linked(info: dict, frame, lines: list[int], folder: Path, region: Region, end: str):
    """Cells that name no row of another table, if that table is without a fault."""
    keys = info["schema"].get("foreignKeys", [])
    targets = {key["reference"]["resource"].removesuffix(end) for key in keys}
    broken = sorted(targets - set(region.frames))
    if not broken:
        return broken_links(info, frame, lines, folder)
    words = _("{file}: its names are compared with {others} once that is mended")
    return [words.format(file=info["path"], others=", ".join(name + end for name in broken))]


def _whole(name: str, file: str, frame: pd.DataFrame, lines: list[int]) -> Iterator[str]:
    """What no single column can show."""
    if frame.empty and name in NEEDED:
        yield _("{file}: expected rows, found none but the header").format(file=file)
    elif name == "jobs":
        yield from _gaps(file, frame, lines)
        yield from _empty_places(file, frame)
    elif name == "distances":
        for row in frame.index[frame["origin"] == frame["destination"]]:
            words = _("{file}, row {row}, column {column}: expected another place, found {place}")
            place = repr(frame.loc[row, "destination"])
            yield words.format(file=file, row=lines[row], column="destination", place=place)


def _gaps(file: str, frame: pd.DataFrame, lines: list[int]) -> Iterator[str]:
    """The years that lack a pair of place and industry; a mistyped year is one."""
    pairs = pd.MultiIndex.from_product([frame["place"].unique(), frame["industry"].unique()])
    words = _(
        "{file}, row {row}, column {column}: expected a row for each of {pairs} pairs of place and "
        "industry in {year}, found {found}; there is none for {place}, {industry}"
    )
    for year, rows in frame.groupby("year"):
        lacking = pairs.difference(pd.MultiIndex.from_frame(rows[["place", "industry"]]))
        if len(lacking):
            place, industry = lacking[0]
            yield words.format(
                file=file, row=lines[rows.index[0]], column="year", pairs=len(pairs), year=year,
                found=len(rows), place=place, industry=industry,
            )  # fmt: skip


def _empty_places(file: str, frame: pd.DataFrame) -> Iterator[str]:
    words = _("{file}, column {column}: expected people at work in {place} in {year}, found none")
    sums = frame.groupby(["place", "year"])["jobs"].sum()
    for place, year in sums.index[sums <= 0]:
        yield words.format(file=file, column="jobs", place=place, year=year)

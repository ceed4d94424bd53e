"""What a week still lacks: every file, line and entry that belongs to it, with what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from pkgutil import iter_modules

import yaml

import regecon
from regecon.data import DataError, load
from regecon.data.folder import descriptor
from regecon.desk.sets.master import SUFFIX as MASTER
from regecon.desk.sets.master import MasterError
from regecon.desk.sets.reader import read_master
from regecon.desk.weeks import Week

TOC = "_toc.yml"
EXPLORER = r'(?m)^EXPLORER = Explorer\(\s*name="{}"'


def names_in(room: str) -> list[str]:
    """The modules of a room of the package, such as ``methods``, by name."""
    path = [f"{folder}/{room}" for folder in regecon.__path__]
    return sorted(m.name for m in iter_modules(path) if not m.name.startswith("_"))


def lacks(week: Week, root: Path) -> list[str]:
    """Everything that a week of the table of weeks names and that is not there.

    Parameters
    ----------
    week
        A week, as ``book/weeks.yml`` lists it.
    root
        The folder of the course.

    Returns
    -------
    list of str
        A sentence each: the file, and what to do there. Empty if nothing is missing.
    """
    checks = (_pages, _masters, _tables, _explorers, _methods, _claims)
    return [sentence for check in checks for sentence in check(week, Path(root))]


def pages_of(week: Week) -> list[str]:
    """The pages of the book that a week brings, without their endings."""
    pages = [week.chapter, week.notebook, week.exercises]
    pages += [f"exercises/{name}" for name in week.sets]
    pages += [f"book/data/{name}" for name in week.tables]
    return pages + [f"book/methods/{name}" for name in week.methods]


def in_toc(root: Path) -> list[str]:
    """The pages that the table of contents lists, those of a folder by their pattern."""
    return list(_files(yaml.safe_load((Path(root) / TOC).read_text(encoding="utf-8"))))


def _files(entry: dict | list) -> Iterator[str]:
    for key, part in enumerate(entry) if isinstance(entry, list) else entry.items():
        if isinstance(part, dict | list):
            yield from _files(part)
        elif key in ("file", "root", "glob"):
            yield part


def is_listed(page: str, listed: list[str]) -> bool:
    """Whether the table of contents has a page, by its name or by a pattern."""
    return any(fnmatchcase(page, pattern) for pattern in listed)


def _pages(week: Week, root: Path) -> Iterator[str]:
    sets = [week.exercises, *(f"exercises/{name}" for name in week.sets)]
    wanted = {f"{week.chapter}.md": "write the chapter"}
    wanted[f"{week.notebook}.ipynb"] = "write the lab"
    wanted |= {f"{page}{MASTER}": "write the master of the exercises" for page in sets}
    wanted[f"regecon/figures/w{week.number:02d}.py"] = "write the module with the chapter's numbers"
    for file, remedy in wanted.items():
        if not (root / file).is_file():
            yield f"{file} is missing: {remedy}"
    listed = in_toc(root)
    for page in pages_of(week):
        if not is_listed(page, listed):
            yield f"{TOC} does not list {page}: add the line '- file: {page}' in its part"


def _masters(week: Week, root: Path) -> Iterator[str]:
    for name in (week.slug, *week.sets):
        master = root / "exercises" / f"{name}{MASTER}"
        try:
            if master.is_file():
                read_master(master)
        except MasterError as error:
            yield f"exercises/{error}"


def _tables(week: Week, root: Path) -> Iterator[str]:
    for name in week.tables:
        try:
            info = descriptor(name)
        except DataError as error:
            yield str(error)
            continue
        if not (root / "datasets" / info["path"]).is_file():
            yield f"datasets/{info['path']} is missing: write the table"


def _explorers(week: Week, root: Path) -> Iterator[str]:
    known = names_in("explorers")
    shown = "".join(
        (root / page).read_text(encoding="utf-8")
        for page in (f"{week.chapter}.md", f"{week.notebook}.ipynb")
        if (root / page).is_file()
    ).replace('\\"', '"')
    for name in week.explorers:
        module = name.replace("-", "_")
        file = f"regecon/explorers/{module}.py"
        if module not in known:
            yield f'{file} is missing: write it, ending in EXPLORER = Explorer(name="{name}", ...)'
        elif not re.search(EXPLORER.format(name), (root / file).read_text(encoding="utf-8")):
            yield f'{file} has to end in EXPLORER = Explorer(name="{name}", ...)'
        if f'explorer("{name}")' not in shown:
            yield f'{week.chapter}.md shows no {name}: add a cell with explorer("{name}")'


def _methods(week: Week, root: Path) -> Iterator[str]:
    for name in week.methods:
        if name not in names_in("methods"):
            yield f"regecon/methods/{name}.py is missing: the week names the family {name}"


def _claims(week: Week, root: Path) -> Iterator[str]:
    known = set(load("claims")["claim"])
    for number in week.claim_numbers():
        if number not in known:
            yield f"book/weeks.yml, week {week.number}: the report has no claim {number}"

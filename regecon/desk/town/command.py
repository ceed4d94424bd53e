"""``regecon town NAME``: a starter notebook and a card of one page for your own town.

NAME is a town, a district or an okrug of Kemerovo oblast, Altai krai, the Altai Republic,
Novosibirsk oblast or Tomsk oblast, in Russian or English, as in ``regecon town "Прокопьевск"``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from regecon.cases.gazetteer import NoTown, OnlyCounted, SeveralTowns, Town, find
from regecon.desk.files import all_or_none
from regecon.desk.town.card import card
from regecon.desk.town.notebook import starter
from regecon.kit.i18n import _, label, written


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="regecon town",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", help="a town, district or okrug, in Russian or English")
    parser.add_argument("--region", default="", help="its region, where two have one name")
    parser.add_argument("--out", type=Path, default=Path(), help="folder to write to; default here")
    parser.add_argument("--force", action="store_true", help="write over files that are there")
    asked = parser.parse_args(arguments)
    here = _found(asked.name, asked.region)
    for path in write(here, asked.out, asked.force):
        print(path)
    if here.outside:
        print(_outside(here))


def _found(name: str, region: str) -> Town:
    """The town that is meant, or the end with a sentence."""
    try:
        return find(name, region)
    except SeveralTowns as error:
        sys.exit(_several(error))
    except OnlyCounted as error:
        sys.exit(_only_counted(error))
    except NoTown as error:
        sys.exit(_none(error))
    except ValueError as error:
        sys.exit(str(error))


def _several(error: SeveralTowns) -> str:
    """The ways to say which of two is meant: by the whole name, or by the region as well."""
    lines = [_("There is more than one place of the name {asked}:").format(asked=error.asked)]
    for town in error.towns:
        line = f'  regecon town "{town.name_ru}" --region "{town.region}"'
        lines.append(f"{line}   ({label(town.name)}, {label(town.region)})")
    return "\n".join(lines)


def _only_counted(error: OnlyCounted) -> str:
    words = _(
        "{city} ({region}) lies outside the five regions whose municipalities are in our tables: "
        "Altai krai, the Altai Republic, Kemerovo, Novosibirsk and Tomsk oblast. We know only its "
        "people, from the table of cities: {people}. A card of that would be empty, so none is "
        "written. What can be done: its region is in the tables of product and structure (weeks 3 "
        "to 7)."
    )
    one = _("{count} in {year}")
    counts = [
        one.format(count=written(people, ",.0f"), year=year)
        for year, people in error.people.items()
    ]
    fields = {"city": label(error.asked), "region": label(error.region)}
    return words.format(people=", ".join(counts), **fields)


def _none(error: NoTown) -> str:
    told = _("No place of the name {asked} is in our tables.").format(asked=repr(error.asked))
    if not error.nearest:
        return told + " " + _("They know the municipalities of five regions; try its district.")
    return "\n".join([told + " " + _("Near to it:"), *(f"  {name}" for name in error.nearest)])


def _outside(here: Town) -> str:
    words = _(
        "{town} lies outside the five regions whose municipalities are in our tables. Notebook and "
        "card hold what there is: people, distances, the federal lists and its region; what is "
        "missing they say."
    )
    return words.format(town=label(here.name))


def write(here: Town, folder: Path, force: bool = False) -> list[Path]:
    """Write notebook and card, both or neither.

    Parameters
    ----------
    here
        The town.
    folder
        Where to; it is made if it is not there.
    force
        Whether files of the same name are written over.

    Returns
    -------
    list of Path
        What was written.
    """
    wanted = {folder / f"{here.slug}.ipynb": starter, folder / f"{here.slug}.html": card}
    there = [path for path in wanted if path.exists()]
    if there and not force:
        words = _(
            "{files}: already there. Give another folder with --out, or --force to write over."
        )
        sys.exit(words.format(files=", ".join(map(str, there))))
    texts = {path: make(here) for path, make in wanted.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        all_or_none(texts)
    except OSError as error:
        words = _("{folder}: cannot be written to ({reason}). Nothing was written.")
        sys.exit(words.format(folder=folder, reason=error.strerror))
    return list(wanted)

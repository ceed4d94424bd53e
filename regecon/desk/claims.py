"""The claims of the report as a reader meets them: where, with what verdict, and on what facts.

The words of a claim are in the table ``claims``, the verdict in ``claim_verdicts``; where the
course meets a claim, only the table of weeks says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from regecon.data import DataError, load
from regecon.desk.weeks import Week
from regecon.kit.i18n import _

WHOLE = 16  # weeks
LEAST_MET = 0.95  # of all claims, once the course is whole
LEDGERS = {"references", "facts_in_prose"}  # which say their sources themselves
NAMED = re.compile(r"S-(\d{3})(?:`? to \{claim\}`S-(\d{3}))?")


def verdicts() -> pd.DataFrame:
    """Every claim in the order of the report, with its words and its verdict."""
    return load("claims").merge(load("claim_verdicts"), on="claim", validate="one_to_one")


def met_in(weeks: Iterable[Week]) -> dict[str, list[Week]]:
    """The weeks that meet each claim, in their order."""
    met = {claim: [] for claim in load("claims")["claim"]}
    for week in weeks:
        for claim in week.claim_numbers():
            met[claim].append(week)
    return met


def lacking(weeks: list[Week]) -> list[str]:
    """What a whole course still lacks: core claims that no week meets, and too few of all.

    A course that is not yet whole may leave claims to the weeks to come; those that the table of
    claims gives only to weeks that stand have to be met.
    """
    met, claims = met_in(weeks), load("claims").set_index("claim")
    whole = len(weeks) >= WHOLE
    standing = {week.number for week in weeks}
    due = claims["weeks"].map(lambda text: set(map(int, text.split(";"))) <= standing)
    core = claims["weight"] == "core"
    missing = [claim for claim in claims.index[core & (due | whole)] if not met[claim]]
    told = [f"{claim}: a core claim that no week meets" for claim in missing]
    share = sum(map(bool, met.values())) / len(met)
    if whole and share < LEAST_MET:
        told.append(f"{share:.1%} of the claims are met, expected at least {LEAST_MET:.0%}")
    return told


def named_in(text: str) -> set[str]:
    """The claims that a text names, ranges written out."""
    return {
        f"S-{number:03d}"
        for first, last in NAMED.findall(text)
        for number in range(int(first), int(last or first) + 1)
    }


def unnamed(weeks: Iterable[Week], root: Path) -> Iterator[str]:
    """Core claims that a week says it meets, and that its chapter, lab and sets do not name."""
    core = set(load("claims").query("weight == 'core'")["claim"])
    for week in weeks:
        sets = (f"exercises/{name}.master.md" for name in (week.slug, *week.sets))
        pages = [root / page for page in (f"{week.chapter}.md", f"{week.notebook}.ipynb", *sets)]
        named = named_in("\n".join(p.read_text(encoding="utf-8") for p in pages if p.is_file()))
        for claim in week.claim_numbers():
            if claim in core - named:
                yield f"week {week.number}: {claim} is named in no chapter, lab or exercise of it"


def facts_of(facts: str | float) -> list[tuple[str, pd.DataFrame]]:
    """The rows that carry a verdict: table by table, as the column ``facts`` names them.

    Raises
    ------
    DataError
        A table has no such row.
    """
    found = []
    for fact in facts.split(";") if isinstance(facts, str) else ():
        table, _colon, name = fact.partition(":")
        rows = load(table)
        rows = rows[rows.astype(str).eq(name).any(axis=1)]
        if rows.empty:
            raise DataError(f"claim_verdicts: {table} has no row {name!r}")
        found.append((table, rows))
    return found


def tables_of(verdict) -> list[str]:
    """The tables in which the facts of a verdict stand."""
    names = [table for table, _rows in facts_of(verdict.facts)]
    return [name for name in dict.fromkeys(names) if name not in LEDGERS]


def sources_of(verdict) -> dict[str, str]:
    """Who says so, in words, each with its address where we know one."""
    keys = verdict.source.split(";") if isinstance(verdict.source, str) else []
    listed = load("sources").set_index("source").loc[keys]
    said = {_dated(_(row.publisher), row.year): row.address for row in listed.itertuples()}
    for table, rows in facts_of(verdict.facts):
        if table == "references":
            said |= {_reference(row): "" for row in rows.itertuples()}
        elif table == "facts_in_prose":
            said |= {_(row.source): row.address for row in rows.itertuples()}
    return {words: address if isinstance(address, str) else "" for words, address in said.items()}


def _reference(row) -> str:
    """A reference in short: who, or the paper that printed it, and when."""
    authors = row.authors if isinstance(row.authors, str) else ""
    names = [name.split()[0].rstrip(",") for name in authors.split("; ") if name]
    return _dated(", ".join(names) or _(row.venue), row.year)


def _dated(who: str, year: int) -> str:
    return who if pd.isna(year) or str(year) in who else f"{who}, {year}"

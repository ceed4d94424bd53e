"""The prose of the book as the gates read it: paragraphs, and numbers that nobody vouches for.

The rule, in one sentence: a number in digits is *bare* if its paragraph neither names a source
nor says that something is assumed. In full:

- Read are the paragraphs of a chapter with the lists that follow them, scenes included.
  Headings, tables, code, quizzes, captions (a figure shows its data) and formulas are not prose.
- A paragraph names a source if it has a claim, a table, a reference, a numbered figure or
  equation, a link, or a publication with its date in brackets, as in (TASS, 18 August 2025).
- A paragraph marks an assumption with one of the words of ``ASSUMED``.
- Not counted as numbers are what glue prints, what stands in mathematics or code, what a
  formula of the same paragraph shows (a sum by hand), years, dates, ages, pages, minutes of a
  seminar, numbered things (week 4, article 9), whole numbers up to twelve without a unit, which
  count what the page itself shows, and 100 as the base of a share.

There is no list of exceptions: a number that is meant says in its paragraph where it is from.
The rule sees neither numbers in words nor a paragraph that cites one thing and mentions another;
those need a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
SOURCE = re.compile(
    r"\{(?:claim|dataset|cite|cite:\w+|numref|eq)\}`|\]\((?:https?:|/|#)"
    rf"|\([A-Z][\w ]+, (?:\d{{1,2}} )?(?:(?:{MONTH}) )?20\d\d\)"  # (TASS, 18 August 2025)
)
ASSUMED = re.compile(
    r"\b(?:assum\w+|suppos\w+|say,? (?=\d)|SYNTHETIC|synthetic|made[- ]up|makes? up|stylised)\b",
    re.IGNORECASE,
)
NOT_PROSE = re.compile(
    r"^---\n.*?^---\n"  # front matter
    r"|^```+\{(?!div\} (?:scene|note)).*?^```+ *$"  # directives, but scenes are prose
    r"|^\$\$.*?^\$\$.*?$"
    r"|^#.*?$|^\|.*?$|^\(.*?\)=$|^```+.*?$",
    re.DOTALL | re.MULTILINE,
)
NOT_NUMBERS = re.compile(
    r"\{[\w:]+\}`[^`]*`"  # glue, claims and every other role
    r"|`[^`]*`|\$[^$]*\$|\]\([^)]*\)|<[^>]*>"
    rf"|\b\d{{1,2}} (?:{MONTH})\b|\b(?:{MONTH}) \d{{1,2}}\b"
    r"|\b(?:1[5-9]|20)\d\d(?:[/-]\d\d)?s?\b(?![,.]\d)"  # years, seasons, decades
    r"|\b(?:[Ww]eeks?|[Aa]rticle|[Ss]tep|[Qq]uestion|Table|Figure) \d+(?:(?:,| and| to) \d+)*"
    r"|\((?:\d+) minutes\)|\bage(?:s|d)?(?: of)? \d+(?: (?:to|or|and) \d+)*"
    r"|\b[1-9]?[05] to \d?[49]\b|\bpages \d+ to \d+"  # age groups of five years
)
FORMULA = re.compile(r"\$([^$]+)\$")
LISTED = re.compile(r"\s*(?:[-*]|\d+\.) ")
NUMBER = re.compile(r"(?<![\w.,-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w-])")
UNIT = re.compile(r"\s*(?:%|per cent|thousand|million|billion|roubles|dollars|tonnes|km)")
BREAK = "\0"  # where a heading, a table or a directive parted the text
SMALL = 12  # and 100, the base of a share


@dataclass(frozen=True)
class Bare:
    """A number without a source: where it stands and the words around it."""

    line: int
    number: str
    words: str


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """First line and text of every paragraph of prose; a list belongs to what introduces it."""
    prose = NOT_PROSE.sub(lambda found: BREAK + "\n" * found[0].count("\n"), text)
    line, first, kept = 1, 1, ""
    for block in re.split(r"(\n\s*\n)", prose):
        words = block.strip(f"{BREAK}\n ")
        if kept and (BREAK in block or (words and not LISTED.match(words))):
            yield first, kept
            kept = ""
        if words:
            first, kept = (first, f"{kept}\n\n{words}") if kept else (line, words)
        line += block.count("\n")
    if kept:
        yield first, kept


def counts(number: str) -> bool:
    """Whether a number may count things that are on the page."""
    return number.isdigit() and int(number) <= SMALL


def numbers(paragraph: str) -> list[tuple[str, str]]:
    """The numbers of a paragraph that need a source, each with the words around it."""
    plain = NOT_NUMBERS.sub(" ", paragraph)
    shown = set(NUMBER.findall(" ".join(FORMULA.findall(paragraph))))
    return [
        (found[0], " ".join(plain[max(0, found.start() - 60) : found.end() + 30].split()))
        for found in NUMBER.finditer(plain)
        if found[0] not in shown
        and not (found[0] == "100" or (counts(found[0]) and not UNIT.match(plain, found.end())))
    ]


def bare_numbers(text: str) -> list[Bare]:
    """The bare numbers of a chapter."""
    return [
        Bare(line, number, words)
        for line, paragraph in paragraphs(text)
        if not SOURCE.search(paragraph) and not ASSUMED.search(paragraph)
        for number, words in numbers(paragraph)
    ]

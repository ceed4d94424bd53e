"""The prose of the book as the gates read it: paragraphs, and numbers that nobody vouches for.

The rule, in one sentence: a number in digits is *bare* if its paragraph neither names a source
nor says that something is assumed. In full:

- Read are the paragraphs of a chapter with the lists that follow them, scenes included.
  Headings, tables, code, quizzes, captions (a figure shows its data) and formulas are not prose.
- A paragraph names a source if it has a claim, a table, a fact, a reference, a numbered figure or
  equation, a link, or a publication with its date in brackets, as in (TASS, 18 August 2025).
- A paragraph marks an assumption with one of the words of ``ASSUMED``.
- Not counted as numbers are what glue prints, what stands in mathematics or code, what a
  formula of the same paragraph shows (a sum by hand), years, dates, ages, pages, versions,
  minutes of a lab or seminar, numbered things (week 4, article 9), whole numbers up to twelve
  without a unit, which count what the page itself shows, and 100 as the base of a share.
- In a lab a number is also vouched for by the lab itself: it stands, rounded or not, in a cell of
  code or in a stored output, so that it fails when the figures change; and by the name of a table
  in code quotes, as in `prices`, or a claim number.

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
    r"\{(?:claim|dataset|fact|cite|cite:\w+|numref|eq)\}`|\]\((?:https?:|/|#)"
    rf"|\([A-Z][\w ]+, (?:\d{{1,2}} )?(?:(?:{MONTH}) )?20\d\d\)"  # (TASS, 18 August 2025)
)
ASSUMED = re.compile(
    r"\b(?:assum\w+|suppos\w+|say,? (?=\d)|SYNTHETIC|synthetic|made[- ]up|makes? up|stylised)\b",
    re.IGNORECASE,
)
NOT_PROSE = re.compile(
    r"^---\n.*?^---\n"  # front matter
    r"|^(?P<fence>`{3,})[a-z]+\n.*?^(?P=fence) *$"  # code in another language
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
    r"|\(\d+ min(?:utes)?\)|\AAbout \d+ minutes|\b(?:Python|CC BY) \d\.\d+"
    r"|\bage(?:s|d)?(?: of)? \d+(?: (?:to|or|and) \d+)*"
    r"|\b[1-9]?[05] to \d?[49]\b|\bpages \d+ to \d+"  # age groups of five years
)
FORMULA = re.compile(r"\$([^$]+)\$")
LISTED = re.compile(r"\s*(?:[-*]|\d+\.) ")
NUMBER = re.compile(r"(?<![\w.,-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w-])")
UNIT = re.compile(r"\s*(?:%|per cent|thousand|million|billion|roubles|dollars|tonnes|km)")
PRINTED = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?")
CLAIM = re.compile(r"\bS-\d{3}\b")
READABLE = ("text/plain", "text/html")
BREAK = "\0"  # where a heading, a table or a directive parted the text
SMALL = 12  # and 100, the base of a share


@dataclass(frozen=True)
class Bare:
    """A number without a source: where it stands and the words around it."""

    line: int  # in a lab, the number of the cell
    number: str
    words: str

    def told(self, file: str) -> str:
        """Where it stands and what to do about it."""
        return (
            f"{file}:{self.line}: the number {self.number} has no source, in {self.words!r}: glue "
            "it, name its source in the paragraph, or say that it is assumed"
        )


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
        Bare(line + row_of(number, paragraph), number, words)
        for line, paragraph in paragraphs(text)
        if not SOURCE.search(paragraph) and not ASSUMED.search(paragraph)
        for number, words in numbers(paragraph)
    ]


def row_of(number: str, paragraph: str) -> int:
    """Which row of a paragraph holds a number."""
    return next((i for i, row in enumerate(paragraph.split("\n")) if number in row), 0)


def bare_in_lab(notebook: dict, known: set[str]) -> list[Bare]:
    """The bare numbers of a lab's text that neither its code nor its outputs show."""
    shown = shown_numbers(notebook)
    found = []
    for number, cell in enumerate(notebook["cells"], 1):
        for _line, paragraph in paragraphs("".join(cell["source"])):
            named = set(re.findall(r"`(\w+)`", paragraph)) & known or CLAIM.search(paragraph)
            if cell["cell_type"] == "markdown" and not named:
                found += [
                    Bare(number, bare.number, bare.words)
                    for bare in bare_numbers(paragraph)
                    if not is_shown(bare.number, shown)
                ]
    return found


def shown_numbers(notebook: dict) -> list[float]:
    """Every number in the code and the stored outputs of a notebook."""
    texts = []
    for cell in (cell for cell in notebook["cells"] if cell["cell_type"] == "code"):
        texts.append("".join(cell["source"]))
        for output in cell["outputs"]:
            texts.append("".join(output.get("text", "")))
            texts += ["".join(output.get("data", {}).get(kind, "")) for kind in READABLE]
    return [
        float(found.replace(",", ""))
        for text in texts
        for found in PRINTED.findall(text.replace("_", ""))
    ]


def is_shown(number: str, shown: list[float]) -> bool:
    """Whether a number is one of those shown, rounded, as a share or in thousands."""
    value, digits = float(number.replace(",", "")), len(number.partition(".")[2])
    return any(
        abs(round(other * scale, digits) - value) < 1e-9
        for other in shown
        for scale in (1, 100, 0.01, 1000, 0.001)
    )

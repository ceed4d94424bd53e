"""Write ``book/references.bib`` from ``datasets/references.csv``.

    python datasets/scripts/references_bib.py

Cyrillic names are transliterated; a Russian title stays as it is, with our English
translation in the note. Titles are braced so that no style changes their capitals.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "datasets" / "references.csv"
BIB = ROOT / "book" / "references.bib"

HEAD = "% Written by datasets/scripts/references_bib.py from datasets/references.csv: edit there.\n"

ENTRY = {
    "article": "article",
    "book": "book",
    "chapter": "incollection",
    "report": "techreport",
    "thesis": "phdthesis",
    "law": "misc",
    "press": "misc",
    "other": "misc",
}
# BibTeX field that holds the venue and the publisher, by entry type.
VENUE = {"article": "journal", "incollection": "booktitle", "misc": "howpublished"}
PUBLISHER = {
    "book": "publisher",
    "incollection": "publisher",
    "techreport": "institution",
    "phdthesis": "school",
}

LATIN = dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)) | {
    "ё": "yo",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
}
SPECIAL = re.compile(r"([&%$#_])")
INITIALS = re.compile(r"(?:\w{1,2}\.-?)+")


def transliterate(text: str) -> str:
    """Cyrillic to Latin letters in the usual way of newspapers: Зырянов is Zyryanov."""
    text = re.sub(r"[иы]й\b", "y", text)
    letters = []
    for letter in text:
        latin = LATIN.get(letter.lower(), letter)
        letters.append(
            latin.capitalize() if letter.isupper() and letter.lower() in LATIN else latin
        )
    return "".join(letters)


def people(names: str) -> str:
    """ "Duranton G.; Puga D." as BibTeX wants it; a body without initials is braced whole."""
    entries = []
    for name in filter(None, (part.strip() for part in names.split(";"))):
        family, _, initials = transliterate(name).rpartition(" ")
        if INITIALS.fullmatch(initials):
            spaced = re.sub(r"\.(?=\w)", ". ", initials)
            entries.append(f"{family}, {spaced}")
        else:
            entries.append(braced(name))
    return " and ".join(entries)


def escape(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)


def braced(text: str) -> str:
    """Keep the text as it stands, capitals and all."""
    return f"{{{escape(text)}}}"


def entry(row: dict[str, str]) -> str:
    """One BibTeX entry; empty cells are left out."""
    kind = ENTRY[row["kind"]]
    volume, issue = re.fullmatch(r"([^()]*)(?:\((.*)\))?", row["volume"]).groups()
    # An unsigned report is its outlet's.
    unsigned = row["kind"] == "press" and not row["authors"]
    fields = {
        "author": people(row["authors"]) or (braced(row["venue"]) if unsigned else ""),
        "editor": people(row["editors"]),
        "title": braced(row["title"]),
        VENUE.get(kind, "type"): "" if unsigned else escape(row["venue"]),
        "edition": row["edition"].removesuffix(" ed."),
        PUBLISHER.get(kind, "publisher"): escape(row["publisher"]),
        "volume": "" if kind == "techreport" else volume,
        "number": volume if kind == "techreport" else issue or "",
        "pages": row["pages"].replace("-", "--"),
        "year": row["year"],
        "doi": row["doi"],
        "note": f"In Russian: {escape(row['title_en'])}" if row["title_en"] else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{row['key']},", *lines, "}"]) + "\n"


def bibliography() -> str:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return "\n".join([HEAD, *map(entry, csv.DictReader(file))])


if __name__ == "__main__":
    BIB.write_text(bibliography(), encoding="utf-8")

"""Interviews as two coders read them: ours, SYNTHETIC, or those that a class has held itself.

A class enters its codings in one file of the form of the table ``coding_sheet_synthetic``: a row
for each answer, a cell for each coder. The sheet holds neither names nor words of an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import pandas as pd

from regecon.data import DataError, load
from regecon.data.folder import descriptor
from regecon.data.reader import MOST, table_problems

SHEET = "coding_sheet_synthetic"
NOTHING = "none"  # what a coder writes who has read an answer and found no code in it
CODERS = ("coder_a", "coder_b")

# What to do about a cell that breaks the rule of its column.
REMEDY = {
    "interview": "write a key such as NP3, capitals and a number, never a name",
    "heard": "number the interviews in the order in which they were held: 1, 2, 3",
    "town": "write the town's name",
    "coder_a": "write the codes with a space between them, or none where the coder found none",
    "coder_b": "write the codes with a space between them, or none where the coder found none",
}


def codebook() -> pd.DataFrame:
    """The codebook of the SYNTHETIC interviews, labelled by code."""
    return load("codebook_synthetic").set_index("code")


@cache
def ours() -> pd.DataFrame:
    """The SYNTHETIC codings, in the form that :func:`coded` gives; nobody was interviewed.

    Examples
    --------
    >>> ours()[ours()["answer"] == "SP1-living"].query("coder_a and coder_b")["code"].tolist()
    ['season']
    """
    return _long(load("coding_sheet_synthetic"), list(codebook().index))


def coded(file: str | Path | None = None, codes: Iterable[str] | None = None) -> pd.DataFrame:
    """What two coders saw in each answer: of a class's own interviews, or of ours.

    Parameters
    ----------
    file : str or Path, optional
        A CSV file with the columns of the table ``coding_sheet_synthetic``. Default: that table.
    codes : iterable of str, optional
        The codes that may occur. Default: those of the table ``codebook_synthetic``.

    Returns
    -------
    DataFrame, shape (answers times codes, 8)
        ``answer``, ``interview``, ``heard``, ``town``, ``audience``, ``block``, ``code``, and
        whether each coder saw it, ``coder_a`` and ``coder_b``.

    Raises
    ------
    DataError
        If the file is missing or not in the form: the message names file, row, column, what was
        expected, and what to write instead.
    """
    if file is None and codes is None:
        return ours().copy()
    known = list(codebook().index if codes is None else codes)
    if file is None:
        return _long(load("coding_sheet_synthetic"), known)
    path = Path(file)
    if not path.is_file():
        raise DataError(
            f"{path.name}: there is no such file here; put it beside the notebook, or give its "
            "whole path"
        )
    sheet, found, lines = table_problems(path, descriptor(SHEET))
    found = sorted((_with_remedy(sentence) for sentence in found), key=_row)
    if sheet is not None:
        places = [f"{path.name}, row {line}" for line in lines]
        found = sorted(
            [*_strange_codes(sheet, known, places), *_two_faces(sheet, places)], key=_row
        )
        found = found or _too_few(sheet, path.name)
    if found:
        more = f"\n... and {len(found) - MOST} more" if len(found) > MOST else ""
        raise DataError("\n".join(found[:MOST]) + more)
    return _long(sheet, known)


def _row(sentence: str) -> int:
    """The row that a sentence names, so that faults are told from top to bottom."""
    named = re.search(r", row (\d+)", sentence)
    return int(named[1]) if named else 0


def _with_remedy(sentence: str) -> str:
    """A sentence of the reader with what to do about it."""
    if "row 1: expected the columns" in sentence and ";" in sentence.split("found", 1)[1]:
        return f"{sentence}; the cells are parted by semicolons: save as CSV with commas, UTF-8"
    for column, remedy in REMEDY.items():
        if f", column {column}: " in sentence:
            return f"{sentence}; {remedy}"
    return sentence


def _strange_codes(sheet: pd.DataFrame, known: list[str], places: list[str]) -> list[str]:
    """A sentence for each code that is not in the codebook or stands twice in a cell."""
    found = []
    for place, (_row, cells) in zip(places, sheet.iterrows(), strict=True):
        for coder in CODERS:
            given = cells[coder].split()
            found += [f"{place}, column {coder}: {said}" for said in _faults(given, known)]
    return found


def _faults(given: list[str], known: list[str]) -> list[str]:
    """What is wrong with the codes of one cell."""
    if given == [NOTHING]:
        return []
    if NOTHING in given:
        return [f"expected codes or {NOTHING}, found both; keep one of them"]
    strange = [
        f"expected a code of the codebook, found {code!r}{_nearest(code, known)}"
        for code in dict.fromkeys(given)
        if code not in known
    ]
    twice = [code for code in dict.fromkeys(given) if given.count(code) > 1]
    return strange + [f"expected each code once, found {code!r} twice" for code in twice]


def _nearest(code: str, known: list[str]) -> str:
    near = get_close_matches(code, known, n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    return "; enter it in the codebook first, or hand over your own list as codes="


def _two_faces(sheet: pd.DataFrame, places: list[str]) -> list[str]:
    """A sentence for each row that gives an interview another town, audience or number."""
    found = []
    first = sheet.drop_duplicates("interview").set_index("interview")
    for column in ("heard", "town", "audience"):
        expected = sheet["interview"].map(first[column])
        for row in sheet.index[sheet[column] != expected]:
            key = sheet.loc[row, "interview"]
            found.append(
                f"{places[row]}, column {column}: expected {str(expected[row])!r} as in the first "
                f"row of {key}, found {str(sheet.loc[row, column])!r}"
            )
    numbers = first["heard"]
    for key in numbers.index[numbers.duplicated()]:
        row = sheet.index[sheet["interview"] == key][0]
        found.append(
            f"{places[row]}, column heard: expected a number of its own for {key}, found "
            f"{numbers[key]} again"
        )
    return found


def _too_few(sheet: pd.DataFrame, file: str) -> list[str]:
    held = sheet["interview"].nunique()
    return [f"{file}: expected at least two interviews, found {held}"] if held < 2 else []


def _long(sheet: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """A row for each answer and code."""
    rows = sheet.drop(columns=list(CODERS))
    rows.insert(0, "answer", sheet["interview"] + "-" + sheet["block"])
    long = rows.loc[rows.index.repeat(len(codes))].reset_index(drop=True)
    long["code"] = codes * len(sheet)
    for coder in CODERS:
        seen = [set(cell.split()) for cell in sheet[coder]]
        long[coder] = [code in given for given in seen for code in codes]
    return long

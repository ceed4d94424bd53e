"""What a class gained between the quiz before and the quiz after, from what Moodle exports.

Moodle's report *Grades* of a quiz, downloaded as CSV with the marks for each question, has a row
for each attempt: names, address, state, times, a column such as ``Grade/10.00``, and for each
question one such as ``Q. 1 /1.00``; the last rows are averages. So its code writes it
(``mod/quiz/report/overview``), in any language; the words of the heads are not looked at here.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd

from regecon.desk.bank.pairs import ORDER
from regecon.kit.i18n import _

QUESTION = re.compile(r"^\D*?(\d+)\D*/\s*(\d+(?:[.,]\d+)?)$")
GRADE = re.compile(r"^\D+/\s*\d+(?:[.,]\d+)?$")
NOTHING = ("", "-")  # a question without an answer
FULL = 0.9  # above this share right before, there is too little left to gain
UNDEFINED = 0.05  # of the resamples may have too little left; with more, no interval is given


class ExportError(ValueError):
    """A file that is not the export that is meant; the message says what to do."""


@dataclass(frozen=True)
class Class:
    """The students of both quizzes.

    Attributes
    ----------
    answers
        A row for each student and pair: the share of the mark before and after, and what
        ``pairs.csv`` says of the pair.
    only_before, only_after
        The students who took one quiz alone, and are left out.
    """

    answers: pd.DataFrame
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()


def read_class(before: Path, after: Path, pairs: Path) -> Class:
    """Both exports of a class, matched by student and by pair.

    Raises
    ------
    ExportError
        A file is another than is meant, or the three do not fit each other.
    """
    listed = read_pairs(pairs)
    one, other = (_fitting(path, listed) for path in (before, after))
    both = one.index.intersection(other.index)
    if len(both) < 2:
        told = _("{before} and {after}: expected students in both files, found {count}")
        raise ExportError(told.format(before=_name(before), after=_name(after), count=len(both)))
    rows = [
        frame.loc[both].rename_axis("student").melt(
            var_name="number", value_name=name, ignore_index=False
        ).reset_index()
        for name, frame in (("before", one), ("after", other))
    ]  # fmt: skip
    answers = rows[0].merge(rows[1], on=["student", "number"]).merge(listed, on="number")
    missing = (tuple(sorted(a.index.difference(both))) for a in (one, other))
    return Class(answers, *missing)


def read_pairs(path: Path) -> pd.DataFrame:
    """The pairs of the two quizzes, in their order.

    Raises
    ------
    ExportError
        The file is no list of pairs.
    """
    rows = _rows(path)
    if tuple(rows[0]) != ORDER or len(rows) < 2:
        told = _(
            "{file}: expected the file pairs.csv of the question bank, with the columns {names}"
        )
        raise ExportError(told.format(file=_name(path), names=", ".join(ORDER)))
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    return frame.assign(number=frame["number"].astype(int))


def read_export(path: Path) -> pd.DataFrame:
    """The share of its mark that each student got for each question.

    Returns
    -------
    DataFrame, shape (students, questions)
        Index: addresses, or names where there is no address; columns: numbers of questions. A
        question without an answer counts as wrong; attempts that were not finished are left out.

    Raises
    ------
    ExportError
        The file is another than is meant; the message says where and what to do.
    """
    heads, *rows = _rows(path)
    questions = {place: found for place, head in enumerate(heads)
                 if (found := QUESTION.match(head.strip()))}  # fmt: skip
    grades = [place for place, head in enumerate(heads) if GRADE.match(head.strip())]
    if not questions or len(grades) != 1:
        raise ExportError(_not_meant(path, heads))
    found: dict[str, list[float]] = {}
    for line, row in enumerate(rows, 2):
        row = [*row, *[""] * (len(heads) - len(row))]
        student = _student(heads, rows, row, grades[0])
        if not student or row[grades[0]].strip() in NOTHING:
            continue
        if student in found:
            told = _(
                "{file}, row {line}: expected one attempt of each student, found a second of "
                "{student}; let the report show the graded attempts only"
            )
            raise ExportError(told.format(file=_name(path), line=line, student=student))
        found[student] = [
            _share(path, line, heads[place], row[place], head[2])
            for place, head in questions.items()
        ]
    if not found:
        raise ExportError(_("{file}: expected finished attempts").format(file=_name(path)))
    columns = [int(head[1]) for head in questions.values()]
    return pd.DataFrame.from_dict(found, orient="index", columns=columns)


def _fitting(path: Path, pairs: pd.DataFrame) -> pd.DataFrame:
    """An export whose questions are those of the pairs."""
    marks = read_export(path)
    if sorted(marks) != sorted(pairs["number"]):
        told = _(
            "{file}: expected the {count} questions of pairs.csv, numbered as there, found {found}"
        )
        found = ", ".join(map(str, marks))
        raise ExportError(told.format(file=_name(path), count=len(pairs), found=found))
    return marks


def _rows(path: Path) -> list[list[str]]:
    """The cells of a table in CSV, with a comma or a semicolon between them."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise ExportError(f"{_name(path)}: {error.strerror}") from None
    if content[:2] == b"PK" or content.lstrip()[:1] in (b"<", b"{"):
        told = _("{file}: expected CSV; choose comma separated values when you download the report")
        raise ExportError(told.format(file=_name(path)))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        told = _("{file}: expected UTF-8; take the file as Moodle gives it, or save as CSV UTF-8")
        raise ExportError(told.format(file=_name(path))) from None
    first = text.partition("\n")[0]
    sign = ";" if first.count(";") > first.count(",") else ","
    rows = [row for row in csv.reader(StringIO(text), delimiter=sign) if any(row)]
    if not rows:
        raise ExportError(_("{file}: the file is empty").format(file=_name(path)))
    return rows


def _student(heads: list[str], rows: list[list[str]], row: list[str], grade: int) -> str:
    """Who a row is about; the rows of averages are about nobody.

    The address, where there is a column of addresses before the grade; or else the first two
    columns, which hold the names.
    """
    for place in range(grade):
        cells = [other[place] for other in rows if len(other) > place and other[place].strip()]
        if cells and all("@" in cell for cell in cells):
            return row[place].strip().lower()
    names = [name.strip() for name in row[:2]]
    return " ".join(names) if all(names) else ""


def _share(path: Path, line: int, head: str, cell: str, most: str) -> float:
    """A mark as a share of what the question is worth."""
    if cell.strip() in NOTHING:
        return 0.0
    try:
        mark, whole = (float(number.strip().replace(",", ".")) for number in (cell, most))
    except ValueError:
        mark, whole = np.nan, 0
    if not (whole > 0 and 0 <= mark <= whole):
        told = _("{file}, row {line}, column {head}: expected a mark up to {most}, found {cell}")
        named = {"file": _name(path), "line": line, "head": head, "most": most, "cell": repr(cell)}
        raise ExportError(told.format(**named))
    return mark / whole


def _not_meant(path: Path, heads: list[str]) -> str:
    told = _(
        "{file}: expected a column for each question, such as 'Q. 1 /1.00', and one such as "
        "'Grade/10.00'; found {heads}. In Moodle open Results, Grades of the quiz, let the report "
        "show the marks for each question, and download it as comma separated values"
    )
    names = ", ".join(heads[:8]) + (", …" if len(heads) > 8 else "")
    return told.format(file=_name(path), heads=names)


def _name(path: Path) -> str:
    return Path(path).name


def gains(answers: pd.DataFrame, by: list[str], seed: int = 1, draws: int = 1000) -> pd.DataFrame:
    r"""The normalised gain of a class for each group of pairs, with its interval.

    Parameters
    ----------
    answers
        As `read_class` gives them.
    by
        The columns that make a group: ``["objective"]``, ``["week", "pair"]``.
    seed, draws
        For the bootstrap: students are drawn as a whole.

    Returns
    -------
    DataFrame
        For each group: students, questions, shares right before and after, gain, and the ends of
        an interval of 95 %. There is no gain where more than nine tenths were right before.

    Notes
    -----
    .. math:: g = \frac{\bar a - \bar b}{1 - \bar b}

    of what was left to learn, the part that was learned; b and a are the shares right before and
    after, averaged over the class.

    References
    ----------
    Hake, R. R. (1998). Interactive-engagement versus traditional methods: A six-thousand-student
    survey of mechanics test data for introductory physics courses. American Journal of Physics
    66(1), 64-74.
    """
    drawn = np.random.default_rng(seed)
    rows = []
    for group, part in answers.groupby(by, sort=False):
        students = part.groupby("student")[["before", "after"]].mean()
        shares = students.mean()
        low, high = _interval(students.to_numpy(), drawn, draws)
        rows.append({
            **dict(zip(by, group, strict=True)),
            "students": len(students),
            "questions": part["number"].nunique(),
            "before": shares["before"],
            "after": shares["after"],
            "gain": gain(shares["before"], shares["after"]),
            "low": low,
            "high": high,
        })  # fmt: skip
    return pd.DataFrame(rows)


def _interval(students: np.ndarray, drawn: np.random.Generator, draws: int) -> tuple[float, float]:
    """The middle 95 % of the gains of as many students, drawn with replacement."""
    chosen = drawn.integers(len(students), size=(draws, len(students)))
    found = [gain(before, after) for before, after in students[chosen].mean(axis=1)]
    if np.isnan(found).mean() > UNDEFINED:
        return np.nan, np.nan
    low, high = np.nanquantile(found, [0.025, 0.975])
    return float(low), float(high)


def gain(before: float, after: float) -> float:
    """Of what was left to learn, the part that was learned; none where nothing was left.

    Examples
    --------
    >>> round(gain(0.35, 0.61), 2)
    0.4
    >>> gain(0.95, 1.0)
    nan
    """
    return (after - before) / (1 - before) if before <= FULL else np.nan


def by_luck(
    students: int, questions: int, before: float, true: float, seed: int = 1, classes: int = 4000
) -> np.ndarray:
    """The gains of made-up classes that have all gained the same: what differs is luck alone.

    Parameters
    ----------
    students, questions
        The size of each class, and how many questions it answers before and after.
    before
        The chance that anybody answers any question rightly before.
    true
        The gain of everybody.
    seed, classes
        Start of the random numbers, and how many classes.

    Returns
    -------
    ndarray
        The gain that each class would show, lowest first.

    Notes
    -----
    Students are all alike here. Real ones differ, so real classes vary more.
    """
    drawn, answers = np.random.default_rng(seed), students * questions
    after = before + true * (1 - before)
    b, a = (drawn.binomial(answers, share, classes) / answers for share in (before, after))
    left = b <= FULL
    return np.sort((a[left] - b[left]) / (1 - b[left]))

"""Points for answers in words: a table that a person fills and the next start takes in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from regecon.desk.grade.judge import Graded, Paper
from regecon.desk.grade.lists import Sheet, as_points, read_sheet
from regecon.desk.grade.submissions import Submission
from regecon.desk.grade.text import one_line
from regecon.kit.i18n import _

WORDS = "words.csv"
HEAD = ["student", "question", "points", "max", "comment", "answer", "title", "id"]
SHOWN = 300  # letters of an answer in the table; it stands whole in the page


@dataclass
class Read:
    """What a person has entered, and what could not be taken.

    Attributes
    ----------
    points, comments
        By the student's sign and the question.
    rows
        The rows as they were typed, for what is kept.
    remarks
        What cannot be taken, in sentences.
    """

    points: dict[tuple[str, str], float] = field(default_factory=dict)
    comments: dict[tuple[str, str], str] = field(default_factory=dict)
    rows: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def sign_of(item: Submission) -> str:
    """A student's sign in the table: short, and not a number that a spreadsheet would change."""
    return f"s-{sha256(item.owner.key.encode(errors='replace')).hexdigest()[:10]}"


def read_words(path: Path, paper: Paper) -> Read:
    """What was entered into the table of an earlier start.

    Raises
    ------
    InputError
        There is a table and it cannot be read; it is left as it is.
    """
    found = Read()
    if not path.exists():
        return found
    sheet = read_sheet(path)
    places = {name: sheet.column(name) for name in HEAD}
    most = {item.question.name: item.question.points for item in paper.solved}
    for number, row in enumerate(sheet.rows, 2):
        _take(found, sheet, {k: sheet.cell(row, p) for k, p in places.items()}, most, number)
    return found


def with_words(item: Submission, graded: Graded, read: Read) -> Graded:
    """A result with the points that a person gave."""
    verdicts = []
    for verdict in graded.verdicts:
        key = sign_of(item), verdict.question
        if verdict.manual and graded.judged:
            points, comment = read.points.get(key), read.comments.get(key, "")
            verdict = replace(verdict, points=points, comment=comment)
        verdicts.append(verdict)
    return replace(graded, verdicts=tuple(verdicts))


def words_table(graded: list[tuple[Submission, Graded | None]], read: Read) -> list[list[str]]:
    """The table to fill: a row for each answer, question by question."""
    rows, seen = [], set()
    for item, result in graded:
        for place, verdict in enumerate(result.verdicts if result and result.judged else ()):
            if not verdict.in_words:
                continue
            key = sign_of(item), verdict.question
            seen.add(key)
            typed = read.rows.get(key, {})
            answer = " / ".join([verdict.answer, *verdict.unplaced])
            row = [item.student, verdict.question, typed.get("points", ""), f"{verdict.most:g}"]
            row += [typed.get("comment", ""), one_line(answer, SHOWN), verdict.title, key[0]]
            rows.append((place, item.student, row))
    rows.sort(key=lambda entry: entry[:2])
    kept = [
        [typed.get(name, "") for name in HEAD] for k, typed in read.rows.items() if k not in seen
    ]
    return [HEAD, *(row for _place, _student, row in rows), *kept]


def _take(found: Read, sheet: Sheet, row: dict[str, str], most: dict, number: int) -> None:
    """Take in one row."""
    key = row["id"], row["question"]
    if not all(key):
        return
    found.rows[key] = row
    if row["comment"]:
        found.comments[key] = row["comment"].removeprefix("'")
    try:
        points = as_points(row["points"])
    except ValueError:
        points = -1.0
    if points is None:
        return
    if not 0 <= points <= most.get(row["question"], 0):
        told = _(
            "{file}, line {line}: {points} are no points between 0 and {most:g} for {student}; "
            "they are not counted."
        )
        values = {"line": number, "points": one_line(row["points"], 40), "student": row["student"]}
        found.remarks.append(told.format(file=WORDS, most=most.get(row["question"], 0), **values))
        return
    found.points[key] = points

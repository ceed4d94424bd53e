"""Marks and pages on their way back to a learning platform.

Moodle takes back the worksheet that it hands out, in the language of the site: heads, numbers
and dates have to be its own, so what is known of it is not its words but what stands where.
Its importer wants the columns of the identifier, the grade and the date of the grade
(``importgradeslib.php``), and knows feedback files by ``name_number_assignsubmission_file``
(``importziplib.php``). Canvas takes back its gradebook, and knows files by the numbers of the
user and of the file in their names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from regecon.desk.grade.judge import Graded
from regecon.desk.grade.lists import InputError, Sheet, read_sheet, words_of
from regecon.desk.grade.submissions import Submission
from regecon.desk.grade.text import file_name, one_line
from regecon.kit.i18n import _

MOODLE = [
    "Identifier",
    "Full name",
    "Grade",
    "Maximum Grade",
    "Last modified (grade)",
    "Feedback comments",
]
CANVAS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
ASSIGNMENT = re.compile(r".+ \(\d+\)")
IDENTIFIER = re.compile(r"\D{0,80}\d{1,20}")
DATED = re.compile(r".{0,60}\d{4}.{0,60}|-?", re.DOTALL)


@dataclass
class Worksheet:
    """The table of a platform, and what stands where in it.

    Attributes
    ----------
    platform
        ``moodle`` or ``canvas``.
    sheet
        The table.
    identifier, name, grade, most, comment
        Places of columns; None for one that the table does not have.
    remarks
        What the teacher should know, in sentences.
    """

    platform: str
    sheet: Sheet
    identifier: int
    name: int
    grade: int | None = None
    most: int | None = None
    comment: int | None = None
    remarks: list[str] = field(default_factory=list)


def read_worksheet(path: Path | None) -> Worksheet | None:
    """The worksheet that a platform has handed out.

    Raises
    ------
    InputError
        It cannot be read, or it is no such worksheet.
    """
    if path is None:
        return None
    sheet = read_sheet(path)
    found = _canvas(sheet) or _moodle(sheet)
    if found is None:
        told = _(
            "{path}: this is neither Moodle's grading worksheet nor Canvas's gradebook. In Moodle "
            "it is under the grading actions of the assignment; in Canvas export the gradebook."
        )
        raise InputError(told.format(path=path))
    return found


def filled(worksheet: Worksheet, graded: list[tuple[Submission, Graded]], names: list[str]) -> list:
    """The rows of a worksheet with points and comments; all else is as it was.

    Parameters
    ----------
    worksheet
        The platform's table.
    graded
        The students with their results.
    names
        What the assignment may be called, for a gradebook of several.
    """
    sheet = worksheet.sheet
    place = worksheet.grade if worksheet.grade is not None else _assignment(worksheet, names)
    rows, lost = [list(row) for row in sheet.rows], []
    for item, result in graded:
        row = _row_of(worksheet, rows, item)
        if row is None:
            lost.append(item.student)
            continue
        row += [""] * (len(sheet.heads) - len(row))
        row[place] = _points(worksheet, row, result)
        if worksheet.comment is not None:
            before, ours = row[worksheet.comment], comment_of(result)
            row[worksheet.comment] = before if ours in before else f"{before} {ours}".strip()
    if lost:
        told = _("Not in the worksheet, so not in lms.csv: {students}.")
        worksheet.remarks.append(told.format(students=", ".join(lost)))
    return [sheet.heads, *rows]


def moodle_table(graded: list[tuple[Submission, Graded]]) -> list[list[str]]:
    """The columns that Moodle's importer wants, in English."""
    rows = [MOODLE]
    for item, result in graded:
        number = f"Participant {item.platform_id}" if item.platform_id else item.student
        points = f"{result.earned:g}"
        rows.append([number, item.student, points, f"{result.most:g}", "", comment_of(result)])
    return rows


def canvas_table(graded: list[tuple[Submission, Graded]], title: str) -> list[list[str]]:
    """The columns of Canvas's gradebook, with the assignment as the last."""
    most = graded[0][1].most if graded else 0
    rows = [[*CANVAS, title], ["Points Possible", "", "", "", "", f"{most:g}"]]
    for item, result in graded:
        rows.append([item.student, item.platform_id, "", "", "", f"{result.earned:g}"])
    return rows


def feedback_name(item: Submission, slug: str, worksheet: Worksheet | None) -> str:
    """The name of a feedback page in the zip, as the platform that it goes to knows it again."""
    number, platform = item.platform_id, item.owner.platform
    if worksheet is not None and worksheet.platform == "moodle" and not number:
        row = _row_of(worksheet, worksheet.sheet.rows, item)
        found = re.search(r"\d+$", worksheet.sheet.cell(row, worksheet.identifier)) if row else None
        number, platform = (found[0], "moodle") if found else ("", "")
    student = file_name(item.student).replace("_", "-")
    if platform == "canvas":
        return f"{student.replace('-', '')}_{number}_{item.owner.file}_{slug}.html"
    if platform == "moodle":
        plain = (
            re.sub(r"[\\/:*?\"<>|_]+", " ", one_line(item.student, 100)).strip(" .") or "student"
        )
        plain = plain.encode()[:120].decode(errors="ignore")
        return f"{plain}_{number}_assignsubmission_file_/{slug}.html"
    return ""


def comment_of(result: Graded) -> str:
    """What the platform shows beside the grade."""
    parts = list(result.remarks[:3])
    if unread := sum(v.most for v in result.verdicts if v.points is None and v.in_words):
        told = _("{words:g} points for answers in words are not in it yet.")
        parts.append(told.format(words=unread))
    parts += [f"{v.title}: {v.comment}" for v in result.verdicts if v.comment]
    return one_line(" ".join(parts), 2_000)


def _canvas(sheet: Sheet) -> Worksheet | None:
    name, number = sheet.column("student"), sheet.column("id")
    if name is None or number is None:
        return None
    return Worksheet("canvas", sheet, number, name)


def _moodle(sheet: Sheet) -> Worksheet | None:
    """Known by its cells: a number of the participant, and the maximum after the grade."""
    width = range(len(sheet.heads))
    columns = {place: [sheet.cell(row, place) for row in sheet.rows] for place in width}
    ids = [p for p in width if sheet.rows and all(map(IDENTIFIER.fullmatch, columns[p]))]
    if not ids or len(set(columns[ids[0]])) < len(sheet.rows):
        return None
    first = ids[0]
    most = next((p for p in width if p > first + 1 and _is_maximum(columns, p)), None)
    if most is None:
        return None
    dated = [p for p in width if p > most and _is_dated(sheet.heads[p], columns[p])]
    comment = dated[-1] + 1 if dated and dated[-1] + 1 < len(sheet.heads) else None
    return Worksheet("moodle", sheet, first, first + 1, most - 1, most, comment)


def _is_maximum(columns: dict[int, list[str]], place: int) -> bool:
    """Whether a column is the same number for all, beside one of numbers or gaps."""
    values, before = set(columns[place]), columns[place - 1]
    numbers = [_number(text) for text in values]
    grades = [text for text in before if text not in ("", "-")]
    return (
        len(values) == 1
        and (numbers[0] or 0) > 0
        and all(_number(text) is not None for text in grades)
    )


def _is_dated(head: str, cells: list[str]) -> bool:
    """Whether a column has dates, or a head of the form that Moodle's dates have."""
    filled_in = [cell for cell in cells if cell not in ("", "-")]
    if filled_in:
        return all(DATED.fullmatch(cell) and re.search(r"\d{4}", cell) for cell in filled_in)
    return "(" in head or "\uff08" in head


def _number(text: str) -> float | None:
    try:
        return float("".join(text.split()).replace(",", "."))
    except ValueError:
        return None


def _row_of(worksheet: Worksheet, rows: list[list[str]], item: Submission) -> list[str] | None:
    """The row of a student: by the number, else by the name if only one has it."""
    sheet = worksheet.sheet
    if item.platform_id:
        for row in rows:
            found = re.search(r"\d+$", sheet.cell(row, worksheet.identifier))
            if found and found[0].lstrip("0") == item.platform_id.lstrip("0"):
                return row
    names = [row for row in rows if _same_name(sheet.cell(row, worksheet.name), item.student)]
    return names[0] if len(names) == 1 else None


def _same_name(one: str, other: str) -> bool:
    words, theirs = words_of(one), words_of(other)
    if not words:
        return False
    return words == theirs or (
        sorted("".join(words)) == sorted("".join(theirs))
        and ("".join(words) in "".join(theirs) * 2 or "".join(theirs) in "".join(words) * 2)
    )


def _points(worksheet: Worksheet, row: list[str], result: Graded) -> str:
    """Points as the platform writes numbers; a remark if its maximum is another."""
    text = f"{result.earned:g}"
    if worksheet.most is None:
        return text
    most = worksheet.sheet.cell(row, worksheet.most)
    if _number(most) != result.most:
        told = _(
            "The platform's maximum is {theirs}, the set has {ours:g} points. Set the maximum of "
            "the assignment to {ours:g} before you upload lms.csv."
        )
        told = told.format(theirs=most, ours=result.most)
        if told not in worksheet.remarks:
            worksheet.remarks.append(told)
    return text.replace(".", ",") if "," in most else text


def _assignment(worksheet: Worksheet, names: list[str]) -> int:
    """The column of the assignment in a gradebook.

    Raises
    ------
    InputError
        None or several may be meant.
    """
    heads = worksheet.sheet.heads
    columns = [place for place, head in enumerate(heads) if ASSIGNMENT.fullmatch(head)]
    wanted = [p for p in columns if any(name.casefold() in heads[p].casefold() for name in names)]
    found = wanted or columns
    if len(found) != 1:
        told = _(
            "the gradebook has no column that names the set ({names}); rename the assignment in "
            "Canvas so that it does. It has: {heads}"
        )
        shown = "; ".join(heads[p] for p in columns) or "-"
        raise InputError(told.format(names=", ".join(names), heads=shown))
    return found[0]

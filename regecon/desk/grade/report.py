"""What a graded class leaves: tables, a page for each student, pages for the teacher."""

from __future__ import annotations

import csv
import io
import os
import tempfile
import zipfile
from pathlib import Path

from regecon.desk.grade.judge import Graded, Paper, Verdict
from regecon.desk.grade.pages import feedback_page, summary_page, words_page
from regecon.desk.grade.platforms import (
    Worksheet,
    canvas_table,
    feedback_name,
    filled,
    moodle_table,
)
from regecon.desk.grade.submissions import Submission
from regecon.desk.grade.text import file_name, inert
from regecon.desk.grade.words import WORDS, Read, with_words, words_table
from regecon.kit.i18n import _

Class = list[tuple[Submission, Graded | None]]
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip file knows


def write_reports(
    out: Path, paper: Paper, graded: Class, read: Read, worksheet: Worksheet | None = None
) -> None:
    """Write the tables, the pages and ``feedback.zip``."""
    graded = [(i, with_words(i, result, read) if result else None) for i, result in graded]
    counting = [(item, result) for item, result in graded if result is not None]
    names = [paper.set.slug, paper.set.title]
    if worksheet is not None:
        put(out / "lms.csv", table(filled(worksheet, counting, names)))
    else:
        put(out / "lms.csv", table(moodle_table(counting)))
    ours = [(i, result) for i, result in counting if i.owner.platform == "canvas"]
    if ours:
        put(out / "canvas.csv", table(canvas_table(ours, paper.set.title)))
    put(out / "grades.csv", table(_grades(paper, graded)))
    put(out / WORDS, table(words_table(graded, read)))
    put(out / "words.html", words_page(paper, counting))
    put(out / "summary.html", summary_page(paper, graded, [*read.remarks, *_remarks(worksheet)]))
    _write_feedback(out, paper, counting, worksheet)


def put(path: Path, text: str | bytes) -> None:
    """Write a file whole or not at all."""
    content = text if isinstance(text, bytes) else text.encode("utf-8", errors="replace")
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def table(rows: list[list]) -> str:
    """CSV that spreadsheets open with its letters, in which no cell is a formula."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([inert(cell) for cell in row] for row in rows)
    return "\ufeff" + text.getvalue()


def file_names(graded: list[tuple[Submission, Graded]]) -> list[str]:
    """A file name for each student, each once."""
    found: list[str] = []
    taken: set[str] = set()
    for item, _result in graded:
        stem, count = file_name(item.student, item.platform_id), 2
        name = f"{stem}.html"
        while name.casefold() in taken:
            name, count = f"{stem}-{count}.html", count + 1
        taken.add(name.casefold())
        found.append(name)
    return found


def _remarks(worksheet: Worksheet | None) -> list[str]:
    return worksheet.remarks if worksheet is not None else []


def _write_feedback(
    out: Path, paper: Paper, graded: list[tuple[Submission, Graded]], worksheet: Worksheet | None
) -> None:
    """A page for each student, and all of them in a zip as the platform takes it."""
    folder, packed = out / "feedback", io.BytesIO()
    folder.mkdir(exist_ok=True)
    names = file_names(graded)
    taken: set[str] = set()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (item, result) in zip(names, graded, strict=True):
            page = feedback_page(paper, item, result)
            put(folder / name, page)
            inside = feedback_name(item, paper.set.slug, worksheet) or name
            inside = name if inside in taken else inside
            taken.add(inside)
            archive.writestr(zipfile.ZipInfo(inside, EPOCH), page, zipfile.ZIP_DEFLATED)
    put(out / "feedback.zip", packed.getvalue())
    for old in folder.glob("*.html"):
        if old.name not in names:
            old.unlink()


def _grades(paper: Paper, graded: Class) -> list[list]:
    """One line for each student and question; one for a file that does not count."""
    head = ["student", "file", "set", "version", "question", "points", "max", "what_happened"]
    rows = [head]
    for item, result in graded:
        start = [item.student, item.file, paper.set.slug, paper.set.version]
        if result is None:
            rows.append([*start, "", "", "", item.reason])
            continue
        happened = " ".join(result.remarks)
        for verdict in result.verdicts:
            points = "" if verdict.points is None else f"{verdict.points:g}"
            told = " ".join(filter(None, [_state(verdict, result), happened]))
            rows.append([*start, verdict.question, points, f"{verdict.most:g}", told])
    return rows


def _state(verdict: Verdict, result: Graded) -> str:
    """A question's verdict in a sentence."""
    if verdict.manual and result.judged:
        if verdict.points is not None:
            return _("Read by a person.")
        return _("To be read by a person.") if verdict.in_words else _("There is no answer.")
    if not verdict.failed:
        if not verdict.checks:
            return _("Not judged.")
        return _("All checks passed, hidden ones too.")
    told = _("Checks that object: {count}, of them hidden: {hidden}. {said}")
    said = " / ".join(dict.fromkeys(verdict.said))
    return told.format(count=len(verdict.failed), hidden=verdict.hidden, said=said)

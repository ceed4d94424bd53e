"""What a graded class leaves: tables, a page for each student, a page for the teacher."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from pathlib import Path

from regecon.desk.grade.judge import Graded, Paper
from regecon.desk.grade.pages import feedback_page, summary_page
from regecon.desk.grade.submissions import Submission
from regecon.kit.i18n import _

Class = list[tuple[Submission, Graded | None]]


def write_reports(out: Path, paper: Paper, graded: Class) -> None:
    """Write ``grades.csv``, ``lms.csv``, ``summary.html`` and ``feedback/``."""
    put(out / "grades.csv", _table(_grades(paper, graded)))
    put(out / "lms.csv", _table(_for_platform(graded)))
    put(out / "summary.html", summary_page(paper, graded))
    (out / "feedback").mkdir(exist_ok=True)
    for name, (item, result) in file_names(graded).items():
        put(out / "feedback" / name, feedback_page(paper, item, result))


def put(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    folder = path.parent
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def file_names(graded: Class) -> dict[str, tuple[Submission, Graded]]:
    """A file name for each student, of letters and figures of any script, each once."""
    found: dict[str, tuple[Submission, Graded]] = {}
    for item, result in graded:
        if result is None:
            continue
        stem = re.sub(r"[^\w.-]+", "-", f"{item.student}-{item.platform_id}").strip("-.")[:80]
        stem, count = stem or "student", 2
        name = f"{stem}.html"
        while name.casefold() in {known.casefold() for known in found}:
            name, count = f"{stem}-{count}.html", count + 1
        found[name] = item, result
    return found


def earned(result: Graded) -> float:
    """The points that the checks gave."""
    return sum(verdict.points or 0 for verdict in result.verdicts)


def _grades(paper: Paper, graded: Class) -> list[list]:
    """One line for each student and question; one for a submission that does not count."""
    head = ["student", "file", "set", "version", "question", "points", "max", "what_happened"]
    rows = [head]
    for item, result in graded:
        start = [item.student, item.file, paper.set.slug, paper.set.version]
        if result is None:
            told = _("Not judged: {file} is newer.").format(file=item.newer)
            rows.append([*start, "", "", "", told])
            continue
        happened = " ".join(result.remarks)
        for verdict in result.verdicts:
            points = "" if verdict.points is None else f"{verdict.points:g}"
            told = " ".join(filter(None, [_state(verdict), happened]))
            rows.append([*start, verdict.question, points, f"{verdict.most:g}", told])
    return rows


def _state(verdict) -> str:
    if verdict.points is None:
        return _("To be read by a person.")
    if not verdict.said:
        passed = verdict.points == verdict.most
        return _("All checks passed, hidden ones too.") if passed else _("Not judged.")
    told = _("Checks that object: {count}, of them hidden: {hidden}. {said}")
    said = " / ".join(dict.fromkeys(verdict.said))
    return told.format(count=len(verdict.said), hidden=verdict.hidden, said=said)


def _for_platform(graded: Class) -> list[list]:
    """Moodle's grading worksheet; other platforms take it with the columns renamed."""
    rows = [["Identifier", "Full name", "Grade", "Maximum Grade", "Feedback comments"]]
    for item, result in graded:
        if result is None:
            continue
        most = sum(verdict.most for verdict in result.verdicts)
        words = sum(verdict.most for verdict in result.verdicts if verdict.points is None)
        told = _("{words:g} points for answers in words are not in it yet.") if words else ""
        comment = " ".join(filter(None, [*result.remarks, told.format(words=words)]))
        number = f"Participant {item.platform_id}" if item.platform_id else item.student
        rows.append([number, item.student, f"{earned(result):g}", f"{most:g}", comment])
    return rows


def _table(rows: list[list]) -> str:
    """CSV in which nothing that a student wrote is a formula."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_inert(cell) for cell in row] for row in rows)
    return text.getvalue()


def _inert(cell: str) -> str:
    cell = " ".join(str(cell).split())
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell

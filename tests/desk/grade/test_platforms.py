"""Marks and pages on their way back: held against what Moodle's and Canvas's importers do.

What the importers want was read in their sources: Moodle's ``mod/assign/feedback/offline``
(importgradeslib.php) and ``mod/assign/feedback/file`` (importziplib.php), Canvas's
``infer_comment_context_from_filename``. They were not run.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from regecon.desk.grade.handed import Work
from regecon.desk.grade.judge import Check, Graded
from regecon.desk.grade.lists import InputError
from regecon.desk.grade.platforms import read_worksheet
from regecon.desk.grade.report import write_reports
from regecon.desk.grade.submissions import Submission
from regecon.desk.grade.whose import owners
from regecon.desk.grade.words import Read, read_words
from tests.desk.grade.handed_in import paper

ANNA, BORIS = "Анна Петрова", "Борис Йов"
# What a site's language calls the columns that the importer looks for, and the word before an id.
SITES = {
    "English": ("Identifier", "Full name", "Grade", "Maximum Grade", "Last modified", "grade"),
    "Russian": ("Идентификатор", "Полное имя", "Оценка", "Макс. оценка", "Изменено", "оценка"),
    "German": ("ID", "Vollständiger Name", "Bewertung", "Bestwertung", "Zuletzt geändert", "Note"),
    "Japanese": ("ID", "姓名", "評点", "最大評点", "最終更新日時", "評定"),
}
PARTICIPANT = {"English": "Participant ", "Russian": "Участник", "German": "", "Japanese": "参加者"}
PARTICIPANT["German"] = "Teilnehmer/in"


def worksheet(site: str, decimal: str = ".", separator: str = ",", comments: bool = True) -> str:
    """A worksheet as Moodle hands it out to a site in this language."""
    first, name, grade, most, changed, word = SITES[site]
    heads = [
        first,
        name,
        "E-mail",
        "Status",
        grade,
        most,
        "?",
        f"{changed} (x)",
        f"{changed} ({word})",
    ]
    heads += ["Comment"] * comments
    rows = []
    for number, (student, date) in enumerate(
        ((ANNA, "-"), (BORIS, "5 May 2024, 10:11"), ("C", "-"))
    ):
        row = [f"{PARTICIPANT[site]}{4711 + number}", student, "a@b.org", "s", "", f"6{decimal}00"]
        rows.append([*row, "Yes", "4 May 2024, 9:00", date, *([""] * comments)])
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([heads, *rows])
    return text.getvalue()


def moodle_takes(text: str, site: str) -> dict[str, tuple[str, str]]:
    """The grades and dates that Moodle's importer finds, by the student's number."""
    first, _name, grade, _most, changed, word = SITES[site]
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    heads = rows[0]
    places = [heads.index(head) for head in (first, grade, f"{changed} ({word})")]
    return {
        row[places[0]][len(PARTICIPANT[site]) :]: (row[places[1]], row[places[2]])
        for row in rows[1:]
    }


def submission(path: str, others: tuple[str, ...] = ()) -> Submission:
    return Submission(
        path, owners([path, *others], ("toy",))[path], Work(kind="notebook", digest=path)
    )


MOODLE = tuple(
    f"{name}_{number}_assignsubmission_file_/toy.ipynb"
    for name, number in ((ANNA, 4711), (BORIS, 4712))
)
CANVAS = ("petrovaanna_4711_901_toy.ipynb", "jowboris_LATE_4712_902_toy.ipynb")


def graded(growth: float = 2.5, letter: str = "I would count heads.") -> Graded:
    verdicts = paper().nothing("").verdicts
    checks = (Check(answer="growth", given="50"), Check(said="Look at the base."))
    first = replace(verdicts[0], points=growth, checks=checks)
    return Graded("toy", "1", (first, verdicts[1], replace(verdicts[2], answer=letter)))


def write(out: Path, paths: tuple[str, ...], sheet: Path | None = None, read: Read | None = None):
    found = read_worksheet(sheet)
    items = [(submission(path, paths), graded()) for path in paths]
    write_reports(out, paper(), items, read or read_words(out / "words.csv", paper()), found)
    return found


def table(path: Path) -> list[dict]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize(
    "form", ["as it is", "by Excel", "with decimal commas", "without comments"]
)
def test_a_worksheet_is_filled_in_any_language(site, form, tmp_path):
    path = tmp_path / "sheet.csv"
    if form == "by Excel":
        path.write_bytes(worksheet(site, ",", ";").encode("utf-8-sig"))
    elif form == "with decimal commas":
        path.write_text(worksheet(site, ","), encoding="utf-8")
    else:
        path.write_text(worksheet(site, comments=form == "as it is"), encoding="utf-8")
    write(tmp_path, MOODLE, path)
    text = (tmp_path / "lms.csv").read_text(encoding="utf-8")
    assert text.startswith("\ufeff")
    points = "2.5" if form in ("as it is", "without comments") else "2,5"
    assert moodle_takes(text, site) == {
        "4711": (points, "-"),
        "4712": (points, "5 May 2024, 10:11"),
        "4713": ("", "-"),
    }
    comments = [row.get("Comment") for row in table(tmp_path / "lms.csv")]
    expected = "2 points for answers in words are not in it yet."
    if form == "without comments":
        assert comments == [None] * 3
    else:
        assert comments == [expected, expected, ""]


def test_students_are_found_by_their_names_too(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(worksheet("Russian"), encoding="utf-8")
    write(tmp_path, ("Петрова Анна/toy.ipynb", "Борис Йов/toy.ipynb"), path)
    text = (tmp_path / "lms.csv").read_text(encoding="utf-8-sig")
    assert [grade for grade, _date in moodle_takes(text, "Russian").values()] == ["2.5", "2.5", ""]
    with zipfile.ZipFile(tmp_path / "feedback.zip") as archive:
        assert set(moodle_knows(archive.namelist())) == {"4711", "4712"}


def test_who_is_not_in_the_worksheet_is_named(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(worksheet("English"), encoding="utf-8")
    found = write(tmp_path, (*MOODLE, "Dora_99_assignsubmission_file_/toy.ipynb"), path)
    assert found.remarks == ["Not in the worksheet, so not in lms.csv: Dora."]
    assert "Dora" in (tmp_path / "summary.html").read_text(encoding="utf-8")


def test_another_maximum_is_told(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(worksheet("English").replace("6.00", "100.00"), encoding="utf-8")
    found = write(tmp_path, MOODLE, path)
    assert len(found.remarks) == 1
    assert "maximum is 100.00, the set has 6 points" in found.remarks[0]


def test_without_a_worksheet_all_columns_are_there(tmp_path):
    write(tmp_path, MOODLE)
    text = (tmp_path / "lms.csv").read_text(encoding="utf-8-sig")
    assert moodle_takes(text, "English") == {"4711": ("2.5", ""), "4712": ("2.5", "")}
    heads = ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)"]
    assert list(table(tmp_path / "lms.csv")[0]) == [*heads, "Feedback comments"]


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", "Identifier,Full name\nParticipant 1,Anna\n", "x\n"]
)
def test_what_is_no_worksheet_is_told(text, tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(text)
    with pytest.raises(InputError, match="neither Moodle's grading worksheet"):
        read_worksheet(path)


def moodle_knows(names: list[str]) -> dict[str, str]:
    """The students' numbers and the names of files, as the importer of feedback reads a zip."""
    found = {}
    for name in names:
        parts = name.split("/")
        while parts:
            info = parts.pop(0).split("_", 4)
            if len(info) >= 4 and info[1].isdigit() and info[2:4] == ["assignsubmission", "file"]:
                found[info[1]] = "/".join(filter(None, [*info[4:], *parts]))
                break
    return found


def test_moodle_knows_the_pages_of_feedback(tmp_path):
    odd = "An_na Pe/t_rova_4713_assignsubmission_file_/toy.ipynb".replace("/t", "t")
    write(tmp_path, (*MOODLE, odd))
    with zipfile.ZipFile(tmp_path / "feedback.zip") as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert moodle_knows(names) == dict.fromkeys(("4711", "4712", "4713"), "toy.html")
    assert f"{ANNA}_4711_assignsubmission_file_/toy.html" in names


def canvas_knows(name: str) -> tuple[str, str]:
    """The numbers of user and file, as Canvas finds them in a name."""
    user, file = [part for part in name.split("_") if re.fullmatch(r"\d+", part)][:2]
    return user, file


def test_canvas_knows_the_pages_and_takes_the_table(tmp_path):
    write(tmp_path, CANVAS)
    with zipfile.ZipFile(tmp_path / "feedback.zip") as archive:
        assert [canvas_knows(name) for name in archive.namelist()] == [
            ("4711", "901"),
            ("4712", "902"),
        ]
    first, *rows = table(tmp_path / "canvas.csv")
    assert first["Student"] == "Points Possible"
    assert [(row["ID"], row["Exercises 0. A toy resort"]) for row in rows] == [
        ("4711", "2.5"),
        ("4712", "2.5"),
    ]


@pytest.mark.parametrize("head", ["toy (77)", "Exercises 0. A toy resort (77)", "Homework (77)"])
def test_a_gradebook_of_canvas_is_filled(head, tmp_path):
    path = tmp_path / "book.csv"
    others = "" if head == "Homework (77)" else "Essay (76),"
    gap = others and ","
    path.write_text(
        f"Student,ID,SIS User ID,SIS Login ID,Section,{others}{head},Current Score\n"
        f"    Points Possible,,,,,{others and '9,'}6.0,(read only)\n"
        f'"Petrova, Anna",4711,u1,anna,A,{gap},\n"Jow, Boris",4712,u2,boris,A,{gap},\n'
    )
    write(tmp_path, CANVAS, path)
    points = {row["ID"]: row[head] for row in table(tmp_path / "lms.csv")}
    assert points == {"": "6.0", "4711": "2.5", "4712": "2.5"}


def test_a_gradebook_without_the_set_is_told(tmp_path):
    path = tmp_path / "book.csv"
    path.write_text("Student,ID,SIS Login ID,Section,Essay (1),Map (2)\nAnna,4711,a,A,,\n")
    with pytest.raises(InputError, match=r"Essay \(1\); Map \(2\)"):
        write(tmp_path, CANVAS, path)


def fill(path: Path, code: str, separator: str, points: str) -> None:
    """Enter points and a comment as a spreadsheet saves them."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    rows[1][2], rows[1][4] = points, "Хорошо"
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    path.write_bytes(text.getvalue().encode(code))


@pytest.mark.parametrize(
    ("code", "separator", "points"),
    [("utf-8-sig", ",", "1.5"), ("cp1251", ";", "1,5"), ("utf-16", "\t", " 1,50 ")],
)
def test_points_for_words_are_taken_in(code, separator, points, tmp_path):
    write(tmp_path, MOODLE)
    assert len(table(tmp_path / "words.csv")) == 2
    fill(tmp_path / "words.csv", code, separator, points)
    for _again in range(2):  # and kept by every start after that
        write(tmp_path, MOODLE)
        grades = [float(row["Grade"]) for row in table(tmp_path / "lms.csv")]
        assert grades == [4, 2.5]
        assert "Хорошо" in table(tmp_path / "lms.csv")[0]["Feedback comments"]
    page = (tmp_path / "feedback" / "Анна-Петрова-4711.html").read_text(encoding="utf-8")
    assert "gives 1.5 of 2 points" in page
    assert "Хорошо" in page


@pytest.mark.parametrize("points", ["9", "-1", "good", "1e9"])
def test_points_that_cannot_be_are_told_and_kept(points, tmp_path):
    write(tmp_path, MOODLE)
    fill(tmp_path / "words.csv", "utf-8-sig", ",", points)
    read = read_words(tmp_path / "words.csv", paper())
    assert f"words.csv, line 2: {points} are no points between 0 and 2" in read.remarks[0]
    write(tmp_path, MOODLE)
    assert table(tmp_path / "words.csv")[0]["points"].lstrip("'") == points
    assert [float(row["Grade"]) for row in table(tmp_path / "lms.csv")] == [2.5, 2.5]


def test_what_was_entered_for_a_student_who_is_away_is_kept(tmp_path):
    write(tmp_path, MOODLE)
    fill(tmp_path / "words.csv", "utf-8-sig", ",", "2")
    write(tmp_path, MOODLE[1:])
    write(tmp_path, MOODLE)
    assert [float(row["Grade"]) for row in table(tmp_path / "lms.csv")] == [4.5, 2.5]


def test_all_words_stand_on_one_page_beside_the_rubric(tmp_path):
    write(tmp_path, MOODLE)
    page = (tmp_path / "words.html").read_text(encoding="utf-8")
    assert page.count("<blockquote>I would count heads.</blockquote>") == 2
    assert ANNA in page
    for row in paper().solved[2].question.rubric:
        assert row["for"] in page


def test_a_page_of_feedback_says_what_was_right(tmp_path):
    write(tmp_path, MOODLE)
    page = (tmp_path / "feedback" / "Анна-Петрова-4711.html").read_text(encoding="utf-8")
    assert re.search(r'class="right"><strong class="given">growth</strong>: right', page)
    assert "Look at the base." in page
    items = [(submission(path, MOODLE), replace(graded(3), verdicts=full())) for path in MOODLE]
    write_reports(tmp_path, paper(), items, Read(), None)
    page = (tmp_path / "feedback" / "Анна-Петрова-4711.html").read_text(encoding="utf-8")
    assert "Full marks" in page


def full():
    return tuple(
        replace(verdict, points=None if verdict.manual else verdict.most)
        for verdict in paper().nothing("").verdicts
    )


def test_the_summary_names_who_made_which_mistake(tmp_path):
    blank = tuple(replace(verdict, blank=True) for verdict in paper().nothing("").verdicts)
    items = [(submission(path, MOODLE), graded()) for path in MOODLE]
    items.append((submission("Clara_9_assignsubmission_file_/toy.ipynb", MOODLE), graded()))
    items[2] = items[2][0], replace(items[2][1], verdicts=blank)
    write_reports(tmp_path, paper(), items, Read(), None)
    page = (tmp_path / "summary.html").read_text(encoding="utf-8")
    assert page.index("What went wrong") < page.index("How hard it was")
    assert re.search(f"2 &times; Look at the base. <span[^>]*>{ANNA}, {BORIS}<", page)
    assert page.count("Not answered by 1: Clara.") == 3
    assert "3 of 3 students graded" in page
    assert "Who has what" in page
    assert "The marks" in page

"""Every objective is taught and checked, and whatever teaches or checks names one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from regecon.desk.coverage import CHECKS, TEACHERS, TEACHES, Mark, gaps, marks
from regecon.desk.teacher.sheet import sheet_path
from regecon.desk.weeks import Objective, read_weeks

ROOT = Path(__file__).resolve().parents[2]
WEEKS = read_weeks(ROOT)


@pytest.fixture(scope="module")
def found() -> list[Mark]:
    return marks(WEEKS, ROOT)


def test_every_objective_is_taught_and_checked_and_every_part_names_one(found):
    missing = gaps(WEEKS, found)
    assert not missing, "\n".join(missing)


def test_all_kinds_of_every_week_are_read(found):
    for week in WEEKS:
        pages = {mark.kind for mark in found if mark.page.endswith(week.slug)}
        more = TEACHERS if sheet_path(ROOT, week.slug).is_file() else ()
        assert pages == {*TEACHES, *CHECKS, *more}, week.slug


def test_an_objective_without_a_slide_or_a_question_of_the_bank_is_told(found):
    for kind, where in (("slide", "the deck"), ("bank", "the question bank")):
        less = [mark for mark in found if (mark.kind, mark.objective) != (kind, "w09-o2")]
        (told,) = gaps(WEEKS, less)
        assert told.startswith(f"teaching/, w09-o2: nothing in {where} serves it (")
    assert gaps(WEEKS, [mark for mark in found if mark.kind not in TEACHERS]) == []


def test_a_deck_without_labels_is_told(tmp_path):
    (tmp_path / "teaching").mkdir()
    sheet = tmp_path / "teaching" / f"{WEEKS[0].slug}.md"
    sheet.write_text("---\n---\n## One\n## Two\n", encoding="utf-8")
    assert marks(WEEKS[:1], tmp_path) == [Mark("", "slide", f"teaching/{WEEKS[0].slug}", "One")]


def test_an_objective_that_nothing_teaches_or_checks_is_told(found):
    week, found = WEEKS[-1], [mark for mark in found if mark.kind not in TEACHERS]
    planted = replace(week, objectives=(*week.objectives, Objective("w13-o99", "whistle")))
    told = gaps([*WEEKS[:-1], planted], found)
    assert told == [
        "book/weeks.yml, w13-o99: no chapter and no lab teaches it (whistle)",
        "book/weeks.yml, w13-o99: no quiz and no exercises checks it (whistle)",
    ]
    half = [*found, Mark("w13-o99", "lab", "notebooks/w13-made-in-biysk", "9. Whistle")]
    assert gaps([*WEEKS[:-1], planted], half) == told[1:]


def test_a_part_without_an_objective_or_with_an_unknown_one_is_told(found):
    strays = [Mark("", "quiz", "book/x", "2"), Mark("w99-o1", "lab", "notebooks/x", "1. Y")]
    assert gaps(WEEKS, [*found, *strays]) == [
        "book/x, quiz, '2': names no objective of book/weeks.yml",
        "notebooks/x, lab, '1. Y': book/weeks.yml has no objective w99-o1",
    ]


def test_marks_are_read_from_the_files(tmp_path):
    for folder in ("book", "notebooks", "exercises"):
        (tmp_path / folder).mkdir()
    week = WEEKS[0]
    chapter = (ROOT / f"{week.chapter}.md").read_text(encoding="utf-8")
    path = tmp_path / f"{week.chapter}.md"
    path.write_text(
        chapter.replace("(w01-o1)=\n", "").replace("objective: w01-o3", "o: x"), "utf-8"
    )
    told = gaps([week], marks([week], tmp_path))
    assert any("w01-o1: no chapter and no lab teaches it" in sentence for sentence in told)
    assert any("names no objective" in sentence for sentence in told)

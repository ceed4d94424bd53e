"""Which part of a week teaches an objective, and which checks it.

Chapters and decks say it with a label before a heading, ``(w12-o3)=``; labs with a tag of the
cell that holds the heading; quizzes, exercises and question banks with the key ``objective``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from regecon.desk.quiz import questions
from regecon.desk.sets.master import SUFFIX, find_sets, slug_of
from regecon.desk.sets.reader import read_master
from regecon.desk.teacher.deck import slides
from regecon.desk.teacher.sheet import FOLDER, sheet_path
from regecon.desk.weeks import Week
from regecon.desk.yaml_text import read_yaml

TEACHES = ("chapter", "lab")
CHECKS = ("quiz", "exercises")
TEACHERS = ("slide", "bank")  # what a week has once it has a teaching sheet
LABEL = re.compile(r"^\((w\d\d-o\d+)\)=$", re.MULTILINE)
LABELS = re.compile(r"(?:^\(w\d\d-o\d+\)=\n)+^#+ +(.*)$", re.MULTILINE)
SECTION = re.compile(r"^## +(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Mark:
    """A part of the course that names an objective, or none.

    Attributes
    ----------
    objective
        Its key; empty where the part names none.
    kind
        chapter, lab, quiz, exercises, slide or bank.
    page
        The page, without its ending.
    part
        Heading, number of the quiz's question, title of the exercise, or key of the bank's.
    """

    objective: str
    kind: str
    page: str
    part: str


def marks(weeks: list[Week], root: Path) -> list[Mark]:
    """Every part of the written weeks that teaches or checks, with the objective it names."""
    parts = (_chapter, _lab, _slides, _bank)
    found = [mark for week in weeks for part in parts for mark in part(week, root)]
    return found + list(_exercises(weeks, root))


def _chapter(week: Week, root: Path) -> Iterator[Mark]:
    path = root / f"{week.chapter}.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    for group in LABELS.finditer(text):
        for key in LABEL.findall(group[0]):
            yield Mark(key, "chapter", week.chapter, group[1])
    for number, entry in enumerate(questions(text), 1):
        yield Mark(str(entry.get("objective", "")), "quiz", week.chapter, str(number))


def _lab(week: Week, root: Path) -> Iterator[Mark]:
    path = root / f"{week.notebook}.ipynb"
    cells = nbformat.read(path, as_version=4).cells if path.is_file() else []
    for cell in cells:
        headings = SECTION.findall(cell.source) if cell.cell_type == "markdown" else []
        keys = [tag for tag in cell.metadata.get("tags", []) if re.fullmatch(r"w\d\d-o\d+", tag)]
        for heading in headings:
            for key in keys or [""]:
                yield Mark(key, "lab", week.notebook, heading)


def _slides(week: Week, root: Path) -> Iterator[Mark]:
    """The slides with labels; a deck without any is a part that names no objective."""
    path = sheet_path(root, week.slug)
    deck = slides(path.read_text(encoding="utf-8")) if path.is_file() else []
    page = f"{FOLDER}/{week.slug}"
    marked = [Mark(key, "slide", page, slide.title) for slide in deck for key in slide.objectives]
    yield from marked or [Mark("", "slide", page, slide.title) for slide in deck[:1]]


def _bank(week: Week, root: Path) -> Iterator[Mark]:
    path = root / FOLDER / "bank" / f"{week.slug}.yml"
    for entry in read_yaml(path.read_text(encoding="utf-8")) if path.is_file() else ():
        page = f"{FOLDER}/bank/{week.slug}"
        yield Mark(str(entry.get("objective", "")), "bank", page, str(entry.get("key")))


def _exercises(weeks: list[Week], root: Path) -> Iterator[Mark]:
    wanted = {name for week in weeks for name in (week.slug, *week.sets)}
    folder = root / "exercises"
    paths = find_sets(folder) if any(folder.glob(f"*{SUFFIX}")) else []
    for path in paths:
        if slug_of(path) in wanted:
            for question in read_master(path).questions:
                for key in question.objectives:
                    yield Mark(key, "exercises", f"exercises/{slug_of(path)}", question.title)


def gaps(weeks: list[Week], found: list[Mark]) -> list[str]:
    """What the marks leave open: a sentence each.

    A part that names no objective, or one that there is not; an objective that no chapter and no
    lab teaches, or that no quiz and no exercise checks; in a week with a teaching sheet, one
    without a slide or without a question of the bank.
    """
    known = {objective.key for week in weeks for objective in week.objectives}
    sentences = []
    for mark in found:
        place = f"{mark.page}, {mark.kind}, {mark.part!r}"
        if not mark.objective:
            sentences.append(f"{place}: names no objective of book/weeks.yml")
        elif mark.objective not in known:
            sentences.append(f"{place}: book/weeks.yml has no objective {mark.objective}")
    pages = {mark.page for mark in found}
    for week in weeks:
        for objective in week.objectives:
            kinds = {mark.kind for mark in found if mark.objective == objective.key}
            for verb, wanted in (("teaches", TEACHES), ("checks", CHECKS)):
                if not kinds & set(wanted):
                    sentences.append(
                        f"book/weeks.yml, {objective.key}: no {' and no '.join(wanted)} {verb} "
                        f"it ({objective.text})"
                    )
            if f"{FOLDER}/{week.slug}" in pages:
                for kind in (kind for kind in TEACHERS if kind not in kinds):
                    where = {"slide": "the deck", "bank": "the question bank"}[kind]
                    sentences.append(
                        f"{FOLDER}/, {objective.key}: nothing in {where} serves it "
                        f"({objective.text})"
                    )
    return sentences

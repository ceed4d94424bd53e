"""Which part of a week teaches an objective, and which checks it.

Chapters say it with a label before a heading, ``(w12-o3)=``; labs with a tag of the cell that
holds the heading; quizzes and exercises with the key ``objective``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from regecon.desk.sets.master import SUFFIX, find_sets, slug_of
from regecon.desk.sets.reader import read_master
from regecon.desk.weeks import Week
from regecon.desk.yaml_text import read_yaml

TEACHES = ("chapter", "lab")
CHECKS = ("quiz", "exercises")
LABEL = re.compile(r"^\((w\d\d-o\d+)\)=$", re.MULTILINE)
LABELS = re.compile(r"(?:^\(w\d\d-o\d+\)=\n)+^#+ +(.*)$", re.MULTILINE)
QUIZ = re.compile(r"^(`{3,})\{quiz\}[^\n]*\n(?:---\n.*?^---\n)?(.*?)^\1", re.DOTALL | re.MULTILINE)
SECTION = re.compile(r"^## +(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Mark:
    """A part of the course that names an objective, or none.

    Attributes
    ----------
    objective
        Its key; empty where the part names none.
    kind
        chapter, lab, quiz or exercises.
    page
        The page, without its ending.
    part
        Heading, number of the quiz's question, or title of the exercise.
    """

    objective: str
    kind: str
    page: str
    part: str


def marks(weeks: list[Week], root: Path) -> list[Mark]:
    """Every part of the written weeks that teaches or checks, with the objective it names."""
    found = [mark for week in weeks for mark in (*_chapter(week, root), *_lab(week, root))]
    return found + list(_exercises(weeks, root))


def _chapter(week: Week, root: Path) -> Iterator[Mark]:
    path = root / f"{week.chapter}.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    for group in LABELS.finditer(text):
        for key in LABEL.findall(group[0]):
            yield Mark(key, "chapter", week.chapter, group[1])
    questions = [entry for quiz in QUIZ.finditer(text) for entry in read_yaml(quiz[2])]
    for number, entry in enumerate(questions, 1):
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
    lab teaches, or that no quiz and no exercise checks.
    """
    known = {objective.key for week in weeks for objective in week.objectives}
    sentences = []
    for mark in found:
        place = f"{mark.page}, {mark.kind}, {mark.part!r}"
        if not mark.objective:
            sentences.append(f"{place}: names no objective of book/weeks.yml")
        elif mark.objective not in known:
            sentences.append(f"{place}: book/weeks.yml has no objective {mark.objective}")
    for week in weeks:
        for objective in week.objectives:
            kinds = {mark.kind for mark in found if mark.objective == objective.key}
            for verb, wanted in (("teaches", TEACHES), ("checks", CHECKS)):
                if not kinds & set(wanted):
                    sentences.append(
                        f"book/weeks.yml, {objective.key}: no {' and no '.join(wanted)} {verb} "
                        f"it ({objective.text})"
                    )
    return sentences

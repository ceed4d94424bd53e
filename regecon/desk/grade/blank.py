"""A student's notebook held against the blank one: what is the student's, and to which question.

Nothing is recognised by what an untouched notebook looks like at one place. Each cell is paired
with the cell of the blank that it was; what the blank did not have is the student's own, in
whatever kind of cell, and belongs to the question in whose stretch of the notebook it stands.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from regecon.desk.grade.handed import Cell
from regecon.desk.sets.master import ExerciseSet
from regecon.desk.sets.solve import Solved
from regecon.desk.sets.student import for_students
from regecon.kit.i18n import _

MARK = re.compile(r"[ \t]*<!--\s*(BEGIN|END) QUESTION\s*-->[ \t]*\n?")
ENGLISH = re.compile(r"Type your answer here(, replacing this text)?\.?")
NUMBER = re.compile(r"\s*STUDENT\s*=\s*\S+\s*")
ALIKE = 0.6  # share of a blank cell's lines by which it is known
LONG = 20  # letters of a line that is known inside another one


@dataclass(frozen=True)
class BlankCell:
    """A cell of the blank notebook, with the question in whose stretch it stands."""

    cell: Cell
    question: str = ""
    part: str = ""  # prompt or solution of the question, as the master has it

    @cached_property
    def lines(self) -> tuple[str, ...]:
        return _lines(self.cell.source)


@dataclass
class Own:
    """What is the student's own in a notebook.

    Attributes
    ----------
    answers
        For each question in words, the texts in its stretch.
    unplaced
        Texts that stand in the stretch of no such question.
    untouched
        Questions whose cells are those of the blank.
    questions
        For each cell, the question it belongs to; empty before the first one.
    """

    answers: dict[str, list[str]] = field(default_factory=dict)
    unplaced: list[str] = field(default_factory=list)
    untouched: set[str] = field(default_factory=set)
    questions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Blank:
    """The blank notebook of a set."""

    cells: tuple[BlankCell, ...]
    version: str
    manual: frozenset[str]

    @classmethod
    def of(cls, exercises: ExerciseSet, solved: list[Solved]) -> Blank:
        """The blank of a set whose solutions have run."""
        parts = {}
        for item in exercises.questions:
            parts |= {cell.id: (item.name, "prompt") for cell in item.prompt}
            parts |= {cell.id: (item.name, "solution") for cell in item.solution}
        outside = {part.id for part in exercises.parts if not hasattr(part, "prompt")}
        outside |= {"opening", "closing", "check-all"}
        found, question = [], ""
        for cell in for_students(exercises, solved).cells:
            question = "" if cell.id in outside else parts.get(cell.id, (question,))[0]
            own = Cell(cell.cell_type, cell.source, cell.id)
            found.append(BlankCell(own, question, parts.get(cell.id, ("", ""))[1]))
        manual = frozenset(q.name for q in exercises.questions if q.manual)
        return cls(tuple(found), exercises.version, manual)

    def is_worked(self, cells: Sequence[Cell]) -> bool:
        """Whether any cell is not as the blank has it, beside the one of the student's number."""
        known = {cell.lines for cell in self.cells}
        return any(
            _lines(cell.source) not in known and not NUMBER.fullmatch(cell.source) for cell in cells
        )

    def compare(self, cells: Sequence[Cell], version: str = "") -> Own:
        """What in these cells is the student's own."""
        pairs = self._pairs(cells)
        own, loose = Own(), []
        before = -1
        for place, cell in enumerate(cells):
            known = pairs.get(place)
            if known is None:
                self._added(own, cell, place, before, loose)
                continue
            before = known
            blank = self.cells[known]
            own.questions.append(blank.question)
            text = self._text(cell, blank, version)
            if not text:
                continue
            if blank.question in self.manual:
                own.answers.setdefault(blank.question, []).append(text)
            elif _is_words(cell, text):
                loose.append((place, text))
        self._place(own, loose, pairs)
        self._find_untouched(own, cells, pairs)
        return own

    def _added(self, own: Own, cell: Cell, place: int, before: int, loose: list) -> None:
        """A cell that the blank does not have."""
        question = self.cells[before].question if before >= 0 else ""
        own.questions.append(question)
        text = _without_placeholder(MARK.sub("", cell.source)).strip()
        if not text:
            return
        if question in self.manual:
            own.answers.setdefault(question, []).append(text)
        elif _is_words(cell, text):
            loose.append((place, text))

    def _place(self, own: Own, loose: list[tuple[int, str]], pairs: dict[int, int]) -> None:
        """Give each text to the unanswered question that stands before or right after it."""
        given: set[str] = set()
        for place, text in loose:
            first = max((b for p, b in pairs.items() if p <= place), default=-1)
            last = min((b for p, b in pairs.items() if p > place), default=len(self.cells) - 1)
            between = [cell.question for cell in self.cells[max(first, 0) : last + 1]]
            free = [q for q in between if q in self.manual and (q in given or q not in own.answers)]
            if free:
                given.add(free[0])
                own.answers.setdefault(free[0], []).append(text)
            else:
                own.unplaced.append(text)

    def _find_untouched(self, own: Own, cells: Sequence[Cell], pairs: dict[int, int]) -> None:
        same = {b for p, b in pairs.items() if _lines(cells[p].source) == self.cells[b].lines}
        for question in dict.fromkeys(cell.question for cell in self.cells if cell.question):
            mine = [
                number
                for number, cell in enumerate(self.cells)
                if cell.question == question and cell.part == "solution"
            ]
            added = any(
                q == question and p not in pairs and cells[p].type == "code"
                for p, q in enumerate(own.questions)
            )
            if mine and same.issuperset(mine) and not added:
                own.untouched.add(question)

    def _text(self, cell: Cell, blank: BlankCell, version: str) -> str:
        """What of a cell the blank cell does not have."""
        lines = _lines(cell.source)
        if lines == blank.lines:
            return ""
        if blank.part == "prompt" and cell.locked and version not in ("", self.version):
            return ""  # the question as another version or language puts it
        kept = []
        for line in MARK.sub("", cell.source).split("\n"):
            if line.strip() and line.strip() in blank.lines:
                continue
            for known in blank.lines:
                if len(known) > LONG:
                    line = line.replace(known, "")
            kept.append(_without_placeholder(line))
        return "\n".join(kept).strip()

    def _pairs(self, cells: Sequence[Cell]) -> dict[int, int]:
        """For the places of cells, those of the blank's cells that they were."""
        ids = [cell.id for cell in cells]
        by_id = {cell.cell.id: number for number, cell in enumerate(self.cells)}
        pairs = {
            place: by_id[name]
            for place, name in enumerate(ids)
            if name in by_id and ids.count(name) == 1
        }
        free = [place for place in range(len(cells)) if place not in pairs]
        left = [number for number in range(len(self.cells)) if number not in pairs.values()]
        mine = [_lines(cells[place].source) for place in free]
        theirs = [self.cells[number].lines for number in left]
        matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
        for block in matcher.get_matching_blocks():
            for step in range(block.size):
                pairs[free[block.a + step]] = left[block.b + step]
        for place in free:
            if place not in pairs:
                self._pair_alike(cells[place], place, pairs)
        return pairs

    def _pair_alike(self, cell: Cell, place: int, pairs: dict[int, int]) -> None:
        """Pair a cell with the free one of the blank most of whose lines it has kept."""
        lines, taken = set(_lines(cell.source)), set(pairs.values())
        best, most = None, ALIKE
        for number, blank in enumerate(self.cells):
            if number in taken or not blank.lines or blank.cell.type != cell.type:
                continue
            share = sum(line in lines for line in blank.lines) / len(blank.lines)
            if share >= most and sum(map(len, lines & set(blank.lines))) >= LONG:
                best, most = number, share
        if best is not None:
            pairs[place] = best


def _lines(source: str) -> tuple[str, ...]:
    """The lines of a cell that hold anything, without the marks around questions."""
    return tuple(line.strip() for line in MARK.sub("", source).split("\n") if line.strip())


def _without_placeholder(text: str) -> str:
    """A text without the words that ask for it, and without the stars that they stood in."""
    told = _("_Type your answer here, replacing this text._").strip("_")
    found = ENGLISH.sub("", text.replace(told, ""))
    if found == text:
        return text
    found = found.strip()
    if set(found) <= set("_* "):
        return ""
    for sign in ("_", "*"):
        if found.count(sign) in (1, 2):
            found = found.removeprefix(sign).removesuffix(sign)
    return found.strip()


def _is_words(cell: Cell, text: str) -> bool:
    """Whether a text is meant to be read: in a text cell, or as comment or string in code."""
    if cell.type != "code":
        return True
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return all(
        isinstance(line, ast.Expr)
        and isinstance(line.value, ast.Constant)
        and isinstance(line.value.value, str)
        for line in body
    )

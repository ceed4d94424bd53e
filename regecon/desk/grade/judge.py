"""Verdicts on a submission: the tests of its set, run on what its notebook or page gives."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from typing import Any

from regecon.desk.grade.blank import Blank, Own
from regecon.desk.grade.handed import Work
from regecon.desk.grade.lists import clean_number
from regecon.desk.grade.names import Names, shown
from regecon.desk.grade.sandbox import Limits
from regecon.desk.grade.text import one_line, printable
from regecon.desk.grade.visit import Notebook
from regecon.desk.sets.master import ExerciseSet
from regecon.desk.sets.reader import parse_master
from regecon.desk.sets.solve import Solved, solve
from regecon.desk.sets.testing import all_checks
from regecon.kit.checks import checker
from regecon.kit.checks.answers import Answer
from regecon.kit.checks.draws import UNKNOWN, as_number
from regecon.kit.i18n import _

LONGEST = 40_000  # letters of an answer in words that are kept
HINT = 600  # letters of a hint: it may quote the student
ERRORS = 8  # cells that ended with an error, of which it is told
COMMA = re.compile(r"(?<![\w.\[(])(\d+),(\d+)(?![\d,])")


@dataclass(frozen=True)
class Check:
    """What one check has found.

    Attributes
    ----------
    said
        Its hint; empty if it does not object.
    answer, given
        The answer it is about and what the student gave, as it is shown; both empty for a
        check of something else.
    hidden
        Whether students do not see it.
    blank
        Whether there is no answer at all.
    """

    said: str = ""
    answer: str = ""
    given: str = ""
    hidden: bool = False
    blank: bool = False


@dataclass(frozen=True)
class Verdict:
    """What a question earned.

    ``points`` is None for an answer in words that nobody has read yet; ``answer`` is that
    answer, and ``unplaced`` are texts that may belong to it. ``blank`` is a question that was
    left as it was.
    """

    question: str
    title: str
    points: float | None
    most: float
    manual: bool = False
    checks: tuple[Check, ...] = ()
    answer: str = ""
    unplaced: tuple[str, ...] = ()
    comment: str = ""
    blank: bool = False

    @property
    def in_words(self) -> bool:
        """Whether there is anything in words that a person has to read."""
        return self.manual and bool(self.answer or self.unplaced)

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.said)

    @property
    def said(self) -> tuple[str, ...]:
        """The hints, each with the answer that it is about."""
        told = _("{answer} = {given}: {hint}")
        return tuple(
            told.format(answer=check.answer, given=check.given, hint=check.said)
            if check.given
            else check.said
            for check in self.failed
        )

    @property
    def hidden(self) -> int:
        return sum(check.hidden for check in self.failed)


@dataclass(frozen=True)
class Graded:
    """A graded submission.

    Attributes
    ----------
    set, version
        What it was judged by.
    verdicts
        One for each question, in order.
    remarks
        What happened, in words; empty if nothing did.
    student_number
        The number by which its own figures were drawn; empty for a set that draws none.
    made_from
        The version of the set that the notebook was made from, if it says.
    missing
        Packages that the notebook wanted and the grader does not have.
    judged
        Whether there was anything to judge.
    seconds, memory
        What it took: time, and bytes at the most.
    """

    set: str
    version: str
    verdicts: tuple[Verdict, ...]
    remarks: tuple[str, ...] = ()
    student_number: str = ""
    made_from: str = ""
    missing: tuple[str, ...] = ()
    judged: bool = True
    seconds: float = 0
    memory: int = 0

    @property
    def earned(self) -> float:
        return sum(verdict.points or 0 for verdict in self.verdicts)

    @property
    def most(self) -> float:
        return sum(verdict.most for verdict in self.verdicts)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Graded:
        return cls.from_dict(json.loads(text))

    @classmethod
    def from_dict(cls, data: dict) -> Graded:
        verdicts = tuple(
            Verdict(
                **{
                    **row,
                    "checks": tuple(Check(**check) for check in row["checks"]),
                    "unplaced": tuple(row["unplaced"]),
                }
            )
            for row in data["verdicts"]
        )
        texts = {key: tuple(data[key]) for key in ("remarks", "missing")}
        return cls(**{**data, **texts, "verdicts": verdicts})


@dataclass
class Paper:
    """A set with its questions solved, its checks and its blank, as the judge needs them."""

    set: ExerciseSet
    solved: list[Solved]
    checks: dict[str, list[checker.Check]] = field(default_factory=dict)
    blank: Blank | None = None

    @classmethod
    def of(cls, slug: str, master: bytes) -> Paper:
        """The paper of a master notebook; the same object for the same bytes."""
        return _paper(slug, master)

    def nothing(self, remark: str, **known) -> Graded:
        """A submission that cannot be judged: no points, and the reason."""
        verdicts = tuple(_none(item) for item in self.solved)
        return Graded(self.set.slug, self.set.version, verdicts, (remark,), judged=False, **known)


def judge(
    paper: Paper,
    work: Work,
    number: str,
    kind: str,
    limits: Limits,
    unreadable: Mapping[str, str] | None = None,
    begins: Callable[[str], None] = lambda question: None,
) -> Graded:
    """Run and judge one submission; whatever it is, there is a result.

    Parameters
    ----------
    paper
        The set.
    work
        What was handed in.
    number
        The student's number, if it is known; else the one that the submission says.
    kind, limits
        The sandbox and what may be used in it.
    unreadable
        Questions whose answers cannot be read, with the reason.
    begins
        Called with the name of each question before it is judged.
    """
    if not work.kind:
        return paper.nothing(work.why)
    if work.set and work.set != paper.set.slug:
        told = _("The file belongs to another set: {theirs}.")
        return paper.nothing(told.format(theirs=work.set))
    of = _OfPage if work.kind == "page" else _OfNotebook
    judged = of(paper, work, number, kind, limits)
    try:
        verdicts = []
        for item in paper.solved:
            name = item.question.name
            begins(name)
            lost = (unreadable or {}).get(name)
            verdicts.append(_lost(item, lost) if lost else judged.verdict(item))
    finally:
        judged.end()
    return judged.graded(tuple(verdicts))


@lru_cache(maxsize=4)
def _paper(slug: str, master: bytes) -> Paper:
    exercises = parse_master(slug, master)
    solved = solve(exercises)
    checks = {i.question.name: all_checks(i) for i in solved if not i.question.manual}
    return Paper(exercises, solved, checks, Blank.of(exercises, solved))


class _Judged:
    """What both kinds of submissions have: the tests of a question, run on names."""

    def __init__(self, paper: Paper, work: Work, number: str):
        self.paper, self.work, self.number = paper, work, number
        self.remarks: list[str] = []

    def verdict(self, item: Solved) -> Verdict:
        raise NotImplementedError

    def end(self) -> None:
        """Nothing is at work."""

    def graded(self, verdicts: tuple[Verdict, ...], **known: Any) -> Graded:
        theirs, ours = self.work.version, self.paper.set.version
        if theirs and theirs != ours:
            told = _("Made from version {theirs} of the set, judged by version {ours}.")
            self.remarks.insert(0, told.format(theirs=theirs, ours=ours))
        return Graded(
            self.paper.set.slug,
            ours,
            verdicts,
            tuple(self.remarks),
            self.number if self.paper.set.draws else "",
            theirs,
            **known,
        )

    def _tested(self, item: Solved, names: Mapping, blank: bool = False) -> Verdict:
        """The verdict of a question's checks on names."""
        name = item.question.name
        found = checker.run(name, self.paper.checks[name], names)
        asked = item.of(self.number).answers
        checks = tuple(
            _check(result, asked[place] if place < len(asked) else None, names)
            for place, result in enumerate(found.results)
        )
        verdict = replace(_none(item), points=float(found.points), checks=checks)
        return replace(verdict, blank=blank and not verdict.points)


class _OfNotebook(_Judged):
    """A notebook, run in the sandbox."""

    def __init__(self, paper: Paper, work: Work, number: str, kind: str, limits: Limits):
        super().__init__(paper, work, number)
        self.own: Own = paper.blank.compare(work.cells, work.version)
        self.places = [place for place, cell in enumerate(work.cells) if cell.type == "code"]
        cells = [work.cells[place].source for place in self.places]
        self.running = Notebook(cells, kind, limits)
        if paper.set.draws:
            self.number, remark = _number(self.running, number)
            self.remarks += [remark] if remark else []

    def verdict(self, item: Solved) -> Verdict:
        name = item.question.name
        if item.question.manual:
            answer = printable("\n\n".join(self.own.answers.get(name, [])), LONGEST)
            unplaced = () if answer else tuple(printable(t, LONGEST) for t in self.own.unplaced)
            return replace(_none(item), answer=answer, unplaced=unplaced, blank=not answer)
        given = {**item.of(self.number).given, "STUDENT": self.number, "In": self.running.cells}
        return self._tested(item, Names(self.running, given), name in self.own.untouched)

    def end(self) -> None:
        self.running.end()

    def graded(self, verdicts: tuple[Verdict, ...], **known: Any) -> Graded:
        running = self.running
        self.remarks += map(_missing, running.missing)
        told = _("{cell} was stopped: {why}. The rest ran without it.")
        self.remarks += [
            told.format(cell=self._cell(place), why=why)
            for place, why in sorted(running.stopped.items())
        ]
        self.remarks += running.remarks
        told = _("{cell} ended with an error: {error}")
        self.remarks += [
            told.format(cell=self._cell(place), error=self._error(place, error))
            for place, error in sorted(running.failed.items())[:ERRORS]
        ]
        return super().graded(
            verdicts,
            missing=tuple(running.missing),
            seconds=round(running.seconds, 2),
            memory=running.peak,
        )

    def _cell(self, place: int) -> str:
        """A code cell as a student can find it: its number, and the question it is in."""
        names = {item.question.name: item.question.title for item in self.paper.solved}
        title = names.get(self.own.questions[self.places[place]])
        if not title:
            return _("Code cell {number}").format(number=place + 1)
        told = _("Code cell {number}, in the question \u201c{title}\u201d,")
        return told.format(number=place + 1, title=title)

    def _error(self, place: int, error: str) -> str:
        """An error without places that only the grader has, and with the comma that it hides."""
        told = re.sub(r"\s*\(<?[\w-]*(ipython|cell)[^)]*\)", "", error)
        if error.startswith(("SyntaxError", "IndentationError")):
            found = COMMA.search(self.running.cells[place])
            if found:
                hint = _("Python writes a decimal point and no comma: {point} for {comma}.")
                told += " " + hint.format(point=f"{found[1]}.{found[2]}", comma=found[0])
        return told


class _OfPage(_Judged):
    """The answers that a student has saved in the page of the book: each is judged again."""

    def __init__(self, paper: Paper, work: Work, number: str, kind: str, limits: Limits):
        super().__init__(paper, work, number or clean_number(work.number) or UNKNOWN)
        self.remarks.append(
            _("From the page of the book: it has no functions and no answers in words.")
        )
        if paper.set.draws and as_number(self.number) == as_number(UNKNOWN):
            self.remarks.append(_("The student's number is missing."))

    def verdict(self, item: Solved) -> Verdict:
        if item.question.manual:
            return replace(_none(item), blank=True)
        given = {a: text for q, a, text in self.work.answers if q == item.question.name}
        names = dict(item.of(self.number).given) | {"STUDENT": self.number}
        asked = {answer.variable for answer in item.of(self.number).answers}
        names |= {name: text for name, text in given.items() if name in asked}
        return self._tested(item, names, blank=not given)


def _number(running: Notebook, known: str) -> tuple[str, str]:
    """The number to draw by, and a remark if the notebook says another or none."""
    value = Names(running, {}).get("STUDENT")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    written = clean_number(one_line(value, 40)) if isinstance(value, str | int) else ""
    if not known:
        missing = as_number(written) == as_number(UNKNOWN)
        return written or UNKNOWN, _("The student's number is missing.") if missing else ""
    if as_number(written) != as_number(known):
        told = _("The notebook says number {written}; it was judged by {known}.")
        return known, told.format(written=written or _("none"), known=known)
    return known, ""


def _missing(package: str) -> str:
    told = _(
        "The grader lacks the package {package}: that is no fault of the student. Install it "
        "where you grade and start the grader again."
    )
    return told.format(package=package)


def _none(item: Solved) -> Verdict:
    question = item.question
    points = None if question.manual else 0.0
    return Verdict(question.name, question.title, points, question.points, question.manual)


def _lost(item: Solved, why: str) -> Verdict:
    """A question whose answers cannot be read."""
    if item.question.manual:
        return _none(item)
    told = _("The answer cannot be read: {why}.").format(why=why)
    return replace(_none(item), checks=(Check(said=told),))


def _check(result: checker.Result, answer: Answer | None, names: Mapping) -> Check:
    """What one test has found, in words."""
    value = names.get(answer.variable, ...) if answer else None
    blank = answer is not None and value is ...
    given = shown(value) if answer and not blank else ""
    said = one_line(result.hint, HINT)
    return Check(said, answer.variable if answer else "", given, result.check.hidden, blank)

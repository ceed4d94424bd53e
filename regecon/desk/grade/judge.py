"""Verdicts on a submission: the tests of its set, run on what its notebook gives."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from functools import lru_cache

import nbformat
from otter.test_files.exception_test import ExceptionTestFile

from regecon.desk.grade.names import Names
from regecon.desk.grade.sandbox import Limits
from regecon.desk.grade.visit import Notebook
from regecon.desk.sets.master import HEADING, ExerciseSet
from regecon.desk.sets.reader import parse_master
from regecon.desk.sets.solve import Solved, solve
from regecon.desk.sets.testing import case_file
from regecon.kit.checks.draws import UNKNOWN, as_number
from regecon.kit.i18n import _

LARGEST = 20 * 2**20  # bytes of a submission; a larger one is not opened
LONGEST = 4_000  # characters of an answer in words that are kept


@dataclass(frozen=True)
class Verdict:
    """What a question earned.

    ``points`` is None for an answer in words, which a person reads; ``said`` has the hint of
    each check that objects, ``hidden`` how many of them students do not see.
    """

    question: str
    title: str
    points: float | None
    most: float
    said: tuple[str, ...] = ()
    hidden: int = 0
    answer: str = ""


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
    seconds, memory
        What it took: time, and bytes at the most.
    """

    set: str
    version: str
    verdicts: tuple[Verdict, ...]
    remarks: tuple[str, ...] = ()
    student_number: str = ""
    made_from: str = ""
    seconds: float = 0
    memory: int = 0

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Graded:
        data = json.loads(text)
        verdicts = tuple(Verdict(**{**row, "said": tuple(row["said"])}) for row in data["verdicts"])
        return cls(**{**data, "verdicts": verdicts, "remarks": tuple(data["remarks"])})


class UnreadableError(ValueError):
    """A file that is no submission for this set; the message says why."""


@dataclass
class Paper:
    """A set with its questions solved and its tests, as the judge needs it."""

    set: ExerciseSet
    solved: list[Solved]
    tests: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, slug: str, master: bytes) -> Paper:
        """The paper of a master notebook; the same object for the same bytes."""
        return _paper(slug, master)

    def nothing(self, remark: str, **known) -> Graded:
        """A submission that cannot be judged: no points, and the reason."""
        verdicts = tuple(_none(item) for item in self.solved)
        return Graded(self.set.slug, self.set.version, verdicts, (remark,), **known)


def judge(paper: Paper, content: bytes, number: str, kind: str, limits: Limits) -> Graded:
    """Run and judge one submission; whatever it is, there is a result.

    Parameters
    ----------
    paper
        The set.
    content
        The submitted file.
    number
        The student's number, if it is known; else the one that the notebook says.
    kind, limits
        The sandbox and what may be used in it.
    """
    try:
        notebook = _opened(content)
        made_from = _check_set(notebook, paper)
    except UnreadableError as error:
        return paper.nothing(str(error))
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    running = Notebook(cells, kind, limits)
    try:
        remarks = []
        if paper.set.draws:
            number, remark = _number(running, number)
            remarks += [remark] if remark else []
        verdicts = tuple(_verdict(paper, item, running, number, notebook) for item in paper.solved)
    finally:
        running.end()
    if made_from and made_from != paper.set.version:
        told = _("Made from version {theirs} of the set, judged by version {ours}.")
        remarks.append(told.format(theirs=made_from, ours=paper.set.version))
    remarks += running.remarks
    failed = [
        _("Code cell {cell} ended with an error: {error}").format(cell=place + 1, error=error)
        for place, error in sorted(running.failed.items())
    ]
    return Graded(
        paper.set.slug,
        paper.set.version,
        verdicts,
        (*remarks, *failed[:8]),
        number if paper.set.draws else "",
        made_from,
        round(running.seconds, 2),
        running.peak,
    )


@lru_cache(maxsize=4)
def _paper(slug: str, master: bytes) -> Paper:
    exercises = parse_master(slug, master)
    solved = solve(exercises)
    tests = {i.question.name: case_file(i, hidden=True) for i in solved if not i.question.manual}
    return Paper(exercises, solved, tests)


def _opened(content: bytes) -> nbformat.NotebookNode:
    """The notebook in a file, if it is one that Python can run."""
    if not content.strip():
        raise UnreadableError(_("The file is empty."))
    if len(content) > LARGEST:
        raise UnreadableError(_("The file is too large for a notebook."))
    try:
        notebook = nbformat.reads(content.decode("utf-8-sig"), as_version=4)
        nbformat.validate(notebook, relax_add_props=True)
        kernel = dict(notebook.metadata.get("kernelspec") or {})
        info = dict(notebook.metadata.get("language_info") or {})
    except Exception as error:  # a file may be broken in every way there is
        reason = str(error).strip().split("\n")[0][:200]
        raise UnreadableError(_("This is no notebook: {reason}").format(reason=reason)) from None
    language = kernel.get("language") or info.get("name") or "python"
    name = str(kernel.get("name") or "python3").casefold()
    if str(language).casefold() != "python" or name in ("ir", "xr", "bash", "julia", "sos"):
        told = _("The notebook is written for {language} and not for Python.")
        raise UnreadableError(told.format(language=str(language)[:40]))
    return notebook


def _check_set(notebook: nbformat.NotebookNode, paper: Paper) -> str:
    """The version that a notebook was made from; refuses one of another set."""
    theirs, version = said_set(notebook.metadata)
    if theirs and theirs != paper.set.slug:
        told = _("The notebook belongs to another set: {theirs}.")
        raise UnreadableError(told.format(theirs=theirs))
    return version


def said_set(metadata: dict) -> tuple[str, str]:
    """The set and its version that a notebook's metadata name; empty if they do not."""
    own = metadata.get("regecon")
    own = own if isinstance(own, dict) else {}
    found = [str(own.get(key) or "")[:80] for key in ("set", "version")]
    if not found[0]:
        otter = metadata.get("otter")
        otter = otter if isinstance(otter, dict) else {}
        found[0] = str(otter.get("assignment_name") or "")[:80]
    return found[0], found[1]


def _number(running: Notebook, known: str) -> tuple[str, str]:
    """The number to draw by, and a remark if the notebook says another or none."""
    names = Names(running, {})
    value = names.get("STUDENT")
    written = str(value)[:40] if isinstance(value, str | int) else ""
    if not known:
        missing = as_number(written) == as_number(UNKNOWN)
        return written or UNKNOWN, _("The student's number is missing.") if missing else ""
    if as_number(written) != as_number(known):
        told = _("The notebook says number {written}; it was judged by {known}.")
        return known, told.format(written=written or _("none"), known=known)
    return known, ""


def _verdict(
    paper: Paper, item: Solved, running: Notebook, number: str, notebook: nbformat.NotebookNode
) -> Verdict:
    question = item.question
    if question.manual:
        words = _written(notebook, item)
        return Verdict(question.name, question.title, None, question.points, answer=words)
    given = {**item.of(number).given, "STUDENT": number, "In": running.cells}
    names = Names(running, given)
    tests = ExceptionTestFile.from_string(paper.tests[question.name])
    tests.run(names)
    failed = [case for case in tests.test_case_results if not case.passed]
    return Verdict(
        question.name,
        question.title,
        float(tests.score),
        question.points,
        tuple(_said(case.message) for case in failed),
        sum(bool(case.test_case.hidden) for case in failed),
    )


def _none(item: Solved) -> Verdict:
    points = None if item.question.manual else 0.0
    return Verdict(item.question.name, item.question.title, points, item.question.points)


def _said(message: str) -> str:
    """The hint in what Otter reports: after its own line, the place and the line of code."""
    text = " ".join(message.split("\n", 3)[-1].split())
    if text.startswith("Hint: "):
        return text.removeprefix("Hint: ")
    return _("The check cannot work with this answer.")


def _written(notebook: nbformat.NotebookNode, item: Solved) -> str:
    """An answer in words: the text between the question's heading and the next one."""
    asked = {cell.source.strip() for cell in item.question.prompt}
    inside, found = False, []
    for cell in notebook.cells:
        heading = HEADING.search(cell.source) if cell.cell_type == "markdown" else None
        if heading:
            inside = heading["title"] == item.question.title
        elif inside and cell.cell_type == "markdown":
            text = re.sub(r"<!--.*?-->", "", cell.source, flags=re.DOTALL).strip()
            if "END QUESTION" in cell.source or text.startswith("## "):
                break
            if text and text not in asked and not text.startswith("_Type your answer here"):
                found.append(text)
    return "\n\n".join(found)[:LONGEST]

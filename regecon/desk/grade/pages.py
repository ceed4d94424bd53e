"""The page that a student reads about a submission, and the teacher's pages about the class."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean
from textwrap import shorten
from typing import Any

from markupsafe import Markup

from regecon.desk.grade.judge import Graded, Paper, Verdict
from regecon.desk.grade.submissions import Submission
from regecon.kit.i18n import _, language, plural
from regecon.kit.palette import stylesheet
from regecon.kit.templates import environment

TEMPLATES = Path(__file__).with_name("templates")
COMMON = 8  # hints that are listed for each question
STEPS = (0, 20, 40, 60, 80, 100)  # per cent, for the distribution of the marks
HEAD = 24  # letters of a question's name at the head of a column
Judged = list[tuple[Submission, Graded]]


def feedback_page(paper: Paper, item: Submission, result: Graded) -> str:
    """One student's page: points, what was right, and what to look at again."""
    title = _("{title}: what {student} has earned")
    number = _("Own figures were drawn by the student number {number}.")
    source = _("Judged by version {version} of the set, from the file {file}.")
    parts = [
        _part(verdict, solved.question.rubric)
        for verdict, solved in zip(result.verdicts, paper.solved, strict=True)
        if result.judged
    ]
    return _page(
        "feedback.html",
        title.format(title=paper.set.title, student=item.student),
        total=_total(result),
        praise=_praise(result),
        number=number.format(number=result.student_number) if result.student_number else "",
        remarks=result.remarks,
        rows=[_row(verdict) for verdict in result.verdicts],
        parts=[part for part in parts if part],
        source=source.format(version=result.version, file=item.file),
    )


def words_page(paper: Paper, graded: Judged) -> str:
    """All answers in words beside their rubric, for the person who reads them."""
    told = _(
        "Enter the points into words.csv, in the column points, and start the grader again with "
        "the same words: they are then in lms.csv and on the students' pages."
    )
    questions = []
    for place, solved in enumerate(paper.solved):
        if solved.question.manual:
            each = [(item, r.verdicts[place]) for item, r in graded if r.judged]
            questions.append(_answers(solved.question, each))
    title = _("{title}: answers in words").format(title=paper.set.title)
    return _page("words.html", title, wide=True, told=told, questions=questions)


def summary_page(
    paper: Paper, graded: list[tuple[Submission, Graded | None]], notes: list[str] = ()
) -> str:
    """The teacher's page: what went wrong and for whom, how hard it was, what to look at."""
    counting = [(item, result) for item, result in graded if result is not None]
    judged = [(item, result) for item, result in counting if result.judged]
    count = _("{count} of {all} students graded.")
    version = _("Version {version} of the set.")
    mistakes = [_mistakes(place, solved, judged) for place, solved in enumerate(paper.solved)]
    return _page(
        "summary.html",
        _("{title}: the class").format(title=paper.set.title),
        wide=True,
        count=count.format(count=len(judged), all=len(counting)),
        version=version.format(version=paper.set.version),
        notes=[*notes, *_missing(judged)],
        questions=[entry for entry in mistakes if entry["hints"] or entry["blank"]],
        difficulty=_difficulty(judged),
        distribution=_distribution(judged),
        heads=[shorten(s.question.title, HEAD, placeholder="\u2026") for s in paper.solved],
        students=[_student(item, result) for item, result in counting],
        odd=_odd(graded, judged),
    )


def _page(template: str, title: str, wide: bool = False, **values: Any) -> str:
    return (
        environment(TEMPLATES)
        .get_template(template)
        .render(
            title=title,
            language=language(),
            palette=Markup(stylesheet()),
            measure="64rem" if wide else "44rem",
            **values,
        )
    )


def _total(result: Graded) -> str:
    given = [verdict for verdict in result.verdicts if verdict.points is not None]
    points, most = sum(v.points for v in given), sum(v.most for v in given)
    unread = sum(v.most for v in result.verdicts if v.points is None and v.in_words)
    told = _("{points:g} of {most:g} points.")
    if unread:
        told += " " + _("A person reads the answers in words; they are worth {words:g} more.")
    return told.format(points=points, most=most, words=unread)


def _praise(result: Graded) -> str:
    """What is said of a submission in which all is right."""
    checked = [verdict for verdict in result.verdicts if not verdict.manual]
    if checked and all(v.points == v.most for v in checked):
        return _("Full marks: every check passed, the hidden ones too.")
    full = [v.title for v in checked if v.points == v.most]
    if not full:
        return ""
    return _("All right: {questions}.").format(questions="; ".join(full))


def _row(verdict: Verdict) -> dict:
    unread = _("to be read") if verdict.in_words else _("no answer")
    points = unread if verdict.points is None else f"{verdict.points:g}"
    return {"title": verdict.title, "points": points, "most": f"{verdict.most:g}"}


def _part(verdict: Verdict, rubric: Any) -> dict:
    """What the page says of a question; nothing if all is right there."""
    base = {"title": verdict.title, "manual": verdict.manual, "blank": verdict.blank}
    if verdict.manual:
        return base | _part_in_words(verdict, rubric)
    if verdict.blank:
        return base | {"told": _("This question was not answered.")}
    if not verdict.failed:
        return {}
    wrong = [check for check in verdict.failed if not check.blank]
    blank = [check.answer for check in verdict.failed if check.blank]
    told = [_("Not answered: {names}.").format(names=", ".join(blank))] if blank else []
    if verdict.hidden:
        told.append(
            _("{hidden} of these checks run only when the notebook is graded.").format(
                hidden=verdict.hidden
            )
        )
    right = [check for check in verdict.checks if check.answer and not check.said]
    distinct = list(dict.fromkeys(wrong))
    return base | {"wrong": distinct, "right": right, "told": told}


def _part_in_words(verdict: Verdict, rubric: Any) -> dict:
    answers = [verdict.answer] if verdict.answer else list(verdict.unplaced)
    if verdict.points is not None:
        told = _("A person has read this answer and gives {points:g} of {most:g} points.")
        told = told.format(points=verdict.points, most=verdict.most)
    elif verdict.answer:
        told = _("A person reads this answer, and gives:")
    elif answers:
        told = _("Under the question stands no answer; a person reads what else was written:")
    else:
        told = _("There is no answer in the notebook.")
    rows = [f"{row['points']:g}: {row['for']}" for row in rubric]
    return {"told": told, "rubric": rows, "answers": answers, "comment": verdict.comment}


def _answers(question: Any, each: list[tuple[Submission, Verdict]]) -> dict:
    """A question in words with all its answers."""
    rows, without = [], []
    for item, verdict in each:
        if not verdict.in_words:
            without.append(item.student)
            continue
        state = _("not read yet")
        if verdict.points is not None:
            state = _("{points:g} of {most:g} points")
            state = state.format(points=verdict.points, most=verdict.most)
        if not verdict.answer:
            state += " " + _("(not under the question; found elsewhere in the notebook)")
        texts = [verdict.answer] if verdict.answer else verdict.unplaced
        rows.append({"name": item.student, "state": state, "texts": texts})
    told = _("No answer: {names}.").format(names=", ".join(without)) if without else ""
    rubric = [{"points": f"{row['points']:g}", "for": row["for"]} for row in question.rubric]
    found = {"name": question.name, "title": question.title, "rubric": rubric}
    return found | {"answers": rows, "without": told}


def _mistakes(place: int, solved: Any, judged: Judged) -> dict:
    """The hints that a question gave, with names; who left it out stands in one line."""
    names: dict[str, list[str]] = defaultdict(list)
    blank = []
    for item, result in judged:
        verdict = result.verdicts[place]
        if verdict.blank:
            blank.append(item.student)
            continue
        for said in dict.fromkeys(check.said for check in verdict.failed if not check.blank):
            names[said].append(item.student)
    general = {entry["otherwise"] for entry in solved.question.answers if "otherwise" in entry}
    general.add(_("Compare with what the question asks for, step by step."))
    order = sorted(names, key=lambda said: (said in general, -len(names[said])))
    hints = [
        {"count": len(names[said]), "said": said, "names": ", ".join(names[said])}
        for said in order[:COMMON]
    ]
    told = _("Not answered by {count}: {names}.")
    told = told.format(count=len(blank), names=", ".join(blank)) if blank else ""
    return {"title": solved.question.title, "hints": hints, "blank": told}


def _difficulty(judged: Judged) -> list[list[str]]:
    rows = []
    for verdicts in zip(*(result.verdicts for _item, result in judged), strict=True):
        first = verdicts[0]
        given = [verdict for verdict in verdicts if verdict.points is not None]
        if not given:
            count = sum(verdict.in_words for verdict in verdicts)
            rows.append([first.title, plural("{count} answer", "{count} answers", count), "", ""])
            continue
        share = mean(verdict.points / verdict.most for verdict in given)
        full = sum(verdict.points == verdict.most for verdict in given)
        none = sum(verdict.points == 0 for verdict in given)
        rows.append([first.title, f"{100 * share:.0f} %", str(full), str(none)])
    return rows


def _distribution(judged: Judged) -> list[dict]:
    """How many students have how much of the points that are given so far."""
    shares = []
    for _item, result in judged:
        given = [verdict for verdict in result.verdicts if verdict.points is not None]
        most = sum(verdict.most for verdict in given)
        shares.append(100 * sum(verdict.points for verdict in given) / most if most else 0)
    rows = []
    for low, high in itertools.pairwise(STEPS):
        count = sum(low <= share < high or share == high == STEPS[-1] for share in shares)
        width = round(100 * count / max(len(shares), 1))
        rows.append({"label": f"{low}\u2013{high} %", "count": count, "width": width})
    return rows


def _student(item: Submission, result: Graded) -> dict:
    cells = []
    for verdict in result.verdicts:
        if verdict.points is None:
            cells.append({"text": "\u2013" if verdict.in_words else "0", "mark": ""})
            continue
        mark = " full" if verdict.points == verdict.most else " none" if not verdict.points else ""
        cells.append({"text": f"{verdict.points:g}", "mark": mark})
    return {"name": item.student, "cells": cells, "total": f"{result.earned:g}"}


def _missing(judged: Judged) -> list[str]:
    """Packages that the grader lacks, with how many notebooks want them."""
    count = Counter(name for _item, result in judged for name in result.missing)
    return [
        plural(
            "The grader lacks the package {package}, which {count} notebook wants. Install it "
            "where you grade and start the grader again: only that one is graded anew.",
            "The grader lacks the package {package}, which {count} notebooks want. Install it "
            "where you grade and start the grader again: only those are graded anew.",
            many,
            package=name,
        )
        for name, many in count.most_common()
    ]


def _odd(graded: list[tuple[Submission, Graded | None]], judged: Judged) -> list[str]:
    """What a teacher should look at."""
    found = [
        f"{item.student} ({item.file}): {' '.join(result.remarks)}"
        for item, result in graded
        if result is not None and result.remarks
    ]
    found += _values_only(judged)
    found += [f"{item.file}: {item.reason}" for item, result in graded if result is None]
    return found + _alike(judged)


def _values_only(judged: Judged) -> list[str]:
    """Students who have right values, and no function in any question that asks for one."""
    names = []
    for item, result in judged:
        functions, values = [], []
        for verdict in result.verdicts:
            others = [check for check in verdict.checks if not check.answer]
            if others and not verdict.manual:
                functions += others
                values += [check for check in verdict.checks if check.answer]
        right = sum(not check.said for check in values)
        if right >= 2 and functions and all(check.said for check in functions):
            names.append(item.student)
    told = _("Right values and no function that works: {students}.")
    return [told.format(students=", ".join(names))] if names else []


def _alike(judged: Judged) -> list[str]:
    """Students with the same file, or the same number, which a neighbour may have lent."""
    found = []
    for told, key in (
        (_("The same file: {students}."), lambda item, _result: item.work.digest),
        (_("The same student number: {students}."), lambda _item, result: result.student_number),
    ):
        groups: dict[str, list[str]] = {}
        for item, result in judged:
            groups.setdefault(key(item, result), []).append(item.student)
        found += [
            told.format(students=", ".join(students))
            for value, students in groups.items()
            if value and len(students) > 1
        ]
    return found

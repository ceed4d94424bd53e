"""The module descriptor: what a catalogue of courses says of one of them."""

from __future__ import annotations

from pathlib import Path

import yaml

from regecon.desk.assessment import Assessment, Rubric, read_assessment
from regecon.desk.papers.course import CREDIT, MINUTES, UNIT, Load, load_of, reading, reference
from regecon.desk.papers.paper import Paper
from regecon.desk.weeks import Week
from regecon.kit.i18n import _, language, written


def names(root: Path) -> dict[str, str]:
    """The title of the book and who made it, in English."""
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    return {key: config[key] for key in ("title", "author")}


def descriptor(root: Path, weeks: list[Week]) -> Paper:
    """The descriptor of some weeks, in the reader's language.

    Parameters
    ----------
    root
        The folder of the course.
    weeks
        The weeks that are taught.
    """
    assessment, book = read_assessment(root), names(root)
    hours = load_of(assessment, weeks)
    paper = Paper(_(book["title"]), _(book["author"]), language())
    paper.title(_(book["title"]))
    paper.centre(_("Module descriptor (draft)"))
    paper.text(
        _(
            "Made from the course's tables of weeks, assessment and references. What stands in "
            "yellow brackets is your university's to fill. The parts are those that catalogues of "
            "courses usually have; hold them against the form of your own."
        )
    )
    _facts(paper, weeks, hours)
    _outcomes(paper, weeks)
    _contents(paper, root, weeks)
    _workload(paper, hours)
    _assessment(paper, assessment)
    return paper


def _facts(paper: Paper, weeks: list[Week], hours: Load) -> None:
    paper.heading(_("1. The module"))
    week = _a_week(hours)
    rows = {
        _("Code"): _("[[code]]"),
        _("Type"): _("[[compulsory or optional]]"),
        _("Cycle and level"): _("first cycle (bachelor), third year; [[adapt]]"),
        _("Semester"): _("[[semester]], {weeks} weeks").format(weeks=hours.weeks),
        _("Credits"): _("{credits} ECTS, as part 4 reckons; [[adapt]]").format(
            credits=hours.credits()
        ),
        _("Lecturer"): _("[[names]]"),
        _("Mode of delivery"): _(
            "in class: {lecture} hours of lecture and {other} of lab or seminar a week; all "
            "material works in a browser and without a network"
        ).format(**week),
        _("Language of instruction"): _("[[language]]; the material is in English"),
        _("Prerequisites"): _(
            "a first course in statistics and one in economics; what a single week needs stands "
            "in part 3"
        ),
        _("Co-requisites"): _("none"),
    }
    paper.table([_("What"), _("Of this module")], [list(row) for row in rows.items()], [1, 3])


def _a_week(hours: Load) -> dict[str, int]:
    """Hours a week, as a sentence names them."""
    return {"lecture": hours.lecture // hours.weeks, "other": hours.class_ // hours.weeks}


def _outcomes(paper: Paper, weeks: list[Week]) -> None:
    paper.heading(_("2. Learning outcomes"))
    paper.text(_("On completing the module a student can do what stands beside each week."))
    rows = []
    for week in weeks:
        for objective in week.objectives:
            rows.append([week.number, objective.key, objective.text])
    paper.table([_("Week"), _("Key"), _("A student can")], rows, [1, 1.5, 10])


def _contents(paper: Paper, root: Path, weeks: list[Week]) -> None:
    paper.heading(_("3. Contents and reading"))
    rows = [[week.number, week.title, week.needs] for week in weeks]
    paper.table([_("Week"), _("Theme"), _("Needs")], rows, [1, 6, 5])
    paper.heading(_("Recommended reading"), 2)
    paper.text(_("Each week's chapter, and from its section Reading:"))
    for week in weeks:
        paper.lead(_("*Week {number}. {title}*").format(number=week.number, title=week.title))
        paper.bullets(reference(key) for key in reading(root, week))
    paper.heading(_("Planned learning activities"), 2)
    paper.bullets(
        [
            _("Lecture: a question, a prediction of everyone's, an explorer, the sum by hand."),
            _("Lab: a notebook on the week's tables, run and changed by the student."),
            _("Seminar: a negotiation with roles, numbers and hidden interests."),
            _("Own work: the chapter, exercises with feedback, a field portfolio, an essay."),
        ]
    )


def _workload(paper: Paper, hours: Load) -> None:
    paper.heading(_("4. Workload"))
    rows = [
        [_("Lectures"), hours.lecture],
        [_("Labs and seminars"), hours.class_],
        *([what, count] for what, count in hours.own.items()),
        [_("All"), hours.all],
    ]
    paper.table([_("Activity"), _("Academic hours")], rows, [4, 1], total=True)
    told = _(
        "An hour in class is an academic hour of {minutes} minutes. If an hour of own work is "
        "counted so as well, the module is {short} hours by the clock: {few} credits of {each} "
        "hours. If it is an hour by the clock, the module is {long} hours: {many} credits of "
        "{other}. The Users' Guide wants {low} to {high} hours in a credit. We print the smaller "
        "number; time a class and correct it. The Russian paper counts {units} units of {unit} "
        "academic hours."
    )
    paper.text(told.format(**_sums(hours)))


def _sums(hours: Load) -> dict[str, object]:
    short, long = hours.clock(), hours.clock(60)
    few, many = hours.credits(), hours.credits(60)
    return {
        "minutes": MINUTES,
        "short": written(short, ".0f"),
        "long": written(long, ".0f"),
        "few": few,
        "many": many,
        "each": written(short / max(few, 1), ".1f"),
        "other": written(long / max(many, 1), ".1f"),
        "low": CREDIT[0],
        "high": CREDIT[1],
        "units": written(hours.units, ".2f").rstrip("0").rstrip(".,"),
        "unit": UNIT,
    }


def _assessment(paper: Paper, assessment: Assessment) -> None:
    paper.heading(_("5. Assessment methods and criteria"))
    rows = [[one.part, one.share, one.how] for one in assessment.weights]
    rows.append([_("All"), sum(one.share for one in assessment.weights), ""])
    head = [_("Part"), _("Share, %"), _("How it is marked")]
    paper.table(head, [[*row[:2], row[2] or "–"] for row in rows], [4, 1, 6], total=True)
    paper.text(
        _(
            "What AI tools may be used for, and where not, stands with its reasons on the page "
            "Assessment of the course, beside two memos marked line by line."
        )
    )
    for rubric in assessment.rubrics.values():
        paper.heading(rubric.title, 2)
        rubric_table(paper, rubric, _("Criterion"))


def rubric_table(paper: Paper, rubric: Rubric, criterion: str) -> None:
    """A rubric as a table of a paper."""
    heads = [
        level if level == str(points) else f"{level} ({points})"
        for level, points in zip(rubric.levels, rubric.points, strict=True)
    ]
    rows = [[one.name, *one.levels] for one in rubric.criteria]
    paper.table([criterion, *heads], rows, [1.7, 2.8, *[2] * (len(heads) - 1)])

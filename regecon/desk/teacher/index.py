"""The first page of the pack: what each week has, and what it has not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from regecon.desk.teacher.pages import render
from regecon.desk.teacher.sheet import sheet_path
from regecon.desk.weeks import Week
from regecon.desk.yaml_text import read_yaml
from regecon.kit.i18n import _


@dataclass(frozen=True)
class Part:
    """A part of a week's pack.

    Attributes
    ----------
    name
        As it is called on the page.
    files
        Names of links, each with the file's place in the pack; ``{slug}`` is the week's name.
    source
        What it is made from: sheet, bank, or nothing that could be missing.
    """

    name: str
    files: dict[str, str]
    source: str = ""


PARTS = (
    Part(_("Plan"), {_("page"): "plans/{slug}.html", _("PDF"): "plans/{slug}.pdf"}, "sheet"),
    Part(
        _("Kit to hand out"),
        {
            _("five persons"): "kits/{slug}-five.html",
            _("PDF for five"): "kits/{slug}-five.pdf",
            _("eight persons"): "kits/{slug}-eight.html",
            _("PDF for eight"): "kits/{slug}-eight.pdf",
        },
        "sheet",
    ),
    Part(
        _("Scoring and debrief"),
        {_("page that reckons"): "kits/{slug}-scoring.html", _("PDF"): "kits/{slug}-scoring.pdf"},
        "sheet",
    ),
    Part(_("Deck"), {_("slides"): "decks/{slug}.html"}, "sheet"),
    Part(
        _("Question bank"),
        {
            _("all with answers"): "bank/{slug}/questions.html",
            _("Moodle, practice"): "bank/{slug}/practice.xml",
            _("before"): "bank/{slug}/pre.xml",
            _("after"): "bank/{slug}/post.xml",
            _("GIFT, practice"): "bank/{slug}/practice.gift.txt",
        },
        "bank",
    ),
)
GENERAL = {
    _("How to import the question bank"): "bank/how-to-import.html",
    _("How to use the SCORM packages"): "scorm/how-to-import.html",
    _("All questions for practice, Moodle"): "bank/course/practice.xml",
    _("What a class gained, a notebook"): "bank/gain/class-gain.ipynb",
    _("Module descriptor (ECTS), a draft to edit"): "papers/module-descriptor.docx",
    _("Working programme in Russian, a draft to edit"): "papers/working-programme-ru.docx",
}


def index_page(root: Path, out: Path, weeks: list[Week]) -> str:
    """The page, with links to the files that lie in the pack.

    Parameters
    ----------
    root
        A checkout of the course.
    out
        The folder of the pack.
    weeks
        All weeks of the course: of those that were not made the page says so.
    """
    config = read_yaml((Path(root) / "_config.yml").read_text(encoding="utf-8"))
    return render(
        "index",
        title=_("The teacher's pack"),
        course=_(config["title"]),
        general=[(name, file) for name, file in GENERAL.items() if (out / file).is_file()],
        weeks=[_week(root, out, week) for week in weeks],
    )


def _week(root: Path, out: Path, week: Week) -> dict:
    parts = [_part(root, out, week, part) for part in (*PARTS, _scorm(week), _key(week))]
    nothing = not any(part["files"] for part in parts)
    lacks = "; ".join(dict.fromkeys(part["lacks"] for part in parts)) if nothing else ""
    return {
        "number": week.number,
        "title": week.title,
        "parts": [] if nothing else parts,
        "lacks": lacks,
    }


def _scorm(week: Week) -> Part:
    """The packages for a learning management system."""
    files = {_("exercises"): "scorm/{slug}-exercises.zip", _("quiz"): "scorm/{slug}-quiz.zip"}
    return Part(_("SCORM"), files | {_("dossier"): f"scorm/{name}.zip" for name in week.sets})


def _key(week: Week) -> Part:
    """The keys of the week's sets of exercises."""
    files = {}
    for name in (week.slug, *week.sets):
        what = _("dossier") if name in week.sets else _("exercises")
        files |= {
            what: f"keys/{name}.html",
            _("{what}, PDF").format(what=what): f"keys/{name}.pdf",
            _("{what}, notebook").format(what=what): f"keys/{name}.ipynb",
        }
    return Part(_("Key"), files)


def _part(root: Path, out: Path, week: Week, part: Part) -> dict:
    files = {name: file.format(slug=week.slug) for name, file in part.files.items()}
    there = [(name, file) for name, file in files.items() if (out / file).is_file()]
    return {"name": part.name, "files": there, "lacks": "" if there else _lacks(root, week, part)}


def _lacks(root: Path, week: Week, part: Part) -> str:
    """Why a part is not there."""
    if part.source == "sheet" and not sheet_path(root, week.slug).is_file():
        return _("not there: the week has no teaching sheet yet")
    if part.source == "bank" and not (root / "teaching" / "bank" / f"{week.slug}.yml").is_file():
        return _("not there: the week has no question bank yet")
    return _("not made this time")

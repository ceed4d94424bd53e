"""The page of a set of exercises, made from its master: questions, never solutions.

Answers that are numbers or choices can be given in the page; ``exercises.js`` judges them by
the same sealed rules as the notebook's checks.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from regecon.desk.sets.master import HEADING, SUFFIX, MasterError, Question
from regecon.desk.sets.reader import read_master
from regecon.desk.sets.solve import Solved, solve
from regecon.desk.sets.student import for_students, unit_of
from regecon.desk.sets.testing import sealed_rows
from regecon.kit.chart import script_json
from regecon.kit.checks.draws import UNKNOWN
from regecon.kit.i18n import _, plural, written
from regecon.press.sphinx.directives import Parsed, translated
from regecon.press.templates import render

FOLDER = "_static/exercises"
MASTERS = f"exercises/*{SUFFIX}"
CODE = re.compile(r"(```.*?```|`[^`]*`)", re.DOTALL)
CLAIM = re.compile(r"\bS-\d{3}\b")
TITLE = re.compile(r"\A# .*\n?")


class ExerciseSetDirective(Parsed):
    """``{exercise-set}``: the questions of the master beside the page."""

    def run(self):
        master = Path(self.env.srcdir) / f"{self.env.docname}{SUFFIX}"
        self.env.note_dependency(str(master))
        try:
            self.set = read_master(master)
            solved = solve(self.set)
        except MasterError as error:
            source, line = self.get_source_info()
            raise ExtensionError(f"{source}:{line}: exercise-set: {error}") from None
        student = nbformat.writes(for_students(self.set, solved))
        notebooks(self.env)[self.env.docname] = (self.set.slug, student)
        by_name = {item.question.name: item for item in solved}
        parts = [self._head()]
        for part in self.set.parts:
            if isinstance(part, Question):
                parts.append(self._question(by_name[part.name]))
            else:
                parts += self._cells([part])
        return [*parts, self._foot(solved)]

    def _head(self) -> nodes.container:
        points = sum(question.points for question in self.set.questions)
        up = "../" * self.env.docname.count("/")
        link = f"{up}{FOLDER}/{self.set.slug}.ipynb"
        tables = " ".join(f"{{dataset}}`{name}`" for name in self.set.tables)
        many = len(self.set.questions)
        told = _("{questions}, {points}.")
        text = told.format(
            questions=plural("{count} question", "{count} questions", many), points=worth(points)
        )
        if tables:
            text += f" {_('Data')}: {tables}."
        box = self.box(text, "exercise-head")
        download = render("exercise-download", link=link)
        box += nodes.raw("", download, format="html")
        return box

    def _question(self, solved: Solved) -> nodes.section:
        question = solved.question
        section = nodes.section(ids=[nodes.make_id(f"question-{question.name}")])
        section["classes"].append("exercise")
        section += nodes.title("", question.title, translatable=False)
        self.state.document.note_implicit_target(section, section)
        section += nodes.raw("", _meta(question), format="html")
        section += self._cells(question.prompt)
        if solved.variants:
            section += nodes.raw("", render("exercise-own", question=question.name), format="html")
        if solved.figures:
            section += self._figures(solved)
        if question.manual:
            section += self._rubric(question)
        elif solved.answers:
            section += nodes.raw("", _forms(solved), format="html")
        else:
            section += self.box(_("This one is answered in the notebook."), "exercise-where")
        return section

    def _figures(self, solved: Solved) -> nodes.container:
        """What a reader without a notebook has to know."""
        rows = "".join(
            f"| {label} | {written(value, ',.10g')} | {unit} |\n"
            for label, value, unit in solved.figures
        )
        head = f"| {_('figure')} | {_('value')} | {_('unit')} |\n|---|---:|---|\n"
        return self.box(f"{head}{rows}", "exercise-figures")

    def _rubric(self, question: Question) -> nodes.container:
        rows = "".join(f"| {row['points']:g} | {row['for']} |\n" for row in question.rubric)
        table = f"| {_('points')} | {_('for')} |\n|---:|---|\n{rows}"
        told = _("Answer in words, in the notebook. A person reads it and gives")
        return self.box(f"{told}\n\n{table}", "exercise-rubric")

    def _cells(self, cells) -> list[nodes.Node]:
        """Text and given code of a master."""
        made: list[nodes.Node] = []
        for cell in cells:
            if cell.cell_type == "code":
                made.append(nodes.literal_block(cell.source, cell.source, language="python"))
            elif cell.cell_type == "markdown":
                text = HEADING.sub("", TITLE.sub("", cell.source), count=1).strip()
                if text:
                    made += translated(self.parse_text_to_nodes(with_claims(text)))
        return made

    def _foot(self, solved: list[Solved]) -> nodes.raw:
        data = {
            "set": self.set.slug,
            "version": self.set.version,
            "words": _words(),
            "questions": {
                item.question.name: [answer.to_dict() for answer in sealed_rows(item)[0]]
                for item in solved
                if item.answers and not item.variants
            },
            "draws": {item.question.name: _draws(item) for item in solved if item.variants},
        }
        made = render("exercise-progress", data=Markup(script_json(data)))
        return nodes.raw("", made, format="html")


def with_claims(text: str) -> str:
    """Claim numbers in the prose, but not in code, as links."""
    pieces = CODE.split(text)
    return "".join(
        piece if CODE.fullmatch(piece) else CLAIM.sub(r"{claim}`\g<0>`", piece) for piece in pieces
    )


def _meta(question: Question) -> str:
    stars = "\u2605" * question.stars + "\u2606" * (3 - question.stars)
    level = _("difficulty {stars} of 3").format(stars=question.stars)
    return render("exercise-meta", stars=stars, level=level, worth=worth(question.points))


def worth(points: float) -> str:
    """Points in words; a part of a point is written as the plural is."""
    if float(points).is_integer():
        return plural("{count} point", "{count} points", int(points))
    return _("{points:g} points").format(points=points)


def _forms(solved: Solved) -> str:
    question = solved.question
    forms = [
        {
            "answer": answer,
            "key": f"{question.name}-{answer.variable}",
            "label": answer.label[:1].upper() + answer.label[1:],
            "unit": unit_of(answer),
        }
        for answer in solved.answers
    ]
    more = bool(question.tests)
    return render("exercise-forms", question=question.name, forms=forms, more=more)


def _draws(solved: Solved) -> dict:
    """For the page's script: what may be drawn, with the answers to each."""
    rows = zip(solved.question.rows, sealed_rows(solved), strict=True)
    return {
        "place": solved.place,
        "unknown": UNKNOWN,
        "rows": [
            {
                "shown": ", ".join(f"{name} = {value}" for name, value in row.items()),
                "answers": [answer.to_dict() for answer in answers],
            }
            for row, answers in rows
        ],
    }


def _words() -> dict[str, str]:
    """What the page's script says by itself."""
    return {
        "right": _("Right."),
        "wrong": _("Not yet."),
        "empty": _("Give an answer first."),
        "number": _("That is not a number. Write it in figures, such as 12.5 or 12,5."),
        "unit": _("Write the number alone, without words. It is asked for in this unit: {unit}."),
        "read": _("Read as {number}."),
        "count": _("{right} of {all} answers are right."),
        "sure": _("Press again to erase"),
        "erased": _("Your answers are erased."),
        "kept": _("This browser keeps nothing, so your answers go when you leave the page."),
    }


def notebooks(env: BuildEnvironment) -> dict[str, tuple[str, str]]:
    """The students' notebooks by page: name and content."""
    if not hasattr(env, "exercise_notebooks"):
        env.exercise_notebooks = {}
    return env.exercise_notebooks


def _purge(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    notebooks(env).pop(page, None)


def _merge(app: Sphinx, env: BuildEnvironment, pages, other: BuildEnvironment) -> None:
    notebooks(env).update(notebooks(other))


def _leave_out_masters(app: Sphinx, config: Config) -> None:
    """Masters hold solutions: they are no pages."""
    config.exclude_patterns.append(MASTERS)


def _add_scripts(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    if 'class="exercise-progress"' in (context.get("body") or ""):
        app.add_css_file("exercises.css")
        app.add_js_file("exercises.js", loading_method="defer")


def _write_notebooks(app: Sphinx, error: Exception | None) -> None:
    """Put the students' notebooks where the pages link to."""
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir) / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    for slug, content in notebooks(app.env).values():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{slug}.ipynb").write_text(f"{content}\n", encoding="utf-8")


def setup(app: Sphinx) -> None:
    app.add_directive("exercise-set", ExerciseSetDirective)
    app.connect("config-inited", _leave_out_masters)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("html-page-context", _add_scripts)
    app.connect("build-finished", _write_notebooks)

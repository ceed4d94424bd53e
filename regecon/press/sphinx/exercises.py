"""The page of a set of exercises, made from its master: questions, never solutions.

Answers that are numbers or choices can be given in the page; ``exercises.js`` judges them by
the same sealed rules as the notebook's checks.
"""

from __future__ import annotations

import re
import shutil
from html import escape
from pathlib import Path

import nbformat
from docutils import nodes
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
from regecon.kit.checks.answers import Answer
from regecon.kit.checks.draws import UNKNOWN
from regecon.kit.i18n import _, plural, written
from regecon.press.sphinx.directives import Parsed, translated

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
        download = (
            f'<p><a class="exercise-download" href="{link}" download>'
            f"{escape(_('Download the notebook'))}</a> "
            f"{escape(_('or answer here: a number or a choice is checked in this page.'))}</p>"
        )
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
            section += nodes.raw("", _own(solved), format="html")
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
        return nodes.raw("", _progress(data), format="html")


def with_claims(text: str) -> str:
    """Claim numbers in the prose, but not in code, as links."""
    pieces = CODE.split(text)
    return "".join(
        piece if CODE.fullmatch(piece) else CLAIM.sub(r"{claim}`\g<0>`", piece) for piece in pieces
    )


def _meta(question: Question) -> str:
    stars = "\u2605" * question.stars + "\u2606" * (3 - question.stars)
    level = _("difficulty {stars} of 3").format(stars=question.stars)
    return (
        f'<p class="exercise-meta"><span role="img" aria-label="{escape(level)}">{stars}</span> '
        f"{escape(worth(question.points))}</p>"
    )


def worth(points: float) -> str:
    """Points in words; a part of a point is written as the plural is."""
    if float(points).is_integer():
        return plural("{count} point", "{count} points", int(points))
    return _("{points:g} points").format(points=points)


def _forms(solved: Solved) -> str:
    """A form for each answer that can be judged in the page."""
    name = solved.question.name
    told = ""
    if solved.question.tests:
        told = _("In the notebook there is more to do: its checks also try your code.")
        told = f'<p class="exercise-where">{escape(told)}</p>'
    without = _("To answer in the page, switch JavaScript on. The notebook works without.")
    forms = "".join(_form(name, answer) for answer in solved.answers)
    return f"{forms}<noscript><p>{escape(without)}</p></noscript>{told}"


def _own(solved: Solved) -> str:
    """Where the student's number is given, and what it draws."""
    name = f"{solved.question.name}-number"
    return (
        f'<p class="exercise-own" data-question="{solved.question.name}">'
        f'<label for="{name}">{escape(_("Your student number"))}</label> '
        f'<input id="{name}" type="text" autocomplete="off"> '
        f'<output for="{name}"></output></p>'
    )


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


def _form(question: str, answer: Answer) -> str:
    key = f"{question}-{answer.variable}"
    label = escape(answer.label[:1].upper() + answer.label[1:])
    if answer.options:
        options = "".join(
            f'<label class="exercise-option"><input type="radio" name="{key}" '
            f'value="{escape(word)}"><span>{escape(text)}</span></label>'
            for word, text in answer.options.items()
        )
        entry = f"<fieldset><legend>{label}</legend>{options}</fieldset>"
    else:
        entry = (
            f'<label for="{key}">{label}</label> <span class="exercise-entry">'
            f'<input id="{key}" name="{key}" type="text" inputmode="text" autocomplete="off" '
            f'aria-describedby="{key}-unit"> <span id="{key}-unit">{escape(unit_of(answer))}</span>'
            "</span>"
        )
    return (
        f'<form class="exercise-answer" data-question="{question}" '
        f'data-answer="{answer.variable}" novalidate>{entry} '
        f'<button type="submit">{escape(_("Check"))}</button>'
        '<p class="exercise-reply" role="status"></p></form>'
    )


def _progress(data: dict) -> str:
    """What has been answered on this device: the count, a file for the teacher, the eraser."""
    told = _(
        "Your answers stay on this device, in this browser. Nothing is sent anywhere. For your "
        "teacher you can save them as a file."
    )
    return (
        '<section class="exercise-progress" aria-labelledby="exercise-progress">'
        f'<h2 id="exercise-progress">{escape(_("Your answers in this page"))}</h2>'
        f'<p class="exercise-count" role="status"></p><p>{escape(told)}</p>'
        f'<p><label for="exercise-student">{escape(_("Your name or number, for the file"))}'
        '</label> <input id="exercise-student" type="text" autocomplete="off"> '
        f'<button type="button" class="exercise-save">{escape(_("Save as a file"))}</button> '
        f'<button type="button" class="exercise-erase">{escape(_("Erase my answers"))}</button>'
        f'</p><script type="application/json" class="exercise-data">{script_json(data)}</script>'
        "</section>"
    )


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

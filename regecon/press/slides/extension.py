"""The Sphinx extension of the decks: what a sheet's directives put on a slide."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from docutils import nodes
from docutils.utils import get_source_line
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from sphinx_revealjs.nodes import revealjs_section

from regecon.desk.asked import asked
from regecon.desk.teacher.deck import slides
from regecon.desk.teacher.numbers import filled, values
from regecon.desk.teacher.sheet import FOLDER, Sheet, read_sheet
from regecon.desk.teacher.words import told
from regecon.desk.weeks import ROADS, Week, read_weeks
from regecon.explorers import explorer
from regecon.kit.explorer.bake import baked
from regecon.kit.i18n import _, language
from regecon.kit.palette import PATTERNS
from regecon.kit.templates import environment
from regecon.press.slides.shown import numbers_of, shown
from regecon.press.slides.source import page
from regecon.press.sphinx import formulas, roles
from regecon.press.sphinx.assets import write_assets
from regecon.press.sphinx.cache import explorers_folder
from regecon.press.sphinx.facts import FactRole, fact, note
from regecon.press.sphinx.theme import THEME as BOOK

PRESETS = re.compile(r'<div class="explorer-presets">.*?</div>', re.DOTALL)
TEMPLATES = Path(__file__).parent / "templates"
THEME = Path(__file__).parent / "theme"
# The signs of the roads are drawn as the book draws them.
SIGNS = environment(BOOK).get_template("signs.html").module


def render(template: str, **values) -> str:
    """A piece of a slide."""
    return environment(TEMPLATES).get_template(f"{template}.html").render(**values)


class OnSlide(SphinxDirective):
    """A directive that knows its week and says on which line of its sheet it is wrong."""

    optional_arguments = 1
    final_argument_whitespace = True

    @property
    def name_given(self) -> str:
        return self.arguments[0].strip() if self.arguments else ""

    @property
    def root(self) -> Path:
        return Path(self.env.srcdir)

    @property
    def week(self) -> Week:
        return week_of(self.env.docname, self.root)

    @property
    def sheet(self) -> Sheet:
        return self.env.temp_data["sheet"]

    def told(self, text: str) -> str:
        """A text of the sheet's head in the reader's language, its fields filled."""
        return filled(told(text.strip()), self.env.temp_data["numbers"])

    def wrong(self, error: Exception | str) -> ExtensionError:
        return ExtensionError(f"{self.env.docname}.md:{self.lineno}: {{{self.name}}}: {error}")

    def html(self, text: str) -> nodes.raw:
        return nodes.raw("", text, format="html")


class ShownDirective(OnSlide):
    """A figure of the week, or ``:from: w07`` another's, with its caption."""

    has_content = True
    option_spec = {"from": lambda text: text.strip()}  # noqa: RUF012

    def run(self):
        week, numbers = self.week, self.env.temp_data["numbers"]
        if number := self.options.get("from"):
            week = next((w for w in weeks(self.root) if f"w{w.number:02d}" == number), None)
            if week is None:
                raise self.wrong(f":from: {number}: expected a week such as w07")
            numbers = numbers_of(number)
        try:
            figure = shown(self.name_given, week, numbers, self.root)
        except ValueError as error:
            raise self.wrong(error) from None
        parts = [self.html(figure.html)]
        if figure.short:
            box = nodes.container(classes=["shown-caption"])
            box += self.parse_text_to_nodes(figure.short)
            parts.append(box)
        whole = figure.caption if figure.caption != figure.short else ""
        said = [f"**{_('Caption in the book.')}** {whole}"] if whole else []
        said.append(f"**{_('What is seen.')}** {figure.alt}")
        notes = by_machine(self.parse_text_to_nodes("\n\n".join(said)))
        return [nodes.container("", *parts, classes=["shown"]), notes]


class ExploreDirective(OnSlide):
    """The explorer of that name as the book has it, in the frame of a slide."""

    has_content = True

    def run(self):
        try:
            found = explorer(self.name_given)
        except ValueError as error:
            raise self.wrong(error) from None
        opened = self.env.temp_data.setdefault("explored", [])
        if found.name in opened:
            raise self.wrong(f"{found.name} stands on two slides; open it on one")
        opened.append(found.name)
        limits = f"{_('What this model leaves out:')} {found.limits}"
        said = nodes.paragraph("", f"{found.source} {limits}")
        return [self.html(framed(baked(found, kept(self.root)))), by_machine([said])]


class AskDirective(OnSlide):
    """``prediction`` or ``quiz 3``: the question with its choices, the reasons on a fragment."""

    has_content = True

    def run(self):
        try:
            question = asked(self.name_given, self.week, self.root)
        except ValueError as error:
            raise self.wrong(error) from None
        return [self.html(render("asked", asked=question))]


class NotesDirective(OnSlide):
    """What the teacher says; it is in the notes view and on the printed notes alone."""

    has_content = True

    def run(self):
        return [speaker("", *self.parse_content_to_nodes())]


class Opening(OnSlide):
    """The first slide: title, objectives, what the week needs, minutes."""

    has_content = True

    def run(self):
        sheet, week = self.sheet, self.week
        html = render(
            "opening",
            week=week,
            sign=SIGNS.sign(week.road) if week.road in PATTERNS else "",
            road=ROADS[week.road],
            lecture=sum(row.minutes for row in sheet.lecture),
            seminar=sum(row.minutes for row in sheet.seminar),
        )
        said = [
            f"**{_('What many believe.')}** {self.told(sheet.misconception.believe)}",
            f"**{_('How it shows.')}** {self.told(sheet.misconception.notice)}",
        ]
        return [
            revealjs_section(**{"data-kind": "opening"}),
            self.html(html),
            by_machine(self.parse_text_to_nodes("\n\n".join(said))),
        ]


class Closing(OnSlide):
    """The slide after the author's: homework, lab, exercises, reading."""

    has_content = True

    def run(self):
        week, kit = self.week, self.sheet.kit
        due = {
            _("Homework"): self.told(self.sheet.homework),
            _("Lab"): _("Lab {number}, {minutes} minutes").format(
                number=week.number, minutes=week.lab
            ),
            _("Exercises"): _("Exercises {number}").format(number=week.number),
            _("Read"): _("Chapter {number}, {minutes} minutes").format(
                number=week.number, minutes=week.read
            ),
            _("Seminar"): f"{ended(self.told(kit.title))} {self.told(kit.decides)}",
        }
        text = "\n\n".join(f"{name}\n: {what}" for name, what in due.items())
        said = _("Say what is due and when, and what the seminar will decide.")
        return [
            revealjs_section(**{"data-kind": "closing"}),
            *self.parse_text_to_nodes(text),
            by_machine([nodes.paragraph("", said)]),
        ]


def ended(title: str) -> str:
    """A title as a sentence of its own."""
    return title if title.endswith(("?", "!", ".")) else f"{title}."


class Sources(OnSlide):
    """The last slide of a deck that cites: what is cited, and where its facts are from."""

    has_content = True

    def run(self):
        text = ":::{bibliography}\n:filter: docname in docnames\n:::"
        said = _("Nobody reads this slide aloud. It is there for questions and for the print.")
        return [
            revealjs_section(**{"data-kind": "sources"}),
            *self.parse_text_to_nodes(text),
            fact_list(""),
            by_machine([nodes.paragraph("", said)]),
        ]


class fact_list(nodes.General, nodes.Element):
    """Where the facts of a deck will be listed."""


class speaker(nodes.General, nodes.Element):
    """Speaker notes: the teacher's, or those of the machine, which come after."""


def visit_speaker(self, node: speaker) -> None:
    self.body.append('<aside class="notes">')


def depart_speaker(self, node: speaker) -> None:
    self.body.append("</aside>\n")


def by_machine(made: list[nodes.Node]) -> speaker:
    """Notes that nobody wrote for this slide."""
    return speaker("", *made, made=True)


def week_of(docname: str, root: Path) -> Week:
    """The week of a deck."""
    slug = Path(docname).name
    return next(week for week in weeks(root) if week.slug == slug)


def weeks(root: Path) -> list[Week]:
    """The weeks in the reader's language."""
    return _weeks(root, language())


@cache
def _weeks(root: Path, _language: str) -> list[Week]:
    return read_weeks(root)


@cache
def kept(root: Path) -> Path:
    """Where the book keeps its explorers; its digest is reckoned once."""
    return explorers_folder(root)


def framed(html: str) -> str:
    """An explorer for a slide: no section, which would be a slide; its presets in a row above."""
    start, end = '<section class="explorer"', "</section>"
    html = html.replace(start, '<div class="explorer framed" role="region"', 1)
    presets = PRESETS.search(html)[0]
    html = html.replace(presets, "", 1)
    live = '<div class="explorer-live" hidden>'
    return html.replace(live, live + presets, 1).removesuffix(end) + "</div>"


def make_page(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the deck in the place of the sheet."""
    sheet = read_sheet(Path(app.srcdir) / f"{docname}.md")
    numbers = values(sheet)
    app.env.temp_data |= {"sheet": sheet, "numbers": numbers}
    source[0] = page(sheet, week_of(docname, Path(app.srcdir)).title, numbers)


def serve(app: Sphinx, doctree: nodes.document) -> None:
    """Say of each of the author's slides which objectives it serves."""
    _whole, *found = doctree.findall(nodes.section)
    for section, slide in zip(found, slides(app.env.temp_data["sheet"].body), strict=False):
        section.insert(1, revealjs_section(**{"data-objective": " ".join(slide.objectives)}))


def settle(app: Sphinx, doctree: nodes.document) -> None:
    """Names of other pages become text, marks of facts numbers: no slide leads elsewhere."""
    for node in list(doctree.findall(addnodes.pending_xref)):
        if node.get("refdomain") == "cite":
            continue
        where = f"{app.env.docname}.md:{get_source_line(node)[1]}"
        if node.get("reftype") == "term" and node["reftarget"].lower() not in terms(app.srcdir):
            raise ExtensionError(f"{where}: the glossary has no term {node['reftarget']!r}")
        if node.get("reftype") in ("ref", "numref", "eq"):
            raise ExtensionError(f"{where}: a slide cannot refer to {node['reftarget']!r}")
        node.replace_self(nodes.inline("", "", *node.children, classes=node["classes"]))
    for notes in [node for node in doctree.findall(speaker) if node.get("made")]:
        slide = notes.parent
        slide.remove(notes)
        # The first slide holds all others.
        end = slide.first_child_matching_class(nodes.section)
        slide.insert(len(slide) if end is None else end, notes)
    marks = list(doctree.findall(fact))
    names = list(dict.fromkeys(mark["name"] for mark in marks))
    for mark in marks:
        mark.replace_self(nodes.superscript("", str(names.index(mark["name"]) + 1)))
    for place in list(doctree.findall(fact_list)):
        items = [nodes.list_item("", nodes.paragraph("", note(name))) for name in names]
        listing = nodes.enumerated_list("", *items, enumtype="arabic", classes=["fact-notes"])
        place.replace_self([listing] if names else [])


@cache
def terms(root: str) -> set[str]:
    """The terms of the book's glossary."""
    text = (Path(root) / "book" / "glossary.md").read_text(encoding="utf-8")
    block = re.search(r"^```\{glossary\}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return {line.lower() for line in block[1].split("\n") if line and not line.startswith(" ")}


def unlink(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """What leads to a place of this or another page becomes text; a key press shall not leave."""
    for node in list(doctree.findall(nodes.reference)):
        if node.get("internal") or "refid" in node:
            node.replace_self(nodes.inline("", "", *node.children, classes=node["classes"]))


def add_context(app: Sphinx, docname: str, template: str, context: dict, doctree) -> None:
    """What the template knows of the deck's week."""
    if not docname.startswith(f"{FOLDER}/"):
        return
    week = week_of(docname, Path(app.srcdir))
    live = 'class="explorer' in (context.get("body") or "")
    context |= {"_": _, "language": language(), "week": week, "live": live}


def setup(app: Sphinx) -> dict:
    formulas.setup(app)
    roles.setup(app)
    app.add_html_theme("regecon-deck", str(THEME))
    app.add_node(fact)
    app.add_node(fact_list)
    app.add_node(speaker, html=(visit_speaker, depart_speaker))
    app.add_role("fact", FactRole())
    made = {
        "shown": ShownDirective,
        "explore": ExploreDirective,
        "ask": AskDirective,
        "notes": NotesDirective,
        "opening": Opening,
        "closing": Closing,
        "sources": Sources,
    }
    for name, directive in made.items():
        app.add_directive(name, directive)
    app.connect("builder-inited", write_assets)
    app.connect("source-read", make_page)
    app.connect("doctree-read", serve)
    app.connect("doctree-read", settle)
    app.connect("doctree-resolved", unlink)
    app.connect("html-page-context", add_context)
    return {"parallel_read_safe": False}

"""The book's own light theme, and what its templates know about the course."""

from __future__ import annotations

import json
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from regecon.desk.weeks import ROADS, Week, read_weeks
from regecon.kit.i18n import _, in_context, language

THEME = Path(__file__).resolve().parents[1] / "theme"

# The top bar: a title and where it leads, the first of these pages that the book has.
BAR = {
    _("Weeks"): ("book/syllabus",),
    _("Labs"): ("book/labs", "notebooks/index"),
    _("Exercises"): ("book/exercises", "exercises/index"),
    _("Data"): ("book/data", "book/data/index"),
    _("Methods"): ("book/methods", "book/methods/index"),
    _("The report"): ("book/report",),
}
# course.css says what these say, in the colours of the palette.
REPLACED_STYLES = ("basic.css", "copybutton.css", "mystnb.", "pygments.css")
# Scripts that only some pages need, with what such a page has in it.
SCRIPTS_FOR = {
    "clipboard.min.js": 'class="highlight"',
    "copybutton.js": 'class="highlight"',
    "design-tabs.js": "sd-tab-set",
    "doctools.js": "",
    "documentation_options.js": 'class="highlight"',
    "sphinx_highlight.js": "",
}


# What search.js says: the kinds of what it finds, and how many there are.
SEARCH_WORDS = {
    "week": _("Week"),
    "term": _("Term or town"),
    "claim": _("Claim of the report"),
    "table": _("Table"),
    "page": _("Page"),
    "lab": _("Lab"),
    "exercise": _("Exercises"),
    "function": _("Function"),
    "count": _("Places found: {count}"),
    "none": _("Nothing found. Try a shorter word, or one word less."),
}


def add_context(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Tell the templates about the weeks by road, the present week and the pages there are."""
    weeks = [week for week in read_weeks(Path(app.srcdir)) if week.chapter in app.env.found_docs]
    week = next((w for w in weeks if page in (w.chapter, w.notebook, w.exercises)), None)
    context |= {
        "_": _,
        "in_context": in_context,
        "language": language(),
        "author": _(app.config.author),
        "docstitle": _(context["docstitle"]),
        "roads": roads(weeks),
        "road_names": ROADS,
        "week": week,
        "week_pages": week_pages(week, app) if week else [],
        "sections": sections(doctree),
        "bar": bar(app, page),
        "others": other_pages(app, weeks),
        "notebook": notebook(page),
        "search_words": json.dumps(SEARCH_WORDS, ensure_ascii=False),
    }


def notebook(page: str) -> str:
    """The notebook of the browser lab that a page is about."""
    if page == "book/labs":
        return "explorers.ipynb"
    return f"{page}.ipynb" if page.startswith(("notebooks/", "exercises/")) else ""


def bar(app: Sphinx, page: str) -> list[dict]:
    """The entries of the top bar, each with whether the present page lies under it."""
    entries = []
    for title, pages in BAR.items():
        name = next((name for name in pages if name in app.env.found_docs), None)
        if name:
            folder = f"{name.removesuffix('/index')}/"
            below = page.startswith(folder) or page in app.env.toctree_includes.get(name, [])
            entries.append({"page": name, "title": title, "below": below})
    return entries


def roads(weeks: list[Week]) -> list[dict]:
    """The roads that have a written week, each with its weeks."""
    return [
        {"key": road, "name": name, "weeks": [week for week in weeks if week.road == road]}
        for road, name in ROADS.items()
        if any(week.road == road for week in weeks)
    ]


def week_pages(week: Week, app: Sphinx) -> list[tuple[str, str]]:
    """Chapter, lab and exercises of a week, as far as they exist: name and title."""
    pages = [
        (week.chapter, _("Chapter")),
        (week.notebook, _("Lab")),
        (week.exercises, _("Exercises")),
    ]
    return [(name, title) for name, title in pages if name in app.env.found_docs]


def sections(doctree: nodes.document | None) -> list[dict[str, str]]:
    """The headings of second order on a page: anchor and text."""
    top = doctree.next_node(nodes.section) if doctree else None
    if top is None:
        return []
    return [
        {"id": section["ids"][0], "title": section.next_node(nodes.title).astext()}
        for section in top.children
        if isinstance(section, nodes.section)
    ]


def other_pages(app: Sphinx, weeks: list[Week]) -> list[tuple[str, str]]:
    """Pages on the first level of the book that neither the weeks nor the bar lead to."""
    own = {name for week in weeks for name in (week.chapter, week.notebook, week.exercises)}
    own |= {name for pages in BAR.values() for name in pages}
    first = app.env.toctree_includes.get(app.config.root_doc, [])
    return [(name, app.env.titles[name].astext()) for name in first if name not in own]


def lighten(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Leave out styles that ours replace and scripts that this page has no use for."""
    body = context.get("body") or ""
    # Docutils gives entries of a list a role that no longer counts as one of a list.
    # Pandas leaves the head of its index empty, which is no heading.
    context["body"] = body.replace('role="doc-biblioentry"', 'role="listitem"').replace(
        "<th></th>", "<td></td>"
    )
    context["css_files"] = [
        css
        for css in context["css_files"]
        if not Path(css.filename).name.startswith(REPLACED_STYLES)
        and ("sphinx-design" not in str(css.filename) or 'class="sd-' in body)
    ]
    scripts = {Path(js.filename or "").name: js for js in context["script_files"]}
    for name, mark in SCRIPTS_FOR.items():
        if name in scripts and not (mark and mark in body):
            context["script_files"].remove(scripts[name])
    if 'class="town-cards"' in body:
        app.add_js_file("landing.js", loading_method="defer")


def wrap_tables(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Put every table into a box of its own, in which it scrolls on a narrow screen."""
    if app.builder.format != "html":
        return
    for table in list(doctree.findall(nodes.table)):
        box = nodes.container(classes=["table-box"])
        table.replace_self(box)
        box += table


def setup(app: Sphinx) -> None:
    app.add_html_theme("regecon", str(THEME))
    app.connect("doctree-resolved", wrap_tables)
    app.connect("html-page-context", add_context)
    app.connect("html-page-context", lighten, priority=900)

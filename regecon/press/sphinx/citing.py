"""What finds and cites the course: schema.org in pages, and its parts as BibTeX.

Addresses are those inside the site, since nobody knows here at which host it will lie.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx

from regecon.data import describe
from regecon.data.folder import descriptor, table_names
from regecon.desk.weeks import Week, read_weeks
from regecon.kit.chart import script_json
from regecon.kit.i18n import _, language
from regecon.press.sphinx.tables import DOWNLOADS

BIBTEX = "_downloads/cite.bib"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
FIGURE = "fig-"
TABLE = "book/data/"
SPECIAL = re.compile(r"([&%$#_{}])")
SENTENCE = re.compile(r"(.+?[.!?])(?:\s|$)")


def course(title: str, author: str, year: str, weeks: list[Week]) -> dict:
    """The course, for the first page."""
    return _thing("Course", title, author) | {
        "copyrightYear": int(year),
        "description": _(
            "A course in sixteen weeks that argues with a field expedition to the old industrial "
            "towns of the south of West Siberia."
        ),
        "hasPart": [{"@type": "LearningResource", "name": week.title} for week in weeks],
    }


def lesson(week: Week, course_title: str, author: str) -> dict:
    """The chapter of a week."""
    return _thing("LearningResource", week.title, author) | {
        "learningResourceType": "chapter",
        "position": week.number,
        "teaches": [objective.text for objective in week.objectives],
        "timeRequired": f"PT{week.read}M",
        "isPartOf": {"@type": "Course", "name": course_title},
    }


def dataset(name: str, course_title: str, author: str) -> dict:
    """A table, with its columns and the file to download."""
    about, info = describe(name), descriptor(name)
    made = _thing("Dataset", _(about.title), author) | {
        "description": _(about.description),
        "license": _(about.licence),
        "isPartOf": {"@type": "Course", "name": course_title},
        "distribution": {
            "@type": "DataDownload",
            "contentUrl": f"../../{DOWNLOADS}/{info['path']}",
            "encodingFormat": info["mediatype"],
        },
    }
    if len(about.columns):  # a map has none
        made["variableMeasured"] = [_column(name, row) for name, row in about.columns.iterrows()]
    made["creator"] = made.pop("author")
    return made


def _column(name: str, row) -> dict:
    made = {"@type": "PropertyValue", "name": name, "description": _(row["meaning"])}
    return made | ({"unitText": _(row["unit"])} if row["unit"] else {})


def _thing(kind: str, name: str, author: str) -> dict:
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "name": name,
        "author": {"@type": "Organization", "name": author},
        "inLanguage": language(),
        "license": LICENCE,
        "isAccessibleForFree": True,
    }


def add_structure(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Give the page's template what search engines read of it."""
    title, author, week = context["docstitle"], context["author"], context["week"]
    found = None
    if page == app.config.root_doc:
        weeks = read_weeks(Path(app.srcdir))
        found = course(title, author, app.config.copyright, weeks)
    elif week and page == week.chapter:
        found = lesson(week, title, author)
    elif page.startswith(TABLE) and page.removeprefix(TABLE) in table_names():
        found = dataset(page.removeprefix(TABLE), title, author)
    context["structure"] = script_json(found) if found else ""
    context["bibtex"] = BIBTEX


def bibtex(parts: list[tuple[str, str, str]], course_title: str, author: str, year: str) -> str:
    """An entry for the course and one for each part of it.

    Parameters
    ----------
    parts
        Key, title and address inside the site of each.
    course_title, author, year
        What every entry says.
    """
    whole = [("regional_economics_in_the_field", course_title, "")]
    return "\n".join(_entry(*part, course_title, author, year) for part in whole + parts)


def _entry(key: str, title: str, address: str, course_title: str, author: str, year: str) -> str:
    fields = {"author": f"{{{_escaped(author)}}}", "title": _escaped(title), "year": year}
    if address:
        fields["howpublished"] = f"{_escaped(course_title)}, {_escaped(address)}"
    fields["note"] = "CC BY 4.0"
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{key},\n{rows}}}\n"


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)


def parts_of(app: Sphinx) -> Iterator[tuple[str, str, str]]:
    """Chapters, tables and figures of the book: key, title and address."""
    for week in read_weeks(Path(app.srcdir)):
        if week.chapter in app.env.found_docs:
            yield week.slug, week.title, f"{week.chapter}.html"
    for name in table_names():
        if f"{TABLE}{name}" in app.env.found_docs:
            yield name, _(describe(name).title), f"{TABLE}{name}.html"
    labels = app.env.get_domain("std").labels
    for name, (page, anchor, caption) in sorted(labels.items()):
        if name.startswith(FIGURE):
            first = SENTENCE.match(caption)
            yield name, first[1] if first else caption, f"{page}.html#{anchor}"


def write_bibtex(app: Sphinx, error: Exception | None) -> None:
    """Put the entries where the foot of every page links to."""
    if error or app.builder.format != "html":
        return
    title = _(app.config.html_title or app.config.project)
    text = bibtex(list(parts_of(app)), title, _(app.config.author), app.config.copyright)
    file = Path(app.outdir) / BIBTEX
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add_structure, priority=950)
    app.connect("build-finished", write_bibtex)

"""All pages of a PDF as one document to print: front, contents, chapters with running heads."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import html
from markupsafe import Markup

from regecon.kit.i18n import language
from regecon.kit.templates import environment
from regecon.press.book_files.leaves import Leaf
from regecon.press.book_files.sheets import Sheet, anchor, bind, rename
from regecon.press.book_files.still import plain

HERE = Path(__file__).parent
STYLES = ("palette.css", "course.css", "exercises.css")
SOURCES = "descendant::ol[@class='fact-notes']//a[starts-with(@href, 'http')]"
FACES = re.compile(r"@font-face \{[^}]*\}")


@dataclass(frozen=True)
class Imprint:
    """What the front of a file says.

    Attributes
    ----------
    course, title
        The course, and what of it the file holds; the same for the whole book.
    author, year, version
        Who made it, and which state of it this is.
    """

    course: str
    title: str
    author: str
    year: str
    version: str


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    level: int
    title: str
    anchor: str


def document(sheets: list[Sheet], imprint: Imprint, site: Path) -> str:
    """A document that a browser prints.

    Raises
    ------
    SystemExit
        A link leads nowhere.
    """
    lost = bind(sheets, _address)
    if lost:
        raise SystemExit("\n".join(lost))
    for one in sheets:
        rename(one)
        _addresses(one)
        one.body.set("id", one.leaf.key)
    page = environment(HERE).get_template("paper.html")
    return page.render(
        language=language(),
        imprint=imprint,
        style=Markup(_style(site)),
        course=_quoted(imprint.course),
        heads=[(number, _quoted(head)) for number, head in _heads(sheets)],
        contents=[entry for one in sheets for entry in entries(one)],
        sheets=[(number, one, Markup(_text(one))) for number, one in _numbered(sheets)],
    )


def _addresses(one: Sheet) -> None:
    """Where the source of a fact stands, in letters: on paper nobody can press the link."""
    for link in one.body.xpath(SOURCES):
        link.set("data-address", unquote(link.get("href")).split("://", 1)[1])


def _address(here: Leaf, target: Leaf, name: str) -> str:
    return f"#{anchor(target, name) if name else target.key}"


def _quoted(text: str) -> str:
    """A text as style sheets write it."""
    return json.dumps(text, ensure_ascii=False).replace("<", r"\3c ")


def _text(one: Sheet) -> str:
    return html.tostring(one.body, encoding="unicode")


def _style(site: Path) -> str:
    """The style of the site for paper, with letters that do not vary: those are drawings in PDF."""
    files = [site / "_static" / name for name in STYLES]
    styles = [file.read_text(encoding="utf-8") for file in files if file.is_file()]
    own = (HERE / "static" / "paper.css").read_text(encoding="utf-8")
    fonts = (HERE / "static" / "fonts").as_uri()
    formulas = (site / "_static" / "fonts" / "stix-two-math.woff2").as_uri()
    own = own.replace("url(fonts/", f"url({fonts}/").replace("url(formulas", f"url({formulas}")
    return FACES.sub("", "\n".join(styles)) + own


def _numbered(sheets: list[Sheet]) -> list[tuple[int, Sheet]]:
    """Every page with the number of the chapter under which it stands."""
    chapter, made = 0, []
    for one in sheets:
        chapter += one.leaf.depth == 0
        made.append((chapter, one))
    return made


def _heads(sheets: list[Sheet]) -> list[tuple[int, str]]:
    """The running head of every chapter."""
    return [(number, one.title) for number, one in _numbered(sheets) if one.leaf.depth == 0]


def entries(one: Sheet) -> list[Entry]:
    """What the contents say of a page: its title, and the sections of a chapter."""
    found = [Entry(one.leaf.depth + 1, one.title, one.leaf.key)]
    if one.leaf.depth:
        return found
    for section in one.body.xpath("descendant::section[h2]"):
        if section.get("id"):
            found.append(Entry(2, plain(section.find("h2")), section.get("id")))
    return found

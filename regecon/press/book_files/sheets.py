"""The pages of the book gathered from the site, with anchors and links that fit one file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from lxml import html
from lxml.html import HtmlElement

from regecon.press.book_files.leaves import Leaf
from regecon.press.book_files.still import plain, still

NAMES_OF = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls")
OWN = re.compile(r"url\(['\"]?#([^)'\"]+)['\"]?\)")
HEADING = re.compile(r"h[1-6]")


@dataclass
class Sheet:
    """A page of the book, ready to be set.

    Attributes
    ----------
    leaf
        Which page it is.
    title
        Its title, with the number of the week.
    road
        The class of its road, which gives the colour, or nothing.
    body
        Its text; it is changed as the file wants it.
    """

    leaf: Leaf
    title: str
    road: str
    body: HtmlElement

    def anchors(self) -> set[str]:
        """Whatever a link may lead to."""
        return set(self.body.xpath("descendant-or-self::*/@id"))


def sheet(site: Path, leaf: Leaf, paper: bool = False) -> Sheet:
    """Read a page of the site.

    Parameters
    ----------
    site
        The folder of a built site.
    leaf
        Which page.
    paper
        Whether it is to be one document with others, so that its headings stand under theirs, and
        exercises get lines to write on.
    """
    page = html.document_fromstring((site / f"{leaf.name}.html").read_text(encoding="utf-8"))
    main = still(page.get_element_by_id("main"), room=paper)
    main.tag = "div"
    for name in ("id", "tabindex", "class"):
        main.attrib.pop(name, None)
    roads = [name for name in page.body.get("class", "").split() if name.startswith("road-")]
    head = next(main.iter("h1"))
    if leaf.number:
        head.text = f"{leaf.number}. {head.text or ''}"
    if paper:
        _lower(main, leaf.depth)
    _apart(main)
    return Sheet(leaf, plain(head), "".join(roads), main)


def _lower(main: HtmlElement, steps: int) -> None:
    """Headings one step down for each step that the page stands under another."""
    for heading in main.iter("h1", "h2", "h3", "h4", "h5", "p"):
        if HEADING.fullmatch(heading.tag):
            heading.tag = f"h{min(int(heading.tag[1]) + steps, 6)}"
        elif heading.get("role") == "heading":
            heading.set("aria-level", str(int(heading.get("aria-level")) + steps))


def _apart(main: HtmlElement) -> None:
    """Names inside pictures, such as of clips, that no other picture of the page has."""
    for number, picture in enumerate(main.iter("svg")):
        names = {part.get("id"): part for part in picture.iter() if part.get("id")}
        for name, part in names.items():
            part.set("id", f"picture-{number}-{name}")
        for part in picture.iter() if names else ():
            for key, value in part.attrib.items():
                part.set(key, OWN.sub(rf"url(#picture-{number}-\1)", value))


def bind(sheets: list[Sheet], address: Callable[[Leaf, Leaf, str], str]) -> list[str]:
    """Point every link at its place in the file.

    Parameters
    ----------
    sheets
        All pages of the file. A link to a page that the file lacks becomes plain words.
    address
        The link from one page to an anchor of another, or to its beginning without one.

    Returns
    -------
    list of str
        Links that lead nowhere, a sentence each.
    """
    there = {f"{one.leaf.name}.html": (one.leaf, one.anchors()) for one in sheets}
    lost = []
    for one in sheets:
        for link in list(one.body.iter("a")):
            lost += _bound(one.leaf, link, there, address)
    return lost


def _bound(leaf: Leaf, link: HtmlElement, there: dict, address: Callable) -> list[str]:
    parts = urlsplit(link.get("href", ""))
    if parts.scheme:
        return []
    page = normpath(join(dirname(leaf.name), parts.path)) if parts.path else f"{leaf.name}.html"
    if page not in there or "href" not in link.attrib:
        _words(link)
        return []
    target, anchors = there[page]
    anchor = unquote(parts.fragment)
    link.set("href", address(leaf, target, anchor))
    link.attrib.pop("title", None)
    if anchor and anchor not in anchors:
        return [f"{leaf.name}: the link to {page}#{anchor} leads nowhere"]
    return []


def _words(link: HtmlElement) -> None:
    """Make a link plain words."""
    link.tag = "span"
    for name in set(link.attrib) - {"id", "class"}:
        del link.attrib[name]


def rename(one: Sheet) -> None:
    """Begin every anchor of a page with its name, so that pages can stand in one file."""
    for part in one.body.iter():
        if not isinstance(part.tag, str):
            continue
        for key in ("id", *(name for name in NAMES_OF if name in part.attrib)):
            if part.get(key):
                part.set(key, " ".join(anchor(one.leaf, name) for name in part.get(key).split()))
        for key, value in part.attrib.items():
            if "url(" in value:
                part.set(key, OWN.sub(rf"url(#{anchor(one.leaf, '')}\1)", value))


def anchor(leaf: Leaf, name: str) -> str:
    """The name of an anchor in a file of all pages."""
    return f"{leaf.key}--{name}"

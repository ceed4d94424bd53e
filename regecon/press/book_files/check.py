"""What a PDF must not have: a link to nowhere, a letter without its font, a cut figure or row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from lxml import html
from pypdf import PageObject, PdfReader
from pypdf.generic import Destination, DictionaryObject

from regecon.press.book_files.still import plain

WHOLE = {"/Figure": "a figure", "/TR": "a row of a table", "/Formula": "a formula"}
OUTSIDE = ("http://", "https://", "mailto:")
# A page with less than this in its stream may be blank and is read.
LITTLE = 4000
HEAD = 2  # lines of a running head and a page number
DRAWN = re.compile(rb"(?m)(?:^|\s)(?:f|f\*|S|B)$")  # something filled or stroked, such as a line


def faults(made: bytes, document: str) -> list[str]:
    """What is wrong with a printed file, a sentence each.

    Parameters
    ----------
    made
        The PDF.
    document
        What was printed.
    """
    reader = PdfReader(BytesIO(made))
    checks = (_tags, _fonts, _links, _empty, _cut)
    found = [sentence for check in checks for sentence in check(reader)]
    return found + _bookmarks(reader, document)


def _tags(reader: PdfReader) -> Iterator[str]:
    root = reader.root_object
    if not root.get("/MarkInfo", {}).get("/Marked") or "/K" not in root.get("/StructTreeRoot", {}):
        yield "the file has no tags for a screen reader"
    if not root.get("/Lang"):
        yield "the file does not say its language"


def _fonts(reader: PdfReader) -> Iterator[str]:
    seen = set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            mark = getattr(font, "idnum", id(font))
            if mark not in seen and not _embedded(font.get_object()):
                yield f"the font {font.get_object().get('/BaseFont')} is not in the file"
            seen.add(mark)


def _embedded(font: DictionaryObject) -> bool:
    if font["/Subtype"] == "/Type3":
        return True  # drawn in the file itself
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    described = inner.get("/FontDescriptor", {}).get_object()
    return any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _links(reader: PdfReader) -> Iterator[str]:
    known = reader.named_destinations
    for number, page in enumerate(reader.pages, 1):
        for mark in page.get("/Annots", []):
            link = mark.get_object()
            if link.get("/Subtype") != "/Link":
                continue
            act = link.get("/A", {})
            place = link.get("/Dest", act.get("/D"))
            if isinstance(place, str) and place not in known:
                yield f"page {number}: a link to {place} leads nowhere"
            elif place is None and not str(act.get("/URI", "")).startswith(OUTSIDE):
                yield f"page {number}: a link to {act.get('/URI')} leads nowhere"


def _empty(reader: PdfReader) -> Iterator[str]:
    for number, page in enumerate(reader.pages, 1):
        content = page.get_contents()
        data = b"" if content is None else content.get_data()
        if len(data) < LITTLE and not DRAWN.search(data) and _lines(page) <= HEAD:
            yield f"page {number} is empty"


def _lines(page: PageObject) -> int:
    """How many lines of text a page has."""
    return len([line for line in page.extract_text().splitlines() if line.strip()])


def _cut(reader: PdfReader) -> Iterator[str]:
    """Figures, formulas and rows of which a part lies on another page."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1)}
    for element in _elements(reader.root_object["/StructTreeRoot"]):
        what = WHOLE.get(element.get("/S"))
        if what is None or _is_head(element):
            continue
        on = sorted({pages[number] for number in _pages(element) if number in pages})
        if len(on) > 1:
            yield f"{what} is cut between pages {on[0]} and {on[-1]}"


def _is_head(element: DictionaryObject) -> bool:
    """Whether it is the head of a table, which stands again on the next page."""
    cells = [kid.get_object() for kid in _kids(element)] if element["/S"] == "/TR" else []
    return bool(cells) and all(cell.get("/S") == "/TH" for cell in cells)


def _kids(element: DictionaryObject) -> list:
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    return list(kids) if isinstance(kids, list) else [kids]


def _elements(top: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every element of the tree of tags."""
    waiting = [top]
    while waiting:
        for kid in _kids(waiting.pop()):
            kid = kid.get_object() if hasattr(kid, "get_object") else kid
            if isinstance(kid, dict) and "/S" in kid:
                yield kid
                waiting.append(kid)


def _pages(element: DictionaryObject) -> Iterator[int]:
    """The numbers of the objects of the pages on which an element stands."""
    for part in (element, *_elements(element)):
        own = part.raw_get("/Pg") if "/Pg" in part else None
        for kid in _kids(part):
            kid = kid.get_object() if hasattr(kid, "get_object") else kid
            if isinstance(kid, dict) and kid.get("/Type") == "/MCR":
                yield kid.raw_get("/Pg").idnum if "/Pg" in kid else own.idnum
            elif isinstance(kid, int) and own is not None:
                yield own.idnum


def headings(document: str) -> list[str]:
    """The headings of a document that is printed, in their order."""
    page = html.document_fromstring(document)
    kinds = ("h1", "h2", "h3", "h4", "h5", "h6")
    found = [e for e in page.iter(*kinds, "p") if e.tag != "p" or e.get("role") == "heading"]
    return [plain(heading) for heading in found]


def bookmarks(entries: list) -> Iterator[str]:
    """The bookmarks of a file, in their order."""
    for entry in entries:
        if isinstance(entry, Destination):
            yield re.sub(r"\s+", " ", entry.title).strip()
        else:
            yield from bookmarks(entry)


def _bookmarks(reader: PdfReader, document: str) -> list[str]:
    there = list(bookmarks(reader.outline))
    wanted = headings(document)
    if there == wanted:
        return []
    lost = [title for title in wanted if title not in set(there)]
    return [f"no bookmark leads to {title}" for title in lost] or ["bookmarks are not in order"]

"""Print a document to PDF: tagged, with bookmarks, and the numbers of pages in its contents."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Page
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from regecon.press.book_files.check import headings
from regecon.press.book_files.paper import Imprint
from regecon.press.paper.pdf import Printer

HERE = Path(__file__).parent
MARGIN = 18  # millimetres to the left and right, as paper.css says
PATIENCE = 20 * 60_000  # milliseconds; the whole book is a thousand pages
NUMBERS = """numbers => document.querySelectorAll("[data-of]").forEach(
  place => { place.textContent = numbers[place.dataset.of] || ""; })"""


def print_book(printer: Printer, document: str, imprint: Imprint) -> bytes:
    """Print what :func:`regecon.press.book_files.paper.document` has made.

    It is printed twice, since the contents can name a page only when there are pages.

    Raises
    ------
    SystemExit
        Something is larger than the sheet and would be cut.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "book.html"
        file.write_text(document, encoding="utf-8")
        with printer.opened(file, MARGIN) as page:
            page.set_default_timeout(PATIENCE)
            cut = page.evaluate((HERE / "fit.js").read_text(encoding="utf-8"))
            if cut:
                told = (f"{name}: {fault} than the sheet: {what}" for name, fault, what in cut)
                raise SystemExit("\n".join(told))
            page.evaluate(NUMBERS, numbers(_printed(page)))
            made = _printed(page)
    return _signed(made, document, imprint)


def _printed(page: Page) -> bytes:
    return page.pdf(prefer_css_page_size=True, tagged=True, outline=True)


def numbers(made: bytes) -> dict[str, int]:
    """The page of every anchor that something in the file links to."""
    reader = PdfReader(BytesIO(made))
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1)}
    places = reader.named_destinations.items()
    return {name.lstrip("/"): pages[place.page.idnum] for name, place in places}


def _signed(made: bytes, document: str, imprint: Imprint) -> bytes:
    """The same file with the names of its makers; tags and links stay as they are."""
    writer = PdfWriter(clone_from=BytesIO(made))
    course = "" if imprint.title == imprint.course else imprint.course
    writer.add_metadata({"/Author": imprint.author, "/Subject": course})
    _spell_bookmarks(writer, headings(document))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _spell_bookmarks(writer: PdfWriter, titles: list[str]) -> None:
    """Write bookmarks as their headings are written.

    The browser drops the space at which a heading breaks in two, and writes one twice whose
    letters begin so near the top of a sheet that it tries them on the sheet before.
    """
    spelt = {"".join(title.split()): title for title in titles}
    spelt |= {key * 2: title for key, title in spelt.items()}
    waiting = [writer.root_object.get("/Outlines", {})]
    while waiting:
        mark = waiting.pop().get_object()
        if "/Title" in mark:
            title = spelt.get("".join(str(mark["/Title"]).split()), mark["/Title"])
            mark[NameObject("/Title")] = TextStringObject(title)
        waiting += [mark[key] for key in ("/First", "/Next") if key in mark]

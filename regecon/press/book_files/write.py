"""Write the book's files: the PDF of the book and of each week, and the EPUB.

``regecon book --pdf --epub`` puts them into ``_build/files``, those of another language into a
folder of its own there. A file that has a fault is not written, and what is wrong is said.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import yaml

from regecon.desk.weeks import read_weeks
from regecon.kit.i18n import _, language
from regecon.press.book_files.check import faults
from regecon.press.book_files.epub import write_epub
from regecon.press.book_files.leaves import Leaf, leaves
from regecon.press.book_files.paper import Imprint, document
from regecon.press.book_files.pdf import print_book
from regecon.press.book_files.sheets import Sheet, sheet
from regecon.press.paper.pdf import PaperError, Printer, printer

NAME = "regional-economics-in-the-field"
CONFIG = "_config.yml"


def write_files(root: Path, site: Path, pdf: bool = True, epub: bool = True) -> list[Path]:
    """Write the files of a built site; return them.

    Parameters
    ----------
    root
        A checkout of the course.
    site
        The built site, in the language of readers.
    pdf, epub
        Which kinds of files.

    Raises
    ------
    SystemExit
        A file has a fault, or there is no Chromium to print with.
    """
    folder = root / "_build" / "files"
    folder = folder if language() == "en" else folder / language()
    folder.mkdir(parents=True, exist_ok=True)
    made = [_write_epub(root, site, folder)] if epub else []
    if not pdf:
        return made
    try:
        with printer() as press:
            return made + _write_pdfs(press, root, site, folder)
    except PaperError as error:
        raise SystemExit(str(error)) from None


def imprint(root: Path, title: str = "") -> Imprint:
    """What the front of a file says; without a title of its own it is the whole book."""
    config = yaml.safe_load((root / CONFIG).read_text(encoding="utf-8"))
    course = _(config["title"])
    year = str(config["copyright"])
    return Imprint(course, title or course, _(config["author"]), year, version("regecon"))


def _write_epub(root: Path, site: Path, folder: Path) -> Path:
    target = folder / f"{NAME}.epub"
    sheets = [sheet(site, leaf) for leaf in leaves(root, site)]
    write_epub(sheets, imprint(root), site, target)
    print(target, flush=True)
    return target


def _write_pdfs(press: Printer, root: Path, site: Path, folder: Path) -> list[Path]:
    every = leaves(root, site)
    made = []
    for week in read_weeks(root):
        pages = [leaf for leaf in every if leaf.name in (week.chapter, week.exercises)]
        if pages:
            target = folder / f"{week.slug}.pdf"
            made.append(write_pdf(press, root, site, pages, target, week=True))
    made.append(write_pdf(press, root, site, every, folder / f"{NAME}.pdf"))
    return made


def write_pdf(
    press: Printer, root: Path, site: Path, pages: list[Leaf], target: Path, week: bool = False
) -> Path:
    """Print some pages as one PDF, and keep it if nothing is wrong with it.

    Parameters
    ----------
    press
        A running browser.
    root, site
        A checkout and its built site.
    pages
        What the file holds.
    target
        The file.
    week
        Whether it bears the title of its first page and not that of the course.

    Raises
    ------
    SystemExit
        Something is wrong with it; each fault is a line.
    """
    sheets: list[Sheet] = [sheet(site, leaf, paper=True) for leaf in pages]
    about = imprint(root, sheets[0].title if week else "")
    text = document(sheets, about, site)
    data = print_book(press, text, about)
    if found := faults(data, text):
        raise SystemExit("\n".join(f"{target.name}: {fault}" for fault in found))
    beside = target.with_name(f".{target.name}")
    beside.write_bytes(data)
    beside.replace(target)
    print(target, flush=True)
    return target

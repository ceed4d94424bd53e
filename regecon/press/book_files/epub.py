"""The book as EPUB 3: one XHTML file for each page, formulas in MathML, pictures in SVG."""

from __future__ import annotations

import time
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from lxml.html import builder
from markupsafe import Markup

from regecon.kit.i18n import language
from regecon.kit.templates import environment
from regecon.press.book_files.leaves import Leaf
from regecon.press.book_files.paper import Imprint
from regecon.press.book_files.sheets import Sheet, bind
from regecon.press.book_files.still import plain
from regecon.press.book_files.xhtml import MATHML, SVG, xhtml

HERE = Path(__file__).parent
FOLDER = "EPUB"
MIMETYPE = "application/epub+zip"
FONTS = "inter-*.woff2"  # the letters of the charts; those of the text are the reader's choice
FORMULAS = "stix-two-math.woff2"


@dataclass(frozen=True)
class File:
    """A page as the package lists it."""

    sheet: Sheet
    text: str
    properties: str

    @property
    def name(self) -> str:
        return name_of(self.sheet.leaf)


def name_of(leaf: Leaf) -> str:
    """The file of a page."""
    return f"{leaf.key}.xhtml"


def write_epub(sheets: list[Sheet], imprint: Imprint, site: Path, target: Path) -> None:
    """Write the book as one EPUB file, whole or not at all.

    Raises
    ------
    SystemExit
        A link leads nowhere.
    """
    lost = bind(sheets, _address)
    if lost:
        raise SystemExit("\n".join(lost))
    files = [_file(one) for one in sheets]
    beside = target.with_name(f".{target.name}")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE, zipfile.ZIP_STORED)
        for name, content in _contents(files, imprint, site):
            package.writestr(name, content)
    beside.replace(target)


def _address(here: Leaf, target: Leaf, name: str) -> str:
    if name:
        return f"#{name}" if here == target else f"{name_of(target)}#{name}"
    return name_of(target)


def _file(one: Sheet) -> File:
    for drawn in one.body.xpath("descendant::svg[@aria-label]"):
        label = builder.TITLE(drawn.attrib.pop("aria-label"))
        drawn.insert(0, label)
    body = xhtml(one.body)
    kinds = {"mathml": MATHML, "svg": SVG}
    found = [kind for kind, space in kinds.items() if body.find(f".//{{{space}}}*") is not None]
    text = etree.tostring(body, encoding="unicode")
    return File(one, text, " ".join(found))


def _contents(files: list[File], imprint: Imprint, site: Path) -> Iterator[tuple[str, str | bytes]]:
    """Every file of the package but the first, with its name."""
    pages = environment(HERE / "reader")
    fonts = sorted((HERE / "static" / "fonts").glob(FONTS))
    fonts.append(site / "_static" / "fonts" / FORMULAS)
    about = {"imprint": imprint, "language": language(), "files": files, "fonts": fonts}
    about |= {"identifier": identifier(imprint), "modified": _now(), "chapters": chapters(files)}
    yield "META-INF/container.xml", pages.get_template("container.html").render()
    for name in ("package.opf", "nav.xhtml", "title.xhtml"):
        template = pages.get_template(f"{Path(name).stem}.html")
        yield f"{FOLDER}/{name}", template.render(about)
    page = pages.get_template("page.html")
    for file in files:
        text = page.render(about, file=file, text=Markup(file.text))
        yield f"{FOLDER}/{file.name}", text
    yield f"{FOLDER}/style.css", (HERE / "static" / "epub.css").read_bytes()
    for font in fonts:
        yield f"{FOLDER}/fonts/{font.name}", font.read_bytes()


def identifier(imprint: Imprint) -> str:
    """The same for every file of one version of the book in one language."""
    name = f"{imprint.course} {imprint.version} {language()}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, name)}"


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def chapters(files: list[File]) -> list[dict]:
    """The contents: chapters, with their sections and the pages under them."""
    found: list[dict] = []
    for file in files:
        entry = {"title": file.sheet.title, "link": file.name, "below": []}
        if file.sheet.leaf.depth and found:
            found[-1]["below"].append(entry)
            continue
        for section in file.sheet.body.xpath("descendant::section[h2][@id]"):
            link = f"{file.name}#{section.get('id')}"
            entry["below"].append({"title": plain(section.find("h2")), "link": link})
        found.append(entry)
    return found

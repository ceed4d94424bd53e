"""A document in .docx: headings, paragraphs, tables, and fields that a teacher fills in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FONT = "Times New Roman"
WIDE = 17.0  # centimetres between the margins of an A4 page
# *stressed*, and [[a field to fill]].
MARKS = re.compile(r"\*([^*]+)\*|\[\[(.+?)\]\]")


class Paper:
    """A document under work.

    Parameters
    ----------
    title, author
        Of its properties.
    language
        A code such as ``ru-RU``, by which spelling is checked.
    """

    def __init__(self, title: str, author: str, language: str):
        self.document = Document()
        self._styles(language)
        self._page()
        about, now = self.document.core_properties, datetime.now(UTC).replace(tzinfo=None)
        about.title, about.author, about.language, about.comments = title, author, language, ""
        about.created = about.modified = now

    def _styles(self, language: str) -> None:
        for name, size in {"Normal": 11, "Title": 18, "Heading 1": 14, "Heading 2": 12}.items():
            style = self.document.styles[name]
            style.font.name, style.font.size = FONT, Pt(size)
            style.font.color.rgb = RGBColor(0, 0, 0)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):
                if key.endswith("Theme"):
                    del fonts.attrib[key]
            for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
                fonts.set(qn(kind), FONT)
        for line in self.document.styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
            line.getparent().remove(line)
        said = OxmlElement("w:lang")
        said.set(qn("w:val"), language)
        self.document.styles["Normal"].element.get_or_add_rPr().append(said)
        self.document.styles["Normal"].paragraph_format.space_after = Pt(6)

    def _page(self) -> None:
        """A4 upright, the page's number beneath."""
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = foot.add_run()
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            part.text = text or None
            run._r.append(part)

    def title(self, text: str) -> None:
        self.document.add_heading(text, level=0).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def heading(self, text: str, level: int = 1) -> None:
        self.document.add_heading(text, level=level)

    def centre(self, *lines: str) -> None:
        for line in lines:
            self.text(line).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def text(self, text: str):
        """A paragraph; ``*stressed*`` is set in italics, ``[[a field]]`` waits to be filled."""
        paragraph = self.document.add_paragraph()
        _write(paragraph, text)
        return paragraph

    def lead(self, text: str) -> None:
        """A paragraph that stays on the page of what it leads to."""
        self.text(text).paragraph_format.keep_with_next = True

    def bullets(self, items: Iterable[str]) -> None:
        for item in items:
            _write(self.document.add_paragraph(style="List Bullet"), item)

    def numbered(self, items: Iterable[str]) -> None:
        """Items with their numbers written out, so that two lists do not count on."""
        for number, item in enumerate(items, 1):
            self.text(f"{number}. {item}")

    def page_break(self) -> None:
        self.document.add_page_break()

    def table(
        self,
        head: list[str],
        rows: Iterable[list[object]],
        widths: list[float],
        total: bool = False,
    ) -> None:
        """A table whose head is repeated on each page.

        Parameters
        ----------
        head, rows
            The first row, set in bold, and the others.
        widths
            The columns' parts of the page's width; they need not add up to anything.
        total
            Whether the last row is a sum, in bold.
        """
        rows = [head, *rows]
        table = self.document.add_table(len(rows), len(head), style="Table Grid")
        table.autofit = False
        centimetres = [WIDE * width / sum(widths) for width in widths]
        for column, width in zip(table.columns, centimetres, strict=True):
            column.width = Cm(width)
        for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
            bold = number == 0 or (total and number == len(rows) - 1)
            _keep(row, number == 0)
            for cell, text, width in zip(row.cells, texts, centimetres, strict=True):
                cell.width = Cm(width)
                _fill(cell, str(text), bold)
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)

    def save(self, path) -> None:
        self.document.save(str(path))


def _keep(row, head: bool) -> None:
    """A row that is not cut by a page; the first returns on every page."""
    for name in ("w:cantSplit", *(("w:tblHeader",) if head else ())):
        row._tr.get_or_add_trPr().append(OxmlElement(name))


def _fill(cell, text: str, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    _write(paragraph, text, bold, 9.5)
    if re.fullmatch(r"[\d ,.]+", text):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _write(paragraph, text: str, bold: bool = False, size: float | None = None) -> None:
    """Words into a paragraph; what is stressed or waits to be filled looks it."""
    end = 0
    for mark in MARKS.finditer(text):
        _run(paragraph, text[end : mark.start()], bold, size)
        run = _run(paragraph, mark[1] or f"[{mark[2]}]", bold, size)
        if mark[1]:
            run.italic = True
        else:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        end = mark.end()
    _run(paragraph, text[end:], bold, size)


def _run(paragraph, text: str, bold: bool, size: float | None):
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    return run

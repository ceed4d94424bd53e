"""The bank as Moodle XML.

The form is that which Moodle's own import reads and its export writes, as in its source,
``question/format/xml/format.php``, and in its documentation of the format: elements and their
order are those of the export, texts are HTML, and a text with a sign of markup lies in CDATA.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from html import escape
from pathlib import Path

from markupsafe import Markup

from regecon.desk.bank import shelves as lms
from regecon.desk.bank.shelves import Shelf
from regecon.desk.bank.wording import html, phrase, plain
from regecon.kit.i18n import _
from regecon.kit.templates import environment

TEMPLATES = Path(__file__).with_name("templates")
TYPES = {
    "choice": "multichoice",
    "numeric": "numerical",
    "matching": "matching",
    "short": "shortanswer",
}


def moodle_xml(shelves: Iterable[Shelf]) -> str:
    """Categories and their questions, as Moodle imports them."""
    template = environment(TEMPLATES).get_template("moodle.xml")
    makers = {"html": html, "phrase": phrase, "plain": plain, "number": number, "lms": lms}
    return template.render(
        shelves=list(shelves), text=text, category=category, types=TYPES,
        right=_("Right."), **makers,
    )  # fmt: skip


def category(path: Iterable[str]) -> str:
    """The path of a category; a slash in a name is written twice."""
    names = [name.replace("/", "//") for name in path]
    return "/".join(["$course$/top", _("Regional Economics in the Field"), *names])


def text(words: str) -> Markup:
    """The element ``text``: as it is, or in CDATA, which ends where its sign does."""
    if escape(words, quote=False) == words:
        return Markup(f"<text>{words}</text>")
    inside = words.replace("]]>", "]]]]><![CDATA[>")
    return Markup(f"<text><![CDATA[{inside}]]></text>")


def number(value: float) -> str:
    """A number with a decimal point and no exponent."""
    return format(Decimal(f"{value:.12g}"), "f")

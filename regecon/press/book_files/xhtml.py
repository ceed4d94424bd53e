"""HTML as the XML that EPUB asks for: in namespaces, with pictures and formulas named for readers.

A parser of HTML writes every name in small letters, and SVG has a few with capitals.
"""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

XHTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"
MATHML = "http://www.w3.org/1998/Math/MathML"
XLINK = "http://www.w3.org/1999/xlink"
EPUB = "http://www.idpf.org/2007/ops"
XML = "http://www.w3.org/XML/1998/namespace"
CAPITALS = ("clipPath", "linearGradient", "radialGradient", "textPath", "viewBox", "clipPathUnits")
CAPITALS += ("gradientUnits", "gradientTransform", "preserveAspectRatio", "patternUnits")
CAPITALS += ("patternTransform", "textLength", "lengthAdjust", "startOffset", "refX", "refY")
WITH_CAPITALS = {name.lower(): name for name in CAPITALS}
# What HTML of today no longer has, and what only the script of a page reads.
OLD = {"border", "align", "valign", "scoped", "novalidate", "autocomplete"}


def xhtml(element: HtmlElement, space: str = XHTML) -> etree._Element:
    """An element of a parsed page as XML."""
    tag = str(element.tag)
    if space == XHTML:
        space = {"svg": SVG, "math": MATHML}.get(tag, XHTML)
    if space == SVG:
        tag = WITH_CAPITALS.get(tag, tag)
    made = etree.Element(f"{{{space}}}{tag}", nsmap={None: space})
    for key, value in element.attrib.items():
        if name := _attribute(key, space):
            made.set(name, value)
    if made.get("lang") and space == XHTML:
        made.set(f"{{{XML}}}lang", made.get("lang"))
    made.text = element.text
    for child in element:
        if not isinstance(child.tag, str):
            _keep_tail(made, child.tail)
            continue
        grown = xhtml(child, space)
        grown.tail = child.tail
        made.append(grown)
    if tag == "math" and (said := made.find(f".//{{{MATHML}}}annotation")) is not None:
        made.set("alttext", said.text or "")
    return made


def _attribute(key: str, space: str) -> str | None:
    """The name of an attribute in XML; none, if XML or a reader has no use for it."""
    if key.startswith(("xmlns", "data-")) or key in OLD:
        return None
    if space == SVG:
        if key.startswith("aria-") or key in ("role", "version", "class"):
            return None  # what a picture says, its figure says in one sentence
        key = WITH_CAPITALS.get(key, key)
    return f"{{{XLINK}}}{key[6:]}" if key.startswith("xlink:") else key


def _keep_tail(made: etree._Element, text: str | None) -> None:
    """The words behind a comment."""
    if len(made):
        made[-1].tail = (made[-1].tail or "") + (text or "")
    else:
        made.text = (made.text or "") + (text or "")

"""Formulas become MathML when the book is built: the browser draws them with no script."""

from __future__ import annotations

from html import escape
from xml.etree import ElementTree

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

# How many parts an element must have.
PARTS = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
}
SCRIPTS = ("msub", "msup", "msubsup", "munder", "mover", "munderover")
UPRIGHT = tuple("ΓΔΘΛΞΠΣΦΨΩ")
THIN = "0.167em"


class FormulaError(SphinxError):
    category = "Formula"


def mathml(tex: str, block: bool = False) -> str:
    r"""A formula in MathML, with the TeX it was written in as an annotation.

    Parameters
    ----------
    tex
        The formula, without dollars.
    block
        Whether it stands on a line of its own.

    Returns
    -------
    str
        A ``math`` element.

    Raises
    ------
    ValueError
        If a brace or a part is missing or a command is unknown; the message names the formula.

    Examples
    --------
    >>> mathml("q^2")[:71]
    '<math display="inline"><semantics><mrow><msup><mi>q</mi><mn>2</mn></msu'
    >>> mathml(r"\vaule")
    Traceback (most recent call last):
    ...
    ValueError: the formula \vaule cannot be set in MathML: \vaule
    """
    bare = tex.replace(r"\{", "").replace(r"\}", "")
    if bare.count("{") != bare.count("}"):
        raise ValueError(f"the formula {tex} cannot be set in MathML: its braces do not match")
    # The converter knows `aligned` under the name of its twin only.
    known = tex.replace("{aligned}", "{split}")
    display = "block" if block else "inline"
    try:
        tree = ElementTree.fromstring(convert(known, display=display))
    except Exception as error:
        raise ValueError(f"the formula {tex} cannot be set in MathML: {error}") from error
    for element in tree.iter():
        # What the converter does not know it hands on as it is.
        if "\\" in (element.text or ""):
            raise ValueError(f"the formula {tex} cannot be set in MathML: {element.text}")
        element.tag = element.tag.rpartition("}")[2]
        if len(element) != PARTS.get(element.tag, len(element)):
            raise ValueError(f"the formula {tex} cannot be set in MathML: a part is missing")
    for element in tree.iter():
        _space(element)
    body = "".join(ElementTree.tostring(part, encoding="unicode") for part in tree)
    source = f'<annotation encoding="application/x-tex">{escape(tex, quote=False)}</annotation>'
    return f'<math display="{display}"><semantics>{body}{source}</semantics></math>'


def _space(element: ElementTree.Element) -> None:
    """Space operators as TeX does, where the browser's own table differs."""
    if element.tag in SCRIPTS:
        for script in element[1:]:
            for sign in script.iter("mo"):
                sign.attrib |= {"lspace": "0", "rspace": "0"}
    for i, part in enumerate(element):
        core = part[0] if part.tag in SCRIPTS else part
        text = core.text or ""
        if core.tag == "mo" and text == "/":
            core.attrib |= {"lspace": "0", "rspace": "0"}
        elif core.tag in ("mi", "mo") and len(text) > 1 and text.isalpha():
            # The name of a function: a thin space, but none towards a sign.
            core.tag = "mo"
            before = i > 0 and element[i - 1].tag != "mo"
            after = i + 1 < len(element) and element[i + 1].tag != "mo"
            core.set("lspace", THIN if before else "0")
            core.set("rspace", THIN if after else "0")
        elif core.tag == "mi" and text in UPRIGHT:
            core.set("mathvariant", "normal")


def _set(self: HTML5Translator, node: nodes.Element, block: bool) -> str:
    try:
        return mathml(node.astext().strip(), block)
    except ValueError as error:
        raise FormulaError(f"{self.builder.current_docname}: {error}") from error


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    start = self.starttag(node, "span", "", CLASS="math notranslate")
    self.body.append(f"{start}{_set(self, node, block=False)}</span>")
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    self.body.append(self.starttag(node, "div", CLASS="math notranslate"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})</span>')
    self.body.append(f"{_set(self, node, block=True)}</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))

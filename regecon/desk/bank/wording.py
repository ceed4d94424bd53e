"""Texts of the bank: figures put in, then HTML for an LMS, or words alone.

A text is prose with ``*emphasis*``, ``**strong words**``, ``code`` between backticks and formulas
between dollars; an empty line begins a paragraph. More an LMS could not show.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from numbers import Real

from regecon.kit.i18n import _, written

FIELD = re.compile(r"\{(?P<name>[A-Za-z_]\w*)(?::(?P<form>[^{}]*))?\}")
MATH = re.compile(r"(?<!\\)\$\$(?P<shown>.+?)\$\$|(?<![\\$])\$(?P<inline>[^$]+?)(?<!\\)\$", re.S)
CODE = re.compile(r"`([^`]+)`")
PER_CENT = re.compile(r"(?<=\d) %")  # a line does not end between them
ROLE = re.compile(r"\{[a-z][\w:-]*\}`|^:::|^```", re.MULTILINE)
# Strong words first: two stars would else be an empty emphasis.
MARKS = ((re.compile(r"\*\*(\S.*?)\*\*", re.S), "strong"), (re.compile(r"\*(\S.*?)\*", re.S), "em"))


def filled(text: str, figures: Mapping[str, float | str]) -> str:
    """A text with its figures put in; braces of a formula that name no figure stay.

    Raises
    ------
    ValueError
        A form does not fit its figure, as ``:.1f`` does not fit a word.

    Examples
    --------
    >>> filled("$x^{n}$: {visits} visits, {share:.1f} %", {"visits": 3300, "share": 2.25})
    '$x^{n}$: 3,300 visits, 2.2 %'
    """

    def figure(found: re.Match) -> str:
        if found["name"] not in figures:
            return found[0]
        try:
            return as_written(figures[found["name"]], found["form"])
        except ValueError as error:
            told = _("the figure {name} cannot be written as {form}: {reason}")
            named = {"name": found["name"], "form": found["form"], "reason": error}
            raise ValueError(told.format(**named)) from None

    def in_tex(found: re.Match) -> str:  # braces are groups there, and a comma ends a clause
        known = found["name"] in figures
        return f"{{{figure(found).replace(',', '{,}')}}}" if known else found[0]

    def formula(found: re.Match) -> str:
        return FIELD.sub(in_tex, found[0])

    return outside(text, lambda prose: FIELD.sub(figure, prose), formula)


def as_written(value: float | str, form: str | None = None) -> str:
    """A figure as a reader sees it: by its form, or else with as many digits as it has."""
    if not isinstance(value, Real):
        return format(value, form or "")
    return written(value, form or ("," if isinstance(value, int) else ",.10g"))


def unknown_fields(text: str, figures: Mapping) -> list[str]:
    """The names in braces, outside formulas, that no figure has."""
    prose = MATH.sub(" ", text)
    return [name for name in fields(prose) if name not in figures]


def fields(text: str) -> list[str]:
    """The names in braces."""
    return [found["name"] for found in FIELD.finditer(text)]


def outside(
    text: str, prose: Callable[[str], str], formula: Callable[[re.Match], str] | None = None
) -> str:
    """A text with something done to its prose and something to each formula."""
    parts, end = [], 0
    for found in MATH.finditer(text):
        parts += [prose(text[end : found.start()]), formula(found) if formula else found[0]]
        end = found.end()
    return "".join([*parts, prose(text[end:])])


def for_mathjax(tex: str, block: bool) -> str:
    """A formula between the signs that the MathJax of an LMS reads."""
    return rf"\[{tex}\]" if block else rf"\({tex}\)"


Formula = Callable[[str, bool], str]


def html(text: str, formula: Formula | None = None) -> str:
    r"""A text as HTML, with formulas for the MathJax of an LMS, or else as they are made.

    Examples
    --------
    >>> html("If $a < b$, *both* & all")
    '<p>If \\(a &lt; b\\), <em>both</em> &amp; all</p>'
    """
    paragraphs = [part for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    return "".join(f"<p>{phrase(part, formula)}</p>" for part in paragraphs)


def phrase(text: str, formula: Formula | None = None) -> str:
    """A text as HTML without paragraphs, on one line."""

    def escaped(words: str) -> str:
        return escape(words, quote=False)

    made = formula or (lambda tex, block: escaped(for_mathjax(tex, block)))
    line = _marked(text, escaped, "<{tag}>{words}</{tag}>", made)
    return PER_CENT.sub("\u00a0%", line)


def plain(text: str) -> str:
    r"""A text as words on one line, its formulas between the signs that MathJax reads.

    Examples
    --------
    >>> plain("*Both* of $a < b$")
    'Both of \\(a < b\\)'
    """
    return _marked(text, str, "{words}", for_mathjax)


def _marked(text: str, escaped: Callable[[str], str], markup: str, made: Formula) -> str:
    """A text with its marks made into markup; formulas and code are kept out of it meanwhile."""
    kept: list[str] = []

    def keep(words: str) -> str:
        kept.append(words)
        return f"\0{len(kept) - 1}\0"

    def formula(found: re.Match) -> str:
        tex = " ".join((found["shown"] or found["inline"]).split())
        return keep(made(tex, bool(found["shown"])))

    line = " ".join(outside(text.replace("\0", ""), str, formula).split())
    code = CODE.sub(lambda found: keep(markup.format(tag="code", words=escaped(found[1]))), line)
    line = escaped(code.replace(r"\$", "$"))
    for mark, tag in MARKS:
        line = mark.sub(lambda found, tag=tag: markup.format(tag=tag, words=found[1]), line)
    return re.sub("\0(\\d+)\0", lambda found: kept[int(found[1])], line)

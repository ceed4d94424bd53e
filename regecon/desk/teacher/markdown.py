"""Texts of a sheet as HTML for plan and kit: Markdown, formulas, and the book's roles in words."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from regecon.data import load
from regecon.desk.teacher.numbers import Value, filled
from regecon.kit.i18n import _

TARGET = re.compile(r" *<[^>]*>\Z")
INITIALS = re.compile(r" (?:[A-ZА-ЯЁ][\w]?\.[- ]?)+\Z")


def block(text: str, numbers: dict[str, Value]) -> Markup:
    """A text of several paragraphs, its fields filled."""
    return whole(filled(text, numbers))


def whole(text: str) -> Markup:
    """A text of several paragraphs that has no fields."""
    return Markup(_reader().render(text))


def inline(text: str, numbers: dict[str, Value]) -> Markup:
    """A text of one paragraph, its fields filled."""
    return Markup(_reader().renderInline(filled(text.strip(), numbers)))


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "typographer": True})
    reader.enable(["table", "smartquotes"])
    reader.use(dollarmath_plugin, renderer=_formula)
    reader.use(myst_role_plugin)
    reader.add_render_rule("myst_role", _role)
    reader.add_render_rule("table_open", _table)
    return reader


def _formula(tex: str, options: dict) -> str:
    return convert(tex, display="block" if options["display_mode"] else "inline")


def _table(_renderer, _tokens, _place, _options, _env) -> str:
    """A table that a keyboard can scroll, where the window is narrow."""
    return '<table tabindex="0">\n'


def _role(_renderer, tokens, place, _options, _env) -> str:
    """A role in words: paper has no links."""
    name, content = tokens[place].meta["name"], tokens[place].content
    kind = name.partition(":")[0]
    if kind == "cite":
        cited = [reference(key, name == "cite:t") for key in content.split(",")]
        told = ", ".join(cited) if name == "cite:t" else f"({'; '.join(cited)})"
        return str(escape(told))
    if kind == "fact":
        return ""
    if kind in ("py", "dataset"):
        return str(Markup("<code>{}</code>").format(content.lstrip("~")))
    return str(escape(TARGET.sub("", content)))


def reference(key: str, running: bool = True) -> str:
    """Who wrote a work, and when; as part of a sentence, or in brackets.

    Examples
    --------
    >>> reference("butler_1980"), reference("butler_1980", running=False)
    ('Butler (1980)', 'Butler, 1980')
    """
    row = _references().loc[key.strip()]
    authors = row.authors if isinstance(row.authors, str) else row.title
    names = [INITIALS.sub("", name.strip()) for name in authors.split(";")]
    words = {1: "{first}", 2: _("{first} and {second}")}.get(len(names), _("{first} and others"))
    who = words.format(first=names[0], second=names[-1])
    if pd.isna(row.year):
        return who
    return f"{who} ({row.year:.0f})" if running else f"{who}, {row.year:.0f}"


@cache
def _references() -> pd.DataFrame:
    return load("references").set_index("key")

"""The list of methods with the question each family answers, from the modules themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from inspect import getdoc, getmembers, isfunction
from itertools import takewhile
from pathlib import Path
from types import ModuleType

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from regecon.kit.i18n import _
from regecon.press.complete import names_in
from regecon.press.made_pages import title_of, write_made_pages
from regecon.press.sphinx.directives import Parsed

PACKAGE = "regecon.methods"


class MethodsDirective(Parsed):
    """Every function under its family, each a link, with the first line of its docstring."""

    def run(self):
        # These are docstrings: Sphinx translates them, with those on the pages of the families.
        texts = [self._family(name) for name in names_in("methods")]
        return [
            nodes.container("", *self.parse_text_to_nodes(text), classes=["method-family"])
            for text in texts
        ]

    @staticmethod
    def _family(name: str) -> str:
        module = import_module(f"{PACKAGE}.{name}")
        question = (getdoc(module) or "").split("\n\n")[0].replace("\n", " ")
        lines = [f"**[{title_of(name)}](/book/methods/{name}.md)** {question}", ""]
        for function, member in getmembers(module, isfunction):
            if member.__module__ == module.__name__ and not function.startswith("_"):
                first = (getdoc(member) or "").splitlines()[0]
                lines.append(f"- {{py:func}}`{function} <{PACKAGE}.{name}.{function}>`: {first}")
        return "\n".join(lines)


def families_in(module: ModuleType) -> set[str]:
    """The families of methods that a module uses, itself or through a case."""
    homes = {
        member.__name__ if isinstance(member, ModuleType) else getattr(member, "__module__", "")
        for member in vars(module).values()
    }
    own = {home.removeprefix(f"{PACKAGE}.") for home in homes if home.startswith(f"{PACKAGE}.")}
    cases = {home for home in homes if home.startswith("regecon.cases.")}
    return own.union(*(families_in(import_module(case)) for case in cases - {module.__name__}))


class MethodWeeksDirective(Parsed):
    """The weeks that teach the family that the page is named after, and what shows it moving."""

    def run(self):
        family = Path(self.env.docname).name
        weeks = self.week_links("methods", family)
        told = _("No week that is written teaches it yet.")
        if weeks:
            told = _("Taught in week {weeks}.").format(weeks=weeks)
        shown = ", ".join(self._explorers(family))
        if shown:
            told += " " + _("Move it yourself: {explorers}.").format(explorers=shown)
        return [self.box(told, "method-weeks")]

    def _explorers(self, family: str) -> Iterator[str]:
        for week in self.weeks():
            for name in week.explorers:
                module = import_module(f"regecon.explorers.{name.replace('-', '_')}")
                if family in families_in(module):
                    yield f"[{module.EXPLORER.title}](/{week.chapter}.md)"


def write_pages(app: Sphinx, config: Config) -> None:
    """Write the pages that hold one generated thing, before the table of contents is read."""
    write_made_pages(Path(app.srcdir))


HEAD = re.compile(r"(?P<names>\w+(?:, \w+)+)(?P<kind> : .*)?")


def split_fields(lines: list[str]) -> list[str]:
    """A docstring in which each attribute has an entry of its own.

    Numpy's style lets several names share a head; Napoleon takes such a head for one name.

    Examples
    --------
    >>> split_fields(["Attributes", "----------", "low, high", "    The bounds."])[2:]
    ['low', '    The bounds.', 'high', '    The bounds.']
    """
    found, inside, at = [], False, 0
    while at < len(lines):
        line, at = lines[at], at + 1
        if at < len(lines) and lines[at].startswith("---"):
            inside = line == "Attributes"
        head = HEAD.fullmatch(line) if inside else None
        if not head:
            found.append(line)
            continue
        body = list(takewhile(lambda told: not told or told[0] == " ", lines[at:]))
        at += len(body)
        for name in head["names"].split(", "):
            found += [name + (head["kind"] or ""), *body]
    return found


def _split(_app: Sphinx, _what: str, _name: str, _of: object, _options: object, lines: list[str]):
    lines[:] = split_fields(lines)


def setup(app: Sphinx) -> None:
    app.connect("autodoc-process-docstring", _split, priority=400)  # before Napoleon
    app.connect("config-inited", write_pages, priority=100)
    app.add_directive("method-weeks", MethodWeeksDirective)
    app.add_directive("method-list", MethodsDirective)

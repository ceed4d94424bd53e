"""The list of methods with the question each family answers, from the modules themselves."""

from __future__ import annotations

from importlib import import_module
from inspect import getdoc, getmembers, isfunction
from pathlib import Path

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


class MethodWeeksDirective(Parsed):
    """The weeks that teach the family that the page is named after."""

    def run(self):
        weeks = self.week_links("methods", Path(self.env.docname).name)
        told = _("No week that is written teaches it yet.")
        if weeks:
            told = _("Taught in week {weeks}.").format(weeks=weeks)
        return [self.box(told, "method-weeks")]


def write_pages(app: Sphinx, config: Config) -> None:
    """Write the pages that hold one generated thing, before the table of contents is read."""
    write_made_pages(Path(app.srcdir))


def setup(app: Sphinx) -> None:
    app.connect("config-inited", write_pages, priority=100)
    app.add_directive("method-weeks", MethodWeeksDirective)
    app.add_directive("method-list", MethodsDirective)

"""The list of methods with the question each family answers, from the modules themselves."""

from __future__ import annotations

from importlib import import_module
from inspect import getdoc, getmembers, isfunction

from docutils import nodes
from sphinx.application import Sphinx

from regecon.press.complete import names_in
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
        title = name.replace("_", " ").capitalize()
        lines = [f"**[{title}](/book/methods/{name}.md)** {question}", ""]
        for function, member in getmembers(module, isfunction):
            if member.__module__ == module.__name__ and not function.startswith("_"):
                first = (getdoc(member) or "").splitlines()[0]
                lines.append(f"- {{py:func}}`{function} <{PACKAGE}.{name}.{function}>`: {first}")
        return "\n".join(lines)


def setup(app: Sphinx) -> None:
    app.add_directive("method-list", MethodsDirective)

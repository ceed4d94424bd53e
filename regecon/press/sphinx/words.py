"""The book in the reader's language: which it is, where its catalogues lie, how its numbers look.

Chapters are translated by Sphinx: ``make words`` writes a catalogue for each page. Labs are
translated cell by cell before Sphinx sees them, as are the notebooks that students run.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
import sphinx
from docutils import nodes
from myst_nb.ext.glue.roles import PasteTextRole
from myst_nb.sphinx_ import Parser
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import init as open_catalogues
from sphinx.parsers import RSTParser

from regecon.desk.prose import notebook_in_language, page_locale
from regecon.kit.i18n import language, locale_folder, localised

METHODS = "book/methods/"
METHODS_LIST = f"{METHODS}index"  # its lines are written in Markdown
LABS = "notebooks/"
TRANSLATED = "<translated>"  # with which Sphinx marks the source of a message that it parses


def set_language(app: Sphinx, config: Config) -> None:
    """One setting for program and book."""
    config.language = language()
    config.locale_dirs = [str(folder) for folder in (page_locale(app.srcdir), locale_folder())]
    config.gettext_compact = False
    config.gettext_location = False
    own = Path(sphinx.package_dir) / "locale"
    if language() != "en":
        open_catalogues([*config.locale_dirs, str(own)], language())


class PageParser(Parser):
    """Reads pages; the messages of docstrings are reStructuredText, as docstrings are."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        message = document.current_source.endswith(TRANSLATED)
        if message and self.env.docname.startswith(METHODS) and self.env.docname != METHODS_LIST:
            parser = RSTParser()
            parser.set_application(self._app)
            parser.parse(inputstring, document)
        else:
            super().parse(inputstring, document)


class NumberRole(PasteTextRole):
    """``{glue:text}`name:.1f` ``: a number of the page, written as the language writes it.

    Sphinx parses a translated message as a document of its own. The numbers are those of the
    page that is being read.
    """

    def run(self):
        page = self.document.settings.env.temp_data
        message = "nb_renderer" not in self.document
        if not message:
            page["nb_renderer"] = self.document["nb_renderer"]
        elif "nb_renderer" in page:
            self.document["nb_renderer"] = page["nb_renderer"]
        made, told = super().run()
        if message:
            self.document.attributes.pop("nb_renderer", None)  # it cannot be kept on disk
        for node in made:
            if ":" in self.text and isinstance(node, nodes.inline):
                text = localised(node.astext())
                node.clear()
                node += nodes.Text(text)
        return made, told


def translate_lab(app: Sphinx, page: str, source: list[str]) -> None:
    """Put a lab's text cells into the language of the book."""
    if language() != "en" and page.startswith(LABS) and source[0].lstrip().startswith("{"):
        notebook = nbformat.reads(source[0], as_version=4)
        source[0] = nbformat.writes(notebook_in_language(notebook))


def setup(app: Sphinx) -> None:
    app.connect("config-inited", set_language, priority=100)
    app.connect("source-read", translate_lab)
    app.add_source_parser(PageParser, override=True)
    app.add_role_to_domain("glue", "text", NumberRole(), override=True)

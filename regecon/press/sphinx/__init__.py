"""The book's Sphinx extension: theme, scripts, roles, directives and the execution cache."""

from __future__ import annotations

from sphinx.application import Sphinx

from regecon.press.sphinx import (
    assets,
    cache,
    coverage,
    directives,
    doors,
    exercises,
    facts,
    figures,
    formulas,
    frames,
    hosting,
    methods,
    parallel,
    quiz,
    roles,
    search,
    tables,
    theme,
    told,
    words,
)


def setup(app: Sphinx) -> dict:
    # Jupyter Book always sets this value of an extension that we do not load.
    app.add_config_value("comments_config", {}, "")
    text = (formulas, roles, facts, directives, coverage, doors, quiz, tables, methods)
    pages = (*text, exercises, figures, frames, hosting, search)
    for module in (told, words, theme, cache, parallel, assets, *pages):
        module.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

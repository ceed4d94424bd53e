"""The book's Sphinx extension: theme, scripts, roles, directives and the execution cache."""

from __future__ import annotations

from sphinx.application import Sphinx

from regecon.kit.sphinx import assets, cache, directives, roles, theme


def setup(app: Sphinx) -> dict:
    for module in (theme, cache, assets, roles, directives):
        module.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

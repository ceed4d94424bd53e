"""The book's Sphinx extension: theme, scripts, roles, directives and the execution cache."""

from __future__ import annotations

from importlib import import_module

from sphinx.application import Sphinx

# Loaded when Sphinx asks for them, and not by whoever reads a single one of these modules.
TEXT = ("formulas", "roles", "facts", "directives", "coverage", "doors", "quiz", "tables")
PAGES = ("methods", "region", "exercises", "figures", "frames", "hosting", "search", "citing")
TEACHERS = ("teaching", "assessment")
MODULES = ("told", "words", "theme", "cache", "parallel", "assets", *TEXT, *PAGES, *TEACHERS)


def setup(app: Sphinx) -> dict:
    # Jupyter Book always sets this value of an extension that we do not load.
    app.add_config_value("comments_config", {}, "")
    for name in MODULES:
        import_module(f"{__name__}.{name}").setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""Markup as Jinja templates with autoescape, whose words are translated where they stand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from regecon.kit.i18n import _, in_context, plural, written


@cache
def environment(folder: Path) -> Environment:
    """The templates of a folder.

    They know ``_``, ``plural``, ``in_context`` and ``written``; every text is escaped, and a value
    that a template asks for and does not get is an error.
    """
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"_": _, "plural": plural, "in_context": in_context, "written": written}
    return made

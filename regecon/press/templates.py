"""The pieces of pages that are made from tables, as Jinja templates with autoescape.

They lie in ``theme/parts``. Words are translated where they stand, by ``_``, ``plural`` and
``in_context``; numbers are written by ``written``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from regecon.kit.i18n import _, in_context, plural, written

PARTS = Path(__file__).parent / "theme" / "parts"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(PARTS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"_": _, "plural": plural, "in_context": in_context, "written": written}
    return made


def render(template: str, **values) -> str:
    """A piece of a page.

    Parameters
    ----------
    template
        The name of the template without its ending.
    values
        What it shows; every text is escaped, and a value that it asks for and does not get is
        an error.
    """
    return _environment().get_template(f"{template}.html").render(**values)

"""The pieces of pages that are made from tables or masters; they lie in ``theme/parts``."""

from __future__ import annotations

from pathlib import Path

from regecon.kit.templates import environment

PARTS = Path(__file__).parent / "theme" / "parts"


def render(template: str, **values) -> str:
    """A piece of a page.

    Parameters
    ----------
    template
        The name of the template without its ending.
    values
        What it shows.
    """
    return environment(PARTS).get_template(f"{template}.html").render(**values)

"""Numbers in the prose come from the data: a page publishes them, the text names them."""

from __future__ import annotations

from collections.abc import Mapping


def publish(numbers: Mapping[str, float | str]) -> None:
    """Make the numbers of a page available to its text as ``{glue:text}`NAME:.1f` ``.

    Parameters
    ----------
    numbers
        Name to value; text stays text.
    """
    from myst_nb import glue

    for name, value in numbers.items():
        glue(name, value if isinstance(value, str) else float(value), display=False)

"""The interactive figures of the course: a module each, with model, chart, controls and words."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules

from regecon.kit.explorer import Explorer


def explorer_names() -> list[str]:
    """The names that ``explorer`` knows, sorted."""
    return sorted(module.name.replace("_", "-") for module in iter_modules(__path__))


def explorer(name: str) -> Explorer:
    """The explorer of that name, ready to be shown.

    Parameters
    ----------
    name
        As ``explorer_names()`` lists it, such as ``"resort-ceiling"``.

    Returns
    -------
    Explorer
        Displays itself when it is the last line of a cell.

    Raises
    ------
    ValueError
        There is no such explorer, and the message lists the nearest names; or its module does
        not end in an ``EXPLORER`` of that name.
    """
    if name not in explorer_names():
        near = get_close_matches(str(name), explorer_names(), n=3, cutoff=0.3)
        known = " or ".join(map(repr, near or explorer_names()))
        raise ValueError(f"no explorer named {name!r}; did you mean {known}?")
    module = name.replace("-", "_")
    found = getattr(import_module(f"{__name__}.{module}"), "EXPLORER", None)
    if not isinstance(found, Explorer) or found.name != name:
        raise ValueError(
            f'regecon/explorers/{module}.py has to end in EXPLORER = Explorer(name="{name}", ...)'
        )
    return found

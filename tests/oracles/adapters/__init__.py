"""One module per method family; each has ``ADAPTERS``: method key -> function of the inputs.

An adapter returns a dict with at least the keys of the case's ``expected``.
"""

from importlib import import_module
from pkgutil import iter_modules


def all_adapters() -> dict:
    adapters = {}
    for module in iter_modules(__path__):
        adapters |= import_module(f"{__name__}.{module.name}").ADAPTERS
    return adapters

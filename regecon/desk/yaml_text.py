"""YAML in the course's files: masters, quizzes, the table of weeks."""

from __future__ import annotations

from typing import Any

import yaml

# The parser in C takes a tenth of the time of that in Python; where it is not built in, that one.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str) -> Any:
    """What a text in YAML says.

    Raises
    ------
    yaml.YAMLError
        It is no YAML; the message names line and column.

    Examples
    --------
    >>> read_yaml("name: growth\\npoints: 3")
    {'name': 'growth', 'points': 3}
    """
    return yaml.load(text, Loader=Loader)

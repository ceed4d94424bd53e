"""What a reader can set in an explorer: a slider, a choice of one, a set of ticks.

Each control has a list of ``values``; a state of an explorer picks one of them per control.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from regecon.kit.i18n import localised


@dataclass(frozen=True)
class Slider:
    """A number from a short list.

    Attributes
    ----------
    name, label, unit
        The model's argument, and what the reader reads.
    values
        The numbers that can be chosen, in order.
    default
        The number at the start.
    text
        How a number is written, as a format such as ``"{:.1f}"``.
    """

    name: str
    label: str
    values: Sequence[float]
    default: float
    unit: str = ""
    text: str = "{:g}"
    kind = "slider"

    def write(self, value: float) -> str:
        return localised(self.text.format(value).replace("%", " %"))


@dataclass(frozen=True)
class Choice:
    """One of a few named options; ``options`` maps value to label."""

    name: str
    label: str
    options: Mapping[Any, str]
    default: Any
    kind = "choice"

    @property
    def values(self) -> list:
        return list(self.options)

    def write(self, value: Any) -> str:
        return self.options[value]


@dataclass(frozen=True)
class Checks:
    """Any subset of a few named options; a value is the tuple of those that are ticked."""

    name: str
    label: str
    options: Mapping[str, str]
    default: tuple[str, ...]
    kind = "checks"

    @property
    def values(self) -> list[tuple[str, ...]]:
        """All subsets; option number k is ticked in those whose index has bit k set."""
        keys = list(self.options)
        return [
            tuple(key for key, tick in zip(keys, reversed(ticks), strict=True) if tick)
            for ticks in product((False, True), repeat=len(keys))
        ]

    def write(self, value: tuple[str, ...]) -> str:
        return ", ".join(self.options[key] for key in value)


Control = Slider | Choice | Checks


def position(control: Control, value: Any, explorer: str) -> int:
    """The place of a value in the control's list.

    Raises
    ------
    ValueError
        If the control cannot take that value; the message lists what it can take.
    """
    values = list(control.values)
    if isinstance(control, Checks):
        unknown = [key for key in value if key not in control.options]
        if isinstance(value, str) or unknown:
            raise ValueError(
                f"{explorer}, {control.name}: expected a tuple out of "
                f"{', '.join(map(repr, control.options))}; got {value!r}"
            )
        value = tuple(key for key in control.options if key in value)
    if value not in values:
        shown = ", ".join(map(repr, values[:12])) + (", ..." if len(values) > 12 else "")
        raise ValueError(f"{explorer}, {control.name}: expected one of {shown}; got {value!r}")
    return values.index(value)

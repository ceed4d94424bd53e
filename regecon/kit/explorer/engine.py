"""The explorer as an object: its parts, its states and what each state shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import altair as alt
import pandas as pd

from regecon.kit.chart import specification, with_rows
from regecon.kit.explorer.controls import Control, position


@dataclass(frozen=True)
class Headline:
    """A number above the chart: its value, the text that shows it, and its label."""

    label: str
    value: float
    text: str


@dataclass(frozen=True)
class View:
    """What one state of a part shows: rows for the chart, headline numbers, a sentence."""

    rows: pd.DataFrame
    headlines: tuple[Headline, ...] = ()
    sentence: str = ""


@dataclass(frozen=True)
class Part:
    """A share of the explorer that depends on some of its controls only.

    ``model`` takes those controls as keyword arguments and returns a ``View`` with the same
    columns and the same number of headlines in every state. Parts keep the published page
    small: two parts of 60 states each stand for 3,600 states of the explorer.
    """

    controls: tuple[str, ...]
    model: Callable[..., View]


@dataclass(frozen=True)
class Preset:
    """A named setting that tells a step of the story; other controls go to their default."""

    label: str
    state: Mapping[str, Any]


@dataclass(frozen=True)
class Prediction:
    """The question a reader answers before the explorer opens.

    ``choices`` maps each answer to the reply it gets.
    """

    question: str
    choices: Mapping[str, str]


@dataclass(frozen=True)
class Model:
    """An interactive figure with a live form and a published one.

    Attributes
    ----------
    name
        Its name in ``data-explorer`` and in the list of explorers.
    title, kicker
        The heading, and what kind of figures it rests on ("stylised case, SYNTHETIC").
    controls
        Two to four of them.
    parts
        Named parts; the chart draws each from the data set of that name.
    chart
        A function without arguments that returns the Altair chart on named data.
    prediction
        The question that unlocks the explorer.
    alt
        What the chart shows, for someone who cannot see it.
    source, limits
        Where the figures come from; what the model leaves out.
    presets
        Two or three named settings.
    pattern
        The road it belongs to: novokuznetsk, sheregesh, biysk or nothing.
    """

    name: str
    title: str
    kicker: str
    controls: Sequence[Control]
    parts: Mapping[str, Part]
    chart: Callable[[], alt.TopLevelMixin]
    prediction: Prediction
    alt: str
    source: str
    limits: str
    presets: Sequence[Preset] = ()
    pattern: str = ""

    def __post_init__(self):
        known = {control.name for control in self.controls}
        for name, part in self.parts.items():
            if unknown := set(part.controls) - known:
                raise ValueError(
                    f"{self.name}: the part {name!r} depends on {', '.join(sorted(unknown))}, "
                    f"but the controls are {', '.join(sorted(known))}"
                )
        for preset in self.presets:
            self.state(**preset.state)

    def state(self, **values: Any) -> dict[str, Any]:
        """A complete, checked state: the defaults with some values changed.

        Raises
        ------
        ValueError
            If a control does not exist or cannot take the value.
        """
        known = {control.name: control for control in self.controls}
        for name in values:
            if name not in known:
                raise ValueError(f"{self.name}: no control {name!r}; there are {', '.join(known)}")
        state = {}
        for name, control in known.items():
            wanted = values.get(name, control.default)
            state[name] = control.values[position(control, wanted, self.name)]
        return state

    def views(self, **values: Any) -> dict[str, View]:
        """What every part shows in a state."""
        state = self.state(**values)
        return {name: self._view(part, state) for name, part in self.parts.items()}

    def headlines(self, **values: Any) -> list[Headline]:
        """The headline numbers of a state."""
        return [line for view in self.views(**values).values() for line in view.headlines]

    def sentence(self, **values: Any) -> str:
        """The sentence that says in words what a state shows."""
        return join(view.sentence for view in self.views(**values).values())

    @cached_property
    def specification(self) -> dict:
        """The chart as a specification whose named data are still to come; the same in any state.

        To make one takes longer than all the sums of a state.
        """
        return specification(self.chart())

    def drawn(self, views: Mapping[str, View]) -> dict:
        """The specification with the rows of a state in it."""
        rows = {name: records(view.rows) for name, view in views.items()}
        return with_rows(self.specification, rows)

    def states_of(self, part: Part) -> Iterator[dict[str, Any]]:
        """All states of a part's own controls, the last control turning fastest."""
        controls = [self._control(name) for name in part.controls]
        for combination in product(*(control.values for control in controls)):
            yield dict(zip(part.controls, combination, strict=True))

    def _control(self, name: str) -> Control:
        return next(control for control in self.controls if control.name == name)

    @staticmethod
    def _view(part: Part, state: Mapping[str, Any]) -> View:
        return part.model(**{name: state[name] for name in part.controls})


def join(sentences) -> str:
    """The sentences of the parts as one text."""
    return " ".join(text for text in sentences if text)


def records(frame: pd.DataFrame) -> list[dict]:
    """A frame as the list of rows that Vega reads; missing values become null."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")

"""The live form of an explorer: ipywidgets, for a notebook with a kernel."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as widgets

from regecon.kit.chart import notebook_html
from regecon.kit.explorer.controls import Checks, Choice, Control
from regecon.kit.explorer.engine import Model, join
from regecon.kit.i18n import _

WIDE = widgets.Layout(width="100%")
LABEL = {"description_width": "initial"}


def live(explorer: Model) -> widgets.VBox:
    """The explorer as a box of widgets.

    The box has the attributes ``controls`` (name to widget), ``state()``, ``sentence`` (the
    widget that holds the sentence) and ``headline_texts()``, which the tests read.
    """
    return LiveExplorer(explorer)


class LiveExplorer(widgets.VBox):
    """A box that redraws itself when a control changes."""

    def __init__(self, explorer: Model):
        self.explorer = explorer
        self.controls = {control.name: _widget(control) for control in explorer.controls}
        self.numbers = widgets.HTML()
        self.chart = widgets.HTML(layout=WIDE)
        self.sentence = widgets.HTML()
        self.prediction = self._ask()
        self.panel = widgets.VBox(
            [self._buttons(), *self.controls.values(), self.numbers, self.chart, self.sentence]
        )
        self.panel.layout.display = "none"
        for control in self.controls.values():
            control.observe(self._changed, names="value")
        head = widgets.HTML(f"<h3>{escape(explorer.title)}</h3><p>{escape(explorer.kicker)}</p>")
        limits = _("What this model leaves out:")
        foot = widgets.HTML(
            f"<small>{escape(explorer.source)} {escape(limits)} {escape(explorer.limits)}</small>"
        )
        super().__init__([head, self.prediction, self.panel, foot])
        self._redraw()

    def state(self) -> dict[str, Any]:
        """The values that are set now."""
        return {name: widget.value for name, widget in self.controls.items()}

    def set(self, **values: Any) -> None:
        """Set some controls; a wrong value is a ValueError."""
        self._setting = True
        try:
            for name, value in self.explorer.state(**(self.state() | values)).items():
                self.controls[name].value = value
        finally:
            self._setting = False
        self._redraw()

    def unlock(self, reply: str = "") -> None:
        """Open the explorer after the prediction, or without one."""
        self.prediction.children = (*self.prediction.children[:1], widgets.HTML(escape(reply)))
        self.panel.layout.display = ""

    _setting = False

    def _changed(self, change) -> None:
        if not self._setting:
            self._redraw()

    def _redraw(self) -> None:
        views = self.explorer.views(**self.state())
        self.headlines = [line for view in views.values() for line in view.headlines]
        self.numbers.value = " &emsp; ".join(
            f"<b style='font-size:1.4em'>{escape(line.text)}</b> {escape(line.label)}"
            for line in self.headlines
        )
        self.sentence.value = escape(join(view.sentence for view in views.values()))
        self.chart.value = notebook_html(self.explorer.drawn(views), self.explorer.alt)

    def _ask(self) -> widgets.VBox:
        question = widgets.HTML(escape(self.explorer.prediction.question))
        buttons = []
        for choice, reply in self.explorer.prediction.choices.items():
            button = widgets.Button(description=choice, layout=widgets.Layout(width="auto"))
            button.on_click(lambda _button, reply=reply: self.unlock(reply))
            buttons.append(button)
        skip = widgets.Button(description=_("Skip the question"))
        skip.on_click(lambda _button: self.unlock())
        return widgets.VBox([question, widgets.Box([*buttons, skip], layout=_wrap())])

    def _buttons(self) -> widgets.Box:
        buttons = []
        for preset in self.explorer.presets:
            button = widgets.Button(description=preset.label, layout=widgets.Layout(width="auto"))
            state = self.explorer.state(**preset.state)
            button.on_click(lambda _button, state=state: self.set(**state))
            buttons.append(button)
        reset = widgets.Button(description=_("Reset"), layout=widgets.Layout(width="auto"))
        reset.on_click(lambda _button: self.set(**self.explorer.state()))
        return widgets.Box([*buttons, reset], layout=_wrap())


def _wrap() -> widgets.Layout:
    return widgets.Layout(display="flex", flex_flow="row wrap")


def _widget(control: Control) -> widgets.Widget:
    if isinstance(control, Checks):
        ticks = [
            widgets.Checkbox(value=key in control.default, description=text, indent=False)
            for key, text in control.options.items()
        ]
        return TickBox(control, ticks)
    if isinstance(control, Choice):
        options = [(text, value) for value, text in control.options.items()]
        return widgets.RadioButtons(
            options=options, value=control.default, description=control.label, style=LABEL
        )
    options = [(f"{control.write(value)} {control.unit}", value) for value in control.values]
    return widgets.SelectionSlider(
        options=options,
        value=control.default,
        description=control.label,
        style=LABEL,
        layout=WIDE,
        continuous_update=False,
    )


class TickBox(widgets.VBox):
    """Ticks with one value: the tuple of the options that are ticked."""

    def __init__(self, control: Checks, ticks: list[widgets.Checkbox]):
        self.names, self.ticks = list(control.options), ticks
        super().__init__([widgets.HTML(escape(control.label)), widgets.Box(ticks, layout=_wrap())])

    @property
    def value(self) -> tuple[str, ...]:
        return tuple(key for key, tick in zip(self.names, self.ticks, strict=True) if tick.value)

    @value.setter
    def value(self, keys: tuple[str, ...]) -> None:
        for key, tick in zip(self.names, self.ticks, strict=True):
            tick.value = key in keys

    def observe(self, handler, names="value", type="change") -> None:
        if not hasattr(self, "ticks") or names != "value":
            super().observe(handler, names=names, type=type)
            return
        for tick in self.ticks:
            tick.observe(handler, names="value")

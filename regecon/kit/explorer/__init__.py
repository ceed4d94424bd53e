"""The explorer engine: one object, two lives.

An explorer joins a model (a function of the controls), a chart and words. In a live kernel it
is made of ipywidgets; in the published page every state is computed beforehand and the page's
script swaps the rows. Nobody writes a widget twice.
"""

from regecon.kit.explorer.controls import Checks, Choice, Slider
from regecon.kit.explorer.engine import Headline, Part, Prediction, Preset, View
from regecon.kit.explorer.faces import Explorer

__all__ = [
    "Checks",
    "Choice",
    "Explorer",
    "Headline",
    "Part",
    "Prediction",
    "Preset",
    "Slider",
    "View",
]

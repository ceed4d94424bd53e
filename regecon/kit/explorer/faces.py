"""An explorer shows itself: baked in a page of the book, as widgets beside a kernel."""

from __future__ import annotations

from regecon.kit.chart import baking
from regecon.kit.explorer.engine import Model


class Explorer(Model):
    """A model with controls, chart and words that shows itself in whichever life it is."""

    def widget(self):
        """The live form, for a notebook with a kernel."""
        from regecon.kit.explorer.live import live

        return live(self)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        if baking():
            from regecon.kit.explorer.bake import baked

            return {"text/html": baked(self), "text/plain": self.sentence()}
        return self.widget()._repr_mimebundle_(include=include, exclude=exclude)

"""The states in which every explorer is checked, in the page and in the kernel."""

from __future__ import annotations

import random

from regecon.kit.explorer import Explorer

SEED = 218
COUNT = 24


def sample_states(explorer: Explorer) -> list[dict]:
    """Start, presets and a seeded sample of all states."""
    states = [explorer.state()]
    states += [explorer.state(**preset.state) for preset in explorer.presets]
    choose = random.Random(SEED)
    for _ in range(COUNT):
        chosen = {
            control.name: choose.choice(list(control.values)) for control in explorer.controls
        }
        states.append(explorer.state(**chosen))
    return states

"""Week 10: what the two explorers show."""

from __future__ import annotations

import numpy as np
import pytest

from regecon.explorers import explorer
from tests.baked import weight


@pytest.mark.parametrize(("summer", "gini"), [(0, 0.535), (20, 0.393)])
def test_a_summer_share_in_the_explorer_is_that_of_the_stylised_case(summer, gini):
    shown = explorer("four-seasons").headlines(summer=summer)
    assert shown[2].value == pytest.approx(gini, abs=5e-4)


@pytest.mark.parametrize(("detection", "tipping"), [(0.5, 0.5), (0.3, 0.17), (0.15, np.nan)])
def test_tipping_share_in_the_explorer(detection, tipping):
    shown = explorer("shadow-tipping").headlines(cost=0.25, detection=detection)
    assert shown[0].value == pytest.approx(tipping, abs=5e-3, nan_ok=True)


@pytest.mark.parametrize("name", ["resort-ceiling", "four-seasons", "shadow-tipping"])
def test_explorers_are_light(name):
    assert weight(name) < 60_000

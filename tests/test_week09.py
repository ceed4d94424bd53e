"""Week 9: what the explorer says in each spring."""

from __future__ import annotations

import pytest

from regecon.cases import resort
from regecon.explorers import explorer
from regecon.explorers.resort_ceiling import known


@pytest.mark.parametrize("spring", resort.SPRINGS)
def test_the_explorer_shows_what_the_chapter_prints(spring):
    ceiling, error, _ = explorer("resort-ceiling").headlines(seasons=known(spring))
    row = resort.as_known().loc[spring]
    assert ceiling.value == pytest.approx(row["ceiling"])
    assert error.value == pytest.approx(row["error"])


def test_the_prediction_names_what_the_default_shows():
    sure = explorer("resort-ceiling")
    ceiling, error, _ = sure.headlines()
    assert f"{ceiling.value / 1000:.2f} million" in sure.prediction.question
    assert f"error of {error.value / 1000:.2f}" in sure.prediction.question
    later = sure.headlines(seasons=known(2021))[1]
    assert later.value / error.value == pytest.approx(50, abs=1)

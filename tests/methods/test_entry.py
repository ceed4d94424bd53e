"""Entry, survival of what is founded, and the gap of a plan."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from regecon.methods.branching import proximity, relatedness_density
from regecon.methods.entry import entry_logit, plan_project_gap, standing


def test_logit_with_one_variable_of_two_values_is_the_table_of_odds():
    rng = np.random.default_rng(3)
    dense = pd.DataFrame(rng.choice([0.2, 0.5], size=(40, 6)))
    after = pd.DataFrame((rng.random((40, 6)) < dense.to_numpy()).astype(int))
    found = entry_logit(dense, 0 * after, after)
    for level in (0.2, 0.5):
        share = after.to_numpy()[dense.to_numpy() == level].mean()
        assert found.probability(level) == pytest.approx(share)


def test_logit_refuses_what_tells_nothing():
    dense = pd.DataFrame([[0.1, 0.4]])
    with pytest.raises(ValueError, match="some entries but not all"):
        entry_logit(dense, 0 * dense, 0 * dense)


def test_own_presence_is_no_neighbour():
    has = pd.DataFrame({"coal": [1, 1, 0], "steel": [1, 1, 1], "spa": [0, 0, 1]})
    without = relatedness_density(has, proximity(has), itself=False)
    assert without.loc[2, "steel"] == pytest.approx((1 / 3) / (2 / 3 + 1 / 3))


@pytest.mark.parametrize("years", [0, 1, 10])
def test_standing_agrees_with_drawing_lots(years):
    names = list("abcd")
    links = pd.DataFrame(0.5, index=names, columns=names)
    links.loc["a", "d"] = links.loc["d", "a"] = 0.1
    here = pd.Series([1, 0, 0, 0], index=names)
    exact = standing(here, links, ["b", "c"], years=years)
    assert exact.sum() == pytest.approx(1)
    rng, weights = np.random.default_rng(1), links.mask(np.eye(4, dtype=bool), 0)
    stand = np.zeros((4_000, 4))
    stand[:, :3] = 1
    for _year in range(years):
        density = stand @ weights.to_numpy() / weights.sum().to_numpy()
        closes = rng.random(stand.shape) < 0.25 * (1 - density) ** 2
        closes[:, 0] = False
        stand[closes] = 0
    drawn = stand[:, 1:3].sum(axis=1).mean()
    expected = sum(chance * sum(state) for state, chance in exact.items())
    assert expected == pytest.approx(drawn, abs=0.05)


def test_standing_refuses_what_is_there():
    links = pd.DataFrame(1.0, index=["a", "b"], columns=["a", "b"])
    with pytest.raises(ValueError, match="that the region lacks"):
        standing(pd.Series({"a": 1, "b": 0}), links, ["a"])


def test_gap_weighs_roubles_and_not_projects():
    plan = pd.Series({"one": 90.0, "two": 5.0, "three": 5.0})
    named = pd.Series({"one": False, "two": True, "three": True})
    assert plan_project_gap(plan, named) == pytest.approx(0.9)
    with pytest.raises(ValueError, match="0 or 1"):
        plan_project_gap(plan, 2 * named)

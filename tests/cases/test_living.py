"""Wages, rents and moving: net of tax, discounted, and tried on other groups."""

from __future__ import annotations

import pytest

from regecon.cases import living


def test_rent_is_paid_out_of_what_is_left_after_tax():
    gap = living.gap()
    assert gap["net"] == pytest.approx(0.87 * gap["gross"])
    assert gap["left"] == pytest.approx(11.95, abs=5e-3)  # and not 15.8, which forgets the tax
    assert gap["left"] == pytest.approx(0.87 * (93.057 - 63.226) - 14, abs=1e-3)


def test_worth_of_moving_is_an_annuity_of_what_is_left():
    assert living.worth_of_moving(40) == pytest.approx(2.46, abs=5e-3)
    assert living.worth_of_moving(10) == pytest.approx(1.11, abs=5e-3)
    assert living.annuity(1) == pytest.approx(1 / 1.05)


def test_pull_of_wages_survives_other_ages_and_another_year():
    pulls = [living.pull(living.pulls(2023, ages)) for ages in ([25, 30], [20, 25, 30, 35])]
    pulls += [living.pull(), living.pull(living.pulls(2024))]
    assert all(0.24 < pull < 0.31 for pull in pulls)


def test_pull_of_wages_does_not_survive_among_towns_alone_or_in_every_region():
    assert abs(living.pull_by("town")[True]) < 0.1
    regions = living.pull_by("region")
    assert regions.idxmin() == "Tomsk oblast"
    assert regions.min() < -0.2 < 0.7 < regions.max()

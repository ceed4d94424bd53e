"""The colours: contrast in light and dark, and distance under colour-vision deficiency."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from regecon.kit.palette import DARK, LIGHT, PATTERNS, SHAPES, SIGNS, stylesheet, twins

THEMES = {"light": LIGHT, "dark": DARK}
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
DEFICIENCY = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# Blue and green come close for the rarest of the three (about one reader in ten thousand): there
# the shapes of the roads have to do, which a test below holds apart.
LEFT_TO_SHAPES = {("tritanopia", "sheregesh", "biysk")}


def linear(colour: str) -> np.ndarray:
    channel = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    bright = [float(linear(colour) @ [0.2126, 0.7152, 0.0722]) + 0.05 for colour in (one, other)]
    return max(bright) / min(bright)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "card"])
@pytest.mark.parametrize("name", ["ink", "muted", "accent", *PATTERNS])
def test_text_colours_reach_aa(theme, ground, name):
    colours = THEMES[theme]
    assert contrast(colours[name], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("deficiency", DEFICIENCY)
def test_roads_stay_apart_for_colour_blind_readers(theme, deficiency):
    matrix = np.array(DEFICIENCY[deficiency])
    for one, other in combinations(PATTERNS, 2):
        if (deficiency, one, other) in LEFT_TO_SHAPES:
            continue
        seen = [matrix @ linear(THEMES[theme][name]) for name in (one, other)]
        assert np.linalg.norm(seen[0] - seen[1]) > 0.1, (one, other)


def test_every_road_has_a_shape_and_a_sign_of_its_own():
    assert len({SHAPES[name] for name in PATTERNS}) == len({SIGNS[name] for name in PATTERNS}) == 3


def test_every_light_colour_has_one_dark_twin():
    assert set(LIGHT) == set(DARK)
    assert len(twins()) == len(LIGHT), "two names share a light colour"


def test_stylesheet_follows_choice_and_system():
    css = stylesheet()
    assert "prefers-color-scheme: dark" in css
    assert "[data-theme='dark']" in css
    assert css.count("--sheregesh:") == 3

"""The explorer engine: packing, states, errors."""

from __future__ import annotations

from dataclasses import replace

import altair as alt
import pandas as pd
import pytest

from regecon.kit.explorer import (
    Checks,
    Choice,
    Explorer,
    Headline,
    Part,
    Prediction,
    Preset,
    Slider,
    View,
)
from regecon.kit.explorer.bake import bake, payload


def toy(model=None, presets=()) -> Explorer:
    def double(size, kind):
        rows = pd.DataFrame({"x": [1, 2, 3], "y": [size, 2.0 * size, None], "kind": kind})
        lines = (Headline("twice", 2.0 * size, f"{2 * size:g}"),)
        return View(rows, lines, f"{kind} of size {size:g}.")

    return Explorer(
        name="toy",
        title="Toy",
        kicker="stylised",
        controls=(
            Slider("size", "Size", (1.0, 2.0, 12345.678), 2.0, "m"),
            Choice("kind", "Kind", {"round": "round one", "flat": "flat one"}, "round"),
            Checks("ticks", "Ticks", {"a": "A", "b": "B"}, ("b",)),
        ),
        parts={"main": Part(("size", "kind"), model or double)},
        chart=lambda: alt.Chart(alt.NamedData(name="main")).mark_point().encode(x="x:Q", y="y:Q"),
        prediction=Prediction("Which?", {"this": "Yes.", "that": "No."}),
        alt="Three points that lie on a line through the origin.",
        source="Made up.",
        limits="everything",
        presets=presets,
    )


def test_sliders_write_a_space_before_per_cent():
    share = Slider("share", "Share", (0.0, 0.6, 1.0), 0.6, text="{:.0%}")
    assert [share.write(value) for value in share.values] == ["0 %", "60 %", "100 %"]


def test_checks_list_every_subset_by_its_bits():
    ticks = Checks("t", "T", {"a": "A", "b": "B", "c": "C"}, ())
    for place, subset in enumerate(ticks.values):
        assert subset == tuple(key for bit, key in enumerate("abc") if place >> bit & 1)


def test_columns_that_never_change_are_kept_once():
    columns = payload(toy())["parts"]["main"]["columns"]
    assert columns["x"] == {"once": [1, 2, 3]}
    assert len(columns["y"]["all"]) == 3 * 6
    assert columns["y"]["all"][2] is None
    assert columns["kind"]["words"] == ["round", "flat"]


def test_numbers_keep_four_digits_and_headlines_six():
    part = payload(toy())["parts"]["main"]
    assert part["columns"]["y"]["all"][-3] == 12350
    assert part["headlines"][0]["values"][-1] == 24691.4


def test_states_come_with_the_last_control_turning_fastest():
    explorer = toy()
    states = list(explorer.states_of(explorer.parts["main"]))
    assert states[:2] == [{"size": 1.0, "kind": "round"}, {"size": 1.0, "kind": "flat"}]


def test_texts_are_escaped_and_baking_is_deterministic():
    explorer = toy(lambda size, kind: View(pd.DataFrame({"x": [1]}), (), f"a < b & {size}"))
    html = bake(explorer)
    assert "a &lt; b &amp; 2.0" in html
    assert html == bake(explorer)


def test_order_of_ticks_does_not_matter():
    assert toy().state(ticks=("b", "a"))["ticks"] == ("a", "b")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"size": 3.0}, "toy, size: expected one of 1.0, 2.0, 12345.678; got 3.0"),
        ({"kind": "square"}, "toy, kind: expected one of 'round', 'flat'; got 'square'"),
        ({"ticks": ("c",)}, "toy, ticks: expected a tuple out of 'a', 'b'"),
        ({"ticks": "a"}, "toy, ticks: expected a tuple"),
        ({"colour": 1}, "toy: no control 'colour'; there are size, kind, ticks"),
    ],
)
def test_wrong_values_are_named(values, message):
    with pytest.raises(ValueError, match=message):
        toy().state(**values)


def test_a_preset_with_a_wrong_value_stops_the_build():
    with pytest.raises(ValueError, match="toy, size: expected one of"):
        bake(toy(presets=(Preset("big", {"size": 99.0}),)))


def test_a_model_that_changes_its_columns_stops_the_build():
    def fickle(size, kind):
        return View(pd.DataFrame({kind: [1]}))

    with pytest.raises(ValueError, match="toy: the columns of the rows change"):
        bake(toy(fickle))


def test_a_model_that_changes_its_headlines_stops_the_build():
    def fickle(size, kind):
        return View(pd.DataFrame({"x": [1]}), (Headline(kind, 1, "1"),))

    with pytest.raises(ValueError, match="toy: the headlines change their labels"):
        bake(toy(fickle))


def test_a_part_on_an_unknown_control_is_named():
    explorer = toy()
    with pytest.raises(ValueError, match="toy: the part 'main' depends on colour, but"):
        replace(explorer, parts={"main": Part(("size", "colour"), explorer.parts["main"].model)})

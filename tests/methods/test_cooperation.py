from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.cooperation import (
    core_vertices,
    dividends,
    excess,
    game_properties,
    in_core,
    least_core,
    nucleolus,
    shapley,
)
from tests.methods.tables import quick

# Week 16: worth of tourist routes to Sheregesh, Biysk and Tashtagol (SYNTHETIC).
ROUTES = {
    "S": 60,
    "B": 40,
    "T": 20,
    ("S", "B"): 110,
    ("S", "T"): 150,
    ("B", "T"): 70,
    ("S", "B", "T"): 200,
}


def coalitions(players):
    return [s for size in range(1, len(players) + 1) for s in combinations(players, size)]


@st.composite
def games(draw, players="ABC", low=-20, high=60):
    names = coalitions(tuple(players))
    worth = draw(st.lists(st.integers(low, high), min_size=len(names), max_size=len(names)))
    return dict(zip(names, worth, strict=True))


@st.composite
def convex_games(draw, players="ABC"):
    """Every coalition earns a sum of gains from joining, none of them negative."""
    names = coalitions(tuple(players))
    gains = draw(st.lists(st.integers(0, 20), min_size=len(names), max_size=len(names)))
    return {
        s: sum(gain for t, gain in zip(names, gains, strict=True) if set(t) <= set(s))
        for s in names
    }


def reordered(worth):
    """The same game with players and coalitions named in reverse order."""
    return {frozenset(s): v for s, v in reversed(list(worth.items()))}


def test_routes_of_week_16():
    by_visitors = pd.Series({"S": 100, "B": 200 / 3, "T": 100 / 3})
    assert not in_core(ROUTES, by_visitors)
    table = excess(ROUTES, by_visitors)
    assert table.index[table["excess"] > 1e-9].tolist() == ["S + T"]
    assert table.loc["S + T", "receives"] == pytest.approx(133.3, abs=0.05)
    value = shapley(ROUTES)
    assert value.to_dict() == pytest.approx({"S": 96.7, "B": 46.7, "T": 56.7}, abs=0.05)
    assert in_core(ROUTES, value)


@quick
@given(games())
def test_shapley_gives_away_all_there_is(worth):
    value = shapley(worth)
    assert value.sum() == pytest.approx(worth["A", "B", "C"])
    again = shapley(reordered(worth))
    assert again[value.index].to_numpy() == pytest.approx(value.to_numpy())


@quick
@given(games(players="ABCD"))
def test_shapley_is_that_of_coopgt(worth):
    from coopgt.shapley_value import calculate

    number = {name: i + 1 for i, name in enumerate("ABCD")}
    numbered = {tuple(number[name] for name in s): v for s, v in worth.items()} | {(): 0}
    assert shapley(worth).to_numpy() == pytest.approx(calculate(numbered))


@quick
@given(games(), games(), st.integers(-5, 5))
def test_shapley_is_linear(one, other, factor):
    both = {s: factor * one[s] + other[s] for s in one}
    expected = factor * shapley(one) + shapley(other)
    assert shapley(both).to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-9)


@quick
@given(games(players="AB"))
def test_who_adds_nothing_receives_nothing(worth):
    with_dummy = worth | {(*s, "D"): v for s, v in worth.items()} | {"D": 0}
    value = shapley(with_dummy)
    assert value["D"] == pytest.approx(0)
    assert value["A"] == pytest.approx(shapley(worth)["A"])


@quick
@given(games(low=0))
def test_core_least_core_and_corners_agree(worth):
    least = least_core(worth)
    table = excess(worth, least.allocation)
    assert table["excess"].iloc[:-1].max() == pytest.approx(least.epsilon, abs=1e-6)
    assert table["excess"].iloc[-1] == pytest.approx(0, abs=1e-6)
    corners = core_vertices(worth)
    assert (len(corners) > 0) == (least.epsilon <= 1e-7)
    for _, corner in corners.iterrows():
        assert in_core(worth, corner)
    if len(corners):
        assert in_core(worth, corners.mean())
        assert in_core(worth, nucleolus(worth))


@quick
@given(games(low=0), st.sampled_from([1e-6, 1e6]))
def test_unit_of_money_does_not_matter(worth, unit):
    other = {s: v * unit for s, v in worth.items()}
    assert least_core(other).epsilon / unit == pytest.approx(least_core(worth).epsilon, abs=1e-6)
    assert len(core_vertices(other)) == len(core_vertices(worth))
    pd.testing.assert_series_equal(game_properties(other), game_properties(worth))


@quick
@given(convex_games(players="ABCD"))
def test_convex_games_are_stable(worth):
    assert game_properties(worth).all()
    assert in_core(worth, shapley(worth))
    assert in_core(worth, nucleolus(worth))


@quick
@given(convex_games())
def test_nucleolus_has_no_larger_excesses_than_other_splits(worth):
    best = nucleolus(worth)
    again = nucleolus(reordered(worth))
    assert again[best.index].to_numpy() == pytest.approx(best.to_numpy(), abs=1e-6)

    def sorted_excesses(split):
        return sorted(excess(worth, split)["excess"].iloc[:-1].round(5), reverse=True)

    for other in (shapley(worth), least_core(worth).allocation, *core_vertices(worth).iloc):
        assert sorted_excesses(best) <= sorted_excesses(other)


@pytest.mark.parametrize(
    ("estate", "split"),
    [(100, (33.333, 33.333, 33.333)), (200, (50, 75, 75)), (300, (50, 100, 150))],
)
def test_the_talmud_settles_claims_by_the_nucleolus(estate, split):
    claims = {"A": 100, "B": 200, "C": 300}
    worth = {
        s: max(estate - sum(claims[name] for name in claims if name not in s), 0)
        for s in coalitions("ABC")
    }
    assert nucleolus(worth).to_numpy() == pytest.approx(split, abs=1e-3)


def test_majority_of_three_has_no_stable_split():
    worth = {s: float(len(s) > 1) for s in coalitions("ABC")}
    assert least_core(worth).epsilon == pytest.approx(1 / 3)
    assert core_vertices(worth).empty
    assert list(core_vertices(worth).columns) == ["A", "B", "C"]
    assert game_properties(worth).to_dict() == {
        "monotone": True,
        "superadditive": True,
        "convex": False,
    }


TWO = {"A": 10, "B": 20, ("A", "B"): 50}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: shapley(TWO | {("B", "A"): 50}), r"worth: coalition A \+ B stands more than once"),
        (lambda: shapley(TWO | {(): 5}), "worth: the empty coalition has to be worth 0"),
        (lambda: shapley({("A", "A"): 1}), "worth: a player stands twice in"),
        (lambda: shapley({}), "worth: expected at least one player"),
        (lambda: shapley(TWO | {"A": np.nan}), "worth of A: expected a finite number, got nan"),
        (lambda: excess(TWO, pd.Series({"A": 25})), "only in worth, players: 'B'"),
        (lambda: in_core(TWO, pd.Series({"A": 25, "B": np.inf})), "allocation: .* inf at 'B'"),
        (lambda: least_core({"A": 10}), "worth: expected at least two players"),
        (lambda: core_vertices({"A": 10}), "worth: expected two to four players, got 1"),
        (lambda: nucleolus(TWO | {("A", "B"): 25}), "worth: the players have 30 alone and 25"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_missing_coalition_and_wrong_kind_are_named():
    with pytest.raises(KeyError, match=r"the coalition A \+ B is missing"):
        shapley({"A": 10, "B": 20})
    with pytest.raises(TypeError, match="worth: expected a dict or Series"):
        shapley([1, 2, 3])
    with pytest.raises(TypeError, match="worth of A: expected a number"):
        shapley({"A": "much"})


def test_dividends_of_the_routes():
    assert dividends(ROUTES).to_dict() == {
        "S": 60,
        "B": 40,
        "T": 20,
        "S + B": 10,
        "S + T": 70,
        "B + T": 10,
        "S + B + T": -10,
    }


@quick
@given(games())
def test_dividends_shared_equally_are_the_shapley_value(worth):
    found = dividends(worth)
    assert found.sum() == pytest.approx(worth["A", "B", "C"])
    shares = dict.fromkeys("ABC", 0.0)
    for coalition, gain in found.items():
        members = coalition.split(" + ")
        for player in members:
            shares[player] += gain / len(members)
    assert shares == pytest.approx(shapley(worth).to_dict())


@quick
@given(convex_games())
def test_dividends_give_back_the_gains_of_a_convex_game(worth):
    assert dividends(worth).iloc[3:].min() >= -1e-9
    assert game_properties(worth)["convex"]

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.games import dominant_moves, nash_equilibria, training_threshold
from tests.methods.tables import quick

MOVES = ["together", "alone"]


def payoffs(values):
    return pd.DataFrame(values, index=MOVES, columns=MOVES, dtype=float)


def test_prisoners_dilemma_ends_badly_for_both():
    own = payoffs([[3, 0], [5, 1]])
    found = nash_equilibria(own, own.T)
    assert len(found) == 1
    assert found["row", "alone"][0] == found["column", "alone"][0] == 1
    assert found["payoff"].iloc[0].tolist() == [1, 1]


def test_matching_pennies_has_only_a_mixed_equilibrium():
    own = payoffs([[1, -1], [-1, 1]])
    found = nash_equilibria(own, -own)
    assert found.iloc[0].tolist() == pytest.approx([0.5, 0.5, 0.5, 0.5, 0, 0])
    assert len(found) == 1


different = st.lists(st.integers(-9, 9), min_size=8, max_size=8, unique=True)


@quick
@given(different)
def test_nobody_gains_by_another_move(numbers):
    a, b = payoffs([numbers[:2], numbers[2:4]]), payoffs([numbers[4:6], numbers[6:]])
    found = nash_equilibria(a, b.iloc[::-1, ::-1])
    assert len(found) in (1, 3)
    for _, equilibrium in found.iterrows():
        row, column = equilibrium["row"][MOVES], equilibrium["column"][MOVES]
        assert row.sum() == pytest.approx(1)
        assert column.sum() == pytest.approx(1)
        assert equilibrium["payoff", "row"] == pytest.approx((a @ column).max())
        assert equilibrium["payoff", "column"] == pytest.approx((row @ b).max())


@quick
@given(different, st.integers(1, 9), st.integers(-9, 9))
def test_unit_and_zero_of_payoffs_do_not_matter(numbers, factor, shift):
    a, b = payoffs([numbers[:2], numbers[2:4]]), payoffs([numbers[4:6], numbers[6:]])
    one, other = nash_equilibria(a, b), nash_equilibria(a * factor + shift, b)
    for player in ("row", "column"):
        assert other[player].to_numpy() == pytest.approx(one[player].to_numpy())


def test_indifference_is_reported():
    own = payoffs([[1, 1], [1, 0]])
    with pytest.warns(UserWarning, match="indifferent"):
        found = nash_equilibria(own, own.T)
    assert found["row"].to_numpy().tolist() == [[1, 0], [1, 0], [0, 1]]


def test_poaching_of_week_12():
    assert training_threshold(100, 40) == pytest.approx(0.6)
    assert training_threshold(100, 140) == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: nash_equilibria(payoffs([[1, 2], [3, 4]]).iloc[:1], payoffs(1).iloc[:1]),
            "row_payoffs: expected two moves of each player, got 1 by 2",
        ),
        (
            lambda: nash_equilibria(payoffs(1), payoffs(1).rename(index={"alone": "apart"})),
            "only in column_payoffs, rows: 'apart'",
        ),
        (lambda: training_threshold(0, 1), "surplus: expected above 0"),
        (lambda: training_threshold(1, -1), "cost: expected at least 0"),
        (
            lambda: nash_equilibria(payoffs(np.nan), payoffs(1)),
            "row_payoffs: .* nan at .'together', 'together'.",
        ),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_wrong_kind_of_input_is_named():
    with pytest.raises(TypeError, match="row_payoffs: expected a table of numbers"):
        nash_equilibria(pd.DataFrame([["a", "b"]]), payoffs(1))
    with pytest.raises(TypeError, match="surplus: expected a number"):
        training_threshold("much", 1)


DILEMMA = pd.DataFrame([[3, 0], [5, 1]], index=["silent", "talk"], columns=["silent", "talk"])


def test_the_dominant_moves_of_the_prisoners_dilemma():
    """Temptation 5, reward 3, punishment 1, sucker's pay 0: talking is best either way."""
    found = dominant_moves(DILEMMA, DILEMMA.T)
    assert found["move"].tolist() == ["talk", "talk"]
    assert found["strict"].tolist() == [True, True]
    equilibrium = nash_equilibria(DILEMMA, DILEMMA.T)
    assert equilibrium["row"]["talk"].tolist() == [1.0]


def test_a_stag_hunt_has_no_dominant_move_and_a_weak_one_is_called_weak():
    stag = pd.DataFrame([[4, 1], [3, 2]])
    assert dominant_moves(stag, stag.T)["move"].isna().all()
    weak = pd.DataFrame([[0.3, 2], [0.1 + 0.2, 1]], index=["up", "down"], columns=["l", "r"])
    found = dominant_moves(weak, weak * 0)
    assert found.loc["row"].tolist() == ["up", False]
    assert found.loc["column", "move"] is None


def test_dominance_of_larger_games_agrees_with_comparing_all_cells():
    rng = np.random.default_rng(8)
    for _ in range(200):
        rows, columns = rng.integers(1, 4, 2)
        a, b = rng.integers(0, 4, (2, rows, columns))
        found = dominant_moves(pd.DataFrame(a), pd.DataFrame(b))
        for side, payoff in (("row", a), ("column", b.T)):
            strict = [
                i
                for i in range(len(payoff))
                if len(payoff) > 1
                and all((payoff[i] > payoff[k]).all() for k in range(len(payoff)) if k != i)
            ]
            if strict:
                assert found.loc[side].tolist() == [strict[0], True]
            else:
                assert found.loc[side, "strict"] is not True

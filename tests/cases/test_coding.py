"""Two coders, the codes of the interviews, and how much so many talks let one hear."""

from __future__ import annotations

import numpy as np
import pytest

from regecon.cases import coding, interviews
from regecon.methods.agreement import cohen_kappa


def test_a_pair_by_agreement_is_the_table_it_stands_for():
    table = 100 * coding.agreed(0.475, 0.85, 0.6)
    assert table.to_numpy().ravel() == pytest.approx(coding.BALANCED)
    table = 100 * coding.agreed(0.07, 0.9)
    assert table.to_numpy().ravel() == pytest.approx(coding.RARE)
    table = 100 * coding.agreed(0.875, 0.85, 2 / 3)
    assert table.to_numpy().ravel() == pytest.approx(coding.SKEWED)


@pytest.mark.parametrize("share", [0.04, 0.97])
def test_a_pair_that_cannot_be_is_refused(share):
    assert not coding.possible(share, 0.9)
    with pytest.raises(ValueError, match=r"at least 5\.0% and at most 95\.0%"):
        coding.agreed(share, 0.9)


def test_one_coder_who_marks_more_raises_kappa_a_little():
    even, tilted = (cohen_kappa(coding.agreed(0.2, 0.85, lean)).kappa for lean in (0.5, 1.0))
    assert even < tilted < even + 0.05


def test_guessing_coders_have_no_kappa_and_perfect_ones_a_whole():
    assert cohen_kappa(coding.skilled(0.3, 0.4, 0.4)).kappa == pytest.approx(0)
    assert cohen_kappa(coding.skilled(0.02, 1.0, 0.0)).kappa == pytest.approx(1)
    assert coding.skilled(0.1, 0.8, 0.05).to_numpy().sum() == pytest.approx(1)


def test_counts_of_a_code_by_hand():
    coded = interviews.ours()
    table = coding.agreement_of(coded)
    assert table.loc["shadow", ["both", "only_a", "only_b", "neither"]].tolist() == [2, 4, 7, 155]
    assert table.loc["shadow", "presence"] == pytest.approx(2 * 2 / (6 + 9))
    assert (table[["both", "only_a", "only_b", "neither"]].sum(axis=1) == 168).all()


def test_a_code_that_nobody_gives_has_no_kappa():
    coded = interviews.coded(codes=["season", "nobody_gives_this"])
    table = coding.agreement_of(coded)
    assert np.isnan(table.loc["nobody_gives_this", ["kappa", "presence"]].to_numpy(float)).all()
    assert table.index[0] == "season"
    assert np.isnan(coding.interval_of(coded, "nobody_gives_this").low)


def test_interval_draws_whole_speakers():
    coded = interviews.ours()
    interval = coding.interval_of(coded)
    assert interval.low < interval.estimate < interval.high
    assert interval.estimate == pytest.approx(cohen_kappa(coded["coder_a"], coded["coder_b"]).kappa)
    assert coding.interval_of(coded) == interval  # seeded
    with pytest.raises(KeyError, match="'weather' is not among"):
        coding.interval_of(coded, "weather")


def test_rules_of_counting_lie_inside_one_another():
    coded = interviews.ours()
    both, either = (coding.heard(coded, rule) for rule in ("both", "either"))
    for coder in interviews.CODERS:
        one = coding.heard(coded, coder)
        assert (both <= one).all(axis=None)
        assert (one <= either).all(axis=None)
    with pytest.raises(ValueError, match="rule: expected one of both, either"):
        coding.heard(coded, "all")


def test_interviews_stand_in_the_order_in_which_they_were_held():
    assert coding.heard(interviews.ours()).index[[0, 8, 23]].tolist() == ["NA1", "SA1", "BP3"]


def test_journey_and_mixed_order_end_together():
    path = coding.saturation_of(interviews.ours())
    assert path["journey"].is_monotonic_increasing
    assert path["journey"].iloc[-1] == pytest.approx(path["shuffled"].iloc[-1])
    assert path["shuffled"].iloc[0] == pytest.approx(
        coding.heard(interviews.ours()).sum(axis=1).mean()
    )


def test_themes_of_towns_are_shares_of_speakers():
    shares = coding.themes_of(interviews.ours())
    assert list(shares.columns) == ["Novokuznetsk", "Sheregesh", "Biysk"]
    assert shares.loc["season"].tolist() == [0, 7 / 8, 0]
    assert coding.themes_of(interviews.ours(), "audience").loc["shadow", "residents"] == 0


def test_meaning_is_split_into_seen_and_missed():
    table = coding.against_meaning()
    parts = table["both"] + table["one"] + table["missed"]
    assert (parts == table["meant"]).all()
    assert table["meant"].sum() > 300


@pytest.mark.parametrize("held", [1, 7, 20])
def test_audiences_share_out_the_interviews(held):
    chances = coding.unequal_themes()
    asked = [len(range(turn, held, 3)) for turn in range(3)]
    assert sum(asked) == held
    missed = [(1 - chance) ** asked[place % 3] for place, chance in enumerate(chances)]
    assert coding.share_heard(held, audiences=3) == pytest.approx(1 - np.mean(missed))


def test_the_published_study_has_its_shares():
    shares = coding.published_saturation()
    assert shares[6] == pytest.approx(80 / 114)
    assert shares[12] == pytest.approx(100 / 114)
    assert shares.iloc[-1] == 1

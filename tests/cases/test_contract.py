"""Who holds the risk: the shares of week 14, the pipes, the promise and the counts."""

from __future__ import annotations

import numpy as np
import pytest

from regecon.cases import contract


@pytest.mark.parametrize(("variance", "share"), [(0.1, 0.91), (0.5, 0.67), (1, 0.50), (2, 0.33)])
def test_the_best_share_of_the_stylised_case(variance, share):
    assert contract.best(variance) == pytest.approx(share, abs=5e-3)
    totals = {s: contract.deal(s, variance, "firm", 1)["total"] for s in contract.SHARES}
    assert max(totals, key=totals.get) == share


def test_price_moves_money_and_leaves_the_total():
    # What the public keeps of the result, less the price and its own losses, and what the firm
    # has beyond its costs and its fear, are the total; the firm's part is nothing.
    made = contract.deal(0.67, 1, "layer", 0.75)
    late, bears, care = contract.lateness("layer", 0.75)
    kept = (1 - 0.67) * (contract.EARNED + made["effort"])
    public = kept - made["price"] - (late - bears) * contract.LOSS - care
    assert public == pytest.approx(made["total"])


def test_who_lays_and_pays_takes_care_and_a_higher_budget_does_not():
    assert contract.lateness("layer", 1)[0] == pytest.approx(0.1)
    assert contract.lateness("above", 1)[:2] == (0.6, 0)
    assert contract.lateness("firm", 1)[:2] == contract.lateness("firm", 0.25)[:2] == (0.6, 0.6)


@pytest.mark.parametrize("word", contract.WORDS)
def test_care_is_what_the_payer_would_choose(word):
    late, _bears, care = contract.lateness("layer", word)
    scale = contract.LOSS / contract.CARE
    pays = {
        p: p * word * contract.LOSS + scale * (contract.LATE - p) ** 2 / 2
        for p in np.linspace(0.05, 0.6, 1101)
    }
    assert min(pays, key=pays.get) == pytest.approx(late, abs=1e-3)
    assert care == pytest.approx(scale * (contract.LATE - late) ** 2 / 2)


def test_the_story_of_the_presets():
    def total(share, bearer, word=1.0):
        return contract.deal(share, 1, bearer, word)["total"]

    half, all_safe = total(0.5, "firm"), total(0, "above")
    assert all_safe < half < 0 < total(0.5, "above") < total(0.5, "layer")
    assert total(0.5, "layer", 0.25) == pytest.approx(0, abs=0.5)
    assert contract.deal(0, 1, "above", 1)["fails"] == pytest.approx(0, abs=1e-9)


def test_chance_to_fail_as_in_a_simulation():
    rng = np.random.default_rng(1)
    made = contract.deal(0.67, 2, "above", 0.5)
    late, bears, _care = contract.lateness("above", 0.5)
    result = contract.EARNED + made["effort"] + contract.UNIT * 2**0.5 * rng.normal(size=200_000)
    cash = made["price"] + 0.67 * result - made["effort"] ** 2 / (2 * contract.UNIT)
    cash -= contract.LOSS * (rng.random(200_000) < bears)
    assert (cash < contract.DEBT).mean() == pytest.approx(made["fails"], abs=0.003)
    assert late == 0.6


def test_registers_count_heat_and_kinds_apart():
    counts = contract.registered()
    assert counts.loc[("Kemerovo oblast", 2017)].tolist() == [45, 40]
    assert counts.loc[("Kemerovo oblast", 2023)].tolist() == [96, 72]
    kinds = contract.kinds("Altai krai")
    assert (kinds.drop(columns="any").sum(axis="columns") == kinds["any"]).all()
    assert kinds["concession"].tolist() == [24, 37]


def test_private_and_public_of_2016_add_up_to_the_published_sum():
    both = contract.figure("belokurikha_2016_private") + contract.figure("belokurikha_2016_public")
    assert both == 898

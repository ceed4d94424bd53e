"""Week 13: the numbers of the stylised chain, and what the chapter says of real ones."""

from __future__ import annotations

import gzip

import numpy as np
import pandas as pd
import pytest

from regecon.explorers import explorer
from regecon.explorers import peel_the_chain as chain
from regecon.figures import w13
from regecon.kit.explorer.bake import bake
from regecon.methods.import_content import break_even_outage, infant_industry


@pytest.fixture(scope="module")
def numbers() -> dict[str, float]:
    return w13.numbers()


@pytest.mark.parametrize(
    ("ring", "cut", "left"), [("last", 0, 0.29), ("last", 50, 0.265), ("upstream", 50, 0.17)]
)
def test_import_content_in_the_explorer(ring, cut, left):
    shown = explorer("peel-the-chain").headlines(ring=ring, cut=cut)
    assert shown[0].value == pytest.approx(left)


def test_break_even_of_the_stylised_case():
    assert break_even_outage(130, 100, loss=300, tariff=0.05) == pytest.approx(0.0833, abs=5e-5)
    assert break_even_outage(100, 100, loss=300) == 0
    with pytest.raises(ValueError, match="loss"):
        break_even_outage(130, 100, loss=0)


@pytest.mark.parametrize("ring", list(chain.RINGS))
@pytest.mark.parametrize("home", [0, 2])
def test_replacing_pays_just_beyond_the_break_even(ring, home):
    edge = 100 * break_even_outage(chain.DOMESTIC, chain.IMPORTED, chain.LOSS, chain.TARIFF)
    for stop, pays in [(edge + home - 0.1, False), (edge + home + 0.1, True)]:
        before, after = (chain.costs(ring, cut, stop, home)["sum"] for cut in (0, 100))
        assert (after < before) == pays


def test_full_chain_without_imports_still_stops():
    found = chain.costs("all", 100, 12, 8)
    assert found["imported"] == pytest.approx(0)
    assert found["loss"] > 0
    assert found["sum"] > chain.costs("all", 0, 12, 8)["sum"]


@pytest.mark.parametrize("ring", list(chain.RINGS))
def test_arcs_fill_their_rings_and_hold_the_content(ring):
    pieces = chain.arcs(ring, 75).assign(size=lambda rows: rows["end"] - rows["start"])
    assert pieces.groupby("ring")["size"].sum().tolist() == pytest.approx([1, 0.35 - 0.05])
    imported = pieces.loc[pieces["kind"] == "imported", "size"].sum()
    assert imported == pytest.approx(chain.content(ring, 75)["total"])


def test_infant_pays_back_only_with_time_and_learning():
    doublings = pd.Series(np.arange(15) / 2)
    slow = infant_industry(130, 0.05, 105, doublings, 0.1)
    fast = infant_industry(130, 0.2, 105, doublings, 0.1)
    assert slow["cost"].iloc[-1] < 105  # it does learn to compete
    assert slow["present"].iloc[-1] < 0  # and never repays the years before
    assert fast["present"].iloc[-1] > 0


def test_real_table_balances_and_hides_its_imports(numbers):
    table = w13.contents()
    assert (table["total"] >= table["direct"]).all()
    # What is not imported is value added and taxes: columns of the table balance.
    assert numbers["chemicals_total"] == pytest.approx(11.4, abs=0.05)
    assert numbers["transport_total"] == table["total"].max() * 100
    assert numbers["spread_low"] < numbers["spread_median"] < numbers["spread_high"]
    assert numbers["spread_households"] > 2 * numbers["spread_high"]


def test_two_by_two_by_hand(numbers):
    by_hand = np.linalg.inv(np.eye(2) - w13.pair()[0].to_numpy())
    direct = w13.pair()[1].to_numpy()
    assert numbers["hand_chemicals"] == pytest.approx(100 * (direct @ by_hand)[1])


def test_export_shares(numbers):
    assert numbers["krai_2016"] == pytest.approx(16.5, abs=0.05)
    assert numbers["krai_2016"] > numbers["krai_2013"]


def test_explorer_is_light():
    assert len(gzip.compress(bake(explorer("peel-the-chain")).encode())) < 60_000

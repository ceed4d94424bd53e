"""The stylised chain: content, break-even, rings and the infant."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from regecon.cases import chain
from regecon.methods.import_content import break_even_outage, infant_industry


@pytest.mark.parametrize(
    ("ring", "cut", "left"), [("last", 0, 0.29), ("last", 50, 0.265), ("upstream", 50, 0.17)]
)
def test_import_content_of_the_pill(ring, cut, left):
    assert chain.content(ring, cut)["total"] == pytest.approx(left)


def test_break_even_of_the_stylised_case():
    assert chain.edge() == pytest.approx(0.0833, abs=5e-5)
    assert break_even_outage(100, 100, loss=300) == 0
    with pytest.raises(ValueError, match="loss"):
        break_even_outage(130, 100, loss=0)


@pytest.mark.parametrize("ring", chain.RINGS)
@pytest.mark.parametrize("home", [0, 2])
def test_replacing_pays_just_beyond_the_break_even(ring, home):
    edge = 100 * chain.edge()
    for stop, pays in [(edge + home - 0.1, False), (edge + home + 0.1, True)]:
        before, after = (chain.costs(ring, cut, stop, home)["sum"] for cut in (0, 100))
        assert (after < before) == pays


def test_full_chain_without_imports_still_stops():
    found = chain.costs("all", 100, 12, 8)
    assert found["imported"] == pytest.approx(0)
    assert found["loss"] > 0
    assert found["sum"] > chain.costs("all", 0, 12, 8)["sum"]


@pytest.mark.parametrize("ring", chain.RINGS)
def test_arcs_fill_their_rings_and_hold_the_content(ring):
    pieces = chain.arcs(ring, 75).assign(size=lambda rows: rows["end"] - rows["start"])
    assert pieces.groupby("ring")["size"].sum().tolist() == pytest.approx([1, 0.35 - 0.05])
    imported = pieces.loc[pieces["kind"] == "imported", "size"].sum()
    assert imported == pytest.approx(chain.content(ring, 75)["total"])


def test_what_a_pill_earns_abroad_and_spends_abroad():
    assert chain.earned() == pytest.approx(-9)
    assert chain.earned("upstream", 50) == pytest.approx(3)


def test_infant_pays_back_only_with_time_and_learning():
    doublings = pd.Series(np.arange(15) / 2)
    slow = infant_industry(130, 0.05, 105, doublings, 0.1)
    fast = infant_industry(130, 0.2, 105, doublings, 0.1)
    assert slow["cost"].iloc[-1] < 105  # it does learn to compete
    assert slow["present"].iloc[-1] < 0  # and never repays the years before
    assert fast["present"].iloc[-1] > 0


def test_infants_told_by_rate():
    told = chain.infants_told()
    assert told["cheaper"].tolist() == [9, 5, 2]
    assert told["repaid"].tolist()[1:] == [11, 5]
    assert np.isnan(told["repaid"].iloc[0])
    assert told["end"].iloc[0] < 0

"""Three towns, one rouble: keys, walk-outs, thresholds, a pipe and a talk."""

from __future__ import annotations

import pandas as pd
import pytest

from regecon.cases import partners
from regecon.methods.cooperation import core_vertices, dividends, in_core, shapley

WORTH = partners.game()


def shares(rule: str) -> list[float]:
    return partners.split(rule, WORTH).round(1).tolist()


def test_by_visitors_two_towns_walk_out():
    assert shares("visitors") == [100, 66.7, 33.3]
    out = partners.leaver(partners.groups(WORTH, partners.split("visitors", WORTH)))
    assert out.name == "Sheregesh + Tashtagol"
    assert out["receives"] == pytest.approx(133.3, abs=0.05)
    assert out["worth"] == 150


def test_shapley_is_in_the_core_of_a_game_that_is_just_convex():
    assert shares("shapley") == [96.7, 46.7, 56.7]
    assert in_core(WORTH, partners.split("shapley", WORTH))
    assert partners.convex(WORTH)
    assert not partners.convex(partners.game(together=199.9))


@pytest.mark.parametrize("rule", ["visitors", "equal", "gains"])
def test_three_keys_pay_biysk_more_than_it_brings(rule):
    split = partners.split(rule, WORTH)
    assert split["Biysk"] == pytest.approx(200 / 3)
    assert partners.most(WORTH, "Biysk") == 50 < split["Biysk"]
    out = partners.leaver(partners.groups(WORTH, split))
    assert out["excess"] == pytest.approx(50 / 3)
    assert not in_core(WORTH, split)


def test_every_split_gives_all_away_and_a_wrong_rule_is_told():
    for rule in partners.RULES:
        assert partners.split(rule, WORTH).sum() == pytest.approx(partners.TOGETHER)
    with pytest.raises(ValueError, match="expected one of visitors, equal"):
        partners.split("by lot", WORTH)


def test_thresholds_are_where_the_game_turns():
    level = partners.thresholds()
    assert level.to_dict() == pytest.approx({"exists": 190, "shapley": 195, "convex": 200})
    for total, corners, holds in [(189.9, 0, False), (190.1, 4, False), (195.1, 4, True)]:
        game = partners.game(total)
        assert len(core_vertices(game)) == corners
        assert in_core(game, shapley(game)) is holds


def test_guests_by_itinerary_make_a_convex_game():
    spent = {
        ("Sheregesh",): 60,
        ("Biysk",): 40,
        ("Sheregesh", "Tashtagol"): 30,
        ("Biysk", "Sheregesh"): 12,
        partners.TOWNS: 9,
    }
    game = partners.itineraries(spent)
    assert game[partners.TOWNS] == sum(spent.values())
    assert partners.convex(game)
    assert dividends(game)["Sheregesh + Biysk"] == 12
    assert shapley(game)["Tashtagol"] == pytest.approx(30 / 2 + 9 / 3)


def test_the_pipe_by_hand():
    table = partners.main()
    assert table["kilometres"].tolist() == [25, 40]
    assert table["people"].tolist() == [43_655, 29_026]
    assert partners.bills("used").tolist() == pytest.approx([12.5, 27.5])
    heads = partners.bills("heads")
    assert heads.tolist() == pytest.approx([40 * 43_655 / 72_681, 40 * 29_026 / 72_681])
    assert heads["Osinniki"] < 25
    assert partners.bills("equal").tolist() == [20, 20]
    with pytest.raises(ValueError, match="expected heads, equal or used"):
        partners.bills("length")


def test_a_talk_has_two_equilibria_and_needs_trust():
    assert partners.trust_needed() == pytest.approx(0.75)
    payoffs = partners.talk()
    assert payoffs.loc["come", "come"] > payoffs.loc["stay away", "come"]
    assert payoffs.loc["come", "stay away"] < payoffs.loc["stay away", "stay away"]


def test_chances_of_the_survey():
    assert partners.chance_of_at_least(0.5, 2, 1) == pytest.approx(0.75)
    assert partners.chance_of_at_least(0.02, 400, 20) < 0.001
    assert partners.chance_of_at_least(0.08, 400, 20) > 0.99


def test_nobody_leaves_where_nobody_gains():
    table = pd.DataFrame({"excess": [-1.0, 0.0]}, index=["A", "B"])
    assert partners.leaver(table) is None

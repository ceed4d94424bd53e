"""Week 2: its explorers, what the chapter says of its figures, and the fieldwork kit."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom, fisher_exact

from regecon.cases import coding, interviews
from regecon.data import load
from regecon.explorers import explorer
from regecon.figures import w02
from tests.baked import weight

counted = cache(w02.numbers)  # what the chapter prints

ROOT = Path(__file__).resolve().parents[1]
AGREEMENT, INTERVIEWS = "agreement-is-not-reliability", "how-many-interviews"


@pytest.mark.parametrize(
    ("state", "kappa", "presence"),
    [
        ({}, 0.6995, 84.2),  # the first table of Feinstein and Cicchetti
        ({"share": 7, "agreement": 90, "lean": 50}, 0.2320, 28.6),
        ({"share": 87.5, "lean": 50}, 0.3143, 91.4),
    ],
)
def test_stylised_pairs_in_the_explorer(state, kappa, presence):
    shown = explorer(AGREEMENT).headlines(**state)
    assert shown[0].value == pytest.approx(kappa, abs=5e-5)
    assert shown[1].value == pytest.approx(presence, abs=0.05)


def test_first_button_is_the_published_table_cell_by_cell():
    told = explorer(AGREEMENT).sentence()
    assert "both mark 40, A alone 9, B alone 6, neither 45" in told
    assert "agree on 50; of the other 50 these two get 35" in told


def test_a_pair_that_cannot_be_is_told_and_has_no_point():
    model = explorer(AGREEMENT)
    for share, word in ((7, "mark 7.5 of 100 or more"), (93, "leave 7.5 of 100 or more")):
        shown = model.headlines(share=share, agreement=85)
        assert {line.text for line in shown} == {"no such pair"}
        assert word in model.sentence(share=share, agreement=85)
        assert model.views(share=share, agreement=85)["pair"].rows["kappa"].isna().all()


def test_kappa_falls_towards_both_ends_at_one_agreement():
    kappas = [
        explorer(AGREEMENT).headlines(share=share, agreement=90, lean=50)[0].value
        for share in (7, 10, 20, 30, 47.5, 60, 75, 87.5, 93)
    ]
    middle = kappas.index(max(kappas))
    assert kappas[: middle + 1] == sorted(kappas[: middle + 1])
    assert kappas[middle:] == sorted(kappas[middle:], reverse=True)


@pytest.mark.parametrize(("held", "share"), [(6, 0.371), (12, 0.546), (20, 0.690), (40, 0.864)])
def test_stylised_themes_in_the_explorer(held, share):
    shown = explorer(INTERVIEWS).headlines(interviews=held)
    assert shown[0].value / coding.THEMES == pytest.approx(share, abs=0.0005)


def test_news_of_the_next_interview_is_the_step_of_the_curve():
    model = explorer(INTERVIEWS)
    curve = model.views(audiences=3)["curve"].rows.set_index("interviews")["share"]
    news = model.headlines(interviews=12, audiences=3)[1].value
    assert news == pytest.approx(30 * (curve[13] - curve[12]), abs=0.01)


def test_twelve_of_three_audiences_are_four_of_each():
    shown = explorer(INTERVIEWS).headlines(audiences=3)
    assert shown[0].value == pytest.approx(30 * coding.share_heard(4))
    assert "Each audience was asked in 4 of the interviews." in explorer(INTERVIEWS).sentence(
        audiences=3
    )


@pytest.mark.parametrize("name", [AGREEMENT, INTERVIEWS])
def test_explorers_are_light_and_low(name):
    assert weight(name) < 60_000
    assert explorer(name).chart().height <= 240


def test_chapter_says_what_the_figures_say():
    numbers = counted()
    # "whose agreement is the lower has the higher kappa", once for the pairs, once for the codes
    assert numbers["rare_raw"] > numbers["even_raw"]
    assert numbers["rare_kappa"] < numbers["even_kappa"]
    assert numbers["dialogue_raw"] == pytest.approx(numbers["codes_raw_least"])
    assert numbers["shadow_raw"] > numbers["dialogue_raw"]
    assert numbers["shadow_kappa"] == pytest.approx(numbers["codes_kappa_least"])
    # "it cannot be told from sleep": the lower end lies below nought, printed with its sign
    for name in ("rare", "shadow"):
        assert numbers[f"{name}_low"] < numbers[f"{name}_high"]
    assert coding.kappa_interval(coding.RARE).low < 0
    assert coding.interval_of(interviews.ours(), "shadow").low < 0
    # "three of these four are all that residents of Sheregesh have to say on the matter"
    assert (numbers["village_hints"], numbers["village_seen"]) == (3, 0)
    assert numbers["shadow_missed"] == 4
    assert numbers["shadow_both"] + numbers["shadow_one"] + numbers["shadow_missed"] == 11


def test_the_sum_by_hand_of_the_two_rules():
    numbers = counted()
    assert (numbers["topics"], numbers["topics_wide"], numbers["topics_narrow"]) == (25, 24, 17)
    assert numbers["topics_both"] + numbers["topics_neither"] == 18
    chance = 0.96 * 0.68 + 0.04 * 0.32
    assert numbers["topics_kappa"] == pytest.approx((0.72 - chance) / (1 - chance))
    # "no kappa can be higher": with these shares the coders can agree on 0.68 + 0.04 at most
    assert numbers["topics_raw"] == pytest.approx(100 * (min(0.96, 0.68) + min(0.04, 0.32)))
    # "grant these two blocks": a gap that chance makes often, while the one of the table is rare
    assert fisher_exact([[4, 3], [15, 3]]).pvalue > 0.2
    assert fisher_exact([[2, 5], [15, 3]]).pvalue < 0.05


def test_rarity_alone_does_not_lower_the_shadow():
    table = coding.agreement_of(interviews.ours())
    share, apart = table.loc["shadow", "share"], 1 - table["observed"].mean()
    curve = 1 - apart / (2 * share * (1 - share))
    assert table.loc["shadow", "kappa"] < curve
    # "its interval just reaches that curve": told in the text, so that nobody leans on the dot
    high = coding.interval_of(interviews.ours(), "shadow").high
    assert curve < high < curve + 0.05
    assert table.loc["jobs_kept", "share"] == pytest.approx(share, abs=0.01)


def test_rare_codes_lower_the_kappa_of_the_same_coders():
    numbers = counted()
    names = ("skill_half", "skill_twentieth", "skill_fiftieth")
    assert [round(numbers[name], 2) for name in names] == [0.78, 0.61, 0.42]


def test_the_stated_test_can_fail_and_can_be_passed():
    numbers = counted()
    town = binom.sf(6, 12, 0.5)
    assert numbers["test_half"] == pytest.approx(100 * (4 * town**3 * (1 - town) + town**4))
    assert numbers["test_weak"] < 1  # "in fewer than one"
    assert numbers["test_strong"] > 95
    # good coders clear the line of the text, and would not clear a stricter one
    assert numbers["test_coding"] > 80
    assert numbers["test_coding_strict"] < 60
    assert 50 < numbers["test_both"] < numbers["test_strong"] - 20


def test_rule_of_silence_depends_on_the_order_of_the_same_talks():
    table = coding.heard(interviews.ours()).to_numpy()[:8]
    rng = np.random.default_rng(2026)
    stops = []
    for _draw in range(500):
        new = np.diff(np.maximum.accumulate(table[rng.permutation(8)]).sum(axis=1))
        stops.append(any(new[k] == new[k + 1] == 0 for k in range(6)))
    assert 0.6 < np.mean(stops) < 0.8  # "in about seven orders of ten"


def test_a_silent_pair_would_have_sent_everybody_home():
    numbers = w02.journey().numbers
    assert numbers["journey_stop"] <= numbers["journey_town"]  # "in one town only"
    assert numbers["journey_at_stop"] < numbers["journey_second"] < numbers["journey_all"]


def test_alternative_texts_hold_the_numbers_of_their_rows():
    assert "administrations: 11 and 9 of 11; enterprises: 7 and 6 of 7" in w02.traces().alt
    assert "residents: 6 and 2 of 7" in w02.traces().alt
    assert "between 92 and 98 %" in w02.codes().alt
    assert "0.23 (shadow and land) to 0.83 (training)" in w02.codes().alt
    assert "18 of 22 codes are heard in Novokuznetsk" in w02.journey().alt
    assert "level there from interview 5 on" in w02.journey().alt


def test_topics_are_those_of_the_report():
    claims = load("claims").set_index("claim")
    topics = load("guide_topics").set_index("claim")
    named = claims[claims["text"].str.match("Topic:|Interview block:")].index
    assert sorted(topics.index) == sorted(named)
    for rule in ("wide", "narrow"):
        cited = topics[rule].dropna().str.split(";").explode()
        assert claims.loc[cited, "kind"].isin(["finding", "figure"]).all()
    inside = topics["narrow"].fillna("").str.split(";").explode().loc[lambda cell: cell != ""]
    assert all(claim in topics.loc[topic, "wide"] for topic, claim in inside.items())


def test_kit_has_every_block_and_the_columns_of_the_sheet():
    page = (ROOT / "book" / "fieldwork-kit.md").read_text(encoding="utf-8")
    blocks = [f"S-{number:03d}" for number in range(72, 79)]
    guide = page.split("## 1.")[1].split("## 2.")[0]
    assert all(f"{{claim}}`{block}`" in guide for block in blocks)
    sheet = " | ".join(load("coding_sheet_synthetic").columns)
    assert f"| {sheet} |" in page
    codes = set(interviews.codebook().index) | {"none"}
    rows = re.findall(r"^\| YP1 \|.*\|$", page, re.MULTILINE)
    cells = [cell.strip() for row in rows for cell in row.split("|")[6:8]]
    assert rows
    assert {code for cell in cells for code in cell.split()} <= codes


def test_kit_prints_three_codes_as_the_codebook_has_them():
    page = (ROOT / "book" / "fieldwork-kit.md").read_text(encoding="utf-8")
    book = interviews.codebook()[["definition", "include", "exclude", "example"]]
    rows = [f"| {code} | {' | '.join(cells)} |" for code, cells in book.T.items()]
    assert sum(row in page for row in rows) == 3


def test_kit_reckons_the_loop_leg_by_leg():
    route, numbers = w02.kit_route(), w02.kit_numbers()
    assert route["kilometres"].sum() == pytest.approx(numbers["kit_loop"], abs=0.5)
    assert route["hours"].sum() == pytest.approx(8 * numbers["kit_days"], abs=0.5)

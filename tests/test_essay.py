"""The essay: its template runs for every town, its samples say what the tables say."""

from __future__ import annotations

import contextlib
import io
import json
import re
from pathlib import Path

import pytest

from regecon.cases import essay, town
from regecon.cases.gazetteer import find
from regecon.desk.vouched import NOT_PROSE
from regecon.figures import fourth_pattern

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "book" / "fourth-pattern.md").read_text(encoding="utf-8")
TEMPLATE = json.loads((ROOT / "notebooks" / "fourth-pattern.ipynb").read_text(encoding="utf-8"))
CELLS = ["".join(cell["source"]) for cell in TEMPLATE["cells"] if cell["cell_type"] == "code"]
CHOICE = re.compile(r'^TOWN = "[^"]+"', re.MULTILINE)
WORDS = 750


@pytest.fixture(scope="module")
def numbers() -> dict[str, float]:
    return fourth_pattern.numbers()


def run(name: str) -> dict:
    """What the template's cells leave behind for a town, its charts not drawn."""
    names: dict = {}
    for cell in CELLS:
        code = CHOICE.sub(f"TOWN = {name!r}", cell)
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(code, "template", "exec"), names)
    return names


def test_the_template_names_its_town_once():
    assert sum(len(CHOICE.findall(cell)) for cell in CELLS) == 1
    assert sum("TOWN" in cell for cell in CELLS) > 5


def kinds() -> list[str]:
    """One municipality of each kind: urban or rural, with the same figures missing."""
    table = essay.municipalities()
    known = table.notna().assign(urban=table["urban"], twice=table["name"].duplicated(keep=False))
    first = table[~known.duplicated()]
    return list(first["name"] + ", " + first["region"])


@pytest.mark.parametrize("name", kinds())
def test_the_template_runs_for_every_kind_of_municipality(name):
    assert run(name)["TOWN"] == name


def test_where_the_tables_have_nothing_the_figures_say_so():
    for figure in (fourth_pattern.windows, fourth_pattern.losses, fourth_pattern.ages):
        assert "not known" in figure("Seversk urban okrug").alt


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Prokopjevks", "Prokopyevsk"),
        ("Pervomaysky district", "Pervomaysky district, Tomsk oblast"),
        ("Bratsk", "outside the five regions"),
    ],
)
def test_a_name_that_is_none_or_two_or_elsewhere_is_told(name, told):
    with pytest.raises(LookupError, match=told):
        essay.town(name)


def test_a_town_is_found_by_each_of_its_names():
    for name in ("Yurga", "Yurga urban okrug", "городской округ Юргинский", "юрга"):
        assert essay.town(name)["name"] == "Yurga urban okrug"


@pytest.mark.parametrize("name", [essay.UPPER, essay.MIDDLING, "Yurga", "Тайга", "Topki"])
def test_the_essay_and_the_card_of_a_town_say_the_same(name):
    own, home = essay.town(name), find(name)
    assert own["moves"] == pytest.approx(town.balance(home)["rate"])
    assert own[["change", "net"]].tolist() == town.balance(home)[["change", "net"]].tolist()
    assert own[["recount", "after"]].tolist() == pytest.approx(
        town.changes(home)[["recount", "after"]].tolist(), nan_ok=True
    )


def test_like_towns_have_half_to_twice_the_people_and_are_towns():
    own, group = essay.town(essay.MIDDLING), essay.like(essay.MIDDLING)
    assert group["urban"].all()
    assert group["people"].between(own["people"] / 2, 2 * own["people"]).all()
    assert own["name"] not in set(group["name"])
    assert len(essay.like(essay.MIDDLING, factor=3)) > len(group)


def test_no_change_of_a_window_crosses_two_censuses():
    own = essay.town(essay.MIDDLING)
    assert own["before"] == pytest.approx(100 * ((141_584 / 146_386) ** 0.25 - 1))
    assert own["after"] == pytest.approx(100 * (123_379 / 124_687 - 1))


def test_moves_and_rest_are_the_change_of_the_year(numbers):
    own = essay.town(essay.UPPER)
    assert own["moves"] + own["rest"] == pytest.approx(own["after"] * 10)
    assert numbers["p_fall"] == numbers["p_net"] + numbers["p_rest"] == 2_241


def test_the_rest_of_biysk_is_what_its_registry_counts():
    rest, counted = essay.check_of_rest()
    assert counted == 936 * 12 / 9
    assert rest == pytest.approx(counted, rel=0.05)


def test_the_upper_sample_says_what_the_tables_say(numbers):
    assert round(numbers["p_share"]) == 75  # three quarters
    assert numbers["p_share_least"] > 50  # still the larger part
    assert numbers["p_before_low"] < 50 < numbers["p_before_mid"] < numbers["p_before_high"]
    assert numbers["p_1989"] == pytest.approx(numbers["p_osinniki"], abs=1)
    assert min(numbers["p_novo_moves"], numbers["p_biysk_moves"]) > 0
    assert max(numbers["p_novo_after"], numbers["p_biysk_after"]) < 0
    assert numbers["p_tash_moves"] < numbers["p_tash_rest"]
    assert 2.7 < numbers["p_own_after"] / numbers["p_novo_after"] < 3  # nearly three times
    assert numbers["all_moves"] / numbers["all"] == pytest.approx(0.2, abs=0.02)  # a fifth


def test_deaths_explain_less_than_the_census_missed():
    """As week 12 reckons it for Biysk, with the town's rest in place of its registry."""
    found = essay.hidden(essay.UPPER)
    assert found["missing"] == 190_300 - 177_819
    by_hand = 190.3 * 9.61346 * (7.7 + 10.0 * 9 / 12) / 6.6
    assert found["deaths"] == pytest.approx(by_hand, rel=1e-4)
    assert found["a_year"] == pytest.approx((found["missing"] - by_hand) / 11, rel=1e-4)


def test_the_middling_sample_errs_in_argument_and_not_in_number(numbers):
    assert (round(numbers["m_barnaul"]), round(numbers["r_lost_share"])) == (1, 12)
    assert numbers["m_wage_rank"] == 3
    assert numbers["r_20"] > numbers["r_15"]
    pay = essay.wages(("Rubtsovsk", "Novosibirsk"), tuple("ACDEFGHIJKLMNOPQRS"))
    assert (pay.loc["Rubtsovsk"] < pay.loc["Novosibirsk"]).all()  # "in no industry"
    assert all(numbers[f"w_{name}_gap"] < 100 / 1.45 for name in fourth_pattern.SECTIONS)


def test_what_goes_with_pay_is_the_recount_and_not_the_moves(numbers):
    assert numbers["r_corr"] > 0.7
    assert max(abs(numbers[f"m_corr_{name}"]) for name in ("moves", "before", "rest")) < 0.2
    assert essay.pay_with("recount", "Kemerovo oblast") > 0.5  # it holds elsewhere too
    assert abs(essay.pay_with("moves", "Kemerovo oblast")) < 0.1


def test_the_young_of_most_towns_seem_to_come_home(numbers):
    assert numbers["m_up_at_20"] / numbers["towns"] > 0.7


SAMPLES = re.findall(r"^## Sample: .*?(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("sample", SAMPLES, ids=["upper", "middling"])
def test_a_sample_keeps_to_the_brief(sample):
    text, _, marks = sample.partition("### The marks")
    _, _, text = text.partition("\n### ")
    words = len(NOT_PROSE.sub(" ", text.partition("\n")[2]).split())
    assert 0.7 * WORDS <= words <= WORDS, words
    assert text.count("mystnb:") == 3
    assert len(re.findall(r"^\|[-:| ]+\|$", text, re.MULTILINE)) == 1
    points = [int(found) for found in re.findall(r"^[a-z ]+: (\d) of 3$", marks, re.MULTILINE)]
    assert len(points) == 6
    told = {16: "Sixteen of eighteen", 9: "Nine of eighteen"}
    assert told[sum(points)] in marks


def test_each_fault_of_the_middling_sample_names_where_it_is_treated():
    marks = SAMPLES[1].partition("### The marks")[2]
    faults = [row for row in marks.split("\n") if "**" in row]
    assert len(faults) == 5
    assert all("(/book/" in row for row in faults[:4])


def test_twelve_minutes_are_twelve():
    spans = re.findall(r"^\| (\d\d?) to (\d\d?) \|", PAGE, re.MULTILINE)
    assert [int(start) for start, _end in spans] == [0, *(int(end) for _s, end in spans)][:-1]
    assert int(spans[-1][1]) == 12

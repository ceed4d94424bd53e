"""Week 4: the explorer says what the model says, and the figures what their rows say."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from regecon.cases import base, rouble, structure
from regecon.explorers import explorer
from regecon.figures import w04
from tests.baked import weight

counted = cache(w04.numbers)  # what the chapter prints

NAME = "follow-the-rouble"
ROOT = Path(__file__).resolve().parents[1]
YEARS = re.compile(r"\b((?:19|20)\d\d)(?: to |–|-| and )((?:19|20)\d\d)\b")


@pytest.mark.parametrize(("outside", "income"), [(0.0, 177.8), (0.9, 107.8)])
def test_income_of_the_stylised_plant_in_the_explorer(outside, income):
    shown = explorer(NAME).headlines(outside=outside)
    assert shown[1].value == pytest.approx(income, abs=0.05)


def test_rounds_add_up_to_what_the_headline_says():
    for number in (1, 3, 8):
        shown = explorer(NAME).headlines(outside=0.9, round=number)
        assert shown[0].value == pytest.approx(rouble.rounds(0.9)["town"].loc[:number].sum())
        assert shown[0].value < shown[1].value


def test_presets_tell_the_story_in_this_order():
    model = explorer(NAME)
    incomes = [model.headlines(**preset.state)[1].value for preset in model.presets]
    here, there, slump, slump_there = incomes
    assert there / here == pytest.approx(0.606, abs=5e-4)
    assert model.headlines(spending=0.25)[1].value == pytest.approx(there, abs=1.2)
    assert slump / here < 0.65 < 0.9 < slump_there / there


def test_the_right_prediction_is_two_fifths():
    assert list(explorer(NAME).prediction.choices)[2] == "by about two fifths"
    lost = 1 - rouble.plant(rouble.OUTSIDE).income / rouble.plant().income
    assert lost == pytest.approx(0.4, abs=0.01)


def test_argument_of_the_chapter():
    numbers = counted()
    assert numbers["others_tenth"] == pytest.approx(numbers["there"])
    assert numbers["near_kept"] > 80 > numbers["kept"]
    assert numbers["ratio_toy"] > numbers["ratio_high"] > 3 * numbers["ratio_median"]
    assert numbers["left_mining"] > 65 > numbers["left_metals"]
    assert numbers["ratio_krasnoyarsk"] > numbers["ratio_median"] > numbers["ratio_peer"]
    assert (numbers["points_2016"], numbers["points_2025"]) == (18, 17)
    assert numbers["errors_most"] < 2
    assert (numbers["bars"], numbers["bars_long"]) == (4, 2)


@pytest.mark.parametrize("without", [(), (base.ODD,)])
def test_what_the_windows_can_exclude(without):
    """A half in three of six, a job and a half in all but that from 2010 on."""
    table = base.windows(without)
    top = table["slope"] + 2 * table["se"]
    assert (top > 0.5).sum() == counted()["hold_half"] == 3
    assert top[top > 1.5].index.to_list() == [w04.LATE]
    strong = table[table["strength"] >= 10]
    assert len(strong) == len(table) - counted()["weak"] == 3
    assert (strong["foretold"].abs() < 2 * strong["foretold_se"]).all()
    long = strong["foretold"] + 2 * strong["foretold_se"] > 1.5
    assert long[long].index.to_list() == [(1998, 2009), (2000, 2009)]


def test_other_jobs_rose_as_often_where_the_base_grew():
    numbers = counted()
    assert (numbers["fell_and_rose"], numbers["fell"]) == (68, 69)
    assert (numbers["grew_and_rose"], numbers["grew"]) == (10, 10)
    assert numbers["fell"] + numbers["grew"] == numbers["regions"]


def test_studies_are_put_into_one_count():
    rows = w04._extra().set_index("name")
    assert rows.loc["Bartik and Sotherland 2019", "middle"] == pytest.approx(0.5)
    assert rows.loc["Moretti 2010", "middle"] == pytest.approx(1.6)
    own = base.windows().loc[(base.FIRST, base.LAST)]
    assert rows.loc["Regions, 2000–2009", "high"] == pytest.approx(own["slope"] + 2 * own["se"])


def test_alternative_texts_hold_the_numbers_of_their_rows():
    assert "9.4 in Kemerovo oblast" in w04.counts().alt
    assert "between 0.5 and 1.7" in w04.measured().alt
    assert "minus 89 in 2014" in w04.pay_and_profit().alt
    assert "17 years" in w04.ore().alt


@pytest.mark.parametrize("figure", [w04.counts, w04.measured, w04.pay_and_profit, w04.ore])
def test_every_figure_can_be_drawn(figure):
    assert figure().page_html().count("<svg") == 2


def test_explorer_is_light():
    assert weight(NAME) < 60_000


def crossing(text):
    """Sentences on jobs with years of two vintages, in paragraphs that do not name the change."""
    found = []
    for paragraph in text.split("\n"):
        for sentence in re.split(r"(?<=[.?!]) ", paragraph):
            years = [tuple(map(int, pair)) for pair in YEARS.findall(sentence)]
            over = any(first < structure.JOBS_BREAK <= last for first, last in years)
            if over and "jobs" in sentence and "vintage" not in paragraph:
                found.append(sentence)
    return found


def test_a_sentence_over_two_vintages_is_found():
    assert crossing("By jobs both moved more than most from 1998 to 2013.")
    assert crossing("How far did mining change from 2005 to 2013, in per cent of all jobs?")
    assert not crossing("Jobs grew from 2010 to 2013. By value added it is so from 2005 to 2015.")
    assert not crossing("By jobs from 2005 to 2013. The table changes its vintage in between.")


@pytest.mark.parametrize("slug", ["w04-who-owns-the-multiplier", "w05-three-ways-to-be-stuck"])
def test_no_sentence_compares_jobs_over_two_vintages(slug):
    cells = json.loads((ROOT / "notebooks" / f"{slug}.ipynb").read_text(encoding="utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells]
    for path in (f"book/{slug}.md", f"exercises/{slug}.master.md"):
        texts.append((ROOT / path).read_text(encoding="utf-8"))
    assert not [sentence for text in texts for sentence in crossing(text)]

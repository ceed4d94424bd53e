"""Weights, hours and rubrics: one home, faults named, and the page keeps to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from regecon.desk import assessment
from regecon.desk.assessment import contents, read_assessment
from regecon.desk.sets.master import SUFFIX
from regecon.desk.sets.reader import read_master
from regecon.desk.vouched import NOT_PROSE
from regecon.desk.weeks import read_weeks
from regecon.figures import memos
from regecon.press.sphinx.assessment import table

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "book" / "assessment.md").read_text(encoding="utf-8")
WEEKS = read_weeks(ROOT)
ASSESSMENT = read_assessment(ROOT)
MEMO = ASSESSMENT.rubrics["memo"]


def test_reading_takes_the_hours_that_the_weeks_say():
    read = sum(week.read for week in WEEKS) / 45
    assert next(iter(ASSESSMENT.hours.own.values())) == pytest.approx(read, abs=1)


@pytest.mark.parametrize("weeks", range(1, 17))
def test_own_hours_of_fewer_weeks_add_up(weeks):
    own = ASSESSMENT.hours.own_in(weeks)
    assert sum(own.values()) == 5 * weeks
    assert min(own.values()) >= 0


@pytest.mark.parametrize("key", ["memo", "role-play", "portfolio"])
def test_a_rubric_has_the_points_of_its_share(key):
    (weight,) = (weight for weight in ASSESSMENT.weights if weight.key == key)
    assert ASSESSMENT.rubrics[weight.rubric].most == weight.share


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.slug)
def test_a_sample_task_is_the_question_in_words_of_the_week(week):
    master = read_master(ROOT / f"{week.exercises}{SUFFIX}")
    asked = [question.objectives for question in master.questions if question.manual]
    assert ASSESSMENT.tasks[week.slug].objectives in [tuple(keys) for keys in asked]


def changed(tmp_path, **change) -> Path:
    """A folder with an assessment that is changed at its top."""
    content = yaml.safe_load((ROOT / assessment.FILE).read_text(encoding="utf-8"))
    (tmp_path / "book").mkdir()
    text = yaml.safe_dump(content | change, allow_unicode=True)
    (tmp_path / assessment.FILE).write_text(text, encoding="utf-8")
    return tmp_path


WEIGHT = {"key": "labs", "part": "labs", "share": 90, "how": "By hand."}
ROW = {"name": "Use", "levels": ["all of it", "some of it", "nothing"]}
RUBRIC = {"title": "T", "points": [2, 1, 0], "criteria": [ROW] * 3}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"weights": [WEIGHT]}, "the shares add up to 90, expected 100"),
        ({"weights": [WEIGHT | {"share": 100, "rubric": "labs"}]}, "there is no rubric 'labs'"),
        ({"weights": [WEIGHT | {"marks": 1}]}, "there is no key 'marks'"),
        ({"rubrics": {"memo": RUBRIC | {"points": [2, 0, 1]}}}, "each level below the one before"),
        ({"rubrics": {"memo": RUBRIC | {"levels": ["a", "b", "c", "d"]}}}, "4 levels, expected 3"),
        (
            {"rubrics": {"memo": RUBRIC | {"points": [3, 2, 1, 0]}}},
            "rubrics, memo, Use: 3 levels, expected 4",
        ),
        (
            {"hours": {"lecture": 2, "class": 2, "own": [{"what": "all", "hours": 81}]}},
            "81 hours, expected a multiple of 16 weeks",
        ),
        ({"tasks": {"week-1": {"text": "x", "objectives": ["w01-o1"]}}}, "week-1"),
    ],
)
def test_a_fault_of_the_file_is_named(tmp_path, change, told):
    with pytest.raises(ValueError, match=re.escape(told)) as caught:
        contents(changed(tmp_path, **change))
    assert str(caught.value).startswith(assessment.FILE)


def test_a_rubric_is_a_table_of_its_levels():
    lines = table(MEMO)
    assert lines[0] == "| Criterion | full, 2 | half, 1 | none, 0 |"
    assert lines[2].startswith("| **Fair statement** | the claim quoted by number")
    assert table(ASSESSMENT.rubrics["essay"])[0] == "| Criterion | 3 | 2 | 1 | 0 |"
    assert len({line.count("|") for line in lines}) == 1


def test_every_rubric_is_shown_on_a_page_and_by_one_directive():
    pages = {path: path.read_text(encoding="utf-8") for path in (ROOT / "book").glob("*.md")}
    shown = [name for text in pages.values() for name in re.findall(r"\{criteria\} (\S+)", text)]
    assert set(shown) == set(ASSESSMENT.rubrics)
    assert "```{weights}" in PAGE


# --- The sample memos ---------------------------------------------------------------------

SAMPLES = re.findall(r"^## Sample: .*?(?=^## |^```\{bib|\Z)", PAGE, re.DOTALL | re.MULTILINE)
LINES = re.compile(r"^(\d+)\. (.*)\n +- \*(.*?)\.\* ?(.*)$", re.MULTILINE)
MARKS = re.compile(r"^([A-Z][a-z ]+): (\d) of 2\n: (.*)$", re.MULTILINE)
NUMBERS = {5: "Five of ten", 9: "Nine of ten"}


@pytest.fixture(scope="module")
def numbers() -> dict[str, float]:
    return memos.numbers()


@pytest.mark.parametrize("sample", SAMPLES, ids=["upper", "middling"])
def test_a_sample_is_marked_line_by_line_and_the_points_add_up(sample):
    lines = LINES.findall(sample)
    assert [int(number) for number, *_rest in lines] == list(range(1, 11))
    given = dict.fromkeys((one.name for one in MEMO.criteria), 0)
    for _number, _words, mark, _reason in lines:
        name, _comma, points = mark.partition(", ")
        if points.isdigit():
            given[name] += int(points)
    told = {name: int(points) for name, points, _where in MARKS.findall(sample)}
    assert told == given
    assert max(told.values()) <= MEMO.points[0]
    assert NUMBERS[sum(told.values())] in sample


@pytest.mark.parametrize("sample", SAMPLES, ids=["upper", "middling"])
def test_a_sample_keeps_to_the_brief(sample):
    words = " ".join(words for _number, words, *_rest in LINES.findall(sample))
    assert len(NOT_PROSE.sub(" ", words).split()) <= 700


def test_the_samples_say_that_their_authors_are_invented():
    before = PAGE.partition(SAMPLES[1])[0]
    assert "SYNTHETIC students" in before
    assert len(SAMPLES) == 2


def test_the_upper_memo_says_what_the_tables_say(numbers):
    # By hand from municipal_population and distances: 96.559 and 533.565 thousand people.
    assert numbers["memo_pull_east_mid"] == pytest.approx(
        96.559 * 2.718281828 ** (-0.12 * 18.0), rel=0.01
    )
    assert round(numbers["memo_times"]) == 4
    assert numbers["memo_pull_centre_slow"] > numbers["memo_pull_east_slow"]
    assert numbers["memo_line"] == pytest.approx(62 / (1 + (533.565 / 96.559) ** 0.5), abs=0.1)
    assert abs(numbers["memo_line"] - numbers["memo_to_east"]) < 1  # at the gates
    assert numbers["memo_net_east"] == 58 + 28 + 22
    assert numbers["memo_rate_east"] > numbers["memo_rate_centre"] > 0
    assert numbers["memo_all_east"] > numbers["memo_all_centre"] > 0 < numbers["memo_all_border"]
    assert numbers["memo_lost_centre"] < numbers["memo_lost_east"]
    assert numbers["memo_lost_east"] < numbers["memo_lost_least_of_rest"]
    assert 50 < numbers["memo_half"] < 55  # half the people


def test_the_middling_memo_errs_in_argument_and_not_in_number(numbers):
    assert (numbers["memo_cells_renewed"], numbers["memo_cells"]) == (475, 531)
    assert numbers["memo_investors"] == 14
    assert round(numbers["memo_product"], 1) == 74.5
    assert round(numbers["memo_volume"], 1) == 7.4
    assert [round(numbers[f"memo_mining_{year}"], 1) for year in (2016, 2022)] == [28.4, 41.8]

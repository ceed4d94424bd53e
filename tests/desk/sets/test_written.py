"""Numbers as people write them: read alike by page, notebook and browser lab."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from regecon.kit.checks import Hint, read
from regecon.kit.checks.answers import Answer, number_rules
from regecon.kit.checks.sealed import seal
from regecon.kit.checks.written import is_unit, lost_comma, read_number
from regecon.press.sphinx.exercises import _words
from tests.desk.sets.sets import PATHS, solved
from tests.node import run

CORPUS = json.loads(Path(__file__).with_name("numbers.json").read_text(encoding="utf-8"))
UNITS = [
    ("", "per cent", True),
    ("%", "per cent a year", True),
    ("per cent", "per cent a year", True),
    ("Per  Cent.", "per cent", True),
    ("thousand", "thousand visits", True),
    ("visits", "thousand visits", False),
    ("million", "thousand visits", False),
    ("per cent", "people", False),
]


@pytest.mark.parametrize(("text", "numbers", "behind"), CORPUS)
def test_a_text_is_read_in_the_notebook(text, numbers, behind):
    assert read_number(text) == (numbers, behind)


def test_the_page_reads_the_same_texts_alike():
    told = run("exercises.js", "texts => texts.map(regecon.readNumber)", [row[0] for row in CORPUS])
    assert told == [row[1:] for row in CORPUS]


@pytest.mark.parametrize(("behind", "unit", "same"), UNITS)
def test_a_unit_behind_the_number(behind, unit, same):
    assert is_unit(behind, unit) == same


def numeric() -> list[Answer]:
    """Every number that any set asks for, with whatever may be drawn."""
    items = [item for slug in PATHS for item in solved(slug).values()]
    rows = [row for item in items for row in item.variants or [item]]
    return [answer for row in rows for answer in row.answers if not answer.options]


def as_written() -> list[tuple[Answer, str, float]]:
    """Each right value with one to four decimals, with a point, with a comma, with a unit."""
    found = []
    for answer in numeric():
        for places in (1, 2, 3, 4):
            point = f"{answer.rules[0].value:.{places}f}"
            comma = point.replace(".", ",")
            grouped = f"{answer.rules[0].value:,.{places}f}"
            spaced = grouped.replace(",", "\u202f").replace(".", ",").replace("-", "\u2212")
            unit = re.match(r"\D*", answer.unit)[0]
            for text in (point, comma, grouped, spaced, f"{comma} {unit}"):
                found.append((answer, text, float(point)))
    return found


def test_every_right_value_is_right_as_people_write_it():
    cases = as_written()
    assert len(cases) > 20 * 170
    refused = [
        (answer.variable, text)
        for answer, text, value in cases
        if answer.judge(text)[0] != answer.rules[0].fits(value)
    ]
    assert refused == []


def test_the_page_judges_what_is_written_as_the_notebook_does():
    cases = as_written()
    wrong = [(a, f"{r.value:.3f}".replace(".", ","), 0) for a in numeric() for r in a.rules[1:]]
    cases += wrong
    code = "([of, cases, words]) => cases.map(([n, t]) => regecon.judgeWritten(of[n], t, words))"
    sealed = {id(answer): seal(answer, answer.variable).to_dict() for answer, *_ in cases}
    texts = [(id(answer), text) for answer, text, _value in cases]
    told = run("exercises.js", code, [sealed, texts, _words()])
    for (answer, text, _value), verdict in zip(cases, told, strict=True):
        assert (bool(verdict.get("right")), verdict["hint"]) == answer.judge(text), text


@pytest.mark.parametrize("places", [1, 2, 3, 4])
def test_what_is_asked_for_is_enough(places):
    for answer in numeric():
        rounded = float(f"{answer.rules[0].value:.{places}f}")
        if places >= answer.decimals:
            assert answer.rules[0].fits(rounded), answer.variable


def of(expected, unit="visits", tolerance=0.5) -> Answer:
    return Answer("x", "x", number_rules(expected, tolerance=tolerance, unit=unit), "no", unit)


def test_of_two_readings_the_right_one_counts():
    assert of(1700).judge("1,700") == (True, "")
    assert of(1.7, tolerance=0.05).judge("1,700") == (True, "")
    right, hint = of(3).judge("1,700")
    assert not right
    assert hint.endswith("Read as 1.7.")


def test_words_behind_a_number_get_their_own_hint():
    assert of(40, "people").judge("40 people") == (True, "")
    assert "unit: people" in of(40, "people").judge("40 firms")[1]
    assert "unit: thousand visits" in of(990, "thousand visits").judge("990 visits")[1]


def test_a_text_in_the_notebook_is_read_like_one_in_the_page():
    of(26.17, "per cent", 0.05).check({"x": "26,17"})
    with pytest.raises(Hint, match="not a number"):
        of(26.17).check({"x": "a lot"})


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["x = 0,027"], "x = 0.027"),
        (["import math\n\n%matplotlib inline", "y = 3\nx = -0,027  # a share"], "x = -0.027"),
        (["x = (\n    0,07\n)"], "0.07"),
        (["x = 0.027"], ""),
        (["x = 0,027", "x = 1 / 0"], ""),
        (["y = 0,027"], ""),
        ([], ""),
    ],
)
def test_a_decimal_comma_that_is_no_python_is_named(cells, told):
    line = lost_comma(cells, "x")
    assert line.replace(",", ".").startswith(told) if told else line == ""
    with pytest.raises(Hint) as hint:
        read({"In": cells}, "x")
    assert ("comma" in str(hint.value)) == bool(told)


@pytest.mark.parametrize("value", [(26, 17), (0, 372), (-4, 225)])
def test_two_numbers_that_were_one_are_named(value):
    example = "{}.{}".format(*value)
    with pytest.raises(Hint, match=rf"decimal\s+point and no comma: {example}"):
        of(26.17).check({"x": value})

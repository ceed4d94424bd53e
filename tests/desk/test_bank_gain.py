"""A class's gain: what is read of an export, what is told of a wrong one, and the made-up class."""

from __future__ import annotations

import math
from pathlib import Path

import nbformat
import numpy as np
import pytest

from regecon.desk.bank.gain import ExportError, by_luck, gain, gains, read_class, read_export
from regecon.desk.bank.made_class import BEFORE, TRUE, made_class

ROOT = Path(__file__).parents[2]
MADE = ROOT / "teaching" / "class-synthetic"
PAIRS = """number,week,pair,objective,kind,pre,post
1,w09-hill,ceiling,w09-o1,choice,w09-b10,w09-b11
2,w09-hill,share,w09-o2,numeric,w09-b12,w09-b13
"""
BEFORE_CSV = """Last name,First name,Email address,State,Started,Grade/10.00,Q. 1 /5.00,Q. 2 /5.00
Ivanova,Anna,A@example.org,Finished,"27 November",5.00,5.00,0.00
Petrov,Boris,b@example.org,Finished,,2.50,0.00,2.50
Late,Vera,v@example.org,Finished,,0.00,-,-
Begun,Gleb,g@example.org,"In progress",,-,-,-
Overall average,,,,,2.50,1.67,0.83
"""
AFTER_CSV = """\ufeffФамилия;Имя;Адрес почты;Состояние;Оценка/10,00;В. 1 /5,00;В. 2 /5,00
Петров;Борис;b@example.org;Завершенные;7,50;5,00;2,50
Иванова;Анна;a@example.org;Завершенные;10,00;5,00;5,00
Новый;Дмитрий;d@example.org;Завершенные;5,00;5,00;-
Общее среднее;;;;7,50;5,00;2,50
"""


@pytest.fixture
def files(tmp_path):
    """Both exports and the pairs."""
    texts = {"before.csv": BEFORE_CSV, "after.csv": AFTER_CSV, "pairs.csv": PAIRS}
    paths = []
    for name, text in texts.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def test_two_exports_are_matched_in_any_language(files):
    group = read_class(*files)
    assert (group.only_before, group.only_after) == (("v@example.org",), ("d@example.org",))
    rows = group.answers.set_index(["student", "number"])
    assert rows.loc[("a@example.org", 2), ["before", "after", "pair"]].tolist() == [0, 1, "share"]
    assert rows.loc[("b@example.org", 2), ["before", "after"]].tolist() == [0.5, 0.5]


def test_gains_by_objective_and_over_all(files):
    answers = read_class(*files).answers
    table = gains(answers, ["objective"]).set_index("objective")
    assert table.loc["w09-o1", ["students", "questions", "before", "after", "gain"]].tolist() == [
        2, 1, 0.5, 1, 1,
    ]  # fmt: skip
    assert table.loc["w09-o2", "gain"] == pytest.approx((0.75 - 0.25) / 0.75)
    (whole,) = gains(answers.assign(all=1), ["all"])["gain"]
    assert whole == pytest.approx((0.875 - 0.375) / 0.625)


def test_nothing_to_gain_is_no_gain_and_no_interval(files):
    answers = read_class(*files).answers.assign(before=1.0, after=1.0)
    table = gains(answers, ["objective"])
    assert table[["gain", "low", "high"]].isna().all(axis=None)
    assert math.isnan(gain(0.91, 1))
    assert gain(0.5, 0.25) == -0.5


def put(old, new, count=1):
    return lambda text: text.replace(old, new, count)


@pytest.mark.parametrize(
    ("which", "spoil", "told"),
    [
        (0, lambda text: "", "before.csv: the file is empty"),
        (0, lambda text: "PK\x03\x04...", "before.csv: expected CSV; choose comma separated"),
        (0, lambda text: f"<html>{text}", "before.csv: expected CSV"),
        (0, put("Q. 1 /5.00", "Response 1", 1), "expected the 2 questions of pairs.csv"),
        (0, lambda text: text.replace("Q. ", "Response ").replace(" /5.00", ""),
         "expected a column for each question, such as 'Q. 1 /1.00'"),
        (0, put("Grade/10.00", "Grade"), "and one such as 'Grade/10.00'; found Last name"),
        (0, put("Grade/10.00", "Grade"), "In Moodle open Results, Grades of the quiz"),
        (0, put("b@example.org", "a@example.org"), "row 3: expected one attempt of each student"),
        (0, put("5.00,5.00,0.00", "5.00,7.00,0.00"), "row 2, column Q. 1 /5.00: expected a mark"),
        (0, put("5.00,5.00,0.00", "5.00,Requires grading,0"), "found 'Requires grading'"),
        (0, lambda text: text.splitlines()[0], "before.csv: expected finished attempts"),
        (1, lambda text: text.replace("b@", "x@").replace("a@", "y@"),
         "before.csv and after.csv: expected students in both files, found 0"),
        (2, put("week", "wk"), "pairs.csv: expected the file pairs.csv of the question bank"),
        (2, lambda text: text.splitlines()[0], "pairs.csv: expected the file pairs.csv"),
        (2, lambda text: f"{text}3,w09-hill,x,w09-o1,choice,a,b\n",
         "before.csv: expected the 3 questions of pairs.csv, numbered as there, found 1, 2"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told(files, which, spoil, told):
    text = files[which].read_text(encoding="utf-8")
    files[which].write_text(spoil(text), encoding="utf-8")
    with pytest.raises(ExportError) as error:
        read_class(*files)
    assert told in str(error.value)


def test_a_missing_file_and_another_encoding_are_told(files, tmp_path):
    with pytest.raises(ExportError, match=r"none\.csv: No such file"):
        read_export(tmp_path / "none.csv")
    files[1].write_bytes(AFTER_CSV.lstrip("\ufeff").encode("cp1251"))
    with pytest.raises(ExportError, match=r"after\.csv: expected UTF-8"):
        read_export(files[1])


def test_without_addresses_names_are_taken(files):
    text = BEFORE_CSV.replace("Email address", "ID number")
    for letter, number in zip("Abvg", (11, 12, 13, 14), strict=True):
        text = text.replace(f"{letter}@example.org", str(number))
    files[0].write_text(text, encoding="utf-8")
    assert list(read_export(files[0]).index) == ["Ivanova Anna", "Petrov Boris", "Late Vera"]


def test_the_made_class_is_that_of_its_script():
    for name, text in made_class(ROOT).items():
        assert (MADE / name).read_text(encoding="utf-8") == text, (
            f"{name}: run python -m regecon.desk.bank.made_class teaching/class-synthetic"
        )


def test_the_made_class_gained_about_what_it_was_given():
    group = read_class(*(MADE / f"{name}.csv" for name in ("before", "after", "pairs")))
    assert (len(group.only_before), len(group.only_after)) == (1, 1)
    (whole,) = gains(group.answers.assign(all=1), ["all"]).to_dict("records")
    assert whole["low"] < TRUE < whole["high"]
    by_objective = gains(group.answers, ["objective"])
    assert by_objective["gain"].max() - by_objective["gain"].min() > 0.4
    assert (by_objective["low"] < TRUE).all()
    assert (by_objective["high"] > TRUE).all()


def test_luck_shrinks_with_the_root_of_the_class():
    small, large = (np.std(by_luck(n, 2, BEFORE, TRUE)) for n in (30, 120))
    assert small / large == pytest.approx(2, rel=0.1)
    assert np.median(by_luck(120, 2, BEFORE, TRUE)) == pytest.approx(TRUE, abs=0.01)


def test_the_notebook_holds_what_it_would_give_today():
    """Its cells run, and the numbers it tells are those it shows."""
    notebook = nbformat.read(ROOT / "teaching" / "class-gain.ipynb", as_version=4)
    shown = [
        line.split()
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        for line in (output.get("text") or output["data"]["text/plain"]).splitlines()
    ]
    group = read_class(*(MADE / f"{name}.csv" for name in ("before", "after", "pairs")))
    table = gains(group.answers, ["objective"]).round(2)
    for row in table.to_dict("records"):
        (line,) = [words for words in shown if row["objective"] in words[1:2]]
        assert [float(cell) for cell in line[-3:]] == [row["gain"], row["low"], row["high"]]
    assert ["20", "students", "took", "both", "quizzes."] in shown
    assert all(len(cell.source.splitlines()) <= 25 for cell in notebook.cells)
    assert "SYNTHETIC" in notebook.cells[0].source

"""Tables as spreadsheets and platforms write them, read and written."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from regecon.desk.grade.lists import InputError, read_sheet, read_students
from regecon.desk.grade.text import file_name, inert, printable

ANNA = "\u0410\u043d\u043d\u0430 \u041f\u0435\u0442\u0440\u043e\u0432\u0430"
TURNED = "\u041f\u0435\u0442\u0440\u043e\u0432\u0430 \u0410\u043d\u043d\u0430"
ODD_FORMULAS = ("\u200b=1", "\uff1d1+1", "\uff0b1+A1", "\u2212A1")
LISTS = {
    "plain": f"student,number\n{ANNA},20231403\nBoris,7\n",
    "semicolons": f"student;number\n{ANNA};20231403\nBoris;7\n",
    "tabs": f"student\tnumber\n{ANNA}\t20231403\nBoris\t7\n",
    "capital heads": f"Student,Number\n{ANNA},20231403\nBoris,7\n",
    "heads in other words": f"Full name;Student number\n{ANNA};20231403\nBoris;7\n",
    "heads in Russian": f"ФИО;Номер\n{ANNA};20231403\nBoris;7\n",
    "surname first": f"student,number\n{TURNED},20231403\nBoris,7\n",
    "surname and comma": f'student,number\n"{TURNED.replace(" ", ", ")}",20231403\nBoris,7\n',
    "two columns": f"surname;first name;number\n{TURNED.replace(' ', ';')};20231403\n;Boris;7\n",
    "floats": f"student,number\n{ANNA},20231403.0\nBoris,7.00\n",
    "floats with a comma": f"student;number\n{ANNA};20231403,0\nBoris;7,0\n",
    "spaces": f"student,number\n{ANNA},20 231 403\nBoris, 7\n",
    "thin spaces": f"student,number\n{ANNA},20\u202f231\u00a0403\nBoris,7\n",
    "powers of ten": f"student,number\n{ANNA},2.0231403E+07\nBoris,7\n",
    "separator named": f"sep=;\nstudent;number\n{ANNA};20231403\nBoris;7\n",
    "more columns": f"No,student,group,number\n1,{ANNA},a,20231403\n2,Boris,b,7\n",
    "blank lines": f"student,number\n\n{ANNA},20231403\n,,\nBoris,7\n\n",
    "text of a formula": f'student,number\n{ANNA},"=""20231403"""\nBoris,7\n',
}


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_numbers(name, code, tmp_path):
    try:
        content = LISTS[name].encode(code)
    except UnicodeEncodeError:
        pytest.skip("not a list of that code page")
    path = tmp_path / "numbers.csv"
    path.write_bytes(content.replace(b"\n", b"\r\n") if code == "cp1251" else content)
    found = read_students(path)
    assert found.of(ANNA) == "20231403"
    assert found.of("boris") == "7"
    assert found.of("Clara") == ""


def test_a_name_in_another_form_of_unicode(tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_text(
        "student,number\n\u0411\u043e\u0440\u0438\u0441 \u0419\u043e\u0432,7\n", encoding="utf-8"
    )
    assert read_students(path).of("\u0411\u043e\u0440\u0438\u0441 \u0418\u0306\u043e\u0432") == "7"


def test_a_name_that_stands_twice_counts_for_nobody(tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_text("student,number\nAnna,1\nAnna,2\nBoris,3\nBoris,3\n")
    found = read_students(path)
    assert found.of("Anna") == ""
    assert found.double == {"Anna"}
    assert found.of("Boris") == "3"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name,id\na,1\n", "needs the columns student and number; it has name, id"),
        (b"", "the table is empty"),
        (b"PK\x03\x04 a workbook", "save the table as CSV"),
    ],
)
def test_what_is_no_list_is_told(content, said, tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_students(path)


@pytest.mark.parametrize(
    "name",
    ["=1+1", "\t=1+1", "  =1+1", "\n=1", "+1+1", "-1+cmd", "@sum(1)", "'=1+1", *ODD_FORMULAS],
)
def test_no_cell_is_a_formula(name):
    cell = inert(name)
    assert cell.startswith("'")
    assert (
        not inert(f"Anna;{name}").split(";")[1].strip().startswith(("=", "+", "-", "@", "\uff1d"))
    )


@pytest.mark.parametrize("cell", ["-3", "12.5", "-0,5", "-", "Anna", "a-b", "x = 1"])
def test_what_is_no_formula_stays(cell):
    assert inert(cell) == cell


@pytest.mark.parametrize("sign", ["\ud83d", "\x00", "\x1b", "\u202e", "\x7f", "\u2028"])
def test_text_is_printable(sign):
    text = printable(f"a{sign}b")
    assert sign not in text
    assert text.startswith("a\\")
    text.encode()


def test_names_of_files_are_short_and_apart():
    long = ["\U0001f3bf" * 63, "\u0410" * 200, "\U0001f3bf" * 62 + "a", "b" * 5_000]
    made = {file_name(name) for name in long}
    assert len(made) == len(long)
    assert all(len(name.encode()) < 160 and "/" not in name for name in made)


def test_a_sheet_keeps_what_stands_in_it(tmp_path):
    rows = [["a", 'b "c"'], ["1;2", "x, y"], ["", "\u0401"]]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path = Path(tmp_path / "sheet.csv")
    path.write_text(text.getvalue(), encoding="utf-8")
    sheet = read_sheet(path)
    assert [sheet.heads, *sheet.rows] == rows

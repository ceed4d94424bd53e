"""The sheet of a class: read as ours is, and every fault told by file, row, column and remedy."""

from __future__ import annotations

import pytest

from regecon.cases import interviews
from regecon.data import DataError, load

HEAD = "interview,heard,town,audience,block,coder_a,coder_b\n"
GOOD = (
    "YP1,1,Yurga,residents,work,main_employer jobs_kept,main_employer\n"
    "YP1,1,Yurga,residents,trips,none,commuting\n"
    "YE1,2,Yurga,enterprise,work,none,none\n"
)


@pytest.fixture
def sheet(tmp_path):
    """Write a sheet and give its path."""

    def write(rows: str, head: str = HEAD, encoding: str = "utf-8"):
        path = tmp_path / "our_sheet.csv"
        path.write_bytes((head + rows).encode(encoding))
        return path

    return write


def test_our_sheet_holds_the_marks_of_the_codings():
    ours = interviews.coded().set_index(["answer", "code"])[["coder_a", "coder_b"]]
    marks = load("codings_synthetic").set_index(["answer", "code"])
    assert ours.sort_index().equals(marks.sort_index())


def test_a_class_file_takes_the_place_of_ours(sheet):
    coded = interviews.coded(sheet(GOOD))
    assert list(coded.columns) == list(interviews.coded().columns)
    assert len(coded) == 3 * 22
    work = coded[(coded["answer"] == "YP1-work") & coded["coder_a"]]
    assert work["code"].tolist() == ["main_employer", "jobs_kept"]
    assert not coded.loc[coded["interview"] == "YE1", ["coder_a", "coder_b"]].any(axis=None)


def test_a_sheet_as_a_spreadsheet_saves_it(sheet):
    coded = interviews.coded(sheet(GOOD.replace("\n", "\r\n"), encoding="utf-8-sig"))
    assert coded["interview"].unique().tolist() == ["YP1", "YE1"]


def test_a_class_has_codes_of_its_own(sheet):
    rows = "YP1,1,Yurga,residents,work,buses,none\nYP2,2,Yurga,residents,work,none,dogs buses\n"
    coded = interviews.coded(sheet(rows), codes=["buses", "dogs"])
    assert coded["code"].unique().tolist() == ["buses", "dogs"]
    assert coded["coder_b"].sum() == 2


def test_our_interviews_by_fewer_codes():
    coded = interviews.coded(codes=["season", "shadow"])
    assert coded["code"].nunique() == 2
    assert len(coded) == 168 * 2


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            "Ivan,3,Yurga,residents,work,none,none",
            "our_sheet.csv, row 5, column interview: expected the pattern [A-Z]{1,4}[0-9]{1,3}, "
            "found 'Ivan'; write a key such as NP3, capitals and a number, never a name",
        ),
        (
            "YP2,third,Yurga,residents,work,none,none",
            "row 5, column heard: expected integer, found 'third'; number the interviews",
        ),
        ("YP2,3,,residents,work,none,none", "row 5, column town: a value is required"),
        (
            "YP2,3,Yurga,pensioner,work,none,none",
            "row 5, column audience: expected one of the enum administration, enterprise, "
            "residents, found 'pensioner'",
        ),
        ("YP2,3,Yurga,residents,jobs,none,none", "row 5, column block: expected one of the enum"),
        (
            "YP2,3,Yurga,residents,work,none,",
            "row 5, column coder_b: a value is required, found an empty cell; write the codes with "
            "a space between them, or none where the coder found none",
        ),
        (
            "YP2,3,Yurga,residents,work,seson,none",
            "row 5, column coder_a: expected a code of the codebook, found 'seson'; did you mean "
            "'season'?",
        ),
        (
            "YP2,3,Yurga,residents,work,zzz,none",
            "found 'zzz'; enter it in the codebook first, or hand over your own list as codes=",
        ),
        (
            "YP2,3,Yurga,residents,work,season season,none",
            "row 5, column coder_a: expected each code once, found 'season' twice",
        ),
        (
            "YP2,3,Yurga,residents,work,season none,none",
            "row 5, column coder_a: expected codes or none, found both; keep one of them",
        ),
        (
            "YP2,3,Yurga,residents,work,season;shadow,none",
            "row 5, column coder_a: expected the pattern",
        ),
        (
            "YE1,2,Topki,enterprise,living,none,none",
            "row 5, column town: expected 'Yurga' as in the first row of YE1, found 'Topki'",
        ),
        (
            "YE1,3,Yurga,enterprise,living,none,none",
            "row 5, column heard: expected '2' as in the first row of YE1, found '3'",
        ),
        (
            "YP2,2,Yurga,residents,work,none,none",
            "row 5, column heard: expected a number of its own for YP2, found 2 again",
        ),
        (
            "YE1,2,Yurga,enterprise,work,none,none",
            "row 5: expected unique values of the key interview, block, found YE1, work again",
        ),
        (
            "YP2,3,Yurga,residents,work,none",
            "row 5: expected 7 cells, found 6",
        ),
    ],
)
def test_a_fault_is_told_with_its_place_and_remedy(sheet, row, told):
    with pytest.raises(DataError) as error:
        interviews.coded(sheet(GOOD + row + "\n"))
    assert told in str(error.value)
    assert "Traceback" not in str(error.value)


def test_faults_are_told_from_top_to_bottom(sheet):
    rows = "Ivan,1,Yurga,residents,work,none,\nYP2,2,Yurga,nobody,work,none,none\n"
    with pytest.raises(DataError) as error:
        interviews.coded(sheet(rows))
    lines = str(error.value).splitlines()
    assert [line.split(",")[1] for line in lines] == [" row 2", " row 2", " row 3"]


def test_only_so_many_faults_are_told_at_once(sheet):
    rows = "".join(f"YP{n},{n},Yurga,residents,work,odd,none\n" for n in range(1, 15))
    with pytest.raises(DataError, match=r"\.\.\. and 4 more"):
        interviews.coded(sheet(rows))


@pytest.mark.parametrize(
    ("head", "rows", "encoding", "told"),
    [
        (
            HEAD.replace(",", ";"),
            GOOD.replace(",", ";"),
            "utf-8",
            "the cells are parted by semicolons: save as CSV with commas, UTF-8",
        ),
        (
            "interview,town\n",
            "YP1,Yurga\n",
            "utf-8",
            "row 1: expected the columns interview, heard",
        ),
        (HEAD, GOOD.replace("Yurga", "Юрга"), "cp1251", "saved as windows-1251?"),
        ("", "", "utf-8", "expected a header and rows, found an empty file"),
        (HEAD, "", "utf-8", "our_sheet.csv: expected at least two interviews, found 0"),
        (
            HEAD,
            "YP1,1,Yurga,residents,work,none,none\n",
            "utf-8",
            "expected at least two interviews, found 1",
        ),
    ],
)
def test_what_is_no_sheet_is_told(sheet, head, rows, encoding, told):
    with pytest.raises(DataError) as error:
        interviews.coded(sheet(rows, head, encoding))
    assert told in str(error.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DataError, match=r"absent\.csv: there is no such file here"):
        interviews.coded(tmp_path / "absent.csv")

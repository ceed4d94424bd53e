"""Odd cells, files and descriptors: reader and check give one verdict, and say where and why."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from regecon.data import DataError, describe, load, tables
from regecon.data.folder import SUFFIX
from regecon.data.validation import changed, fingerprint, problems, renew

FIELDS = [
    {"name": "place", "type": "string", "constraints": {"required": True, "unique": True}},
    {"name": "code", "type": "string", "constraints": {"pattern": "[0-9]{3}"}},
    {"name": "people", "type": "integer", "constraints": {"minimum": 0}},
    {"name": "share", "type": "number", "constraints": {"minimum": 0, "maximum": 100}},
    {"name": "open", "type": "boolean"},
    {"name": "since", "type": "year"},
    {"name": "day", "type": "date"},
]
GOOD = {
    "place": "Biysk", "code": "007", "people": "12", "share": "1.5", "open": "true",
    "since": "1709", "day": "2016-08-01",
}  # fmt: skip
INFO = {
    "name": "odd",
    "title": "Odd cells",
    "path": "odd.csv",
    "encoding": "utf-8",
    "licenses": [{"name": "CC0-1.0", "title": "CC0"}],
    "sources": [{"title": "Made up for this test"}],
    "schema": {"fields": FIELDS, "missingValues": [""], "primaryKey": "place"},
}
HEADER = ",".join(GOOD)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ',"\n') else cell


def row(**cells) -> str:
    return ",".join(quoted(cell) for cell in (GOOD | cells).values())


def write(folder: Path, *lines: str, info=None, raw: bytes | None = None) -> Path:
    text = "\n".join([HEADER, *lines]) + "\n"
    (folder / "odd.csv").write_bytes(text.encode() if raw is None else raw)
    text = info if isinstance(info, str) else json.dumps(INFO if info is None else info)
    (folder / f"odd{SUFFIX}").write_text(text, encoding="utf-8")
    return folder


def verdict(folder: Path) -> list[str]:
    """What both have to say; they have to say the same."""
    try:
        checked = problems("odd", folder)
    except DataError as error:
        checked = str(error).splitlines()
    if not checked:
        assert isinstance(load("odd", folder), pd.DataFrame)
        return []
    with pytest.raises(DataError) as refused:
        load("odd", folder)
    assert str(refused.value).splitlines() == checked
    return checked


def test_a_table_is_read_anew_when_it_changes_and_belongs_to_its_reader(tmp_path):
    first = load("odd", write(tmp_path, row()))
    first.loc[0, "people"] = 99
    first.attrs["title"] = "Mine"
    again = load("odd", tmp_path)
    assert (again.loc[0, "people"], again.attrs["title"]) == (12, "Odd cells")
    assert load("odd", write(tmp_path, row(people="13"))).loc[0, "people"] == 13
    stricter = json.loads(json.dumps(INFO))
    stricter["schema"]["fields"][2]["constraints"] = {"maximum": 5}
    with pytest.raises(DataError, match="maximum 5"):
        load("odd", write(tmp_path, row(people="13"), info=stricter))


REFUSED = {
    "comma": ({"share": "1,5"}, "share: expected number, found '1,5'"),
    "underscore": ({"people": "1_000"}, "people: expected integer, found '1_000'"),
    "thin space": ({"people": "1\u2009000"}, "people: expected integer, found"),
    "Arabic digits": ({"people": "١٢"}, "people: expected integer, found '١٢'"),
    "full width": ({"people": "１２"}, "people: expected integer, found '１２'"),
    "nan": ({"share": "nan"}, "share: expected number, found 'nan'"),
    "infinity": ({"share": "inf"}, "share: expected number, found 'inf'"),
    "NA as a number": ({"share": "NA"}, "share: expected number, found 'NA'"),
    "NA as text": ({"place": "n/a"}, "place: .* looks like a missing value; leave the cell empty"),
    "12.0": ({"people": "12.0"}, "people: expected integer, found '12.0'"),
    "1e3": ({"people": "1e3"}, "people: expected integer, found '1e3'"),
    "blank": ({"people": " 12"}, "people: expected integer, found ' 12'"),
    "dash": ({"share": "–"}, "share: expected number, found '–'"),
    "minus sign": ({"share": "−5"}, "share: expected number, found '−5'"),
    "per cent": ({"share": "5%"}, "share: expected number, found '5%'"),
    "long": ({"people": "9" * 19}, "people: .* longer than a whole number can be"),
    "very long": ({"people": "9" * 5000}, "people: expected integer"),
    "digits lost": ({"share": "0.12345678901234567890"}, "share: .* more digits than a number"),
    "overflow": ({"share": "1e999"}, "share: .* more digits than a number"),
    "underflow": ({"share": "1e-999"}, "share: .* more digits than a number"),
    "leading zero": ({"people": "007"}, "people: .* its leading zero would be lost"),
    "zero lost": ({"share": "007.5"}, "share: .* its leading zero would be lost"),
    "yes": ({"open": "yes"}, "open: expected boolean, found 'yes'"),
    "TrUe": ({"open": "TrUe"}, "open: expected boolean, found 'TrUe'"),
    "year": ({"since": "1709?"}, "since: expected year, found '1709\\?'"),
    "short year": ({"since": "17"}, "since: expected year, found '17'"),
    "day": ({"day": "01.08.2016"}, "day: expected date, found '01.08.2016'"),
    "no such day": ({"day": "2016-02-30"}, "day: expected date, found '2016-02-30'"),
    "time": ({"day": "2016-08-01T00:00"}, "day: expected date, found"),
    "below": ({"people": "-1"}, "people: expected minimum 0, found '-1'"),
    "above": ({"share": "100.5"}, "share: expected maximum 100, found '100.5'"),
    "pattern": ({"code": "07"}, r"code: expected the pattern \[0-9\]\{3\}, found '07'"),
    "empty": ({"place": ""}, "place: a value is required, found an empty cell"),
    "decomposed": (
        {"place": unicodedata.normalize("NFD", "Бийск")},
        "place: .* write the text in the form NFC",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_an_odd_cell_is_refused_by_both_with_its_place(tmp_path, kind):
    cells, message = REFUSED[kind]
    other = row(place="Barnaul")
    found = verdict(write(tmp_path, other, row(**cells), row(place="Tomsk")))
    assert len(found) == 1
    assert pd.Series(found).str.match(f"odd.csv, row 3, column {message}").all(), found


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ({"open": "TRUE"}, True), ({"open": "False"}, False), ({"open": "0"}, False),
        ({"share": "1e1"}, 10.0), ({"share": ".5"}, 0.5), ({"share": "5."}, 5.0),
        ({"share": "0.30000000000000004"}, 0.1 + 0.2), ({"share": "+7"}, 7),
        ({"people": "9223372036854775807"}, 2**63 - 1), ({"people": "0"}, 0),
        ({"code": "007"}, "007"), ({"place": "Бийск"}, "Бийск"),
        ({"place": "Town, of\ntwo lines"}, "Town, of\ntwo lines"),
        ({"place": 'the "old" town'}, 'the "old" town'), ({"place": "=2+2"}, "=2+2"),
    ],
)  # fmt: skip
def test_what_can_be_read_in_one_way_only_is_read(tmp_path, cells, value):
    folder = write(tmp_path, row(**cells))
    assert verdict(folder) == []
    assert load("odd", folder)[next(iter(cells))].tolist() == [value]


def test_gaps_keep_their_type(tmp_path):
    folder = write(tmp_path, row(), ",".join(["Tomsk", "", "", "", "", "", ""]))
    assert verdict(folder) == []
    frame = load("odd", folder)
    assert frame.loc[1].isna().sum() == 6
    assert (frame["people"].dtype, frame["open"].dtype) == ("Int64", "boolean")
    assert frame["share"].dtype == float


FILES = {
    "surplus": ([row() + ","], "row 2: expected 7 cells, found 8; the first too many is ''"),
    "unquoted comma": (
        ["Biysk,007,12,1,5,true,1709,2016-08-01"],
        "row 2: expected 7 cells, found 8; the first too many is '2016-08-01' .a comma inside",
    ),
    "too few": (["Biysk,007,12"], "row 2: expected 7 cells, found 3"),
    "blank line": ([row(), "", row(place="Tomsk")], "row 3: expected cells, found a blank line"),
    "twice": ([row(), row()], "row 3, column place: expected unique values, found 'Biysk' again"),
    "open quote": ([row(), '"Tomsk,007'], "row 3: expected comma-separated text, .*end of data"),
    "stray quote": (['"To"msk,007,,,,,'], "row 2: expected comma-separated text"),
}


@pytest.mark.parametrize("kind", FILES)
def test_an_odd_row_is_refused_by_both_with_its_place(tmp_path, kind):
    lines, message = FILES[kind]
    found = verdict(write(tmp_path, *lines))
    assert pd.Series(found).str.match(f"odd.csv, {message}").any(), found


def test_rows_are_counted_in_lines_of_the_file(tmp_path):
    """After a blank line and a cell of three lines the place is still the right one."""
    lines = [row(place="a\nb\nc"), "", row(place="Tomsk", people="x")]
    found = verdict(write(tmp_path, *lines))
    assert found[0].startswith("odd.csv, row 5: expected cells, found a blank line")
    assert found[1].startswith("odd.csv, row 6, column people: expected integer, found 'x'")


def test_all_faults_are_told_at_once_but_not_without_end(tmp_path):
    lines = [row(place=f"place {i}", people="x") for i in range(30)]
    with pytest.raises(DataError) as error:
        load("odd", write(tmp_path, *lines))
    assert str(error.value).count("\n") == 10
    assert str(error.value).endswith("... and 20 more")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "found an empty file"),
        ((HEADER + "\n" + row(place="Бийск") + "\n").encode("cp1251"), "saved as windows-1251"),
        ((HEADER + "\n" + row() + "\n").encode("utf-16"), "saved as UTF-16"),
        ((HEADER + "\n" + row() + "\n").encode("utf-16-le"), "saved as UTF-16"),
        ((HEADER.replace("code", "place") + "\n").encode(), "row 1: expected the columns"),
        ((HEADER + ",more\n" + row() + ",1\n").encode(), "row 1: expected the columns"),
        ((HEADER.replace(",", ";") + "\n" + row() + "\n").encode(), "row 1: expected the columns"),
    ],
)
def test_an_odd_file_is_refused_by_both(tmp_path, raw, message):
    found = verdict(write(tmp_path, raw=raw))
    assert message in found[0]
    assert found[0].startswith("odd.csv")


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_other_line_ends_and_a_mark_at_the_start_are_read(tmp_path, ends):
    text = "\ufeff" + ends.join([HEADER, row(), row(place="Tomsk", people="x")]) + ends
    found = verdict(write(tmp_path, raw=text.encode()))
    assert found == ["odd.csv, row 3, column people: expected integer, found 'x'"]


def with_field(number: int, **keys) -> dict:
    fields = [dict(field) for field in FIELDS]
    fields[number] |= keys
    return INFO | {"schema": INFO["schema"] | {"fields": fields}}


DESCRIPTORS = {
    "null": ("null", "expected an object of keys, found None"),
    "number": ("9", "expected an object of keys, found 9"),
    "list": ("[]", "expected an object of keys, found"),
    "deep": ("[" * 100_000, "found brackets nested too deep"),
    "key twice": ('{"name": "odd", "name": "even"}', "found the key 'name' twice"),
    "NaN": (json.dumps(with_field(3, constraints={"minimum": float("nan")})), "found NaN, which"),
    "no schema": ({k: v for k, v in INFO.items() if k != "schema"}, "schema: expected an object"),
    "no fields": (INFO | {"schema": {}}, "schema: expected an object with a list of fields"),
    "no name": (with_field(1, name=None), "schema, field 2: expected a name"),
    "no type": (with_field(1, type=None), "column code: the reader knows no type None"),
    "name twice": (with_field(1, name="place"), "column place: described more than once"),
    "licence": (INFO | {"licenses": [{"name": "CC0"}]}, "licenses: expected a title in each"),
    "licences": (INFO | {"licenses": []}, "licenses: expected a list of one or more"),
    "sources": (INFO | {"sources": "Rosstat"}, "sources: expected a list of one or more"),
    "encoding": (INFO | {"encoding": "windows-1251"}, "encoding: expected utf-8, found"),
    "synthetic": (INFO | {"synthetic": "yes"}, "synthetic: expected true, found 'yes'"),
    "contradictions": (INFO | {"contradictions": "none"}, "contradictions: expected a list"),
    "title": (INFO | {"title": 7}, "title: expected text, found 7"),
    "other name": (INFO | {"name": "even"}, "name: expected 'odd', found 'even'"),
    "path": (INFO | {"path": "../odd.csv"}, "path: expected a file of the same folder"),
    "bound": (with_field(2, constraints={"minimum": None}), "column people: minimum: expected int"),
    "bound of text": (with_field(2, constraints={"minimum": "low"}), "minimum: expected integer"),
    "enum": (with_field(2, constraints={"enum": ["many"]}), "enum: expected a list of integer"),
    "pattern": (with_field(1, constraints={"pattern": "("}), "pattern: expected a regular expr"),
    "rule": (
        with_field(1, constraints={"maxium": 3}),
        "constraints: there is none called 'maxium'",
    ),
    "required": (with_field(1, constraints={"required": "no"}), "required: expected true or false"),
    "key": (INFO | {"schema": INFO["schema"] | {"primaryKey": "id"}}, "there is no column 'id'"),
    "link": (
        INFO | {"schema": INFO["schema"] | {"foreignKeys": [{"fields": "place"}]}},
        "foreignKeys: expected fields and reference",
    ),
}


@pytest.mark.parametrize("kind", DESCRIPTORS)
def test_an_odd_descriptor_is_named_by_all(tmp_path, kind):
    info, message = DESCRIPTORS[kind]
    write(tmp_path, row(), info=info)
    found = verdict(tmp_path)
    assert found[0].startswith(f"odd{SUFFIX}: ")
    assert message in found[0]
    for ask in (describe, lambda name, folder: tables(folder)):
        with pytest.raises(DataError, match=f"odd{SUFFIX}"):
            ask("odd", tmp_path)


def test_a_table_that_changes_is_read_anew(tmp_path):
    write(tmp_path, row())
    assert load("odd", tmp_path)["place"].tolist() == ["Biysk"]
    write(tmp_path, row(place="Tomsk"), info=INFO | {"title": "Changed"})
    assert load("odd", tmp_path)["place"].tolist() == ["Tomsk"]
    assert describe("odd", tmp_path).title == "Changed"
    write(tmp_path, row(), info=with_field(4, type="string"))
    assert load("odd", tmp_path)["open"].tolist() == ["true"]


def test_other_words_for_a_gap_are_those_of_the_descriptor(tmp_path):
    info = INFO | {"schema": INFO["schema"] | {"missingValues": ["", "n/a"]}}
    folder = write(tmp_path, row(share="n/a"), info=info)
    assert verdict(folder) == []
    assert load("odd", folder)["share"].isna().all()


# --- The ledger of bytes ----------------------------------------------------------------


def test_a_changed_byte_is_seen_and_renewed_with_one_call(tmp_path):
    write(tmp_path, row())
    assert "found" in changed("odd", tmp_path)
    assert renew("odd", tmp_path)
    assert changed("odd", tmp_path) is None
    assert not renew("odd", tmp_path)
    write_only = (tmp_path / "odd.csv").read_bytes().replace(b"12", b"13")
    (tmp_path / "odd.csv").write_bytes(write_only)
    sentence = changed("odd", tmp_path)
    assert sentence.startswith("odd.csv: expected")
    assert sentence.endswith("if the change is meant, run regecon data hash odd")
    (tmp_path / "odd.csv").write_bytes(write_only.replace(b"\n", b"\r\n"))
    assert "its lines end in CRLF" in changed("odd", tmp_path)


def test_the_fingerprint_is_that_of_the_standard(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")
    # The example of FIPS 180-4, appendix B.1.
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert fingerprint(tmp_path / "x") == {"hash": f"sha256:{digest}", "bytes": 3}


def test_the_command_says_what_it_does():
    told = subprocess.run(
        [sys.executable, "-m", "regecon", "data", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "regecon data hash [NAME ...]" in told.stdout

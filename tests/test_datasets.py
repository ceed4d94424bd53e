"""Every table of the data room: its descriptor, its values, and what the reader says."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from regecon.data import DataError, UnknownTableError, describe, load, tables
from regecon.data.folder import SUFFIX, descriptor, table_names
from regecon.data.validation import FIELD_KEYS, KEYS, changed, layout, problems

ROOT = Path(__file__).resolve().parents[1]
DATASETS = ROOT / "datasets"
NAMES = table_names(DATASETS)

SHAPES = {name for name in NAMES if descriptor(name)["format"] == "geojson"}
SOMETIMES = {"retrieved", "computed", "synthetic", "chart"}
TYPES = {"string", "integer", "number", "year", "boolean", "date"}
CONSTRAINTS = {"required", "minimum", "maximum", "enum", "pattern", "unique"}
LICENCES = {"CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "public-domain", "facts"}
ALL_BYTES = 6_000_000


@pytest.fixture(params=NAMES)
def name(request) -> str:
    return request.param


@pytest.fixture
def info(name) -> dict:
    return descriptor(name)


def fields(info: dict) -> list[dict]:
    return info.get("schema", {}).get("fields", [])


# --- The descriptor --------------------------------------------------------------------


def test_a_descriptor_has_its_keys(name, info):
    file = f"datasets/{name}{SUFFIX}"
    optional = SOMETIMES | ({"schema"} if name in SHAPES else set())
    assert not set(info) - set(KEYS), f"{file}: unknown keys"
    assert not set(KEYS) - set(info) - optional, f"{file}: keys are missing"
    assert ("retrieved" in info) + ("computed" in info) == 1, f"{file}: retrieved or computed?"


def test_a_descriptor_is_written_in_the_one_layout(name, info):
    text = (DATASETS / f"{name}{SUFFIX}").read_text(encoding="utf-8")
    assert text == layout(info), f"datasets/{name}{SUFFIX}: run regecon data {name}"


def test_a_table_has_the_bytes_that_its_descriptor_was_written_for(name):
    """The ledger of figures: whoever changes one says so by renewing the hash."""
    assert changed(name) is None


def test_a_descriptor_says_something_under_every_key(name, info):
    assert info["name"] == name
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
    assert info["path"] == f"{name}.{info['format']}"
    media = {"csv": "text/csv", "geojson": "application/geo+json"}
    assert (info["mediatype"], info["encoding"]) == (media[info["format"]], "utf-8")
    for key in ("title", "description", "trust"):
        assert len(info[key].split()) >= 2, key
    assert info["sources"]
    assert all(source["title"].strip() for source in info["sources"])
    assert all(text.strip() for text in info["contradictions"])
    assert re.fullmatch(r"\d{4}-\d{2}", info.get("retrieved", "2026-11"))
    assert info.get("synthetic", True) is True


def test_the_licence_is_named(info):
    for licence in info["licenses"]:
        assert licence["name"] in LICENCES
        assert licence["title"].strip()
    assert info["licenses"]


def test_every_column_is_described(name, info):
    if name in SHAPES:
        pytest.skip("shapes list their properties in the description")
    names = [field["name"] for field in fields(info)]
    assert len(names) == len(set(names))
    for field in fields(info):
        assert set(field) <= set(FIELD_KEYS), field["name"]
        assert re.fullmatch(r"[a-z][a-z0-9_]*", field["name"])
        assert field["type"] in TYPES, field["name"]
        assert field["title"].strip(), field["name"]
        assert field["description"].strip(), field["name"]
        assert set(field.get("constraints", {})) <= CONSTRAINTS, field["name"]
    schema = info["schema"]
    assert set(schema) <= {"fields", "primaryKey", "foreignKeys", "missingValues"}
    assert schema["missingValues"] == [""]
    key = schema["primaryKey"]
    assert set([key] if isinstance(key, str) else key) <= set(names)
    for key in schema.get("foreignKeys", []):
        assert key["fields"] in names
        assert key["reference"]["resource"] in NAMES


def test_every_number_has_a_unit(info):
    """A pure number is ``dimensionless``; ``value`` may take its unit from the column ``unit``."""
    columns = {field["name"] for field in fields(info)}
    told_by_row = {"value"} if "unit" in columns else set()
    numbers = {field["name"] for field in fields(info) if field["type"] == "number"}
    with_unit = {field["name"] for field in fields(info) if field.get("unit")}
    assert numbers - with_unit - told_by_row == set()


def test_shapes_list_their_properties():
    for name in SHAPES:
        text = descriptor(name)["description"]
        for feature in load(name)["features"]:
            for key in feature["properties"]:
                assert re.search(rf"\b{key}\b", text), f"{name}: {key}"


# --- The values ------------------------------------------------------------------------


def test_the_table_is_as_its_descriptor_says(name):
    assert problems(name) == []


def test_a_table_that_cites_sources_cites_ours(info):
    # These two say themselves where each row is from.
    ledgers = {"sources", "facts_in_prose"}
    if "source" not in [field["name"] for field in fields(info)] or info["name"] in ledgers:
        return
    keys = info["schema"].get("foreignKeys", [])
    link = {"fields": "source", "reference": {"resource": "sources", "fields": "source"}}
    assert link in keys


def said_twice(table: pd.DataFrame) -> list[str]:
    """Notes in which one sentence stands twice, or which tell of one place what is another's."""
    if "note" not in table:
        return []
    notes = table["note"].dropna().astype(str)
    parts = notes.map(lambda note: [part.rstrip(".;") for part in re.split(r"(?<=[.;]) ", note)])
    twice = notes[parts.map(lambda said: len(said) > len(set(said)))].tolist()
    if "place" in table:
        # What a town hall says concerns one town: the same words on another are a slip.
        halls = table.loc[notes.index[notes.str.contains("town hall")]]
        places = halls.groupby("note")["place"].nunique()
        twice += places.index[places > 1].tolist()
    return twice


@pytest.mark.parametrize("name", table_names())
def test_a_note_says_nothing_twice_and_nothing_of_another_place(name):
    table = load(name)
    if isinstance(table, pd.DataFrame):
        assert said_twice(table) == []


def test_a_note_carried_over_to_another_place_is_found():
    said = "On one base. The town hall explains the fall."
    table = pd.DataFrame({"place": ["Biysk", "Tomsk"], "note": [said, said]})
    assert said_twice(table) == [said]
    assert said_twice(table.assign(note=["Rounded. Rounded.", None])) == ["Rounded. Rounded."]


def test_every_source_is_used():
    used: set[str] = set()
    for name in set(NAMES) - SHAPES - {"sources"}:
        table = load(name)
        if "source" in table:
            used |= set(table["source"].dropna().str.split(";").explode())
    assert sorted(set(load("sources")["source"]) - used) == []


def test_sources_name_no_copyist_as_publisher():
    sources = load("sources")
    assert not sources["publisher"].str.contains("github|wiki7|kiwix", case=False).any()
    own = sources[sources["publisher"] == "Wikipedia"]["address"].dropna()
    assert own.str.match(r"https://[a-z]{2}\.wikipedia\.org/wiki/").all()
    encyclopaedia = sources[sources["publisher"] == "Wikipedia"]
    assert encyclopaedia["weak"].all()
    assert (encyclopaedia["kind"] == "encyclopaedia").all()


def test_nothing_names_this_machine_or_a_registry(name, info):
    text = (DATASETS / info["path"]).read_text(encoding="utf-8")
    text += (DATASETS / f"{name}{SUFFIX}").read_text(encoding="utf-8")
    forbidden = r"(/(?:work|home|root|tmp)/|\.\./shared|pypi\.org|npmjs\.|crates\.io|localhost)"
    assert re.findall(forbidden, text) == []


def test_a_computed_table_has_its_script(info):
    if "computed" not in info:
        return
    command = re.fullmatch(r"python (datasets/scripts/[a-z0-9_]+\.py)", info["computed"])
    assert command
    assert (ROOT / command[1]).is_file()


def test_synthetic_tables_say_so(name, info):
    """In the name of the file, in the title, in what a student sees, and in the generator."""
    marked = info.get("synthetic", False)
    assert name.endswith("_synthetic") == marked
    assert info["path"].split(".")[0].endswith("_synthetic") == marked
    assert ("SYNTHETIC" in info["title"]) == marked
    assert ("SYNTHETIC: made up" in str(describe(name))) == marked
    if marked and "computed" in info:
        script = ROOT / info["computed"].removeprefix("python ")
        assert "SYNTHETIC" in script.read_text(encoding="utf-8")


# --- The folder ------------------------------------------------------------------------


def test_no_file_lies_about_unlisted():
    listed = {f"{name}{SUFFIX}" for name in NAMES} | {descriptor(name)["path"] for name in NAMES}
    lying = {path.name for path in DATASETS.iterdir() if path.is_file()}
    assert not lying - listed, "in datasets/, but no descriptor names them"
    assert not listed - lying, "named by a descriptor, but not in datasets/"
    assert {path.name for path in DATASETS.iterdir() if path.is_dir()} == {"scripts"}


def test_every_script_makes_a_table_or_helps_one_that_does():
    folder = DATASETS / "scripts"
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.*")}
    makes = {descriptor(name).get("computed", "").split("/")[-1] for name in NAMES}
    for file, text in texts.items():
        helps = any(file in other for name, other in texts.items() if name != file)
        page = re.search(r"``(book/[^`]+)``", text)
        writes = page is not None and (ROOT / page[1]).is_file()
        assert file in makes or helps or writes, f"datasets/scripts/{file} makes no table"


def test_all_tables_together_are_small():
    size = sum(path.stat().st_size for path in DATASETS.rglob("*") if path.is_file())
    assert size < ALL_BYTES


def test_the_list_of_tables_is_complete():
    listed = tables()
    assert list(listed.index) == NAMES
    assert listed["title"].str.len().gt(0).all()
    assert listed["licence"].str.len().gt(0).all()


# --- What the reader says of a broken table ----------------------------------------------

BROKEN = "towns"


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with a small copy of one table: the header and the first five rows."""
    shutil.copyfile(DATASETS / f"{BROKEN}{SUFFIX}", tmp_path / f"{BROKEN}{SUFFIX}")
    lines = (DATASETS / f"{BROKEN}.csv").read_text(encoding="utf-8").splitlines()[:6]
    (tmp_path / f"{BROKEN}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def change(folder: Path, row: int, column: str, value: str) -> None:
    """Write a value into a line of the file; line 1 is the header."""
    path = folder / f"{BROKEN}.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[row - 2, column] = value
    table.to_csv(path, index=False)


def copy_linked(folder: Path) -> None:
    """Copy the tables that the small copy refers to."""
    for key in descriptor(BROKEN)["schema"]["foreignKeys"]:
        other = key["reference"]["resource"]
        for file in (f"{other}.csv", f"{other}{SUFFIX}"):
            shutil.copyfile(DATASETS / file, folder / file)


def describe_anew(folder: Path, change) -> None:
    path = folder / f"{BROKEN}{SUFFIX}"
    info = json.loads(path.read_text(encoding="utf-8"))
    change(info)
    path.write_text(json.dumps(info, ensure_ascii=False), encoding="utf-8")


def test_the_copy_reads_like_the_original(folder):
    assert load(BROKEN, folder).equals(load(BROKEN).head(5).astype(load(BROKEN, folder).dtypes))
    assert describe(BROKEN, folder).title == describe(BROKEN).title


@pytest.mark.parametrize("ask", [load, describe])
def test_an_unknown_name_brings_the_nearest(ask):
    with pytest.raises(UnknownTableError) as error:
        ask("popullation")
    assert "'popullation'" in str(error.value)
    assert "'population'" in str(error.value)
    with pytest.raises(UnknownTableError, match=r"tables\(\) lists them all"):
        ask("zzzzzz")


@pytest.mark.parametrize("name", [None, 9, ""])
def test_a_name_that_is_none_is_unknown(name):
    with pytest.raises(UnknownTableError, match="no table named"):
        load(name)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [("founded", "1618?", "year"), ("founded", "16.5", "year"), ("latitude", "53,7", "number")],
)
def test_a_corrupt_value_is_found(folder, column, value, expected):
    change(folder, 3, column, value)
    with pytest.raises(DataError) as error:
        load(BROKEN, folder)
    assert str(error.value) == f"towns.csv, row 3, column {column}: expected {expected}, found " + (
        repr(value)
    )


def test_a_corrupt_truth_value_is_found(tmp_path):
    shutil.copyfile(DATASETS / f"stops{SUFFIX}", tmp_path / f"stops{SUFFIX}")
    text = (DATASETS / "stops.csv").read_text(encoding="utf-8")
    (tmp_path / "stops.csv").write_text(text.replace(",true,true,true", ",true,yes,true", 1))
    with pytest.raises(DataError, match="row 3, column enterprises: expected boolean, found 'yes'"):
        load("stops", tmp_path)


@pytest.mark.parametrize(
    ("row", "column", "value", "words"),
    [
        (4, "latitude", "91", "maximum"),
        (4, "kind", "hamlet", "enum"),
        (4, "source", "", "required"),
        (4, "place", "Novosibirsk", "unique"),
    ],
)
def test_a_value_against_the_rules_is_found(folder, row, column, value, words):
    copy_linked(folder)
    assert problems(BROKEN, folder) == []
    change(folder, row, column, value)
    found = problems(BROKEN, folder)
    assert any(f"towns.csv, row {row}, column {column}" in text and words in text for text in found)


def test_a_source_that_does_not_exist_is_found(folder):
    copy_linked(folder)
    change(folder, 5, "source", "S05;NOWHERE")
    assert problems(BROKEN, folder) == [
        "towns.csv, row 5, column source: 'NOWHERE' is not in sources.source"
    ]


def test_other_columns_are_found(folder):
    path = folder / f"{BROKEN}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("name_ru", "russian", 1), "utf-8")
    with pytest.raises(DataError) as error:
        load(BROKEN, folder)
    assert "towns.csv, row 1: expected the columns place, name_ru" in str(error.value)
    assert "found place, russian" in str(error.value)


def test_a_missing_file_is_named(folder):
    (folder / f"{BROKEN}.csv").unlink()
    with pytest.raises(DataError, match=r"the file towns\.csv is missing from"):
        load(BROKEN, folder)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'a,b\n"open'])
def test_a_file_that_is_no_table_is_named(folder, content):
    (folder / f"{BROKEN}.csv").write_bytes(content)
    with pytest.raises(DataError, match=r"towns\.csv"):
        load(BROKEN, folder)


@pytest.mark.parametrize("ask", [load, describe, problems])
def test_broken_json_is_named(folder, ask):
    (folder / f"{BROKEN}{SUFFIX}").write_text('{"name": ', encoding="utf-8")
    with pytest.raises(DataError, match=r"towns\.resource\.json: expected a JSON descriptor"):
        ask(BROKEN, folder)


@pytest.mark.parametrize("key", ["title", "licenses", "sources", "path"])
def test_a_descriptor_that_lacks_a_key_is_named(folder, key):
    describe_anew(folder, lambda info: info.pop(key))
    with pytest.raises(DataError, match=rf"towns\.resource\.json: the descriptor lacks {key}"):
        load(BROKEN, folder)


def test_a_type_that_the_reader_does_not_know_is_named(folder):
    describe_anew(folder, lambda info: info["schema"]["fields"][4].update(type="geopoint"))
    with pytest.raises(DataError, match="column latitude: the reader knows no type 'geopoint'"):
        load(BROKEN, folder)


@pytest.mark.parametrize("text", ["{", '{"type": "Feature"}'])
def test_broken_shapes_are_named(tmp_path, text):
    shutil.copyfile(DATASETS / f"rivers{SUFFIX}", tmp_path / f"rivers{SUFFIX}")
    (tmp_path / "rivers.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"rivers\.geojson: expected"):
        load("rivers", tmp_path)

"""A class as it really comes: nobody is lost, no two become one, whatever names the files have."""

from __future__ import annotations

import json
import os
import struct
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from regecon.desk.grade.apart import Apart
from regecon.desk.grade.submissions import Submission, chosen, common_set, read_submissions
from regecon.desk.grade.whose import NOBODY, owners
from tests.desk.grade.handed_in import answered, hand_in, notebook, paper

SLUGS = ("toy", "w01-the-road")
ANNA, BORIS = (
    "\u0410\u043d\u043d\u0430 \u0401\u043b\u043a\u0438\u043d\u0430",
    "\u0411\u043e\u0440\u0438\u0441 \u0419\u043e\u0432",
)
LAYOUTS = {
    "one folder for the class": {"class/1.ipynb": "1", "class/2.ipynb": "2", "class/3.ipynb": "3"},
    "files by name": {"anna.ipynb": "anna", "boris.ipynb": "boris", "clara.py": "clara"},
    "files by set and name": {"toy-anna.ipynb": "anna", "toy_boris.ipynb": "boris"},
    "copies side by side": {
        "toy.ipynb": "toy",
        "toy (1).ipynb": "toy (1)",
        "toy (2).ipynb": "toy (2)",
    },
    "a folder each": {"anna/toy.ipynb": "anna", "boris/toy.ipynb": "boris"},
    "a folder each, of different depth": {
        "anna/toy.ipynb": "anna",
        "boris/lab/toy.ipynb": "boris",
        "clara.ipynb": "clara",
    },
    "one student, two copies": {"in/anna/toy.ipynb": "anna", "in/anna/toy (1).ipynb": "anna"},
    "groups": {"one/anna.ipynb": "anna", "one/boris.ipynb": "boris", "two/clara.ipynb": "clara"},
    "nbgrader": {
        "submitted/anna/toy/toy.ipynb": "anna",
        "submitted/boris/toy/toy.ipynb": "boris",
        "source/toy/toy.ipynb": "",
        "gradebook.db": "",
    },
    "nbgrader, one student": {"submitted/anna/toy/toy.ipynb": "anna"},
    "nbgrader, in a folder": {
        "course/submitted/anna/toy/toy.ipynb": "anna",
        "course/submitted/boris/toy/toy.ipynb": "boris",
        "course/autograded/anna/toy/toy.ipynb": "",
    },
    "GitHub Classroom": {
        "toy-anna/exercises/toy.ipynb": "anna",
        "toy-boris/exercises/toy.ipynb": "boris",
        "toy-boris/exercises/w01-the-road.ipynb": "boris",
    },
    "GitHub Classroom, cloned together": {
        "toy-submissions/toy-anna/exercises/toy.ipynb": "anna",
        "toy-submissions/toy-boris/exercises/toy.ipynb": "boris",
    },
    "Moodle": {
        f"{ANNA}_11_assignsubmission_file_/toy.ipynb": ANNA,
        f"{BORIS}_12_assignsubmission_onlinetext_/onlinetext.html": BORIS,
        "Clara_13_assignsubmission_file_toy.ipynb": "Clara",
        "Dora_14_assignsubmission_file/toy.ipynb": "Dora",
    },
    "Canvas": {"petrovaanna_LATE_11_901_toy.ipynb": "petrovaanna", "b_12_902_toy-1.ipynb": "b"},
    "Blackboard": {
        "toy_s_anna_attempt_2024-05-05-10-11-12_toy.ipynb": "anna",
        "toy_s_anna_attempt_2024-05-06-10-11-12_toy.ipynb": "anna",
        "toy_s_boris_attempt_2024-05-05-10-11-12_toy.ipynb": "boris",
        "toy_s_boris_attempt_2024-05-05-10-11-12.txt": "boris",
    },
    "Brightspace": {
        "11-900 - Anna-Maria Ott - Sep 5, 2023 943 AM/toy.ipynb": "Anna-Maria Ott",
        "11-900 - Anna-Maria Ott - Sep 6, 2023 943 AM/toy.ipynb": "Anna-Maria Ott",
        "12-900 - Boris - Sep 5, 2023 1143 PM - toy.ipynb": "Boris",
        "index.html": "",
    },
    "a name like a neighbour's": {
        "anna/Boris_12_assignsubmission_file_x.ipynb": "anna",
        "boris/toy.ipynb": "boris",
        "clara/toy.ipynb": "clara",
    },
    "two files of one student, not by the set's name": {
        "twice/new.ipynb": "twice",
        "twice/old.ipynb": "twice",
        "anna/toy.ipynb": "anna",
        "boris/toy.ipynb": "boris",
    },
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_file_has_its_owner(layout):
    expected = LAYOUTS[layout]
    found = owners(list(expected), SLUGS)
    assert {path: owner.name for path, owner in found.items()} == expected
    keys = {}
    for owner in found.values():
        if owner is not NOBODY:
            assert keys.setdefault(owner.key, owner.name) == owner.name
    assert len(keys) == len(set(expected.values()) - {""})


def test_the_later_attempt_has_the_later_time():
    for layout in ("Blackboard", "Brightspace"):
        found = owners(list(LAYOUTS[layout]), SLUGS)
        first, second = (o.time for o in found.values() if o.name.startswith(("anna", "Anna")))
        assert second - first == 24 * 3600


@pytest.mark.parametrize(
    "text", ["toy" + "1" * 5_000 + "x", "_" * 5_000, "a." * 5_000, "9-" * 5_000]
)
def test_no_name_keeps_us_busy(text):
    assert len(owners([f"{text}/toy.ipynb", "b/toy.ipynb", text], SLUGS)) == 3


@pytest.fixture(scope="module")
def apart():
    with Apart() as made:
        yield made


@pytest.fixture
def read(apart):
    def read(source: Path) -> dict[str, Submission]:
        found = chosen(read_submissions(source, apart, SLUGS), paper().blank, "toy")
        return {item.file: item for item in found}

    return read


def counting(found: dict[str, Submission]) -> dict[str, str]:
    """For each student the file that counts."""
    return {item.student: name for name, item in found.items() if not item.reason}


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def packed(files: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def raw_zip(path: Path, names: list[bytes], content: bytes) -> Path:
    """A zip that does not say how its names are written, as Windows and macOS make it."""
    files = {f"{number:0{len(name)}d}": name for number, name in enumerate(names)}
    assert all(len(short) == len(name) for short, name in files.items())
    data = packed(dict.fromkeys(files, content))
    for short, name in files.items():
        data = data.replace(short.encode(), name)
    path.write_bytes(data)
    return path


GOOD = json.dumps(answered()).encode()
PAGE = {"set": "toy", "version": "1", "answers": [{"question": "g", "answer": "g", "given": "5"}]}


def test_every_kind_of_file_gets_a_line(read, tmp_path):
    files = {
        "zip": ("w.zip", packed({"toy.ipynb": GOOD})),
        "zip in zip": ("w.zip", packed({"in.zip": packed({"x/toy.ipynb": GOOD})})),
        "txt": ("toy.ipynb.txt", GOOD),
        "json": ("toy.json", GOOD),
        "page": ("toy-x.json", json.dumps(PAGE).encode()),
        "upper case": ("TOY.IPYNB", GOOD),
        "py": ("toy.py", b"growth = 50"),
        "html": ("toy.html", b"<html>"),
        "docx": ("toy.docx", packed({"word/document.xml": b"<x/>"})),
        "empty zip": ("toy.zip", packed({"readme.md": b"hello"})),
        "broken zip": ("toy.zip", b"PK\x03\x04 and no more"),
        ".hidden": ("toy.ipynb", GOOD),
        "other week": ("a.ipynb", json.dumps(notebook("w01-the-road")).encode()),
    }
    source = {
        f"{name}_{number}_assignsubmission_file_/{file}": content
        for number, (name, (file, content)) in enumerate(files.items(), 1)
    }
    found = read(zipped(tmp_path / "class.zip", source))
    assert counting(found).keys() == files.keys()
    kinds = {item.student: (item.work.kind, item.work.why) for item in found.values()}
    good = {"zip", "zip in zip", "txt", "json", "upper case", ".hidden"}
    assert {name for name, (kind, _why) in kinds.items() if kind == "notebook"} == good | {
        "other week"
    }
    assert kinds["page"][0] == "page"
    for name in ("py", "html", "docx"):
        assert f"Handed in as toy.{name}" in kinds[name][1]
    assert "no notebook in the zip" in kinds["empty zip"][1]
    assert "damaged" in kinds["broken zip"][1]


@pytest.mark.parametrize("page", ["cp866", "cp1251", "utf-8"])
def test_cyrillic_names_of_zips(read, tmp_path, page):
    names = [
        f"{name}_{n}_assignsubmission_file_/toy.ipynb" for n, name in ((11, ANNA), (12, BORIS))
    ]
    path = raw_zip(tmp_path / "class.zip", [name.encode(page) for name in names], GOOD)
    assert counting(read(path)) == {ANNA: names[0], BORIS: names[1]}


def test_names_of_the_west_stay_what_they_are(read, tmp_path):
    path = raw_zip(
        tmp_path / "class.zip", ["Jos\u00e9/toy.ipynb".encode("cp437"), b"Anna/toy.ipynb"], GOOD
    )
    assert counting(read(path)).keys() == {"Jos\u00e9", "Anna"}


def test_names_in_other_forms_of_unicode(read, tmp_path):
    apart_letters = unicodedata.normalize("NFD", BORIS)
    assert apart_letters != BORIS
    found = read(
        zipped(tmp_path / "class.zip", {f"{apart_letters}/toy.ipynb": GOOD, "a/toy.ipynb": GOOD})
    )
    assert BORIS in counting(found)


def test_names_that_look_alike_are_two_students(read, tmp_path):
    names = [unicodedata.normalize(form, BORIS) for form in ("NFC", "NFD")]
    names += ["anna", " anna", "anna\t", "Anna", "an\u200bna"]
    found = read(zipped(tmp_path / "class.zip", {f"{name}/toy.ipynb": GOOD for name in names}))
    assert sum(not item.reason for item in found.values()) == len(names)


def test_the_file_with_work_in_it_counts(read, tmp_path):
    blank = hand_in(tmp_path, "anna/toy.ipynb", notebook())
    work = hand_in(tmp_path, "anna/toy (1).ipynb", answered())
    hand_in(tmp_path, "boris/toy.ipynb", answered())
    for time in ((5, 5), (9, 5)):
        os.utime(blank, (time[0], time[0]))
        os.utime(work, (time[1], time[1]))
        found = read(tmp_path)
        assert counting(found)["anna"] == "anna/toy (1).ipynb"
        assert "blank" in found["anna/toy.ipynb"].reason


def test_the_newer_of_two_with_work_counts(read, tmp_path):
    old = hand_in(tmp_path, "anna/b.ipynb", answered())
    hand_in(tmp_path, "anna/a.ipynb", answered("growth = 1"))
    hand_in(tmp_path, "boris/toy.ipynb", answered())
    os.utime(old, (5, 5))
    found = read(tmp_path)
    assert counting(found)["anna"] == "anna/a.ipynb"
    assert found["anna/b.ipynb"].reason == "Not judged: anna/a.ipynb is newer."


def test_the_notebook_counts_and_not_the_page(read, tmp_path):
    hand_in(tmp_path, "anna/toy.ipynb", answered())
    hand_in(tmp_path, "anna/toy-anna.json", json.dumps(PAGE))
    hand_in(tmp_path, "boris/toy.ipynb", notebook())
    hand_in(tmp_path, "boris/toy-boris.json", json.dumps(PAGE))
    found = counting(read(tmp_path))
    assert found == {"anna": "anna/toy.ipynb", "boris": "boris/toy-boris.json"}


def test_links_and_odd_files_get_a_line(read, tmp_path):
    hand_in(tmp_path, "anna/toy.ipynb", answered())
    (tmp_path / "boris").mkdir()
    (tmp_path / "boris/toy.ipynb").symlink_to(tmp_path / "anna/toy.ipynb")
    (tmp_path / "clara").symlink_to(tmp_path / "anna")
    (tmp_path / "dora").mkdir()
    os.mkfifo(tmp_path / "dora/toy.ipynb")
    found = read(tmp_path)
    why = {item.student: item.work.why for item in found.values()}
    assert why["anna"] == ""
    assert "link" in why["boris"]
    assert "link" in why["clara"]
    assert "no ordinary file" in why["dora"]


def test_a_damaged_and_a_locked_entry_cost_nobody_else(read, tmp_path):
    names = ["anna/toy.ipynb", "boris/toy.ipynb", "clara/toy.ipynb"]
    path = zipped(tmp_path / "class.zip", dict.fromkeys(names, GOOD))
    data = bytearray(path.read_bytes())
    start = data.index(b"boris/toy.ipynb") + 40
    data[start : start + 50] = os.urandom(50)
    for place in _headers(data, b"clara/toy.ipynb"):
        data[place] |= 1
    path.write_bytes(data)
    found = read(path)
    assert counting(found).keys() == {"anna", "boris", "clara"}
    assert found["anna/toy.ipynb"].work.kind == "notebook"
    assert "damaged" in found["boris/toy.ipynb"].work.why
    assert "password" in found["clara/toy.ipynb"].work.why


def _headers(data: bytearray, name: bytes) -> list[int]:
    """The places of the flags of an entry: in its own head and in the list at the end."""
    first = data.index(name)
    second = data.index(name, first + 1)
    assert struct.unpack_from("<I", data, first - 30)[0] == 0x04034B50
    return [first - 30 + 6, second - 46 + 8]


def test_the_same_entry_twice_is_one_student(read, tmp_path):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("anna/toy.ipynb", GOOD)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("anna/toy.ipynb", json.dumps(notebook()))
        archive.writestr("boris/toy.ipynb", GOOD)
    with Apart() as apart:
        found = chosen(read_submissions(path, apart, SLUGS), paper().blank, "toy")
    assert [item.student for item in found if not item.reason] == ["anna", "boris"]
    assert [bool(item.reason) for item in found] == [False, True, False]


def test_an_odd_week_does_not_stop_the_class(apart, tmp_path):
    for name in ("anna", "boris"):
        hand_in(tmp_path, f"{name}/toy.ipynb", answered())
    hand_in(tmp_path, "clara/toy.ipynb", notebook("w01-the-road"))
    assert common_set(read_submissions(tmp_path, apart, SLUGS)) == "toy"


def test_a_repository_does_not_give_a_thousand_lines(read, tmp_path):
    for name in ("anna", "boris"):
        hand_in(tmp_path, f"toy-{name}/exercises/toy.ipynb", answered())
        for number in range(60):
            hand_in(tmp_path, f"toy-{name}/book/{number}.md", "# text")
    found = read(tmp_path)
    assert counting(found).keys() == {"anna", "boris"}
    assert len(found) < 40

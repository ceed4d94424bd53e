"""The three pages on how the parts hang together say what there is, and nothing else."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest

from regecon.data.folder import descriptor, table_names
from regecon.data.validation import FIELD_KEYS, KEYS
from regecon.desk.sets.master import SUFFIX, find_sets
from regecon.desk.sets.reader import read_notebook
from regecon.desk.weeks import ROADS, Week
from regecon.press.complete import names_in
from regecon.press.first_chart import KEYS as CHART_KEYS
from tests.test_datasets import CONSTRAINTS, LICENCES, TYPES

ROOT = Path(__file__).resolve().parents[1]
CODE = re.compile(r"`([^`]+)`")


def page(name: str) -> str:
    return (ROOT / "book" / f"{name}.md").read_text(encoding="utf-8")


def rows(text: str, head: str) -> list[list[str]]:
    """The cells of the table whose heading begins so."""
    body = text.split(f"\n| {head} |")[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in body]


def named(text: str, head: str) -> set[str]:
    """What the first column of a table names."""
    return {name for row in rows(text, head) for name in CODE.findall(row[0])}


def after(text: str, words: str) -> set[str]:
    """What is named in code from some words to the end of their sentence."""
    return set(CODE.findall(re.split(r"\.\s", text.split(words)[1])[0]))


def test_every_key_of_a_week_is_described_and_no_other():
    text = page("weeks-table")
    assert named(text, "key") == {field.name for field in fields(Week)}
    road = next(row for row in rows(text, "key") if row[0] == "`road`")
    assert set(CODE.findall(road[2])) == set(ROADS)


def test_every_key_of_a_descriptor_is_described_and_no_other():
    text = page("descriptors")
    assert named(text, "key") == set(KEYS)
    assert named(text, "key of a field") == set(FIELD_KEYS)
    by_name = {row[0]: set(CODE.findall(row[2])) for row in rows(text, "key of a field")}
    assert by_name["`type`"] == TYPES
    assert by_name["`constraints`"] == CONSTRAINTS
    assert after(text, "The `name` of a licence is one of") == LICENCES
    assert set(CODE.findall(text.split("## The chart")[1].split("##")[0])) >= CHART_KEYS


def test_no_descriptor_has_a_key_that_is_not_described():
    schema = set(CODE.findall(page("descriptors").split("## The schema")[1].split("\n\n")[1]))
    for name in table_names():
        info = descriptor(name)
        assert set(info) <= set(KEYS), name
        assert set(info.get("schema", {})) <= schema, name


def public() -> dict[str, set[str]]:
    """The public names by module, as the page lists them."""
    listed = rows(page("public-api"), "module")
    return {CODE.findall(row[0])[0]: set(CODE.findall(row[1])) for row in listed}


def test_whatever_is_called_public_exists():
    for module, names in public().items():
        if not module.endswith(".*"):
            found = import_module(module)
            assert not {name for name in names if not hasattr(found, name)}, module
            assert set(getattr(found, "__all__", names)) == names, module


NOTEBOOKS = [*ROOT.glob("notebooks/*.ipynb"), *find_sets(ROOT / "exercises")]
CHAPTERS = [*(ROOT / "book").glob("*.md"), ROOT / "CONTRIBUTING.md"]
SOURCES = {path.relative_to(ROOT).as_posix(): path for path in sorted([*NOTEBOOKS, *CHAPTERS])}
IMPORT = re.compile(r"^ *from regecon[\w.]* import (?:\([^)]*\)|.*)$", re.MULTILINE)


@pytest.mark.parametrize("source", SOURCES)
def test_what_readers_import_is_public(source):
    text = SOURCES[source].read_text(encoding="utf-8")
    if source.endswith(SUFFIX):
        cells = read_notebook(SOURCES[source]).cells
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    elif source.endswith(".ipynb"):
        cells = json.loads(text)["cells"]
        text = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    listed = public()
    for statement in IMPORT.findall(text):
        (found,) = ast.parse(statement.strip()).body
        names = {alias.name for alias in found.names}
        room, _, family = found.module.removeprefix("regecon.").partition(".")
        if room in ("methods", "cases") and family in names_in(room):
            assert not [name for name in names if name.startswith("_")], statement
        elif room in ("methods", "cases") and not family:
            assert names <= set(names_in(room)), f"{source}: {statement} names no module of {room}"
        elif found.module != "regecon.figures":
            assert names <= listed.get(found.module, set()), f"{source}: {statement} is not public"

"""What search engines and reference managers read of the course."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pybtex.database import parse_string

from regecon.data.folder import datasets_folder, table_names
from regecon.desk.weeks import read_weeks
from regecon.press.sphinx.citing import bibtex, course, dataset, lesson

ROOT = Path(__file__).resolve().parents[2]
AUTHOR = "The people, and others & more"
# Of the terms that schema.org gives a type, its ancestors' among them, those that we may use.
WORK = {"name", "author", "creator", "inLanguage", "license", "isAccessibleForFree", "description"}
WORK |= {"isPartOf", "hasPart", "copyrightYear", "position", "timeRequired", "teaches"}
TERMS = {
    "Course": WORK,
    "LearningResource": WORK | {"learningResourceType"},
    "Dataset": WORK | {"distribution", "variableMeasured"},
    "DataDownload": WORK | {"contentUrl", "encodingFormat"},
    "PropertyValue": {"name", "description", "unitText"},
    "Organization": {"name"},
}


def strangers(thing: dict) -> list[str]:
    """Types and terms that schema.org does not have, or that say nothing."""
    kind = thing["@type"]
    told = [] if kind in TERMS else [f"no type {kind}"]
    for name, value in thing.items():
        if name in ("@type", "@context"):
            continue
        if name not in TERMS.get(kind, ()):
            told.append(f"{kind} has no {name}")
        if value in ("", [], None):
            told.append(f"{kind}: nothing in {name}")
        for part in value if isinstance(value, list) else [value]:
            told += strangers(part) if isinstance(part, dict) else []
    return told


def test_a_stranger_is_found():
    assert strangers({"@type": "Course", "cost": 1}) == ["Course has no cost"]
    assert strangers({"@type": "Dataset", "distribution": {"@type": "File"}}) == ["no type File"]


def test_the_course_and_every_week_speak_of_themselves_in_schema_org():
    weeks = read_weeks(ROOT)
    whole = course("The course", AUTHOR, "2026", weeks)
    assert strangers(whole) == []
    assert len(whole["hasPart"]) == len(weeks)
    for week in weeks:
        found = lesson(week, "The course", AUTHOR)
        assert strangers(found) == []
        assert found["timeRequired"] == f"PT{week.read}M"
        assert len(found["teaches"]) == len(week.objectives)


@pytest.mark.parametrize("name", table_names())
def test_every_table_is_a_dataset_with_its_file(name):
    found = dataset(name, "The course", AUTHOR)
    assert strangers(found) == []
    file = found["distribution"]["contentUrl"].removeprefix("../../_downloads/tables/")
    assert (datasets_folder() / file).is_file()
    json.dumps(found, allow_nan=False)


def test_an_entry_of_bibtex_is_read_as_it_was_meant():
    parts = [("fig-one", "5 % of what_is {made} & sold", "book/w01.html#fig-one")]
    found = parse_string(bibtex(parts, "The course", AUTHOR, "2026"), "bibtex").entries
    assert list(found) == ["regional_economics_in_the_field", "fig-one"]
    fields = found["fig-one"].fields
    assert fields["title"] == r"5 \% of what\_is \{made\} \& sold"
    assert fields["howpublished"] == r"The course, book/w01.html\#fig-one"
    author = found["fig-one"].persons["author"]
    assert list(map(str, author)) == [r"{The people, and others \& more}"], (
        "one name, and not two by its comma"
    )

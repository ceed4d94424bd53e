"""The ledgers: facts of the prose, what was read of each work, what the book got wrong."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml

from regecon.data import load
from regecon.desk.schemas import faults
from regecon.desk.vouched import NOT_PROSE
from regecon.press.facts import named, stale, unused

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = sorted((ROOT / "book").glob("w[0-9][0-9]-*.md"))
READ = yaml.safe_load((ROOT / "book" / "references_read.yml").read_text(encoding="utf-8"))
CITED = re.compile(r"\{cite(?::\w+)?\}`([^`]*)`")
IN_TEXT = re.compile(r"\{cite:t\}`([^`]*)`")
# What a sentence does that says what a work found.
FINDS = re.compile(
    r"\b(?:(?:find|show|prove|report|argue|estimate|conclude|explain)s? that|finds|found|shows|"
    r"showed|proves|proved|concludes|concluded|argues|argued|explains|explained|estimated|measured|"
    r"calculated|documented|reported)\b"
)
ENOUGH = {"text", "abstract"}
# A newspaper or a law says in an excerpt what it says.
SHORT = {"press", "law", "report"}


def keys(cited: list[str]) -> list[str]:
    return [key.strip() for group in cited for key in group.split(",")]


def unread_findings(text: str, read: dict[str, dict], kinds: dict[str, str]) -> list[str]:
    """Works of which a chapter says what they found though nobody read so far.

    Beyond the section Reading a work that is the subject of a sentence says something; in that
    section, and where it stands in brackets, it does with a verb of ``FINDS``.
    """
    body, _, reading = text.partition("\n## Reading")
    told = set(keys(IN_TEXT.findall(body)))
    for sentence in re.split(r"(?<=[.!?;])\s+|\n", NOT_PROSE.sub("\n", f"{body}\n{reading}")):
        if FINDS.search(CITED.sub("", sentence)):
            told |= set(keys(CITED.findall(sentence)))
    return sorted(
        key
        for key in told
        if read.get(key, {}).get("read")
        not in ENOUGH | ({"excerpt"} if kinds[key] in SHORT else set())
    )


@pytest.fixture(scope="module")
def kinds() -> dict[str, str]:
    return load("references").set_index("key")["kind"].to_dict()


def test_the_list_of_what_was_read_keeps_its_schema(kinds):
    assert faults("references_read", READ) == []
    assert set(READ) <= set(kinds)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"read": "all", "claims": ""}, "x_1, read is 'all', expected one of text, abstract,"),
        ({"read": "nothing"}, "x_1: the key claims is missing"),
        ({"read": "nothing", "claims": "", "reads": 1}, "no key 'reads'; did you mean read?"),
        ({"read": "text", "claims": ""}, "x_1, claims: '' "),
        ({"read": "nothing", "claims": None}, "x_1, claims is None, expected a text"),
    ],
)
def test_a_fault_of_an_entry_is_told(entry, told):
    assert told in faults("references_read", {"x_1": entry})[0]


def test_every_work_that_is_cited_says_what_was_read_of_it():
    cited = {key for path in CHAPTERS for key in keys(CITED.findall(path.read_text("utf-8")))}
    assert cited - set(READ) == set(), "add an entry to book/references_read.yml"


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_says_what_a_work_found_only_if_its_abstract_was_read(chapter, kinds):
    found = unread_findings(chapter.read_text(encoding="utf-8"), READ, kinds)
    assert not found, f"{chapter.name}: read the abstract, or name them under Reading only: {found}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{cite:t}`a_1` finds that towns shrink.", ["a_1"]),
        ("Towns shrink, as a study shows {cite:p}`a_1`.", ["a_1"]),
        ("The test has its name from the two {cite:p}`a_1`.", []),
        ("Text.\n\n## Reading\n\nBegin with {cite:t}`a_1`; {cite:t}`b_1` shows more.", ["b_1"]),
        ("Text.\n\n## Reading\n\nBegin with {cite:t}`a_1`, {cite:t}`b_1`.", []),
        ("{cite:t}`c_1` reports a fire; {cite:t}`d_1` finds less.", []),
    ],
)
def test_a_finding_nobody_read_is_seen(text, found):
    read = {"c_1": {"read": "excerpt"}, "d_1": {"read": "abstract"}, "a_1": {"read": "excerpt"}}
    kinds = {"a_1": "article", "b_1": "book", "c_1": "press", "d_1": "article"}
    assert unread_findings(text, read, kinds) == found


def test_every_fact_is_named_on_a_page_and_no_other_is():
    facts = load("facts_in_prose")
    where = named(ROOT)
    strange = {name: files for name, files in where.items() if name not in set(facts["id"])}
    strange = {name: files for name, files in strange.items() if name != "id"}
    assert not strange, "no such row in datasets/facts_in_prose.csv"
    assert unused(facts, ROOT) == [], "mark their sentences with {fact}`...`, or drop the rows"


def test_a_fact_that_no_page_names_is_seen(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "page.md").write_text("Founded in 1932 {fact}`b`.", encoding="utf-8")
    assert named(tmp_path) == {"b": ["book/page.md"]}
    assert unused(pd.DataFrame({"id": ["a", "b"]}), tmp_path) == ["a"]


def test_what_moves_and_is_old_is_listed_oldest_first():
    facts = pd.DataFrame(
        [
            ("year", "2023", "2026-11", True),
            ("late", "2024-12", "2026-11", True),
            ("still", "1932", "2026-11", False),
            ("undated", None, "2021-03", True),
            ("nothing", None, None, True),
        ],
        columns=["id", "date_of_fact", "seen", "moves"],
    )
    assert list(stale(facts, date(2026, 11, 27))["id"]) == ["nothing", "undated", "year"]


def test_what_rests_on_no_open_source_says_so():
    facts = load("facts_in_prose")
    assert facts.loc[facts["how"] != "memory", ["address", "seen"]].notna().all(axis=None)


def repeated_keys(text: str) -> list[str]:
    """Keys that a mapping of a YAML text has twice; a reader would silently keep the last."""
    todo, found = [yaml.compose(text)], []
    while todo:
        node = todo.pop()
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _value in node.value]
            found += sorted({key for key in keys if keys.count(key) > 1})
            todo += [value for _key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            todo += node.value
    return found


@pytest.mark.parametrize("path", sorted((ROOT / "book").glob("*.yml")), ids=lambda path: path.name)
def test_no_key_stands_twice(path):
    assert repeated_keys(path.read_text(encoding="utf-8")) == []


def test_a_planted_second_key_is_found():
    assert repeated_keys("a: 1\nb: [{c: 1, c: 2}]\na: 2\n") == ["a", "c"]

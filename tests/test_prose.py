"""The truth gates of the text: bare numbers, spelling and terms, reading time, claims met."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from regecon.data import load
from regecon.data.folder import table_names
from regecon.desk.sets.master import SUFFIX
from regecon.desk.vouched import bare_in_lab, bare_numbers
from regecon.desk.weeks import read_weeks
from tests import terms
from tools.links import addresses

ROOT = Path(__file__).resolve().parents[1]
WEEKS = read_weeks(ROOT)
IDS = [week.slug for week in WEEKS]
PACE = 130  # words a minute, with figures and sums by hand
EXPLORER = 8  # minutes to predict, play through the presets and think
RULES = terms.rules()
READABLE = dict(terms.readable())


def chapter(week) -> str:
    return (ROOT / f"{week.chapter}.md").read_text(encoding="utf-8")


PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *(ROOT / "book").rglob("*.md"), *ROOT.glob("exercises/*.md")]
    if not path.name.endswith(SUFFIX)
)


@pytest.mark.parametrize("page", PAGES)
def test_no_number_without_a_source(page):
    found = bare_numbers((ROOT / page).read_text(encoding="utf-8"))
    assert not found, "\n".join(bare.told(page) for bare in found)


@pytest.mark.parametrize("week", WEEKS, ids=IDS)
def test_no_number_of_a_lab_without_a_source(week):
    file = f"{week.notebook}.ipynb"
    notebook = json.loads((ROOT / file).read_text(encoding="utf-8"))
    found = bare_in_lab(notebook, set(table_names()))
    assert not found, "\n".join(bare.told(f"{file}, cell") for bare in found)
    assert f"About {week.lab} minutes" in "".join(notebook["cells"][0]["source"])


@pytest.mark.parametrize("week", WEEKS, ids=IDS)
def test_a_number_planted_in_a_lab_is_found(week):
    notebook = json.loads((ROOT / f"{week.notebook}.ipynb").read_text(encoding="utf-8"))
    notebook["cells"].append({"cell_type": "markdown", "source": ["One in 7,654.3 is a welder."]})
    (found,) = bare_in_lab(notebook, set(table_names()))
    assert (found.line, found.number) == (len(notebook["cells"]), "7,654.3")


@pytest.mark.parametrize("week", WEEKS, ids=IDS)
def test_a_planted_number_is_found(week):
    plant = "\n\nThe works employ 4,321 people, and one in 17.5 is a welder.\n"
    planted = bare_numbers(chapter(week) + plant)
    assert [found.number for found in planted] == ["4,321", "17.5"]
    line = (chapter(week) + plant).split("\n").index(plant.strip()) + 1
    assert planted[0].told("x.md").startswith(f"x.md:{line}: the number 4,321 has no source")


BARE = [
    "Wages rose by 14 % in {glue:text}`years:.0f` years.",
    "```{div} scene\nIn 2013 the mill made 950 thousand tonnes.\n```",
    "In 2016 the town had 4.3 roads.",
    "Coal earned 9 % of it, and steel 3 million.",
    "```sh\nmake\n```\n\nIt costs 17.5 roubles.\n\n```sh\nmake\n```",
    "Firms assume nothing.\n\nThey pay 35 roubles.",
    "Suppose so.\n\n## A heading parts them\n\n- 35 roubles",
]
VOUCHED = [
    "Wages rose by {glue:text}`rise:.0f` %.",
    "Wages rose by 14 % ({dataset}`municipal_wages`).",
    "The mine digs 4.8 million tonnes ({claim}`S-141`).",
    "In August 506 clusters were counted (TASS, 18 August 2025).",
    "Suppose a room costs 600 thousand.",
    "Two firms are made up.\n\n- One has 300 people.\n- One has 500.",
    "Of 68 firms 30 stay: $30/68$ is the share.",
    "In 2016/17, on 12 April 2023, in week 13, people aged 15 to 64, three of 12.",
    "| a | 4,321 |\n|---|---|\n| b | 17.5 |",
    "```{quiz}\n- question: What is 17.5 times 4,321?\n```",
    "```{code-cell} ipython3\nx = 17.5\n```",
    "$$\nx = 17.5\n$$",
    "````text\n# 17.5\n\n```{week}\n```\n\nIt has 4,321.\n````",
]


@pytest.mark.parametrize("text", BARE)
def test_what_is_bare(text):
    assert bare_numbers(text)


@pytest.mark.parametrize("text", VOUCHED)
def test_what_is_vouched_for(text):
    assert bare_numbers(text) == []


@pytest.mark.parametrize("page", READABLE)
def test_spelling_and_terms(page):
    found = [
        fault
        for place, text in READABLE[page].items()
        for fault in terms.faults(text, RULES, place)
    ]
    assert not found, "\n".join(found)


def test_a_misspelling_is_told_with_its_place():
    (found,) = terms.faults("A town.\n\nIt is Novokuzneck.", RULES, "book/x.md")
    assert found.startswith("book/x.md:3: 'Novokuzneck', write Novokuznetsk, in:")


@pytest.mark.parametrize("page", READABLE)
def test_every_claim_number_is_one(page):
    known = set(load("claims")["claim"])
    found = [
        f"{place}: there is no claim {number}"
        for place, text in READABLE[page].items()
        for number in re.findall(r"\bS-\d{3}\b", text)
        if number not in known
    ]
    assert not found, "\n".join(found)


LABEL = re.compile(r"^\((.+)\)=$|^ *name: (fig-\S+)$|^\$\$ \((.+)\)$", re.MULTILINE)


def twice(texts: dict[str, str]) -> dict[str, list[str]]:
    """The labels that stand more than once, with their pages: a link to one leads anywhere."""
    met = {}
    for page, text in texts.items():
        for found in LABEL.finditer(text):
            met.setdefault(found[1] or found[2] or found[3], []).append(page)
    return {label: pages for label, pages in met.items() if len(pages) > 1}


def test_a_label_of_figure_formula_or_section_stands_once_in_the_book():
    texts = {page: (ROOT / page).read_text(encoding="utf-8") for page in PAGES}
    assert twice(texts) == {}
    assert twice({"a": "    name: fig-x\n$$ (huff)\n", "b": "    name: fig-x\n(huff)=\n"}) == {
        "fig-x": ["a", "b"],
        "huff": ["a", "b"],
    }


def test_every_rule_of_spelling_finds_its_fault():
    for entry in terms.entries():
        wrong = [word.replace("*", "") for word in entry.get("not", [])]
        for word in wrong or [entry["example"]]:
            assert terms.faults(f"There is {word} here.", RULES), word
        for word in entry.get("but", []):
            assert terms.faults(f"There is {word} here.", RULES) == [], word


@pytest.mark.parametrize("week", WEEKS, ids=IDS)
def test_reading_time_is_that_of_the_chapter(week):
    words = len(terms.CODE.sub("", chapter(week)).split())
    minutes = words / PACE + EXPLORER * len(week.explorers)
    assert abs(week.read - minutes) <= 5, f"{words} words take {minutes:.0f} min"


@pytest.mark.parametrize("week", WEEKS, ids=IDS)
def test_every_claim_of_a_week_is_met(week):
    pages = (f"{week.chapter}.md", f"{week.notebook}.ipynb", f"{week.exercises}{SUFFIX}")
    text = "\n".join((ROOT / page).read_text(encoding="utf-8") for page in pages)
    assert set(week.claim_numbers()) <= set(re.findall(r"S-\d{3}", text))


def test_external_addresses_are_found_and_well_formed():
    found = addresses()
    assert any(page.startswith("book/w") for pages in found.values() for page in pages)
    assert any(page.startswith("datasets/") for pages in found.values() for page in pages)
    assert [
        address
        for address in found
        if not re.fullmatch(r"https?://[\w.-]+\.\w+(?:[/:?#]\S*)?", address)
    ] == []

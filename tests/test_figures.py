"""The words of figures: what is read aloud and what stands beneath, held to the rule of the prose.

A number in an alternative text or a caption comes from the rows that are drawn: it is a field
in braces, or glue; what is assumed may be said to be so. The rule of ``regecon.desk.vouched`` says
which digits are no such numbers (years, ages, counts up to twelve without a unit).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from regecon.desk.vouched import ASSUMED, numbers

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for room in ("figures", "explorers")
    for path in (ROOT / "regecon" / room).glob("*.py")
)
CHAPTERS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "book").glob("w*.md"))
FIELD = re.compile(r"\{[^{}]*\}")
CAPTION = re.compile(r"^ +caption: *\|?\n?((?: {4,}.*\n)+|.*\n)", re.MULTILINE)
SENTENCE = 5  # words: shorter texts are labels, whose numbers are settings of a control
# What a rate is measured on, and ages.
MEASURES = re.compile(
    r"\b(?:per|for|of) 10{2,4}\b|\b(?:per|for|of) 10?,000\b|\bfor 1 %|\d\d–\d\d|\bat \d\d\b"
)


def sentences(source: str, spoken_only: bool) -> Iterator[tuple[int, str]]:
    """Every sentence that a module says through ``_``, or only those of an explorer's ``alt``."""
    tree = ast.parse(source)
    roots = [tree]
    if spoken_only:
        words = [word for word in ast.walk(tree) if isinstance(word, ast.keyword)]
        roots = [word.value for word in words if word.arg == "alt"]
    for node in (node for root in roots for node in ast.walk(root)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_" and node.args:
            text = getattr(node.args[0], "value", "")
            if isinstance(text, str) and len(text.split()) >= SENTENCE:
                yield node.lineno, text


def typed_in_code(source: str, spoken_only: bool = False) -> list[str]:
    """The bare numbers of what a module says of its figures."""
    return [
        f"line {line}: {number} in {words!r}"
        for line, text in sentences(source, spoken_only)
        if not ASSUMED.search(text)
        for number, words in numbers(MEASURES.sub(" ", FIELD.sub(" ", text)))
    ]


def typed_in_captions(text: str) -> list[str]:
    """The bare numbers of a chapter's captions."""
    return [
        f"{number} in {words!r}"
        for caption in CAPTION.findall(text)
        if not ASSUMED.search(caption)
        for number, words in numbers(MEASURES.sub(" ", caption))
    ]


@pytest.mark.parametrize("module", MODULES)
def test_no_sentence_of_a_figure_has_a_typed_number(module):
    text = (ROOT / module).read_text(encoding="utf-8")
    found = typed_in_code(text, spoken_only="explorers" in module)
    assert not found, "\n".join([module, *found])


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_caption_has_a_typed_number(chapter):
    found = typed_in_captions((ROOT / chapter).read_text(encoding="utf-8"))
    assert not found, "\n".join([chapter, *found])


def test_typed_numbers_are_found():
    said = 'alt = _("Steel reaches {steel} times its level, coal 2.6 and rails 40 %.")'
    assert len(typed_in_code(said)) == 2
    explorer = (
        'Explorer(alt=_("A line that falls to 40 % in the end."), title=_("Say 3.5 or 4.5, now."))'
    )
    assert len(typed_in_code(explorer, spoken_only=True)) == 1
    page = "    caption: |\n      Two winters end 29 million lower.\n    name: fig\n"
    assert len(typed_in_captions(page)) == 1
    assert not typed_in_captions(page.replace("29", "{glue:text}`lower:.0f`"))

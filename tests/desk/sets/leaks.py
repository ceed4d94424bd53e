"""Search a text for what students must not see: solutions, hidden tests, mistakes, in any form."""

from __future__ import annotations

import ast
import base64
import binascii
import codecs
import re
import zlib
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from regecon.desk.sets.master import ExerciseSet, Question, settings_of
from regecon.desk.sets.student import blanked
from regecon.kit.checks.answers import Answer
from tests.desk.sets.sets import exercise_set, solved

SHORTEST = 12  # a shorter line of code says nothing by itself
PACKED = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
HEX = re.compile(r"(?:[0-9a-fA-F]{2}){12,}")


def secrets(exercises: ExerciseSet) -> set[str]:
    """Lines of code and sentences that only the master holds, with single spaces."""
    found, public = set(), []
    for part in exercises.parts:
        if not isinstance(part, Question):
            public.append(part.source)
            continue
        public += [cell.source for cell in part.prompt]
        for cell in part.solution:
            if cell.cell_type == "code":
                public.append(blanked(cell.source))
                found.update(cell.source.split("\n"))
            else:
                found.update(re.split(r"(?<=[.?!]) ", cell.source))
        for cell in part.tests:
            code = cell.source
            lines = [*code.split("\n"), *ast.unparse(ast.parse(code)).split("\n")]
            if settings_of(cell).get("hidden"):
                found.update(lines)
            else:
                public += lines
        for mistake in part.mistakes:
            found.update(mistake.code.split("\n"))
    told = plain("\n".join(public))
    lines = {plain(re.sub(r"# ?SOLUTION.*$", "", line)) for line in found}
    imported = re.compile(r"from [\w.]+ import |import ")
    return {
        line
        for line in lines
        if len(line) >= SHORTEST and line not in told and not imported.match(line)
    }


def hidden_values(exercises: ExerciseSet) -> set[str]:
    """Numbers of three and more digits that stand in hidden tests only."""
    found = {
        str(node.value)
        for question in exercises.questions
        for cell in question.hidden
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Constant) and _is_telling(node.value)
    }
    public = "\n".join(_public(exercises))
    return {value for value in found if not _stands(value, public)}


def leaks(text: str, exercises: ExerciseSet) -> list[str]:
    """What the text gives away, however it is written."""
    needles, values = secrets(exercises), hidden_values(exercises)
    found = set()
    for view in views(text):
        flat = plain(view)
        found.update(needle for needle in needles if needle in flat)
        found.update(value for value in values if _stands(value, view))
    return sorted(found)


def open_answers(text: str, slug: str) -> list[str]:
    """Right values and listed wrong ones that can be read in what students get of a set.

    A number counts if it has four figures or more, for shorter ones stand everywhere by chance,
    and if neither the questions nor the given code print it. Hints of wrong values and marks of
    an open rule are looked for as well.
    """
    asked = "\n".join(_public(exercise_set(slug)))
    # A figure that the question gives may be an answer, as the bound that it sets.
    given = [value for item in solved(slug).values() for _label, value, _unit in item.figures]
    asked += "\n".join(["", *(f"{value:.10g}" for value in given)])
    found = {mark for mark in ('"value":', "'value':", '"within":', '"rules":') if mark in text}
    needles, told = (
        set(),
        {answer["otherwise"] for q in exercise_set(slug).questions for answer in q.answers},
    )
    for item in solved(slug).values():
        for row in item.variants or [item]:
            for answer in row.answers:
                needles.update(_forms(answer))
                hints = [
                    rule.hint
                    for rule in answer.rules
                    if rule.hint not in {"", *told} and not rule.general
                ]
                found.update(hint for hint in hints if plain(hint) in plain(text))
    needles = {value for value in needles if not _stands(value, asked)}
    for view in (text, unescape(text), _unquoted(text)):
        found.update(value for value in needles if _stands(value, view))
    return sorted(found)


def _forms(answer: Answer) -> Iterator[str]:
    """The right value of an answer as it might be written down: all digits, or rounded."""
    value = answer.rules[0].value
    if isinstance(value, str):
        return
    for places in range(answer.decimals, 7):
        for text in (f"{value:.{places}f}", f"{value:,.{places}f}"):
            text = text.removeprefix("-")
            if len(re.sub(r"\D", "", text).strip("0")) >= 4:
                yield text
                yield text.replace(".", ";").replace(",", " ").replace(";", ",")
    yield f"{abs(value):.12g}" if len(f"{abs(value):.12g}") > 5 else f"value {value!r}"


def views(text: str) -> Iterator[str]:
    """The text as it stands and as it reads when decoded."""
    readable = [text, unescape(text), unquote(text), _unquoted(text), _unquoted(unescape(text))]
    yield from readable
    yield text[::-1]
    yield codecs.decode(text, "rot13")
    for run in {*PACKED.findall(text), *HEX.findall(text)}:
        yield from _unpacked(run)


def plain(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())


def _unquoted(text: str) -> str:
    """A text out of JSON or a Python string."""
    for _ in range(2):  # a string in a string
        text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
        text = re.sub(r"\\+n", "\n", text)
        text = re.sub(r"""\\+(["'])""", r"\1", text)
    return text


def _unpacked(run: str) -> Iterator[str]:
    for decode in (base64.b64decode, base64.urlsafe_b64decode, binascii.unhexlify):
        try:
            data = decode(run + "=" * (-len(run) % 4) if decode is not binascii.unhexlify else run)
        except (binascii.Error, ValueError):
            continue
        for window in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS, None):
            try:
                content = zlib.decompress(data, window) if window else data
                yield _unquoted(content.decode("utf-8"))
            except (zlib.error, UnicodeDecodeError):
                continue


def _public(exercises: ExerciseSet) -> Iterator[str]:
    for part in exercises.parts:
        cells = part.prompt if isinstance(part, Question) else [part]
        yield from (cell.source for cell in cells)
        if isinstance(part, Question):
            yield str(part.answers)
            yield from (cell.source for cell in part.tests if cell not in part.hidden)


def _is_telling(value: object) -> bool:
    """Whether a constant is a number with at least three digits that count."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    digits = re.sub(r"\D", "", f"{value:.15g}".split("e")[0])
    return len(digits.strip("0")) >= 3


def _stands(value: str, text: str) -> bool:
    """Whether a text has the value as a number of its own, and not within a longer one."""
    alone = rf"(?<![\w.]){re.escape(value)}(?![\w.]*\d)"
    return value in text and re.search(alone, text) is not None

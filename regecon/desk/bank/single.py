"""What is wrong with one question of the bank, whatever the others are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from regecon.desk.bank.question import Item, Question
from regecon.desk.bank.wording import MATH, ROLE, fields, outside, unknown_fields
from regecon.kit.i18n import _

ROWS = 3  # a number is asked with at least so many rows of figures
MADE_UP = re.compile(r"\b(suppose|imagine|assum\w+|invented|made up|made-up|SYNTHETIC)\b", re.I)
SIGNED = re.compile(r"\b(minus|negative|sign)\b", re.I)
TAG = re.compile(r"</?[a-z]\w*[^<>]*>")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # no XML has them
NAME = re.compile(r"[a-z]\w*")
DIGITS = re.compile(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-])")
YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
NO_FIGURE = {"0", "1", "2", "10", "100"}  # in "above 1", "one of 2", "100 %": words, not figures
LARGE, SMALL = 1e7, 1e-3  # numbers that nobody types without losing a nought


def in_words(question: Question) -> Iterator[str]:
    """What a question shows before any figure is put in."""
    for text in words_of(question):
        for told in _text(question, text):
            yield told.format(text=short(text))
    yield from _figures(question)
    if question.kind == "choice":
        yield from _choices(question)
    elif question.kind == "short":
        yield from _typed_answers(question)
    elif question.kind == "matching":
        yield from _matches(question)
    yield from _by_hand(question)


def words_of(question: Question) -> list[str]:
    """Every text of a question that somebody reads."""
    parts = [*question.choices, *question.mistakes, *question.pairs, *question.why]
    keys = ("text", "why", "left", "right")
    texts = [part[key] for part in parts for key in keys if isinstance(part.get(key), str)]
    own = [question.right] if question.right else []
    return [question.text, *texts, *question.accept, *question.extra, *own]


def _text(question: Question, text: str) -> Iterator[str]:
    """Fields that no draw has, formulas that do not end, and what an LMS cannot show."""
    known = set(question.draws[0])
    if question.kind == "numeric" and text == question.right:
        known.add("answer")
    prose = MATH.sub("", text)
    for name in unknown_fields(text, dict.fromkeys(known)):
        names = ", ".join(sorted(known)) or _("none")
        told = _("there is no figure {name} in {text}; the draws have: {known}")
        yield told.format(name=name, known=names, text="{text}")
    if prose.replace(r"\$", "").count("$"):
        yield _("expected every formula between two dollars in {text}")
    if ROLE.search(text):
        yield _("an LMS knows no roles and directives of the book: {text}")
    if CONTROL.search(text):
        yield _("a sign that is no letter stands in {text}")
    if TAG.search(prose):
        yield _("a tag stays a tag in an LMS; write without HTML: {text}")


def _figures(question: Question) -> Iterator[str]:
    """Rows of figures alike in names and different in values, each told and used."""
    names = {tuple(sorted(draw)) for draw in question.draws}
    if len(names) > 1:
        rows = "; ".join(", ".join(row) for row in sorted(names))
        yield _("expected the same figures in each row of draws, found {rows}").format(rows=rows)
        return
    values = [tuple(draw[name] for name in sorted(draw)) for draw in question.draws]
    if len(set(values)) < len(values):
        yield _("two rows of draws are the same")
    if question.kind == "numeric" and len(values) < ROWS:
        told = _("expected {least} to 6 rows of draws, found {found}")
        yield told.format(least=ROWS, found=len(values))
    asked = set(fields(question.text))
    summed = {name for sum_ in _sums(question) for name in NAME.findall(sum_)}
    used = summed | {name for text in words_of(question) for name in fields(text)}
    for name in sorted(set(question.draws[0]) - used):
        yield _("nothing uses the figure {name}").format(name=name)
    for name in sorted((set(question.draws[0]) & summed) - asked):
        yield _("the sums use {name}, which the question does not tell").format(name=name)


def _sums(question: Question) -> list[str]:
    mistakes = (mistake.get("answer", "") for mistake in question.mistakes)
    return [str(question.answer), *map(str, mistakes)]


def _choices(question: Question) -> Iterator[str]:
    right = sum(bool(choice.get("right")) for choice in question.choices)
    if right != 1:
        yield _("expected exactly one right choice, found {found}").format(found=right)
    yield from _twice(choice["text"] for choice in question.choices)


def _typed_answers(question: Question) -> Iterator[str]:
    """Short answers that one can type, none both right and wrong."""
    texts = [*question.accept, *(mistake["text"] for mistake in question.mistakes)]
    for text in texts:
        if text.strip()[:1] in "%=~#{}" or "$" in text or "\n" in text.strip():
            yield _("{text} is no answer that somebody types").format(text=short(text))
    yield from _twice(texts)


def _twice(texts: Iterable[str], told: str = "") -> Iterator[str]:
    told = told or _("{text} stands {count} times among the answers")
    for text, count in Counter(" ".join(text.casefold().split()) for text in texts).items():
        if count > 1:
            yield told.format(text=short(text), count=count)


def _matches(question: Question) -> Iterator[str]:
    """Sides that are clear, and a reason against a wrong match for each left side."""
    lefts = [pair["left"] for pair in question.pairs]
    rights = [pair["right"] for pair in question.pairs]
    for side in (lefts, [*rights, *question.extra]):
        yield from _twice(side, _("{text} stands {count} times on one side"))
    true = set(zip(lefts, rights, strict=True))
    for text in (*rights, *question.extra):
        if "$" in text:
            told = _("a list of right sides shows no formula: {text}")
            yield told.format(text=short(text))
    for entry in question.why:
        if entry["left"] not in lefts:
            yield _("why names no left side: {text}").format(text=short(entry["left"]))
        if entry["right"] not in (*rights, *question.extra):
            yield _("why names no right side: {text}").format(text=short(entry["right"]))
        if (entry["left"], entry["right"]) in true:
            yield _("why speaks against a right match: {text}").format(text=short(entry["left"]))
    for left in lefts:
        if left not in {entry["left"] for entry in question.why}:
            yield _("no why against a wrong match of {text}").format(text=short(left))


def _by_hand(question: Question) -> Iterator[str]:
    """Numbers that come from no table, in a question that does not say it supposes them."""
    if MADE_UP.search(question.text):
        return
    asked = [question.text, *(choice["text"] for choice in question.choices)]
    asked += [text for pair in question.pairs for text in (pair["left"], pair["right"])]
    typed = [number for text in asked for number in _typed(text)]
    if typed or question.typed:
        found = ", ".join(dict.fromkeys(typed)) or _("draws")
        yield _(
            "{found} typed by hand: expected figures from_table, or a question that says suppose"
        ).format(found=found)


def _typed(text: str) -> list[str]:
    """The figures of a text that are no year and no word."""
    prose = outside(text, lambda words: re.sub(r"\{[^{}]*\}", "N", words), lambda found: " ")
    found = DIGITS.findall(prose)
    return [number for number in found if number not in NO_FIGURE and not YEAR.fullmatch(number)]


def in_figures(item: Item) -> Iterator[str]:
    """What a question for a number shows with its figures: answer, tolerance, mistakes."""
    if item.question.kind != "numeric":
        return
    right, width = item.answers[0].value, item.width[0]
    if abs(right) >= LARGE or abs(right) < SMALL:
        told = _("the answer {answer:.6g} is hard to type; expected another unit")
        yield told.format(answer=right)
    if not 0 < width < abs(right) / 5:
        told = _("the tolerance is {width:.3g}, expected above 0 and below a fifth of {answer:.6g}")
        yield told.format(width=width, answer=right)
    elif abs(float(f"{right:.3g}") - right) > width < abs(round(right) - right):
        told = _("expected a tolerance that takes {answer:.3g} for {answer:.6g}, found {width:.3g}")
        yield told.format(width=width, answer=right)
    if right < 0 and not SIGNED.search(item.text):
        told = _("the answer {answer:.6g} is below 0, and the question does not speak of the sign")
        yield told.format(answer=right)
    told = _("the answers {one:.6g} and {other:.6g} lie within the tolerance")
    known = list(zip(item.answers, item.width, strict=True))
    for (one, near), (other, close) in combinations(known, 2):
        if abs(one.value - other.value) <= max(near, close):
            yield told.format(one=one.value, other=other.value)


def short(text: str) -> str:
    """The beginning of a text, in quotes."""
    words = " ".join(text.split())
    return repr(words if len(words) < 50 else f"{words[:47]}...")

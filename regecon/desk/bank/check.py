"""All that is wrong with a bank: each fault names the question and what was expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from regecon.desk.bank.page import alike, taken
from regecon.desk.bank.question import KINDS, Item, Question
from regecon.desk.bank.reader import BankError, read_bank
from regecon.desk.bank.single import in_figures, in_words
from regecon.desk.bank.wording import plain
from regecon.desk.sets.master import MasterError
from regecon.desk.weeks import Week, read_weeks
from regecon.kit.i18n import _

LEAST = {"choice": 4, "numeric": 3, "matching": 1, "short": 1}
QUESTIONS, PAIRS = 12, 2
LONGEST = 0.4  # the share of choice questions whose right choice may be the longest


def check(path: Path, root: Path | None = None) -> list[str]:
    """All that is wrong with the bank of a week.

    Parameters
    ----------
    path
        ``teaching/bank/wNN-slug.yml``.
    root
        The course's folder; without it, the one that `path` lies in.

    Returns
    -------
    list of str
        A sentence each, with file, question and what was expected.
    """
    path = Path(path)
    root = Path(root) if root else path.resolve().parents[2]
    try:
        questions = read_bank(path)
    except BankError as error:
        return error.faults
    if not (root / "book" / "weeks.yml").is_file():
        told = _("{file}: expected it in teaching/bank of the course, or else its folder as root")
        return [told.format(file=path.name)]
    week = next((week for week in read_weeks(root) if week.slug == path.stem), None)
    if week is None:
        told = _("{file}: expected a name such as w09-resort-curve.yml, a week of book/weeks.yml")
        return [told.format(file=path.name)]
    found = list(_all(questions, week, root))
    return [f"{path.name}, {fault}" for fault in dict.fromkeys(found)]


def _all(questions: list[Question], week: Week, root: Path) -> Iterator[str]:
    yield from _count(questions)
    yield from _keys(questions, week)
    for question in questions:
        yield from (f"{question.key}: {fault}" for fault in in_words(question))
    yield from _pairs(questions)
    yield from _lengths(questions)
    items: list[Item] = []
    for question in questions:
        try:
            own = question.items()
        except (ValueError, KeyError) as error:
            yield f"{question.key}: {error}"
            continue
        items += own
        yield from _same_answers(own)
    for item in items:
        yield from (f"{item.key}: {fault}" for fault in in_figures(item))
    yield from _twins(items)
    try:
        yield from taken(items, week, root)
    except MasterError as error:
        yield _("the exercises cannot be compared: {reason}").format(reason=error)


def _same_answers(items: list[Item]) -> Iterator[str]:
    """Rows of figures whose answer one may copy from a neighbour with another row."""
    numeric = [(item, item.answers[0].value) for item in items if item.width]
    for (one, first), (other, second) in combinations(numeric, 2):
        if abs(first - second) <= max(one.width[0], other.width[0]):
            told = _("{one} and {other}: expected another answer from each row, found {answer:.6g}")
            yield told.format(one=one.key, other=other.key, answer=first)


def _twins(items: list[Item]) -> Iterator[str]:
    """Two questions of the bank that ask the same."""
    for one, other in combinations(items, 2):
        if one.question.key != other.question.key and alike(one.text, other.text):
            told = _("{one} and {other}: expected two questions, found one twice")
            yield told.format(one=one.question.key, other=other.question.key)


def _count(questions: list[Question]) -> Iterator[str]:
    """How many questions of which kind."""
    told = _("{what}: expected at least {least}, found {found}")
    if len(questions) < QUESTIONS:
        yield told.format(what=_("questions"), least=QUESTIONS, found=len(questions))
    kinds = Counter(question.kind for question in questions)
    for kind in KINDS:
        if kinds[kind] < LEAST[kind]:
            what = _("questions of kind {kind}").format(kind=kind)
            yield told.format(what=what, least=LEAST[kind], found=kinds[kind])


def _keys(questions: list[Question], week: Week) -> Iterator[str]:
    """Keys of the week, each once, and a question for every objective."""
    told = _("{key}: {count} questions have this key")
    for key, count in Counter(question.key for question in questions).items():
        if count > 1:
            yield told.format(key=key, count=count)
    start, known = f"w{week.number:02d}-b", {objective.key for objective in week.objectives}
    for question in questions:
        if not question.key.startswith(start):
            told = _("{key}: expected a key of this week, {start}01 and so on")
            yield told.format(key=question.key, start=start)
        if question.objective not in known:
            told = _("{key}: no objective {objective} in this week; there is {known}")
            names = ", ".join(sorted(known))
            yield told.format(key=question.key, objective=question.objective, known=names)
    for key in sorted(known - {question.objective for question in questions}):
        yield _("no question checks the objective {objective}").format(objective=key)


def _pairs(questions: list[Question]) -> Iterator[str]:
    """Pairs of a question before and another after, of one objective and one kind."""
    pairs: dict[str, list[Question]] = {}
    for question in questions:
        if (question.when == "practice") == bool(question.pair):
            told = _("{key}: expected pair for a pre or post question, and for no other")
            yield told.format(key=question.key)
        if question.pair:
            pairs.setdefault(question.pair, []).append(question)
    if len(pairs) < PAIRS:
        told = _("pairs of pre and post: expected at least {least}, found {found}")
        yield told.format(least=PAIRS, found=len(pairs))
    for name, pair in pairs.items():
        for fault in _pair(pair):
            yield _("pair {name}: {fault}").format(name=name, fault=fault)


def _pair(pair: list[Question]) -> Iterator[str]:
    if sorted(question.when for question in pair) != ["post", "pre"]:
        found = ", ".join(f"{question.key} ({question.when})" for question in pair)
        yield _("expected one pre and one post question, found {found}").format(found=found)
        return
    one, other = pair
    for what in ("objective", "kind"):
        mine, its = getattr(one, what), getattr(other, what)
        if mine != its:
            told = _("expected the same {what}, found {one} and {other}")
            yield told.format(what=what, one=mine, other=its)
    shared = [draw for draw in one.draws if draw in other.draws]
    if plain(one.text) == plain(other.text) and shared:
        yield _("expected another question after than before")
    elif one.kind == "choice" and _choices(one) == _choices(other):
        yield _("expected other choices after than before")


def _choices(question: Question) -> set[str]:
    return {plain(choice["text"]) for choice in question.choices}


def _lengths(questions: list[Question]) -> Iterator[str]:
    """Whether the length of a choice gives the right one away."""
    longest, shortest, count = [], [], 0
    for question in questions:
        if question.kind == "choice":
            lengths = {True: [], False: []}
            for choice in question.choices:
                lengths[bool(choice.get("right"))].append(len(plain(choice["text"])))
            wrong, right = lengths[False], lengths[True]
            longest += [question.key] if right and max(right) > max(wrong, default=0) else []
            shortest += [question.key] if right and min(right) < min(wrong, default=0) else []
            count += 1
    if len(longest) > LONGEST * count:
        told = _("the right choice is the longest in {found} of {count} questions, expected at "
                 "most {most}: {keys}")  # fmt: skip
        keys, most = ", ".join(longest), int(LONGEST * count)
        yield told.format(found=len(longest), count=count, most=most, keys=keys)
    if count and len(shortest) == count:
        yield _("the right choice is the shortest in all questions")

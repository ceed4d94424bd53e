"""Everything that is wrong with a sheet, without building anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from regecon.data import load
from regecon.desk.quiz import questions
from regecon.desk.teacher.deck import DIRECTIVES, Block, Slide, slides
from regecon.desk.teacher.kit import MOST, Game, ScoreError, names_in, play, size
from regecon.desk.teacher.numbers import Value, fields, replaced, values
from regecon.desk.teacher.sheet import LARGE, SMALL, Kit, Role, Row, Sheet, SheetError, read_sheet
from regecon.desk.vouched import bare_numbers
from regecon.desk.weeks import Week
from regecon.explorers import explorer_names

HOURS = 90  # minutes of a lecture, and of a seminar
ROWS = {"lecture": (6, 9), "seminar": (4, 7)}
SLIDES = (11, 16)  # beside the first and the last, which the machine makes
WORDS = 60  # on a slide; the aim is 45
BOARD = (40, 10)  # columns and lines
# What a teacher counts by hand: minutes, points, persons.
COUNTED = re.compile(
    r"\b\d+(?:[.,]\d+)?(?:(?: to | and | or |[-\u2013/])\d+(?:[.,]\d+)?)*[ \u00a0-]"
    r"(?:points?|minutes?|min\b|seconds?|persons?|people at the table|groups? of|teams? of)"
)
Texts = Iterator[tuple[str, str]]


def faults(path: Path, week: Week, root: Path) -> list[str]:
    """A sentence for everything that is wrong with a sheet; empty if it is as it should be."""
    try:
        sheet = read_sheet(path)
        numbers = values(sheet)
    except SheetError as error:
        return str(error).splitlines()
    found = [*_plan(sheet, week), *_numbers(sheet), *_texts(sheet, numbers)]
    found += [*_deck(sheet, week, numbers, root), *_kit(sheet, numbers)]
    return [f"{sheet.file}: {sentence}" for sentence in found]


def texts_of(sheet: Sheet) -> Texts:
    """Every text of a sheet's head with its place, in the order of the file."""
    for part in ("lecture", "seminar"):
        for number, row in enumerate(getattr(sheet, part), 1):
            for key, text in _of_row(row):
                yield f"{part}, entry {number}, {key}", text
    for key in ("believe", "notice", "attack"):
        yield f"misconception, {key}", getattr(sheet.misconception, key)
    yield "board", sheet.board
    for number, cut in enumerate(sheet.cut, 1):
        yield f"cut, entry {number}", cut.what
    yield "homework", sheet.homework
    yield from _of_kit(sheet.kit)


def _of_row(row: Row) -> Texts:
    yield "do", row.do
    yield "ask", row.ask
    yield from (("expect", text) for text in row.expect)


def _of_kit(kit: Kit) -> Texts:
    for key in ("title", "decides", "situation", "no_deal"):
        yield f"kit, {key}", getattr(kit, key)
    for number, part in enumerate(kit.rounds, 1):
        yield f"kit, rounds, entry {number}", part.what
    for number, rule in enumerate(kit.rules, 1):
        yield f"kit, rules, entry {number}", rule
    for number, role in enumerate(kit.roles, 1):
        for key in ("public", "hidden"):
            yield f"kit, roles, entry {number}, {key}", getattr(role, key)
    yield "kit, debrief", kit.debrief


def _plan(sheet: Sheet, week: Week) -> Iterator[str]:
    known = {objective.key for objective in week.objectives}
    for part, (least, most) in ROWS.items():
        rows = getattr(sheet, part)
        if (minutes := sum(row.minutes for row in rows)) != HOURS:
            yield f"{part}: its minutes add up to {minutes}, expected {HOURS}"
        if not least <= len(rows) <= most:
            yield f"{part}: has {len(rows)} rows, expected {least} to {most}"
        for number, row in enumerate(rows, 1):
            if row.objective and row.objective not in known:
                place = f"{part}, entry {number}, objective"
                yield f"{place} is {row.objective}, which the week has not"
    lines = sheet.board.split("\n")
    if len(lines) > BOARD[1] or max(map(len, lines)) > BOARD[0]:
        yield f"board: expected at most {BOARD[1]} lines of at most {BOARD[0]} signs"


def _numbers(sheet: Sheet) -> Iterator[str]:
    facts = set(load("facts_in_prose")["id"])
    for name, own in sheet.numbers.items():
        if own.fact and own.fact not in facts:
            yield f"numbers, {name}: datasets/facts_in_prose.csv has no fact {own.fact!r}"
        if not isinstance(own.value, str) and not (own.source or own.fact):
            yield (
                f"numbers, {name}: a number typed by hand needs source: SYNTHETIC or fact: NAME; "
                "else write the expression that computes it"
            )


def _texts(sheet: Sheet, numbers: dict[str, Value]) -> Iterator[str]:
    for place, text in texts_of(sheet):
        known = numbers | _computed_fields(place)
        yield from _fields(place, text, known)
        if place != "board":
            yield from _bare(place, text)


def _computed_fields(place: str) -> dict[str, Value]:
    return dict.fromkeys(COMPUTED, 1.0) if place == "kit, debrief" else {}


# What the debrief may name of the game itself.
COMPUTED = ("outcomes", "deals_five", "deals_eight", "share_five", "share_eight")


def _fields(place: str, text: str, known: dict[str, Value]) -> Iterator[str]:
    for name, form in fields(text):
        if name not in known:
            yield f"{place}: there is no number {{{name}}} in the week's numbers() or in numbers:"
            continue
        try:
            format(known[name], form)
        except ValueError:
            yield f"{place}: {{{name}:{form}}} is no form of a number, such as {{{name}:.1f}}"


def _bare(place: str, text: str) -> Iterator[str]:
    """Numbers typed by hand, by the rule of the chapters; minutes and points are the teacher's."""
    plain = COUNTED.sub("some", replaced(text, lambda name, form: "{glue}`x`"))
    for bare in bare_numbers(plain):
        yield (
            f"{place}: the number {bare.number} is typed by hand, in {bare.words!r}: make it a "
            "field, name its source there, or say that it is assumed"
        )


def _deck(sheet: Sheet, week: Week, numbers: dict[str, Value], root: Path) -> Iterator[str]:
    deck = slides(sheet.body, sheet.line)
    if not SLIDES[0] <= len(deck) <= SLIDES[1]:
        yield f"has {len(deck)} slides, expected {SLIDES[0]} to {SLIDES[1]} sections with ##"
    known = [objective.key for objective in week.objectives]
    served = {key for slide in deck for key in slide.objectives}
    for key in known:
        if key not in served:
            yield f"no slide serves {key}: put ({key})= before the heading of one"
    for slide in deck:
        place = f"line {slide.line}, {slide.title!r}"
        for key in sorted(set(slide.objectives) - set(known)):
            yield f"{place}: the week has no objective {key}"
        yield from _slide(place, slide, numbers)
        for block in slide.blocks:
            yield from _block(f"line {block.line}", block, week, root)


def _slide(place: str, slide: Slide, numbers: dict[str, Value]) -> Iterator[str]:
    notes = slide.of("notes")
    if not notes or not notes[0].text:
        yield f"{place}: has no :::{{notes}} with what to say"
    words = len(slide.text.split())
    if words > WORDS:
        yield f"{place}: has {words} words, expected at most {WORDS}; aim at 45"
    for text in (slide.title, slide.text, *(block.text for block in notes)):
        yield from _fields(place, text, numbers)
        yield from _bare(place, text)


def _block(place: str, block: Block, week: Week, root: Path) -> Iterator[str]:
    if block.kind not in DIRECTIVES:
        yield f"{place}: there is no {{{block.kind}}}, expected one of {', '.join(DIRECTIVES)}"
    elif block.kind == "shown":
        module = block.options.get("from", f"w{week.number:02d}")
        try:
            figures = import_module(f"regecon.figures.{module}")
        except ModuleNotFoundError:
            yield f"{place}: :from: is {module!r}, expected a module such as w07"
            return
        if not callable(getattr(figures, block.name, None)):
            yield f"{place}: regecon.figures.{module} has no figure {block.name}"
    elif block.kind == "explore" and block.name not in explorer_names():
        own = ", ".join(week.explorers)
        yield f"{place}: there is no explorer {block.name!r}; the week has {own}"
    elif block.kind == "ask":
        yield from _asked(place, block.name, week, root)


def _asked(place: str, name: str, week: Week, root: Path) -> Iterator[str]:
    kind, _space, number = name.partition(" ")
    chapter = (root / f"{week.chapter}.md").read_text(encoding="utf-8")
    most = len(questions(chapter))
    if kind == "quiz" and number.isdigit():
        if not 1 <= int(number) <= most:
            yield f"{place}: asks question {number} of the quiz, which has {most}"
    elif kind != "prediction":
        yield f"{place}: asks {name!r}, expected prediction, or quiz and a number"


def _kit(sheet: Sheet, numbers: dict[str, Value]) -> Iterator[str]:
    kit = sheet.kit
    seats = [len(kit.seats(persons)) for persons in (SMALL, LARGE)]
    if seats != [SMALL, LARGE]:
        told = f"{seats[0]} of {seats[1]} with in: {SMALL}"
        yield f"kit, roles: expected {SMALL} of {LARGE} with in: {SMALL}, found {told}"
    if len({role.name for role in kit.roles}) < len(kit.roles):
        yield "kit, roles: two have one name"
    minutes = sum(part.minutes for part in kit.rounds)
    if minutes > HOURS:
        yield f"kit, rounds: add up to {minutes} minutes, more than the seminar's {HOURS}"
    if size(kit) > MOST:
        yield f"kit, outcome: has {size(kit):,} outcomes, expected at most {MOST:,}: larger steps"
        return
    yield from _synthetic(sheet)
    before = [fault for role in _placed(kit) for fault in _role(*role, sheet, numbers)]
    yield from before
    if before or seats != [SMALL, LARGE]:
        return
    try:
        games = {persons: play(kit, persons, numbers) for persons in (SMALL, LARGE)}
    except ScoreError as error:
        yield f"kit, {error}"
        return
    yield from _games(kit, games)


def _placed(kit: Kit) -> list[tuple[str, Role]]:
    return [(f"kit, roles, {role.name!r}", role) for role in kit.roles]


def _synthetic(sheet: Sheet) -> Iterator[str]:
    """A kit in which a number is made up says so on every sheet that is printed."""
    kit = sheet.kit
    used = {name for role in kit.roles for name in role.numbers}
    used |= {name for _place, text in _of_kit(kit) for name, _form in fields(text)}
    for name in sorted(used & set(sheet.numbers)):
        if sheet.numbers[name].source and not kit.synthetic:
            yield f"kit: {name} is made up, so SYNTHETIC: true has to stand here"


def _role(place: str, role: Role, sheet: Sheet, numbers: dict[str, Value]) -> Iterator[str]:
    issues = {issue.name for issue in sheet.kit.issues}
    try:
        scored = names_in(role.score)
    except SyntaxError:
        yield f"{place}, score: {role.score!r} is no expression"
        return
    for name in role.numbers:
        if name not in sheet.numbers:
            hint = f"numbers: {name}: {{value: {name}, unit: ..., means: ...}}"
            yield f"{place}, numbers: {name} has no unit to print; write above {hint}"
    if strangers := sorted(scored - issues - set(numbers)):
        yield f"{place}, score: {', '.join(strangers)} is neither an outcome nor a number"
    if not scored & issues:
        yield f"{place}, score: names none of the outcomes {', '.join(sorted(issues))}"
    kit = sheet.kit
    public = (kit.situation, kit.decides, *kit.rules)
    common = {name for text in public for name, _form in fields(text)}
    said = {name for text in (role.public, role.hidden) for name, _form in fields(text)}
    for name in sorted((said | (scored & set(numbers))) - common - set(role.numbers) - issues):
        yield f"{place}: uses {name}, which is neither in its numbers nor in the situation"


def _games(kit: Kit, games: dict[int, Game]) -> Iterator[str]:
    for role in kit.roles:
        points, place = games[LARGE].points[role.name], f"kit, roles, {role.name!r}, score"
        if min(points) < 0 or max(points) > 100:
            yield f"{place}: runs from {min(points):g} to {max(points):g}, expected 0 to 100"
        if max(points) - min(points) < 1:
            yield f"{place}: is the same for every outcome"
        elif max(points) < role.walk_out:
            yield f"{place}: is never worth its walk_out of {role.walk_out:g}"
    for persons, game in games.items():
        if game.best_for_all:
            found = game.every[game.best_for_all[0]]
            yield f"kit, for {persons}: {found} is best for all, so there is nothing to settle"
        if not game.deals and not kit.no_deal:
            yield f"kit, for {persons}: no outcome gives every role its walk_out; {_nearest(game)}"
    if kit.no_deal and all(game.deals for game in games.values()):
        yield "kit, no_deal: says that none is expected, but both versions have outcomes for all"


def _nearest(game: Game) -> str:
    """Who stands in the way where fewest do."""
    lacking = [
        [role for role in game.roles if game.points[role.name][place] < role.walk_out]
        for place in range(len(game.every))
    ]
    place = min(range(len(lacking)), key=lambda place: len(lacking[place]))
    names = ", ".join(role.name for role in lacking[place])
    return f"nearest is {game.every[place]}, which only {names} would leave"

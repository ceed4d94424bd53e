"""The teaching sheet of a week, ``teaching/wNN-slug.md``: plan and kit in its head, then slides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from regecon.desk.schemas import faults
from regecon.desk.yaml_text import read_yaml

FOLDER = "teaching"
HEAD = re.compile(r"---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
SMALL, LARGE = 5, 8  # persons of the two versions of a kit


class SheetError(ValueError):
    """What is wrong with a sheet, a sentence a line, each with file and key."""


@dataclass(frozen=True)
class Row:
    """Some minutes of a lecture or seminar."""

    minutes: int
    do: str
    ask: str = ""
    expect: tuple[str, ...] = ()
    objective: str = ""


@dataclass(frozen=True)
class Timed:
    """Minutes and what happens in them: a round of the game, or what may be cut."""

    minutes: int
    what: str


@dataclass(frozen=True)
class Misconception:
    """What a student believes, how it shows, and which moment breaks it."""

    believe: str
    notice: str
    attack: str


@dataclass(frozen=True)
class Own:
    """A figure of the sheet: a literal, or an expression that is computed."""

    value: float | str
    unit: str
    means: str = ""
    form: str = ""
    source: str = ""
    fact: str = ""


@dataclass(frozen=True)
class Issue:
    """One thing that the table agrees on, with all that it may be."""

    name: str
    values: tuple[float | str, ...]
    unit: str = ""


@dataclass(frozen=True)
class Role:
    """A person at the table; ``persons`` is the least version in which it sits there."""

    name: str
    persons: int
    public: str
    hidden: str
    numbers: tuple[str, ...]
    score: str
    walk_out: float


@dataclass(frozen=True)
class Kit:
    """The game of a seminar."""

    title: str
    decides: str
    situation: str
    issues: tuple[Issue, ...]
    rounds: tuple[Timed, ...]
    rules: tuple[str, ...]
    roles: tuple[Role, ...]
    debrief: str
    synthetic: bool = False
    no_deal: str = ""

    def seats(self, persons: int) -> tuple[Role, ...]:
        """The roles of the version for so many persons."""
        return tuple(role for role in self.roles if role.persons <= persons)


@dataclass(frozen=True)
class Sheet:
    """What a teacher needs of a week; ``body`` holds the slides, from line ``line`` on."""

    file: str
    week: str
    lecture: tuple[Row, ...]
    seminar: tuple[Row, ...]
    misconception: Misconception
    board: str
    cut: tuple[Timed, ...]
    homework: str
    kit: Kit
    numbers: dict[str, Own]
    body: str
    line: int


def sheet_path(root: Path, slug: str) -> Path:
    """Where the sheet of a week lies, or would."""
    return Path(root) / FOLDER / f"{slug}.md"


def find_sheets(root: Path) -> list[Path]:
    """The sheets that are written, in order of weeks."""
    return sorted((Path(root) / FOLDER).glob("w[0-9][0-9]-*.md"))


def read_sheet(path: Path) -> Sheet:
    """The sheet in a file.

    Raises
    ------
    SheetError
        It has no head, or a key that is missing, unknown or of the wrong kind; the message names
        file, key and what was expected.
    """
    file = f"{FOLDER}/{path.name}"
    text = path.read_text(encoding="utf-8")
    head = HEAD.match(text)
    if head is None:
        raise SheetError(f"{file}: expected a head in YAML between two lines of ---")
    try:
        content = read_yaml(head[1])
    except yaml.YAMLError as error:
        raise SheetError(f"{file}: expected YAML in the head; {_placed(error)}") from None
    found = faults("sheet", content)
    if not found and content["week"] != path.stem:
        found = [f"week is {content['week']!r}, expected {path.stem!r}, as the file is called"]
    found = found or [
        fault
        for name, entry in content["kit"]["outcome"].items()
        for fault in _unlike(f"kit, outcome, {name}", entry)
    ]
    if found:
        raise SheetError("\n".join(f"{file}: {sentence}" for sentence in found))
    return _sheet(file, content, text[head.end() :], head[0].count("\n") + 1)


def _placed(error: yaml.YAMLError) -> str:
    """What YAML says, its line counted in the file."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return str(error)
    return f"line {mark.line + 2}: {error.problem} (a text with a colon or a brace wants quotes)"


def _unlike(place: str, entry: dict) -> list[str]:
    """An outcome is a range of numbers or a choice, not both and not half of one."""
    span = {"from", "to", "step"}
    if "choices" in entry:
        return [f"{place}: has choices, so no {key}" for key in sorted(span & set(entry))]
    if missing := sorted(span - set(entry)):
        return [f"{place}: the key {key} is missing, or choices" for key in missing]
    steps = (entry["to"] - entry["from"]) / entry["step"]
    if steps < 1 or abs(steps - round(steps)) > 1e-9:
        return [f"{place}: expected whole steps of {entry['step']} from {entry['from']} up to `to`"]
    return []


def _sheet(file: str, content: dict, body: str, line: int) -> Sheet:
    return Sheet(
        file=file,
        week=content["week"],
        lecture=tuple(map(_row, content["lecture"])),
        seminar=tuple(map(_row, content["seminar"])),
        misconception=Misconception(**content["misconception"]),
        board=content["board"].rstrip(),
        cut=tuple(Timed(**entry) for entry in content["cut"]),
        homework=content["homework"],
        kit=_kit(content["kit"]),
        numbers={name: Own(**entry) for name, entry in content.get("numbers", {}).items()},
        body=body,
        line=line,
    )


def _row(entry: dict) -> Row:
    return Row(**(entry | {"expect": tuple(entry.get("expect", ()))}))


def _kit(entry: dict) -> Kit:
    return Kit(
        title=entry["title"],
        decides=entry["decides"],
        situation=entry["situation"],
        issues=tuple(_issue(name, issue) for name, issue in entry["outcome"].items()),
        rounds=tuple(Timed(**part) for part in entry["rounds"]),
        rules=tuple(entry["rules"]),
        roles=tuple(map(_role, entry["roles"])),
        debrief=entry["debrief"],
        synthetic=entry.get("SYNTHETIC", False),
        no_deal=entry.get("no_deal", ""),
    )


def _issue(name: str, entry: dict) -> Issue:
    values = entry.get("choices")
    if values is None:
        start, step = entry["from"], entry["step"]
        count = round((entry["to"] - start) / step) + 1
        values = [round(start + step * number, 9) for number in range(count)]
    return Issue(name, tuple(values), entry.get("unit", ""))


def _role(entry: dict) -> Role:
    kept = {key: entry[key] for key in ("name", "public", "hidden", "walk_out")}
    score, numbers = str(entry["score"]), tuple(entry["numbers"])
    return Role(persons=entry["in"], numbers=numbers, score=score, **kept)

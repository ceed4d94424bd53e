"""Read the bank of a week, and say which question is wrong and what was expected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from regecon.desk.bank.question import Question
from regecon.desk.bank.sums import from_table
from regecon.desk.schemas import faults
from regecon.desk.yaml_text import read_yaml
from regecon.kit.i18n import _

FOLDER = Path("teaching", "bank")
SUFFIX = ".yml"
OF_ALL = {"key", "kind", "objective", "misconception", "when", "pair", "question", "draws"}
OF_KIND = {
    "choice": {"choices"},
    "numeric": {"answer", "unit", "tolerance", "right", "mistakes"},
    "matching": {"pairs", "extra", "why", "right"},
    "short": {"accept", "right", "mistakes"},
}
MISTAKE = {"numeric": "answer", "short": "text"}  # what a mistake of the kind has, beside its why


class BankError(ValueError):
    """A bank that cannot be read; ``faults`` has a sentence for each thing that is wrong."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


def read_bank(path: Path) -> list[Question]:
    """The questions of a bank, in order and in the reader's language.

    Raises
    ------
    BankError
        The file is no bank; each fault names the file, the question and what was expected.
    """
    path = Path(path)
    entries = _entries(path)
    found = _by_key(faults("bank", entries), entries) or _strangers(entries)
    if not found:
        try:
            return [_question(entry) for entry in entries]
        except ValueError as error:
            found = [str(error)]
    raise BankError([f"{path.name}, {fault}" for fault in found])


def banks(root: Path) -> list[Path]:
    """The banks of the course, in order of weeks."""
    return sorted((Path(root) / FOLDER).glob(f"w*{SUFFIX}"))


def _entries(path: Path) -> list:
    """What the file lists."""
    try:
        entries = read_yaml(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BankError([f"{path.name}: {error.strerror}"]) from None
    except UnicodeDecodeError:
        raise BankError([_("{file}: expected UTF-8").format(file=path.name)]) from None
    except yaml.YAMLError as error:
        told = _("{file}: expected a list in YAML; {reason}")
        reason = " ".join(str(error).split())
        raise BankError([told.format(file=path.name, reason=reason)]) from None
    if isinstance(entries, list) and entries and all(isinstance(entry, dict) for entry in entries):
        return entries
    told = _("{file}: expected a list with an entry for each question")
    raise BankError([told.format(file=path.name)])


def _by_key(found: list[str], entries: list[dict]) -> list[str]:
    """Faults that name the question by its key, where it has one."""

    def name(match: re.Match) -> str:
        number = int(match[1])
        return str(entries[number - 1].get("key", match[0]))

    return [re.sub(r"^entry (\d+)", name, fault, count=1) for fault in found]


def _strangers(entries: list[dict]) -> list[str]:
    """Keys that a question of its kind does not have."""
    told = _("{key}: a question of kind {kind} has no {name}; it has {known}")
    found = [
        told.format(key=entry["key"], kind=entry["kind"], name=name,
                    known=", ".join(sorted(OF_KIND[entry["kind"]])))
        for entry in entries
        for name in entry
        if name not in OF_ALL | OF_KIND[entry["kind"]]
    ]  # fmt: skip
    told = _("{key}, mistake {number}: expected the keys {part} and why, found {found}")
    return found + [
        told.format(key=entry["key"], number=number, part=part, found=", ".join(mistake))
        for entry in entries
        if (part := MISTAKE.get(entry["kind"]))
        for number, mistake in enumerate(entry["mistakes"], 1)
        if set(mistake) != {part, "why"}
    ]


def _question(entry: dict) -> Question:
    words = _in_language({name: value for name, value in entry.items() if name != "draws"})
    words["text"] = words.pop("question")
    words["draws"] = [_draw(entry["key"], row) for row in entry.get("draws", ({},))]
    rows = [value for row in entry.get("draws", ()) for value in row.values()]
    words["typed"] = any(isinstance(value, int | float) for value in rows)
    return Question(**{k: tuple(v) if isinstance(v, list) else v for k, v in words.items()})


def _in_language(value, name: str = ""):
    """An entry with its texts in the reader's language; sums, keys and figures stay."""
    if isinstance(value, Mapping):
        return {key: _in_language(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_in_language(part, name) for part in value]
    kept = ("key", "kind", "objective", "when", "pair", "answer", "tolerance")
    return _(value) if isinstance(value, str) and name not in kept else value


def _draw(key: str, row: Mapping) -> dict:
    """A row of figures, those of tables looked up."""
    try:
        return {
            name: from_table(next(iter(value.values()))) if isinstance(value, Mapping) else value
            for name, value in row.items()
        }
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from None

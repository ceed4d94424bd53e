"""What a reader reads, file by file, and the house list of spellings, ``book/terms.yml``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import yaml

from regecon.desk.sets.master import find_sets
from regecon.desk.sets.reader import read_notebook

ROOT = Path(__file__).resolve().parents[1]
CODE = re.compile(
    r"^---\n.*?^---\n|^(?P<fence>`{3,})[a-z]+\n.*?^(?P=fence) *$|^```+\{code-cell.*?^```+ *$",
    re.DOTALL | re.MULTILINE,
)
NEW_LINE = "\n"
# Names of functions, files and addresses keep the spelling that they have.
NAMES = re.compile(r"`[^`\n]*`|\]\([^)]*\)|https?://\S+|\$[^$]*\$|<[^>\n]*>")


def entries() -> list[dict]:
    """The house list."""
    return yaml.safe_load((ROOT / "book" / "terms.yml").read_text(encoding="utf-8"))


def rules() -> list[tuple[str, re.Pattern]]:
    """What to write, and the pattern of what must not occur in its place."""
    found = []
    for entry in entries():
        words = [re.escape(word).replace(r"\*", r"\w*") for word in entry.get("not", [])]
        pattern = entry.get("pattern") or rf"\b(?:{'|'.join(words)})\b"
        if entry.get("but"):
            pattern = rf"(?!\b(?:{'|'.join(entry['but'])})\b){pattern}"
        flags = 0 if entry.get("case") else re.IGNORECASE
        found.append((entry["write"], re.compile(pattern, flags)))
    return found


def faults(text: str, known: list[tuple[str, re.Pattern]], place: str = "") -> list[str]:
    """Every wrong spelling in a text, with its line and what the house writes."""
    text = NAMES.sub(" ", text)
    return [
        f"{place}:{text.count(NEW_LINE, 0, found.start()) + 1}: {found[0]!r}, write {write}, "
        f"in: {text[max(0, found.start() - 30) : found.end() + 20]!r}"
        for write, pattern in known
        for found in pattern.finditer(text)
    ]


def readable() -> Iterator[tuple[str, dict[str, str]]]:
    """Every file that is read: its name, and its words by the place where they stand."""
    for path in sorted([*ROOT.glob("*.md"), *(ROOT / "book").rglob("*.md")]):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT).as_posix()
        # Code leaves its lines behind, so that those after it keep their numbers.
        yield name, {name: CODE.sub(lambda found: NEW_LINE * found[0].count(NEW_LINE), text)}
    for path in sorted([*ROOT.glob("notebooks/*.ipynb"), *find_sets(ROOT / "exercises")]):
        name = path.relative_to(ROOT).as_posix()
        yield name, {f"{name}, cell {number}": text for number, text in text_cells(path)}
    for room in ("explorers", "figures"):
        for path in sorted((ROOT / "regecon" / room).glob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            found = messages(path.read_text(encoding="utf-8"))
            yield name, {f"{name}, line {line}": text for line, text in found}


def text_cells(path: Path) -> Iterator[tuple[int, str]]:
    """The text cells of a notebook with their numbers."""
    labs = path.suffix == ".ipynb"
    notebook = nbformat.read(path, as_version=4) if labs else read_notebook(path)
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code":
            yield number, cell.source


def messages(code: str) -> Iterator[tuple[int, str]]:
    """The strings of a module that pass through ``_()``, each with its line."""
    for call in ast.walk(ast.parse(code)):
        match call:
            case ast.Call(func=ast.Name("_"), args=[ast.Constant(str(text))]):
                yield call.lineno, text

"""What a reader reads, file by file, and the house list of spellings, ``book/terms.yml``."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
CODE = re.compile(r"^---\n.*?^---\n|^```+\{code-cell.*?^```+ *$", re.DOTALL | re.MULTILINE)
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


def faults(text: str, known: list[tuple[str, re.Pattern]]) -> list[str]:
    """Every wrong spelling in a text, with what the house writes."""
    text = NAMES.sub(" ", text)
    return [
        f"{found[0]!r}, write {write}, in: {text[max(0, found.start() - 30) : found.end() + 20]!r}"
        for write, pattern in known
        for found in pattern.finditer(text)
    ]


def readable() -> Iterator[tuple[str, str]]:
    """Every file that is read, with its words: pages, text cells, strings of charts and widgets."""
    for path in sorted((ROOT / "book").rglob("*.md")):
        yield str(path.relative_to(ROOT)), CODE.sub("", path.read_text(encoding="utf-8"))
    for path in sorted([*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("exercises/*.ipynb")]):
        yield str(path.relative_to(ROOT)), text_cells(path)
    for room in ("explorers", "pages"):
        for path in sorted((ROOT / "regecon" / room).glob("*.py")):
            yield str(path.relative_to(ROOT)), messages(path.read_text(encoding="utf-8"))


def text_cells(path: Path) -> str:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] != "code")


def messages(code: str) -> str:
    """The strings of a module that pass through ``_()``."""
    return "\n\n".join(
        str(call.args[0].value)
        for call in ast.walk(ast.parse(code))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "_"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    )

"""What the files in ``teaching/`` say in words, and whether a text says it too.

A run is so many words in a row, letters only and in small: markup, numbers that are put in later,
punctuation and the form of a file leave it as it is. Numbers part runs.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path

from regecon.desk.teacher.check import texts_of
from regecon.desk.teacher.deck import slides
from regecon.desk.teacher.numbers import replaced
from regecon.desk.teacher.sheet import find_sheets, read_sheet
from regecon.desk.yaml_text import read_yaml

ROOT = Path(__file__).resolve().parents[1]
LENGTH = 9  # words
WORD = re.compile(r"[^\W\d_]+|[\d_]+")
TAG = re.compile(r"</?[a-z][^<>]*>")
BUTTON = re.compile(r'\bPreset\(\s*_\(\s*"([^"]*)"')
PACKED = (".zip", ".whl", ".epub")
READ = (
    ".html",
    ".xhtml",
    ".js",
    ".json",
    ".ipynb",
    ".txt",
    ".md",
    ".csv",
    ".xml",
    ".yml",
    ".py",
    ".map",
)
Run = tuple[str, ...]


def texts(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Every text of every teaching file, with its place."""
    for path in find_sheets(root):
        sheet = read_sheet(path)
        for place, text in texts_of(sheet):
            if place != "kit, title":  # the door names the game
                yield f"{path.name}, {place}", text
        for slide in slides(sheet.body, sheet.line):
            yield f"{path.name}, line {slide.line}", slide.text
            for block in slide.of("notes"):
                yield f"{path.name}, line {block.line}, notes", block.text
    for path in sorted((root / "teaching" / "bank").glob("*.yml")):
        for entry in read_yaml(path.read_text(encoding="utf-8")):
            for text in _strings(entry):
                yield f"bank/{path.name}, {entry['key']}", text


def _strings(part: object) -> Iterator[str]:
    if isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from _strings(inner)
    elif isinstance(part, str):
        yield part


def words(text: str) -> list[str]:
    """The words of a text; what is no word stands in the list as an empty one."""
    return [word if word.isalpha() else "" for word in WORD.findall(text.lower())]


def runs(text: str) -> Iterator[Run]:
    """The runs of a text."""
    said = words(text)
    return (run for run in zip(*(said[start:] for start in range(LENGTH)), strict=False))


@cache
def teaching(root: Path = ROOT) -> dict[Run, str]:
    """Runs of the teaching files, each with the place where it stands first."""
    found = {}
    for place, text in texts(root):
        for run in runs(replaced(text, lambda name, form: "0")):
            if all(run):
                found.setdefault(run, place)
    return found


@cache
def public() -> frozenset[Run]:
    """Runs of what the site is made from: sheets and banks quote their chapter here and there."""
    rooms = ("book/**/*.md", "notebooks/*.ipynb", "exercises/*.md", "regecon/**/*.py")
    tables = ("datasets/*.csv", "datasets/*.json")
    said = [path.read_text("utf-8") for room in (*rooms, *tables) for path in ROOT.glob(room)]
    # A page shows the buttons of an explorer in a row, and a plan may name them so.
    said += [" ".join(BUTTON.findall(text)) for text in said if "Preset(" in text]
    return frozenset(run for text in said for run in runs(plain(text)))


@cache
def secrets() -> dict[Run, str]:
    """Runs that only the teaching files hold."""
    return {run: place for run, place in teaching().items() if run not in public()}


def plain(text: str) -> str:
    """A text without tags, and without the signs that a file in JSON or HTML needs."""
    return TAG.sub(" ", unescape(text.replace("\\n", " ").replace("\\u00a0", " ")))


def told(text: str, secret: dict[Run, str]) -> dict[str, str]:
    """Places whose words a text says, each with the first of these words."""
    found = {}
    for run in runs(plain(text)):
        if run in secret:
            found.setdefault(secret[run], " ".join(run))
    return found


def told_in(paths: Iterable[Path], secret: dict[Run, str]) -> list[str]:
    """A sentence for each place of a teaching file that files say, zips looked into."""
    return [
        f"{name} says what stands in {place}: {said}"
        for path in paths
        if path.name.endswith((*READ, *PACKED))
        for name, data in _opened(path.name, path.read_bytes())
        for place, said in told(data.decode("utf-8", "replace"), secret).items()
    ]


def _opened(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if name.endswith(PACKED):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for inner in archive.namelist():
                yield from _opened(inner, archive.read(inner))
    elif name.endswith(READ):
        yield name, data

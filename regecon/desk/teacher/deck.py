"""The slides of a sheet: its body, a section each, with what they show and whom they serve."""

from __future__ import annotations

import re
from dataclasses import dataclass

LABEL = re.compile(r"\((w\d\d-o\d+)\)=\s*$")
TITLE = re.compile(r"## +(.*\S)\s*$")
OPEN = re.compile(r"(:{3,}|`{3,})\{([\w:-]+)\} *(.*?)\s*$")
OPTION = re.compile(r":([\w-]+):\s*(.*?)\s*$")
DIRECTIVES = ("shown", "explore", "ask", "notes")


@dataclass(frozen=True)
class Block:
    """A directive of a slide: ``{shown} standing`` is its kind and its name."""

    kind: str
    name: str
    options: dict[str, str]
    text: str
    line: int


@dataclass(frozen=True)
class Slide:
    """A section of the deck.

    Attributes
    ----------
    title, objectives
        Its heading, and the keys of the labels before it.
    text
        What stands on it besides its directives, notes left out.
    blocks
        Its directives.
    line
        Where its heading stands in the file.
    """

    title: str
    objectives: tuple[str, ...]
    text: str
    blocks: tuple[Block, ...]
    line: int

    def of(self, kind: str) -> list[Block]:
        """Its directives of one kind."""
        return [block for block in self.blocks if block.kind == kind]


def slides(body: str, first: int = 1) -> list[Slide]:
    """The slides of a deck; ``first`` is the line of the file on which it begins."""
    lines, labels, found = body.split("\n"), [], []
    number = 0
    while number < len(lines):
        line = lines[number]
        if label := LABEL.match(line):
            labels.append(label[1])
        elif title := TITLE.match(line):
            end = _end(lines, number + 1)
            text, blocks = _content(lines[number + 1 : end], first + number + 1)
            found.append(Slide(title[1], tuple(labels), text, blocks, first + number))
            labels, number = [], end - 1
        number += 1
    return found


def _end(lines: list[str], start: int) -> int:
    """Where a section ends: at the next heading or label, fences passed over."""
    fence = ""
    for number in range(start, len(lines)):
        opened = OPEN.match(lines[number])
        if fence:
            fence = "" if lines[number].rstrip() == fence else fence
        elif opened:
            fence = opened[1]
        elif TITLE.match(lines[number]) or LABEL.match(lines[number]):
            return number
    return len(lines)


def _content(lines: list[str], first: int) -> tuple[str, tuple[Block, ...]]:
    text, blocks, inside = [], [], None
    for number, line in enumerate(lines, first):
        opened = OPEN.match(line) if inside is None else None
        if opened:
            inside = (opened, number, [])
        elif inside and line.rstrip() == inside[0][1]:
            blocks.append(_block(*inside))
            inside = None
        elif inside:
            inside[2].append(line)
        else:
            text.append(line)
    if inside:
        blocks.append(_block(*inside))
    return "\n".join(text).strip(), tuple(blocks)


def _block(opened: re.Match, line: int, content: list[str]) -> Block:
    options = {}
    while content and (option := OPTION.match(content[0])):
        options[option[1]] = option[2]
        content = content[1:]
    return Block(opened[2], opened[3], options, "\n".join(content).strip(), line)

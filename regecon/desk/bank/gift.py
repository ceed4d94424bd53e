r"""The bank as GIFT, the plain text that Moodle and other systems import.

The signs and their escapes are those that Moodle's import reads, as in its source,
``question/format/gift/format.php``: ``~ = # { } :`` and the backslash get a backslash, which also
keeps ``\neq`` of a formula from being read as the sign for a new line. Texts are HTML on one line,
so that no empty line ends a question before its time; where a sign has no escape, because it means
something only at the beginning of a text or inside a pair, a character reference stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from regecon.desk.bank import shelves as lms
from regecon.desk.bank.moodle import category, number
from regecon.desk.bank.question import Answer, Item
from regecon.desk.bank.shelves import Shelf
from regecon.desk.bank.wording import html, plain
from regecon.kit.i18n import _

SIGNS = re.compile(r"[\\~=#{}:]")


def gift(shelves: Iterable[Shelf]) -> str:
    """Categories and their questions as GIFT, an empty line between each two."""
    blocks = []
    for shelf in shelves:
        blocks.append(f"$CATEGORY: {category(shelf.path)}")
        blocks += [_question(item) for item in shelf.items]
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    r"""A text on one line whose signs mean nothing.

    Examples
    --------
    >>> escaped("a = {b}: 5 %")
    'a \\= \\{b\\}\\: 5 %'
    """
    return SIGNS.sub(r"\\\g<0>", text.replace("\n", " "))


def _question(item: Item) -> str:
    tags = " ".join(f"[tag:{tag}]" for tag in lms.tags(item))
    told = [html(text) for text in (item.told, *item.against) if text]
    lines = {
        "choice": _choices, "numeric": _numbers, "short": _words, "matching": _pairs,
    }[item.question.kind](item)  # fmt: skip
    opening = "{#" if item.question.kind == "numeric" else "{"
    return "\n".join([
        f"// [id:{item.key}] {tags}",
        f"::{item.key}::[html]{escaped(html(lms.asked(item)))}{opening}",
        *lines,
        *([f"####{escaped(''.join(told))}"] if told else []),
        "}",
    ])  # fmt: skip


def _choices(item: Item) -> list[str]:
    signs = ["=" if answer.right else "~" for answer in item.answers]
    texts = [escaped(html(str(answer.value))) for answer in item.answers]
    return [f"{sign}{text}{_why(answer)}"
            for sign, text, answer in zip(signs, texts, item.answers, strict=True)]  # fmt: skip


def _numbers(item: Item) -> list[str]:
    return [
        f"=%{100 if answer.right else 0}%{number(answer.value)}:{number(width)}{_why(answer)}"
        for answer, width in zip(item.answers, item.width, strict=True)
    ]


def _words(item: Item) -> list[str]:
    return [
        f"=%{100 if answer.right else 0}%{escaped(lms.typed(str(answer.value)))}{_why(answer)}"
        for answer in item.answers
    ]


def _pairs(item: Item) -> list[str]:
    pairs = [*item.pairs, *(("", other) for other in item.extra)]
    return [f"={escaped(html(left))} -> {escaped(plain(other))}" for left, other in pairs]


def _why(answer: Answer) -> str:
    return f"#{_('Right.') if answer.right else escaped(html(answer.why))}"

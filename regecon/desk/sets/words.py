"""What people read of a master beside its text cells: labels, units, hints, messages."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from regecon.desk.sets.master import ExerciseSet, Question, settings_of
from regecon.kit.i18n import _

# Keys of a question's settings whose values are read. Units are translated where they are
# shown, as rules ask for the English ones; so are figures, which hold code too.
WORDS = {"label", "otherwise", "hint", "text", "for"}


def settings_in_language(node, key: str = ""):
    """A question's settings with their texts in the reader's language."""
    if isinstance(node, dict):
        return {name: settings_in_language(child, name) for name, child in node.items()}
    if isinstance(node, list):
        return [settings_in_language(child, key) for child in node]
    return _(node) if key in WORDS and isinstance(node, str) else node


def messages(exercises: ExerciseSet) -> Iterator[str]:
    """The messages of a set, without those of its text cells."""
    for question in exercises.questions:
        yield from _of_settings([question.answers, question.rubric])
        yield from (answer["unit"] for answer in question.answers if "unit" in answer)
        for label, _value, unit in question.figures:
            yield from (label, unit)
        yield from _of_tests(question)


def _of_settings(node, key: str = "") -> Iterator[str]:
    if isinstance(node, dict):
        for name, child in node.items():
            yield from _of_settings(child, name)
    elif isinstance(node, list | tuple):
        for child in node:
            yield from _of_settings(child, key)
    elif key in WORDS and isinstance(node, str):
        yield node


def _of_tests(question: Question) -> Iterator[str]:
    """Messages of tests, and the sentences in their code, which are hints."""
    for cell in question.tests:
        settings = settings_of(cell)
        yield from (text for key, text in settings.items() if key.endswith("_message"))
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = " ".join(node.value.split())
                if " " in text and text.endswith((".", "?", "!")):
                    yield text

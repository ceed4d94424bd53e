"""The quiz at a chapter's end, as its text holds it."""

from __future__ import annotations

import re

from regecon.desk.yaml_text import read_yaml

QUIZ = re.compile(r"^(`{3,})\{quiz\}[^\n]*\n(?:---\n.*?^---\n)?(.*?)^\1", re.DOTALL | re.MULTILINE)


def questions(chapter: str) -> list[dict]:
    """The questions of a chapter's quizzes, in order.

    Examples
    --------
    >>> questions("# A\\n\\n```{quiz}\\n- question: Why?\\n```\\n")
    [{'question': 'Why?'}]
    """
    return [entry for quiz in QUIZ.finditer(chapter) for entry in read_yaml(quiz[2])]

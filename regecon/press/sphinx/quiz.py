"""The quiz of a chapter: a reason for every answer, with no kernel and no server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from regecon.desk.weeks import read_weeks
from regecon.press.templates import render


class quiz(nodes.General, nodes.TextElement, addnodes.translatable):
    """A quiz in a page: ``questions`` as they are written, ``words`` from text to translation."""

    def preserve_original_messages(self) -> None:
        self["words"] = {text: text for text in self.extract_original_messages()}

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        self["words"][original_message] = translated_message

    def extract_original_messages(self) -> list[str]:
        return list(dict.fromkeys(_texts(self["questions"])))


class QuizDirective(SphinxDirective):
    """A list of questions in YAML, each with the key of the ``objective`` that it checks.

    Its choices have ``text``, ``why`` and, one of them, ``right``.
    """

    has_content = True

    def run(self):
        try:
            questions = yaml.safe_load("\n".join(self.content))
            list(_texts(questions))
            known = {o.key for week in read_weeks(Path(self.env.srcdir)) for o in week.objectives}
            for number, entry in enumerate(questions, 1):
                if entry["objective"] not in known:
                    raise ValueError(f"question {number}: no objective {entry['objective']!r}")
                if sum(bool(choice.get("right")) for choice in entry["choices"]) != 1:
                    raise ValueError(f"question {number} has not exactly one right choice")
        except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
            source, line = self.get_source_info()
            raise ExtensionError(
                f"{source}:{line}: quiz: expected questions with an objective of book/weeks.yml "
                f"and choices that have text and why, one of them right; {type(error).__name__}: "
                f"{error}"
            ) from None
        node = quiz("", questions=questions, number=self.env.new_serialno("quiz"))
        self.set_source_info(node)
        return [node]


class QuizMarkup(SphinxPostTransform):
    """Turns the quizzes of a page into its markup."""

    default_priority = 200
    formats = ("html",)

    def run(self, **kwargs) -> None:
        for node in list(self.document.findall(quiz)):
            names = ("questions", "number", "words")
            html = render("quiz", **{name: node[name] for name in names})
            node.replace_self(nodes.raw("", html, format="html"))


def _texts(questions: list[dict]) -> Iterator[str]:
    for entry in questions:
        yield str(entry["question"])
        for choice in entry["choices"]:
            yield from (str(choice["text"]), str(choice["why"]))


def setup(app: Sphinx) -> None:
    app.add_node(quiz)
    app.add_directive("quiz", QuizDirective)
    app.add_post_transform(QuizMarkup)

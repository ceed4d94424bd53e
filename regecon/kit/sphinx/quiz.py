"""The quiz of a chapter: a reason for every answer, with no kernel and no server."""

from __future__ import annotations

from html import escape

import yaml
from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from regecon.kit.i18n import _


class QuizDirective(SphinxDirective):
    """A list of questions in YAML, each with choices that have ``text``, ``why``, ``right``."""

    has_content = True

    def run(self):
        try:
            questions = yaml.safe_load("\n".join(self.content))
            html = "".join(self._question(i, entry) for i, entry in enumerate(questions, 1))
        except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
            source, line = self.get_source_info()
            raise ExtensionError(
                f"{source}:{line}: quiz: expected questions with choices that have "
                f"text and why, one of them right; {type(error).__name__}: {error}"
            ) from None
        return [nodes.raw("", f'<div class="quiz">{html}</div>', format="html")]

    def _question(self, number: int, entry: dict) -> str:
        choices = entry["choices"]
        if sum(bool(choice.get("right")) for choice in choices) != 1:
            raise ValueError(f"question {number} has not exactly one right choice")
        name = f"quiz-{self.env.new_serialno('quiz')}-{number}"
        options = "".join(self._choice(name, choice) for choice in choices)
        return (
            f'<fieldset class="quiz-question"><legend>{escape(entry["question"])}</legend>'
            f'{options}<p class="quiz-reply" role="status"></p></fieldset>'
        )

    @staticmethod
    def _choice(name: str, choice: dict) -> str:
        right = bool(choice.get("right"))
        verdict = _("Right.") if right else _("Not quite.")
        reply = escape(f"{verdict} {choice['why']}")
        return (
            f'<label class="quiz-choice"><input type="radio" name="{name}" '
            f'data-right="{str(right).lower()}" data-reply="{reply}">'
            f"<span>{escape(str(choice['text']))}</span></label>"
            f'<noscript><p class="quiz-still">{reply}</p></noscript>'
        )

"""The bank of a week on paper: every question with its answers, reasons and misconception."""

from __future__ import annotations

from html import escape
from pathlib import Path

from latex2mathml.converter import convert
from markupsafe import Markup

from regecon.desk.bank import shelves as lms
from regecon.desk.bank.moodle import number
from regecon.desk.bank.question import KINDS, WHENS, Item, Question
from regecon.desk.bank.wording import as_written, html, phrase
from regecon.desk.weeks import Week
from regecon.kit.i18n import _, language, plural, written
from regecon.kit.palette import stylesheet
from regecon.kit.templates import environment

TEMPLATES = Path(__file__).with_name("templates")
KIND_NAMES = dict(zip(KINDS, (_("choice"), _("number"), _("matching"), _("short")), strict=True))


def preview(week: Week, questions: list[Question]) -> str:
    """The page of a week's bank, with answers: for the teacher."""
    template = environment(TEMPLATES).get_template("preview.html")
    ordered = sorted(questions, key=lambda question: WHENS.index(question.when))
    return template.render(
        title=_("Questions of week {number}: {title}").format(
            number=week.number, title=week.title
        ),
        language=language(),
        palette=Markup(stylesheet()),
        count=plural("{count} question", "{count} questions", len(questions)),
        objectives={objective.key: objective.text for objective in week.objectives},
        groups={lms.USES[when]: [(q, q.items()) for q in ordered if q.when == when]
                for when in WHENS},
        kinds=KIND_NAMES, block=_block, line=_line, figures=_figures, near=_near,
    )  # fmt: skip


def _block(text: str) -> Markup:
    return Markup(html(text, _mathml))


def _line(text: str) -> Markup:
    return Markup(phrase(text, _mathml))


def _mathml(tex: str, block: bool) -> str:
    try:
        return convert(tex, display="block" if block else "inline")
    except Exception:  # the converter raises what it meets; then the page shows the TeX
        return f"<code>{escape(tex)}</code>"


def _figures(item: Item) -> str:
    """The figures of an item in a line."""
    return ", ".join(f"{name} {as_written(value)}" for name, value in item.draw.items())


def _near(value: float, width: float) -> str:
    """A number and how far one may be from it."""
    return f"{written(float(f'{value:.4g}'), ',.10g')} ± {number(float(f'{width:.2g}'))}"

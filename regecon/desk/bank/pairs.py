"""The pairs of pre and post questions in the order of the two quizzes: ``pairs.csv``."""

from __future__ import annotations

import csv
from io import StringIO

from regecon.desk.bank.question import Question
from regecon.desk.weeks import Week

ORDER = ("number", "week", "pair", "objective", "kind", "pre", "post")


def pairs(banks: dict[Week, list[Question]]) -> list[dict[str, str | int]]:
    """A row for each pair: its number in both quizzes, week, name, objective, kind and keys."""
    rows: list[dict[str, str | int]] = []
    for week, questions in banks.items():
        before = {question.pair: question for question in questions if question.when == "pre"}
        after = {question.pair: question for question in questions if question.when == "post"}
        for pair, one in before.items():
            if pair in after:
                told = (week.slug, pair, one.objective, one.kind, one.key, after[pair].key)
                rows.append(dict(zip(ORDER, (len(rows) + 1, *told), strict=True)))
    return rows


def as_csv(rows: list[dict]) -> str:
    """Rows as text, with a line of heads."""
    text = StringIO()
    writer = csv.DictWriter(text, rows[0] if rows else ORDER, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()

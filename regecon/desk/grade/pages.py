"""The page that a student reads about a submission, and the teacher's about the class."""

from __future__ import annotations

from collections import Counter
from html import escape
from statistics import mean

from regecon.desk.grade.judge import Graded, Paper, Verdict
from regecon.desk.grade.submissions import Submission
from regecon.kit.i18n import _, language

COMMON = 5  # hints that are listed for each question
HEAD = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.05rem/1.55 Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }}
h1, h2 {{ font-family: system-ui, sans-serif; line-height: 1.25; }}
table {{ border-collapse: collapse; width: 100%; }}
caption {{ text-align: left; padding: .5rem 0; }}
th, td {{ border-bottom: 1px solid; padding: .35rem .5rem; text-align: left; vertical-align: top; }}
td.n, th.n {{ text-align: right; font-variant-numeric: tabular-nums; }}
blockquote {{ border-left: 3px solid; margin: 0; padding: 0 0 0 1rem; white-space: pre-wrap; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
"""
FOOT = "</main>\n</body>\n</html>\n"


def feedback_page(paper: Paper, item: Submission, result: Graded) -> str:
    """One student's page: points, what happened, and what to look at again."""
    title = _("{title}: what {student} has earned")
    title = title.format(title=paper.set.title, student=item.student)
    parts = [_head(title), _total(result)]
    if result.student_number:
        told = _("Own figures were drawn by the student number {number}.")
        parts.append(_p(told.format(number=result.student_number)))
    if result.remarks:
        parts += [_h2(_("What happened")), _list(result.remarks)]
    parts += [_h2(_("Points")), _points(result)]
    for verdict, solved in zip(result.verdicts, paper.solved, strict=True):
        parts += _question(verdict, solved.question.rubric)
    told = _("Judged by version {version} of the set, from the file {file}.")
    parts.append(_p(told.format(version=result.version, file=item.file)))
    return "\n".join([*parts, FOOT])


def summary_page(paper: Paper, graded: list[tuple[Submission, Graded | None]]) -> str:
    """The teacher's page: how hard each question was, what went wrong, what to look at."""
    results = [(item, result) for item, result in graded if result is not None]
    title = _("{title}: the class").format(title=paper.set.title)
    told = _("{count} students, version {version} of the set.")
    parts = [_head(title), _p(told.format(count=len(results), version=paper.set.version))]
    parts += [_h2(_("How hard it was")), _difficulty(results)]
    parts.append(_h2(_("The most common mistakes")))
    for place, solved in enumerate(paper.solved):
        each = [dict.fromkeys(result.verdicts[place].said) for _item, result in results]
        said = Counter(hint for hints in each for hint in hints)
        if said:
            parts.append(f"<h3>{escape(solved.question.title)}</h3>")
            parts.append(
                _list(f"{count} \u00d7 {hint}" for hint, count in said.most_common(COMMON))
            )
    odd = [
        f"{item.student} ({item.file}): {' '.join(result.remarks)}"
        for item, result in results
        if result.remarks
    ]
    odd += [
        _("{file}: not judged, {newer} is newer.").format(file=item.file, newer=item.newer)
        for item, result in graded
        if result is None
    ]
    odd += _alike(results)
    if odd:
        parts += [_h2(_("To look at")), _list(odd)]
    return "\n".join([*parts, FOOT])


def _head(title: str) -> str:
    return HEAD.format(language=escape(language()), title=escape(title))


def _p(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _h2(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _list(texts) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def _row(cells: list[str], kind: str = "td") -> str:
    made = [f'<{kind} class="n">{escape(cell)}</{kind}>' for cell in cells[1:]]
    scope = "col" if kind == "th" else "row"
    return f'<tr><th scope="{scope}">{escape(cells[0])}</th>{"".join(made)}</tr>'


def _grid(caption: str, head: list[str], rows: list[list[str]]) -> str:
    body = "\n".join(_row(row) for row in rows)
    return (
        f"<table><caption>{escape(caption)}</caption>\n<thead>{_row(head, 'th')}</thead>\n"
        f"<tbody>\n{body}\n</tbody></table>"
    )


def _total(result: Graded) -> str:
    judged = [verdict for verdict in result.verdicts if verdict.points is not None]
    points, most = sum(v.points for v in judged), sum(v.most for v in judged)
    told = _("{points:g} of {most:g} points that can be judged by checks.")
    words = sum(verdict.most for verdict in result.verdicts if verdict.points is None)
    if words:
        told += " " + _("A person reads the answers in words; they are worth {words:g} more.")
    return _p(told.format(points=points, most=most, words=words))


def _points(result: Graded) -> str:
    rows = [
        [v.title, _("to be read") if v.points is None else f"{v.points:g}", f"{v.most:g}"]
        for v in result.verdicts
    ]
    return _grid(_("Points by question"), [_("question"), _("points"), _("of")], rows)


def _question(verdict: Verdict, rubric) -> list[str]:
    if verdict.points is None:
        parts = [_h2(verdict.title), _p(_("A person reads this answer, and gives:"))]
        parts.append(_list(f"{row['points']:g}: {row['for']}" for row in rubric))
        answer = verdict.answer or _("There is no answer in the notebook.")
        return [*parts, f"<blockquote>{escape(answer)}</blockquote>"]
    if not verdict.said:
        return []
    parts = [_h2(verdict.title), _list(dict.fromkeys(verdict.said))]
    if verdict.hidden:
        told = _("{hidden} of the {count} checks that object are not in the notebook.")
        parts.append(_p(told.format(hidden=verdict.hidden, count=len(verdict.said))))
    return parts


def _difficulty(results: list[tuple[Submission, Graded]]) -> str:
    rows = []
    for verdicts in zip(*(result.verdicts for _item, result in results), strict=True):
        first = verdicts[0]
        if first.points is None:
            given = sum(bool(verdict.answer) for verdict in verdicts)
            rows.append([first.title, _("{count} answers").format(count=given), "", ""])
            continue
        share = mean(verdict.points / verdict.most for verdict in verdicts)
        full = sum(verdict.points == verdict.most for verdict in verdicts)
        none = sum(verdict.points == 0 for verdict in verdicts)
        rows.append([first.title, f"{100 * share:.0f} %", str(full), str(none)])
    head = [_("question"), _("points earned, mean"), _("full points"), _("no points")]
    return _grid(_("Points by question, over all students"), head, rows)


def _alike(results: list[tuple[Submission, Graded]]) -> list[str]:
    """Students with the same file, or the same number, which a neighbour may have lent."""
    found = []
    for told, key in (
        (_("The same file: {students}."), lambda item, _result: item.digest),
        (_("The same student number: {students}."), lambda _item, result: result.student_number),
    ):
        groups: dict[str, list[str]] = {}
        for item, result in results:
            groups.setdefault(key(item, result), []).append(item.student)
        found += [
            told.format(students=", ".join(students))
            for value, students in groups.items()
            if value and len(students) > 1
        ]
    return found

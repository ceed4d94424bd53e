"""Weights and rubrics on a page, from the file in which they are kept."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from regecon.desk.assessment import FILE, Assessment, Rubric, read_assessment
from regecon.kit.i18n import _
from regecon.press.sphinx.directives import Parsed


class Assessed(Parsed):
    """A directive that shows a part of the file; the page is read anew when that changes."""

    def assessment(self) -> Assessment:
        root = Path(self.env.srcdir)
        self.env.note_dependency(str(root / FILE))
        return read_assessment(root)


class WeightsDirective(Assessed):
    """What counts, with its share and how it is marked."""

    def run(self):
        lines = [_row(_("Part"), _("Share"), _("How it is marked")), "|---|---:|---|"]
        for weight in self.assessment().weights:
            lines.append(_row(weight.part, f"{weight.share} %", weight.how))
        return [self.box("\n".join(lines), "weights")]


class CriteriaDirective(Assessed):
    """The criteria of a rubric with their levels: ``{criteria} memo``."""

    required_arguments = 1

    def run(self):
        rubrics, name = self.assessment().rubrics, self.arguments[0]
        if name not in rubrics:
            raise ExtensionError(
                f"{self.env.docname}: {FILE} has no rubric {name!r}, there is {', '.join(rubrics)}"
            )
        return [self.box("\n".join(table(rubrics[name])), "rubric")]


def table(rubric: Rubric) -> list[str]:
    """The lines of a rubric as a table in Markdown."""
    heads = [
        level if level == str(points) else f"{level}, {points}"
        for level, points in zip(rubric.levels, rubric.points, strict=True)
    ]
    lines = [_row(_("Criterion"), *heads), "|---" * (len(heads) + 1) + "|"]
    return lines + [_row(f"**{one.name}**", *one.levels) for one in rubric.criteria]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def setup(app: Sphinx) -> None:
    app.add_directive("weights", WeightsDirective)
    app.add_directive("criteria", CriteriaDirective)

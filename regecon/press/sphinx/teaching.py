"""What the page for teachers shows: the pack of each week, and paths through one pattern."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from regecon.desk.coverage import marks
from regecon.desk.paths import SIZES, Lean, leans, path, unexplained
from regecon.desk.teacher.deck import slides
from regecon.desk.teacher.sheet import read_sheet, sheet_path
from regecon.desk.weeks import Week
from regecon.kit.i18n import _
from regecon.kit.palette import PATTERNS
from regecon.press.sphinx.directives import Parsed

MADE = 2  # slides that the machine adds: the first, and what to do before the next week


class PackDirective(Parsed):
    """What the pack of each week holds, counted, and the command that makes it."""

    def run(self):
        weeks = self.weeks()
        found = marks(weeks, Path(self.env.srcdir))
        self.env.note_reread()
        columns = (_("Week"), _("The seminar's game"), _("Slides"), _("Questions"), _("Command"))
        lines = [f"| {' | '.join(columns)} |", "|---|---|---:|---:|---|"]
        for week in weeks:
            bank = sum(mark.page == f"teaching/bank/{week.slug}" for mark in found)
            cells = (self._name(week), *self._sheet(week), self._counted(bank))
            lines.append(
                f"| {' | '.join(cells)} | `regecon teacher w{week.number:02d} --out pack` |"
            )
        return [self.box("\n".join(lines), "pack")]

    @staticmethod
    def _name(week: Week) -> str:
        return f"[{week.number}. {week.short}](/{week.chapter}.md)"

    def _sheet(self, week: Week) -> tuple[str, str]:
        """The kit's title and how many slides there are; the rest of both is the teacher's."""
        file = sheet_path(Path(self.env.srcdir), week.slug)
        if not file.is_file():
            return (_("not yet written"),) * 2
        sheet = read_sheet(file)
        return sheet.kit.title, str(len(slides(sheet.body)) + MADE)

    @staticmethod
    def _counted(bank: int) -> str:
        return str(bank) if bank else _("not yet written")


class PathDirective(Parsed):
    """Courses of three, five and seven weeks on one pattern, and what they leave unexplained."""

    required_arguments = 1

    def run(self):
        road = self.arguments[0]
        if road not in PATTERNS:
            known = ", ".join(PATTERNS)
            raise ExtensionError(
                f"{self.env.docname}: teaching-path {road!r}, expected one of {known}"
            )
        weeks = self.weeks()
        found = leans(weeks, Path(self.env.srcdir))
        self.env.note_reread()
        columns = (_("In all"), _("Weeks"), _("What then stays unexplained"))
        lines = [f"| {' | '.join(columns)} |", "|---|---|---|"]
        for size in SIZES:
            chosen = path(weeks, found, road, size)
            taught = "; ".join(f"[{w.number}. {w.short}](/{w.chapter}.md)" for w in chosen)
            told = left_open(unexplained(chosen, found))
            lines.append(f"| {size} | {taught} | {told} |")
        return [self.box("\n".join(lines), "teaching-path")]


def left_open(missing: list[Lean]) -> str:
    """What a path lacks, in sentences: methods and needs one by one, pointers together."""
    used = _("Week {week} uses {methods} of week {earlier}.")
    needed = _("Week {week} names week {earlier} among what helps or is needed.")
    told = [
        used.format(week=x.week, earlier=x.earlier, methods=", ".join(map(_family, x.methods)))
        if x.methods
        else needed.format(week=x.week, earlier=x.earlier)
        for x in missing
        if x.methods or x.needed
    ]
    named = {x.earlier for x in missing if x.methods or x.needed}
    pointed = sorted({x.earlier for x in missing} - named)
    if pointed:
        words = _("For a word or a sum the chapters point back to: {weeks}.")
        told.append(words.format(weeks=", ".join(_("week {n}").format(n=n) for n in pointed)))
    return " ".join(told) or _("nothing that a week names")


def _family(name: str) -> str:
    return f"[{name.replace('_', ' ')}](/book/methods/{name}.md)"


def setup(app: Sphinx) -> None:
    app.add_directive("teaching-pack", PackDirective)
    app.add_directive("teaching-path", PathDirective)

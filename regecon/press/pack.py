"""The parts of the teacher's pack that are pages: plans, kits and keys, each with its PDF.

A part is a folder of the pack; it is made beside its place and put there whole.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader

from regecon.desk.sets.build import build
from regecon.desk.sets.master import SUFFIX
from regecon.desk.teacher import pages
from regecon.desk.teacher.key import key_page
from regecon.desk.teacher.numbers import Value, values
from regecon.desk.teacher.sheet import LARGE, SMALL, Sheet, read_sheet, sheet_path
from regecon.desk.weeks import Week
from regecon.kit.i18n import _
from regecon.press.build import put_in_place
from regecon.press.paper.pdf import printer

STATIC = Path(__file__).parent / "theme" / "static"
FONT = re.compile(r"^@font-face.*$", re.MULTILINE)
VERSIONS = {"five": SMALL, "eight": LARGE}


@dataclass(frozen=True)
class Printed:
    """A page that is printed: its text, the running head, and how many sheets it should be."""

    text: str
    head: str
    sheets: int = 0  # any number


def plans(root: Path, out: Path, weeks: list[Week]) -> list[Path]:
    """Write the plan of every week that has a sheet, as page and as PDF of one sheet."""

    def made(sheet: Sheet, week: Week, numbers: dict[str, Value]) -> dict[str, Printed]:
        text = pages.plan(sheet, week, numbers)
        return {week.slug: Printed(text, pages.head_of(week, _("Plan")), 1)}

    return _part(out / "plans", root, weeks, made)


def kits(root: Path, out: Path, weeks: list[Week]) -> list[Path]:
    """Write the kits: sheets to hand out for five and for eight, and the teacher's scoring."""

    def made(sheet: Sheet, week: Week, numbers: dict[str, Value]) -> dict[str, Printed]:
        head = pages.head_of(week, sheet.kit.title)
        found = {
            f"{week.slug}-{name}": Printed(
                pages.handouts(sheet, week, numbers, persons), head, persons + 1
            )
            for name, persons in VERSIONS.items()
        }
        head = pages.head_of(week, _("Scoring and debrief"))
        return found | {f"{week.slug}-scoring": Printed(pages.scoring(sheet, week, numbers), head)}

    return _part(out / "kits", root, weeks, made)


def keys(root: Path, out: Path, weeks: list[Week]) -> list[Path]:
    """Write the answers of the weeks' exercise sets: a page, its PDF and a notebook that runs."""
    names = [name for week in weeks for name in (week.slug, *week.sets)]
    names = [name for name in names if (root / "exercises" / f"{name}{SUFFIX}").is_file()]
    with _beside(out / "keys") as made:
        build(made, names, root / "exercises")
        shutil.rmtree(made / "students")
        printed = {}
        for name in names:
            notebook = made / "teachers" / name / "key.ipynb"
            printed[name] = Printed(key_page(notebook), _("Key: {name}").format(name=name))
            notebook.replace(made / f"{name}.ipynb")
        shutil.rmtree(made / "teachers")
        _print(made, printed)
    return sorted((out / "keys").iterdir())


def style(out: Path) -> None:
    """Write what all pages of the pack load: one stylesheet and the fonts."""
    fonts = "\n".join(FONT.findall((STATIC / "course.css").read_text(encoding="utf-8")))
    shutil.copytree(STATIC / "fonts", out / "fonts", dirs_exist_ok=True)
    (out / "pack.css").write_text(f"{fonts}\n{pages.style()}", encoding="utf-8")


def _part(
    target: Path,
    root: Path,
    weeks: list[Week],
    make: Callable[[Sheet, Week, dict[str, Value]], dict[str, Printed]],
) -> list[Path]:
    """A folder of pages made from sheets, put in its place."""
    printed = {}
    for week in weeks:
        path = sheet_path(root, week.slug)
        if path.is_file():
            sheet = read_sheet(path)
            printed |= make(sheet, week, values(sheet))
    with _beside(target) as made:
        _print(made, printed)
    return sorted(target.iterdir())


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder that takes the place of another if all went well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".pack-", dir=target.parent) as folder:
        made = Path(folder) / target.name
        made.mkdir()
        style(Path(folder))  # the pages load it from the folder above
        yield made
        put_in_place(made, target)


def _print(folder: Path, printed: dict[str, Printed]) -> None:
    with printer() as press:
        for name, one in printed.items():
            page, target = folder / f"{name}.html", folder / f"{name}.pdf"
            page.write_text(one.text, encoding="utf-8")
            cut = press.pdf(page, target, one.head)
            print(*_remarks(target, one, cut), sep="", end="", file=sys.stderr)


def _remarks(target: Path, one: Printed, cut: list[str]) -> list[str]:
    """What a teacher has to know of a print that is not as it should be; a line each."""
    sheets = len(PdfReader(target).pages)
    found = []
    if one.sheets and sheets != one.sheets:
        words = _("{name} takes {sheets} sheets of A4, expected {expected}: shorten it")
        found.append(words.format(name=target.name, sheets=sheets, expected=one.sheets))
    if cut:
        words = _("{name}: too wide for A4, beginning with {first}")
        found.append(words.format(name=target.name, first=repr(cut[0])))
    return [f"{sentence}\n" for sentence in found]

"""The bank as a teacher gets it: files to import for each week and for all, and previews."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from regecon.desk.bank.gift import gift
from regecon.desk.bank.moodle import moodle_xml
from regecon.desk.bank.pairs import as_csv, pairs
from regecon.desk.bank.preview import TEMPLATES, preview
from regecon.desk.bank.question import WHENS, Question
from regecon.desk.bank.reader import FOLDER, SUFFIX, read_bank
from regecon.desk.bank.shelves import shelves
from regecon.desk.files import all_or_none
from regecon.desk.weeks import Week
from regecon.kit.i18n import _, language
from regecon.kit.palette import stylesheet
from regecon.kit.templates import environment

COURSE = "course"
GAIN = ("class-gain.ipynb", "class-synthetic/*.csv")  # the notebook on a class's gain


def write(root: Path, out: Path, weeks: list[Week]) -> list[Path]:
    """Write the banks of the weeks that have one, all or none.

    Parameters
    ----------
    root
        The course's folder.
    out
        Where to; it is made if it is not there.
    weeks
        The weeks that are meant.

    Returns
    -------
    list of Path
        What was written: for each week, and for all of them in ``course``, the files ``pre``,
        ``post`` and ``practice`` as Moodle XML and GIFT, which share no question, and the pairs
        in their order; for each week a preview with answers; how to import; and the notebook
        on a class's gain, where the course has it.

    Raises
    ------
    BankError
        A bank cannot be read.
    """
    banks = {}
    for week in weeks:
        path = Path(root) / FOLDER / f"{week.slug}{SUFFIX}"
        if path.is_file():
            banks[week] = read_bank(path)
    texts = {Path("how-to-import.html"): _how()}
    for week, questions in banks.items():
        texts[Path(week.slug, "questions.html")] = preview(week, questions)
        texts |= _files(Path(week.slug), {week: questions})
    texts |= _files(Path(COURSE), banks)
    texts |= _gain(Path(root) / "teaching")
    found = {Path(out) / path: text for path, text in texts.items()}
    for path in found:
        path.parent.mkdir(parents=True, exist_ok=True)
    all_or_none(found)
    return list(found)


def _files(folder: Path, banks: dict[Week, list[Question]]) -> dict[Path, str]:
    """What is imported, by use."""
    texts = {folder / "pairs.csv": as_csv(pairs(banks))}
    for when in WHENS:
        listed = [
            shelf
            for week, questions in banks.items()
            for shelf in shelves(
                week, [question for question in questions if question.when == when]
            )
        ]
        texts |= {
            folder / f"{when}.xml": moodle_xml(listed),
            folder / f"{when}.gift.txt": gift(listed),
        }
    return texts


def _gain(folder: Path) -> dict[Path, str]:
    """The notebook on a class's gain with its SYNTHETIC class."""
    paths = (path for pattern in GAIN for path in sorted(folder.glob(pattern)))
    return {
        Path("gain") / path.relative_to(folder): path.read_text(encoding="utf-8") for path in paths
    }


def _how() -> str:
    template = environment(TEMPLATES).get_template("how-to-import.html")
    return template.render(
        title=_("The question bank: how to import it"),
        language=language(),
        palette=Markup(stylesheet()),
    )

"""Catalogues of all that readers read, for translators.

``regecon words extract`` writes the messages to ``_build/words``, a file for each
page of the book, and one each for the program, the tables, the weeks, the exercises, the labs.
``update CODE`` takes them over into the catalogues of a language, ``compile`` makes those
readable for the program, ``notebooks CODE`` writes the labs in the language.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from regecon.desk.prose import messages as prose_messages
from regecon.desk.prose import notebook_in_language, page_locale
from regecon.kit.i18n import locale_folder

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "_build" / "words"
# Where a message stands, and the message: a text, a pair for one and for many, or a text with
# the context in which it stands.
Found = Iterator[tuple[str, "str | tuple[str, str] | InContext"]]

KEYWORDS = {"_": None, "plural": (1, 2), "in_context": ((1, "c"), 2)}  # of the templates
WORD = re.compile(r"[^\W\d_]{3,}")
CODE = re.compile(r"(\S*[\d_]\S*|[A-Z-]+)\Z")  # S-195, firm_12, RU-VLG


@dataclass(frozen=True)
class InContext:
    """A text, and where it stands."""

    context: str
    text: str


def of_program() -> Found:
    """Messages in ``_()`` of the package, of its templates and of the games in the room."""
    for path in sorted([*(ROOT / "regecon").rglob("*.py"), *(ROOT / "play").rglob("*.py")]):
        place = path.relative_to(ROOT).as_posix()
        # Babel's own reader does not look into the braces of f-strings.
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Name("_"), [ast.Constant(str(text))]) if text:
                    yield f"{place}:{node.lineno}", text
                case ast.Call(ast.Name("plural"), [ast.Constant(one), ast.Constant(many), _]):
                    yield f"{place}:{node.lineno}", (one, many)
                case ast.Call(ast.Name("in_context"), [ast.Constant(where), ast.Constant(text)]):
                    yield f"{place}:{node.lineno}", InContext(where, text)
    for path in sorted((ROOT / "regecon").rglob("*.html")):
        place = path.relative_to(ROOT).as_posix()
        for line, text, _comments, context in extract_from_file("jinja2", path, KEYWORDS):
            yield f"{place}:{line}", InContext(context, text) if context else text


def of_tables() -> Found:
    """Descriptors of the tables, and the names that charts take from them."""
    from regecon.data import load
    from regecon.data.folder import descriptor, table_names
    from regecon.desk.region.tables import TABLES

    for table in TABLES:
        texts = _of_descriptor(table.descriptor())
        yield from ((f"regecon/desk/region/templates/{table.name}", text) for text in texts)
    for name in table_names():
        info = descriptor(name)
        place = f"datasets/{name}.resource.json"
        yield from ((place, text) for text in _of_descriptor(info))
        if not info["path"].endswith(".csv"):
            continue
        named = {field["name"] for field in info["schema"]["fields"] if field.get("words", True)}
        frame = load(name).select_dtypes(include=["object", "string"])
        for column in frame.columns:
            if column not in named:
                continue
            for value in frame[column].dropna().unique():
                if isinstance(value, str) and WORD.search(value) and not CODE.match(value):
                    yield f"datasets/{info['path']}", value


def _of_descriptor(info: dict) -> Iterator[str]:
    keys = ("title", "description", "trust", "computed")
    yield from (info[key] for key in keys if info.get(key))
    yield from info.get("contradictions", ())
    yield from (entry["title"] for entry in (*info["sources"], *info["licenses"]))
    chart = info.get("chart", {})
    yield from (chart[key] for key in ("caption", "alt") if key in chart)
    for field in info.get("schema", {}).get("fields", ()):
        keys = ("title", "description", "unit", "type")
        yield from (field[key] for key in keys if field.get(key))


def of_weeks() -> Found:
    """Titles, needs and objectives of the weeks, their assessment, and the title of the book."""
    import yaml

    from regecon.desk.assessment import FILE, contents
    from regecon.desk.assessment import texts as assessed
    from regecon.desk.weeks import WORDS

    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    yield from (("_config.yml", config[key]) for key in ("title", "author"))
    file = "book/weeks.yml"
    for week in yaml.safe_load((ROOT / file).read_text(encoding="utf-8")):
        texts = [week[key] for key in sorted(WORDS) if key in week]
        yield from ((file, text) for text in (*texts, *week.get("objectives", {}).values()))
    yield from ((FILE, text) for text in assessed(contents(ROOT)))


def of_exercises() -> Found:
    """Text cells, labels, units, hints and rubrics of the masters."""
    from regecon.desk.sets.master import find_sets
    from regecon.desk.sets.reader import read_master, read_notebook
    from regecon.desk.sets.words import messages

    for path in find_sets(ROOT / "exercises"):
        yield from _of_cells(path, read_notebook(path))
        yield from ((f"exercises/{path.name}", text) for text in messages(read_master(path)))


def of_labs() -> Found:
    """Text cells of the labs."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        yield from _of_cells(path, nbformat.read(path, as_version=4))


def of_teaching() -> Found:
    """What stands in the teacher's sheets: plans, kits, slides and speaker notes."""
    from regecon.desk.teacher.sheet import find_sheets, read_sheet
    from regecon.desk.teacher.words import messages

    for sheet in map(read_sheet, find_sheets(ROOT)):
        yield from ((sheet.file, text) for text in messages(sheet))


def _of_cells(path: Path, notebook: nbformat.NotebookNode) -> Found:
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "markdown":
            for _line, text in prose_messages(cell.source):
                yield f"{path.parent.name}/{path.name}:{number}", text


DOMAINS = {
    "regecon": of_program,
    "tables": of_tables,
    "weeks": of_weeks,
    "exercises": of_exercises,
    "labs": of_labs,
    "teaching": of_teaching,
}


def template(found: Found) -> Catalog:
    """The messages as a catalogue without translations."""
    catalogue = Catalog(project="regecon")
    for place, text in found:
        file, _colon, line = place.partition(":")
        context = text.context if isinstance(text, InContext) else None
        text = text.text if isinstance(text, InContext) else text
        catalogue.add(text, context=context, locations=[(file, int(line or 0))])
    return catalogue


def extract(out: Path = OUT, book: bool = True) -> dict[str, int]:
    """Write the templates of all catalogues.

    Parameters
    ----------
    out
        The folder to write to; what it held before is gone.
    book
        Whether to write those of the pages too, for which Sphinx reads the whole book.

    Returns
    -------
    dict
        How many messages each kind has.
    """
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    counts = {}
    for domain, found in DOMAINS.items():
        catalogue = template(found())
        counts[domain] = len(catalogue)
        with (out / f"{domain}.pot").open("wb") as file:
            write_po(file, catalogue, width=100, include_lineno=domain == "regecon")
    if book:
        counts |= _extract_pages(out)
    return counts


def _extract_pages(out: Path) -> dict[str, int]:
    """Let Sphinx write a template for each page; labs have theirs from their cells."""
    staging = ROOT / "_build" / "gettext"
    start = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", start, "build", str(ROOT), "--path-output", str(staging)]
    command += ["--builder", "custom", "--custom-builder", "gettext"]
    shutil.rmtree(staging / "_build" / "gettext", ignore_errors=True)
    english = os.environ | {"REGECON_LANG": "en"}
    if subprocess.run(command, check=False, env=english, stdout=subprocess.DEVNULL).returncode:
        sys.exit("The pages were not read; build the book first, it says what is wrong.")
    made = staging / "_build" / "gettext"
    counts: dict[str, int] = {}
    for path in sorted(made.rglob("*.pot")):
        page = path.relative_to(made)
        if page.parts[0] == "notebooks":
            continue
        (out / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, out / page)
        kind = f"pages in {page.parent.as_posix()}"
        counts[kind] = counts.get(kind, 0) + len(_read(path))
    return counts


def _read(path: Path, language: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str, templates: Path = OUT) -> int:
    """Take templates over into the catalogues of a language; return how many lack words.

    What is translated stays, what is new is empty, what has changed is marked fuzzy.
    """
    lacking = 0
    for path in sorted(templates.rglob("*.pot")):
        name = path.relative_to(templates).with_suffix(".po")
        folder = locale_folder() if name.stem in DOMAINS and not name.parts[1:] else page_locale()
        target = folder / language / "LC_MESSAGES" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = _read(path)
        catalogue = _read(target, language) if target.exists() else Catalog(locale=language)
        catalogue.update(fresh)
        lacking += sum(not message.string or message.fuzzy for message in catalogue if message.id)
        with target.open("wb") as file:
            write_po(file, catalogue, width=100)
    return lacking


def compile_catalogues(folder: Path | None = None) -> int:
    """Compile every catalogue that is newer than its compiled form; return how many."""
    count = 0
    folders = [folder] if folder else sorted({locale_folder(), page_locale()})
    for path in sorted(path for folder in folders for path in folder.rglob("*.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        with target.open("wb") as file:
            write_mo(file, _read(path))
        count += 1
    return count


def write_labs(out: Path) -> None:
    """Write the labs in the reader's language."""
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = notebook_in_language(nbformat.read(path, as_version=4))
        nbformat.write(notebook, out / path.name)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="regecon words", description="Catalogues of messages for translators."
    )
    parser.add_argument("what", choices=["extract", "update", "compile", "notebooks"])
    parser.add_argument("language", nargs="?", help="a code such as ru or pt_BR")
    chosen = parser.parse_args(arguments)
    if chosen.what in ("update", "notebooks") and not chosen.language:
        parser.error(f"{chosen.what} needs the code of a language")
    if chosen.what == "extract":
        counts = extract()
        for kind, count in counts.items():
            print(f"{count:6,}  {kind}")
        print(f"{sum(counts.values()):6,}  messages in {OUT.relative_to(ROOT)}")
    elif chosen.what == "update":
        lacking = update(chosen.language)
        print(f"{lacking:,} messages lack a translation in {locale_folder() / chosen.language}")
    elif chosen.what == "compile":
        print(f"{compile_catalogues()} catalogues compiled")
    else:
        os.environ["REGECON_LANG"] = chosen.language
        compile_catalogues()
        out = ROOT / "_build" / "labs" / chosen.language
        write_labs(out)
        print(f"The labs are in {out.relative_to(ROOT)}")

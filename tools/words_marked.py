"""A made-up language: every message in brackets and half as long again, three plural forms.

Its code is that of a living language whose numbers have a decimal comma and whose plural has
three forms; nothing else of it is used.

``python -m tools.words_marked OUT [PAGE ...]`` builds the book, or some of its pages, in OUT.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import sphinx
import yaml
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from regecon.press.words import DOMAINS, template

ROOT = Path(__file__).resolve().parents[1]
LANGUAGE = "lt"
LONGER = "ŧ"  # made-up letters that lengthen every message
START = "from jupyter_book.cli.main import main; main()"


def mark(catalogue: Catalog, folder: Path, domain: str) -> None:
    """Write a catalogue in which every message of another stands in brackets."""
    marked = Catalog(locale=LANGUAGE)
    for message in catalogue:
        if isinstance(message.id, tuple):
            one, many = message.id
            forms = [lengthened(form) for form in (one, many, many)]
            marked.add(message.id, forms, context=message.context)
        elif message.id:
            marked.add(message.id, lengthened(message.id), context=message.context)
    path = folder / LANGUAGE / "LC_MESSAGES" / f"{domain}.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        write_mo(out, marked)


def lengthened(text: str) -> str:
    """A message in brackets; short ones, which stand on buttons and axes, grow by half."""
    words = re.fullmatch(r"[A-Za-z ,]{3,24}", text)
    return f"⟦{text}{LONGER * (len(text) // 2) if words else ''}⟧"


def mark_program(folder: Path) -> None:
    """Mark the messages of all that is no page."""
    for domain, found in DOMAINS.items():
        mark(template(found()), folder, domain)


def mark_pages(made: Path, folder: Path) -> None:
    """Mark the messages of the pages that Sphinx has found, and its own."""
    for path in made.rglob("*.pot"):
        with path.open("rb") as file:
            mark(read_po(file), folder, path.relative_to(made).with_suffix("").as_posix())
    with (Path(sphinx.package_dir) / "locale" / "sphinx.pot").open("rb") as file:
        mark(read_po(file), folder, "sphinx")


def build(out: Path, pages: list[str]) -> Path:
    """Build the book, or the pages named, with every message marked; the folder of the site."""
    locale = out / "locale"
    mark_program(locale)
    command = [sys.executable, "-c", START, "build", str(ROOT)]
    if pages:
        toc = {"format": "jb-book", "root": "book/index"}
        toc["chapters"] = [{"file": page} for page in pages]
        (out / "toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")
        command += ["--toc", str(out / "toc.yml")]
    environment = os.environ | {"REGECON_LANG": LANGUAGE, "REGECON_LOCALE": str(locale)}

    def run(*more: str) -> None:
        done = subprocess.run(
            [*command, *more], env=environment, capture_output=True, text=True, check=False
        )
        (out / "log.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
        assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]

    gettext = out / "gettext"
    run("--path-output", str(gettext), "--builder", "custom", "--custom-builder", "gettext")
    mark_pages(gettext / "_build" / "gettext", locale)
    run("--path-output", str(out))
    return out / "_build" / "html"


if __name__ == "__main__":
    target = Path(sys.argv[1]).resolve()
    target.mkdir(parents=True, exist_ok=True)
    print(build(target, sys.argv[2:]))

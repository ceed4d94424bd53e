"""Make the decks: one run of Sphinx for all, into a folder that opens without a network."""

from __future__ import annotations

import re
import shutil
import tempfile
from io import StringIO
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from regecon.desk.teacher.sheet import FOLDER, SheetError, sheet_path
from regecon.desk.weeks import Week
from regecon.kit.i18n import language
from regecon.press.build import put_in_place
from regecon.press.slides.extension import THEME
from regecon.press.sphinx.told import sentence

DECKS = "decks"
STATIC = "_static"
BOOK = ("course.css", "palette.css", "palette.js", "theme.js", "favicon.svg", "fonts")
EXPLORER = ("vega.js", "charts.js", "explorer.js")
REVEAL = ("LICENSE", "dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js")
MARKUP = ["amsmath", "colon_fence", "deflist", "dollarmath", "smartquotes"]
COLOURED = re.compile(r"\x1b\[[\d;]*m")


class DeckError(SheetError):
    """What is wrong with a deck, a sentence a line."""


def write(root: Path, out: Path, weeks: list[Week]) -> list[Path]:
    """Write the decks of those weeks that have a sheet into ``decks`` of a folder.

    Parameters
    ----------
    root
        A checkout of the course.
    out
        The folder of the pack; decks of these weeks are replaced when all are whole, and those
        of other weeks stay.
    weeks
        The weeks of the pack.

    Returns
    -------
    list of Path
        The decks, in order of weeks.

    Raises
    ------
    DeckError
        A deck cannot be built; what is wrong, with the sheet's name.
    """
    slugs = [week.slug for week in weeks if sheet_path(root, week.slug).is_file()]
    if not slugs:
        return []
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".decks-") as folder:
        made = Path(folder)
        _run(root, made / "site", [f"{FOLDER}/{slug}" for slug in slugs])
        fresh = made / DECKS
        _gather(made / "site", fresh, slugs)
        _keep(out / DECKS, fresh)
        put_in_place(fresh, out / DECKS)
    return [out / DECKS / f"{slug}.html" for slug in slugs]


def _keep(before: Path, fresh: Path) -> None:
    """Take over the decks of other weeks; all decks share the files beside them."""
    for deck in before.glob("*.html"):
        if not (fresh / deck.name).exists():
            shutil.copy2(deck, fresh / deck.name)


def _run(root: Path, site: Path, pages: list[str]) -> None:
    warned = StringIO()
    try:
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                srcdir=root,
                confdir=None,
                outdir=site,
                doctreedir=site.parent / "doctrees",
                buildername="revealjs",
                confoverrides=_settings(root, pages),
                status=None,
                warning=warned,
            )
            app.build(force_all=True)
    except SphinxError as error:
        raise DeckError(sentence(error, root).replace(f"{root}/", "")) from error
    if said := COLOURED.sub("", warned.getvalue()).strip():
        raise DeckError(said.replace(f"{root}/", ""))


def _settings(root: Path, pages: list[str]) -> dict:
    extensions = ["sphinx_revealjs", "myst_parser", "sphinxcontrib.bibtex"]
    return {
        "extensions": [*extensions, "regecon.press.slides.extension"],
        "include_patterns": [f"{page}.md" for page in pages],
        # Sphinx looks for pages in every folder that is not left out.
        "exclude_patterns": [path.name for path in root.iterdir() if path.name != FOLDER],
        "root_doc": pages[0],
        "language": language(),
        "myst_enable_extensions": MARKUP,
        "bibtex_bibfiles": ["book/references.bib"],
        "bibtex_reference_style": "author_year",
        "suppress_warnings": ["bibtex.duplicate_citation", "app.add_node"],
        "html_math_renderer": "mathml",
        "revealjs_html_theme": "regecon-deck",
        "revealjs_style_theme": "deck.css",
    }


def _gather(site: Path, fresh: Path, slugs: list[str]) -> None:
    """The decks and what they load, of all that Sphinx has written."""
    static = fresh / STATIC
    static.mkdir(parents=True)
    texts = {slug: (site / FOLDER / f"{slug}.html").read_text(encoding="utf-8") for slug in slugs}
    for slug, text in texts.items():
        (fresh / f"{slug}.html").write_text(text, encoding="utf-8")
    for name in (*BOOK, *EXPLORER, *(f"revealjs/{name}" for name in REVEAL)):
        source, target = site / STATIC / name, static / name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, target)
    for path in (THEME / "static").iterdir():
        shutil.copyfile(path, static / path.name)

"""The build: nothing stale, bad input named, the last good site kept."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from regecon.press.build import put_in_place, recover
from regecon.press.jupyter_book import alone
from regecon.press.sphinx.told import unwritten
from tests.warm import Warm, warm

ROOT = Path(__file__).resolve().parents[2]
PAGE = """---
jupytext:
  text_representation: {{extension: .md, format_name: myst}}
kernelspec: {{display_name: Python 3, language: python, name: python3}}
---

# A page

{text}

```{{code-cell}} ipython3
{code}
```
"""
# What a build loads that is not the course's own.
LIBRARIES = (
    "altair",
    "babel.messages.extract",
    "ipywidgets",
    "jupyter_book.cli.main",
    "jupyter_book.sphinx",
    "jupyter_cache.executors.basic",
    "jupytext",
    "latex2mathml.converter",
    "myst_nb.sphinx_ext",
    "pandas",
    "scipy.optimize",
    "scipy.stats",
    "sphinx.application",
    "sphinx.builders.html",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_book_theme",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_external_toc",
    "sphinxcontrib.bibtex",
    "vl_convert",
)
WORK = "@book{krugman_1991, title={Geography and Trade}, author={Krugman, P.}, year={1991}}\n"
FIRST_COUNT = 'print(load("sheregesh_seasons").loc[0, "visits_thousand"])'


class SmallBook:
    """A copy of the course with one page, built with the copy's own package."""

    def __init__(self, root: Path, python: Warm):
        self.root, self.python = root, python
        for part in ("regecon", "datasets"):
            skip = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / part, root / part, ignore=skip)
        for file in ("_config.yml", "requirements.txt"):
            shutil.copyfile(ROOT / file, root / file)
        (root / "book").mkdir()
        shutil.copytree(ROOT / "book" / "data", root / "book" / "data")
        (root / "book" / "references.bib").write_text(WORK, encoding="utf-8")
        (root / "book" / "weeks.yml").write_text("[]\n", encoding="utf-8")
        (root / "_toc.yml").write_text("format: jb-book\nroot: book/page\n", encoding="utf-8")

    def write(self, text: str = "", code: str = "1 + 1") -> None:
        code = f"from regecon.data import load\n{code}"
        page = self.root / "book" / "page.md"
        page.write_text(PAGE.format(text=text, code=code), encoding="utf-8")

    def build(self, strict: bool = False) -> subprocess.CompletedProcess:
        code = f"from regecon.press.build import build; build(strict={strict})"
        return self.python.run(code, self.root, PYTHONPATH=str(self.root))

    @property
    def html(self) -> str:
        return (self.root / "_build" / "html" / "book" / "page.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Iterator[SmallBook]:
    """The small book, with its first count in its page and built, as a reader starts a build.

    The builds after that do not load the libraries anew.
    """
    made = SmallBook(tmp_path_factory.mktemp("book"), Warm(None))
    made.write(code=FIRST_COUNT)
    first = made.build()
    assert first.returncode == 0, first.stderr[-2000:]
    with warm(*LIBRARIES) as made.python:
        yield made


def test_a_changed_figure_changes_the_page(book):
    assert "22.0" in book.html
    book.write(code=FIRST_COUNT)
    table = book.root / "datasets" / "sheregesh_seasons.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("2001_full,2001,22,", "2001_full,2001,7777,"), encoding="utf-8")
    assert book.build().returncode == 0
    assert "7777.0" in book.html
    table.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "code", "messages"),
    [
        ("See {claim}`S-999`.", "1", ("page.md:9", "no claim 'S-999'", "S-199")),
        ("See {dataset}`populaton`.", "1", ("page.md:9", "no dataset 'populaton'", "population")),
        ("", 'load("populaton")', ("page.md", "no table named 'populaton'", "'population'")),
        (
            "",
            'from regecon.explorers import explorer; explorer("resort-cieling")',
            ("page.md", "no explorer named 'resort-cieling'", "'resort-ceiling'"),
        ),
        (r"A share of $\vaule$.", "1", ("book/page", r"the formula \vaule cannot be set")),
        ("```{quiz}\n- question: Q\n  choices: []\n```", "1", ("page.md", "quiz", "right")),
        (
            "",
            "import altair\nfrom regecon.kit.chart import show\nshow(altair.Chart())",
            ("page.md:12: TypeError: show()", "'alt'"),  # where the code of the cell begins
        ),
    ],
)
def test_bad_input_stops_the_build_and_keeps_the_last_good_site(book, text, code, messages):
    good = book.html
    book.write(text, code)
    failed = book.build()
    output = failed.stdout + failed.stderr
    assert failed.returncode != 0
    for message in messages:
        assert message in output
    assert "Traceback" not in output
    assert len(failed.stderr.splitlines()) == 2, "one sentence, and that the last site stays"
    assert book.html == good


def test_a_page_that_was_read_and_not_written_is_named(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "one.html").write_text("one", encoding="utf-8")
    assert unwritten(["book/one"], tmp_path) == ""
    told = unwritten(["book/two", "book/one"], tmp_path)
    assert told.startswith("not written, though nothing said why: book/two;")


def test_a_page_that_is_not_utf8_is_named_with_its_line(book):
    good = book.html
    (book.root / "book" / "page.md").write_bytes(b"# A page\n\nA caf\xe9.\n")
    failed = book.build()
    assert failed.returncode != 0
    assert failed.stderr.startswith("book/page.md:3: expected UTF-8, found the byte 0xe9")
    assert book.html == good


DEFECTS = {
    "As {cite:t}`nobody_1900` says.": 'could not find bibtex key "nobody_1900"',
    "A {term}`snowy index`.": "term not in glossary: 'snowy index'",
    "Use {py:func}`regecon.methods.tourism.bindng`.": "not found: regecon.methods.tourism.bindng",
    "Go [there](/book/nowhere.md).": "target not found: '/book/nowhere.md'",
    "Go [here](#nowhere).": "target not found: 'nowhere'",
    "Go [back](/book/page.md#no-anchor).": "local id not found in doc 'book/page': 'no-anchor'",
    "See {numref}`fig-none`.": "undefined label: 'fig-none'",
    "It rose by {glue:text}`unset:.1f` %.": "No key 'unset' found in glue data",
    "![A chart that nobody has drawn yet](nowhere.png)": "image file not readable",
    "```{explorar} resort-ceiling\n```": "Unknown directive type: 'explorar'",
    "A {clame}`S-001`.": 'Unknown interpreted text role "clame"',
    "```{include} nowhere.md\n```": "file not found: 'book/nowhere.md'",
}


def test_whatever_a_reader_would_miss_stops_every_build_and_the_next_one(book):
    book.write("\n\n".join(DEFECTS))
    failed = book.build()
    assert failed.returncode != 0
    lines = (book.root / "book" / "page.md").read_text(encoding="utf-8").split("\n")
    for defect, message in DEFECTS.items():
        place = f"book/page.md:{lines.index(defect.splitlines()[0]) + 1}: "
        told = [line for line in failed.stderr.splitlines() if line.startswith(place)]
        assert told, f"{place} {failed.stderr[-3000:]}"
        assert message in told[0]
    again = book.build()
    assert again.returncode != 0
    assert again.stderr == failed.stderr


def test_any_warning_stops_the_strict_build_though_an_earlier_one_has_told_it(book):
    book.write("### A heading two steps down")
    plain = book.build()
    assert plain.returncode == 0, plain.stderr
    assert "Warning: book/page.md:9: Non-consecutive header level" in plain.stderr
    failed = book.build(strict=True)
    assert failed.returncode != 0
    assert "book/page.md:9: Non-consecutive header level" in failed.stderr


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a site by name; words of the search that lead to no page count for none."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    index = re.sub(rb'("[^"]*"|\w+): \[\](, )?', b"", files["searchindex.js"])
    return files | {"searchindex.js": index.replace(b", }", b"}")}


def test_a_site_built_again_is_the_site_built_from_nothing(book):
    """Unchanged, with a page edited, with a page gone: never less or more than a clean build."""
    site, staging = book.root / "_build" / "html", book.root / "_build" / "staging"
    second = book.root / "book" / "second.md"
    toc = book.root / "_toc.yml"

    def state(pages: str, text: str) -> None:
        toc.write_text(f"format: jb-book\nroot: book/page\n{pages}", encoding="utf-8")
        book.write(text)

    def again() -> dict[str, bytes]:
        done = book.build()
        assert done.returncode == 0, done.stderr
        return files_of(site)

    def clean() -> dict[str, bytes]:
        shutil.rmtree(staging)
        return again()

    both = "chapters:\n  - file: book/second\n"
    second.write_text("# Second\n\nText.\n", encoding="utf-8")
    state(both, "[Next](second.md)")
    built = clean()
    theme = ROOT / "regecon" / "press" / "theme" / "static"
    assert {f"_static/{path.name}" for path in theme.glob("*.*")} < set(built)
    assert built[".nojekyll"] == b"", "GitHub Pages would leave out _static"
    assert again() == built, "unchanged"
    second.write_text("# Another title\n\nText.\n", encoding="utf-8")
    edited = again()
    assert edited == clean(), "a title that another page shows"
    state("", "Alone.")
    shorter = again()
    assert "book/second.html" not in shorter
    assert shorter == clean(), "a page gone"


def test_a_browser_lab_survives_a_rebuild_of_the_book(book):
    site = book.root / "_build" / "html"
    book.write("Before the lab.")
    assert book.build().returncode == 0
    (site / "lab").mkdir()
    (site / "lab" / "index.html").write_text("the lab", encoding="utf-8")
    (site / "_static" / "lab.js").write_text("window.regeconLab", encoding="utf-8")
    book.write("After the lab.")
    done = book.build()
    assert done.returncode == 0
    assert "make browser-lab renews it" in done.stdout
    assert "After the lab." in book.html
    assert (site / "lab" / "index.html").read_text(encoding="utf-8") == "the lab"
    assert (site / "_static" / "lab.js").read_text(encoding="utf-8") == "window.regeconLab"


def test_of_two_builds_at_once_one_says_that_one_is_running(book):
    with alone(book.root / "_build"):
        failed = book.build()
    assert failed.returncode != 0
    assert "Another build is running" in failed.stderr


class TestPuttingInPlace:
    """A folder is replaced whole or not at all."""

    @pytest.fixture
    def site(self, tmp_path) -> Path:
        for name in ("html", "html.new"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "index.html").write_text(name, encoding="utf-8")
        return tmp_path / "html"

    @staticmethod
    def held(site: Path) -> str:
        return (site / "index.html").read_text(encoding="utf-8")

    def test_the_new_one_stands_and_nothing_is_left_beside_it(self, site):
        put_in_place(site.with_name("html.new"), site)
        assert self.held(site) == "html.new"
        assert [path.name for path in site.parent.iterdir()] == ["html"]

    @pytest.mark.parametrize("refused", ["html", "html.new"])
    def test_the_old_one_comes_back_when_a_move_is_refused(self, site, monkeypatch, refused):
        rename = Path.rename

        def held_by_another(self, target):
            if self.name == refused:
                raise PermissionError(f"{self} is held by another program")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", held_by_another)
        with pytest.raises(PermissionError):
            put_in_place(site.with_name("html.new"), site)
        assert self.held(site) == "html"

    def test_a_swap_that_was_broken_off_is_mended(self, site):
        site.rename(site.with_name("html.old"))
        recover(site)
        assert self.held(site) == "html"

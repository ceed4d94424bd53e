"""The build: nothing stale, bad input named, the last good site kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
FIRST_COUNT = 'print(load("sheregesh_seasons").loc[0, "visits_thousand"])'


class SmallBook:
    """A copy of the course with one page, built with the copy's own package."""

    def __init__(self, root: Path):
        self.root = root
        for part in ("regecon", "datasets"):
            skip = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / part, root / part, ignore=skip)
        for file in ("_config.yml", "requirements.txt"):
            shutil.copyfile(ROOT / file, root / file)
        (root / "book").mkdir()
        shutil.copytree(ROOT / "book" / "data", root / "book" / "data")
        shutil.copyfile(ROOT / "book" / "references.bib", root / "book" / "references.bib")
        (root / "book" / "weeks.yml").write_text("[]\n", encoding="utf-8")
        (root / "_toc.yml").write_text("format: jb-book\nroot: book/page\n", encoding="utf-8")

    def write(self, text: str = "", code: str = "1 + 1") -> None:
        code = f"from regecon.data import load\n{code}"
        page = self.root / "book" / "page.md"
        page.write_text(PAGE.format(text=text, code=code), encoding="utf-8")

    def build(self, strict: bool = False) -> subprocess.CompletedProcess:
        environment = os.environ | {"PYTHONPATH": str(self.root)}
        code = f"from regecon.press.build import build; build(strict={strict})"
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )

    @property
    def html(self) -> str:
        return (self.root / "_build" / "html" / "book" / "page.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> SmallBook:
    """The small book, with its first count in its page and built."""
    made = SmallBook(tmp_path_factory.mktemp("book"))
    made.write(code=FIRST_COUNT)
    first = made.build()
    assert first.returncode == 0, first.stderr[-2000:]
    return made


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
}


def test_whatever_leads_nowhere_is_an_error_of_the_strict_build(book):
    book.write("\n\n".join(DEFECTS))
    failed = book.build(strict=True)
    assert failed.returncode != 0
    lines = (book.root / "book" / "page.md").read_text(encoding="utf-8").split("\n")
    for defect, message in DEFECTS.items():
        place = f"page.md:{lines.index(defect) + 1}: WARNING: "
        told = [line for line in failed.stderr.splitlines() if place in line]
        assert told, f"{place} {failed.stderr[-3000:]}"
        assert message in told[0]

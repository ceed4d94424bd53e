"""Pages of packages made of small pages; tests/site/test_scorm.py has the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from regecon.desk.weeks import read_weeks
from regecon.press.scorm.page import ELSEWHERE, PackageError, claims, unlinked
from regecon.press.scorm.write import with_fonts, write

ROOT = Path(__file__).resolve().parents[2]
WEEKS = read_weeks(ROOT)[:1]


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ('<a class="x" href="#here" title="t">a</a>', '<a class="x" href="#here" title="t">a</a>'),
        ('<a href="../_static/x.ipynb" download>a</a>',) * 2,
        ('<a href="../_static/y.bib" download>a</a>', "<span>a</span>"),
        ('<a class="d" href="../x.html" title="t">a</a>', '<span class="d" title="t">a</span>'),
        ('<a rel="prev" href="w08.html"><b>a</b></a>', "<span><b>a</b></span>"),
        ('<a href="https://x.org/">a</a>', '<a href="https://x.org/" target="_blank">a</a>'),
        (
            '<a class="claim-link" href="../book/report.html#s-014" title="t">S-014</a>',
            '<a class="claim-link" href="#s-014" title="t">S-014</a>',
        ),
    ],
)  # fmt: skip
def test_no_link_leads_out_of_the_frame(given, made):
    assert unlinked(given, ("x.ipynb",)) == made


def test_the_foot_names_nothing_that_is_left_out():
    licence = 'Text: <a rel="license" href="https://x.org/">CC BY 4.0</a>.'
    others = ' <a href="../genindex.html">Index</a>. <a href="../a.bib" download>BibTeX</a>.'
    assert ELSEWHERE.sub("", licence + others) == licence


def test_claims_that_a_page_names_stand_at_its_end():
    text = '<a href="report.html#s-2" title="Two &amp; more">a</a> <a href="report.html#s-1">b</a>'
    assert claims(text, unlinked(text)) == {"s-2": "Two & more"}
    assert claims(text, "") == {}


def test_fonts_follow_the_letters_of_the_page():
    def face(name: str, more: str = "") -> str:
        return f"@font-face {{ font-family: {name}; src: url(fonts/{name}-a.woff2); {more}}}"

    latin = face("inter", "unicode-range: U+0000-00FF, U+2212; ")
    cyrillic = face("literata", "unicode-range: U+0400-045F; ")
    maths = face('"stix Two Math"').replace('fonts/"stix Two Math"', "fonts/stix")
    sheet = f"{latin}\n{cyrillic}\n{maths}\nbody {{}}"
    assert with_fonts(sheet, "abc") == (f"{latin}\n\n\nbody {{}}", ["fonts/inter-a.woff2"])
    assert with_fonts(sheet, "Бийск")[1] == ["fonts/literata-a.woff2"]
    assert with_fonts(sheet, "<math>")[1] == ["fonts/inter-a.woff2", "fonts/stix-a.woff2"]


@pytest.fixture
def course(tmp_path) -> Path:
    (tmp_path / "_config.yml").symlink_to(ROOT / "_config.yml")
    before = tmp_path / "out" / "scorm"
    before.mkdir(parents=True)
    (before / "before.zip").write_bytes(b"")
    return tmp_path


def test_without_the_built_book_nothing_is_written(course):
    with pytest.raises(PackageError, match="make book"):
        write(course, course / "out", WEEKS)
    assert [path.name for path in (course / "out").rglob("*")] == ["scorm", "before.zip"]


def test_a_page_of_another_time_is_not_taken(course):
    page = course / "_build" / "html" / "exercises" / f"{WEEKS[0].slug}.html"
    page.parent.mkdir(parents=True)
    page.write_text('<main id="main"><p>Nothing</p></main>', encoding="utf-8")
    with pytest.raises(PackageError, match="where answers stay"):
        write(course, course / "out", WEEKS)
    assert [path.name for path in (course / "out").rglob("*")] == ["scorm", "before.zip"]

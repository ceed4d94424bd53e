"""Plans and kits of the course on paper: so many sheets of A4, nothing cut, tagged, numbered."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from regecon.desk.teacher import numbers, pages
from regecon.desk.teacher.index import index_page
from regecon.desk.teacher.sheet import LARGE, SMALL, find_sheets, read_sheet, sheet_path
from regecon.desk.weeks import read_weeks
from regecon.press import pack
from regecon.press.build import ROOT
from regecon.press.paper.browser import FLAGS
from regecon.press.paper.pdf import Printer
from tests.sheet_numbers import kept

WEEKS = {week.slug: week for week in read_weeks(ROOT)}
SLUGS = [path.stem for path in find_sheets(ROOT)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("paper")]


@pytest.fixture(scope="module")
def press(engine, program):
    browser = engine.launch(executable_path=program, args=list(FLAGS))
    yield Printer(browser)
    browser.close()


@pytest.fixture
def folder(tmp_path):
    """The pages load their style from the folder above."""
    pack.style(tmp_path)
    (tmp_path / "kits").mkdir()
    return tmp_path / "kits"


def printed(press, folder, text: str, head: str) -> tuple[PdfReader, list[str]]:
    page = folder / "page.html"
    page.write_text(text, encoding="utf-8")
    cut = press.pdf(page, folder / "page.pdf", head)
    return PdfReader(folder / "page.pdf"), cut


@pytest.mark.parametrize("slug", SLUGS)
def test_a_plan_is_one_sheet_and_a_kit_one_a_role(press, folder, slug, request, monkeypatch):
    monkeypatch.setattr(numbers, "of_week", kept(request.config.cache))
    week, sheet = WEEKS[slug], read_sheet(sheet_path(ROOT, slug))
    known = numbers.values(sheet)
    plan, cut = printed(press, folder, pages.plan(sheet, week, known), "Head of the plan")
    assert (len(plan.pages), cut) == (1, [])
    said = plan.pages[0].extract_text()
    assert "Head of the plan" in said
    assert "Page 1 of 1" in said
    kit, cut = printed(press, folder, pages.handouts(sheet, week, known, LARGE), "Kit")
    assert (len(kit.pages), cut) == (LARGE + 1, [])
    for role, page in zip(sheet.kit.roles, kit.pages[1:], strict=True):
        assert role.name.lower() in " ".join(page.extract_text().lower().split())
    _scoring, cut = printed(press, folder, pages.scoring(sheet, week, known), "Scoring")
    assert cut == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_pages_of_the_pack_are_for_everyone(press, folder, colours, request, monkeypatch):
    monkeypatch.setattr(numbers, "of_week", kept(request.config.cache))
    week, sheet = WEEKS["w09-resort-curve"], read_sheet(sheet_path(ROOT, "w09-resort-curve"))
    known = numbers.values(sheet)
    made = {
        "plan": pages.plan(sheet, week, known),
        "five": pages.handouts(sheet, week, known, SMALL),
        "scoring": pages.scoring(sheet, week, known),
        "first": index_page(ROOT, folder, [week]).replace('"pack.css"', '"../pack.css"'),
    }
    for name, text in made.items():
        page = folder / f"{name}.html"
        page.write_text(text, encoding="utf-8")
        with press.opened(page) as opened:
            opened.emulate_media(media="screen", color_scheme=colours)
            opened.set_viewport_size({"width": 360, "height": 740})
            assert opened.evaluate("document.documentElement.scrollWidth") <= 360, name
            found = Axe().run(opened, options=RULES).response["violations"]
            assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == [], name
            if name == "scoring":
                first = opened.locator(".live tbody tr").first.locator("td").first
                before = first.inner_text()
                opened.locator(".live select").last.select_option(index=1)
                assert first.inner_text() != before


def test_what_is_printed_is_tagged_and_has_its_fonts_inside(press, folder, monkeypatch):
    monkeypatch.setattr(numbers, "of_week", lambda module: {})
    words = "<h1>Words</h1><p>Слова, words and <em>more</em>.</p>"
    text = pages.render("key", title="A page", parts=[pages.Markup(words)])
    reader, _cut = printed(press, folder, text, "A head & more")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    for font in (font.get_object() for font in fonts):
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert inner["/Subtype"] == "/Type3" or "/FontFile2" in inner["/FontDescriptor"]
    assert "A head & more" in reader.pages[0].extract_text()


def test_what_is_too_wide_or_too_long_is_told(press, folder):
    wide = '<table style="width: 300mm"><tr><td>Too wide</td></tr></table>'
    text = pages.render("key", title="A page", parts=[pages.Markup(wide)])
    _reader, cut = printed(press, folder, text, "")
    assert cut
    assert cut[0].startswith("Too wide")
    one = pack.Printed(text, "", SMALL)
    (folder / "page.pdf").replace(folder / "w09.pdf")
    assert pack._remarks(folder / "w09.pdf", one, cut) == [
        "w09.pdf takes 1 sheets of A4, expected 5: shorten it\n",
        "w09.pdf: too wide for A4, beginning with 'Too wide'\n",
    ]

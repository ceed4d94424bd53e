"""Decks of a small sheet: what stands on its slides, and what stops them."""

from __future__ import annotations

import re
from pathlib import Path

import altair as alt
import pandas as pd
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from regecon.desk.asked import asked
from regecon.desk.teacher.sheet import read_sheet
from regecon.desk.teacher.words import messages
from regecon.desk.weeks import read_weeks
from regecon.figures import w09
from regecon.kit.chart import Figure
from regecon.press.slides import extension
from regecon.press.slides.build import DeckError, write
from regecon.press.slides.shown import Shown, caption, drawn
from regecon.press.slides.source import marked
from regecon.press.sphinx import assets
from tests.desk.teaching import SLUG, sheet

ROOT = Path(__file__).resolve().parents[3]
WEEKS = read_weeks(ROOT)
WEEK = next(week for week in WEEKS if week.slug == SLUG)
CHART = alt.Chart(pd.DataFrame({"x": [1, 2], "y": ["a", "b"]})).mark_bar().encode(x="x", y="y")
EXPLORER = (
    '<section class="explorer" id="explorer-x" data-explorer="x"><div class="explorer-card">'
    '<div class="explorer-live" hidden><fieldset class="explorer-controls">'
    '<div class="explorer-presets"><button type="button">all</button></div></fieldset></div>'
    "</div></section>"
)
SLIDE_4 = "## Slide 2\n"


@pytest.fixture
def course(tmp_path, monkeypatch) -> Path:
    """A course whose week 9 has a small sheet; what takes seconds is small in it."""
    (tmp_path / "book").symlink_to(ROOT / "book")
    numbers = {"visits_2012": 330.0, "beds": 3300.0, "season_days": 150.0}
    monkeypatch.setattr(w09, "numbers", lambda: dict(numbers))
    monkeypatch.setattr(w09, "standing", lambda: Figure(CHART, "Two bars, of one and of two"))
    monkeypatch.setattr(extension, "kept", lambda root: tmp_path)
    monkeypatch.setattr(extension, "baked", lambda found, folder: EXPLORER)
    monkeypatch.setattr(assets, "_write_vega", lambda path, kept: path.write_text("vega"))
    drawn.cache_clear()
    yield tmp_path
    drawn.cache_clear()


def deck(course: Path, *changes: tuple[str, str]) -> str:
    path = course / "teaching" / f"{SLUG}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(sheet(*changes), encoding="utf-8")
    (made,) = write(course, course / "out", WEEKS)
    return made.read_text(encoding="utf-8")


def slides_of(html: str) -> list[str]:
    """The slides, each from its heading on."""
    return re.split(r"(?=<h[12]>)", html)[1:]


def test_a_deck_has_a_first_slide_the_authors_and_a_last(course):
    change = (
        "A question about beds",
        "{cite:t}`butler_1980` and {term}`life cycle` {claim}`S-115`{fact}`sheregesh_zone_2025`. "
        "See [week 2](/book/w02-asking-listening-coding.md).\n\nA question about beds",
    )
    known = ("{term}`life cycle`", "{term}`logistic curve`")
    html = deck(course, change, known)
    found = slides_of(html)
    assert len(found) == 2 + 9 + 3
    first, error, chain, cites, *_middle, last, sources = found
    assert WEEK.title in first
    assert all(str(objective) in first for objective in WEEK.objectives)
    assert "90" in first
    assert "Exercises 1 to 3." in last
    assert "Who pays for the water. The table agrees" in re.sub(r"\s+", " ", last)
    assert extension.ended("What may be printed?") == "What may be printed?"
    assert "3,300" in html
    assert "{" not in re.sub(r"(?s)<(script|style|math)\b.*?</\1>|<[^>]*>", "", html)
    assert 'aria-label="Two bars, of one and of two"' in error
    assert 'data-objective="w09-o1"' in html
    assert 'data-objective="w09-o2 w09-o3"' in html
    assert 'class="explorer framed" role="region"' in chain
    assert "<section" not in chain.split("</section>")[0]
    assert "Butler [1980]" in re.sub("<[^>]*>", "", cites)
    assert "tourist area cycle" in sources
    assert "February 2025" in sources
    # A key or a slip of the hand leads nowhere; the sources alone have addresses.
    assert "<a " not in "".join(found[:-1]).split('<nav class="deck-bar"')[0]
    for slide in found:
        assert 'class="notes"' in slide


def test_a_question_shows_its_choices_and_then_its_reasons(course):
    chain = slides_of(deck(course))[2]
    quiz = asked("quiz 1", WEEK, ROOT)
    assert quiz.question in chain
    replies = re.findall(
        r'<p class="asked-reply fragment( right)?" data-fragment-index="0">', chain
    )
    assert [bool(right) for right in replies] == [choice.right for choice in quiz.choices]
    assert replies.count(" right") == 1


def test_the_teachers_own_notes_come_before_the_machines(course):
    notes = re.findall(r'(?s)<aside class="notes">(.*?)</aside>', slides_of(deck(course))[1])
    assert "Let them read the shortest bar" in notes[0]
    assert "Two bars" in notes[1]


FAULTS = {
    "a figure that is not there": (("{shown} standing", "{shown} standings"), "no figure"),
    "a number in place of a figure": (("{shown} standing", "{shown} numbers"), "no figure"),
    "another week's that is not there": (
        ("{shown} standing\n", "{shown}  standing\n:from: w99\n"),
        "expected a week such as w07",
    ),
    "an unknown explorer": (("resort-ceiling", "resort-celling"), "did you mean 'resort-ceiling'"),
    "a question that is not there": (("quiz 1", "quiz 99"), "has questions 1 to"),
    "a question of another kind": (("quiz 1", "riddle"), "expected prediction, or quiz"),
    "an explorer on two slides": (
        (SLIDE_4, SLIDE_4 + "\n:::{explore} resort-ceiling\n:::\n"),
        "stands on two slides",
    ),
    "an unknown claim": ((SLIDE_4, SLIDE_4 + "\n{claim}`S-999`\n"), "no claim 'S-999'"),
    "an unknown term": ((SLIDE_4, SLIDE_4 + "\n{term}`life bicycle`\n"), "no term 'life bicycle'"),
    "an unknown source": ((SLIDE_4, SLIDE_4 + "\n{cite:t}`nobody_1900`\n"), "nobody_1900"),
    "a figure of the chapter referred to": (
        (SLIDE_4, SLIDE_4 + "\n{numref}`fig-standing`\n"),
        "cannot refer to 'fig-standing'",
    ),
    "an unknown directive": ((SLIDE_4, SLIDE_4 + "\n:::{picture} x\n:::\n"), "picture"),
}


def line_of(change: tuple[str, str]) -> int:
    """The line on which what is wrong begins: the last of its kind."""
    lines = sheet(change).split("\n")
    wrong = next(line for line in change[1].split("\n") if line and line not in change[0])
    return max(number for number, line in enumerate(lines, 1) if wrong in line)


@pytest.mark.parametrize(("change", "said"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_stops_all_decks_and_says_where(course, change, said):
    kept = course / "out" / "decks" / "old.html"
    kept.parent.mkdir(parents=True)
    kept.write_text("the last good one")
    with pytest.raises(DeckError, match=re.escape(said)) as found:
        deck(course, change)
    assert re.search(rf"teaching/{SLUG}.md:{line_of(change)}\b", str(found.value))
    assert str(course) not in str(found.value)
    assert [path.name for path in (course / "out").rglob("*") if path.is_file()] == ["old.html"]


def test_a_prediction_is_that_of_the_explorer_opened_next(tmp_path):
    path = tmp_path / f"{SLUG}.md"
    ask = "\n:::{ask} prediction\n:::\n"
    late = "## Slide 5\n\n:::{explore} whom-you-ask\n:::\n"
    path.write_text(
        sheet(
            ("## The error was small\n", "## The error was small\n" + ask),
            ("## Slide 4\n", "## Slide 4\n" + ask),
            ("## Slide 5\n", late),
        ),
        encoding="utf-8",
    )
    asks = re.findall(r"\{ask\} prediction(.*)", marked(read_sheet(path)))
    assert asks == [" resort-ceiling", " whom-you-ask"]


def test_a_caption_is_the_books_its_first_sentence_on_the_slide():
    text = caption(WEEK, ROOT, "holidays")
    assert "{season_days:.0f} days" in text
    assert caption(WEEK, ROOT, "nothing") == ""
    long = "One sentence. " + "A second that is longer. " * 6 + "All of it is SYNTHETIC."
    assert Shown("", "", long).short == "One sentence. All of it is SYNTHETIC."
    assert Shown("", "", "Short. And whole.").short == "Short. And whole."
    long = "SYNTHETIC. What is seen. " + "And much more of it. " * 8
    assert Shown("", "", long).short == "SYNTHETIC. What is seen."


def test_a_deck_is_in_the_readers_language(course, monkeypatch):
    path = course / f"{SLUG}.md"
    path.write_text(sheet(), encoding="utf-8")
    found = read_sheet(path)
    catalogue = Catalog(locale="eo")
    for text in set(messages(found)):
        catalogue.add(text, f"\u27e6{text}\u27e7")
    folder = course / "locale" / "eo" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "teaching.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setenv("REGECON_LOCALE", str(course / "locale"))
    monkeypatch.setenv("REGECON_LANG", "eo")
    html = deck(course)
    assert '<html lang="eo"' in html
    for text in ("The error was small", "Let them read the shortest bar", "Exercises 1 to 3"):
        assert f"\u27e6{text}" in html
    assert "about beds, 3 300 of them" in html.replace("\u00a0", " ")


def test_no_sheet_no_deck(tmp_path):
    assert write(tmp_path, tmp_path / "out", WEEKS) == []
    assert not (tmp_path / "out").exists()


def test_decks_of_other_weeks_stay(course):
    other = course / "out" / "decks" / "w01-the-road.html"
    other.parent.mkdir(parents=True)
    other.write_text("made yesterday", encoding="utf-8")
    (course / "out" / "decks" / f"{SLUG}.html").write_text("old", encoding="utf-8")
    assert "Exercises 1 to 3." in deck(course)
    assert other.read_text(encoding="utf-8") == "made yesterday"

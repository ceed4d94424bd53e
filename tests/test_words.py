"""Ready for a second language: with every message marked, nothing shown is without a mark."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from regecon.press.words import (
    DOMAINS,
    InContext,
    compile_catalogues,
    extract,
    update,
)
from tests.warm import warm
from tools.words_marked import LANGUAGE, ROOT, mark_program
from tools.words_read import outside, unmarked

WORD = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture(scope="module")
def locale(tmp_path_factory):
    """A folder of catalogues in which every message stands in brackets."""
    folder = tmp_path_factory.mktemp("locale")
    mark_program(folder)
    return folder


@pytest.fixture(scope="module", autouse=True)
def read_once():
    """The messages of each room are read once for all tests here."""
    with pytest.MonkeyPatch.context() as patch:
        for domain, found in DOMAINS.items():
            patch.setitem(DOMAINS, domain, cache(lambda found=found: tuple(found())))
        yield


@pytest.fixture(scope="module")
def run():
    """Run code in a language; what it prints."""
    with warm("altair", "babel.dates", "ipywidgets", "pandas", "scipy.stats") as python:

        def said(code: str, language: str, **more: str) -> str:
            done = python.run(code, ROOT, REGECON_LANG=language, **more)
            assert done.returncode == 0, done.stderr
            return done.stdout

        yield said


def test_messages_of_every_room_are_extracted():
    found = {text for _place, text in DOMAINS["regecon"]()}
    assert "Skip to the text" in found  # the theme
    assert "{name} has a label twice." in found  # the checkers
    assert "After this week you can" in found  # in the braces of an f-string
    texts = {domain: {text for _place, text in found()} for domain, found in DOMAINS.items()}
    assert "Novokuznetsk" in texts["tables"]
    assert "find which bottleneck binds first" in texts["weeks"]
    assert "growth a year from 2012 to 2013" in texts["exercises"]
    assert "S-195" not in texts["tables"]


def test_nothing_shown_in_explorers_and_charts_is_untranslated(locale, run):
    told = run("from tests.words_seen import main; main()", LANGUAGE, REGECON_LOCALE=str(locale))
    seen = json.loads(told)
    assert len(seen) > 500
    missed = [item for item in seen if WORD.search(outside(item[2]) or "")]
    assert not missed, "\n".join(map(str, missed))


def test_a_reader_that_cannot_fail_is_no_test(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        '<p>⟦marked⟧ bare <code>code</code></p><img alt="picture"><p>⟦open</p>', encoding="utf-8"
    )
    assert [where for where, _text in unmarked(page)] == ["p", "img alt", "p"]


def test_what_stays_as_it_is_follows_from_where_it_stands(tmp_path):
    page = tmp_path / "page.html"
    code = '<div class="cell_input"><pre>title = "a word"</pre></div>'
    page.write_text(
        f"<p>a word</p>{code}<p>a word</p><p>calendar_year</p><p>⟦cut sho…</p>", encoding="utf-8"
    )
    assert unmarked(page) == [("p", "a word")]  # the one before the code


def test_a_checker_answers_in_the_language(locale, run):
    code = (
        "from regecon.kit import checks\n"
        "try: checks.read({'x': ...}, 'x')\n"
        "except checks.Hint as hint: print(hint)"
    )
    told = run(code, LANGUAGE, REGECON_LOCALE=str(locale)).strip()
    assert told.startswith("⟦x is still three dots")
    assert told.endswith("⟧")


def test_a_decimal_comma_in_python_gets_a_hint(run):
    code = (
        "from regecon.kit import checks\n"
        "try: checks.as_number((12, 5), 'growth')\n"
        "except checks.Hint as hint: print(hint)"
    )
    assert "12.5" in run(code, "en")


@pytest.mark.parametrize(
    ("language", "number", "axis"),
    [
        ("en", "1,234.5", "1,234.5"),
        ("ru", "1\xa0234,5", "1\xa0234,5"),
        ("de", "1.234,5", "1.234,5"),
    ],
)
def test_numbers_follow_the_language(run, language, number, axis):
    code = (
        "import altair as alt, pandas as pd, vl_convert, sys\n"
        "from regecon.kit.chart import specification\n"
        "from regecon.kit.explorer import Slider\n"
        "from regecon.kit.i18n import written, _\n"
        "chart = alt.Chart(pd.DataFrame({'x': [1234.5]})).mark_text()\n"
        "chart = chart.encode(text=alt.Text('x:Q', format=',.1f'))\n"
        "slider = Slider('x', 'x', (1234.5,), 1234.5, text='{:,.1f}')\n"
        "print(written(1234.5, ',.1f'), slider.write(1234.5), sep='|', end='|')\n"
        "print(_('{points:,.1f}').format(points=1234.5), end='|')\n"
        "print(vl_convert.vegalite_to_svg(specification(chart)))"
    )
    plain, slider, sentence, svg = run(code, language).split("|", 3)
    assert [plain, slider, sentence] == [number] * 3
    assert f">{axis}<" in svg


def test_what_is_translated_survives_an_update(tmp_path, monkeypatch):
    monkeypatch.setenv("REGECON_LOCALE", str(tmp_path / "locale"))
    templates = tmp_path / "words"
    counts = extract(templates, book=False)
    assert set(counts) == set(DOMAINS)
    assert all(counts.values())
    update("ru", templates)
    path = tmp_path / "locale/ru/LC_MESSAGES/weeks.po"
    text = path.read_text(encoding="utf-8")
    first = 'msgid "find which bottleneck binds first"\nmsgstr "'
    assert first in text
    path.write_text(text.replace(first, f"{first}найти узкое место"), encoding="utf-8")
    update("ru", templates)
    with path.open("rb") as file:
        assert read_po(file)["find which bottleneck binds first"].string == "найти узкое место"
    assert compile_catalogues() == len(DOMAINS)


def test_what_is_counted_has_the_forms_of_the_language(run, tmp_path):
    """Three forms in one language, two in another, none lost where there is no catalogue."""
    catalogue = Catalog(locale="ru")
    forms = ("{count} вопрос", "{count} вопроса", "{count} вопросов")
    catalogue.add(("{count} question", "{count} questions"), forms)
    catalogue.add("On", "Дальше", context="way to the next page")
    catalogue.add("On", "Включено", context="a switch")
    target = tmp_path / "ru" / "LC_MESSAGES" / "regecon.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
    code = (
        "from regecon.kit.i18n import plural, in_context\n"
        "told = [plural('{count} question', '{count} questions', n) for n in (1, 2, 5, 21, 1200)]\n"
        "told += [in_context(where, 'On') for where in ('a switch', 'way to the next page')]\n"
        "print('|'.join(told))"
    )
    told = run(code, "ru", REGECON_LOCALE=str(tmp_path)).strip().split("|")
    assert told == [
        "1 вопрос",
        "2 вопроса",
        "5 вопросов",
        "21 вопрос",
        "1\xa0200 вопросов",
        "Включено",
        "Дальше",
    ]
    told = run(code, "en").strip().split("|")
    assert told[0] == "1 question"
    assert told[4:] == ["1,200 questions", "On", "On"]


def test_plural_and_context_reach_the_translator():
    found = [text for _place, text in DOMAINS["regecon"]()]
    assert ("{count} question", "{count} questions") in found
    assert InContext("way to the next page", "On") in found

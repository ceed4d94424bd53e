"""Ready for a second language: with every message marked, nothing shown is without a mark."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo

ROOT = Path(__file__).resolve().parents[1]
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[^\W\d_]{2,}")


def messages():
    """File, line and text of every message of the program."""
    with (ROOT / "regecon/kit/babel.cfg").open() as lines:
        methods, options = parse_mapping_cfg(lines)
    yield from extract_from_dir(ROOT / "regecon", methods, options)


@pytest.fixture(scope="module")
def locale(tmp_path_factory):
    """A folder with a catalogue in which every message stands in brackets."""
    folder = tmp_path_factory.mktemp("locale")
    catalogue = Catalog(locale="eo", domain="regecon")
    for _file, _line, text, *_ in messages():
        catalogue.add(text, f"⟦{text}⟧")
    path = folder / "eo/LC_MESSAGES/regecon.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as out:
        write_mo(out, catalogue)
    return folder


def run(locale: Path, *program: str) -> str:
    done = subprocess.run(
        [sys.executable, *program, str(locale)],
        cwd=ROOT,
        env=os.environ | {"REGECON_LANG": "eo"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def bare(text: str) -> str:
    """What is left of a text without its marked parts."""
    before = None
    while before != text:
        before, text = text, MARKED.sub("", text)
    return text


def test_messages_of_every_room_are_extracted():
    found = {text for _file, _line, text, *_ in messages()}
    assert "Skip to the text" in found  # the theme
    assert "{name} has a label twice." in found  # the checkers
    assert len(found) > 500


def test_nothing_shown_is_untranslated(locale):
    seen = json.loads(run(locale, "-m", "tests.words_seen"))
    assert len(seen) > 500
    missed = [item for item in seen if WORD.search(bare(item[2]))]
    assert not missed, "\n".join(map(str, missed))


def test_a_checker_answers_in_the_language(locale):
    code = (
        "import sys, pathlib; from regecon.kit import i18n; "
        "i18n.LOCALE = pathlib.Path(sys.argv[1]); "
        "from regecon.kit.exercises import checks\n"
        "try: checks.read({'x': ...}, 'x')\n"
        "except checks.Hint as hint: print(hint)"
    )
    told = run(locale, "-c", code).strip()
    assert told.startswith("⟦x is still three dots")
    assert told.endswith("⟧")

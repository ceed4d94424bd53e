"""Every game: its bots at odd numbers, the form of its export, and phones that are closed."""

from __future__ import annotations

import json
import runpy
import time

import pytest

from regecon.data.play import load_play
from tests.play.room import ROOT, Student, bots, needs_room, opened

pytestmark = needs_room()
TOLD = {path.parent.name: runpy.run_path(str(path)) for path in ROOT.glob("play/*/session.py")}
GAMES = sorted(set(TOLD) - {"vote"})
CLASSES = sorted(game for game in TOLD if "CLASS" in TOLD[game])
CONFIGS = [(game, config["name"]) for game in GAMES for config in TOLD[game]["CONFIGS"]]
PATIENCE = 90  # seconds for a game to go on without its players


@pytest.mark.parametrize(("game", "config"), CONFIGS)
@pytest.mark.parametrize("count", [1, 7])
def test_bots_take_every_path_whatever_their_number(game, config, count, tmp_path):
    bots(tmp_path, config, count)
    played = load_play(tmp_path / f"{config}.csv")
    assert set(played["game"]) == {game}


@pytest.mark.parametrize("game", CLASSES)
def test_a_made_up_class_is_what_its_bots_play(game, tmp_path):
    asked = TOLD[game]["CLASS"]
    text = bots(
        tmp_path, asked["config"], asked["count"], asked["seed"], json.dumps(asked["sessions"])
    )
    kept = (ROOT / "datasets" / f"play_{game}_synthetic.csv").read_text(encoding="utf-8")
    assert text.splitlines() == kept.splitlines()


@pytest.mark.parametrize(("game", "config"), CONFIGS)
def test_closed_phones_stop_nobody(game, config, tmp_path):
    with opened(tmp_path) as room:
        session = room.open(config, 9, seconds=2, patience=1)
        for _student in range(3):
            to_the_clock(Student(room).enter())
        end, dropped = time.monotonic() + PATIENCE, 0
        while dropped < 3 and time.monotonic() < end:
            time.sleep(3)
            (tmp_path / "class.csv").write_text(room.export(game), encoding="utf-8")
            played = load_play(tmp_path / "class.csv")
            played = played[(played["session"] == session) & played["dropped"]]
            dropped = played["participant"].nunique()
        assert dropped == 3


def to_the_clock(student: Student) -> None:
    """Read the instructions and wait for others, until the clock of a decision runs."""
    end = time.monotonic() + PATIENCE
    while 'id="left"' not in student.page.text and time.monotonic() < end:
        waits = "wait.js" in student.page.text
        time.sleep(waits)
        student.look() if waits else student.submit()
    assert 'id="left"' in student.page.text

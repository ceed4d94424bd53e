"""A vote in the room: both rounds, wrong and hostile input, a kill in the middle, many at once."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from regecon.data.play import load_play
from tests.play.room import (
    ROOT,
    Room,
    Student,
    bots,
    free_port,
    needs_room,
    opened,
    sign_in,
    wait_for,
)

pytestmark = needs_room()
QUIZ = "vote_w12"
ITEM = "3"  # of week 12: the first question of the quiz, which has a right answer
WRONG = (
    {},
    {"first": 99},
    {"first": "-1"},
    {"first": "1e9"},
    {"first": "x" * 100_000},
    {"first": "<script>alert(1)</script>"},
    {"timeout_happened": "1"},
)


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("room")) as found:
        yield found


def played(room: Room, session: str, tmp_path):
    """What the session has recorded, as a lab reads it."""
    path = tmp_path / "vote.csv"
    path.write_text(room.export("vote"), encoding="utf-8")
    frame = load_play(path)
    return frame[frame["session"] == session]


def test_bots_take_every_path(tmp_path):
    assert bots(tmp_path, QUIZ, 7).count("vote,") > 0
    assert bots(tmp_path, QUIZ, 1).count("vote,") > 0


def test_vote_talk_vote_again(room, tmp_path):
    session = room.open(QUIZ, 12, items=ITEM)
    class_ = [Student(room).enter() for _student in range(7)]
    for number, student in enumerate(class_):
        student.submit(first=number % 3)
    assert {student.submit().on for student in class_} == {"Talk"}  # not open yet
    room.set(session, stage1=2)
    for student in class_:
        assert student.submit().on == "Second"
        assert student.submit(second=1).on == "Sent"
    assert class_[0].submit().on == "Sent"
    room.set(session, stage1=3)
    shown = class_[0].submit()
    assert shown.on == "Class"
    assert "29 % were right before the talk, 100 % after it" in shown.page.text
    assert "gained 1.00 of what there was to gain" in shown.page.text
    report = room.teacher().get(f"{room.url}/AdminReport/{session}", timeout=30).text
    assert report.count('class="bars"') == 2
    frame = played(room, session, tmp_path)
    assert frame.groupby("step").size().to_dict() == {"first": 7, "second": 7}
    codes = frame["participant"].unique()
    assert not any(code in shown.page.text or code in report for code in codes)


def test_fewer_than_five_are_not_drawn(room):
    session = room.open(QUIZ, 6, items=ITEM)
    class_ = [Student(room).enter().submit(first=0) for _student in range(4)]
    room.set(session, stage1=3)
    text = class_[0].submit().page.text
    assert "fewer than 5 have voted, so nothing is drawn" in text
    assert 'class="bars"' not in text
    assert "right before the talk" not in text


def test_wrong_and_hostile_input_changes_nothing(room, tmp_path):
    session = room.open(QUIZ, 6, items=ITEM)
    honest, other = Student(room).enter(), Student(room).enter()
    honest.submit(first=1)
    address = other.page.url
    for wrong in WRONG:
        assert other.submit(**wrong).on == "First"
        assert "<script>alert" not in other.page.text
    forged = {"second": 0, "dropped": 1, "payoff": 1000, "session": session, "stage1": 3}
    assert other.submit(first=2, **forged).on == "Talk"
    # Again, from the history and from a second window; a phone that is closed and comes back.
    other.browser.post(address, data={"first": 0}, timeout=30)
    assert other.browser.get(address, timeout=30).url.endswith(other.page.url)
    assert Student.enter(other).on == "Talk"
    frame = played(room, session, tmp_path)
    assert sorted(frame["decision"]) == ["B", "C"]
    assert set(frame["step"]) == {"first"}


def test_nobody_enters_under_a_name_or_acts_as_the_teacher(room):
    session = room.open(QUIZ, 6, items=ITEM)
    entry = f"{room.url}/room/class?welcome_page_ok=1&participant_label="
    for _try in range(2):
        requests.get(entry + "<script>alert(1)</script>", timeout=30)
    teacher = room.teacher()
    monitor = teacher.get(f"{room.url}/SessionMonitor/{session}", timeout=30).text
    assert "alert(1)" not in monitor
    vars_ = {"vars": {"stage1": 3}}
    address = f"{room.url}/api/session_vars/{session}"
    assert requests.post(address, json=vars_, timeout=30).status_code == 403
    for path in ("demo", "rooms", f"AdminReport/{session}", "ExportIndex", "sessions"):
        assert requests.get(f"{room.url}/{path}", timeout=30).url.endswith("/login")
    assert Student(room).enter().submit(first=0).on == "Talk"


def test_more_than_there_are_places_for_are_told_so(room):
    room.open(QUIZ, 1, items=ITEM)
    Student(room).enter()
    late = requests.get(f"{room.url}/room/class?welcome_page_ok=1", timeout=30)
    assert late.status_code == 404
    assert "full" in late.text


def test_a_killed_server_goes_on_where_it_was(tmp_path):
    with opened(tmp_path) as room:
        session = room.open(QUIZ, 8, items=ITEM)
        class_ = [Student(room).enter().submit(first=0) for _student in range(6)]
        room.kill()
        room.start()
        assert {student.look().on for student in class_} == {"Talk"}
        room.set(session, stage1=2)
        assert {student.submit().submit(second=1).on for student in class_} == {"Sent"}
        frame = played(room, session, tmp_path)
        assert frame.groupby("step")["decision"].agg("".join).to_dict() == {
            "first": "A" * 6, "second": "B" * 6,
        }  # fmt: skip


def test_many_vote_at_once_and_no_vote_is_lost(room, tmp_path):
    """Forty here; tools/measure_play.py takes two hundred, with the time that each page takes."""
    session = room.open(QUIZ, 40, items=ITEM)
    with ThreadPoolExecutor(20) as pool:
        class_ = list(pool.map(lambda _n: Student(room).enter(), range(40)))
        list(pool.map(lambda pair: pair[1].submit(first=pair[0] % 3), enumerate(class_)))
    frame = played(room, session, tmp_path)
    assert frame["participant"].nunique() == 40
    assert frame["decision"].value_counts().to_dict() == {"A": 14, "B": 13, "C": 13}


def test_no_page_asks_another_host(room):
    session = room.open(QUIZ, 5, items=ITEM)
    student, teacher = Student(room).enter(), room.teacher()
    paths = ["demo", "rooms", "sessions", "ExportIndex", "room_with_session/class"]
    paths += [f"{name}/{session}" for name in ("SessionMonitor", "AdminReport", "SessionData")]
    pages = [student.page.text, student.submit(first=0).page.text]
    pages += [requests.get(f"{room.url}/room/class", timeout=30).text]
    for path in paths:
        page = teacher.get(f"{room.url}/{path}", timeout=30)
        assert page.status_code == 200, path
        pages.append(page.text)
    loads = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)=[\"']([^\"']+)")
    for page in pages:
        for address in loads.findall(page):
            assert address.startswith("/static/"), address
    assert teacher.get(f"{room.url}/server_check", timeout=30).status_code == 404
    assert requests.get(f"{room.url}/ServerCheck", timeout=30).status_code == 404
    assert "Schonger" in pages[3]
    assert "Journal of Behavioral and Experimental Finance" in pages[3]


def test_what_is_sent_names_no_other_host(room):
    """Of oTree's files those that our pages load, and all of ours: no address but in comments."""
    student = Student(room).enter()
    files = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', student.page.text))
    assert files == {"/static/room.css", "/static/room.js"}
    for path in (ROOT / "play").rglob("*"):
        if path.suffix in {".html", ".js", ".css"}:
            assert "//" not in re.sub(r"^\s*// .*|</?!?-*", "", path.read_text(), flags=re.M), path


def test_clocks_end_with_their_server(tmp_path):
    import psutil

    with opened(tmp_path) as room:
        clocks = psutil.Process(room.process.pid).children()
        assert len(clocks) == 1
        room.kill()
        for _try in range(50):
            if not clocks[0].is_running():
                break
            time.sleep(0.2)
        assert not clocks[0].is_running()


def test_the_command_opens_the_room_and_closes_it(tmp_path):
    port = free_port()
    command = [sys.executable, "-m", "regecon", "play", "--here", "--port", str(port)]
    command += ["--data", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as room:
        try:
            told = [room.stdout.readline() for _line in range(4)]
            assert f"http://127.0.0.1:{port}/room/class" in told[0]
            password = told[1].split()[-1]
            url = f"http://127.0.0.1:{port}"
            wait_for(url)
            again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            assert again.returncode == 1
            assert f"Port {port} is taken" in again.stderr
            teacher = sign_in(url, password)
            assert f"{url}/room/class" in teacher.get(f"{url}/demo", timeout=30).text
        finally:
            room.send_signal(signal.SIGINT)
    assert room.returncode == 0
    assert (tmp_path / "room.svg").is_file()
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=5)

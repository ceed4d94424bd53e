"""A room on this computer for a test: its server, its teacher and its students, as a browser
would see them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from regecon.desk.play.environment import python, ready
from regecon.desk.play.items import write_items

ROOT = Path(__file__).resolve().parents[2]
NEEDED = "the room's environment is not made: regecon play --install"
PASSWORD, KEY = "only-for-tests", "also-only-for-tests"


def needs_room():
    """The mark of a test that plays: skipped with a plain word where oTree is not installed."""
    return [pytest.mark.play, pytest.mark.skipif(not ready(ROOT), reason=NEEDED)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def bots(folder: Path, config: str, count: int, seed: int = 1, sessions: str = "") -> str:
    """What bots have played, as the export has it."""
    command = [python(ROOT), "bots.py", folder, config, count, seed, sessions]
    done = subprocess.run(
        list(map(str, command)), cwd=ROOT / "play", capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-3000:]
    return (folder / f"{config}.csv").read_text(encoding="utf-8")


def sign_in(url: str, password: str) -> requests.Session:
    """A browser in which the teacher has signed in."""
    browser = requests.Session()
    page = browser.get(f"{url}/login", timeout=20).text
    name, token = re.search(r'type="hidden" name="(\w+)" value="(\d+)"', page).groups()
    form = {"username": "teacher", "password": password, name: token}
    answer = browser.post(f"{url}/login", data=form, timeout=20)
    assert answer.url.endswith("/demo"), answer.url
    return browser


def wait_for(url: str) -> None:
    """Until a server answers, for a minute."""
    for _try in range(300):
        try:
            requests.get(f"{url}/login", timeout=5)
            return
        except requests.ConnectionError:
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {url}")


class Room:
    """A server on a folder of data; ``kill`` ends it as a power cut would."""

    def __init__(self, data: Path):
        self.data, self.port = data, free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> Room:
        settings = {
            "OTREE_ADMIN_PASSWORD": PASSWORD, "REGECON_PLAY_SECRET": "for tests",
            "OTREE_REST_KEY": KEY, "REGECON_PLAY_URL": f"{self.url}/room/class", "PYTHONPATH": "",
        }  # fmt: skip
        command = [python(ROOT), ROOT / "play" / "serve.py", self.data, "127.0.0.1", self.port]
        log = (self.data / "log.txt").open("a")
        self.process = subprocess.Popen(
            list(map(str, command)), env=os.environ | settings, stdout=log, stderr=log
        )
        for _try in range(300):
            if self.process.poll() is not None:
                break
            try:
                requests.get(f"{self.url}/login", timeout=5)
                return self
            except requests.ConnectionError:
                time.sleep(0.2)
        raise AssertionError((self.data / "log.txt").read_text()[-3000:])

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def _asked(self, path: str, content: dict) -> dict:
        headers = {"otree-rest-key": KEY}
        answer = requests.post(f"{self.url}{path}", json=content, headers=headers, timeout=60)
        assert answer.ok, answer.text
        return answer.json()

    def open(self, config: str, places: int, **fields) -> str:
        """Start a vote or a game; the code of its session."""
        asked = {
            "session_config_name": config, "num_participants": places, "room_name": "class",
            "modified_session_config_fields": fields,
        }  # fmt: skip
        return self._asked("/api/sessions", asked)["code"]

    def set(self, session: str, **values) -> None:
        self._asked(f"/api/session_vars/{session}", {"vars": values})

    def teacher(self) -> requests.Session:
        """Somebody who has signed in."""
        return sign_in(self.url, PASSWORD)

    def export(self, app: str) -> str:
        headers = {"otree-rest-key": KEY}
        asked = f"{self.url}/api/export_app_custom?app={app}"
        answer = requests.get(asked, headers=headers, timeout=60)
        assert answer.ok, answer.text
        return answer.content.decode("utf-8-sig")


class Student:
    """A phone: it enters by the room's address and submits the page that it is on."""

    def __init__(self, room: Room):
        self.room, self.browser = room, requests.Session()
        self.page = None

    def enter(self) -> Student:
        self.page = self.browser.get(f"{self.room.url}/room/class?welcome_page_ok=1", timeout=60)
        assert self.page.ok, self.page.text
        return self

    def submit(self, **fields) -> Student:
        self.page = self.browser.post(self.page.url, data=fields, timeout=60)
        assert self.page.ok, self.page.text
        return self

    def look(self) -> Student:
        self.page = self.browser.get(self.page.url, timeout=60)
        return self

    @property
    def on(self) -> str:
        """The name of the page."""
        return self.page.url.rstrip("/").split("/")[-2]


@contextmanager
def opened(data: Path):
    """A room that is closed at the end, whatever happens."""
    write_items(ROOT)
    room = Room(data).start()
    try:
        yield room
    finally:
        room.close()

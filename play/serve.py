"""``python serve.py DATA HOST PORT``: oTree's server on a database on the disk.

What oTree's own commands lack here: the database lies in a folder of the teacher's and is written
at every step, so that a kill loses nothing; the page that asks another host for oTree's newest
version, and those for paid crowd work, are closed; nobody enters under a name; the clock ends
with the server.
"""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLOSED = {"ServerCheck", "SaveDB"}  # asks another host; tells what only oTree's own server needs
CLOSED_WITH = "MTurk"
CLOCK = "--clock"
ENTRIES = ("/room/", "/join/", "/InitializeParticipant/")


def prepare(data: Path) -> None:
    """Open the database in its folder, then stand where oTree looks for settings and pages."""
    # oTree takes modules from the folder in which it starts, unless it is known already; only
    # the database is to come from there.
    sys.path[:] = [str(HERE), str(HERE.parent), *sys.path, str(data)]
    os.chdir(data)
    from otree import database

    os.chdir(HERE)
    sys.path.remove(str(data))
    # Every step is in the file when its page is sent; a kill of the server loses none.
    for setting in ("journal_mode=wal", "synchronous=normal"):
        database.sqlite_disk_conn.execute(f"pragma {setting}")
    from otree.main import setup

    setup()


def serve(data: Path, host: str, port: str) -> None:
    """The room, until it is closed."""
    os.environ |= {
        "OTREE_PRODUCTION": "1", "OTREE_AUTH_LEVEL": "STUDY", "USE_TIMEOUT_WORKER": "1",
    }  # fmt: skip
    prepare(data)
    from otree.asgi import app
    from uvicorn.main import Config, Server

    app.router.routes[:] = [
        route
        for route in app.router.routes
        if route.name not in CLOSED and CLOSED_WITH not in route.name
    ]
    _show_code(data)
    clock = [sys.executable, __file__, str(data), port, CLOCK]
    with subprocess.Popen(clock, stdin=subprocess.PIPE) as worker:
        try:
            config = Config(
                nameless(app), host=host, port=int(port), log_level="warning",
                log_config=None, access_log=False, ws="websockets",
            )  # fmt: skip
            Server(config=config).run()
        finally:
            worker.kill()


def nameless(app):
    """The application without what an address may say of its reader: names, and places taken
    under another's name."""

    async def entered(scope, receive, send):
        if scope["type"] == "http" and scope["path"].startswith(ENTRIES):
            asked = b"welcome_page_ok=1" if b"welcome_page_ok" in scope["query_string"] else b""
            scope = {**scope, "query_string": asked}
        await app(scope, receive, send)

    return entered


def keep_time(data: Path, port: str) -> None:
    """Send on who has not answered in time, until the server is gone."""
    prepare(data)
    from otree.tasks import Worker

    threading.Thread(target=_end_with_server, daemon=True).start()
    worker = Worker.__new__(Worker)  # without its start, which forgets what was due before a crash
    worker.base_url = f"http://127.0.0.1:{port}"
    while True:
        for number, method, kwargs in _due():
            _in_time(worker, method, kwargs)
            _done(number)
        time.sleep(1)


def _due() -> list[tuple[int, str, dict]]:
    """What has to be sent on now."""
    from otree.database import session_scope
    from otree.models_concrete import TaskQueueMessage as Task

    with session_scope():
        tasks = Task.objects_filter(Task.epoch_time <= time.time()).order_by("epoch_time").all()
        return [(task.id, task.method, task.kwargs()) for task in tasks]


def _in_time(worker, method: str, kwargs: dict) -> None:
    """Ask the server to send somebody on. oTree's own loop keeps the database locked meanwhile,
    so that of several who are late at once the server could send on one alone."""
    from otree.database import session_scope

    with session_scope():
        try:
            getattr(worker, method)(**kwargs)
        except Exception as error:
            print(f"The clock goes on: {error!r}", file=sys.stderr)


def _done(number: int) -> None:
    from otree.database import session_scope
    from otree.models_concrete import TaskQueueMessage as Task

    with session_scope():
        Task.objects_filter(id=number).delete()


def _end_with_server() -> None:
    """The pipe closes when the server ends, however it ends."""
    sys.stdin.buffer.read()
    os._exit(0)


def _show_code(data: Path) -> None:
    """The QR code of the room: in the terminal, and as a file for the projector."""
    import segno

    code = segno.make(os.environ.get("REGECON_PLAY_URL", "http://127.0.0.1"))
    code.save(str(data / "room.svg"), scale=12, border=4)
    if sys.stdout.isatty():
        code.terminal(compact=True)


if __name__ == "__main__":
    folder = Path(sys.argv[1]).resolve()
    if sys.argv[-1] == CLOCK:
        keep_time(folder, sys.argv[2])
    else:
        serve(folder, *sys.argv[2:4])

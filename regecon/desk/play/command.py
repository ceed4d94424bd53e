"""``regecon play``: votes and games in the room, from the teacher's laptop to the class's phones.

It sets oTree up in an environment of its own the first time, opens the room, and prints the
address with a QR code for the projector, and a password for the teacher that is made anew at
each start. What the class does is kept in the folder that --data names: after a crash, start
again with the same folder and the round goes on. No other host is asked.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
from pathlib import Path

from regecon.desk.play.address import HERE, is_free, own_address
from regecon.desk.play.environment import make
from regecon.desk.play.items import listed, write_items
from regecon.kit.i18n import _

ROOT = Path(__file__).resolve().parents[3]
DATA = Path("play-data")
ROOM = "room/class"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="regecon play",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, default=DATA, help=f"folder of the data ({DATA})")
    parser.add_argument("--port", type=int, default=8000, help="port of the room (8000)")
    parser.add_argument("--here", action="store_true", help="a rehearsal: this computer alone")
    parser.add_argument("--address", help="the address that phones use, if the one found is wrong")
    parser.add_argument("--items", type=int, metavar="WEEK", help="list what a week can vote on")
    parser.add_argument("--install", action="store_true", help="only set oTree up")
    asked = parser.parse_args(arguments)
    if not (ROOT / "play" / "settings.py").is_file():
        sys.exit(_("The room runs from a copy of the course: the folder play/ is not here."))
    try:
        if asked.items:
            print(listed(asked.items, ROOT))
        elif asked.install:
            make(ROOT)
        else:
            sys.exit(play(asked))
    except (RuntimeError, ValueError) as error:
        sys.exit(str(error))


def play(asked: argparse.Namespace) -> int:
    """Open the room until it is closed; with what it ended."""
    host, address = (HERE, HERE) if asked.here else ("0.0.0.0", asked.address or own_address())
    if not is_free(host, asked.port):
        words = _("Port {port} is taken. Close what uses it, or choose another with --port.")
        sys.exit(words.format(port=asked.port))
    python = make(ROOT)
    write_items(ROOT)
    data = asked.data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    url, password = f"http://{address or HERE}:{asked.port}", new_password()
    print("\n".join(told(url, password, data, address is None)), flush=True)
    settings = {
        "OTREE_ADMIN_PASSWORD": password,
        "REGECON_PLAY_SECRET": secret(data),
        "OTREE_REST_KEY": secrets.token_urlsafe(16),
        "REGECON_PLAY_URL": f"{url}/{ROOM}",
    }
    command = [str(python), str(ROOT / "play" / "serve.py"), str(data), host, str(asked.port)]
    try:
        return subprocess.run(command, env=os.environ | settings, check=False).returncode
    except KeyboardInterrupt:
        return 0


def told(url: str, password: str, data: Path, alone: bool) -> list[str]:
    """What the teacher reads when the room opens."""
    lines = [
        _("Students open {url}, or point their phones at the code below.").format(
            url=f"{url}/{ROOM}"
        ),
        _("You open {url} on this computer: name teacher, password {password}").format(
            url=f"{url}/demo", password=password
        ),
        _("Data are kept in {folder}. Ctrl+C closes the room.").format(folder=data),
        _(
            "If phones do not reach it: they have to be in this computer's network. Many networks "
            "of universities keep their guests apart; then switch on the hotspot of a phone or of "
            "this computer, join it with all devices, and start this again. A firewall that asks "
            "has to let Python through. With several networks, name the right one by --address."
        ),
    ]
    if alone:
        lines.append(_("This computer is in no network now: only it can open the room."))
    return lines


def new_password() -> str:
    """Ten letters that can be read from a screen and typed."""
    return "".join(secrets.choice(LETTERS) for _place in range(10))


def secret(data: Path) -> str:
    """What signs the cookies of the phones: kept with the data, so that they hold after a crash."""
    path = data / "secret"
    if not path.is_file():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="utf-8")
    return path.read_text(encoding="utf-8")

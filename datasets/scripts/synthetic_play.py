"""SYNTHETIC class sessions of the games in the room, so that a lab runs without a class.

    python datasets/scripts/synthetic_play.py [GAME ...]

Writes ``play_GAME_synthetic.csv`` and its descriptor for each game that says, as ``CLASS`` in its
``session.py``, who plays: oTree's bots, with decisions drawn at random by the rules in the game's
``tests.py``. It needs the room's environment (``regecon play --install``).
"""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path

from regecon.data.play import load_play, play_format
from regecon.data.validation import fingerprint, write_descriptor
from regecon.desk.play.environment import make
from regecon.desk.play.items import write_items

ROOT = Path(__file__).resolve().parents[2]
DATASETS = ROOT / "datasets"


def classes() -> dict[str, dict]:
    """What each game says of its made-up class."""
    found = {}
    for path in sorted((ROOT / "play").glob("*/session.py")):
        told = runpy.run_path(str(path))
        if "CLASS" in told:
            found[path.parent.name] = told["CLASS"]
    return found


def played(asked: dict) -> str:
    """What the bots of a class have played, with the line ends of the course's tables."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            make(ROOT), "bots.py", folder, asked["config"], asked["count"], asked["seed"],
            json.dumps(asked["sessions"]),
        ]  # fmt: skip
        done = subprocess.run(
            list(map(str, command)), cwd=ROOT / "play", capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(done.stderr[-2000:])
        text = (Path(folder) / f"{asked['config']}.csv").read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


def described(game: str, asked: dict) -> dict:
    """The descriptor of a made-up session: the form, with what is known of this one."""
    name = f"play_{game}_synthetic"
    path = DATASETS / f"{name}.csv"
    return {
        "name": name,
        "title": f"SYNTHETIC: {asked['title']}",
        "description": f"{asked['description']} A row for each decision. SYNTHETIC.",
        "subject": "play",
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **fingerprint(path),
        "sources": [{"title": "Made up for teaching by the script named under \"computed\": "
                              "oTree's bots; nobody has played this"}],
        "licenses": [{"name": "CC-BY-4.0", "title": "CC BY 4.0"}],
        "computed": "python datasets/scripts/synthetic_play.py",
        "synthetic": True,
        "trust": "None as evidence. Decisions are drawn at random by a rule of ours; they show the "
                 "form of a session, and not what people do.",
        "contradictions": [],
        "schema": play_format()["schema"],
    }  # fmt: skip


def main() -> None:
    write_items(ROOT)
    for game, asked in classes().items():
        if sys.argv[1:] and game not in sys.argv[1:]:
            continue
        path = DATASETS / f"play_{game}_synthetic.csv"
        path.write_text(played(asked), encoding="utf-8", newline="\n")
        load_play(path)
        print(write_descriptor(described(game, asked), DATASETS))


if __name__ == "__main__":
    main()

"""oTree's own environment: its pins are old and stay apart from those of the course."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

from regecon.kit.i18n import _

FOLDER = ".venv.play"
PINS = Path("play", "requirements.txt")
STAMP = ".ready"


def python(root: Path) -> Path:
    """The Python of the environment, whether or not it is there."""
    folder = Path(root) / FOLDER
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def ready(root: Path) -> bool:
    """Whether the environment has what the pins say now."""
    stamp = Path(root) / FOLDER / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _fingerprint(root)


def make(root: Path) -> Path:
    """Make the environment if it is not ready; return its Python.

    Raises
    ------
    RuntimeError
        What is needed could not be installed; the message says what pip said last.
    """
    root = Path(root)
    if not ready(root):
        told = _("oTree is being installed into {folder}; this happens once, and needs a network.")
        print(told.format(folder=FOLDER), flush=True)
        venv.create(root / FOLDER, with_pip=True)
        command = [python(root), "-m", "pip", "install", "--quiet", "-r", root / PINS]
        done = subprocess.run(
            [*map(str, command), "--disable-pip-version-check"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            told = _("oTree could not be installed. The last words of pip: {reason}")
            raise RuntimeError(told.format(reason=done.stderr.strip()[-600:]))
        (root / FOLDER / STAMP).write_text(_fingerprint(root), encoding="utf-8")
    return python(root)


def _fingerprint(root: Path) -> str:
    return hashlib.sha256((Path(root) / PINS).read_bytes()).hexdigest()

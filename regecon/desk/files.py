"""Several files of one command: all are written, or none."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path


def all_or_none(texts: dict[Path, str]) -> None:
    """Write every text beside its place first, then move all to their places."""
    beside: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            beside[path] = Path(name)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
        for path, written_to in beside.items():
            if path.is_dir():
                raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            written_to.chmod(0o644)
        for path, written_to in beside.items():
            written_to.replace(path)
    finally:
        for written_to in beside.values():
            with suppress(FileNotFoundError):
                written_to.unlink()

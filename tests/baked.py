"""Explorers as the book publishes them, each computed once for all tests and the build after."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

from regecon.explorers import explorer
from regecon.kit.explorer.bake import baked
from regecon.press.sphinx.cache import explorers_folder

ROOT = Path(__file__).resolve().parents[1]
kept = cache(explorers_folder)


def weight(name: str) -> int:
    """Bytes that an explorer adds to its page on the way to a reader, compressed."""
    return len(gzip.compress(baked(explorer(name), kept(ROOT)).encode()))

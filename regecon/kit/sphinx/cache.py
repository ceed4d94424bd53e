"""Stale outputs are impossible: outputs are kept under a digest of all they depend on.

jupyter-cache compares the code cells of a page only. Here it works in a folder named after
the package, the datasets and the pinned environment: change any of them and every page runs
anew, leave them and nothing runs twice.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

import regecon
from regecon.data.folder import datasets_folder

# What runs in a page; templates, styles and scripts of the site do not.
CODE = (".py", ".csv", ".json", ".geojson", ".mo")


def digest(root: Path) -> str:
    """The digest of the package, the datasets and the lock file under ``root``."""
    package = Path(regecon.__file__).parent
    files = [*package.rglob("*"), *datasets_folder().rglob("*"), root / "requirements.txt"]
    total = hashlib.sha256(os.environ.get("REGECON_LANG", "en").encode())
    for path in sorted(files):
        if path.is_file() and (path.suffix in CODE or path.name == "requirements.txt"):
            total.update(path.name.encode())
            total.update(path.read_bytes())
    return total.hexdigest()[:16]


def choose_cache(app: Sphinx, config: Config) -> None:
    """Point the execution cache at the folder of the present digest; pages are baked."""
    os.environ["REGECON_BAKE"] = "1"
    folder = Path(app.doctreedir).parent / ".jupyter_cache" / digest(Path(app.srcdir))
    config.nb_execution_cache_path = str(folder)


def setup(app: Sphinx) -> None:
    app.connect("config-inited", choose_cache)

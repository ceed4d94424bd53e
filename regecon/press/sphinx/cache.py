"""Stale outputs are impossible: outputs are kept under a digest of all they depend on.

jupyter-cache compares the code cells of a page only. Here it works in a folder named after
the package, the datasets and the pinned environment: change any of them and every page runs
anew, leave them and nothing runs twice.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

import regecon
from regecon.data.folder import datasets_folder
from regecon.kit.i18n import language, locale_folder

# What runs in a page; templates, styles and scripts of the site do not, those of the kit do.
CODE = (".py", ".csv", ".json", ".geojson", ".mo")
KIT = Path(regecon.__file__).parent / "kit"
KEPT = 4


def digest(root: Path) -> str:
    """The digest of package, datasets, lock file and, for the landing page, the table of weeks."""
    package = Path(regecon.__file__).parent
    # Words of a page itself are translated after it has run; its catalogue lies in a folder.
    words = (locale_folder() / language() / "LC_MESSAGES").glob("*.mo")
    files = [*package.rglob("*"), *datasets_folder().rglob("*")]
    files = [path for path in files if path.suffix != ".mo"] + list(words)
    files = [path for path in files if path.suffix in CODE and path.is_file()]
    files += KIT.rglob("*.html")
    total = hashlib.sha256(language().encode())
    for path in sorted([*files, root / "requirements.txt", root / "book" / "weeks.yml"]):
        total.update(path.name.encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def explorers_folder(root: Path) -> Path:
    """Where explorers are kept as they are published, under the present digest."""
    folder = root / "_build" / ".jupyter_cache" / digest(root) / "explorers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def choose_cache(app: Sphinx, config: Config) -> None:
    """Point the execution cache at the folder of the present digest; pages are baked."""
    baked = explorers_folder(Path(app.srcdir))
    own, caches = baked.parent, baked.parents[1]
    os.environ["REGECON_BAKE"] = str(baked)
    own.touch()
    # Sphinx reads every page again when this value changes.
    config.nb_execution_cache_path = str(own)
    by_age = sorted(caches.iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for old in by_age[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def forget(app: Sphinx, env: BuildEnvironment, added, changed, removed: set[str]) -> list[str]:
    """Take away the files of pages that the book no longer has; Sphinx leaves them."""
    for page in removed:
        (Path(app.outdir) / f"{page}.html").unlink(missing_ok=True)
    return []


def pages_that_name_others(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Every page, if a title or the order has changed: each shows some of the others."""
    titles = {page: title.astext() for page, title in env.titles.items()}
    shown = (titles, {page: list(below) for page, below in env.toctree_includes.items()})
    before = getattr(env, "regecon_shown", shown)
    env.regecon_shown = shown
    return [] if before == shown else sorted(env.found_docs)


def setup(app: Sphinx) -> None:
    app.connect("config-inited", choose_cache)
    app.connect("env-get-outdated", forget)
    app.connect("env-updated", pages_that_name_others)

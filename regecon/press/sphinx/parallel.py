"""Pages run side by side, a kernel a core; then Sphinx reads and writes side by side too.

Outputs go into the cache in which MyST-NB looks first. A page that fails here is left to
MyST-NB, which runs it again and says where it failed.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor
from jupyter_cache.executors.basic import ProcessData
from myst_nb.core.read import is_myst_markdown_notebook
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.matching import Matcher

from regecon.press.sphinx.kernels import warm

READERS = {".md": "myst_nb_md", ".ipynb": "nbformat"}
# Jupyter Book's extensions that set to work when all is read, but do not say so.
SILENT = ("sphinx_multitoc_numbering", "sphinx_jupyterbook_latex")
LOG = logging.getLogger(__name__)


def run_ahead(app: Sphinx, env: BuildEnvironment, names: list[str]) -> None:
    """Run those of the named pages that hold code and are not in the cache yet."""
    if app.config.nb_execution_mode == "off":
        return
    cache = get_cache(app.config.nb_execution_cache_path)
    excluded = Matcher(app.config.nb_execution_excludepatterns)
    pages = []
    for path in (Path(env.doc2path(name)) for name in names):
        if excluded(path.relative_to(app.srcdir).as_posix()) or not _has_code(path):
            continue
        reader = {"name": READERS[path.suffix], "type": "plugin"}
        cache.add_nb_to_project(str(path), read_data=reader)
        pages.append(str(path))
    executor = load_executor("local-serial", cache, logger=LOG.logger)
    waiting = executor.get_records(filter_uris=pages)
    if len(waiting) < 2:
        return
    run = executor._EXECUTION_WORKER(LOG.logger)
    jobs = [
        ProcessData(record.pk, record.uri, cache, app.config.nb_execution_timeout, False)
        for record in sorted(waiting, key=lambda record: Path(record.uri).stat().st_size)
    ]
    with warm(), ThreadPoolExecutor(os.cpu_count()) as pool:
        # Long pages first, so that no core waits for the last of them alone.
        list(pool.map(run, reversed(jobs)))


def _has_code(path: Path) -> bool:
    if path.suffix == ".md":
        return is_myst_markdown_notebook(path.read_text(encoding="utf-8"))
    return path.suffix in READERS


def use_all_cores(app: Sphinx) -> None:
    """Let Sphinx read and write side by side; Jupyter Book has no option for it."""
    app.parallel = max(app.parallel, os.cpu_count() or 1)
    for name in SILENT:
        if name in app.extensions:
            app.extensions[name].parallel_read_safe = True


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", use_all_cores)
    app.connect("env-before-read-docs", run_ahead)

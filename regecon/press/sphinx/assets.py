"""What pages load: the theme's files, palette and Vega; each page only what it needs."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from regecon.kit.palette import stylesheet, twins
from regecon.press.sphinx.theme import THEME

DRAWN = re.compile(r'class="(?:explorer"|re-chart" data-)')
MADE_BY = version("vl-convert-python")
NO_LAB = "/* Where the browser lab is built, its address stands here. */\n"


def add_page_scripts(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Add the chart scripts to pages where something is drawn, the explorer's to those with one.

    Vega is left to the chart script, which loads it when there is something to draw.
    """
    body = context.get("body") or ""
    if DRAWN.search(body):
        app.add_js_file("palette.js", loading_method="defer")
        vega = f"{context['pathto']('_static/vega.js', resource=True)}?v={MADE_BY}"
        app.add_js_file("charts.js", loading_method="defer", **{"data-vega": vega})
    if 'class="explorer"' in body:
        app.add_js_file("explorer.js", loading_method="defer")
    if 'class="quiz"' in body:
        app.add_js_file("quiz.js", loading_method="defer")


def assets() -> dict[str, bytes]:
    """The site's own static files by name: those of the theme, and those made here."""
    folder = THEME / "static"
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    made = {
        "palette.css": stylesheet(),
        "palette.js": f"window.regeconPalette={json.dumps(twins())};\n",
        "lab.js": NO_LAB,
    }
    return files | {name: text.encode() for name, text in made.items()}


def write_assets(app: Sphinx) -> None:
    """Write them before anything else happens.

    Sphinx copies static files only when a page is to be written, and warns of each that has
    changed since; a page's address of a file holds the digest of what lies there.
    """
    if app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for name, content in assets().items():
        path = static / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    _write_vega(static / "vega.js", Path(app.srcdir) / "_build" / ".vega" / "vega.js")


def _write_vega(path: Path, kept: Path) -> None:
    """Vega, Vega-Lite and Vega-Embed in one script whose names do not leak into the page.

    It is made once for all builds of a checkout, for to make it takes seconds.
    """
    made_by = f"/* made by vl-convert {MADE_BY} */"
    if not _begins(kept, made_by):
        kept.parent.mkdir(parents=True, exist_ok=True)
        half = kept.with_suffix(f".{os.getpid()}")
        half.write_text(f"{made_by}\n(function(){{{_bundle()}}})();\n", encoding="utf-8")
        half.replace(kept)  # at once, since a book and a draft may be built at a time
    if not _begins(path, made_by):
        shutil.copyfile(kept, path)


def _begins(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8").startswith(text)


def _bundle() -> str:
    # In a process of its own: its threads would not survive in the processes into which Sphinx
    # splits to read pages, and these would wait for them for ever.
    code = (
        "import sys, vl_convert; sys.stdout.buffer.write(vl_convert.javascript_bundle().encode())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return done.stdout.decode()


def note_assets(app: Sphinx, config: Config) -> None:
    """Have every page written again when a static file has changed."""
    total = hashlib.sha256()
    for name, content in assets().items():
        total.update(name.encode() + content)
    # One of the values at whose change Sphinx writes all pages.
    config.html_context = config.html_context | {"assets": total.hexdigest()}


def setup(app: Sphinx) -> None:
    app.connect("config-inited", note_assets)
    app.connect("builder-inited", write_assets)
    app.connect("html-page-context", add_page_scripts)

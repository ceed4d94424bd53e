"""What a page loads: the site's own Vega, and only where it is needed."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

from sphinx.application import Sphinx

from regecon.kit.palette import stylesheet, twins

NO_LAB = "/* Where the browser lab is built, its address stands here. */\n"


def add_page_scripts(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Add the chart scripts to pages that show a chart, the explorer's to those with one."""
    body = context.get("body") or ""
    if 'class="re-chart"' in body or 'class="explorer"' in body:
        for name in ("palette.js", "vega.js", "charts.js"):
            app.add_js_file(name, loading_method="defer")
    if 'class="explorer"' in body:
        app.add_js_file("explorer.js", loading_method="defer")
    if 'class="quiz"' in body:
        app.add_js_file("quiz.js", loading_method="defer")


def write_assets(app: Sphinx, error: Exception | None) -> None:
    """Write what is made at build time: palette and Vega bundle."""
    if error or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    (static / "palette.css").write_text(stylesheet(), encoding="utf-8")
    palette = f"window.regeconPalette={json.dumps(twins())};\n"
    (static / "palette.js").write_text(palette, encoding="utf-8")
    (static / "lab.js").write_text(NO_LAB, encoding="utf-8")
    _write_vega(static / "vega.js")


def _write_vega(path: Path) -> None:
    """Vega, Vega-Lite and Vega-Embed in one script whose names do not leak into the page."""
    made_by = f"/* made by vl-convert {version('vl-convert-python')} */"
    if path.exists() and path.read_text(encoding="utf-8").startswith(made_by):
        return
    import vl_convert

    script = f"{made_by}\n(function(){{{vl_convert.javascript_bundle()}}})();\n"
    path.write_text(script, encoding="utf-8")


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add_page_scripts)
    app.connect("build-finished", write_assets)

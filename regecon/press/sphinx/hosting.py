"""What a host needs: a page for addresses that are gone, and a word to GitHub Pages."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from regecon.kit.i18n import _, language
from regecon.press.templates import render


def write_files(app: Sphinx, error: Exception | None) -> None:
    """Write ``404.html`` and ``.nojekyll``, without which Pages leaves out ``_static``."""
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    folders = sorted({name.split("/")[0] for name in app.env.found_docs if "/" in name})
    folders += ["_static", "_downloads", "_images", "lab"]
    page = render(
        "404",
        language=language(),
        title=_(app.config.html_title or app.config.project),
        folders=folders,
    )
    (out / "404.html").write_text(f"{page}\n", encoding="utf-8")
    (out / ".nojekyll").write_bytes(b"")


def setup(app: Sphinx) -> None:
    app.connect("build-finished", write_files)

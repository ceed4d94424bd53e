"""The page of a table, made from its descriptor: what it is, where from, how trustworthy."""

from __future__ import annotations

import shutil
from html import escape
from pathlib import Path

import pandas as pd
from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from regecon.data import Description, describe, load
from regecon.data.folder import datasets_folder, descriptor, table_names
from regecon.kit.chart import show
from regecon.kit.i18n import _, written
from regecon.press.first_chart import first_chart
from regecon.press.sphinx.directives import Parsed
from regecon.press.templates import render

PREVIEW_ROWS = 6
TEXT_WIDTH = 70
DOWNLOADS = "_downloads/tables"


class TableDirective(Parsed):
    """Everything a reader should know of the table that the page is named after."""

    def run(self):
        name = Path(self.env.docname).name
        if name not in table_names():
            raise ExtensionError(f"{self.env.docname}: there is no table named {name!r}")
        about = describe(name)
        parts = [self.box(self._words(about), "table-facts")]
        if about.synthetic:
            warning = _("SYNTHETIC: made up for teaching. Do not cite as a measurement.")
            parts.insert(0, self.box(warning, "synthetic-note"))
        if len(about.columns):
            parts += self._chart(name)
            parts += [self.box(self._columns(about), "table-columns")]
            parts.append(nodes.raw("", _preview(load(name)), format="html"))
        return parts

    def _words(self, about: Description) -> str:
        info = descriptor(about.name)
        file = Path(info["path"]).name
        up = "../" * self.env.docname.count("/")
        rows = [_(about.description), f"**{_('How far to trust it.')}** {_(about.trust)}"]
        if about.contradictions:
            found = "\n".join(f"- {_(text)}" for text in about.contradictions)
            rows.append(f"**{_('Where sources disagree.')}**\n\n{found}")
        sources = "\n".join(f"- {_(source['title'])}" for source in info["sources"])
        rows.append(f"**{_('Sources.')}**\n\n{sources}")
        rows.append(f"**{_('Licence.')}** {_(about.licence)}. **{_('Origin.')}** {_origin(info)}.")
        if weeks := self.week_links("tables", about.name):
            rows.append(f"**{_('Weeks.')}** {weeks}.")
        code = f'`load("{about.name}")`'
        download = f'<a href="{up}{DOWNLOADS}/{file}" download>{escape(file)}</a>'
        rows.append(f"**{_('Use it.')}** {code} {_('or download')} {download}.")
        return "\n\n".join(rows)

    @staticmethod
    def _columns(about: Description) -> str:
        head = (
            f"| {_('Column')} | {_('Type')} | {_('Unit')} | {_('Meaning')} |\n|---|---|---|---|\n"
        )
        return head + "\n".join(
            f"| `{name}` | {_(row['type'])} | {_(row['unit'])} | {_(row['meaning'])} |"
            for name, row in about.columns.iterrows()
        )

    def _chart(self, name: str) -> list[nodes.Node]:
        drawn = first_chart(name)
        if drawn is None:
            return []
        chart, caption, alt = drawn
        figure = nodes.raw("", show(chart, alt=alt).page_html(), format="html")
        text = nodes.paragraph("", caption, classes=["table-caption"])
        return [nodes.container("", figure, text, classes=["table-chart"])]


def _origin(info: dict) -> str:
    if info.get("computed"):
        return _(info["computed"])
    return _("figures retrieved {when}").format(when=info.get("retrieved") or _("at no known date"))


def _preview(frame: pd.DataFrame) -> str:
    """The first rows as a table, long texts cut."""
    shown = frame.head(PREVIEW_ROWS).astype(object)
    shown = shown.where(shown.notna(), "").map(lambda cell: _cut(str(cell)))
    table = shown.to_html(index=False, border=0, classes="table-preview")
    rows = written(len(frame), ",")
    count = _("The first {shown} of {rows} rows").format(shown=len(shown), rows=rows)
    return render("table-preview", count=count, table=Markup(table))


def _cut(text: str) -> str:
    return text if len(text) <= TEXT_WIDTH else text[: TEXT_WIDTH - 1] + "\u2026"


def copy_tables(app: Sphinx, error: Exception | None) -> None:
    """Put every table and its descriptor beside the site for download."""
    if error or app.builder.format != "html":
        return
    target = Path(app.outdir) / DOWNLOADS
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True, exist_ok=True)
    for name in table_names():
        for file in (f"{name}.resource.json", descriptor(name)["path"]):
            shutil.copyfile(datasets_folder() / file, target / file)


def setup(app: Sphinx) -> None:
    app.add_directive("table-page", TableDirective)
    app.connect("build-finished", copy_tables)

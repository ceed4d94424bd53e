"""What went wrong in a build, in sentences, for the command that started it.

Warnings and the error that ended the build are left in a file beside the pages: a traceback
says where the machinery stood, these say which line of which page is meant.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Iterable
from pathlib import Path

import nbformat
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.logging import NAMESPACE, WarningLogRecordTranslator, is_suppressed_warning

FILE = "told.json"
ESCAPES = re.compile(r"\x1b\[[\d;]*[A-Za-z]")
LEVEL = re.compile(r"^\S*: (?:WARNING|ERROR|CRITICAL): ")
KIND = re.compile(r" \[([a-z_]+\.[\w.]+)\]$")
NAME = re.compile(r"^(?:\w+\.)+(?=\w*Error: )|^(?:\w+\.)*(?:ExtensionError|SphinxError): ")
HANDLER = re.compile(r"Handler <.*> for event .* threw an exception \(exception: (.*)\)", re.DOTALL)
CELL = re.compile(
    r"CellExecutionError: .*?\n-{8,}\n(?P<code>.*?)\n-{8,}\n(?P<said>.*?)"
    r"(?=\n\nThe above exception|\nmyst_nb\.|\Z)",
    re.DOTALL,
)
PAGE = re.compile(r"ExecutionError: (\S.*)")


class Keeper(logging.Handler):
    """Keeps the warnings of a build."""

    def __init__(self, app: Sphinx):
        super().__init__(logging.WARNING)
        self.app = app
        self.warnings: list[dict] = []
        self.translate = WarningLogRecordTranslator(app)

    def emit(self, record: logging.LogRecord) -> None:
        kind, subkind = getattr(record, "type", None) or "", getattr(record, "subtype", None) or ""
        if is_suppressed_warning(kind, subkind, self.app.config.suppress_warnings):
            return
        self.translate.filter(record)
        text = LEVEL.sub("", ESCAPES.sub("", record.getMessage()).strip())
        # What comes by way of Docutils has its kind in the text alone.
        named = KIND.search(text)
        found = {
            "place": _relative(getattr(record, "location", None) or "", self.app),
            "text": _relative(KIND.sub("", text), self.app),
            "kind": named[1] if named else f"{kind}.{subkind}",
            "error": record.levelno >= logging.ERROR,
        }
        if found not in self.warnings:
            self.warnings.append(found)


def _relative(text: str, app: Sphinx) -> str:
    """The text with names of files as they stand in the course."""
    return text.replace(f"{app.srcdir}/", "").replace(f"{app.srcdir}\\", "")


def sentence(error: Exception, root: Path) -> str:
    """What ended a build, in a sentence: for a cell that failed, its own last line."""
    trace = getattr(error, "traceback", None)
    trace = ESCAPES.sub("", trace or "".join(traceback.format_exception(error)))
    if cell := CELL.search(trace):
        page = PAGE.search(trace, cell.end())
        said = [line.strip() for line in cell["said"].splitlines() if line.strip()]
        place = place_of(Path(page[1]), cell["code"], root) if page else "a cell"
        return f"{place}: {said[-1]}"
    return plain(ESCAPES.sub("", str(error).strip())) or type(error).__name__


def plain(text: str) -> str:
    """An error without the names of the machinery that passed it on."""
    if passed_on := HANDLER.search(text):
        text = passed_on[1]
    return NAME.sub("", text)


def place_of(path: Path, code: str, root: Path) -> str:
    """Page and line, or for a notebook page and cell, where a cell begins."""
    path = path if path.is_absolute() else root / path
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = [cell.source.strip() for cell in nbformat.reads(text, as_version=4).cells]
        return f"{name}, cell {cells.index(code.strip()) + 1}" if code.strip() in cells else name
    before, found, _after = text.partition(code.strip())
    return f"{name}:{before.count(chr(10)) + 1}" if found else name


def check_encoding(app: Sphinx, env: BuildEnvironment, names: list[str]) -> None:
    """Refuse a page that is not UTF-8."""
    for path in (Path(env.doc2path(name)) for name in names):
        content = path.read_bytes() if path.is_file() else b""
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            name = path.relative_to(app.srcdir).as_posix()
            raise ExtensionError(
                f"{name}:{line}: expected UTF-8, found the byte {content[error.start]:#x}: "
                "save the file as UTF-8"
            ) from None


def unwritten(names: Iterable[str], outdir: Path) -> str:
    """A sentence on pages that were read and not written, or nothing.

    Where pages are written side by side, a page that fails takes others with it.
    """
    gone = sorted(name for name in names if not (outdir / f"{name}.html").is_file())
    if not gone:
        return ""
    return f"not written, though nothing said why: {', '.join(gone)}; --verbose shows all"


def setup(app: Sphinx) -> None:
    keeper = Keeper(app)
    logging.getLogger(NAMESPACE).addHandler(keeper)

    def leave(app: Sphinx, error: Exception | None) -> None:
        said = error and _relative(sentence(error, Path(app.srcdir)), app)
        if not said and app.builder.name == "html":
            said = unwritten(app.env.found_docs, Path(app.outdir)) or None
        told = {"warnings": keeper.warnings, "error": said}
        file = Path(app.outdir).parent / FILE
        file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    # Before what runs pages; after everything that may fail at the end.
    app.connect("env-before-read-docs", check_encoding, priority=100)
    app.connect("build-finished", leave, priority=900)

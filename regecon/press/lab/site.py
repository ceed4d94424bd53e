"""Build JupyterLite from the laid-out notebooks and the browser's Python, beside the book."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from regecon.kit.i18n import _, language
from regecon.press.build import LAB, LAB_ADDRESS, put_in_place
from regecon.press.lab.contents import lay_out
from regecon.press.lab.pyodide import LabError, assemble, find, own_wheel

HERE = Path(__file__).parent
APPS = ("notebooks", "tree", "lab")
KERNEL = "@jupyterlite/pyodide-kernel-extension"
EXTENSIONS = (KERNEL, "@jupyter-widgets/jupyterlab-manager")
# Their wheels come with the kernel: its Python side and the names that others ask for.
KERNEL_WHEELS = ("ipykernel", "piplite", "pyodide_kernel", "widgetsnbextension-4")
# Without these nothing on a page asks another host, and nobody looks for what is not there.
DISABLED = (
    "@jupyterlab/apputils-extension:announcements",
    "@jupyterlab/extensionmanager-extension",
    "@jupyterlab/help-extension:licenses",
    "@jupyterlite/apputils-extension:share-file",
)


def build_lab(root: Path, site: Path, source: str, cache: Path) -> Path:
    """Put the lab into ``lab/`` of the built book; a failure leaves the last one in place.

    Parameters
    ----------
    root
        A checkout of the course.
    site
        Its built book.
    source
        Where Pyodide comes from, see `regecon.press.lab.pyodide.find`.
    cache
        A folder that keeps downloads.

    Returns
    -------
    Path
        The lab's first page.

    Raises
    ------
    LabError
        Something is missing; the message says what to do.
    """
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as place:
        work = Path(place)
        lay_out(root, site, work / "contents")
        wheels = [own_wheel(root, work), *kernel_wheels()]
        settings = assemble(find(source, cache), wheels, work / "static" / "pyodide", cache)
        configure(work, settings)
        jupyter_lite(work)
        dress(work / "out")
        fresh = site / f"{LAB}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.move(work / "out", fresh)
        put_in_place(fresh, site / LAB)
    there = 'window.regeconLab = "lab/notebooks/index.html";\n'
    (site / LAB_ADDRESS).write_text(there, encoding="utf-8")
    return site / LAB / "index.html"


def kernel_wheels() -> list[Path]:
    """The Python side of the kernel, from the extension that is installed."""
    folder = Path(sys.prefix) / "share/jupyter/labextensions" / KERNEL / "static/pypi"
    found = [path for name in KERNEL_WHEELS for path in folder.glob(f"{name}*.whl")]
    if len(found) != len(KERNEL_WHEELS):
        raise LabError(f"{folder}: expected the wheels {', '.join(KERNEL_WHEELS)}. Run make book.")
    return found


def configure(work: Path, python: dict) -> None:
    """Write JupyterLite's settings."""
    python["loadPyodideOptions"]["env"] = {"REGECON_LANG": language()}
    kernel = python | {"disablePyPIFallback": True}
    config = {
        "appName": _("Lab"),
        "exposeAppInBrowser": True,
        "disabledExtensions": list(DISABLED),
        "litePluginSettings": {f"{KERNEL}:kernel": kernel},
    }
    whole = {"jupyter-lite-schema-version": 0, "jupyter-config-data": config}
    (work / "jupyter-lite.json").write_text(json.dumps(whole), encoding="utf-8")
    settings = {
        "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
        "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 10},
    }
    (work / "overrides.json").write_text(json.dumps(settings), encoding="utf-8")
    folder = Path(sys.prefix) / "share/jupyter/labextensions"
    lite = {
        "ignore_sys_prefix": ["federated_extensions"],
        "federated_extensions": [str(folder / name) for name in EXTENSIONS],
    }
    (work / "jupyter_lite_config.json").write_text(
        json.dumps({"LiteBuildConfig": lite}), encoding="utf-8"
    )


def jupyter_lite(work: Path) -> None:
    """Run ``jupyter lite build``."""
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(work)]
    command += ["--contents", str(work / "contents"), "--output-dir", str(work / "out")]
    command += ["--no-sourcemaps", *(word for app in APPS for word in ("--apps", app))]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        raise LabError(f"JupyterLite was not built.\n{said}")


def dress(out: Path) -> None:
    """Add our script and its words to every page of JupyterLite."""
    for name in ("lab.js", "lab.css"):
        shutil.copy(HERE / "static" / name, out)
    (out / "words.js").write_text(
        f"window.regeconWords={json.dumps(words(), ensure_ascii=False)};\n", encoding="utf-8"
    )
    for page in (out / app / "index.html" for app in APPS):
        text = page.read_text(encoding="utf-8")
        added = (
            '<link rel="stylesheet" href="../lab.css">\n'
            '<script src="../words.js" defer></script>\n<script src="../lab.js" defer></script>\n'
        )
        page.write_text(text.replace("</head>", f"{added}</head>", 1), encoding="utf-8")


def words() -> dict[str, str]:
    """What the page's script says."""
    return {
        "book": _("The book"),
        "download": _("Download to hand in"),
        "starting": _("Python is starting: {seconds} s. The first time takes longest."),
        "failed": _("Python did not start. Reload the page; your work is kept."),
        "kept": _("Python is ready. Your work is kept in this browser."),
        "newer": _("The course has a newer version of this notebook. Yours is kept as it is."),
        "open": _("Open the new one beside it"),
        "later": _("Not now"),
    }

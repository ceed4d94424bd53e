"""Where the browser's Python comes from: what is kept, and what is said when a piece is missing."""

from __future__ import annotations

import hashlib
import json
import re
import tarfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from regecon.press.lab import pyodide
from regecon.press.lab.pyodide import CORE, FIRST, LATER, LOCK, LabError, assemble, find

NEEDS = {"regecon": ["numpy", "scipy"], "ipython": ["traitlets"], "scipy": ["numpy"]}
NAMES = {*FIRST, *LATER, "numpy", "traitlets", "ipywidgets", "unused"}


@pytest.fixture
def distribution(tmp_path, monkeypatch) -> Path:
    """A folder with what a Pyodide distribution has, in small."""
    monkeypatch.setattr(pyodide, "pure_wheels", lambda cache: [])
    monkeypatch.setattr(pyodide, "UNCOMPILED", ())
    folder = tmp_path / "pyodide"
    folder.mkdir()
    for name in CORE:
        (folder / name).write_bytes(name.encode())
    packages = {}
    for name in NAMES:
        file = f"{name}-1.0-py3-none-any.whl"
        (folder / file).write_bytes(name.encode())
        packages[name] = {
            "name": name,
            "version": "1.0",
            "file_name": file,
            "install_dir": "site",
            "sha256": hashlib.sha256(name.encode()).hexdigest(),
            "package_type": "package",
            "imports": [name],
            "depends": NEEDS.get(name, []),
        }
    info = {"abi_version": "x", "arch": "wasm32", "platform": "emscripten", "python": "3.14.0"}
    (folder / LOCK).write_text(json.dumps({"info": info, "packages": packages}))
    return folder


def built(source, tmp_path) -> tuple[dict, dict]:
    """The kernel's settings and the packages of the written lock."""
    cache = tmp_path / "cache"
    cache.mkdir(exist_ok=True)
    settings = assemble(find(str(source), cache), [], tmp_path / "out", cache)
    return settings, json.loads((tmp_path / "out" / LOCK).read_text())["packages"]


def test_a_folder_gives_what_a_notebook_can_reach(distribution, tmp_path):
    settings, packages = built(distribution, tmp_path)
    assert set(packages) == NAMES - {"unused", "ipywidgets"}
    assert settings["pyodideUrl"] == "./static/pyodide/pyodide.mjs"
    files = {row["file_name"] for row in packages.values()}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*files, *CORE, LOCK}


def test_scipy_does_not_come_with_the_package(distribution, tmp_path):
    _settings, packages = built(distribution, tmp_path)
    assert packages["regecon"]["depends"] == ["numpy"]
    assert packages["scipy"]["depends"] == ["numpy"]


def test_an_archive_gives_the_same(distribution, tmp_path):
    archive = tmp_path / "pyodide.tar.bz2"
    with tarfile.open(archive, "w:bz2") as tar:
        tar.add(distribution, "pyodide")
    _settings, packages = built(archive, tmp_path)
    assert set(packages) == NAMES - {"unused", "ipywidgets"}


def test_an_address_is_asked_by_the_reader_s_browser(distribution, tmp_path):
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(distribution)))
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    try:
        settings, packages = built(address, tmp_path)
    finally:
        server.shutdown()
        server.server_close()
    assert settings["pyodideUrl"] == f"{address}pyodide.mjs"
    assert packages["numpy"]["file_name"] == f"{address}numpy-1.0-py3-none-any.whl"
    assert [path.name for path in (tmp_path / "out").iterdir()] == [LOCK]


def test_a_missing_wheel_is_named(distribution, tmp_path):
    (distribution / "numpy-1.0-py3-none-any.whl").unlink()
    with pytest.raises(LabError, match=r"^numpy: neither .* Add a pinned pure wheel"):
        built(distribution, tmp_path)


def test_a_missing_entry_of_the_lock_is_named(distribution, tmp_path):
    lock = json.loads((distribution / LOCK).read_text())
    del lock["packages"]["traitlets"]
    (distribution / LOCK).write_text(json.dumps(lock))
    with pytest.raises(LabError, match=r"^traitlets: neither"):
        built(distribution, tmp_path)


def test_a_damaged_wheel_is_named(distribution, tmp_path):
    (distribution / "numpy-1.0-py3-none-any.whl").write_bytes(b"something else")
    with pytest.raises(LabError, match=r"numpy-1\.0.*not what pyodide-lock\.json says"):
        built(distribution, tmp_path)


def test_a_folder_that_is_no_distribution_is_told(distribution, tmp_path):
    (distribution / "pyodide.asm.wasm").unlink()
    with pytest.raises(LabError, match=r"not a Pyodide distribution, for pyodide\.asm\.wasm"):
        built(distribution, tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "there is no such folder or archive"), (b"no archive", "expected a tar archive")],
)
def test_a_path_that_leads_nowhere_is_told(tmp_path, content, said):
    path = tmp_path / "pyodide.tar.bz2"
    if content:
        path.write_bytes(content)
    with pytest.raises(LabError, match=f"{re.escape(str(path))}: {said}"):
        find(str(path), tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ([path.name] if content else [])


def test_an_address_that_does_not_answer_is_told(tmp_path):
    with pytest.raises(LabError, match=r"http://127\.0\.0\.1:9/pyodide-lock\.json: no lock"):
        find("http://127.0.0.1:9", tmp_path)

"""The browser's Python: where it comes from, which wheels it has, and the lock that lists them.

Compiled libraries come from a Pyodide distribution, pure ones from the package index. What a
notebook can reach is kept, the rest of the distribution is left out.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from pyodide_lock import PyodideLockSpec
from pyodide_lock.utils import add_wheels_to_spec

HERE = Path(__file__).parent
LOCK = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
CDN = "https://cdn.jsdelivr.net/pyodide/v314.0.3/full/"
# The package index has no wheel of a distribution's own, but this one carries a whole one.
CARRIER = "open-webui==0.12.4"
CARRIED = "open_webui/frontend/pyodide/"
CARRIER_SHA256 = "02e9caba96234db3fa17a92e56163b3f7f2b8ca8227fa886b85c178d696483f6"
# Where a distribution lacks these they come without their compiled part: MarkupSafe and wrapt have
# the same in Python, and the regressions of the course use nothing compiled of statsmodels.
UNCOMPILED = ("MarkupSafe==3.0.3", "statsmodels==0.15.0", "wrapt==1.17.3")
ANY = ("--platform", "any", "--python-version", "3.14")
LINUX = (
    *("--platform", "manylinux2014_x86_64", "--platform", "manylinux_2_28_x86_64"),
    *("--python-version", "3.14"),
)
# Loaded before the first cell; everything that these need comes with them.
FIRST = ("micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython", "regecon")
# Loaded when a cell or a method imports it.
LATER = ("babel", "scipy", "statsmodels", "ipfn", "numpy-financial")
# Needs of a wheel that do not hold here: scipy may come later, the page has the widgets' scripts.
NOT_NEEDED = {"regecon": {"scipy"}, "ipywidgets": {"jupyterlab-widgets"}}


class LabError(RuntimeError):
    """The lab cannot be built; the message says what is missing and what to do."""


@dataclass(frozen=True)
class Distribution:
    """A Pyodide distribution: its lock, and the folder or the address of its files."""

    lock: PyodideLockSpec
    folder: Path | None = None
    address: str = ""


def find(source: str, cache: Path) -> Distribution:
    """The distribution that the setting names.

    Parameters
    ----------
    source
        ``index`` (from the package index alone), ``cdn``, an address that begins with
        ``http``, or the path of a folder or an archive of a Pyodide distribution.
    cache
        A folder for what is downloaded or unpacked.

    Raises
    ------
    LabError
        Nothing usable is there.
    """
    if source == "cdn" or source.startswith(("http://", "https://")):
        address = CDN if source == "cdn" else f"{source.rstrip('/')}/"
        return Distribution(_lock_at(address), address=address)
    folder = _from_index(cache) if source == "index" else _on_disk(Path(source), cache)
    absent = [name for name in (*CORE, LOCK) if not (folder / name).is_file()]
    if absent:
        raise LabError(
            f"{folder}: not a Pyodide distribution, for {', '.join(absent)} is missing. Give the "
            "folder that holds pyodide.mjs, or PYODIDE=index to take it from the package index."
        )
    return Distribution(_lock((folder / LOCK).read_bytes()), folder)


def assemble(found: Distribution, wheels: Iterable[Path], target: Path, cache: Path) -> dict:
    """Write the browser's Python to ``target``.

    Parameters
    ----------
    found
        The distribution.
    wheels
        Our own wheels and those of the kernel.
    target
        A new folder.
    cache
        A folder for downloads.

    Returns
    -------
    dict
        The kernel's settings: where Pyodide and the lock lie, and which packages come first.

    Raises
    ------
    LabError
        A wheel is missing or its content is not what the lock says.
    """
    target.mkdir(parents=True)
    for wheel in (*wheels, *pure_wheels(cache), *_uncompiled(found, cache)):
        shutil.copy(wheel, target)
    added = sorted(target.glob("*.whl"))
    lock = add_wheels_to_spec(found.lock, added, target, ignore_missing_dependencies=True)
    _keep_what_is_reached(lock, {wheel.name for wheel in added}, found.folder)
    for package in lock.packages.values():
        if (target / package.file_name).exists():
            continue
        if found.folder:
            _copy_verified(found.folder / package.file_name, package.sha256, target)
        else:
            package.file_name = found.address + package.file_name
    if found.folder:
        for name in CORE:
            shutil.copy(found.folder / name, target)
    lock.to_json(target / LOCK)
    here = "./static/pyodide/"
    return {
        "pyodideUrl": (found.address or here) + CORE[0],
        "loadPyodideOptions": {"packages": list(FIRST), "lockFileURL": here + LOCK},
    }


def pure_wheels(cache: Path) -> list[Path]:
    """The wheels of ``wheels.txt``, downloaded once."""
    return _downloaded(cache, "-r", str(HERE / "wheels.txt"), *ANY)


def _uncompiled(found: Distribution, cache: Path) -> list[Path]:
    """Wheels without their compiled part, of what the distribution itself does not have."""
    made = []
    for wanted in UNCOMPILED:
        row = found.lock.packages.get(wanted.split("==")[0].lower())
        if row and (found.folder is None or (found.folder / row.file_name).is_file()):
            continue
        (wheel,) = _downloaded(cache, wanted, *LINUX)
        made.append(_without_compiled_part(wheel, cache))
    return made


def own_wheel(root: Path, folder: Path) -> Path:
    """The course's package as a wheel, built from a checkout."""
    _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(root))
    return next(folder.glob("regecon-*.whl"))


def _keep_what_is_reached(lock: PyodideLockSpec, added: set[str], folder: Path | None) -> None:
    """Take from the lock what FIRST and LATER do not reach; name what nobody has."""
    for name, needless in NOT_NEEDED.items():
        package = lock.packages[name]
        package.depends = [need for need in package.depends if need not in needless]

    def absent(name: str) -> bool:
        if name not in lock.packages:
            return True
        file = lock.packages[name].file_name
        return file not in added and folder is not None and not (folder / file).is_file()

    kept = _reached(lock, (*FIRST, *LATER))
    if missing := sorted(filter(absent, kept)):
        raise LabError(
            f"{', '.join(missing)}: neither the Pyodide distribution nor wheels.txt has it. Add a "
            "pinned pure wheel to regecon/press/lab/wheels.txt, or give another distribution."
        )
    lock.packages = {name: lock.packages[name] for name in sorted(kept)}


def _reached(lock: PyodideLockSpec, names: Iterable[str]) -> set[str]:
    """The names and all that they need, as far as the lock knows."""
    reached: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo += lock.packages[name].depends if name in lock.packages else ()
    return reached


def _copy_verified(source: Path, sha256: str, target: Path) -> None:
    if hashlib.sha256(source.read_bytes()).hexdigest() != sha256:
        raise LabError(
            f"{source}: its content is not what {LOCK} says. Download the distribution again."
        )
    shutil.copy(source, target)


def _lock(content: bytes) -> PyodideLockSpec:
    data = json.loads(content)
    # Newer locks do not name Pyodide's version, which pyodide-lock asks for.
    data["info"].setdefault("version", data["info"]["abi_version"])
    return PyodideLockSpec(**data)


def _lock_at(address: str) -> PyodideLockSpec:
    try:
        with urlopen(address + LOCK, timeout=60) as answer:
            return _lock(answer.read())
    except (URLError, OSError, ValueError) as error:
        raise LabError(
            f"{address}{LOCK}: no lock could be read there ({error}). Check the address, or "
            "build with PYODIDE=index."
        ) from None


def _on_disk(path: Path, cache: Path) -> Path:
    """The folder itself, or what an archive unpacks to."""
    if path.is_dir():
        return path
    if not path.is_file():
        raise LabError(
            f"{path}: there is no such folder or archive. PYODIDE is index, cdn, an address, or "
            "the path of a Pyodide distribution."
        )
    folder = cache / f"unpacked-{path.name}-{path.stat().st_size}"
    if not folder.is_dir():
        work = folder.with_suffix(".part")
        shutil.rmtree(work, ignore_errors=True)
        try:
            with tarfile.open(path) as archive:
                archive.extractall(work, filter="data")
        except tarfile.TarError as error:
            raise LabError(f"{path}: expected a tar archive of Pyodide; {error}") from None
        work.rename(folder)
    inside = next(folder.rglob(CORE[0]), None)
    return inside.parent if inside else folder


def _from_index(cache: Path) -> Path:
    """The distribution inside a wheel of the package index."""
    folder = cache / CARRIER.replace("==", "-")
    if not folder.is_dir():
        work = folder.with_suffix(".part")
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        (wheel,) = _downloaded(work, CARRIER)
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != CARRIER_SHA256:
            raise LabError(f"{wheel.name}: not the file that was pinned; nothing was unpacked.")
        with zipfile.ZipFile(wheel) as archive:
            names = [name for name in archive.namelist() if name.startswith(CARRIED)]
            for name in names:
                (work / Path(name).name).write_bytes(archive.read(name))
        shutil.rmtree(wheel.parent)
        work.rename(folder)
    return folder


def _without_compiled_part(wheel: Path, folder: Path) -> Path:
    """The wheel's Python files as a wheel for every platform."""
    name, version = wheel.name.split("-")[:2]
    target = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            if entry.endswith((".py", "METADATA", "LICENSE.txt")) and "/tests/" not in entry:
                new.writestr(entry, old.read(entry), zipfile.ZIP_DEFLATED)
            elif entry.endswith("WHEEL"):
                told = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
                new.writestr(entry, told)
    return target


def _downloaded(cache: Path, *what: str) -> list[Path]:
    """The wheels that pip brings for these words, from the cache if they are there."""
    asked = " ".join(what) + "".join(Path(word).read_text() for word in what if word[0] == "/")
    folder = cache / f"wheels-{hashlib.sha256(asked.encode()).hexdigest()[:12]}"
    if not folder.is_dir():
        work = folder.with_suffix(".part")
        shutil.rmtree(work, ignore_errors=True)
        _pip("download", "--no-deps", "--only-binary=:all:", "--dest", str(work), *what)
        work.rename(folder)
    return sorted(folder.glob("*.whl"))


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join(done.stderr.strip().splitlines()[-4:])
        raise LabError(f"pip {' '.join(arguments[:2])} failed; is there a network?\n{said}")
